//! The information about strengths of which only differences mean anything, and what it says of them; and who has a common
//! scale at all.

use super::distribution::real;

/// The information H, made invertible: adding the same to all strengths changes nothing that was seen, so the matrix of ones
/// over m is added, and H⁺ = (H + J/m)⁻¹ − J/m. Kept as its Cholesky factor.
pub(in crate::aggregate) struct Information {
    lower: Vec<Vec<f64>>,
}

impl Information {
    /// Of a symmetric matrix whose rows add up to 0.
    pub fn of(mut matrix: Vec<Vec<f64>>) -> Self {
        let members = matrix.len();
        for row in 0..members {
            for column in 0..=row {
                let known: f64 = (0..column).map(|k| matrix[row][k] * matrix[column][k]).sum();
                let rest = matrix[row][column] + 1.0 / real(members) - known;
                matrix[row][column] = if row == column { rest.sqrt() } else { rest / matrix[column][column] };
            }
        }
        Self { lower: matrix }
    }

    /// H⁺ of a vector whose sum is 0.
    pub fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let lower = &self.lower;
        let mut out = vector.to_vec();
        for row in 0..out.len() {
            let known: f64 = (0..row).map(|k| lower[row][k] * out[k]).sum();
            out[row] = (out[row] - known) / lower[row][row];
        }
        for row in (0..out.len()).rev() {
            let known: f64 = (row + 1..out.len()).map(|k| lower[k][row] * out[k]).sum();
            out[row] = (out[row] - known) / lower[row][row];
        }
        out
    }

    /// H⁺ itself.
    pub fn inverse(&self) -> Vec<Vec<f64>> {
        let members = self.lower.len();
        let column = |place: usize| {
            let mut unit = vec![-1.0 / real(members); members];
            unit[place] += 1.0;
            self.solve(&unit)
        };
        (0..members).map(column).collect()
    }
}

/// The largest sets of at least two agents of whom each scored against each, directly or through others: the strongly connected
/// components, by two walks (Sharir 1981, Computers & Mathematics with Applications 7(1)).
pub(in crate::aggregate) fn groups(scored: &[Vec<f64>]) -> Vec<Vec<usize>> {
    let (mut order, mut seen) = (Vec::with_capacity(scored.len()), vec![false; scored.len()]);
    for agent in 0..scored.len() {
        walk(agent, &|one, other| scored[one][other] > 0.0, &mut seen, &mut order);
    }
    let (mut groups, mut seen) = (Vec::new(), vec![false; scored.len()]);
    for agent in order.into_iter().rev() {
        let mut members = Vec::new();
        walk(agent, &|one, other| scored[other][one] > 0.0, &mut seen, &mut members);
        members.sort_unstable();
        groups.push(members);
    }
    groups.retain(|members| members.len() > 1);
    groups.sort_unstable();
    groups
}

/// Adds an agent and all to whom it leads that were not seen yet, each after those to whom it leads itself.
fn walk(start: usize, leads: &dyn Fn(usize, usize) -> bool, seen: &mut [bool], order: &mut Vec<usize>) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    let mut open = vec![(start, 0)];
    while let Some((at, next)) = open.last_mut() {
        let Some(other) = (*next..seen.len()).find(|other| !seen[*other] && leads(*at, *other)) else {
            order.push(*at);
            open.pop();
            continue;
        };
        *next = other + 1;
        seen[other] = true;
        open.push((other, 0));
    }
}

/// One step further, their mean held at 0.
pub(in crate::aggregate) fn moved(at: &[f64], step: &[f64], length: f64) -> Vec<f64> {
    let moved: Vec<f64> = at.iter().zip(step).map(|(at, step)| at + length * step).collect();
    let mean = moved.iter().sum::<f64>() / real(moved.len());
    moved.into_iter().map(|strength| strength - mean).collect()
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn groups_are_those_of_whom_each_scored_against_each() {
        // A circle of three, two that scored against each other, one who only lost and one who only won.
        let mut scored = vec![vec![0.0; 7]; 7];
        for (one, other) in [(0, 4), (4, 2), (2, 0), (1, 5), (5, 1), (0, 1), (2, 3), (6, 2)] {
            scored[one][other] = 1.0;
        }
        assert_eq!(groups(&scored), [vec![0, 2, 4], vec![1, 5]]);
        assert!(groups(&[]).is_empty());
    }
}

//! The information about strengths of which only differences mean anything, and what it says of them; and who has a common
//! scale at all.

use super::distribution::real;

/// The information H, made invertible: adding the same to all strengths changes nothing that was seen, so the matrix of ones
/// over m is added, and H⁺ = (H + J/m)⁻¹ − J/m. Kept as its Cholesky factor.
pub(super) struct Information {
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

/// The largest sets of at least two agents of whom each scored against each, directly or through others.
pub(super) fn groups(scored: &[Vec<f64>]) -> Vec<Vec<usize>> {
    let reached: Vec<Vec<bool>> = (0..scored.len()).map(|agent| reach(scored, agent)).collect();
    let mut taken = vec![false; scored.len()];
    let mut groups = Vec::new();
    for agent in 0..scored.len() {
        let members: Vec<usize> =
            (agent..scored.len()).filter(|&other| reached[agent][other] && reached[other][agent]).collect();
        if taken[agent] || members.len() < 2 {
            continue;
        }
        for &member in &members {
            taken[member] = true;
        }
        groups.push(members);
    }
    groups
}

/// Whom an agent scored against, and whom they did, and so on; itself only by way of others.
fn reach(scored: &[Vec<f64>], agent: usize) -> Vec<bool> {
    let mut reached = vec![false; scored.len()];
    let mut open = vec![agent];
    while let Some(at) = open.pop() {
        for (other, points) in scored[at].iter().enumerate() {
            if *points > 0.0 && !std::mem::replace(&mut reached[other], true) {
                open.push(other);
            }
        }
    }
    reached
}

/// One step further, their mean held at 0.
pub(super) fn moved(at: &[f64], step: &[f64], length: f64) -> Vec<f64> {
    let moved: Vec<f64> = at.iter().zip(step).map(|(at, step)| at + length * step).collect();
    let mean = moved.iter().sum::<f64>() / real(moved.len());
    moved.into_iter().map(|strength| strength - mean).collect()
}

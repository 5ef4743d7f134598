//! How much more some cover than others in the runs that both were in, where few were in all. Plain numbers in and out.

use super::distribution::real;
use std::collections::BTreeSet;

/// What somebody covered in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its number.
    pub run: usize,
    /// What was covered.
    pub hits: usize,
    /// What could be; at least 1.
    pub out_of: usize,
}

/// How much more of what is known somebody covers than those beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// A share, less the mean of all that hang together, each counted by what it could cover; in steps of a ten millionth, so
    /// that what covers as much is not put in an order by how sums are rounded.
    pub value: f64,
    /// Changes on which it was beside another.
    pub changes: usize,
    /// Changes of all that hang together: who was never beside the same one, nor beside one that was, cannot be compared.
    pub together: usize,
}

/// Steps after which what still moves does not tell anybody apart.
const MOST_STEPS: usize = 200;
const PRECISION: f64 = 1e-10;

/// Of a level.
const STEPS: f64 = 1e7;

/// The level of each, over the runs that are asked for; `None` of who was beside nobody there. `subjects` names the change of
/// each run.
///
/// Least squares of `share = level + run`, each weighted by what could be covered, found by taking turns: the mean of what the levels
/// leave of each run, then of what the runs leave of each level (two-way analysis without interaction, unbalanced; Scheffé
/// 1959, ch. 4). A run that only one was in says nothing.
#[must_use]
pub fn levels(all: &[&[Seen]], subjects: &[usize], is_in: impl Fn(usize) -> bool) -> Vec<Option<Level>> {
    let mut beside = vec![0_u32; subjects.len()];
    for seen in all.iter().flat_map(|of| of.iter()).filter(|seen| is_in(seen.run)) {
        beside[seen.run] += 1;
    }
    let told: Vec<Vec<Seen>> = all
        .iter()
        .map(|of| of.iter().filter(|seen| is_in(seen.run) && beside[seen.run] > 1).copied().collect())
        .collect();
    let groups = together(&told, subjects.len());
    let changes_of = |of: &[Seen]| of.iter().map(|seen| subjects[seen.run]).collect::<BTreeSet<usize>>();
    let mut changes: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); told.len()];
    for (of, group) in told.iter().zip(&groups) {
        changes[*group].extend(changes_of(of));
    }
    let values = fitted(&told, &beside);
    let level = |at: usize| {
        (!told[at].is_empty()).then(|| Level {
            value: (values[at] * STEPS).round() / STEPS,
            changes: changes_of(&told[at]).len(),
            together: changes[groups[at]].len(),
        })
    };
    (0..told.len()).map(level).collect()
}

fn fitted(told: &[Vec<Seen>], beside: &[u32]) -> Vec<f64> {
    let share = |seen: &Seen| real(seen.hits) / real(seen.out_of);
    let mut levels = vec![0.0; told.len()];
    for _ in 0..MOST_STEPS {
        let mut runs = vec![0.0; beside.len()];
        for (of, level) in told.iter().zip(&levels) {
            for seen in of {
                runs[seen.run] += share(seen) - level;
            }
        }
        runs.iter_mut().zip(beside).for_each(|(sum, count)| *sum /= f64::from((*count).max(1)));
        let mut most = 0.0_f64;
        for (of, level) in told.iter().zip(&mut levels) {
            let weight: usize = of.iter().map(|seen| seen.out_of).sum();
            let left: f64 = of.iter().map(|seen| (share(seen) - runs[seen.run]) * real(seen.out_of)).sum();
            let next = if weight == 0 { 0.0 } else { left / real(weight) };
            most = most.max((next - *level).abs());
            *level = next;
        }
        if most < PRECISION {
            break;
        }
    }
    levels
}

/// By place the first of those that hang together by runs that they were in.
fn together(told: &[Vec<Seen>], runs: usize) -> Vec<usize> {
    let mut first: Vec<usize> = (0..told.len()).collect();
    let mut in_run: Vec<Option<usize>> = vec![None; runs];
    for (at, of) in told.iter().enumerate() {
        for seen in of {
            let other = *in_run[seen.run].get_or_insert(at);
            let (one, other) = (root(&mut first, at), root(&mut first, other));
            first[one.max(other)] = one.min(other);
        }
    }
    (0..told.len()).map(|at| root(&mut first, at)).collect()
}

fn root(first: &mut [usize], mut at: usize) -> usize {
    while first[at] != at {
        first[at] = first[first[at]];
        at = first[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Seen, levels};

    fn seen(of: &[(usize, usize)]) -> Vec<Seen> {
        of.iter().map(|(run, hits)| Seen { run: *run, hits: *hits, out_of: 10 }).collect()
    }

    #[test]
    fn who_was_beside_the_weak_is_not_better_for_it() {
        // The first covers more than the second wherever both are; the third looks best, beside a fourth that finds nothing.
        let all = [
            seen(&[(0, 5), (1, 5), (2, 5)]),
            seen(&[(0, 4), (1, 4), (3, 9), (4, 9)]),
            seen(&[(3, 8), (4, 8), (5, 10)]),
            seen(&[(6, 10)]),
        ];
        let slices: Vec<&[_]> = all.iter().map(Vec::as_slice).collect();
        let levels = levels(&slices, &[0, 1, 2, 3, 4, 5, 6], |_| true);
        let of = |at: usize| levels[at].map(|level| (format!("{:.3}", level.value), level.changes, level.together));
        assert_eq!(levels[3], None, "beside nobody");
        let [first, second, third] = [0, 1, 2].map(|at| levels[at].unwrap().value);
        assert!((first - second - 0.1).abs() < 2e-7 && (second - third - 0.1).abs() < 2e-7, "{:?}", of(0));
        assert_eq!((levels[0].unwrap().changes, levels[1].unwrap().changes), (2, 4));
        assert!(levels[..3].iter().all(|level| level.unwrap().together == 4));
    }

    #[test]
    fn what_never_met_is_not_compared() {
        let all = [seen(&[(0, 5)]), seen(&[(0, 3)]), seen(&[(1, 9), (2, 9)]), seen(&[(1, 8), (2, 8)])];
        let slices: Vec<&[_]> = all.iter().map(Vec::as_slice).collect();
        let levels = levels(&slices, &[0, 1, 1], |_| true);
        let told: Vec<(bool, usize)> =
            levels.iter().map(|of| of.unwrap()).map(|of| (of.value > 0.0, of.together)).collect();
        assert_eq!(told, [(true, 1), (false, 1), (true, 1), (false, 1)], "two rounds are one change");
    }
}

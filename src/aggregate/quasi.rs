//! One variance for each of several strengths, from the variances of all their differences.

/// Quasi-variances, and how well they stand for the variances of the differences.
#[derive(Clone, Debug, PartialEq)]
pub struct Quasi {
    /// The variance of a difference is nearly the sum of those of the two.
    pub variances: Vec<f64>,
    /// The largest error of the standard error of any difference, as a share of it; 0 where all are met.
    pub largest_error: f64,
}

/// Steps of the fit, which has mostly converged after ten.
const STEPS: usize = 500;

/// Variances q that give each difference of two its own: q of one and q of the other add up to it, as nearly as they can.
///
/// Firth & de Menezes (2004, Biometrika 91(1)) in the form of Firth (2003, Sociological Methodology 33): least squares of the
/// logarithms of the variances, so that relative errors are as small as possible. All q are held positive, as logarithms.
/// Of two strengths there is one difference, which is halved. By Levenberg's and Marquardt's method from a fixed start.
///
/// `of_difference` holds the variance of each difference, positive, and what is on its diagonal is not read.
#[must_use]
pub fn quasi_variances(of_difference: &[Vec<f64>]) -> Option<Quasi> {
    let count = of_difference.len();
    let pairs: Vec<(usize, usize, f64)> = (0..count)
        .flat_map(|one| (one + 1..count).map(move |other| (one, other)))
        .map(|(one, other)| (one, other, of_difference[one][other]))
        .collect();
    if pairs.is_empty() || pairs.iter().any(|(_, _, variance)| !variance.is_finite() || *variance <= 0.0) {
        return None;
    }
    let mut logs: Vec<f64> = (0..count)
        .map(|at| {
            let own = pairs.iter().filter(|(one, other, _)| *one == at || *other == at);
            (own.map(|(_, _, variance)| variance.ln()).sum::<f64>() / super::distribution::real(count - 1))
                - 2.0_f64.ln()
        })
        .collect();
    let mut damping = 1e-3;
    let mut error = squares(&pairs, &logs);
    for _ in 0..STEPS {
        let step = step(&pairs, &logs, damping);
        let next: Vec<f64> = logs.iter().zip(&step).map(|(log, step)| (log + step).clamp(-LARGEST, LARGEST)).collect();
        let after = squares(&pairs, &next);
        if after <= error {
            let longest = step.iter().fold(0.0_f64, |longest, step| longest.max(step.abs()));
            (logs, error, damping) = (next, after, (damping / 10.0).max(1e-12));
            if longest < 1e-13 {
                break;
            }
        } else {
            damping *= 10.0;
            if damping > 1e12 {
                break;
            }
        }
    }
    let variances: Vec<f64> = logs.iter().map(|log| log.exp()).collect();
    let largest_error = pairs
        .iter()
        .map(|(one, other, variance)| (((variances[*one] + variances[*other]) / variance).sqrt() - 1.0).abs())
        .fold(0.0, f64::max);
    Some(Quasi { variances, largest_error })
}

/// No logarithm of a variance goes further: one that would be negative goes towards 0 for ever.
const LARGEST: f64 = 60.0;

fn squares(pairs: &[(usize, usize, f64)], logs: &[f64]) -> f64 {
    pairs.iter().map(|(one, other, variance)| ((logs[*one].exp() + logs[*other].exp()) / variance).ln().powi(2)).sum()
}

/// `(JᵀJ + damping · diag(JᵀJ)) · step = −Jᵀr`, by Gauss's elimination of a matrix that is positive.
fn step(pairs: &[(usize, usize, f64)], logs: &[f64], damping: f64) -> Vec<f64> {
    let count = logs.len();
    let mut rows = vec![vec![0.0; count + 1]; count];
    for (one, other, variance) in pairs {
        let (a, b) = (logs[*one].exp(), logs[*other].exp());
        let (residual, slopes) = (((a + b) / variance).ln(), [(*one, a / (a + b)), (*other, b / (a + b))]);
        for (row, slope) in slopes {
            for (column, by) in slopes {
                rows[row][column] += slope * by;
            }
            rows[row][count] -= slope * residual;
        }
    }
    for (at, row) in rows.iter_mut().enumerate() {
        row[at] += damping * row[at] + 1e-12;
    }
    for at in 0..count {
        let pivot = rows[at].clone();
        for row in rows.iter_mut().skip(at + 1) {
            let factor = row[at] / pivot[at];
            for column in at..=count {
                row[column] -= factor * pivot[column];
            }
        }
    }
    let mut step = vec![0.0; count];
    for at in (0..count).rev() {
        let known: f64 = (at + 1..count).map(|column| rows[at][column] * step[column]).sum();
        step[at] = (rows[at][count] - known) / rows[at][at];
    }
    step
}

#[cfg(test)]
mod tests {
    use super::quasi_variances;

    #[test]
    fn variances_that_add_up_are_found_again() {
        let own = [0.5_f64, 0.1, 2.0, 0.03];
        let of: Vec<Vec<f64>> = own.iter().map(|one| own.iter().map(|other| one + other).collect()).collect();
        let quasi = quasi_variances(&of).unwrap();
        for (found, own) in quasi.variances.iter().zip(own) {
            assert!((found - own).abs() < 1e-9, "{found} is not {own}");
        }
        assert!(quasi.largest_error < 1e-9);
    }

    #[test]
    fn one_has_none_and_two_share_theirs() {
        assert_eq!(quasi_variances(&[vec![0.0]]), None);
        assert_eq!(quasi_variances(&[vec![0.0, 0.0], vec![0.0, 0.0]]), None);
        let two = quasi_variances(&[vec![0.0, 3.0], vec![3.0, 0.0]]).unwrap();
        assert!((two.variances[0] - 1.5).abs() < 1e-9 && (two.variances[1] - 1.5).abs() < 1e-9);
    }

    #[test]
    fn differences_that_no_variances_add_up_to_have_an_error_and_no_negative_variance() {
        // 0 and 1 are close to each other and both far from 2: they would need less than nothing.
        let of = [vec![0.0, 0.1, 4.0], vec![0.1, 0.0, 1.0], vec![4.0, 1.0, 0.0]];
        let quasi = quasi_variances(&of).unwrap();
        assert!(quasi.variances.iter().all(|variance| *variance > 0.0) && quasi.largest_error > 0.1, "{quasi:?}");
    }
}

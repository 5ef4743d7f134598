//! One number per agent from who scored higher in which run: Bradley–Terry, where agents met often enough to compare.

use super::distribution::{Z, freedom, quantile, real};
use super::information::Information;
use super::interval::Interval;
use std::collections::BTreeMap;

/// Two agents in one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Game {
    /// An agent's number, from 0.
    pub first: usize,
    /// Another agent's.
    pub second: usize,
    /// 1 where the first scored higher, 0 where the second did, 0.5 where they are equal.
    pub score: f64,
    /// The subject of the run, any number: games of one subject are not independent.
    pub subject: usize,
}

/// Where an agent stands among those of its group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Rating points. 400 more are odds of 10 to 1 to score higher; the mean of a group is 1000.
    pub value: f64,
    /// At 95 %, of the distance to the mean of the group; `None` where all games of the group are of one subject.
    pub interval: Option<Interval>,
    /// From 0, by the first agent in it. Ratings of different groups have no common scale.
    pub group: usize,
}

/// Rating points for each unit of log-odds.
const POINTS: f64 = 400.0 / std::f64::consts::LN_10;
const MEAN: f64 = 1000.0;
/// Newton's method ends when no strength moves further than this, or after so many steps.
const STILL: f64 = 1e-12;
const STEPS: usize = 200;
/// No step moves a strength further, so that none leaps to where all games are certain and the information is lost.
const FAR: f64 = 2.0;

/// A rating for each of so many agents, by their number; `None` where there is none.
///
/// Maximum likelihood of Bradley & Terry (1952, Biometrika 39) with an even game as half a win for each, by Newton's
/// method with halved steps from all agents equal. A maximum exists only among agents of whom each scored against each,
/// be it through others (Ford 1957, American Mathematical Monthly 64; Hunter 2004, Annals of Statistics 32): every largest
/// such set of at least two agents is a group, rated by the games inside it alone; games between groups say no more than
/// that one group is above the other by an unknown distance. An agent that only ever won, only ever lost, or met nobody has
/// no rating.
///
/// Standard errors are the sandwich H⁺ B H⁺ with the scores of a subject summed before they are squared (Liang & Zeger
/// 1986, Biometrika 73), times K/(K−1), with t of K* − 1 degrees of freedom, K* the effective number of subjects by their
/// games; but the interval is never narrower than that of independent games, H⁺ with z. With few subjects the sandwich is
/// too small by chance, and 0 where each subject is balanced in itself.
///
/// The order of the games changes the last digits at most; the same games in the same order give the same bits.
///
/// # Panics
///
/// Where a game has an agent that is not below `agents` or that plays itself, or a score outside 0 to 1.
#[must_use]
pub fn ratings(agents: usize, games: &[Game]) -> Vec<Option<Rating>> {
    let mut scored = vec![vec![0.0; agents]; agents];
    for game in games {
        assert!(game.first != game.second, "agent {} against itself", game.first);
        assert!((0.0..=1.0).contains(&game.score), "a score of {}", game.score);
        scored[game.first][game.second] += game.score;
        scored[game.second][game.first] += 1.0 - game.score;
    }
    let mut rated = vec![None; agents];
    for (group, members) in groups(&scored).iter().enumerate() {
        let strengths = strengths(&scored, members);
        let errors = half_widths(games, members, &strengths);
        for (at, &agent) in members.iter().enumerate() {
            let value = MEAN + POINTS * strengths[at];
            let interval = errors
                .as_ref()
                .map(|errors| Interval { low: value - POINTS * errors[at], high: value + POINTS * errors[at] });
            rated[agent] = Some(Rating { value, interval, group });
        }
    }
    rated
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

/// Log-strengths of the members, their sum 0, that make the games among them likeliest.
fn strengths(scored: &[Vec<f64>], members: &[usize]) -> Vec<f64> {
    let won: Vec<Vec<f64>> =
        members.iter().map(|&member| members.iter().map(|&other| scored[member][other]).collect()).collect();
    let mut at = vec![0.0; members.len()];
    let mut likelihood = log_likelihood(&won, &at);
    for _ in 0..STEPS {
        let step = information(&won, &at).solve(&gradient(&won, &at));
        let longest = step.iter().fold(0.0_f64, |longest, step| longest.max(step.abs()));
        let mut length = (FAR / longest).min(1.0);
        let mut next = moved(&at, &step, length);
        // Rounding may make the last steps look worse by a digit; they are too small to matter.
        while log_likelihood(&won, &next) < likelihood - 1e-9 && length > 1e-9 {
            length /= 2.0;
            next = moved(&at, &step, length);
        }
        at = next;
        likelihood = log_likelihood(&won, &at);
        if longest * length < STILL {
            break;
        }
    }
    at
}

pub(super) fn moved(at: &[f64], step: &[f64], length: f64) -> Vec<f64> {
    let moved: Vec<f64> = at.iter().zip(step).map(|(at, step)| at + length * step).collect();
    let mean = moved.iter().sum::<f64>() / real(moved.len());
    moved.into_iter().map(|strength| strength - mean).collect()
}

fn log_likelihood(won: &[Vec<f64>], at: &[f64]) -> f64 {
    let pair = |one: usize, other: usize| won[one][other] * -ln_one_plus_exp(at[other] - at[one]);
    (0..at.len()).flat_map(|one| (0..at.len()).map(move |other| pair(one, other))).sum()
}

fn ln_one_plus_exp(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// The probability that the stronger by `lead` scores higher.
fn chance(lead: f64) -> f64 {
    1.0 / (1.0 + (-lead).exp())
}

fn gradient(won: &[Vec<f64>], at: &[f64]) -> Vec<f64> {
    let over =
        |one: usize, other: usize| won[one][other] - (won[one][other] + won[other][one]) * chance(at[one] - at[other]);
    (0..at.len()).map(|one| (0..at.len()).map(|other| over(one, other)).sum()).collect()
}

/// The information H of the strengths.
fn information(won: &[Vec<f64>], strengths: &[f64]) -> Information {
    let members = strengths.len();
    let mut matrix = vec![vec![0.0; members]; members];
    for one in 0..members {
        for other in (0..members).filter(|&other| other != one) {
            let chance = chance(strengths[one] - strengths[other]);
            let weight = (won[one][other] + won[other][one]) * chance * (1.0 - chance);
            matrix[one][one] += weight;
            matrix[one][other] -= weight;
        }
    }
    Information::of(matrix)
}

/// Half the 95 % interval of each log-strength; `None` with games of one subject only.
fn half_widths(games: &[Game], members: &[usize], at: &[f64]) -> Option<Vec<f64>> {
    let places: BTreeMap<usize, usize> = members.iter().enumerate().map(|(place, &agent)| (agent, place)).collect();
    let mut played = vec![vec![0.0; members.len()]; members.len()];
    let mut subjects: BTreeMap<usize, (usize, Vec<f64>)> = BTreeMap::new();
    for game in games {
        let (Some(&first), Some(&second)) = (places.get(&game.first), places.get(&game.second)) else { continue };
        let (count, residuals) = subjects.entry(game.subject).or_insert_with(|| (0, vec![0.0; members.len()]));
        let residual = game.score - chance(at[first] - at[second]);
        *count += 1;
        residuals[first] += residual;
        residuals[second] -= residual;
        played[first][second] += 1.0;
    }
    let t = quantile(freedom(subjects.values().map(|(count, _)| *count))?);
    let information = information(&played, at);
    let mut sandwich = vec![0.0; members.len()];
    for (_, residuals) in subjects.values() {
        for (sum, influence) in sandwich.iter_mut().zip(information.solve(residuals)) {
            *sum += influence * influence;
        }
    }
    let correction = real(subjects.len()) / real(subjects.len() - 1);
    let half = |(place, sandwich): (usize, &f64)| {
        let mut unit: Vec<f64> = vec![-1.0 / real(members.len()); members.len()];
        unit[place] += 1.0;
        let independent = information.solve(&unit)[place].max(0.0);
        (t * (correction * sandwich).sqrt()).max(Z * independent.sqrt())
    };
    Some(sandwich.iter().enumerate().map(half).collect())
}

#[cfg(test)]
mod tests {
    use super::{Game, Rating, ratings};

    fn game(first: usize, second: usize, score: f64, subject: usize) -> Game {
        Game { first, second, score, subject }
    }

    fn width(rating: Option<Rating>) -> f64 {
        let interval = rating.unwrap().interval.unwrap();
        interval.high - interval.low
    }

    #[test]
    fn nobody_and_nobody_that_met_have_no_rating() {
        assert_eq!(ratings(0, &[]), []);
        assert_eq!(ratings(3, &[]), [None, None, None]);
    }

    #[test]
    fn who_only_won_or_only_lost_has_no_rating() {
        assert_eq!(ratings(2, &[game(0, 1, 1.0, 0), game(0, 1, 1.0, 1)]), [None, None]);
        let rated = ratings(3, &[game(0, 1, 1.0, 0), game(1, 2, 1.0, 0), game(2, 1, 1.0, 1), game(0, 2, 1.0, 1)]);
        assert!(rated[0].is_none() && rated[1].is_some() && rated[2].is_some());
    }

    #[test]
    fn odds_of_ten_are_four_hundred_points() {
        let games: Vec<Game> =
            (0..11).map(|subject| game(0, 1, if subject < 10 { 1.0 } else { 0.0 }, subject)).collect();
        let rated = ratings(2, &games);
        assert!((rated[0].unwrap().value - 1200.0).abs() < 1e-9 && (rated[1].unwrap().value - 800.0).abs() < 1e-9);
    }

    #[test]
    fn even_games_are_equal_and_not_certain() {
        let rated = ratings(2, &[game(0, 1, 0.5, 0), game(0, 1, 0.5, 1), game(1, 0, 0.5, 2)]);
        assert!((rated[0].unwrap().value - 1000.0).abs() < 1e-9);
        assert!(width(rated[0]) > 100.0);
    }

    #[test]
    fn groups_that_never_scored_against_each_other_have_no_common_scale() {
        let pair = |one, other| [game(one, other, 1.0, 0), game(other, one, 1.0, 1)];
        let mut games = [pair(0, 3), pair(1, 2)].concat();
        // One way between them only: 0 is above 1 by an unknown distance, which must not move either group.
        games.push(game(0, 1, 1.0, 2));
        let rated: Vec<Rating> = ratings(4, &games).into_iter().flatten().collect();
        assert_eq!(rated.iter().map(|rating| rating.group).collect::<Vec<_>>(), [0, 1, 1, 0]);
        assert!(rated.iter().all(|rating| (rating.value - 1000.0).abs() < 1e-9));
    }

    #[test]
    fn one_subject_has_no_interval() {
        let rated = ratings(2, &[game(0, 1, 1.0, 7), game(0, 1, 0.0, 7), game(0, 1, 1.0, 7)]);
        assert!(rated[0].unwrap().value > 1000.0 && rated[0].unwrap().interval.is_none());
    }

    #[test]
    fn games_of_one_subject_count_less_than_games_of_many() {
        let of = |per_subject: usize| -> Vec<Game> {
            (0..60).map(|at| game(0, 1, if at / 6 % 3 == 0 { 0.0 } else { 1.0 }, at / per_subject)).collect()
        };
        assert!(width(ratings(2, &of(6))[0]) > 1.5 * width(ratings(2, &of(1))[0]));
    }

    #[test]
    fn a_long_ladder_converges() {
        // Each beats the next a thousand times to one, so that the ends are 27 units of log-odds apart.
        let mut games = Vec::new();
        for agent in 0..4 {
            games.extend((0..1000).map(|subject| game(agent, agent + 1, 1.0, subject)));
            games.push(game(agent, agent + 1, 0.0, 1000));
        }
        let rated = ratings(5, &games);
        for pair in rated.windows(2) {
            let lead = pair[0].unwrap().value - pair[1].unwrap().value;
            assert!((lead - 400.0 * 1000_f64.log10()).abs() < 1e-6, "{lead}");
        }
    }
}

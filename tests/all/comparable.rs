//! Figures that can be compared across panels, and ranks by a criterion: a real benchmark, ugly cases, what is not there.

use crate::support::corpus::{corpus, corpus_of};
use crate::support::{MemoryArchive, shared};
use pilcrow::Config;
use pilcrow::internals::aggregate::{
    Basis, By, Change, Contest, Criterion, Field, Figures, Interval, Leaderboard, Reading, abilities, answers, contrast,
};
use pilcrow::internals::archive::scan;
use pilcrow::internals::model::Corpus;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn figures(corpus: &Corpus) -> BTreeMap<String, Figures> {
    let field = Field::from_corpus(corpus);
    let board = Leaderboard::over(&field, &field.all(), &Config::default().weights);
    field.agents.iter().map(ToString::to_string).zip(board.agents).collect()
}

fn contest(corpus: &Corpus, criterion: Criterion) -> Contest {
    let field = Field::from_corpus(corpus);
    Contest::over(&field, &field.all(), By::Agent, criterion, &Config::default().weights)
}

/// A run of pull request `number` of a panel with those that failed in brackets; its findings are each found by those named,
/// `+a b` where judged right, `-a` where judged wrong, else judged by nobody.
fn run(number: usize, panel: &str, findings: &[&str]) -> Value {
    let slugs = |words: &str| words.split_whitespace().map(|agent| json!({"agent": agent})).collect::<Vec<_>>();
    let reviewers: Vec<Value> = panel
        .split_whitespace()
        .map(|word| match word.strip_prefix('(') {
            Some(failed) => json!({"agent": failed.trim_end_matches(')'), "status": "failed"}),
            None => json!({"agent": word}),
        })
        .collect();
    let finding = |(at, found_by): (usize, &&str)| {
        let mut finding = json!({"id": format!("I{at}"), "severity": "important", "title": format!("finding {at}"),
               "found_by": slugs(found_by.trim_start_matches(['-', '+']))});
        match found_by.chars().next() {
            Some('-') => finding["assessment"] = "false-positive".into(),
            Some('+') => finding["assessment"] = "confirmed".into(),
            _ => {}
        }
        finding
    };
    let findings: Vec<Value> = findings.iter().enumerate().map(finding).collect();
    json!({"format": "pilcrow-review/1", "id": format!("run-{number}"), "date": format!("2026-01-{:02}", 1 + number % 28),
           "subject": {"repository": "o/n", "pull_request": number + 1}, "reviewers": reviewers, "findings": findings})
}

#[test]
fn who_reviews_alone_is_not_ahead_by_it() {
    // b finds two of four things beside a, and everything that it knows of where it is alone.
    let mut runs: Vec<Value> =
        (0..8).map(|number| run(number, "a b c", &["a b c", "a c", "a c", "a b", "b"])).collect();
    runs.extend((8..40).map(|number| run(number, "b", &["b", "b"])));
    let corpus = corpus(&runs);
    let all = figures(&corpus);
    assert!(all["b"].recall.unwrap().value > 0.8 && all["a"].recall.unwrap().value <= 0.8);
    let of_others = |agent: &str| all[agent].recall_of_others.map(|of| (of.hits, of.out_of));
    assert_eq!(of_others("a"), Some((32, 40)), "what b or c found, of which it misses what only b found");
    assert_eq!(of_others("b"), Some((16, 32)), "of what only b found nothing counts for it");
    let contest = contest(&corpus, Criterion::RecallOfOthers);
    assert_eq!(contest.order(), [0, 2, 1]);
    assert!(contest.duels.iter().any(|duel| duel.of == [0, 1] && duel.reading() == Reading::Better(0)));
}

#[test]
fn panels_of_one_have_no_recall_of_others() {
    let runs: Vec<Value> = (0..9).map(|number| run(number, "a (b)", &["a", "a"])).collect();
    let corpus = corpus(&runs);
    assert_eq!(figures(&corpus)["a"].recall_of_others, None);
    for criterion in Criterion::ALL {
        let contest = contest(&corpus, criterion);
        assert_eq!((&contest.ranks[..], contest.duels.len()), (&[None, None][..], 0), "{criterion:?}");
    }
}

#[test]
fn one_judgement_says_nothing_of_what_nobody_judged() {
    let mut runs = vec![run(0, "a b", &["+a b", "a", "b", "a b", "b", "a", "a"])];
    let all = figures(&corpus(&runs));
    for agent in ["a", "b"] {
        let judged = all[agent].judged_precision.unwrap();
        assert_eq!((judged.hits, judged.out_of, judged.interval_of_enough(), all[agent].kept), (1, 1, None, None));
    }
    runs.extend((1..9).map(|number| run(number, "a b", &["a", "b", "a b"])));
    let corpus = corpus(&runs);
    assert_eq!(contest(&corpus, Criterion::Precision).basis, Basis::Kept, "one change of nine is judged");
    for criterion in [Criterion::Precision, Criterion::F1] {
        let contest = contest(&corpus, criterion);
        assert!(contest.values.iter().all(Option::is_none) && contest.ranks == [None, None], "{contest:?}");
    }
}

#[test]
fn nothing_to_find_ranks_nobody() {
    let runs: Vec<Value> = (0..9).map(|number| run(number, "a b c", &["-a", "-b"])).collect();
    let corpus = corpus(&runs);
    for criterion in Criterion::ALL {
        let contest = contest(&corpus, criterion);
        assert!(contest.ranks.iter().all(Option::is_none) && contest.duels.is_empty(), "{criterion:?}");
    }
    let field = Field::from_corpus(&corpus);
    let board = Leaderboard::over(&field, &field.all(), &Config::default().weights);
    for criterion in Criterion::RANKING {
        let contest = board.contest(criterion);
        assert!(contest.ranks.iter().all(Option::is_none), "{contest:?}");
    }
}

#[test]
fn what_an_agent_had_rejected_counts_once() {
    let wrong = |number: usize| ["-a"; 7][..number].to_vec();
    let of = |number: usize| run(number, "a b", &[wrong(number), vec!["+a b", "+b", "+a"]].concat());
    let runs: Vec<Value> = (0..8).map(of).collect();
    let measured = contest(&corpus(&runs), Criterion::F1).value(0).unwrap();
    // Two of three found, so many rejected: 2·2 / (2 + 3 + rejected).
    let mut changes = [Change::default(); 8];
    for (rejected, change) in changes.iter_mut().enumerate() {
        change.add([2.0, 2.0, 0.0, 1.0], 2);
        change.add([0.0, 1.0, 0.0, 1.0], 1 + rejected);
    }
    let one_each = [[2.0, 2.0, 0.0, 1.0], [0.0, 1.0, 0.0, 2.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]];
    let expected = contrast(&changes, &one_each).unwrap();
    let interval = expected.spread.unwrap().interval(expected.value, 0.95);
    let seen = measured.interval.unwrap();
    assert!((measured.value - expected.value).abs() < 1e-12, "{measured:?} {expected:?}");
    assert!(
        (seen.low - interval.low).abs() < 1e-12 && (seen.high - interval.high).abs() < 1e-12,
        "{seen:?} {interval:?}"
    );
}

/// Of five reviews in which a finds from none to three important things, five points each, and b another.
#[test]
fn scores_are_as_unsure_as_their_long_tails_make_them() {
    let found = [0, 0, 1, 1, 3];
    let of = |number: usize| run(number, "a b", &[&["+b"], &["+a"; 3][..found[number]]].concat());
    let contest = contest(&corpus(&(0..5).map(of).collect::<Vec<_>>()), Criterion::Score);
    let (alone, duel) = (contest.value(0).unwrap(), contest.duel(0, 1).unwrap());
    assert!((alone.value - 5.0).abs() < 1e-12 && duel.value.abs() < 1e-12);
    // Σ (x − x̄)² = 25 + 25 + 0 + 0 + 100; divided by K² and by 1 − 1/K, squared, that is CR3.
    let cr3 = (150.0_f64 / 25.0 / 0.8 / 0.8).sqrt();
    let spread = duel.spread.unwrap();
    assert!((spread.between - cr3).abs() < 1e-12, "{spread:?}");
    let half = (5.0_f64 / 4.0).sqrt() * spread.half(0.95);
    let interval = alone.interval.unwrap();
    assert!((interval.high - 5.0 - half).abs() < 1e-9 && (5.0 - interval.low - half).abs() < 1e-9, "{interval:?}");
}

#[test]
fn what_is_detectable_is_half_the_interval_and_the_quantile_of_power() {
    for (corpus, _) in made_up() {
        for criterion in Criterion::ALL {
            for duel in contest(&corpus, criterion).duels {
                let (spread, alone) = (duel.spread.unwrap(), duel.alone.unwrap());
                let power = duel.detectable().unwrap() - spread.half(0.95);
                assert!((power - 0.841_621_233_572_914 * spread.between.max(spread.independent)).abs() < 1e-12);
                let is_cut = alone.low <= -1.0 || alone.high >= 1.0;
                assert!(
                    is_cut && criterion != Criterion::Score
                        || (alone.high - duel.value - spread.half(0.95)).abs() < 1e-12
                );
            }
        }
    }
}

#[test]
fn what_was_lost_stands_beside_what_was_found() {
    let mut first = run(0, "a b", &["+a"]);
    first["findings"][0]["resolution"] = json!({"action": "fixed"});
    first["metrics"] = json!([{"agent": "a", "cost_usd": 2.0}, {"agent": "b", "cost_usd": 1.0}]);
    let mut second = run(1, "(a) b", &["b"]);
    second["metrics"] = json!([{"agent": "a", "cost_usd": 3.0}]);
    let unresolved = figures(&corpus(&[first.clone(), second.clone()]));
    assert_eq!(unresolved["a"].cost_per_acted_on, Some(2.0), "what the second run led to is not known");
    second["findings"][0]["resolution"] = json!({"action": "declined"});
    let all = figures(&corpus(&[first, second]));
    let (a, b) = (&all["a"], &all["b"]);
    assert_eq!((a.reviews, a.failures, a.empty), (1, 1, 0));
    assert_eq!((b.reviews, b.failures, b.empty), (2, 0, 1));
    assert_eq!((a.cost, a.cost_per_acted_on, b.cost_per_acted_on), (Some(2.0), Some(5.0), None));
}

#[test]
fn medians_of_time_are_over_changes() {
    let mut runs = Vec::new();
    for round in 0..7 {
        let mut run = run(1, "a", &["a"]);
        run["id"] = json!(format!("round-{round}"));
        run["metrics"] = json!([{"agent": "a", "duration_seconds": 100.0 + f64::from(round)}]);
        runs.push(run);
    }
    let mut other = run(2, "a", &["a"]);
    other["metrics"] = json!([{"agent": "a", "duration_seconds": 203.0}]);
    runs.push(other);
    let by_change = figures(&corpus(&runs))["a"].duration_by_change.unwrap();
    assert_eq!((by_change.value.to_bits(), by_change.count, by_change.interval), (153.0_f64.to_bits(), 2, None));
}

/// The archives that `tests/fixtures/statistics/comparable.py` made up, as corpora, with what it says of them.
fn made_up() -> Vec<(Corpus, Value)> {
    let path = crate::support::root().join("tests/fixtures/statistics/comparable.json");
    let archives: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(archives.len(), 3);
    archives.into_iter().map(|archive| (corpus(&runs_of(&archive)), archive)).collect()
}

fn runs_of(archive: &Value) -> Vec<Value> {
    let agents = |numbers: &Value| -> Vec<Value> {
        numbers.as_array().unwrap().iter().map(|agent| json!({"agent": format!("agent-{agent}")})).collect()
    };
    let finding = |(at, finding): (usize, &Value)| {
        json!({"id": format!("I{at}"), "title": format!("finding {at}"), "severity": finding[0],
               "assessment": finding[1], "found_by": agents(&finding[2])})
    };
    let run = |(at, run): (usize, &Value)| {
        let findings: Vec<Value> = run["findings"].as_array().unwrap().iter().enumerate().map(finding).collect();
        json!({"format": "pilcrow-review/1", "id": format!("run-{at}"), "date": "2026-01-05",
               "subject": {"repository": "o/n", "pull_request": run["change"]},
               "reviewers": agents(&run["panel"]), "findings": findings})
    };
    archive["runs"].as_array().unwrap().iter().enumerate().map(run).collect()
}

#[track_caller]
fn close(computed: f64, expected: &Value, what: &dyn std::fmt::Debug) {
    let expected = expected.as_f64().unwrap();
    assert!((computed - expected).abs() <= 1e-8 * expected.abs().max(1.0), "{computed} is not {expected} in {what:?}");
}

#[test]
fn contests_are_those_of_an_independent_reckoning() {
    for (corpus, expected) in made_up() {
        for expected in expected["contests"].as_array().unwrap() {
            let criterion = Criterion::ALL.into_iter().find(|of| of.word() == expected["criterion"]).unwrap();
            let contest = contest(&corpus, criterion);
            let duels = expected["duels"].as_array().unwrap();
            assert_eq!((contest.duels.len(), contest.basis), (duels.len(), Basis::Judged));
            for (duel, expected) in contest.duels.iter().zip(duels) {
                assert_eq!(json!([duel.of, duel.changes]), json!([expected["of"], expected["changes"]]));
                close(duel.value, &expected["value"], duel);
                close(duel.p.unwrap(), &expected["p"], duel);
                close(duel.corrected.unwrap(), &expected["corrected"], duel);
                for (interval, expected) in [(duel.alone, &expected["alone"]), (duel.interval, &expected["interval"])] {
                    close(interval.unwrap().low, &expected[0], duel);
                    close(interval.unwrap().high, &expected[1], duel);
                }
            }
            for (rank, expected) in contest.ranks.iter().zip(expected["ranks"].as_array().unwrap()) {
                let rank = rank.unwrap();
                assert_eq!(json!([rank.best, rank.worst]), *expected, "{criterion:?}");
            }
        }
    }
}

#[test]
fn abilities_are_those_of_statsmodels() {
    for (corpus, expected) in made_up() {
        let field = Field::from_corpus(&corpus);
        let abilities = abilities(field.agents.len(), &answers(&field.all(), By::Agent));
        for (at, ability) in abilities.into_iter().enumerate() {
            let (ability, expected) = (ability.unwrap(), &expected["abilities"]);
            close(ability.value, &expected["values"][at], &ability);
            // The information of statsmodels is a numerical derivative.
            let half = expected["half"][at].as_f64().unwrap();
            assert!((ability.interval.high - ability.value - half).abs() < 1e-6 * half, "{ability:?} {half}");
            assert!((ability.value - ability.interval.low - half).abs() < 1e-6 * half, "{ability:?} {half}");
        }
    }
}

fn martian() -> Option<Corpus> {
    let folder = shared("data/martian/reviews")?;
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())
    });
    Some(corpus_of(files.collect()))
}

#[test]
fn a_real_benchmark_is_ranked_by_each_criterion() {
    let Some(corpus) = martian() else { return };
    let field = Field::from_corpus(&corpus);
    let number = |agent: &str| field.agents.iter().position(|slug| slug.as_str() == agent).unwrap();
    let (augment, copilot) = (number("augment"), number("copilot"));
    let duel = |criterion| {
        let contest = contest(&corpus, criterion);
        *contest.duels.iter().find(|duel| duel.of == [augment, copilot]).unwrap()
    };
    assert_eq!(duel(Criterion::RecallOfOthers).reading(), Reading::Alike);
    assert_eq!(duel(Criterion::Recall).reading(), Reading::Alike);
    let f1 = duel(Criterion::F1);
    let alone = f1.alone.unwrap();
    assert!((f1.value - 0.1317).abs() < 5e-5 && ((alone.high - alone.low) / 2.0 - 0.069).abs() < 0.002, "{f1:?}");
    for criterion in Criterion::ALL {
        let contest = contest(&corpus, criterion);
        assert_eq!((contest.basis, contest.duels.len()), (Basis::Judged, 66));
        assert!(contest.ranks.iter().all(Option::is_some));
    }
    let abilities: Vec<f64> = abilities(field.agents.len(), &answers(&field.all(), By::Agent))
        .into_iter()
        .map(|ability| ability.unwrap().value)
        .collect();
    let graphite = number("graphite");
    assert!(abilities.iter().all(|ability| (abilities[graphite]..=abilities[augment]).contains(ability)));
}

#[test]
fn no_runs_and_one_run_say_nothing_of_anyone() {
    let one = [
        run(0, "a", &["a"]),
        run(0, "(a) (b)", &["", ""]),
        run(0, "a b", &[]),
        run(0, "a b c", &["+a b", "-c", "a c"]),
    ];
    for runs in std::iter::once(Vec::new()).chain(one.map(|run| vec![run])) {
        let corpus = corpus(&runs);
        let field = Field::from_corpus(&corpus);
        for criterion in Criterion::ALL {
            let contest = contest(&corpus, criterion);
            assert!(contest.ranks.iter().all(Option::is_none), "{runs:?}");
            assert!(contest.values.iter().flatten().all(|value| value.interval.is_none()), "{runs:?}");
            assert!(contest.duels.iter().all(|duel| duel.reading() == Reading::NotEnough && duel.interval.is_none()));
        }
        let abilities = abilities(field.agents.len(), &answers(&field.all(), By::Agent));
        assert!(abilities.iter().all(Option::is_none), "{abilities:?}");
    }
}

/// Archives of a few runs of up to four agents, on whose panels each is, failed or is not, with findings of any of them that
/// somebody judged or not, and what was recorded of some.
fn ugly() -> impl Strategy<Value = Vec<Value>> {
    let finding = (0..3_u8, 0..16_u8, 0..3_usize);
    let one = (
        proptest::collection::vec(0..3_u8, 4),
        proptest::collection::vec(finding, 0..6),
        1..8_usize,
        prop_oneof![Just(None), Just(Some(0)), Just(Some(1_000_000_000_u64)), (0..4_u64).prop_map(Some)],
    );
    proptest::collection::vec(one, 0..14).prop_map(|runs| runs.into_iter().enumerate().map(ugly_run).collect())
}

type Ugly = (Vec<u8>, Vec<(u8, u8, usize)>, usize, Option<u64>);

fn ugly_run((at, (panel, findings, change, recorded)): (usize, Ugly)) -> Value {
    let names = ["a", "b", "c", "d"];
    let on = |agent: usize| agent == 0 || panel[agent] > 0;
    let words: Vec<String> = (0..4)
        .filter(|agent| on(*agent))
        .map(|agent| if panel[agent] == 1 { format!("({})", names[agent]) } else { names[agent].to_owned() })
        .collect();
    let found = |(judged, by, _): &(u8, u8, usize)| {
        let by: Vec<&str> =
            (0..4).filter(|agent| on(*agent) && by >> agent & 1 == 1).map(|agent| names[agent]).collect();
        format!("{}{}", ["", "+", "-"][usize::from(*judged)], by.join(" "))
    };
    let texts: Vec<String> = findings.iter().map(found).collect();
    let mut run = run(change, &words.join(" "), &texts.iter().map(String::as_str).collect::<Vec<_>>());
    run["id"] = json!(format!("run-{at}"));
    for (finding, (_, _, severity)) in run["findings"].as_array_mut().unwrap().iter_mut().zip(&findings) {
        finding["severity"] = json!(["critical", "important", "concern"][*severity]);
    }
    if let Some(recorded) = recorded {
        run["metrics"] = json!([{"agent": "a", "dropped": recorded, "cost_usd": recorded, "duration_seconds": 1}]);
    }
    run
}

fn is_ordered(interval: Option<Interval>, value: f64) -> bool {
    value.is_finite()
        && interval.is_none_or(|Interval { low, high }| {
            low.is_finite() && high.is_finite() && low <= value && value <= high && low < high
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_archive_holds_its_figures_are_numbers_and_its_readings_their_intervals(runs in ugly()) {
        let files = runs.iter().map(|run| (format!("{}.json", run["id"].as_str().unwrap()), run.to_string().into_bytes()));
        let corpus = scan(&MemoryArchive(files.collect()), None, &|| {}).value;
        let field = Field::from_corpus(&corpus);
        for criterion in Criterion::ALL {
            let contest = contest(&corpus, criterion);
            for measured in contest.values.iter().flatten() {
                prop_assert!(is_ordered(measured.interval, measured.value), "{:?} {:?}", criterion, measured);
                prop_assert!(measured.changes > 0 && (measured.interval.is_none() || measured.changes >= 3));
            }
            for duel in &contest.duels {
                prop_assert!(is_ordered(duel.interval, duel.value) && is_ordered(duel.alone, duel.value), "{:?}", duel);
                let leaves_out_zero = duel.interval.map(|interval| interval.low > 0.0 || interval.high < 0.0);
                let reads = match duel.reading() {
                    Reading::NotEnough => None,
                    Reading::Alike => Some(false),
                    Reading::Better(_) => Some(true),
                };
                prop_assert_eq!(leaves_out_zero, reads, "{:?}", duel);
                prop_assert!(reads.is_none() || duel.changes >= 5);
            }
            let ranked = contest.ranks.iter().flatten().count();
            prop_assert!(contest.ranks.iter().flatten().all(|rank| 1 <= rank.best && rank.best <= rank.worst && rank.worst <= ranked));
            for (rank, measured) in contest.ranks.iter().zip(&contest.values) {
                prop_assert!(rank.is_none() || measured.is_some(), "a rank without a value by {:?}", criterion);
            }
        }
        for ability in abilities(field.agents.len(), &answers(&field.all(), By::Agent)).iter().flatten() {
            prop_assert!(is_ordered(Some(ability.interval), ability.value) && ability.subjects >= 5);
        }
        for figures in figures(&corpus).values() {
            prop_assert!(figures.cost_per_acted_on.is_none_or(f64::is_finite));
            prop_assert!(figures.recall_per_change.is_none_or(|mean| is_ordered(mean.interval, mean.value)));
            prop_assert!(figures.recall_of_others.is_none_or(|of| of.out_of > 0 && is_ordered(Some(of.interval), of.value)));
        }
    }

    /// What nobody judged is no judgement, and what only one reviewed has no others: without either there is no figure.
    #[test]
    fn without_what_it_rests_on_there_is_no_figure(runs in ugly()) {
        let mut unjudged = runs.clone();
        for run in &mut unjudged {
            for finding in run["findings"].as_array_mut().unwrap() {
                finding.as_object_mut().unwrap().remove("assessment");
            }
            run.as_object_mut().unwrap().remove("metrics");
        }
        let corpus = corpus(&unjudged);
        prop_assert!(figures(&corpus).values().all(|of| of.judged_precision.is_none() && of.kept.is_none()));
        for criterion in [Criterion::Precision, Criterion::F1, Criterion::Score] {
            let contest = contest(&corpus, criterion);
            prop_assert!(contest.values.iter().all(Option::is_none) && contest.duels.is_empty(), "{:?}", contest);
        }
    }
}

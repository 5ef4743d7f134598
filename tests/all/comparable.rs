//! Figures that can be compared across panels, and ranks by a criterion: a real benchmark, ugly cases, what is not there.

use crate::support::{MemoryArchive, shared};
use pilcrow::Config;
use pilcrow::internals::aggregate::{Basis, By, Contest, Criterion, Field, Figures, Leaderboard, Reading};
use pilcrow::internals::archive::scan;
use pilcrow::internals::model::Corpus;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn corpus_of(files: BTreeMap<String, Vec<u8>>) -> Corpus {
    let checked = scan(&MemoryArchive(files), None, &|| {});
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
    checked.value
}

fn corpus(runs: &[Value]) -> Corpus {
    let file = |run: &Value| (format!("{}.json", run["id"].as_str().unwrap()), run.to_string().into_bytes());
    corpus_of(runs.iter().map(file).collect())
}

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
fn nothing_to_find_ranks_and_rates_nobody() {
    let runs: Vec<Value> = (0..9).map(|number| run(number, "a b c", &["-a", "-b"])).collect();
    let corpus = corpus(&runs);
    for criterion in Criterion::ALL {
        let contest = contest(&corpus, criterion);
        assert!(contest.ranks.iter().all(Option::is_none) && contest.duels.is_empty(), "{criterion:?}");
    }
    let field = Field::from_corpus(&corpus);
    let board = Leaderboard::over(&field, &field.all(), &Config::default().weights);
    assert!(board.ranks.iter().all(Option::is_none), "{:?}", board.ranks);
    assert!(board.ratings.iter().all(Option::is_none), "{:?}", board.ratings);
}

#[test]
fn what_was_lost_stands_beside_what_was_found() {
    let mut first = run(0, "a b", &["+a"]);
    first["findings"][0]["resolution"] = json!({"action": "fixed"});
    first["metrics"] = json!([{"agent": "a", "cost_usd": 2.0}, {"agent": "b", "cost_usd": 1.0}]);
    let mut second = run(1, "(a) b", &["b"]);
    second["metrics"] = json!([{"agent": "a", "cost_usd": 3.0}]);
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
        println!("{criterion:?} {:?}", contest.basis);
        for at in contest.order() {
            println!("  {} {:?} {:?}", field.agents[at], contest.values[at], contest.ranks[at]);
        }
        assert!(contest.ranks.iter().all(Option::is_some));
    }
    println!("{f1:?}");
}

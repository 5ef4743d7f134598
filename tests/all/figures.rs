//! Figures of agents from whole archives: a real benchmark, ugly cases, and what was not recorded.

#![allow(clippy::float_cmp, reason = "a test means exactly the number that it names")]

use crate::support::corpus::{corpus, corpus_of};
use crate::support::shared;
use pilcrow::internals::aggregate::{
    By, Criterion, Field, Figures, Leaderboard, Rank, Reading, best, gains, missed_by_severity, model_changes, panels,
};
use pilcrow::internals::model::Corpus;
use pilcrow::{Config, Weights};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn weights() -> Weights {
    Config::default().weights
}

/// The figures of each agent by its slug.
fn figures(corpus: &Corpus) -> BTreeMap<String, Figures> {
    let field = Field::from_corpus(corpus);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    field.agents.iter().map(ToString::to_string).zip(board.agents).collect()
}

/// By recall of others, which ranks unless another criterion is chosen.
fn ranks(board: &Leaderboard) -> &[Option<Rank>] {
    &board.contest(Criterion::default()).ranks
}

/// A run of pull request `number` whose findings are each found by those named, in words such as `a b` or `-a` for a
/// false positive of a.
fn run(number: usize, panel: &str, findings: &[&str]) -> Value {
    let slugs = |words: &str| words.split_whitespace().map(|agent| json!({"agent": agent})).collect::<Vec<_>>();
    let finding = |(at, found_by): (usize, &&str)| {
        let assessment = if found_by.starts_with('-') { "false-positive" } else { "confirmed" };
        json!({"id": format!("I{at}"), "severity": "important", "title": format!("finding {at}"),
               "assessment": assessment, "found_by": slugs(found_by.trim_start_matches('-'))})
    };
    let findings: Vec<Value> = findings.iter().enumerate().map(finding).collect();
    json!({"format": "pilcrow-review/1", "id": format!("run-{number}"), "date": format!("2026-01-{:02}", 1 + number % 28),
           "subject": {"repository": "o/n", "pull_request": number}, "reviewers": slugs(panel), "findings": findings})
}

#[test]
fn the_figures_of_a_real_benchmark_are_its_own() {
    let Some(folder) = shared("data/martian") else { return };
    let expected: Value = serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let files = std::fs::read_dir(folder.join("reviews")).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())
    });
    let corpus = corpus_of(files.collect());
    let field = Field::from_corpus(&corpus);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    let names: BTreeMap<&str, &str> =
        corpus.runs.iter().flat_map(|run| &run.reviewers).map(|r| (r.agent.as_str(), r.display_name())).collect();
    assert_eq!(field.agents.len(), expected.as_object().unwrap().len());
    for (agent, figures) in field.agents.iter().zip(&board.agents) {
        let expected = &expected[names[agent.as_str()]];
        let count = |key: &str| usize::try_from(expected[key].as_u64().unwrap()).unwrap();
        assert_eq!(
            (figures.found, figures.rejected, figures.pool - figures.found, figures.reviews),
            (count("tp"), Some(count("fp")), count("fn"), count("reviews")),
            "{agent}"
        );
        for (value, key) in [
            (figures.precision.unwrap().value, "precision"),
            (figures.recall.unwrap().value, "recall"),
            (figures.f.unwrap().0, "f1"),
        ] {
            assert!((value - expected[key].as_f64().unwrap()).abs() < 1e-12, "{agent} {key}");
        }
    }
    assert_eq!(board.pairs.len(), 12 * 11 / 2);
    assert!(ranks(&board).iter().all(Option::is_some));
}

#[test]
fn no_runs_and_one_run_and_one_agent() {
    assert!(figures(&Corpus::default()).is_empty());
    let nothing = Leaderboard::over(&Field::default(), &[], &weights());
    assert_eq!((nothing.order().len(), nothing.pairs.len()), (0, 0));

    let corpus = corpus(&[run(1, "a", &["a", "a", "", "-a"])]);
    let a = &figures(&corpus)["a"];
    assert_eq!((a.reviews, a.found, a.pool, a.rejected, a.solo), (1, 2, 3, Some(1), 2));
    assert_eq!(a.recall.unwrap().value, 2.0 / 3.0);
    assert_eq!(a.precision.unwrap().value, 2.0 / 3.0);
    assert_eq!((a.duration, a.cost, a.acted_on, a.rated), (None, None, None, [0; 3]));
    let field = Field::from_corpus(&corpus);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    assert_eq!((ranks(&board), board.pairs.len()), (&[None][..], 0));
    assert_eq!(missed_by_severity(&field.all()), []);
    assert_eq!(panels(&field.all()).0.len(), 1);
}

#[test]
fn an_agent_that_never_found_anything_has_zero_and_not_nothing() {
    let runs: Vec<Value> = (1..=6).map(|number| run(number, "a b", &["a", "a"])).collect();
    let all = figures(&corpus(&runs));
    let b = &all["b"];
    assert_eq!((b.found, b.recall.unwrap().value, b.rejected), (0, 0.0, Some(0)));
    assert_eq!((b.precision, b.solo_share, b.f), (None, None, None));
    assert!(b.recall.unwrap().interval.high < 0.5 && all["a"].recall.unwrap().interval.low > 0.5);
}

#[test]
fn an_agent_whose_findings_are_all_false_has_a_precision_of_zero() {
    let runs: Vec<Value> = (1..=6).map(|number| run(number, "a b", &["a", "-b", "-b"])).collect();
    let b = &figures(&corpus(&runs))["b"];
    assert_eq!((b.found, b.rejected, b.precision.unwrap().value, b.f.unwrap().0), (0, Some(12), 0.0, 0.0));
}

#[test]
fn a_failed_agent_is_not_on_the_panel() {
    let mut runs: Vec<Value> = (1..=3).map(|number| run(number, "a b", &["a", "b", "a b"])).collect();
    for run in &mut runs {
        run["reviewers"][1]["status"] = json!("failed");
    }
    let all = figures(&corpus(&runs));
    let b = &all["b"];
    assert_eq!((b.reviews, b.failures, b.found, b.pool, b.recall), (0, 3, 0, 0, None));
    assert_eq!((all["a"].solo, all["a"].found, all["a"].pool), (6, 6, 9), "its credits count for nobody");
    for run in &mut runs {
        run["reviewers"][0]["status"] = json!("failed");
    }
    let corpus = corpus(&runs);
    let field = Field::from_corpus(&corpus);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    assert!(ranks(&board).iter().all(Option::is_none) && board.agents.iter().all(|figures| figures.reviews == 0));
    assert_eq!(board.order(), [0, 1]);
}

#[test]
fn agents_that_never_met_are_no_rivals() {
    let mut runs: Vec<Value> = (1..=8).map(|number| run(number, "a b", &["a", "a b", "b", "a"])).collect();
    runs.extend((11..=18).map(|number| run(number, "c d", &["c d", "d", "c"])));
    let corpus = corpus(&runs);
    let field = Field::from_corpus(&corpus);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    assert_eq!(board.pairs.iter().map(|pair| pair.of).collect::<Vec<_>>(), [[0, 1], [2, 3]]);
    assert!(board.pair(0, 2).is_none());
    let ranks = ranks(&board);
    assert!(ranks.iter().all(|rank| rank.is_some_and(|rank| rank.worst == 4)), "{ranks:?}");
    assert!(ranks[0].is_some_and(|rank| rank.best <= 2) && ranks[2].is_some_and(|rank| rank.best <= 2), "{ranks:?}");
}

#[test]
fn agents_that_cannot_be_told_apart_share_their_ranks() {
    let runs: Vec<Value> = (1..=10).map(|number| run(number, "a b", &["a", "b"])).collect();
    let field_of = corpus(&runs);
    let field = Field::from_corpus(&field_of);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    assert_eq!(ranks(&board), [Some(Rank { best: 1, worst: 2 }); 2]);
    assert_eq!(board.pairs[0].reading(), Reading::Alike);

    let runs: Vec<Value> = (1..=10).map(|number| run(number, "a b", &["b", "b", "b a"])).collect();
    let better = corpus(&runs);
    let field = Field::from_corpus(&better);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    assert_eq!(ranks(&board), [Some(Rank { best: 2, worst: 2 }), Some(Rank { best: 1, worst: 1 })]);
    assert_eq!((board.pairs[0].reading(), board.pairs[0].turned().reading()), (Reading::Better(1), Reading::Better(0)));
    assert_eq!(board.order(), [1, 0]);

    let few = corpus(&runs[..4]);
    let field = Field::from_corpus(&few);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    assert_eq!((ranks(&board), board.pairs[0].reading()), (&[None, None][..], Reading::NotEnough));
}

#[test]
fn rounds_of_one_change_are_one_subject() {
    let mut runs: Vec<Value> = (1..=6).map(|number| run(number, "a b", &["b", "b", "b a"])).collect();
    for run in &mut runs {
        run["subject"]["pull_request"] = json!(1);
    }
    let corpus = corpus(&runs);
    let field = Field::from_corpus(&corpus);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    assert_eq!((board.reviews, board.subjects, board.pairs[0].subjects), (6, 1, 1));
    assert_eq!(ranks(&board), [None, None]);
}

/// A finding that nobody rated stands somewhere on its page, which is no severity.
#[test]
fn statistics_by_severity_leave_out_what_nobody_rated() {
    let mut one = run(1, "a b", &["a", "a b", "b"]);
    one["findings"][0]["tags"] = json!(["unrated"]);
    one["findings"][0]["severity"] = json!("critical");
    let figures = figures(&corpus(&[one]));
    let of = |agent: &str| {
        let figures = &figures[agent];
        (figures.found, figures.pool, figures.by_severity[0], figures.by_severity[1], figures.unrated)
    };
    assert_eq!(of("a"), (2, 3, (0, 0), (1, 2), (1, 1)));
    assert_eq!(of("b"), (2, 3, (0, 0), (2, 2), (0, 1)));
    assert_eq!(figures["a"].score, Some(5.0), "what nobody rated weighs nothing");
}

#[test]
fn versions_are_an_agent_with_a_model_and_an_effort() {
    let mut runs: Vec<Value> = (1..=4).map(|number| run(number, "a b", &["a"])).collect();
    for (at, run) in runs.iter_mut().enumerate() {
        run["reviewers"][0]["model"] = json!(if at < 2 { "A 1" } else { "A 2" });
        run["reviewers"][0]["effort"] = json!(if at == 3 { "high" } else { "low" });
    }
    let corpus = corpus(&runs);
    let field = Field::from_corpus(&corpus);
    let board = Leaderboard::over(&field, &field.all(), &weights());
    let versions: Vec<_> = field
        .versions
        .iter()
        .zip(&board.versions)
        .map(|(version, figures)| (version.agent, version.model, version.effort, figures.reviews))
        .collect();
    assert_eq!(
        versions,
        [
            (0, Some("A 2"), Some("high"), 1),
            (0, Some("A 2"), Some("low"), 1),
            (0, Some("A 1"), Some("low"), 2),
            (1, None, None, 4)
        ]
    );
    let changes = model_changes(&field, &field.all(), 0);
    assert_eq!(changes.iter().map(|(_, model)| *model).collect::<Vec<_>>(), ["A 2"]);
    assert_eq!(field.len(By::Version), 4);
}

#[test]
fn an_agent_that_goes_back_to_a_model_has_changed_it_again() {
    let models = [None, Some("A 1"), None, Some("A 1"), Some("A 2"), None, Some("A 1"), Some("A 1"), Some("A 2")];
    let mut runs: Vec<Value> = (1..=models.len()).map(|number| run(number, "a b", &["a"])).collect();
    for (run, model) in runs.iter_mut().zip(models) {
        if let Some(model) = model {
            run["reviewers"][0]["model"] = json!(model);
        }
    }
    let corpus = corpus(&runs);
    let field = Field::from_corpus(&corpus);
    let changes = model_changes(&field, &field.all(), 0);
    let days: Vec<(String, &str)> = changes.iter().map(|(day, model)| (day.to_string(), *model)).collect();
    let told: Vec<(&str, &str)> = days.iter().map(|(day, model)| (day.as_str(), *model)).collect();
    assert_eq!(told, [("2026-01-06", "A 2"), ("2026-01-08", "A 1"), ("2026-01-10", "A 2")]);
    assert!(model_changes(&field, &field.all(), 1).is_empty());
}

#[test]
fn a_panel_covers_what_any_of_its_members_found() {
    let runs: Vec<Value> = (1..=6).map(|number| run(number, "a b c", &["a", "b", "a b", "c", ""])).collect();
    let corpus = corpus(&runs);
    let field = Field::from_corpus(&corpus);
    let (all, size) = panels(&field.all());
    let covered: Vec<(Vec<usize>, f64)> =
        all.iter().map(|panel| (panel.members.clone(), panel.coverage.unwrap().value)).collect();
    let expected: [(&[usize], f64); 7] =
        [(&[0], 0.4), (&[0, 1], 0.6), (&[0, 1, 2], 0.8), (&[0, 2], 0.6), (&[1], 0.4), (&[1, 2], 0.6), (&[2], 0.2)];
    assert_eq!(size, 3);
    assert_eq!(covered, expected.map(|(members, value)| (members.to_vec(), value)));
    let best: Vec<&[usize]> = best(&all).into_iter().map(|at| &all[at].members[..]).collect();
    assert_eq!(best, [&[0][..], &[0, 1], &[0, 1, 2]]);
    let gains = gains(&field.all(), &[0]);
    assert_eq!(gains.iter().map(|gain| (gain.agent, gain.share.value)).collect::<Vec<_>>(), [(1, 0.2), (2, 0.2)]);
    // Of 24 that panels of three found, 18 by one alone and 6 by two: 2/3 · 18 · 17 / (2 · 7).
    let missed = missed_by_severity(&field.all())[0];
    assert_eq!((missed.found, missed.changes), (24, 6));
    assert!((missed.value - 2.0 / 3.0 * 18.0 * 17.0 / 14.0).abs() < 1e-12, "{missed:?}");
}

/// Six runs with everything recorded.
fn recorded() -> Vec<Value> {
    let mut runs: Vec<Value> = (1..=6).map(|number| run(number, "a b", &["a", "b", "a b", "-a", "-b", ""])).collect();
    for (at, run) in runs.iter_mut().enumerate() {
        let figure = |agent: &str, more: usize| {
            json!({"agent": agent, "duration_seconds": 100 + 10 * at + more, "cost_usd": 1 + at,
                   "false_positives": at % 3, "dropped": more})
        };
        run["metrics"] = json!([figure("a", 0), figure("b", 1)]);
        for finding in run["findings"].as_array_mut().unwrap() {
            finding["resolution"] = json!({"action": if at % 2 == 0 { "fixed" } else { "declined" }});
            for credit in finding["found_by"].as_array_mut().unwrap() {
                credit["severity"] = json!("critical");
            }
        }
    }
    runs
}

/// What rests on a recorded field.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Recorded {
    Duration,
    Cost,
    Resolution,
    OwnSeverity,
    Rejected,
}

const ALL_RECORDED: [Recorded; 5] =
    [Recorded::Duration, Recorded::Cost, Recorded::Resolution, Recorded::OwnSeverity, Recorded::Rejected];

fn remove(run: &mut Value, field: Recorded) {
    let names: &[&str] = match field {
        Recorded::Duration => &["duration_seconds"],
        Recorded::Cost => &["cost_usd"],
        Recorded::Rejected => &["false_positives", "dropped"],
        Recorded::Resolution | Recorded::OwnSeverity => &[],
    };
    for metrics in run["metrics"].as_array_mut().unwrap() {
        for name in names {
            metrics.as_object_mut().unwrap().remove(*name);
        }
    }
    for finding in run["findings"].as_array_mut().unwrap() {
        if field == Recorded::Resolution {
            finding.as_object_mut().unwrap().remove("resolution");
        }
        for credit in finding["found_by"].as_array_mut().unwrap() {
            if field == Recorded::OwnSeverity {
                credit.as_object_mut().unwrap().remove("severity");
            }
        }
    }
    // Without any assessment nothing is known to be rejected; the false positives go with it.
    if field == Recorded::Rejected {
        let findings = run["findings"].as_array_mut().unwrap();
        findings.retain(|finding| finding["assessment"] != "false-positive");
        for finding in findings {
            finding.as_object_mut().unwrap().remove("assessment");
        }
    }
}

/// The figures that rest on a field, taken from one reckoning and put into another.
fn exchange(into: &mut Figures, from: &Figures, field: Recorded) {
    match field {
        Recorded::Duration => {
            into.duration = from.duration;
            into.duration_by_change = from.duration_by_change;
            into.per_ten_minutes = from.per_ten_minutes;
        }
        Recorded::Cost => {
            into.cost = from.cost;
            into.cost_per_finding = from.cost_per_finding;
            into.cost_per_grave = from.cost_per_grave;
            into.cost_per_acted_on = from.cost_per_acted_on;
        }
        Recorded::Resolution => {
            into.acted_on = from.acted_on;
            into.cost_per_acted_on = from.cost_per_acted_on;
        }
        Recorded::OwnSeverity => into.rated = from.rated,
        Recorded::Rejected => {
            into.rejected = from.rejected;
            into.judged_by_report = from.judged_by_report;
            into.precision = from.precision;
            into.judged_precision = from.judged_precision;
            into.kept = from.kept;
            into.recall_beside = from.recall_beside;
            into.f = from.precision.zip(into.recall).map(|(precision, recall)| {
                let f = pilcrow::internals::aggregate::f_measure(precision.value, recall.value, 1.0);
                (f, f)
            });
            into.score = from.score;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// What is not recorded is not zero: with a field removed from some runs, every figure that does not rest on it is
    /// what it was, and every figure that does is what the runs that still record it say, or is gone.
    #[test]
    fn removing_a_record_moves_no_figure_towards_zero(which in 0..5_usize, removed in proptest::collection::vec(any::<bool>(), 6)) {
        let field = ALL_RECORDED[which];
        let whole = recorded();
        let mut thinned = whole.clone();
        for (run, _) in thinned.iter_mut().zip(&removed).filter(|(_, removed)| **removed) {
            remove(run, field);
        }
        let left: Vec<Value> =
            whole.iter().zip(&removed).filter(|(_, removed)| !**removed).map(|(run, _)| run.clone()).collect();
        let (before, after, only) = (figures(&corpus(&whole)), figures(&corpus(&thinned)), figures(&corpus(&left)));
        for (agent, before) in before {
            let mut expected = before;
            exchange(&mut expected, only.get(&agent).unwrap_or(&Figures::default()), field);
            prop_assert_eq!(&after[&agent], &expected, "{:?} of {}", field, agent);
        }
    }
}

//! What people say of a finding: what it counts for, who is credited for a duplicate, what is wrong with it, and where it shows.

#![allow(clippy::float_cmp, reason = "a test means exactly the number that it names")]

use crate::support::{MemoryArchive, build_runs};
use pilcrow::internals::aggregate::{Field, Figures, Leaderboard};
use pilcrow::internals::archive::scan;
use pilcrow::{Config, Diagnostic};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A run of a pull request, with this panel, whose findings are these.
fn run(id: &str, pull_request: usize, panel: &str, findings: &[Value]) -> Value {
    let panel: Vec<Value> = panel.split_whitespace().map(|agent| json!({"agent": agent})).collect();
    json!({"format": "pilcrow-review/1", "id": id, "date": "2026-01-05", "subject": {"repository": "o/n", "pull_request": pull_request},
           "reviewers": panel, "findings": findings})
}

/// A finding by some agents, with more that is said of it.
fn finding(id: &str, found_by: &str, more: &Value) -> Value {
    let found_by: Vec<Value> = found_by.split_whitespace().map(|agent| json!({"agent": agent})).collect();
    let mut finding =
        json!({"id": id, "severity": "important", "title": format!("Finding {id}"), "found_by": found_by});
    finding.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    finding
}

/// That a finding is a duplicate of another one, `I1` or `run/I1`.
fn duplicate(of: &str) -> Value {
    let target = match of.split_once('/') {
        Some((run, finding)) => json!({"run": run, "finding": finding}),
        None => json!({"finding": of}),
    };
    json!({"assessment": "duplicate", "duplicate_of": target})
}

fn files(runs: &[Value]) -> BTreeMap<String, Vec<u8>> {
    runs.iter().map(|run| (format!("{}.json", run["id"].as_str().unwrap()), run.to_string().into_bytes())).collect()
}

fn figures(runs: &[Value]) -> BTreeMap<String, Figures> {
    let corpus = scan(&MemoryArchive(files(runs)), None, &|| {}).value;
    assert_eq!(corpus.runs.len(), runs.len(), "no run is lost");
    let field = Field::from_corpus(&corpus);
    let board = Leaderboard::over(&field, &field.all(), &Config::default().weights);
    field.agents.iter().map(ToString::to_string).zip(board.agents).collect()
}

/// Every problem of an archive in words, with the line that it stands on where it is known.
fn told(runs: &[Value]) -> Vec<String> {
    let words = |one: &Diagnostic| {
        assert!(one.hint.is_some(), "{one:?}");
        let place = one.place.as_ref().map_or(String::new(), |place| format!(":{}", place.line));
        format!("{} {}{place} {} {}: {}", one.level.word(), one.file, one.kind.word(), one.pointer, one.message)
    };
    scan(&MemoryArchive(files(runs)), None, &|| {}).diagnostics.iter().map(words).collect()
}

#[test]
fn every_word_counts_as_the_methodology_says() {
    // What a finding of a counts for beside a confirmed one: found, pool and rejected.
    for (assessment, expected) in [
        (None, (2, 2, Some(0))),
        (Some("confirmed"), (2, 2, Some(0))),
        (Some("wont-fix"), (2, 2, Some(0))),
        (Some("contested"), (2, 2, Some(0))),
        (Some("false-positive"), (1, 1, Some(1))),
        (Some("withdrawn"), (1, 1, Some(0))),
        (Some("duplicate"), (1, 1, Some(0))),
    ] {
        let more = assessment.map_or(json!({}), |word| json!({"assessment": word}));
        let confirmed = finding("I1", "a", &json!({"assessment": "confirmed"}));
        let a = &figures(&[run("r", 1, "a b", &[confirmed, finding("I2", "a", &more)])])["a"];
        assert_eq!((a.found, a.pool, a.rejected), expected, "{assessment:?}");
    }
}

#[test]
fn what_judges_neither_way_leaves_rejections_unknown() {
    for (word, expected) in [
        ("contested", None),
        ("withdrawn", None),
        ("duplicate", None),
        ("wont-fix", Some(0)),
        ("false-positive", Some(1)),
    ] {
        let findings = [finding("I1", "a", &json!({"assessment": word})), finding("I2", "a", &json!({}))];
        let a = &figures(&[run("r", 1, "a b", &findings)])["a"];
        assert_eq!((a.rejected, a.precision.is_some()), (expected, expected.is_some()), "{word}");
    }
}

#[test]
fn whoever_found_a_duplicate_is_credited_with_what_it_duplicates() {
    let findings =
        [finding("I1", "a", &json!({})), finding("I2", "b a", &duplicate("I1")), finding("I3", "b", &json!({}))];
    let all = figures(&[run("r", 1, "a b c", &findings)]);
    let of = |agent: &str| (all[agent].found, all[agent].pool, all[agent].solo);
    assert_eq!((of("a"), of("b"), of("c")), ((1, 2, 0), (2, 2, 1), (0, 2, 0)));
    // As if the finding had named it itself.
    let plain = figures(&[run("r", 1, "a b c", &[finding("I1", "a b", &json!({})), finding("I3", "b", &json!({}))])]);
    assert_eq!(all, plain);
}

#[test]
fn in_another_run_of_the_change_only_its_own_panel_is_credited() {
    let first = |panel: &str| run("r1", 1, panel, &[finding("I1", "a", &json!({}))]);
    let second = |number: usize| run("r2", number, "b c", &[finding("S1", "b c", &duplicate("r1/I1"))]);
    let found = |runs: &[Value]| figures(runs).into_iter().map(|(agent, of)| (agent, of.found)).collect::<Vec<_>>();
    let of = |a: usize, b: usize, c: usize| vec![("a".to_owned(), a), ("b".to_owned(), b), ("c".to_owned(), c)];
    assert_eq!(found(&[first("a b"), second(1)]), of(1, 1, 0), "c was not there");
    assert_eq!(found(&[first("a b"), second(2)]), of(1, 0, 0), "another change");
    let mut failed = first("a b");
    failed["reviewers"][1]["status"] = json!("failed");
    assert_eq!(found(&[failed, second(1)]), of(1, 0, 0), "b failed there");
    // What the earlier run recorded is held against what it could know.
    let mut recorded = first("a b");
    recorded["metrics"] = json!([{"agent": "b", "important": 0}]);
    let page = build_runs(&[recorded, second(1)]);
    assert!(!page.main("reviews/r1.html").contains("findings: 1"), "{}", page.main("reviews/r1.html"));
}

#[test]
fn duplicates_that_lead_nowhere_are_told_and_lose_no_finding() {
    let runs = [
        run(
            "r1",
            1,
            "a b",
            &[
                finding("I1", "a", &json!({})),
                finding("I2", "b", &duplicate("I3")),
                finding("I3", "b", &duplicate("I1")),
                finding("I4", "a", &duplicate("I4")),
                finding("I5", "a", &duplicate("I6")),
                finding("I6", "a", &duplicate("I5")),
                finding("I7", "a", &duplicate("I77")),
                finding("I8", "a", &json!({"assessment": "duplicate"})),
            ],
        ),
        run(
            "r2",
            1,
            "a b",
            &[
                finding("I1", "b", &duplicate("gone/I1")),
                finding("I2", "b", &duplicate("r1/I9")),
                finding("I3", "b", &duplicate("r1/I3")),
                finding("I4", "b", &duplicate("r3/I1")),
                finding("I5", "b", &duplicate("r3/I2")),
                finding("I6", "b", &duplicate("I3")),
            ],
        ),
        run("r3", 2, "a b", &[finding("I1", "a", &json!({})), finding("I2", "a", &duplicate("r2/I5"))]),
    ];
    let expected = [
        "warning r1.json:1 duplicate-target /findings/7/assessment: `I8` is a duplicate, but not said of what: nobody is credited",
        "warning r1.json:1 duplicate-target /findings/6/duplicate_of/finding: no finding `I77` in this run: nobody is credited for `I7`",
        "warning r1.json:1 duplicate-target /findings/1/duplicate_of/finding: `I3` is a duplicate itself: `I1` is credited",
        "warning r1.json:1 duplicate-target /findings/3/duplicate_of/finding: `I4` is a duplicate of itself, and does not count",
        "warning r1.json:1 duplicate-target /findings/4/duplicate_of/finding: `I5` is a duplicate of `I6`, which leads in a circle: none of them counts",
        "warning r1.json:1 duplicate-target /findings/5/duplicate_of/finding: `I6` is a duplicate of `I5`, which leads in a circle: none of them counts",
        "warning r2.json duplicate-target /findings/0/duplicate_of/run: no run `gone` in the archive: nobody is credited for `I1`",
        "warning r2.json duplicate-target /findings/1/duplicate_of/finding: no finding `I9` in `r1`: nobody is credited for `I2`",
        "warning r2.json duplicate-target /findings/2/duplicate_of/finding: `I3` in `r1` is a duplicate itself: `I1` in `r1` is credited",
        "warning r2.json duplicate-target /findings/3/duplicate_of/finding: `I1` in `r3` is about another change: nobody is credited for `I4`",
        "warning r2.json duplicate-target /findings/4/duplicate_of/finding: `I5` is a duplicate of `I2` in `r3`, which leads in a circle: none of them counts",
        "warning r2.json duplicate-target /findings/5/duplicate_of/finding: `I3` in `r2` is a duplicate itself: `I1` in `r1` is credited",
        "warning r3.json duplicate-target /findings/1/duplicate_of/finding: `I2` is a duplicate of `I5` in `r2`, which leads in a circle: none of them counts",
    ];
    let (mut told, mut expected) = (told(&runs), expected.map(str::to_owned).to_vec());
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
    let all = figures(&runs);
    assert_eq!((all["a"].found, all["b"].found, all["a"].pool), (2, 1, 2));
    let site = build_runs(&runs);
    for (run, count) in [("r1", 8), ("r2", 6), ("r3", 2)] {
        let page = site.main(&format!("reviews/{run}.html"));
        assert_eq!(page.matches("<article class=\"finding").count(), count, "{run}");
    }
    let rows: Value = serde_json::from_str(site.text("data/findings.json")).unwrap();
    assert_eq!(rows["rows"].as_array().unwrap().len(), 16);
}

#[test]
fn what_is_said_without_an_assessment_that_it_fits_is_told() {
    let said = |more: &Value| {
        told(&[run("r", 1, "claude", &[finding("I1", "claude", more), finding("I2", "claude", &json!({}))])])
    };
    for field in ["assessed_by", "assessment_reason"] {
        let expected = format!(
            "warning r.json:1 contradictory-assessment /findings/0/{field}: `{field}` without `assessment`: the finding counts as not judged"
        );
        assert_eq!(said(&json!({field: "x"})), [expected]);
    }
    assert_eq!(
        said(&json!({"assessment": "contested", "duplicate_of": {"finding": "I2"}})),
        [
            "warning r.json:1 contradictory-assessment /findings/0/duplicate_of: `duplicate_of` counts for nothing where the assessment is `contested`"
        ]
    );
    assert_eq!(
        said(&json!({"assessment": "confirmed", "assessed_by": "Claude"})),
        [
            "warning r.json:1 contradictory-assessment /findings/0/assessed_by: `claude` is a reviewer of this run, so that its judgement is none of people"
        ]
    );
    assert_eq!(
        said(&json!({"assessment": "wont-fix", "assessed_by": "@claude-f", "assessed_on": "2026-01-06"})),
        [""; 0]
    );
}

#[test]
fn agreement_counts_what_people_judged_and_nothing_else() {
    let judged = |word: &str, by: &str| match by {
        "" => json!({"assessment": word}),
        by => json!({"assessment": word, "assessed_by": by}),
    };
    let findings = [
        finding("I1", "a", &judged("confirmed", "@p")),
        finding("I2", "a b", &judged("wont-fix", "P. Person")),
        finding("I3", "a", &judged("false-positive", "@p")),
        finding("I4", "a", &judged("contested", "@p")),
        finding("I5", "a", &judged("withdrawn", "@p")),
        finding("I6", "b", &json!({"assessment": "duplicate", "assessed_by": "@p", "duplicate_of": {"finding": "I3"}})),
        finding("I7", "a", &judged("confirmed", "")),
        finding("I8", "a", &judged("confirmed", "  ")),
        finding("I9", "a", &judged("false-positive", "B")),
        finding("I10", "c", &judged("confirmed", "")),
    ];
    let all = figures(&[run("r", 1, "a b c", &findings)]);
    let agreed = |agent: &str| all[agent].agreement.map(|of| (of.hits, of.out_of));
    assert_eq!(agreed("a"), Some((2, 3)));
    assert_eq!(agreed("b"), Some((1, 2)), "the finder of a duplicate is judged as what it duplicates");
    assert_eq!(agreed("c"), None);
    assert_eq!(["a", "b", "c"].map(|agent| all[agent].judged_by_report), [3, 0, 1]);
}

#[test]
fn the_page_of_an_agent_shows_agreement_over_time() {
    let month = |month: usize, words: [&'static str; 3]| {
        words.into_iter().enumerate().map(move |(at, word)| {
            let more = json!({"assessment": word, "assessed_by": "@p"});
            let mut run = run(&format!("r-{month}-{at}"), 10 * month + at, "a b", &[finding("I1", "a", &more)]);
            run["date"] = json!(format!("2026-{month:02}-0{}", at + 1));
            run
        })
    };
    let mut runs: Vec<Value> = month(1, ["confirmed", "wont-fix", "false-positive"]).collect();
    runs.extend(month(11, ["confirmed", "contested", "withdrawn"]));
    let found = build_runs(&runs);
    let page = found.main("agents/a.html");
    let section = page.split("<section id=agreement>").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(
        section.contains(
            "People judged 4 of its findings: 3 right (confirmed or won’t fix), 1 false positive. Agreement 75.0%"
        ),
        "{section}"
    );
    let rows: Vec<&str> = section.split("<tr>").skip(2).collect();
    assert_eq!(rows.len(), 2, "{section}");
    assert!(rows[0].contains("2026-01") && rows[0].contains(">2</td>") && rows[0].contains(">3</td>"), "{section}");
    assert!(!rows[0].contains("too few") && rows[1].contains("2026-11") && rows[1].contains("too few"), "{section}");
    assert!(page.contains("Agreement with people (%) of a by month"), "the chart");
    assert!(!found.main("agents/b.html").contains("id=agreement"), "nobody judged a finding of b");

    // Judged by the report alone: said, and not counted.
    let report = build_runs(&[run("r", 1, "a b", &[finding("I1", "a", &json!({"assessment": "confirmed"}))])]);
    assert!(report.main("agents/a.html").contains("No person judged any of its findings. One was judged by whoever"));
    let board: Value = serde_json::from_str(report.text("data/leaderboard.json")).unwrap();
    assert_eq!(board["agents"][0]["agreement"], Value::Null);
}

#[test]
fn pages_data_and_search_show_who_said_what_when_and_why() {
    let judged = |word: &str| json!({"assessment": word, "assessed_by": "@alice <b>", "assessed_on": "2026-01-07", "assessment_reason": "It is `cold`."});
    let mut again = duplicate("I1");
    again["assessed_by"] = json!("@bob");
    let runs = [
        run("r1", 1, "a b", &[finding("I1", "a", &judged("wont-fix")), finding("I2", "b", &again)]),
        run("r2", 1, "b c", &[finding("I1", "b c", &duplicate("r1/I2")), finding("I2", "b", &judged("withdrawn"))]),
    ];
    let site = build_runs(&runs);
    for page in ["reviews/r1.html", "reviews/r1/I1.html"] {
        let page = site.main(page);
        for words in [
            "<b class=stands>won’t fix</b>",
            "<b>Won’t fix</b>, says @alice &lt;b&gt;, 2026-01-07</p><p>It is <code>cold</code>.</p>",
            "also found, as a duplicate, by ",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }
    let target = site.main("reviews/r1/I1.html");
    assert!(target.contains("../r1.html#I2\">I2</a>") || target.contains("../r1.html#I2>I2</a>"), "{target}");
    assert!(target.contains("I1</a> in round 2)"), "{target}");
    let duplicate = site.main("reviews/r2/I1.html");
    assert!(
        duplicate.contains("<b class=rejected>duplicate</b>") && duplicate.contains("<b>Duplicate</b> of <a"),
        "{duplicate}"
    );
    assert!(site.main("reviews/r2.html").contains("<b class=rejected>withdrawn</b>"));

    let rows: Value = serde_json::from_str(site.text("data/findings.json")).unwrap();
    let columns: Vec<&str> = rows["columns"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let cell = |review: &str, id: &str, column: &str| {
        let row = rows["rows"].as_array().unwrap().iter().find(|row| row[0] == review && row[1] == id).unwrap();
        row[columns.iter().position(|name| *name == column).unwrap()].clone()
    };
    assert_eq!(cell("r1", "I1", "assessed_by"), "@alice <b>");
    assert_eq!((cell("r1", "I1", "assessed_on"), cell("r1", "I1", "valid")), (json!("2026-01-07"), json!(true)));
    assert_eq!(cell("r1", "I1", "assessment_reason"), "It is cold.");
    assert_eq!((cell("r1", "I2", "duplicate_of"), cell("r1", "I2", "valid")), (json!("r1/I1"), json!(false)));
    assert_eq!(cell("r2", "I1", "duplicate_of"), "r1/I2");
    assert_eq!(cell("r1", "I2", "found_by"), json!(["b"]), "as the run says");

    let frames: Vec<&str> =
        site.files.keys().filter(|path| path.starts_with("search-index/")).map(|path| site.text(path)).collect();
    for word in ["wont-fix", "withdrawn", "contested"] {
        assert!(frames.iter().any(|file| file.contains(word)), "{word} is a facet");
    }
}

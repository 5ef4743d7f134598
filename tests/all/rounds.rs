//! Which findings of several rounds are one, as `data/matches.json` and a check tell it.

use crate::folder::Folder;
use crate::support::{Site, build_sound};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A finding in words of its own: what is compared is text, place and code.
fn finding(id: &str, severity: &str, words: usize) -> Value {
    let (title, path, line, body) = [
        (
            "Checksum is compared before the last chunk is flushed",
            "src/upload/session.rs",
            212,
            "`Session::finish` reads `digest` while the `BufWriter` still holds the tail, so that a valid upload is rejected.",
        ),
        (
            "Retry after a timeout sends the same chunk twice",
            "src/upload/retry.rs",
            57,
            "`again` does not look at `acknowledged_offset`; the server appends the bytes a second time.",
        ),
        (
            "Token of a resumed upload is logged in full",
            "src/upload/token.rs",
            41,
            "`tracing::debug!` prints `ResumeToken` with its secret part, and logs are kept for ninety days.",
        ),
        (
            "Documentation names a flag that was renamed",
            "docs/resume.md",
            12,
            "The manual says `--keep-partial`, the program knows `--keep` alone.",
        ),
    ][words];
    json!({ "id": id, "severity": severity, "title": title, "body": body,
        "locations": [{ "path": path, "start_line": line }] })
}

/// The same matter as the first finding, as another would put it.
fn checksum_in_other_words(id: &str) -> Value {
    json!({ "id": id, "severity": "critical", "title": "Digest is checked before the buffered chunk is flushed",
        "body": "`finish` compares `digest` too early: the `BufWriter` of `Session` has not flushed the last chunk, and a valid \
            upload fails.",
        "locations": [{ "path": "src/upload/session.rs", "start_line": 219 }] })
}

fn with(mut finding: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("{more}") };
    finding.as_object_mut().unwrap().extend(more);
    finding
}

fn round(number: usize, findings: &[Value]) -> Value {
    json!({ "format": "pilcrow-review/1", "id": format!("r{number:04}"), "round": number,
        "date": format!("20{:02}-03-{:02}T10:00", 10 + number / 28, 1 + number % 28),
        "subject": { "repository": "o/harbour", "pull_request": 431 }, "reviewers": [], "findings": findings })
}

fn matches(site: &Site) -> Vec<Value> {
    let data: Value = serde_json::from_str(site.text("data/matches.json")).unwrap();
    assert_eq!(data["format"], "pilcrow-matches/1");
    data["matches"].as_array().unwrap().clone()
}

/// `r0001:I1 same r0002:C1`
fn answers(site: &Site) -> BTreeSet<String> {
    let name = |of: &Value| format!("{}:{}", of["run"].as_str().unwrap(), of["finding"].as_str().unwrap());
    let words =
        |one: &Value| format!("{} {} {}", name(&one["from"]), one["answer"].as_str().unwrap(), name(&one["to"]));
    matches(site).iter().map(words).collect()
}

fn set(answers: &[&str]) -> BTreeSet<String> {
    answers.iter().map(|answer| (*answer).to_owned()).collect()
}

#[test]
fn a_finding_is_found_again_whatever_its_number_and_severity() {
    let first =
        round(1, &[finding("I1", "important", 0), finding("S1", "suggestion", 1), finding("S2", "suggestion", 2)]);
    for (id, severity) in [("I1", "important"), ("C1", "critical"), ("S9", "suggestion"), ("D1", "concern")] {
        let again = with(checksum_in_other_words(id), json!({ "severity": severity }));
        let site = build_sound(&[first.clone(), round(2, &[finding("S1", "suggestion", 3), again])]);
        assert_eq!(answers(&site), set(&[&format!("r0001:I1 same r0002:{id}")]));
    }
}

#[test]
fn an_answer_tells_its_evidence() {
    let site = build_sound(&[
        round(1, &[finding("I1", "important", 0), finding("S1", "suggestion", 1)]),
        round(2, &[checksum_in_other_words("C1")]),
    ]);
    let all = matches(&site);
    let one = &all[0];
    let evidence: Vec<&str> = one["evidence"].as_array().unwrap().iter().map(|words| words.as_str().unwrap()).collect();
    assert_eq!(&evidence[..2], ["same file", "7 lines apart"]);
    assert!(evidence[2].contains("names in common"), "{evidence:?}");
    let score = one["score"].as_f64().unwrap();
    assert!(score > 0.5 && score < 1.0, "{score}");
    assert_eq!(one["stated"], false);
}

#[test]
fn what_a_run_states_outweighs_the_likeness() {
    let first = round(1, &[finding("I1", "important", 0), finding("I2", "important", 1)]);
    let new = with(checksum_in_other_words("C1"), json!({ "continues": null }));
    assert_eq!(answers(&build_sound(&[first.clone(), round(2, &[new])])), set(&[]));
    let other = with(checksum_in_other_words("C1"), json!({ "continues": { "round": 1, "finding": "I2" } }));
    let site = build_sound(&[first, round(2, &[other])]);
    assert_eq!(answers(&site), set(&["r0001:I2 same r0002:C1"]));
    assert_eq!(matches(&site)[0]["stated"], true);
    assert_eq!(matches(&site)[0]["score"], 1.0);
}

/// Four matters, each in words of its own.
fn first_of_four() -> Value {
    round(1, &std::array::from_fn::<_, 4, _>(|at| finding(&format!("S{}", at + 1), "suggestion", at)))
}

/// One matter in words that say nothing of any other.
fn a_concern(told: &str) -> Value {
    json!({ "id": "D1", "severity": "concern", "title": "Nothing drives the recovery of a broken transfer to its end",
        "body": format!("Whoever resumes gets no proof of what the peer has kept. {told}") })
}

#[test]
fn what_a_text_names_as_still_there_is_the_same_in_whatever_words() {
    for (told, expected) in [
        ("Round 1 S2 is unaddressed.", &["r0001:S2 same r0002:D1"][..]),
        ("This restates Round 1's S1 and S2.", &["r0001:S1 same r0002:D1", "r0001:S2 same r0002:D1"]),
        ("(Round 1 S1/S2, partially unaddressed)", &["r0001:S1 same r0002:D1", "r0001:S2 same r0002:D1"]),
        ("The round 1 S2 fix is not enough.", &[]),
        ("See round 1 S2, which is related and still there.", &[]),
        ("Round 7 S2 is unaddressed.", &[]),
    ] {
        let site = build_sound(&[first_of_four(), round(2, &[a_concern(told)])]);
        assert_eq!(answers(&site), set(expected), "{told}");
        let all = matches(&site);
        assert!(all.iter().all(|one| one["stated"] == true && one["score"].as_f64() < Some(1.0)), "{told}: {all:?}");
    }
    let denied = with(a_concern("Round 1 S2 is unaddressed."), json!({ "continues": null }));
    assert_eq!(answers(&build_sound(&[first_of_four(), round(2, &[denied])])), set(&[]));
    let and_another =
        with(a_concern("Round 1 S2 is unaddressed."), json!({ "continues": { "round": 1, "finding": "S4" } }));
    let expected = ["r0001:S2 same r0002:D1", "r0001:S4 same r0002:D1"];
    assert_eq!(answers(&build_sound(&[first_of_four(), round(2, &[and_another])])), set(&expected));
}

#[test]
fn a_finding_tells_every_earlier_one_that_went_into_it() {
    let later = round(2, &[a_concern("This restates Round 1's S1 and S2.")]);
    let site = build_sound(&[first_of_four(), later]);
    let of = |path: &str| words(site.text(path));
    let both = of("reviews/r0002/D1.html");
    let (was, with) = ("was S1 in round 1", "merged with S2 of round 1");
    let (was_other, with_other) = ("was S2 in round 1", "merged with S1 of round 1");
    assert!(
        (both.contains(was) && both.contains(with)) || (both.contains(was_other) && both.contains(with_other)),
        "{both}"
    );
    let tells = |id: &str| of(&format!("reviews/r0001/{id}.html"));
    let ends = ["S1", "S2"].map(|id| tells(id).contains("merged into D1") || tells(id).contains("then D1 in round 2"));
    assert_eq!(ends, [true, true], "{} {}", tells("S1"), tells("S2"));
}

#[test]
fn a_number_is_wrong_where_the_words_are_those_of_another() {
    let mut again = checksum_in_other_words("C1");
    again["body"] = format!("{} (Round 1 S4 unaddressed)", again["body"].as_str().unwrap()).into();
    let built = |again: &Value| answers(&build_sound(&[first_of_four(), round(2, std::slice::from_ref(again))]));
    assert_eq!(built(&again), set(&["r0001:S1 same r0002:C1"]));
    // An import has it from the text; who names the run means it.
    let imported = with(again.clone(), json!({ "continues": { "round": 1, "finding": "S4" } }));
    assert_eq!(built(&imported), set(&["r0001:S1 same r0002:C1"]));
    let meant = with(again, json!({ "continues": { "run": "r0001", "finding": "S4" } }));
    assert_eq!(built(&meant), set(&["r0001:S4 same r0002:C1"]));
    let right = with(a_concern("(Round 1 S2 unaddressed)"), json!({ "continues": { "round": 1, "finding": "S2" } }));
    assert_eq!(built(&right), set(&["r0001:S2 same r0002:D1"]));
}

#[test]
fn a_finding_returns_after_a_round_without_it_and_is_the_same_as_each_before() {
    let silent = round(3, &[finding("S1", "suggestion", 3)]);
    let runs = [
        round(1, &[finding("I1", "important", 0)]),
        round(2, &[finding("I2", "important", 0)]),
        silent,
        round(4, &[checksum_in_other_words("C1")]),
    ];
    let expected = ["r0001:I1 same r0002:I2", "r0001:I1 same r0004:C1", "r0002:I2 same r0004:C1"];
    assert_eq!(answers(&build_sound(&runs)), set(&expected));
}

#[test]
fn two_findings_that_become_one_are_both_the_same_as_it() {
    let stated = with(finding("I1", "important", 0), json!({ "continues": { "finding": "I1" } }));
    let again = finding("I1", "important", 0);
    let runs = [round(1, &[again.clone(), with(again, json!({ "id": "I2" }))]), round(2, &[stated])];
    assert!(answers(&build_sound(&runs)).contains("r0001:I1 same r0002:I1"));
}

#[test]
fn no_newer_run_changes_an_answer() {
    let mut runs = Vec::new();
    for number in 1..=8 {
        let findings: Vec<Value> = (0..4)
            .filter(|words| (number + words) % 3 != 0)
            .map(|words| finding(&format!("I{words}"), "important", words))
            .chain((number % 2 == 0).then(|| checksum_in_other_words("C1")))
            .collect();
        runs.push(round(number, &findings));
    }
    let whole = matches(&build_sound(&runs));
    for count in 1..runs.len() {
        let before = matches(&build_sound(&runs[..count]));
        assert!(before.iter().all(|one| whole.contains(one)), "after {count} rounds");
    }
    assert!(whole.len() > 20, "{}", whole.len());
}

#[test]
fn a_change_of_very_many_rounds_has_answers_in_proportion() {
    let of_rounds = |count: usize| -> usize {
        let runs: Vec<Value> = (1..=count).map(|number| round(number, &[finding("I1", "important", 0)])).collect();
        matches(&build_sound(&runs)).len()
    };
    // Each round is compared with 24 before it.
    assert_eq!(of_rounds(60), 24 * 60 - 24 * 25 / 2);
    assert_eq!(of_rounds(120) - of_rounds(60), 24 * 60);
}

#[test]
fn findings_of_different_changes_are_not_rounds_of_one() {
    let mut other = round(2, &[finding("I1", "important", 0)]);
    other["subject"]["pull_request"] = json!(432);
    assert_eq!(answers(&build_sound(&[round(1, &[finding("I1", "important", 0)]), other])), set(&[]));
}

/// The first finding with more and more of its words taken from the second: somewhere between same and new.
fn between(id: &str, part: usize, of: usize) -> Value {
    let (one, other) = (finding(id, "important", 0), finding(id, "important", 1));
    let words = |of: &Value, field: &str| -> Vec<String> {
        of[field].as_str().unwrap().split(' ').map(str::to_owned).collect()
    };
    let mixed = |field: &str| -> String {
        let (one, other) = (words(&one, field), words(&other, field));
        let kept = one.len() * (of - part) / of;
        one[..kept].iter().chain(&other[other.len() * (of - part) / of..]).cloned().collect::<Vec<_>>().join(" ")
    };
    with(one.clone(), json!({ "title": mixed("title"), "body": mixed("body") }))
}

#[test]
fn a_check_lists_the_answers_that_were_close() {
    const PARTS: usize = 12;
    let folder = Folder::new(&[]);
    let mut close = 0;
    for part in 0..=PARTS {
        let runs = [round(1, &[finding("I1", "important", 0)]), round(2, &[between("C1", part, PARTS)])];
        for run in &runs {
            folder.write(&format!("reviews/{}.json", run["id"].as_str().unwrap()), &run.to_string());
        }
        let checked = folder.pilcrow(&["check", "--matches", "--format", "json"]);
        let problems: Value = serde_json::from_slice(&checked.stdout).unwrap();
        let notes: Vec<&Value> =
            problems.as_array().unwrap().iter().filter(|problem| problem["kind"] == "close-match").collect();
        let answers = matches(&build_sound(&runs));
        if let Some(answer) = answers.iter().find(|answer| answer["score"].as_f64().unwrap() < 0.7) {
            close += 1;
            assert_eq!(notes.len(), 1, "{answer}: {problems}");
            assert_eq!(notes[0]["pointer"], "/findings/0");
            assert!(notes[0]["message"].as_str().unwrap().starts_with("`C1` is "), "{problems}");
            assert!(notes[0]["hint"].as_str().unwrap().contains("continues"), "{problems}");
        } else if answers.iter().any(|answer| answer["score"].as_f64().unwrap() > 0.8) {
            assert_eq!(notes, Vec::<&Value>::new(), "sure enough");
        }
    }
    assert!(close > 0, "none of {PARTS} steps from one matter to another was close");
}

#[test]
fn what_is_said_to_have_been_raised_in_a_round_is_sooner_taken_for_the_likeliest_there() {
    const PARTS: usize = 12;
    let first = round(1, &[finding("I1", "important", 0), finding("S1", "suggestion", 3)]);
    // Of all steps from one matter to another those that are taken for the one or the other.
    let same = |told: &str| {
        let is_same = |part: &usize| {
            let later = between("C1", *part, PARTS);
            let body = format!("{} {told}", later["body"].as_str().unwrap());
            let site = build_sound(&[first.clone(), round(2, &[with(later, json!({ "body": body }))])]);
            answers(&site).contains("r0001:I1 same r0002:C1")
        };
        (0..=PARTS).filter(is_same).count()
    };
    let plain = same("");
    for told in ["Round 1 flagged this.", "The previous review raised it.", "It was raised in prior rounds as well."] {
        assert!(same(told) > plain, "{told}: {} beside {plain}", same(told));
    }
    for told in ["Round 7 flagged this.", "Round 1 looked at other files.", "The previous review was short."] {
        assert!(same(told) <= plain, "{told}: {} beside {plain}", same(told));
    }
}

/// Three rounds: one finding is in all of them, one was fixed and came back, one is in the second alone.
fn three_rounds() -> Site {
    let continues = |round: usize, finding: &str| json!({ "continues": { "round": round, "finding": finding } });
    let dated = |run: Value, date: &str| with(run, json!({ "date": date, "reviewers": [{ "agent": "claude" }] }));
    let fixed = with(finding("S1", "suggestion", 1), json!({ "resolution": { "action": "fixed" } }));
    let first = round(1, &[finding("I1", "important", 0), fixed]);
    let alone = with(finding("S1", "suggestion", 3), json!({ "continues": null }));
    let second = round(2, &[with(checksum_in_other_words("C1"), continues(1, "I1")), alone]);
    let third = [
        with(finding("I9", "important", 1), continues(1, "S1")),
        with(finding("I1", "important", 0), continues(2, "C1")),
        with(
            finding("S7", "suggestion", 0),
            json!({ "assessment": "duplicate", "duplicate_of": { "finding": "I1" },
            "continues": { "round": 2, "finding": "C1" } }),
        ),
    ];
    build_sound(&[dated(first, "2026-01-12"), dated(second, "2026-02-09"), dated(round(3, &third), "2026-03-09")])
}

#[test]
fn the_data_says_which_problem_a_finding_is_of_and_what_it_is_in_its_round() {
    let site = three_rounds();
    let table: Value = serde_json::from_str(site.text("data/findings.json")).unwrap();
    assert_eq!(table["format"], "pilcrow-findings/1");
    let columns: Vec<&str> = table["columns"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(columns[columns.len() - 4..], ["problem", "since_round", "standing", "last_raised"]);
    let rows = table["rows"].as_array().unwrap().iter();
    let told: Vec<Value> =
        rows.map(|row| json!([row[0], row[1], row.as_array().unwrap()[columns.len() - 4..]])).collect();
    let expected = [
        json!(["r0003", "I9", ["r0001/S1", 1, "back", true]]),
        json!(["r0003", "I1", ["r0001/I1", 1, "again", true]]),
        json!(["r0003", "S7", ["r0001/I1", 1, "again", false]]),
        json!(["r0002", "C1", ["r0001/I1", 1, "again", false]]),
        json!(["r0002", "S1", ["r0002/S1", 2, "new", true]]),
        json!(["r0001", "I1", ["r0001/I1", 1, "new", false]]),
        json!(["r0001", "S1", ["r0001/S1", 1, "new", false]]),
    ];
    assert_eq!(told, expected);
}

/// From one matter to another.
const STEPS: usize = 30;

/// Three rounds: of two findings of the second one is perhaps there before and one is by a fix; one of the third is back.
fn doubtful_rounds(part: usize) -> [Value; 3] {
    let fixed = json!({ "resolution": { "action": "fixed" } });
    let first = [
        finding("I1", "important", 0),
        with(finding("S1", "suggestion", 2), fixed.clone()),
        with(finding("S2", "suggestion", 3), fixed),
    ];
    let brought_in = json!({ "id": "I2", "severity": "important", "title": "Lease is renewed by nobody",
        "body": "Regression: the fix of round 1's S2 returns early.",
        "locations": [{ "path": "src/lease.rs", "start_line": 9 }] });
    let far = json!({ "locations": [{ "path": "src/upload/session.rs", "start_line": 212 + 200 * part.min(1) }] });
    let moved = with(between("C1", part, STEPS), far);
    let back = with(finding("I5", "important", 2), json!({ "continues": { "round": 1, "finding": "S1" } }));
    [round(1, &first), round(2, &[moved, brought_in]), round(3, &[back])]
}

/// What readers are told of it is the same on pages, in data and in a summary.
#[test]
fn what_is_in_doubt_by_a_fix_or_back_is_told_everywhere() {
    let is_perhaps = |part: &usize| {
        let answers = answers(&build_sound(&doubtful_rounds(*part)));
        answers.contains("r0001:I1 perhaps r0002:C1")
    };
    let part = (0..=STEPS).find(is_perhaps).expect("a step from one matter to another is in doubt");
    let runs = doubtful_rounds(part);
    let site = build_sound(&runs);

    let since = |run: &str, finding: &str| -> String {
        let page = site.main(&format!("reviews/{run}/{finding}.html"));
        let line = page.split_once("<p class=since>").expect(page).1.split_once("</p>").unwrap().0;
        words(line)
    };
    assert!(since("r0002", "C1").contains("perhaps since round 1"), "{}", since("r0002", "C1"));
    assert!(since("r0002", "I2").contains("brought in by the fix of S2 of round 1"), "{}", since("r0002", "I2"));
    assert!(since("r0003", "I5").contains("back, was fixed in round 2"), "{}", since("r0003", "I5"));

    let change = site.main("changes/o/harbour/431.html");
    let cell = |run: &str, finding: &str| -> String {
        let (_, rest) = change.split_once(&format!("id=~{run}~{finding} ")).expect(change);
        words(rest.split_once('>').unwrap().1.split_once("</td>").unwrap().0)
    };
    assert!(cell("r0002", "C1").starts_with("C1 perhaps the same"), "{}", cell("r0002", "C1"));
    assert_eq!(cell("r0002", "I2"), "I2 new, by the fix of S2, important");
    assert!(cell("r0003", "I5").starts_with("I5 back"), "{}", cell("r0003", "I5"));

    let table: Value = serde_json::from_str(site.text("data/findings.json")).unwrap();
    let column = table["columns"].as_array().unwrap().iter().position(|name| name == "standing").unwrap();
    let rows = table["rows"].as_array().unwrap().iter();
    let standings: BTreeSet<String> =
        rows.map(|row| format!("{} {}", row[1].as_str().unwrap(), row[column].as_str().unwrap())).collect();
    let told = set(&["C1 perhaps", "I2 regression", "I5 back", "I1 new", "S1 new", "S2 new"]);
    assert_eq!(standings, told);
    let csv = site.text("data/findings.csv");
    let mut lines = csv.lines();
    let column = lines.next().unwrap().split(',').position(|name| name == "standing").unwrap();
    let named = lines.filter(|line| !line.contains('"'));
    let in_csv: BTreeSet<&str> = named.map(|line| line.split(',').nth(column).unwrap()).collect();
    assert!(["perhaps", "regression", "back"].iter().all(|word| in_csv.contains(word)), "{csv}");

    let folder = Folder::new(&[]);
    for run in &runs {
        folder.write(&format!("reviews/{}.json", run["id"].as_str().unwrap()), &run.to_string());
    }
    folder.expect(&["summary", "r0002"], 0, &["perhaps since round 1", "new, by the fix of S2"]);
    folder.expect(&["summary", "r0003"], 0, &["back, was fixed in round 2"]);
}

/// Markup without its tags, words in one line.
fn words(html: &str) -> String {
    let texts = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_question_for_problems_counts_what_several_rounds_say_once() {
    let site = three_rounds();
    let home = site.main("index.html");
    // Six valid findings; `harbour` is the repository.
    assert!(home.contains("<dt>findings, 3 problems</dt><dd>6</dd>"), "{home}");
    let of_file = |path: &str| {
        let row = home.split("<tr>").find(|row| row.contains(&format!("{path}</code>"))).unwrap();
        row.split("<td class=num>").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_eq!(["session.rs", "retry.rs", "resume.md"].map(of_file), ["1", "1", "1"]);
    let over_time = home.split("<section id=over-time>").nth(1).unwrap().split("</section>").next().unwrap();
    let totals: Vec<&str> = over_time
        .split("<tr><th scope=row>")
        .skip(1)
        .map(|row| row.rsplit("<td>").next().unwrap().split('<').next().unwrap())
        .filter(|total| *total != "0")
        .collect();
    assert_eq!(totals, ["2", "1"]);
    let board: Value = serde_json::from_str(site.text("data/leaderboard.json")).unwrap();
    assert_eq!((&board["format"], &board["problems"]), (&json!("pilcrow-leaderboard/2"), &json!(3)));
    assert_eq!(board["agents"][0]["pool"], 6, "figures of agents count every round");
}

#[test]
fn a_search_shows_and_narrows_by_what_a_finding_is_in_its_round() {
    let site = three_rounds();
    let of_index = |part: &str| -> String {
        let is_part = |path: &&String| path.starts_with("search-index/") && site.text(path).contains(part);
        let paths: Vec<&String> = site.files.keys().filter(is_part).collect();
        paths.iter().map(|path| site.text(path)).collect()
    };
    assert!(of_index("back, first in round 1").contains("Retry after a timeout"));
    assert!(of_index("Duplicate \u{b7} since round 1").contains("S7"));
    assert!(of_index("Still there").contains("Perhaps there before"));
    // In the first round there is its state and nothing else.
    assert!(of_index("reviews/r0001").contains("\"Fixed\"]"));
}

#[test]
fn what_another_change_had_on_the_same_file_was_seen_before() {
    let of_change = |id: &str, number: u32, month: u32, finding: Value| {
        json!({ "format": "pilcrow-review/1", "id": id, "date": format!("2026-{month:02}-03T10:00"),
            "subject": { "repository": "o/harbour", "pull_request": number }, "reviewers": [], "findings": [finding] })
    };
    let site = build_sound(&[
        of_change("spring", 418, 5, with(finding("I2", "important", 0), json!({}))),
        of_change("summer", 431, 7, checksum_in_other_words("C1")),
        of_change("autumn", 440, 9, finding("I1", "important", 1)),
    ]);
    let seen = "<span>seen before as <a href=../spring.html#I2>I2</a> of harbour#418, 3 May</span>";
    assert!(site.main("reviews/summer/C1.html").contains(seen), "{}", site.main("reviews/summer/C1.html"));
    assert!(site.main("reviews/summer.html").contains(&seen.replace("../", "")));
    for other in ["reviews/spring.html", "reviews/autumn.html"] {
        assert!(!site.main(other).contains("seen before"), "{other}");
    }
}

/// What the page of a finding of a second round has of "(round 1 I1 …; round 1 S9; see I1)".
fn second_that_names_the_first(first: Value) -> String {
    let told = json!({ "title": "Retry after a timeout sends the same chunk twice",
        "body": "See round 1 I1 unaddressed. There is no round 1 S9. Beside I1." });
    let second = round(2, &[with(finding("I1", "important", 1), told), finding("S1", "suggestion", 3)]);
    let site = build_sound(&[first, second]);
    site.main("reviews/r0002/I1.html").to_owned()
}

#[test]
fn a_finding_of_another_round_in_a_text_leads_to_it() {
    let first = round(1, &[finding("I1", "important", 0), finding("S1", "suggestion", 3)]);
    let page = second_that_names_the_first(first.clone());
    assert!(page.contains("round 1 <a href=../r0001.html#I1>I1</a> unaddressed"), "{page}");
    assert!(page.contains("no round 1 S9."), "{page}");
    assert!(page.contains("Beside <a href=../r0002.html#I1>I1</a>."), "{page}");

    // A number that is counted may be another than the text means.
    let mut unstated = first;
    unstated.as_object_mut().unwrap().remove("round");
    let page = second_that_names_the_first(unstated);
    assert!(page.contains("See round 1 I1 unaddressed"), "{page}");
}

//! The page of a change: each kind of cell, the anchors that links rest on, and how it grows.

use super::support::html::one_element_a_line;
use super::support::{MemoryArchive, Site, build_sound, try_build};
use pilcrow::Config;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PAGE: &str = "changes/o/n/7.html";

/// A round of `o/n#7` with these findings, a day after the one before.
fn round(number: u32, findings: &[Value]) -> Value {
    json!({
        "format": "pilcrow-review/1", "id": format!("r{number}"), "date": format!("2026-03-{number:02}T10:00"), "round": number,
        "title": "Keep the lock", "subject": {"repository": "o/n", "pull_request": 7},
        "reviewers": [{"agent": "claude", "name": "Claude"}, {"agent": "codex", "name": "Codex"}], "findings": findings,
    })
}

/// A finding that its run states to be new.
fn new(id: &str, severity: &str, title: &str) -> Value {
    json!({"id": id, "severity": severity, "title": title, "continues": null, "found_by": [{"agent": "claude"}]})
}

/// One that its run states to be that of a round before.
fn again(id: &str, severity: &str, title: &str, round: u32, of: &str) -> Value {
    let mut finding = new(id, severity, title);
    finding["continues"] = json!({"round": round, "finding": of});
    finding
}

fn with(mut finding: Value, key: &str, value: Value) -> Value {
    finding[key] = value;
    finding
}

/// Markup without its tags, words in one line.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut is_tag = false;
    for sign in html.chars() {
        match sign {
            '<' => is_tag = true,
            '>' => is_tag = false,
            sign if !is_tag => out.push(sign),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the cell of a finding says, without what is there for screen readers alone, and its class.
fn cell<'p>(page: &'p str, run: &str, finding: &str) -> (String, &'p str) {
    let start = page.find(&format!(" id=~{run}~{finding} ")).unwrap_or_else(|| panic!("{run} {finding} in {page}"));
    let element = &page[page[..start].rfind('<').unwrap()..];
    let element = &element[..element.find("</td>").unwrap()];
    let said = element.split("<span class=unseen>").next().unwrap();
    let class = element.split_once("class=\"").map_or("", |(_, rest)| rest.split('"').next().unwrap());
    (words(said), class)
}

/// What the row of a finding says in the round after its own.
fn after(page: &str, run: &str, finding: &str) -> String {
    let start = page.find(&format!(" id=~{run}~{finding} ")).unwrap();
    let row = &page[start..];
    let row = &row[..row.find("</tr>").unwrap()];
    words(row.split("<td").nth(1).unwrap().split_once('>').unwrap().1)
}

fn fixed(commit: &str) -> Value {
    json!({"action": "fixed", "commit": commit})
}

/// Four rounds with a cell of nearly every kind.
fn story() -> Site {
    let first = [
        with(new("I1", "important", "Retry sends twice"), "resolution", fixed("b81d2e0aa1")),
        new("S1", "suggestion", "Checksum too early"),
        with(
            new("S2", "suggestion", "Zero is taken"),
            "resolution",
            json!({"action": "declined", "reason": "The `gateway` checks it. And much more is to be said about that, at length."}),
        ),
        with(
            new("S3", "suggestion", "A name to think of"),
            "resolution",
            json!({"action": "skipped", "reason": "later"}),
        ),
        with(new("S4", "suggestion", "No defect at all"), "assessment", json!("false-positive")),
        new("D1", "concern", "Nobody answers this"),
        new("D2", "concern", "Two know each other"),
    ];
    let second = [
        again("C1", "critical", "Checksum too early", 1, "S1"),
        again("D1", "concern", "Two know each other", 1, "D2"),
        with(
            with(new("I1", "important", "Token outlives its lease"), "continues", Value::Null),
            "body",
            json!("Regression: the fix of round 1's I1 returns early."),
        ),
    ];
    let mut second = second.to_vec();
    second[2].as_object_mut().unwrap().remove("continues");
    let third = [
        again("C1", "critical", "Checksum too early", 2, "C1"),
        again("I1", "important", "Retry sends twice", 1, "I1"),
    ];
    let fourth = [
        with(again("I1", "important", "Checksum too early", 3, "C1"), "resolution", fixed("0a1b2c3d4e")),
        again("I2", "important", "Retry sends twice", 3, "I1"),
    ];
    build_sound(&[round(1, &first), round(2, &second), round(3, &third), round(4, &fourth)])
}

#[test]
fn each_cell_says_what_happened() {
    let site = story();
    let page = site.main(PAGE);
    for (run, finding, said, class) in [
        ("r1", "S1", "S1 new", "suggestion on"),
        ("r2", "C1", "C1 up from suggestion", "critical on"),
        ("r3", "C1", "C1 still there", "critical on same"),
        ("r4", "I1", "I1 down from critical, then fixed in 0a1b2c3d", "important"),
        ("r2", "I1", "I1 new, by the fix of I1", "important on"),
        ("r3", "I1", "I1 back", "important on"),
        ("r4", "I2", "I2 still there", "important on same"),
        ("r2", "D1", "D1 still there", "concern on same"),
    ] {
        assert_eq!(cell(page, run, finding), (said.to_owned(), class), "{run} {finding}");
    }
    for (run, finding, said) in [
        ("r1", "I1", "fixed in b81d2e0a"),
        ("r1", "S2", "declined: The gateway checks it. And much more is to be said about…"),
        ("r1", "S3", "skipped: later"),
        ("r1", "S4", "rejected as false"),
        ("r1", "D1", "not raised, no word why"),
        ("r2", "D1", "not raised, no word why"),
    ] {
        assert_eq!(after(page, run, finding), said, "{run} {finding}");
    }
    assert!(
        page.contains("href=\"https://github.com/o/n/commit/b81d2e0aa1\"")
            || page.contains("href=https://github.com/o/n/commit/b81d2e0aa1")
    );
}

#[test]
fn the_story_of_a_change_reads_as_it_should() {
    let site = story();
    insta::assert_snapshot!(one_element_a_line(site.main(PAGE)));
}

/// Nobody said that it was fixed.
#[test]
fn what_is_not_raised_is_never_said_to_be_fixed() {
    let site = build_sound(&[
        round(1, &[new("I1", "important", "A"), new("I2", "important", "B")]),
        round(2, &[again("I1", "important", "A", 1, "I1")]),
    ]);
    let said = words(site.main(PAGE));
    assert!(said.contains("1 finding was not raised again, and nobody says why."), "{said}");
    assert!(said.contains("Settled 1 1 no longer raised") && said.contains("not raised, no word why"), "{said}");
    assert!(!said.contains("fixed") && !said.contains("settled"), "{said}");
}

#[test]
fn a_finding_that_was_said_to_be_fixed_and_is_there_still_says_so() {
    let site = build_sound(&[
        round(1, &[with(new("I1", "important", "A"), "resolution", fixed("b81d2e0aa1"))]),
        round(2, &[again("I1", "important", "A", 1, "I1")]),
    ]);
    assert_eq!(cell(site.main(PAGE), "r2", "I1").0, "I1 still there, though said to be settled");
}

#[test]
fn two_findings_of_a_round_that_are_one_problem_stand_in_one_cell() {
    let site = build_sound(&[
        round(1, &[new("I1", "important", "A")]),
        round(2, &[again("I1", "important", "A", 1, "I1"), again("S1", "suggestion", "A as well", 1, "I1")]),
    ]);
    let page = site.main(PAGE);
    assert!(page.contains("id=~r2~S1"), "{page}");
    assert_eq!(
        page.matches("<tr role=row><th role=rowheader").count(),
        1 + page.matches("Round 2</th>").count(),
        "{page}"
    );
    assert!(words(page).contains("S1 as well"), "{page}");
}

#[test]
fn each_of_two_findings_that_raise_a_problem_first_is_new() {
    let twins = [new("I1", "important", "A"), new("S1", "suggestion", "A as well"), new("C1", "critical", "B")];
    let one = again("I1", "important", "A", 2, "I1");
    let other = again("I1", "important", "A", 2, "S1");
    let site = build_sound(&[round(1, &[]), round(2, &twins), round(3, &[one, with(other, "id", json!("S1"))])]);
    for review in ["reviews/r2.html", "reviews/r3.html"] {
        let said = words(site.main(review));
        assert_eq!(said.contains("since round 2"), review.contains("r3"), "{said}");
    }
    assert_eq!(words(site.main("reviews/r2.html")).matches("new in round 2").count(), 3);
}

/// A link to a finding on the page of its change holds when older rounds are brought in, and when newer ones are.
#[test]
fn an_anchor_stays_whatever_rounds_come_in() {
    let rounds = [
        round(1, &[new("I9", "important", "A")]),
        round(2, &[again("I1", "important", "A", 1, "I9"), new("S1", "suggestion", "B")]),
        round(3, &[again("I1", "important", "A", 2, "I1")]),
    ];
    let mut second_alone = rounds[1].clone();
    second_alone["findings"][0].as_object_mut().unwrap().remove("continues");
    let pages = [build_sound(&[second_alone]), build_sound(&rounds[..2]), build_sound(&rounds)];
    for site in &pages {
        for anchor in ["id=~r2~I1", "id=~r2~S1"] {
            assert_eq!(site.main(PAGE).matches(anchor).count(), 1, "{}", site.main(PAGE));
        }
    }
    // Reviews lead there.
    assert!(pages[2].text("reviews/r3.html").contains("../changes/o/n/7.html#~r1~I9"));
}

#[test]
fn one_round_is_a_list() {
    let mut one =
        round(1, &[new("I1", "important", "A"), with(new("S1", "suggestion", "B"), "resolution", fixed("b81d2e0aa1"))]);
    one["reviewers"][1]["status"] = json!("failed");
    let site = build_sound(&[one]);
    let page = site.main(PAGE);
    assert!(!page.contains("<table"), "{page}");
    let said = words(page);
    assert!(said.contains("One round, on 1 March 2026. 1 of 2 findings is open."), "{said}");
    assert!(said.contains("S1, then fixed in b81d2e0a") && said.contains("no verdict"), "{said}");
    assert!(said.contains("Codex (failed)"), "{said}");
    assert!(page.contains("id=~r1~I1") && !page.contains("id=matches") && !page.contains("id=fixes"), "{page}");
}

/// A list of much that was false would bury what was not.
#[test]
fn many_rejected_findings_of_one_round_are_folded_away() {
    let rejected = |at: usize| {
        with(new(&format!("S{at}"), "suggestion", &format!("Number {at}")), "assessment", json!("false-positive"))
    };
    let list = |count: usize| {
        let mut findings: Vec<Value> = (1..=count).map(rejected).collect();
        findings.push(with(new("I1", "important", "Held"), "resolution", fixed("0a1b2c3d")));
        build_sound(&[round(1, &findings)]).main(PAGE).to_owned()
    };
    assert!(!list(5).contains("<details"));
    let page = list(6);
    let (shown, folded) = page.split_once("<details class=folded>").expect("a fold");
    assert!(words(shown).contains("Settled 7 1 fixed, 6 rejected as false") && shown.contains("Held"), "{shown}");
    assert!(folded.starts_with("<summary>Show the 6 that were rejected</summary>"), "{folded}");
    assert_eq!((shown.matches("Number ").count(), folded.matches("Number ").count()), (0, 6), "{page}");
    assert!(folded.contains("id=~r1~S6"), "with its anchor: {folded}");
}

#[test]
fn a_title_that_is_only_the_number_says_it_once() {
    let mut only = round(1, &[]);
    only["title"] = json!("o/n #7");
    let site = build_sound(&[only]);
    let page = site.main(PAGE);
    assert!(page.contains("<h1><span class=eyebrow>One round so far</span> o/n #7</h1>"), "{page}");
    assert!(site.text(PAGE).contains("<title>n#7 · "));
}

#[test]
fn rounds_without_a_finding_are_told() {
    let site = build_sound(&[round(1, &[])]);
    assert!(words(site.main(PAGE)).contains("One round, on 1 March 2026. It raised nothing."));
    let site = build_sound(&[round(1, &[]), round(2, &[])]);
    let said = words(site.main(PAGE));
    assert!(said.contains("2 rounds over 1 day. None raised anything.") && said.contains("1 day later"), "{said}");
}

/// No two changes share a page, on no disk, and each is linked to from its review.
#[test]
fn every_change_has_a_page_of_its_own() {
    let subject = |id: &str, subject: Value| json!({"format": "pilcrow-review/1", "id": id, "date": "2026-03-22", "subject": subject, "reviewers": []});
    let branch =
        |id: &str, repository: &str, branch: &str| subject(id, json!({"repository": repository, "branch": branch}));
    let long = "é/".repeat(200);
    let mut runs = vec![
        subject("pr", json!({"repository": "g/o/n", "pull_request": 5})),
        branch("of-group", "g/o", "n/5"),
        branch("number", "g/o/n", "5"),
        branch("small", "o/n", "fix"),
        branch("capital", "o/n", "Fix"),
        branch("capitals", "o/n", "FIX"),
        branch("page", "o/n", "fix.html"),
        branch("below-page", "o/n", "fix.html/x"),
        branch("climbs", "o/n", "../../x"),
        branch("markup", "o/n", "<b onclick=x>\"'&"),
        branch("device", "o/n", "con"),
        branch("blank", "o/n", " "),
        branch("dot", "o/n", "fix."),
        branch("long", "o/n", &long),
        subject("nowhere", json!({"branch": "fix"})),
        subject("nowhere-numbered", json!({"pull_request": 5})),
    ];
    let mut of_kind = branch("kind", "o/n", "fix");
    of_kind["kind"] = json!("ci-failures");
    let mut branch_kind = branch("branch-kind", "o/n", "fix");
    branch_kind["kind"] = json!("branch");
    runs.extend([of_kind, branch_kind]);
    let count = runs.len();
    let site = build_sound(&runs);
    let pages: BTreeSet<String> =
        site.files.keys().filter(|path| path.starts_with("changes/")).map(|path| path.to_lowercase()).collect();
    assert_eq!(pages.len(), count, "{pages:?}");
    assert!(pages.iter().all(|path| path.split('/').all(|part| part.len() <= 255)), "{pages:?}");
    assert!(pages.contains("changes/o/n/fix.html") && pages.contains("changes/g/o/n/5.html"), "{pages:?}");
    assert!(!site.main("changes/o/n/~3cb~20onclick~3dx~3e~22~27~26.html").contains("<b onclick"));
}

#[test]
fn a_change_whose_runs_were_all_withdrawn_has_no_page() {
    let texts =
        [round(1, &[new("I1", "important", "A")]), round(2, &[new("I1", "important", "B")])].map(|run| run.to_string());
    let archive = || MemoryArchive::of(&[("r1.json", &texts[0]), ("r2.json", &texts[1])]);
    let pages = |withdrawn: &str| {
        let config = Config::parse(&format!("[publish]\nwithdrawn = [{withdrawn}]\n")).unwrap();
        let site = try_build(&archive(), &config).unwrap();
        site.files.contains_key(PAGE).then(|| site.main(PAGE).to_owned())
    };
    assert_eq!(pages(r#""r1", "r2""#), None);
    let left = pages(r#""r1""#).unwrap();
    assert!(left.contains("id=~r2~I1") && !left.contains("~r1~"), "{left}");
}

fn long_change(rounds: u32) -> Site {
    let of_round = |number: u32| {
        let mut run = round(number, &[]);
        let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(u64::from(number));
        run["date"] = json!(day.to_string());
        let kept =
            if number == 1 { new("I1", "important", "A") } else { again("I1", "important", "A", number - 1, "I1") };
        run["findings"] = json!([
            kept,
            with(new("S1", "suggestion", &format!("Only of {number}")), "resolution", fixed("b81d2e0aa1"))
        ]);
        run
    };
    build_sound(&(1..=rounds).map(of_round).collect::<Vec<_>>())
}

#[test]
fn a_page_grows_with_its_rounds_and_not_with_their_square() {
    let [few, many] = [125, 500].map(|rounds| long_change(rounds).text(PAGE).len());
    assert!(many < few * 5, "{few} bytes for 125 rounds, {many} for 500");
    let site = long_change(20);
    let said = words(site.main(PAGE));
    assert!(said.contains("20 rounds in 3 tables, newest first."), "{said}");
    let [newest, middle, oldest] =
        ["Rounds 14 to 20", "Rounds 7 to 13", "Rounds 1 to 6"].map(|title| said.find(title).unwrap());
    assert!(newest < middle && middle < oldest, "{said}");
    assert_eq!(said.matches("Only of 3S1").count(), 1, "{said}");
}

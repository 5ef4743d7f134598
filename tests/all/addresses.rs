//! Addresses that can be computed, and addresses that stay.

use crate::support::{MemoryArchive, Site, build, run, try_build};
use pilcrow::Config;

/// A run of a pull request with findings, each an id with more keys.
fn review(id: &str, subject: &str, more: &str, findings: &[(&str, &str)]) -> (String, String) {
    let finding = |(id, more): &(&str, &str)| {
        format!(r#"{{"id": "{id}", "severity": "important", "title": "{id} of the review"{more}}}"#)
    };
    let findings: Vec<String> = findings.iter().map(finding).collect();
    let keys = format!(r#""subject": {{{subject}}}, "findings": [{}]{more}"#, findings.join(", "));
    (format!("{id}.json"), run(id, &keys))
}

const CHANGE: &str = r#""repository": "team/harbour", "pull_request": 7"#;
const I1: [(&str, &str); 1] = [("I1", "")];

fn site(runs: &[(String, String)]) -> Site {
    let files: Vec<(&str, &str)> = runs.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    build(&files)
}

fn configured(runs: &[(String, String)], config: &str) -> Site {
    let archive = runs.iter().map(|(path, text)| (path.clone(), text.as_bytes().to_vec())).collect();
    try_build(&MemoryArchive(archive), &Config::parse(config).unwrap()).unwrap()
}

/// Where an address of a finding leads by itself.
#[track_caller]
fn lead<'s>(site: &'s Site, path: &str) -> &'s str {
    let page = site.text(path);
    let start = page.find("content=\"0; url=").unwrap_or_else(|| panic!("{path} leads nowhere: {page}"));
    page[start..].split(['=', '"']).nth(3).unwrap()
}

fn below<'s>(site: &'s Site, folder: &str) -> Vec<&'s str> {
    site.files.keys().map(String::as_str).filter(|path| path.starts_with(folder)).collect()
}

#[test]
fn a_finding_has_an_address_that_the_round_tells() {
    let site = site(&[
        review("a", CHANGE, r#", "round": 2"#, &[("I1", ""), ("S9", "")]),
        review("b", CHANGE, "", &I1),
        review("c", r#""branch": "x""#, r#", "round": 1"#, &I1),
    ]);
    assert_eq!(lead(&site, "team/harbour/pull/7/2/I1/index.html"), "../../../../../../reviews/a/I1.html");
    assert_eq!(lead(&site, "team/harbour/pull/7/b/I1/index.html"), "../../../../../../reviews/b/I1.html");
    let expected = ["2/I1", "2/S9", "b/I1"].map(|address| format!("team/harbour/pull/7/{address}/index.html"));
    let addresses: Vec<&str> = below(&site, "team/harbour/pull/7/")
        .into_iter()
        .filter(|path| path.contains("/I1/") || path.contains("/S9/"))
        .collect();
    assert_eq!(addresses, expected, "a round that is counted has no address: it moves");
    let page = site.text("team/harbour/pull/7/2/I1/index.html");
    assert!(page.contains("<title>I1: I1 of the review</title>"), "{page}");
    assert!(page.contains("<meta name=robots content=noindex>"), "{page}");
    assert!(page.len() < 500, "{} bytes", page.len());
}

#[test]
fn a_finding_without_a_page_is_led_to_on_its_review() {
    let site = configured(&[review("a", CHANGE, r#", "round": 1"#, &I1)], "finding_pages = \"none\"");
    assert_eq!(lead(&site, "team/harbour/pull/7/1/I1/index.html"), "../../../../../../reviews/a.html#I1");
}

#[test]
fn addresses_of_findings_can_be_turned_off() {
    let runs = [review("a", CHANGE, r#", "round": 1"#, &I1)];
    let site = configured(&runs, "finding_addresses = false");
    assert_eq!(below(&site, "team/"), ["team/harbour/pull/7/index.html"]);
}

#[test]
fn a_merge_request_has_the_addresses_that_gitlab_gives_it() {
    let subject = r#""repository": "g/sub/name", "pull_request": 9, "host": "https://gitlab.com""#;
    let site = site(&[review("a", subject, r#", "round": 1"#, &I1)]);
    let expected = [
        "g/sub/name/-/merge_requests/9/1/I1/index.html",
        "g/sub/name/-/merge_requests/9/index.html",
        "g/sub/name/pull/9/index.html",
    ];
    assert_eq!(below(&site, "g/"), expected);
    assert_eq!(lead(&site, expected[0]), "../../../../../../../../reviews/a/I1.html");
}

/// An address that led to one run's finding may not lead to another's in silence.
#[test]
fn a_round_that_two_runs_state_leads_to_neither_by_itself() {
    let first = review("a", CHANGE, r#", "round": 2"#, &[("I1", ""), ("S1", "")]);
    let alone = site(std::slice::from_ref(&first));
    assert_eq!(lead(&alone, "team/harbour/pull/7/2/I1/index.html"), "../../../../../../reviews/a/I1.html");
    let both = site(&[first, review("b", CHANGE, r#", "round": 2"#, &[("I1", ""), ("C1", "")])]);
    for path in below(&alone, "team/") {
        assert!(both.files.contains_key(path), "{path} is gone");
    }
    let page = both.main("team/harbour/pull/7/2/I1/index.html");
    for review in ["a", "b"] {
        let link = format!("href=\"../../../../../../reviews/{review}/I1.html\"");
        assert!(page.contains(&link), "{page}");
        let own = format!("team/harbour/pull/7/{review}/I1/index.html");
        assert_eq!(lead(&both, &own), format!("../../../../../../reviews/{review}/I1.html"));
    }
    // Nor where only one of them has the finding now.
    let page = both.text("team/harbour/pull/7/2/S1/index.html");
    assert!(!page.contains("http-equiv=refresh") && page.contains("reviews/a/S1.html"), "{page}");
}

#[test]
fn a_withdrawn_run_holds_its_round() {
    let runs = [
        review("a", CHANGE, r#", "round": 2"#, &[("I1", ""), ("S1", "")]),
        review("b", CHANGE, r#", "round": 2"#, &I1),
        review("c", CHANGE, r#", "round": 3"#, &I1),
    ];
    let site = configured(&runs, "[publish]\nwithdrawn = [\"a\", \"c\"]\n");
    let shared = site.main("team/harbour/pull/7/2/I1/index.html");
    assert!(shared.contains("reviews/b/I1.html") && shared.contains("was withdrawn"), "{shared}");
    for gone in ["2/S1", "3/I1", "a/I1"] {
        let page = site.main(&format!("team/harbour/pull/7/{gone}/index.html"));
        assert!(page.contains("This review was withdrawn"), "{gone}: {page}");
    }
    assert_eq!(lead(&site, "team/harbour/pull/7/b/I1/index.html"), "../../../../../../reviews/b/I1.html");
}

/// The id of a run can be the number that another states as its round.
#[test]
fn an_id_that_is_a_number_is_not_taken_for_a_round() {
    let site = site(&[review("2", CHANGE, "", &I1), review("b", CHANGE, r#", "round": 2"#, &I1)]);
    let page = site.main("team/harbour/pull/7/2/I1/index.html");
    assert!(page.contains("reviews/2/I1.html") && page.contains("reviews/b/I1.html"), "{page}");
}

#[test]
fn with_the_old_address_of_a_review_come_those_of_its_findings() {
    let patch = r#", "patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "aliases": ["null-deref", "important-1"]"#;
    let more = r#", "originals": [{"agent": "claude", "body": "b"}], "aliases": ["reviews/old.html"]"#;
    let site = site(&[review("new", CHANGE, more, &[("I1", patch)])]);
    assert!(site.built.diagnostics.is_empty(), "{:?}", site.built.diagnostics);
    assert_eq!(lead(&site, "reviews/old/I1.html"), "../new/I1.html");
    assert_eq!(lead(&site, "reviews/old/null-deref.html"), "../new/I1.html");
    assert!(site.text("reviews/old/originals.html").contains("href=\"../new/originals.html\" data-redirect"));
    assert_eq!(site.files["reviews/old/I1.patch"], site.files["reviews/new/I1.patch"]);
    assert_eq!(site.files["reviews/new/null-deref.patch"], site.files["reviews/new/I1.patch"]);
    // An older id of a finding has a page; what imports call findings never was one.
    assert_eq!(lead(&site, "reviews/new/null-deref.html"), "I1.html");
    assert!(!site.files.contains_key("reviews/new/important-1.html"));
}

#[test]
fn an_old_address_takes_nothing_from_a_run_that_is_there() {
    let more = r#", "aliases": ["reviews/b.html"]"#;
    let patch = r#", "patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n""#;
    let runs =
        [review("a", CHANGE, more, &[("I1", patch)]), review("b", CHANGE, "", &[("I1", &patch.replace("+b", "+c"))])];
    let site = site(&runs);
    let told: Vec<&str> = site.built.diagnostics.iter().map(|told| told.message.as_str()).collect();
    assert_eq!(told, ["alias `reviews/b.html` clashes with a file of the site"]);
    assert!(site.text("reviews/b/I1.patch").contains("+c"));
    assert!(site.main("reviews/b/I1.html").contains("<b>I1</b>"));
}

#[test]
fn an_old_address_of_a_round_leads_on() {
    let more = r#", "round": 3, "aliases": ["team/quay/pull/4/2/"]"#;
    let site = site(&[review("a", CHANGE, more, &I1)]);
    assert_eq!(lead(&site, "team/quay/pull/4/2/I1/index.html"), "../../../../../../reviews/a/I1.html");
    assert!(site.text("team/quay/pull/4/2/index.html").contains("reviews/a.html\" data-redirect"));
}

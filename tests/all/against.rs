//! `build --against`: no address that people may have linked is lost.

use crate::folder::Folder;
use crate::support::run;
use serde_json::{Value, json};

/// A run of a pull request.
fn review(id: &str, round: Option<u32>, findings: &Value) -> Value {
    let mut review: Value = serde_json::from_str(&run(id, "")).unwrap();
    review["subject"] = json!({"repository": "team/harbour", "pull_request": 7});
    review["findings"] = findings.clone();
    review["sections"] = json!([{"title": "Testing Assessment", "body": "Enough.\n\n## In short\n\nYes."}]);
    review["originals"] = json!([{"agent": "claude", "body": "# Report"}]);
    if let Some(round) = round {
        review["round"] = round.into();
    }
    review
}

fn finding(id: &str) -> Value {
    json!({"id": id, "severity": "important", "title": format!("{id} of it"), "found_by": [{"agent": "claude"}],
        "aliases": [format!("important-{}", &id[1..])],
        "patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"})
}

/// An archive whose site was built into `old`.
fn published(runs: &[&Value]) -> Folder {
    let folder = Folder::new(&[]);
    for run in runs {
        put(&folder, run);
    }
    folder.expect(&["build", "-o", "old", "--quiet"], 0, &[]);
    folder
}

fn put(folder: &Folder, run: &Value) {
    folder.write(&format!("reviews/{}.json", run["id"].as_str().unwrap()), &run.to_string());
}

const AGAINST: [&str; 4] = ["build", "--quiet", "--against", "old"];

#[track_caller]
fn loses(folder: &Folder, words: &[&str]) -> String {
    let said = folder.expect(
        &AGAINST,
        3,
        &["error: cannot build the site; nothing was changed", "of the old site would be lost"],
    );
    for word in words {
        assert!(said.contains(word), "`{word}` is not in:\n{said}");
    }
    assert!(!folder.path("site").exists(), "a site that loses addresses is not put in place");
    said
}

#[track_caller]
fn loses_nothing(folder: &Folder) {
    assert_eq!(folder.expect(&AGAINST, 0, &[]), "");
}

#[test]
fn a_site_that_has_grown_loses_nothing() {
    let folder = published(&[&review("a", Some(1), &json!([finding("I1")]))]);
    loses_nothing(&folder);
    put(&folder, &review("b", Some(2), &json!([finding("I1"), finding("I2")])));
    loses_nothing(&folder);
    // The list alone will do, and the site that is to be replaced too.
    folder.expect(&["build", "--quiet", "--against", "old/data/addresses.json"], 0, &[]);
    folder.expect(&["build", "--quiet", "--against", "site"], 0, &[]);
}

#[test]
fn a_renamed_run_is_told_and_one_alias_cures_it() {
    let mut run = review("a", None, &json!([finding("I1"), finding("I2")]));
    let folder = published(&[&run]);
    folder.remove("reviews/a.json");
    run["id"] = "b".into();
    put(&folder, &run);
    loses(
        &folder,
        &[
            "reviews/a.html: add `\"aliases\": [\"reviews/a.html\"]` to the run that it is now",
            "reviews/a/I1.html: comes back with reviews/a.html",
            "reviews/a/I2.patch: comes back with reviews/a.html",
            "reviews/a/originals.html: comes back with reviews/a.html",
            // It states no round, so that its id stands in the addresses of its findings.
            "team/harbour/pull/7/a/I1/index.html: add `\"aliases\": [\"team/harbour/pull/7/a/\"]` to the run",
            "hint: an alias keeps old links working",
        ],
    );
    run["aliases"] = json!(["reviews/a.html", "team/harbour/pull/7/a/"]);
    put(&folder, &run);
    loses_nothing(&folder);
}

/// The failed build leaves the site that is there whole, even where it is the one that it is held against.
#[test]
fn the_old_site_stays_whole() {
    let folder = published(&[&review("a", Some(1), &json!([finding("I1")])), &review("b", Some(2), &json!([]))]);
    let before = folder.files("old");
    folder.remove("reviews/b.json");
    let said = folder.expect(&["build", "-o", "old", "--against", "old", "--quiet"], 3, &["reviews/b.html: add"]);
    assert!(!said.contains("reviews/a"), "{said}");
    assert_eq!(folder.files("old"), before);
}

#[test]
fn a_renamed_finding_is_told_and_one_alias_cures_it() {
    let folder = published(&[&review("a", Some(1), &json!([finding("I1"), finding("I2")]))]);
    let mut renamed = finding("I3");
    renamed["aliases"] = json!(["important-2"]);
    put(&folder, &review("a", Some(1), &json!([finding("I1"), renamed])));
    let cure = "add `\"aliases\": [\"I2\"]` to the finding that it is now";
    let said = loses(&folder, &[]);
    for address in
        ["reviews/a.html#I2", "reviews/a/I2.html", "reviews/a/I2.patch", "team/harbour/pull/7/1/I2/index.html"]
    {
        assert!(said.contains(&format!("{address}: {cure}")), "{address}:\n{said}");
    }
    assert!(said.contains("4 addresses of the old site"), "{said}");
    renamed["aliases"] = json!(["important-2", "I2"]);
    put(&folder, &review("a", Some(1), &json!([finding("I1"), renamed])));
    loses_nothing(&folder);
    // What the finding is called now stays from here on, and the alias too.
    folder.expect(&["build", "-o", "old", "--quiet"], 0, &[]);
    renamed["aliases"] = json!(["important-2"]);
    put(&folder, &review("a", Some(1), &json!([finding("I1"), renamed])));
    folder.remove("site");
    loses(&folder, &["reviews/a.html#I2: add", "reviews/a/I2.html: add"]);
}

#[test]
fn an_older_anchor_and_a_heading_are_lost_too() {
    let mut run = review("a", Some(1), &json!([finding("I1")]));
    let folder = published(&[&run]);
    run["findings"][0]["aliases"] = json!([]);
    run["sections"][0]["body"] = "Enough.".into();
    put(&folder, &run);
    let said = loses(
        &folder,
        &[
            "2 addresses",
            "reviews/a.html#important-1: add `\"aliases\": [\"important-1\"]` to the finding that it is now",
            "reviews/a.html#testing-assessment-in-short: if it was a finding",
            "put a heading back",
        ],
    );
    assert!(!said.contains("#testing-assessment:"), "{said}");
}

#[test]
fn an_address_that_led_on_is_one() {
    let mut run = review("a", Some(1), &json!([finding("I1")]));
    run["aliases"] = json!(["2024/old.html", "older"]);
    let folder = published(&[&run]);
    run["aliases"] = json!(["older"]);
    put(&folder, &run);
    loses(&folder, &["an address of the old site", "2024/old.html: add `\"aliases\": [\"2024/old.html\"]` to the run"]);
    // Of a page that moved the anchors go along.
    run["id"] = "b".into();
    run["findings"] = json!([]);
    run["aliases"] = json!(["older", "2024/old.html", "reviews/a.html"]);
    put(&folder, &run);
    folder.remove("reviews/a.json");
    loses(
        &folder,
        &["reviews/a.html#I1: add `\"aliases\": [\"I1\"]`", "reviews/a/I1.html: add `\"aliases\": [\"I1\"]`"],
    );
}

/// The page of a file goes with a withdrawn run that had a part in it, and with no other.
#[test]
fn a_page_of_a_file_goes_with_what_was_withdrawn_alone() {
    let on = |id: &str, path: &str, more: Value| {
        let mut finding = finding(id);
        finding["locations"] = json!([{"path": path}]);
        finding["continues"] = more;
        finding
    };
    let of = |id: &str, number: u32, round: u32, findings: Value| {
        let mut run = review(id, Some(round), &findings);
        run["subject"]["pull_request"] = number.into();
        run
    };
    let null = || Value::Null;
    let moved = json!({"round": 1, "finding": "I1"});
    // Of three files one has a finding of each of two changes, one a problem that was elsewhere in the second round.
    let first = of("a", 7, 1, json!([on("I1", "src/moved.rs", null()), on("I2", "src/both.rs", null())]));
    let second = of("b", 7, 2, json!([on("I1", "src/there.rs", moved)]));
    let third = of("c", 8, 1, json!([on("I1", "src/both.rs", null()), on("I2", "src/there.rs", null())]));
    let folder = published(&[&first, &second, &third]);
    for file in ["moved", "both", "there"] {
        assert!(folder.path(&format!("old/files/team/harbour/src/{file}.rs.html")).exists(), "{file}");
    }
    // The run that is withdrawn was about another change: it explains the page that it had a finding on.
    folder.write("pilcrow.toml", "[publish]\nwithdrawn = [\"c\"]\n");
    loses_nothing(&folder);
    folder.remove("site");
    // The finding of the other round moved from there.
    folder.write("pilcrow.toml", "[publish]\nwithdrawn = [\"b\"]\n");
    loses_nothing(&folder);
    folder.remove("site");
    // It explains no other: what the first round had on that file is gone from its run.
    let less = of("a", 7, 1, json!([on("I1", "src/moved.rs", null()), on("I2", "src/else.rs", null())]));
    put(&folder, &less);
    let said = loses(&folder, &["files/team/harbour/src/both.rs.html: add `\"aliases\""]);
    assert!(!said.contains("moved.rs") && !said.contains("there.rs"), "{said}");
    // Of a run whose file is gone nothing is known, so that it may have been.
    folder.remove("reviews/b.json");
    loses_nothing(&folder);
}

#[test]
fn what_was_withdrawn_on_purpose_is_not_lost() {
    let other = json!({"repository": "team/quay", "pull_request": 1});
    let mut elsewhere = review("c", None, &json!([finding("I1")]));
    elsewhere["subject"] = other;
    elsewhere["reviewers"] = json!([{"agent": "heron"}]);
    elsewhere["originals"] = json!([]);
    elsewhere["findings"][0]["found_by"] = json!([]);
    elsewhere["aliases"] = json!(["reviews/older.html"]);
    let folder = published(&[&review("a", Some(1), &json!([finding("I1")])), &elsewhere]);
    folder.write("pilcrow.toml", "[publish]\nwithdrawn = [\"c\"]\n");
    loses_nothing(&folder);
    assert!(!String::from_utf8_lossy(&folder.files("site")["data/addresses.json"]).contains("reviews/c"));
    folder.remove("site");
    // Nor once its file is gone and nothing is known of it but its id.
    folder.remove("reviews/c.json");
    loses_nothing(&folder);
    folder.remove("site");
    folder.write("pilcrow.toml", "");
    loses(
        &folder,
        &[
            "reviews/c.html: add",
            "agents/heron.html: add `also = [\"heron\"]` to the agent",
            "team/quay/pull/1/index.html: add",
        ],
    );
}

#[test]
fn a_renamed_agent_is_told() {
    let folder = published(&[&review("a", Some(1), &json!([]))]);
    let text = review("a", Some(1), &json!([])).to_string().replace("\"claude\"", "\"claude-code\"");
    folder.write("reviews/a.json", &text);
    loses(&folder, &["agents/claude.html: add `also = [\"claude\"]` to the agent that it is now, in pilcrow.toml"]);
    folder.write("pilcrow.toml", "[agents.claude-code]\nalso = [\"claude\"]\n");
    loses_nothing(&folder);
}

/// An address that led to one run's finding must not lead to another's.
#[test]
fn an_address_that_would_lead_to_another_finding_is_told() {
    let (mut a, mut b) = (review("a", Some(2), &json!([finding("I1")])), review("b", Some(1), &json!([finding("I1")])));
    let folder = published(&[&a, &b]);
    // A round that became ambiguous names both and is no loss.
    b["round"] = 2.into();
    b["aliases"] = json!(["team/harbour/pull/7/1/"]);
    put(&folder, &b);
    loses_nothing(&folder);
    b["aliases"] = json!([]);
    a["round"] = 1.into();
    folder.remove("site");
    put(&folder, &a);
    put(&folder, &b);
    let said = loses(
        &folder,
        &[
            "team/harbour/pull/7/2/I1/index.html leads to reviews/b/I1.html, and led to reviews/a/I1.html: state the rounds as before, or \
         add `\"aliases\": [\"team/harbour/pull/7/2/\"]` to the run that it led to",
        ],
    );
    assert!(said.contains("2 addresses"), "{said}");
    a["aliases"] = json!(["team/harbour/pull/7/2/"]);
    b["aliases"] = json!(["team/harbour/pull/7/1/"]);
    put(&folder, &a);
    put(&folder, &b);
    loses_nothing(&folder);
}

#[test]
fn addresses_that_are_turned_off_are_lost() {
    let folder = published(&[&review("a", Some(1), &json!([finding("I1")]))]);
    folder.write("pilcrow.toml", "finding_addresses = false\n");
    loses(&folder, &["team/harbour/pull/7/1/I1/index.html: set `finding_addresses = true` in pilcrow.toml"]);
}

#[test]
fn many_losses_are_counted() {
    let findings: Vec<Value> = (1..40).map(|number| finding(&format!("I{number}"))).collect();
    let folder = published(&[&review("a", Some(1), &json!(findings)), &review("b", Some(2), &json!([]))]);
    folder.remove("reviews/a.json");
    let said = loses(&folder, &["119 addresses of the old site would be lost", "and 99 more"]);
    assert_eq!(said.matches(": comes back with ").count(), 18, "{said}");
    // What brings the others back comes first.
    assert!(said.find("[\"team/harbour/pull/7/1/\"]") < said.find("reviews/a/I1.html"), "{said}");
}

#[test]
fn a_site_without_a_list_is_read_from_its_pages() {
    let folder = published(&[&review("a", Some(1), &json!([finding("I1")])), &review("b", Some(2), &json!([]))]);
    folder.remove("old/data/addresses.json");
    loses_nothing(&folder);
    folder.remove("site");
    put(&folder, &review("a", Some(1), &json!([])));
    loses(
        &folder,
        &["reviews/a.html#I1: add `\"aliases\": [\"I1\"]`", "reviews/a/I1.html: add", "reviews/a/I1.patch: add"],
    );
    folder.remove("old");
    folder.write("old/index.html", "<p>by somebody else");
    folder.expect(
        &AGAINST,
        2,
        &["cannot read the addresses of the old site `old`", "holds neither data/addresses.json", "hint: "],
    );
}

/// What is given is compared with addresses: it opens no file, and ends no build in a panic.
#[test]
fn a_list_may_be_hostile() {
    let folder = published(&[&review("a", Some(1), &json!([]))]);
    let told = |addresses: &str, status: i32, words: &[&str]| {
        let list = format!("{{\"format\": \"pilcrow-addresses/1\", \"addresses\": {addresses}}}");
        folder.write("list.json", &list);
        let said = folder.expect(&["build", "--quiet", "--against", "list.json"], status, words);
        assert!(!said.contains("panicked") && !said.contains('\u{1b}'), "{said}");
        said
    };
    told("{}", 0, &[]);
    told("{\"../../\": {\"etc/passwd\": []}}", 2, &["line 1, column ", "`../../etc/passwd` is no file of a site"]);
    told("{\"a/\": {\"\\u001b[2J\": []}}", 2, &["is no file of a site"]);
    told("{\"\": {\"a\u{202e}b.html\": []}}", 3, &["a\\u{202e}b.html: put back"]);
    told("{\"\": {\"index.html\": [\"\\u001b]0;x\", \"\"]}}", 3, &["index.html#\\u{1b}]0;x"]);
    told("{\"o/n/pull/7/1/\": {\"x/index.html\": \"../../../etc/passwd#\"}}", 3, &["o/n/pull/7/1/x/index.html: add"]);
    told("{\"reviews/\": {\"/\": []}}", 2, &["is no file of a site"]);
    told("{\"team/harbour/pull/7/\": {\"index.html\": \"https://evil.example/\"}}", 0, &[]);
    let deep = format!("{}{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    told(&deep, 2, &["cannot read the addresses"]);
    let many: Vec<String> = (0..50_000).map(|at| format!("\"x{at}.html\": []")).collect();
    let said = told(&format!("{{\"\": {{{}}}}}", many.join(",")), 3, &["50,000 addresses", "and 49,980 more"]);
    assert!(said.len() < 10_000, "{} bytes", said.len());
    folder.write("list.json", "\u{feff}{}");
    folder.expect(&["build", "--against", "list.json"], 2, &["starts with a byte order mark"]);
    folder.expect(
        &["build", "--against", "nowhere"],
        2,
        &["cannot read the addresses of the old site `nowhere`", "No such file"],
    );
}

/// A list of addresses is of use only if it has all that a page offers.
#[test]
fn the_list_has_every_page_and_what_it_offers() {
    let folder = published(&[&review("a", Some(1), &json!([finding("I1")]))]);
    let list: Value = serde_json::from_slice(&folder.files("old")["data/addresses.json"]).unwrap();
    assert_eq!(list["format"], "pilcrow-addresses/1");
    let addresses = list["addresses"].as_object().unwrap();
    let of = |folder: &str, name: &str| addresses[folder][name].clone();
    let expected = [
        "critical-issues",
        "important-issues",
        "I1",
        "suggestions",
        "design-observations",
        "testing-assessment",
        "testing-assessment-in-short",
        "original-reports",
        "important-1",
    ];
    assert_eq!(of("reviews/", "a.html"), json!(expected));
    assert_eq!(of("reviews/a/", "I1.html"), json!([]));
    assert_eq!(of("reviews/a/", "I1.patch"), json!([]));
    assert_eq!(of("team/harbour/pull/", "7/index.html"), "changes/team/harbour/7.html");
    assert_eq!(of("changes/team/harbour/", "7.html"), json!([]));
    assert_eq!(of("team/harbour/pull/7/1/", "I1/index.html"), "reviews/a/I1.html");
    assert_eq!(of("data/", "findings.csv"), json!([]));
    let listed: Vec<String> = addresses
        .iter()
        .flat_map(|(folder, files)| files.as_object().unwrap().keys().map(move |name| format!("{folder}{name}")))
        .collect();
    for path in folder.files("old").keys().filter(|path| path.ends_with(".html") || path.ends_with(".patch")) {
        let passes =
            ["browse/", "agents/in/", "agents/pairs.html", "404.html"].iter().any(|start| path.starts_with(start));
        assert_eq!(listed.contains(path), !passes && !path.contains("-vs-"), "{path}");
    }
}

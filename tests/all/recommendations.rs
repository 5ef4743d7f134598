//! What reviews recommend: on their own pages, and over all of them.

use super::support::{Site, build_sound};
use serde_json::{Value, json};

fn run(id: &str, number: u32, day: u32, recommendations: &Value) -> Value {
    json!({"format": "pilcrow-review/1", "id": id, "date": format!("2026-03-{day:02}T10:00"), "title": format!("Pull {number}"),
        "subject": {"repository": "o/n", "pull_request": number},
        "reviewers": [{"agent": "claude", "name": "Claude"}], "findings": [], "recommendations": recommendations})
}

#[test]
fn what_was_done_about_a_recommendation_is_on_the_page() {
    let done = json!([{"scope": "skill", "body": "Quote the line.", "action": "documented", "commit": "77ab310", "reason": "Twice."},
        {"scope": "skill", "body": "Run the tests."}]);
    let site = build_sound(&[run("a", 1, 1, &done)]);
    let page = site.main("reviews/a.html");
    let section = &page[page.find("Skill improvements").unwrap()..];
    let (first, second) = section.split_once("Run the tests.").unwrap();
    for words in ["Quote the line.", "Documented", "77ab310", "Twice."] {
        assert!(first.contains(words), "{words}: {first}");
    }
    assert!(!second.contains("resolved"), "{second}");
}

/// One thing in the words of two reviews, the same to be taken back, and another.
const LOCKS: [&str; 4] = [
    "Ask reviewers to trace every lock from `acquire` to `release` before they call something a race; two races were none.",
    "Reviewers should be asked to trace each lock from `acquire` to `release` before calling anything a race.",
    "REMOVE the rule to trace every lock from `acquire` to `release` before calling something a race.",
    "Say that the harbour master's clock runs in UTC: times on the quay board were taken for local ones.",
];

fn texts(bodies: &[&str]) -> Value {
    bodies.iter().map(|body| json!({"scope": "skill", "body": body})).collect()
}

fn data(site: &Site) -> Vec<Value> {
    let data: Value = serde_json::from_str(site.text("data/recommendations.json")).unwrap();
    assert_eq!(data["format"], "pilcrow-recommendations/1");
    data["recommendations"].as_array().unwrap().clone()
}

/// By proposal the ids of its recommendations.
fn groups(site: &Site) -> Vec<Vec<String>> {
    let times = |one: &Value| {
        let times = one["times"].as_array().unwrap().iter();
        times.map(|time| format!("{}/{}", time["run"].as_str().unwrap(), time["recommendation"])).collect()
    };
    data(site).iter().map(times).collect()
}

fn with(mut run: Value, key: &str, value: Value) -> Value {
    run[key] = value;
    run
}

#[test]
fn what_is_proposed_again_is_one_and_in_the_words_of_the_newest() {
    let site = build_sound(&[
        run("a", 1, 1, &texts(&[LOCKS[0], LOCKS[3]])),
        run("b", 2, 2, &texts(&["None this round.", LOCKS[1]])),
        run("c", 3, 3, &texts(&[LOCKS[2]])),
        with(run("d", 4, 4, &texts(&[LOCKS[0]])), "subject", json!({"repository": "o/other", "pull_request": 4})),
    ]);
    assert_eq!(groups(&site), [vec!["a/1", "b/2"], vec!["a/2"], vec!["c/1"], vec!["d/1"]]);
    let first = &data(&site)[0];
    assert_eq!((first["reviews"].as_u64(), first["changes"].as_u64()), (Some(2), Some(2)));
    assert!(first["words"].as_str().unwrap().starts_with("Reviewers should be asked"), "{first}");
    assert_eq!(first["url"], "recommendations/2026-03.html#~a-1");
    let page = site.main("recommendations.html");
    let again = &page[page.find("id=again").unwrap()..page.find("id=once").unwrap()];
    for words in ["Reviewers should be asked", "in 2 reviews of 2 changes", "reviews/a.html#~r1", "reviews/b.html#~r2"]
    {
        assert!(again.contains(words), "{words}: {again}");
    }
    assert!(!again.contains("harbour master"), "{again}");
    assert!(!page.contains("None this round"), "{page}");
}

#[test]
fn a_review_leads_to_the_ones_that_propose_the_same() {
    let several = format!("- {}\n- {}", LOCKS[3], LOCKS[1]);
    let runs =
        [run("a", 1, 1, &texts(&[LOCKS[0]])), run("b", 2, 2, &texts(&[&several])), run("c", 3, 3, &texts(&[LOCKS[0]]))];
    let site = build_sound(&runs);
    let of = |id: &str| site.main(&format!("reviews/{id}.html")).to_owned();
    let again = |page: &str| page.matches("class=\"since again\"").count();
    let (first, middle, last) = (of("a"), of("b"), of("c"));
    assert_eq!([again(&first), again(&middle), again(&last)], [1, 1, 1]);
    assert!(first.contains("proposed again in <a href=b.html#~r1>") && !first.contains("proposed before"), "{first}");
    for words in ["“Reviewers should be asked", "before in <a href=a.html#~r1>", "again in <a href=c.html#~r1>"] {
        assert!(middle.contains(words), "{words}: {middle}");
    }
    assert!(last.contains("<a href=../recommendations/2026-03.html#~a-1>3 reviews in all</a>"), "{last}");
}

#[test]
fn whether_it_was_taken_up_is_told_where_a_run_says_so_and_only_there() {
    let said = |recommendation: Value| {
        let site = build_sound(&[run("a", 1, 1, &json!([recommendation])), run("b", 2, 2, &texts(&[LOCKS[1]]))]);
        let one = data(&site).remove(0);
        assert_eq!(one["reviews"], 2, "{one}");
        let page = site.main("recommendations.html").to_owned();
        let (open, settled) = page.split_once("id=settled").unwrap_or((&page, ""));
        let words = if settled.is_empty() { open } else { settled };
        let states = ["<b>taken up</b>", "<b>declined</b>", "<b>not taken up yet</b>"];
        let shown: Vec<&str> = states.into_iter().filter(|state| words.contains(state)).collect();
        (one["taken_up"].clone(), shown.join(" "))
    };
    let with_action = |action: &str| json!({"scope": "skill", "body": LOCKS[0], "action": action});
    let body = |body: String| json!({"scope": "skill", "body": body});
    for (recommendation, word, shown) in [
        (body(LOCKS[0].to_owned()), Value::Null, ""),
        (body(format!("- [ ] {}", LOCKS[0])), Value::Null, ""),
        (with_action("commented"), Value::Null, ""),
        (body(format!("- [x] {}", LOCKS[0])), json!("yes"), "<b>taken up</b>"),
        (with_action("documented"), json!("yes"), "<b>taken up</b>"),
        (with_action("declined"), json!("declined"), "<b>declined</b>"),
        (
            body(format!("{} This was raised before and has not been applied.", LOCKS[0])),
            json!("not-yet"),
            "<b>not taken up yet</b>",
        ),
    ] {
        assert_eq!(said(recommendation.clone()), (word, shown.to_owned()), "{recommendation}");
    }
}

/// Whoever cites a place in the ledger is to find the same there after the next review.
#[test]
fn no_newer_review_moves_what_stands_in_the_ledger() {
    let bodies = [
        vec![LOCKS[0]],
        vec![LOCKS[3], "Name the command that runs the tests of the crane, `make crane`, in the context."],
        vec![LOCKS[1], "The command for the tests of the crane is `make crane`: put it in the context."],
        vec!["Show the tide table to reviewers of `quay/berth.rs`; depths are in feet there.", LOCKS[2]],
        vec![LOCKS[0], LOCKS[3]],
        vec!["Reviewers of `quay/berth.rs` need the tide table: its depths are in feet."],
    ];
    let runs: Vec<Value> = (1..)
        .zip(bodies)
        .map(|(day, bodies)| run(&format!("r{day}"), day, if day > 3 { day + 8 } else { day }, &texts(&bodies)))
        .collect();
    let whole = build_sound(&runs);
    let of_whole: Vec<(Value, Vec<String>)> =
        data(&whole).into_iter().map(|one| one["url"].clone()).zip(groups(&whole)).collect();
    assert!(of_whole.iter().filter(|(_, times)| times.len() > 1).count() >= 3, "{of_whole:?}");
    for count in 1..runs.len() {
        let known = |time: &String| {
            runs[..count].iter().any(|run| time.starts_with(&format!("{}/", run["id"].as_str().unwrap())))
        };
        let expected: Vec<(Value, Vec<String>)> = of_whole
            .iter()
            .map(|(url, times)| (url.clone(), times.iter().filter(|time| known(time)).cloned().collect()))
            .filter(|(_, times): &(_, Vec<String>)| !times.is_empty())
            .collect();
        let site = build_sound(&runs[..count]);
        let found: Vec<(Value, Vec<String>)> =
            data(&site).into_iter().map(|one| one["url"].clone()).zip(groups(&site)).collect();
        assert_eq!(found, expected, "{count} reviews");
    }
}

#[test]
fn an_archive_without_recommendations_has_no_ledger() {
    let site = build_sound(&[run("a", 1, 1, &texts(&["None.", "No suggestions."])), run("b", 2, 2, &json!([]))]);
    for path in ["recommendations.html", "recommendations/2026-03.html", "data/recommendations.json"] {
        assert!(!site.files.contains_key(path), "{path}");
    }
    assert!(!site.text("index.html").contains("ecommendations"), "{}", site.text("index.html"));
}

#[test]
fn a_month_that_is_too_long_has_several_pages() {
    let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap());
    let body = |at: usize| {
        let word = |around: &str| format!("{around}{}{}{around}", letter(at / 26), letter(at));
        format!("- {} {} {} {}", word("kx"), word("vj"), word("wq"), word("fz"))
    };
    let bodies: Vec<String> =
        (0..8).map(|run| (0..26).map(|at| body(run * 26 + at)).collect::<Vec<_>>().join("\n")).collect();
    let runs: Vec<Value> =
        (1..).zip(&bodies).map(|(day, body)| run(&format!("r{day}"), day, day, &texts(&[body]))).collect();
    let site = build_sound(&runs);
    assert_eq!(data(&site).len(), 208);
    let rows = |path: &str| site.main(path).matches("<li id=\"~r").count();
    assert_eq!([rows("recommendations/2026-03.html"), rows("recommendations/2026-03~p2.html")], [200, 8]);
    assert!(site.main("recommendations/2026-03.html").contains("2026-03~p2.html"));
    let overview = site.main("recommendations.html");
    assert!(overview.contains("And 188 more, by month below."), "{overview}");
}

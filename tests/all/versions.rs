//! Whether a new model is better, over time, and two agents beside each other: what the pages say of archives whose truth is
//! known.

use crate::support::{Site, build};
use serde_json::{Value, json};

/// What is in a section, by its id.
fn section<'s>(site: &'s Site, page: &str, id: &str) -> &'s str {
    let main = site.main(page);
    let (_, rest) =
        main.split_once(&format!("<section id={id}>")).unwrap_or_else(|| panic!("no {id} in {page}: {main}"));
    rest.split_once("</section>").unwrap().0
}

/// Text without its markup, with single blanks.
fn words(html: &str) -> String {
    let text: String = html
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
        .collect::<Vec<_>>()
        .join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A run on a day of 2026, of a change of its own: reviewers as `agent:model`, findings by who found each.
fn run(number: usize, reviewers: &[&str], findings: &[&str]) -> Value {
    let reviewer = |words: &&str| {
        let (agent, model) = words.split_once(':').unwrap();
        json!({"agent": agent, "name": agent, "model": model})
    };
    let finding = |(at, by): (usize, &&str)| {
        let by: Vec<Value> = by.split_whitespace().map(|agent| json!({"agent": agent})).collect();
        json!({"id": format!("I{at}"), "severity": "important", "title": format!("finding {at} of {number}"),
               "assessment": "confirmed", "found_by": by})
    };
    json!({"format": "pilcrow-review/1", "id": format!("run-{number:03}"),
           "date": format!("2026-{:02}-{:02}", 1 + number / 8, 1 + number % 8 * 3),
           "subject": {"repository": "o/n", "pull_request": number + 1},
           "reviewers": reviewers.iter().map(reviewer).collect::<Vec<_>>(),
           "findings": findings.iter().enumerate().map(finding).collect::<Vec<_>>()})
}

fn site(runs: &[Value]) -> Site {
    let files: Vec<(String, String)> =
        runs.iter().map(|run| (format!("{}.json", run["id"].as_str().unwrap()), run.to_string())).collect();
    build(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// Two agents of which one has a new model from the 24th change on. Later changes are harder for both, by as much.
fn harder(anchor_later: &str) -> Vec<Value> {
    let before = |number: usize| ["a b", "a b", "a b", ["a", "b"][number % 2], "", "a b"];
    let since = |number: usize| ["a b", "", "a b", ["a", "b"][number % 2], "", ""];
    let of = |number: usize| match number {
        0..24 => run(number, &["a:one", "b:same"], &before(number)),
        _ => run(number, &["a:two", anchor_later], &since(number)),
    };
    (0..48).map(of).collect()
}

#[test]
fn harder_changes_make_no_model_worse_and_what_is_not_anchored_is_warned_of() {
    let site = site(&harder("b:same"));
    for page in ["agents/index.html", "agents/a.html"] {
        let html = section(&site, page, "versions");
        let text = words(html);
        assert!(text.contains("two against one 0.0"), "{page}: {text}");
        assert!(text.contains("cannot be told apart"), "{page}: {text}");
        assert!(text.contains("Without the anchors it would read “finds less”: the anchors found"), "{page}: {text}");
        let (_, row) = html.split_once("two against one").unwrap();
        let (_, plain) = row.split_once("<i class=\"icon warn\"></i><span class=unseen>not anchored: </span>").unwrap();
        assert!(
            plain.starts_with("−33.3<span class=ci>"),
            "{page}: the plain difference stands there with its warning: {plain}"
        );
        assert!(words(row).contains("b 24 and 24"), "{page}: the anchor by name, and the changes: {}", words(row));
    }
    assert!(words(site.main("agents/a.html")).contains("a with two cannot be told apart from a with one."));
    assert!(!words(site.main("agents/a.html")).contains("finds less than"));
}

#[test]
fn without_an_anchor_the_cause_is_unknown_and_what_can_be_said_is() {
    let site = site(&harder("b:other"));
    let text = words(section(&site, "agents/index.html", "versions"));
    assert!(text.contains("two against one no anchor"), "{text}");
    assert!(text.contains("found less, cause unknown"), "{text}");
    assert!(
        text.contains("Reviews held 6.0 findings each before and 6.0 since, 0% of them critical, then 0%;"),
        "{text}"
    );
    assert!(words(site.main("agents/a.html")).contains("a with two found less than a with one, cause unknown."));
}

#[test]
fn a_stub_hides_no_comparison() {
    let better = |number: usize| [["a b", "b"][number % 2], "a b", "b", "b"];
    let much_better = |number: usize| ["a b", "a b", ["a b", "b"][number % 2], "a b"];
    let of = |models: [&'static str; 3], counts: [usize; 3]| -> Vec<Value> {
        (0..counts.iter().sum())
            .map(|number| {
                let at = usize::from(number >= counts[0]) + usize::from(number >= counts[0] + counts[1]);
                let findings = if at == 2 || counts[2] < 5 && at == 1 { much_better(number) } else { better(number) };
                run(number, &[&format!("a:{}", models[at]), "b:same"], &findings)
            })
            .collect()
    };
    let between = site(&of(["one", "stub", "three"], [14, 2, 14]));
    let text = words(section(&between, "agents/index.html", "versions"));
    assert!(
        text.contains("three against one +") && text.contains("14 and 14") && text.contains("finds more"),
        "{text}"
    );
    let newest = site(&of(["one", "two", "stub"], [14, 14, 2]));
    let text = words(section(&newest, "agents/index.html", "versions"));
    assert!(text.contains("two against one +") && text.contains("finds more"), "{text}");
    assert!(text.contains("Newer still: a with stub, on 2 changes, which is too few."), "{text}");
    let few = site(&of(["one", "two", "three"], [2, 2, 2]));
    let text = words(section(&few, "agents/index.html", "versions"));
    assert!(text.contains("three against two not compared") && text.contains("too few changes"), "{text}");
    assert!(text.contains("the newer has 2 so far, the earlier 2."), "{text}");
}

#[test]
fn what_changed_unsaid_is_a_question_with_a_date() {
    let findings = |number: usize| match number {
        0..24 => ["a b", "a", "a b", ["a", "b"][number % 2]],
        _ => ["b", "b", "a b", ["b", "a"][number % 2]],
    };
    let runs: Vec<Value> = (0..48).map(|number| run(number, &["a:one", "b:same"], &findings(number))).collect();
    let site = site(&runs);
    let html = section(&site, "agents/a.html", "over-time");
    let text = words(html);
    assert!(text.contains("Did something change about 1 April 2026?"), "{text}");
    assert!(text.contains("found 25.0 points more than b, since then 50.0 points less."), "{text}");
    assert!(text.contains("A question, not a verdict"), "{text}");
    assert!(html.contains("class=ask-line") && html.contains("../browse/months/2026-04.html"), "{html}");
    let rows = words(section(&site, "agents/a.html", "versions"));
    assert!(rows.contains("finds less, if the date is right") && rows.contains("the interval is too narrow"), "{rows}");
    for (agent, other) in [("a", "b"), ("b", "a")] {
        let text = words(section(&site, &format!("agents/{agent}.html"), "over-time"));
        assert!(text.contains(&format!("it may as well be {other} that changed.")), "of two, either may have: {text}");
    }
}

#[test]
fn over_time_every_point_leads_to_its_reviews_and_the_anchored_line_stands_beside_the_raw_one() {
    let site = site(&harder("b:same"));
    let html = section(&site, "agents/a.html", "over-time");
    let (chart, _) = html.split_once("</svg>").unwrap();
    assert_eq!(chart.matches("class=\"point raw\"").count(), 6, "a point a month: {chart}");
    assert_eq!(chart.matches("class=\"point anchored\"").count(), 6, "{chart}");
    assert!(words(html).contains("Each month leads to all reviews of that month."), "{html}");
    for month in ["2026-01", "2026-06"] {
        assert!(
            chart.contains(&format!("<a href=../browse/months/{month}.html aria-label=\"{month}: 8 reviews, recall")),
            "{chart}"
        );
        assert!(site.text(&format!("browse/months/{month}.html")).contains("8 reviews"));
    }
    assert!(chart.contains("two, from 1 Apr 2026") && chart.contains("class=level"), "{chart}");
    let found_by_a = |number: usize| [["a", ""][number % 2], "a", "", "a"];
    let alone: Vec<Value> = (0..48).map(|number| run(number, &["a:one"], &found_by_a(number))).collect();
    let site = self::site(&alone);
    let html = section(&site, "agents/a.html", "over-time");
    assert!(!html.contains("class=\"point anchored\"") && html.contains("nothing to hold it against"), "{html}");
}

/// The first number of each interval in words, `−1.8 to +17.8`.
fn ends(text: &str) -> Option<(f64, f64)> {
    let number = |text: &str| text.replace('−', "-").parse::<f64>().ok();
    let (low, high) = text.split_once(" to ")?;
    Some((number(low)?, number(high)?))
}

#[test]
fn two_agents_read_as_their_interval_does_by_every_criterion() {
    let found = |number: usize| ["a b", "a", "a", ["a", "b"][number % 2], "b c", "c"];
    let runs: Vec<Value> = (0..40).map(|number| run(number, &["a:x", "b:y", "c:z"], &found(number))).collect();
    let site = site(&runs);
    let (mut told, mut alike) = (0, 0);
    for pair in ["a-vs-b", "a-vs-c", "b-vs-c"] {
        let page = format!("agents/{pair}.html");
        for row in section(&site, &page, "criteria").split("<tr role=row>").skip(2) {
            let interval = row.split("<span class=\"ci wide\">").nth(1).unwrap().split('<').next().unwrap();
            let reading = words(row.split("role=cell class=reading>").nth(1).unwrap());
            let Some((low, high)) = ends(interval) else {
                assert_eq!((interval, reading.as_str()), ("too few", "not enough data"), "{page}: {row}");
                continue;
            };
            let is_told = low > 0.0 || high < 0.0;
            assert_eq!(!is_told, reading == "cannot be told apart", "{page}: {interval} reads {reading}");
            told += usize::from(is_told);
            alike += usize::from(!is_told);
        }
    }
    assert!(told > 2 && alike > 2, "{told} and {alike}");
    let lead = words(site.main("agents/a-vs-b.html"));
    assert!(lead.contains("Over 40 reviews of 40 changes that had both on the panel, "), "{lead}");
}

#[test]
fn what_is_known_as_a_count_alone_is_said_to_be() {
    let mut one = run(0, &["a:x", "b:y"], &["a b", "a"]);
    one["metrics"] = json!([{"agent": "a", "false_positives": 3}]);
    let site = site(&[one, run(1, &["a:x", "c:z"], &["a c"])]);
    let text = words(section(&site, "agents/a.html", "wrong"));
    assert!(
        text.contains("3 rejected findings are known only as a count: the runs record how many, not which."),
        "{text}"
    );
    assert!(!text.contains("None."), "{text}");
    let text = words(section(&site, "agents/b.html", "head-to-head"));
    assert!(text.contains("Never met on a panel: c."), "{text}");
    assert!(!words(section(&site, "agents/a.html", "head-to-head")).contains("Never met"), "a met both");
}

#[test]
fn models_are_named_with_their_agent_where_words_stand_alone() {
    let mut runs = harder("b:same");
    for run in &mut runs {
        let reviewer = &mut run["reviewers"][0];
        let model = if reviewer["model"] == "one" { "Heron 1" } else { "Heron 2" };
        (reviewer["name"], reviewer["model"]) = (json!("Heron"), json!(model));
    }
    let of_model = site(&runs);
    let text = words(section(&of_model, "agents/a.html", "versions"));
    assert!(text.starts_with("Does Heron 2 find more than Heron 1?"), "{text}");
    assert!(text.contains("Heron 2 against 1"), "short beside the name: {text}");
    let told = "Heron 2 cannot be told apart from Heron 1.";
    assert!(of_model.text("agents/a.html").matches(told).count() >= 2, "on the page and in its description");
    for run in &mut runs[..24] {
        run["reviewers"][0].as_object_mut().unwrap().remove("model");
    }
    let text = words(section(&site(&runs), "agents/a.html", "versions"));
    assert!(text.starts_with("Does Heron 2 find more than Heron without a stated model?"), "{text}");
}

#[test]
fn efforts_of_one_model_are_asked_about_as_efforts() {
    let mut runs = harder("b:same");
    for (number, run) in runs.iter_mut().enumerate() {
        run["reviewers"][0]["model"] = "one".into();
        run["reviewers"][0]["effort"] = if number < 24 { "low" } else { "high" }.into();
    }
    let text = words(section(&site(&runs), "agents/a.html", "versions"));
    assert!(text.starts_with("Do the efforts differ? ¶ One effort of a model less an earlier one"), "{text}");
    assert!(text.contains("one · high against one · low") && !text.contains("new model"), "{text}");
}

/// The cells of a figure in the table below the small charts of an agent.
fn over_time<'s>(site: &'s Site, figure: &str) -> Option<&'s str> {
    let html = section(site, "agents/a.html", "over-time");
    let (_, row) = html.split_once(&format!("<tr><th scope=row>{figure}</th>"))?;
    Some(row.split_once("</tr>").unwrap().0)
}

#[test]
fn precision_over_time_is_of_what_the_table_of_figures_calls_so() {
    let mut runs: Vec<Value> = (0..48).map(|number| run(number, &["a:x", "b:y"], &["a", "a b", "a"])).collect();
    for run in &mut runs {
        run["findings"][1].as_object_mut().unwrap().remove("assessment");
        run["findings"][2]["assessment"] = "false-positive".into();
    }
    let judged = site(&runs);
    let cells = over_time(&judged, "Precision (%)").unwrap();
    assert_eq!(cells.matches("<td class=num>50.0</td>").count(), 6, "what nobody judged counts neither way: {cells}");
    assert!(over_time(&judged, "Kept by the consolidator (%)").is_none());
    for run in &mut runs {
        for finding in run["findings"].as_array_mut().unwrap() {
            finding.as_object_mut().unwrap().remove("assessment");
        }
        run["metrics"] = json!([{"agent": "a", "false_positives": 9}]);
    }
    let kept = site(&runs);
    let cells = over_time(&kept, "Kept by the consolidator (%)").unwrap();
    assert_eq!(cells.matches("<td class=num>25.0</td>").count(), 6, "{cells}");
    assert!(over_time(&kept, "Precision (%)").is_none());
    let score = over_time(&kept, "Weighted score per review").unwrap();
    assert!(score.contains(">−") && !score.contains(">-") && !score.contains(">+"), "{score}");
}

#[test]
fn bins_of_fewer_than_three_changes_have_no_band() {
    for (each, has_band) in [(2, false), (3, true)] {
        let numbers = (0..6).flat_map(|month| (0..each).map(move |at| month * 8 + at));
        let runs: Vec<Value> =
            numbers.map(|number| run(number, &["a:x", "b:y"], &["a b", "a", "b", ""][..2 + number % 3])).collect();
        let site = site(&runs);
        let html = section(&site, "agents/index.html", "over-time");
        assert!(html.contains("class=point"), "{html}");
        assert_eq!(html.contains("class=band"), has_band, "{each} changes a month: {html}");
        assert!(html.contains("The band is the 95% confidence interval, which takes three changes"), "{html}");
    }
}

#[test]
fn the_lead_says_which_runs_came_to_nothing() {
    let failing = |number: usize, fails: bool| {
        let mut run = run(number, &["a:x", "b:y"], &["b"]);
        if fails {
            run["reviewers"][0]["status"] = "failed".into();
        }
        run
    };
    let lead = |fails: &[bool]| {
        let runs: Vec<Value> = fails.iter().enumerate().map(|(number, fails)| failing(number, *fails)).collect();
        let site = site(&runs);
        let main = site.main("agents/a.html");
        words(main.split_once("<p class=lead>").unwrap().1.split_once("</p>").unwrap().0)
    };
    for (fails, expected) in [
        (&[false][..], "On the panel of 1 review of 1 change; raised nothing in it."),
        (&[false, true], "On the panel of 1 review of 1 change; raised nothing in it; 1 more run failed."),
        (
            &[false, false, true, true],
            "On the panel of 2 reviews of 2 changes; in 2 of the reviews it raised nothing; 2 more runs failed.",
        ),
        (&[true], "On the panel of 0 reviews of 0 changes; 1 run failed."),
    ] {
        let lead = lead(fails);
        assert!(lead.starts_with(expected), "{lead}");
    }
}

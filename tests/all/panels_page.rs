//! The page of panels, and those of what panels are weighed against.

use crate::support::build_runs;
use serde_json::{Value, json};

/// Claude and codex find as much as each other beside gemini, and each what the others do not; time and cost are recorded.
fn archive() -> Vec<Value> {
    let finding = |at: usize, by: &str| {
        let finders: Vec<Value> =
            by.trim_start_matches('-').split_whitespace().map(|agent| json!({"agent": agent})).collect();
        let severity = ["critical", "important", "suggestion"][at % 3];
        let assessment = if by.starts_with('-') { "false-positive" } else { "confirmed" };
        json!({"id": format!("I{at}"), "severity": severity, "title": format!("finding {at}"), "found_by": finders, "assessment": assessment})
    };
    let run = |number: usize| {
        let own = [["claude", "codex"], ["codex", "claude"]][number % 2];
        let by = ["gemini", own[0], "claude codex", "gemini", own[1], "claude codex gemini", "gemini", "", "-gemini"];
        let seconds = |agent: &str| match agent {
            "gemini" => 120,
            "claude" => 300,
            _ => 600,
        };
        let of = |agent: &&str| json!({"agent": agent, "duration_seconds": seconds(agent) + number, "cost_usd": 0.5});
        let agents = ["claude", "codex", "gemini"];
        json!({"format": "pilcrow-review/1", "id": format!("r{number}"), "date": format!("2026-03-{:02}", 1 + number % 28),
               "subject": {"repository": "o/n", "pull_request": number + 1},
               "reviewers": agents.map(|agent| json!({"agent": agent})),
               "findings": by.iter().enumerate().map(|(at, by)| finding(at, by)).collect::<Vec<_>>(),
               "metrics": agents.iter().map(of).collect::<Vec<_>>()})
    };
    (0..30).map(run).collect()
}

/// Text between two pieces of a page.
fn between<'h>(html: &'h str, start: &str, end: &str) -> &'h str {
    let from = html.find(start).unwrap_or_else(|| panic!("{start} in {html}"));
    let rest = &html[from..];
    &rest[..rest.find(end).unwrap()]
}

#[test]
fn each_price_has_an_address_and_leads_to_the_others() {
    let site = build_runs(&archive());
    for (page, current) in [("panels.html", "False alarms"), ("panels/time.html", "Time"), ("panels/cost.html", "Cost")]
    {
        let section = between(site.main(page), "<section id=frontier>", "</section>");
        assert!(section.contains(&format!(" aria-current=true>{current}</a>")), "{page}: {section}");
        assert_eq!(between(section, "<nav", "</nav>").matches("<li>").count(), 3, "{page}");
        assert!(
            section.contains("<svg") && section.contains("Show the numbers") && section.contains("<table"),
            "{page}"
        );
    }
    let without: Vec<Value> = archive()
        .into_iter()
        .map(|mut run| {
            run.as_object_mut().unwrap().remove("metrics");
            run
        })
        .collect();
    let site = build_runs(&without);
    assert!(!site.files.contains_key("panels/time.html") && !site.files.contains_key("panels/cost.html"));
    let section = between(site.main("panels.html"), "<section id=frontier>", "</section>");
    assert!(!section.contains("<nav") && section.contains("Not recorded here: time, cost."), "{section}");
}

#[test]
fn a_tie_and_what_is_lost_are_said_in_words_and_numbers() {
    let site = build_runs(&archive());
    let main = site.main("panels.html");
    let best = between(main, "<section id=best>", "</section>");
    assert!(best.contains("<b>tied</b>") && best.contains("the one to run"), "{best}");
    // Of eight known findings a run: gemini alone three, claude and codex one each, two of them together two.
    let lost = between(main, "<section id=without>", "</section>");
    assert!(lost.contains("of 240") && lost.contains("90 of 240, </span>38%"), "{lost}");
    assert!(lost.contains("30 findings, 12.5%, none of the three found"), "{lost}");
    assert!(between(main, "<section id=how>", "</section>").contains("Here it is a panel of 3: 87.5% over 30 changes"));
}

#[test]
fn what_was_missed_is_no_bound_and_goes_with_what_is_known() {
    let site = build_runs(&archive());
    for page in ["panels.html", "methodology.html"] {
        let words = site.main(page).to_lowercase();
        assert!(!words.contains("lower bound") && !words.contains("missed, at least"), "{page}");
    }
    let missed = between(site.main("panels.html"), "<section id=missed>", "</section>");
    assert!(missed.contains("Known, found by nobody"), "{missed}");
    assert!(
        missed.contains("Somebody on the panel found 210 of 240 known findings, 87.5%; the other 30 came from people"),
        "{missed}"
    );
}

#[test]
fn no_next_best_and_one_that_was_met_too_seldom_are_told_apart() {
    let run = |number: usize, panel: &[&str]| {
        let found: Vec<Value> = panel.iter().map(|agent| json!({"agent": agent})).collect();
        json!({"format": "pilcrow-review/1", "id": format!("r{number}"), "date": format!("2026-03-{:02}", 1 + number % 28),
               "subject": {"repository": "o/n", "pull_request": number + 1},
               "reviewers": panel.iter().map(|agent| json!({"agent": agent})).collect::<Vec<_>>(),
               "findings": [{"id": "I1", "severity": "important", "title": "t", "found_by": found}]})
    };
    let best = |runs: &[Value]| {
        let site = build_runs(runs);
        between(site.main("panels.html"), "<section id=best>", "</section>").to_owned()
    };
    let two: Vec<Value> = (0..12).map(|number| run(number, &["a", "b"])).collect();
    let only = best(&two);
    assert_eq!(only.matches("no other panel of this size").count(), 1, "{only}");
    assert!(!only.contains("too few shared changes"), "{only}");
    let apart: Vec<Value> = (0..24).map(|number| run(number, &[["a", "b"], ["a", "c"]][number % 2])).collect();
    let apart = best(&apart);
    assert_eq!(apart.matches("too few shared changes").count(), 1, "the pairs share no change: {apart}");
    assert!(!apart.contains("no other panel of this size"), "{apart}");
}

#[test]
fn ticks_of_false_alarms_have_the_decimals_of_their_step() {
    let mut runs = archive();
    for (number, run) in runs.iter_mut().enumerate() {
        if number % 8 > 0 {
            run["findings"].as_array_mut().unwrap().pop();
        }
    }
    let site = build_runs(&runs);
    let svg = between(site.main("panels.html"), "<section id=frontier>", "</svg>");
    let ticks: Vec<&str> = svg.split("</text>").filter_map(|label| label.rsplit('>').next()).collect();
    for tick in ["0", "0.05", "0.1", "0.15"] {
        assert!(ticks.contains(&tick), "{tick} in {ticks:?}");
    }
}

#[test]
fn at_phone_width_a_panel_is_a_card_whose_figures_say_what_they_are() {
    let site = build_runs(&archive());
    for id in ["best", "all"] {
        let section = between(site.main("panels.html"), &format!("<section id={id}>"), "</section>");
        assert!(section.contains("<table role=table class=\"grid board panels cards\">"), "{section}");
        for cell in ["class=\"num fact", "class=next", "class=gains"] {
            for of in section.split(&format!("<td role=cell {cell}")).skip(1) {
                assert!(of.split('>').next().unwrap().contains(" data-l="), "{cell}: {of}");
            }
        }
        assert!(section.matches("data-l=\"Covered %\"").count() > 2, "{section}");
    }
}

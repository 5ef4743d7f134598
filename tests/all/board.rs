//! Which agents to run and who stands where, as pages say it: every criterion has a page that names it, nothing is ranked or
//! named from nothing, and what is not known is not there.

use crate::support::{Site, build_sound};
use serde_json::{Value, json};

/// A run of a pull request: a panel, and findings with who found them and what was said of them.
fn run(number: usize, panel: &[&str], findings: &[(&[&str], &str)]) -> Value {
    let reviewers: Vec<Value> = panel.iter().map(|agent| json!({ "agent": agent })).collect();
    let finding = |(at, (found_by, assessment)): (usize, &(&[&str], &str))| {
        let found_by: Vec<Value> = found_by.iter().map(|agent| json!({ "agent": agent })).collect();
        let mut finding =
            json!({ "id": format!("I{at}"), "severity": "important", "title": "t", "found_by": found_by });
        if !assessment.is_empty() {
            finding["assessment"] = (*assessment).into();
        }
        finding
    };
    json!({
        "format": "pilcrow-review/1", "id": format!("r{number}"), "date": format!("2026-03-{:02}T10:00", number % 28 + 1),
        "subject": { "repository": "o/n", "pull_request": number + 1 }, "reviewers": reviewers,
        "findings": findings.iter().enumerate().map(finding).collect::<Vec<_>>()
    })
}

fn runs(count: usize, panel: &[&str], findings: &[(&[&str], &str)]) -> Vec<Value> {
    (0..count).map(|number| run(number, panel, findings)).collect()
}

/// The words of a part of a page, without its markup.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut is_markup = false;
    for letter in html.chars() {
        match letter {
            '<' => is_markup = true,
            '>' => is_markup = false,
            letter if !is_markup => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn answer(site: &Site) -> String {
    let main = site.main("agents/index.html");
    let start = main.find("id=\"answer\"").expect("an answer");
    words(&main[start..start + main[start..].find("</section>").unwrap()])
}

/// The row of an agent on a page.
fn row<'s>(site: &'s Site, page: &str, agent: &str) -> &'s str {
    let main = site.main(page);
    let start =
        main.find(&format!("<tbody role=rowgroup id=\"{agent}\">")).unwrap_or_else(|| panic!("{agent} on {page}"));
    &main[start..start + main[start..].find("</tbody>").unwrap()]
}

const PAGES: [(&str, &str); 4] = [
    ("precision", "precision"),
    ("f1", "F1"),
    ("critical-and-important", "critical and important findings"),
    ("score", "score"),
];

#[test]
fn each_criterion_has_an_address_a_title_and_a_heading_that_name_it() {
    let site = build_sound(&runs(
        8,
        &["a", "b"],
        &[(&["a", "b"], "confirmed"), (&["a"], "confirmed"), (&["b"], "false-positive")],
    ));
    let whole = site.main("agents/index.html");
    assert!(whole.contains("<h2>Leaderboard, by recall of others "));
    assert!(whole.contains("<a href=\"index.html\" aria-current=true>Recall of others</a>"));
    for (address, name) in PAGES {
        let page = format!("agents/by/{address}.html");
        assert!(whole.contains(&format!("href=\"by/{address}.html\"")), "{address} is chosen by a link");
        assert!(site.text(&page).contains(&format!("<title>Agents, by {name} · ")), "{page}");
        assert!(site.main(&page).contains(&format!("<h2>Leaderboard, by {name} ")), "{page}");
        assert!(site.main(&page).contains(&format!("<a href=\"{address}.html\" aria-current=true>")), "{page}");
        assert!(site.main(&page).contains("href=\"../index.html\""), "{page}");
    }
}

#[test]
fn who_is_better_by_one_criterion_is_not_said_to_be_by_another() {
    // a finds all and raises as much that is wrong; b finds half of it and nothing wrong.
    let findings: [(&[&str], &str); 6] = [
        (&["a", "b"], "confirmed"),
        (&["a", "b"], "confirmed"),
        (&["a", "c"], "confirmed"),
        (&["a", "c"], "confirmed"),
        (&["a"], "false-positive"),
        (&["a"], "false-positive"),
    ];
    let site = build_sound(&runs(40, &["a", "b", "c"], &findings));
    let of_others = words(row(&site, "agents/index.html", "a"));
    assert!(of_others.contains("finds more than every other"), "{of_others}");
    let precise = words(row(&site, "agents/by/precision.html", "b"));
    assert!(
        precise.contains("is right more often than a, cannot") || precise.contains("cannot be told apart from c"),
        "{precise}"
    );
    let wrong = words(row(&site, "agents/by/precision.html", "a"));
    assert!(wrong.contains("is right less often than every other") && !wrong.contains("finds"), "{wrong}");
    assert!(wrong.starts_with('3'), "{wrong}");
}

#[test]
fn nobody_is_ranked_by_what_nobody_knows() {
    let unjudged = build_sound(&runs(8, &["a", "b"], &[(&["a", "b"], ""), (&["a"], "")]));
    for (address, why) in [("precision", "not recorded"), ("f1", "not recorded"), ("score", "not recorded")] {
        let row = words(row(&unjudged, &format!("agents/by/{address}.html"), "a"));
        assert!(row.starts_with("not ranked") && row.contains(why), "{address}: {row}");
    }
    let empty = build_sound(&runs(8, &["a", "b"], &[]));
    for page in [
        "agents/index.html",
        "agents/by/precision.html",
        "agents/by/critical-and-important.html",
        "agents/by/score.html",
    ] {
        let row = words(row(&empty, page, "a"));
        assert!(row.starts_with("not ranked") && row.contains("nothing to find"), "{page}: {row}");
    }
    assert!(
        answer(&empty).contains("Nothing was found in the reviews that several agents shared"),
        "{}",
        answer(&empty)
    );
}

#[test]
fn who_always_reviews_alone_is_told_so_and_has_not_found_nothing() {
    let mut all = runs(8, &["a", "b"], &[(&["a", "b"], "confirmed")]);
    all.extend((8..16).map(|number| run(number, &["solo"], &[(&["solo"], "confirmed")])));
    let site = build_sound(&all);
    let row = words(row(&site, "agents/index.html", "solo"));
    assert!(row.starts_with("not ranked") && row.contains("no rival"), "{row}");
    assert!(row.contains("always reviewed alone: nothing others found to compare with"), "{row}");
}

#[test]
fn a_board_of_three_changes_ranks_nobody_and_says_what_a_rank_needs() {
    let site = build_sound(&runs(3, &["a", "b"], &[(&["a", "b"], "confirmed"), (&["a"], "confirmed")]));
    let row = words(row(&site, "agents/index.html", "a"));
    assert!(
        row.starts_with("not ranked") && row.contains("shares at most three changes with a rival; a rank needs five"),
        "{row}"
    );
    let few = answer(&site);
    assert!(few.contains("no two agents have met on five changes"), "{few}");
    assert!(
        few.contains("on three changes, where they found 6 of 6 findings. Two more changes that both review"),
        "{few}"
    );
}

#[test]
fn a_share_of_two_changes_has_no_interval() {
    let site = build_sound(&runs(2, &["a", "b"], &[(&["a", "b"], "confirmed"), (&["a"], "confirmed")]));
    let row = row(&site, "agents/index.html", "b");
    assert!(row.contains("50.0<span class=ci>too few</span>") && !row.contains("class=span"), "{row}");
    let badge: Value = serde_json::from_str(site.text("badges/b.json")).unwrap();
    assert_eq!(badge["message"], "recall 50.0%");
}

#[test]
fn runs_that_failed_or_came_back_empty_stand_beside_the_figures() {
    let mut all = runs(6, &["a", "b"], &[(&["a", "b"], "confirmed")]);
    all[0]["reviewers"][1]["status"] = "failed".into();
    all[0]["findings"] = json!([{ "id": "I1", "severity": "important", "title": "t", "found_by": [{ "agent": "a" }] }]);
    all[1]["findings"] = json!([{ "id": "I1", "severity": "important", "title": "t", "found_by": [{ "agent": "a" }] }]);
    let site = build_sound(&all);
    let failed = row(&site, "agents/index.html", "b");
    assert!(
        failed.contains(">5<span class=\"under lost\">1 failed</span><span class=\"under lost\">1 empty</span>"),
        "{failed}"
    );
    all[2]["reviewers"][1]["status"] = "unparsed".into();
    all[2]["findings"] = all[1]["findings"].clone();
    let site = build_sound(&all);
    let lost = row(&site, "agents/index.html", "b");
    assert!(
        lost.contains(">4<span class=\"under lost\">1 failed</span><span class=\"under lost\">1 unparsed</span>"),
        "{lost}"
    );
    let page = words(site.main("agents/b.html"));
    assert!(page.contains("; 1 more run failed; 1 more run could not be read."), "{page}");
    assert!(site.main("reviews/r2.html").contains("<span class=\"unseen\"> (unparsed)</span>"));
    let data: Value = serde_json::from_str(site.text("data/leaderboard.json")).unwrap();
    let b = data["agents"].as_array().unwrap().iter().find(|of| of["agent"] == "b").unwrap();
    assert_eq!((&b["failures"], &b["unparsed"], &b["reviews"]), (&json!(1), &json!(1), &json!(4)));
}

#[test]
fn the_answer_names_a_panel_with_all_that_is_recorded_and_nothing_else() {
    let findings: [(&[&str], &str); 4] =
        [(&["a"], "confirmed"), (&["a", "b"], "confirmed"), (&["b"], "confirmed"), (&["a"], "false-positive")];
    let mut all = runs(30, &["a", "b"], &findings);
    let bare = answer(&build_sound(&all));
    assert!(bare.contains("Run a and b: 100.0% ("), "{bare}");
    assert!(bare.contains("with 1.0 false alarm a review."), "{bare}");
    assert!(
        !bare.contains("minute") && !bare.contains('$') && bare.contains("Its time and cost are not recorded."),
        "{bare}"
    );
    assert!(
        bare.contains("Chosen and measured on different changes it is 100.0%")
            && bare.contains("over 30 reviews of 30 changes that had both"),
        "{bare}"
    );
    for run in &mut all {
        run["metrics"] =
            ["a", "b"].map(|agent| json!({ "agent": agent, "cost_usd": 0.5, "duration_seconds": 600 })).into();
    }
    let site = build_sound(&all);
    let full = answer(&site);
    assert!(full.contains("in about 10 minutes") && full.contains("at half the cost, $0.50 a review"), "{full}");
    assert!(!full.contains("not recorded"), "{full}");
    let home = words(site.main("index.html"));
    assert!(home.contains("Run a and b: 100.0%") && !home.contains("at half the cost"), "{home}");
}

#[test]
fn the_answer_says_what_it_cannot() {
    let one = answer(&build_sound(&runs(8, &["a"], &[(&["a"], "confirmed")])));
    assert!(one.contains("Only a reviewed here: there is nothing to choose between."), "{one}");
    let mut apart = runs(8, &["a"], &[(&["a"], "confirmed")]);
    apart.extend((8..16).map(|number| run(number, &["b"], &[(&["b"], "confirmed")])));
    let apart = answer(&build_sound(&apart));
    assert!(apart.contains("no two agents have reviewed the same change together"), "{apart}");
    let unjudged = answer(&build_sound(&runs(30, &["a", "b"], &[(&["a"], ""), (&["b"], "")])));
    assert!(unjudged.contains("How many false alarms that brings is not known."), "{unjudged}");
    assert!(
        unjudged.contains("nothing counts as right or wrong") && !unjudged.contains("false alarms a review"),
        "{unjudged}"
    );
}

#[test]
fn two_that_cannot_be_told_apart_are_both_named() {
    // b and c find the same, but for one thing each: either is enough.
    let found = |number: usize| -> Vec<(&[&str], &str)> {
        let mut found: Vec<(&[&str], &str)> =
            vec![(&["a"], "confirmed"), (&["a"], "confirmed"), (&["b", "c"], "confirmed"), (&["b", "c"], "confirmed")];
        match number {
            10 => found.push((&["b"], "confirmed")),
            20 => found.push((&["c"], "confirmed")),
            _ => {}
        }
        found
    };
    let all: Vec<Value> = (0..100).map(|number| run(number, &["a", "b", "c"], &found(number))).collect();
    let said = answer(&build_sound(&all));
    assert!(said.contains("Run a with b or c: 99.8% ("), "{said}");
    assert!(said.contains("of what any panel knew with b, with 0.0 false alarms a review."), "{said}");
    assert!(said.contains("Which of b and c is better cannot be told (0.0, −"), "{said}");
    assert!(said.contains("With c too it is 100.0% ("), "{said}");
}

#[test]
fn agents_past_eight_have_a_second_mark_wherever_they_are_named() {
    let names: Vec<String> = (0..18).map(|at| format!("a{at:02}")).collect();
    let panel: Vec<&str> = names.iter().map(String::as_str).collect();
    let site = build_sound(&runs(1, &panel, &[(&["a00", "a08", "a16"], "confirmed")]));
    let board = site.main("agents/index.html");
    for (agent, class) in [("a00", "agent a1"), ("a08", "agent a1 m2"), ("a16", "agent a1 m3")] {
        assert!(board.contains(&format!("<a class=\"{class}\" href=\"{agent}.html\">")), "{agent}");
        assert!(site.main(&format!("agents/{agent}.html")).contains(&format!("<span class=\"{class}\">")), "{agent}");
    }
    let review = site.main("reviews/r0.html");
    assert!(
        review.contains("<span class=a1>a00</span>") && review.contains("<span class=\"a1 m2\">a08</span>"),
        "{review}"
    );
}

#[test]
fn versions_have_a_line_each_and_those_of_few_changes_one_sentence() {
    let mut all = runs(12, &["a", "b"], &[(&["a", "b"], "confirmed"), (&["b"], "confirmed")]);
    for (at, run) in all.iter_mut().enumerate() {
        run["reviewers"][0]["model"] = ["one", "two", "two", "three"][at / 3].into();
    }
    all[0]["reviewers"][0]["model"] = "stub".into();
    let site = build_sound(&all);
    let row = row(&site, "agents/index.html", "a");
    assert!(row.contains("<summary>4 versions<span class=unseen> of a</span></summary>"), "{row}");
    assert_eq!(row.matches("<tr role=row class=version>").count(), 2, "{row}");
    let stubs = words(row);
    assert!(
        stubs.contains(
            "And two with fewer than three changes: one, 2 reviews, found 2 of 4 that others found; stub, 1 review"
        ),
        "{stubs}"
    );
}

#[test]
fn an_only_version_stands_below_its_agent_with_nothing_behind_a_fold() {
    let mut all = runs(6, &["a", "b"], &[(&["a", "b"], "confirmed")]);
    for run in &mut all {
        run["reviewers"][0]["model"] = "one".into();
    }
    let site = build_sound(&all);
    let row = row(&site, "agents/index.html", "a");
    assert!(row.contains("<small class=only>one</small>") && !row.contains("<details"), "{row}");
    assert_eq!(row.matches("<tr").count(), 1, "{row}");
}

#[test]
fn a_name_without_end_is_cut_and_whole_at_hand() {
    let long = "Claude ".repeat(20);
    let mut all = runs(6, &["a", "b"], &[(&["a", "b"], "confirmed")]);
    for run in &mut all {
        run["reviewers"][0]["name"] = long.trim().into();
    }
    let site = build_sound(&all);
    let row = row(&site, "agents/index.html", "a");
    assert!(row.contains(&format!("title=\"{}\"", long.trim())) && row.contains("Claude…</a>"), "{row}");
}

#[test]
fn any_one_of_several_is_named_where_none_of_them_can_be_told_from_the_others() {
    let panel = ["a", "b", "c", "d"];
    let others = ["b", "c", "d"];
    let mut all: Vec<Value> = (0..60)
        .map(|number| {
            let a: [&str; 1] = ["a"];
            let kept: Vec<&str> =
                others.iter().copied().filter(|agent| number % 20 != 0 || *agent != others[number / 20]).collect();
            run(
                number,
                &panel,
                &[
                    (&a, "confirmed"),
                    (&a, "confirmed"),
                    (&a, "confirmed"),
                    (&others, "confirmed"),
                    (&kept, "confirmed"),
                    (&["b"], "false-positive"),
                    (&["b", "c"], "false-positive"),
                ],
            )
        })
        .collect();
    for run in &mut all {
        run["metrics"] = [("a", 400), ("b", 500), ("c", 600), ("d", 300)]
            .map(|(agent, seconds)| json!({ "agent": agent, "duration_seconds": seconds }))
            .into();
    }
    let said = answer(&build_sound(&all));
    assert!(said.contains("Run a with any one of b, c and d: 99.7% of what any panel knew"), "{said}");
    assert!(said.contains("none of the three can be told from the others."), "{said}");
    assert!(said.contains("With d it is quickest (about 7 minutes) and brings the fewest false alarms"), "{said}");
    // One agent of them that finds nothing of it is no choice any more.
    for run in &mut all {
        for finding in run["findings"].as_array_mut().unwrap() {
            finding["found_by"].as_array_mut().unwrap().retain(|by| by["agent"] != "d");
        }
    }
    let said = answer(&build_sound(&all));
    assert!(said.contains("Run a with b or c: "), "{said}");
}

#[test]
fn what_was_kept_is_not_said_to_be_right() {
    let mut all = runs(40, &["a", "b"], &[(&["a", "b"], ""), (&["a"], "")]);
    for run in &mut all {
        run["metrics"] = json!([{ "agent": "a", "false_positives": 0 }, { "agent": "b", "false_positives": 3 }]);
    }
    let site = build_sound(&all);
    let versus = words(site.main("agents/a-vs-b.html"));
    assert!(versus.contains("Kept by the consolidator") && versus.contains("a has more kept"), "{versus}");
    assert!(versus.contains("a finds more of these") && !versus.contains("right"), "{versus}");
    let kept = words(row(&site, "agents/by/precision.html", "b"));
    assert!(kept.contains("has less kept than a"), "{kept}");
    let grave = words(row(&site, "agents/by/critical-and-important.html", "b"));
    assert!(grave.contains("finds fewer critical and important findings than a"), "{grave}");
}

#[test]
fn who_is_not_ranked_is_not_among_every_other() {
    let findings: [(&[&str], &str); 4] =
        [(&["a", "b"], ""), (&["a", "b"], ""), (&["a", "c"], ""), (&["a", "b", "c"], "")];
    let mut all = runs(40, &["a", "b", "c"], &findings);
    let ranked = words(row(&build_sound(&all), "agents/index.html", "a"));
    assert!(ranked.contains("finds more than every other") && !ranked.contains("ranked agent"), "{ranked}");
    all.extend((40..44).map(|number| run(number, &["a", "new"], &[(&["a", "new"], "")])));
    let site = build_sound(&all);
    assert!(words(row(&site, "agents/index.html", "new")).starts_with("not ranked"));
    let told = words(row(&site, "agents/index.html", "a"));
    assert!(told.contains("finds more than every other ranked agent"), "{told}");
}

#[test]
fn a_version_that_reviewed_alone_had_no_rival_whoever_its_agent_met() {
    let mut all = runs(6, &["a", "b"], &[(&["a", "b"], "confirmed")]);
    all.extend((6..12).map(|number| run(number, &["a"], &[(&["a"], "confirmed")])));
    for (at, run) in all.iter_mut().enumerate() {
        run["reviewers"][0]["model"] = ["together", "alone"][at / 6].into();
    }
    let site = build_sound(&all);
    let row = row(&site, "agents/index.html", "a");
    let of = |version: &str| {
        let (_, rest) = row.split_once(&format!("<th role=rowheader scope=row>{version}</th>")).unwrap();
        words(rest.split_once("</tr>").unwrap().0)
    };
    assert!(of("alone").starts_with("no rival"), "{}", of("alone"));
    assert!(of("together").starts_with("100.0"), "{}", of("together"));
}

#[test]
fn only_the_oldest_of_all_models_is_the_first() {
    let mut all = runs(28, &["a", "b"], &[(&["a", "b"], "confirmed"), (&["b"], "confirmed")]);
    for (at, run) in all.iter_mut().enumerate() {
        run["reviewers"][0]["model"] = ["one", "two"][at / 14].into();
    }
    assert!(row(&build_sound(&all), "agents/index.html", "a").contains("first model"));
    all[0]["reviewers"][0]["model"] = "stub".into();
    let site = build_sound(&all);
    let row = row(&site, "agents/index.html", "a");
    assert!(!row.contains("first model") && row.contains("too few changes to compare"), "{row}");
}

/// The ids of a page, one after the other.
fn ids(html: &str) -> Vec<&str> {
    let id = |rest: &'_ str| rest.find([' ', '>']).map_or(rest.len(), |end| end);
    html.split(" id=").skip(1).map(|rest| rest[..id(rest)].trim_matches('"')).collect()
}

#[test]
fn an_agent_takes_no_id_of_a_section() {
    let of = |agents: &[&str]| {
        let mut all = runs(28, agents, &[(agents, "confirmed"), (&agents[..1], "confirmed")]);
        for (at, run) in all.iter_mut().enumerate() {
            run["reviewers"][0]["model"] = ["one", "two"][at / 14].into();
            run["findings"][0]["locations"] = json!([{ "path": "a.rs" }]);
        }
        build_sound(&all)
    };
    let pages = ["index.html", "agents/index.html"];
    let site = of(&["better", "x"]);
    let sections: std::collections::BTreeSet<String> = pages
        .iter()
        .flat_map(|page| ids(site.main(page)))
        .filter(|id| !id.contains('~') && !["better", "x"].contains(id))
        .map(str::to_owned)
        .collect();
    for section in ["answer", "leaderboard", "versions", "over-time", "head-to-head", "overlap", "newest", "files"] {
        assert!(sections.contains(section), "{section} in {sections:?}");
    }
    assert!(ids(site.main(pages[1])).contains(&"better"), "no section is called so");
    let agents: Vec<&str> = sections.iter().map(String::as_str).collect();
    let site = of(&agents);
    for page in pages {
        let ids = ids(site.main(page));
        for id in &ids {
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id} twice in {page}");
        }
    }
    for agent in &agents {
        assert!(ids(site.main(pages[1])).contains(&format!("~{agent}").as_str()), "{agent}");
    }
}

#[test]
fn beside_larger_panels_that_hardly_met_none_is_named_before_twenty_changes() {
    let findings: [(&[&str], &str); 3] = [(&["a"], "confirmed"), (&["b"], "confirmed"), (&["a", "c"], "confirmed")];
    let said = |alone: usize, with_another: usize| {
        let mut all = runs(alone, &["a", "b"], &findings[..2]);
        all.extend((alone..alone + with_another).map(|number| run(number, &["a", "b", "c"], &findings)));
        let site = build_sound(&all);
        let data: Value = serde_json::from_str(site.text("data/leaderboard.json")).unwrap();
        (answer(&site), data["answer"].clone())
    };
    let (few, named) = said(12, 3);
    assert!(few.contains("Too little data to name a panel: no three agents have met on five changes."), "{few}");
    assert!(few.contains("So far a and b cover most: 100.0%") && few.contains("of 15 changes that had both"), "{few}");
    assert_eq!(named, Value::Null);
    let (enough, named) = said(17, 3);
    assert!(
        enough.contains("Run a and b") && enough.contains("Larger panels have reviewed too few changes to say."),
        "{enough}"
    );
    assert_eq!(named["agents"], json!(["a", "b"]));
    let (whole, _) = said(12, 0);
    assert!(whole.contains("Run a and b") && !whole.contains("Larger panels"), "{whole}");
    assert!(whole.contains("Nobody else looked at these changes"), "{whole}");
}

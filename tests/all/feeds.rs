//! Feeds, badges and the site map: what is in them, that they stay what they are, and that they lead somewhere. Programs of
//! others read them in `tests/data/test_feeds.py`.

use crate::support::{MemoryArchive, Site, root, run, try_build};
use pilcrow::Config;
use pilcrow::internals::files_below;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const BASE: &str = "https://team.example/reviews/";

fn built(files: &[(&str, &str)], config: &str) -> Site {
    built_from(&MemoryArchive::of(files), config)
}

fn built_from(archive: &MemoryArchive, config: &str) -> Site {
    let config = Config::parse(config).unwrap_or_else(|problems| panic!("{problems:?}"));
    try_build(archive, &config).unwrap_or_else(|error| panic!("{error}"))
}

fn sample(config: &str) -> Site {
    built_from(&MemoryArchive(files_below(&root().join("reviews")).unwrap().into_iter().collect()), config)
}

fn with_base(more: &str) -> String {
    format!("base_url = '{BASE}'\n{more}")
}

fn json_of(site: &Site, path: &str) -> Value {
    serde_json::from_str(site.text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All JSON feeds of a site, by their paths.
fn feeds(site: &Site) -> BTreeMap<&str, Value> {
    let is_feed = |path: &&String| *path == "feed.json" || path.starts_with("feeds/") && path.ends_with(".json");
    site.files.keys().filter(is_feed).map(|path| (path.as_str(), json_of(site, path))).collect()
}

fn items(feed: &Value) -> &[Value] {
    feed["items"].as_array().unwrap()
}

fn ids(feed: &Value) -> Vec<&str> {
    items(feed).iter().map(|item| item["id"].as_str().unwrap()).collect()
}

fn atom_id<'s>(site: &'s Site, path: &str) -> &'s str {
    let (_, rest) = site.text(path).split_once("<id>").unwrap();
    rest.split_once("</id>").unwrap().0
}

#[track_caller]
fn assert_leads_somewhere(site: &Site, address: &str) {
    let path = address.strip_prefix(BASE).unwrap_or_else(|| panic!("{address} leads out of the site"));
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let page = site.text(if path.is_empty() { "index.html" } else { path });
    assert!(fragment.is_empty() || page.contains(&format!(" id=\"{fragment}\"")), "{address}");
}

#[test]
fn feeds_fit_the_schema_and_lead_into_the_site() {
    let schema = include_str!("../data/json-feed-1.1.schema.json");
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    for pages in ["all", "none"] {
        let site = sample(&with_base(&format!("finding_pages = '{pages}'")));
        let feeds = feeds(&site);
        assert!(feeds.len() > 8 && feeds.contains_key("feeds/critical.json"), "{:?}", feeds.keys());
        for (path, feed) in &feeds {
            let errors: Vec<String> = validator.iter_errors(feed).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{path}: {errors:?}");
            assert_eq!(feed["feed_url"], format!("{BASE}{path}"));
            assert_leads_somewhere(&site, feed["home_page_url"].as_str().unwrap());
            let atom = site.text(&path.replace(".json", ".xml"));
            for item in items(feed) {
                assert_leads_somewhere(&site, item["url"].as_str().unwrap());
                assert!(atom.contains(&format!("<id>{}</id>", item["id"].as_str().unwrap())), "{path}");
            }
        }
    }
}

#[test]
fn ids_stay_when_the_site_moves_is_renamed_or_grows() {
    let about = r#""subject": {"repository": "own/name", "pull_request": 7},
        "findings": [{"id": "C1", "severity": "critical", "title": "t", "found_by": [{"agent": "claude"}]}]"#;
    let first = run("first", about);
    let before = built(&[("first.json", &first)], &with_base(""));
    let newer = run("second", about).replace("2026-03-22", "2026-04-01");
    let moved = "base_url = 'http://elsewhere.example/'\ntitle = 'Another name'\nfinding_pages = 'none'";
    let after = built(&[("2026/first.json", &first), ("second.json", &newer)], moved);
    let (before_feeds, after_feeds) = (feeds(&before), feeds(&after));
    assert_eq!(before_feeds.len(), 7, "{:?}", before_feeds.keys());
    for (path, feed) in &before_feeds {
        let [id] = ids(feed)[..] else { panic!("{path}: {feed}") };
        let again = ids(&after_feeds[path]);
        assert_eq!((again.len(), again[1]), (2, id), "{path}");
        let atom = path.replace(".json", ".xml");
        assert_eq!(atom_id(&before, &atom), atom_id(&after, &atom));
    }
    let distinct: std::collections::BTreeSet<&str> =
        before.files.keys().filter(|path| path.ends_with(".xml")).map(|path| atom_id(&before, path)).collect();
    assert_eq!(distinct.len(), 7, "each feed has an id of its own");
}

/// Readers take entries of one id for one entry, wherever they come from.
#[test]
fn archives_that_use_the_same_ids_have_other_feeds() {
    let of = |repository: &str| {
        let about = format!(r#""subject": {{"repository": "{repository}", "pull_request": 7}}"#);
        built(&[("pr-7.json", &run("pr-7", &about))], &with_base(""))
    };
    let (one, other) = (of("one/name"), of("other/name"));
    assert_ne!(ids(&feeds(&one)["feed.json"]), ids(&feeds(&other)["feed.json"]));
    assert_ne!(atom_id(&one, "feed.xml"), atom_id(&other, "feed.xml"));
}

#[test]
fn without_an_address_of_the_site_there_is_neither_a_feed_nor_a_map() {
    let site = sample("robots = 'index'");
    for path in site.files.keys() {
        assert!(path != "feed.xml" && !path.starts_with("feeds/") && !path.contains("sitemap"), "{path}");
    }
    for page in ["index.html", "agents/claude.html"] {
        assert!(!site.text(page).contains("Feed of") && !site.text(page).contains("rel=alternate"), "{page}");
    }
    assert_eq!(site.text("robots.txt"), "User-agent: *\nDisallow:\n");
}

#[test]
fn pages_say_where_their_feeds_are() {
    let site = sample(&with_base(""));
    for (page, feeds) in [
        ("index.html", ["feed.xml", "feeds/critical.xml"]),
        ("reviews/index.html", ["../feed.xml", "../feeds/critical.xml"]),
        ("agents/claude.html", ["../feeds/agents/claude.xml", "../feeds/agents/claude~critical.xml"]),
        (
            "browse/repositories/lantern-works/ferry.html",
            [
                "../../../feeds/repositories/lantern-works/ferry.xml",
                "../../../feeds/repositories/lantern-works/ferry~critical.xml",
            ],
        ),
    ] {
        let (head, body) = site.text(page).split_once("</head>").unwrap();
        for atom in feeds {
            let json = atom.replace(".xml", ".json");
            for (feed, kind) in [(atom, "application/atom+xml"), (&*json, "application/feed+json")] {
                assert!(head.contains(&format!("<link rel=alternate type=\"{kind}\"")), "{page}");
                assert!(head.contains(&format!("href=\"{feed}\">")), "{page}: {feed}");
                assert!(body.contains(&format!("<a type=\"{kind}\" href=\"{feed}\">")), "{page}: {feed}");
            }
        }
    }
    assert!(!site.text("browse/kinds/deep-review.html").contains("rel=alternate"));
}

#[test]
fn only_who_has_a_review_has_a_feed_and_a_badge() {
    let about = r#""subject": {"repository": "own/name"}, "findings": [
        {"id": "C1", "severity": "critical", "title": "t", "found_by": [{"agent": "codex"}], "assessment": "false-positive"}]"#;
    let failed = run("r", about).replace("\"agent\": \"claude\"", "\"status\": \"failed\", \"agent\": \"claude\"");
    let site = built(&[("r.json", &failed)], &with_base(""));
    let is_one = |path: &&String| ["feed.", "feeds/", "badges/"].iter().any(|start| path.starts_with(start));
    let files: Vec<&str> =
        site.files.keys().filter(is_one).filter(|path| !path.ends_with(".json")).map(|p| &**p).collect();
    assert_eq!(
        files,
        [
            "badges/all.svg",
            "badges/codex.svg",
            "badges/own/name.svg",
            "feed.xml",
            "feeds/agents/codex.xml",
            // It was critical once, and an address that was published stays.
            "feeds/agents/codex~critical.xml",
            "feeds/critical.xml",
            "feeds/repositories/own/name.xml",
            "feeds/repositories/own/name~critical.xml",
        ]
    );
    assert_eq!(items(&feeds(&site)["feeds/agents/codex~critical.json"]), [] as [Value; 0]);
    assert!(!site.text("agents/claude.html").contains("Feed of"));
}

#[test]
fn a_feed_holds_the_newest_fifty() {
    let files: BTreeMap<String, Vec<u8>> =
        (0..60).map(|n| (format!("r{n:02}.json"), run(&format!("r{n:02}"), "").into_bytes())).collect();
    let site = built_from(&MemoryArchive(files), &with_base(""));
    let feeds = feeds(&site);
    for path in ["feed.json", "feeds/agents/claude.json"] {
        let urls: Vec<&str> = items(&feeds[path]).iter().map(|item| item["url"].as_str().unwrap()).collect();
        let newest: Vec<String> = (10..60).rev().map(|n| format!("{BASE}reviews/r{n:02}.html")).collect();
        assert_eq!(urls, newest);
    }
}

#[test]
fn hostile_text_stays_text_in_feeds_and_badges() {
    let words = "]]> <script>alert(1)</script> &amp; \"'\u{202e}\u{2066}\0\u{1}\u{b}\u{1b}\u{7f}\u{85}\u{fffe}\u{ffff}";
    let hostile = json!({
        "format": "pilcrow-review/1", "id": "r", "date": "2026-03-22", "title": words,
        "subject": {"repository": "own/name", "pull_request": 7},
        "reviewers": [{"agent": "claude", "name": words}], "verdict": {"label": words},
        "findings": [{"id": "C1", "severity": "critical", "title": words, "found_by": [{"agent": "claude"}],
            "locations": [{"path": "src/<a>&\u{202e}.rs"}]}],
    });
    let config = with_base("title = \"<b>]]>\\u0001\\u202e\"\ndescription = \"</subtitle>\\u0002\"");
    let site = built(&[("r.json", &hostile.to_string())], &config);
    let is_odd = |sign: char| {
        sign.is_control() && !matches!(sign, '\t' | '\n' | '\r')
            || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
    };
    let of_ours = |path: &str| ["feed.", "feeds/", "badges/"].iter().any(|start| path.starts_with(start));
    let mut seen = 0;
    for path in site.files.keys().filter(|path| of_ours(path)) {
        let text = site.text(path);
        assert!(!text.contains(is_odd), "{path}: {text:?}");
        if path.ends_with(".json") {
            let decoded = json_of(&site, path).to_string();
            assert!(!decoded.contains("\\u00"), "{path}: {decoded}");
        } else {
            assert!(!text.contains("<script") && !text.contains("]]>") && !text.contains("<b>"), "{path}: {text}");
        }
        seen += 1;
    }
    assert_eq!(seen, 18);
}

#[test]
fn a_badge_says_what_was_counted() {
    let site = sample("");
    let findings = json_of(&site, "data/findings.json");
    let column = |name: &str| findings["columns"].as_array().unwrap().iter().position(|column| column == name).unwrap();
    let (valid, review, repository) = (column("valid"), column("review"), column("repository"));
    let rows = findings["rows"].as_array().unwrap();
    for (badge, of) in [("all", None), ("lantern-works/ferry", Some("lantern-works/ferry"))] {
        let rows = rows.iter().filter(|row| of.is_none_or(|of| row[repository] == of));
        let reviews: std::collections::BTreeSet<&str> = rows.clone().map(|row| row[review].as_str().unwrap()).collect();
        let message = json_of(&site, &format!("badges/{badge}.json"))["message"].as_str().unwrap().to_owned();
        let (told, findings) = message.split_once(" · ").unwrap();
        // A review without a finding has no row.
        assert!(told.parse::<usize>().unwrap() >= reviews.len(), "{message}");
        assert_eq!(findings, format!("{} findings", rows.filter(|row| row[valid] == true).count()));
    }
    let board = json_of(&site, "data/leaderboard.json");
    let claude = board["agents"].as_array().unwrap().iter().find(|agent| agent["agent"] == "claude").unwrap();
    let badge = json_of(&site, "badges/claude.json");
    assert_eq!(badge["label"], claude["name"]);
    let recall = claude["recall"]["value"].as_f64().unwrap() * 100.0;
    let told = badge["message"].as_str().unwrap().strip_prefix("recall ").unwrap();
    let told: f64 = told.split_once('%').unwrap().0.parse().unwrap();
    assert!((told - recall).abs() <= 0.5, "{told} {recall}");
}

#[test]
fn names_of_repositories_and_agents_never_share_a_file() {
    let of = |id: &str, repository: &str, agent: &str| {
        let about = format!(
            r#""subject": {{"repository": "{repository}"}}, "findings": [
                {{"id": "C1", "severity": "critical", "title": "t", "found_by": [{{"agent": "{agent}"}}]}}]"#
        );
        run(id, &about).replace("\"agent\": \"codex\"", &format!("\"agent\": \"{agent}\""))
    };
    let runs = [
        of("a", "g/sub", "all"),
        of("b", "g/sub.xml/x", "All_"),
        of("c", "g/sub.JSON/x", "con"),
        of("d", "g/sub.svg/x", "g"),
        of("e", "g.svg/x", "critical"),
        of("f", "con/nul.", "a."),
    ];
    let files: Vec<(String, &str)> =
        ('a'..).map(|id| format!("{id}.json")).zip(runs.iter().map(String::as_str)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let site = built(&files, &with_base("robots = 'index'"));
    assert_eq!(site.built.runs, 6, "{:?}", site.built.diagnostics);
    assert!(site.built.diagnostics.is_empty(), "{:?}", site.built.diagnostics);
    // The site, seven agents with `claude`, six repositories: a drawing each.
    assert_eq!(site.files.keys().filter(|path| path.ends_with(".svg") && path.starts_with("badges/")).count(), 14);
    assert_eq!(feeds(&site).len(), 2 * 14 - 1, "`claude` found nothing critical");
}

#[test]
fn a_map_is_for_a_site_that_may_be_listed() {
    let about = r#""subject": {"repository": "own/name", "pull_request": 7}, "aliases": ["old.html"],
        "findings": [{"id": "I1", "severity": "important", "title": "t", "found_by": [{"agent": "claude"}]}]"#;
    let files = [("r.json", run("r", about))];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let kept_away = built(&files, &with_base(""));
    assert!(!kept_away.files.contains_key("sitemap.xml"));
    assert!(kept_away.text("robots.txt").ends_with("User-agent: *\nDisallow: /\n"));
    let listed = built(&files, &with_base("robots = 'index'"));
    assert_eq!(listed.text("robots.txt"), format!("User-agent: *\nDisallow:\nSitemap: {BASE}sitemap.xml\n"));
    let map = listed.text("sitemap.xml");
    for page in ["", "reviews/", "agents/claude.html"] {
        assert!(map.contains(&format!("<url><loc>{BASE}{page}</loc></url>\n")), "{page}: {map}");
    }
    for page in ["reviews/r.html", "reviews/r/I1.html"] {
        let entry = format!("<url><loc>{BASE}{page}</loc><lastmod>2026-03-22</lastmod></url>\n");
        assert!(map.contains(&entry), "{page}: {map}");
    }
    for left_out in ["old.html", "404.html", "own/name/pull/7/", "search.html"] {
        assert!(!map.contains(left_out), "{left_out}: {map}");
    }
}

#[test]
fn feeds_and_the_map_have_the_same_bytes_on_one_thread_and_on_many() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| sample(&with_base("robots = 'index'")).files)
    };
    assert!(on(1) == on(4));
}

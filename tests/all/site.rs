//! Whole sites from small archives: what a reader sees, kind of page by kind of page.

use crate::support::html::one_element_a_line;
use crate::support::{MemoryArchive, MemorySite, NoProgress, Site, build, output_of, root, run, shared, try_build};
use pilcrow::{BuildError, Config, Failed};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

const ROUND_1: &str = include_str!("../fixtures/20260101-100000-pr-1.json");
const ROUND_2: &str = include_str!("../fixtures/20260108-100000-pr-1.json");

fn small() -> Site {
    build(&[("20260101-100000-pr-1.json", ROUND_1), ("20260108-100000-pr-1.json", ROUND_2)])
}

fn sample() -> Site {
    let files = pilcrow::internals::files_below(&root().join("reviews")).unwrap();
    try_build(&MemoryArchive(files), &Config::default()).unwrap()
}

#[test]
fn every_kind_of_page_reads_as_it_should() {
    let site = small();
    for path in [
        "index.html",
        "reviews/index.html",
        "browse/repositories/index.html",
        "browse/repositories/lantern-works/ferry.html",
        "reviews/20260101-100000-pr-1.html",
        "reviews/20260108-100000-pr-1.html",
        "reviews/20260101-100000-pr-1/I1.html",
        "reviews/20260101-100000-pr-1/originals.html",
        "changes/lantern-works/ferry/1.html",
        "404.html",
        "old/pr-1.html",
        "agents/index.html",
        "agents/claude.html",
        "agents/claude-vs-codex.html",
        "agents/pairs.html",
        "panels.html",
        "methodology.html",
    ] {
        insta::assert_snapshot!(path.replace('/', "-"), one_element_a_line(site.main(path)));
    }
}

/// Runs of one day each, in which `claude` ran on these models and found everything, and `codex` nothing.
fn alternating(days: &[(&str, &str)]) -> Site {
    let run = |(day, model): &(&str, &str)| {
        let run = serde_json::json!({
            "format": "pilcrow-review/1", "id": format!("run-{day}"), "date": day,
            "reviewers": [{"agent": "claude", "name": "Claude", "model": model}, {"agent": "codex"}],
            "findings": [{"id": "I1", "severity": "important", "title": "t", "assessment": "confirmed",
                          "found_by": [{"agent": "claude"}]}],
        });
        (format!("run-{day}.json"), run.to_string())
    };
    let files: Vec<(String, String)> = days.iter().map(run).collect();
    build(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn every_change_of_model_is_marked_and_each_week_once() {
    let site = alternating(&[
        ("2026-01-05", "Claude 4"),
        ("2026-01-12", "Claude 5"),
        ("2026-01-19", "Claude 4"),
        ("2026-01-26", "Claude 5"),
        ("2026-01-27", "Claude 4"),
        ("2026-01-28", "Claude 5"),
        ("2026-02-02", "Claude 5"),
    ]);
    let page = site.main("agents/claude.html");
    let chart = page.split("<svg").find(|chart| chart.contains("Recall (%) of Claude by week")).unwrap();
    assert_eq!(chart.matches("class=change").count(), 3, "{chart}");
    let told = "Model changed to Claude 5 in 2026-W03. Model changed to Claude 4 in 2026-W04. Model changed to Claude 5, Claude 4 in \
                2026-W05.";
    assert!(chart.contains(told), "{chart}");
}

#[test]
fn precision_without_a_judged_finding_says_so() {
    let site = alternating(&[("2026-01-05", "Claude 4")]);
    assert!(site.main("agents/codex.html").contains("nothing to judge"), "precision");
    let board = site.main("agents/index.html");
    assert!(board.matches("nothing to judge").count() == 2 || board.contains("a figure for: precision, F1"), "{board}");
    assert!(site.main("agents/codex.html").contains("found nothing"), "of nothing there is no share");
    assert!(!site.main("agents/claude.html").contains("nothing to judge"));
}

#[test]
fn agents_that_met_without_a_finding_are_not_said_to_have_never_met() {
    let met = alternating(&[("2026-01-05", "Claude 4")]);
    let overlap = |site: &Site| site.main("panels.html").split_once("id=overlap").unwrap().1.to_owned();
    let overlap_of_met = overlap(&met);
    assert!(overlap_of_met.contains("<td class=none>found nothing</td>"), "{overlap_of_met}");
    assert!(!overlap_of_met.contains("never met"), "{overlap_of_met}");
    let panel = |id: &str, other: &str| {
        serde_json::json!({
            "format": "pilcrow-review/1", "id": id, "date": "2026-01-05",
            "reviewers": [{"agent": "claude"}, {"agent": other}],
        })
        .to_string()
    };
    let (first, second) = (panel("a", "codex"), panel("b", "gemini"));
    let apart = build(&[("a.json", &first), ("b.json", &second)]);
    assert_eq!(overlap(&apart).matches("<td class=none>never met</td>").count(), 2, "codex and gemini, both ways");
}

#[test]
fn a_fix_runs_into_the_paragraph_that_it_begins_with() {
    let page = |fix: &str| {
        let finding = serde_json::json!([{"id": "I1", "severity": "important", "title": "‖ twice ‖", "fix": fix}]);
        build(&[("r.json", &run("r", &format!("\"findings\": {finding}")))]).main("reviews/r.html").to_owned()
    };
    for (fix, html) in [
        ("#242 broke it", "<p><strong>Fix:</strong> #242 broke it</p>"),
        ("<b>now</b> or never", "<p><strong>Fix:</strong> &lt;b&gt;now&lt;/b&gt; or never</p>"),
        ("- first", "<p><strong>Fix:</strong></p>\n<ul><li>first</li></ul>"),
        ("<div>\nraw\n</div>", "<p><strong>Fix:</strong></p>\n<p class=raw>&lt;div&gt;"),
    ] {
        let page = page(fix);
        assert!(page.contains(html), "{fix}: {page}");
        assert!(page.contains("‖ twice ‖"), "{page}");
    }
}

#[test]
fn the_head_has_a_preview_and_forbids_indexing() {
    let base_url = Some(pilcrow::BaseAddress::with_slash(&"https://team.example/reviews".parse().unwrap()));
    let config = Config { title: "Team".to_owned(), base_url, ..Config::default() };
    let archive = MemoryArchive::of(&[("20260101-100000-pr-1.json", ROUND_1)]);
    let site = try_build(&archive, &config).unwrap();
    let html = site.text("reviews/20260101-100000-pr-1/I1.html");
    let (head, _) = html.split_once("<body").unwrap();
    insta::assert_snapshot!("head", one_element_a_line(&without_fingerprints(head)));
    let not_found = site.text("404.html");
    assert!(not_found.contains("href=https://team.example/reviews/assets/pilcrow."), "{not_found}");
    let robots = site.text("robots.txt");
    assert!(robots.ends_with("\n\nUser-agent: *\nDisallow: /\n"), "{robots}");
    assert!(robots.contains("User-agent: Twitterbot\n"), "links could not be previewed: {robots}");
}

fn without_fingerprints(html: &str) -> String {
    let parts: Vec<&str> = html.split('.').collect();
    let plain = |part: &&str| !(part.len() == 10 && part.bytes().all(|b| b.is_ascii_hexdigit()));
    parts.into_iter().filter(plain).collect::<Vec<_>>().join(".")
}

/// Words that a template meant for itself and a reader sees: an attribute of a component is a plain text. Reviews may quote
/// such words, so the pages about them are left out.
#[test]
fn no_page_shows_a_piece_of_its_template() {
    let site = sample();
    let own = |path: &&String| path.starts_with("agents/") || !path.contains('/');
    let pages = site.files.keys().filter(|path| path.ends_with(".html")).filter(own);
    assert!(pages.clone().count() > 20);
    for path in pages {
        let text = site.text(path);
        for piece in ["{%", "%}", "{{", "}}"] {
            assert!(!text.contains(piece), "{path} shows {piece}");
        }
    }
}

#[test]
fn an_archive_gives_the_same_bytes_on_one_thread_and_on_many() {
    let [one, many] = [1, 5].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(sample).files
    });
    let all: BTreeSet<&String> = one.keys().chain(many.keys()).collect();
    let different: Vec<_> = all.into_iter().filter(|path| one.get(*path) != many.get(*path)).collect();
    assert!(different.is_empty(), "{different:?}");
}

#[test]
fn an_empty_archive_is_a_site_too() {
    let site = build(&[]);
    assert!(site.main("index.html").contains("No reviews yet."));
    assert!(site.main("reviews/index.html").contains("No reviews yet."));
}

#[test]
fn a_bad_file_is_left_out_and_the_rest_is_built() {
    let site = build(&[("a.json", "{"), ("good.json", &run("good", ""))]);
    assert_eq!((site.built.runs, site.built.diagnostics.len()), (1, 1));
    assert!(site.files.contains_key("reviews/good.html"));
}

#[test]
fn names_that_meet_the_sites_own_files_are_kept_apart() {
    let finding = |id: &str| format!(r#"{{"id": "{id}", "severity": "concern", "title": "t"}}"#);
    let findings = [finding("originals"), finding("main"), finding("facts"), finding("concerns")].join(",");
    let more = format!(
        r#""findings": [{findings}], "originals": [{{"agent": "claude", "body": "b"}}],
        "aliases": ["index.html", "reviews/index.html", "reviews", "assets", "x/y.html", "index.html/z.html"]"#
    );
    let site = build(&[("index.json", &run("index", &more))]);
    assert!(
        site.files.contains_key("reviews/index_.html") && site.files.contains_key("reviews/index_/originals_.html")
    );
    assert!(site.files.contains_key("x/y.html"));
    let refused: Vec<&str> = site.built.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(refused.len(), 4, "{refused:?}");
    assert_unique_ids(&site, "reviews/index_.html");
}

#[test]
fn no_page_has_an_id_twice() {
    let site = sample();
    site.files.keys().filter(|path| path.ends_with(".html")).for_each(|path| assert_unique_ids(&site, path));
}

#[track_caller]
fn assert_unique_ids(site: &Site, path: &str) {
    let tags = site.text(path).split('<').filter_map(|part| Some(part.split_once('>')?.0));
    let value = |rest: &str| rest.trim_start_matches('"').split(['"', ' ']).next().unwrap().to_owned();
    let mut seen = BTreeSet::new();
    for id in tags.filter_map(|tag| Some(value(tag.split_once(" id=")?.1))) {
        assert!(seen.insert(id.clone()), "{path} has the id `{id}` twice");
    }
    assert!(!seen.is_empty(), "{path} has no id at all");
}

#[test]
fn lists_come_in_pages() {
    let config = Config { page_size: 2, ..Config::default() };
    let files: BTreeMap<String, Vec<u8>> = (1..=5)
        .map(|n| (format!("r{n}.json"), run(&format!("r{n}"), r#""subject": {"author": "Ann Lee"}"#).into_bytes()))
        .collect();
    let site = try_build(&MemoryArchive(files), &config).unwrap();
    for path in ["reviews/index.html", "browse/all/2.html", "browse/all/3.html", "browse/authors/ann~20lee~p3.html"] {
        assert!(site.main(path).contains("class=reviews"), "{path}");
    }
    assert!(site.main("browse/all/2.html").contains("page 2 of 3"));
}

#[test]
fn finding_pages_can_be_fewer() {
    let config = Config { finding_pages: pilcrow::FindingPages::Important, ..Config::default() };
    let site = try_build(&MemoryArchive::of(&[("20260101-100000-pr-1.json", ROUND_1)]), &config).unwrap();
    assert!(site.files.contains_key("reviews/20260101-100000-pr-1/I1.html"));
    assert!(!site.files.contains_key("reviews/20260101-100000-pr-1/S1.html"));
    assert!(site.main("reviews/20260101-100000-pr-1.html").contains("href=\"#S1\">"));
}

#[test]
fn a_template_that_leads_nowhere_fails_the_build() {
    let templates = [("404.html".to_owned(), "<a href=\"gone.html\">x</a>".to_owned())].into();
    let theme = pilcrow::Theme::default().with_templates(templates, "");
    let sink = MemorySite::default();
    let archive = MemoryArchive::of(&[]);
    let built = pilcrow::build(&archive, &Config::default(), &theme, &sink, &NoProgress);
    let Err(Failed { error: BuildError::Links(broken), .. }) = built else { panic!("the build should fail") };
    assert_eq!(broken[0].to_string(), "404.html: the link to `gone.html` leads nowhere");
}

/// What is markup is so by its type: no template has to say it, and none may.
#[test]
fn no_template_says_safe() {
    for (name, text) in pilcrow::Theme::default().templates {
        assert!(!text.contains("safe"), "{name}");
    }
}

#[test]
fn the_sample_archive_builds_without_a_diagnostic() {
    let site = sample();
    assert_eq!(site.built.diagnostics, []);
    assert_eq!(site.built.runs, 24);
}

#[test]
fn the_page_that_this_project_exists_to_match_is_matched() {
    let Some(folder) = shared("acceptance") else { return };
    let dir = tempfile::tempdir().unwrap();
    let archive = dir.path().join("reviews");
    std::fs::create_dir(&archive).unwrap();
    std::fs::copy(folder.join("seed-run.json"), archive.join("20260322-142409-pr-242.json")).unwrap();
    let site = dir.path().join("site");
    let built =
        Command::new(env!("CARGO_BIN_EXE_pilcrow")).arg("build").arg(&archive).arg("-o").arg(&site).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let script = folder.join("check-seed.py");
    let Some(checked) = output_of(Command::new("python3").arg(script).arg(&site)) else { return };
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&[checked.stdout, checked.stderr].concat()));
}

#[test]
fn a_real_benchmark_builds() {
    let Some(folder) = shared("data/martian/reviews") else { return };
    let files = pilcrow::internals::files_below(&folder).unwrap();
    let site = try_build(&MemoryArchive(files), &Config::default()).unwrap();
    assert_eq!((site.built.runs, site.built.diagnostics.len()), (50, 0));
}

/// Text that would like to be something else.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script>alert(1)</script>"),
        Just("</title><script>"),
        Just("\" onload=\"alert(1)"),
        Just("' onerror='x"),
        Just("]]>"),
        Just("{{ shell }}"),
        Just("{% include 'x' %}"),
        Just("[x](javascript:alert(1))"),
        Just("![x](https://evil.example/x.png)"),
        Just("</code></pre></main>"),
        Just("<!--"),
        Just("\u{2028}"),
        Just("\0"),
        Just("[gone](gone.html)"),
        Just("[up](../../x)"),
        Just("[I1](#I1)"),
        Just("[no](#nowhere)"),
        Just("&quot;"),
        Just("\n\n"),
        Just("`"),
        Just("```\n"),
        Just("# h\n"),
        Just("I1 finding 1"),
        Just("<base href=//evil.example>"),
        Just("<meta http-equiv=refresh content=0>"),
        Just("日本語 "),
        Just("a b"),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Hostile text in every place of a run: the site still builds, its links all lead somewhere, and no page holds a
    /// script but the program's own.
    #[test]
    fn hostile_text_stays_text(text in hostile(), other in hostile()) {
        let mut document: serde_json::Value = serde_json::from_str(ROUND_1).unwrap();
        poison(&mut document, &text, &other);
        let site = try_build(&MemoryArchive::of(&[("20260101-100000-pr-1.json", &document.to_string())]), &Config::default());
        let site = site.unwrap_or_else(|error| panic!("{error}\n{text:?}\n{other:?}"));
        prop_assert_eq!(site.built.runs, 1, "{:?}", site.built.diagnostics);
        for (path, bytes) in site.files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = std::str::from_utf8(bytes).unwrap();
            // An address of a finding that is not its page leads there without one.
            let leads = html.contains("\n<meta http-equiv=refresh");
            let scripts = if path == "search.html" { 4 } else { usize::from(!leads) };
            prop_assert_eq!(html.matches("<script").count(), scripts, "{}", path);
            prop_assert_eq!(html.matches("<base").count(), 0);
            prop_assert_eq!(html.matches("</main>").count(), 1);
            prop_assert_eq!(html.matches("<img").count(), 0);
            for tag in html.split('<').skip(1).filter_map(|part| part.split_once('>').map(|(tag, _)| tag)) {
                // Every other piece is inside quotes and therefore a value.
                let names: String = tag.split('"').step_by(2).collect();
                let bad = names.contains(" on") || names.contains("style=") || tag.contains("href=\"javascript");
                prop_assert!(!bad, "{}: <{}>", path, tag);
            }
        }
    }
}

/// Puts text into every free text of a run.
fn poison(value: &mut serde_json::Value, text: &str, other: &str) {
    use serde_json::Value;
    const FREE: [&str; 22] = [
        "title", "name", "model", "effort", "reason", "label", "value", "summary", "body", "fix", "patch", "code",
        "script", "output", "language", "author", "branch", "base", "ref", "subject", "commit", "revision",
    ];
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                match inner {
                    Value::String(old) if FREE.contains(&key.as_str()) => *old = format!("{text}{old}{other}"),
                    Value::Object(free) if key == "notes" || key == "fingerprints" => {
                        free.insert(format!("{text}x"), Value::String(other.to_owned()));
                    }
                    inner => poison(inner, text, other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, text, other)),
        _ => {}
    }
}

/// Two agents that call themselves the same are told apart wherever they stand.
#[test]
fn agents_with_one_name_are_told_apart() {
    let site = |models: [&str; 2]| {
        let text = serde_json::json!({
            "format": "pilcrow-review/1", "id": "r", "date": "2026-03-22",
            "reviewers": [{"agent": "gemini", "name": "Gemini", "model": models[0]},
                {"agent": "gemini-cli", "name": "gemini", "model": models[1]}],
            "findings": [{"id": "I1", "severity": "important", "title": "t", "body": "seen by [Gemini]",
                "found_by": [{"agent": "gemini"}]}],
        });
        build(&[("r.json", &text.to_string())])
    };
    let other = site(["2.5-pro", "3-flash"]);
    for page in ["index.html", "agents/index.html", "agents/gemini.html", "reviews/r.html"] {
        let text = other.main(page);
        assert!(text.contains("Gemini 2.5-pro") && text.contains("gemini 3-flash"), "{page}: {text}");
    }
    let alike = site(["2.5-pro", "2.5-pro"]);
    let review = alike.main("reviews/r.html");
    assert!(review.contains("Gemini 2.5-pro (gemini)") && review.contains("gemini 2.5-pro (gemini-cli)"), "{review}");
    // Nobody can tell who `Gemini` is, so nobody is credited.
    assert!(review.contains("seen by [Gemini]"), "{review}");
}

/// The box of code is written twice: as a component, and in the texts themselves.
#[test]
fn code_in_a_text_looks_like_code_beside_it() {
    for (language, code) in [("rust", "fn main() {}\n"), ("", "plain <b>\n")] {
        let finding = serde_json::json!({
            "id": "I1", "severity": "important", "title": "t", "body": format!("```{language}\n{code}```"),
            "excerpts": [{"code": code, "language": language}],
        });
        let site = build(&[("r.json", &run("r", &format!("\"findings\": [{finding}]")))]);
        let page = site.main("reviews/r.html");
        let figures: Vec<String> = page.split("<figure").skip(1).map(without_label).collect();
        assert_eq!(figures.len(), 2, "{page}");
        assert_eq!(figures[0], figures[1], "{language}");
    }
}

/// A figure up to its end, whatever it is called for screen readers and whether its last line is ended.
fn without_label(figure: &str) -> String {
    let figure = figure.split("</figure>").next().unwrap();
    let (start, rest) = figure.split_once("aria-label=\"").unwrap();
    format!("{start}{}", rest.split_once('"').unwrap().1).replace("\n</code>", "</code>")
}

/// Two archives whose indexes had one name would be taken for each other by a browser that keeps files.
#[test]
fn the_name_of_a_search_index_has_sixty_four_bits() {
    let site = build(&[("r.json", &run("r", ""))]);
    let names: BTreeSet<&str> = site
        .files
        .keys()
        .filter_map(|path| path.strip_prefix("search-index/")?.split_once('/').map(|(name, _)| name))
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert!(
        names.iter().all(|name| name.len() == 16 && name.bytes().all(|sign| sign.is_ascii_hexdigit())),
        "{names:?}"
    );
}

/// Whoever knows a pull request knows an address of its rounds.
#[test]
fn a_pull_request_has_an_address_that_leads_to_the_page_of_its_change() {
    let of = |id: &str, repository: &str, number: u32, day: u32| {
        let more = format!(r#""subject": {{"repository": "{repository}", "pull_request": {number}}}"#);
        run(id, &more).replace("03-22T", &format!("03-{day}T"))
    };
    let runs = [
        ("a.json", of("a", "Team/Harbour", 7, 10)),
        ("b.json", of("b", "team/harbour", 7, 11)),
        ("c.json", of("c", "Team/Harbour", 8, 12)),
        // The name of a folder of the site, and names that Windows keeps for devices.
        ("d.json", of("d", "reviews/d", 9, 13)),
        ("e.json", of("e", "con/aux", 9, 13)),
        ("f.json", run("f", "")),
    ];
    let runs = runs.each_ref().map(|(path, text)| (*path, text.as_str()));
    let site = build(&runs);
    assert!(site.built.diagnostics.is_empty(), "{:?}", site.built.diagnostics);
    let changes: Vec<&String> =
        site.files.keys().filter(|path| path.contains("/pull/") && !path.starts_with("changes/")).collect();
    // Spelled as the oldest run has it, so that no new run changes an address.
    let expected = ["Team/Harbour/pull/7/index.html", "Team/Harbour/pull/8/index.html", "reviews/d/pull/9/index.html"];
    assert_eq!(changes, expected);
    let newest = site.text("Team/Harbour/pull/7/index.html");
    assert!(newest.contains("url=../../../../changes/team/harbour/7.html\""), "{newest}");
    assert!(newest.contains("Go to the change"), "{newest}");
    assert_eq!(site.files[".nojekyll"], b"");
}

/// Of several commits none is the reviewed one unless the run says so: their order differs between reports.
#[test]
fn source_is_linked_at_the_reviewed_commit_or_the_head_of_the_pull_request() {
    let linked = |subject: &str| {
        let more = format!(
            r#""subject": {{"repository": "o/n", {subject}}},
               "findings": [{{"id": "I1", "severity": "important", "title": "t", "locations": [{{"path": "a.rs", "start_line": 3}}]}}]"#
        );
        let site = crate::support::build(&[("r.json", &crate::support::run("r", &more))]);
        let page = site.main("reviews/r.html");
        let mut words = page.split(['"', ' ', '>']).map(|word| word.trim_start_matches("href="));
        let address = words.find(|word| word.contains("/blob/"));
        address.map(str::to_owned)
    };
    let two = r#""commits": [{"sha": "0a1b2c3"}, {"sha": "1a1b2c3"}]"#;
    for (subject, address) in [
        (r#""commits": [{"sha": "0a1b2c3"}]"#.to_owned(), Some("https://github.com/o/n/blob/0a1b2c3/a.rs#L3")),
        (format!(r#""revision": "2a1b2c3", {two}"#), Some("https://github.com/o/n/blob/2a1b2c3/a.rs#L3")),
        (format!(r#""pull_request": 7, {two}"#), Some("https://github.com/o/n/blob/refs/pull/7/head/a.rs#L3")),
        (format!(r#""pull_request": 7, "host": "https://gitlab.example", {two}"#), None),
        (two.to_owned(), None),
    ] {
        assert_eq!(linked(&subject).as_deref(), address, "{subject}");
    }
}

/// Lists of what sections say already would be the same words twice; what was done about a gap is said nowhere else.
#[test]
fn gaps_and_earlier_decisions_are_on_the_page_and_found_and_never_twice() {
    let page = |more: &str| {
        let site = crate::support::build(&[("r.json", &crate::support::run("r", more))]);
        site.main("reviews/r.html").to_owned()
    };
    let gaps = |done: &str| format!(r#""gaps": [{{"kind": "testing", "body": "Two boats at once{done}}}]"#);
    let decided = r#""prior_decisions": [{"finding": "Names for gates", "ref": "S4", "round": 1, "decision": "declined",
        "reason": "The harbour has numbers."}]"#;
    let section = r#""sections": [{"title": "Assessment", "body": "- Two boats\n  at once\n\nNames for gates: declined. The harbour has numbers."}]"#;
    let alone = page(&format!("{}, {decided}", gaps("\"")));
    for words in ["Gaps", "No test", "Two boats at once", "Decided in Earlier Rounds", "Names for gates", "round 1, S4"]
    {
        assert!(alone.contains(words), "{words}: {alone}");
    }
    let twice = page(&format!("{}, {decided}, {section}", gaps("\"")));
    assert!(!twice.contains("No test") && !twice.contains("Decided in Earlier Rounds"), "{twice}");
    let most = |count: usize| {
        let gap = r#"{"kind": "testing", "body": "Two boats at once"}"#;
        page(&format!(r#""gaps": [{}], {section}"#, vec![gap; count].join(", "))).contains("No test")
    };
    assert!(!most(200) && most(201), "looking each of very many up would take the time of all sections for each");
    let done = page(&format!("{}, {section}", gaps(r#"", "action": "test-written", "commit": "5e0c9b2""#)));
    assert!(done.contains("No test") && done.contains("5e0c9b2"), "{done}");
}

//! Names that an archive may have and that could meet in the site: none does, and none takes the site down.

use super::tests::{Archive, Memory, everything};
use super::*;
use crate::model::{Level, ProblemKind, Repository, Slug};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

fn built(archive: &Archive, theme: &Theme) -> (Vec<Diagnostic>, BTreeMap<String, Vec<u8>>) {
    let (config, memory) = (everything(), Memory::default());
    let built = build(archive, &config, theme, &memory, &Memory::default()).expect("a site");
    let checked = check(archive, &config, theme, |_| ());
    assert_eq!(built.diagnostics, checked.diagnostics, "what a build tells, a check tells");
    (built.diagnostics, memory.0.into_inner().unwrap())
}

fn archive(runs: &[serde_json::Value]) -> Archive {
    let file = |run: &serde_json::Value| {
        let mut run = run.clone();
        run["format"] = json!("pilcrow-review/1");
        run["date"] = json!("2026-03-22");
        for key in ["reviewers", "findings"] {
            run[key] = run.get(key).cloned().unwrap_or_else(|| json!([]));
        }
        (format!("{}.json", run["id"].as_str().unwrap()), run.to_string().into_bytes())
    };
    Archive(runs.iter().map(file).collect())
}

fn finding(id: &str) -> serde_json::Value {
    let patch = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    json!({"id": id, "severity": "important", "title": "t", "patch": patch})
}

/// A file of a team at this path of the site.
fn with_file(path: &str) -> Theme {
    Theme::default().with_files([(path.to_owned(), b"own".to_vec())].into(), "own")
}

fn kinds(diagnostics: &[Diagnostic]) -> Vec<(Level, ProblemKind)> {
    diagnostics.iter().map(|diagnostic| (diagnostic.level, diagnostic.kind)).collect()
}

#[test]
fn an_alias_takes_the_place_of_nothing() {
    for alias in ["robots.txt", "reviews/r/I1.patch", "Reviews/R.html", "data/findings.csv", "search-index/x"] {
        let run = json!({"id": "r", "findings": [finding("I1")], "aliases": [alias]});
        let (diagnostics, site) = built(&archive(&[run]), &Theme::default());
        let places: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.file.as_str()).collect();
        assert_eq!(kinds(&diagnostics), [(Level::Warning, ProblemKind::AliasTaken)], "{alias}");
        assert_eq!(places, ["r.json"], "{alias}");
        assert!(site["robots.txt"].starts_with(b"User-agent") && site["reviews/r/I1.patch"].starts_with(b"--- a/x"));
    }
}

#[test]
fn a_check_knows_the_teams_files() {
    let run = json!({"id": "r", "aliases": ["old.html"]});
    let (diagnostics, site) = built(&archive(&[run]), &with_file("old.html"));
    assert_eq!(kinds(&diagnostics), [(Level::Warning, ProblemKind::AliasTaken)]);
    assert_eq!(site["old.html"], b"own");
}

#[test]
fn a_teams_file_takes_the_place_of_no_page() {
    for path in ["reviews/r.html", "Index.html", "reviews/r.html/x", "reviews"] {
        let (diagnostics, site) = built(&archive(&[json!({"id": "r"})]), &with_file(path));
        assert_eq!(kinds(&diagnostics), [(Level::Error, ProblemKind::PathTaken)], "{path}");
        assert_eq!(diagnostics[0].file, format!("own/{path}"));
        assert!(site["reviews/r.html"].len() > 1_000 && site.get(path).is_none_or(|page| page != b"own"));
    }
}

#[test]
fn addresses_are_of_any_length() {
    let long = "/".repeat(6_000);
    let run = json!({"id": "r", "subject": {"author": long, "repository": format!("{}/x", "o".repeat(253))}});
    let (diagnostics, site) = built(&archive(&[run]), &Theme::default());
    assert_eq!(kinds(&diagnostics), []);
    assert!(site.keys().all(|path| path.len() < 600 && path.split('/').all(|part| part.len() < 200)));
}

const IDS: [&str; 24] = [
    "a",
    "a.html",
    "a.html_",
    "A.HTML",
    "a_",
    "index",
    "index_",
    "index.html",
    "originals",
    "originals.html",
    "pairs",
    "all",
    "all.html",
    "in",
    "vs",
    "a-vs",
    "vs-a",
    "x.patch",
    "a.",
    "con",
    "con_",
    "con.html",
    "COM1.x",
    "aux.html_",
];
const AUTHORS: [&str; 20] = [
    "a",
    "a.html",
    "a.html/b",
    "index",
    "index.html/b",
    "index/b",
    "a/",
    "/a",
    "a//b",
    "~",
    "é",
    "a~p2",
    "e\u{301}",
    "É",
    "a./b",
    "a.",
    "a ",
    "con",
    "con~",
    "nul/x",
];
const REPOSITORIES: [&str; 12] = [
    "o/n",
    "o/n.html",
    "index.html/foo",
    "o/all.html",
    "kinds/all",
    "O/N",
    "o.html/n",
    "repositories/o",
    "o./n",
    "con/n",
    "o/aux.x",
    "o/n.",
];

/// Those that differ in more than case: no run may have both of `x` and `X`.
fn distinct(ids: Vec<&'static str>) -> Vec<&'static str> {
    let mut seen = BTreeSet::new();
    ids.into_iter().filter(|id| seen.insert(id.to_ascii_lowercase())).collect()
}

fn any_run() -> impl Strategy<Value = serde_json::Value> {
    let ids = || proptest::sample::select(IDS.as_slice());
    let many = |most| proptest::sample::subsequence(IDS.as_slice(), 0..most).prop_map(distinct);
    let texts = (proptest::sample::select(AUTHORS.as_slice()), proptest::sample::select(REPOSITORIES.as_slice()));
    (ids(), ids(), many(6), many(5), texts).prop_map(|(id, kind, findings, agents, (author, repository))| {
        json!({
            "id": id, "kind": kind, "subject": {"author": author, "repository": repository},
            "findings": findings.into_iter().map(finding).collect::<Vec<_>>(),
            "reviewers": agents.iter().map(|agent| json!({"agent": agent})).collect::<Vec<_>>(),
            "originals": agents.first().map(|agent| json!({"agent": agent, "body": "x"})).into_iter().collect::<Vec<_>>(),
        })
    })
}

/// Names that a team could give to anything: paths, files of the site, devices, twins, signs of other scripts and of shells.
#[rustfmt::skip]
const WRITTEN: &[&str] = &[
    "a", "A", "b", "B.html", "a.html", "a.HTML", "a.html_", "a_", "a.", "a.b.", "a..", "..", ".", ".a", "a/", "/a", "a//b",
    "a./b", "a/b", "a /b", "../a", "./a", "index", "index_", "Index.html", "index.html/x", "all", "all.html", "o/n.html/x",
    "o/n", "o/n/all.html", "originals", "originals.html", "pairs", "in", "kinds", "repositories/x", "vs", "a-vs", "vs-a",
    "a-vs-b", "x.patch", "x.patch.patch", "con", "CON.x", "con_", "con~", "nul", "nul.html", "nul.tar.gz", "aux.html",
    "aux/aux", "prn", "COM1", "com9.txt", "com10", "LPT1", "LPT\u{b9}", "CONIN$", "CONOUT$", "clock$", "con .x", "con/con",
    "%2e", "%2e%2e/x", "%2F", "~", "~2e", "~~", "a~p2", "a b", " a", "a ", "a\u{a0}", "\u{e9}", "e\u{301}", "\u{c9}",
    "E\u{301}", "\u{df}", "\u{1e9e}", "\u{130}", "\u{131}", "\u{212b}", "\u{e5}", "\u{fb01}", "\u{1f389}",
    "\u{1f468}\u{200d}\u{1f469}", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}", "\u{202e}gpj.exe", "a<b", "a>b", "a:b", "a\"b", "a|b",
    "a?b", "a*b", "a\\b", "C:\\x", "a\0b", "a\nb", "\u{7f}", "#", "?", "&amp;", "<b>", "2026", "2026-03", "last-90-days",
    "404", "-a", "--", "search-index", "a.md", "A.MD_", "a.xml", "o.xml/n", "a.svg", "o.svg/n", "o.json/n", "critical", "feeds/n",
    "badges/n", "llms.txt", "sitemap.xml",
];

/// The same with very long ones. Each stands in every field that takes it and makes an address.
fn names() -> Vec<String> {
    let long = [
        "/".repeat(6_000),
        "x".repeat(128),
        "X".repeat(128),
        "vs-".repeat(42) + "x",
        "\u{e9}".repeat(5_000),
        "a.".repeat(64),
    ];
    let repositories = ["o".repeat(200) + "/n", "o/".repeat(120) + "n", "a/".repeat(120) + "con"];
    WRITTEN.iter().map(ToString::to_string).chain(long).chain(repositories).collect()
}

/// Those that a field takes, no two alike but for case: of such a run tells, and they have a test of their own.
fn fit<T: std::str::FromStr>(names: &[String]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    names
        .iter()
        .filter(|name| name.parse::<T>().is_ok() && seen.insert(name.to_lowercase()))
        .map(String::as_str)
        .collect()
}

/// What a path is to Windows and to macOS, which differ in what they take for the same.
fn folded_twice(path: &str) -> String {
    let part = |part: &str| part.trim_end_matches(['.', ' ']).to_lowercase();
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Whether every system takes each part of a path for the name of a file.
fn is_portable(path: &str) -> bool {
    const DEVICES: [&str; 8] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$", "com\u{b9}"];
    let is_device = |part: &str| {
        let name = part.split('.').next().unwrap_or(part).trim_end().to_lowercase();
        let numbered = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
        DEVICES.contains(&name.as_str())
            || numbered.is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-~".contains(c);
    path.split('/').all(|part| {
        (1..=255).contains(&part.len()) && part.chars().all(is_plain) && !part.ends_with('.') && !is_device(part)
    })
}

/// Some names hold signs that are told of wherever they stand.
fn is_of_addresses(told: &Diagnostic) -> bool {
    told.kind != ProblemKind::BidiControl
}

/// Every name in every field at once, so that every pair of names meets in every pair of fields.
#[test]
fn every_pair_of_odd_names_has_a_site() {
    let names = names();
    let slugs = fit::<Slug>(&names);
    let repositories = fit::<Repository>(&names);
    assert!(
        names.len() > 100 && slugs.len() > 40 && repositories.len() > 10,
        "{}, {}",
        slugs.len(),
        repositories.len()
    );
    let all_findings: Vec<_> = slugs.iter().map(|id| finding(id)).collect();
    let runs: Vec<_> = (0..names.len().max(slugs.len()))
        .map(|at| {
            let id = slugs.get(at).map_or_else(|| format!("run-{at}"), |id| (*id).to_owned());
            let (kind, repository) = (slugs[at % slugs.len()], repositories[at % repositories.len()]);
            let agents = [slugs[at % slugs.len()], slugs[(at + 1) % slugs.len()], slugs[(at * 7 + 3) % slugs.len()]];
            let agents: Vec<_> = BTreeSet::from(agents).iter().map(|agent| json!({"agent": agent})).collect();
            json!({
                "id": id, "kind": kind, "subject": {"author": names[at], "repository": repository, "branch": names[at]},
                "reviewers": agents, "title": names[at],
                "findings": if at < 2 { all_findings.clone() } else { vec![finding(slugs[at % slugs.len()])] },
                "originals": [{"agent": agents[0]["agent"], "body": "x"}],
            })
        })
        .collect();
    let (mut diagnostics, site) = built(&archive(&runs), &Theme::default());
    diagnostics.retain(is_of_addresses);
    assert_eq!(diagnostics, []);
    let odd: Vec<_> = site.keys().filter(|path| !is_portable(path)).collect();
    assert!(odd.is_empty(), "{odd:#?}");
    let distinct: BTreeSet<_> = site.keys().map(|path| folded_twice(path)).collect();
    assert_eq!(distinct.len(), site.len());
    // One page of its own for each author that is one.
    let authors: BTreeSet<_> =
        names.iter().map(|name| name.to_lowercase()).filter(|name| !name.trim().is_empty()).collect();
    let pages = site.keys().filter(|path| path.starts_with("browse/authors/") && *path != "browse/authors/index.html");
    assert_eq!(pages.count(), authors.len());
}

/// As old addresses, beside runs of the same names: what cannot be one is told, and nothing takes its place.
#[test]
fn every_odd_name_is_an_old_address_or_a_warning() {
    let names = names();
    for name in names.iter().flat_map(|name| [name.clone(), format!("{name}.html"), format!("reviews/{name}.html")]) {
        let archive = archive(&[
            json!({"id": "a", "aliases": [name], "findings": [finding("I1")]}),
            json!({"id": "b", "aliases": ["old/b.html"]}),
        ]);
        let mut checked = check(&archive, &everything(), &Theme::default(), |_| ()).diagnostics;
        checked.retain(is_of_addresses);
        assert!(checked.len() <= 1, "{name}: {checked:?}");
    }
    let aliases: Vec<_> = ["con.html", "old./x", "a.", "nul/x.html", "com1", "old/x", "A", "lpt1.x/y/"].to_vec();
    let (diagnostics, site) = built(&archive(&[json!({"id": "r", "aliases": aliases})]), &Theme::default());
    let told = |words: &str| diagnostics.iter().filter(|one| one.message.contains(words)).count();
    assert_eq!(
        (told("on Windows the name of a device"), told("clashes with a file"), diagnostics.len()),
        (4, 2, 6),
        "{diagnostics:#?}"
    );
    assert!(diagnostics.iter().all(|one| one.level == Level::Warning));
    assert!(site.contains_key("old./x/index.html") && !site.contains_key("old/x/index.html"), "{:?}", site.keys());
}

/// What one disk takes for one file is never two files of a site, whatever fields the names stand in.
#[test]
fn twins_are_told_apart_or_told_of() {
    for [one, other] in [["a", "A"], ["con", "CON"], ["x.html", "X.HTML"], ["x.md", "X.MD"], ["aux.", "AUX."]] {
        let runs = [one, other].map(|name| {
            json!({
                "id": format!("of-{name}-{}", name == one), "kind": name, "findings": [finding(name)],
                "subject": {"author": name, "repository": format!("{name}/{name}")}, "reviewers": [{"agent": name}],
            })
        });
        let (diagnostics, site) = built(&archive(&runs), &Theme::default());
        assert_eq!(diagnostics, [], "{one} {other}");
        let distinct: BTreeSet<_> = site.keys().map(|path| folded_twice(path)).collect();
        assert_eq!(distinct.len(), site.len());
        let (diagnostics, _) = built(&archive(&[json!({"id": one}), json!({"id": other})]), &Theme::default());
        assert_eq!(kinds(&diagnostics), [(Level::Error, ProblemKind::DuplicateRun)]);
    }
    let files = ["caf\u{e9}.css", "cafe\u{301}.css", "x.css", "x.css."].map(|path| (path.to_owned(), b"own".to_vec()));
    let theme = Theme::default().with_files(files.into(), "own");
    let (diagnostics, site) = built(&archive(&[json!({"id": "r"})]), &theme);
    assert_eq!(kinds(&diagnostics), [(Level::Error, ProblemKind::PathTaken); 2]);
    assert_eq!(site.keys().filter(|path| path.contains(".css") && !path.contains('/')).count(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn odd_names_never_meet(runs in proptest::collection::vec(any_run(), 1..9)) {
        let (diagnostics, _) = built(&archive(&runs), &Theme::default());
        // Two runs of one id are told of, and all else is well.
        let other: Vec<_> =
            diagnostics.iter().filter(|diagnostic| diagnostic.kind != ProblemKind::DuplicateRun).collect();
        prop_assert!(other.is_empty(), "{:?}", other);
    }
}

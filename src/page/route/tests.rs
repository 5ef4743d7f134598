use super::*;
use std::collections::BTreeSet;

#[test]
fn ways_are_relative() {
    for (from, to, way) in [
        ("index.html", "index.html", "index.html"),
        ("index.html", "reviews/a.html", "reviews/a.html"),
        ("reviews/a.html", "index.html", "../index.html"),
        ("reviews/a/I1.html", "reviews/a.html", "../a.html"),
        ("reviews/a/I1.html", "reviews/b/I1.html", "../b/I1.html"),
        ("browse/repositories/o/n.html", "reviews/a.html", "../../../reviews/a.html"),
    ] {
        assert_eq!(relative(from, to), way, "{from} to {to}");
    }
}

#[test]
fn names_never_meet_the_sites_own_files() {
    let slug = |text: &str| text.parse::<Slug>().expect("a slug");
    let path = |text: &str| Route::Review(&slug(text)).path();
    assert_eq!(
        [path("a"), path("index"), path("Index_")],
        ["reviews/a.html", "reviews/index_.html", "reviews/Index__.html"]
    );
    assert_eq!(Route::Finding(&slug("a"), &slug("originals")).path(), "reviews/a/originals_.html");
    assert_eq!(Route::Group(Grouping::Author, "index", 1).path(), "browse/authors/index_.html");
}

#[test]
fn groups_have_plain_file_names() {
    let group = |key: &str, page| Route::Group(Grouping::Author, key, page).path();
    assert_eq!(group("@ann", 1), "browse/authors/~40ann.html");
    assert_eq!(group("o/n", 2), "browse/authors/o/n~p2.html");
    assert_eq!(group("../x y", 1), "browse/authors/~2e~2e/x~20y.html");
    assert_eq!(group("", 1), "browse/authors/~.html");
    assert!(group(&"é".repeat(500), 1).len() < 200);
}

#[test]
fn no_folder_is_called_like_a_page() {
    let slug = |text: &str| text.parse::<Slug>().expect("a slug");
    let path = |text: &str| Route::Review(&slug(text)).path();
    assert_eq!(
        [path("x.html"), path("x.HTML_"), path("index.html")],
        ["reviews/x.html_.html", "reviews/x.HTML__.html", "reviews/index.html_.html"]
    );
    let author = |key: &str| Route::Group(Grouping::Author, key, 1).path();
    assert_eq!(author("a.html/b.html"), "browse/authors/a~2ehtml/b.html.html");
    let board = |repository| Route::Agents(None, Some(repository), None).path();
    assert_eq!(board("o/all.html"), "agents/in/repositories/o/all~2ehtml/all.html");
}

#[test]
fn no_two_files_share_a_page() {
    let page = |repository: &str, path: &str| Route::File(repository, path).path();
    assert_eq!(page("Own/Name", "src/a.rs"), "files/own/name/src/a.rs.html");
    assert_eq!(page("o/n", "../../etc/passwd"), "files/o/n/~2e~2e/~2e~2e/etc/passwd.html");
    assert_eq!(page("o/n", "a.html/b"), "files/o/n/a~2ehtml/b.html");
    assert_eq!(page("o/n", "con/aux.rs"), "files/o/n/con~/aux~.rs.html");
    assert!(page("o/n", "README.md").starts_with("files/o/n/README.md~~"));
    let all = [
        page("o/n", "a"),
        page("o/n", "A"),
        page("o/n", "a/"),
        page("o/n", "/a"),
        page("o/n", "./a"),
        page("o/n", "x/a"),
        page("o/n/x", "a"),
        page("o", "n/a"),
        page("", "o/n/a"),
        page("o/n", "~~/a"),
        page("o/n", ""),
        page("o/n", "index"),
        page("o/n", &"é/".repeat(900)),
        page("o/n", &"é/".repeat(901)),
        page("o/n", &"a".repeat(6_000)),
        page("o/n", &"a".repeat(6_001)),
    ];
    let folded: BTreeSet<String> = all.iter().map(|page| page.to_lowercase()).collect();
    assert_eq!(folded.len(), all.len(), "{all:?}");
    for page in &all {
        assert!(page.len() < 600 && page.starts_with("files/") && page.is_ascii(), "{page}");
        let parts: Vec<&str> = page.split('/').collect();
        assert!(parts.iter().all(|part| !part.is_empty() && *part != ".." && *part != "." && part.len() <= 255));
    }
}

#[test]
fn no_path_is_too_long() {
    for key in ["/".repeat(6_000), "é".repeat(5_000), "é/".repeat(900)] {
        let group = Route::Group(Grouping::Author, &key, 12).path();
        let board = Route::Agents(Some("ci"), Some(&key), None).path();
        assert!(group.len() < 600 && board.len() < 600, "{group} {board}");
        assert_ne!(group, Route::Group(Grouping::Author, &format!("{key}x"), 12).path());
    }
}

#[test]
fn no_two_pairs_of_agents_share_an_address() {
    let pair = |first, second| Route::Versus(first, second).path();
    assert_eq!(pair("claude", "codex"), "agents/claude-vs-codex.html");
    assert_eq!(pair("a-vs", "b"), "agents/a-vs~-vs-b.html");
    assert_eq!(pair("a", "vs-b"), "agents/a-vs-vs~-b.html");
    let agent = |name| Route::Agent(name).path();
    assert_eq!(
        [agent("a-vs-b"), agent("index"), agent("Pairs")],
        ["agents/a-vs~-b.html", "agents/index_.html", "agents/Pairs_.html"]
    );
    assert_eq!(Route::Agents(Some("ci"), Some("o/n"), None).path(), "agents/in/kinds/ci/repositories/o/n/all.html");
}

#[test]
fn every_name_is_a_file_on_every_system() {
    let slug = |text: &str| text.parse::<Slug>().expect("a slug");
    let path = |text: &str| Route::Review(&slug(text)).path();
    assert_eq!(
        [path("con"), path("NUL.x"), path("aux.html"), path("a."), path("console")],
        [
            "reviews/con~.html",
            "reviews/NUL~.x.html",
            "reviews/aux~.html_.html",
            "reviews/a.~.html",
            "reviews/console.html"
        ]
    );
    assert_eq!(Route::Finding(&slug("a."), &slug("lpt1")).path(), "reviews/a.~/lpt1~.html");
    assert_eq!(Route::Patch(&slug("r"), &slug("com9.x")).path(), "reviews/r/com9~.x.patch");
    assert_eq!(Route::Agent("prn").path(), "agents/prn~.html");
    let author = |key: &str| Route::Group(Grouping::Author, key, 1).path();
    assert_eq!(
        [author("con"), author("Jr."), author("a./nul"), author("con~")],
        ["con~", "Jr.", "a~2e/nul~", "con~7e"].map(|name| format!("browse/authors/{name}.html"))
    );
    let board = |kind, repository| Route::Agents(Some(kind), Some(repository), None).path();
    assert_eq!(board("aux", "o./com1"), "agents/in/kinds/aux~/repositories/o~2e/com1~/all.html");
    for agent in ["a".repeat(128), "vs-".repeat(42)] {
        let versus = Route::Versus(&agent, &agent).path();
        assert!(versus.split('/').all(|part| part.len() <= 255), "{versus}");
        assert_ne!(versus, Route::Versus(&agent, &agent[1..]).path());
    }
}

#[test]
fn old_addresses_become_files() {
    for (alias, file) in
        [("a.html", "a.html"), ("old/a.HTML", "old/a.HTML"), ("old/a", "old/a/index.html"), ("old/", "old/index.html")]
    {
        assert_eq!(alias_file(alias), file);
    }
}

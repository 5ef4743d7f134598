//! What `src/lib.rs` tells of the house is what `ARCHITECTURE.md` says, and names nothing that is not there.

use crate::support::{root, sources};
use std::fs::{read_to_string, write};

/// The module comment of `src/lib.rs`, without its marks.
pub fn map() -> String {
    let lib = read_to_string(root().join("src/lib.rs")).unwrap();
    let comment = lib.lines().map_while(|line| line.strip_prefix("//!"));
    comment.flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]).collect()
}

/// The rooms, top floor first.
pub fn rooms() -> Vec<String> {
    let map = map();
    let name = |line: &str| Some(line.strip_prefix("| [`")?.split_once("`]")?.0.to_owned());
    map.lines().filter_map(name).collect()
}

/// The map as a page of its own: under a title, and with names in the place of rustdoc's links.
fn page() -> String {
    let mut page = "# Architecture\n\n".to_owned();
    let mut in_code = false;
    for line in map().lines() {
        in_code ^= line.starts_with("```");
        if line.starts_with("# ") && !in_code {
            page.push('#');
        }
        page.push_str(&line.replace("[`mod@", "[`").replace("[`", "`").replace("`]", "`"));
        page.push('\n');
    }
    page
}

#[test]
fn the_architecture_page_is_the_map_in_the_library() {
    let path = root().join("ARCHITECTURE.md");
    if std::env::var_os("PILCROW_UPDATE").is_some() {
        write(&path, page()).unwrap();
    }
    let there = read_to_string(path).unwrap_or_default();
    assert!(there == page(), "src/lib.rs has changed: PILCROW_UPDATE=1 cargo test architecture writes ARCHITECTURE.md");
}

#[test]
fn the_map_has_every_room() {
    let mut rooms = rooms();
    rooms.sort();
    let lib = read_to_string(root().join("src/lib.rs")).unwrap();
    let modules =
        lib.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    let mut modules: Vec<&str> = modules.collect();
    modules.sort_unstable();
    assert_eq!(rooms, modules);
}

/// A name with several words in it is a test's, unless it is a path.
#[test]
fn every_test_that_the_map_and_the_promises_name_is_there() {
    let texts = [map(), read_to_string(root().join("SECURITY.md")).unwrap()];
    let all: String = sources("src").chain(sources("tests/all")).map(|source| source.whole).collect();
    for text in texts {
        let is_test = |name: &&str| name.matches('_').count() > 1 && !name.contains('/');
        let named: Vec<&str> = text.split('`').skip(1).step_by(2).filter(is_test).collect();
        assert!(named.len() > 15, "{named:?}");
        let missing: Vec<&&str> = named.iter().filter(|name| !all.contains(&format!("fn {name}("))).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

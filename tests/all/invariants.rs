//! The invariants that no type holds, read from the sources. `src/lib.rs` lists all of them.

use crate::architecture::rooms;
use crate::support::{SourceFile, build, sources};
use std::collections::BTreeSet;

/// The sources of the library, without unit tests.
fn library() -> Vec<SourceFile> {
    let mut all: Vec<SourceFile> = sources("src").collect();
    let tests: BTreeSet<String> = all.iter().flat_map(files_of_tests).collect();
    assert!(tests.contains("site/tests.rs"), "{tests:?}");
    all.retain(|source| !tests.contains(&source.path));
    assert!(all.len() > 150, "{}", all.len());
    all
}

/// The files of the modules that a source has for tests only.
fn files_of_tests(source: &SourceFile) -> Vec<String> {
    let folder = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
    let modules = source.whole.split("#[cfg(test)]\nmod ").skip(1).filter_map(|after| after.split_once(";\n"));
    let names = modules.map(|(name, _)| name).filter(|name| !name.contains(' '));
    names.map(|name| format!("{folder}/{name}.rs")).collect()
}

/// The room that a source is in: `page` for `page/plan.rs`, `config` for `config.rs`.
fn room(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

/// Every path of names that follows `prefix` in a text, up to its last name; each name of a group in braces by itself.
fn paths<'t>(text: &'t str, prefix: &str) -> Vec<Vec<&'t str>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(prefix) {
        if text[..at].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | ':')) {
            continue;
        }
        follow(&text[at + prefix.len()..], &[], &mut found);
    }
    found
}

/// Reads a path and gives what comes after it.
fn follow<'t>(text: &'t str, before: &[&'t str], found: &mut Vec<Vec<&'t str>>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        while !rest.trim_start().is_empty() {
            rest = follow(rest, before, found).trim_start();
            rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
        }
        return rest;
    }
    let end = text.find(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '*'))).unwrap_or(text.len());
    let path = [before, &[&text[..end]]].concat();
    let rest = &text[end..];
    if let Some(inner) = rest.strip_prefix("::") {
        return follow(inner, &path, found);
    }
    found.push(path);
    // Past another name that it is given.
    rest.strip_prefix(" as ").map_or(rest, |name| name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'))
}

fn starts_in_upper_case(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

#[test]
fn paths_are_read_as_rust_reads_them() {
    let text = "use crate::a::{self, b::{C, d as e}, F};\nlet x = crate::g::H::new(); mycrate::no(crate::i);";
    let found: Vec<String> = paths(text, "crate::").iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["a::self", "a::b::C", "a::b::d", "a::F", "g::H::new", "i"]);
}

#[test]
fn imports_point_to_a_lower_floor() {
    let rooms = rooms();
    let floor = |name: &str| rooms.iter().position(|room| room == name);
    let mut wrong = BTreeSet::new();
    for source in library() {
        let Some(own) = floor(room(&source.path)) else { continue };
        for path in paths(&source.text, "crate::") {
            match floor(path[0]) {
                Some(other) if other >= own => {}
                _ => _ = wrong.insert(format!("{} imports {}", source.path, path.join("::"))),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Files of `page` that plan files of their own, and the rooms that belong to one of them, like `review/facts.rs`.
fn pages() -> (BTreeSet<String>, Vec<SourceFile>) {
    let all: Vec<SourceFile> = library().into_iter().filter(|source| source.path.starts_with("page/")).collect();
    let name = |path: &str| path["page/".len()..].split(['/', '.']).next().unwrap().to_owned();
    let plans = |source: &&SourceFile| source.text.contains(": Kind = Kind {");
    let names: BTreeSet<String> = all.iter().filter(plans).map(|source| name(&source.path)).collect();
    assert!(names.len() > 12, "{names:?}");
    let of_pages = all.into_iter().filter(|source| names.contains(&name(&source.path))).collect();
    (names, of_pages)
}

#[test]
fn no_page_imports_a_sibling() {
    let (names, sources) = pages();
    let mut wrong = Vec::new();
    for source in sources {
        let own = source.path["page/".len()..].split(['/', '.']).next().unwrap().to_owned();
        // In `review/facts.rs` `super` is the review, in `review.rs` all pages.
        let above = if source.path.matches('/').count() > 1 { "super::super::" } else { "super::" };
        for path in paths(&source.text, "crate::page::").into_iter().chain(paths(&source.text, above)) {
            if path[0] != own && names.contains(path[0]) {
                wrong.push(format!("{} imports {}", source.path, path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a page reads of the archive as a whole is counted in `Analysis` already. Types, and constants, may be named.
#[test]
fn no_page_calls_an_aggregate() {
    let mut wrong = Vec::new();
    for source in library().iter().filter(|source| source.path.starts_with("page/")) {
        for path in paths(&source.text, "crate::aggregate::") {
            let ends_in_type = path.last().is_some_and(|last| starts_in_upper_case(last));
            if !ends_in_type {
                wrong.push(format!("{} imports {}", source.path, path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_file_enters_the_plan_by_its_claim() {
    let mut adders = Vec::new();
    for source in library() {
        let count = source.text.matches("plan.files.push(").count() + source.text.matches(".files.extend(").count();
        adders.extend(std::iter::repeat_n(source.path, count));
    }
    assert_eq!(adders, ["page/plan.rs"]);
}

/// The fields of `Html` are private, so that there are these ways to say that a text is markup.
#[test]
fn only_text_and_the_engine_vouch_for_markup() {
    let mut found = BTreeSet::new();
    for source in library().iter().filter(|source| room(&source.path) != "text") {
        let vouches = ["vouched", "of_component", "safe_string"].into_iter().filter(|word| source.text.contains(word));
        found.extend(vouches.map(|word| (source.path.clone(), word)));
    }
    let engine = "output/engine.rs".to_owned();
    assert_eq!(found, [(engine.clone(), "of_component"), (engine, "safe_string")].into());
}

#[test]
fn only_the_edge_touches_the_machine() {
    let mut wrong = Vec::new();
    for source in library().iter().filter(|source| !matches!(room(&source.path), "edge" | "cli" | "main")) {
        for name in [
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::time",
            "println!",
            "print!(",
            "Utc::now",
            "Local::now",
        ] {
            if source.text.contains(name) {
                wrong.push((source.path.clone(), name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_model_has_no_serde() {
    let model: Vec<SourceFile> = library().into_iter().filter(|source| room(&source.path) == "model").collect();
    assert!(model.len() > 8);
    assert!(model.iter().all(|source| !source.text.contains("serde")));
}

/// Those that a run holds lead to a host; the site's own depend on nothing but where the page stands in the site.
#[test]
fn every_link_is_relative() {
    let run = include_str!("../fixtures/20260101-100000-pr-1.json");
    let site = build(&[("20260101-100000-pr-1.json", run)]);
    let mut links = 0;
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap();
        for attribute in [" href=", " src=", " action="] {
            for (at, _) in html.match_indices(attribute) {
                let link = html[at + attribute.len()..].trim_start_matches('"');
                assert!(!link.starts_with('/'), "{path}: {}", link.chars().take(80).collect::<String>());
                links += 1;
            }
        }
    }
    assert!(links > 100, "{links}");
}

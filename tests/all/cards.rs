//! Pictures for previews of links.

use crate::folder::good;
use crate::support::{MemoryArchive, Site, root, run, try_build};
use pilcrow::internals::card::{ReviewCard, severity_card};
use pilcrow::{Config, Severity};
use std::fs::{read, write};

/// What is in a PNG, by the names of its chunks.
fn chunks(png: &[u8]) -> Vec<(&[u8], &[u8])> {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let mut rest = &png[8..];
    let mut all = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        all.push((&after[..4], &after[4..4 + length]));
        rest = &after[4 + length + 4..];
    }
    all
}

fn assert_is_card(png: &[u8]) {
    let all = chunks(png);
    assert_eq!(all.iter().map(|(name, _)| *name).collect::<Vec<_>>(), [b"IHDR", b"PLTE", b"IDAT", b"IEND"]);
    // 1200 x 630, eight bits a pixel, by a palette.
    assert_eq!(all[0].1, [0, 0, 4, 176, 0, 0, 2, 118, 8, 3, 0, 0, 0]);
    assert!(all[1].1.len() <= 256 * 3);
    assert!(png.len() < 60_000, "{}", png.len());
}

fn card(title: &str) -> ReviewCard {
    ReviewCard {
        site: "Team".to_owned(),
        subject: "harbour#418 · 22 March 2026".to_owned(),
        title: title.to_owned(),
        verdict: Some("Merge after fixes".to_owned()),
        counts: [1, 3, 12, 2],
        agents: vec![(1, "Claude".to_owned()), (2, "Codex".to_owned()), (3, "Gemini".to_owned())],
    }
}

#[test]
fn the_pictures_of_severities_are_those_that_the_program_draws() {
    for severity in Severity::ALL {
        let path = root().join(format!("static/cards/{}.png", severity.word()));
        let drawn = severity_card(severity);
        assert_is_card(&drawn);
        if std::env::var_os("PILCROW_UPDATE").is_some() {
            write(&path, &drawn).unwrap();
        }
        let there = read(path).unwrap_or_default();
        assert!(there == drawn, "PILCROW_UPDATE=1 cargo test cards writes static/cards/");
    }
}

/// Previews are kept for weeks by their address, so that a card that looks otherwise needs another one.
#[test]
fn a_card_that_is_drawn_otherwise_has_another_address() {
    let card = card("Release the lock before the socket is removed");
    let drawn = card.draw();
    let sum = drawn
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    assert_eq!(
        (card.fingerprint().as_str(), format!("{sum:016x}").as_str()),
        ("03a4b39cc8", "191cbe4391415468"),
        "if cards look otherwise, EDITION in src/card/mod.rs goes up by one, and these two are what they are now"
    );
}

#[test]
fn no_title_breaks_a_card() {
    let plain = card("Plain").draw();
    for title in [
        "",
        " ",
        "W",
        "\u{202e}\u{2066}turned\u{2069}",
        "שלום עולם",
        "修复 mirror 的锁",
        "🚀🚀🚀",
        "a\u{300}\u{301}\u{302}\u{303} e\u{301}",
        "\0\u{1b}[31m\n\r\t",
        "\u{e000}\u{10ffff}\u{fffd}",
        &"x".repeat(5_000),
        &"long words ".repeat(500),
        &"é".repeat(3_000),
        &"\u{301}".repeat(3_000),
    ] {
        let mut card = card(title);
        assert_is_card(&card.draw());
        assert_ne!(card.draw(), plain, "{title:?}");
        card.agents = (0..60).map(|at| (at, format!("{title} {at}"))).collect();
        (card.site, card.subject, card.verdict) = (title.to_owned(), title.to_owned(), Some(title.to_owned()));
        card.counts = [99_999; 4];
        assert_is_card(&card.draw());
    }
}

#[test]
fn a_title_that_the_font_cannot_show_gives_its_place_to_the_change() {
    let card_of = |title: &str| card(title).draw();
    assert_eq!(card_of("修复锁"), card_of("שלום"));
    assert_ne!(card_of("修复锁"), card_of("🚀 the lock"));
    assert_eq!(card_of("the lock"), card_of("🚀 the lock 🚀"));
}

fn site(config: &str, runs: &[(&str, &str)]) -> Site {
    try_build(&MemoryArchive::of(runs), &Config::parse(config).unwrap()).unwrap()
}

const BASE: &str = "base_url = 'https://team.example/x'\n";

/// The address of a page's picture, below the site's root.
fn image<'s>(site: &'s Site, page: &str) -> Option<&'s str> {
    let (_, after) = site.text(page).split_once("<meta property=og:image content=")?;
    after.split('>').next().unwrap().strip_prefix("https://team.example/x/")
}

fn pictures(site: &Site) -> Vec<&str> {
    site.files.keys().map(String::as_str).filter(|path| path.as_bytes().ends_with(b".png")).collect()
}

#[test]
fn each_review_has_a_card_where_the_team_wants_some() {
    let title = |title: &str| format!("\"title\": \"{title}\"");
    let runs = [("a", run("a", &title("One"))), ("b", run("b", &title("Two"))), ("c", run("c", &title("**One**")))];
    let runs: Vec<(&str, &str)> = runs.iter().map(|(file, text)| (*file, text.as_str())).collect();
    let with = site(&format!("{BASE}cards = true\n"), &runs);
    let [a, b, c] = ["a", "b", "c"].map(|id| image(&with, &format!("reviews/{id}.html")).unwrap());
    assert_eq!(a, c, "what says the same shares a card");
    assert_ne!(a, b);
    for card in [a, b] {
        assert!(card.starts_with("cards/"), "{card}");
        assert_is_card(&with.files[card]);
    }
    assert_eq!(pictures(&with).iter().filter(|path| path.starts_with("cards/")).count(), 2);
    for (config, count) in [("cards = true\n", 0), ("", 0), (BASE, 4)] {
        let without = site(config, &runs);
        assert_eq!(pictures(&without).len(), count, "{config}");
        assert_eq!(image(&without, "reviews/a.html"), None, "{config}");
    }
}

#[test]
fn a_finding_has_the_picture_of_its_severity() {
    let findings: Vec<String> = Severity::ALL
        .iter()
        .map(|of| format!(r#"{{"id": "{0}1", "severity": "{1}", "title": "T"}}"#, of.letter(), of.word()))
        .collect();
    let text = run("r", &format!("\"findings\": [{}]", findings.join(",")));
    let site = site(BASE, &[("r.json", &text)]);
    for severity in Severity::ALL {
        let picture = image(&site, &format!("reviews/r/{}1.html", severity.letter())).unwrap();
        assert!(picture.starts_with(&format!("assets/{}.", severity.word())), "{picture}");
        assert!(site.files[picture] == severity_card(severity));
    }
}

#[test]
fn a_build_says_once_what_is_missing_without_an_address() {
    let folder = good();
    let said = folder.expect(&["build"], 0, &["hint: without `base_url` there are no feeds"]);
    assert_eq!(said.matches("base_url").count(), 1, "{said}");
    assert!(!said.contains("cards"), "{said}");
    let told = |arguments: &[&str]| folder.expect(arguments, 0, &[]).contains("base_url");
    assert!(!told(&["build", "--base-url", "https://team.example/"]) && !told(&["build", "--quiet"]));
    folder.write("pilcrow.toml", "cards = true\n");
    folder.expect(&["build"], 0, &["no cards were made (`cards = true`)"]);
}

//! The fuzz targets for runs, texts and code for a few seconds: pieces that mean something, put together at random.

use crate::support::any_text::{
    LANGUAGES, assert_sound_addresses, assert_sound_code, assert_sound_file, assert_sound_rewritten, assert_sound_text,
};
use crate::support::{root, run};
use pilcrow::internals::Helpers;
use pilcrow::internals::text::Highlighter;
use proptest::prelude::*;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// What Markdown, HTML and the grammars take for more than letters.
const PIECES: [&str; 120] = [
    "*",
    "**",
    "_",
    "`",
    "``",
    "```",
    "~~~",
    "~~",
    "[",
    "]",
    "](",
    "](<",
    "![",
    "[^a]",
    "[^a]: ",
    "[x]: ",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "&",
    "&amp;",
    "&#x6a;",
    "&Tab;",
    "&colon;",
    "\\",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "  ",
    "    ",
    "# ",
    "###### ",
    "- ",
    "+ ",
    "1. ",
    "> ",
    "- [ ] ",
    "| ",
    "|---|\n",
    "---",
    "===",
    "***",
    "javascript:",
    "JaVa\tScRiPt:",
    "data:text/html,",
    "vbscript:",
    "//evil.example",
    "https://a.example/",
    "mailto:a@b",
    "www.a.example",
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "img src=x onerror=alert(1)",
    "a href=javascript:alert(1)",
    "xlink:href",
    "template",
    "noscript",
    "title",
    "textarea",
    "plaintext",
    "{{ x }}",
    "{% raw %}",
    "${x}",
    "#{x}",
    "\"",
    "'",
    "=",
    "(",
    ")",
    "{",
    "}",
    ";",
    ":",
    ",",
    ".",
    "I2",
    "finding 2",
    "src/a.rs:3",
    "#12",
    "@a",
    "0a1b2c3",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{0}",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{fffe}",
    "\u{1f600}",
    "e\u{301}",
    "<<X",
    "<<~'X'",
    "<<\"",
    "'''",
    "\"\"\"",
    "/*",
    "*/",
    "//",
    "func f() ",
    "def f\n",
    "end\n",
    "if ",
    "SELECT ",
    "r#\"",
    "@\"",
    "<a>",
    "</a>",
    "=>",
];

fn pieces(most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => proptest::sample::select(PIECES.as_slice()).prop_map(str::to_owned),
        2 => "[a-z ]{1,9}",
        1 => "\\PC{1,3}",
        // Long enough for what a scanner keeps.
        1 => (proptest::sample::select(PIECES.as_slice()), 2..400_usize).prop_map(|(piece, count)| piece.repeat(count)),
    ];
    proptest::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

/// Other processes parse, so that one that ends is no failure of this test, nor of a build.
static HIGHLIGHTER: LazyLock<Highlighter> =
    LazyLock::new(|| Highlighter::new(Arc::new(Helpers::of(Path::new(env!("CARGO_BIN_EXE_pilcrow"))))));

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_text_becomes_markup_in_which_nothing_runs(text in pieces(40)) {
        assert_sound_text(&text);
    }

    #[test]
    fn a_text_becomes_markdown_that_stays_in_its_place(text in pieces(40)) {
        assert_sound_rewritten(&text);
    }

    #[test]
    fn a_list_of_addresses_is_read_or_says_why_not(at in 0..usize::MAX, cut in 0..40_usize, put in pieces(4), sample in 0..4_usize) {
        let seeds = seeds("addresses");
        let seed = seeds[sample % seeds.len()].as_bytes();
        let at = at % (seed.len() + 1);
        let end = (at + cut).min(seed.len());
        assert_sound_addresses(&[&seed[..at], put.as_bytes(), &seed[end..]].concat());
    }

    #[test]
    fn code_stays_the_code_that_it_was(language in 0..LANGUAGES.len(), code in pieces(60)) {
        assert_sound_code(&HIGHLIGHTER, LANGUAGES[language], &code);
    }

    #[test]
    fn a_file_gives_a_run_or_says_why_not(at in 0..usize::MAX, cut in 0..40_usize, put in pieces(4), sample in 0..SEEDS.len()) {
        let seed = SEEDS[sample].as_bytes();
        let at = at % (seed.len() + 1);
        let end = (at + cut).min(seed.len());
        assert_sound_file(&[&seed[..at], put.as_bytes(), &seed[end..]].concat());
    }
}

static SEEDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let sample = pilcrow::internals::files_below(&root().join("reviews")).unwrap();
    let samples = sample.into_values().take(3).map(|bytes| String::from_utf8(bytes).unwrap());
    samples.chain([run("x", "")]).collect()
});

/// The committed seeds of a fuzz target, in the order of their names.
fn seeds(name: &str) -> Vec<String> {
    let seeds = pilcrow::internals::files_below(&root().join("fuzz/seeds").join(name)).unwrap();
    seeds.into_values().map(|bytes| String::from_utf8(bytes).unwrap()).collect()
}

#[test]
fn every_seed_of_texts_and_addresses_is_sound() {
    let (texts, addresses) = (seeds("rewritten"), seeds("addresses"));
    assert!(texts.len() > 2 && addresses.len() > 2);
    for seed in &texts {
        assert_sound_rewritten(seed);
    }
    for seed in &addresses {
        assert_sound_addresses(seed.as_bytes());
    }
}

//! Any code in any language: the first byte says which. Other processes parse it, of the program that `PILCROW` names.
#![no_main]

#[allow(dead_code, reason = "each target uses its part")]
#[path = "../../tests/all/support/any_text.rs"]
mod any_text;

use pilcrow::internals::Helpers;
use pilcrow::internals::text::Highlighter;
use std::path::Path;
use std::sync::{Arc, LazyLock};

static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(|| {
    let program = std::env::var_os("PILCROW").expect("PILCROW names a built pilcrow");
    Highlighter::new(Arc::new(Helpers::of(Path::new(&program))))
});

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let language = any_text::LANGUAGES[usize::from(input.0) % any_text::LANGUAGES.len()];
    any_text::assert_sound_code(&HIGHLIGHTER, language, input.1);
});

//! Any text as Markdown that is written again.
#![no_main]

#[allow(dead_code, reason = "each target uses its part")]
#[path = "../../tests/all/support/any_text.rs"]
mod any_text;

libfuzzer_sys::fuzz_target!(|text: &str| any_text::assert_sound_rewritten(text));

//! Any bytes as a list of the addresses of a site.
#![no_main]

#[allow(dead_code, reason = "each target uses its part")]
#[path = "../../tests/all/support/any_text.rs"]
mod any_text;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| any_text::assert_sound_addresses(bytes));

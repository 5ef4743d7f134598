//! Any bytes as reviews by Claude.
#![no_main]

#[allow(dead_code, reason = "each target uses its part")]
#[path = "../../tests/all/support/any_bytes.rs"]
mod any_bytes;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| any_bytes::assert_sound(any_bytes::Format::Claude, bytes, bytes.len()));

//! Writes an archive to measure with: made-up review runs in `pilcrow-review/1`, the same bytes on every machine.
//!
//! `cargo bench --bench generate -- OUT_DIR [--runs 2000] [--bytes 70000000] [--findings N] [--markdown DIR]`
//!
//! `--findings` is the total (default ten a run). Prose is added until the JSON has `--bytes` (default 3.5 kB a finding).
//! `--markdown` writes the same text as a Hugo content tree. Code and prose come from templates in which names and
//! numbers vary, so that hardly any two code blocks are equal: a program that remembers equal blocks must not look
//! faster than it is.
//!
//! Only std and `serde_json` here: nothing of the program under test, so that it cannot shape its own exam.

#![allow(clippy::disallowed_macros, reason = "a program of its own, which prints")]

#[path = "mod.rs"]
mod generate;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Cargo passes `--bench`, and a plain `cargo bench` nothing else.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if arguments.is_empty() {
        eprintln!("{}", generate::USAGE);
        return ExitCode::SUCCESS;
    }
    match generate::generate(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

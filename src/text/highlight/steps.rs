//! How much work the parser may do for a block, counted and not timed, so that the same blocks are refused on any machine.
//!
//! The parser reports every hundred steps, and for ordinary code a hundred steps are a hundred bytes and 20 µs. But where
//! text is not of the language, one step can be a thousand times as much: it tries every symbol of the grammar over all
//! that stands on its stack, or reads to the end of the text for a quote that never closes. The parser tells of both only
//! to a logger, with which it takes 2.5 times as long. So a block has a few reports without one, which one of a hundred
//! real blocks exceeds, and is then parsed again with errors and letters counted.
//!
//! Of 1,563 different blocks of real reports 13 are counted, and three are refused, all of them tables and prose in a fence
//! without a language. Of 1,179 blocks of 700 to 16,384 bytes in 20 languages, put together from pieces of code at random,
//! the slowest takes 0.4 s, the average 6 ms, all within 61 MB.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tree_sitter::{LogType, ParseOptions, ParseState, Parser, Tree};

/// Reports before errors are counted.
const QUICK: usize = 8;
/// Places at which nothing fits the grammar and the parser makes up what might have been meant. Real code has two at most,
/// and one for each `...` that stands for what was left out.
const MOST_ERRORS: usize = 100;
/// How the parser says that it begins to do so.
const RECOVERY: &str = "resume version";
/// How often each letter may be read; real code is read twice.
const MOST_READINGS: usize = 8;

/// Parses a block that takes few steps.
pub fn quick(parser: &mut Parser, code: &str) -> Option<Tree> {
    parse_while(parser, code, |reports| reports <= QUICK)
}

/// Parses a block and counts what goes wrong.
pub fn counted(parser: &mut Parser, code: &str) -> Option<Tree> {
    let (errors, letters) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (seen_errors, seen_letters) = (Arc::clone(&errors), Arc::clone(&letters));
    parser.set_logger(Some(Box::new(move |kind, message| match kind {
        LogType::Lex => _ = seen_letters.fetch_add(1, Ordering::Relaxed),
        LogType::Parse if message.starts_with(RECOVERY) => _ = seen_errors.fetch_add(1, Ordering::Relaxed),
        LogType::Parse => {}
    })));
    // Ordinary code needs about one report per hundred bytes.
    let (most_reports, most_letters) = (80 + code.len() / 12, MOST_READINGS * (code.len() + 256));
    let tree = parse_while(parser, code, |reports| {
        reports < most_reports
            && errors.load(Ordering::Relaxed) <= MOST_ERRORS
            && letters.load(Ordering::Relaxed) <= most_letters
    });
    parser.set_logger(None);
    tree
}

/// Parses, unless `goes_on` says no to the number of a report.
fn parse_while(parser: &mut Parser, code: &str, goes_on: impl Fn(usize) -> bool) -> Option<Tree> {
    let bytes = code.as_bytes();
    let mut reports = 0;
    let mut progress = |_: &ParseState| {
        reports += 1;
        if goes_on(reports) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let tree = parser.parse_with_options(&mut |offset, _| bytes.get(offset..).unwrap_or_default(), None, Some(options));
    if tree.is_none() {
        // An interrupted parse would otherwise be resumed by the next one.
        parser.reset();
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::super::languages::LANGUAGES;
    use super::super::position;
    use super::*;

    fn parsed(language: &str, code: &str) -> bool {
        let mut parser = Parser::new();
        parser.set_language(&(LANGUAGES[position(language).unwrap()].grammar)()).unwrap();
        quick(&mut parser, code).or_else(|| counted(&mut parser, code)).is_some()
    }

    /// Each took up to three minutes and ten gigabytes.
    #[test]
    fn what_does_not_fit_the_grammar_is_given_up() {
        for (language, piece, count) in [
            ("java", "~->;", 4000),
            ("python", "/*\n", 5300),
            ("java", "a=>", 5000),
            ("c", "a=>", 5000),
            ("go", "\\!}FROM ", 2000),
            ("javascript", "\\!}FROM ", 2000),
            ("java", "\\!}FROM ", 2000),
            ("javascript", "/*-- ", 3200),
            ("bash", "0x@{{", 3200),
        ] {
            assert!(!parsed(language, &piece.repeat(count)), "{language}: {piece}");
        }
    }

    #[test]
    fn long_code_and_code_with_some_errors_is_parsed() {
        assert!(parsed("go", &"func f(a int) error { return g(a, \"b\") } // c\n".repeat(340)));
        let with_errors =
            format!("{}{}", "func f() { a = 1 ... }\n".repeat(80), "func f() { return g(1) }\n".repeat(200));
        assert!(parsed("go", &with_errors));
    }
}

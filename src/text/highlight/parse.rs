//! Code into spans of the four classes: the grammar parses it, its query says what is what, and what could make either
//! give up by aborting is not handed to them.

use super::languages::{LANGUAGES, Language};
use super::patterns::wanted;
use super::steps::{counted, quick};
use super::{Class, Span};
use std::cell::RefCell;
use std::sync::OnceLock;
use tree_sitter::{Parser, Query, QueryCursor, StreamingIterator, Tree};

/// Longer blocks stay plain.
pub const LONGEST: usize = 16 * 1024;
/// No line nests deeper than this.
const DEEPEST: usize = 100;
/// Longer words (heredoc marks, tag names) would not fit a scanner's state.
const LONGEST_WORD: usize = 200;

pub struct Compiled {
    language: tree_sitter::Language,
    query: Query,
    /// By capture.
    classes: Vec<Option<Class>>,
}

static COMPILED: [OnceLock<Option<Compiled>>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];

thread_local! {
    static TOOLS: RefCell<(Parser, QueryCursor)> = RefCell::new((Parser::new(), QueryCursor::new()));
}

/// Whether code is neither too long nor of a shape that is known to end a parser.
pub fn is_worth_parsing(at: usize, code: &str) -> bool {
    code.len() <= LONGEST && is_safe(LANGUAGES[at].name, code)
}

/// The coloured parts of `code`, in order; `None` when parsing it takes too many steps.
pub fn spans(at: usize, code: &str) -> Option<Vec<Span>> {
    let compiled = COMPILED[at].get_or_init(|| compile(&LANGUAGES[at])).as_ref()?;
    TOOLS.with_borrow_mut(|(parser, cursor)| {
        let tree = parse(parser, &compiled.language, code)?;
        Some(captures(cursor, compiled, &tree, code))
    })
}

pub fn compile(language: &Language) -> Option<Compiled> {
    let grammar = (language.grammar)();
    let all = language.query.concat();
    let query = wanted(&all, |name| class_of(language, name).is_some()).join("\n");
    let query = Query::new(&grammar, &query).ok()?;
    let classes = query.capture_names().iter().map(|name| class_of(language, name)).collect();
    Some(Compiled { language: grammar, query, classes })
}

pub fn class_of(language: &Language, capture: &str) -> Option<Class> {
    let first = capture.split('.').next().unwrap_or_default();
    match (first, capture) {
        ("comment", _) => Some(Class::Comment),
        (_, "string.special.key")
        | ("keyword" | "conditional" | "repeat" | "include" | "exception" | "storageclass" | "tag", _) => {
            Some(Class::Keyword)
        }
        ("property", _) if language.has_keys => Some(Class::Keyword),
        ("string" | "character", _) => Some(Class::String),
        ("number" | "float" | "boolean", _) | (_, "constant.builtin") => Some(Class::Number),
        _ => None,
    }
}

/// Within what [`steps`](super::steps) allows.
fn parse(parser: &mut Parser, language: &tree_sitter::Language, code: &str) -> Option<Tree> {
    parser.set_language(language).ok()?;
    quick(parser, code).or_else(|| counted(parser, code))
}

/// Outer captures win: an escape inside a string is part of the string.
fn captures(cursor: &mut QueryCursor, compiled: &Compiled, tree: &Tree, code: &str) -> Vec<Span> {
    cursor.set_match_limit(512);
    let mut found = cursor.matches(&compiled.query, tree.root_node(), code.as_bytes());
    let mut spans: Vec<Span> = Vec::with_capacity(code.len() / 16);
    while let Some(matched) = found.next() {
        for capture in matched.captures() {
            let Some(class) = compiled.classes[capture.index as usize] else { continue };
            let range = capture.node.byte_range();
            if range.start < range.end && code.is_char_boundary(range.start) && code.is_char_boundary(range.end) {
                spans.push((range, class));
            }
        }
    }
    // Matches come in the order in which they end; a stable sort keeps the earlier pattern of two for one node.
    spans.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut outer: Vec<Span> = Vec::with_capacity(spans.len());
    for (range, class) in spans {
        match outer.last_mut() {
            Some((last, _)) if range.start < last.end => {}
            // `public static` is one run of keywords.
            Some((last, of)) if *of == class && is_blank(&code[last.end..range.start]) => last.end = range.end,
            _ => outer.push((range, class)),
        }
    }
    outer
}

fn is_blank(between: &str) -> bool {
    between.bytes().all(|byte| byte == b' ')
}

/// Whether no grammar would abort the process or eat memory over this input: some scanners keep their state
/// (indentation, open tags, heredoc marks) in a kilobyte and stop the program when it is full.
fn is_safe(name: &str, code: &str) -> bool {
    let mut brackets = 0_usize;
    let mut angles = 0_usize;
    let mut heredocs = 0_usize;
    for line in code.lines() {
        let indentation = line.len() - line.trim_start().len();
        let (mut marks, mut word, mut before) = (0_usize, 0_usize, b' ');
        if name != "csharp" {
            angles = 0;
        }
        for byte in line.bytes() {
            match byte {
                b'<' => {
                    angles += 1;
                    heredocs += usize::from(before == b'<');
                }
                b'>' => angles = angles.saturating_sub(1),
                b';' => angles = 0,
                b' ' | b'\t' => marks += usize::from(matches!(before, b'-' | b':' | b'?')),
                b'(' | b'[' | b'{' => brackets += 1,
                b')' | b']' | b'}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            let in_word = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || byte >= 0x80;
            word = if in_word { word + 1 } else { 0 };
            let long_word = word > LONGEST_WORD && matches!(name, "html" | "bash" | "ruby" | "dockerfile");
            if long_word || (name != "html" && angles > DEEPEST / 4) || brackets > DEEPEST * 2 {
                return false;
            }
            before = byte;
        }
        let deep = match name {
            "yaml" => indentation + marks > DEEPEST,
            "python" => indentation > 4 * DEEPEST,
            _ => false,
        };
        if deep {
            return false;
        }
    }
    heredocs <= DEEPEST
}

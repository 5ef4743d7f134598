//! How a name and its value stand together: patterns for each of the forms, and a look at what can be there at all.

use super::behind::{self, Behind, FILLERS, OWNERS};
use super::find::regex;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// The longest value that is looked at.
pub const LONGEST: usize = 4096;

/// So many bytes of a value without quotation marks are in the patterns.
const PATTERN_END: usize = 300;

/// How a name and its value stand together. The groups of the pattern are the `rest` of the name, and either the `quote` that the
/// value stands behind or the `bare` value.
pub struct Form {
    pattern: Regex,
    trust: Trust,
    /// Whether it may be there at all: most names stand in prose, and a pattern costs more than a look.
    may_be: fn(&Behind<'_>) -> bool,
}

/// How much a form says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It gives the name a value.
    Assignment,
    /// It hands the name and the value on, or is a list of names.
    Argument,
    /// The value stands beside the name: it must be good.
    Beside,
    /// The same as in a sentence: it can be nothing but a secret.
    Sentence,
}

pub static FORMS: LazyLock<[Form; 7]> = LazyLock::new(|| {
    const REST: &str = r"^(?P<rest>[A-Za-z\u{c0}-\u{24f}0-9_.\-]{0,40})";
    const QUOTE: &str = r#"(?:[brfuN@$LR]{0,2}#?(?P<quote>\\{0,4}["'`]{1,3}))"#;
    const BARE: &str = r#"(?P<bare>[^\s"'`,;<>(){}\[\]|&\\]{6,300})"#;
    const MADE: &str = r"(?:(?:new |&)?[A-Za-z0-9_.:<>\[\]]{0,30}?(?:from|new|Some|Just|bytes?|[Ss]tring|[Ss]ecret|[Ee]ncode|[Pp]assword)\(\s*|[\[({][ \t]*){0,2}";
    const CLOSED: &str = r#"(?:\\{0,4}["'`*\])]){0,4}"#;
    let fillers = FILLERS.join("|");
    let owner = format!(
        r#"(?i:[ \t]+(?:{})(?:[ \t]+(?:the|user|la|el|le|der|den))?[ \t]+["'`]?[A-Za-z0-9_@.\-]{{1,30}}["'`]?)?"#,
        OWNERS.join("|")
    );
    let form =
        |pattern: String, trust, may_be: fn(&Behind<'_>) -> bool| Form { pattern: regex(&pattern), trust, may_be };
    [
        // `name = value`, in all its forms.
        form(
            format!(
                r#"{REST}{CLOSED}{owner}[ \t]{{0,4}}(?:\?[ \t]?)?(?::[ \t]*&?(?:'static )?[A-Za-z][A-Za-z<>\[\]?]{{1,20}}[ \t]*=|=>|:=|:-|\+=|<<<|===?|!==?|=|:|：|\|[ \t]|->|,[ \t]?["']?value["']?[ \t]*[:=]|\n[ \t]*["']?value["']?[ \t]*:|[ \t](?:value|content)[ \t]*=|(?:is|was):?[ \t])\*{{0,2}}[ \t]{{0,4}}(?:!![a-z]{{1,8}}[ \t]+|[>|][+\-]?[ \t]*|<<[\-~]?["']?[A-Z_]{{2,12}}["']?)?(?:(?:\r?\n){{1,2}}[ \t]*)?\*{{0,2}}(?:{MADE}{QUOTE}|{BARE})"#
            ),
            Trust::Assignment,
            behind::is_assignment,
        ),
        // `set(name, "value")`, `name("value")`.
        form(format!(r"{REST}{CLOSED}[ \t]{{0,4}}[,(]\s{{0,20}}{MADE}{QUOTE}"), Trust::Argument, behind::is_argument),
        // `<name>value</name>`, also a level deeper or in the next element.
        form(
            format!(
                r#"{REST}(?:["']?(?:\s[^<>\n]{{0,80}})?>|</[A-Za-z]{{1,20}}>)\s*(?:</?[A-Za-z][A-Za-z0-9:._\-]{{0,40}}(?:\s[^<>\n]{{0,60}})?>\s*){{0,3}}(?:<!\[CDATA\[)?(?:{QUOTE}|(?P<bare>[^\s<>\]]{{6,300}}))"#
            ),
            Trust::Assignment,
            behind::is_element,
        ),
        // `read(name) || "default"`, `read(name).unwrap_or("default")`.
        form(
            format!(
                r"{REST}{CLOSED}\s*(?:\|\|=?|\?\?=?|\?:|\bor\b|\|[ \t]*d(?:efault)?\(|\.(?:toBe|toEqual|to_eq|eq|equals|isEqualTo|type|fill|send_keys|sendKeys|setValue|val)\(|\.[A-Za-z_]{{0,8}}(?:[oO]r|[dD]efault)[A-Za-z_]{{0,12}}\(\s*(?:\|[^|\n]{{0,20}}\|)?|\{{)\s*{QUOTE}"
            ),
            Trust::Assignment,
            behind::is_fallback,
        ),
        // `variable "name" {⏎ default = "value"`, `name:⏎  type: string⏎  default: value`.
        form(
            format!(
                r#"{REST}{CLOSED}[ \t]{{0,4}}[:=]?[ \t]{{0,4}}\{{?[^\n{{}}]{{0,80}}(?:\n[^\n{{}}]{{0,160}}){{0,5}}?[\s,{{]["']?(?i:default|value|example|defaultValue|stringValue)["']?[ \t]*[:=][ \t]*(?:{QUOTE}|{BARE})"#
            ),
            Trust::Beside,
            behind::is_block,
        ),
        // `storePassword "value"`, `` the password is set to `value` ``.
        form(format!(r"{REST}{CLOSED}[ \t]+(?:(?:{fillers}):?[ \t]+){{0,5}}{QUOTE}"), Trust::Beside, behind::is_beside),
        // `--name value`, `ENV NAME value`, `with password value`.
        form(
            format!(
                r#"{REST}{CLOSED}[ \t]+(?:(?:{fillers}):?[ \t]+){{0,4}}["']?(?P<bare>[^\s"'`,;<>(){{}}\[\]|&\\]{{8,300}})"#
            ),
            Trust::Sentence,
            behind::is_sentence,
        ),
    ]
});

/// A value and what stands before it.
pub struct Candidate<'t> {
    pub rest: &'t str,
    pub range: Range<usize>,
    pub is_quoted: bool,
    pub trust: Trust,
}

impl Form {
    /// Whether a look at what follows a name leaves this form possible.
    pub fn may_be(&self, behind: &Behind<'_>) -> bool {
        (self.may_be)(behind)
    }

    /// The value that stands behind a name in this form, and `rest` with it. `offset` is where `rest` begins in the text.
    pub fn candidate<'t>(&self, text: &'t str, rest: &'t str, offset: usize) -> Option<Candidate<'t>> {
        let captures = self.pattern.captures(rest)?;
        let (range, is_quoted) = place_of_value(text, &captures, offset)?;
        // What elements enclose is as good as quoted.
        let is_enclosed = text[range.end..].starts_with("</") || text[range.end..].starts_with("]]>");
        let rest = captures.name("rest")?.as_str();
        Some(Candidate { rest, range, is_quoted: is_quoted || is_enclosed, trust: self.trust })
    }
}

fn place_of_value(text: &str, captures: &Captures<'_>, offset: usize) -> Option<(Range<usize>, bool)> {
    if let Some(bare) = captures.name("bare") {
        let is_part =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-' | b'.');
        // A pattern ends somewhere, and a key in base64 goes on.
        let more = if bare.len() < PATTERN_END {
            0
        } else {
            text.as_bytes()[offset + bare.end()..].iter().take_while(|byte| is_part(byte)).count()
        };
        return Some((offset + bare.start()..offset + bare.end() + more, false));
    }
    let quote = captures.name("quote")?;
    let start = offset + quote.end();
    let end = end_of_quoted(&text[start..], quote.as_str())?;
    (end >= 6).then_some((start..start + end, true))
}

/// How long a text is that ends with the mark that it began with.
fn end_of_quoted(rest: &str, quote: &str) -> Option<usize> {
    let rest = &rest[..rest.floor_char_boundary(LONGEST.min(rest.len()))];
    let mut at = 0;
    loop {
        let next = at + rest[at..].find(['\n', '\\', quote.chars().last()?])?;
        match rest.as_bytes()[next] {
            _ if rest[next..].starts_with(quote) => return Some(next),
            b'\n' => return None,
            // Of a mark of three, one is a sign like others.
            _ => at = next + 1,
        }
        if rest.as_bytes()[next] == b'\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
}

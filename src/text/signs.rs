//! Signs that a page cannot show as they are: control characters, which no page may hold; direction signs, which show a text
//! in another order than it has ("Trojan Source", CVE-2021-42574); signs without a shape, which hide in code.
//!
//! Whatever comes from a run passes here on its way to a page. In code and in texts such a sign is a badge that names it; in
//! an attribute, the title of a page and the index of the search it is its number in brackets. In code the badge still holds
//! the sign, so that what is copied is what the run has; a control character, which no page can hold, is copied as its
//! picture.

use std::borrow::Cow;
use std::fmt::Write;

/// What a text is, on which depends what may be in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Written for people: marks that only tell the direction of what is beside them belong to some languages.
    Prose,
    /// Written for machines: nothing without a shape belongs there.
    Code,
}

/// How a sign is shown.
#[derive(Clone, Copy)]
enum Look {
    /// Another sign in its place.
    Picture(char),
    /// Its name.
    Badge(&'static str),
}

/// Embeddings, overrides and isolates: whatever follows is shown in another order.
const DIRECTIONS: [(char, &str); 9] = [
    ('\u{202a}', "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202b}', "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202c}', "POP DIRECTIONAL FORMATTING"),
    ('\u{202d}', "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202e}', "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{2066}', "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', "FIRST STRONG ISOLATE"),
    ('\u{2069}', "POP DIRECTIONAL ISOLATE"),
];

/// Marks that count as a letter of a direction. Prose in Arabic and Hebrew needs them; code does not.
const MARKS: [(char, &str); 3] =
    [('\u{200e}', "LEFT-TO-RIGHT MARK"), ('\u{200f}', "RIGHT-TO-LEFT MARK"), ('\u{61c}', "ARABIC LETTER MARK")];

/// Signs without a shape, by which two names that look the same can differ. Joiners are not among them: see [`is_joiner`].
const SHAPELESS: [(char, &str); 14] = [
    ('\u{ad}', "SOFT HYPHEN"),
    ('\u{34f}', "COMBINING GRAPHEME JOINER"),
    ('\u{115f}', "HANGUL CHOSEONG FILLER"),
    ('\u{1160}', "HANGUL JUNGSEONG FILLER"),
    ('\u{180e}', "MONGOLIAN VOWEL SEPARATOR"),
    ('\u{200b}', "ZERO WIDTH SPACE"),
    ('\u{2060}', "WORD JOINER"),
    ('\u{2061}', "FUNCTION APPLICATION"),
    ('\u{2062}', "INVISIBLE TIMES"),
    ('\u{2063}', "INVISIBLE SEPARATOR"),
    ('\u{2064}', "INVISIBLE PLUS"),
    ('\u{3164}', "HANGUL FILLER"),
    ('\u{feff}', "ZERO WIDTH NO-BREAK SPACE"),
    ('\u{ffa0}', "HALFWIDTH HANGUL FILLER"),
];

const JOINERS: [(char, &str); 2] = [('\u{200c}', "ZERO WIDTH NON-JOINER"), ('\u{200d}', "ZERO WIDTH JOINER")];

/// The first sign in a text that shows it in another order than it has, by its name: `U+202E RIGHT-TO-LEFT OVERRIDE`.
#[must_use]
pub fn direction_sign(text: &str, is_code: bool) -> Option<String> {
    let suspect = &text[first_suspect(text)?..];
    suspect.chars().find_map(|sign| {
        let mark = if is_code { named(&MARKS, sign) } else { None };
        named(&DIRECTIONS, sign).or(mark).map(|name| format!("{} {name}", number(sign)))
    })
}

/// Whether a page shows a sign as it is, in a text for people.
#[must_use]
pub fn can_be_shown(sign: char) -> bool {
    look(sign, Place::Prose, || [None, None]).is_none()
}

/// A text for a place that takes no markup.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if first_suspect(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    split(text, Place::Prose, |piece| match piece {
        Piece::Text(text) => out.push_str(text),
        Piece::Sign(_, Look::Picture(picture)) => out.push(picture),
        Piece::Sign(sign, Look::Badge(_)) => out.push_str(&bracketed(sign)),
    });
    Cow::Owned(out)
}

/// Appends prose as markup; `escape` appends what needs no badge.
pub(super) fn push_prose(out: &mut String, text: &str, escape: impl Fn(&mut String, &str)) {
    push(out, text, Place::Prose, escape);
}

/// Appends code as markup.
pub(super) fn push_code(out: &mut String, code: &str, escape: impl Fn(&mut String, &str)) {
    push(out, code, Place::Code, escape);
}

fn push(out: &mut String, text: &str, place: Place, escape: impl Fn(&mut String, &str)) {
    if first_suspect(text).is_none() {
        return escape(out, text);
    }
    split(text, place, |piece| match piece {
        Piece::Text(text) => escape(out, text),
        Piece::Sign(_, Look::Picture(picture)) => out.push(picture),
        Piece::Sign(sign, Look::Badge(name)) => push_badge(out, sign, name),
    });
}

/// The stylesheet writes the number, so that what is copied is the sign alone. The element isolates it even without one.
fn push_badge(out: &mut String, sign: char, name: &str) {
    let number = number(sign);
    // Writing to a String cannot fail.
    let _ = write!(out, "<bdi class=sign data-sign={number} title=\"{number} {name}\">{sign}</bdi>");
}

fn bracketed(sign: char) -> String {
    format!("[{}]", number(sign))
}

fn number(sign: char) -> String {
    format!("U+{:04X}", u32::from(sign))
}

fn named(table: &[(char, &'static str)], sign: char) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == sign).map(|(_, name)| *name)
}

/// Where the first byte is that may begin a sign which cannot be shown. Nearly all text is of other bytes, so that many are
/// looked at in one step.
fn first_suspect(text: &str) -> Option<usize> {
    const STEP: usize = 16;
    let (steps, rest) = text.as_bytes().as_chunks::<STEP>();
    let holds_one = |bytes: &[u8; STEP]| bytes.iter().fold(false, |any, byte| any | is_suspect(*byte));
    let start = match steps.iter().position(holds_one) {
        Some(step) => step * STEP,
        None if rest.is_empty() => return None,
        None => text.len() - rest.len(),
    };
    let first = text.as_bytes()[start..].iter().position(|byte| SUSPECTS[usize::from(*byte)]);
    first.map(|at| start + at)
}

/// By byte, which for a few of them is faster to look up than to work out.
const SUSPECTS: [bool; 256] = {
    let mut all = [false; 256];
    let mut byte = 0_u8;
    loop {
        all[byte as usize] = is_suspect(byte);
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    all
};

/// Whether a byte is a control character or begins one of the signs above.
const fn is_suspect(byte: u8) -> bool {
    let is_control = (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f;
    is_control || matches!(byte, 0xc2 | 0xcd | 0xd8 | 0xe1..=0xe3 | 0xef..)
}

enum Piece<'t> {
    Text(&'t str),
    Sign(char, Look),
}

/// Gives a text piece by piece: stretches that can be shown, and signs that cannot.
fn split<'t>(text: &'t str, place: Place, mut take: impl FnMut(Piece<'t>)) {
    let (mut done, mut looked) = (0, 0);
    while let Some(at) = first_suspect(&text[looked..]).map(|at| looked + at) {
        // A suspect byte is the first of its character.
        let Some(sign) = text[at..].chars().next() else { break };
        looked = at + sign.len_utf8();
        let Some(look) = look(sign, place, || neighbours(text, at, sign)) else { continue };
        if done < at {
            take(Piece::Text(&text[done..at]));
        }
        take(Piece::Sign(sign, look));
        done = looked;
    }
    if done < text.len() {
        take(Piece::Text(&text[done..]));
    }
}

fn neighbours(text: &str, at: usize, sign: char) -> [Option<char>; 2] {
    [text[..at].chars().next_back(), text[at + sign.len_utf8()..].chars().next()]
}

fn look(sign: char, place: Place, neighbours: impl FnOnce() -> [Option<char>; 2]) -> Option<Look> {
    let code = u32::from(sign);
    match code {
        // The pictures stand in the order of the controls.
        0..0x20 if !matches!(sign, '\t' | '\n' | '\r') => return char::from_u32(0x2400 + code).map(Look::Picture),
        0x7f => return Some(Look::Picture('\u{2421}')),
        0x80..0xa0 => return Some(Look::Picture(char::REPLACEMENT_CHARACTER)),
        0..0x80 => return None,
        _ if is_noncharacter(code) => return Some(Look::Picture(char::REPLACEMENT_CHARACTER)),
        _ => {}
    }
    let name =
        named(&DIRECTIONS, sign).or_else(|| if place == Place::Code { shapeless(sign, neighbours) } else { None });
    name.map(Look::Badge)
}

/// What the standard keeps for no character ever, and HTML calls an error.
fn is_noncharacter(code: u32) -> bool {
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// The name of a sign that nobody would see in code.
fn shapeless(sign: char, neighbours: impl FnOnce() -> [Option<char>; 2]) -> Option<&'static str> {
    if ('\u{e0000}'..='\u{e007f}').contains(&sign) {
        return Some("TAG");
    }
    let joiner =
        || named(&JOINERS, sign).filter(|_| neighbours().into_iter().all(|one| one.is_none_or(|c| c.is_ascii())));
    named(&MARKS, sign).or_else(|| named(&SHAPELESS, sign)).or_else(joiner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str) -> String {
        let mut out = String::new();
        push_prose(&mut out, text, String::push_str);
        out
    }

    fn code(text: &str) -> String {
        let mut out = String::new();
        push_code(&mut out, text, String::push_str);
        out
    }

    /// What a reader copies from markup that holds nothing but text and badges.
    fn copied(html: &str) -> String {
        html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
    }

    #[test]
    fn no_control_character_reaches_a_page() {
        for code_point in (0..0xa0).chain([0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1_fffe, 0x10_ffff]) {
            let sign = char::from_u32(code_point).expect("no surrogate is among them");
            let text = format!("a{sign}b");
            let is_allowed = !sign.is_control() && code_point < 0xa0 || matches!(sign, '\t' | '\n' | '\r');
            for shown in [prose(&text), code(&text), plain(&text).into_owned()] {
                assert_eq!(shown.contains(sign), is_allowed, "U+{code_point:04X}: {shown:?}");
                assert_eq!(shown.chars().count(), 3, "U+{code_point:04X}: {shown:?}");
            }
        }
        assert_eq!(prose("\0 \u{1b}[31m \u{7f} \u{85} \u{ffff}"), "␀ ␛[31m ␡ \u{fffd} \u{fffd}");
    }

    #[test]
    fn whatever_cannot_be_shown_is_suspect() {
        for sign in ('\0'..=char::MAX).filter(|sign| look(*sign, Place::Code, || [None, None]).is_some()) {
            let mut bytes = [0; 4];
            let of_it = sign.encode_utf8(&mut bytes);
            assert!(is_suspect(of_it.as_bytes()[0]), "U+{:04X}", u32::from(sign));
            for before in [0, 31, 32, 70] {
                assert_eq!(first_suspect(&format!("{}{sign}", "a".repeat(before))), Some(before));
            }
        }
    }

    #[test]
    fn direction_signs_have_a_badge_and_stay_what_they_are() {
        let trojan = "if access != \"user\u{202e} \u{2066}// Check\u{2069} \u{2066}\" {";
        for shown in [prose(trojan), code(trojan)] {
            assert_eq!(shown.matches("<bdi class=sign").count(), 4, "{shown}");
            assert!(
                shown.contains("data-sign=U+202E title=\"U+202E RIGHT-TO-LEFT OVERRIDE\">\u{202e}</bdi>"),
                "{shown}"
            );
            assert_eq!(copied(&shown), trojan);
        }
        assert_eq!(plain("a\u{202e}b"), "a[U+202E]b");
    }

    #[test]
    fn marks_that_prose_needs_are_badges_in_code_alone() {
        for mark in ["\u{200e}", "\u{200f}", "\u{61c}", "\u{200b}", "\u{ad}", "\u{feff}", "\u{e0041}"] {
            let text = format!("a{mark}b");
            assert_eq!((prose(&text), plain(&text).into_owned()), (text.clone(), text.clone()));
            assert!(code(&text).contains("<bdi class=sign"), "{text:?}");
            assert_eq!(copied(&code(&text)), text);
        }
    }

    #[test]
    fn a_joiner_belongs_to_emoji_and_to_scripts_that_join() {
        for text in ["👩\u{200d}💻", "می\u{200c}خواهم", "क\u{200d}ष"] {
            assert_eq!(code(text), text);
        }
        assert!(code("is_\u{200d}admin").contains("data-sign=U+200D"));
    }

    #[test]
    fn direction_signs_are_told_by_name() {
        assert_eq!(direction_sign("a\u{2067}b", false).as_deref(), Some("U+2067 RIGHT-TO-LEFT ISOLATE"));
        assert_eq!(direction_sign("a\u{200f}b", false), None);
        assert_eq!(direction_sign("a\u{200f}b", true).as_deref(), Some("U+200F RIGHT-TO-LEFT MARK"));
        assert_eq!(direction_sign("שלום 日本語 é", true), None);
    }

    #[test]
    fn what_can_be_shown_is_left_as_it_is() {
        for text in ["", "a\tb\r\nc", "é 日本語 שלום 👍🏽 ☀\u{fe0f} \u{2028} \u{a0}"] {
            assert_eq!(
                (prose(text), code(text), plain(text).into_owned()),
                (text.to_owned(), text.to_owned(), text.to_owned())
            );
        }
    }
}

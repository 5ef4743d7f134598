//! What a text says of earlier rounds: `round 2 I1 unaddressed`, `carry-over from round 5 D3`, `R2-S5`, "the fix of round 1".

use crate::model::sketch::Before;
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// A round that a text names, and the finding there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedRound<'t> {
    /// From 1.
    pub round: u32,
    /// `I2`, as reports number their findings.
    pub id: Option<&'t str>,
    /// The sentence says that the matter was raised there and is there still: "restates round 1 I3", "unaddressed".
    pub is_left: bool,
}

/// Every round that a text names, once with each of its findings: `round 1 S7 and S8` names two.
pub fn named_rounds(text: &str) -> impl Iterator<Item = NamedRound<'_>> {
    sentences(text).flat_map(named_in)
}

/// The sentences of a text, as far as its points tell.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = sentence_end(text);
        rest = end.and_then(|end| text.get(end..));
        Some(text.get(..end.unwrap_or(text.len())).unwrap_or(text))
    })
}

/// Behind the first point, or before the first empty line.
fn sentence_end(text: &str) -> Option<usize> {
    let is_end = |at: usize, c: char| match c {
        '.' | '!' | '?' => text[at + 1..].starts_with(char::is_whitespace),
        '\n' => text[at + 1..].starts_with('\n'),
        _ => false,
    };
    text.char_indices().find(|(at, c)| is_end(*at, *c)).map(|(at, _)| at + 1)
}

fn named_in(sentence: &str) -> Vec<NamedRound<'_>> {
    let words: Vec<&str> =
        sentence.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says_left = LEFT_OVER.is_match(sentence) && !words.iter().any(|word| word.eq_ignore_ascii_case("related"));
    let mut named = Vec::new();
    for at in 0..words.len() {
        let Some((round, behind)) = round_at(&words, at) else { continue };
        let (ids, behind) = ids_from(&words, behind);
        let is_of_a_fix = before(&words, at).is_some_and(is_done);
        let is_left = says_left && !is_of_a_fix && !words.get(behind).copied().is_some_and(is_done);
        let of_round = |id| NamedRound { round, id, is_left };
        if ids.is_empty() {
            named.push(of_round(before(&words, at).filter(|word| is_id(word))));
        } else {
            named.extend(ids.into_iter().map(|id| of_round(Some(id))));
        }
    }
    named
}

/// The round that is named from a word on, and the word behind it.
fn round_at(words: &[&str], at: usize) -> Option<(u32, usize)> {
    let (round, behind) = if is_round(words[at]) {
        (words.get(at + 1)?.parse().ok()?, at + 2)
    } else {
        // `R2-S5`, and never a bare `R2`.
        let id = words.get(at + 1).filter(|id| is_id(id))?;
        let digits = words[at].strip_prefix(['R', 'r']).filter(|_| !id.starts_with(['R', 'r']))?;
        (digits.parse().ok()?, at + 1)
    };
    // `round 2's S2`
    let behind = behind + usize::from(words.get(behind) == Some(&"s"));
    Some((round, behind)).filter(|(round, _)| *round > 0)
}

/// `S7 and S8`, `S2/S4`: ids of a round from a word on, and the word behind them.
fn ids_from<'t>(words: &[&'t str], start: usize) -> (Vec<&'t str>, usize) {
    let mut ids = Vec::new();
    let mut at = start;
    loop {
        let joint = usize::from(!ids.is_empty() && matches!(words.get(at), Some(&("and" | "or"))));
        let Some(id) = words.get(at + joint).filter(|id| is_id(id)) else { return (ids, at) };
        ids.push(*id);
        at += joint + 1;
    }
}

/// `I1 of round 2`, `D3 from round 5`: what stands before a round and is joined to it.
fn before<'t>(words: &[&'t str], at: usize) -> Option<&'t str> {
    let joint = at.checked_sub(1).and_then(|at| words.get(at));
    joint.filter(|word| matches!(**word, "of" | "from" | "in"))?;
    words.get(at.checked_sub(2)?).copied()
}

/// The round that the finding named at `start..end` is said to be of: `round 6 S1`, `round 1's S7 and S8`, `S1 of round 6`.
pub fn round_beside(text: &str, start: usize, end: usize) -> Option<u32> {
    let (before, behind) = (&text[..start], &text[end..]);
    // In `I3 of round 1 and I1 of round 2` the second is none of round 1.
    if before.ends_with(" and ") || before.ends_with(" or ") {
        round_behind(behind).or_else(|| round_before(before))
    } else {
        round_before(before).or_else(|| round_behind(behind))
    }
}

/// A round stands so near its findings, in bytes. A text may name any number of findings and no round.
const NEAR: usize = 80;

/// The round at the end of a text, with or without other findings of it behind its number.
fn round_before(text: &str) -> Option<u32> {
    let text = &text[text.floor_char_boundary(text.len().saturating_sub(NEAR))..];
    let text = &text[text.rfind(['.', '!', '?', ':', ';', '\n']).map_or(0, |point| point + 1)..];
    let mut words = text.rsplit(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let is_of_round = |word: &&str| is_id(word) || ["and", "or", "s"].contains(word);
    let number = words.find(|word| !is_of_round(word))?.parse().ok()?;
    words.next().is_some_and(is_round).then_some(number)
}

/// The round that a text begins with: ` of round 6`.
fn round_behind(text: &str) -> Option<u32> {
    let mut words = text.strip_prefix(' ')?.split(' ');
    let is_joint = words.next().is_some_and(|word| ["of", "from", "in"].contains(&word));
    let number = words.next().filter(|word| is_joint && is_round(word)).and_then(|_| words.next())?;
    number.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

/// Words beside a finding that say what was done about it: "round 3 I1 fix", "round 1 S5 — addressed", "the fix of round 2".
fn is_done(word: &str) -> bool {
    let done = ["fix", "resol", "addressed", "collateral", "remov", "polish"];
    done.iter()
        .any(|start| word.as_bytes().get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start.as_bytes())))
}

fn is_round(word: &str) -> bool {
    word.eq_ignore_ascii_case("round")
}

/// `I2`, as reports number their findings.
fn is_id(word: &str) -> bool {
    let digits = word.get(1..).unwrap_or_default();
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && (1..=3).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// What a text says of how its matter came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// It blames a fix, or a change since the last review.
    pub blames_fix: bool,
    /// It was there before and was left.
    pub is_still: bool,
    /// It may name rounds: [`named_rounds`] finds none in any other text.
    pub may_name_rounds: bool,
    /// It says that earlier rounds raised it, without saying which.
    pub raised_before: Option<Before>,
}

/// Words for rounds before without their numbers; an "s" behind them makes them several.
const BEFORE: [&str; 8] = [
    "prior round",
    "previous round",
    "earlier round",
    "last round",
    "prior review",
    "previous review",
    "earlier review",
    "last review",
];

/// Words that blame a fix.
const BLAMES: [&str; 15] = [
    "regress",
    "the fix ",
    "'s fix",
    "-fix commit",
    "this fix",
    "previous fix",
    "earlier fix",
    "newly added",
    "newly introduced",
    "new commit",
    "fix introduced",
    "was added to address",
    "added in response",
    "fixup",
    "incomplete fix",
];

/// Words that say that something was left.
const STILL: [&str; 18] = [
    "unaddressed",
    "still unfixed",
    "still present",
    "still applies",
    "not addressed",
    "remains open",
    "remains un",
    "carry-over",
    "carried over",
    "carried forward",
    "unchanged from",
    "unchanged since",
    "previously flagged",
    "previously raised",
    "previously reported",
    "flagged this",
    "prior review",
    "raised again",
];

/// Words of a sentence that says of an earlier round's finding that it was raised there and is there still.
const LEFT: [&str; 28] = [
    "unaddressed",
    "unresolved",
    "unfixed",
    "unchanged",
    "not addressed",
    "not been addressed",
    "not fixed",
    "restat",
    "re-rais",
    "reraise",
    "raised",
    "re-flag",
    "flagged",
    "same finding",
    "same issue",
    "same gap",
    "same problem",
    "same concern",
    "carry-over",
    "carried",
    "still",
    "remain",
    "persist",
    "residual",
    "declined",
    "deferred",
    "repeat",
    "extends",
];

static LEFT_OVER: LazyLock<AhoCorasick> = LazyLock::new(|| phrases(LEFT));

static UNNUMBERED: LazyLock<AhoCorasick> = LazyLock::new(|| phrases(BEFORE));

/// All of them, and behind them how rounds are named: every text of an archive is looked through, and once is enough.
static PHRASES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let rounds = std::iter::once("round".to_owned()).chain((0..10).map(|digit| format!("r{digit}")));
    phrases(BLAMES.iter().chain(&STILL).chain(&BEFORE).map(|phrase| (*phrase).to_owned()).chain(rounds))
});

fn phrases(all: impl IntoIterator<Item: AsRef<[u8]>>) -> AhoCorasick {
    AhoCorasick::builder().ascii_case_insensitive(true).build(all).expect("a few short phrases fit")
}

/// What a text says of how its matter came about.
#[must_use]
pub fn told(text: &str) -> Told {
    const STILLS: usize = BLAMES.len();
    const BEFORES: usize = STILLS + STILL.len();
    const ROUND: usize = BEFORES + BEFORE.len();
    let mut told = Told::default();
    let mut names_before = false;
    for found in PHRASES.find_overlapping_iter(text) {
        match found.pattern().as_usize() {
            ..STILLS => told.blames_fix = true,
            STILLS..BEFORES => told.is_still = true,
            BEFORES..ROUND => names_before = true,
            named => {
                told.may_name_rounds = true;
                told.blames_fix |= named == ROUND && is_fix_of_round(&text[found.end()..]);
            }
        }
    }
    if names_before {
        let left = sentences(text).filter(|sentence| LEFT_OVER.is_match(*sentence));
        told.raised_before = left.filter_map(named_before).max();
    }
    told
}

/// The rounds without a number that a sentence names.
fn named_before(sentence: &str) -> Option<Before> {
    let is_several = |end: usize| sentence[end..].starts_with(['s', 'S']);
    let named = UNNUMBERED.find_iter(sentence).map(|found| is_several(found.end()));
    named.max().map(|is_several| if is_several { Before::Several } else { Before::TheLast })
}

/// Whether what stands behind `round` is `2's fix` or the like.
fn is_fix_of_round(behind: &str) -> bool {
    let behind = behind.trim_start_matches([' ', '-']).trim_start_matches(|sign: char| sign.is_ascii_digit());
    let words = behind.trim_start_matches([' ', '-', '\'', 's']).split([' ', '.', ',']);
    words.take(3).any(|word| word.as_bytes().get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"fix")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_finding_of_a_round_is_named_and_whether_it_was_left() {
        for (text, expected) in [
            ("re-raises Round 1 S7 and S8 unaddressed", "1 S7 left, 1 S8 left"),
            ("(Round 4 S2/S4 unaddressed)", "4 S2 left, 4 S4 left"),
            ("This restates Round 1 I3; part of it was addressed", "1 I3 left"),
            ("Round 1's I1, S3 are resolved. S4 remains", "1 I1, 1 S3"),
            ("the R3 I1 fix is there, and still it fails", "3 I1"),
            ("round 1 S5 \u{2014} addressed. Nothing remains", "1 S5"),
            ("I1 of round 2 still holds", "2 I1 left"),
            ("the fix of round 2 still leaks", "2"),
            ("related to round 4 S1, which is unaddressed", "4 S1"),
            ("Round 6 raised the same gap", "6 left"),
            ("Round 6 added a test.\n\nIt still fails", "6"),
            ("round 0 I1 unaddressed, R2", ""),
            ("see v2.round 3.5 of it", "3"),
        ] {
            let words = |named: NamedRound<'_>| {
                let id = named.id.map_or_else(String::new, |id| format!(" {id}"));
                format!("{}{id}{}", named.round, if named.is_left { " left" } else { "" })
            };
            let all: Vec<String> = named_rounds(text).map(words).collect();
            assert_eq!(all.join(", "), expected, "{text}");
        }
    }

    #[test]
    fn a_finding_is_of_the_round_beside_it() {
        for (text, round) in [
            ("(round 6 S1 unaddressed)", Some(6)),
            ("Round 4 S2/S1 unaddressed", Some(4)),
            ("round 1's S7 and S1", Some(1)),
            ("as S1 of round 12, which", Some(12)),
            ("S1 from round 5.", Some(5)),
            ("I3 of round 1 and S1 of round 2", Some(2)),
            ("round 1 I3 or S1 was", Some(1)),
            ("see S1", None),
            ("since round 2. S1 is new", None),
            ("in round 2 we saw S1", None),
            ("S1 in round numbers", None),
            ("4 S1", None),
        ] {
            let start = text.find("S1").unwrap();
            assert_eq!(round_beside(text, start, start + 2), round, "{text}");
        }
    }

    #[test]
    fn rounds_without_a_number_are_told_by_their_sentence() {
        for (text, expected) in [
            ("Already flagged in prior rounds.", Some(Before::Several)),
            ("It was raised in the previous review", Some(Before::TheLast)),
            ("The previous review was short. It still fails.", None),
            ("Nobody raised it before.", None),
        ] {
            assert_eq!(told(text).raised_before, expected, "{text}");
        }
    }
}

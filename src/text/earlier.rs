//! What a text says of earlier rounds: `round 2 I1 unaddressed`, `carry-over from round 5 D3`, `R2-S5`, "the fix of round 1".

use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// A round that a text names, and the finding there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedRound<'t> {
    /// From 1.
    pub round: u32,
    /// `I2`, as reports number their findings.
    pub id: Option<&'t str>,
}

/// Every round that a text names.
pub fn named_rounds(text: &str) -> impl Iterator<Item = NamedRound<'_>> {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let rounds = (0..words.len()).filter_map(move |at| {
        let word = *words.get(at)?;
        let (round, behind) = if is_round(word) {
            (words.get(at + 1)?.parse().ok()?, at + 2)
        } else {
            // `R2-S5`, and never a bare `R2`.
            let id = words.get(at + 1).filter(|id| is_id(id))?;
            let digits = word.strip_prefix(['R', 'r']).filter(|_| !id.starts_with(['R', 'r']))?;
            (digits.parse().ok()?, at + 1)
        };
        // `round 2's S2`
        let behind = behind + usize::from(words.get(behind) == Some(&"s"));
        let behind_it = words.get(behind).copied().filter(|id| is_id(id));
        // `I1 of round 2`, `D3 from round 5`
        let joint =
            at.checked_sub(1).and_then(|at| words.get(at)).filter(|word| matches!(**word, "of" | "from" | "in"));
        let before_it = joint.and_then(|_| words.get(at.checked_sub(2)?).copied()).filter(|id| is_id(id));
        Some(NamedRound { round, id: behind_it.or(before_it) }).filter(|named| named.round > 0)
    });
    rounds.collect::<Vec<_>>().into_iter()
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
}

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

/// All of them, and behind them how rounds are named: every text of an archive is looked through, and once is enough.
static PHRASES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let rounds = std::iter::once("round".to_owned()).chain((0..10).map(|digit| format!("r{digit}")));
    let all = BLAMES.iter().chain(&STILL).map(|phrase| (*phrase).to_owned()).chain(rounds);
    AhoCorasick::builder().ascii_case_insensitive(true).build(all).expect("a few short phrases fit")
});

/// What a text says of how its matter came about.
#[must_use]
pub fn told(text: &str) -> Told {
    const ROUND: usize = BLAMES.len() + STILL.len();
    let mut told = Told::default();
    for found in PHRASES.find_overlapping_iter(text) {
        match found.pattern().as_usize() {
            blames if blames < BLAMES.len() => told.blames_fix = true,
            still if still < ROUND => told.is_still = true,
            named => {
                told.may_name_rounds = true;
                told.blames_fix |= named == ROUND && is_fix_of_round(&text[found.end()..]);
            }
        }
    }
    told
}

/// Whether what stands behind `round` is `2's fix` or the like.
fn is_fix_of_round(behind: &str) -> bool {
    let behind = behind.trim_start_matches([' ', '-']).trim_start_matches(|sign: char| sign.is_ascii_digit());
    let words = behind.trim_start_matches([' ', '-', '\'', 's']).split([' ', '.', ',']);
    words.take(3).any(|word| word.as_bytes().get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"fix")))
}

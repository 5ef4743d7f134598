//! What a text says of earlier rounds: `round 2 I1 unaddressed`, `carry-over from round 5 D3`, `R2-S5`, "the fix of round 1".

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

/// Whether a text blames a fix, or a change since the last review, for what it tells.
#[must_use]
pub fn blames_fix(text: &str) -> bool {
    const SAYS: [&str; 16] = [
        "regression",
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
    let lower = text.to_lowercase();
    let round_fix = |at: usize| {
        let behind = lower[at..].get(5..).unwrap_or_default().trim_start_matches([' ', '-']);
        let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit());
        behind
            .trim_start_matches([' ', '-', '\'', 's'])
            .split([' ', '.', ','])
            .take(3)
            .any(|word| word.starts_with("fix"))
    };
    SAYS.iter().any(|says| lower.contains(says)) || lower.match_indices("round").any(|(at, _)| round_fix(at))
}

/// Whether a text says that what it tells was there before and was left.
#[must_use]
pub fn is_still(text: &str) -> bool {
    const SAYS: [&str; 18] = [
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
    let lower = text.to_lowercase();
    SAYS.iter().any(|says| lower.contains(says))
}

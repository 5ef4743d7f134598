//! Which finding of an earlier round a text names: `round 2 I1 unaddressed`, `carry-over from round 5 D3`, `R2-S5`.

use crate::model::Slug;
use crate::model::finding::Continues;

/// A finding of an earlier round, of all that a text names the one of the latest round.
pub fn earlier_finding(text: &str) -> Option<Continues> {
    let all = named_rounds(text).filter_map(|named| {
        let finding = named.id?.parse().ok()?;
        Some(Continues { run: None, round: Some(named.round), finding })
    });
    // The first of those that name one round.
    all.reduce(|best, next| if next.round > best.round { next } else { best })
}

/// The round that a text says a finding is unchanged from, or carried over from, without naming it.
pub fn unnamed_round(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let says = [
        "unchanged from round",
        "unchanged since round",
        "carry-over from round",
        "carried over from round",
        "carried forward from round",
    ];
    let at = says.iter().find_map(|says| lower.find(says))?;
    first_round(text.get(at..)?).filter(|(_, id)| id.is_none()).map(|(round, _)| round)
}

/// Round and id of the first that a text names; the id may be missing.
pub fn first_round(text: &str) -> Option<(u32, Option<Slug>)> {
    named_rounds(text).next().map(|named| (named.round, named.id.and_then(|id| id.parse().ok())))
}

/// A round that a text names, and the finding there.
struct NamedRound<'t> {
    round: u32,
    id: Option<&'t str>,
}

fn named_rounds(text: &str) -> impl Iterator<Item = NamedRound<'_>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_and_its_finding_are_found_in_a_text() {
        for (text, expected) in [
            ("round 2 I1 unaddressed", Some((2, "I1"))),
            ("round 1 I1, found by Claude; unaddressed", Some((1, "I1"))),
            ("carry-over from round 5 D3", Some((5, "D3"))),
            ("carried forward: I4 of round 3", Some((3, "I4"))),
            ("extends Round 2's S2", Some((2, "S2"))),
            ("extends round 2 S2", Some((2, "S2"))),
            ("round 1 S5, round 2 S6 unaddressed", Some((2, "S6"))),
            ("round 2 S6, round 1 S5 unaddressed", Some((2, "S6"))),
            ("R2-S5", Some((2, "S5"))),
            ("unchanged from round 2", None),
            ("important, regression", None),
            ("round 0 I1", None),
            ("R2 D2", Some((2, "D2"))),
        ] {
            let told = earlier_finding(text).map(|named| (named.round.unwrap_or(0), named.finding.to_string()));
            assert_eq!(told.as_ref().map(|(round, id)| (*round, id.as_str())), expected, "{text}");
        }
        assert_eq!(unnamed_round("important, unchanged from round 2"), Some(2));
        assert_eq!(unnamed_round("carry-over from round 5 D3"), None);
        assert_eq!(unnamed_round("raised in round 2"), None);
        assert_eq!(first_round("declined Round 1: as a style"), Some((1, None)));
        assert_eq!(first_round("declined"), None);
    }
}

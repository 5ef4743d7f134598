//! Which finding of an earlier round a text names: `round 2 I1 unaddressed`, `carry-over from round 5 D3`, `R2-S5`.

use crate::model::Slug;
use crate::model::finding::Continues;
use crate::text::earlier::named_rounds;

/// A finding of an earlier round, of all that a text names the one of the latest round.
pub fn earlier_finding(text: &str) -> Option<Continues> {
    // "related to round 4 S1" is about another matter.
    if text.to_lowercase().contains("related") {
        return None;
    }
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
            ("Round 4 S1 related", None),
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

//! What earlier rounds decided: the items below `Declined in prior rounds`.

use super::design::{list_items, says_none};
use super::rounds::first_round;
use crate::import::markdown::line::Line;
use crate::import::markdown::outline::Part;
use crate::model::run::PriorDecision;

/// Words for a decision, longest first where one begins another.
const DECISIONS: [&str; 16] = [
    "won't fix",
    "will not fix",
    "not fixed",
    "not addressed",
    "out of scope",
    "by design",
    "declined",
    "deferred",
    "rejected",
    "dismissed",
    "skipped",
    "accepted",
    "acknowledged",
    "dropped",
    "settled",
    "fixed",
];

/// Whether a heading or a label is above such items.
pub fn is_about_prior_decisions(heading: &str) -> bool {
    let words = heading.to_lowercase().replace('-', " ");
    let is_earlier = ["prior round", "previous round", "earlier round", "prior review", "previous review"];
    let decided = DECISIONS.iter().any(|decision| words.contains(decision)) || words.contains("decision");
    decided && is_earlier.iter().any(|earlier| words.contains(earlier))
}

/// Reads the items below such headings and labels in a section. It is kept as well, since what stands between them is
/// said there alone.
pub fn read_prior_decisions(parts: &[Part<'_>]) -> Vec<PriorDecision> {
    let mut out = Vec::new();
    for part in parts {
        let mut label = Some(part.name()).filter(|name| is_about_prior_decisions(name));
        let mut lines: Vec<Line<'_>> = Vec::new();
        for line in &part.lines {
            match label_alone(line) {
                Some(next) => {
                    take_items(&mut out, label, &std::mem::take(&mut lines));
                    label = Some(next).filter(|next| is_about_prior_decisions(next));
                }
                None => lines.push(*line),
            }
        }
        take_items(&mut out, label, &lines);
    }
    out
}

/// `**Declined in prior rounds:**` alone on a line.
fn label_alone<'t>(line: &Line<'t>) -> Option<&'t str> {
    let inner = line.text.trim().trim_end_matches(':').strip_prefix("**")?.strip_suffix("**")?;
    (!line.is_code && !inner.contains("**")).then(|| inner.trim_end_matches([':', '.']))
}

fn take_items(out: &mut Vec<PriorDecision>, label: Option<&str>, lines: &[Line<'_>]) {
    let Some(label) = label else { return };
    let items = list_items(lines).into_iter().filter(|item| !says_none(item));
    out.extend(items.filter_map(|item| prior_decision(&item, decision_in(label))));
}

/// ``**Title** — round 1 S5 declined as speculative.``
fn prior_decision(item: &str, of_heading: Option<&'static str>) -> Option<PriorDecision> {
    let (finding, rest) = title_and_rest(item)?;
    let reason = rest.trim_start_matches([' ', '\n', '—', '–', '-', ':', ',', '.']).trim();
    // The round is named in the first words, if at all; what comes later compares with others.
    let first = reason.split_once(". ").map_or(reason, |(first, _)| first);
    let (round, reference) = first_round(first).or_else(|| first_round(finding)).unzip();
    let decision = decision_in(first).or(of_heading);
    Some(PriorDecision {
        finding: finding.to_owned(),
        reference: reference.flatten(),
        round,
        decision: decision.map(str::to_owned),
        reason: Some(reason.to_owned()).filter(|reason| !reason.is_empty()),
    })
}

/// What is in bold, else what stands before a dash or a colon.
fn title_and_rest(item: &str) -> Option<(&str, &str)> {
    let in_bold = item.strip_prefix("**").and_then(|inner| inner.split_once("**"));
    let before_dash = || {
        let line = item.lines().next()?;
        let end = [" — ", " – ", ": "].into_iter().filter_map(|dash| line.find(dash)).min().unwrap_or(line.len());
        item.split_at_checked(end)
    };
    let (title, rest) = in_bold.or_else(before_dash)?;
    let title = title.trim().trim_end_matches(['.', ':']);
    (!title.is_empty()).then_some((title, rest))
}

/// The decision that a text names first.
fn decision_in(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase().replace('’', "'");
    let found = DECISIONS.iter().filter_map(|decision| text.find(decision).map(|at| (at, *decision)));
    found.min_by_key(|(at, _)| *at).map(|(_, decision)| decision)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::markdown::outline::lines;

    #[test]
    fn items_say_what_was_decided_and_when() {
        for (item, expected) in [
            (
                "- **T** — round 1 S5 (x) declined as a guess.",
                "T | S5 1 | declined | round 1 S5 (x) declined as a guess.",
            ),
            (
                "- **T** — declined Round 2: it is\n  unlikely.",
                "T | - 2 | declined | declined Round 2: it is\nunlikely.",
            ),
            ("- **T** — a style; see round 3 later.", "T | - 3 | declined | a style; see round 3 later."),
            ("- `a.go` leaks: deferred in round 1", "`a.go` leaks | - 1 | deferred | deferred in round 1"),
            ("- R1 S2 (flag names): won’t fix", "R1 S2 (flag names) | S2 1 | won't fix | won’t fix"),
            ("- T", "T | - - | declined | "),
        ] {
            let part = Part { level: 3, title: "Declined in prior rounds", lines: lines(item) };
            let told: Vec<String> = read_prior_decisions(&[part])
                .iter()
                .map(|one| {
                    let reference = one.reference.as_ref().map_or("-", |id| id.as_str());
                    let round = one.round.map_or("-".to_owned(), |round| round.to_string());
                    let words = [&one.decision, &one.reason].map(|words| words.clone().unwrap_or_default());
                    format!("{} | {reference} {round} | {}", one.finding, words.join(" | "))
                })
                .collect();
            assert_eq!(told, [expected], "{item}");
        }
        let text = "One.\n\n- A\n\n**Declined in prior rounds:**\n\n- **T** — round 1\n\n**Others**\n\n- B";
        let section = [Part { level: 2, title: "Unresolved Feedback", lines: lines(text) }];
        assert_eq!(read_prior_decisions(&section).len(), 1);
        for (heading, is) in [
            ("Declined in prior rounds", true),
            ("Deferred in Previous Rounds", true),
            ("Prior-round decisions", true),
            ("Unresolved Feedback", false),
        ] {
            assert_eq!(is_about_prior_decisions(heading), is, "{heading}");
        }
    }
}

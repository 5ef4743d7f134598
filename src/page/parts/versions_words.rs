//! What a comparison of two versions says, in words.

use crate::aggregate::pairs::FEWEST_SUBJECTS;
use crate::aggregate::statistics::gap::Tendency;
use crate::aggregate::versions::version_change::{Reviewed, VersionChange};
use crate::model::Severity;
use crate::page::inputs::Inputs;
use crate::text::format;

/// The difference that "how many more" is asked for.
pub const WANTED: f64 = 0.05;

/// A model without the agent's name before it, for where that stands beside it.
#[must_use]
pub fn short_model(model: &str, name: &str) -> String {
    let rest = model.strip_prefix(name).and_then(|rest| rest.strip_prefix(' ')).map(str::trim);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(model).to_owned()
}

/// A model for a cell that its agent's name stands in.
pub fn model_label(inputs: &Inputs<'_>, model: usize) -> String {
    let model = &inputs.field().models[model];
    label(model.model, inputs.name(model.agent))
}

/// A version likewise, with its effort.
pub fn version_label(inputs: &Inputs<'_>, version: usize) -> String {
    let version = &inputs.field().versions[version];
    with_effort(label(version.model, inputs.name(version.agent)), version.effort)
}

/// A model for a sentence, with its agent: `Heron 2`, `Heron with GPT-5`, `Heron without a stated model`.
pub fn model_name(inputs: &Inputs<'_>, model: usize) -> String {
    let model = &inputs.field().models[model];
    full(model.model, inputs.name(model.agent))
}

/// A version likewise, with its effort.
pub fn version_name(inputs: &Inputs<'_>, version: usize) -> String {
    let version = &inputs.field().versions[version];
    with_effort(full(version.model, inputs.name(version.agent)), version.effort)
}

fn label(model: Option<&str>, name: &str) -> String {
    model.map_or_else(|| "model not stated".to_owned(), |model| short_model(model, name))
}

fn full(model: Option<&str>, name: &str) -> String {
    match model {
        None => format!("{name} without a stated model"),
        Some(model) if is_named(model, name) => model.to_owned(),
        Some(model) => format!("{name} with {model}"),
    }
}

/// Whether a model begins with the name, as a word of its own.
fn is_named(model: &str, name: &str) -> bool {
    let (model, name) = (model.to_lowercase(), name.to_lowercase());
    model.strip_prefix(&name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn with_effort(model: String, effort: Option<&str>) -> String {
    match effort {
        Some(effort) => format!("{model} · {effort}"),
        None => model,
    }
}

/// Why two models are not compared.
pub fn too_few_words([new, old]: [usize; 2]) -> String {
    let so_far = match (new < FEWEST_SUBJECTS, old < FEWEST_SUBJECTS) {
        (true, true) => format!("the newer has {} so far, the earlier {}", format::count(new), format::count(old)),
        (true, false) => format!("the newer has {} so far", format::count(new)),
        _ => format!("the earlier has {}", format::count(old)),
    };
    format!("At least {FEWEST_SUBJECTS} changes with findings are needed of both: {so_far}.")
}

/// The reading and what else is to be known of it.
pub fn reading(change: &VersionChange) -> (String, String) {
    let tendency = change.moved.tendency();
    if !change.is_anchored() {
        let reading = match tendency {
            Tendency::More => "found more, cause unknown",
            Tendency::Less => "found less, cause unknown",
            Tendency::Unclear => "cannot be told apart",
        };
        let words = format!(
            "No other agent that is known to have stayed the same reviewed {} changes with each of the two. {}",
            format::small(FEWEST_SUBJECTS),
            mix(&change.later, &change.earlier)
        );
        return (reading.to_owned(), words);
    }
    let mut words: Vec<String> = Vec::new();
    if tendency == Tendency::Unclear {
        words.extend(more_words(change));
    }
    if change.plain.tendency() != tendency {
        words.push(without_anchors(change));
    }
    (tendency_words(tendency).to_owned(), words.join(" "))
}

fn tendency_words(tendency: Tendency) -> &'static str {
    match tendency {
        Tendency::More => "finds more",
        Tendency::Less => "finds less",
        Tendency::Unclear => "cannot be told apart",
    }
}

fn without_anchors(change: &VersionChange) -> String {
    let read = tendency_words(change.plain.tendency());
    let anchors = change.anchors_moved();
    let points = format::points(anchors.abs());
    let points = points.trim_start_matches('+');
    let anchors = match points {
        "0.0" => String::new(),
        _ if anchors < 0.0 => format!(": the anchors found {points} points less on the later changes"),
        _ => format!(": the anchors found {points} points more on the later changes"),
    };
    format!("Without the anchors it would read “{read}”{anchors}.")
}

/// How many more changes it takes, or what would have been seen.
fn more_words(change: &VersionChange) -> Option<String> {
    Some(how_many_more(change.needed(WANTED)?, change.changes, change.detectable))
}

/// In words how many changes more than there are it takes to see [`WANTED`]; where there are enough, what could be seen.
pub fn how_many_more(needed: usize, there: usize, detectable: f64) -> String {
    let wanted = format::points(WANTED);
    let wanted = wanted.trim_start_matches('+').trim_end_matches(".0");
    if needed > there {
        return format!("About {} needed to see a difference of {wanted} points.", more_changes(needed - there));
    }
    let seen = format::points(detectable);
    format!("A difference of {} points would be seen in eight of ten cases.", seen.trim_start_matches('+'))
}

/// To two digits: an estimate of an estimate.
pub fn more_changes(more: usize) -> String {
    let step = if more < 20 {
        1
    } else if more < 1000 {
        10
    } else {
        10_usize.pow(more.ilog10().saturating_sub(1))
    };
    let more = more.div_ceil(step) * step;
    format!("{} more {}", format::count(more), if more == 1 { "change" } else { "changes" })
}

/// Where nothing else can be held against it: how what was reviewed differs.
fn mix(later: &Reviewed, earlier: &Reviewed) -> String {
    let each = |of: &Reviewed| format::decimal(real(of.pool) / real(of.reviews.max(1)));
    let critical = |of: &Reviewed| {
        format::whole_percent(of.by_severity[Severity::Critical.position()], of.by_severity.iter().sum::<usize>())
    };
    let is_rated = |of: &Reviewed| of.by_severity.iter().sum::<usize>() > 0;
    let severity = if is_rated(later) && is_rated(earlier) {
        format!(" {}% of them critical, then {}%;", critical(earlier), critical(later))
    } else {
        String::new()
    };
    format!(
        "Reviews held {} findings each before and {} since,{severity} with {} and {} agents on the panel.",
        each(earlier),
        each(later),
        format::decimal(earlier.panel),
        format::decimal(later.panel)
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts of findings and reviews")]
fn real(count: usize) -> f64 {
    count as f64
}

/// The same in a sentence, for the head of a page.
pub fn earlier_words(new: &str, old: &str, change: &VersionChange) -> String {
    match (change.moved.tendency(), change.is_anchored()) {
        (Tendency::Unclear, _) => format!("{new} cannot be told apart from {old}."),
        (Tendency::More, true) => format!("{new} finds more than {old}."),
        (Tendency::Less, true) => format!("{new} finds less than {old}."),
        (Tendency::More, false) => format!("{new} found more than {old}, cause unknown."),
        (Tendency::Less, false) => format!("{new} found less than {old}, cause unknown."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::statistics::gap::Moved;
    use crate::aggregate::statistics::interval::Interval;

    fn moved(value: f64, half: f64) -> Moved {
        let interval = Interval { low: value - half, high: value + half };
        Moved { value, error: half / 2.0, freedom: 20.0, interval, p: 0.5 }
    }

    fn change(anchors: &[usize], anchored: Moved, plain: Moved) -> VersionChange {
        let reviewed = |pool: usize, critical: usize, recall: f64| Reviewed {
            changes: 15,
            reviews: 20,
            pool,
            by_severity: [critical, pool - critical, 0, 0],
            panel: 3.0,
            recall,
        };
        VersionChange {
            against: 1,
            anchors: anchors.to_vec(),
            moved: anchored,
            plain,
            detectable: 0.07,
            later: reviewed(120, 6, 0.42),
            earlier: reviewed(180, 18, 0.50),
            changes: 30,
        }
    }

    #[test]
    fn harder_changes_are_told_from_a_worse_model() {
        let (said, words) = reading(&change(&[2], moved(0.0, 0.05), moved(-0.08, 0.05)));
        assert_eq!(said, "cannot be told apart");
        assert_eq!(
            words,
            "About 30 more changes needed to see a difference of 5 points. Without the anchors it would read “finds less”: \
             the anchors found 8.0 points less on the later changes."
        );
        let (said, words) = reading(&change(&[2], moved(0.10, 0.05), moved(0.08, 0.05)));
        assert_eq!((said.as_str(), words.as_str()), ("finds more", ""));
    }

    #[test]
    fn without_anchors_the_cause_is_unknown_and_what_differs_is_said() {
        let (said, words) = reading(&change(&[], moved(-0.08, 0.05), moved(-0.08, 0.05)));
        assert_eq!(said, "found less, cause unknown");
        assert!(
            words.starts_with(
                "No other agent that is known to have stayed the same reviewed five changes with each of the two. Reviews"
            ),
            "{words}"
        );
        assert!(
            words.contains("held 9.0 findings each before and 6.0 since, 10% of them critical, then 5%;"),
            "{words}"
        );
    }

    #[test]
    fn a_model_is_named_with_its_agent_and_cut_only_at_a_blank() {
        for (name, model, short, whole) in [
            ("Heron", "Heron 2", "2", "Heron 2"),
            ("GPT", "GPT-5", "GPT-5", "GPT-5"),
            ("Claude", "claude-opus-4", "claude-opus-4", "claude-opus-4"),
            ("Heron", "Herons 2", "Herons 2", "Heron with Herons 2"),
            ("Codex", "gpt-5", "gpt-5", "Codex with gpt-5"),
            ("Heron", "Heron", "Heron", "Heron"),
        ] {
            assert_eq!((short_model(model, name).as_str(), full(Some(model), name).as_str()), (short, whole));
        }
        assert_eq!(full(None, "Heron"), "Heron without a stated model");
    }

    #[test]
    fn how_many_more_is_no_finer_than_it_is_known() {
        assert_eq!(how_many_more(31, 30, 0.05), "About 1 more change needed to see a difference of 5 points.");
        assert_eq!(how_many_more(73, 30, 0.05), "About 50 more changes needed to see a difference of 5 points.");
        assert!(how_many_more(12_375, 30, 0.05).contains("About 13,000 more"));
        assert_eq!(how_many_more(20, 30, 0.037), "A difference of 3.7 points would be seen in eight of ten cases.");
        assert_eq!(
            too_few_words([2, 9]),
            "At least 5 changes with findings are needed of both: the newer has 2 so far."
        );
    }
}

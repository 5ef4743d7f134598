//! What everybody on a panel missed, by severity, beside what is known of it.

use crate::aggregate::panel::missed_severity::MissedOf;
use crate::text::format;
use serde::Serialize;

/// A row for all severities, and one for each.
#[derive(Debug, Serialize)]
pub struct MissedPart {
    rows: Vec<MissedRow>,
    /// How the estimate goes with what panels cover of what is known.
    words: String,
}

#[derive(Debug, Serialize)]
struct MissedRow {
    severity: &'static str,
    found: String,
    known_by_nobody: String,
    value: String,
    /// Both ends of the interval.
    ends: Option<String>,
    /// What panels found of all, what is estimated to be missed included, in per cent.
    share: Option<String>,
}

/// `None` where no panel of several agents found anything.
pub fn missed_part(missed: &[MissedOf]) -> Option<MissedPart> {
    let all = missed.iter().find(|of| of.severity.is_none())?;
    Some(MissedPart { rows: missed.iter().map(row).collect(), words: words(all) })
}

fn row(of: &MissedOf) -> MissedRow {
    MissedRow {
        severity: of.severity.map_or("all", crate::model::Severity::word),
        found: format::count(of.found),
        known_by_nobody: format::count(of.known_by_nobody),
        value: format::whole(of.value),
        ends: of.interval.map(|ends| format!("{}–{}", format::whole(ends.low), format::whole(ends.high))),
        share: of.found_share().map(format::share),
    }
}

fn words(all: &MissedOf) -> String {
    let (found, unseen) = (all.found, all.known_by_nobody);
    let known = found + unseen;
    let of_known = format!(
        "Somebody on the panel found {} of {} known findings, {}%",
        format::count(found),
        format::count(known),
        format::share(share(found, known))
    );
    let rest = match unseen {
        0 => String::new(),
        1 => "; one came from people or from outside the panel".to_owned(),
        more => format!("; the other {} came from people or from outside the panel", format::count(more)),
    };
    let estimate = if all.value < 0.5 {
        "The estimate is of what nobody may know of as well, and sees nothing missing".to_owned()
    } else {
        let of_all = all.found_share().map_or_else(String::new, |share| {
            format!(": by it panels found {}% of all there is", format::share(share))
        });
        format!("The estimate is of what nobody may know of as well{of_all}")
    };
    let too_small = real(unseen) > all.value + 0.5;
    let warning = if too_small {
        " More is known already, so that it is too small here: agents of a panel miss the same things."
    } else {
        ""
    };
    format!("{of_known}{rest}. {estimate}.{warning}")
}

fn share(part: usize, whole: usize) -> f64 {
    real(part) / real(whole.max(1))
}

#[expect(clippy::cast_precision_loss, reason = "counts of findings")]
fn real(count: usize) -> f64 {
    count as f64
}

//! The head of a round: when it was, what it decided, how much it raised, and who reviewed.

use super::told::Told;
use crate::aggregate::course::Outcome;
use crate::chart::skyline::skyline;
use crate::model::{Date, Severity};
use crate::page::parts::{self, Badge, badge, called, day_words};
use crate::page::route::Route;
use crate::text::{Html, format};
use serde::Serialize;

/// What stands above the cells of a round.
#[derive(Debug, Serialize)]
pub struct HeadPart {
    number: u32,
    href: String,
    machine: String,
    date: String,
    /// `2 days later`; nothing for the first round.
    gap: String,
    verdict: Option<String>,
    is_grave: bool,
    count: String,
    /// `findings`, in the right number.
    noun: &'static str,
    skyline: Html,
    /// `3 new, 4 settled`
    came: String,
    who: Vec<Badge>,
}

/// The head of the round at this position.
pub fn head(told: &Told<'_>, round: usize) -> HeadPart {
    let run = told.runs()[round];
    let digest = told.digest(run);
    let before = round.checked_sub(1).map(|before| told.digest(told.runs()[before]).date);
    let count = digest.findings.len();
    HeadPart {
        number: told.number(run),
        href: Route::Review(&digest.id).from(told.from),
        machine: digest.date.machine(),
        date: date_words(&digest.date, told.inputs.newest_year()),
        gap: before.map(|before| gap_words(&before, &digest.date)).unwrap_or_default(),
        verdict: parts::verdict_words(digest),
        is_grave: parts::is_grave(digest),
        count: format::count(count),
        noun: if count == 1 { "finding" } else { "findings" },
        skyline: skyline(Severity::ALL.map(|severity| digest.count(severity))),
        // Of one round alone, all is new.
        came: if told.runs().len() == 1 { String::new() } else { came_words(&told.course.outcomes[round]) },
        who: digest.reviewers.iter().map(|one| badge(told.inputs, one, called(told.inputs, one))).collect(),
    }
}

/// `2 Jun, 09:40`, with the year where it is another one.
fn date_words(date: &Date, year: i32) -> String {
    let day = day_words(date.day(), year);
    date.local().map_or_else(|| day.clone(), |local| format!("{day}, {}", local.format("%H:%M")))
}

/// `2 days later`. Where either date has no time, in days of the calendar.
fn gap_words(before: &Date, after: &Date) -> String {
    let days = (after.day() - before.day()).num_days();
    let have_times = before.local().is_some() && after.local().is_some();
    // One with a zone and one without may be half a day nearer than they seem.
    let are_exact = have_times && before.instant().is_some() == after.instant().is_some();
    let seconds = after.order() - before.order();
    match (are_exact, days) {
        (true, _) if seconds < 0 => format!("dated {} before", format::span_words(seconds.unsigned_abs())),
        (true, _) => format!("{} later", format::span_words(seconds.unsigned_abs())),
        (false, 0) => "on the same day".to_owned(),
        (false, days) => {
            let words = format::counted(usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX), "day");
            if days > 0 { format!("{words} later") } else { format!("dated {words} before") }
        }
    }
}

fn came_words(outcome: &Outcome) -> String {
    let settled = outcome.fixed + outcome.declined + outcome.merged;
    let counts =
        [(outcome.new, "new"), (outcome.back, "back"), (settled, "settled"), (outcome.not_raised, "not raised")];
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", format::count(*count)))
        .collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::gap_words;
    use crate::model::Date;

    #[test]
    fn rounds_are_as_far_apart_as_their_dates_tell() {
        for (before, after, words) in [
            ("2026-06-08T10:20", "2026-06-08T17:55", "7½ hours later"),
            ("2026-06-08T10:20:00Z", "2026-06-08T10:40:00Z", "20 minutes later"),
            ("2026-06-08T23:50", "2026-06-09T00:10", "20 minutes later"),
            // Of one zone nothing is known, or of a time.
            ("2026-06-08T23:50:00Z", "2026-06-09T00:10", "1 day later"),
            ("2026-06-08", "2026-06-08T00:10", "on the same day"),
            ("2026-06-08", "2026-06-11", "3 days later"),
            // A stated round outweighs the date.
            ("2026-06-11", "2026-06-08", "dated 3 days before"),
            ("2026-06-08T12:00", "2026-06-08T10:00", "dated 2 hours before"),
        ] {
            let [before_date, after_date] = [before, after].map(|date| Date::parse(date).expect(date));
            assert_eq!(gap_words(&before_date, &after_date), words, "{before} and {after}");
        }
    }
}

//! The story of a file in two sentences.

use crate::aggregate::course::Gone;
use crate::aggregate::files::{FileHistory, Standing};
use crate::model::Severity;
use crate::page::inputs::Inputs;
use crate::text::format;
use serde::Serialize;

/// How much was raised and when, what is open, and what became of the rest.
#[derive(Debug, Serialize)]
pub struct Story {
    /// `24 problems in 9 changes since August 2025, each counted once over all its rounds.`
    start: String,
    /// `4 are open`; `None` where it cannot be told, since no change has several rounds.
    open: Option<String>,
    /// `, one of them critical; 12 were fixed, 4 declined.`
    rest: String,
}

/// How many ended in which way.
#[derive(Default)]
struct Ends {
    fixed: usize,
    declined: usize,
    rejected: usize,
    merged: usize,
    silent: usize,
}

/// The story of a file.
pub fn story(inputs: &Inputs<'_>, file: &FileHistory<'_>) -> Story {
    let mut ends = Ends::default();
    let mut can_be_open = false;
    let mut first = None;
    for at in &file.problems {
        let (course, row) = inputs.problem(*at);
        can_be_open |= course.runs.len() > 1;
        let days = row.raised().map(|(_, raised)| inputs.digest(raised.at.run).date.day());
        first = first.into_iter().chain(days).min();
        match Standing::new(course, row) {
            Standing::Open => {}
            Standing::Ended(Gone::Fixed(_)) => ends.fixed += 1,
            Standing::Ended(Gone::Declined(_)) => ends.declined += 1,
            Standing::Ended(Gone::Rejected(_)) => ends.rejected += 1,
            Standing::Ended(Gone::Merged(_)) => ends.merged += 1,
            Standing::Ended(Gone::Left(_) | Gone::NotRaised(_)) | Standing::NoLaterRound => ends.silent += 1,
        }
    }
    let since = first.map(|day| day.format(" since %B %Y").to_string()).unwrap_or_default();
    let each = if file.problems.len() < file.findings { ", each counted once over all its rounds" } else { "" };
    let problems = format::counted(file.problems.len(), "problem");
    let start = format!("{problems} in {}{since}{each}.", format::counted(file.changes, "change"));
    let open: usize = file.open.iter().sum();
    let became = ends.words();
    let open_words = match (open, file.problems.len()) {
        (0, 1) => "It is not open".to_owned(),
        (0, _) => "None is open".to_owned(),
        (1, 1) => "It is open".to_owned(),
        (1, _) => "One is open".to_owned(),
        (all, problems) if all == problems => "All are open".to_owned(),
        (many, _) => format!("{} are open", format::count(many)),
    };
    let critical = match (file.open[Severity::Critical.position()], open) {
        (0, _) => String::new(),
        (1, 1) => ", and it is critical".to_owned(),
        (1, _) => ", one of them critical".to_owned(),
        (many, all) if many == all => ", all critical".to_owned(),
        (many, _) => format!(", {} of them critical", format::count(many)),
    };
    if can_be_open {
        let became = if became.is_empty() { String::new() } else { format!("; {became}") };
        return Story { start, open: Some(open_words), rest: format!("{critical}{became}.") };
    }
    Story { start, open: None, rest: format!("{}.", format::capitalized(&became)) }
}

impl Ends {
    /// `12 were fixed, 4 declined, 1 merged into another, and of 3 nothing more was heard`
    fn words(&self) -> String {
        let told = [
            (self.fixed, "fixed"),
            (self.declined, "declined"),
            (self.rejected, "rejected"),
            (self.merged, "merged into another"),
        ];
        let mut words = Vec::new();
        for (count, word) in told.into_iter().filter(|(count, _)| *count > 0) {
            let verb = match (words.is_empty(), count) {
                (false, _) => "",
                (true, 1) => "was ",
                (true, _) => "were ",
            };
            words.push(format!("{} {verb}{word}", format::count(count)));
        }
        let silent = match self.silent {
            0 => return words.join(", "),
            count => format!("of {} nothing more was heard", format::count(count)),
        };
        if words.is_empty() { silent } else { format!("{}, and {silent}", words.join(", ")) }
    }
}

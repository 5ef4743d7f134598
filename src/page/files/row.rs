//! One problem on a file: what it is, how it stands, the rounds that raised it, and who found it.

use crate::aggregate::course::{Course, Gone, Row};
use crate::aggregate::files::{FileHistory, ProblemAt, Standing};
use crate::aggregate::records::FindingAt;
use crate::chart::skyline::life;
use crate::model::{Digest, FindingDigest, Slug};
use crate::page::inputs::Inputs;
use crate::page::parts::{Badge, day_words, kind_words, location_words};
use crate::page::route::Route;
use crate::text::Html;
use crate::text::markdown::Markdown;
use crate::text::references::References;
use serde::Serialize;

/// Not more rounds are drawn, nor more findings named.
const MOST: usize = 24;

/// One problem over all its rounds.
#[derive(Debug, Serialize)]
pub struct ProblemRow {
    severity: &'static str,
    title: Html,
    href: String,
    /// `line 233`, or `now src/b.rs:12`
    place: Option<String>,
    icon: &'static str,
    is_open: bool,
    state: String,
    /// `in round 5`
    small: String,
    life: Html,
    /// `rounds 1–2 of 4`
    ran: String,
    /// Its findings, first round first; of one the title says enough.
    ids: Vec<IdLink>,
    who: Vec<Badge>,
    day: String,
    machine: String,
    /// Its change, or the review of no change.
    change: String,
    change_href: String,
}

#[derive(Debug, Serialize)]
struct IdLink {
    id: String,
    href: String,
    severity: &'static str,
}

struct Teller<'t> {
    inputs: &'t Inputs<'t>,
    from: &'t str,
    course: &'t Course,
    row: &'t Row,
}

/// The row of a problem on the page at `from`; the year is written out where it is not `year`.
pub fn problem_row(inputs: &Inputs<'_>, from: &str, file: &FileHistory<'_>, at: ProblemAt, year: i32) -> ProblemRow {
    let (course, row) = inputs.problem(at);
    let teller = Teller { inputs, from, course, row };
    let last = row.last();
    let (run, finding) = (inputs.digest(last.run), teller.finding(last));
    let (icon, state, small) = teller.standing();
    let references = References::default();
    let subject = run.subject();
    let is_change = subject.is_change();
    ProblemRow {
        severity: finding.severity.word(),
        title: Markdown { references: &references, highlighter: inputs.highlighter() }.line_in_link(&finding.title),
        href: teller.in_review(last),
        place: place(file.path, finding),
        icon,
        is_open: icon == OPEN,
        state,
        small,
        life: if course.runs.len() > 1 { teller.life() } else { Html::default() },
        ran: teller.ran(),
        ids: teller.ids(),
        who: teller.who(),
        day: day_words(run.date.day(), year),
        machine: run.date.day().to_string(),
        change: change_words(run),
        change_href: if is_change { Route::Change(&subject) } else { Route::Review(&run.id) }.from(from),
    }
}

/// Which change of the repository it was last raised in: its number, its branch, or else the kind of its report.
fn change_words(run: &Digest) -> String {
    match (run.pull_request, run.branch.as_deref()) {
        (Some(number), _) => format!("#{number}"),
        (None, Some(branch)) if !branch.trim().is_empty() => branch.to_owned(),
        (None, _) => kind_words(run.kind.as_str()),
    }
}

const OPEN: &str = "open";

/// Where on the file it was last, or where it has gone since.
fn place(path: &str, last: &FindingDigest) -> Option<String> {
    let lines = last.sketch.places.first().and_then(|place| place.lines);
    match last.path.as_deref() {
        Some(same) if same == path => lines.map(|(start, end)| match end {
            end if end == start => format!("line {start}"),
            end => format!("lines {start}–{end}"),
        }),
        Some(other) => Some(format!("now {}", location_words(other, lines))),
        None => None,
    }
}

impl Teller<'_> {
    fn finding(&self, at: FindingAt) -> &FindingDigest {
        self.inputs.finding(at)
    }

    fn in_review(&self, at: FindingAt) -> String {
        Route::Review(&self.inputs.digest(at.run).id).anchor_from(self.from, self.finding(at).id.as_str())
    }

    /// Icon, word, and when.
    fn standing(&self) -> (&'static str, String, String) {
        let gone = match Standing::new(self.course, self.row) {
            Standing::NoLaterRound => return ("silent", "no later round".to_owned(), String::new()),
            Standing::Open => {
                let since = self.course.runs.get(self.row.since()).map(|run| self.inputs.round(*run));
                let since = since.map(|round| format!("since round {round}"));
                return (OPEN, "open".to_owned(), since.unwrap_or_default());
            }
            Standing::Ended(gone) => gone,
        };
        let action = |at: FindingAt, without: &str| {
            self.finding(at).action.map_or_else(|| without.to_owned(), |action| action.words().to_lowercase())
        };
        let was_back = self.row.raised().any(|(_, raised)| raised.was.is_some());
        let when = |at: FindingAt| {
            let back = if was_back { ", after it was back" } else { "" };
            format!("{}{back}", self.round_after(at).unwrap_or_else(|| "as recorded".to_owned()))
        };
        match gone {
            Gone::Fixed(at) => ("done", action(at, "fixed"), when(at)),
            Gone::Declined(at) => ("declined", "declined".to_owned(), when(at)),
            Gone::Rejected(at) => ("declined", "rejected".to_owned(), when(at)),
            Gone::Left(at) => ("silent", action(at, "left"), when(at)),
            Gone::NotRaised(at) => ("silent", "not raised again".to_owned(), when(at)),
            Gone::Merged(into) => {
                let small = format!("into {} in round {}", self.finding(into).id, self.inputs.round(into.run));
                ("merged", "merged".to_owned(), small)
            }
        }
    }

    /// `in round 3`: the first round without it.
    fn round_after(&self, at: FindingAt) -> Option<String> {
        let next = self.course.runs.get(self.inputs.position(at.run) + 1)?;
        Some(format!("in round {}", self.inputs.round(*next)))
    }

    /// A bar for each round, of many for the newest.
    fn life(&self) -> Html {
        let rounds = self.course.runs.len();
        let of_round = |round: usize| {
            let raised = self.row.raised().find(|(of, _)| *of == round);
            raised.map(|(_, raised)| self.finding(raised.at).severity)
        };
        life((rounds.saturating_sub(MOST)..rounds).map(of_round))
    }

    /// `rounds 1–2 and 4 of 4`
    fn ran(&self) -> String {
        if self.course.runs.len() == 1 {
            return "one round".to_owned();
        }
        let numbers: Vec<u32> = self.row.raised().map(|(_, raised)| self.inputs.round(raised.at.run)).collect();
        let last = self.course.runs.last().map_or(0, |run| self.inputs.round(*run));
        let stretches = stretches(&numbers);
        let noun = if numbers.iter().all(|number| *number == numbers[0]) { "round" } else { "rounds" };
        format!("{noun} {} of {last}", joined(&stretches))
    }

    fn ids(&self) -> Vec<IdLink> {
        let raised: Vec<FindingAt> = self.row.raised().map(|(_, raised)| raised.at).collect();
        if raised.len() == 1 {
            return Vec::new();
        }
        let newest = raised[raised.len().saturating_sub(MOST)..].iter();
        let link = |at: &FindingAt| IdLink {
            id: self.finding(*at).id.to_string(),
            href: self.in_review(*at),
            severity: self.finding(*at).severity.word(),
        };
        newest.map(link).collect()
    }

    /// Everybody who found it in any round, in the order in which they first did.
    fn who(&self) -> Vec<Badge> {
        let mut agents: Vec<&Slug> = Vec::new();
        for (_, raised) in self.row.raised() {
            for agent in &self.finding(raised.at).found_by {
                if !agents.contains(&agent) {
                    agents.push(agent);
                }
            }
        }
        agents.into_iter().map(|agent| Badge::of_agent(self.inputs, agent)).collect()
    }
}

/// Numbers that follow each other as one: `1–2`.
fn stretches(numbers: &[u32]) -> Vec<String> {
    let mut ends: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ends.last_mut().filter(|(_, last)| *number <= last.saturating_add(1)) {
            Some((_, last)) => *last = *number,
            None => ends.push((*number, *number)),
        }
    }
    let words = |(first, last)| if first == last { format!("{first}") } else { format!("{first}–{last}") };
    ends.into_iter().map(words).collect()
}

/// `1, 3 and 5`
fn joined(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{joined, stretches};

    #[test]
    fn rounds_that_follow_each_other_are_told_as_one() {
        for (numbers, words) in [
            (&[1_u32][..], "1"),
            (&[1, 2], "1–2"),
            (&[2, 2, 3], "2–3"),
            (&[1, 3, 4, 7], "1, 3–4 and 7"),
            (&[4_294_967_294, 4_294_967_295], "4294967294–4294967295"),
        ] {
            assert_eq!(joined(&stretches(numbers)), words);
        }
    }
}

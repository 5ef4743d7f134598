//! What came before a finding in the rounds of its change, and what came after.

use super::run_context::RunContext;
use super::{day_words, subject_words};
use crate::aggregate::course::{Cell, Gone, Raised, Row};
use crate::aggregate::records::FindingAt;
use crate::chart::skyline::life;
use crate::model::{Finding, Severity, Slug};
use crate::page::needs::{Needs, Part};
use crate::page::plan::Planned;
use crate::page::route::Route;
use crate::text::Html;
use serde::Serialize;

/// What the component `since` of the templates shows: one line.
#[derive(Debug, Serialize)]
pub struct Since {
    /// A bar for each round so far, as high as the severity there.
    life: Html,
    /// The first round that raised it.
    first: Option<First>,
    /// The same finding in rounds before, first round first.
    was: Vec<OtherRound>,
    /// What is remarkable about it in this round.
    events: Vec<Event>,
    /// The same finding in rounds after.
    then: Vec<OtherRound>,
    /// How many rounds before and after are not listed.
    unlisted: usize,
    /// Its like in another change, on the same file.
    seen: Option<OtherRound>,
    /// The earlier finding that the run names but the archive does not have: its id, and ` in round 1`.
    gone: Option<(String, String)>,
}

/// Since when a finding is there.
#[derive(Debug, Serialize)]
struct First {
    /// `since round 1`, or `new in round 3`.
    words: String,
    /// Whether that is in doubt.
    is_doubtful: bool,
    /// Its first round on the page of the change; `None` where the change has no page.
    href: Option<String>,
}

/// A finding in another round, or in another place at all.
#[derive(Debug, Serialize)]
pub struct OtherRound {
    id: String,
    href: String,
    /// `round 2`, or the id of a run of another subject; nothing for the same run.
    place: String,
}

/// A finding of any run, as seen from the page at `from`.
pub fn finding_elsewhere(context: &RunContext<'_>, run: usize, id: &Slug, from: &str) -> OtherRound {
    let inputs = &context.inputs;
    let place = match run {
        same if same == context.at => String::new(),
        other if inputs.are_rounds_of_one(other, context.at) => format!("round {}", inputs.round(other)),
        other => inputs.digest(other).id.to_string(),
    };
    OtherRound { id: id.to_string(), href: Route::Review(&inputs.digest(run).id).anchor_from(from, id.as_str()), place }
}

/// Something that happened to a finding: an icon of the stylesheet, and words around a bold one and a link.
#[derive(Debug, Serialize)]
struct Event {
    icon: &'static str,
    strong: &'static str,
    words: String,
    other: Option<OtherRound>,
}

/// Not more findings of other rounds are listed before a finding, nor after it: each of those lists it.
const MOST: usize = 12;
/// Not more rounds are drawn.
const MOST_DRAWN: usize = 24;

/// The other rounds of a finding; `None` where there is nothing to tell.
pub fn since(context: &RunContext<'_>, finding: &Finding, from: &str) -> Option<Since> {
    let position = context.run.findings.iter().position(|other| other.id == finding.id)?;
    let teller = Teller { context, from, at: FindingAt { run: context.at, finding: position } };
    let course = context.inputs.course(context.at);
    let row = course.row(teller.at)?;
    let here = context.inputs.position(context.at);
    let cells: Vec<(usize, &Raised)> = row.raised().collect();
    let own = cells.iter().position(|(_, raised)| raised.at == teller.at)?;
    // A finding of the same round about the same problem is neither before nor after.
    let before: Vec<&Raised> = cells.iter().filter(|(round, _)| *round < here).map(|(_, raised)| *raised).collect();
    let after: Vec<&Raised> = cells.iter().filter(|(round, _)| *round > here).map(|(_, raised)| *raised).collect();
    let elsewhere = teller.elsewhere();
    let skipped = before.len().saturating_sub(MOST);
    let was = elsewhere.before.into_iter().chain(before[skipped..].iter().map(|raised| teller.other(raised.at)));
    let then = after.iter().take(MOST).map(|raised| teller.other(raised.at)).chain(elsewhere.after);
    let view = Since {
        life: if here == 0 { Html::default() } else { teller.life(&cells, here) },
        first: (here > 0).then(|| teller.first(row, cells[own].1)),
        was: was.collect(),
        events: teller.events(row, own),
        then: then.collect(),
        unlisted: skipped + after.len().saturating_sub(MOST) + elsewhere.unlisted,
        seen: teller.seen(),
        gone: if before.is_empty() { teller.gone(finding) } else { None },
    };
    let has_nothing = view.first.is_none() && view.was.is_empty() && view.then.is_empty() && view.seen.is_none();
    (!has_nothing || !view.events.is_empty() || view.gone.is_some()).then_some(view)
}

/// Findings of runs of other subjects, as their runs state them.
struct Elsewhere {
    before: Vec<OtherRound>,
    after: Vec<OtherRound>,
    unlisted: usize,
}

struct Teller<'t> {
    context: &'t RunContext<'t>,
    from: &'t str,
    at: FindingAt,
}

impl Teller<'_> {
    fn id(&self, at: FindingAt) -> &Slug {
        &self.context.inputs.digest(at.run).findings[at.finding].id
    }

    fn severity(&self, at: FindingAt) -> Severity {
        self.context.inputs.digest(at.run).findings[at.finding].severity
    }

    fn other(&self, at: FindingAt) -> OtherRound {
        finding_elsewhere(self.context, at.run, self.id(at), self.from)
    }

    fn life(&self, cells: &[(usize, &Raised)], here: usize) -> Html {
        let first = (here + 1).saturating_sub(MOST_DRAWN);
        let of_round =
            |round: usize| cells.iter().find(|(of, _)| *of == round).map(|(_, raised)| self.severity(raised.at));
        life((first..=here).map(of_round))
    }

    fn first(&self, row: &Row, own: &Raised) -> First {
        let inputs = &self.context.inputs;
        let Some((_, first)) = row.raised().next().filter(|(first, _)| *first < inputs.position(self.context.at))
        else {
            let words = format!("new in round {}", inputs.round(self.context.at));
            return First { words, is_doubtful: false, href: None };
        };
        let words = format!("since round {}", inputs.round(first.at.run));
        First { words, is_doubtful: own.is_doubtful, href: self.context.change_anchor(first.at, self.from) }
    }

    fn events(&self, row: &Row, own: usize) -> Vec<Event> {
        let mut events = Vec::new();
        let raised: Vec<(usize, &Raised)> = row.raised().collect();
        let (round, this) = raised[own];
        if let Some(was) = this.was {
            events.push(Event { icon: "back", strong: "back", words: format!(", {}", self.ended(was)), other: None });
        }
        if let Some((before, _)) = this.before {
            events.extend(self.changed(self.severity(before)));
        }
        let merged = self.context.inputs.matches(self.context.at).merged_into(self.at).take(MOST);
        events.extend(merged.map(|other| Event {
            icon: "merged",
            strong: "merged",
            words: " with ".to_owned(),
            other: Some(self.other(other)),
        }));
        if let Some((fixed, is_stated)) = this.brought_in {
            let words = if is_stated { " by the fix of " } else { ", perhaps by the fix of " };
            let strong = if is_stated { "brought in" } else { "new" };
            events.push(Event { icon: "brought", strong, words: words.to_owned(), other: Some(self.other(fixed)) });
        }
        let next = row.cells.iter().find(|(of, _)| *of > round).map(|(_, cell)| cell);
        if let Some(Cell::Gone(gone)) = next {
            events.extend(self.after(*gone));
        }
        events
    }

    fn changed(&self, before: Severity) -> Option<Event> {
        let now = self.severity(self.at);
        let (icon, strong) = match now.cmp(&before) {
            std::cmp::Ordering::Equal => return None,
            std::cmp::Ordering::Less => ("worse", "up"),
            std::cmp::Ordering::Greater => ("better", "down"),
        };
        Some(Event { icon, strong, words: format!(" from {}", before.word()), other: None })
    }

    /// `was fixed in round 2`.
    fn ended(&self, gone: Gone) -> String {
        format!("{}{}", ended_words(gone), self.round_after(gone))
    }

    /// What became of it that its own resolution does not say.
    fn after(&self, gone: Gone) -> Option<Event> {
        match gone {
            Gone::Merged(into) => Some(Event {
                icon: "merged",
                strong: "merged",
                words: " into ".to_owned(),
                other: Some(self.other(into)),
            }),
            Gone::NotRaised(_) => {
                let words = format!("{}, no word why", self.round_after(gone));
                Some(Event { icon: "silent", strong: "not raised", words, other: None })
            }
            Gone::Fixed(_) | Gone::Declined(_) | Gone::Rejected(_) | Gone::Left(_) => None,
        }
    }

    /// ` in round 3`: the round after that of the finding, where that was missed first.
    fn round_after(&self, gone: Gone) -> String {
        let (Gone::Fixed(at)
        | Gone::Declined(at)
        | Gone::Rejected(at)
        | Gone::Left(at)
        | Gone::Merged(at)
        | Gone::NotRaised(at)) = gone;
        let inputs = &self.context.inputs;
        let next = inputs.rounds(self.context.at).get(inputs.position(at.run) + 1);
        next.map(|next| format!(" in round {}", inputs.round(*next))).unwrap_or_default()
    }

    fn elsewhere(&self) -> Elsewhere {
        let inputs = &self.context.inputs;
        let matches = inputs.matches(self.context.at);
        let is_elsewhere = |at: &FindingAt| !inputs.are_rounds_of_one(at.run, self.context.at);
        let before = matches.stated_earlier(self.at).filter(is_elsewhere).map(|at| self.other(at));
        let after: Vec<FindingAt> = matches.stated_later(self.at).iter().copied().filter(is_elsewhere).collect();
        Elsewhere {
            before: before.into_iter().collect(),
            after: after.iter().take(MOST).map(|at| self.other(*at)).collect(),
            unlisted: after.len().saturating_sub(MOST),
        }
    }

    /// What another change had that is like it: `I2` of `harbour#418, 3 May`. What its run states to be the same is told already,
    /// and runs that name no repository may be about files that have no more than the path in common.
    fn seen(&self) -> Option<OtherRound> {
        let inputs = &self.context.inputs;
        let matches = inputs.matches(self.context.at);
        let from = matches.seen_before(self.at)?.from;
        if matches.stated_earlier(self.at) == Some(from) {
            return None;
        }
        let run = inputs.digest(from.run);
        run.repository.as_ref()?;
        let place = format!("{}, {}", subject_words(run), day_words(run.date.day(), inputs.newest_year()));
        Some(OtherRound { place, ..self.other(from) })
    }

    fn gone(&self, finding: &Finding) -> Option<(String, String)> {
        let continues = finding.lineage.continues()?;
        if self.context.inputs.matches(self.context.at).stated_earlier(self.at).is_some() {
            return None;
        }
        let place = match (&continues.run, continues.round) {
            (Some(run), _) => format!(" in {run}"),
            (None, Some(round)) => format!(" in round {round}"),
            (None, None) => String::new(),
        };
        Some((continues.finding.to_string(), place))
    }
}

/// How a problem had ended before it came back.
pub fn ended_words(gone: Gone) -> &'static str {
    match gone {
        Gone::Fixed(_) => "was fixed",
        Gone::Declined(_) => "was declined",
        Gone::Rejected(_) => "was rejected",
        Gone::Left(_) => "was left",
        Gone::Merged(_) => "was merged into another",
        Gone::NotRaised(_) => "was not raised",
    }
}

/// What the rounds of a run's findings depend on: on the runs that they stand in.
pub fn needs(planned: &Planned<'_>, run: usize, findings: impl Iterator<Item = usize>, needs: &mut Needs) {
    let analysis = planned.analysis;
    let course = &analysis.courses[analysis.rounds.subject(run)];
    let position = analysis.rounds.position(run);
    needs.parts([Part::Rounds(run), Part::Digest(run), Part::FilesOf(run)]);
    needs.parts(course.runs.get(position + 1).map(|next| Part::Rounds(*next)));
    for finding in findings {
        let at = FindingAt { run, finding };
        let of_row = course.row(at).into_iter().flat_map(|row| &row.cells).flat_map(|(round, cell)| {
            let others = match cell {
                Cell::Raised(raised) => [Some(raised.at), raised.brought_in.map(|(fixed, _)| fixed)],
                Cell::Gone(Gone::Merged(into)) => [Some(*into), None],
                Cell::Gone(_) => [None, None],
            };
            others.into_iter().flatten().map(|at| at.run).chain(course.runs.get(*round).copied())
        });
        let stated = analysis.matches.stated_earlier(at).into_iter();
        let stated = stated.chain(analysis.matches.stated_later(at).iter().take(MOST).copied()).map(|at| at.run);
        let told = stated.chain(analysis.matches.merged_into(at).take(MOST).map(|at| at.run));
        if let Some(seen) = analysis.matches.seen_before(at) {
            needs.parts([Part::Newest, Part::Digest(seen.from.run)]);
        }
        needs.parts(of_row.chain(told).flat_map(|other| [Part::Digest(other), Part::Rounds(other)]));
    }
}

//! The versions of an agent: a line for each that reviewed enough, and one sentence for the others.

use super::{Column, Extent, RankedFigures, Whose, Writer};
use crate::aggregate::criterion::Criterion;
use crate::aggregate::figures::Figures;
use crate::aggregate::statistics::interval::{FEWEST_CHANGES, Interval};
use crate::aggregate::versions::version_change::VersionChange;
use crate::page::route::Route;
use crate::text::format;
use crate::text::markdown::start_of;
use serde::Serialize;

/// What stands behind the fold of an agent.
#[derive(Debug, Serialize)]
pub struct VersionsPart {
    /// `2 versions`, or the one in words; nothing is behind a fold then.
    words: String,
    /// Whether there is one alone, of which its agent's line says all.
    is_only: bool,
    /// The whole of the one, where it is cut.
    full: Option<String>,
    rows: Vec<VersionRow>,
    stubs: Option<StubsPart>,
}

#[derive(Debug, Serialize)]
struct VersionRow {
    words: String,
    /// The whole of it, where it is cut.
    full: Option<String>,
    figures: RankedFigures,
}

/// Versions of which a line of figures would say more than is known.
#[derive(Debug, Serialize)]
struct StubsPart {
    lead: String,
    all: Vec<Stub>,
    /// How many more there are.
    more: Option<String>,
}

#[derive(Debug, Serialize)]
struct Stub {
    words: String,
    did: String,
}

/// Letters of the name of a version in the table; the page of the agent has all of it.
const LONGEST_WORDS: usize = 120;
/// The same of an agent's only one.
const LONGEST_ONLY: usize = 60;
/// The most versions that are told in the sentence.
const MOST_STUBS: usize = 12;

/// Whether a version has a line of its own.
pub(super) fn is_shown(of: &Figures) -> bool {
    of.subjects >= FEWEST_CHANGES
}

/// The versions of an agent; `None` where there is nothing to say that the agent's own line does not.
pub(super) fn versions_part(writer: &Writer<'_>, agent: usize, columns: &[Column]) -> Option<VersionsPart> {
    let (inputs, board) = (writer.inputs, writer.leaderboard);
    let ran = |version: &usize| board.versions[*version].reviews > 0 || board.versions[*version].lost() > 0;
    let all: Vec<usize> = inputs.field().versions_of(agent).filter(ran).collect();
    let words = |version: usize| inputs.version_words(&inputs.field().versions[version]);
    if let [only] = all[..] {
        let words = words(only);
        let cut = start_of(&words, LONGEST_ONLY);
        let full = (cut != words).then(|| words.clone());
        let has_more = words != inputs.name(agent);
        return has_more.then_some(VersionsPart { words: cut, is_only: true, full, rows: Vec::new(), stubs: None });
    }
    let (shown, stubs): (Vec<usize>, Vec<usize>) =
        all.iter().copied().partition(|version| is_shown(&board.versions[*version]));
    let row = |version: &usize| {
        let words = words(*version);
        let cut = start_of(&words, LONGEST_WORDS);
        let (reading, is_compared) = reading_words(writer, *version);
        let versions_of = Route::Agent(&inputs.member(agent).address);
        VersionRow {
            full: (cut != words).then_some(words),
            words: cut,
            figures: RankedFigures {
                reading,
                reading_at: is_compared.then(|| versions_of.anchor_from(writer.from, "versions")),
                ..writer.figures(Whose::Version(*version), &board.versions[*version], agent, columns)
            },
        }
    };
    let told = |version: &usize| Stub {
        words: start_of(&words(*version), LONGEST_WORDS),
        did: did_words(&board.versions[*version], writer.contest.criterion),
    };
    Some(VersionsPart {
        words: format::counted(all.len(), "version"),
        is_only: false,
        full: None,
        rows: shown.iter().map(row).collect(),
        stubs: (!stubs.is_empty()).then(|| StubsPart {
            lead: stubs_lead(shown.len(), stubs.len()),
            all: stubs.iter().take(MOST_STUBS).map(told).collect(),
            more: (stubs.len() > MOST_STUBS).then(|| format::count(stubs.len() - MOST_STUBS)),
        }),
    })
}

fn stubs_lead(shown: usize, stubs: usize) -> String {
    let fewest = format::small(FEWEST_CHANGES);
    match (shown, stubs) {
        (0, 1) => format!("Fewer than {fewest} changes:"),
        (0, many) => format!("{many} versions, each with fewer than {fewest} changes:"),
        (_, many) => format!("And {} with fewer than {fewest} changes:", format::small(many)),
    }
}

/// `3 reviews, found 0 of 5 that others found`.
fn did_words(of: &Figures, criterion: Criterion) -> String {
    if of.reviews == 0 {
        let runs = format::counted(of.lost(), "run");
        let became = if of.unparsed == 0 { "failed" } else { "were lost" };
        return match of.lost() {
            1 if of.unparsed == 1 => format!("{runs}, which could not be read"),
            1 => format!("{runs}, which failed"),
            _ => format!("{runs}, all of which {became}"),
        };
    }
    let mut words = vec![format::counted(of.reviews, "review")];
    let lost = [(of.failures, "failed"), (of.unparsed, "unparsed")];
    words.extend(
        lost.iter().filter(|(runs, _)| *runs > 0).map(|(runs, became)| format!("{} {became}", format::count(*runs))),
    );
    if let Some(share) = of.recall_of_others.filter(|_| criterion == Criterion::default()) {
        words.push(format!("found {} of {} that others found", format::count(share.hits), format::count(share.out_of)));
    }
    words.join(", ")
}

/// How a version compares with one of an earlier model, of the same effort if there is one: measured against agents that stayed
/// the same, else with the cause left open; and whether it was compared. Only recall is compared across versions, and only over the
/// whole archive.
fn reading_words(writer: &Writer<'_>, version: usize) -> (String, bool) {
    if writer.extent != Extent::Whole || writer.contest.criterion != Criterion::default() {
        return (String::new(), false);
    }
    let field = writer.inputs.field();
    let own = field.versions[version];
    let earlier = |change: &&VersionChange| field.versions[change.against].model != own.model;
    let same_effort = |change: &&VersionChange| earlier(change) && field.versions[change.against].effort == own.effort;
    let changes = writer.inputs.version_changes(version);
    let Some(change) = changes.iter().find(same_effort).or_else(|| changes.iter().find(earlier)) else {
        // Of all models that the agent was run with, not of those that have a line here.
        let first = field.models_of(own.agent).next_back().map(|model| field.models[model].model);
        let is_first = first == Some(own.model);
        return (if is_first { "first model" } else { "too few changes to compare" }.to_owned(), false);
    };
    let other = field.versions[change.against];
    let against = if other.effort == own.effort {
        other.model.unwrap_or_else(|| writer.inputs.name(other.agent)).to_owned()
    } else {
        writer.inputs.version_words(&other)
    };
    let against = start_of(&against, LONGEST_WORDS);
    let Interval { low, high } = change.moved.interval;
    let words = match (change.is_anchored(), low > 0.0, high < 0.0) {
        (_, false, false) => format!("cannot be told from {against}"),
        (true, is_more, _) => format!("finds {} than {against}", if is_more { "more" } else { "less" }),
        (false, is_more, _) => format!("found {} than {against}, cause unknown", if is_more { "more" } else { "less" }),
    };
    (words, true)
}

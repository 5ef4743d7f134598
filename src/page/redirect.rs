//! Addresses that lead on: an old one of a review, which keeps the fragment; the one that anybody can tell who knows the
//! pull request, which leads to the page of that; and those of agents that are counted as another.

pub mod several;
pub mod to_finding;

use super::content::Content;
use super::inputs::Inputs;
use super::leads::target;
use super::needs::Part;
use super::parts;
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::computed::{Below, change_files};
use super::route::{Route, alias_file, is_device, relative};
use super::shell::{About, Shell};
use crate::aggregate::Analysis;
use crate::aggregate::slices::Slice;
use crate::model::{Diagnostic, Level, ProblemKind, Slug};
use crate::text::markdown::plain_line;
use serde::Serialize;
use std::collections::BTreeMap;

const TEMPLATE: &str = "redirect.html";

/// A redirect from an old address.
pub static KIND: Kind = Kind {
    name: "redirect",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: plan_aliases,
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let view = redirect_page(inputs, &file.path, file.subject, Reason::Moved);
            Ok(Content::Page(inputs.render(TEMPLATE, &view)?))
        },
    },
    needs: |_, subject, needs| needs.part(Part::Digest(subject.run())),
};

/// `owner/name/pull/242/`.
pub static CHANGE: Kind = Kind {
    name: "address of a change",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: plan_changes,
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let view = redirect_page(inputs, &file.path, file.subject, Reason::Change);
            Ok(Content::Page(inputs.render(TEMPLATE, &view)?))
        },
    },
    needs: |_, subject, needs| needs.part(Part::Digest(subject.run())),
};

/// The pages that an agent had before it was counted as another, and those of its pairs.
pub static JOINED: Kind = Kind {
    name: "redirect of a joined agent",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: plan_joined,
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let view = joined_page(inputs, &file.path, file.subject);
            Ok(Content::Page(inputs.render(TEMPLATE, &view)?))
        },
    },
    needs: |_, _, needs| needs.parts([Part::Board(Slice::default()), Part::Agents, Part::Field]),
};

fn plan_joined(planner: &mut Planner<'_>) {
    let analysis = planner.analysis;
    for (path, subject) in joined_addresses(analysis) {
        if !planner.is_taken(&path) {
            planner.claim(&JOINED, path, subject);
        }
    }
}

/// Every address that slugs had which are counted as an agent now, and where it leads.
fn joined_addresses(analysis: &Analysis<'_>) -> BTreeMap<String, Subject> {
    let number = |agent: &Slug| analysis.field.agents.binary_search(&agent).ok();
    let joined = analysis.joined.agents.iter();
    let others: Vec<(&Slug, usize)> =
        joined.filter_map(|(other, joined)| Some((other, number(&joined.kept)?))).collect();
    let mut addresses = BTreeMap::new();
    for (at, (other, kept)) in others.iter().enumerate() {
        addresses.insert(Route::Agent(other.as_str()).path(), Subject::Agent(*kept));
        let own = std::iter::once((analysis.field.agents[*kept], *kept));
        let twins = others[at + 1..].iter().copied().filter(|(_, also)| also == kept);
        for (twin, _) in own.chain(twins) {
            addresses.insert(pair_path(other, twin), Subject::Agent(*kept));
        }
    }
    for (number, pair) in analysis.whole().pairs.iter().enumerate() {
        if !analysis.shown_pairs.contains(&pair.of) {
            continue;
        }
        let [firsts, seconds] = pair.of.map(|agent| {
            let joined = others.iter().filter(move |(_, kept)| *kept == agent).map(|(other, _)| *other);
            std::iter::once(analysis.field.agents[agent]).chain(joined).collect::<Vec<&Slug>>()
        });
        for first in &firsts {
            for second in &seconds {
                addresses.insert(pair_path(first, second), Subject::Pair(number));
            }
        }
    }
    addresses
}

/// The address of two agents, by their slugs.
fn pair_path(one: &Slug, other: &Slug) -> String {
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    Route::Versus(first.as_str(), second.as_str()).path()
}

/// What stands in the way of such an address, such as an owner with the name of a folder of the site, stays there. Runs stand
/// newest first, and the address leads to the newest; it is spelled as the oldest run has it, so that no new one changes it.
fn plan_changes(planner: &mut Planner<'_>) {
    let mut changes: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (at, run) in planner.analysis.corpus.runs.iter().enumerate() {
        let (Some(repository), Some(number)) = (&run.repository, run.pull_request) else { continue };
        for path in change_files(planner.config.forge_kind(run.host.as_deref()), repository, number) {
            let (spelled, _) = changes.entry(path.to_lowercase()).or_insert_with(|| (String::new(), at));
            *spelled = path;
        }
    }
    for (path, newest) in changes.into_values() {
        planner.claim_free(&CHANGE, path, Subject::Change(newest));
    }
}

/// An old address may not take the place of anything that is.
fn plan_aliases(planner: &mut Planner<'_>) {
    for (at, run) in planner.analysis.corpus.runs.iter().enumerate() {
        for (nth, alias) in run.aliases.iter().enumerate() {
            let path = alias_file(alias);
            if let Some(part) = path.split('/').find(|part| is_device(part)) {
                let message = format!("alias `{alias}` holds `{part}`, on Windows the name of a device");
                let problem = Diagnostic::new(Level::Warning, ProblemKind::InvalidValue, &run.shown, message);
                planner.note(problem.with_hint("remove it: no file can have that name there"));
            } else if planner.is_reserved(&path) || planner.is_taken(&path) {
                let message = format!("alias `{alias}` clashes with a file of the site");
                let problem = Diagnostic::new(Level::Warning, ProblemKind::AliasTaken, &run.shown, message);
                planner.note(problem.with_hint("remove it"));
            } else {
                planner.claim(&KIND, path, Subject::Alias(at, nth));
                plan_below(planner, at, alias);
            }
        }
    }
}

/// With the old address of a review come those of its findings and raw reports.
fn plan_below(planner: &mut Planner<'_>, run: usize, alias: &str) {
    let Some(below @ Below::Review(_)) = Below::of_alias(alias) else { return };
    to_finding::plan_below(planner, run, &below);
    let has_originals = !planner.analysis.corpus.runs[run].originals.is_empty();
    if let Some(path) = below.originals().filter(|_| has_originals) {
        planner.claim_free(&KIND, path, Subject::AliasOfOriginals(run));
    }
}

/// What `redirect.html` shows.
#[derive(Debug, Serialize)]
pub struct RedirectPage {
    shell: Shell,
    target: String,
    title: String,
    /// Why the page leads on, and what the link says.
    why: &'static str,
    link: &'static str,
}

/// Fills the redirect to the page of an agent, or of a pair of them.
fn joined_page(inputs: &Inputs<'_>, path: &str, to: Subject) -> RedirectPage {
    let (title, route, link) = match to {
        Subject::Pair(number) => {
            let [first, second] = inputs.whole().pairs[number].of;
            let title = format!("{} and {}", inputs.name(first), inputs.name(second));
            (title, inputs.versus([first, second]), "Go to the pair")
        }
        to => {
            let member = inputs.member(to.number());
            (member.name.clone(), Route::Agent(&member.address), "Go to the agent")
        }
    };
    let description = format!("This agent is counted as another one now: {title}.");
    let about = About { path, title: &title, description: &description, is_article: false, current: "" };
    RedirectPage {
        shell: Shell::new(inputs, &about),
        target: relative(path, &route.path()),
        why: "Now counted as",
        link,
        title,
    }
}

/// Why an address leads on.
#[derive(Clone, Copy, Debug)]
pub enum Reason {
    /// The review had this address.
    Moved,
    /// Its change has a page.
    Change,
}

/// Fills the redirect at `path` to a run or to what belongs to it.
#[must_use]
pub fn redirect_page(inputs: &Inputs<'_>, path: &str, to: Subject, reason: Reason) -> RedirectPage {
    let run = inputs.digest(to.run());
    let title = plain_line(&run.title);
    let name = parts::subject_words(run);
    let (description, why, link) = match reason {
        Reason::Moved => (format!("This review of {name} has moved."), "This page has moved", "Go to the review"),
        Reason::Change => (format!("The reviews of {name}."), "The reviews of this change", "Go to the change"),
    };
    let place = target(to, |run| inputs.digest(run), |severity| inputs.has_page(severity));
    RedirectPage {
        shell: Shell::new(
            inputs,
            &About { path, title: &title, description: &description, is_article: false, current: "true" },
        ),
        target: relative(path, &place.unwrap_or_else(|| Route::Review(&run.id).path())),
        title,
        why,
        link,
    }
}

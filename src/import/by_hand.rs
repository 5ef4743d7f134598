//! What a person added by hand to a run that is imported again: the source cannot say it, so that it must not be lost.

use crate::archive::{decode, encode};
use crate::model::finding::Finding;
use crate::model::{Judgement, Run, Slug};
use std::collections::BTreeSet;

/// Takes over into a run what the file in its place has and the source does not: old addresses of the run, and of each
/// finding its old anchors, how it was judged and what came of it. Gives a phrase for each, such as `resolution of I2`;
/// of a finding that is not there any more it says `resolution of I2 (no such finding any more)`, and nothing is taken.
#[must_use]
pub fn take_over(old: &[u8], run: &mut Run) -> Vec<String> {
    // Nearly always nobody touched it, and writing a run is quicker than reading one.
    if old == encode(run).as_bytes() {
        return Vec::new();
    }
    let Some(before) = decode(old, run.id.as_str(), run.id.as_str()).0 else { return Vec::new() };
    let mut taken = Vec::new();
    if extend(&mut run.aliases, before.aliases) {
        taken.push("aliases".to_owned());
    }
    // An anchor that leads to a finding now cannot lead to another one as well.
    let anchors = |finding: &Finding| [std::slice::from_ref(&finding.id), &finding.aliases].concat();
    let in_use: BTreeSet<Slug> = run.findings.iter().flat_map(anchors).collect();
    for mut finding in before.findings {
        let Some(own) = same_finding(&finding, &mut run.findings) else {
            let lost =
                [finding.judgement.assessment.map(|_| "assessment"), finding.resolution.as_ref().map(|_| "resolution")];
            taken.extend(
                lost.into_iter().flatten().map(|what| format!("{what} of {} (no such finding any more)", finding.id)),
            );
            continue;
        };
        let id = own.id.clone();
        let mut say = |what: &str| taken.push(format!("{what} of {id}"));
        finding.aliases.retain(|alias| !in_use.contains(alias));
        if extend(&mut own.aliases, finding.aliases) {
            say("aliases");
        }
        if is_worth_more(&finding.judgement, &own.judgement) {
            own.judgement = finding.judgement;
            say("assessment");
        }
        if own.resolution.is_none() && finding.resolution.is_some() {
            own.resolution = finding.resolution;
            say("resolution");
        }
    }
    taken
}

/// A person's judgement outweighs that of a report, and any outweighs none.
fn is_worth_more(before: &Judgement, now: &Judgement) -> bool {
    let worth = |judgement: &Judgement| judgement.assessment.map(|_| judgement.by.is_some());
    worth(before) > worth(now)
}

/// Adds what is new; `false` where nothing is.
fn extend<T: PartialEq>(own: &mut Vec<T>, others: Vec<T>) -> bool {
    let before = own.len();
    for other in others {
        if !own.contains(&other) {
            own.push(other);
        }
    }
    own.len() > before
}

/// The finding with this id, unless it is about something else now; then the only one with this title.
fn same_finding<'f>(old: &Finding, findings: &'f mut [Finding]) -> Option<&'f mut Finding> {
    let by_id = findings.iter().position(|finding| finding.id == old.id && is_alike(finding, old));
    let mut by_title = findings.iter().enumerate().filter(|(_, finding)| finding.title == old.title).map(|(at, _)| at);
    let only = by_title.next().filter(|_| by_title.next().is_none());
    findings.get_mut(by_id.or(only)?)
}

/// Whether at least half of the words of the shorter title stand in the other one: a title may have been put otherwise.
fn is_alike(a: &Finding, b: &Finding) -> bool {
    let words = |title: &str| -> BTreeSet<String> {
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(&a.title), words(&b.title));
    a.intersection(&b).count() * 2 >= a.len().min(b.len())
}

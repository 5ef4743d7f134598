//! What the picture of a review says.

use super::{subject_words, verdict_words};
use crate::aggregate::roster::Member;
use crate::card::ReviewCard;
use crate::model::{Digest, Severity, Slug};
use crate::page::needs::{Choice, Needs, Part, panel};
use crate::page::plan::Planned;
use crate::text::markdown::plain_line;

/// The card of a run, from its digest alone: the plan names it before any text is read.
#[must_use]
pub fn review_card<'m>(site: &str, run: &Digest, member: impl Fn(&Slug) -> Option<&'m Member>) -> ReviewCard {
    let completed = run.reviewers.iter().filter(|reviewer| !reviewer.is_lost());
    let agent = |agent: &Slug| match member(agent) {
        Some(member) => (member.colour, member.name.clone()),
        None => (1, agent.to_string()),
    };
    ReviewCard {
        site: site.to_owned(),
        subject: format!("{} · {}", subject_words(run), run.date.day().format("%-d %B %Y")),
        title: plain_line(&run.title),
        verdict: verdict_words(run),
        counts: Severity::ALL.map(|severity| run.count(severity)),
        agents: completed.map(|reviewer| agent(&reviewer.agent)).collect(),
    }
}

/// What it depends on.
pub fn needs(planned: &Planned<'_>, run: usize, needs: &mut Needs) {
    needs.part(Part::Digest(run));
    needs.parts(panel(&planned.analysis.corpus.runs[run]));
    needs.choices([Choice::Title, Choice::Cards, Choice::BaseUrl]);
}

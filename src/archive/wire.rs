//! The format, once: the fields of each object in order, and in which form each value stands.
//!
//! `decode` and `encode` both go by these declarations, so that no name and no order stands in two places. A test holds
//! the published schema to them.

use super::form::{
    Amount, Form, Fraction, Kind, Line, List, ListOfAtMost, Map, OldAddress, Optional, OrEmpty, Outcome, Path,
    Positive, Presence, Required, Stated, Text, entry, node, text,
};
use super::{FORMAT, MOST_FINDINGS, MOST_REVIEWERS};
use crate::input::{Entry, Fields, Node, Reader, Value};
use crate::model::finding::{Continues, Credit, Excerpt, Finding, Location, Repro, Resolution, Role, Rule};
use crate::model::judgement::{Assessment, DuplicateOf, Judgement};
use crate::model::run::{
    Commit, Gap, GapKind, Metrics, Original, PriorDecision, Recommendation, Retro, Reviewer, Run, Strength, Subject,
    Verdict,
};
use crate::model::{Action, BaseAddress, Date, HttpAddress, PullRequest, Repository, Severity, Slug};

/// An object with a field for each member of a struct, in this order; the first may be a constant of the format.
macro_rules! object {
    ($type:ident $(($key:literal = $constant:expr))? { $($member:ident $(as $name:literal)?: $presence:ty,)+ }) => {
        impl Form for $type {
            type Value = Self;

            fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
                let mut fields = reader.fields(node)?;
                $(fields.required($key, Reader::text);)?
                $(let $member = <$presence>::read(&mut fields, name!($member $($name)?));)+
                fields.finish();
                Some(Self { $($member: $member?,)+ })
            }

            fn write(value: &Self) -> Node<'_> {
                let mut entries = Vec::with_capacity([$(stringify!($member)),+].len() + 1);
                $(entries.push(entry($key, text($constant)));)?
                $(<$presence>::write(&value.$member, name!($member $($name)?), &mut entries);)+
                node(Value::Object(entries))
            }
        }
    };
}

macro_rules! name {
    ($member:ident) => {
        stringify!($member)
    };
    ($member:ident $name:literal) => {
        $name
    };
}

/// An object of two required fields that the model holds as a pair.
macro_rules! pair {
    ($form:ident { $first:ident: $of_first:ty, $second:ident: $of_second:ty }) => {
        struct $form;

        impl Form for $form {
            type Value = (<$of_first as Form>::Value, <$of_second as Form>::Value);

            fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self::Value> {
                let mut fields = reader.fields(node)?;
                let first = fields.required(stringify!($first), <$of_first>::read);
                let second = fields.required(stringify!($second), <$of_second>::read);
                fields.finish();
                first.zip(second)
            }

            fn write((first, second): &Self::Value) -> Node<'_> {
                node(Value::Object(vec![
                    entry(stringify!($first), <$of_first>::write(first)),
                    entry(stringify!($second), <$of_second>::write(second)),
                ]))
            }
        }
    };
}

object!(Run ("format" = FORMAT) {
    id: Required<Slug>,
    kind: Kind,
    title: Optional<Text>,
    date: Required<Date>,
    subject: OrEmpty<Subject>,
    round: Optional<Positive>,
    reviewers: Required<ListOfAtMost<MOST_REVIEWERS, Reviewer>>,
    facts: OrEmpty<List<Fact>>,
    verdict: Optional<Verdict>,
    wall_clock_seconds: Optional<Amount>,
    summary: Optional<Text>,
    findings: OrEmpty<ListOfAtMost<MOST_FINDINGS, Finding>>,
    strengths: OrEmpty<List<Strength>>,
    prior_decisions: OrEmpty<List<PriorDecision>>,
    gaps: OrEmpty<List<Gap>>,
    sections: OrEmpty<List<Section>>,
    metrics: OrEmpty<List<Metrics>>,
    retro: Optional<Retro>,
    recommendations: OrEmpty<List<Recommendation>>,
    originals: OrEmpty<List<Original>>,
    aliases: OrEmpty<List<OldAddress>>,
});

object!(Subject {
    repository: Optional<Repository>,
    host: Optional<BaseAddress>,
    pull_request: Optional<PullRequest>,
    title: Optional<Text>,
    branch: Optional<Text>,
    base: Optional<Text>,
    revision: Optional<Text>,
    author: Optional<Text>,
    commits: OrEmpty<List<Commit>>,
});

object!(Commit {
    sha: Required<Text>,
    subject: Optional<Text>,
});

object!(Reviewer {
    agent: Required<Slug>,
    name: Optional<Text>,
    model: Optional<Text>,
    effort: Optional<Text>,
    tool: Optional<Text>,
    instructions: Optional<Text>,
    status: Outcome,
    reason: Optional<Text>,
});

pair!(Fact { label: Text, value: Text });

object!(Verdict {
    decision: Optional<Slug>,
    label: Optional<Text>,
    summary: Optional<Text>,
});

object!(Finding {
    id: Required<Slug>,
    severity: Required<Severity>,
    title: Required<Text>,
    tags: OrEmpty<List<Slug>>,
    found_by: OrEmpty<List<Credit>>,
    locations: OrEmpty<List<Location>>,
    excerpts: OrEmpty<List<Excerpt>>,
    body: Optional<Text>,
    repro: Optional<Repro>,
    fix: Optional<Text>,
    patch: Optional<Text>,
    judgement: Judged,
    resolution: Optional<Resolution>,
    confidence: Optional<Fraction>,
    rule: Optional<Rule>,
    fingerprints: OrEmpty<Map>,
    lineage as "continues": Stated,
    aliases: OrEmpty<List<Slug>>,
});

/// What was said of a finding: fields beside each other, of which the first says it.
struct Judged;

impl Presence for Judged {
    type Member = Judgement;

    fn read(fields: &mut Fields<'_, '_>, _: &'static str) -> Option<Judgement> {
        Some(Judgement {
            assessment: fields.optional("assessment", Assessment::read),
            by: fields.optional("assessed_by", Text::read),
            on: fields.optional("assessed_on", Date::read),
            reason: fields.optional("assessment_reason", Text::read),
            duplicate_of: fields.optional("duplicate_of", DuplicateOf::read),
        })
    }

    fn write<'r>(judgement: &'r Judgement, _: &'static str, entries: &mut Vec<Entry<'r>>) {
        Optional::<Assessment>::write(&judgement.assessment, "assessment", entries);
        Optional::<Text>::write(&judgement.by, "assessed_by", entries);
        Optional::<Date>::write(&judgement.on, "assessed_on", entries);
        Optional::<Text>::write(&judgement.reason, "assessment_reason", entries);
        Optional::<DuplicateOf>::write(&judgement.duplicate_of, "duplicate_of", entries);
    }
}

object!(DuplicateOf {
    run: Optional<Slug>,
    finding: Required<Slug>,
});

object!(Credit {
    agent: Required<Slug>,
    role: Optional<Role>,
    severity: Optional<Severity>,
    reference as "ref": Optional<Text>,
    pass: Optional<Positive>,
});

object!(Location {
    path: Required<Path>,
    start_line: Optional<Line>,
    end_line: Optional<Line>,
});

object!(Excerpt {
    path: Optional<Path>,
    start_line: Optional<Line>,
    language: Optional<Text>,
    highlight_lines: OrEmpty<List<Line>>,
    code: Required<Text>,
});

object!(Repro {
    language: Required<Text>,
    script: Required<Text>,
    output: Optional<Text>,
});

object!(Resolution {
    action: Required<Action>,
    reason: Optional<Text>,
    commit: Optional<Text>,
});

object!(Rule {
    id: Required<Text>,
    url: Optional<HttpAddress>,
});

object!(Continues {
    run: Optional<Slug>,
    round: Optional<Positive>,
    finding: Required<Slug>,
});

object!(Strength {
    body: Required<Text>,
    found_by: OrEmpty<List<Credit>>,
});

object!(PriorDecision {
    finding: Required<Text>,
    reference as "ref": Optional<Slug>,
    round: Optional<Positive>,
    decision: Optional<Text>,
    reason: Optional<Text>,
});

impl Form for Gap {
    type Value = Self;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        let mut fields = reader.fields(node)?;
        let kind = fields.required("kind", GapKind::read);
        let body = fields.required("body", Text::read);
        let resolution = resolution_beside(&mut fields);
        fields.finish();
        Some(Self { kind: kind?, body: body?, resolution })
    }

    fn write(gap: &Self) -> Node<'_> {
        let mut entries = vec![entry("kind", GapKind::write(&gap.kind)), entry("body", Text::write(&gap.body))];
        push_resolution(gap.resolution.as_ref(), &mut entries);
        node(Value::Object(entries))
    }
}

/// What was done about something, beside what that is: how and why say nothing without what.
fn resolution_beside(fields: &mut Fields<'_, '_>) -> Option<Resolution> {
    let (reason, commit) = (fields.optional("reason", Text::read), fields.optional("commit", Text::read));
    let says_how = reason.is_some() || commit.is_some();
    let action =
        if says_how { fields.required("action", Action::read) } else { fields.optional("action", Action::read) };
    action.map(|action| Resolution { action, reason, commit })
}

fn push_resolution<'r>(resolution: Option<&'r Resolution>, entries: &mut Vec<Entry<'r>>) {
    if let Some(Resolution { action, reason, commit }) = resolution {
        entries.push(entry("action", Action::write(action)));
        Optional::<Text>::write(reason, "reason", entries);
        Optional::<Text>::write(commit, "commit", entries);
    }
}

pair!(Section { title: Text, body: Text });

impl Form for Metrics {
    type Value = Self;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        let mut fields = reader.fields(node)?;
        let agent = fields.required("agent", Slug::read);
        let figures = Self::FIELDS.map(|(name, _)| fields.optional(name, recorded).flatten());
        let notes = fields.optional("notes", Map::read).unwrap_or_default();
        fields.finish();
        Some(Self { agent: agent?, figures, notes })
    }

    fn write(metrics: &Self) -> Node<'_> {
        let mut entries = vec![entry("agent", Slug::write(&metrics.agent))];
        for ((name, _), figure) in Self::FIELDS.iter().zip(&metrics.figures) {
            Optional::<Amount>::write(figure, name, &mut entries);
        }
        OrEmpty::<Map>::write(&metrics.notes, "notes", &mut entries);
        node(Value::Object(entries))
    }
}

/// A figure, or `null` for one that was not recorded.
#[expect(clippy::option_option, reason = "the outer option is a problem, the inner one an unrecorded figure")]
fn recorded(reader: &mut Reader, node: &Node<'_>) -> Option<Option<f64>> {
    match node.value {
        Value::Null => Some(None),
        _ => Amount::read(reader, node).map(Some),
    }
}

object!(Retro {
    agents: OrEmpty<List<OfAgent>>,
    summary: Optional<Text>,
});

pair!(OfAgent { agent: Slug, body: Text });

impl Form for Recommendation {
    type Value = Self;

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        let mut fields = reader.fields(node)?;
        let scope = fields.required("scope", Slug::read);
        let body = fields.required("body", Text::read);
        let resolution = resolution_beside(&mut fields);
        fields.finish();
        Some(Self { scope: scope?, body: body?, resolution })
    }

    fn write(one: &Self) -> Node<'_> {
        let mut entries = vec![entry("scope", Slug::write(&one.scope)), entry("body", Text::write(&one.body))];
        push_resolution(one.resolution.as_ref(), &mut entries);
        node(Value::Object(entries))
    }
}

object!(Original {
    agent: Required<Slug>,
    pass: Optional<Positive>,
    body: Required<Text>,
});

//! A run as a file of the archive: the fields in the order of the format, absent ones left out, two blanks a level.

use super::FORMAT;
use super::decode::problems_in;
use crate::input::{Entry, Node, Value};
use crate::model::finding::{Assessment, Credit, Excerpt, Finding, Location, Repro, Resolution};
use crate::model::run::{Metrics, Reviewer, Subject};
use crate::model::{Diagnostic, Run, Severity};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;

/// A run on its way into the archive.
#[derive(Debug)]
pub struct Draft<'r> {
    run: &'r Run,
    tree: Node<'r>,
}

impl<'r> Draft<'r> {
    /// Lays a run out as its file will be.
    #[must_use]
    pub fn of(run: &'r Run) -> Self {
        Self { run, tree: tree(run) }
    }

    /// What the archive's own reader will say of the file. Problems have no place, since there is no file yet.
    #[must_use]
    pub fn problems(&self, file: &str) -> Vec<Diagnostic> {
        problems_in(&self.tree, file, self.run.id.as_str())
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(length_of_texts(self.run) * 5 / 4 + 4096);
        // A tree of texts and finite numbers can always be written.
        let _ = serde_json::to_writer_pretty(&mut out, &Written(&self.tree));
        out.push(b'\n');
        out
    }
}

/// The file of a run.
#[must_use]
pub fn encode(run: &Run) -> String {
    String::from_utf8(Draft::of(run).bytes()).unwrap_or_default()
}

/// Bytes of the long texts, which make up most of a file.
fn length_of_texts(run: &Run) -> usize {
    let of = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let findings = run.findings.iter().map(|finding| {
        let code: usize = finding.excerpts.iter().map(|excerpt| excerpt.code.len()).sum();
        of(&finding.body) + of(&finding.fix) + of(&finding.patch) + code + 600
    });
    let sections = run.sections.iter().map(|(_, body)| body.len());
    let originals = run.originals.iter().map(|original| original.body.len());
    of(&run.summary) + findings.chain(sections).chain(originals).sum::<usize>()
}

/// A tree on its way to a file.
struct Written<'t>(&'t Node<'t>);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(_, number) => match whole(*number) {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(*number),
            },
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => serializer.collect_seq(items.iter().map(Written)),
            Value::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for entry in entries {
                    map.serialize_entry(&entry.key, &Written(&entry.node))?;
                }
                map.end()
            }
        }
    }
}

/// `3.0` is written as `3`.
#[expect(clippy::cast_possible_truncation, reason = "only whole numbers that fit are cast")]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

fn node(value: Value<'_>) -> Node<'_> {
    Node { offset: 0, length: 0, value }
}

fn text(text: &str) -> Node<'_> {
    node(Value::String(Cow::Borrowed(text)))
}

fn number(number: f64) -> Node<'static> {
    let written = whole(number).map_or_else(|| number.to_string(), |whole| whole.to_string());
    node(Value::Number(Cow::Owned(written), number))
}

/// An object whose fields keep the order in which they were added.
#[derive(Default)]
struct Object<'r>(Vec<Entry<'r>>);

impl<'r> Object<'r> {
    fn node(self) -> Node<'r> {
        node(Value::Object(self.0))
    }

    fn with(mut self, name: &'r str, value: impl Into<Option<Node<'r>>>) -> Self {
        if let Some(node) = value.into() {
            self.0.push(Entry { key: Cow::Borrowed(name), place: (0, 0), node });
        }
        self
    }

    fn text(self, name: &'r str, value: Option<&'r (impl AsRef<str> + ?Sized)>) -> Self {
        self.with(name, value.map(|value| text(value.as_ref())))
    }

    /// A text that is made here.
    fn made(self, name: &'r str, value: String) -> Self {
        self.with(name, node(Value::String(Cow::Owned(value))))
    }

    fn number(self, name: &'r str, value: Option<impl Into<f64>>) -> Self {
        self.with(name, value.map(|value| number(value.into())))
    }

    fn list<T>(self, name: &'r str, values: &'r [T], value: impl Fn(&'r T) -> Node<'r>) -> Self {
        self.with(name, (!values.is_empty()).then(|| node(Value::Array(values.iter().map(value).collect()))))
    }

    fn pairs(self, name: &'r str, pairs: &'r [(String, String)]) -> Self {
        let object = || pairs.iter().fold(Self::default(), |object, (name, value)| object.text(name, Some(value)));
        self.with(name, (!pairs.is_empty()).then(|| object().node()))
    }
}

fn tree(run: &Run) -> Node<'_> {
    Object::default()
        .text("format", Some(FORMAT))
        .text("id", Some(&run.id))
        .text("kind", Some(&run.kind))
        .text("title", run.title.as_ref())
        .made("date", run.date.machine())
        .with("subject", subject(&run.subject))
        .number("round", run.round)
        .with("reviewers", node(Value::Array(run.reviewers.iter().map(reviewer).collect())))
        .list("facts", &run.facts, |(label, value)| pair(("label", label), ("value", value)))
        .with(
            "verdict",
            run.verdict.as_ref().map(|verdict| {
                let decision = Object::default().text("decision", verdict.decision.as_ref());
                decision.text("label", verdict.label.as_ref()).text("summary", verdict.summary.as_ref()).node()
            }),
        )
        .number("wall_clock_seconds", run.wall_clock_seconds)
        .text("summary", run.summary.as_ref())
        .list("findings", &run.findings, finding)
        .list("strengths", &run.strengths, |strength| {
            let body = Object::default().text("body", Some(&strength.body));
            body.list("found_by", &strength.found_by, credit).node()
        })
        .list("sections", &run.sections, |(title, body)| pair(("title", title), ("body", body)))
        .list("metrics", &run.metrics, metrics)
        .with(
            "retro",
            run.retro.as_ref().map(|retro| {
                let agents = Object::default()
                    .list("agents", &retro.agents, |(agent, body)| pair(("agent", agent.as_str()), ("body", body)));
                agents.text("summary", retro.summary.as_ref()).node()
            }),
        )
        .list("recommendations", &run.recommendations, |(scope, body)| pair(("scope", scope.as_str()), ("body", body)))
        .list("originals", &run.originals, |original| {
            let agent = Object::default().text("agent", Some(&original.agent)).number("pass", original.pass);
            agent.text("body", Some(&original.body)).node()
        })
        .list("aliases", &run.aliases, |alias| text(alias))
        .node()
}

fn pair<'r>((name, value): (&'r str, &'r str), (other, of_other): (&'r str, &'r str)) -> Node<'r> {
    Object::default().text(name, Some(value)).text(other, Some(of_other)).node()
}

fn subject(subject: &Subject) -> Option<Node<'_>> {
    #[expect(clippy::cast_precision_loss, reason = "pull requests stay far below 2^53")]
    let number = subject.pull_request.map(|number| number as f64);
    let object = Object::default()
        .text("repository", subject.repository.as_ref())
        .text("host", subject.host.as_ref())
        .number("pull_request", number)
        .text("title", subject.title.as_ref())
        .text("branch", subject.branch.as_ref())
        .text("base", subject.base.as_ref())
        .text("revision", subject.revision.as_ref())
        .text("author", subject.author.as_ref())
        .list("commits", &subject.commits, |commit| {
            let sha = Object::default().text("sha", Some(&commit.sha));
            sha.text("subject", commit.subject.as_ref()).node()
        });
    (!object.0.is_empty()).then(|| object.node())
}

fn reviewer(reviewer: &Reviewer) -> Node<'_> {
    let object = Object::default()
        .text("agent", Some(&reviewer.agent))
        .text("name", reviewer.name.as_ref())
        .text("model", reviewer.model.as_ref())
        .text("effort", reviewer.effort.as_ref())
        .text("status", reviewer.failed.then_some(reviewer.status().word()))
        .text("reason", reviewer.reason.as_ref());
    object.node()
}

fn finding(finding: &Finding) -> Node<'_> {
    let object = Object::default()
        .text("id", Some(&finding.id))
        .text("severity", Some(finding.severity.word()))
        .text("title", Some(&finding.title))
        .list("tags", &finding.tags, |tag| text(tag.as_str()))
        .list("found_by", &finding.found_by, credit)
        .list("locations", &finding.locations, location)
        .list("excerpts", &finding.excerpts, excerpt)
        .text("body", finding.body.as_ref())
        .with("repro", finding.repro.as_ref().map(repro))
        .text("fix", finding.fix.as_ref())
        .text("patch", finding.patch.as_ref())
        .text("assessment", finding.assessment.map(Assessment::word))
        .with("resolution", finding.resolution.as_ref().map(resolution))
        .number("confidence", finding.confidence)
        .with(
            "rule",
            finding
                .rule
                .as_ref()
                .map(|rule| Object::default().text("id", Some(&rule.id)).text("url", rule.url.as_ref()).node()),
        )
        .pairs("fingerprints", &finding.fingerprints)
        .with(
            "continues",
            finding.continues.as_ref().map(|before| {
                let round = Object::default().text("run", before.run.as_ref()).number("round", before.round);
                round.text("finding", Some(&before.finding)).node()
            }),
        )
        .list("aliases", &finding.aliases, |alias| text(alias.as_str()));
    object.node()
}

fn credit(credit: &Credit) -> Node<'_> {
    let object = Object::default()
        .text("agent", Some(&credit.agent))
        .text("severity", credit.severity.map(Severity::word))
        .text("ref", credit.reference.as_ref())
        .number("pass", credit.pass);
    object.node()
}

fn location(location: &Location) -> Node<'_> {
    let object = Object::default().text("path", Some(&location.path)).number("start_line", location.start_line);
    object.number("end_line", location.end_line).node()
}

fn excerpt(excerpt: &Excerpt) -> Node<'_> {
    let object = Object::default()
        .text("path", excerpt.path.as_ref())
        .number("start_line", excerpt.start_line)
        .text("language", excerpt.language.as_ref())
        .list("highlight_lines", &excerpt.highlight_lines, |line| number(f64::from(*line)))
        .text("code", Some(&excerpt.code));
    object.node()
}

fn repro(repro: &Repro) -> Node<'_> {
    let object = Object::default().text("language", Some(&repro.language)).text("script", Some(&repro.script));
    object.text("output", repro.output.as_ref()).node()
}

fn resolution(resolution: &Resolution) -> Node<'_> {
    let object =
        Object::default().text("action", Some(resolution.action.word())).text("reason", resolution.reason.as_ref());
    object.text("commit", resolution.commit.as_ref()).node()
}

fn metrics(metrics: &Metrics) -> Node<'_> {
    let agent = Object::default().text("agent", Some(&metrics.agent));
    let figures = Metrics::FIELDS.iter().zip(metrics.figures);
    let object = figures.fold(agent, |object, ((name, _), figure)| object.number(name, figure));
    object.pairs("notes", &metrics.notes).node()
}

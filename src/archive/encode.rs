//! A run as a file of the archive: the fields in the order of the format, absent ones left out, two blanks a level.

use super::FORMAT;
use crate::model::finding::{Assessment, Credit, Excerpt, Finding, Location, Repro, Resolution};
use crate::model::run::{Metrics, Reviewer, Subject};
use crate::model::{Run, Slug};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A value of JSON whose fields keep the order in which they were added.
enum Value {
    Text(String),
    Number(f64),
    List(Vec<Value>),
    Object(Object),
}

#[derive(Default)]
struct Object(Vec<(String, Value)>);

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => match whole(*number) {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(*number),
            },
            Self::List(list) => serializer.collect_seq(list),
            Self::Object(Object(fields)) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
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

impl Object {
    fn with(mut self, name: &str, value: impl Into<Option<Value>>) -> Self {
        if let Some(value) = value.into() {
            self.0.push((name.to_owned(), value));
        }
        self
    }

    fn text(self, name: &str, value: Option<impl ToString>) -> Self {
        self.with(name, value.map(|value| Value::Text(value.to_string())))
    }

    fn number(self, name: &str, value: Option<impl Into<f64>>) -> Self {
        self.with(name, value.map(|value| Value::Number(value.into())))
    }

    fn list<T>(self, name: &str, values: &[T], value: impl Fn(&T) -> Value) -> Self {
        self.with(name, (!values.is_empty()).then(|| Value::List(values.iter().map(value).collect())))
    }

    fn pairs(self, name: &str, pairs: &[(String, String)]) -> Self {
        let fields = || pairs.iter().map(|(name, value)| (name.clone(), Value::Text(value.clone()))).collect();
        self.with(name, (!pairs.is_empty()).then(|| Value::Object(Object(fields()))))
    }
}

/// The file of a run.
#[must_use]
pub fn encode(run: &Run) -> String {
    let document = Object::default()
        .text("format", Some(FORMAT))
        .text("id", Some(&run.id))
        .text("kind", Some(&run.kind))
        .text("title", run.title.as_ref())
        .text("date", Some(run.date.machine()))
        .with("subject", subject(&run.subject))
        .number("round", run.round)
        .with("reviewers", Value::List(run.reviewers.iter().map(reviewer).collect()))
        .list("facts", &run.facts, |(label, value)| object(&[("label", label), ("value", value)]))
        .with(
            "verdict",
            run.verdict.as_ref().map(|verdict| {
                let decision = Object::default().text("decision", verdict.decision.as_ref());
                Value::Object(decision.text("label", verdict.label.as_ref()).text("summary", verdict.summary.as_ref()))
            }),
        )
        .number("wall_clock_seconds", run.wall_clock_seconds)
        .text("summary", run.summary.as_ref())
        .list("findings", &run.findings, finding)
        .list("strengths", &run.strengths, |strength| {
            let body = Object::default().text("body", Some(&strength.body));
            Value::Object(body.list("found_by", &strength.found_by, credit))
        })
        .list("sections", &run.sections, |(title, body)| object(&[("title", title), ("body", body)]))
        .list("metrics", &run.metrics, metrics)
        .with(
            "retro",
            run.retro.as_ref().map(|retro| {
                let agents = Object::default().list("agents", &retro.agents, of_agent);
                Value::Object(agents.text("summary", retro.summary.as_ref()))
            }),
        )
        .list("recommendations", &run.recommendations, |(scope, body)| {
            Value::Object(Object::default().text("scope", Some(scope)).text("body", Some(body)))
        })
        .list("originals", &run.originals, |original| {
            let agent = Object::default().text("agent", Some(&original.agent)).number("pass", original.pass);
            Value::Object(agent.text("body", Some(&original.body)))
        })
        .list("aliases", &run.aliases, |alias| Value::Text(alias.clone()));
    // A tree of texts and finite numbers can always be written.
    let mut out = serde_json::to_string_pretty(&Value::Object(document)).unwrap_or_default();
    out.push('\n');
    out
}

fn object(fields: &[(&str, &String)]) -> Value {
    Value::Object(fields.iter().fold(Object::default(), |object, (name, value)| object.text(name, Some(value))))
}

fn of_agent((agent, body): &(Slug, String)) -> Value {
    Value::Object(Object::default().text("agent", Some(agent)).text("body", Some(body)))
}

fn subject(subject: &Subject) -> Option<Value> {
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
            Value::Object(sha.text("subject", commit.subject.as_ref()))
        });
    (!object.0.is_empty()).then_some(Value::Object(object))
}

fn reviewer(reviewer: &Reviewer) -> Value {
    let object = Object::default()
        .text("agent", Some(&reviewer.agent))
        .text("name", reviewer.name.as_ref())
        .text("model", reviewer.model.as_ref())
        .text("effort", reviewer.effort.as_ref())
        .text("status", reviewer.failed.then_some("failed"))
        .text("reason", reviewer.reason.as_ref());
    Value::Object(object)
}

fn finding(finding: &Finding) -> Value {
    let assessment = finding.assessment.map(|assessment| match assessment {
        Assessment::Confirmed => "confirmed",
        Assessment::FalsePositive => "false-positive",
    });
    let object = Object::default()
        .text("id", Some(&finding.id))
        .text("severity", Some(finding.severity.word()))
        .text("title", Some(&finding.title))
        .list("tags", &finding.tags, |tag| Value::Text(tag.to_string()))
        .list("found_by", &finding.found_by, credit)
        .list("locations", &finding.locations, location)
        .list("excerpts", &finding.excerpts, excerpt)
        .text("body", finding.body.as_ref())
        .with("repro", finding.repro.as_ref().map(repro))
        .text("fix", finding.fix.as_ref())
        .text("patch", finding.patch.as_ref())
        .text("assessment", assessment)
        .with("resolution", finding.resolution.as_ref().map(resolution))
        .number("confidence", finding.confidence)
        .with(
            "rule",
            finding
                .rule
                .as_ref()
                .map(|rule| Value::Object(Object::default().text("id", Some(&rule.id)).text("url", rule.url.as_ref()))),
        )
        .pairs("fingerprints", &finding.fingerprints)
        .with(
            "continues",
            finding.continues.as_ref().map(|before| {
                let round = Object::default().text("run", before.run.as_ref()).number("round", before.round);
                Value::Object(round.text("finding", Some(&before.finding)))
            }),
        )
        .list("aliases", &finding.aliases, |alias| Value::Text(alias.to_string()));
    Value::Object(object)
}

fn credit(credit: &Credit) -> Value {
    let object = Object::default()
        .text("agent", Some(&credit.agent))
        .text("severity", credit.severity.map(crate::model::Severity::word))
        .text("ref", credit.reference.as_ref())
        .number("pass", credit.pass);
    Value::Object(object)
}

fn location(location: &Location) -> Value {
    let object = Object::default().text("path", Some(&location.path)).number("start_line", location.start_line);
    Value::Object(object.number("end_line", location.end_line))
}

fn excerpt(excerpt: &Excerpt) -> Value {
    let object = Object::default()
        .text("path", excerpt.path.as_ref())
        .number("start_line", excerpt.start_line)
        .text("language", excerpt.language.as_ref())
        .list("highlight_lines", &excerpt.highlight_lines, |line| Value::Number(f64::from(*line)))
        .text("code", Some(&excerpt.code));
    Value::Object(object)
}

fn repro(repro: &Repro) -> Value {
    let object = Object::default().text("language", Some(&repro.language)).text("script", Some(&repro.script));
    Value::Object(object.text("output", repro.output.as_ref()))
}

fn resolution(resolution: &Resolution) -> Value {
    use crate::model::finding::Action;
    let word = Action::ALL.iter().find(|(_, action, _)| *action == resolution.action).map(|(word, _, _)| *word);
    let object = Object::default().text("action", word).text("reason", resolution.reason.as_ref());
    Value::Object(object.text("commit", resolution.commit.as_ref()))
}

fn metrics(metrics: &Metrics) -> Value {
    let agent = Object::default().text("agent", Some(&metrics.agent));
    let figures = Metrics::FIELDS.iter().zip(metrics.figures);
    let object = figures.fold(agent, |object, ((name, _), figure)| object.number(name, figure));
    Value::Object(object.pairs("notes", &metrics.notes))
}

//! A run as a file of the archive: the fields in the order of the format, absent ones left out, two blanks a level.

use super::{FORMAT, decode};
use crate::model::finding::{Assessment, Credit, Excerpt, Finding, Location, Repro, Resolution};
use crate::model::run::{Metrics, Reviewer, Subject};
use crate::model::{Diagnostic, Run};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;

/// A value of JSON whose fields keep the order in which they were added.
enum Value<'r> {
    Text(Cow<'r, str>),
    Number(f64),
    List(Vec<Value<'r>>),
    Object(Object<'r>),
}

#[derive(Default)]
struct Object<'r>(Vec<(&'r str, Value<'r>)>);

impl Serialize for Value<'_> {
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

impl<'r> Object<'r> {
    fn with(mut self, name: &'r str, value: impl Into<Option<Value<'r>>>) -> Self {
        if let Some(value) = value.into() {
            self.0.push((name, value));
        }
        self
    }

    fn text(self, name: &'r str, value: Option<&'r (impl AsRef<str> + ?Sized)>) -> Self {
        self.with(name, value.map(|value| Value::Text(Cow::Borrowed(value.as_ref()))))
    }

    fn number(self, name: &'r str, value: Option<impl Into<f64>>) -> Self {
        self.with(name, value.map(|value| Value::Number(value.into())))
    }

    fn list<T>(self, name: &'r str, values: &'r [T], value: impl Fn(&'r T) -> Value<'r>) -> Self {
        self.with(name, (!values.is_empty()).then(|| Value::List(values.iter().map(value).collect())))
    }

    fn pairs(self, name: &'r str, pairs: &'r [(String, String)]) -> Self {
        let fields = || pairs.iter().map(|(name, value)| (name.as_str(), Value::Text(Cow::Borrowed(value)))).collect();
        self.with(name, (!pairs.is_empty()).then(|| Value::Object(Object(fields()))))
    }
}

/// How long texts are written.
#[derive(Clone, Copy)]
enum Texts {
    Whole,
    /// With a letter that stands for them.
    Short,
}

impl Texts {
    fn of(self, text: &str) -> &str {
        match self {
            Self::Whole => text,
            Self::Short => "x",
        }
    }
}

/// What the archive's own reader would say of a run. Its rules are about everything but the long texts, so it need not
/// read those.
#[must_use]
pub fn problems_of(run: &Run, file: &str) -> Vec<Diagnostic> {
    decode(written(run, Texts::Short).as_bytes(), file, run.id.as_str()).1
}

/// The file of a run.
#[must_use]
pub fn encode(run: &Run) -> String {
    written(run, Texts::Whole)
}

fn written(run: &Run, texts: Texts) -> String {
    let date = run.date.machine();
    let document = Object::default()
        .text("format", Some(FORMAT))
        .text("id", Some(&run.id))
        .text("kind", Some(&run.kind))
        .text("title", run.title.as_ref())
        .text("date", Some(&date))
        .with("subject", subject(&run.subject))
        .number("round", run.round)
        .with("reviewers", Value::List(run.reviewers.iter().map(reviewer).collect()))
        .list("facts", &run.facts, |(label, value)| pair(("label", label), ("value", value)))
        .with(
            "verdict",
            run.verdict.as_ref().map(|verdict| {
                let decision = Object::default().text("decision", verdict.decision.as_ref());
                Value::Object(decision.text("label", verdict.label.as_ref()).text("summary", verdict.summary.as_ref()))
            }),
        )
        .number("wall_clock_seconds", run.wall_clock_seconds)
        .text("summary", run.summary.as_deref().map(|text| texts.of(text)))
        .list("findings", &run.findings, |one| finding(one, texts))
        .list("strengths", &run.strengths, |strength| {
            let body = Object::default().text("body", Some(texts.of(&strength.body)));
            Value::Object(body.list("found_by", &strength.found_by, credit))
        })
        .list("sections", &run.sections, |(title, body)| pair(("title", title), ("body", texts.of(body))))
        .list("metrics", &run.metrics, metrics)
        .with(
            "retro",
            run.retro.as_ref().map(|retro| {
                let agents = Object::default().list("agents", &retro.agents, |(agent, body)| {
                    pair(("agent", agent.as_str()), ("body", texts.of(body)))
                });
                Value::Object(agents.text("summary", retro.summary.as_ref()))
            }),
        )
        .list("recommendations", &run.recommendations, |(scope, body)| {
            pair(("scope", scope.as_str()), ("body", texts.of(body)))
        })
        .list("originals", &run.originals, |original| {
            let agent = Object::default().text("agent", Some(&original.agent)).number("pass", original.pass);
            Value::Object(agent.text("body", Some(texts.of(&original.body))))
        })
        .list("aliases", &run.aliases, |alias| Value::Text(Cow::Borrowed(alias)));
    // A tree of texts and finite numbers can always be written.
    let mut out = serde_json::to_string_pretty(&Value::Object(document)).unwrap_or_default();
    out.push('\n');
    out
}

fn pair<'r>((name, value): (&'r str, &'r str), (other, of_other): (&'r str, &'r str)) -> Value<'r> {
    Value::Object(Object::default().text(name, Some(value)).text(other, Some(of_other)))
}

fn subject(subject: &Subject) -> Option<Value<'_>> {
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

fn reviewer(reviewer: &Reviewer) -> Value<'_> {
    let object = Object::default()
        .text("agent", Some(&reviewer.agent))
        .text("name", reviewer.name.as_ref())
        .text("model", reviewer.model.as_ref())
        .text("effort", reviewer.effort.as_ref())
        .text("status", reviewer.failed.then_some("failed"))
        .text("reason", reviewer.reason.as_ref());
    Value::Object(object)
}

fn finding(finding: &Finding, texts: Texts) -> Value<'_> {
    let assessment = finding.assessment.map(|assessment| match assessment {
        Assessment::Confirmed => "confirmed",
        Assessment::FalsePositive => "false-positive",
    });
    let object = Object::default()
        .text("id", Some(&finding.id))
        .text("severity", Some(finding.severity.word()))
        .text("title", Some(&finding.title))
        .list("tags", &finding.tags, |tag| Value::Text(Cow::Borrowed(tag.as_str())))
        .list("found_by", &finding.found_by, credit)
        .list("locations", &finding.locations, location)
        .list("excerpts", &finding.excerpts, move |one| excerpt(one, texts))
        .text("body", finding.body.as_deref().map(|text| texts.of(text)))
        .with("repro", finding.repro.as_ref().map(repro))
        .text("fix", finding.fix.as_deref().map(|text| texts.of(text)))
        .text("patch", finding.patch.as_deref().map(|text| texts.of(text)))
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
        .list("aliases", &finding.aliases, |alias| Value::Text(Cow::Borrowed(alias.as_str())));
    Value::Object(object)
}

fn credit(credit: &Credit) -> Value<'_> {
    let object = Object::default()
        .text("agent", Some(&credit.agent))
        .text("severity", credit.severity.map(crate::model::Severity::word))
        .text("ref", credit.reference.as_ref())
        .number("pass", credit.pass);
    Value::Object(object)
}

fn location(location: &Location) -> Value<'_> {
    let object = Object::default().text("path", Some(&location.path)).number("start_line", location.start_line);
    Value::Object(object.number("end_line", location.end_line))
}

fn excerpt(excerpt: &Excerpt, texts: Texts) -> Value<'_> {
    let object = Object::default()
        .text("path", excerpt.path.as_ref())
        .number("start_line", excerpt.start_line)
        .text("language", excerpt.language.as_ref())
        .list("highlight_lines", &excerpt.highlight_lines, |line| Value::Number(f64::from(*line)))
        .text("code", Some(texts.of(&excerpt.code)));
    Value::Object(object)
}

fn repro(repro: &Repro) -> Value<'_> {
    let object = Object::default().text("language", Some(&repro.language)).text("script", Some(&repro.script));
    Value::Object(object.text("output", repro.output.as_ref()))
}

fn resolution(resolution: &Resolution) -> Value<'_> {
    use crate::model::finding::Action;
    let word = Action::ALL.iter().find(|(_, action, _)| *action == resolution.action).map(|(word, _, _)| *word);
    let object = Object::default().text("action", word).text("reason", resolution.reason.as_ref());
    Value::Object(object.text("commit", resolution.commit.as_ref()))
}

fn metrics(metrics: &Metrics) -> Value<'_> {
    let agent = Object::default().text("agent", Some(&metrics.agent));
    let figures = Metrics::FIELDS.iter().zip(metrics.figures);
    let object = figures.fold(agent, |object, ((name, _), figure)| object.number(name, figure));
    Value::Object(object.pairs("notes", &metrics.notes))
}

//! What is known of an agent's work: its model, what it took, and whether it came to its end.

use crate::import::draft::figures::Figures;
use crate::import::draft::report::Report;
use crate::import::markdown::inline::one_line;
use crate::import::{Options, words};
use crate::model::Slug;
use crate::model::run::{Reviewer, Status};
use serde_json::Value;

/// What a wrapping says of the work.
#[derive(Debug, Default)]
pub struct Work {
    /// The agent whose program wrote it.
    pub agent: Option<&'static str>,
    pub model: Option<String>,
    /// The program, with its version.
    pub tool: Option<String>,
    pub figures: Figures,
    /// Why it failed, where it did.
    pub failure: Option<String>,
    /// The folder that it worked in.
    pub roots: Vec<String>,
    /// The findings that the agent reported last, until the end says that there are no others.
    pub reported: Option<Value>,
    /// Events that say nothing of what was found.
    pub omitted: usize,
}

impl Work {
    /// Adds values that have no field to the notes, under their names.
    pub fn note_all(&mut self, fields: Vec<(&str, &Value)>) {
        for (name, value) in fields {
            self.figures.note(&words::line(name), &words::value_line(value));
        }
    }

    /// Puts the agent and its figures into a report.
    pub fn put_into(self, report: &mut Report, agent: &Slug, options: &Options) {
        if let (Some(own), Some(other)) = (&self.model, &options.model)
            && own != other
        {
            report.kept.push(format!("model {}, as the file says, and not {}", one_line(own), one_line(other)));
        }
        if !self.roots.is_empty() {
            report.kept.push(FOLDER.to_owned());
        }
        let known = NAMES.iter().find(|(known, _)| *known == agent.as_str());
        let model = self.model.or_else(|| options.model.clone()).map(|model| one_line(&model));
        report.reviewers.push(Reviewer {
            name: known.map(|(_, name)| (*name).to_owned()),
            model: model.filter(|model| !model.is_empty()),
            tool: self.tool,
            status: Status::failed_if(self.failure.is_some()),
            reason: self.failure.map(|reason| words::line(&reason)).filter(|reason| !reason.is_empty()),
            ..Reviewer::new(agent.clone())
        });
        report.wall_clock_seconds = self.figures.seconds();
        report.metrics.extend(self.figures.metrics(agent));
    }

    /// Who reviewed: as the options say, else whose program wrote the file, else what the format is for.
    pub fn agent(&self, options: &Options, usual: &str) -> Option<Slug> {
        options.agent.clone().or_else(|| self.agent.unwrap_or(usual).parse().ok())
    }
}

/// What is said of the folder that was reviewed: it is one of somebody's machine.
pub const FOLDER: &str = "folder that was reviewed omitted";

/// Names for people.
const NAMES: [(&str, &str); 4] =
    [("claude", "Claude"), ("coderabbit", "CodeRabbit"), ("codex", "Codex"), ("gemini", "Gemini")];

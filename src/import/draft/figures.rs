//! What is recorded of an agent's work, by the names of the format's figures.

use crate::model::Slug;
use crate::model::run::{LARGEST_FIGURE, Metrics};

/// Whether a number is more than nothing, and one that a run can record.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "a filter passes references")]
pub fn is_recorded(number: &f64) -> bool {
    *number > 0.0 && *number <= LARGEST_FIGURE
}

/// Figures and notes about one agent, added up while a file is read.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    figures: [Option<f64>; Metrics::FIELDS.len()],
    notes: Vec<(String, String)>,
}

impl Figures {
    /// Adds to a figure; `false` where the number is none that a run can record.
    pub fn add(&mut self, name: &str, number: f64) -> bool {
        let at = Metrics::FIELDS.iter().position(|(known, _)| *known == name);
        let Some(figure) = at.and_then(|at| self.figures.get_mut(at)) else { return false };
        let sum = figure.unwrap_or(0.0) + number;
        let is_sound = number.is_finite() && number >= 0.0 && sum <= LARGEST_FIGURE;
        if is_sound {
            // Plus zero: a -0.0 would come back from the archive as 0.
            *figure = Some(sum + 0.0);
        }
        is_sound
    }

    /// Adds a line, once. A label stands for all lines that it has: a run can have each but once.
    pub fn note(&mut self, label: &str, line: &str) {
        let label = if label.trim().is_empty() { "unnamed" } else { label };
        match self.notes.iter_mut().find(|(known, _)| known == label) {
            _ if line.trim().is_empty() => {}
            Some((_, lines)) if lines.split(", ").any(|known| known == line) => {}
            Some((_, lines)) => {
                lines.push_str(", ");
                lines.push_str(line);
            }
            None => self.notes.push((label.to_owned(), line.to_owned())),
        }
    }

    /// Adds to a number that has no field.
    pub fn add_to_note(&mut self, label: &str, number: f64) {
        match self.notes.iter_mut().find(|(known, _)| known == label) {
            Some((_, line)) => *line = format!("{}", line.parse().unwrap_or(0.0) + number),
            None => self.notes.push((label.to_owned(), format!("{number}"))),
        }
    }

    /// Adds all that is recorded of another piece of work.
    pub fn add_all(&mut self, other: &Self) {
        for ((name, _), figure) in Metrics::FIELDS.iter().zip(&other.figures) {
            if let Some(number) = figure {
                self.add(name, *number);
            }
        }
        for (label, line) in &other.notes {
            self.note(label, line);
        }
    }

    /// How many seconds it took.
    pub fn seconds(&self) -> Option<f64> {
        let at = Metrics::FIELDS.iter().position(|(known, _)| *known == "duration_seconds")?;
        *self.figures.get(at)?
    }

    /// As a run has them; `None` where nothing is recorded.
    pub fn metrics(self, agent: &Slug) -> Option<Metrics> {
        let is_empty = self.notes.is_empty() && self.figures.iter().all(Option::is_none);
        (!is_empty).then(|| Metrics { agent: agent.clone(), figures: self.figures, notes: self.notes })
    }
}

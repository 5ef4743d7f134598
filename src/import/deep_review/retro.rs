//! What a report says about its agents: a text each, and a table of figures.

use super::duration::seconds_from_words;
use super::figures_in_letters::figures_in_letters;
use super::panel::{Panel, agent_of_heading};
use crate::import::markdown::line::Line;
use crate::import::markdown::outline::{Part, trimmed_text};
use crate::import::markdown::table;
use crate::model::Slug;
use crate::model::run::LARGEST_FIGURE;
use crate::model::run::{Metrics, Retro};

/// What the section says, as a run has it.
#[derive(Debug, Default)]
pub struct AgentRetro {
    pub metrics: Vec<Metrics>,
    pub retro: Retro,
    /// Columns of tables that are no agent's, as tables.
    columns: Vec<String>,
}

/// Reads `## Agent Performance Retro` and what stands below it.
pub fn read_retro(parts: &[Part<'_>], panel: Panel<'_>) -> AgentRetro {
    let mut out = AgentRetro::default();
    let mut summary: Vec<String> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let rest = out.take_tables(&part.lines, panel);
        if at > 0
            && let Some(agent) = agent_of_heading(part.title, panel)
        {
            let body = trimmed_text(&rest);
            match heading_beyond_panel(part.title, panel) {
                // A heading may name the model more exactly than the head does.
                Some(words) => out.retro.agents.push((agent, format!("{words}\n\n{body}").trim().to_owned())),
                None => out.retro.agents.push((agent, body)),
            }
            continue;
        }
        let rest = out.take_paragraphs(&rest, panel);
        let heading = match part.name() {
            "" | "Summary" | "Summary Table" | "Agent Performance Retro" => String::new(),
            other => format!("### {other}\n\n"),
        };
        let body = trimmed_text(&rest);
        if !body.is_empty() || !heading.is_empty() {
            summary.push(format!("{heading}{body}").trim().to_owned());
        }
    }
    summary.append(&mut out.columns);
    out.retro.summary = (!summary.is_empty()).then(|| summary.join("\n\n"));
    out
}

/// The words of a heading that the panel does not have.
fn heading_beyond_panel(heading: &str, panel: Panel<'_>) -> Option<String> {
    let agent = agent_of_heading(heading, panel)?;
    let one = panel.iter().find(|one| one.agent == agent)?;
    let known = format!("{} {}", one.display_name(), one.model.as_deref().unwrap_or_default()).to_lowercase();
    let plain = heading.replace(['[', ']', '*', '`', '(', ')', '—', '–'], " ").replace("~~", " ");
    let more = plain.split_whitespace().any(|word| !known.split_whitespace().any(|known| known == word.to_lowercase()));
    more.then(|| heading.to_owned())
}

impl AgentRetro {
    /// Takes the tables of figures out of the lines.
    fn take_tables<'t>(&mut self, lines: &[Line<'t>], panel: Panel<'_>) -> Vec<Line<'t>> {
        let mut rest = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let is_table = !line.is_code && lines.get(at + 1).is_some_and(|next| table::is_delimiter(next.text));
            let columns = if is_table { agents_of_columns(line.text, panel) } else { None };
            let Some(columns) = columns else {
                rest.push(*line);
                at += 1;
                continue;
            };
            let rows: Vec<Vec<String>> = lines.iter().skip(at + 2).map_while(|line| table::cells(line.text)).collect();
            at += 2 + rows.len();
            for row in &rows {
                self.take_row(row, &columns);
            }
            self.columns.extend(columns_of_nobody(line.text, &rows, &columns));
        }
        rest
    }

    fn take_row(&mut self, row: &[String], columns: &[Option<Slug>]) {
        let Some((label, values)) = row.split_first() else { return };
        let label = label.trim_matches('*').trim_end_matches(':');
        for (agent, value) in columns.iter().zip(values) {
            if let Some(agent) = agent {
                self.take_cell(agent, label, value);
            }
        }
    }

    /// A number that says all goes into its field; anything else is kept as it stands, with its number where it begins
    /// with one. A dash is no number.
    fn take_cell(&mut self, agent: &Slug, label: &str, value: &str) {
        let at = self.metrics.iter().position(|known| known.agent == *agent).unwrap_or_else(|| {
            let figures = [None; Metrics::FIELDS.len()];
            self.metrics.push(Metrics { agent: agent.clone(), figures, notes: Vec::new() });
            self.metrics.len() - 1
        });
        let Some(metrics) = self.metrics.get_mut(at) else { return };
        let field = metric_from_label(label);
        let plain = value.trim_matches(['*', '`', ' ']);
        if let Some(figures) = figures_in_letters(label, plain) {
            let is_total = !label.eq_ignore_ascii_case("findings");
            let has_own = metrics.notes.iter().any(|(label, _)| label.starts_with("Findings"));
            // What the cell does not name is not recorded; what another row has recorded stays, and totals say nothing
            // beside the figures that they are of.
            for (field, figure) in figures.into_iter().filter(|_| !(is_total && has_own)) {
                if let Some(slot) = metrics.figures.get_mut(field) {
                    *slot = slot.or(Some(figure));
                }
            }
            let label = if is_total { label } else { "Findings as written" };
            metrics.notes.push((label.to_owned(), value.to_owned()));
            return;
        }
        let (figure, says_all) = match field {
            Some(0) => (seconds_from_words(plain), seconds_from_words(plain).is_some()),
            Some(_) => leading_number(plain),
            None => (None, false),
        };
        if let (Some(field), Some(figure)) = (field, figure)
            && let Some(slot) = metrics.figures.get_mut(field)
        {
            *slot = Some(figure);
        }
        let says_nothing = plain.is_empty() || matches!(plain, "—" | "–" | "-");
        if !says_all && !says_nothing {
            metrics.notes.push((label.to_owned(), value.to_owned()));
        }
    }
}

/// The agents of a table's columns, behind the first; `None` where most of them are nobody of the panel.
fn agents_of_columns(head: &str, panel: Panel<'_>) -> Option<Vec<Option<Slug>>> {
    let cells = table::cells(head)?;
    let mut agents: Vec<Option<Slug>> = Vec::new();
    for cell in cells.get(1..)? {
        // A second column of one agent would mix with the first.
        let agent = agent_of_heading(cell, panel).filter(|agent| !agents.contains(&Some(agent.clone())));
        agents.push(agent);
    }
    let known = agents.iter().flatten().count();
    (known > 0 && known * 2 >= agents.len()).then_some(agents)
}

/// The columns of a table that are no agent's, as a table of their own.
fn columns_of_nobody(head: &str, rows: &[Vec<String>], columns: &[Option<Slug>]) -> Option<String> {
    let others: Vec<usize> = columns.iter().zip(1..).filter(|(agent, _)| agent.is_none()).map(|(_, at)| at).collect();
    let head = table::cells(head)?;
    if others.is_empty() {
        return None;
    }
    let line = |cells: &[String]| {
        let cell = |at: usize| cells.get(at).map_or("", String::as_str).replace('|', "\\|");
        let cells: Vec<String> = std::iter::once(0).chain(others.iter().copied()).map(cell).collect();
        format!("| {} |", cells.join(" | "))
    };
    let delimiter = format!("|{}", "---|".repeat(others.len() + 1));
    let rows = rows.iter().map(|row| line(row));
    Some([line(&head), delimiter].into_iter().chain(rows).collect::<Vec<_>>().join("\n"))
}

/// The position in [`Metrics::FIELDS`] of a row's label.
fn metric_from_label(label: &str) -> Option<usize> {
    let label = label.to_lowercase();
    let label = label.trim_end_matches("(s)").trim();
    let label = match label {
        "critical findings" | "critical issues" => "critical",
        "important findings" | "important issues" => "important",
        "suggestions" => "suggestion",
        "false positive" => "false positives",
        "duration" | "time" | "wall-clock time" => "duration",
        "cost ($)" | "cost (usd)" => "cost",
        other => other,
    };
    Metrics::FIELDS.iter().position(|(_, known)| known.eq_ignore_ascii_case(label))
}

/// The number that a cell begins with, and whether it is all that the cell says.
fn leading_number(text: &str) -> (Option<f64>, bool) {
    let text = text.trim_start_matches('$');
    let digits = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b'.')).count();
    let rest = text.get(digits..).unwrap_or_default();
    // `2I 4S` and `1C→I` do not begin with a number of anything in particular.
    let stands_alone = rest.is_empty() || rest.starts_with([' ', '(', '/']);
    let number = text.get(..digits).and_then(|digits| digits.trim_end_matches('.').replace(',', "").parse().ok());
    let number = number.filter(|number| *number <= LARGEST_FIGURE);
    (number.filter(|_| stands_alone), rest.is_empty() && number.is_some())
}

impl AgentRetro {
    /// `**[Claude]** Took the longest …`: paragraphs that begin with an agent belong to it.
    fn take_paragraphs<'t>(&mut self, lines: &[Line<'t>], panel: Panel<'_>) -> Vec<Line<'t>> {
        let mut rest = Vec::new();
        let mut current: Option<(Slug, Vec<Line<'t>>)> = None;
        let mut after_blank = true;
        for line in lines {
            let named = if line.is_code || !after_blank { None } else { agent_and_words(line.text, panel) };
            after_blank = !line.is_code && line.text.trim().is_empty();
            if let Some((agent, text)) = named {
                self.push_paragraph(current.replace((agent, vec![Line { text, is_code: false }])));
            } else if !line.is_code && line.text.starts_with("**") && current.is_some() {
                self.push_paragraph(current.take());
                rest.push(*line);
            } else if let Some((_, lines)) = &mut current {
                lines.push(*line);
            } else {
                rest.push(*line);
            }
        }
        self.push_paragraph(current);
        rest
    }

    fn push_paragraph(&mut self, paragraph: Option<(Slug, Vec<Line<'_>>)>) {
        if let Some((agent, lines)) = paragraph {
            self.retro.agents.push((agent, trimmed_text(&lines)));
        }
    }
}

/// `**[Claude]** words` as agent and words.
fn agent_and_words<'t>(line: &'t str, panel: Panel<'_>) -> Option<(Slug, &'t str)> {
    let (name, words) = line.trim_start_matches("- ").strip_prefix("**")?.split_once("**")?;
    let agent = agent_of_heading(name.trim_end_matches([':', '.']), panel)?;
    Some((agent, words.trim_start_matches([':', ' ', '—', '–'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_as_few_words_as_they_have() {
        let panel = super::super::reviewers::reviewers_from_list("Claude Opus 4.8, Codex GPT 5.6 Sol");
        for text in [
            "| | Opus 4.8 | 5.6-sol |\n|---|---|---|\n| Duration | 60 | 90 |\n| Findings | 1I | 2S |",
            "| Metric | [Claude] | Codex GPT 5.6-Sol |\n|---|---|---|\n| Duration | 60 | 90 |\n| **Totals** | 1I | 2S |",
        ] {
            let text = format!("## Agent Performance Retro\n{text}\n\nEnd.");
            let read = read_retro(&crate::import::markdown::outline::parts(&text)[1..], &panel);
            let told: Vec<_> = read
                .metrics
                .iter()
                .map(|one| {
                    (one.agent.as_str(), ["duration_seconds", "important", "suggestion"].map(|name| one.figure(name)))
                })
                .collect();
            assert_eq!(
                told,
                [("claude", [Some(60.0), Some(1.0), None]), ("codex", [Some(90.0), None, Some(2.0)])],
                "{text}"
            );
            assert_eq!(read.retro.summary.as_deref(), Some("End."));
        }
    }

    #[test]
    fn cells_become_figures_only_where_they_are() {
        for (label, cell, figure, note) in [
            ("Duration", "8m 20s", Some(500.0), false),
            ("Duration (s)", "278", Some(278.0), false),
            ("Duration", "~3m (empty)", None, true),
            ("Critical", "0 (2 false positives)", Some(0.0), true),
            ("Suggestions", "3", Some(3.0), false),
            ("Findings", "1C 2I→S", None, true),
            ("Tool calls", "48 (Bash 37, Read 11)", Some(48.0), true),
            ("Files reviewed", "3/3", Some(3.0), true),
            ("Downgraded", "—", None, false),
            ("Critical", "N/A (failed)", None, true),
            ("Critical", "", None, false),
            ("Input tokens", "1,234,567", Some(1_234_567.0), false),
            ("Cost", "$1.25", Some(1.25), false),
            ("Cost", "$99999999999999999999", None, true),
        ] {
            let mut retro = AgentRetro::default();
            let agent: Slug = "claude".parse().unwrap();
            retro.take_cell(&agent, label, cell);
            let metrics = &retro.metrics[0];
            let recorded: Vec<f64> = metrics.figures.iter().copied().flatten().collect();
            assert_eq!(recorded, figure.into_iter().collect::<Vec<_>>(), "{label}: {cell}");
            assert_eq!(!metrics.notes.is_empty(), note, "{label}: {cell}");
        }
    }
}

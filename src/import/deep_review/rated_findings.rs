//! Findings of other kinds of report, which rate them on a scale of their own: `Severity: High` below a heading of an
//! architecture review, the open issues of a supply-chain scan.
//!
//! They are remarks about a whole, not defects of a change, so that each is a concern; what it is rated as is a tag.

use super::finding_body::finding_from_text;
use super::finding_head::FindingHead;
use super::findings::Found;
use super::panel::Panel;
use super::place::locations_from_code;
use crate::import::markdown::outline::{Part, trimmed_text};
use crate::import::markdown::{list, table};
use crate::import::slug_of;
use crate::model::finding::Finding;
use crate::model::{Severity, Slug};

/// Whether a heading can be above such findings.
pub fn can_hold_rated(name: &str) -> bool {
    let name = name.to_lowercase();
    ["findings", "issues", "open issues", "open findings", "open items", "risks"].contains(&name.as_str())
}

/// Reads a section in which findings state their severity, each below a heading of its own or in a row of a table; what
/// is not below such a heading is left in [`Found::before`]. Nothing is found where no severity is stated.
pub fn read_rated(parts: &[Part<'_>], panel: Panel<'_>) -> Found {
    let mut found = Found::default();
    let mut others: Vec<String> = Vec::new();
    let level = parts.get(1).map_or(0, |part| part.level);
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let below = parts.iter().skip(at + 1).take_while(|next| at > 0 && next.level > level).count();
        let all = parts.get(at..=at + below).unwrap_or_default();
        match finding_below_heading(all, panel).filter(|_| at > 0) {
            Some(finding) => found.findings.push(finding),
            None => others.push(rows_and_rest(part, at == 0, &mut found, panel)),
        }
        at += below + 1;
    }
    others.retain(|other| !other.trim().is_empty());
    found.before = others.join("\n\n");
    found
}

/// `### 1. Title`, and `Severity: High` in one of the first lines below it.
fn finding_below_heading(parts: &[Part<'_>], panel: Panel<'_>) -> Option<(FindingHead, Finding)> {
    let (part, below) = parts.split_first()?;
    let first = part.lines.iter().filter(|line| !line.text.trim().is_empty()).take(6);
    let stated = first.filter(|line| !line.is_code).find_map(|line| Some((line.text, stated_severity(line.text)?)));
    let (line, rated) = stated?;
    let lines: Vec<_> = part.lines.iter().filter(|other| other.text != line).copied().collect();
    let mut text = trimmed_text(&lines);
    for part in below {
        part.push_markdown(&mut text);
    }
    let mut head = FindingHead::read(part.title, panel, true)?;
    head.marks.tags.extend(tag_of_severity(&rated));
    head.marks.locations.extend(lines.iter().filter_map(|line| place_alone(line.text)).flatten());
    let mut finding = finding_from_text(&head, &text, Severity::Concern);
    // Its number is of all such findings, not of the concerns of a run.
    let number = head.number.take();
    finding.aliases.extend(number.and_then(|number| format!("finding-{number}").parse::<Slug>().ok()));
    Some((head, finding))
}

/// The words behind `Severity:`, alone on a line.
fn stated_severity(line: &str) -> Option<String> {
    let plain = line.trim().trim_start_matches("- ").replace(['*', '_', '|'], " ");
    let (label, words) = plain.trim().split_once([':', ' '])?;
    let words = words.trim().trim_start_matches(':').trim();
    let is_label = ["severity", "risk", "priority"].iter().any(|known| label.eq_ignore_ascii_case(known));
    (is_label && is_rating(words)).then(|| format!("{} {}", label.to_lowercase(), words.to_lowercase()))
}

/// Whether words are on a scale that reports use.
fn is_rating(words: &str) -> bool {
    const RATINGS: [&str; 12] = [
        "critical",
        "high",
        "major",
        "medium",
        "moderate",
        "minor",
        "low",
        "info",
        "informational",
        "none",
        "important",
        "suggestion",
    ];
    let words = words.to_lowercase();
    let mut all = words.split(['/', ' ', '-', '–']).filter(|word| !matches!(*word, "" | "to" | "very"));
    words.len() <= 24 && all.clone().next().is_some() && all.all(|word| RATINGS.contains(&word))
}

/// `severity high` as a tag.
fn tag_of_severity(words: &str) -> Option<Slug> {
    slug_of(words)
}

/// `` - `a/b.go:1-2` `` as a place.
fn place_alone(line: &str) -> Option<Vec<crate::model::finding::Location>> {
    let item = line.get(list::mark_length(line)?..)?;
    let code = item.trim().strip_prefix('`')?.strip_suffix('`')?;
    if code.contains('`') { None } else { locations_from_code(code) }
}

/// Takes what the rows of tables with a severity say of a part, and gives all that it says.
fn rows_and_rest(part: &Part<'_>, is_section: bool, found: &mut Found, panel: Panel<'_>) -> String {
    let mut rest = Vec::new();
    let mut columns: Option<Columns> = None;
    let mut lines = part.lines.iter().peekable();
    while let Some(line) = lines.next() {
        let cells = if line.is_code { None } else { table::cells(line.text) };
        let Some(cells) = cells else {
            columns = None;
            rest.push(*line);
            continue;
        };
        let begins = lines.peek().is_some_and(|next| table::is_delimiter(next.text));
        if begins {
            columns = Columns::of(&cells);
        } else if let Some(named) = columns.as_ref() {
            found.findings.extend(named.finding(&cells, panel));
        }
        // The table stays as well: its head says what its columns are.
        rest.push(*line);
    }
    let text = trimmed_text(&rest);
    if is_section { text } else { Part { lines: rest, ..part.clone() }.markdown() }
}

/// The columns of a table of findings.
struct Columns {
    names: Vec<String>,
    severity: usize,
    title: usize,
}

impl Columns {
    fn of(cells: &[String]) -> Option<Self> {
        let names: Vec<String> = cells.iter().map(|cell| cell.trim_matches('*').to_owned()).collect();
        let one = |known: &str| names.iter().position(|name| name.eq_ignore_ascii_case(known));
        let at = |known: &[&str]| known.iter().find_map(|known| one(known));
        let severity = at(&["severity", "risk"])?;
        let title = at(&["issue", "finding", "title", "summary", "advisory", "description", "package"])?;
        Some(Self { names, severity, title })
    }

    fn finding(&self, cells: &[String], panel: Panel<'_>) -> Option<(FindingHead, Finding)> {
        let rated = cells.get(self.severity).filter(|words| is_rating(words.trim_matches(['*', '`'])))?;
        let mut head = FindingHead::from_title(cells.get(self.title)?.trim_matches('*'), "", panel);
        if head.title.is_empty() {
            return None;
        }
        head.marks.tags.extend(tag_of_severity(&format!("severity {}", rated.trim_matches(['*', '`']).to_lowercase())));
        let others = self
            .names
            .iter()
            .zip(cells)
            .enumerate()
            .filter(|(at, (_, value))| ![self.severity, self.title].contains(at) && !value.is_empty());
        let lines: Vec<String> = others.map(|(_, (name, value))| format!("- **{name}:** {value}")).collect();
        let finding = finding_from_text(&head, &lines.join("\n"), Severity::Concern);
        Some((head, finding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::markdown::outline::parts;

    fn told(text: &str) -> (Vec<String>, String) {
        let found = read_rated(&parts(text)[1..], &[]);
        let findings = found.findings.iter().map(|(_, finding)| {
            let tags: Vec<&str> = finding.tags.iter().map(Slug::as_str).collect();
            let places: Vec<&str> = finding.locations.iter().map(|place| place.path.as_str()).collect();
            let body = finding.body.as_deref().unwrap_or_default();
            format!("{} | {} | {} | {body}", finding.title, tags.join(" "), places.join(" "))
        });
        (findings.collect(), found.before)
    }

    #[test]
    fn findings_below_headings_that_state_a_severity() {
        let text = "## Findings\nAll.\n### 1. One\nSeverity: High\n\nIt is.\n\n- `a/b.go:1`\n### 2. Two\nNo more.\n### 3. Three\n**Severity:** Low\n#### Why\nSo.";
        assert_eq!(
            told(text),
            (
                vec![
                    "One | severity-high | a/b.go | It is.\n\n- `a/b.go:1`".to_owned(),
                    "Three | severity-low |  | #### Why\n\nSo.".to_owned()
                ],
                "All.\n\n### 2. Two\n\nNo more.".to_owned()
            )
        );
        assert_eq!(told("## Findings\n### One\nSeverity: it depends").0.len(), 0);
    }

    #[test]
    fn rows_of_a_table_that_states_a_severity() {
        let text = "## Open Issues\n\n| # | Package | Severity | Issue |\n|---|---|---|---|\n| 1 | `left` | High | It is old |\n| 2 | x | ? | y |\n\nEnd.";
        assert_eq!(
            told(text),
            (
                vec!["It is old | severity-high |  | - **#:** 1\n- **Package:** `left`".to_owned()],
                text.trim_start_matches("## Open Issues\n\n").to_owned()
            )
        );
    }
}

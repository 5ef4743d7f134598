//! What a report closes with: what came of its findings, and what to do better next time.

use crate::import::markdown::outline::{Part, trimmed_text};
use crate::import::markdown::table;
use crate::import::slug_of;
use crate::model::finding::{Action, Finding, Resolution};
use crate::model::{Severity, Slug};

/// Notes on what was done from a table `| # | Finding | Action |` into the findings that it names. The section itself is
/// kept, since its words say more.
pub fn read_resolutions(part: &Part<'_>, findings: &mut [Finding]) {
    let mut action_at = None;
    for line in part.lines.iter().filter(|line| !line.is_code) {
        let Some(cells) = table::cells(line.text) else {
            action_at = None;
            continue;
        };
        if let Some(at) = cells.iter().position(|cell| matches!(cell.as_str(), "Action" | "Resolution" | "Status")) {
            action_at = Some(at);
        } else if let Some(at) = action_at.filter(|_| !table::is_delimiter(line.text)) {
            let action = cells.get(at).and_then(|cell| resolution_from_cell(cell));
            let finding = cells.iter().take(at).find_map(|cell| named_finding(cell, findings));
            if let (Some(resolution), Some(finding)) = (action, finding.and_then(|at| findings.get_mut(at))) {
                finding.resolution.get_or_insert(resolution);
            }
        }
    }
}

/// `Fixed (with a test)` as an action and a reason.
fn resolution_from_cell(cell: &str) -> Option<Resolution> {
    let words = cell.trim().trim_matches('*');
    let lower = words.to_lowercase();
    let starts: [(&str, Action); 10] = [
        ("fixed", Action::Fixed),
        ("addressed", Action::Fixed),
        ("skipped", Action::Skipped),
        ("deferred", Action::Skipped),
        ("declined", Action::Declined),
        ("rejected", Action::Declined),
        ("test written", Action::TestWritten),
        ("test added", Action::TestWritten),
        ("commented", Action::Commented),
        ("documented", Action::Documented),
    ];
    let (start, action) = starts.into_iter().find(|(start, _)| lower.starts_with(start))?;
    let rest =
        words.get(start.len()..)?.trim().trim_matches('*').trim_start_matches([':', '—', '–', '-', ',', ' ', '.']);
    let reason = match rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => inner,
        _ => rest,
    };
    Some(Resolution { action, reason: (!reason.is_empty()).then(|| reason.to_owned()), commit: None })
}

/// Which finding `Important I2: …`, `Suggestion #3: …` or `S3` means.
fn named_finding(cell: &str, findings: &[Finding]) -> Option<usize> {
    let mut words = cell.split([' ', ':']).filter(|word| !word.is_empty());
    let first = words.next()?.trim_matches(['*', '`']);
    let by_id = |id: &str| findings.iter().position(|finding| finding.id.as_str() == id);
    let severity = Severity::ALL.iter().find(|severity| severity.word().eq_ignore_ascii_case(first));
    let Some(severity) = severity else { return by_id(first) };
    let second = words.next()?.trim_matches(['*', '`']);
    let nth = |number: &str| {
        let number: usize = number.parse().ok()?;
        let of = findings.iter().enumerate().filter(|(_, finding)| finding.severity == *severity);
        of.map(|(at, _)| at).nth(number.checked_sub(1)?)
    };
    match second.strip_prefix('#') {
        Some(number) => nth(number),
        None => by_id(second).or_else(|| nth(second)),
    }
}

/// Scope and text of each recommendation below `## Review Process Notes` and its like; what stands above the first scope
/// goes with `otherwise`.
pub fn read_recommendations(parts: &[Part<'_>], otherwise: &str) -> Vec<(Slug, String)> {
    let mut out: Vec<(Slug, String)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let mut scope = if at == 0 { slug_of(otherwise) } else { scope_from_heading(part.name()) };
        let mut lines = Vec::new();
        for line in &part.lines {
            let label = line.text.trim().strip_prefix("**").and_then(|text| text.strip_suffix("**"));
            let label = label.map(|label| label.trim_end_matches(':')).filter(|_| !line.is_code);
            let named = label.filter(|label| is_scope(label)).and_then(scope_from_heading);
            if named.is_some() {
                push_recommendation(&mut out, scope.clone(), &trimmed_text(&lines));
                (scope, lines) = (named, Vec::new());
            } else {
                lines.push(*line);
            }
        }
        push_recommendation(&mut out, scope, &trimmed_text(&lines));
    }
    out
}

fn push_recommendation(out: &mut Vec<(Slug, String)>, scope: Option<Slug>, body: &str) {
    if let (Some(scope), false) = (scope, super::design::says_none(body)) {
        out.push((scope, body.to_owned()));
    }
}

fn is_scope(label: &str) -> bool {
    ["Repo context updates", "Skill improvements", "Repo context update", "Skill improvement"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(label))
}

fn scope_from_heading(heading: &str) -> Option<Slug> {
    match heading.to_lowercase().as_str() {
        "repo context updates" | "repo context update" => "repo-context".parse().ok(),
        "skill improvements" | "skill improvement" => "skill".parse().ok(),
        other => slug_of(other),
    }
}

//! The raw reports in the appendix, and which of their findings became which of the consolidated report's.

use super::finding_head::FindingHead;
use super::findings::heads_and_lines;
use super::likeness::Signs;
use super::panel::{Panel, agent_of_heading};
use super::section_kind::{SectionKind, kind_of_section};
use crate::import::markdown::fence::Fence;
use crate::import::markdown::outline::{self, Part};
use crate::import::markdown::paragraphs;
use crate::model::Severity;
use crate::model::finding::Finding;
use crate::model::run::Original;
use std::collections::BTreeSet;

/// A report of the appendix, and the findings in it.
pub struct RawReport {
    pub original: Original,
    own: Vec<OwnFinding>,
}

/// Cuts the appendix into the reports of the agents; what belongs to none comes first.
pub fn read_originals(appendix: &[Part<'_>], panel: Panel<'_>) -> (String, Vec<RawReport>) {
    // All of them in one block of code, for fear of their headings.
    if let [only] = appendix
        && let Some(text) = without_block_around(&only.body())
    {
        let language = only.body().lines().next().and_then(|line| Some(Fence::opening(line)?.info.to_owned()));
        let inside = outline::parts(&text);
        let heading = [Part { level: only.level, title: only.title, lines: Vec::new() }];
        let (before, raw) = read_originals(&[&heading, inside.as_slice()].concat(), panel);
        let said = language.filter(|language| !language.is_empty()).map(|language| said_of_block(&language));
        return (paragraphs([before].into_iter().chain(said)).unwrap_or_default(), raw);
    }
    let mut before = String::new();
    // Where each begins.
    let mut starts: Vec<usize> = Vec::new();
    let mut originals: Vec<Original> = Vec::new();
    let mut level = usize::MAX;
    for (at, part) in appendix.iter().enumerate() {
        // The first of them says how deep the others stand: a report has headings of its own.
        let agent = agent_of_heading(part.title, panel).filter(|_| part.level > 0 && part.level <= level);
        if let Some(agent) = agent {
            level = part.level;
            starts.push(at);
            originals.push(Original { agent, pass: pass_from_heading(part.title), body: part.body() });
            continue;
        }
        let to = originals.last_mut().map_or(&mut before, |original| &mut original.body);
        if at == 0 {
            to.push_str(&part.body());
        } else {
            part.push_markdown(to);
        }
    }
    let mut languages = BTreeSet::new();
    // All of them may stand in one block, of which only the first and the last line are left.
    if let Some(fence) =
        Fence::opening(before.trim()).filter(|fence| !before.trim().contains('\n') && is_markdown(fence))
    {
        if let Some(last) = originals.last_mut() {
            strip_closing(&mut last.body, &fence);
        }
        languages.insert(fence.info.to_owned());
    }
    if !languages.is_empty() {
        before.clear();
    }
    let ends = starts.iter().copied().skip(1).chain([appendix.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| appendix.get(*start..end).unwrap_or_default());
    let raw = originals.into_iter().zip(parts).filter(|(original, _)| !original.body.trim().is_empty());
    let raw: Vec<RawReport> = raw.map(|(original, parts)| raw_report(original, parts, panel, &mut languages)).collect();
    let said = languages.iter().map(|language| said_of_block(language));
    (paragraphs([before].into_iter().chain(said)).unwrap_or_default(), raw)
}

fn raw_report(
    mut original: Original,
    parts: &[Part<'_>],
    panel: Panel<'_>,
    languages: &mut BTreeSet<String>,
) -> RawReport {
    let Some(text) = without_block_around(&original.body) else {
        return RawReport { original, own: own_findings(parts, panel) };
    };
    let fence = original.body.trim_matches('\n').lines().next().and_then(Fence::opening);
    languages.extend(fence.map(|fence| fence.info.to_owned()).filter(|language| !language.is_empty()));
    let own = own_findings(&outline::parts(&text), panel);
    original.body = text;
    RawReport { original, own }
}

/// What the fences said is gone with them.
fn said_of_block(language: &str) -> String {
    format!("Raw reports stood in a block of `{language}`.")
}

fn is_markdown(fence: &Fence<'_>) -> bool {
    ["markdown", "md"].contains(&fence.info)
}

fn strip_closing(body: &mut String, fence: &Fence<'_>) {
    let start = body.trim_end().rfind('\n').map_or(0, |at| at + 1);
    if body.get(start..).is_some_and(|last| fence.is_closed_by(last.trim_end())) {
        body.truncate(start);
        body.truncate(body.trim_end().len());
    }
}

/// How far into a block its first heading may stand.
const FIRST_LINES: usize = 60;

/// A report that was put into a block of code, without the block; `None` where it is not in one.
fn without_block_around(body: &str) -> Option<String> {
    let body = body.trim_matches('\n').trim_end();
    let lines: Vec<&str> = body.lines().collect();
    let fence = Fence::opening(lines.first()?)?;
    // Where the block says nothing, headings that only reports have do.
    let is_known =
        |line: &&str| outline::heading(line).is_some_and(|(_, title)| kind_of_section(title) != SectionKind::Nothing);
    let reads_like_one = || lines.iter().skip(1).take(FIRST_LINES).any(is_known);
    if !(is_markdown(&fence) || (fence.info.is_empty() && reads_like_one())) {
        return None;
    }
    // Blocks inside may have as many marks, and would end it for a reader of Markdown: what ends it is the last line.
    if lines.len() > 2 && lines.last().is_some_and(|last| fence.is_closed_by(last)) {
        return Some(lines.get(1..lines.len() - 1)?.join("\n").trim_matches('\n').to_owned());
    }
    let inside = lines.get(1..)?;
    let end = inside.iter().position(|line| fence.is_closed_by(line)).unwrap_or(inside.len());
    let (text, behind) = inside.split_at(end);
    let has_blocks = text.iter().any(|line| Fence::opening(line).is_some());
    let (text, behind) = if has_blocks { (inside, &[][..]) } else { (text, behind.get(1..).unwrap_or_default()) };
    Some([text, behind].concat().join("\n").trim_matches('\n').to_owned())
}

/// `[Claude] — Pass 2`
fn pass_from_heading(heading: &str) -> Option<u32> {
    let words = heading.to_lowercase();
    let (_, after) = words.rsplit_once("pass ")?;
    after.trim_end_matches(')').parse().ok().filter(|pass| *pass > 0)
}

/// Fills in how each agent rated a finding itself, and its id in the agent's own report, where it is clear which of its
/// findings it was.
pub fn credit_originals(findings: &mut [Finding], originals: &[RawReport]) {
    for finding in findings {
        // Only made for findings that an agent with a report of its own is credited for.
        let mut signs = None;
        for RawReport { original, own } in originals {
            let credit = finding.found_by.iter().position(|credit| {
                credit.agent == original.agent
                    && credit.reference.is_none()
                    && credit.severity.is_none()
                    && credit.pass.is_none_or(|pass| original.pass.is_none_or(|own| own == pass))
            });
            let Some(credit) = credit.filter(|_| !own.is_empty()) else { continue };
            let signs = signs.get_or_insert_with(|| signs_of(finding));
            if let (Some(own), Some(credit)) = (best_match(signs, own), finding.found_by.get_mut(credit)) {
                credit.severity = Some(own.severity);
                credit.reference.clone_from(&own.id);
                credit.pass = credit.pass.or(original.pass);
            }
        }
    }
}

/// A finding of an agent's own report.
struct OwnFinding {
    severity: Severity,
    id: Option<String>,
    signs: Signs,
}

fn signs_of(finding: &Finding) -> Signs {
    let texts = std::iter::once(finding.title.as_str()).chain(finding.body.iter().flat_map(|body| body.lines()));
    Signs::of_finding(&finding.title, &finding.locations, texts)
}

fn own_findings(parts: &[Part<'_>], panel: Panel<'_>) -> Vec<OwnFinding> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let inside = parts.iter().skip(at + 1).take_while(|next| next.level > part.level).count();
        match severity_from_heading(part.name()) {
            Some(severity) => {
                let found = heads_and_lines(parts.get(at..=at + inside).unwrap_or_default(), panel);
                out.extend(found.iter().map(|(head, lines)| own_finding(head, lines, severity)));
                at += inside + 1;
            }
            None => at += 1,
        }
    }
    out
}

/// The severity that a section's heading names: `Critical`, `Important Issues (2)`.
pub fn severity_from_heading(heading: &str) -> Option<Severity> {
    let words = heading.trim_end_matches(')').to_lowercase();
    let (words, count) = words.rsplit_once(" (").unwrap_or((&words, "0"));
    let (name, what) = words.split_once(' ').unwrap_or((words, "issues"));
    let is_what = ["issue", "issues", "finding", "findings"].contains(&what);
    let is_count = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
    let severities = [Severity::Critical, Severity::Important, Severity::Suggestion];
    let named = severities.into_iter().find(|severity| severity.word() == name.strip_suffix('s').unwrap_or(name));
    named.filter(|_| is_what && is_count)
}

fn own_finding(head: &FindingHead, lines: &[&str], severity: Severity) -> OwnFinding {
    let id =
        head.number.map(|number| head.letter.map_or_else(|| number.to_string(), |letter| format!("{letter}{number}")));
    let texts = std::iter::once(head.title.as_str()).chain(lines.iter().copied());
    OwnFinding { severity, id, signs: Signs::of_finding(&head.title, &head.marks.locations, texts) }
}

/// The one own finding that is by far the most alike; none where two are close, or the best is not alike enough.
fn best_match<'o>(signs: &Signs, own: &'o [OwnFinding]) -> Option<&'o OwnFinding> {
    let mut scored: Vec<(f64, &OwnFinding)> = own.iter().map(|one| (signs.likeness(&one.signs), one)).collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let (best, one) = scored.first()?;
    let second = scored.get(1).map_or(0.0, |(score, _)| *score);
    (*best >= 0.75 && best - second >= 0.2).then_some(*one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_a_severity() {
        for (heading, severity) in [
            ("Critical", Some(Severity::Critical)),
            ("CRITICAL", Some(Severity::Critical)),
            ("Important Issues", Some(Severity::Important)),
            ("Important issues (0)", Some(Severity::Important)),
            ("Suggestions", Some(Severity::Suggestion)),
            ("Suggestion Findings (12)", Some(Severity::Suggestion)),
            ("Important notes", None),
            ("Critical Issues (none)", None),
            ("Concern", None),
            ("", None),
        ] {
            assert_eq!(severity_from_heading(heading), severity, "{heading}");
        }
    }

    #[test]
    fn a_report_is_taken_out_of_the_block_around_it() {
        for (body, text) in [
            ("````markdown\n# R\n\n```go\nx\n```\n````", Some("# R\n\n```go\nx\n```")),
            ("```\nSo.\n## Findings\n\n```go\nx\n```\n\nEnd.\n```", Some("So.\n## Findings\n\n```go\nx\n```\n\nEnd.")),
            ("```md\n# R\n```\n\nBehind it.", Some("# R\n\nBehind it.")),
            ("```\n# Findings\n```go\nx\n```\nEnd.```", Some("# Findings\n```go\nx\n```\nEnd.```")),
            ("```md\nnever closed", Some("never closed")),
            ("```go\n// R\n```", None),
            ("```\nx := 1\n```", None),
            ("# R\n\n```md\nx\n```", None),
            ("", None),
        ] {
            assert_eq!(without_block_around(body).as_deref(), text, "{body}");
        }
    }
}

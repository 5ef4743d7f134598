//! The raw reports in the appendix, and which of their findings became which of the consolidated report's.

use super::finding_head::FindingHead;
use super::findings::heads_and_lines;
use super::likeness::Signs;
use super::panel::{Panel, agent_of_heading};
use crate::import::markdown::outline::Part;
use crate::model::Severity;
use crate::model::finding::Finding;
use crate::model::run::Original;

/// A report of the appendix, and the findings in it.
pub struct RawReport {
    pub original: Original,
    own: Vec<OwnFinding>,
}

/// Cuts the appendix into the reports of the agents; what belongs to none comes first.
pub fn read_originals(appendix: &[Part<'_>], panel: Panel<'_>) -> (String, Vec<RawReport>) {
    let mut before = String::new();
    // Where each begins.
    let mut starts: Vec<usize> = Vec::new();
    let mut originals: Vec<Original> = Vec::new();
    let mut level = usize::MAX;
    for (at, part) in appendix.iter().enumerate() {
        // The first of them says how deep the others stand: a report has headings of its own.
        let agent = agent_of_heading(part.title, panel).filter(|_| at > 0 && part.level <= level);
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
    let ends = starts.iter().copied().skip(1).chain([appendix.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| appendix.get(*start..end).unwrap_or_default());
    let raw = originals.into_iter().zip(parts).filter(|(original, _)| !original.body.trim().is_empty());
    (before, raw.map(|(original, parts)| RawReport { original, own: own_findings(parts, panel) }).collect())
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

/// The severity that a section's heading names.
pub fn severity_from_heading(heading: &str) -> Option<Severity> {
    let names = [
        ("critical", Severity::Critical),
        ("important", Severity::Important),
        ("suggestions", Severity::Suggestion),
        ("suggestion", Severity::Suggestion),
    ];
    names.into_iter().find_map(|(name, severity)| {
        let start = heading.get(..name.len())?;
        let rest = || heading[name.len()..].to_lowercase();
        let counts = || ["", " issues", " findings", " (0)", " issues (0)", " findings (0)"].contains(&rest().as_str());
        (start.eq_ignore_ascii_case(name) && counts()).then_some(severity)
    })
}

fn own_finding(head: &FindingHead, lines: &[&str], severity: Severity) -> OwnFinding {
    let id =
        head.number.map(|number| head.letter.map_or_else(|| number.to_string(), |letter| format!("{letter}{number}")));
    let texts = std::iter::once(head.title.as_str()).chain(lines.iter().copied());
    OwnFinding { severity, id, signs: Signs::of_finding(&head.title, &head.locations, texts) }
}

/// The one own finding that is by far the most alike; none where two are close, or the best is not alike enough.
fn best_match<'o>(signs: &Signs, own: &'o [OwnFinding]) -> Option<&'o OwnFinding> {
    let mut scored: Vec<(f64, &OwnFinding)> = own.iter().map(|one| (signs.likeness(&one.signs), one)).collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let (best, one) = scored.first()?;
    let second = scored.get(1).map_or(0.0, |(score, _)| *score);
    (*best >= 0.75 && best - second >= 0.2).then_some(*one)
}

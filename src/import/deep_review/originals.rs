//! The raw reports in the appendix, and which of their findings became which of the consolidated report's.

use super::findings::findings;
use super::head::{Head, Panel};
use super::outline::{Part, parts};
use super::retro::agent_of;
use crate::model::Severity;
use crate::model::finding::Finding;
use crate::model::run::Original;
use std::collections::BTreeSet;

/// Cuts the appendix into the reports of the agents; what belongs to none comes first.
#[must_use]
pub fn originals(appendix: &[Part<'_>], panel: Panel<'_>) -> (String, Vec<Original>) {
    let mut before = String::new();
    let mut out: Vec<Original> = Vec::new();
    let mut level = usize::MAX;
    for (at, part) in appendix.iter().enumerate() {
        // The first of them says how deep the others stand: a report has headings of its own.
        let agent = agent_of(part.title, panel).filter(|_| at > 0 && part.level <= level);
        if let Some(agent) = agent {
            level = part.level;
            out.push(Original { agent, pass: pass_of(part.title), body: part.body() });
            continue;
        }
        let text = if at == 0 { part.body() } else { part.markdown() };
        let to = out.last_mut().map_or(&mut before, |original| &mut original.body);
        if !to.is_empty() && !text.is_empty() {
            to.push_str("\n\n");
        }
        to.push_str(&text);
    }
    out.retain(|original| !original.body.trim().is_empty());
    (before, out)
}

/// `[Claude] — Pass 2`
fn pass_of(heading: &str) -> Option<u32> {
    let words = heading.to_lowercase();
    let (_, after) = words.rsplit_once("pass ")?;
    after.trim_end_matches(')').parse().ok().filter(|pass| *pass > 0)
}

/// Fills in how each agent rated a finding itself, and its id in the agent's own report, where it is clear which of its
/// findings it was.
pub fn credit_originals(findings: &mut [Finding], originals: &[Original], panel: Panel<'_>) {
    for original in originals {
        let own = own_findings(original, panel);
        for finding in findings.iter_mut() {
            let matched = best_match(finding, &own);
            let credit = finding.found_by.iter_mut().find(|credit| {
                credit.agent == original.agent
                    && credit.pass.is_none_or(|pass| original.pass.is_none_or(|own| own == pass))
            });
            if let (Some(own), Some(credit)) = (matched, credit)
                && credit.reference.is_none()
                && credit.severity.is_none()
            {
                credit.severity = Some(own.severity);
                credit.reference.clone_from(&own.id);
                credit.pass = credit.pass.or(original.pass);
            }
        }
    }
}

/// A finding of an agent's own report.
struct Own {
    severity: Severity,
    id: Option<String>,
    files: BTreeSet<String>,
    words: BTreeSet<String>,
    code: BTreeSet<String>,
}

fn own_findings(original: &Original, panel: Panel<'_>) -> Vec<Own> {
    let parts = parts(&original.body);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let inside = parts.iter().skip(at + 1).take_while(|next| next.level > part.level).count();
        match severity_of(part.name()) {
            Some(severity) => {
                let found = findings(parts.get(at..=at + inside).unwrap_or_default(), severity, panel);
                out.extend(found.findings.iter().map(|(head, finding)| own(head, finding)));
                at += inside + 1;
            }
            None => at += 1,
        }
    }
    out
}

/// The severity that a section's heading names.
#[must_use]
pub fn severity_of(heading: &str) -> Option<Severity> {
    let words = heading.to_lowercase();
    let words = words.trim_end_matches(" issues").trim_end_matches(" findings").trim_end_matches(" (0)");
    match words {
        "critical" => Some(Severity::Critical),
        "important" => Some(Severity::Important),
        "suggestion" | "suggestions" => Some(Severity::Suggestion),
        _ => None,
    }
}

fn own(head: &Head, finding: &Finding) -> Own {
    let id =
        head.number.map(|number| head.letter.map_or_else(|| number.to_string(), |letter| format!("{letter}{number}")));
    Own { severity: finding.severity, id, files: files(finding), words: words(&finding.title), code: code(finding) }
}

fn files(finding: &Finding) -> BTreeSet<String> {
    finding.locations.iter().filter_map(|place| place.path.rsplit('/').next()).map(str::to_lowercase).collect()
}

/// The telling words of a title.
fn words(title: &str) -> BTreeSet<String> {
    let words = title.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word.len() > 3);
    words.map(str::to_lowercase).collect()
}

/// What a title or a text names in backticks.
fn code(finding: &Finding) -> BTreeSet<String> {
    let texts = [Some(finding.title.as_str()), finding.body.as_deref()];
    let spans = texts.into_iter().flatten().flat_map(|text| text.split('`').skip(1).step_by(2));
    spans.filter(|span| span.len() > 2 && !span.contains('\n')).map(str::to_lowercase).take(40).collect()
}

/// The one own finding that is by far the most alike; none where two are close, or the best is not alike enough.
fn best_match<'o>(finding: &Finding, own: &'o [Own]) -> Option<&'o Own> {
    let (files, words, code) = (files(finding), words(&finding.title), code(finding));
    let mut scored: Vec<(f64, &Own)> = own
        .iter()
        .map(|one| {
            let same_file = if files.is_disjoint(&one.files) { 0.0 } else { 1.0 };
            let score = 0.5 * same_file + share(&words, &one.words) + 0.5 * share(&code, &one.code);
            (score, one)
        })
        .collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let (best, one) = scored.first()?;
    let second = scored.get(1).map_or(0.0, |(score, _)| *score);
    (*best >= 0.75 && best - second >= 0.2).then_some(*one)
}

/// How many of the fewer words two sets share (Szymkiewicz–Simpson overlap).
#[expect(clippy::cast_precision_loss, reason = "sets of a few words")]
fn share(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let smaller = a.len().min(b.len());
    if smaller == 0 { 0.0 } else { a.intersection(b).count() as f64 / smaller as f64 }
}

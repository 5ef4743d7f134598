//! The raw reports in the appendix, and which of their findings became which of the consolidated report's.

use super::findings::heads_and_lines;
use super::head::{Head, Panel};
use super::outline::{Part, parts};
use super::retro::agent_of;
use crate::model::Severity;
use crate::model::finding::{Finding, Location};
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
    let signs: Vec<Signs> = findings.iter().map(signs).collect();
    for original in originals {
        let own = own_findings(original, panel);
        for (finding, signs) in findings.iter_mut().zip(&signs) {
            let credit = finding.found_by.iter_mut().find(|credit| {
                credit.agent == original.agent
                    && credit.reference.is_none()
                    && credit.severity.is_none()
                    && credit.pass.is_none_or(|pass| original.pass.is_none_or(|own| own == pass))
            });
            let Some(credit) = credit else { continue };
            if let Some(own) = best_match(signs, &own) {
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
    signs: Signs,
}

/// What two findings are told alike by.
struct Signs {
    files: BTreeSet<String>,
    words: BTreeSet<String>,
    code: BTreeSet<String>,
}

impl Signs {
    fn of<'t>(title: &str, locations: &[Location], lines: impl Iterator<Item = &'t str>) -> Self {
        let files = locations.iter().filter_map(|place| place.path.rsplit('/').next()).map(str::to_lowercase);
        Self { files: files.collect(), words: words(title), code: code(lines) }
    }
}

fn signs(finding: &Finding) -> Signs {
    let texts = std::iter::once(finding.title.as_str()).chain(finding.body.iter().flat_map(|body| body.lines()));
    Signs::of(&finding.title, &finding.locations, texts)
}

fn own_findings(original: &Original, panel: Panel<'_>) -> Vec<Own> {
    let parts = parts(&original.body);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let inside = parts.iter().skip(at + 1).take_while(|next| next.level > part.level).count();
        match severity_of(part.name()) {
            Some(severity) => {
                let found = heads_and_lines(parts.get(at..=at + inside).unwrap_or_default(), panel);
                out.extend(found.iter().map(|(head, lines)| own(head, lines, severity)));
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

fn own(head: &Head, lines: &[&str], severity: Severity) -> Own {
    let id =
        head.number.map(|number| head.letter.map_or_else(|| number.to_string(), |letter| format!("{letter}{number}")));
    let texts = std::iter::once(head.title.as_str()).chain(lines.iter().copied());
    Own { severity, id, signs: Signs::of(&head.title, &head.locations, texts) }
}

/// The telling words of a title.
fn words(title: &str) -> BTreeSet<String> {
    let words = title.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word.len() > 3);
    words.map(str::to_lowercase).collect()
}

/// What lines name in backticks.
fn code<'t>(lines: impl Iterator<Item = &'t str>) -> BTreeSet<String> {
    let spans = lines.filter(|line| !line.starts_with("```")).flat_map(|line| line.split('`').skip(1).step_by(2));
    spans.filter(|span| span.len() > 2).map(str::to_lowercase).take(40).collect()
}

/// The one own finding that is by far the most alike; none where two are close, or the best is not alike enough.
fn best_match<'o>(signs: &Signs, own: &'o [Own]) -> Option<&'o Own> {
    let mut scored: Vec<(f64, &Own)> = own
        .iter()
        .map(|one| {
            let same_file = if signs.files.is_disjoint(&one.signs.files) { 0.0 } else { 1.0 };
            let score =
                0.5 * same_file + share(&signs.words, &one.signs.words) + 0.5 * share(&signs.code, &one.signs.code);
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

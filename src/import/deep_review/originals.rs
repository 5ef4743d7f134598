//! The raw reports in the appendix, and which of their findings became which of the consolidated report's.

use super::findings::heads_and_lines;
use super::head::{Head, Panel};
use super::retro::agent_of;
use crate::import::markdown::outline::Part;
use crate::model::Severity;
use crate::model::finding::{Finding, Location};
use crate::model::run::Original;

/// A report of the appendix, and the findings in it.
pub struct Raw {
    /// The report.
    pub original: Original,
    own: Vec<Own>,
}

/// Cuts the appendix into the reports of the agents; what belongs to none comes first.
#[must_use]
pub fn originals(appendix: &[Part<'_>], panel: Panel<'_>) -> (String, Vec<Raw>) {
    let mut before = String::new();
    // Where each begins.
    let mut starts: Vec<usize> = Vec::new();
    let mut originals: Vec<Original> = Vec::new();
    let mut level = usize::MAX;
    for (at, part) in appendix.iter().enumerate() {
        // The first of them says how deep the others stand: a report has headings of its own.
        let agent = agent_of(part.title, panel).filter(|_| at > 0 && part.level <= level);
        if let Some(agent) = agent {
            level = part.level;
            starts.push(at);
            originals.push(Original { agent, pass: pass_of(part.title), body: part.body() });
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
    (before, raw.map(|(original, parts)| Raw { original, own: own_findings(parts, panel) }).collect())
}

/// `[Claude] — Pass 2`
fn pass_of(heading: &str) -> Option<u32> {
    let words = heading.to_lowercase();
    let (_, after) = words.rsplit_once("pass ")?;
    after.trim_end_matches(')').parse().ok().filter(|pass| *pass > 0)
}

/// Fills in how each agent rated a finding itself, and its id in the agent's own report, where it is clear which of its
/// findings it was.
pub fn credit_originals(findings: &mut [Finding], originals: &[Raw]) {
    for finding in findings {
        // Only made for findings that an agent with a report of its own is credited for.
        let mut signs = None;
        for Raw { original, own } in originals {
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
struct Own {
    severity: Severity,
    id: Option<String>,
    signs: Signs,
}

/// What two findings are told alike by: [`sign`]s of words, each once and in order.
struct Signs {
    files: Vec<u64>,
    words: Vec<u64>,
    code: Vec<u64>,
}

impl Signs {
    fn of<'t>(title: &str, locations: &[Location], lines: impl Iterator<Item = &'t str>) -> Self {
        let files = locations.iter().filter_map(|place| place.path.rsplit('/').next()).map(sign);
        Self { files: each_once(files), words: words(title), code: code(lines) }
    }
}

/// A word's hash, whatever the case of its ASCII letters. That two words share one is far less likely than that two findings share a word.
fn sign(word: &str) -> u64 {
    // 64-bit FNV-1a (Fowler, Noll, Vo).
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

fn each_once(signs: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut signs: Vec<u64> = signs.collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

fn signs_of(finding: &Finding) -> Signs {
    let texts = std::iter::once(finding.title.as_str()).chain(finding.body.iter().flat_map(|body| body.lines()));
    Signs::of(&finding.title, &finding.locations, texts)
}

fn own_findings(parts: &[Part<'_>], panel: Panel<'_>) -> Vec<Own> {
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

fn own(head: &Head, lines: &[&str], severity: Severity) -> Own {
    let id =
        head.number.map(|number| head.letter.map_or_else(|| number.to_string(), |letter| format!("{letter}{number}")));
    let texts = std::iter::once(head.title.as_str()).chain(lines.iter().copied());
    Own { severity, id, signs: Signs::of(&head.title, &head.locations, texts) }
}

/// The telling words of a title.
fn words(title: &str) -> Vec<u64> {
    each_once(title.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word.len() > 3).map(sign))
}

/// What lines name in backticks.
fn code<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<u64> {
    let has_code = |line: &&str| memchr::memchr(b'`', line.as_bytes()).is_some() && !line.starts_with("```");
    let spans = lines.filter(has_code).flat_map(|line| line.split('`').skip(1).step_by(2));
    each_once(spans.filter(|span| span.len() > 2).take(40).map(sign))
}

/// The one own finding that is by far the most alike; none where two are close, or the best is not alike enough.
fn best_match<'o>(signs: &Signs, own: &'o [Own]) -> Option<&'o Own> {
    let mut scored: Vec<(f64, &Own)> = own
        .iter()
        .map(|one| {
            let same_file = if shared(&signs.files, &one.signs.files) == 0 { 0.0 } else { 1.0 };
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
fn share(a: &[u64], b: &[u64]) -> f64 {
    let smaller = a.len().min(b.len());
    if smaller == 0 { 0.0 } else { shared(a, b) as f64 / smaller as f64 }
}

/// How many signs two sets share.
fn shared(a: &[u64], b: &[u64]) -> usize {
    a.iter().filter(|sign| b.binary_search(sign).is_ok()).count()
}

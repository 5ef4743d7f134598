//! What the headings of a report say is below them, and how far that goes.

use super::originals::severity_from_heading;
use crate::import::markdown::outline::Part;
use crate::model::Severity;

/// What a heading says is below it.
#[derive(Clone, Copy, PartialEq)]
pub enum SectionKind {
    Summary,
    Severity(Severity),
    Design,
    Retro,
    Recommendations,
    Resolution,
    Appendix,
    /// A heading around others.
    Wrapper,
    /// A section that the format keeps as text.
    Text,
    Nothing,
}

pub fn kind_of_section(name: &str) -> SectionKind {
    if let Some(severity) = severity_from_heading(name) {
        return SectionKind::Severity(severity);
    }
    let words = name.to_lowercase();
    match words.as_str() {
        "executive summary" | "summary" => SectionKind::Summary,
        "design observations" => SectionKind::Design,
        "agent performance"
        | "agent performance retro"
        | "agent performance retrospective"
        | "agent retro"
        | "retro"
        | "retrospective" => SectionKind::Retro,
        "improvement recommendations"
        | "skill improvement recommendations"
        | "review process notes"
        | "process notes" => SectionKind::Recommendations,
        "resolution" | "resolutions" => SectionKind::Resolution,
        "consolidated review" | "findings" => SectionKind::Wrapper,
        "testing assessment"
        | "documentation assessment"
        | "commit structure"
        | "unresolved feedback"
        | "acknowledged limitations"
        | "coverage summary" => SectionKind::Text,
        "original reviews" | "original reports" | "raw reviews" | "raw reports" => SectionKind::Appendix,
        _ if words.starts_with("appendix") => SectionKind::Appendix,
        _ if RESOLUTIONS.iter().any(|start| words.starts_with(start)) => SectionKind::Resolution,
        _ => SectionKind::Nothing,
    }
}

/// How headings above the closing table begin, where they say more than that it is one.
const RESOLUTIONS: [&str; 7] = [
    "resolution (",
    "resolution —",
    "resolution –",
    "resolution:",
    "resolution log",
    "resolution of ",
    "resolution summary",
];

/// Whether any heading below the first is known.
pub fn is_around_known(parts: &[Part<'_>]) -> bool {
    let level = parts.first().map_or(0, |part| part.level);
    let inside = parts.iter().skip(1).take_while(|part| part.level > level);
    inside.into_iter().any(|part| !matches!(kind_of_section(part.name()), SectionKind::Nothing))
}

/// Whether a section of this sort ends at a heading, though it stands below it.
pub fn ends_at(this: SectionKind, next: &Part<'_>) -> bool {
    match kind_of_section(next.name()) {
        SectionKind::Nothing | SectionKind::Wrapper => false,
        // "Summary" closes the retro, too.
        SectionKind::Summary => next.name().eq_ignore_ascii_case("executive summary"),
        _ => this != SectionKind::Retro,
    }
}

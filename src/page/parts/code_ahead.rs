//! The code of a run, parsed before its pages are made: in one go instead of block by block. Whatever is missed here is
//! parsed when its page is made, so that nothing but time depends on it.

use crate::model::Run;
use crate::model::finding::{Excerpt, Finding};
use crate::text::code::{fences, without_common_indentation};
use crate::text::highlight::{Highlighter, language_of_path};

/// Has the excerpts and the fenced blocks of a run parsed.
pub fn parse_ahead(highlighter: &Highlighter, run: &Run) {
    let excerpts: Vec<(&str, String)> = run.findings.iter().flat_map(|finding| &finding.excerpts).map(shown).collect();
    let excerpts = excerpts.iter().map(|(language, code)| (*language, code.as_str()));
    highlighter.parse_ahead(excerpts.chain(of_findings(run)).chain(of_run(run)));
}

fn shown(excerpt: &Excerpt) -> (&str, String) {
    (excerpt_language(excerpt).unwrap_or_default(), without_common_indentation(&excerpt.code))
}

/// The language of an excerpt: the one that it names, else that of its file.
pub fn excerpt_language(excerpt: &Excerpt) -> Option<&str> {
    excerpt.language.as_deref().or_else(|| excerpt.path.as_deref().and_then(language_of_path))
}

/// The language of blocks in a finding's texts that name none.
pub fn finding_language(finding: &Finding) -> Option<&str> {
    let named = finding.excerpts.first().and_then(|excerpt| excerpt.language.as_deref());
    named.or_else(|| finding.locations.first().and_then(|location| language_of_path(&location.path)))
}

fn of_findings(run: &Run) -> impl Iterator<Item = (&str, &str)> {
    run.findings.iter().flat_map(|finding| {
        let language = finding_language(finding).unwrap_or_default();
        let reason = finding.resolution.as_ref().and_then(|resolution| resolution.reason.as_deref());
        let texts = [finding.body.as_deref(), finding.fix.as_deref(), reason];
        let blocks = texts.into_iter().flatten().flat_map(fences);
        let blocks = blocks.map(move |(info, code)| (if info.is_empty() { language } else { info }, code));
        blocks.chain(finding.repro.iter().map(|repro| (repro.language.as_str(), repro.script.trim_end())))
    })
}

fn of_run(run: &Run) -> impl Iterator<Item = (&str, &str)> {
    let sections = run.sections.iter().map(|(_, body)| body.as_str());
    let originals = run.originals.iter().map(|original| original.body.as_str());
    run.summary.as_deref().into_iter().chain(sections).chain(originals).flat_map(fences)
}

//! The code of a run, parsed before its pages are made: in one go instead of block by block, while the pages of the run before
//! are made. Whatever is missed here is parsed when its page is made, so that nothing but time depends on it.

use crate::model::Run;
use crate::model::finding::{Excerpt, Finding};
use crate::text::code::{fences, parsed_part, parsed_side, without_common_indentation};
use crate::text::highlight::{Ahead, Highlighter, language_of_path};
use std::borrow::Cow;

/// A language, and code in it.
type Block<'r> = (&'r str, Cow<'r, str>);

/// Begins to parse the excerpts, patches, scripts and fenced blocks of a run.
pub fn begin_code<'h>(highlighter: &'h Highlighter, run: &Run) -> Ahead<'h> {
    highlighter.begin(run.findings.iter().flat_map(of_finding).chain(of_texts(run)))
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

fn of_finding(finding: &Finding) -> impl Iterator<Item = Block<'_>> {
    let language = finding_language(finding);
    let shown = |excerpt: &'_ Excerpt| -> Cow<'_, str> { Cow::Owned(without_common_indentation(&excerpt.code)) };
    let excerpts = finding.excerpts.iter();
    let excerpts = excerpts.map(move |excerpt| (excerpt_language(excerpt).unwrap_or_default(), shown(excerpt)));
    let patch = finding.patch.iter().map(move |patch| parsed_side(language, patch));
    let repro = finding.repro.iter();
    let repro = repro.map(|repro| (repro.language.as_str(), Cow::Borrowed(repro.script.trim_end())));
    let reason = finding.resolution.as_ref().and_then(|resolution| resolution.reason.as_deref());
    let texts = [finding.body.as_deref(), finding.fix.as_deref(), reason].into_iter().flatten();
    excerpts.chain(patch).chain(repro).chain(texts.flat_map(move |text| of_text(text, language)))
}

fn of_texts(run: &Run) -> impl Iterator<Item = Block<'_>> {
    let sections = run.sections.iter().map(|(_, body)| body.as_str());
    let gaps = run.gaps.iter().map(|gap| gap.body.as_str());
    let originals = run.originals.iter().map(|original| original.body.as_str());
    run.summary.as_deref().into_iter().chain(sections).chain(gaps).chain(originals).flat_map(|text| of_text(text, None))
}

fn of_text<'r>(text: &'r str, language: Option<&'r str>) -> impl Iterator<Item = Block<'r>> {
    fences(text).map(move |(info, code)| parsed_part(info, language, code))
}

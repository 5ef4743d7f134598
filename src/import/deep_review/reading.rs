//! The sections of a report, each handed to whoever knows it, and the run that comes of them.

use super::closing_sections::Appendix;
use super::findings::{self, Found};
use super::gaps::{self, Gaps};
use super::header::Header;
use super::ids::Ids;
use super::originals::{self, RawReport};
use super::panel::Panel;
use super::prior_decisions::read_prior_decisions;
use super::rated_findings::{can_hold_rated, read_rated};
use super::resolutions::read_resolutions;
use super::reviewed_commit::{Evidence, reviewed_commit};
use super::section_kind::{SectionKind, ends_at, is_around_known, kind_of_section};
use super::{design, recommendations, retro};
use crate::import::Imported;
use crate::import::markdown::outline::{self, Part};
use crate::model::finding::{Finding, Role};
use crate::model::run::{Metrics, PriorDecision, Recommendation, Retro, Strength};
use crate::model::{Date, Run, Severity, Slug};

/// A run while its sections are read.
#[derive(Default)]
pub struct Reading<'p> {
    header: Header,
    panel: Panel<'p>,
    summary: Option<String>,
    found: Vec<(Severity, Found)>,
    strengths: Vec<Strength>,
    prior_decisions: Vec<PriorDecision>,
    gaps: Gaps,
    sections: Vec<(String, String)>,
    metrics: Vec<Metrics>,
    retro: Option<Retro>,
    recommendations: Vec<Recommendation>,
    originals: Vec<RawReport>,
    /// Where the closing table of resolutions stands.
    resolutions: Vec<String>,
    kept: Vec<String>,
}

impl<'p> Reading<'p> {
    /// Of a report with this head and panel.
    pub fn new(panel: Panel<'p>, header: Header) -> Self {
        Self { header, panel, ..Self::default() }
    }
}

impl Reading<'_> {
    /// Hands each section with the headings below it to whoever knows it.
    pub fn take_sections(&mut self, parts: &[Part<'_>]) {
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            let rest = parts.get(at..).unwrap_or_default();
            let length = match kind_of_section(part.name()) {
                // It goes on to the end.
                SectionKind::Appendix => rest.len(),
                SectionKind::Wrapper if part.body().is_empty() && is_around_known(rest) => 1,
                // A section ends where another one of those known here begins, however deep it stands.
                kind => {
                    1 + rest.iter().skip(1).take_while(|next| next.level > part.level && !ends_at(kind, next)).count()
                }
            };
            self.take_section(rest.get(..length).unwrap_or_default());
            at += length.max(1);
        }
    }

    fn take_section(&mut self, parts: &[Part<'_>]) {
        let Some(part) = parts.first() else { return };
        let panel = self.panel;
        if kind_of_section(part.name()) != SectionKind::Appendix {
            self.prior_decisions.extend(read_prior_decisions(parts));
        }
        match kind_of_section(part.name()) {
            SectionKind::Summary => {
                let body = whole(parts);
                match &mut self.summary {
                    None => self.summary = Some(body).filter(|body| !body.is_empty()),
                    Some(_) => self.keep(part.name(), body),
                }
            }
            SectionKind::Severity(severity) => {
                let found = findings::read_findings(parts, severity, panel);
                if !design::says_none(&found.before) {
                    self.keep(part.name(), found.before.clone());
                }
                self.take_found(found);
            }
            SectionKind::Design => {
                let design = design::read_design(parts, panel);
                self.take_found(design.concerns);
                self.strengths.extend(design.strengths);
                if !design.rest.is_empty() {
                    self.keep(part.name(), design.rest.join("\n\n"));
                }
            }
            // A second one would count every figure twice.
            SectionKind::Retro if self.retro.is_some() => self.keep(part.title, whole(parts)),
            SectionKind::Retro => {
                let read = retro::read_retro(parts, panel);
                self.metrics = read.metrics;
                self.retro = Some(read.retro);
            }
            SectionKind::Recommendations => {
                let scope = part.name().to_lowercase();
                let scope = if scope.starts_with("skill") { "skill" } else { &scope };
                self.recommendations.extend(recommendations::read_recommendations(parts, scope));
            }
            SectionKind::Resolution => {
                self.resolutions.push(part.markdown());
                self.sections.push((part.title.to_owned(), whole(parts)));
            }
            SectionKind::Appendix => {
                let appendix = Appendix::of(parts, panel);
                for closing in &appendix.closing {
                    self.take_section(closing);
                }
                let (before, originals) = originals::read_originals(&appendix.reports, panel);
                self.originals.extend(originals);
                if !before.trim().is_empty() {
                    self.keep(part.name(), before);
                }
            }
            SectionKind::Text => {
                if let Some(kind) = gaps::kind_from_heading(part.name()) {
                    self.gaps.take_assessment(parts, kind);
                }
                let body = whole(parts);
                if !body.is_empty() {
                    self.sections.push((part.name().to_owned(), body));
                }
            }
            SectionKind::Wrapper | SectionKind::Nothing => {
                let title = if part.title.is_empty() { "Notes" } else { part.title };
                let rated = if can_hold_rated(part.name()) { read_rated(parts, panel) } else { Found::default() };
                if rated.findings.is_empty() {
                    self.keep(title, whole(parts));
                } else {
                    self.keep(title, rated.before.clone());
                    self.take_found(rated);
                }
            }
        }
    }

    /// Puts each finding to those of its own severity, which need not be that of the section.
    fn take_found(&mut self, found: Found) {
        for (head, finding) in found.findings {
            let severity = finding.severity;
            match self.found.iter_mut().find(|(of, _)| *of == severity) {
                Some((_, found)) => found.findings.push((head, finding)),
                None => self.found.push((severity, Found { findings: vec![(head, finding)], ..Found::default() })),
            }
        }
    }

    /// Keeps as text what has no field of its own.
    fn keep(&mut self, title: &str, body: String) {
        if !body.trim().is_empty() {
            self.kept.push(format!("section \"{title}\""));
            self.sections.push((title.to_owned(), body));
        }
    }

    /// Decides which commit was reviewed: the one that the report states, else the one that is asked for, else what the
    /// rest of the report says.
    pub fn decide_revision(&mut self, text: &str, asked_for: Option<&str>) {
        let header = &mut self.header;
        let closing = self.resolutions.iter().flat_map(|text| text.lines()).find(|line| line.contains("**Commit"));
        let stated = header.reviewed.as_deref().or(asked_for);
        let evidence = Evidence { stated, list: &header.words_of_commits, text, resolution: closing };
        header.subject.revision = reviewed_commit(&header.subject.commits, &evidence);
        if header.subject.revision.is_none() && header.subject.commits.len() > 1 {
            let commits = header.subject.commits.len();
            self.kept.push(format!("no revision: which of the {commits} commits was reviewed is not stated"));
        }
    }

    pub fn into_imported(mut self, id: Slug, kind: Slug, title: Option<String>, date: Date, file: &str) -> Imported {
        let mut ids = Ids::default();
        self.found.iter().for_each(|(_, found)| ids.reserve(found));
        let mut named: Vec<Finding> = Vec::new();
        for severity in Severity::ALL {
            let mut all = Found::default();
            for (_, found) in self.found.iter_mut().filter(|(of, _)| *of == severity) {
                all.findings.append(&mut found.findings);
            }
            named.extend(ids.name_findings(all, severity));
        }
        originals::credit_originals(&mut named, &self.originals);
        for resolutions in &self.resolutions {
            for part in outline::parts(resolutions) {
                read_resolutions(&part, &mut named, &mut self.gaps);
            }
        }
        self.kept.extend(credits_with_a_role(&named));
        self.kept.extend(assumed_to_continue(&named));
        let header = self.header;
        let mut sections = self.sections;
        if !header.rest.is_empty() {
            self.kept.insert(0, "section \"Notes\"".to_owned());
            sections.insert(0, ("Notes".to_owned(), header.rest));
        }
        self.kept.extend(header.facts.iter().map(|(label, _)| format!("fact \"{label}\"")));
        if self.panel.is_empty() {
            self.kept.push("no reviewers: the header lists none".to_owned());
        }
        let retro = self.retro.filter(|retro| !retro.agents.is_empty() || retro.summary.is_some());
        let run = Run {
            id,
            kind,
            title,
            date,
            subject: header.subject,
            round: header.round,
            reviewers: header.reviewers,
            facts: header.facts,
            verdict: header.verdict,
            wall_clock_seconds: header.wall_clock_seconds,
            summary: self.summary,
            findings: named,
            strengths: self.strengths,
            prior_decisions: self.prior_decisions,
            gaps: self.gaps.into_gaps(),
            sections,
            metrics: self.metrics,
            retro,
            recommendations: self.recommendations,
            originals: self.originals.into_iter().map(|raw| raw.original).collect(),
            aliases: Vec::new(),
        };
        Imported { run, files: vec![file.to_owned()], kept: self.kept }
    }
}

/// Who is credited without being on the panel.
fn credits_with_a_role(findings: &[Finding]) -> Vec<String> {
    let outsiders = findings.iter().flat_map(|finding| {
        let outside = finding.found_by.iter().filter(|credit| credit.role == Some(Role::EarlierRound));
        outside.map(|credit| format!("{}: `{}` is credited as of an earlier round", finding.id, credit.agent))
    });
    outsiders.collect()
}

/// Which findings are taken for those with the same id in an earlier round, since nothing else is said.
fn assumed_to_continue(findings: &[Finding]) -> Vec<String> {
    let told = |finding: &Finding| {
        let earlier = finding.lineage.continues().filter(|earlier| earlier.finding == finding.id)?;
        let is_named = finding.body.as_deref().unwrap_or_default().contains(earlier.finding.as_str());
        let round = earlier.round.filter(|_| !is_named)?;
        Some(format!("{}: taken for {} of round {round}, since no other is named", finding.id, earlier.finding))
    };
    findings.iter().filter_map(told).collect()
}

/// A section's text with the headings below it.
fn whole(parts: &[Part<'_>]) -> String {
    let mut texts = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let text = if at == 0 { part.body() } else { part.markdown() };
        if !text.is_empty() {
            texts.push(text);
        }
    }
    texts.join("\n\n")
}

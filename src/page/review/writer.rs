//! The parts of the page that are texts: each under its heading and its anchor.

use super::metrics;
use super::{DesignPart, OriginalsPart, RetroPart, SeverityGroup, StrengthPart, TextSection};
use crate::model::finding::Finding;
use crate::model::run::Strength;
use crate::model::{Severity, Slug};
use crate::page::parts::{self, FindingPart, FindingPlace, RunContext, finding_part, original_anchor, original_words};
use crate::page::route::Route;
use crate::text::Html;
use crate::text::markdown::{Anchors, Markdown, Scope, plain_line, starts_a_block};

const GROUPS: [(Severity, &str, &str); 3] = [
    (Severity::Critical, "critical-issues", "Critical Issues"),
    (Severity::Important, "important-issues", "Important Issues"),
    (Severity::Suggestion, "suggestions", "Suggestions"),
];

/// Writes one part after the other, in the order in which they claim their anchors.
pub struct ReviewWriter<'w> {
    pub context: &'w RunContext<'w>,
    pub markdown: Markdown<'w>,
    pub anchors: Anchors,
    pub path: &'w str,
}

impl ReviewWriter<'_> {
    pub fn blocks(&mut self, source: &str, heading: u8, prefix: &str) -> Html {
        let scope = Scope { heading, prefix, anchors: &mut self.anchors, language: None };
        self.markdown.blocks(source, scope)
    }

    fn section(&mut self, title: &str, body: &str, heading: u8) -> TextSection {
        let label = plain_line(title);
        let id = self.anchors.from_words("", &label);
        let bodies = vec![self.blocks(body, heading + 1, &id)];
        TextSection { title: self.markdown.line(title), label, bodies, id }
    }

    pub fn summary(&mut self) -> Option<TextSection> {
        let summary = self.context.run.summary.as_deref()?;
        Some(self.section("Executive Summary", summary, 2))
    }

    /// Whether the severities get sections. A report without any finding says "None." only if its kind is meant to have
    /// findings.
    fn has_severities(&self) -> bool {
        !self.context.run.findings.is_empty() || self.context.run.kind.as_str() == "deep-review"
    }

    fn findings(&mut self, severity: Severity, heading: u8) -> Vec<FindingPart> {
        let of = |finding: &&Finding| finding.severity == severity;
        let mut shown = FindingPlace {
            from: self.path,
            markdown: &self.markdown,
            anchors: &mut self.anchors,
            heading: heading + 1,
        };
        let findings = self.context.run.findings.iter().filter(of);
        findings.map(|finding| finding_part(self.context, finding, &mut shown, None)).collect()
    }

    pub fn groups(&mut self) -> Vec<SeverityGroup> {
        if !self.has_severities() {
            return Vec::new();
        }
        let group = |(severity, words, title): (Severity, &str, &'static str)| {
            let id = self.anchors.from_words("", words);
            let findings = self.findings(severity, 3);
            SeverityGroup { id, title, class: severity.word(), count: findings.len(), findings }
        };
        GROUPS.map(group).into()
    }

    pub fn design(&mut self) -> Option<DesignPart> {
        let run = self.context.run;
        if !self.has_severities() && run.strengths.is_empty() {
            return None;
        }
        let id = self.anchors.from_words("", "Design Observations");
        let concerns_id = self.anchors.from_words("", "Concerns");
        let concerns = self.findings(Severity::Concern, 4);
        let strengths_id = self.anchors.from_words("", "Strengths");
        let strengths = run.strengths.iter().map(|strength| self.strength(strength)).collect();
        Some(DesignPart { id, count: concerns.len(), concerns_id, concerns, strengths_id, strengths })
    }

    fn strength(&mut self, strength: &Strength) -> StrengthPart {
        let body = strength.body.trim();
        // A single paragraph needs none around it inside its list item.
        let passage = if body.contains('\n') || starts_a_block(body) {
            let scope = Scope { heading: 4, prefix: "strength", anchors: &mut self.anchors, language: None };
            self.markdown.passage(body, scope)
        } else {
            self.markdown.line_passage(body)
        };
        let reviewers = strength.found_by.iter().filter_map(|credit| self.context.run.reviewer(&credit.agent));
        let credits = reviewers.filter(|_| !passage.has_credits).map(|reviewer| self.context.badge(reviewer)).collect();
        StrengthPart { body: passage.html, credits }
    }

    pub fn sections(&mut self) -> Vec<TextSection> {
        let run = self.context.run;
        run.sections.iter().map(|(title, body)| self.section(title, body, 2)).collect()
    }

    pub fn retro(&mut self) -> Option<RetroPart> {
        let run = self.context.run;
        let table = metrics::table(self.context, &self.markdown);
        let retro = run.retro.clone().unwrap_or_default();
        if table.is_none() && retro.agents.is_empty() && retro.summary.is_none() {
            return None;
        }
        let id = self.anchors.from_words("", "Agent Performance Retro");
        let agents = retro.agents.iter().map(|(agent, body)| self.retro_of(agent, body)).collect();
        let summary_id = self.anchors.from_words("retro", "Summary");
        let summary = retro.summary.map(|summary| self.blocks(&summary, 4, "retro")).unwrap_or_default();
        Some(RetroPart { id, agents, summary_id, table, summary })
    }

    fn retro_of(&mut self, agent: &Slug, body: &str) -> TextSection {
        let named = |reviewer| parts::name_and_model(self.context, reviewer);
        let label = self.context.run.reviewer(agent).map_or_else(|| agent.to_string(), named);
        let id = self.anchors.from_words("retro", agent.as_str());
        let bodies = vec![self.blocks(body, 4, &id)];
        TextSection { title: Html::text(&label), label, bodies, id }
    }

    pub fn originals(&mut self) -> Option<OriginalsPart> {
        let run = self.context.run;
        if run.originals.is_empty() {
            return None;
        }
        let route = Route::Originals(&run.id);
        let report = |(at, words): (usize, String)| (route.anchor_from(self.path, &original_anchor(at)), words);
        let words = run.originals.iter().map(|original| original_words(self.context, original));
        let reports = words.enumerate().map(report).collect();
        Some(OriginalsPart {
            id: self.anchors.from_words("", "Original Reports"),
            href: route.from(self.path),
            reports,
        })
    }
}

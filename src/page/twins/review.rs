//! A review as Markdown: everything that its page has, in the same order.

use super::document::Document;
use super::finding::{self, Shown, commit};
use crate::model::finding::Resolution;
use crate::model::run::{Gap, GapKind, Metrics, PriorDecision, Recommendation};
use crate::model::{Finding, Reviewer, Severity, Slug};
use crate::page::parts::{self, RunContext};
use crate::page::route::Route;
use crate::text::format;
use crate::text::markdown::Markdown;
use crate::text::rewritten::{code_words, link, plain_words};
use std::collections::BTreeMap;

/// The document of a review.
pub fn review(context: &RunContext<'_>, path: &str) -> String {
    let references = context.references(path);
    let markdown = context.markdown(&references);
    let mut writer = Writer { context, markdown: &markdown, path, document: Document::default() };
    writer.document.heading(1, &markdown.rewritten_line(context.run.title_line()));
    let facts = writer.facts();
    writer.document.list(facts);
    writer.section("Executive Summary", context.run.summary.as_deref());
    writer.findings();
    writer.gaps();
    writer.prior();
    for (title, body) in &context.run.sections {
        let title = markdown.rewritten_line(title);
        writer.section(&title, Some(body));
    }
    writer.retro();
    writer.recommendations();
    writer.document.finish()
}

struct Writer<'w> {
    context: &'w RunContext<'w>,
    markdown: &'w Markdown<'w>,
    path: &'w str,
    document: Document,
}

impl Writer<'_> {
    /// Label and words of each fact that the run has.
    fn facts(&self) -> Vec<String> {
        let (run, line) = (self.context.run, |text: &str| self.markdown.rewritten_line(text));
        let subject = &run.subject;
        let page = link(&plain_words(run.id.as_str()), &Route::Review(&run.id).from(self.path));
        let originals = (!run.originals.is_empty())
            .then(|| format!(", {}", link("original reports", &Route::Originals(&run.id).from(self.path))));
        let change = subject.pull_request.map(|number| {
            let words = plain_words(&format!("#{number}"));
            let href = self.context.forge.as_ref().map(|forge| forge.pull_request(number));
            let number = href.map_or_else(|| words.clone(), |href| link(&words, &href));
            format!("{number} {}", subject.title.as_deref().map(line).unwrap_or_default()).trim_end().to_owned()
        });
        let verdict = run.verdict.as_ref().map(|verdict| {
            let decision = verdict.decision.as_ref().map(|decision| plain_words(&parts::slug_words(decision.as_str())));
            let label = verdict.label.as_deref().map(line).or(decision);
            label.into_iter().chain(verdict.summary.as_deref().map(line)).collect::<Vec<_>>().join(": ")
        });
        let commits: Vec<String> = subject
            .commits
            .iter()
            .map(|one| {
                let subject = one.subject.as_deref().map(line).unwrap_or_default();
                format!("{} {subject}", commit(self.context, &one.sha)).trim_end().to_owned()
            })
            .collect();
        let mut facts: Vec<String> = [
            ("Page", Some(format!("{page}{}", originals.unwrap_or_default()))),
            ("Kind", Some(plain_words(&parts::kind_words(run.kind.as_str())))),
            ("Date", Some(run.date.words())),
            ("Author", subject.author.as_deref().map(plain_words)),
            ("Repository", subject.repository.as_deref().map(plain_words)),
            ("Change", change),
            ("Branch", subject.branch.as_deref().map(code_words)),
            ("Base", subject.base.as_deref().map(code_words)),
            ("Revision", subject.revision.as_deref().map(|sha| commit(self.context, sha))),
            ("Commits", (!commits.is_empty()).then(|| commits.join("; "))),
            ("Round", run.round.map(|round| round.to_string())),
            ("Verdict", verdict.filter(|words| !words.is_empty())),
            ("Wall-clock time", run.wall_clock_seconds.map(format::duration_words)),
        ]
        .into_iter()
        .filter_map(|(label, words)| Some(format!("{label}: {}", words?)))
        .collect();
        facts.extend(run.reviewers.iter().map(|reviewer| format!("Reviewer: {}", self.reviewer(reviewer))));
        facts.extend(run.facts.iter().map(|(label, value)| format!("{}: {}", line(label), line(value))));
        facts
    }

    fn reviewer(&self, reviewer: &Reviewer) -> String {
        let instructions = reviewer.instructions.as_ref().map(|version| format!("instructions {version}"));
        let notes: Vec<String> = [reviewer.effort.clone(), reviewer.tool.clone(), instructions]
            .into_iter()
            .flatten()
            .map(|note| format!(", {}", plain_words(&note)))
            .collect();
        let reason = reviewer.reason.as_deref().map(|reason| format!(": {}", self.markdown.rewritten_line(reason)));
        let lost =
            reviewer.lost_as().map(|word| format!(" ({word}{})", reason.unwrap_or_default())).unwrap_or_default();
        format!("{}{}{lost}", self.name(&reviewer.agent), notes.concat())
    }

    /// Of an agent, with its model where it is on the panel.
    fn name(&self, agent: &Slug) -> String {
        let on_panel = self.context.run.reviewer(agent).map(|reviewer| parts::name_and_model(self.context, reviewer));
        plain_words(&on_panel.unwrap_or_else(|| agent.to_string()))
    }

    /// A heading, which is Markdown, and the text below it.
    fn section(&mut self, title: &str, body: Option<&str>) {
        if let Some(body) = body {
            self.document.heading(2, title);
            self.document.block(&self.markdown.rewritten(body, 3));
        }
    }

    fn findings(&mut self) {
        let run = self.context.run;
        // As on the page: a report that is not meant to have findings does not say that it has none.
        let says_none = !run.findings.is_empty() || run.kind.as_str() == "deep-review";
        for (severity, title) in [
            (Severity::Critical, "Critical Issues"),
            (Severity::Important, "Important Issues"),
            (Severity::Suggestion, "Suggestions"),
        ] {
            let findings: Vec<&Finding> = run.findings.iter().filter(|finding| finding.severity == severity).collect();
            if findings.is_empty() && says_none {
                self.document.heading(2, title);
                self.document.block("None.");
            } else if !findings.is_empty() {
                self.document.heading(2, title);
                for finding in findings {
                    self.finding(finding, 3);
                }
            }
        }
        let concerns: Vec<&Finding> =
            run.findings.iter().filter(|finding| finding.severity == Severity::Concern).collect();
        if concerns.is_empty() && run.strengths.is_empty() && !says_none {
            return;
        }
        self.document.heading(2, "Design Observations");
        if concerns.is_empty() && run.strengths.is_empty() {
            self.document.block("None.");
        }
        if !concerns.is_empty() {
            self.document.heading(3, "Concerns");
            for finding in concerns {
                self.finding(finding, 4);
            }
        }
        if !run.strengths.is_empty() {
            self.document.heading(3, "Strengths");
            for strength in &run.strengths {
                let who: Vec<String> = strength.found_by.iter().map(|credit| self.name(&credit.agent)).collect();
                let body = self.markdown.rewritten(strength.body.trim(), 4);
                let who = if who.is_empty() { String::new() } else { format!("\n\nNoted by: {}", who.join(", ")) };
                self.document.block(&format!("{body}{who}"));
            }
        }
    }

    fn finding(&mut self, finding: &Finding, level: u8) {
        let shown = Shown { markdown: self.markdown, path: self.path, level, first: None };
        finding::push(&mut self.document, self.context, finding, shown);
    }

    fn gaps(&mut self) {
        let run = self.context.run;
        let is_nothing_done = run.gaps.iter().all(|gap| gap.resolution.is_none());
        if is_nothing_done && run.has_in_sections(run.gaps.iter().map(|gap| gap.body.as_str())) {
            return;
        }
        self.document.heading(2, "Gaps");
        let gaps: Vec<String> = run.gaps.iter().map(|gap| self.gap(gap)).collect();
        for gap in &gaps {
            self.document.block(gap);
        }
    }

    fn gap(&self, gap: &Gap) -> String {
        let kind = match gap.kind {
            GapKind::Testing => "No test",
            GapKind::Documentation => "Not documented",
        };
        let body = self.markdown.rewritten(&gap.body, 3);
        let done = gap.resolution.as_ref().map(|done| self.done(done)).unwrap_or_default();
        format!("**{kind}:**\n\n{body}{done}")
    }

    /// What was done about what stands before, as a paragraph.
    fn done(&self, done: &Resolution) -> String {
        let commit = done.commit.as_deref().map(|sha| format!(" in {}", commit(self.context, sha)));
        let reason = done.reason.as_deref().map(|reason| format!(": {}", self.markdown.rewritten_line(reason)));
        let words = done.action.words();
        format!("\n\n**{words}**{}{}", commit.unwrap_or_default(), reason.unwrap_or_default())
    }

    fn prior(&mut self) {
        let decisions = &self.context.run.prior_decisions;
        if self.context.run.has_in_sections(decisions.iter().flat_map(PriorDecision::texts)) {
            return;
        }
        self.document.heading(2, "Decided in Earlier Rounds");
        let decision = |one: &PriorDecision| {
            let line = |text: &str| self.markdown.rewritten_line(text);
            let round = one.round.map(|round| format!("round {round}"));
            let place: Vec<String> =
                round.into_iter().chain(one.reference.as_ref().map(|id| plain_words(id.as_str()))).collect();
            let place = if place.is_empty() { String::new() } else { format!(" ({})", place.join(", ")) };
            let said: Vec<String> = one.decision.iter().chain(&one.reason).map(|text| line(text)).collect();
            let said = if said.is_empty() { String::new() } else { format!(": {}", said.join(": ")) };
            format!("{}{place}{said}", line(&one.finding))
        };
        let decisions: Vec<String> = decisions.iter().map(decision).collect();
        self.document.list(decisions);
    }

    fn retro(&mut self) {
        let run = self.context.run;
        let metrics: Vec<String> = run.metrics.iter().filter_map(|metrics| self.metrics(metrics)).collect();
        let retro = run.retro.as_ref();
        let (agents, summary) =
            (retro.map_or(&[][..], |retro| &retro.agents), retro.and_then(|retro| retro.summary.as_ref()));
        if metrics.is_empty() && agents.is_empty() && summary.is_none() {
            return;
        }
        self.document.heading(2, "Agent Performance Retro");
        for (agent, body) in agents {
            self.document.heading(3, &self.name(agent));
            self.document.block(&self.markdown.rewritten(body, 4));
        }
        if !metrics.is_empty() || summary.is_some() {
            self.document.heading(3, "Summary");
            self.document.list(metrics);
            self.document.block(&summary.map(|summary| self.markdown.rewritten(summary, 4)).unwrap_or_default());
        }
    }

    /// What the run recorded about an agent, in a line; `None`: nothing.
    fn metrics(&self, metrics: &Metrics) -> Option<String> {
        let figure = |((field, label), figure): (&(&str, &str), &Option<f64>)| {
            let words = match *field {
                "duration_seconds" => format::duration_clock((*figure)?),
                "cost_usd" => format::dollars((*figure)?),
                _ => format::figure((*figure)?),
            };
            Some(format!("{} {words}", label.to_lowercase()))
        };
        let note =
            |(label, text): &(String, String)| format!("{} {}", plain_words(label), self.markdown.rewritten_line(text));
        let figures = Metrics::FIELDS.iter().zip(&metrics.figures).filter_map(figure);
        let words: Vec<String> = figures.chain(metrics.notes.iter().map(note)).collect();
        (!words.is_empty()).then(|| format!("{}: {}", self.name(&metrics.agent), words.join("; ")))
    }

    /// One section a scope, in the order in which scopes first appear.
    fn recommendations(&mut self) {
        let recommendations = &self.context.run.recommendations;
        if recommendations.is_empty() {
            return;
        }
        self.document.heading(2, "Improvement Recommendations");
        let mut order: Vec<&Slug> = Vec::new();
        let mut of_scopes: BTreeMap<&Slug, Vec<&Recommendation>> = BTreeMap::new();
        for one in recommendations {
            let of_scope = of_scopes.entry(&one.scope).or_default();
            if of_scope.is_empty() {
                order.push(&one.scope);
            }
            of_scope.push(one);
        }
        for scope in order {
            self.document.heading(3, &plain_words(&parts::scope_words(scope)));
            for one in &of_scopes[scope] {
                let body = self.markdown.rewritten(&one.body, 4);
                let done = one.resolution.as_ref().map(|done| self.done(done)).unwrap_or_default();
                self.document.block(&format!("{body}{done}"));
            }
        }
    }
}

//! A review in a few lines of Markdown, for the pull request that it is about.

use super::parts::since::ended_words;
use super::parts::{state_words, tally_words, verdict_words};
use super::route::{Route, SiteAddresses};
use crate::aggregate::Analysis;
use crate::aggregate::course::{Course, Gone, Row};
use crate::aggregate::matching::Answer;
use crate::aggregate::records::FindingAt;
use crate::config::Config;
use crate::export::Addresses;
use crate::model::run::Status;
use crate::model::{Action, Finding, Run, Severity, Slug};
use crate::text::format;
use crate::text::inert::inert_line;
use crate::text::markdown::plain_line;
use std::fmt::Write;

/// Makes summaries of runs of one archive.
pub struct Summaries<'a> {
    /// The archive.
    pub analysis: &'a Analysis<'a>,
    /// Says where the site is; without an address there are no links.
    pub config: &'a Config,
    /// Findings that are listed at most.
    pub most: usize,
}

impl Summaries<'_> {
    /// Of the run at this position of the corpus.
    #[must_use]
    pub fn of(&self, at: usize, run: &Run) -> String {
        let mut out = self.head(at, run);
        self.push_findings(&mut out, at, run);
        self.push_changes(&mut out, at);
        self.push_course(&mut out, at);
        out
    }

    fn head(&self, at: usize, run: &Run) -> String {
        let digest = &self.analysis.corpus.runs[at];
        let title = inert_line(&plain_line(run.title_line()));
        let title = self.linked(&title, &SiteAddresses { finding_pages: self.config.finding_pages }.review(run));
        let counts = tally_words(Severity::ALL.map(|severity| digest.count(severity)));
        let verdict = verdict_words(digest).map(|verdict| format!("**{}** · ", inert_line(&verdict)));
        let rounds = self.analysis.rounds.all(at).len();
        let round =
            (rounds > 1).then(|| format!(" · round {}", format::count(self.analysis.rounds.number(at) as usize)));
        let who = panel(run);
        format!("### ¶ {title}\n\n{}{counts}{}{who}\n", verdict.unwrap_or_default(), round.unwrap_or_default())
    }

    fn push_findings(&self, out: &mut String, run_at: usize, run: &Run) {
        let mut findings: Vec<(usize, &Finding)> = run.findings.iter().enumerate().collect();
        findings.sort_by_key(|(_, finding)| finding.severity);
        if findings.is_empty() {
            return;
        }
        out.push_str("\n| | finding | found by | |\n|---|---|---|---|\n");
        for (position, finding) in findings.iter().take(self.most) {
            let since = self.since(FindingAt { run: run_at, finding: *position });
            self.push_row(out, run, finding, since.as_deref());
        }
        let more = findings.len().saturating_sub(self.most);
        if more > 0 {
            // Writing to a String cannot fail.
            let _ = write!(out, "\n{} more.\n", format::count(more));
        }
    }

    fn push_row(&self, out: &mut String, run: &Run, finding: &Finding, since: Option<&str>) {
        let addresses = SiteAddresses { finding_pages: self.config.finding_pages };
        let mut agents: Vec<&Slug> =
            finding.found_by.iter().filter(|credit| credit.role.is_none()).map(|credit| &credit.agent).collect();
        agents.dedup();
        let agents: Vec<String> = agents.into_iter().map(|agent| inert_line(name(run, agent))).collect();
        let state = finding.judgement.assessment.map(|said| format!(" ({})", state_words(said)));
        let link = self.base().map(|_| self.linked("¶", &addresses.finding(run, finding)));
        let _ = writeln!(
            out,
            "| {} | **{}** {}{}{} | {} | {} |",
            finding.severity.word(),
            inert_line(finding.id.as_str()),
            inert_line(&plain_line(&finding.title)),
            state.unwrap_or_default(),
            since.map(|since| format!(" · *{since}*")).unwrap_or_default(),
            agents.join(", "),
            link.unwrap_or_default(),
        );
    }

    /// What earlier rounds say of a finding; nothing in the first round.
    fn since(&self, at: FindingAt) -> Option<String> {
        let rounds = &self.analysis.rounds;
        if rounds.position(at.run) == 0 {
            return None;
        }
        let course = self.course(at.run);
        let (row, raised) = (course.row(at)?, course.raised(at)?);
        let number = |round: usize| course.runs.get(round).map_or(0, |run| rounds.number(*run));
        let since = format!("since round {}", number(row.since()));
        // The round that missed it first is the one after the round that had it last.
        let was = raised.was.zip(raised.before);
        let was = was.map(|(gone, (_, last))| format!("{} in round {}", ended_words(gone), number(last + 1)));
        Some(match (raised.before, was) {
            (Some(_), Some(was)) if raised.is_doubtful => format!("perhaps back, {was}"),
            (Some(_), Some(was)) => format!("back, {was}"),
            (Some(_), None) if raised.is_doubtful => format!("perhaps {since}"),
            (Some(_), None) => since,
            (None, _) => match raised.brought_in {
                Some((fixed, is_stated)) => format!(
                    "new, {}by the fix of {}",
                    if is_stated { "" } else { "perhaps " },
                    inert_line(self.analysis.corpus.runs[fixed.run].findings[fixed.finding].id.as_str())
                ),
                None => "new".to_owned(),
            },
        })
    }

    /// How the change stands after all of its rounds; nothing where it has one.
    fn push_course(&self, out: &mut String, at: usize) {
        let course = self.course(at);
        if course.runs.len() < 2 || course.rows.is_empty() {
            return;
        }
        let is_silent = |row: &&Row| matches!(row.end, Some(Gone::NotRaised(_) | Gone::Left(_)));
        let (open, silent) = (course.open().count(), course.rows.iter().filter(is_silent).count());
        let settled = course.rows.len() - open - silent;
        let counts = [(open, "open"), (settled, "settled"), (silent, "not raised again")];
        let words: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{} {words}", format::count(*count)))
            .collect();
        let after = format!("After {}", format::counted(course.runs.len(), "round"));
        let subject = self.analysis.corpus.runs[at].subject();
        let after = if subject.is_change() { self.linked(&after, &Route::Change(&subject).path()) } else { after };
        let _ = writeln!(out, "\n{after} of this change: {}.", words.join(", "));
    }

    fn course(&self, run: usize) -> &Course {
        &self.analysis.courses[self.analysis.rounds.subject(run)]
    }

    /// What the run states of the round before; nothing where it states nothing.
    fn push_changes(&self, out: &mut String, at: usize) {
        let rounds = &self.analysis.rounds;
        let Some(before) = rounds.position(at).checked_sub(1).map(|position| rounds.all(at)[position]) else { return };
        let runs = &self.analysis.corpus.runs;
        let matches = &self.analysis.matches;
        let is_here = |finding: usize| {
            let later = matches.after(FindingAt { run: before, finding });
            let same = later.filter(|pair| pair.answer == Answer::Same && pair.to.run == at);
            same.map(|pair| &runs[at].findings[pair.to.finding].id).next()
        };
        let findings = || runs[before].findings.iter().enumerate();
        let again: Vec<String> = findings()
            .filter_map(|(position, finding)| {
                let here = is_here(position)?;
                let was = inert_line(finding.id.as_str());
                Some(if *here == finding.id { was } else { format!("{was} (now {})", inert_line(here.as_str())) })
            })
            .collect();
        let mended: Vec<String> = findings()
            .filter(|(position, finding)| finding.action == Some(Action::Fixed) && is_here(*position).is_none())
            .map(|(_, finding)| inert_line(finding.id.as_str()))
            .collect();
        if again.is_empty() && mended.is_empty() {
            return;
        }
        let round = format!("round {}", format::count(rounds.number(before) as usize));
        let _ = write!(out, "\nOf {}", self.linked(&round, &Route::Review(&runs[before].id).path()));
        if !again.is_empty() {
            let _ = write!(out, ", still there: {}", again.join(", "));
        }
        if !mended.is_empty() {
            let _ = write!(out, "{} fixed: {}", if again.is_empty() { "," } else { ";" }, mended.join(", "));
        }
        out.push_str(".\n");
    }

    fn base(&self) -> Option<&str> {
        self.config.base_url.as_deref()
    }

    /// Words as a link into the site, if it is known where that is. `words` are Markdown.
    fn linked(&self, words: &str, path: &str) -> String {
        self.base().map_or_else(|| words.to_owned(), |base| format!("[{words}](<{base}{path}>)"))
    }
}

/// Who reviewed, those without a result apart.
fn panel(run: &Run) -> String {
    let with = |status: Status| {
        let of_these = run.reviewers.iter().filter(move |reviewer| reviewer.status == status);
        let mut names: Vec<String> = of_these.map(|reviewer| inert_line(name(run, &reviewer.agent))).collect();
        names.dedup();
        names.join(", ")
    };
    let lost = [Status::Failed, Status::Unparsed].map(|status| (status.word(), with(status)));
    let lost: Vec<String> =
        lost.iter().filter(|(_, names)| !names.is_empty()).map(|(word, names)| format!("{word}: {names}")).collect();
    match (with(Status::Completed), lost.join(", ")) {
        (there, lost) if there.is_empty() && lost.is_empty() => String::new(),
        (there, lost) if lost.is_empty() => format!(" · {there}"),
        (there, lost) if there.is_empty() => format!(" · {lost}"),
        (there, lost) => format!(" · {there} ({lost})"),
    }
}

fn name<'r>(run: &'r Run, agent: &'r Slug) -> &'r str {
    run.reviewer(agent).and_then(|reviewer| reviewer.name.as_deref()).unwrap_or(agent.as_str())
}

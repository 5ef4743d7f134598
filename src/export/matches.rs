//! Which findings of several rounds are the same: `data/matches.json`, format `pilcrow-matches/1`, described in docs/data.md.

use super::evidence;
use crate::aggregate::Analysis;
use crate::aggregate::matching::{Answer, Match};
use crate::aggregate::records::FindingAt;
use crate::model::Corpus;
use serde::Serialize;

const FORMAT: &str = "pilcrow-matches/1";

#[derive(Serialize)]
struct MatchData<'d> {
    from: FindingData<'d>,
    to: FindingData<'d>,
    answer: &'static str,
    score: f64,
    stated: bool,
    evidence: Vec<String>,
}

#[derive(Serialize)]
struct FindingData<'d> {
    run: &'d str,
    finding: &'d str,
}

/// Every answer of the archive, by the run of the later finding, oldest first; one a line.
#[must_use]
pub fn matches_json(analysis: &Analysis<'_>) -> String {
    let mut answers: Vec<&Match> = analysis.matches.answers().collect();
    answers.sort_by_key(|pair| {
        (std::cmp::Reverse(pair.to.run), pair.to.finding, std::cmp::Reverse(pair.from.run), pair.from.finding)
    });
    let mut out = format!("{{\"format\":\"{FORMAT}\",\"matches\":[");
    for (at, pair) in answers.into_iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        // Texts and finite numbers can always be written.
        out.push_str(&serde_json::to_string(&match_data(pair, analysis.corpus)).unwrap_or_default());
    }
    out.push_str("\n]}\n");
    out
}

/// The word for an answer.
#[must_use]
pub fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Same => "same",
        Answer::Perhaps => "perhaps",
        Answer::Regression => "regression",
        Answer::New => "new",
    }
}

fn match_data<'d>(pair: &Match, corpus: &'d Corpus) -> MatchData<'d> {
    MatchData {
        from: finding(pair.from, corpus),
        to: finding(pair.to, corpus),
        answer: answer_word(pair.answer),
        score: (pair.score * 1e3).round() / 1e3,
        stated: pair.is_stated,
        evidence: evidence::words(pair, corpus),
    }
}

fn finding(at: FindingAt, corpus: &Corpus) -> FindingData<'_> {
    let run = &corpus.runs[at.run];
    FindingData { run: run.id.as_str(), finding: run.findings[at.finding].id.as_str() }
}

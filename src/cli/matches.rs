//! Answers of the matcher that were close, and how a run overrules them.

use crate::aggregate::Analysis;
use crate::aggregate::matching::{Answer, MOST_ROUNDS, Match};
use crate::export::{evidence, matches::answer_word};
use crate::model::{Diagnostic, Level, ProblemKind};
use crate::text::format;

/// A note for each answer that was close, oldest first, and for each change with more rounds than are compared.
pub fn notes(analysis: &Analysis<'_>) -> Vec<Diagnostic> {
    let mut close: Vec<&Match> = analysis.matches.close().collect();
    close.sort_by_key(|pair| (std::cmp::Reverse(pair.to.run), pair.to.finding));
    close.into_iter().map(|pair| note(analysis, pair)).chain(many_rounds(analysis)).collect()
}

fn note(analysis: &Analysis<'_>, pair: &Match) -> Diagnostic {
    let corpus = analysis.corpus;
    let (from, to) = (&corpus.runs[pair.from.run], &corpus.runs[pair.to.run]);
    let [earlier, later] = [(from, pair.from), (to, pair.to)].map(|(run, at)| &run.findings[at.finding]);
    let said = match pair.answer {
        Answer::Same => "taken for the same as",
        Answer::Perhaps => "perhaps the same as",
        Answer::Regression => "taken for a regression of the fix of",
        Answer::New => "not taken for the same as",
    };
    let message = format!(
        "`{}` is {said} `{}` of `{}` ({} %): {}",
        later.id,
        earlier.id,
        from.id,
        format::share(pair.score),
        evidence::words(pair, corpus).join("; ")
    );
    let hint = match pair.answer {
        Answer::New => format!(
            "if they are one, `\"continues\": {{\"run\": \"{}\", \"finding\": \"{}\"}}` says so",
            from.id, earlier.id
        ),
        _ => format!("if they are not, `\"continues\": null` says so ({})", answer_word(pair.answer)),
    };
    let problem = Diagnostic::new(Level::Note, ProblemKind::CloseMatch, &to.shown, message).with_hint(hint);
    Diagnostic { pointer: format!("/findings/{}", pair.to.finding), ..problem }
}

fn many_rounds<'a>(analysis: &'a Analysis<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let long = analysis.rounds.subjects().filter(|runs| runs.len() > MOST_ROUNDS + 1);
    long.filter_map(|runs| {
        let last = &analysis.corpus.runs[*runs.last()?];
        let message = format!(
            "{} has {}: each is compared with the {MOST_ROUNDS} before it, and a finding that was silent for longer counts as new",
            last.subject(),
            format::counted(runs.len(), "round")
        );
        Some(Diagnostic::new(Level::Note, ProblemKind::ManyRounds, &last.shown, message))
    })
}

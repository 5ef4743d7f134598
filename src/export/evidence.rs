//! Why two findings are taken for one, in words.

use crate::aggregate::matching::{Evidence, Match};
use crate::aggregate::records::FindingAt;
use crate::model::{Action, Corpus};
use crate::text::format;

/// Each piece of evidence, the strongest sort first: `same file`, `3 lines apart`, `5 names in common, 2 of them rare`.
#[must_use]
pub fn words(pair: &Match, corpus: &Corpus) -> Vec<String> {
    let mut words = Vec::new();
    if pair.is_stated {
        words.push("stated by the run".to_owned());
    }
    if let Some(through) = pair.through {
        words.push(format!("both are the same as {}", name(through, corpus)));
    }
    words.extend(place(&pair.evidence));
    words.extend(said(&pair.evidence));
    words.extend(told(&pair.evidence));
    words
}

/// A finding as `<run>:<finding>`.
#[must_use]
pub fn name(at: FindingAt, corpus: &Corpus) -> String {
    let run = &corpus.runs[at.run];
    format!("{}:{}", run.id, run.findings[at.finding].id)
}

fn place(of: &Evidence) -> Vec<String> {
    let file = match (of.likeness.is_one_file, of.is_renamed) {
        (true, _) => "same file",
        (false, true) => "file renamed",
        (false, false) => "no file in common",
    };
    let lines = of.distance.map(|lines| match lines {
        0 => "same lines".to_owned(),
        lines => format!("{} apart", format::counted(lines as usize, "line")),
    });
    std::iter::once(file.to_owned()).chain(lines).collect()
}

fn said(of: &Evidence) -> Vec<String> {
    let like = &of.likeness;
    let mut words = Vec::new();
    if like.shared_names > 0 {
        let rare = match like.rare_names {
            0 => String::new(),
            rare => format!(", {rare} of them hardly anywhere else"),
        };
        words.push(format!("{} in common{rare}", format::counted(like.shared_names, "name")));
    }
    if like.shared_lines > 0 {
        let lines = if like.shared_lines == 1 { "line" } else { "lines" };
        words.push(format!("{} quoted {lines} unchanged", format::count(like.shared_lines)));
    }
    words.push(format!("words {} % alike", format::share(like.words)));
    if like.title > 0.0 {
        words.push(format!("titles {} % alike", format::share(like.title)));
    }
    words
}

fn told(of: &Evidence) -> Vec<String> {
    let mut words = Vec::new();
    if of.action.is_some_and(Action::acted_on) {
        words.push("the earlier was fixed".to_owned());
    }
    if of.is_left {
        words.push("the later names the earlier as still there".to_owned());
    } else if of.is_named {
        words.push("the later names the earlier".to_owned());
    }
    if of.is_raised {
        words.push("the later says that this round raised it".to_owned());
    }
    if of.is_still {
        words.push("the later says that it was there before".to_owned());
    }
    if of.blames_fix {
        words.push("the later blames a fix".to_owned());
    }
    words
}

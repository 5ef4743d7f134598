//! What the panel to run would lose without each of its members, by severity.

use crate::aggregate::panel::advice::{Advice, Lost};
use crate::aggregate::panel::choice::Candidate;
use crate::aggregate::statistics::interval::Estimate;
use crate::model::Severity;
use crate::page::inputs::{AgentLink, Inputs};
use crate::text::format;
use serde::Serialize;

/// A row for each member of the panel.
#[derive(Debug, Serialize)]
pub struct LostPart {
    about: String,
    /// All, then each severity of which any finding is known: its name, and how many.
    heads: Vec<(String, String)>,
    rows: Vec<LostRow>,
    note: String,
}

#[derive(Debug, Serialize)]
struct LostRow {
    agent: AgentLink,
    cells: Vec<LostCell>,
}

#[derive(Debug, Serialize)]
struct LostCell {
    /// `9 of 31`
    counts: String,
    /// In per cent; `None`: none.
    share: Option<String>,
    /// Both ends of the interval, or why there is none.
    ends: String,
}

/// `None` where no panel of several agents covers most.
pub fn lost_part(inputs: &Inputs<'_>, advice: &Advice, from: &str) -> Option<LostPart> {
    let (best, prices) = advice.best().filter(|(best, _)| best.members.len() > 1)?;
    let severities: Vec<Severity> = Severity::ALL
        .into_iter()
        .filter(|severity| advice.lost.iter().any(|of| of.by_severity[severity.position()].is_some()))
        .collect();
    let pool = |of: &dyn Fn(&Lost) -> Option<Estimate>| {
        let known = advice.lost.iter().find_map(of).map_or(0, |estimate| estimate.out_of);
        format!("of {}", format::count(known))
    };
    let mut heads = vec![("All".to_owned(), pool(&|lost| lost.share))];
    heads.extend(severities.iter().map(|severity| {
        let known = pool(&|lost| lost.by_severity[severity.position()]);
        (format::capitalized(severity.word()), known)
    }));
    let row = |lost: &Lost| LostRow {
        agent: inputs.agent_link(lost.agent, from),
        cells: std::iter::once(lost.share)
            .chain(severities.iter().map(|severity| lost.by_severity[severity.position()]))
            .map(cell)
            .collect(),
    };
    let which = if advice.named().is_some() { "to run" } else { "that covers most so far" };
    let others = match best.members.len() {
        2 => "the other one".to_owned(),
        more => format!("the other {}", format::small(more - 1)),
    };
    Some(LostPart {
        about: format!(
            "What {others} of the panel {which} did not find, as a share of the valid findings of the {} that had all of \
             it, with 95% intervals.",
            format::counted(prices.best.reviews, "review")
        ),
        heads,
        rows: advice.lost.iter().map(row).collect(),
        note: note(inputs, advice, best, &severities),
    })
}

fn cell(of: Option<Estimate>) -> LostCell {
    let Some(of) = of else {
        return LostCell { counts: "nothing known".to_owned(), share: None, ends: String::new() };
    };
    let ends = of.interval_of_enough().map_or_else(
        || "too few".to_owned(),
        |ends| format!("{}–{}", format::whole(ends.low * 100.0), format::whole(ends.high * 100.0)),
    );
    LostCell {
        counts: format!("{} of {}", format::count(of.hits), format::count(of.out_of)),
        share: (of.hits > 0).then(|| format::whole_percent(of.hits, of.out_of)),
        ends,
    }
}

/// The gravest loss in words, and what nobody on the panel found.
fn note(inputs: &Inputs<'_>, advice: &Advice, best: &Candidate, severities: &[Severity]) -> String {
    let gravest = severities.first().map(|gravest| gravest_words(inputs, advice, *gravest));
    let (all, members) = (best.coverage.out_of, best.members.len());
    let unseen = Some(all - best.coverage.hits).filter(|unseen| *unseen > 0).map(|unseen| {
        format!(
            "{}, {}%, {} of the {} found: other agents or the assessors did.",
            format::counted(unseen, "finding"),
            format::share(ratio(unseen, all)),
            if members == 2 { "neither" } else { "none" },
            format::small(members),
        )
    });
    gravest.into_iter().chain(unseen).collect::<Vec<_>>().join(" ")
}

fn gravest_words(inputs: &Inputs<'_>, advice: &Advice, gravest: Severity) -> String {
    let lost: Vec<(usize, Estimate)> =
        advice.lost.iter().filter_map(|lost| Some((lost.agent, lost.by_severity[gravest.position()]?))).collect();
    if lost.iter().all(|(_, of)| of.hits == 0) {
        return format!("No {} finding depends on any one of them.", gravest.word());
    }
    let told = lost.iter().enumerate().map(|(at, (agent, of))| {
        let all = format::count(of.out_of);
        let what = match (of.hits, at) {
            (0, 0) => format!("none of {all} {} findings", gravest.word()),
            (0, _) => "none of them".to_owned(),
            (hits, 0) => format!("{} of {all} {} findings", format::count(hits), gravest.word()),
            (hits, _) => format!("{} of them", format::count(hits)),
        };
        let verb = if of.hits > 1 { "go" } else { "goes" };
        format!("without {} {what} {verb} unseen", inputs.name(*agent))
    });
    format::capitalized(&format!("{}.", told.collect::<Vec<_>>().join(", ")))
}

#[expect(clippy::cast_precision_loss, reason = "counts of findings")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

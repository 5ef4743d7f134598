//! How often people say that what an agent found is right, over time.

use super::super::inputs::Inputs;
use crate::aggregate::figures::Figures;
use crate::aggregate::statistics::interval::Estimate;
use crate::text::format;
use chrono::NaiveDate;
use serde::Serialize;

/// What people said of an agent's findings.
#[derive(Debug, Serialize)]
pub struct AgreementPart {
    lead: String,
    /// `quarter`
    step: &'static str,
    /// Oldest first, without those in which people judged nothing.
    rows: Vec<AgreementRow>,
}

#[derive(Debug, Serialize)]
struct AgreementRow {
    bin: String,
    right: String,
    judged: String,
    share: String,
    /// Its interval; `None`: too few changes.
    ends: Option<String>,
}

/// The agreement of people with one agent; `None` where none of its findings was judged right or not.
pub fn agreement_part(inputs: &Inputs<'_>, agent: usize) -> Option<AgreementPart> {
    let figures = &inputs.whole().agents[agent];
    if figures.agreement.is_none() && figures.judged_by_report == 0 {
        return None;
    }
    let timeline = inputs.timeline();
    let row = |(start, figures): &(NaiveDate, Vec<Figures>)| {
        let agreement = figures[agent].agreement?;
        Some(AgreementRow {
            bin: timeline.step.label(*start),
            right: format::count(agreement.hits),
            judged: format::count(agreement.out_of),
            share: format::share(agreement.value),
            ends: ends(&agreement),
        })
    };
    Some(AgreementPart {
        lead: lead(figures.agreement.as_ref(), figures.judged_by_report),
        step: timeline.step.word(),
        rows: timeline.bins.iter().filter_map(row).collect(),
    })
}

/// The ends of the interval in words; `None` where it rests on too few changes.
pub fn ends(agreement: &Estimate) -> Option<String> {
    agreement.interval_of_enough().map(|ends| format::share_range(ends.low, ends.high))
}

fn lead(agreement: Option<&Estimate>, by_report: usize) -> String {
    let others = match by_report {
        0 => String::new(),
        1 => " One more was judged by whoever made the report, and is not counted here.".to_owned(),
        more => {
            format!(" {} more were judged by whoever made the report, and are not counted here.", format::count(more))
        }
    };
    let Some(of) = agreement else {
        return format!(
            "No person judged any of its findings. {} judged by whoever made the report, which says nothing of what people \
             think.",
            if by_report == 1 { "One was".to_owned() } else { format!("{} were", format::count(by_report)) }
        );
    };
    let interval =
        ends(of).map_or_else(|| "too few changes for an interval".to_owned(), |ends| format!("interval {ends}"));
    format!(
        "People judged {} of its findings: {} right (confirmed or won’t fix), {}. Agreement {}%, {interval}.{others}",
        format::count(of.out_of),
        format::count(of.hits),
        format::counted(of.out_of - of.hits, "false positive"),
        format::share(of.value),
    )
}

//! Addresses of findings that are not their pages: those that anybody can tell who knows pull request, round and finding, and
//! older ones. Each of them is as small as it can be, for there is one for every finding.

use super::super::content::Content;
use super::super::inputs::Inputs;
use super::super::leads::of_finding;
use super::super::needs::{Choice, Needs, Part};
use super::super::plan::round_addresses::{Meant, RoundAddress, round_addresses};
use super::super::plan::{File, Kind, Made, Maker, Planned, Planner, Several, Subject};
use super::super::route::Route;
use super::super::route::computed::{Below, finding_file, names};
use super::super::route::relative;
use super::several;
use crate::model::Digest;
use crate::text::markdown::plain_line;
use serde::Serialize;
use std::collections::BTreeMap;

const TEMPLATE: &str = "lead.html";

/// A page that leads to a finding.
pub static KIND: Kind = Kind {
    name: "address of a finding",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |planner| {
            plan_aliases(planner);
            plan_rounds(planner);
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(TEMPLATE, &lead_page(inputs, &file.path, file.subject))?))
        },
    },
    needs: |_, subject, needs| {
        // It has nothing around it.
        *needs = Needs { templates: std::mem::take(&mut needs.templates), ..Needs::default() };
        needs.part(Part::Digest(subject.run()));
        needs.choices([Choice::BaseUrl, Choice::Language, Choice::Robots, Choice::FindingPages]);
    },
};

/// Where pages were that findings had under another id.
fn plan_aliases(planner: &mut Planner<'_>) {
    let (corpus, pages) = (planner.analysis.corpus, planner.config.finding_pages);
    for (run, digest) in corpus.runs.iter().enumerate() {
        for (at, finding) in digest.findings.iter().enumerate().filter(|(_, finding)| pages.include(finding.severity)) {
            for alias in names(finding).skip(1) {
                planner.claim_free(&KIND, Route::Finding(&digest.id, alias).path(), Subject::Address(run, at));
            }
        }
    }
}

/// Where the pages of findings were when their run had another address.
pub fn plan_below(planner: &mut Planner<'_>, run: usize, below: &Below) {
    let (corpus, pages) = (planner.analysis.corpus, planner.config.finding_pages);
    let digest = &corpus.runs[run];
    for (at, finding) in digest.findings.iter().enumerate().filter(|(_, finding)| pages.include(finding.severity)) {
        for path in names(finding).filter_map(|name| below.finding(name)) {
            planner.claim_free(&KIND, path, Subject::Address(run, at));
        }
    }
}

fn plan_rounds(planner: &mut Planner<'_>) {
    if !planner.config.finding_addresses {
        return;
    }
    for round in round_addresses(planner.analysis, planner.config) {
        match round.runs[..] {
            [Meant::Run(run)] => {
                for (file, at) in files_of_run(&round, &planner.analysis.corpus.runs[run]) {
                    planner.claim_free(&KIND, file, Subject::Address(run, at));
                }
            }
            [_] => {}
            _ => plan_shared(planner, &round),
        }
    }
}

/// The addresses of a run's findings, ids before older names.
fn files_of_run(round: &RoundAddress, run: &Digest) -> Vec<(String, usize)> {
    let findings = || run.findings.iter().enumerate();
    let ids = findings().map(|(at, finding)| (&finding.id, at));
    let aliases = findings().flat_map(|(at, finding)| names(finding).skip(1).map(move |alias| (alias, at)));
    ids.chain(aliases).filter_map(|(name, at)| Some((finding_file(&round.folder, name)?, at))).collect()
}

/// Which of the runs was meant cannot be told, and each finding may have been: nothing leads on by itself.
fn plan_shared(planner: &mut Planner<'_>, round: &RoundAddress) {
    let corpus = planner.analysis.corpus;
    let is_withdrawn = round.runs.iter().any(|meant| matches!(meant, Meant::Withdrawn(_)));
    let mut shared: BTreeMap<String, (String, Vec<(usize, usize)>)> = BTreeMap::new();
    for meant in &round.runs {
        let Meant::Run(run) = *meant else { continue };
        for (file, at) in files_of_run(round, &corpus.runs[run]) {
            let (_, findings) = shared.entry(file.to_lowercase()).or_insert_with(|| (file, Vec::new()));
            if findings.iter().all(|(other, _)| *other != run) {
                findings.push((run, at));
            }
        }
    }
    for (file, findings) in shared.into_values() {
        let number = planner.plan.several.len();
        planner.plan.several.push(Several { findings, is_withdrawn });
        planner.claim_free(&several::KIND, file, Subject::Several(number));
    }
}

/// What `lead.html` shows.
#[derive(Debug, Serialize)]
pub struct LeadPage {
    lang: String,
    robots: bool,
    /// The full address of where it leads, where the configuration says where the site stands; for search engines that may list
    /// pages.
    canonical: Option<String>,
    target: String,
    id: String,
    /// Plain text, with the id.
    title: String,
}

/// Fills the page at `path`.
fn lead_page(inputs: &Inputs<'_>, path: &str, subject: Subject) -> LeadPage {
    let finding = &inputs.digest(subject.run()).findings[subject.finding()];
    let to = of_finding(inputs.digest(subject.run()), subject.finding(), |severity| inputs.has_page(severity));
    LeadPage {
        lang: inputs.language().to_owned(),
        robots: inputs.may_be_listed(),
        canonical: inputs.base_url().map(|base| format!("{base}{to}")),
        target: relative(path, &to),
        id: finding.id.to_string(),
        title: format!("{}: {}", finding.id, plain_line(&finding.title)),
    }
}

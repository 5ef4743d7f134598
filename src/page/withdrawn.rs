//! What stays of a run that was taken back: at each of its addresses a page that says so, without a word of the run.

use super::content::Content;
use super::inputs::Inputs;
use super::plan::round_addresses::{Meant, round_addresses};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::computed::{Below, change_files, finding_file, may_have_been_a_page};
use super::route::{Route, alias_file, is_device};
use super::shell::{About, Shell};
use crate::model::{PullRequest, Slug, SubjectKey, Withdrawn};
use serde::Serialize;
use std::borrow::Cow;

const TEMPLATE: &str = "withdrawn.html";

/// The page at an address that a withdrawn run had.
pub static KIND: Kind = Kind {
    name: "page of a withdrawn review",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: plan_pages,
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(TEMPLATE, &withdrawn_page(inputs, &file.path))?))
        },
    },
    needs: |_, _, _| {},
};

/// The address of a pull request whose only review is one that was withdrawn.
pub static CHANGE: Kind = Kind {
    name: "address of a withdrawn review's change",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: plan_changes,
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(TEMPLATE, &withdrawn_page(inputs, &file.path))?))
        },
    },
    needs: |_, _, _| {},
};

/// What stands where a patch of a withdrawn run was: no page can, and a file that is gone would be "not found".
pub static PATCH: Kind = Kind {
    name: "patch of a withdrawn review",
    template: None,
    maker: Maker::Site {
        plan: plan_patches,
        make: |_: &Inputs<'_>, _: &File, _: &Planned<'_>| -> Made<'_> { Ok(Content::File(Cow::Borrowed(WITHDRAWN))) },
    },
    needs: |_, _, _| {},
};

/// The same where a Markdown twin was.
pub static TWIN: Kind = Kind {
    name: "Markdown of a withdrawn review",
    template: None,
    maker: Maker::Site {
        plan: plan_twins,
        make: |_: &Inputs<'_>, _: &File, _: &Planned<'_>| -> Made<'_> { Ok(Content::File(Cow::Borrowed(WITHDRAWN))) },
    },
    needs: |_, _, _| {},
};

const WITHDRAWN: &[u8] = b"This review was withdrawn.\n";

fn plan_pages(planner: &mut Planner<'_>) {
    for run in &planner.analysis.corpus.withdrawn {
        planner.claim(&KIND, Route::Review(&run.id).path(), Subject::Withdrawn);
        if run.has_originals {
            planner.claim(&KIND, Route::Originals(&run.id).path(), Subject::Withdrawn);
        }
        let pages = planner.config.finding_pages;
        for (finding, _, _) in run.findings.iter().filter(|(_, severity, _)| pages.include(*severity)) {
            planner.claim(&KIND, Route::Finding(&run.id, finding).path(), Subject::Withdrawn);
        }
        for alias in old_names(planner, run) {
            planner.claim_free(&KIND, Route::Finding(&run.id, alias).path(), Subject::Withdrawn);
        }
    }
    for run in &planner.analysis.corpus.withdrawn {
        plan_aliases(planner, run);
    }
}

/// Older names that findings had, as far as they may have been pages.
fn old_names<'w>(planner: &Planner<'_>, run: &'w Withdrawn) -> impl Iterator<Item = &'w Slug> + use<'w> {
    let pages = planner.config.finding_pages;
    let with_page = run.finding_aliases.iter().filter(move |(_, severity)| pages.include(*severity));
    with_page.map(|(alias, _)| alias).filter(|alias| may_have_been_a_page(alias))
}

/// An old address that cannot be a file, or is one of another kind, never was an address of the run.
fn plan_aliases(planner: &mut Planner<'_>, run: &Withdrawn) {
    for alias in &run.aliases {
        let path = alias_file(alias);
        let was_none = path.split('/').any(is_device) || planner.is_reserved(&path) || planner.is_taken(&path);
        if !was_none {
            planner.claim(&KIND, path, Subject::Withdrawn);
            plan_below(planner, run, alias);
        }
    }
}

/// What stood below an old address of the run.
fn plan_below(planner: &mut Planner<'_>, run: &Withdrawn, alias: &str) {
    let Some(below @ Below::Review(_)) = Below::of_alias(alias) else { return };
    let pages = planner.config.finding_pages;
    let with_page = run.findings.iter().filter(|(_, severity, _)| pages.include(*severity)).map(|(id, _, _)| id);
    let findings = with_page.chain(old_names(planner, run)).filter_map(|name| below.finding(name));
    let originals = below.originals().filter(|_| run.has_originals);
    for path in findings.chain(originals).collect::<Vec<_>>() {
        planner.claim_free(&KIND, path, Subject::Withdrawn);
    }
    for (finding, _, _) in run.findings.iter().filter(|(_, _, has_patch)| *has_patch) {
        if let Some(path) = below.patch(finding) {
            planner.claim_free(&PATCH, path, Subject::Withdrawn);
        }
    }
}

/// Comes after the addresses of all other changes: one that has a review left leads there.
fn plan_changes(planner: &mut Planner<'_>) {
    let runs = &planner.analysis.corpus.runs;
    let is_left = |repository: &str, number: PullRequest| {
        let is_it = |own: &str| own.eq_ignore_ascii_case(repository);
        runs.iter().any(|run| run.pull_request == Some(number) && run.repository.as_deref().is_some_and(is_it))
    };
    for run in &planner.analysis.corpus.withdrawn {
        let Some((repository, number)) = &run.change else { continue };
        if !is_left(repository, *number) {
            let page = Route::Change(&SubjectKey::PullRequest(repository.to_lowercase(), *number)).path();
            planner.claim_free(&KIND, page, Subject::Withdrawn);
            for path in change_files(planner.config.forge_kind(run.host.as_deref()), repository, *number) {
                planner.claim_free(&CHANGE, path, Subject::Withdrawn);
            }
        }
    }
    plan_rounds(planner);
}

/// The addresses that its findings had by their round, but for those that a finding of another run has too.
fn plan_rounds(planner: &mut Planner<'_>) {
    if !planner.config.finding_addresses {
        return;
    }
    for round in round_addresses(planner.analysis, planner.config) {
        for meant in &round.runs {
            let Meant::Withdrawn(at) = *meant else { continue };
            let run = &planner.analysis.corpus.withdrawn[at];
            let aliases =
                run.finding_aliases.iter().map(|(alias, _)| alias).filter(|alias| may_have_been_a_page(alias));
            for name in run.findings.iter().map(|(id, _, _)| id).chain(aliases) {
                if let Some(path) = finding_file(&round.folder, name) {
                    planner.claim_free(&CHANGE, path, Subject::Withdrawn);
                }
            }
        }
    }
}

fn plan_patches(planner: &mut Planner<'_>) {
    for run in &planner.analysis.corpus.withdrawn {
        for (finding, _, _) in run.findings.iter().filter(|(_, _, has_patch)| *has_patch) {
            planner.claim(&PATCH, Route::Patch(&run.id, finding).path(), Subject::Withdrawn);
        }
    }
}

fn plan_twins(planner: &mut Planner<'_>) {
    if !planner.config.twins {
        return;
    }
    let pages = planner.config.finding_pages;
    for run in &planner.analysis.corpus.withdrawn {
        planner.claim(&TWIN, Route::ReviewTwin(&run.id).path(), Subject::Only);
        for (finding, _, _) in run.findings.iter().filter(|(_, severity, _)| pages.include(*severity)) {
            planner.claim(&TWIN, Route::FindingTwin(&run.id, finding).path(), Subject::Only);
        }
    }
}

/// What `withdrawn.html` shows.
#[derive(Debug, Serialize)]
pub struct WithdrawnPage {
    shell: Shell,
    reviews: String,
}

/// Fills the page at `path`.
#[must_use]
pub fn withdrawn_page(inputs: &Inputs<'_>, path: &str) -> WithdrawnPage {
    let about = About {
        path,
        title: "Review withdrawn",
        description: "This review was withdrawn by those who published it.",
        is_article: false,
        current: "true",
    };
    WithdrawnPage { shell: Shell::new(inputs, &about).unlisted(), reviews: Route::Reviews(1).from(path) }
}

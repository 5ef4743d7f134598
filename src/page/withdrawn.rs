//! What stays of a run that was taken back: at each of its addresses a page that says so, without a word of the run.

use super::content::Content;
use super::inputs::Inputs;
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::{Route, alias_file, change_file, is_device};
use super::shell::{About, Shell};
use crate::model::{PullRequest, Withdrawn};
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
        planner.claim(&KIND, Route::Review(&run.id).path(), Subject::Only);
        if run.has_originals {
            planner.claim(&KIND, Route::Originals(&run.id).path(), Subject::Only);
        }
        let pages = planner.config.finding_pages;
        for (finding, _, _) in run.findings.iter().filter(|(_, severity, _)| pages.include(*severity)) {
            planner.claim(&KIND, Route::Finding(&run.id, finding).path(), Subject::Only);
        }
    }
    for run in &planner.analysis.corpus.withdrawn {
        plan_aliases(planner, run);
    }
}

/// An old address that cannot be a file, or is one of another kind, never was an address of the run.
fn plan_aliases(planner: &mut Planner<'_>, run: &Withdrawn) {
    for alias in &run.aliases {
        let path = alias_file(alias);
        let was_none = path.split('/').any(is_device) || planner.is_reserved(&path) || planner.is_taken(&path);
        if !was_none {
            planner.claim(&KIND, path, Subject::Only);
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
    for (repository, number) in planner.analysis.corpus.withdrawn.iter().filter_map(|run| run.change.as_ref()) {
        let Some(path) = change_file(repository, *number) else { continue };
        if !is_left(repository, *number) && !planner.is_reserved(&path) && !planner.is_taken(&path) {
            planner.claim(&CHANGE, path, Subject::Only);
        }
    }
}

fn plan_patches(planner: &mut Planner<'_>) {
    for run in &planner.analysis.corpus.withdrawn {
        for (finding, _, _) in run.findings.iter().filter(|(_, _, has_patch)| *has_patch) {
            planner.claim(&PATCH, Route::Patch(&run.id, finding).path(), Subject::Only);
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

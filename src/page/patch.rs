//! The patch of a finding, for download. What does not look like one is shown on the page, and no file: a server that does not
//! know the ending would leave it to the browser what it is.

use super::content::Content;
use super::parts;
use super::plan::{File, Kind, Made, Maker, Planner, Subject};
use super::route::Route;
use super::route::computed::{Below, names};
use super::run_pages::RunPages;
use std::borrow::Cow;

/// A patch as a file.
pub static KIND: Kind = Kind {
    name: "patch",
    template: None,
    maker: Maker::Run { plan, make },
    // Its text alone, but files of a run are made within the run's context.
    needs: |planned, subject, needs| parts::run_needs(planned, subject.run(), needs),
};

fn plan(planner: &mut Planner<'_>, run: usize) {
    let digest = &planner.analysis.corpus.runs[run];
    for (at, finding) in digest.findings.iter().enumerate().filter(|(_, finding)| finding.has_patch) {
        planner.claim(&KIND, Route::Patch(&digest.id, &finding.id).path(), Subject::Finding(run, at));
    }
    plan_former(planner, run);
}

/// Nothing that takes a patch would follow a page that leads on, so it stays where it was.
fn plan_former(planner: &mut Planner<'_>, run: usize) {
    let digest = &planner.analysis.corpus.runs[run];
    let with_patch = || digest.findings.iter().enumerate().filter(|(_, finding)| finding.has_patch);
    for alias in digest.aliases.iter().filter(|alias| !planner.is_review(alias)).collect::<Vec<_>>() {
        let Some(below) = Below::of_alias(alias) else { continue };
        for (at, finding) in with_patch() {
            for name in names(finding) {
                if let Some(path) = below.patch(name) {
                    planner.claim_free(&KIND, path, Subject::Finding(run, at));
                }
            }
        }
    }
    for (at, finding) in with_patch() {
        for alias in names(finding).skip(1) {
            planner.claim_free(&KIND, Route::Patch(&digest.id, alias).path(), Subject::Finding(run, at));
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "what makes a file may fail; this cannot")]
fn make(pages: &RunPages<'_>, file: &File) -> Made<'static> {
    let patch = pages.context.run.findings[file.subject.finding()].patch_file().unwrap_or_default();
    Ok(Content::File(Cow::Owned(patch.as_bytes().to_vec())))
}

//! Where addresses lead that are no pages of their own.

use super::plan::Subject;
use super::route::Route;
use crate::model::{Digest, Severity};

/// Where an address leads, as a path below the site's root, with a fragment where it leads into a page. `None` for whatever is
/// no such address.
#[must_use]
pub fn target<'d>(
    subject: Subject,
    digest: impl Fn(usize) -> &'d Digest,
    has_page: impl Fn(Severity) -> bool,
) -> Option<String> {
    Some(match subject {
        Subject::Alias(run, _) => Route::Review(&digest(run).id).path(),
        Subject::AliasOfOriginals(run) => Route::Originals(&digest(run).id).path(),
        Subject::Change(run) => of_change(digest(run)),
        Subject::Address(run, finding) => of_finding(digest(run), finding, has_page),
        _ => return None,
    })
}

/// Where the address of a change leads, whose newest run this is.
fn of_change(newest: &Digest) -> String {
    Route::Change(&newest.subject()).path()
}

/// The page of a finding of a run, or its place on that of the review.
#[must_use]
pub fn of_finding(run: &Digest, finding: usize, has_page: impl Fn(Severity) -> bool) -> String {
    let finding = &run.findings[finding];
    if has_page(finding.severity) {
        Route::Finding(&run.id, &finding.id).path()
    } else {
        Route::Review(&run.id).anchor_from("", finding.id.as_str())
    }
}

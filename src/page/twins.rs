//! Markdown twins: each review and each finding once more as text, so that an agent can read what was said without reading
//! HTML. Beside `I1.html` there is `I1.md`, if the team wants that.

mod document;
mod finding;
mod review;

use super::content::Content;
use super::needs::{Choice, Needs};
use super::parts;
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::Route;
use super::run_pages::RunPages;

/// The twin of a review.
pub static REVIEW: Kind = Kind {
    name: "Markdown of a review",
    template: None,
    maker: Maker::Run { plan: plan_review, make: make_review },
    needs: |planned, subject, needs| twin_needs(planned, subject.run(), needs),
};

/// The twin of a finding's page.
pub static FINDING: Kind = Kind {
    name: "Markdown of a finding",
    template: None,
    maker: Maker::Run { plan: plan_findings, make: make_finding },
    needs: |planned, subject, needs| twin_needs(planned, subject.run(), needs),
};

fn plan_review(planner: &mut Planner<'_>, run: usize) {
    if planner.config.twins {
        let path = Route::ReviewTwin(&planner.analysis.corpus.runs[run].id).path();
        planner.claim(&REVIEW, path, Subject::Run(run));
    }
}

fn plan_findings(planner: &mut Planner<'_>, run: usize) {
    let digest = &planner.analysis.corpus.runs[run];
    let (is_wanted, pages) = (planner.config.twins, planner.config.finding_pages);
    for (at, finding) in digest.findings.iter().enumerate() {
        if is_wanted && pages.include(finding.severity) {
            planner.claim(&FINDING, Route::FindingTwin(&digest.id, &finding.id).path(), Subject::Finding(run, at));
        }
    }
}

fn twin_needs(planned: &Planned<'_>, run: usize, needs: &mut Needs) {
    parts::text_needs(planned, run, needs);
    needs.choices([Choice::FindingPages]);
}

#[expect(clippy::unnecessary_wraps, reason = "what makes a file may fail; this cannot")]
fn make_review(pages: &RunPages<'_>, file: &File) -> Made<'static> {
    Ok(Content::File(review::review(&pages.context, &file.path).into_bytes().into()))
}

#[expect(clippy::unnecessary_wraps, reason = "what makes a file may fail; this cannot")]
fn make_finding(pages: &RunPages<'_>, file: &File) -> Made<'static> {
    Ok(Content::File(finding::alone(pages, &file.path, file.subject.finding()).into_bytes().into()))
}

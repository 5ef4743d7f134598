//! An address that means one finding as well as another, since several reviews of a pull request say that they are the same
//! round. It names all of them: the one that was meant when somebody linked there is among them.

use super::super::content::Content;
use super::super::inputs::Inputs;
use super::super::leads::of_finding;
use super::super::needs::{Choice, Part};
use super::super::parts;
use super::super::plan::{File, Kind, Made, Maker, Planned, Several};
use super::super::route::relative;
use super::super::shell::{About, Shell};
use crate::text::markdown::plain_line;
use serde::Serialize;

const TEMPLATE: &str = "several.html";

/// Its addresses are planned with those that mean one finding.
pub static KIND: Kind = Kind {
    name: "address of several findings",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |_| {},
        make: |inputs: &Inputs<'_>, file: &File, planned: &Planned<'_>| -> Made<'_> {
            let several = &planned.plan.several[file.subject.number()];
            Ok(Content::Page(inputs.render(TEMPLATE, &several_page(inputs, &file.path, several))?))
        },
    },
    needs: |planned, subject, needs| {
        let several = &planned.plan.several[subject.number()];
        needs.parts(several.findings.iter().map(|(run, _)| Part::Digest(*run)));
        needs.choices([Choice::FindingPages]);
    },
};

/// What `several.html` shows.
#[derive(Debug, Serialize)]
pub struct SeveralPage {
    shell: Shell,
    title: String,
    findings: Vec<Meant>,
    is_withdrawn: bool,
}

/// One of them.
#[derive(Debug, Serialize)]
struct Meant {
    href: String,
    /// Its id and title.
    title: String,
    /// Which review it is from.
    review: String,
}

fn several_page(inputs: &Inputs<'_>, path: &str, several: &Several) -> SeveralPage {
    let findings = several.findings.iter().map(|(run, at)| {
        let digest = inputs.digest(*run);
        let finding = &digest.findings[*at];
        let href = relative(path, &of_finding(digest, *at, |severity| inputs.has_page(severity)));
        let review = format!("review of {}, {}", digest.date.day().format("%-d %B %Y"), digest.id);
        Meant { href, title: format!("{}: {}", finding.id, plain_line(&finding.title)), review }
    });
    let findings: Vec<Meant> = findings.collect();
    let subject = several.findings.first().map(|(run, _)| parts::subject_words(inputs.digest(*run)));
    let title = format!("Several findings of {}", subject.unwrap_or_default());
    let description = "Several reviews say that they are this round, and this address may mean any of them.";
    let about = About { path, title: &title, description, is_article: false, current: "true" };
    SeveralPage { shell: Shell::new(inputs, &about).unlisted(), title, findings, is_withdrawn: several.is_withdrawn }
}

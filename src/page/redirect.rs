//! An old address of a review: redirects to the new one and keeps the fragment.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::Part;
use super::parts;
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::{Route, alias_file, is_device, relative};
use super::shell::{About, Shell};
use crate::model::{Diagnostic, Level, ProblemKind};
use crate::text::markdown::plain_line;
use serde::Serialize;

const TEMPLATE: &str = "redirect.html";

/// A redirect from an old address.
pub static KIND: Kind = Kind {
    name: "redirect",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: plan_aliases,
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let view = redirect_page(inputs, &file.path, file.subject.run());
            Ok(Content::Page(inputs.render(TEMPLATE, &view)?))
        },
    },
    needs: |_, subject, needs| needs.part(Part::Digest(subject.run())),
};

/// An old address may not take the place of anything that is.
fn plan_aliases(planner: &mut Planner<'_>) {
    for (at, run) in planner.analysis.corpus.runs.iter().enumerate() {
        for (nth, alias) in run.aliases.iter().enumerate() {
            let path = alias_file(alias);
            if let Some(part) = path.split('/').find(|part| is_device(part)) {
                let message = format!("alias `{alias}` holds `{part}`, on Windows the name of a device");
                let problem = Diagnostic::new(Level::Warning, ProblemKind::InvalidValue, &run.shown, message);
                planner.note(problem.with_hint("remove it: no file can have that name there"));
            } else if planner.is_reserved(&path) || planner.is_taken(&path) {
                let message = format!("alias `{alias}` clashes with a file of the site");
                let problem = Diagnostic::new(Level::Warning, ProblemKind::AliasTaken, &run.shown, message);
                planner.note(problem.with_hint("remove it"));
            } else {
                planner.claim(&KIND, path, Subject::Alias(at, nth));
            }
        }
    }
}

/// What `redirect.html` shows.
#[derive(Debug, Serialize)]
pub struct RedirectPage {
    shell: Shell,
    target: String,
    title: String,
}

/// Fills the redirect at `path` to the run at this position of the corpus.
#[must_use]
pub fn redirect_page(inputs: &Inputs<'_>, path: &str, run: usize) -> RedirectPage {
    let run = inputs.digest(run);
    let title = plain_line(&run.title);
    let description = format!("This review of {} has moved.", parts::subject_words(run));
    RedirectPage {
        shell: Shell::new(
            inputs,
            &About { path, title: &title, description: &description, is_article: false, current: "true" },
        ),
        target: relative(path, &Route::Review(&run.id).path()),
        title,
    }
}

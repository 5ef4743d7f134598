//! An old address of a review: redirects to the new one and keeps the fragment.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::Part;
use super::parts;
use super::plan::{File, Kind, Made, Maker, Planned};
use super::route::{Route, relative};
use super::shell::{About, Shell};
use crate::text::markdown::plain_line;
use serde::Serialize;

const TEMPLATE: &str = "redirect.html";

/// A redirect from an old address. The planner claims these last.
pub static KIND: Kind = Kind {
    name: "redirect",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |_| {},
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let view = redirect_page(inputs, &file.path, file.subject.run());
            Ok(Content::Page(inputs.render(TEMPLATE, &view)?))
        },
    },
    needs: |_, subject, needs| needs.part(Part::Digest(subject.run())),
};

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

//! An old address of a review: leads on, and keeps the fragment.

use super::parts;
use super::route::{Route, relative};
use super::shell::{About, Shell};
use super::surroundings::Surroundings;
use crate::text::markdown::plain_line;
use serde::Serialize;

/// What `redirect.html` shows.
#[derive(Debug, Serialize)]
pub struct RedirectPage {
    shell: Shell,
    target: String,
    title: String,
}

/// Fills the redirect at `path` to the run at this position of the corpus.
#[must_use]
pub fn redirect_page(around: &Surroundings<'_>, path: &str, at: usize) -> RedirectPage {
    let run = &around.corpus.runs[at];
    let title = plain_line(&run.title);
    let description = format!("This review of {} has moved.", parts::subject_words(run));
    RedirectPage {
        shell: Shell::new(
            around,
            &About { path, title: &title, description: &description, is_article: false, current: "true" },
        ),
        target: relative(path, &Route::Review(&run.id).path()),
        title,
    }
}

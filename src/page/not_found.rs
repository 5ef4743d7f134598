//! What is shown at an address that the site does not have.

use super::content::Content;
use super::inputs::Inputs;
use super::plan::{File, Kind, Made, Maker, Planned, Subject};
use super::route::Route;
use super::shell::{About, Shell};
use serde::Serialize;

const TEMPLATE: &str = "404.html";

/// The page that static hosts serve for unknown addresses.
pub static KIND: Kind = Kind {
    name: "page of what is not found",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |planner| _ = planner.claim(&KIND, Route::NotFound.path(), Subject::Only),
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(TEMPLATE, &not_found_page(inputs, &file.path))?))
        },
    },
    needs: |_, _, _| {},
};

/// What `404.html` shows.
#[derive(Debug, Serialize)]
pub struct NotFoundPage {
    shell: Shell,
    home: String,
    reviews: String,
}

/// Fills the page. It is served at any address, so its links start at the site's base address where one is configured.
#[must_use]
pub fn not_found_page(inputs: &Inputs<'_>, path: &str) -> NotFoundPage {
    let base = inputs.base_url().unwrap_or_default();
    let about = About {
        path,
        title: "Page not found",
        description: "This site has no page at that address.",
        is_article: false,
        current: "",
    };
    NotFoundPage {
        shell: Shell::new(inputs, &about).at_any_address(base),
        home: format!("{base}{}", Route::Home.from(path)),
        reviews: format!("{base}{}", Route::Reviews(1).from(path)),
    }
}

//! What is shown at an address that the site does not have.

use super::route::Route;
use super::shell::{About, Shell};
use super::surroundings::Surroundings;
use serde::Serialize;

/// What `404.html` shows.
#[derive(Debug, Serialize)]
pub struct NotFoundPage {
    shell: Shell,
    home: String,
    reviews: String,
}

/// Fills the page. It is served at any address, so its links start at the site's base address where one is configured.
#[must_use]
pub fn not_found_page(around: &Surroundings<'_>) -> NotFoundPage {
    let path = Route::NotFound.path();
    let base = around.config.base_url.as_deref().unwrap_or_default().to_owned();
    let about = About {
        path: &path,
        title: "Page not found",
        description: "This site has no page at that address.",
        is_article: false,
        current: "",
    };
    NotFoundPage {
        shell: Shell::new(around, &about).at_any_address(&base),
        home: format!("{base}{}", Route::Home.from(&path)),
        reviews: format!("{base}{}", Route::Reviews(1).from(&path)),
    }
}

//! The site that is shown at the moment, and what is wrong with its archive.

use crate::model::{BaseAddress, Diagnostic, Level};
use crate::site::preview::{Found, Preview};
use serde_json::{Value, json};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

/// How many problems a page lists; the terminal has all of them.
const LISTED: usize = 20;

/// A site that is served: another one takes its place whenever something has changed.
pub struct Site {
    /// Where it stands on the server: begins and ends in a slash, and holds no sign that is not itself in an address.
    pub mount: String,
    shown: RwLock<Shown>,
    state: RwLock<String>,
    /// Tells the versions of this server from those of one that had its address before.
    start: u128,
}

/// What is shown.
#[derive(Clone)]
pub struct Shown {
    preview: Arc<Preview>,
    number: u64,
}

impl Site {
    /// The first site, and what is wrong.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    pub fn new(mount: String, preview: Preview, problems: &[Diagnostic]) -> Self {
        let start = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let shown = Shown { preview: Arc::new(preview), number: 1 };
        let site = Self { mount, shown: RwLock::new(shown), state: RwLock::default(), start };
        site.tell(problems);
        site
    }

    /// Shows another site from now on. Pages of the old one load themselves again.
    pub fn show(&self, preview: Preview, problems: &[Diagnostic]) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        let next = Shown { preview: Arc::new(preview), number: shown.number + 1 };
        // Before anybody has a page of it, which would take the version before for a newer one.
        self.tell_of(&next, problems);
        let old = std::mem::replace(&mut *shown, next);
        drop(shown);
        // Only now, so that whoever is told that it has ended finds the next one.
        old.preview.end();
    }

    /// What is wrong from now on.
    pub fn tell(&self, problems: &[Diagnostic]) {
        self.tell_of(&self.shown(), problems);
    }

    fn tell_of(&self, shown: &Shown, problems: &[Diagnostic]) {
        let state = state(&self.version(shown), problems).to_string();
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// The version that is shown and what is wrong, as JSON.
    pub(super) fn state(&self) -> String {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A file below the site's root, and the version that it is of.
    pub(super) fn file(&self, path: &str) -> (String, Found) {
        self.of_current(|preview| preview.file(path))
    }

    /// The page for unknown addresses, with links that work at the host that was asked.
    pub(super) fn not_found(&self, host: &str) -> (String, Found) {
        let Ok(base) = format!("http://{host}{}", self.mount).parse::<BaseAddress>() else {
            return (String::new(), Found::Nothing);
        };
        self.of_current(|preview| preview.not_found(base.clone()))
    }

    /// Asks until a site answers that is still shown.
    fn of_current(&self, ask: impl Fn(&Preview) -> Found) -> (String, Found) {
        loop {
            let shown = self.shown();
            let found = ask(&shown.preview);
            if found != Found::Ended || self.shown().number == shown.number {
                return (self.version(&shown), found);
            }
        }
    }

    fn shown(&self) -> Shown {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn version(&self, shown: &Shown) -> String {
        format!("{:x}-{}", self.start, shown.number)
    }
}

/// What a page asks for once a second. Errors alone are listed: warnings change nothing of what is shown.
fn state(version: &str, problems: &[Diagnostic]) -> Value {
    let errors = problems.iter().filter(|problem| problem.level == Level::Error);
    let count = errors.clone().count();
    let listed: Vec<Value> = errors.take(LISTED).map(problem).collect();
    json!({ "version": version, "errors": count, "problems": listed })
}

fn problem(problem: &Diagnostic) -> Value {
    let shown = problem.visible();
    let line = shown.place.as_ref().map(|place| {
        let (before, rest) = place.excerpt.split_at(place.mark.0);
        let (marked, after) = rest.split_at(place.mark.1);
        [before, marked, after]
    });
    json!({
        "file": shown.file,
        "line": shown.place.as_ref().map(|place| place.line),
        "column": shown.place.as_ref().map(|place| place.column),
        "pointer": shown.pointer,
        "message": shown.message,
        "hint": shown.hint,
        "excerpt": line,
    })
}

//! What is wrong with a team's own templates before any page is made.

use super::inventory::KINDS;
use crate::input::problem::did_you_mean;
use crate::model::{Diagnostic, Level, ProblemKind};
use crate::output::engine::TemplateError;
use crate::output::sources::BUILT_IN;
use crate::output::{Engine, Theme};

/// A warning for each of a team's own templates that no page uses: most often its name is misspelt.
#[must_use]
pub fn unused(theme: &Theme) -> Vec<Diagnostic> {
    let unused = theme.unused(KINDS.iter().filter_map(|kind| kind.template));
    let warning = |(name, shown): (&str, &str)| {
        Diagnostic::new(Level::Warning, ProblemKind::UnusedTemplate, shown, "no page uses this template")
            .with_hint(hint(theme, name))
    };
    unused.into_iter().map(warning).collect()
}

fn hint(theme: &Theme, name: &str) -> String {
    let built_in = || theme.templates.keys().filter_map(|name| name.strip_prefix(BUILT_IN));
    if built_in().any(|known| known == name) {
        return "your other templates leave no page that would use it; remove it".to_owned();
    }
    did_you_mean(name, built_in()).unwrap_or_else(|| {
        "give it the name of the built-in template that it replaces, or use it in another template".to_owned()
    })
}

/// An error where the templates do not compile, of the team's own one that is the cause.
#[must_use]
pub fn invalid(theme: &Theme) -> Option<Diagnostic> {
    let TemplateError::Invalid(reason) = Engine::new(theme).err()? else { return None };
    // The engine names a template before a place in it, or in quotes.
    let is_named = |name: &str| reason.contains(&format!(" {name}:")) || reason.contains(&format!("'{name}'"));
    let named = theme.own_templates.iter().find(|(name, _)| is_named(name)).or(theme.own_templates.first_key_value());
    let file = named.map_or("", |(_, shown)| shown);
    Some(Diagnostic::new(Level::Error, ProblemKind::InvalidTemplate, file, format!("does not compile: {reason}")))
}

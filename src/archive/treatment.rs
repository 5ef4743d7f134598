//! What is done with a run for the sake of publication, in one place: whoever reads runs through it never sees what was
//! taken out.

use super::form::Form;
use crate::config::Config;
use crate::input::{Node, Reader, Unknown};
use crate::model::diagnostic::Places;
use crate::model::{Diagnostic, Identities, Run};
use crate::publish::{self, Rules};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How runs are treated while they are read.
#[derive(Clone, Copy, Debug)]
pub struct Treatment<'r> {
    /// What the team chose.
    pub rules: &'r Rules,
    /// What is done with secrets.
    pub secrets: Secrets,
    /// Which agents and models are the same.
    pub identities: &'r Identities,
}

/// What is done with secrets in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// Nothing: they are not looked for.
    Keep,
    /// Each is a problem.
    Report,
    /// A mark takes the place of each.
    Redact,
}

/// Every slug is an agent of its own, and every spelling a model.
static NOBODY: Identities = Identities { agents: BTreeMap::new(), models: BTreeMap::new() };

impl Default for Treatment<'_> {
    fn default() -> Self {
        static NONE: LazyLock<Rules> = LazyLock::new(Rules::default);
        Self { rules: &NONE, secrets: Secrets::Keep, identities: &NOBODY }
    }
}

impl<'r> Treatment<'r> {
    /// For what is published: what the team chose to redact is redacted.
    #[must_use]
    pub fn to_publish(rules: &'r Rules) -> Self {
        Self { rules, secrets: if rules.redact { Secrets::Redact } else { Secrets::Keep }, identities: &NOBODY }
    }

    /// For a site and what is published of it.
    #[must_use]
    pub fn for_site(config: &'r Config) -> Self {
        Self::to_publish(&config.publish).joining(&config.identities)
    }

    /// For a check that looks for secrets, or does not.
    #[must_use]
    pub fn to_check(rules: &'r Rules, looks_for_secrets: bool) -> Self {
        Self { rules, secrets: if looks_for_secrets { Secrets::Report } else { Secrets::Keep }, identities: &NOBODY }
    }

    /// The same, with what a team says about identities.
    #[must_use]
    pub fn joining(self, identities: &'r Identities) -> Self {
        Self { identities, ..self }
    }

    /// A run and its problems after secrets were looked for. `root` is the file that the run was read from.
    #[must_use]
    pub fn apply(
        self,
        run: Option<Run>,
        diagnostics: Vec<Diagnostic>,
        file: &str,
        (text, root): (&str, &Node<'_>),
    ) -> (Option<Run>, Vec<Diagnostic>) {
        match self.secrets {
            Secrets::Keep => (run, diagnostics),
            Secrets::Report => (run, self.reported(diagnostics, file, text, root)),
            Secrets::Redact => self.redacted(run, diagnostics, file, root),
        }
    }

    fn reported(self, diagnostics: Vec<Diagnostic>, file: &str, text: &str, root: &Node<'_>) -> Vec<Diagnostic> {
        let found = publish::found(root, self.rules);
        if found.is_empty() {
            return diagnostics;
        }
        publish::without_secrets(diagnostics, &found)
            .chain(publish::problems(&found, file, Some((text, &Places::in_text(text)))))
            .collect()
    }

    fn redacted(
        self,
        run: Option<Run>,
        mut diagnostics: Vec<Diagnostic>,
        file: &str,
        root: &Node<'_>,
    ) -> (Option<Run>, Vec<Diagnostic>) {
        if !diagnostics.is_empty() {
            let found = publish::found(root, self.rules);
            diagnostics = publish::without_secrets(diagnostics, &found).collect();
        }
        let Some(run) = run else { return (None, diagnostics) };
        let mut tree = Run::write(&run);
        let found = publish::redacted(&mut tree, self.rules);
        if found.is_empty() {
            return (Some(run), diagnostics);
        }
        let mut reader = Reader::new(Unknown::Warning);
        let redacted = Run::read(&mut reader, &tree).filter(|_| !reader.has_errors());
        diagnostics.extend(if redacted.is_some() {
            vec![publish::summary(&found, file)]
        } else {
            let unredactable = |problem: crate::input::Problem| publish::unredactable(&problem.pointer, file);
            reader.into_problems().into_iter().map(unredactable).collect()
        });
        (redacted, diagnostics)
    }
}

//! What is done with a run for the sake of publication, in one place: whoever reads runs through it never sees what was
//! taken out.

use super::form::Form;
use crate::input::{Node, Reader, Unknown};
use crate::model::diagnostic::Places;
use crate::model::{Diagnostic, Run};
use crate::publish::{self, Rules};
use std::sync::LazyLock;

/// How runs are treated while they are read.
#[derive(Clone, Copy, Debug)]
pub struct Treatment<'r> {
    /// What the team chose.
    pub rules: &'r Rules,
    /// What is done with secrets.
    pub secrets: Secrets,
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

impl Default for Treatment<'_> {
    fn default() -> Self {
        static NONE: LazyLock<Rules> = LazyLock::new(Rules::default);
        Self { rules: &NONE, secrets: Secrets::Keep }
    }
}

impl<'r> Treatment<'r> {
    /// For what is published: what the team chose to redact is redacted.
    #[must_use]
    pub fn to_publish(rules: &'r Rules) -> Self {
        Self { rules, secrets: if rules.redact { Secrets::Redact } else { Secrets::Keep } }
    }

    /// For a check that looks for secrets, or does not.
    #[must_use]
    pub fn to_check(rules: &'r Rules, looks_for_secrets: bool) -> Self {
        Self { rules, secrets: if looks_for_secrets { Secrets::Report } else { Secrets::Keep } }
    }

    /// A run and its problems after this treatment. `root` is the file that the run was read from.
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

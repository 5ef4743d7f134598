//! Tera behind one function: a template's name and a view in, HTML out. Everything is escaped unless a template says
//! `safe`, which it may say of fields that end in `_html` only; a test reads the templates for that.

use super::theme::Theme;
use serde::Serialize;
use tera::{Context, Tera};

/// Compiled templates.
#[derive(Debug)]
pub struct Engine {
    tera: Tera,
}

/// A template that does not compile, or does not fit its view.
#[derive(Debug, thiserror::Error)]
#[error("template {name}: {reason}")]
pub struct TemplateError {
    name: String,
    reason: String,
}

impl Engine {
    /// Compiles all templates.
    ///
    /// # Errors
    /// The first template that does not compile.
    pub fn new(theme: &Theme) -> Result<Self, TemplateError> {
        let mut tera = Tera::new();
        let templates = theme.templates.iter().map(|(name, source)| (name.as_str(), source.as_str()));
        tera.add_raw_templates(templates).map_err(|error| failed("(any)", &error))?;
        Ok(Self { tera })
    }

    /// Fills a template with a view.
    ///
    /// # Errors
    /// When the template asks for something that the view does not have.
    pub fn render(&self, name: &str, view: &impl Serialize) -> Result<String, TemplateError> {
        let context = Context::from_serialize(view).map_err(|error| failed(name, &error))?;
        self.tera.render(name, &context).map_err(|error| failed(name, &error))
    }
}

fn failed(name: &str, error: &tera::Error) -> TemplateError {
    TemplateError { name: name.to_owned(), reason: error.to_string() }
}

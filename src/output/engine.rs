//! Tera behind two functions: a template's or a component's name and a view in, HTML out. Everything is escaped but what is
//! [`Html`] by its type.

use super::sources::BUILT_IN;
use super::theme::Theme;
use crate::text::Html;
use crate::text::html::{Markup, Value};
use crate::text::write_escaped;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tera::{Context, Kwargs, State, Tera};

/// Compiled templates.
#[derive(Debug)]
pub struct Engine {
    tera: Tera,
    /// By template every template that can have a say in what it gives, itself included.
    sources: BTreeMap<String, BTreeSet<String>>,
}

/// A template that does not compile, or does not fit its view.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Templates that do not compile.
    #[error("the templates do not compile: {0}")]
    Invalid(String),
    /// A template that asks for what there is not.
    #[error("template {name}: {reason}")]
    Unfit {
        /// The template or component.
        name: String,
        /// What is wrong, with the place.
        reason: String,
    },
}

impl Engine {
    /// Compiles all templates. A team's own come before the built-in ones: a template of the same name, and a component of
    /// the same name in any of them, takes the place of the built-in one.
    ///
    /// # Errors
    /// The first template that does not compile.
    pub fn new(theme: &Theme) -> Result<Self, TemplateError> {
        let mut tera = Tera::new();
        tera.set_fallback_prefixes([BUILT_IN]).map_err(|error| TemplateError::Invalid(words(&error)))?;
        tera.register_filter("quoted", quoted);
        tera.set_escape_fn(write_escaped);
        let templates = theme.templates.iter().map(|(name, source)| (name.as_str(), source.as_str()));
        tera.add_raw_templates(templates).map_err(|error| TemplateError::Invalid(words(&error)))?;
        Ok(Self { tera, sources: theme.sources() })
    }

    /// Fills a template with a view.
    ///
    /// # Errors
    /// When the template asks for something that the view does not have.
    pub fn render(&self, name: &str, view: &impl Serialize) -> Result<String, TemplateError> {
        let context = Context::from_serialize(view).map_err(|error| failed(name, &error))?;
        self.tera.render(name, &context).map_err(|error| failed(name, &error))
    }

    /// Fills a component, whose one argument is called like it.
    ///
    /// # Errors
    /// When the component asks for something that it is not given.
    pub fn component(&self, name: &'static str, argument: &impl Serialize) -> Result<Html, TemplateError> {
        let value = tera::Value::try_from_serializable(argument).map_err(|error| failed(name, &error))?;
        let mut arguments = Context::new();
        arguments.insert_value(name, value);
        Html::of_component(&self.tera, name, &arguments).map_err(|error| failed(name, &error))
    }

    /// Every template that can have a say in what a template gives: those that it extends or includes, and those that
    /// define a component which it or they use.
    #[must_use]
    pub fn sources_of(&self, template: &str) -> BTreeSet<String> {
        self.sources.get(template).cloned().unwrap_or_default()
    }
}

/// The filter `quoted`: a text as an attribute's value, in quotes where it needs them. Pages hold hundreds of addresses.
fn quoted(text: &str, _: Kwargs, _: &State) -> tera::Value {
    let mut out = Markup::default();
    out.push(Value(text));
    tera::Value::safe_string(out.finish().as_str())
}

fn failed(name: &str, error: &tera::Error) -> TemplateError {
    TemplateError::Unfit { name: name.to_owned(), reason: words(error) }
}

fn words(error: &tera::Error) -> String {
    let words = error.to_string();
    words.strip_prefix("error: ").unwrap_or(&words).to_owned()
}

//! Which templates have a say in which: what each extends, includes, defines and uses, read from their sources.
//!
//! The template engine does not tell. Tags are looked for as they are written; one inside a comment or a text counts as well,
//! which makes a page depend on more than it does and never on less.

use std::collections::{BTreeMap, BTreeSet};

/// What a built-in template is called beside a team's own of the same name, so that the one can extend the other.
pub const BUILT_IN: &str = "pilcrow/";

/// What a template names.
#[derive(Debug, Default)]
pub struct Source<'t> {
    /// Templates that it extends or includes.
    templates: BTreeSet<&'t str>,
    /// Components that it uses.
    uses: BTreeSet<&'t str>,
    /// Components that it defines.
    defines: BTreeSet<&'t str>,
}

impl<'t> Source<'t> {
    /// Reads a template.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut source = Self::default();
        for (at, _) in text.match_indices("{%").chain(text.match_indices("{{")) {
            let tag = text[at + 2..].trim_start_matches('-').trim_start();
            if let Some(named) = tag.strip_prefix("extends").or_else(|| tag.strip_prefix("include")) {
                source.templates.extend(literal(named));
            } else if let Some(component) = tag.strip_prefix("component ") {
                source.defines.insert(name(component.trim_start()));
            } else if let Some(component) = tag.strip_prefix('<') {
                source.uses.insert(name(component));
            }
        }
        source
    }
}

/// The first text in double or single quotes, if nothing but blanks comes before.
fn literal(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    text[1..].split(quote).next()
}

fn name(text: &str) -> &str {
    let end = text.find(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '.'))).unwrap_or(text.len());
    &text[..end]
}

/// By template every template that can have a say in what it gives, itself included. A built-in template is found without
/// its prefix too, unless another has that name.
#[must_use]
pub fn sources(all: &BTreeMap<&str, Source<'_>>) -> BTreeMap<String, BTreeSet<String>> {
    let mut definers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (template, source) in all {
        for component in &source.defines {
            definers.entry(component).or_default().insert(template);
        }
    }
    let mut sources: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for template in all.keys() {
        let reached = reached(template, all, &definers);
        if let Some(short) = template.strip_prefix(BUILT_IN).filter(|short| !all.contains_key(short)) {
            sources.insert(short.to_owned(), reached.clone());
        }
        sources.insert((*template).to_owned(), reached);
    }
    sources
}

/// The templates that define a component which a built-in one defines too. Pages use some without a template.
#[must_use]
pub fn redefining<'t>(all: &BTreeMap<&'t str, Source<'t>>) -> BTreeSet<&'t str> {
    let built_in = all.iter().filter(|(name, _)| name.starts_with(BUILT_IN));
    let components: BTreeSet<&str> = built_in.flat_map(|(_, source)| &source.defines).copied().collect();
    let own = all.iter().filter(|(_, source)| source.defines.iter().any(|component| components.contains(component)));
    own.map(|(name, _)| *name).collect()
}

fn reached(
    start: &str,
    all: &BTreeMap<&str, Source<'_>>,
    definers: &BTreeMap<&str, BTreeSet<&str>>,
) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<String> = vec![start.to_owned()];
    while let Some(name) = open.pop() {
        let prefixed = format!("{BUILT_IN}{name}");
        let Some((name, source)) = all.get_key_value(name.as_str()).or_else(|| all.get_key_value(prefixed.as_str()))
        else {
            continue;
        };
        if !found.insert((*name).to_owned()) {
            continue;
        }
        open.extend(source.templates.iter().map(|template| (*template).to_owned()));
        let components = source.uses.iter().filter_map(|component| definers.get(component)).flatten();
        open.extend(components.map(|template| (*template).to_owned()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_names_is_reached() {
        let texts = [
            ("pilcrow/base.html", "{% block a %}{% endblock %}{{ <foot /> }}"),
            ("pilcrow/page.html", "{% extends \"base.html\" %}{%- include 'piece.html' %}"),
            ("pilcrow/foot.html", "{% component foot() -%}{% endcomponent %}"),
            ("pilcrow/other.html", "{% component other() %}{% endcomponent %}"),
            ("piece.html", "{% <other> %}x{% </other> %}"),
        ];
        let all: BTreeMap<&str, Source<'_>> = texts.iter().map(|(name, text)| (*name, Source::new(text))).collect();
        let sources = sources(&all);
        let of = |name: &str| sources[name].iter().map(String::as_str).collect::<Vec<_>>();
        let expected =
            ["piece.html", "pilcrow/base.html", "pilcrow/foot.html", "pilcrow/other.html", "pilcrow/page.html"];
        assert_eq!(of("page.html"), expected);
        assert_eq!(of("pilcrow/other.html"), ["pilcrow/other.html"]);
    }
}

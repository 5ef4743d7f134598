//! Templates and static files: embedded in the binary, so that the program works from any folder; single ones may be
//! replaced by a team's own.

use super::sources::{BUILT_IN, Source, redefining, sources};
use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, BTreeSet};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// All templates and static files of a build.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Name and source; the built-in ones are below `pilcrow/`.
    pub templates: BTreeMap<String, String>,
    /// By path below the site's root.
    pub files: BTreeMap<String, ThemeFile>,
    /// A team's own templates by their names, each as a reader of messages would type it.
    pub own_templates: BTreeMap<String, String>,
}

/// A static file.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// What it holds.
    pub content: Vec<u8>,
    /// Whether it is a team's own and takes the place of no built-in one.
    pub is_own: bool,
    /// The file as a reader of messages would type it.
    pub shown: String,
}

impl Default for Theme {
    fn default() -> Self {
        let text = |content| String::from_utf8_lossy(content).into_owned();
        let templates = embedded(&TEMPLATES).map(|(name, content)| (format!("{BUILT_IN}{name}"), text(content)));
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut parts: Vec<(String, &[u8])> = embedded(&STATIC).collect();
        parts.sort_by_cached_key(|(path, _)| order_of_part(path));
        for (path, content) in parts {
            if path.starts_with("js/") {
                files.entry(whole(&path)).or_default().extend(without_comments(content));
            } else {
                files.insert(path, content.to_vec());
            }
        }
        let built_in = |(path, content)| {
            let shown = format!("static/{path}");
            (path, ThemeFile { content, is_own: false, shown })
        };
        let files = files.into_iter().map(built_in).collect();
        Self { templates: templates.collect(), files, own_templates: BTreeMap::new() }
    }
}

impl Theme {
    /// Takes a team's own templates: one with the name of a built-in one takes its place. `folder` is where they come from,
    /// as a reader of messages would type it.
    #[must_use]
    pub fn with_templates(mut self, templates: BTreeMap<String, String>, folder: &str) -> Self {
        self.own_templates.extend(templates.keys().map(|name| (name.clone(), shown(folder, name))));
        self.templates.extend(templates);
        self
    }

    /// Takes a team's own static files: one with the path of a built-in one takes its place, all others go to the root of
    /// the site. `folder` as above.
    #[must_use]
    pub fn with_files(mut self, files: BTreeMap<String, Vec<u8>>, folder: &str) -> Self {
        for (path, content) in files {
            let is_own = !self.files.contains_key(&path);
            let shown = shown(folder, &path);
            self.files.insert(path, ThemeFile { content, is_own, shown });
        }
        self
    }

    /// By template every template that can have a say in what it gives, itself included.
    #[must_use]
    pub fn sources(&self) -> BTreeMap<String, BTreeSet<String>> {
        sources(&self.named())
    }

    /// The team's own templates that have no say in any of `pages`, each as a reader of messages would type it.
    #[must_use]
    pub fn unused<'p>(&self, pages: impl Iterator<Item = &'p str>) -> BTreeMap<&str, &str> {
        let (sources, all) = (self.sources(), self.named());
        let mut used: BTreeSet<&str> =
            pages.filter_map(|name| sources.get(name)).flatten().map(String::as_str).collect();
        used.extend(redefining(&all));
        let own = self.own_templates.iter().map(|(name, shown)| (name.as_str(), shown.as_str()));
        own.filter(|(name, _)| !used.contains(name)).collect()
    }

    fn named(&self) -> BTreeMap<&str, Source<'_>> {
        self.templates.iter().map(|(name, text)| (name.as_str(), Source::new(text))).collect()
    }
}

fn shown(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{}/{path}", folder.trim_end_matches('/')) }
}

/// The parts of a script are numbered: `9-a.js` comes before `10-b.js`.
fn order_of_part(path: &str) -> (String, u32, String) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let digits = name.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(name.len());
    (folder.to_owned(), name[..digits].parse().unwrap_or(0), name.to_owned())
}

/// The script that a part of one belongs to: `js/search.js` of `js/search/1-load.js`.
fn whole(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) if folder != "js" => format!("{folder}.js"),
        _ => path.to_owned(),
    }
}

/// Our scripts without the lines that are for their authors: a third of what a reader would load.
fn without_comments(script: &[u8]) -> Vec<u8> {
    let lines = script.split_inclusive(|byte| *byte == b'\n');
    lines.filter(|line| !line.trim_ascii_start().starts_with(b"//")).flatten().copied().collect()
}

fn embedded(dir: &'static Dir<'static>) -> impl Iterator<Item = (String, &'static [u8])> {
    let mut found = Vec::new();
    collect(dir, &mut found);
    found.into_iter()
}

fn collect(dir: &'static Dir<'static>, found: &mut Vec<(String, &'static [u8])>) {
    for file in dir.files() {
        found.push((file.path().to_string_lossy().replace('\\', "/"), file.contents()));
    }
    for inner in dir.dirs() {
        collect(inner, found);
    }
}

#[cfg(test)]
mod tests {
    use super::{Theme, order_of_part};

    #[test]
    fn the_tenth_part_comes_after_the_ninth() {
        let mut parts = ["js/search/10-page.js", "js/search/9-list.js", "js/search/1-load.js", "js/pilcrow.js"];
        parts.sort_by_cached_key(|path| order_of_part(path));
        assert_eq!(parts, ["js/pilcrow.js", "js/search/1-load.js", "js/search/9-list.js", "js/search/10-page.js"]);
    }

    #[test]
    fn the_parts_of_a_script_are_one_script_in_order() {
        let files = Theme::default().files;
        let scripts: Vec<&str> = files.keys().map(String::as_str).filter(|path| path.starts_with("js/")).collect();
        assert_eq!(scripts, ["js/pilcrow.js", "js/search-engine.js", "js/search.js"]);
        let engine = String::from_utf8_lossy(&files["js/search-engine.js"].content);
        let at = |words: &str| engine.find(words).unwrap();
        assert!(at("class Column") < at("const filesOf") && at("const filesOf") < at("const createSearcher"));
        assert!(!engine.lines().any(|line| line.trim_start().starts_with("//")));
    }
}

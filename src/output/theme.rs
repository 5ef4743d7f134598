//! Templates and static files: embedded in the binary, so that the program works from any folder; single ones may be
//! replaced by a team's own.

use super::engine::BUILT_IN;
use super::sources::{Source, sources};
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
        // In the order of their names, which is that of the parts of a script.
        for (path, content) in embedded(&STATIC).collect::<BTreeMap<_, _>>() {
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
        Self { templates: templates.collect(), files: files.into_iter().map(built_in).collect() }
    }
}

impl Theme {
    /// Replaces single files, and takes further static files along to the root of the site. `folder` is where the static
    /// files come from, as a reader of messages would type it.
    #[must_use]
    pub fn with_overrides(
        mut self,
        templates: BTreeMap<String, String>,
        files: BTreeMap<String, Vec<u8>>,
        folder: &str,
    ) -> Self {
        self.templates.extend(templates);
        for (path, content) in files {
            let is_own = !self.files.contains_key(&path);
            let shown = format!("{folder}/{path}");
            self.files.insert(path, ThemeFile { content, is_own, shown });
        }
        self
    }

    /// By template every template that can have a say in what it gives, itself included.
    #[must_use]
    pub fn sources(&self) -> BTreeMap<String, BTreeSet<String>> {
        let all = self.templates.iter().map(|(name, text)| (name.as_str(), Source::new(text)));
        sources(&all.collect())
    }
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
    use super::Theme;

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

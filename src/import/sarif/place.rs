//! Where a result stands: locations as paths inside the repository, snippets as excerpts.

use super::region;
use crate::import::json::look;
use crate::import::markdown::inline::one_line;
use crate::import::paths::checkout::Checkout;
use crate::import::paths::{Place, absolute_path, below, decoded, has_scheme, in_checkout, tidy};
use crate::model::finding::Excerpt;
use crate::model::id::stays_inside;
use serde_json::Value;
use std::collections::BTreeMap;

/// Lines shown before and after a region when the file holds the artifact's whole text.
const AROUND: u32 = 3;

/// More bases on the way to a root than any tool writes; they may go in a circle.
const MOST_BASES: usize = 16;

/// Bases that name the root of the sources by custom.
const ROOTS: [&str; 4] = ["%SRCROOT%", "SRCROOT", "REPOROOT", "ROOTPATH"];

/// What a run says about its files.
pub struct Places<'v> {
    run: &'v Value,
    artifacts: &'v [Value],
    /// The absolute folder that the repository was checked out to.
    mapped: Option<String>,
    /// Other absolute folders that paths may be relative to.
    roots: Vec<String>,
    /// The repository's name, which its folder often has.
    name: Option<String>,
    /// Where the options say that it was, and where runners check out to.
    checkout: Checkout,
    /// Whole texts by path.
    texts: BTreeMap<String, Vec<&'v str>>,
}

impl<'v> Places<'v> {
    /// Of a run over `owner/name`, of whose folder nothing else is known.
    #[cfg(test)]
    pub fn of_run(run: &'v Value, repository: Option<&str>) -> Self {
        Self::in_checkout(run, repository, Checkout::default())
    }

    /// Of a run over `owner/name` that was checked out somewhere.
    pub fn in_checkout(run: &'v Value, repository: Option<&str>, checkout: Checkout) -> Self {
        let name = repository.and_then(|repository| repository.rsplit('/').next()).map(str::to_owned);
        let artifacts = look::list(run, "artifacts");
        let mut places =
            Self { run, artifacts, mapped: None, roots: Vec::new(), name, checkout, texts: BTreeMap::new() };
        let provenance = look::list(run, "versionControlProvenance").first();
        places.mapped = provenance.and_then(|provenance| places.absolute(provenance.get("mappedTo")?));
        places.roots = places.all_roots();
        for artifact in artifacts {
            let text = artifact.get("contents").and_then(|contents| look::text(contents, "text"));
            let place = artifact.get("location").and_then(|location| places.place(location));
            if let (Some(text), Some(Place::Inside(path))) = (text, place) {
                places.texts.entry(path).or_insert_with(|| text.split('\n').collect());
            }
        }
        places
    }

    fn all_roots(&self) -> Vec<String> {
        let bases = look::fields(self.run, "originalUriBaseIds").into_iter();
        let mut bases: Vec<(bool, usize, String)> = bases
            .filter_map(|(name, base)| {
                let folder = self.absolute(base)?;
                Some((!ROOTS.contains(&name), folder.len(), folder))
            })
            .collect();
        // The root by custom, then the outermost: it is more likely the repository than a folder inside it.
        bases.sort();
        let invocations = look::list(self.run, "invocations").iter();
        let working = invocations.filter_map(|invocation| self.absolute(invocation.get("workingDirectory")?));
        bases.into_iter().map(|(_, _, folder)| folder).chain(working).collect()
    }

    /// The absolute path of an artifact location, through its bases.
    fn absolute(&self, location: &Value) -> Option<String> {
        let uri = look::text(location, "uri").unwrap_or_default();
        if let Some(path) = absolute_path(uri) {
            return Some(path);
        }
        let mut path = decoded(uri);
        let mut base = look::text(location, "uriBaseId");
        for _ in 0..MOST_BASES {
            let entry = self.base(base?)?;
            let uri = look::text(entry, "uri").unwrap_or_default();
            if let Some(folder) = absolute_path(uri) {
                return Some(tidy(&format!("{folder}/{path}")));
            }
            path = format!("{}/{path}", decoded(uri));
            base = look::text(entry, "uriBaseId");
        }
        None
    }

    fn base(&self, id: &str) -> Option<&'v Value> {
        self.run.get("originalUriBaseIds")?.get(id)
    }

    fn artifact(&self, location: &Value) -> Option<&'v Value> {
        look::at(self.artifacts, location, "index").map(|(_, artifact)| artifact)
    }

    /// Where an `artifactLocation` points to.
    pub fn place(&self, location: &Value) -> Option<Place> {
        let named = match look::text(location, "uri") {
            Some(_) => location,
            None => self.artifact(location).and_then(|artifact| artifact.get("location")).unwrap_or(location),
        };
        let uri = look::text(named, "uri")?;
        let inside = self.inside(named, uri).filter(|path| stays_inside(path));
        Some(inside.map_or_else(|| Place::Outside(one_line(uri)), Place::Inside))
    }

    fn inside(&self, location: &Value, uri: &str) -> Option<String> {
        let checkout = |path: &str| self.mapped.as_ref().and_then(|root| below(root, path));
        if let Some(path) = absolute_path(uri) {
            let other = || self.roots.iter().find_map(|root| below(root, &path));
            let named = || in_checkout(self.name.as_deref()?, &path);
            return checkout(&path).or_else(other).or_else(named).or_else(|| self.checkout.path_inside(&path));
        }
        if has_scheme(uri) {
            return None;
        }
        let mapped = self.absolute(location).and_then(|path| checkout(&path));
        mapped.or_else(|| self.path_from_base(location, uri))
    }

    /// The path from the outermost base on, which stands for the repository unless the run says where that was.
    fn path_from_base(&self, location: &Value, uri: &str) -> Option<String> {
        let mut path = decoded(uri);
        let mut base = look::text(location, "uriBaseId");
        for _ in 0..MOST_BASES {
            let Some(entry) = base.and_then(|id| self.base(id)) else { break };
            let uri = look::text(entry, "uri").unwrap_or_default();
            if absolute_path(uri).is_some() {
                break;
            }
            if has_scheme(uri) {
                return None;
            }
            path = match decoded(uri).trim_matches('/') {
                "" => path,
                folder => format!("{folder}/{path}"),
            };
            base = look::text(entry, "uriBaseId");
        }
        Some(tidy(&path))
    }

    /// A line of an artifact whose whole text the run holds.
    pub fn line(&self, path: &str, number: u32) -> Option<&'v str> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        let lines = self.texts.get(path)?;
        let is_end = at + 1 == lines.len();
        lines.get(at).copied().filter(|line| !(is_end && line.is_empty()))
    }

    /// The last line of an artifact whose whole text the run holds, and whether a line break ends it.
    pub fn end(&self, path: &str) -> Option<(u32, bool)> {
        let lines = self.texts.get(path)?;
        let broken = lines.last().is_some_and(|line| line.is_empty());
        let count = lines.len().saturating_sub(usize::from(broken));
        Some((u32::try_from(count).ok()?, broken))
    }

    /// The code that a physical location shows.
    pub fn excerpt(&self, physical: &Value, path: Option<&str>) -> Option<Excerpt> {
        let region = physical.get("region");
        let marked = region.and_then(region::lines);
        let shown = |key: &str| {
            let region = physical.get(key)?;
            let code = look::text(region.get("snippet")?, "text")?.replace("\r\n", "\n");
            let code = code.strip_suffix('\n').unwrap_or(&code).to_owned();
            Some((look::ordinal(region, "startLine"), code))
        };
        let around = || self.around(path?, marked?);
        let (start_line, code) = shown("contextRegion").or_else(|| shown("region")).or_else(around)?;
        let more = u32::try_from(code.matches('\n').count()).unwrap_or(u32::MAX);
        let highlight_lines = match (start_line, marked) {
            (Some(first), Some((from, to))) => (from.max(first)..=to.min(first.saturating_add(more))).collect(),
            _ => Vec::new(),
        };
        let language = region.and_then(|region| look::text(region, "sourceLanguage"));
        let of_artifact = || {
            let artifact = self.artifact(physical.get("artifactLocation")?)?;
            look::text(artifact, "sourceLanguage")
        };
        let language = language.or_else(of_artifact).map(one_line);
        Some(Excerpt { path: path.map(str::to_owned), start_line, language, highlight_lines, code })
    }

    fn around(&self, path: &str, (from, to): (u32, u32)) -> Option<(Option<u32>, String)> {
        let first = from.saturating_sub(AROUND).max(1);
        let lines: Vec<&str> = (first..=to.saturating_add(AROUND)).map_while(|at| self.line(path, at)).collect();
        let shows_it = lines.len() > usize::try_from(from - first).ok()?;
        let plain = || lines.iter().map(|line| line.trim_end_matches('\r')).collect::<Vec<_>>().join("\n");
        shows_it.then(|| (Some(first), plain()))
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::import::paths::Place;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(run: &Value, location: &Value, expected: Result<&str, &str>) {
        let expected = match expected {
            Ok(path) => Place::Inside(path.to_owned()),
            Err(shown) => Place::Outside(shown.to_owned()),
        };
        assert_eq!(Places::of_run(run, Some("me/thing")).place(location), Some(expected), "{location}");
    }

    #[test]
    fn addresses_become_paths() {
        let run = json!({
            "originalUriBaseIds": {
                "SRCROOT": {"uri": "file:///home/me/project/"},
                "SRC": {"uri": "src/", "uriBaseId": "SRCROOT"},
                "LOOP": {"uri": "x/", "uriBaseId": "LOOP"},
                "WEB": {"uri": "https://a.example/"}
            },
            "artifacts": [{"location": {"uri": "lib.rs", "uriBaseId": "SRC"}}]
        });
        for (location, expected) in [
            (json!({"uri": "a%20b/%C3%A9.py"}), Ok("a b/é.py")),
            (json!({"uri": "./a/../b.py"}), Ok("b.py")),
            (json!({"uri": "a\\b.cs"}), Ok("a/b.cs")),
            (json!({"uri": "main.rs", "uriBaseId": "SRC"}), Ok("src/main.rs")),
            (json!({"uri": "main.rs", "uriBaseId": "OTHER"}), Ok("main.rs")),
            (json!({"index": 0}), Ok("src/lib.rs")),
            (json!({"uri": "file:///home/me/project/a.c"}), Ok("a.c")),
            (json!({"uri": "/home/me/project/a.c"}), Ok("a.c")),
            (json!({"uri": "file:///home/me/projects/a.c"}), Err("file:///home/me/projects/a.c")),
            (json!({"uri": "../a.c"}), Err("../a.c")),
            (json!({"uri": "../a.c", "uriBaseId": "SRC"}), Ok("a.c")),
            (json!({"uri": "../../a.c", "uriBaseId": "SRC"}), Err("../../a.c")),
            (json!({"uri": "file:///etc/passwd"}), Err("file:///etc/passwd")),
            (json!({"uri": "%2e%2e/x"}), Err("%2e%2e/x")),
            (json!({"uri": "%2Fetc%2Fpasswd"}), Err("%2Fetc%2Fpasswd")),
            (json!({"uri": "C:\\Windows\\x"}), Err("C:\\Windows\\x")),
            (json!({"uri": "https://a.example/x"}), Err("https://a.example/x")),
            (json!({"uri": "x", "uriBaseId": "WEB"}), Err("x")),
            (json!({"uri": "a%00b"}), Err("a%00b")),
        ] {
            check(&run, &location, expected);
        }
        assert!(Places::of_run(&run, None).place(&json!({"uri": "x", "uriBaseId": "LOOP"})).is_some());
        assert_eq!(Places::of_run(&run, None).place(&json!({"index": 7})), None);
    }

    #[test]
    fn the_checkout_wins_over_bases() {
        let run = json!({
            "originalUriBaseIds": {"SRC": {"uri": "file:///C:/source/project/src/"}},
            "versionControlProvenance": [{"mappedTo": {"uri": "file:///c:/source/project"}}]
        });
        check(&run, &json!({"uri": "a.cs", "uriBaseId": "SRC"}), Ok("src/a.cs"));
        check(&run, &json!({"uri": "file:///c:/source/project/b.cs"}), Ok("b.cs"));
    }

    #[test]
    fn a_folder_of_the_repository_s_name_is_the_checkout() {
        for (uri, expected) in [
            ("file:///tmp/thing/a.py", Ok("a.py")),
            ("file:///tmp/thing/thing/a.py", Ok("thing/a.py")),
            ("file:///home/runner/work/thing/thing/a.py", Ok("a.py")),
            ("file:///tmp/something/a.py", Err("file:///tmp/something/a.py")),
        ] {
            check(&json!({}), &json!({"uri": uri}), expected);
        }
    }
}

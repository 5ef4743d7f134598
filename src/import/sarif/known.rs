//! The lines of files that a SARIF file shows, as far as they can be relied on.

use super::place::Places;
use super::region;
use crate::import::json::look;
use crate::import::paths::Place;
use serde_json::Value;
use std::collections::BTreeMap;

/// The lines of files that are known around one result.
pub struct Known<'p, 'v> {
    /// Where paths and whole texts come from.
    pub places: &'p Places<'v>,
    lines: BTreeMap<(String, u32), String>,
    /// Columns count UTF-16 units rather than characters.
    utf16: bool,
}

impl<'p, 'v> Known<'p, 'v> {
    /// What the locations of a result show.
    pub fn of_locations<'l>(places: &'p Places<'v>, utf16: bool, locations: impl Iterator<Item = &'l Value>) -> Self {
        let mut known = Self { places, lines: BTreeMap::new(), utf16 };
        for physical in locations.filter_map(|location| location.get("physicalLocation")) {
            let place = physical.get("artifactLocation").and_then(|at| places.place(at));
            let Some(Place::Inside(path)) = place else { continue };
            for region in ["contextRegion", "region"].iter().filter_map(|key| physical.get(key)) {
                known.learn(&path, region);
            }
        }
        known
    }

    fn learn(&mut self, path: &str, region: &Value) {
        let snippet = region.get("snippet").and_then(|snippet| look::text(snippet, "text"));
        let (Some(snippet), Some((start, _))) = (snippet, region::lines(region)) else { return };
        let broken = snippet.strip_suffix('\n');
        let lines: Vec<&str> = broken.unwrap_or(snippet).split('\n').collect();
        if !self.holds_whole_lines(region, &lines, broken.is_some()) {
            return;
        }
        for (number, line) in (start..=u32::MAX).zip(lines) {
            self.lines.entry((path.to_owned(), number)).or_insert_with(|| line.to_owned());
        }
    }

    /// A snippet may hold the region alone or, as some tools have it, the whole lines that the region touches.
    fn holds_whole_lines(&self, region: &Value, lines: &[&str], broken: bool) -> bool {
        let start = look::ordinal(region, "startLine").unwrap_or(1);
        let end = look::ordinal(region, "endLine").unwrap_or(start).max(start);
        let column = look::ordinal(region, "startColumn").unwrap_or(1);
        let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        match look::ordinal(region, "endColumn") {
            None => column == 1,
            Some(1) if end > start => column == 1 && count == end - start,
            Some(to) => {
                let width = lines.last().map_or(0, |line| self.columns(line));
                let longer = width >= to || (start == end && column > 1 && width.saturating_add(1) == to);
                (broken || longer) && count.saturating_sub(1) == end - start
            }
        }
    }

    fn columns(&self, line: &str) -> u32 {
        let count = if self.utf16 { line.encode_utf16().count() } else { line.chars().count() };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// A line without its line break.
    pub fn line(&self, path: &str, number: u32) -> Option<&str> {
        let shown = self.lines.get(&(path.to_owned(), number)).map(String::as_str);
        self.places.line(path, number).or(shown)
    }

    /// A line with its line break, if it has one.
    pub fn whole(&self, path: &str, number: u32) -> Option<String> {
        let line = self.line(path, number)?;
        let unbroken = self.places.end(path) == Some((number, false));
        Some(if unbroken { line.to_owned() } else { format!("{line}\n") })
    }

    /// Whether this is known to be the last line of the file.
    pub fn is_end(&self, path: &str, number: u32) -> bool {
        self.places.end(path).is_some_and(|(end, _)| end == number)
    }

    /// The byte of a column in a line; past its end is its end.
    pub fn byte(&self, line: &str, column: u32) -> usize {
        let mut left = column.saturating_sub(1);
        for (at, c) in line.char_indices() {
            if left == 0 {
                return at;
            }
            let width = if self.utf16 { c.len_utf16() } else { 1 };
            left = left.saturating_sub(u32::try_from(width).unwrap_or(1));
        }
        line.trim_end_matches('\r').len()
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, Places};
    use serde_json::{Value, json};

    fn second_line(region: &Value) -> Option<String> {
        let run = json!({});
        let places = Places::of_run(&run, None);
        let location = json!({"physicalLocation": {"artifactLocation": {"uri": "a"}, "region": region}});
        Known::of_locations(&places, false, [location].iter()).line("a", 2).map(str::to_owned)
    }

    #[test]
    fn only_whole_lines_are_learned() {
        let whole = Some("  abc def".to_owned());
        let region = |more: Value| {
            let mut region = json!({"startLine": 2});
            region.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            region
        };
        for (more, expected) in [
            (json!({"snippet": {"text": "  abc def"}}), &whole),
            (json!({"startColumn": 3, "endColumn": 6, "snippet": {"text": "abc"}}), &None),
            (json!({"startColumn": 3, "endColumn": 6, "snippet": {"text": "  abc def"}}), &whole),
            (json!({"startColumn": 3, "endColumn": 10, "snippet": {"text": "  abc def"}}), &whole),
            (json!({"startColumn": 1, "endColumn": 6, "snippet": {"text": "  abc"}}), &None),
            (json!({"startColumn": 1, "endColumn": 10, "snippet": {"text": "  abc def\n"}}), &whole),
        ] {
            assert_eq!(&second_line(&region(more.clone())), expected, "{more}");
        }
    }
}

//! Places in code, as reports write them.

use crate::model::finding::Location;
use crate::model::finding::is_line;
use crate::model::id::stays_inside;

/// `pkg/a.go:37-40`, `a.go:72,90`, `a.go`: the lines of one file, or nothing where it is no path.
pub fn locations_from_code(text: &str) -> Option<Vec<Location>> {
    let text = text.trim().trim_matches('`');
    let (path, lines) = match text.split_once([':', '#']) {
        Some((path, lines)) => (path, Some(lines)),
        None => (text, None),
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_path = !path.contains(char::is_whitespace)
        && stays_inside(path)
        && !path.contains(['(', ')', '*', '<', '>', '=', ',', '"'])
        && (path.contains('/') || name.trim_start_matches('.').contains('.') || lines.is_some())
        && !name.starts_with("..");
    if !is_path {
        return None;
    }
    let place = |(start, end): (Option<u32>, Option<u32>)| Location {
        path: path.to_owned(),
        start_line: start,
        end_line: end.filter(|end| Some(*end) != start),
    };
    match lines {
        // `Process.Kill` is no file, and `example.com/x` none either.
        None => (path.contains('/') || has_file_ending(name)).then(|| vec![place((None, None))]),
        Some(lines) => lines.split(',').map(|range| line_range(range).map(place)).collect(),
    }
}

/// Further lines of a file that was named before: `:313`, `313-320`, `58,86`.
pub fn more_lines(text: &str, path: &str) -> Option<Vec<Location>> {
    let lines = text.trim();
    let lines = lines.strip_prefix(':').unwrap_or(lines);
    let place = |(start_line, end_line): (Option<u32>, Option<u32>)| Location {
        path: path.to_owned(),
        start_line,
        end_line: end_line.filter(|end| Some(*end) != start_line),
    };
    lines.split(',').map(|range| line_range(range).map(place)).collect()
}

/// The numbers of `lines 12-15`.
pub fn lines_from_words(text: &str) -> Option<&str> {
    let words = ["lines ", "line "].into_iter().find(|words| text.starts_with(words))?;
    text.get(words.len()..)
}

/// Endings of files that are longer than most: `Tracker.chans` is a field.
const LONG_ENDINGS: [&str; 14] = [
    "astro", "csproj", "gradle", "groovy", "ipynb", "jsonl", "patch", "plist", "props", "proto", "scala", "svelte",
    "swift", "xhtml",
];

fn has_file_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        let is_short =
            (1..=4).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        !stem.is_empty() && (is_short || LONG_ENDINGS.contains(&ending))
    })
}

/// `37-40`, `L37–L40`, `37`
fn line_range(range: &str) -> Option<(Option<u32>, Option<u32>)> {
    let number = |text: &str| text.trim().trim_start_matches('L').parse::<u32>().ok().filter(|line| is_line(*line));
    let (start, end) = range.split_once(['-', '–']).unwrap_or((range, range));
    let (start, end) = (number(start)?, number(end)?);
    (start <= end).then_some((Some(start), Some(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_place_stays_text() {
        for text in [
            "Process.Kill()",
            "x",
            "fmt.Println",
            "Tracker.chans",
            "../up.go",
            "/etc/x.go",
            "a b.go",
            "host:port",
            "a.go:0",
            "a.go:9-3",
        ] {
            assert!(locations_from_code(text).is_none(), "{text}");
        }
    }
}

//! What to type next, for somebody whose archive is not what a command needs.

use crate::edge::disk::{self, Thing};
use crate::import::format::{Detected, Format, detect};
use std::path::Path;

/// Where there is no folder of runs.
pub fn without_folder(path: &Path) -> String {
    let quoted = quoted(path);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let thing = disk::thing_at(path);
    let format = if thing == Thing::File { format_of(path) } else { None };
    match (thing, format, ending) {
        (_, Some(format), _) => command_for(format, "it", &quoted),
        (Thing::File, _, "md" | "markdown") => command_for(Format::DeepReview, "it", &quoted),
        (Thing::File, _, "sarif") => command_for(Format::Sarif, "it", &quoted),
        (Thing::File, _, "json") => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            format!(
                "pass the folder that it is in: {}; one run alone is checked by: pilcrow check {quoted}",
                self::quoted(folder)
            )
        }
        (Thing::File, _, _) => "pass the folder of your review runs".to_owned(),
        (Thing::Folder | Thing::Nothing, _, _) => {
            "pass the folder of your review runs, or make an archive: pilcrow init".to_owned()
        }
    }
}

/// The format of a file that is no run, if it is clear which.
fn format_of(path: &Path) -> Option<Format> {
    match detect(&disk::bytes_of(path).ok()?) {
        Detected::Format(format) => Some(format),
        Detected::Run | Detected::Unclear(_) => None,
    }
}

fn command_for(format: Format, what: &str, quoted: &str) -> String {
    let is = match format {
        Format::DeepReview => "a report",
        Format::Sarif | Format::Rdjson | Format::Rdjsonl | Format::Gitlab => "the output of a tool",
        Format::Github => "what GitHub says of a pull request",
        Format::Codex | Format::Claude | Format::Coderabbit | Format::Roborev => "the output of a review",
    };
    format!("{what} is {is}; bring it into an archive: pilcrow import {} {quoted} --output reviews", format.word())
}

/// Where a folder has files that are no runs, and none that is one: what the first of them is, if it is clear.
pub fn without_valid_runs(folder: &Path) -> Option<String> {
    disk::all_with_ending(folder, "json").take(MOST_LOOKED_AT).find_map(|path| command_for_file(&path))
}

fn command_for_file(path: &Path) -> Option<String> {
    Some(command_for(format_of(path)?, &format!("`{}`", path.display()), &quoted(path)))
}

/// Files of a folder that are looked at for what they are.
const MOST_LOOKED_AT: usize = 20;

/// Where a folder has no run in it.
pub fn without_runs(folder: &Path) -> String {
    let inner = folder.join("reviews");
    if disk::thing_at(&inner) == Thing::Folder {
        return format!("`{}` may be the archive that you mean: pilcrow build {}", inner.display(), quoted(&inner));
    }
    let place = quoted(folder);
    let first = |ending: &str| disk::first_with_ending(folder, ending);
    if first("md").is_some() {
        return format!(
            "it has reports in Markdown; bring them in: pilcrow import deep-review {place}/*.md --output {place}"
        );
    }
    if first("sarif").is_some() {
        return format!(
            "it has the output of tools; bring it in: pilcrow import sarif {place}/*.sarif --output {place}"
        );
    }
    let of_agents = ["jsonl", "ndjson", "txt"].into_iter().flat_map(|ending| disk::all_with_ending(folder, ending));
    if let Some(words) = of_agents.take(MOST_LOOKED_AT).find_map(|path| command_for_file(&path)) {
        return words;
    }
    format!("make a run to fill in: pilcrow new ID --output {place}; bring in what you have: pilcrow import --help")
}

/// As a shell takes it for one word.
fn quoted(path: &Path) -> String {
    let shown = path.display().to_string();
    let is_plain = |sign: char| sign.is_alphanumeric() || matches!(sign, '/' | '\\' | '.' | '_' | '-' | '~' | ':');
    if !shown.is_empty() && shown.chars().all(is_plain) { shown } else { format!("'{}'", shown.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_for_a_shell() {
        for (path, word) in [
            ("reviews/2026", "reviews/2026"),
            ("my reviews", "'my reviews'"),
            ("it's", r"'it'\''s'"),
            ("$(rm -rf ~)", "'$(rm -rf ~)'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(Path::new(path)), word);
        }
    }
}

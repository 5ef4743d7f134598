//! What to type next, for somebody whose archive is not what a command needs.

use crate::edge::disk::{self, Thing};
use std::path::Path;

/// Where there is no folder of runs.
pub fn without_folder(path: &Path) -> String {
    let quoted = quoted(path);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match (disk::thing_at(path), ending) {
        (Thing::File, "md" | "markdown") => {
            format!("it is a report; bring it into an archive: pilcrow import deep-review {quoted} --output reviews")
        }
        (Thing::File, "sarif") => {
            format!(
                "it is the output of a tool; bring it into an archive: pilcrow import sarif {quoted} --output reviews"
            )
        }
        (Thing::File, "json") => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            format!(
                "pass the folder that it is in: {}; one run alone is checked by: pilcrow check {quoted}",
                self::quoted(folder)
            )
        }
        (Thing::File, _) => "pass the folder of your review runs".to_owned(),
        (Thing::Folder | Thing::Nothing, _) => {
            "pass the folder of your review runs, or make an archive: pilcrow init".to_owned()
        }
    }
}

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

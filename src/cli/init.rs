//! `pilcrow init`: an archive to begin with.

use super::args::{InitArguments, Skill};
use super::{CliError, Outcome};
use crate::edge::{disk, terminal};
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The sample archive.
static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/reviews");

const CONFIGURATION: &str = include_str!("starter/pilcrow.toml");
const FIRST: &str = include_str!("starter/first.json");
const IGNORED: &str = include_str!("starter/gitignore");
const INSTRUCTIONS: &str = include_str!("starter/reviewing.md");
const SKILL_HEAD: &str = include_str!("starter/skill-head.md");
const WORKFLOW: &str = include_str!("starter/pages.yml");

/// A file to make: its path below the folder, and what is in it.
type Planned = (PathBuf, Cow<'static, [u8]>);

/// Makes what is not there yet, says what it made and what it left alone.
pub fn run(arguments: &InitArguments) -> Result<Outcome, CliError> {
    let folder = &arguments.folder;
    let mut left_alone = Vec::new();
    if disk::holds_anything(&folder.join("reviews")) {
        left_alone.push(PathBuf::from("reviews/"));
    } else {
        let runs = runs(arguments.demo);
        let (count, first) = (runs.len(), runs.first().map(|(path, _)| path.clone()).unwrap_or_default());
        for (path, content) in runs {
            disk::create(&folder.join(&path), &content).map_err(unwritable(&folder.join(&path)))?;
        }
        let place = if count == 1 { first.display().to_string() } else { format!("reviews/, {count} runs") };
        terminal::say(&format!("Made {place}"));
    }
    for (path, content) in others(arguments) {
        if disk::create(&folder.join(&path), &content).map_err(unwritable(&folder.join(&path)))? {
            terminal::say(&format!("Made {}", path.display()));
        } else {
            left_alone.push(path);
        }
    }
    for path in left_alone {
        terminal::say(&format!("Left {} alone: it is there already", path.display()));
    }
    say_what_is_next(folder);
    Ok(Outcome::Fine)
}

fn unwritable(path: &Path) -> impl Fn(std::io::Error) -> CliError {
    move |source| CliError::UnwritableFile { path: path.to_owned(), source }
}

fn runs(are_samples: bool) -> Vec<Planned> {
    if !are_samples {
        return vec![(PathBuf::from("reviews/2026/20260102-090000-example.json"), Cow::Borrowed(FIRST.as_bytes()))];
    }
    let years = SAMPLE.dirs().flat_map(Dir::files);
    years.map(|file| (Path::new("reviews").join(file.path()), Cow::Borrowed(file.contents()))).collect()
}

fn others(arguments: &InitArguments) -> Vec<Planned> {
    let fixed = [
        ("pilcrow.toml", CONFIGURATION),
        (".gitignore", IGNORED),
        ("REVIEWING.md", INSTRUCTIONS),
        (".github/workflows/reviews.yml", WORKFLOW),
    ];
    let fixed = fixed.into_iter().map(|(path, text)| (PathBuf::from(path), Cow::Borrowed(text.as_bytes())));
    let skills = arguments.skill.iter().map(|skill| {
        let text = format!("{SKILL_HEAD}{INSTRUCTIONS}");
        (skill_path(*skill), Cow::Owned(text.into_bytes()))
    });
    fixed.chain(skills).collect()
}

/// Where a coding agent looks for instructions that it reads when they fit the work at hand.
fn skill_path(skill: Skill) -> PathBuf {
    let place = match skill {
        Skill::Claude => ".claude",
        Skill::Codex => ".agents",
        Skill::Gemini => ".gemini",
    };
    Path::new(place).join("skills/pilcrow-review/SKILL.md")
}

fn say_what_is_next(folder: &Path) {
    let here = folder == Path::new(".");
    let enter = if here { String::new() } else { format!("cd {} && ", folder.display()) };
    terminal::say("");
    terminal::say(&format!("Next: {enter}pilcrow build    makes site/index.html"));
    terminal::say(
        "      pilcrow new ID    makes a run of your own; REVIEWING.md tells a coding agent what goes into it",
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn the_configuration_has_every_key_with_what_it_is_by_default() {
        let is_choice = |line: &&str| line.contains(" = ") || line.starts_with('[');
        let choices = CONFIGURATION.lines().filter_map(|line| line.strip_prefix("# ")).filter(is_choice);
        let uncommented = choices.collect::<Vec<_>>().join("\n");
        let config = Config::parse(&uncommented).unwrap();
        let default = Config::default();
        assert_eq!((config.title, config.language, config.index), (default.title, default.language, default.index));
        assert_eq!((config.page_size, config.finding_pages), (default.page_size, default.finding_pages));
        assert_eq!(config.weights, default.weights);
        let reader = include_str!("../config.rs");
        let read =
            |mark: &str| reader.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>();
        let keys = [read("optional(\""), read("table(&mut f, \"")].concat();
        assert!(keys.len() > 12, "{keys:?}");
        for key in keys {
            let is_there = CONFIGURATION.lines().any(|line| line.starts_with(&format!("# {key} = ")));
            assert!(is_there || CONFIGURATION.contains(&format!("# [{key}")), "{key}");
        }
    }
}

//! `pilcrow new`: a run to fill in.

use super::args::NewArguments;
use super::{CliError, Outcome};
use crate::archive::FORMAT;
use crate::edge::{disk, terminal};
use crate::model::Date;
use serde_json::Value;
use std::path::PathBuf;

/// Writes a run without findings, and says where.
pub fn run(arguments: &NewArguments) -> Result<Outcome, CliError> {
    let id = arguments.id.as_str();
    let date = date_in(id).unwrap_or_else(terminal::now);
    let year = date.get(..4).unwrap_or_default();
    let path: PathBuf = arguments.archive.join(year).join(format!("{id}.json"));
    let content = skeleton(arguments, &date);
    let unwritable = |source| CliError::UnwritableFile { path: path.clone(), source };
    if !disk::create(&path, content.as_bytes()).map_err(unwritable)? {
        return Err(CliError::FileExists(path));
    }
    terminal::print_lines(&[path.display().to_string()]).map_err(CliError::UnwritableOutput)?;
    terminal::say(&format!("Fill in who reviewed and what was found, then: pilcrow check {}", path.display()));
    Ok(Outcome::Fine)
}

fn skeleton(arguments: &NewArguments, date: &str) -> String {
    let text = |value: &str| Value::from(value).to_string();
    let mut lines = vec![
        format!("  \"format\": {}", text(FORMAT)),
        format!("  \"id\": {}", text(arguments.id.as_str())),
        format!("  \"date\": {}", text(date)),
    ];
    if let Some(change) = &arguments.from_pr {
        let host = change.host.as_ref().map(|host| format!(", \"host\": {}", text(host.as_ref())));
        lines.push(format!(
            "  \"subject\": {{ \"repository\": {}{}, \"pull_request\": {} }}",
            text(&change.repository),
            host.unwrap_or_default(),
            change.pull_request
        ));
    }
    lines.extend(["  \"reviewers\": []".to_owned(), "  \"findings\": []".to_owned()]);
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// The date that an id such as `20260322-142409-pr-242` begins with.
fn date_in(id: &str) -> Option<String> {
    let digits =
        |from: usize, to: usize| id.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let day = format!("{}-{}-{}", digits(0, 4)?, digits(4, 6)?, digits(6, 8)?);
    let time =
        id.get(8..9).filter(|sign| *sign == "-").and_then(|_| Some(format!("T{}:{}", digits(9, 11)?, digits(11, 13)?)));
    let whole = format!("{day}{}", time.unwrap_or_default());
    [whole, day].into_iter().find(|date| Date::parse(date).is_some())
}

#[cfg(test)]
mod tests {
    use super::date_in;

    #[test]
    fn an_id_that_begins_with_a_date_tells_it() {
        for (id, date) in [
            ("20260322-142409-pr-242", Some("2026-03-22T14:24")),
            ("20260322-pr-242", Some("2026-03-22")),
            ("20260322", Some("2026-03-22")),
            ("20260322-996009-x", Some("2026-03-22")),
            ("20261322-142409-x", None),
            ("pr-242", None),
            ("", None),
        ] {
            assert_eq!(date_in(id).as_deref(), date, "{id}");
        }
    }
}

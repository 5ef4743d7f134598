//! A run as Markdown, for a generator of sites that reads it.

use super::json::{bare, items, text};
use super::run::spot;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// A run as a Hugo section: its own page, and one page a finding.
pub(super) fn write_markdown(folder: &Path, run: &Value) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let front = |title: &Value| format!("---\ntitle: {title}\ndate: {}:00Z\n---\n\n", text(&run["date"]));
    fs::write(folder.join("_index.md"), front(&run["subject"]["title"]) + &run_markdown(run))?;
    for finding in items(&run["findings"]) {
        let page = front(&finding["title"]) + &finding_markdown(finding);
        fs::write(folder.join(format!("{}.md", text(&finding["id"]))), page)?;
    }
    Ok(())
}

pub(super) fn run_markdown(run: &Value) -> String {
    let mut page = format!("| | |\n|---|---|\n| Run | {} |\n", text(&run["id"]));
    for key in ["repository", "pull_request", "branch", "base", "author"] {
        let _ = writeln!(page, "| {key} | {} |", bare(&run["subject"][key]));
    }
    for commit in items(&run["subject"]["commits"]) {
        let _ = writeln!(page, "| Commit | `{}` {} |", text(&commit["sha"]), text(&commit["subject"]));
    }
    for reviewer in items(&run["reviewers"]) {
        let _ = writeln!(
            page,
            "| {} | {} {} |",
            text(&reviewer["name"]),
            text(&reviewer["model"]),
            text(&reviewer["effort"])
        );
    }
    let (verdict, reason) = (text(&run["verdict"]["label"]), text(&run["verdict"]["summary"]));
    let _ = writeln!(page, "| Verdict | **{verdict}**: {reason} |\n\n## Summary\n\n{}\n", text(&run["summary"]));
    for finding in items(&run["findings"]) {
        let (id, title) = (text(&finding["id"]), text(&finding["title"]));
        let _ = writeln!(page, "## {id}. {title}\n\n{}", finding_markdown(finding));
    }
    page += "## Strengths\n\n";
    for strength in items(&run["strengths"]) {
        let _ = writeln!(page, "- {}", text(&strength["body"]));
    }
    for section in items(&run["sections"]) {
        let _ = write!(page, "\n## {}\n\n{}\n", text(&section["title"]), text(&section["body"]));
    }
    page += "\n## Metrics\n\n| Agent | Seconds | Critical | Important | Suggestions | Tool calls | Tokens |\n|---|---|---|---|---|---|---|\n";
    for row in items(&run["metrics"]) {
        for key in ["agent", "duration_seconds", "critical", "important", "suggestion", "tool_calls", "output_tokens"] {
            let _ = write!(page, "| {} ", bare(&row[key]));
        }
        page += "|\n";
    }
    for part in items(&run["retro"]["agents"]).chain(items(&run["originals"])) {
        let _ = write!(page, "\n## {}\n\n{}\n", text(&part["agent"]), text(&part["body"]));
    }
    let _ = write!(page, "\n## Retro\n\n{}\n\n## Recommendations\n\n", text(&run["retro"]["summary"]));
    for advice in items(&run["recommendations"]) {
        let _ = writeln!(page, "- {}", text(&advice["body"]));
    }
    page
}

pub(super) fn finding_markdown(finding: &Value) -> String {
    let agents: Vec<&str> = items(&finding["found_by"]).map(|by| text(&by["agent"])).collect();
    let tags: Vec<&str> = items(&finding["tags"]).map(text).collect();
    let (severity, place) = (text(&finding["severity"]), spot(&finding["locations"][0]));
    let mut page = format!("{place} ({severity}; {}) [{}]\n\n", tags.join(", "), agents.join(", "));
    for excerpt in items(&finding["excerpts"]) {
        let _ = writeln!(page, "```{}\n{}\n```\n", text(&excerpt["language"]), text(&excerpt["code"]));
    }
    let _ = writeln!(page, "{}\n", text(&finding["body"]));
    if let Some(fix) = finding["fix"].as_str() {
        let _ = writeln!(page, "**Fix:** {fix}\n");
    }
    if let Some(action) = finding["resolution"]["action"].as_str() {
        let _ = writeln!(page, "**Resolution:** {action}. {}\n", text(&finding["resolution"]["reason"]));
    }
    page
}

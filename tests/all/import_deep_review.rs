//! Consolidated reports become runs, and no word of them is lost.

#![allow(clippy::float_cmp, reason = "a test means exactly the number that it names")]
#![allow(clippy::format_push_string, clippy::format_collect, reason = "a test need not be quick")]

use crate::support::any_bytes::assert_accepted;
use pilcrow::Severity;
use pilcrow::internals::archive::encode;
use pilcrow::internals::import::{Imported, Options, Source, read_deep_review};
use pilcrow::internals::model::{Action, Finding, Metrics, Run};
use proptest::prelude::*;
use std::cell::RefCell;

fn import(stem: &str, text: &str) -> Imported {
    let source =
        Source { stem: stem.to_owned(), shown: format!("{stem}.md"), bytes: text.as_bytes().to_vec(), modified: None };
    let mut import = read_deep_review(&[source], &Options::default());
    assert_eq!(import.diagnostics, []);
    import.runs.remove(0)
}

/// A report of another generation for each section: what differs between them is all in here.
const REPORT: &str = include_str!("../fixtures/import/20260504-091500-pr-7.md");

#[test]
fn a_report_becomes_a_run() {
    let Imported { run, kept, .. } = import("20260504-091500-pr-7", REPORT);
    insta::assert_snapshot!("imported", encode(&run));
    insta::assert_snapshot!("kept", kept.join("\n"));
    assert_eq!(
        run.findings.iter().filter(|f| f.resolution.as_ref().is_some_and(|r| r.action == Action::Fixed)).count(),
        2
    );
    lost_words(REPORT, &run, "20260504-091500-pr-7");
    nothing_is_lost();
}

/// The spellings that later reports brought: the commit that was reviewed, failed reviewers, rounds, credits of others,
/// figures in letters, resolutions wherever they stand, and gaps.
const LATER_REPORT: &str = include_str!("../fixtures/import/20260612-101500-pr-9.md");

#[test]
fn a_later_report_becomes_a_run() {
    let Imported { run, kept, .. } = import("20260612-101500-pr-9", LATER_REPORT);
    assert_accepted(&run);
    insta::assert_snapshot!("imported_later", encode(&run));
    insta::assert_snapshot!("kept_later", kept.join("\n"));
}

#[test]
fn what_cannot_be_told_of_a_report_is_left_out_and_said() {
    let text = LATER_REPORT
        .replace("Address review round 2 findings", "Count more")
        .replace("Address review round 1 findings", "Count less");
    let Imported { run, kept, .. } = import("20260612-101500-pr-9", &text);
    assert_eq!(run.subject.revision, None);
    assert_eq!(run.revision(), None);
    assert!(kept.contains(&"no revision: which of the 3 commits was reviewed is not stated".to_owned()), "{kept:?}");
    let stated = text.replace("| **Branch**", "| **Review SHA** | `c2b9f13` |\n| **Branch**");
    assert_eq!(import("20260612-101500-pr-9", &stated).run.revision(), Some("c2b9f13"));
}

/// An import of all reports, looked at by a program that knows nothing of this one.
#[test]
fn an_independent_check_finds_real_reports_whole() {
    let (Some(reports), Some(check)) =
        (crate::support::shared("data/deep-reviews"), crate::support::shared("acceptance/check-import.py"))
    else {
        return;
    };
    let runs = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(&reports).unwrap().map(|entry| entry.unwrap().path()) {
        let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let Imported { run, .. } = import(&stem, &std::fs::read_to_string(&file).unwrap());
        std::fs::write(runs.path().join(format!("{stem}.json")), encode(&run)).unwrap();
    }
    let mut command = std::process::Command::new("python3");
    let Some(output) = crate::support::output_of(command.arg(check).arg(&reports).arg(runs.path()).arg("-v")) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let count = |kind: &str| said.lines().filter(|line| line.starts_with(kind)).count();
    let found = ["COUNTS", "TEXT", "ORDER", "FIELD"].map(count);
    assert!(said.contains(", 0 not imported"), "{said}");
    assert!(found[..2] == [0, 0] && found[2] <= 2 && found[3] <= 20, "{said}");
}

#[test]
fn a_file_without_its_folder_stands_where_the_report_names_it_in_full() {
    let report = "# Deep Review: 20260504-091500-pr-7\n\n## Important Issues\n\n\
        1. **Nobody closes the pipe** — `pipe.rs:12-14` [Claude]\n\nSee `main.rs:3` and `src/io/pipe.rs:40`.\n\n\
        2. **It starts twice** — `main.rs:3` [Claude]\n\nSo does `src/bin/main.rs`.\n";
    let Imported { run, kept, .. } = import("20260504-091500-pr-7", report);
    let places: Vec<(&str, Option<u32>)> =
        run.findings.iter().flat_map(|of| &of.locations).map(|at| (at.path.as_str(), at.start_line)).collect();
    assert_eq!(places, [("src/io/pipe.rs", Some(12)), ("main.rs", Some(3))]);
    assert!(kept.iter().any(|note| note.contains("`pipe.rs` is taken for `src/io/pipe.rs`")), "{kept:?}");
}

#[test]
fn what_is_no_report_says_so() {
    for (stem, text, words) in [
        ("20260101-a", "no heading", "no heading found"),
        ("a", "# Deep Review: a\n\nno date", "no review date found"),
        ("--", "# Deep Review: a", "cannot derive a run id"),
    ] {
        let source =
            Source { stem: stem.to_owned(), shown: "x.md".to_owned(), bytes: text.as_bytes().to_vec(), modified: None };
        let import = read_deep_review(&[source], &Options::default());
        assert!(import.runs.is_empty());
        assert!(import.diagnostics[0].message.contains(words), "{:?}", import.diagnostics);
        assert!(import.diagnostics[0].hint.is_some());
    }
    let broken =
        Source { stem: "20260101-a".to_owned(), shown: "x.md".to_owned(), bytes: vec![b'#', 0xff], modified: None };
    assert!(read_deep_review(&[broken], &Options::default()).diagnostics[0].message.contains("offset 1"));
}

#[test]
fn real_reports_lose_no_word() {
    let Some(reports) = crate::support::shared("data/deep-reviews") else { return };
    let mut files: Vec<_> = std::fs::read_dir(reports).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 88, "{} reports", files.len());
    for file in files {
        let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let Imported { run, .. } = import(&stem, &text);
        assert_accepted(&run);
        same_headings(&text, &run, &stem);
        same_panel(&text, &run, &stem);
        lost_words(&text, &run, &stem);
    }
    nothing_is_lost();
}

// ---- an own, simple reading of a report, to hold the importer against

struct Section<'t> {
    title: &'t str,
    level: usize,
    lines: Vec<(&'t str, bool)>,
}

fn cut(text: &str) -> Vec<Section<'_>> {
    let mut sections = vec![Section { title: "", level: 0, lines: Vec::new() }];
    let mut fence = String::new();
    for line in text.lines() {
        let start = line.trim_start();
        let marks: String = start.chars().take_while(|c| *c == '`' || *c == '~').collect();
        let is_mark = marks.len() >= 3;
        let was_code = !fence.is_empty();
        if is_mark && fence.is_empty() {
            fence.clone_from(&marks);
        } else if is_mark && marks.starts_with(&fence) && start.trim_end().len() == marks.len() {
            fence.clear();
        }
        let level = line.chars().take_while(|c| *c == '#').count();
        if !was_code && !is_mark && (1..=6).contains(&level) && line[level..].starts_with(' ') {
            sections.push(Section { title: line[level..].trim(), level, lines: Vec::new() });
        } else {
            sections.last_mut().unwrap().lines.push((line, was_code || is_mark));
        }
    }
    sections
}

fn plain_title(title: &str) -> &str {
    title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ')
}

fn severity_of(title: &str) -> Option<Severity> {
    let title = plain_title(title);
    let is =
        |word: &str| [word.to_owned(), format!("{word} Issues"), format!("{word} Findings")].iter().any(|t| t == title);
    match title {
        _ if is("Critical") => Some(Severity::Critical),
        _ if is("Important") => Some(Severity::Important),
        "Suggestions" => Some(Severity::Suggestion),
        _ => None,
    }
}

/// Everything above the appendix.
fn consolidated(text: &str) -> Vec<Section<'_>> {
    cut(text).into_iter().take_while(|section| !plain_title(section.title).starts_with("Appendix")).collect()
}

fn unstruck(line: &str) -> &str {
    line.trim_start_matches("~~")
}

/// The lines that begin a finding, by the report's own numbering.
fn headings<'t>(section: &Section<'t>) -> Vec<&'t str> {
    let lines: Vec<&str> = section.lines.iter().filter(|(_, code)| !code).map(|(line, _)| *line).collect();
    let lettered = |line: &&&str| {
        let line = unstruck(line);
        let rest = line.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or_default();
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        digits.len() < rest.len() && (digits.starts_with(". **") || digits.starts_with(". ~~**"))
    };
    let by_letter: Vec<&str> = lines.iter().filter(lettered).copied().collect();
    if !by_letter.is_empty() {
        return by_letter;
    }
    let mut out: Vec<&str> = Vec::new();
    let mut next = 1;
    for line in &lines {
        let (number, title) = unstruck(line).split_once(". ").unwrap_or_default();
        let Ok(number) = number.parse::<usize>() else { continue };
        let title = title.trim_start().trim_start_matches("~~");
        // Numbering may restart where somebody is credited.
        let after = title.rsplit_once("**").map_or("", |(_, after)| after);
        if number != next && !(after.contains(" [") && after.contains(']')) {
            continue;
        }
        // The list inside a finding explains: a colon or a sentence follows its bold words.
        let explains = title
            .strip_prefix("**")
            .and_then(|t| t.split_once("**"))
            .is_some_and(|(_, after)| after.starts_with(':') || after.contains(". `") || after.contains("]. "));
        if title.starts_with("**") && !explains {
            next = number + 1;
            out.push(line);
        }
    }
    if out.is_empty() {
        // One that was looked into and dropped is none of its section.
        let old = lines.iter().filter(|line| line.starts_with("**[") && line.contains("] ") && line.contains(" — "));
        let old = old.filter(|line| !line.starts_with("**[DOWNGRADED"));
        out.extend(old.copied());
    }
    out
}

fn same_headings(text: &str, run: &Run, stem: &str) {
    for severity in [Severity::Critical, Severity::Important, Severity::Suggestion] {
        let of = |section: &&Section<'_>| severity_of(section.title) == Some(severity);
        let expected: usize = consolidated(text).iter().filter(of).map(|section| headings(section).len()).sum();
        let found = run.findings.iter().filter(|finding| finding.severity == severity).count();
        assert_eq!(found, expected, "{stem}: {severity:?}");
    }
}

fn same_panel(text: &str, run: &Run, stem: &str) {
    let Some(row) = text.lines().find(|line| line.starts_with("| **Reviewers**")) else { return };
    for agent in ["Claude", "Codex", "Gemini"].iter().filter(|agent| row.contains(**agent)) {
        assert!(run.reviewers.iter().any(|r| r.name.as_deref() == Some(*agent)), "{stem}: {agent}");
    }
    assert_eq!(
        run.reviewers.iter().any(|reviewer| reviewer.lost_as().is_some()),
        ["~~", "dropped", "no output"].iter().any(|sign| row.contains(sign)),
        "{stem}"
    );
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

thread_local! {
    /// What the test at hand has missed so far: all of it is told at once.
    static LOST: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn lose(what: String) {
    LOST.with_borrow_mut(|lost| lost.push(what));
}

fn nothing_is_lost() {
    let lost = LOST.take();
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
}

/// Loses the first word of `report` that does not follow in `run` in order.
fn in_order(report: &str, run: &str, place: &str) {
    let mut rest = words(run).into_iter();
    let mut before = String::new();
    for word in words(report) {
        if !rest.any(|other| other == word) {
            return lose(format!("{place}: `{word}` after `{before}`"));
        }
        before = format!(
            "{} {word}",
            before.split(' ').rev().take(6).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(" ")
        );
    }
}

/// Loses every word of `report` that is nowhere in `run`.
fn somewhere(report: &str, run: &str, place: &str) {
    let have = words(run);
    for word in words(report) {
        if !have.contains(&word) {
            lose(format!("{place}: `{word}`"));
        }
    }
}

fn head_of(finding: &Finding, run: &Run) -> String {
    let mut out = format!("{} {} {} ", finding.id, finding.severity.word(), finding.title);
    out.push_str(&finding.id.as_str()[1..]);
    for place in &finding.locations {
        out.push_str(&format!(" {} {:?} {:?}", place.path, place.start_line, place.end_line));
    }
    for credit in &finding.found_by {
        match run.reviewer(&credit.agent) {
            Some(reviewer) => {
                out.push_str(&format!(" {} {:?} {:?}", reviewer.display_name(), reviewer.model, credit.pass));
            }
            None => out.push_str(&format!(" {} {}", credit.agent, credit.role.unwrap().words())),
        }
        out.push_str(credit.pass.map_or("", |_| " pass"));
        out.push_str(&credit.reference.as_ref().map_or(String::new(), |reference| format!(" as {reference}")));
    }
    for tag in &finding.tags {
        out.push_str(&format!(" {tag}"));
    }
    out
}

fn text_of(finding: &Finding) -> String {
    let mut out = String::new();
    let mut push = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    for excerpt in &finding.excerpts {
        push(excerpt.language.as_deref().unwrap_or_default());
        push(&excerpt.code);
    }
    push(finding.body.as_deref().unwrap_or_default());
    if let Some(repro) = &finding.repro {
        push(&format!(
            "{} repro {} text repro output {}",
            repro.language,
            repro.script,
            repro.output.as_deref().unwrap_or_default()
        ));
    }
    if let Some(fix) = &finding.fix {
        push(&format!("Fix: {fix}"));
    }
    if let Some(patch) = &finding.patch {
        // It may have stood in the middle of the fix.
        push(&format!("diff patch {patch} {}", finding.fix.as_deref().unwrap_or_default()));
    }
    if let Some(reason) = finding.resolution.as_ref().and_then(|resolution| resolution.reason.as_ref()) {
        push(reason);
    }
    out
}

fn lost_words(text: &str, run: &Run, stem: &str) {
    let sections = cut(text);
    let titles: Vec<&str> = sections.iter().map(|section| plain_title(section.title)).collect();
    let appendix = titles.iter().position(|title| title.starts_with("Appendix")).unwrap_or(sections.len());
    lost_in_header(&sections, run, stem);
    // The first is what stands above the title, the second the title with the head.
    let mut at = 2;
    while at < appendix {
        let section = &sections[at];
        let own: usize = 1 + sections[at + 1..appendix]
            .iter()
            .take_while(|next| next.level > section.level && !is_known(plain_title(next.title)))
            .count();
        let place = format!("{stem}, {}", section.title);
        let parts = &sections[at..at + own];
        match titles[at] {
            title if severity_of(title).is_some() => {
                lost_in_findings(section, severity_of(title).unwrap(), run, &place);
            }
            "Design Observations" | "Concerns" | "Strengths" => somewhere(&joined(parts), &design_text(run), &place),
            "Agent Performance Retro" => lost_in_retro(parts, run, &place),
            "Findings"
                if run.findings.iter().any(|f| f.tags.iter().any(|tag| tag.as_str().starts_with("severity-"))) =>
            {
                somewhere(&joined(parts), &format!("{} {}", design_text(run), aliases_of(run)), &place);
            }
            "Executive Summary" => in_order(&joined(parts), run.summary.as_deref().unwrap_or_default(), &place),
            "Improvement Recommendations" | "Skill Improvement Recommendations" | "Review Process Notes" => {
                let all: Vec<String> =
                    run.recommendations.iter().map(|one| format!("{} {}", one.scope, one.body)).collect();
                let known =
                    "Repo context updates Skill improvements Repo Context Updates Improvements Prompt adjustments";
                somewhere(&joined(parts), &format!("{} {known}", all.join("\n")), &place);
            }
            title => {
                let kept = run
                    .sections
                    .iter()
                    .filter(|(own, _)| plain_title(own) == title)
                    .map(|(own, body)| format!("{own} {body}"));
                let kept: Vec<String> = kept.collect();
                in_order(&joined(parts), &kept.join("\n"), &place);
            }
        }
        at += own;
    }
    if appendix < sections.len() {
        let originals: Vec<String> = run.originals.iter().map(|original| original.body.clone()).collect();
        let kept: Vec<String> = run.sections.iter().map(|(title, body)| format!("{title} {body}")).collect();
        let names: Vec<String> = run.reviewers.iter().map(|r| format!("{} {:?}", r.display_name(), r.model)).collect();
        let place = format!("{stem}, appendix");
        // `Pass 2` and `Full Review` are said by headings of reports.
        let all = format!("{} {} {} Pass 1 2 3 Full", originals.join("\n"), kept.join("\n"), names.join(" "));
        somewhere(&joined(&sections[appendix + 1..]), &all, &place);
        // Each report as a whole, in order.
        let text: String =
            sections[appendix + 1..].iter().map(|s| format!("{} {}\n", "#".repeat(s.level), lines_of(s))).collect();
        for original in &run.originals {
            in_order(&original.body, &text_with_titles(&sections[appendix..]), &place);
        }
        assert!(words(&text).len() <= words(&all).len() + 40, "{place}");
    }
}

fn text_with_titles(sections: &[Section<'_>]) -> String {
    sections.iter().map(|section| format!("{}\n{}\n", section.title, lines_of(section))).collect()
}

fn is_known(title: &str) -> bool {
    severity_of(title).is_some()
        || ["Design Observations", "Concerns", "Strengths", "Agent Performance Retro", "Executive Summary"]
            .contains(&title)
        || ["Testing Assessment", "Documentation Assessment", "Commit Structure", "Unresolved Feedback"]
            .contains(&title)
        || ["Acknowledged Limitations", "Coverage Summary", "Consolidated Review", "Findings"].contains(&title)
}

fn lines_of(section: &Section<'_>) -> String {
    section.lines.iter().map(|(line, _)| *line).collect::<Vec<_>>().join("\n")
}

/// The words of some sections, the headings of those below the first included.
fn joined(parts: &[Section<'_>]) -> String {
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(part.title);
            out.push('\n');
        }
        let text = lines_of(part);
        if !matches!(text.trim().trim_end_matches("---").trim(), "None." | "None") {
            out.push_str(&text);
        }
        out.push('\n');
    }
    out
}

fn lost_in_header(sections: &[Section<'_>], run: &Run, stem: &str) {
    let subject = &run.subject;
    let mut all = format!("{subject:?} {:?} {:?} {:?} {:?}", run.reviewers, run.verdict, run.facts, run.sections);
    all.push_str(&format!(" {} {:?} effort https github com pull br repo", run.date.words(), run.round));
    let seconds = run.wall_clock_seconds;
    for section in &sections[..2] {
        for (line, _) in &section.lines {
            let Some((label, value)) = line.trim_matches('|').split_once('|') else {
                somewhere(line, &all, &format!("{stem}, header"));
                continue;
            };
            if label.contains("Wall-clock time") && seconds.is_some() {
                continue;
            }
            somewhere(value, &all, &format!("{stem}, {label}"));
        }
    }
}

fn lost_in_findings(section: &Section<'_>, severity: Severity, run: &Run, place: &str) {
    let kept: Vec<&str> = run
        .sections
        .iter()
        .filter(|(title, _)| plain_title(title) == plain_title(section.title))
        .map(|(_, body)| body.as_str())
        .collect();
    let findings: Vec<&Finding> = run.findings.iter().filter(|finding| finding.severity == severity).collect();
    let heads = headings(section);
    let mut number = 0;
    let mut body = String::new();
    for (line, is_code) in &section.lines {
        if !is_code && heads.get(number) == Some(line) {
            check_body(&body, number, &findings, &kept, place);
            body.clear();
            let finding = findings[number];
            number += 1;
            // A number that restarts says nothing.
            let own = unstruck(line).split('.').next().unwrap_or_default();
            somewhere(line, &format!("{} {} {number} {own}", head_of(finding, run), with_action(finding)), place);
        } else {
            body.push_str(line);
            body.push('\n');
        }
    }
    check_body(&body, number, &findings, &kept, place);
}

fn with_action(finding: &Finding) -> String {
    let fixed = finding.resolution.as_ref().map_or("", |_| "FIXED");
    format!("{} {fixed}", text_of(finding))
}

fn check_body(body: &str, number: usize, findings: &[&Finding], kept: &[&str], place: &str) {
    match number.checked_sub(1) {
        None if body.trim().trim_end_matches('-').trim() == "None." => {}
        None => in_order(body, &kept.join("\n"), place),
        Some(at) => in_order(body, &text_of(findings[at]), &format!("{place} {}", findings[at].id)),
    }
}

fn design_text(run: &Run) -> String {
    let concerns = run.findings.iter().filter(|finding| finding.severity == Severity::Concern);
    let mut all: Vec<String> =
        concerns.enumerate().map(|(at, f)| format!("{} {} {}", head_of(f, run), at + 1, text_of(f))).collect();
    all.extend(run.strengths.iter().enumerate().map(|(at, strength)| format!("{} {}", at + 1, strength.body)));
    all.extend(run.sections.iter().map(|(title, body)| format!("{title} {body}")));
    format!("{} None Strengths Concerns", all.join("\n"))
}

fn aliases_of(run: &Run) -> String {
    run.findings.iter().flat_map(|finding| &finding.aliases).map(|alias| format!("{alias} ")).collect()
}

fn lost_in_retro(parts: &[Section<'_>], run: &Run, place: &str) {
    let retro = run.retro.clone().unwrap_or_default();
    let mut all: Vec<String> = retro.agents.iter().map(|(agent, body)| format!("{agent} {body}")).collect();
    all.extend(retro.summary);
    all.extend(run.reviewers.iter().map(|r| format!("{} {:?}", r.display_name(), r.model)));
    all.push("Summary Table Metric".to_owned());
    let all = all.join("\n");
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            somewhere(part.title, &all, place);
        }
        let mut text = String::new();
        for (line, is_code) in &part.lines {
            if line.starts_with('|') && !is_code {
                lost_in_row(line, run, &all, place);
            } else {
                text.push_str(line);
                text.push('\n');
            }
        }
        somewhere(&text, &all, place);
    }
}

/// Each cell is a figure of its agent, or a note, or stands in the text.
fn lost_in_row(line: &str, run: &Run, all: &str, place: &str) {
    let mut cells = line.trim().trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('*'));
    let label = cells.next().unwrap_or_default();
    for cell in cells {
        let plain = cell.trim_matches(['`', '*', ' ']);
        let is_figure = |metrics: &Metrics| {
            let mut figures = metrics.figures.iter().flatten();
            let whole = plain.parse::<f64>().ok();
            label.starts_with("Duration") && metrics.figures[0].is_some()
                || whole.is_some_and(|n| figures.any(|f| *f == n))
        };
        let is_note = |metrics: &Metrics| {
            metrics
                .notes
                .iter()
                .any(|(l, value)| l.trim_end_matches(" as written") == label && value.trim_matches(['*', '`']) == plain)
        };
        let there = run.metrics.iter().any(|metrics| is_figure(metrics) || is_note(metrics));
        if !there {
            somewhere(cell, all, &format!("{place}, {label}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_valid_run_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        any_bytes(&bytes);
    }

    /// The words of the format in any order reach deeper than arbitrary bytes.
    #[test]
    fn any_pieces_give_a_valid_run_or_an_error(pieces in proptest::collection::vec(piece(), 0..60)) {
        any_bytes(format!("# Deep Review: x\n| **Reviewers** | Claude Opus 4.6, Codex |\n{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn a_mutated_report_gives_a_valid_run(at in 0..REPORT.len(), length in 0..200_usize, piece in piece()) {
        let start = REPORT.floor_char_boundary(at);
        let end = REPORT.floor_char_boundary((at + length).min(REPORT.len()));
        any_bytes(format!("{}{piece}{}", &REPORT[..start], &REPORT[end..]).as_bytes());
    }
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\n",
        "# ",
        "## Critical Issues\n",
        "### Suggestions\n",
        "## Design Observations\n",
        "### Strengths\n",
        "I1. **a**",
        "1. ",
        "**",
        "`",
        "```go\n",
        "```\n",
        "~~",
        "[Claude]",
        "[Codex pass 2]",
        "(important, gap)",
        " — ",
        "`a.go:1-2`",
        "Fix:",
        "- ",
        "*x*",
        "é",
        "\u{0}",
        "| a | Claude |\n|---|---|\n| Duration | 1:2 |\n",
        "## Agent Performance Retro\n",
        "### [Claude]\n",
        "## Appendix: Original Reviews\n",
        "## Resolution\n| # | Finding | Action |\n|---|---|---|\n| 1 | I1: x | Fixed (y) |\n",
        "## Review Process Notes\n",
        "[",
        "]",
        "(",
        ")",
        "|",
        "````diff patch\n",
        "```bash repro\n",
        "\t",
        "  ",
        "S2. **b** `x`:\n",
        "**Concerns**\n",
        "text ",
        "(round 2 S3 unaddressed)",
        "(pass 3: [Claude])",
        "`[Consolidator]`",
        "[Codex GPT 5.1]",
        ":313",
        " vs ",
        "**Addressed:** Fixed in `0a1b2c3`\n",
        "### Declined in prior rounds\n- **a** — round 1 S2 declined\n",
        "## Testing Assessment\nUntested:\n1. a\n",
        "| 2 | Testing Gap #1: a | Tests written |\n",
        "## Findings\n### 1. a\nSeverity: High\n",
        "````markdown\n",
        "**[DOWNGRADED from CRITICAL] a** ",
    ])
}

fn any_bytes(bytes: &[u8]) {
    let source =
        Source { stem: "20260101-x".to_owned(), shown: "x.md".to_owned(), bytes: bytes.to_vec(), modified: None };
    let import = read_deep_review(&[source], &Options::default());
    assert_eq!(import.runs.len() + import.diagnostics.len(), 1);
    import.runs.iter().for_each(|imported| assert_accepted(&imported.run));
}

/// Their pages, too: no dead link (the build checks), every finding, titles without marks.
#[test]
fn real_reports_make_a_whole_site() {
    let Some(reports) = crate::support::shared("data/deep-reviews") else { return };
    let mut archive = crate::support::MemoryArchive::default();
    let mut runs = Vec::new();
    for file in std::fs::read_dir(reports).unwrap().map(|entry| entry.unwrap().path()) {
        let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let Imported { run, .. } = import(&stem, &std::fs::read_to_string(&file).unwrap());
        archive.0.insert(format!("{stem}.json"), encode(&run).into_bytes());
        runs.push(run);
    }
    let site = crate::support::try_build(&archive, &pilcrow::Config::default()).unwrap();
    assert_eq!(site.built.diagnostics, []);
    for run in &runs {
        let html = site.text(&format!("reviews/{}.html", run.id));
        assert_eq!(html.matches("<article class=\"finding ").count(), run.findings.len(), "{}", run.id);
        for finding in &run.findings {
            assert!(html.contains(&format!("id=\"{}\">", finding.id)), "{}#{}", run.id, finding.id);
        }
        for title in html.split("<header><h").skip(1).filter_map(|rest| rest.split_once("</h")) {
            assert!(!title.0.contains('`'), "{}: {}", run.id, title.0);
        }
        // Identifiers keep their underscores: in the words of the page as in those of the report.
        let identifiers = |text: &str| -> std::collections::BTreeSet<String> {
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let words = text.split(|c: char| !is_part(c)).filter(|word| word.trim_matches('_').contains('_'));
            words.map(str::to_owned).collect()
        };
        let shown = identifiers(html);
        let titles: String = run.findings.iter().map(|finding| format!("{} ", finding.title)).collect();
        for word in identifiers(&titles) {
            assert!(shown.contains(&word), "{}: {word}", run.id);
        }
    }
}

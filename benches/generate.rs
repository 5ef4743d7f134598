//! Writes an archive to measure with: made-up review runs in `pilcrow-review/1`, the same bytes on every machine.
//!
//! `cargo bench --bench generate -- OUT_DIR [--runs 2000] [--bytes 70000000] [--findings N] [--markdown DIR]`
//!
//! `--findings` is the total (default ten a run). Prose is added until the JSON has `--bytes` (default 3.5 kB a finding).
//! `--markdown` writes the same text as a Hugo content tree. Code and prose come from templates in which names and
//! numbers vary, so that hardly any two code blocks are equal: a program that remembers equal blocks must not look
//! faster than it is.
//!
//! Only std and `serde_json` here: nothing of the program under test, so that it cannot shape its own exam.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a program of its own, which writes and prints"
)]

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

const USAGE: &str =
    "usage: cargo bench --bench generate -- OUT_DIR [--runs N] [--bytes N] [--findings N] [--markdown DIR]";

fn main() -> ExitCode {
    // Cargo passes `--bench`, and a plain `cargo bench` nothing else.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if arguments.is_empty() {
        eprintln!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match generate(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

pub(crate) fn generate(arguments: &[String]) -> io::Result<()> {
    let options = Options::parse(arguments)?;
    for folder in [Some(&options.out), options.markdown.as_ref()].into_iter().flatten() {
        fs::create_dir_all(folder)?;
        if fs::read_dir(folder)?.next().is_some() {
            return Err(io::Error::other(format!("{} is not empty: name a new folder", folder.display())));
        }
    }
    let written = write_archive(&options)?;
    println!("{} runs, {} findings, {written} bytes in {}", options.runs, options.findings, options.out.display());
    if written.abs_diff(options.bytes) * 50 > options.bytes {
        eprintln!("more than 2 % off {} bytes: a finding takes about 3 kB at least", options.bytes);
    }
    Ok(())
}

struct Options {
    out: PathBuf,
    markdown: Option<PathBuf>,
    runs: usize,
    bytes: usize,
    findings: usize,
}

impl Options {
    fn parse(arguments: &[String]) -> io::Result<Self> {
        let bad = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("{what}\n{USAGE}"));
        let (mut out, mut markdown, mut findings) = (None, None, None);
        let (mut runs, mut bytes) = (2000, None);
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if !argument.starts_with("--") {
                out = Some(PathBuf::from(argument));
                continue;
            }
            let value = rest.next().ok_or_else(|| bad(&format!("{argument} needs a value")))?;
            let number = || value.parse::<usize>().map_err(|_| bad(&format!("{argument} needs a number, not {value}")));
            match argument.as_str() {
                "--runs" => runs = number()?.max(1),
                "--bytes" => bytes = Some(number()?),
                "--findings" => findings = Some(number()?),
                "--markdown" => markdown = Some(PathBuf::from(value)),
                _ => return Err(bad(&format!("unknown option {argument}"))),
            }
        }
        let out = out.ok_or_else(|| bad("OUT_DIR is missing"))?;
        let findings = findings.unwrap_or(runs * 10);
        let bytes = bytes.unwrap_or(findings * 3500);
        Ok(Self { out, markdown, runs, bytes, findings })
    }
}

/// Returns the size of the JSON written.
fn write_archive(options: &Options) -> io::Result<usize> {
    let mut rng = Rng(0x5049_4c43_524f_5721);
    let trees: Vec<_> = REPOSITORIES.iter().map(|(_, languages)| source_tree(&mut rng, languages)).collect();
    let plans = plan(&mut rng, options);
    let whole: usize = plans.iter().map(Plan::weight).sum();
    let (mut planned, mut written) = (0, 0);
    let mut previous = Value::Null;
    for plan in &plans {
        planned += plan.weight();
        let mut run = review_run(&mut rng, plan, &trees[plan.repository], &previous);
        let budget = (options.bytes * planned / whole).saturating_sub(written);
        lengthen(&mut rng, &mut run, budget);
        let json = pretty(&run, 0) + "\n";
        written += json.len();
        let year = options.out.join(&plan.id[..4]);
        fs::create_dir_all(&year)?;
        fs::write(year.join(format!("{}.json", plan.id)), json)?;
        if let Some(folder) = &options.markdown {
            write_markdown(&folder.join(&plan.id[..4]).join(&plan.id), &run)?;
        }
        previous = run;
    }
    Ok(written)
}

/// What is settled about a run before any text is made.
struct Plan {
    id: String,
    date: String,
    day: usize,
    repository: usize,
    subject: Value,
    round: usize,
    findings: usize,
    originals: bool,
}

impl Plan {
    /// Its share of the archive's bytes.
    fn weight(&self) -> usize {
        (self.findings + 3) * if self.originals { 13 } else { 9 }
    }
}

const YEARS: usize = 3;
/// Every month has 28 days here, which keeps the calendar to two divisions.
const DAYS: usize = YEARS * 12 * 28;

fn plan(rng: &mut Rng, options: &Options) -> Vec<Plan> {
    let mut plans: Vec<Plan> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut findings_left = options.findings;
    while plans.len() < options.runs {
        let repository = rng.below(REPOSITORIES.len());
        let number = rng.between(40, 4000);
        let subject = subject(rng, repository, number);
        let mut day = plans.len() * DAYS / options.runs;
        for round in 1..=rng.pick(&[1, 1, 1, 1, 2, 2, 2, 3, 3, 4]) {
            let runs_left = options.runs - plans.len();
            if runs_left == 0 {
                break;
            }
            let mean = findings_left / runs_left;
            let findings = if runs_left == 1 { findings_left } else { rng.between(mean / 2, mean + mean.div_ceil(2)) };
            findings_left -= findings.min(findings_left);
            let (year, month, date) = (2023 + day / 336, day % 336 / 28 + 1, day % 28 + 1);
            let id = loop {
                let (hour, minute, second) = (rng.between(6, 22), rng.below(60), rng.below(60));
                let id = format!("{year}{month:02}{date:02}-{hour:02}{minute:02}{second:02}-pr-{number}");
                if ids.insert(id.clone()) {
                    break id;
                }
            };
            let date = format!("{year}-{month:02}-{date:02}T{}:{}", &id[9..11], &id[11..13]);
            let (subject, originals) = (subject.clone(), rng.chance(33));
            plans.push(Plan { id, date, day, repository, subject, round, findings, originals });
            day = (day + rng.between(1, 5)).min(DAYS - 1);
        }
    }
    plans
}

fn subject(rng: &mut Rng, repository: usize, number: usize) -> Value {
    let mut scene = Scene::new(rng, true);
    let title = scene.any(rng, SUBJECTS);
    let commits: Vec<Value> = (0..rng.between(1, 6))
        .map(|_| json!({"sha": format!("{:07x}", rng.next() >> 36), "subject": scene.any(rng, SUBJECTS)}))
        .collect();
    json!({
        "repository": REPOSITORIES[repository].0,
        "host": "https://git.example.com",
        "pull_request": number,
        "title": title,
        "branch": scene.fill("~k0", rng),
        "base": "main",
        "author": format!("@{}", rng.pick(AUTHORS)),
        "commits": commits,
    })
}

/// The files of a repository that findings point at.
fn source_tree(rng: &mut Rng, languages: &[usize]) -> Vec<(String, &'static Language)> {
    (0..60)
        .map(|_| {
            let language = &LANGUAGES[rng.pick(languages)];
            let scene = Scene::new(rng, false);
            let path = scene.fill("~v0/~w1", rng);
            (format!("{}/{path}.{}", language.folder, language.extension), language)
        })
        .collect()
}

type Tree = [(String, &'static Language)];

fn review_run(rng: &mut Rng, plan: &Plan, tree: &Tree, previous: &Value) -> Value {
    let panel = panel(rng, plan.day);
    let ids = finding_ids(rng, plan.findings);
    let names: Vec<String> = cross_references(&ids);
    let before = if plan.round > 1 { previous } else { &Value::Null };
    let findings: Vec<Value> = ids
        .iter()
        .enumerate()
        .map(|(index, (id, severity))| {
            let file = &tree[rng.below(tree.len())];
            let mut finding = finding(rng, id, severity, &names, file, &panel);
            if index < 2 && before["findings"][index]["severity"] == *severity {
                let earlier = &before["findings"][index];
                finding["title"] = earlier["title"].clone();
                finding["continues"] = json!({"run": before["id"], "round": plan.round - 1, "finding": earlier["id"]});
            }
            finding
        })
        .collect();
    let mut scene = Scene::new(rng, true);
    scene.findings.clone_from(&names);
    scene.spots = findings.iter().map(|finding| spot(&finding["locations"][0])).collect();
    let worst = ids.first().map_or("suggestion", |(_, severity)| severity);
    let (decision, label) = match worst {
        "critical" => ("rework", "Rework"),
        "important" => ("merge-with-fixes", "Merge with fixes"),
        _ => ("merge-as-is", "Merge as is"),
    };
    json!({
        "format": "pilcrow-review/1",
        "id": plan.id,
        "kind": "deep-review",
        "date": plan.date,
        "subject": plan.subject,
        "round": plan.round,
        "reviewers": panel,
        "facts": [{"label": "Mode", "value": rng.pick(&["full", "changes only", "second look"])}],
        "verdict": {"decision": decision, "label": label, "summary": scene.any(rng, TITLES)},
        "wall_clock_seconds": rng.between(240, 2400),
        "summary": scene.paragraph(rng),
        "findings": findings,
        "strengths": strengths(rng, &mut scene, &panel),
        "sections": sections(rng, &mut scene, &panel),
        "metrics": metrics(rng, &findings, &panel),
        "retro": {
            "agents": panel.iter().map(|reviewer| {
                json!({"agent": reviewer["agent"], "body": scene.paragraph(rng)})
            }).collect::<Vec<_>>(),
            "summary": scene.paragraph(rng),
        },
        "recommendations": [
            {"scope": "repo-context", "body": scene.any(rng, SENTENCES)},
            {"scope": "skill", "body": scene.any(rng, SENTENCES)},
        ],
        "originals": plan.originals.then(|| originals(rng, &mut scene, &findings, &panel, tree)),
    })
}

/// Two to five of the agents, each with the model it had that day.
fn panel(rng: &mut Rng, day: usize) -> Vec<Value> {
    let size = rng.pick(&[2, 3, 3, 3, 3, 4, 5]);
    let first = rng.below(AGENTS.len());
    (0..size)
        .map(|offset| {
            let (agent, name, models) = AGENTS[(first + offset) % AGENTS.len()];
            // The agents change models on different days.
            let model = models[(day + 37 * ((first + offset) % AGENTS.len())) * models.len() / (DAYS + 200)];
            let failed = offset > 1 && rng.chance(5);
            json!({
                "agent": agent,
                "name": name,
                "model": model,
                "effort": rng.pick(&["medium", "high", "xhigh"]),
                "status": failed.then_some("failed"),
                "reason": failed.then_some("no report before the time limit"),
            })
        })
        .collect()
}

fn finding_ids(rng: &mut Rng, count: usize) -> Vec<(String, &'static str)> {
    let critical = if rng.chance(25) { rng.between(1, 2).min(count) } else { 0 };
    let important = ((count - critical) * rng.between(15, 40)).div_ceil(100);
    let concern = (count - critical - important) * rng.between(0, 30) / 100;
    let suggestion = count - critical - important - concern;
    let kinds = [
        ("C", "critical", critical),
        ("I", "important", important),
        ("S", "suggestion", suggestion),
        ("D", "concern", concern),
    ];
    kinds
        .into_iter()
        .flat_map(|(letter, severity, count)| (1..=count).map(move |n| (format!("{letter}{n}"), severity)))
        .collect()
}

/// How the prose may name each finding of the run.
fn cross_references(ids: &[(String, &str)]) -> Vec<String> {
    let mut names: Vec<String> = ids.iter().map(|(id, _)| id.clone()).collect();
    let counted = ids.iter().filter(|(_, severity)| *severity != "concern").count();
    names.extend((1..=counted).map(|n| format!("finding {n}")));
    names
}

fn finding(
    rng: &mut Rng,
    id: &str,
    severity: &str,
    names: &[String],
    (path, language): &(String, &'static Language),
    panel: &[Value],
) -> Value {
    let mut scene = Scene::new(rng, language.camel);
    let code = code_block(rng, &mut scene, language);
    let (start, lines) = (rng.between(8, 900), code.lines().count());
    let first = start + rng.below(lines);
    let last = (first + rng.below(4)).min(start + lines - 1);
    let locations = json!([{"path": path, "start_line": first, "end_line": last}]);
    scene.spots = vec![spot(&locations[0]), format!("`{path}:{last}`"), format!("`{path}`")];
    scene.findings = names.iter().filter(|name| *name != id).cloned().collect();
    let mut tags = vec![rng.pick(&["regression", "gap", "enhancement", "documentation"])];
    tags.extend(rng.chance(30).then(|| rng.pick(&["in-scope", "future"])));
    let anchor = format!("{}-{}", severity, &id[1..]);
    let judged = rng.chance(40);
    json!({
        "id": id,
        "severity": severity,
        "title": scene.any(rng, TITLES),
        "tags": tags,
        "found_by": found_by(rng, severity, panel),
        "locations": locations,
        "excerpts": rng.chance(90).then(|| json!([{
            "path": path,
            "start_line": start,
            "language": language.name,
            "highlight_lines": (first..=last).collect::<Vec<_>>(),
            "code": code,
        }])),
        "body": body(rng, &mut scene),
        "fix": (!rng.chance(12)).then(|| fix(rng, &mut scene, language, &code)),
        "assessment": judged.then_some(if rng.chance(90) { "confirmed" } else { "false-positive" }),
        "resolution": rng.chance(20).then(|| {
            json!({"action": rng.pick(&["fixed", "skipped", "declined", "documented"]), "reason": scene.any(rng, SENTENCES)})
        }),
        "aliases": [anchor],
    })
}

fn spot(location: &Value) -> String {
    let (path, start, end) = (text(&location["path"]), &location["start_line"], &location["end_line"]);
    if start == end { format!("`{path}:{start}`") } else { format!("`{path}:{start}-{end}`") }
}

fn found_by(rng: &mut Rng, severity: &str, panel: &[Value]) -> Vec<Value> {
    let able: Vec<&Value> = panel.iter().filter(|reviewer| reviewer["status"].is_null()).collect();
    let count = (rng.pick(&[1, 1, 1, 1, 1, 2, 2, 2, 3, 4])).min(able.len());
    let first = rng.below(able.len());
    (0..count)
        .map(|offset| {
            let rated = if rng.chance(75) { severity } else { rng.pick(&["important", "suggestion"]) };
            json!({"agent": able[(first + offset) % able.len()]["agent"], "severity": rated})
        })
        .collect()
}

/// Two to four paragraphs, often with a list between them.
fn body(rng: &mut Rng, scene: &mut Scene) -> String {
    let mut paragraphs: Vec<String> = (0..rng.between(2, 4)).map(|_| scene.paragraph(rng)).collect();
    if rng.chance(35) {
        let mark = rng.pick(&["- ", "1. "]);
        let items: Vec<String> =
            (0..rng.between(2, 4)).map(|_| format!("{mark}{}", scene.any(rng, SENTENCES))).collect();
        paragraphs.insert(1, items.join("\n"));
    }
    paragraphs.join("\n\n")
}

fn fix(rng: &mut Rng, scene: &mut Scene, language: &Language, code: &str) -> String {
    let advice = scene.any(rng, FIXES);
    if rng.chance(40) {
        return advice;
    }
    let lines: Vec<&str> = code.lines().collect();
    let at = rng.between(1, lines.len() - 3);
    let mut diff = format!(" {}\n", lines[at - 1]);
    for line in &lines[at..=at + rng.below(2)] {
        let _ = writeln!(diff, "-{line}");
    }
    for line in scene.any(rng, language.statements).lines() {
        let _ = writeln!(diff, "+{line}");
    }
    format!("{advice}\n\n```diff\n{diff} {}\n```", lines[at + 2])
}

/// 300 to 1200 bytes of one function, query or document.
fn code_block(rng: &mut Rng, scene: &mut Scene, language: &Language) -> String {
    let (opening, closing) = rng.pick(language.frames);
    let mut code = scene.fill(opening, rng);
    let closing = scene.fill(closing, rng);
    let enough = rng.between(310, 900).min(rng.between(310, 900));
    while code.len() + closing.len() < enough {
        code += &scene.any(rng, language.statements);
    }
    code += &closing;
    code.trim_end().to_owned()
}

fn strengths(rng: &mut Rng, scene: &mut Scene, panel: &[Value]) -> Vec<Value> {
    (0..rng.between(1, 3))
        .map(|_| json!({"body": scene.any(rng, STRENGTHS), "found_by": [{"agent": panel[0]["agent"]}]}))
        .collect()
}

fn sections(rng: &mut Rng, scene: &mut Scene, panel: &[Value]) -> Vec<Value> {
    ["Testing Assessment", "Documentation Assessment", "Commit Structure"]
        .iter()
        .map(|title| {
            let credit = format!(" [{}, {}]", text(&panel[0]["model"]), text(&panel[1]["model"]));
            let items: Vec<String> = (1..=rng.between(2, 3))
                .map(|n| format!("{n}. {}{}", scene.any(rng, SENTENCES), if n == 2 { &credit } else { "" }))
                .collect();
            json!({"title": title, "body": format!("{}\n\n{}", scene.paragraph(rng), items.join("\n"))})
        })
        .collect()
}

fn metrics(rng: &mut Rng, findings: &[Value], panel: &[Value]) -> Vec<Value> {
    let row = |reviewer: &Value| {
        let agent = &reviewer["agent"];
        let count = |severity: &str| {
            let mine = |finding: &&Value| items(&finding["found_by"]).any(|by| by["agent"] == *agent);
            findings.iter().filter(mine).filter(|finding| finding["severity"] == severity).count()
        };
        let (shell, read) = (rng.between(4, 60), rng.between(2, 40));
        json!({
            "agent": agent,
            "duration_seconds": rng.between(90, 1300),
            "critical": count("critical"),
            "important": count("important"),
            "suggestion": count("suggestion"),
            "design_observations": count("concern"),
            "false_positives": rng.below(3),
            "unique_insights": rng.below(5),
            "tool_calls": shell + read,
            "input_tokens": rng.between(40_000, 900_000),
            "output_tokens": rng.between(3_000, 40_000),
            "notes": {"Tool calls": format!("{} (shell {shell}, read {read})", shell + read)},
        })
    };
    panel.iter().filter(|reviewer| reviewer["status"].is_null()).map(row).collect()
}

/// One report an agent, telling its findings in other words and with other excerpts of the code.
fn originals(rng: &mut Rng, scene: &mut Scene, findings: &[Value], panel: &[Value], tree: &Tree) -> Vec<Value> {
    let mut report = |reviewer: &Value| {
        let mut body = format!("## Summary\n\n{}\n\n## Findings\n\n", scene.paragraph(rng));
        let mine = |finding: &&Value| items(&finding["found_by"]).any(|by| by["agent"] == reviewer["agent"]);
        for (index, finding) in findings.iter().filter(mine).enumerate() {
            let path = text(&finding["locations"][0]["path"]);
            let language = tree.iter().find(|(known, _)| known == path).map_or(&LANGUAGES[0], |(_, language)| language);
            let mut inner = Scene::new(rng, language.camel);
            inner.spots = vec![spot(&finding["locations"][0])];
            let (title, spot) = (text(&finding["title"]), &inner.spots[0]);
            let _ = writeln!(body, "### {}. {title}\n\n{spot} ({})\n", index + 1, text(&finding["severity"]));
            if rng.chance(40) {
                let code = code_block(rng, &mut inner, language);
                let _ = writeln!(body, "```{}\n{code}\n```\n", language.name);
            }
            let _ = writeln!(body, "{}\n\nFix: {}\n", inner.paragraph(rng), inner.any(rng, FIXES));
        }
        let _ = write!(body, "## Tests\n\n{}\n\n## Files read\n", scene.paragraph(rng));
        for (path, _) in tree.iter().take(rng.between(3, 9)) {
            let _ = write!(body, "\n- `{path}`");
        }
        json!({"agent": reviewer["agent"], "body": body})
    };
    panel.iter().filter(|reviewer| reviewer["status"].is_null()).map(&mut report).collect()
}

/// Adds sentences to the run's paragraphs until its file has about `budget` bytes.
fn lengthen(rng: &mut Rng, run: &mut Value, budget: usize) {
    let mut size = pretty(run, 0).len() + 1;
    let mut scene = Scene::new(rng, true);
    scene.spots = items(&run["findings"]).map(|finding| spot(&finding["locations"][0])).collect();
    let count = items(&run["findings"]).count();
    while size + 60 < budget {
        let sentence = format!(" {}", scene.any(rng, SENTENCES));
        let reports = items(&run["originals"]).count();
        let target = match rng.below(count + 2 + reports * 3) {
            n if n < count => &mut run["findings"][n]["body"],
            n if n == count => &mut run["summary"],
            n if n == count + 1 => &mut run["retro"]["summary"],
            n => &mut run["originals"][n % reports]["body"],
        };
        let Value::String(markdown) = target else {
            continue;
        };
        let ends: Vec<usize> = prose_ends(markdown);
        if ends.is_empty() {
            continue;
        }
        markdown.insert_str(rng.pick(&ends), &sentence);
        size += sentence.len() + sentence.matches('"').count();
    }
}

/// Where the paragraphs end that a sentence may follow: not the lists, headings, code or notes of place.
fn prose_ends(markdown: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut at, mut in_code) = (0, false);
    for block in markdown.split("\n\n") {
        at += block.len();
        let starts_prose = block.starts_with(|first: char| first.is_ascii_uppercase() || first == '`');
        if starts_prose && !in_code && block.ends_with('.') {
            ends.push(at);
        }
        in_code ^= block.matches("```").count() % 2 == 1;
        at += 2;
    }
    ends
}

// --- JSON and Markdown -----------------------------------------------------------------------------------------------

/// The order in which people write the keys; `serde_json` sorts them by letter.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "format", "id", "decision", "agent", "name", "model", "effort", "status", "label", "scope", "action", "sha", "value", "run", "repository", "host", "pull_request", "kind",
    "severity", "title", "date", "subject", "round", "reviewers", "facts", "verdict", "wall_clock_seconds", "summary", "tags",
    "found_by", "path", "locations", "start_line", "end_line", "language", "highlight_lines", "code", "excerpts", "body", "fix",
    "findings", "strengths", "sections", "metrics", "retro", "recommendations", "originals",
];

/// Two-space indented; a null member of an object is left out.
fn pretty(value: &Value, depth: usize) -> String {
    let (inner, outer) = ("  ".repeat(depth + 1), "  ".repeat(depth));
    let (open, close, members): (char, char, Vec<String>) = match value {
        Value::Array(list) => ('[', ']', list.iter().map(|item| pretty(item, depth + 1)).collect()),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().filter(|(_, member)| !member.is_null()).collect();
            entries.sort_by_key(|(key, _)| KEYS.iter().position(|known| known == key).unwrap_or(KEYS.len()));
            let member = |(key, member): &(&String, &Value)| format!("\"{key}\": {}", pretty(member, depth + 1));
            ('{', '}', entries.iter().map(member).collect())
        }
        _ => return value.to_string(),
    };
    if members.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n{inner}{}\n{outer}{close}", members.join(&format!(",\n{inner}")))
}

/// A run as a Hugo section: its own page, and one page a finding.
fn write_markdown(folder: &Path, run: &Value) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let front = |title: &Value| format!("---\ntitle: {title}\ndate: {}:00Z\n---\n\n", text(&run["date"]));
    fs::write(folder.join("_index.md"), front(&run["subject"]["title"]) + &run_markdown(run))?;
    for finding in items(&run["findings"]) {
        let page = front(&finding["title"]) + &finding_markdown(finding);
        fs::write(folder.join(format!("{}.md", text(&finding["id"]))), page)?;
    }
    Ok(())
}

fn run_markdown(run: &Value) -> String {
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

fn finding_markdown(finding: &Value) -> String {
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

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A string or number as it stands in a table.
fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

// --- chance ----------------------------------------------------------------------------------------------------------

/// `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `bound - 1`.
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits fit") % bound
    }

    fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// The names a piece of code and the prose about it share.
struct Scene {
    /// 0 to 4 stay, 5 to 9 are new in every sentence and statement.
    names: [Name; 10],
    camel: bool,
    /// Citations such as `` `src/a.rs:3-7` ``, and names of other findings.
    spots: Vec<String>,
    findings: Vec<String>,
}

struct Name {
    verb: &'static str,
    noun: &'static str,
    second: &'static str,
    role: &'static str,
    number: usize,
}

impl Scene {
    fn new(rng: &mut Rng, camel: bool) -> Self {
        let names = std::array::from_fn(|_| Name::new(rng));
        Self { names, camel, spots: vec!["this file".into()], findings: Vec::new() }
    }

    /// One of the templates, filled.
    fn any(&mut self, rng: &mut Rng, templates: &[&str]) -> String {
        self.names[5..].fill_with(|| Name::new(rng));
        self.fill(rng.pick(templates), rng)
    }

    fn paragraph(&mut self, rng: &mut Rng) -> String {
        let sentences: Vec<String> = (0..rng.between(1, 2)).map(|_| self.any(rng, SENTENCES)).collect();
        sentences.join(" ")
    }

    /// Replaces `~` with a letter and a digit: the digit says which name, the letter how it is written.
    fn fill(&self, template: &str, rng: &mut Rng) -> String {
        let mut parts = template.split('~');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let name = &self.names[usize::from(part.as_bytes()[1] - b'0')];
            let letter = match &part[..1] {
                "i" if self.camel => "F",
                "i" => "f",
                "j" if self.camel => "W",
                "j" => "w",
                letter => letter,
            };
            match letter {
                "l" => out += any_of(rng, &self.spots, "the call site"),
                "x" => out += any_of(rng, &self.findings, "the rest"),
                "q" => out += rng.pick(CONDITIONS),
                "z" => out += rng.pick(CONSEQUENCES),
                "s" => {
                    let (what, when) = (rng.pick(EVENTS), rng.pick(&["before", "after", "without", "by", "during"]));
                    let _ = write!(out, "{} {what} {when} the {}", name.noun, name.second);
                }
                letter => out += &name.spelt(letter),
            }
            out += &part[2..];
        }
        out
    }
}

fn any_of<'a>(rng: &mut Rng, list: &'a [String], otherwise: &'a str) -> &'a str {
    if list.is_empty() { otherwise } else { &list[rng.below(list.len())] }
}

impl Name {
    fn new(rng: &mut Rng) -> Self {
        let number = if rng.chance(50) { rng.between(2, 90) } else { rng.between(100, 9000) };
        let (noun, second) = (rng.pick(NOUNS), rng.pick(NOUNS));
        Self { verb: rng.pick(VERBS), noun, second, role: rng.pick(ROLES), number }
    }

    /// `f` and `F` are functions, `w` and `W` variables, `M` a method, `T` a type, `K` a constant, `k` a key.
    fn spelt(&self, letter: &str) -> String {
        let Self { verb, noun, second, role, number } = self;
        match letter {
            "f" => format!("{verb}_{noun}"),
            "F" => format!("{verb}{}", capital(noun)),
            "M" => capital(verb) + &capital(noun),
            "w" => format!("{noun}_{second}"),
            "W" => format!("{noun}{}", capital(second)),
            "T" => capital(noun) + role,
            "K" => format!("{noun}_{second}").to_uppercase(),
            "k" => format!("{verb}-{noun}-{second}"),
            "v" => (*noun).to_owned(),
            "n" => number.to_string(),
            other => unreachable!("no spelling {other}"),
        }
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

// --- words -----------------------------------------------------------------------------------------------------------

/// An agent, its name, and its models in the order it had them.
const AGENTS: [(&str, &str, &[&str]); 5] = [
    ("alder", "Alder", &["Alder 3", "Alder 3.5", "Alder 4", "Alder 4.2"]),
    ("basalt", "Basalt", &["Basalt Mini", "Basalt 2 Large"]),
    ("cirrus", "Cirrus", &["Cirrus 1.5 Pro", "Cirrus 2 Pro", "Cirrus 2.5 Pro"]),
    ("dory", "Dory", &["Dory Code 7", "Dory Code 8", "Dory Code 8 Turbo"]),
    ("egret", "Egret", &["Egret R1", "Egret R2"]),
];

/// With the languages each is written in, as places in `LANGUAGES`.
#[rustfmt::skip]
const REPOSITORIES: [(&str, &[usize]); 12] = [
    ("tidewater/ledgerd", &[0, 0, 0, 6, 7]),
    ("tidewater/console", &[3, 3, 3, 6]),
    ("tidewater/charts", &[6, 6, 7]),
    ("quillworks/engine", &[1, 1, 1, 5]),
    ("quillworks/bindings", &[2, 2, 1, 5]),
    ("quillworks/reports", &[2, 2, 8]),
    ("northgate/gateway", &[0, 0, 8, 6]),
    ("northgate/billing", &[4, 4, 4, 8]),
    ("northgate/mobile-api", &[3, 4, 8]),
    ("ferrous-lab/scheduler", &[1, 1, 7]),
    ("ferrous-lab/probe", &[5, 5, 7, 2]),
    ("opengrid/pipelines", &[2, 8, 6, 7]),
];

#[rustfmt::skip]
const AUTHORS: &[&str] = &["mkovac", "lin-tao", "sbrandt", "odunayo", "jpetrov", "harriet-v", "renovate-bot", "afonso"];

#[rustfmt::skip]
const VERBS: &[&str] = &[
    "acquire", "apply", "archive", "attach", "balance", "bind", "build", "cancel", "check", "claim", "close", "collect", "commit",
    "compact", "compare", "copy", "decode", "defer", "detach", "dispatch", "drain", "drop", "encode", "evict", "expand", "export",
    "fetch", "filter", "flush", "fold", "forward", "freeze", "import", "index", "insert", "join", "load", "merge", "migrate",
    "mount", "notify", "open", "parse", "patch", "persist", "poll", "prune", "publish", "queue", "read", "rebuild", "record",
    "refresh", "release", "rename", "replay", "resolve", "restore", "retry", "revoke", "rotate", "sample", "scan", "schedule",
    "seal", "send", "shrink", "sort", "split", "stage", "sync", "throttle", "trace", "trim", "update", "validate", "verify", "write",
];

#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "account", "address", "alarm", "anchor", "arena", "asset", "backup", "badge", "batch", "block", "branch", "bridge", "bucket",
    "budget", "buffer", "bundle", "cache", "canvas", "catalog", "channel", "chart", "chunk", "client", "cluster", "column", "cookie",
    "counter", "cursor", "dataset", "deadline", "device", "digest", "disk", "document", "domain", "draft", "driver", "edge",
    "endpoint", "entry", "envelope", "epoch", "event", "feed", "fence", "fixture", "flow", "folder", "frame", "gateway", "grant",
    "group", "handle", "header", "heap", "history", "host", "image", "invoice", "journal", "kernel", "label", "layer", "lease",
    "ledger", "limit", "listener", "manifest", "mapping", "marker", "message", "metric", "mirror", "mount", "network", "node",
    "offset", "order", "packet", "page", "partition", "payload", "peer", "pipeline", "plan", "policy", "pool", "port", "prefix",
    "profile", "prompt", "proxy", "quota", "reader", "receipt", "record", "region", "registry", "relay", "replica", "report",
    "request", "route", "rule", "sample", "schema", "scope", "secret", "segment", "sensor", "session", "shard", "signal", "slice",
    "slot", "snapshot", "socket", "stage", "stream", "subnet", "table", "target", "tenant", "ticket", "timer", "token", "topic",
    "tracker", "tunnel", "upload", "vault", "vector", "version", "volume", "voucher", "watcher", "window", "worker", "zone",
];

#[rustfmt::skip]
const ROLES: &[&str] = &[
    "Adapter", "Builder", "Config", "Error", "Factory", "Guard", "Index", "Loader", "Manager", "Map", "Options", "Queue", "Reader",
    "Registry", "Result", "Service", "Spec", "State", "Store", "Writer",
];

#[rustfmt::skip]
const EVENTS: &[&str] = &[
    "arrives", "disappears", "expired", "failed", "is closed", "is counted twice", "is empty", "is locked", "is reused", "lags",
    "must be kept", "overflows", "stays open", "was dropped", "was moved", "was written",
];

#[rustfmt::skip]
const CONDITIONS: &[&str] = &[
    "when two workers start in the same second", "if the disk fills up halfway", "once the retry budget is spent",
    "when the peer closes the connection early", "if the caller passes an empty list", "after a restart in the middle of a write",
    "when the clock is set back", "on a machine with a single core", "if the file was renamed meanwhile",
    "when the request carries no header", "under a read-only mount", "if the configuration is reloaded between the two calls",
    "when the input ends without a newline", "while a migration is still running", "if the first attempt times out",
    "when the map has grown past its limit", "on Windows, where open files cannot be removed", "if the name holds a slash",
    "when the test suite runs in parallel", "after the token has been rotated",
];

#[rustfmt::skip]
const CONSEQUENCES: &[&str] = &[
    "the second caller works with a stale copy", "the error never reaches the user", "the lock is held for the whole upload",
    "one row is silently lost", "the process waits for ever", "the count is off by one", "memory grows until the next restart",
    "the old value wins", "the log shows success for work that was not done", "every later call fails with the same message",
    "the temporary file stays behind", "the page is rendered twice", "a half-written record can be read",
    "the retry hides the real cause", "the check passes for the wrong reason", "the caller cannot tell the two cases apart",
    "an attacker can pick the path", "the queue drains in the wrong order", "the metric is reported as zero", "the build is no longer repeatable",
];

#[rustfmt::skip]
const SUBJECTS: &[&str] = &[
    "Let the ~v0 survive a ~v1 restart", "Move ~v5 handling into `~T6`", "Add a ~v5 limit to the ~v6", "Replace `~F5` with a queue",
    "Retry ~v5 uploads with a deadline", "Read the ~v5 from the ~v6 manifest", "Split the ~v5 and the ~v6 of a ~v7",
    "Speed up the ~v5 scan of large ~v6 sets", "Fix the ~v5 leak in `~T6`", "Support more than ~n5 ~v5 entries",
];

const TITLES: &[&str] = &[
    "`~i0` ignores the error of `~i5`",
    "The ~v0 outlives its ~v1",
    "`~T0` is shared between threads without a lock",
    "Limit of ~n0 is checked after the ~v0 was written",
    "`~i1` leaks the ~v1 on the early return",
    "Missing test for an empty ~v0",
    "A ~v0 can be counted twice in `~i1`",
    "The comment of `~i0` describes the old ~v1",
    "`~K0` is read before it is set",
    "Unbounded ~v0 in `~T1`",
    "`~j0` is compared with the wrong ~v1",
    "Timeout of ~n0 ms is too short for a cold ~v0",
    "The ~v0 name reaches the shell unquoted",
    "`~i0` and `~i1` take their locks in different orders",
    "Two ways to ~v0 the ~v1 have drifted apart",
    "`~T0` should own its ~v1",
    "The log of `~i0` prints the whole ~v1",
    "`~i0` blocks the ~v1 loop",
    "Rounding in `~i0` loses the last ~v1",
    "Old ~v0 files are never removed",
];

const SENTENCES: &[&str] = &[
    "`~i0` reads `~j1` before `~i5` has published it, so ~z0.",
    "At ~l0 the value is checked once and used later; ~q0, ~z0.",
    "The guard in ~l0 covers the first call alone.",
    "`~T1` keeps ~n5 entries by default, and nothing between `~i5` and `~i0` removes one.",
    "The comment above `~i0` promises a closed ~v1, but the early return on line ~n5 skips that.",
    "I followed the path from `~i5` through `~T6` to ~l0 and found no other place that resets `~j1`.",
    "This is the same mistake as in ~x0, one layer further down.",
    "Together with ~x0 it means that ~z0.",
    "A fix for ~x0 would hide this, not remove it.",
    "The tests build a `~T5` with ~n5 elements and never reach the branch for an empty ~v1.",
    "What makes it hard to see: ~q0, `~i0` still returns the ~v5 of the round before.",
    "Before this change `~i5` did the same under the lock, which is why nobody saw it.",
    "On a ~v5 of about ~n5 kB the loop in `~i0` takes ~n6 ms, and **every** request pays for it.",
    "The documentation says *at most once*; ~q0 it happens twice.",
    "`~K5` is set to ~n5 in the defaults and to ~n6 in the chart, and only one of the two is read.",
    "The caller at ~l0 ignores what `~i5` returns, and so ~z0.",
    "Nothing else refers to `~T5`, so it could go.",
    "The two branches differ in `~j5` only; a `~T6` with a default would say so.",
    "I could reproduce this with ~n5 ~v5 items and a delay of ~n6 ms in `~i6`.",
    "It is not a regression: `~i0` was written that way ~n5 commits ago.",
    "The ~v5 is closed by `~i6`, the ~v7 by nobody.",
    "Whether ~z0 depends on the order in which `~i5` and `~i6` run, and nothing fixes that order.",
    "In #~n5 the same pattern was replaced by a `~T5`, with good results.",
    "The message \"~s5\" is logged at debug level, where no operator will look for it.",
    "The ~v5 table has no index on `~w6`, and ~q0 the query walks all ~n5 rows.",
    "Callers outside this repository may rely on `~i0`, so its meaning should not change without a note.",
    "A reader has to open `~T5`, `~T6` and ~l0 to learn that the ~v1 is optional.",
    "The happy path is fine; ~q0, ~z0.",
    "If `~i5` fails after `~i6` has succeeded, the ~v7 is left in a state no other code expects.",
    "The number ~n5 appears in three places and means something else in each.",
    "All of this rests on the ~v5 being sorted, which `~i6` does not guarantee.",
    "Severity is arguable: it needs a ~v5 with more than ~n5 entries, yet then ~z0.",
    "The mock answers at once, so a slow ~v5 is never simulated.",
    "Since `~T0` is cloned for every ~v5, the cost grows with the square of the ~v6.",
    "The new helper is called from ~l0 and from one test, no more.",
    "A plain `~j5` would do; the `~T5` around it has no behaviour of its own.",
];

const FIXES: &[&str] = &[
    "take the lock before `~i0` and hold it until `~j1` is written.",
    "return the error of `~i5` and let the caller decide.",
    "move the check behind `~i0`, and add a test with an empty ~v1.",
    "close the ~v0 in one place, after the last use of `~j1`.",
    "replace the number ~n5 by `~K5` and say where it comes from.",
    "write to a temporary file first and rename it once `~i5` has succeeded.",
    "give `~T0` a deadline of ~n5 ms and report it when it passes.",
    "delete `~i5`, and call `~i0` directly as ~l0 does.",
    "sort the ~v5 in `~i0`, so that no caller has to know.",
    "document that `~j1` may be missing, and handle it at ~l0.",
];

const STRENGTHS: &[&str] = &[
    "`~T5` hides the difference between ~v5 and ~v6 well; no caller has to ask which one it holds.",
    "The tests for `~i5` cover every partial state of the ~v6, the broken ones included.",
    "Splitting `~i5` from `~i6` makes the ~v7 testable without a network.",
    "The commit that renames `~w5` does nothing else, which made it quick to read.",
    "A fresh deadline of ~n5 ms for the clean-up means that a cancelled ~v5 no longer leaves its ~v6 behind.",
    "Errors name the ~v5, the place and the remedy.",
];

// --- code ------------------------------------------------------------------------------------------------------------

/// A block is a frame with as many statements as fit.
struct Language {
    name: &'static str,
    extension: &'static str,
    folder: &'static str,
    camel: bool,
    frames: &'static [(&'static str, &'static str)],
    statements: &'static [&'static str],
}

const LANGUAGES: [Language; 9] = [GO, RUST, PYTHON, TYPESCRIPT, JAVA, C, YAML, SHELL, SQL];

#[rustfmt::skip]
const GO: Language = Language {
    name: "go",
    extension: "go",
    folder: "internal",
    camel: true,
    frames: &[
        ("// ~M0 runs until the ~s1.\nfunc (s *~T1) ~M0(ctx context.Context, ~W2 string) error {\n", "\treturn nil\n}\n"),
        ("func ~F0(ctx context.Context, s *~T1, ~W2 []byte) error {\n\tconst limit = ~n3\n", "\treturn s.~F4(ctx, limit)\n}\n"),
    ],
    statements: &[
        "\t~W5, err := s.~v1.~M6(ctx, ~W2)\n\tif err != nil {\n\t\treturn fmt.Errorf(\"~s5: %w\", err)\n\t}\n\ts.~F7(~W5)\n",
        "\ts.mu.Lock()\n\ts.~v5[string(~W2)] = ~T6{Attempts: ~n5, Deadline: time.Now().Add(~n6 * time.Second)}\n\ts.mu.Unlock()\n",
        "\tfor i, ~v5 := range s.~W6 {\n\t\tif ~v5.~M7() > ~n5 {\n\t\t\tlog.Printf(\"~s6: %d of %d\", i, len(s.~W6))\n\t\t\tcontinue\n\t\t}\n\t\ts.~F8(~v5)\n\t}\n",
        "\tselect {\n\tcase <-ctx.Done():\n\t\treturn ctx.Err()\n\tcase ~v5 := <-s.~W6:\n\t\ts.~F7(~v5, ~n5)\n\t}\n",
        "\tdefer func() { _ = s.~W5.Close() }() // ~s6\n",
        "\tif len(~W2) > ~n5 || s.~W6 == nil {\n\t\treturn &~T7{Code: ~n6, Reason: \"~s7\"}\n\t}\n",
        "\t// The ~s5.\n\tgo s.~F6(~W2, ~n5)\n",
    ],
};

#[rustfmt::skip]
const RUST: Language = Language {
    name: "rust",
    extension: "rs",
    folder: "crates",
    camel: false,
    frames: &[
        ("/// Fails if the ~s0.\npub fn ~f0(&mut self, ~w1: &~T1) -> Result<~T2, ~T3> {\n", "    Ok(~T2::from(~w1))\n}\n"),
        ("#[tracing::instrument(skip(self))]\nasync fn ~f0<'a>(&self, ~w1: Cow<'a, [~T1]>) -> Option<~T2> {\n", "    self.~v4.~f3(~n0).await.ok()\n}\n"),
    ],
    statements: &[
        "    let ~w5 = self.~v6.~f7(&~w1, ~n5)?;\n    debug_assert!(!~w5.is_empty(), \"~s5\");\n",
        "    if ~w1.len() > ~n5 {\n        return Err(~T3::Oversized { limit: ~n5, reason: \"~s5\" });\n    }\n",
        "    for (index, ~v5) in ~w1.iter().enumerate().skip(~n6) {\n        tracing::debug!(index, \"~s6\");\n        ~v5.~f7(&self.~w8);\n    }\n",
        "    match self.~v5.get(&~w1.id) {\n        Some(~v6) if ~v6.age < Duration::from_millis(~n5) => ~v6.~f7(),\n        Some(_) | None => self.~f8(~n6),\n    }\n",
        "    // ~s5, so the guard must outlive the call.\n    let guard = self.~w6.lock().expect(\"~s6\");\n    guard.~f7(~w1.clone());\n    drop(guard);\n",
        "    unsafe { ptr::write(self.~v5.as_mut_ptr().add(~n5), ~w1.~v6) };\n",
        "    let ~w5: Vec<_> = ~w1.iter().filter(|~v6| ~v6.~v7 != ~n5).map(~T8::new).collect();\n    self.~f6(~w5);\n",
    ],
};

#[rustfmt::skip]
const PYTHON: Language = Language {
    name: "python",
    extension: "py",
    folder: "src",
    camel: false,
    frames: &[
        ("@dataclass\nclass ~T0:\n    \"\"\"The ~s0.\"\"\"\n\n    ~w0: int = ~n0\n\ndef ~f1(self, ~w1: list[~T2], *, ~w2: float = ~n2.5) -> None:\n", "    return None\n"),
        ("async def ~f0(~w1: str, ~w2: dict[str, ~T2]) -> ~T3:\n    self = _registry[~w1]\n", "    return ~T3(~w1, total=~n3)\n"),
    ],
    statements: &[
        "    with self.~v5.~f6(timeout=~n5) as ~w7:\n        ~w7.~f8(~w1)\n",
        "    for index, ~v5 in enumerate(~w1, start=~n5):\n        if ~v5.~v6 is None:\n            logger.warning(\"~s6 at %s\", index)\n            continue\n        self.~w7[~v5.name] = ~v5\n",
        "    try:\n        ~w5 = json.loads(self.~f6(~w1))\n    except (KeyError, ValueError) as error:\n        raise ~T7(f\"~s7: {error!r}\") from error\n",
        "    if len(~w1) >= ~n5 and not self.~w6:\n        self.~f7(~n6)  # ~s7\n",
        "    self.~w5 = {~v6: ~v6.~f7() for ~v6 in ~w2 if ~v6 != \"~k8\"}\n",
        "    assert self.~v5 <= ~n5, \"~s5\"\n    time.sleep(~n6 / 1000)\n",
        "    ~w5 = [lambda x, n=~n5: x * n + ~n6, self.~f7]\n",
    ],
};

#[rustfmt::skip]
const TYPESCRIPT: Language = Language {
    name: "typescript",
    extension: "ts",
    folder: "src",
    camel: true,
    frames: &[
        ("export async function ~F0(~W1: ~T1, limit = ~n1): Promise<~T2[]> {\n  const found: ~T2[] = [];\n", "  return found;\n}\n"),
        ("/** Used once the ~s0. */\nexport const ~F0 = (~W1: readonly ~T1[], found: Set<string>): ~T2 | undefined => {\n", "  return { kind: '~k2', size: found.size } as unknown as ~T2;\n};\n"),
    ],
    statements: &[
        "  const ~W5 = await ~F6(~W1, { timeout: ~n5, retries: ~n6 });\n",
        "  if (!~W1 || ~W1.length > ~n5) {\n    throw new ~T6(`~s6: ${String(~W1)}`);\n  }\n",
        "  for (const [index, ~v5] of Object.entries(~F6(~W1))) {\n    if (~v5?.~v7 === undefined) continue;\n    ~F8(Number(index) + ~n5, ~v5.~v7);\n  }\n",
        "  useEffect(() => {\n    const timer = setInterval(() => ~F5(~W1), ~n5);\n    return () => clearInterval(timer);\n  }, [~W1]);\n",
        "  // The ~s5.\n  const ~v5 = ~W1 as Partial<Record<keyof ~T6, ~T7>>;\n",
        "  try {\n    await this.~v5.~F6(/^~k7[0-9]{~n5}$/u);\n  } catch (error: unknown) {\n    console.error('~s7', error);\n  }\n",
        "  ~F5(~W1).then((~v6) => ~F7(~v6 ?? ~n5));\n",
    ],
};

#[rustfmt::skip]
const JAVA: Language = Language {
    name: "java",
    extension: "java",
    folder: "src/main/java",
    camel: true,
    frames: &[
        ("/** ~M0 for {@link ~T1}; the ~s0. */\n@Override\npublic Optional<~T2> ~F0(final ~T1 ~W1) throws ~T3 {\n", "    return Optional.empty();\n}\n"),
        ("@Transactional(timeout = ~n0)\nprotected List<~T2> ~F0(String ~W1, int limit) {\n    var found = new ArrayList<~T2>(~n1);\n", "    return List.copyOf(found);\n}\n"),
    ],
    statements: &[
        "    if (~W1 == null || this.~W5.size() > ~n5) {\n        throw new ~T6(\"~s6\", ~n6);\n    }\n",
        "    for (~T5 ~v5 : this.~W6) {\n        log.debug(\"~s7: {}\", ~v5.get~M7());\n        ~v5.~F8(~n5);\n    }\n",
        "    try (var ~v5 = ~T6.~F7(~W1)) {\n        ~v5.~F8(Duration.ofMillis(~n5));\n    } catch (IOException e) {\n        log.warn(\"~s8\", e);\n    }\n",
        "    synchronized (this.~W5) {\n        this.~W5.put(\"~k6\", ~n6L);\n    }\n",
        "    final Map<String, ~T5> ~W5 = repository.~F6(~W1).stream()\n        .filter(~v7 -> ~v7.~v8() != ~n5)\n        .collect(Collectors.toMap(~T5::name, Function.identity()));\n",
        "    // The ~s5.\n    this.~W6 = Math.max(~n5, ~n6);\n",
    ],
};

#[rustfmt::skip]
const C: Language = Language {
    name: "c",
    extension: "c",
    folder: "lib",
    camel: false,
    frames: &[
        ("/* The ~s0. */\nstatic int ~f0(struct ~w1 *self, const char *~w2, size_t len)\n{\n\tint rc = -EINVAL;\n\n", "\treturn rc;\n}\n"),
        ("#define ~K0 ~n0\n\nvoid *~f0(struct ~w1 *self, const uint8_t *~w2, size_t len)\n{\n\tint rc = 0;\n\n", "\treturn rc ? NULL : self->~v4;\n}\n"),
    ],
    statements: &[
        "\tif (!self || len > ~n5) {\n\t\tfprintf(stderr, \"~s5: %zu\\n\", len);\n\t\tgoto out;\n\t}\n",
        "\tfor (size_t i = 0; i < len; i++) {\n\t\tself->~v5[i] = (uint8_t)(~w2[i] ^ 0x~n6);\n\t\tself->~w6 += ~n5;\n\t}\n",
        "\tself->~v5 = malloc(len + ~n5);\n\tif (self->~v5 == NULL)\n\t\treturn ~f6(-ENOMEM);\n\tmemcpy(self->~v5, ~w2, len);\n",
        "\tpthread_mutex_lock(&self->~w5);\n\trc = ~f6(self->~v7, ~n5); /* ~s6 */\n\tpthread_mutex_unlock(&self->~w5);\n",
        "\tswitch (self->~v5) {\n\tcase ~K6:\n\t\trc = ~f7(self, ~n5);\n\t\tbreak;\n\tdefault:\n\t\tabort();\n\t}\n",
        "\twhile ((rc = ~f5(self->~v6)) == -EAGAIN)\n\t\tusleep(~n5);\n",
    ],
};

#[rustfmt::skip]
const YAML: Language = Language {
    name: "yaml",
    extension: "yaml",
    folder: "deploy",
    camel: false,
    frames: &[
        ("# The ~s0.\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ~k0\nspec:\n  replicas: ~n0\n", "  paused: false\n"),
        ("name: ~k0\non:\n  push:\n    branches: [main, \"~v1/**\"]\njobs:\n", "  # end of ~k0\n  done: { timeout-minutes: ~n1 }\n"),
    ],
    statements: &[
        "  ~k5:\n    image: \"registry.example.com/~v6/~v7:~n5.~n6\"\n    env:\n      - name: ~K6\n        value: \"~n7\"\n",
        "  ~k5:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ~v6/~v7@v~n5\n      - run: |\n          make ~k8\n          ./bin/~v8 --limit ~n6\n",
        "  ~v5:\n    limits: { cpu: ~n5m, memory: ~n6Mi }\n    enabled: true\n",
        "  # ~s5\n  ~w6: &~v6 [~v7, ~v8, ~n5]\n",
        "  ~v5Selector:\n    matchLabels:\n      app.kubernetes.io/name: ~k6\n      tier: ~v7\n",
    ],
};

#[rustfmt::skip]
const SHELL: Language = Language {
    name: "bash",
    extension: "sh",
    folder: "scripts",
    camel: false,
    frames: &[
        ("#!/usr/bin/env bash\n# The ~s0.\nset -euo pipefail\nreadonly ~K0=\"${1:-~n0}\"\n\n~f0() {\n", "}\n\n~f0 \"$@\"\n"),
        ("~f0() {\n    local ~w1=$1 limit=${2:-~n1}\n", "    return 0\n}\n"),
    ],
    statements: &[
        "    for ~v5 in \"${~K6[@]}\"; do\n        curl -fsS --max-time ~n5 \"https://${~v5}.example.com/~v7\" | jq -r '.~v8[] | .id'\n    done\n",
        "    if [[ -z ${~w5:-} || $(wc -l < \"/var/lib/~v6/~v7\") -gt ~n5 ]]; then\n        echo \"~s6\" >&2\n        exit ~n7\n    fi\n",
        "    ~w5=$(mktemp -d \"/tmp/~k6.XXXXXX\")\n    trap 'rm -rf \"${~w5}\"' EXIT\n",
        "    case \"$1\" in\n    ~v5 | ~v6) ~f7 --retries=~n5 ;;\n    *) printf '%s\\n' \"~s7\" ;;\n    esac\n",
        "    # ~s5\n    sleep ~n5 && kill -TERM \"${~w6}\" 2>/dev/null || true\n",
        "    export ~K5=~n5 ~K6='~k6'\n",
    ],
};

#[rustfmt::skip]
const SQL: Language = Language {
    name: "sql",
    extension: "sql",
    folder: "migrations",
    camel: false,
    frames: &[
        ("-- The ~s0.\nBEGIN;\n", "COMMIT;\n"),
        ("WITH ~w0 AS (\n    SELECT id, ~w1 FROM ~v2 WHERE ~v3 > ~n0\n)\nSELECT * FROM ~w0 ORDER BY id LIMIT ~n1;\n\n", "ANALYZE ~v2;\n"),
    ],
    statements: &[
        "UPDATE ~w5\n   SET ~v6 = COALESCE(~v6, ~n5), updated_at = now()\n WHERE ~w7 IN (SELECT id FROM ~v8 WHERE kind = '~k8');\n",
        "CREATE INDEX CONCURRENTLY ~f5_~v6_idx ON ~w5 (~v6, ~v7 DESC) WHERE ~v8 IS NOT NULL;\n",
        "INSERT INTO ~w5 (~v6, ~v7, note)\nVALUES (~n5, ~n6, '~s6'), (~n7, ~n8, '~s7')\nON CONFLICT (~v6) DO NOTHING;\n",
        "SELECT a.~v5, count(*) AS total\n  FROM ~w6 AS a\n  LEFT JOIN ~w7 AS b ON b.~v5_id = a.id\n GROUP BY a.~v5\nHAVING count(*) > ~n5;\n",
        "ALTER TABLE ~w5 ADD COLUMN ~w6 varchar(~n5) NOT NULL DEFAULT '~v7'; -- ~s8\n",
        "DELETE FROM ~w5 WHERE ~v6 < now() - interval '~n5 days';\n",
    ],
};

//! One review run.

use super::json::{items, text};
use super::languages::{LANGUAGES, Language};
use super::plan::{DAYS, Plan, Tree};
use super::random::Random;
use super::scene::Scene;
use super::words::{AGENTS, FIXES, SENTENCES, STRENGTHS, TITLES};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn review_run(rng: &mut Random, plan: &Plan, tree: &Tree, previous: &Value) -> Value {
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
pub(super) fn panel(rng: &mut Random, day: usize) -> Vec<Value> {
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

pub(super) fn finding_ids(rng: &mut Random, count: usize) -> Vec<(String, &'static str)> {
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
pub(super) fn cross_references(ids: &[(String, &str)]) -> Vec<String> {
    let mut names: Vec<String> = ids.iter().map(|(id, _)| id.clone()).collect();
    let counted = ids.iter().filter(|(_, severity)| *severity != "concern").count();
    names.extend((1..=counted).map(|n| format!("finding {n}")));
    names
}

pub(super) fn finding(
    rng: &mut Random,
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

pub(super) fn spot(location: &Value) -> String {
    let (path, start, end) = (text(&location["path"]), &location["start_line"], &location["end_line"]);
    if start == end { format!("`{path}:{start}`") } else { format!("`{path}:{start}-{end}`") }
}

pub(super) fn found_by(rng: &mut Random, severity: &str, panel: &[Value]) -> Vec<Value> {
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
pub(super) fn body(rng: &mut Random, scene: &mut Scene) -> String {
    let mut paragraphs: Vec<String> = (0..rng.between(2, 4)).map(|_| scene.paragraph(rng)).collect();
    if rng.chance(35) {
        let mark = rng.pick(&["- ", "1. "]);
        let items: Vec<String> =
            (0..rng.between(2, 4)).map(|_| format!("{mark}{}", scene.any(rng, SENTENCES))).collect();
        paragraphs.insert(1, items.join("\n"));
    }
    paragraphs.join("\n\n")
}

pub(super) fn fix(rng: &mut Random, scene: &mut Scene, language: &Language, code: &str) -> String {
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
pub(super) fn code_block(rng: &mut Random, scene: &mut Scene, language: &Language) -> String {
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

pub(super) fn strengths(rng: &mut Random, scene: &mut Scene, panel: &[Value]) -> Vec<Value> {
    (0..rng.between(1, 3))
        .map(|_| json!({"body": scene.any(rng, STRENGTHS), "found_by": [{"agent": panel[0]["agent"]}]}))
        .collect()
}

pub(super) fn sections(rng: &mut Random, scene: &mut Scene, panel: &[Value]) -> Vec<Value> {
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

pub(super) fn metrics(rng: &mut Random, findings: &[Value], panel: &[Value]) -> Vec<Value> {
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
pub(super) fn originals(
    rng: &mut Random,
    scene: &mut Scene,
    findings: &[Value],
    panel: &[Value],
    tree: &Tree,
) -> Vec<Value> {
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

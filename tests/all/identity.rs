//! One agent, one identity: slugs and spellings that a team counts as one.

use crate::folder::Folder;
use crate::support::{MemoryArchive, try_build};
use pilcrow::Config;
use pilcrow::internals::archive::{Treatment, decode_treated};
use pilcrow::internals::model::Digest;
use serde_json::{Value, json};

const CONFIG: &str = "[agents.codex]\nalso = ['codex-cli', 'codex-gpt']\n[models]\n'GPT 5.6 Sol' = ['GPT 5.6-sol', 'Codex GPT 5.6 Sol']\n";

fn reviewer(agent: &str, model: &str, effort: &str) -> Value {
    json!({"agent": agent, "name": agent.to_uppercase(), "model": model, "effort": effort})
}

fn finding(id: &str, finders: &[&str]) -> Value {
    let found_by: Vec<Value> = finders.iter().map(|agent| json!({"agent": agent, "ref": format!("R{id}")})).collect();
    json!({"id": id, "severity": "important", "title": format!("Finding {id}"), "found_by": found_by,
           "body": "Said so. [Codex GPT 5.6 Sol]"})
}

fn run(number: usize, reviewers: &[Value], findings: &[Value], metrics: &Value) -> (String, String) {
    let id = format!("r{number}");
    let run = json!({"format": "pilcrow-review/1", "id": id, "date": format!("2026-04-{:02}", number + 1),
        "subject": {"repository": "o/n", "pull_request": number + 1}, "reviewers": reviewers, "findings": findings,
        "metrics": metrics});
    (format!("{id}.json"), run.to_string())
}

/// Codex under three slugs and three spellings, twice on one panel under two of them.
fn archive() -> Vec<(String, String)> {
    let claude = || reviewer("claude", "Claude Opus 4.6", "high");
    let alone = [finding("I1", &["codex"]), finding("I2", &["claude"])];
    let under_another = [finding("I1", &["codex-cli"]), finding("I2", &["claude", "codex-cli"])];
    let together = [finding("I1", &["codex", "codex-gpt"]), finding("I2", &["codex-gpt"]), finding("I3", &["claude"])];
    let costs = json!([
        {"agent": "codex", "cost_usd": 0.5, "duration_seconds": 60, "important": 1, "tool_calls": 4},
        {"agent": "codex-gpt", "cost_usd": 0.25, "duration_seconds": 90, "important": 2},
        {"agent": "claude", "cost_usd": 1}
    ]);
    vec![
        run(1, &[reviewer("codex", "GPT 5.6 Sol", "high"), claude()], &alone, &json!([])),
        run(2, &[reviewer("codex-cli", "GPT 5.6-sol", "low"), claude()], &under_another, &json!([])),
        run(
            3,
            &[reviewer("codex", "GPT 5.6 Sol", "high"), reviewer("codex-gpt", "Codex GPT 5.6 Sol", "high"), claude()],
            &together,
            &costs,
        ),
    ]
}

fn files(runs: &[(String, String)]) -> MemoryArchive {
    MemoryArchive(runs.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect())
}

fn leaderboard(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn joined_slugs_and_spellings_are_one_agent_everywhere() {
    let config = Config::parse(CONFIG).unwrap();
    let site = try_build(&files(&archive()), &config).unwrap();
    let data = leaderboard(site.text("data/leaderboard.json"));
    let agents: Vec<_> = data["agents"].as_array().unwrap().iter().map(|agent| agent["agent"].clone()).collect();
    assert_eq!(agents.len(), 2, "{agents:?}");
    let codex = data["agents"].as_array().unwrap().iter().find(|agent| agent["agent"] == "codex").unwrap();
    // In the third review both found one finding and one of them another: a union, no sum.
    assert_eq!((&codex["reviews"], &codex["found"], &codex["pool"]), (&json!(3), &json!(5), &json!(7)));
    assert_eq!(codex["cost_usd"], json!(0.75));
    let of_codex = |list: &str| -> Vec<Value> {
        let all = data[list].as_array().unwrap().iter().filter(|one| one["agent"] == "codex");
        all.map(|one| json!([one["model"], one["effort"], one["reviews"]])).collect()
    };
    assert_eq!(of_codex("models"), [json!(["GPT 5.6 Sol", null, 3])], "a model is all its efforts");
    assert_eq!(of_codex("versions"), [json!(["GPT 5.6 Sol", "high", 2]), json!(["GPT 5.6 Sol", "low", 1])]);
    for path in ["data/findings.csv", "data/findings.json", "data/reviews.json", "agents/index.html", "reviews/r3.html"]
    {
        assert!(!site.text(path).contains("codex-gpt"), "{path}");
    }
}

#[test]
fn every_old_address_of_a_joined_agent_leads_on() {
    let config = Config::parse(CONFIG).unwrap();
    let before = try_build(&files(&archive()), &Config::default()).unwrap();
    let after = try_build(&files(&archive()), &config).unwrap();
    let of_agents = |path: &&String| path.starts_with("agents/") && !path.starts_with("agents/in/");
    let lost: Vec<_> = before.files.keys().filter(of_agents).filter(|path| !after.files.contains_key(*path)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(after.text("agents/codex-cli.html").contains("href=\"codex.html\" data-redirect"));
    assert!(after.text("agents/claude-vs-codex-gpt.html").contains("href=\"claude-vs-codex.html\" data-redirect"));
    assert!(after.text("agents/codex-vs-codex-gpt.html").contains("href=\"codex.html\" data-redirect"));
}

#[test]
fn nothing_is_joined_without_being_said() {
    let config = Config::parse(CONFIG).unwrap();
    let site = try_build(&files(&archive()), &config).unwrap();
    let words = site.main("methodology.html");
    for said in ["<code>codex-cli</code> (1 review)", "<code>codex-gpt</code> (1 review)", "“GPT 5.6-sol” (1 review)"]
    {
        assert!(words.contains(said), "{said}");
    }
    let plain = try_build(&files(&archive()), &Config::default()).unwrap();
    assert!(!plain.main("methodology.html").contains("counts as one"));
}

#[test]
fn prose_may_still_use_the_other_words() {
    let config = Config::parse(CONFIG).unwrap();
    let site = try_build(&files(&archive()), &config).unwrap();
    assert!(!site.main("reviews/r3.html").contains("[Codex GPT 5.6 Sol]"), "a credit is a badge");
}

#[test]
fn two_on_one_panel_are_one_reviewer_and_a_warning() {
    let mut files: Vec<(String, String)> =
        archive().into_iter().map(|(name, text)| (format!("reviews/{name}"), text)).collect();
    files.push(("pilcrow.toml".to_owned(), CONFIG.to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = Folder::new(&files);
    let said = folder.expect(
        &["check"],
        0,
        &["/reviewers: `codex-gpt` on this panel is `codex` as well", "0 errors, 1 warning"],
    );
    assert_eq!(said.matches("on this panel").count(), 1, "{said}");
}

/// Two reviewers of which one did not say what it cost did not cost what the other did.
#[test]
fn what_only_one_of_two_recorded_is_not_known_of_both() {
    let config = Config::parse(CONFIG).unwrap();
    let runs = archive();
    let (run, _) = decode_treated(runs[2].1.as_bytes(), "r3.json", "r3", Treatment::default());
    let mut run = run.unwrap();
    run.join(&config.identities);
    let codex = &run.metrics[0];
    let figures = ["cost_usd", "duration_seconds", "tool_calls", "important"].map(|name| codex.figure(name));
    assert_eq!(figures, [Some(0.75), Some(90.0), None, None]);
}

/// The pages read the run, the figures its digest.
#[test]
fn a_run_and_its_digest_are_joined_alike() {
    let config = Config::parse(CONFIG).unwrap();
    for (name, text) in archive() {
        let stem = name.trim_end_matches(".json");
        let (run, _) = decode_treated(text.as_bytes(), &name, stem, Treatment::default());
        let mut run = run.unwrap();
        let mut digest = Digest::from_run(&run, &name, &name);
        digest.join(&config.identities);
        run.join(&config.identities);
        let of_run = Digest { joined: digest.joined.clone(), ..Digest::from_run(&run, &name, &name) };
        assert_eq!(format!("{digest:?}"), format!("{of_run:?}"));
    }
}

#[test]
fn near_twins_are_proposed_and_not_joined() {
    let mut runs = archive();
    runs.truncate(2);
    let mut files: Vec<(String, String)> =
        runs.into_iter().map(|(name, text)| (format!("reviews/{name}"), text)).collect();
    let paths = |files: &[(String, String)]| -> Folder {
        Folder::new(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    };
    let folder = paths(&files);
    folder.expect(
        &["check", "--audit"],
        0,
        &["`codex-cli` may be the same agent as `codex`", "`GPT 5.6-sol` may be the same model as `GPT 5.6 Sol`"],
    );
    folder.write("new.md", "# Deep Review: pr-9\n\n| | |\n|---|---|\n| **Date** | 2026-05-01 |\n| **Reviewers** | Codex GPT 5.6 Sol (high) |\n\n## Executive Summary\n\nFine.\n");
    let said = folder.expect(&["import", "deep-review", "new.md"], 0, &["[agents.codex]", "also = [\"codex-cli\"]"]);
    // What is proposed can be put into the configuration as it stands, and then nothing is left to propose.
    let toml = &said[said.find("[agents.").unwrap()..];
    files.push(("pilcrow.toml".to_owned(), toml.to_owned()));
    files.push(("reviews/new.json".to_owned(), std::fs::read_to_string(folder.path("reviews/new.json")).unwrap()));
    let said = paths(&files).expect(&["check", "--audit"], 0, &[]);
    assert!(!said.contains("may be the same"), "{said}");
}

#[test]
fn who_sat_on_one_panel_is_two_agents() {
    let both = [reviewer("codex", "GPT 5.6 Sol", "high"), reviewer("codex-cli", "GPT 5.6 Sol", "high")];
    let (name, text) = run(1, &both, &[], &json!([]));
    let folder = Folder::new(&[(&format!("reviews/{name}"), &text)]);
    let said = folder.expect(&["check", "--audit"], 0, &[]);
    assert!(!said.contains("may be the same"), "{said}");
}

#[test]
fn a_version_says_what_it_was_run_with() {
    let with = |number: usize, tool: &str, instructions: &str| {
        let mut one = reviewer("codex", "GPT 5.6 Sol", "high");
        one["tool"] = json!(tool);
        one["instructions"] = json!(instructions);
        run(number, &[one, reviewer("claude", "Opus", "high")], &[finding("I1", &["codex"])], &json!([]))
    };
    let runs = [with(1, "codex-cli 0.117", "review 6"), with(2, "codex-cli 0.118", "review 7")];
    let site = try_build(&files(&runs), &Config::default()).unwrap();
    let data = leaderboard(site.text("data/leaderboard.json"));
    let version = data["versions"].as_array().unwrap().iter().find(|version| version["agent"] == "codex").unwrap();
    assert_eq!(version["tools"], json!(["codex-cli 0.118", "codex-cli 0.117"]));
    assert_eq!(version["instructions"], json!(["review 7", "review 6"]));
    let page = site.main("agents/codex.html");
    assert!(page.contains("Tool") && page.contains("codex-cli 0.118") && page.contains("and 1 before"), "{page}");
    assert!(!site.main("agents/claude.html").contains("Instructions"), "what no run states is no row");
    assert!(site.main("reviews/r2.html").contains("instructions review 7"));
}

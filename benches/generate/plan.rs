//! What is settled about the runs before any text is made.

use super::Options;
use super::languages::{LANGUAGES, Language};
use super::random::Random;
use super::scene::Scene;
use super::words::{AUTHORS, REPOSITORIES, SUBJECTS};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What is settled about a run before any text is made.
pub(super) struct Plan {
    pub id: String,
    pub date: String,
    pub day: usize,
    pub repository: usize,
    pub subject: Value,
    pub round: usize,
    pub findings: usize,
    pub originals: bool,
}

impl Plan {
    /// Its share of the archive's bytes.
    pub fn weight(&self) -> usize {
        (self.findings + 3) * if self.originals { 13 } else { 9 }
    }
}

pub(super) const YEARS: usize = 3;
/// Every month has 28 days here, which keeps the calendar to two divisions.
pub(super) const DAYS: usize = YEARS * 12 * 28;

pub(super) fn plan(rng: &mut Random, options: &Options) -> Vec<Plan> {
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

pub(super) fn subject(rng: &mut Random, repository: usize, number: usize) -> Value {
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
pub(super) fn source_tree(rng: &mut Random, languages: &[usize]) -> Vec<(String, &'static Language)> {
    (0..60)
        .map(|_| {
            let language = &LANGUAGES[rng.pick(languages)];
            let scene = Scene::new(rng, false);
            let path = scene.fill("~v0/~w1", rng);
            (format!("{}/{path}.{}", language.folder, language.extension), language)
        })
        .collect()
}

pub(super) type Tree = [(String, &'static Language)];

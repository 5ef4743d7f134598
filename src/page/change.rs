//! The page of a change: its rounds across, what they say of each problem down, and what that rests on.

mod cell;
mod evidence;
mod fixes;
mod head;
mod story;
mod table;
mod told;

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Needs, Part, panel};
use super::parts::{self, Tally, review_card, tally, tally_words};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::{CHANGES, Route, relative};
use super::shell::{About, Crumb, Preview, Shell};
use crate::aggregate::statistics::groups::Grouping;
use crate::model::{Digest, Severity};
use crate::text::markdown::plain_line;
use crate::text::{Html, format};
use evidence::EvidencePart;
use fixes::FixesPart;
use serde::Serialize;
use table::{SingleRound, TablePart};
use told::{Piece, Told};

const TEMPLATE: &str = "change.html";

/// The page of a change. Its file is planned for the newest run.
pub static KIND: Kind = Kind {
    name: "change",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan,
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let view = change_page(inputs, &file.path, file.subject.run());
            Ok(Content::Page(inputs.render(TEMPLATE, &view)?))
        },
    },
    needs: change_needs,
};

fn plan(planner: &mut Planner<'_>) {
    planner.reserve(CHANGES);
    let analysis = planner.analysis;
    for newest in analysis.rounds.subjects().filter_map(|runs| runs.last().copied()) {
        let subject = analysis.corpus.runs[newest].subject();
        if subject.is_change() {
            planner.claim(&KIND, Route::Change(&subject).path(), Subject::Run(newest));
        }
    }
}

fn change_needs(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    for run in planned.analysis.rounds.all(subject.run()) {
        needs.parts([Part::Rounds(*run), Part::Digest(*run), Part::FilesOf(*run)]);
        needs.parts(panel(&planned.analysis.corpus.runs[*run]));
    }
    needs.part(Part::Newest);
    needs.choices([Choice::Forges]);
    parts::card_needs(planned, subject.run(), needs);
    needs.assets.insert(planned.assets.rounds_style.clone());
}

/// What `change.html` shows.
#[derive(Debug, Serialize)]
pub struct ChangePage {
    shell: Shell,
    /// Of the stylesheet that only pages of rounds load.
    rounds_style: String,
    crumbs: Vec<Crumb>,
    eyebrow: String,
    title: Html,
    story: Vec<Piece>,
    /// What is open now.
    tally: Vec<Tally>,
    /// The one round, where there is one.
    single: Option<SingleRound>,
    /// The rounds, newest first where they take several tables.
    tables: Vec<TablePart>,
    /// What is said above several tables.
    tables_note: Option<String>,
    evidence: Option<EvidencePart>,
    fixes: Option<FixesPart>,
}

/// Fills the page of the change that a run is a round of.
#[must_use]
pub fn change_page(inputs: &Inputs<'_>, path: &str, run: usize) -> ChangePage {
    let told = Told::new(inputs, path, run);
    let digest = told.newest();
    let name = change_words(&told);
    let rounds = told.runs().len();
    let evidence = evidence::evidence(&told);
    let tables = if rounds == 1 { Vec::new() } else { table::tables(&told, &evidence.listed) };
    let many = tables.len() > 1;
    let own_title = plain_line(&digest.title);
    let change = digest.pull_request.map_or_else(|| branch_words(digest).to_owned(), |number| number.to_string());
    let is_name = is_name_alone(digest.repository.as_deref(), &change, &own_title);
    let (title, eyebrow) = match (is_name, rounds) {
        (true, 1) => (name, "One round so far".to_owned()),
        (true, _) => (name, "The rounds of one change".to_owned()),
        (false, 1) => (format!("{name}: {own_title}"), format!("{name}: one round so far")),
        (false, _) => (format!("{name}: {own_title}"), format!("{name}: the rounds of one change")),
    };
    let description = description(&told);
    ChangePage {
        shell: Shell::new(
            inputs,
            &About { path, title: &title, description: &description, is_article: true, current: "true" },
        )
        .previewed(inputs, preview(&told)),
        rounds_style: relative(path, &inputs.assets().rounds_style),
        crumbs: crumbs(&told, path),
        eyebrow,
        title: told.line(&digest.title),
        story: story::story(&told),
        tally: tally(open_counts(&told)),
        single: (rounds == 1).then(|| table::single(&told, &evidence.listed)),
        tables_note: many.then(|| {
            let tables = format::count(tables.len());
            format!(
                "{rounds} rounds in {tables} tables, newest first. Each lists what its own rounds say something of."
            )
        }),
        tables,
        evidence: evidence.part,
        fixes: fixes::fixes(&told),
    }
}

fn open_counts(told: &Told<'_>) -> [usize; 4] {
    let mut counts = [0; Severity::ALL.len()];
    for row in told.course.open() {
        counts[told.finding(row.last()).severity.position()] += 1;
    }
    counts
}

/// `harbour#431`, `harbour, fix-locks`, `#431`, `fix-locks`.
fn change_words(told: &Told<'_>) -> String {
    let digest = told.newest();
    let name = digest.repository.as_deref().map(|repository| repository.rsplit('/').next().unwrap_or(repository));
    let branch = branch_words(digest);
    match (name, digest.pull_request) {
        (Some(name), Some(number)) => format!("{name}#{number}"),
        (None, Some(number)) => format!("#{number}"),
        (Some(name), None) => format!("{name}, {branch}"),
        (None, None) => branch.to_owned(),
    }
}

/// Whether a title says no more than which change of the repository it is: `owner/harbour #431`, `PR 431`.
fn is_name_alone(repository: Option<&str>, change: &str, title: &str) -> bool {
    let bare = |text: &str| -> String {
        text.to_lowercase().chars().filter(|sign| !sign.is_whitespace() && *sign != '#').collect()
    };
    let (title, change) = (bare(title), bare(change));
    let repository = repository.unwrap_or_default().to_lowercase();
    let name = repository.rsplit('/').next().unwrap_or_default();
    let starts = [&*repository, name, "", "pr", "pullrequest", "mergerequest"];
    let mut rests = starts.iter().filter_map(|start| title.strip_prefix(start));
    rests.any(|rest| rest.trim_start_matches([',', ':', '@', '!']) == change)
}

fn branch_words(digest: &Digest) -> &str {
    digest.branch.as_deref().filter(|branch| !branch.trim().is_empty()).unwrap_or("a branch without a name")
}

fn description(told: &Told<'_>) -> String {
    let rounds = format::counted(told.runs().len(), "round");
    let (all, open) = (told.course.rows.len(), told.course.open().count());
    match all {
        0 => format!("{rounds} without a finding."),
        _ => format!("{rounds}, {} of {} open.", format::count(open), format::counted(all, "finding")),
    }
}

/// What a preview of the link shows beside that: what is open, what the newest round said, and the card of that.
fn preview(told: &Told<'_>) -> Preview {
    let (inputs, newest) = (told.inputs, told.newest());
    let open = open_counts(told);
    let open = if open == [0; 4] { "nothing".to_owned() } else { tally_words(open) };
    let rounds = format::count(told.runs().len());
    let verdict = parts::verdict_words(newest).map(|verdict| format!("{rounds}, newest: {verdict}"));
    let card = || review_card(inputs.site_title(), newest, |agent| inputs.agent(agent));
    Preview {
        image: inputs.has_cards().then(|| Route::Card(&card().fingerprint()).path()),
        image_words: format!("Newest review of {}", change_words(told)),
        published: told.runs().first().map(|first| told.digest(*first).date.machine()),
        facts: vec![("Open", open), ("Rounds", verdict.unwrap_or(rounds))],
    }
}

fn crumbs(told: &Told<'_>, path: &str) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::to("Reviews", Route::Reviews(1).from(path))];
    let digest = told.newest();
    if let Some(repository) = &digest.repository {
        let label = repository.rsplit('/').next().unwrap_or(repository);
        crumbs.push(Crumb::to(label, Route::Group(Grouping::Repository, &repository.to_lowercase(), 1).from(path)));
    }
    crumbs.push(Crumb::here(match digest.pull_request {
        Some(number) => format!("#{number}"),
        None => branch_words(digest).to_owned(),
    }));
    crumbs
}

#[cfg(test)]
mod tests {
    use super::is_name_alone;

    #[test]
    fn a_title_may_say_no_more_than_which_change_it_is() {
        for title in ["#431", "431", "harbour#431", "team/Harbour #431", "PR #431", "Pull request 431", "harbour, 431"]
        {
            assert!(is_name_alone(Some("Team/harbour"), "431", title), "{title}");
        }
        for title in ["#43", "harbour", "Fix #431", "harbour#431: locks", ""] {
            assert!(!is_name_alone(Some("Team/harbour"), "431", title), "{title}");
        }
        assert!(is_name_alone(None, "fix-locks", "Fix-locks") && !is_name_alone(None, "431", "harbour#431"));
    }
}

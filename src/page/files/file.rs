//! The page of a file: every problem that was ever raised on it, each once over its rounds.

use super::row::{ProblemRow, problem_row};
use super::story::{Story, story};
use crate::aggregate::course::Gone;
use crate::aggregate::files::{FileHistory, ProblemAt, Standing};
use crate::aggregate::statistics::groups::Grouping;
use crate::chart::columns::Size;
use crate::model::Severity;
use crate::page::content::Content;
use crate::page::inputs::Inputs;
use crate::page::needs::{Needs, Part};
use crate::page::parts::columns::{ColumnsPart, columns_part};
use crate::page::parts::{Tally, tally, tally_words};
use crate::page::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use crate::page::route::{Route, relative};
use crate::page::shell::{About, Crumb, Preview, Shell};
use crate::text::{Html, format};
use serde::Serialize;

const TEMPLATE: &str = "file.html";

/// The page of a file.
pub static FILE: Kind = Kind {
    name: "page of a file",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan,
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let view = file_page(inputs, &file.path, file.subject.number());
            Ok(Content::Page(inputs.render(TEMPLATE, &view)?))
        },
    },
    needs: file_needs,
};

fn plan(planner: &mut Planner<'_>) {
    let files = &planner.analysis.files.with_page;
    for (at, file) in files.iter().enumerate() {
        planner.claim(&FILE, Route::File(file.repository, file.path).path(), Subject::FileHistory(at));
    }
}

fn file_needs(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    let analysis = planned.analysis;
    let file = &analysis.files.with_page[subject.number()];
    for (course, row) in file.rows(&analysis.courses) {
        needs.parts(course.runs.iter().map(|run| Part::Rounds(*run)));
        for (_, raised) in row.raised() {
            needs.part(Part::Digest(raised.at.run));
            let found_by = &analysis.corpus.runs[raised.at.run].findings[raised.at.finding].found_by;
            needs.parts(found_by.iter().cloned().map(Part::Agent));
        }
        if let Some(Gone::Merged(into)) = row.end {
            needs.parts([Part::Digest(into.run), Part::Rounds(into.run)]);
        }
    }
    needs.parts([Part::File(subject.number()), Part::Newest]);
    needs.assets.insert(planned.assets.rounds_style.clone());
}

/// What `file.html` shows.
#[derive(Debug, Serialize)]
pub struct FilePage {
    shell: Shell,
    /// Of the stylesheet that only pages of rounds load.
    rounds_style: String,
    crumbs: Vec<Crumb>,
    eyebrow: String,
    /// Where the path may be broken, it has a place for that.
    path: Html,
    story: Story,
    tally: Vec<Tally>,
    /// Problems by the calendar, where they are of several times.
    over_time: Option<ColumnsPart>,
    count: String,
    rows: Vec<ProblemRow>,
    /// How many older problems are not listed, and what has them.
    older: Option<(String, String, String)>,
}

/// So many problems make a chart that says more than the table.
const FEWEST_IN_A_CHART: usize = 5;
/// Not more settled problems are listed: all pages of files together are to be a small part of the site.
const MOST: usize = 8;
/// Nor more at all.
const MOST_OPEN: usize = 200;

/// Fills the page of a file that has one, by its number.
#[must_use]
pub fn file_page(inputs: &Inputs<'_>, path: &str, at: usize) -> FilePage {
    let file = inputs.file(at);
    let repository = file.repository.rsplit('/').next().unwrap_or(file.repository);
    let title = format!("{} in {repository}", file.path);
    let description = description(file);
    let about = About { path, title: &title, description: &description, is_article: false, current: "" };
    let year = inputs.newest_year();
    let listed = listed(inputs, file);
    let older = file.problems.len() - listed.len();
    let reviews = Route::Group(Grouping::Repository, &file.repository.to_lowercase(), 1).from(path);
    let is_much = file.problems.len() >= FEWEST_IN_A_CHART;
    FilePage {
        shell: Shell::new(inputs, &about).in_files("true").previewed(inputs, preview(file)),
        rounds_style: relative(path, &inputs.assets().rounds_style),
        crumbs: vec![
            Crumb::to("Files", Route::Files.from(path)),
            Crumb::to(repository, reviews.clone()),
            Crumb::here(file.path),
        ],
        eyebrow: format!("Every finding on a file of {repository}"),
        path: Html::text(file.path),
        story: story(inputs, file),
        tally: tally(file.counts),
        over_time: is_much.then(|| columns_part("m", "Problems", (file.step, &file.bins), Size::Small)).flatten(),
        count: format::count(file.problems.len()),
        rows: listed.iter().map(|problem| problem_row(inputs, path, file, *problem, year)).collect(),
        older: (older > 0).then(|| (format::count(older), format!("the reviews of {repository}"), reviews.clone())),
    }
}

/// The newest, and whatever is open.
fn listed(inputs: &Inputs<'_>, file: &FileHistory<'_>) -> Vec<ProblemAt> {
    let is_open = |at: &ProblemAt| {
        let (course, row) = inputs.problem(*at);
        Standing::new(course, row) == Standing::Open
    };
    let problems = file.problems.iter().enumerate();
    problems.filter(|(place, at)| *place < MOST || is_open(at)).map(|(_, at)| *at).take(MOST_OPEN).collect()
}

fn description(file: &FileHistory<'_>) -> String {
    let open: usize = file.open.iter().sum();
    let problems = format::counted(file.problems.len(), "problem");
    let critical = file.counts[Severity::Critical.position()];
    let critical = if critical > 0 { format!(", {} critical", format::count(critical)) } else { String::new() };
    format!("{problems} on one file{critical}, {} open.", format::count(open))
}

/// What a preview of the link shows beside that.
fn preview(file: &FileHistory<'_>) -> Preview {
    let open = if file.open == [0; 4] { "nothing".to_owned() } else { tally_words(file.open) };
    Preview { facts: vec![("Problems", tally_words(file.counts)), ("Open", open)], ..Preview::default() }
}

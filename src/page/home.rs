//! The home page: what this archive is, how much it holds, what is new, which files have the most findings.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Needs, Part, panel};
use super::parts::answer::{AnswerPart, short_answer};
use super::parts::ranking::{Extent, RankingPart, ranking_part};
use super::parts::{self, ReviewRow, columns, offers};
use super::plan::{File, Kind, Made, Maker, Planned, Subject};
use super::route::{Route, relative};
use super::shell::{About, Preview, Shell};
use crate::aggregate::criterion::Criterion;
use crate::aggregate::hotspots::Hotspot;
use crate::aggregate::newest::Scope;
use crate::aggregate::slices::Slice;
use crate::aggregate::totals::Totals;
use crate::chart::skyline::skyline;
use crate::text::{Html, format};
use serde::Serialize;

const TEMPLATE: &str = "home.html";

/// The home page.
pub static KIND: Kind = Kind {
    name: "first page",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |planner| _ = planner.claim(&KIND, Route::Home.path(), Subject::Only),
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(TEMPLATE, &home_page(inputs, &file.path))?))
        },
    },
    needs: home_needs,
};

const NEWEST: usize = 8;
const FILES: usize = 6;
const AGENTS: usize = 5;

fn home_needs(planned: &Planned<'_>, _: Subject, needs: &mut Needs) {
    needs.assets.insert(planned.assets.answer_style.clone());
    let analysis = planned.analysis;
    for (at, run) in analysis.corpus.runs.iter().enumerate().take(NEWEST) {
        needs.parts([Part::Digest(at), Part::Rounds(at)]);
        needs.parts(panel(run));
    }
    let newest = analysis.hotspots.iter().take(FILES).filter_map(|spot| spot.runs.first());
    needs.parts(newest.map(|run| Part::Digest(*run)));
    needs.parts([Part::Totals, Part::Newest, Part::Hotspots, Part::Files, Part::FindingsOverTime]);
    needs.parts([Part::Agents, Part::Field, Part::Board(Slice::default())]);
    offers::needs(Scope::Archive, needs);
    needs.choices([Choice::Description]);
}

/// What `home.html` shows.
#[derive(Debug, Serialize)]
pub struct HomePage {
    shell: Shell,
    /// The stylesheet of answers and leaderboards.
    answer_style: String,
    title: String,
    description: String,
    /// Each figure with the words for what it counts.
    totals: Vec<(String, String)>,
    answer: Option<AnswerPart>,
    rows: Vec<ReviewRow>,
    all: String,
    all_words: String,
    ranking: Option<RankingPart>,
    agents: String,
    agents_words: String,
    over_time: Option<columns::ColumnsPart>,
    files: Vec<FileRow>,
    offers: offers::OffersPart,
}

#[derive(Debug, Serialize)]
struct FileRow {
    path: Html,
    /// Its page, if it has one.
    href: Option<String>,
    repository: String,
    findings: String,
    skyline: Html,
    reviews: String,
    last: String,
    last_machine: String,
    last_href: String,
}

/// Fills the home page.
#[must_use]
pub fn home_page(inputs: &Inputs<'_>, path: &str) -> HomePage {
    let totals = inputs.totals();
    let year = inputs.newest_year();
    let agents = inputs.agent_count();
    let summary = format!(
        "{}, {}, {}.",
        format::counted(totals.reviews, "review"),
        format::counted(totals.findings, "finding"),
        format::counted(agents, "agent")
    );
    let offers = offers::offers(inputs, Scope::Archive, path);
    HomePage {
        shell: Shell::new(inputs, &About { path, title: "", description: &summary, is_article: false, current: "" })
            .previewed(inputs, preview(totals))
            .with_alternates(offers.alternates()),
        title: inputs.site_title().to_owned(),
        description: inputs.site_description().to_owned(),
        totals: figures(totals, agents),
        rows: (0..totals.reviews.min(NEWEST)).map(|at| parts::review_row(inputs, at, path, year)).collect(),
        all: Route::Reviews(1).from(path),
        all_words: match totals.reviews {
            0 | 1 => "All reviews".to_owned(),
            many => format!("All {} reviews", format::count(many)),
        },
        answer: inputs.has_agents().then(|| short_answer(inputs, path)).flatten(),
        ranking: inputs
            .has_agents()
            .then(|| ranking_part(inputs, inputs.whole(), Criterion::default(), path, Extent::First(AGENTS))),
        agents: Route::Agents(None, None, None).from(path),
        agents_words: match agents {
            0..=AGENTS => "Compare agents".to_owned(),
            many => format!("All {} agents", format::count(many)),
        },
        over_time: columns::findings_over_time(inputs.findings_over_time()),
        files: inputs.hotspots().iter().take(FILES).map(|spot| file_row(inputs, spot, path, year)).collect(),
        offers,
        answer_style: relative(path, &inputs.assets().answer_style),
    }
}

fn preview(totals: &Totals) -> Preview {
    let critical = format!("{}, {} critical", format::count(totals.findings), format::count(totals.critical));
    Preview { facts: vec![("Reviews", format::count(totals.reviews)), ("Findings", critical)], ..Preview::default() }
}

fn figures(totals: &Totals, agents: usize) -> Vec<(String, String)> {
    let noun = |count: usize, noun: &str| if count == 1 { noun.to_owned() } else { format!("{noun}s") };
    let repositories = match totals.repositories {
        0 => String::new(),
        1 => ", 1 repository".to_owned(),
        many => format!(", {} repositories", format::count(many)),
    };
    // Only where rounds say the same of something is there a difference to tell.
    let problems = match totals.problems {
        same if same == totals.findings => String::new(),
        1 => ", 1 problem".to_owned(),
        many => format!(", {} problems", format::count(many)),
    };
    let mut figures = vec![
        (format::count(totals.reviews), noun(totals.reviews, "review")),
        (format::count(totals.changes), noun(totals.changes, "change") + &repositories),
        (format::count(totals.findings), noun(totals.findings, "finding") + &problems),
        (format::count(totals.critical), "critical".to_owned()),
        (format::count(agents), noun(agents, "agent")),
    ];
    let (resolved, acted_on) = totals.resolved;
    if resolved > 0 {
        figures
            .push((format::percent(acted_on, resolved), format!("acted on, of {} resolved", format::count(resolved))));
    }
    figures
}

fn file_row(inputs: &Inputs<'_>, spot: &Hotspot<'_>, path: &str, year: i32) -> FileRow {
    // A spot has at least the run that made it one.
    let newest = inputs.digest(spot.runs.first().copied().unwrap_or(0));
    FileRow {
        path: Html::code(spot.path),
        href: inputs.file_href(spot.repository, spot.path, path),
        repository: spot.repository.rsplit('/').next().unwrap_or(spot.repository).to_owned(),
        findings: format::count(spot.total()),
        skyline: skyline(spot.counts),
        reviews: format::count(spot.runs.len()),
        last: parts::day_words(newest.date.day(), year),
        last_machine: newest.date.machine(),
        last_href: Route::Review(&newest.id).from(path),
    }
}

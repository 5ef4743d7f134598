//! Lists of reviews: all of them, by month, repository, kind and author, in pages.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Needs, Part, panel};
use super::parts::{self, ReviewRow, offers};
use super::plan::{File, Kind, List, Made, Maker, Planned, Planner, Subject};
use super::route::{Route, folder};
use super::shell::{About, Crumb, Shell};
use crate::aggregate::newest::Scope;
use crate::aggregate::statistics::groups::{Group, Grouping};
use crate::chart::skyline::skyline;
use crate::text::{Html, format};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

const LIST_TEMPLATE: &str = "reviews.html";
const GROUPS_TEMPLATE: &str = "groups.html";

/// A page of a list of reviews.
pub static LISTS: Kind = Kind {
    name: "list of reviews",
    template: Some(LIST_TEMPLATE),
    maker: Maker::Site {
        plan: plan_lists,
        make: |inputs: &Inputs<'_>, file: &File, planned: &Planned<'_>| -> Made<'_> {
            let list = &planned.plan.lists[file.subject.number()];
            Ok(Content::Page(inputs.render(LIST_TEMPLATE, &reviews_page(inputs, &file.path, list))?))
        },
    },
    needs: list_needs,
};

/// The overview of a grouping.
pub static GROUPINGS: Kind = Kind {
    name: "overview of groups",
    template: Some(GROUPS_TEMPLATE),
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            for grouping in Grouping::ALL {
                planner.claim(&GROUPINGS, Route::Grouping(grouping).path(), Subject::Grouping(grouping));
            }
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            let view = groups_page(inputs, &file.path, file.subject.grouping());
            Ok(Content::Page(inputs.render(GROUPS_TEMPLATE, &view)?))
        },
    },
    needs: |_, subject, needs| needs.part(Part::Groups(subject.grouping())),
};

fn plan_lists(planner: &mut Planner<'_>) {
    let all: Vec<usize> = (0..planner.analysis.corpus.runs.len()).collect();
    plan_list(planner, None, &all);
    let groups = &planner.analysis.groups;
    for grouping in Grouping::ALL {
        for (at, group) in groups.by(grouping).iter().enumerate() {
            plan_list(planner, Some((grouping, at)), &group.runs);
        }
    }
}

fn plan_list(planner: &mut Planner<'_>, group: Option<(Grouping, usize)>, runs: &[usize]) {
    let size = planner.config.page_size;
    let pages = runs.len().div_ceil(size).max(1);
    for page in 1..=pages {
        let runs = runs.iter().skip((page - 1) * size).take(size).copied().collect();
        let list = List { group, runs, page, pages };
        let key = group.map(|(grouping, at)| planner.analysis.groups.by(grouping)[at].key.as_str());
        let path = list.route(key, page).path();
        planner.plan.lists.push(list);
        let number = planner.plan.lists.len() - 1;
        planner.claim(&LISTS, path, Subject::List(number));
    }
}

fn list_needs(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    let list = &planned.plan.lists[subject.number()];
    for run in &list.runs {
        needs.parts([Part::Digest(*run), Part::Rounds(*run)]);
        needs.parts(panel(&planned.analysis.corpus.runs[*run]));
    }
    needs.part(match list.group {
        None => Part::Totals,
        Some((grouping, at)) => Part::Group(grouping, at),
    });
    if let Some(scope) = list.scope() {
        offers::needs(scope, needs);
    }
}

impl List {
    /// The address of a page of the same list; `key` is that of its group.
    fn route<'k>(&self, key: Option<&'k str>, page: usize) -> Route<'k> {
        match (&self.group, key) {
            (Some((grouping, _)), Some(key)) => Route::Group(*grouping, key, page),
            _ => Route::Reviews(page),
        }
    }

    /// Whose reviews these are, where there are feeds of that.
    fn scope(&self) -> Option<Scope> {
        match self.group {
            None => Some(Scope::Archive),
            Some((Grouping::Repository, at)) => Some(Scope::Repository(at)),
            Some(_) => None,
        }
    }
}

/// What `reviews.html` shows.
#[derive(Debug, Serialize)]
pub struct ReviewsPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    ways: Vec<BrowseLink>,
    months: Vec<MonthSection>,
    pages: Vec<PageLink>,
    offers: Option<offers::OffersPart>,
}

/// What `groups.html` shows.
#[derive(Debug, Serialize)]
pub struct GroupsPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    ways: Vec<BrowseLink>,
    heading: &'static str,
    groups: Vec<GroupRow>,
}

/// A link of the bar that switches between all reviews and the groupings.
#[derive(Debug, Serialize)]
struct BrowseLink {
    label: &'static str,
    href: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct MonthSection {
    label: String,
    rows: Vec<ReviewRow>,
}

#[derive(Debug, Serialize)]
struct PageLink {
    label: String,
    href: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct GroupRow {
    label: String,
    href: String,
    reviews: String,
    findings: String,
    skyline: Html,
    last: String,
    last_machine: String,
}

/// Fills one page of a list.
#[must_use]
pub fn reviews_page(inputs: &Inputs<'_>, path: &str, list: &List) -> ReviewsPage {
    let group = list.group.map(|(grouping, at)| (grouping, inputs.group(grouping, at)));
    let title = group.map_or_else(|| "Reviews".to_owned(), |(grouping, group)| group_words(grouping, group));
    let total = group.map_or_else(|| inputs.totals().reviews, |(_, group)| group.runs.len());
    let paged = if list.pages > 1 { format!(", page {} of {}", list.page, list.pages) } else { String::new() };
    let lead = match total {
        0 => "No reviews yet.".to_owned(),
        total => format!("{}{paged}, newest first.", format::counted(total, "review")),
    };
    let heading = format!("{title}{paged}");
    let offers = list.scope().map(|scope| offers::offers(inputs, scope, path));
    let is_first = group.is_none() && list.page == 1;
    ReviewsPage {
        shell: Shell::new(
            inputs,
            &About {
                path,
                title: &heading,
                description: &lead,
                is_article: false,
                current: if is_first { "page" } else { "true" },
            },
        )
        .with_alternates(offers.iter().flat_map(offers::OffersPart::alternates)),
        crumbs: group.map(|(grouping, _)| crumbs(grouping, &title, path)).unwrap_or_default(),
        title,
        lead,
        ways: ways(path, group.map(|(grouping, _)| grouping)),
        months: months(inputs, list, path),
        pages: page_links(list, group.map(|(_, group)| group.key.as_str()), path),
        offers,
    }
}

/// Fills the overview of a grouping.
#[must_use]
pub fn groups_page(inputs: &Inputs<'_>, path: &str, grouping: Grouping) -> GroupsPage {
    let groups = inputs.groups(grouping);
    let (title, heading) = match grouping {
        Grouping::Month => ("Reviews by month", "Month"),
        Grouping::Repository => ("Reviews by repository", "Repository"),
        Grouping::Kind => ("Reviews by kind", "Kind"),
        Grouping::Author => ("Reviews by author", "Author"),
    };
    let lead = match groups.len() {
        0 => format!("No {} recorded.", heading.to_lowercase()),
        1 => format!("1 {}.", heading.to_lowercase()),
        many => format!("{} {}.", format::count(many), folder(grouping)),
    };
    GroupsPage {
        shell: Shell::new(inputs, &About { path, title, description: &lead, is_article: false, current: "true" }),
        crumbs: vec![Crumb::to("Reviews", Route::Reviews(1).from(path)), Crumb::here(heading)],
        title: title.to_owned(),
        lead,
        ways: ways(path, Some(grouping)),
        heading,
        groups: groups.iter().map(|group| group_row(grouping, group, path)).collect(),
    }
}

fn crumbs(grouping: Grouping, title: &str, path: &str) -> Vec<Crumb> {
    let ways = parts::slug_words(folder(grouping));
    vec![
        Crumb::to("Reviews", Route::Reviews(1).from(path)),
        Crumb::to(ways, Route::Grouping(grouping).from(path)),
        Crumb::here(title),
    ]
}

fn ways(path: &str, current: Option<Grouping>) -> Vec<BrowseLink> {
    let labels = ["By month", "By repository", "By kind", "By author"];
    let all = BrowseLink { label: "All", href: Route::Reviews(1).from(path), current: current.is_none() };
    let groupings = Grouping::ALL.iter().zip(labels).map(|(grouping, label)| BrowseLink {
        label,
        href: Route::Grouping(*grouping).from(path),
        current: current == Some(*grouping),
    });
    std::iter::once(all).chain(groupings).collect()
}

fn months(inputs: &Inputs<'_>, list: &List, path: &str) -> Vec<MonthSection> {
    let mut months: Vec<MonthSection> = Vec::new();
    for &at in &list.runs {
        let day = inputs.digest(at).date.day();
        let label = month_words(day);
        if months.last().is_none_or(|month| month.label != label) {
            months.push(MonthSection { label, rows: Vec::new() });
        }
        let row = parts::review_row(inputs, at, path, day.year());
        if let Some(month) = months.last_mut() {
            month.rows.push(row);
        }
    }
    months
}

/// Links to the first page, the last, and two on either side of this one.
fn page_links(list: &List, key: Option<&str>, path: &str) -> Vec<PageLink> {
    if list.pages == 1 {
        return Vec::new();
    }
    let near = |page: &usize| *page == 1 || *page == list.pages || page.abs_diff(list.page) <= 2;
    (1..=list.pages)
        .filter(near)
        .map(|page| PageLink {
            label: page.to_string(),
            href: list.route(key, page).from(path),
            current: page == list.page,
        })
        .collect()
}

fn group_row(grouping: Grouping, group: &Group, path: &str) -> GroupRow {
    GroupRow {
        label: group_words(grouping, group),
        href: Route::Group(grouping, &group.key, 1).from(path),
        reviews: format::count(group.runs.len()),
        findings: format::count(group.findings.iter().sum()),
        skyline: skyline(group.findings),
        last: group.newest.day().format("%-d %b %Y").to_string(),
        last_machine: group.newest.machine(),
    }
}

fn group_words(grouping: Grouping, group: &Group) -> String {
    match grouping {
        Grouping::Month => {
            NaiveDate::parse_from_str(&format!("{}-01", group.key), "%Y-%m-%d").map_or(group.key.clone(), month_words)
        }
        Grouping::Kind => parts::kind_words(&group.label),
        Grouping::Repository | Grouping::Author => group.label.clone(),
    }
}

fn month_words(day: NaiveDate) -> String {
    day.format("%B %Y").to_string()
}

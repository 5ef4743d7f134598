//! Lists of reviews: all of them, by month, repository, kind and author, in pages.

use super::parts::{self, Row};
use super::plan::{Group, List};
use super::route::{Grouping, Route};
use super::shell::{About, Crumb, Shell};
use super::surroundings::Surroundings;
use crate::chart::skyline::skyline;
use crate::model::{Severity, Slug};
use crate::text::format;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::sync::Arc;

/// What `reviews.html` shows.
#[derive(Debug, Serialize)]
pub struct ReviewsPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    ways: Vec<Way>,
    months: Vec<Month>,
    pages: Vec<PageLink>,
}

/// What `groups.html` shows.
#[derive(Debug, Serialize)]
pub struct GroupsPage {
    shell: Shell,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    ways: Vec<Way>,
    heading: &'static str,
    groups: Vec<GroupRow>,
}

/// A way to look at the list.
#[derive(Debug, Serialize)]
struct Way {
    label: &'static str,
    href: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct Month {
    label: String,
    rows: Vec<Row>,
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
    skyline_html: String,
    last: String,
    last_machine: String,
}

/// Fills one page of a list.
#[must_use]
pub fn reviews_page(around: &Surroundings<'_>, list: &List) -> ReviewsPage {
    let path = list.route(list.page).path();
    let title = match &list.group {
        None => "Reviews".to_owned(),
        Some((grouping, group)) => group_words(*grouping, group),
    };
    let paged = if list.pages > 1 { format!(", page {} of {}", list.page, list.pages) } else { String::new() };
    let lead = match list.total {
        0 => "No review yet.".to_owned(),
        total => format!("{}{paged}, newest first.", format::counted(total, "review")),
    };
    let heading = format!("{title}{paged}");
    let is_first = list.group.is_none() && list.page == 1;
    ReviewsPage {
        shell: Shell::new(
            around,
            &About {
                path: &path,
                title: &heading,
                description: &lead,
                is_article: false,
                current: if is_first { "page" } else { "true" },
            },
        ),
        crumbs: list.group.as_ref().map(|(grouping, _)| crumbs(*grouping, &title, &path)).unwrap_or_default(),
        title,
        lead,
        ways: ways(&path, list.group.as_ref().map(|(grouping, _)| *grouping)),
        months: months(around, list, &path),
        pages: page_links(list, &path),
    }
}

/// Fills the overview of a grouping.
#[must_use]
pub fn groups_page(around: &Surroundings<'_>, grouping: Grouping, groups: &[Arc<Group>]) -> GroupsPage {
    let path = Route::Grouping(grouping).path();
    let (title, heading) = match grouping {
        Grouping::Month => ("Reviews by month", "Month"),
        Grouping::Repository => ("Reviews by repository", "Repository"),
        Grouping::Kind => ("Reviews by kind", "Kind"),
        Grouping::Author => ("Reviews by author", "Author"),
    };
    let lead = match groups.len() {
        0 => format!("No review names one ({}).", heading.to_lowercase()),
        1 => format!("1 {}.", heading.to_lowercase()),
        many => format!("{} {}.", format::count(many), grouping.folder()),
    };
    GroupsPage {
        shell: Shell::new(
            around,
            &About { path: &path, title, description: &lead, is_article: false, current: "true" },
        ),
        crumbs: vec![Crumb::to("Reviews", Route::Reviews(1).from(&path)), Crumb::here(heading)],
        title: title.to_owned(),
        lead,
        ways: ways(&path, Some(grouping)),
        heading,
        groups: groups.iter().map(|group| group_row(around, grouping, group, &path)).collect(),
    }
}

fn crumbs(grouping: Grouping, title: &str, path: &str) -> Vec<Crumb> {
    let ways = parts::slug_words(grouping.folder());
    vec![
        Crumb::to("Reviews", Route::Reviews(1).from(path)),
        Crumb::to(ways, Route::Grouping(grouping).from(path)),
        Crumb::here(title),
    ]
}

fn ways(path: &str, current: Option<Grouping>) -> Vec<Way> {
    let labels = ["By month", "By repository", "By kind", "By author"];
    let all = Way { label: "All", href: Route::Reviews(1).from(path), current: current.is_none() };
    let groupings = Grouping::ALL.iter().zip(labels).map(|(grouping, label)| Way {
        label,
        href: Route::Grouping(*grouping).from(path),
        current: current == Some(*grouping),
    });
    std::iter::once(all).chain(groupings).collect()
}

fn months(around: &Surroundings<'_>, list: &List, path: &str) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for &at in &list.runs {
        let day = around.corpus.runs[at].date.day();
        let label = month_words(day);
        if months.last().is_none_or(|month| month.label != label) {
            months.push(Month { label, rows: Vec::new() });
        }
        let row = parts::row(around, at, path, day.year());
        if let Some(month) = months.last_mut() {
            month.rows.push(row);
        }
    }
    months
}

/// First, last, and the two on either side of this one.
fn page_links(list: &List, path: &str) -> Vec<PageLink> {
    if list.pages == 1 {
        return Vec::new();
    }
    let near = |page: &usize| *page == 1 || *page == list.pages || page.abs_diff(list.page) <= 2;
    (1..=list.pages)
        .filter(near)
        .map(|page| PageLink { label: page.to_string(), href: list.route(page).from(path), current: page == list.page })
        .collect()
}

fn group_row(around: &Surroundings<'_>, grouping: Grouping, group: &Group, path: &str) -> GroupRow {
    let runs = || group.runs.iter().map(|&at| &around.corpus.runs[at]);
    let counts = Severity::ALL.map(|severity| runs().map(|run| run.count(severity)).sum::<usize>());
    let newest = runs().next().map(|run| run.date);
    GroupRow {
        label: group_words(grouping, group),
        href: Route::Group(grouping, &group.key, 1).from(path),
        reviews: format::count(group.runs.len()),
        findings: format::count(counts.iter().sum()),
        skyline_html: skyline(counts),
        last: newest.map(|date| date.day().format("%-d %b %Y").to_string()).unwrap_or_default(),
        last_machine: newest.map(|date| date.machine()).unwrap_or_default(),
    }
}

fn group_words(grouping: Grouping, group: &Group) -> String {
    match grouping {
        Grouping::Month => {
            NaiveDate::parse_from_str(&format!("{}-01", group.key), "%Y-%m-%d").map_or(group.key.clone(), month_words)
        }
        Grouping::Kind => group.label.parse::<Slug>().map_or(group.label.clone(), |kind| parts::kind_words(&kind)),
        Grouping::Repository | Grouping::Author => group.label.clone(),
    }
}

fn month_words(day: NaiveDate) -> String {
    day.format("%B %Y").to_string()
}

//! `sitemap.xml`: every page that search engines may list, of a site that they may (sitemaps.org). No file of it has more
//! addresses than they take.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Needs, Part};
use super::plan::{File, Kind, Made, Maker, Plan, Planned, Planner, Subject};
use super::shell::without_index;
use crate::text::push_bare_text;
use std::fmt::Write;

/// The map, or the list of its parts.
pub static KIND: Kind =
    Kind { name: "site map", template: None, maker: Maker::Site { plan: plan_map, make: make_map }, needs: map_needs };

/// A file may not have more addresses.
const MOST: usize = 50_000;
const PATH: &str = "sitemap.xml";

/// Its addresses are whole ones. A team may have a map of its own.
fn plan_map(planner: &mut Planner<'_>) {
    planner.reserve(PATH);
    let is_wanted = planner.config.index && planner.config.base_url.is_some();
    if !is_wanted || planner.is_taken(PATH) {
        return;
    }
    let parts = listed(&planner.plan).count().div_ceil(MOST);
    planner.claim(&KIND, PATH.to_owned(), Subject::Only);
    for part in (0..parts).filter(|_| parts > 1) {
        planner.claim(&KIND, part_path(part), Subject::Part(part));
    }
}

fn part_path(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// The pages that may be listed: none that leads elsewhere, says that something is gone, or holds nothing by itself.
fn listed(plan: &Plan) -> impl Iterator<Item = &File> {
    const UNLISTED: [&str; 6] =
        ["404.html", "lead.html", "redirect.html", "search.html", "several.html", "withdrawn.html"];
    plan.files.iter().filter(|file| file.kind.template.is_some_and(|template| !UNLISTED.contains(&template)))
}

/// The pages of a part, or of a map that is no list of parts.
fn pages(plan: &Plan, subject: Subject) -> impl Iterator<Item = &File> {
    let part = if let Subject::Part(part) = subject { part } else { 0 };
    listed(plan).skip(part * MOST).take(MOST)
}

fn is_list_of_parts(plan: &Plan, subject: Subject) -> bool {
    subject == Subject::Only && listed(plan).nth(MOST).is_some()
}

fn map_needs(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    needs.part(Part::Pages);
    needs.choices([Choice::BaseUrl]);
    if !is_list_of_parts(planned.plan, subject) {
        needs.parts(pages(planned.plan, subject).filter_map(|file| run_of(file.subject)).map(Part::Digest));
    }
}

#[expect(clippy::unnecessary_wraps, reason = "what makes a file may fail; this cannot")]
fn make_map<'m>(inputs: &Inputs<'m>, file: &File, planned: &Planned<'m>) -> Made<'m> {
    let base = inputs.base_url().unwrap_or_default();
    let map = if is_list_of_parts(planned.plan, file.subject) {
        let parts = listed(planned.plan).count().div_ceil(MOST);
        list(base, parts)
    } else {
        map(inputs, base, pages(planned.plan, file.subject))
    };
    Ok(Content::File(map.into_bytes().into()))
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn list(base: &str, parts: usize) -> String {
    let mut out = format!("{HEAD}<sitemapindex xmlns=\"{SPACE}\">\n");
    for part in 0..parts {
        out.push_str("<sitemap><loc>");
        push_bare_text(&mut out, &format!("{base}{}", part_path(part)));
        out.push_str("</loc></sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out
}

fn map<'p>(inputs: &Inputs<'_>, base: &str, pages: impl Iterator<Item = &'p File>) -> String {
    let mut out = format!("{HEAD}<urlset xmlns=\"{SPACE}\">\n");
    for file in pages {
        out.push_str("<url><loc>");
        push_bare_text(&mut out, &format!("{base}{}", without_index(&file.path)));
        out.push_str("</loc>");
        if let Some(run) = run_of(file.subject) {
            // Writing to a String cannot fail.
            let _ = write!(out, "<lastmod>{}</lastmod>", inputs.digest(run).date.day());
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The run that a page is about, whose day is the page's.
fn run_of(subject: Subject) -> Option<usize> {
    match subject {
        Subject::Run(run) | Subject::Finding(run, _) => Some(run),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::Analysis;
    use crate::config::Config;
    use crate::model::Corpus;
    use crate::output::assets::Assets;
    use crate::output::{Engine, Theme};
    use crate::page::Shared;
    use crate::text::highlight::Highlighter;
    use std::collections::BTreeMap;

    static PAGE: Kind = Kind {
        name: "page",
        template: Some("home.html"),
        maker: Maker::Site { plan: |_| (), make: |_, _, _| unreachable!("nobody makes it") },
        needs: |_, _, _| {},
    };

    /// The map of a site with so many pages, by its files.
    fn maps(pages: usize) -> BTreeMap<String, String> {
        let config = Config::parse("base_url = 'https://team.example/a&b'\nrobots = 'index'").unwrap();
        let (corpus, theme) = (Corpus::default(), Theme::default());
        let (analysis, assets, engine) =
            (Analysis::new(&corpus, &config), Assets::new(&theme), Engine::new(&theme).unwrap());
        let mut planner = Planner::new(&analysis, &config, &assets);
        for page in 0..pages {
            planner.claim(&PAGE, format!("page/{page}.html"), Subject::List(page));
        }
        plan_map(&mut planner);
        let plan = planner.finished().value;
        let whole = Planned { plan: &plan, analysis: &analysis, slices: &[], assets: &assets };
        let shared = Shared::new(&analysis, &config, &assets, &engine, Highlighter::default());
        let written = |file: &File| {
            let Ok(Content::File(bytes)) = make_map(&Inputs::new(&shared), file, &whole) else { panic!("no file") };
            (file.path.to_string(), String::from_utf8(bytes.into_owned()).unwrap())
        };
        plan.files.iter().filter(|file| file.kind.template.is_none()).map(written).collect()
    }

    #[test]
    fn a_map_of_more_than_fifty_thousand_pages_has_parts() {
        let one = maps(MOST);
        assert_eq!(one.keys().collect::<Vec<_>>(), [PATH]);
        assert_eq!(one[PATH].matches("<loc>https://team.example/a&amp;b/page/").count(), MOST);
        let several = maps(MOST + 1);
        assert_eq!(several.keys().collect::<Vec<_>>(), ["sitemap-1.xml", "sitemap-2.xml", PATH]);
        let parts =
            ["1", "2"].map(|n| format!("<sitemap><loc>https://team.example/a&amp;b/sitemap-{n}.xml</loc></sitemap>\n"));
        assert_eq!(
            several[PATH],
            format!("{HEAD}<sitemapindex xmlns=\"{SPACE}\">\n{}</sitemapindex>\n", parts.concat())
        );
        assert_eq!(several["sitemap-1.xml"].matches("<url>").count(), MOST);
        assert!(several["sitemap-2.xml"].contains("/page/50000.html</loc></url>\n"));
        assert_eq!(several["sitemap-2.xml"].matches("<url>").count(), 1);
    }
}

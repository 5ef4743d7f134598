//! `data/addresses.json`: the addresses of the site that people may have linked and that are to stay.

use super::content::Content;
use super::inputs::Shared;
use super::leads::target;
use super::needs::{Choice, Texts};
use super::plan::{File, Kind, Maker, OfferedIds, Planned, Planner, Subject};
use super::route::Route;
use crate::export::addresses::{AddressList, Entry};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The file.
pub static KIND: Kind = Kind {
    name: "data file",
    template: None,
    maker: Maker::Pages {
        plan: |planner: &mut Planner<'_>| _ = planner.claim(&KIND, Route::AddressesJson.path(), Subject::Only),
        make: |planned, shared, offered| {
            Content::File(Cow::Owned(address_list(planned, shared, offered).to_json().into_bytes()))
        },
    },
    needs: |_, _, needs| {
        needs.texts = Texts::All;
        needs.choices([Choice::FindingPages]);
    },
};

/// Folders whose files come and go as the archive grows: pages of lists, of periods, of slices and of what was recommended in a
/// month, and the feeds and badges of agents and repositories, which cannot lead on.
const PASSING: [&str; 8] =
    ["agents/in/", "assets/", "badges/", "browse/", "feeds/", "panels/", "recommendations/", "search-index/"];

/// Whether an address is to stay. Not that of a pair of agents: in a large archive only some have a page, by how often they met.
#[must_use]
pub fn is_lasting(path: &str) -> bool {
    let is_passing = PASSING.iter().any(|folder| path.starts_with(folder));
    let is_pair = path.strip_prefix("agents/").is_some_and(|name| name.contains("-vs-"));
    let is_for_machines = matches!(path, "404.html" | "robots.txt" | ".nojekyll" | "agents/pairs.html");
    !is_passing && !is_pair && !is_for_machines
}

/// Every lasting address, but for those of runs that were taken back, of which nothing is to be read anywhere. `offered` tells the ids that a page links to itself.
fn address_list(planned: &Planned<'_>, shared: &Shared<'_>, offered: &OfferedIds<'_>) -> AddressList {
    let is_own =
        |file: &&File| !matches!(file.subject, Subject::Asset(_) | Subject::Withdrawn) && is_lasting(&file.path);
    let entry = |file: &File| match lead(planned, shared, file) {
        Some(target) => Entry::LeadsTo(target),
        None if file.has_anchors() => Entry::Page(anchors(planned, file, offered(&file.path))),
        None => Entry::Page(Vec::new()),
    };
    AddressList(planned.plan.files.iter().filter(is_own).map(|file| (file.path.to_string(), entry(file))).collect())
}

/// Where a file leads, if it is an address that leads on.
#[must_use]
pub fn lead(planned: &Planned<'_>, shared: &Shared<'_>, file: &File) -> Option<String> {
    let runs = &planned.analysis.corpus.runs;
    if let (Subject::Finding(run, at), true) = (file.subject, file.path.ends_with(".patch")) {
        // A patch stands at its older addresses itself, for nothing that takes one would follow a page.
        let own = Route::Patch(&runs[run].id, &runs[run].findings[at].id).path();
        return Some(own).filter(|own| **own != *file.path);
    }
    target(file.subject, |run| &runs[run], |severity| shared.config.finding_pages.include(severity))
}

/// With those that are offered, on the page of a review the older anchors of its findings, which nothing leads to any more.
fn anchors(planned: &Planned<'_>, file: &File, mut offered: Vec<String>) -> Vec<String> {
    let run = &planned.analysis.corpus.runs[file.subject.run()];
    if *file.path == Route::Review(&run.id).path() {
        let there: BTreeSet<&str> = offered.iter().map(String::as_str).collect();
        let aliases = run.findings.iter().flat_map(|finding| &*finding.aliases);
        let older: BTreeSet<&str> = aliases.map(AsRef::as_ref).filter(|alias: &&str| !there.contains(alias)).collect();
        let older: Vec<String> = older.into_iter().map(str::to_owned).collect();
        offered.extend(older);
    }
    offered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_and_goes_by_itself_is_no_lasting_address() {
        for (path, is) in [
            ("index.html", true),
            ("reviews/index.html", true),
            ("reviews/a/I1.patch", true),
            ("o/n/pull/7/1/I1/index.html", true),
            ("agents/claude.html", true),
            ("agents/a-vs~-b.html", true),
            ("data/findings.csv", true),
            ("agents/claude-vs-codex.html", false),
            ("agents/in/kinds/x/all.html", false),
            ("browse/all/2.html", false),
            ("recommendations.html", true),
            ("recommendations/2026-04.html", false),
            ("assets/pilcrow.0123456789abcdef.css", false),
            ("search-index/", false),
            ("404.html", false),
        ] {
            assert_eq!(is_lasting(path), is, "{path}");
        }
    }
}

//! Addresses that anybody can tell who knows a pull request, a round and a finding, and those that come with an old address of
//! a review: `owner/name/pull/242/2/I1/`, and `reviews/old/I1.html` of what was called `old`.

use super::is_device;
use crate::model::forge::ForgeKind;
use crate::model::{FindingDigest, PullRequest, Slug};

/// Words of ids that imports give as older names of findings, with a number behind them. They are the anchors of the pages that
/// reports came from, and no finding of a site ever had a page that was called so.
const IMPORTED: [&str; 5] = ["critical", "important", "suggestion", "concern", "finding"];

/// Where a pull request has an address: for every forge as GitHub has it, and as GitLab has it for what is there. None where no
/// file can have that name.
pub fn change_files(forge: ForgeKind, repository: &str, number: PullRequest) -> Vec<String> {
    let usual = format!("{repository}/pull/{number}");
    let folders = if forge == ForgeKind::GitLab { vec![usual, gitlab_change(repository, number)] } else { vec![usual] };
    folders.into_iter().filter(|folder| is_possible(folder)).map(|folder| format!("{folder}/index.html")).collect()
}

/// The folder of a round's findings: of each repository one, as its forge spells it. `None` where it cannot be one.
pub fn round_folder(forge: ForgeKind, repository: &str, number: PullRequest, round: &str) -> Option<String> {
    let change = match forge {
        ForgeKind::GitLab => gitlab_change(repository, number),
        _ => format!("{repository}/pull/{number}"),
    };
    Some(format!("{change}/{round}")).filter(|folder| is_possible(folder))
}

fn gitlab_change(repository: &str, number: PullRequest) -> String {
    format!("{repository}/-/merge_requests/{number}")
}

/// The address of a finding in the folder of a round; `None` where no file can have that name.
pub fn finding_file(round: &str, finding: &Slug) -> Option<String> {
    is_possible(finding.as_str()).then(|| format!("{round}/{finding}/index.html"))
}

/// Names that no system refuses.
fn is_possible(path: &str) -> bool {
    path.split('/').all(|part| !is_device(part) && !part.ends_with('.'))
}

/// Whether an older name of a finding may have been that of its page.
pub fn may_have_been_a_page(alias: &Slug) -> bool {
    let Some((word, number)) = alias.as_str().rsplit_once('-') else { return true };
    !(IMPORTED.contains(&word) && number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// All names that a finding has or may have had as a page, its id first.
pub fn names(finding: &FindingDigest) -> impl Iterator<Item = &Slug> {
    std::iter::once(&finding.id).chain(finding.aliases.iter().filter(|alias| may_have_been_a_page(alias)))
}

/// What stood below an old address of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Below {
    /// The pages of the findings, their patches and the raw reports: the folder, which the page was called after.
    Review(String),
    /// The addresses of the findings: the folder of the round.
    Round(String),
}

impl Below {
    /// What comes with an alias of a run, which the alias has to spell as the site did.
    pub fn of_alias(alias: &str) -> Option<Self> {
        if let Some(name) = alias.strip_prefix("reviews/").and_then(|page| page.strip_suffix(".html")) {
            return (!name.contains('/')).then(|| Self::Review(format!("reviews/{name}")));
        }
        let folder = alias.strip_suffix("/index.html").unwrap_or(alias).trim_end_matches('/');
        let (change, round) = folder.rsplit_once('/')?;
        let (repository, number) = change.rsplit_once("/pull/").or_else(|| change.rsplit_once("/-/merge_requests/"))?;
        let is_round = repository.contains('/') && number.parse::<PullRequest>().is_ok() && !round.is_empty();
        is_round.then(|| Self::Round(folder.to_owned()))
    }

    /// The old address of a finding; `None` where no file can have that name.
    pub fn finding(&self, finding: &Slug) -> Option<String> {
        match self {
            Self::Review(folder) => Some(format!("{folder}/{}.html", super::finding_name(finding))),
            Self::Round(folder) => finding_file(folder, finding),
        }
    }

    /// That of its patch.
    pub fn patch(&self, finding: &Slug) -> Option<String> {
        match self {
            Self::Review(folder) => Some(format!("{folder}/{}", super::patch_name(finding))),
            Self::Round(_) => None,
        }
    }

    /// That of the raw reports.
    pub fn originals(&self) -> Option<String> {
        match self {
            Self::Review(folder) => Some(format!("{folder}/originals.html")),
            Self::Round(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(text: &str) -> Slug {
        text.parse().expect("a slug")
    }

    #[test]
    fn a_change_has_the_address_that_its_forge_spells() {
        let number = PullRequest::new(7).expect("from 1");
        assert_eq!(change_files(ForgeKind::GitHub, "o/n", number), ["o/n/pull/7/index.html"]);
        assert_eq!(change_files(ForgeKind::Gitea, "o/n", number), ["o/n/pull/7/index.html"]);
        let both = ["g/s/n/pull/7/index.html", "g/s/n/-/merge_requests/7/index.html"];
        assert_eq!(change_files(ForgeKind::GitLab, "g/s/n", number), both);
        let round = |forge, repository, round| round_folder(forge, repository, number, round);
        assert_eq!(round(ForgeKind::GitHub, "o/n", "2").as_deref(), Some("o/n/pull/7/2"));
        assert_eq!(round(ForgeKind::GitLab, "o/n", "2").as_deref(), Some("o/n/-/merge_requests/7/2"));
    }

    #[test]
    fn no_address_is_a_name_that_some_system_refuses() {
        let number = PullRequest::new(7).expect("from 1");
        assert_eq!(change_files(ForgeKind::GitLab, "con/n", number), Vec::<String>::new());
        assert_eq!(round_folder(ForgeKind::GitHub, "o/n", number, "run."), None);
        assert_eq!(finding_file("o/n/pull/7/1", &slug("aux.x")), None);
        assert_eq!(finding_file("o/n/pull/7/1", &slug("I1")).as_deref(), Some("o/n/pull/7/1/I1/index.html"));
    }

    #[test]
    fn what_stood_below_an_old_address_is_told_from_its_shape() {
        let round = |folder: &str| Some(Below::Round(folder.to_owned()));
        for (alias, below) in [
            ("reviews/old.html", Some(Below::Review("reviews/old".to_owned()))),
            ("reviews/old/I1.html", None),
            ("old.html", None),
            ("o/n/pull/7/2", round("o/n/pull/7/2")),
            ("o/n/pull/7/2/", round("o/n/pull/7/2")),
            ("o/n/pull/7/run/index.html", round("o/n/pull/7/run")),
            ("g/n/-/merge_requests/7/2/", round("g/n/-/merge_requests/7/2")),
            ("o/n/pull/7/", None),
            ("o/n/pull/x/2/", None),
            ("n/pull/7/2/", None),
            ("", None),
        ] {
            assert_eq!(Below::of_alias(alias), below, "{alias}");
        }
        let review = Below::of_alias("reviews/old.html").expect("of a review");
        assert_eq!(review.finding(&slug("originals")).as_deref(), Some("reviews/old/originals_.html"));
        assert_eq!(review.patch(&slug("I1")).as_deref(), Some("reviews/old/I1.patch"));
        assert_eq!(review.originals().as_deref(), Some("reviews/old/originals.html"));
    }

    #[test]
    fn names_that_imports_give_were_never_pages() {
        for (alias, may) in [("I1", true), ("null-deref", true), ("important-1", false), ("important-x", true)] {
            assert_eq!(may_have_been_a_page(&slug(alias)), may, "{alias}");
        }
    }
}

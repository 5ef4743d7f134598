//! The only maker of addresses inside the site. They name files, are relative to the page they stand on, and are
//! never changed once published.

pub mod computed;
mod names;

use crate::aggregate::criterion::Criterion;
use crate::aggregate::ledger::LedgerPage;
use crate::aggregate::panel::frontier::Price;
use crate::aggregate::statistics::groups::Grouping;
use crate::config::FindingPages;
use crate::export::Addresses;
use crate::model::{Finding, Run, Slug, SubjectKey};
pub use names::is_device;
use names::{
    apart_from_devices, bounded, file_name, file_name_beside, finding_name, fingerprinted, folder_name, pair_name,
    patch_name, reserved, review_name, segment, versus_name,
};

/// Whose feeds or badge a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner<'a> {
    /// The site as a whole.
    Site,
    /// A repository, by its key.
    Repository(&'a str),
    /// An agent, by what its page is called.
    Agent(&'a str),
}

/// What a feed tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedTopic {
    /// New reviews.
    Reviews,
    /// Critical findings.
    Critical,
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// How a badge for a README is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeFormat {
    /// A drawing.
    Svg,
    /// For the endpoint of shields.io.
    Json,
}

/// A page or file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route<'a> {
    /// `index.html`
    Home,
    /// `reviews/index.html`, and further pages of the whole list.
    Reviews(usize),
    /// The overview of a grouping.
    Grouping(Grouping),
    /// The reviews of one group, by page from 1.
    Group(Grouping, &'a str, usize),
    /// One review.
    Review(&'a Slug),
    /// One finding of a review.
    Finding(&'a Slug, &'a Slug),
    /// The rounds of a change, which is no run of its own.
    Change(&'a SubjectKey),
    /// All files on which something was raised.
    Files,
    /// What was raised on a file, by its repository and path.
    File(&'a str, &'a str),
    /// What reviews recommend.
    Recommendations,
    /// What was first recommended in a month, by page from 1.
    RecommendationsOf(&'a str, usize),
    /// A review as Markdown.
    ReviewTwin(&'a Slug),
    /// A finding as Markdown.
    FindingTwin(&'a Slug, &'a Slug),
    /// The patch of a finding.
    Patch(&'a Slug, &'a Slug),
    /// The picture of reviews for previews of links, by its fingerprint.
    Card(&'a str),
    /// The raw reports of a review.
    Originals(&'a Slug),
    /// The leaderboard of a slice of the archive: kind, repository and period, as far as they are chosen.
    Agents(Option<&'a str>, Option<&'a str>, Option<&'a str>),
    /// The leaderboard of the whole archive by a criterion; by the usual one that of [`Route::Agents`].
    AgentsBy(Criterion),
    /// One agent.
    Agent(&'a str),
    /// Two agents beside each other, the first by name first.
    Versus(&'a str, &'a str),
    /// All pairs of agents.
    Pairs,
    /// What agents are worth together.
    Panels,
    /// What more coverage takes, by what the page above does not show.
    PanelsBy(Price),
    /// How figures are counted.
    Methodology,
    /// Every figure of the leaderboard as JSON.
    LeaderboardData,
    /// Which findings of several rounds are the same, as JSON.
    MatchesData,
    /// What reviews recommend, as JSON.
    RecommendationsData,
    /// The page to search on.
    Search,
    /// A file of the search index, by its place there.
    SearchIndex(&'a str),
    /// `404.html`
    NotFound,
    /// All findings as CSV.
    FindingsCsv,
    /// All findings as JSON.
    FindingsJson,
    /// All reviews as JSON.
    ReviewsJson,
    /// A feed.
    Feed(Owner<'a>, FeedTopic, FeedFormat),
    /// A badge for a README.
    Badge(Owner<'a>, BadgeFormat),
    /// All lasting addresses as JSON.
    AddressesJson,
}

/// The folder of a grouping, which is the word for several of its groups too.
#[must_use]
pub fn folder(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Month => "months",
        Grouping::Repository => "repositories",
        Grouping::Kind => "kinds",
        Grouping::Author => "authors",
    }
}

impl Route<'_> {
    /// The file below the site's root.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home => "index.html".to_owned(),
            Self::Reviews(1) => "reviews/index.html".to_owned(),
            Self::Reviews(page) => format!("browse/all/{page}.html"),
            Self::Grouping(grouping) => format!("browse/{}/index.html", folder(*grouping)),
            Self::Group(grouping, key, page) => {
                let name = reserved(&file_name(key), "index");
                match page {
                    1 => format!("browse/{}/{name}.html", folder(*grouping)),
                    page => format!("browse/{}/{name}~p{page}.html", folder(*grouping)),
                }
            }
            Self::Review(run) => format!("reviews/{}.html", review_name(run)),
            Self::Change(subject) => change_page(subject),
            Self::Files => format!("{FILES}/index.html"),
            Self::File(repository, path) => file_page(repository, path),
            Self::Recommendations => "recommendations.html".to_owned(),
            Self::RecommendationsOf(month, 1) => format!("{RECOMMENDATIONS}/{month}.html"),
            Self::RecommendationsOf(month, part) => format!("{RECOMMENDATIONS}/{month}~p{part}.html"),
            Self::Finding(run, finding) => finding_file(run, finding, "html"),
            Self::ReviewTwin(run) => format!("reviews/{}.md", review_name(run)),
            Self::FindingTwin(run, finding) => finding_file(run, finding, "md"),
            Self::Patch(run, finding) => format!("reviews/{}/{}", review_name(run), patch_name(finding)),
            Self::Card(fingerprint) => format!("cards/{fingerprint}.png"),
            Self::Originals(run) => format!("reviews/{}/originals.html", review_name(run)),
            Self::Agents(None, None, None) => "agents/index.html".to_owned(),
            Self::Agents(kind, repository, period) => {
                let kind = kind.map(|kind| format!("kinds/{}/", folder_name(kind))).unwrap_or_default();
                let name = repository.map(|name| format!("repositories/{}/", folder_name(name))).unwrap_or_default();
                format!("agents/in/{kind}{name}{}.html", period.unwrap_or("all"))
            }
            Self::AgentsBy(criterion) if *criterion == Criterion::default() => Self::Agents(None, None, None).path(),
            Self::AgentsBy(criterion) => format!("agents/by/{}.html", criterion.word()),
            Self::Agent(agent) => {
                let name = reserved(&reserved(&versus_name(agent), "index"), "pairs");
                format!("agents/{}.html", apart_from_devices(name))
            }
            Self::Versus(first, second) => format!("agents/{}.html", pair_name(first, second)),
            Self::Pairs => "agents/pairs.html".to_owned(),
            Self::Panels => "panels.html".to_owned(),
            Self::PanelsBy(price) => format!("panels/{}.html", price.word()),
            Self::Methodology => "methodology.html".to_owned(),
            Self::LeaderboardData => "data/leaderboard.json".to_owned(),
            Self::MatchesData => "data/matches.json".to_owned(),
            Self::RecommendationsData => "data/recommendations.json".to_owned(),
            Self::Search => "search.html".to_owned(),
            Self::SearchIndex(file) => format!("search-index/{file}"),
            Self::NotFound => "404.html".to_owned(),
            Self::FindingsCsv => "data/findings.csv".to_owned(),
            Self::FindingsJson => "data/findings.json".to_owned(),
            Self::ReviewsJson => "data/reviews.json".to_owned(),
            Self::Feed(owner, topic, format) => feed_file(*owner, *topic, *format),
            Self::Badge(owner, format) => badge_file(*owner, *format),
            Self::AddressesJson => "data/addresses.json".to_owned(),
        }
    }

    /// The address of this page as seen from the page at `from`.
    #[must_use]
    pub fn from(&self, from: &str) -> String {
        relative(from, &self.path())
    }

    /// The address of an anchor of this page as seen from the page at `from`; on that page itself only the fragment.
    #[must_use]
    pub fn anchor_from(&self, from: &str, anchor: &str) -> String {
        let path = self.path();
        if path == from { format!("#{anchor}") } else { format!("{}#{anchor}", relative(from, &path)) }
    }
}

/// The addresses of the published data, from the site's root.
#[derive(Clone, Copy, Debug)]
pub struct SiteAddresses {
    /// Which findings have a page of their own.
    pub finding_pages: FindingPages,
}

impl Addresses for SiteAddresses {
    fn review(&self, run: &Run) -> String {
        Route::Review(&run.id).path()
    }

    fn finding(&self, run: &Run, finding: &Finding) -> String {
        if self.finding_pages.include(finding.severity) {
            return Route::Finding(&run.id, &finding.id).path();
        }
        Route::Review(&run.id).anchor_from(&Route::Home.path(), finding.id.as_str())
    }

    fn agent(&self, address: &str) -> String {
        Route::Agent(address).path()
    }

    fn proposal(&self, page: &LedgerPage, run: &Slug, number: usize) -> String {
        let route = Route::RecommendationsOf(&page.month, page.part);
        route.anchor_from(&Route::Home.path(), &proposal_anchor(run, number))
    }

    fn pair(&self, first: &str, second: &str) -> String {
        Route::Versus(first, second).path()
    }
}

/// The folder of the pages of what was recommended.
pub const RECOMMENDATIONS: &str = "recommendations";

/// The anchor of a recommendation on the page of the ledger that it is on, by its number in the run.
#[must_use]
pub fn proposal_anchor(run: &Slug, number: usize) -> String {
    format!("~{run}-{number}")
}

/// The anchor of a text of recommendations on the page of its review, by its position in the run.
#[must_use]
pub fn recommended_anchor(text: usize) -> String {
    format!("~r{}", text + 1)
}

/// The folder of the pages of changes.
pub const CHANGES: &str = "changes";

/// `changes/owner/name/242.html`, or the branch for the number, as one name: what a repository's name may end in is not to be told
/// from what a branch may begin with. A branch that is a number is marked, and so is any kind of report but the usual one, and
/// capitals, which some disks take for small letters, so that no two changes share a page. A change of no known repository
/// stands below `-`.
fn change_page(subject: &SubjectKey) -> String {
    const USUAL: &str = "deep-review";
    const LONGEST: usize = 240;
    let folder = |repository: &str| if repository.is_empty() { "-".to_owned() } else { folder_name(repository) };
    match subject {
        SubjectKey::PullRequest(repository, number) => format!("{CHANGES}/{}/{number}.html", folder(repository)),
        SubjectKey::Branch(repository, branch, kind) => {
            let number = if branch.bytes().all(|byte| byte.is_ascii_digit()) { "~branch" } else { "" };
            let kind = kind.as_ref().filter(|kind| kind.as_str() != USUAL).map(|kind| format!("~{kind}"));
            let mut name = format!("{}{number}{}", segment(branch), kind.unwrap_or_default());
            if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                name = format!("{name}~~{}", crate::text::fingerprint(name.as_bytes()));
            }
            let name = if name.len() > LONGEST { fingerprinted(&name) } else { name };
            format!("{CHANGES}/{}/{name}.html", folder(repository))
        }
        SubjectKey::Run(run) => Route::Review(run).path(),
    }
}

/// The folder of the pages of files.
pub const FILES: &str = "files";

/// `files/owner/name/src/a.rs.html`. A repository that is not called by an owner and a name is set apart from the path by a folder
/// that neither can have, so that no two files share a page. Nor do `a` and `A`, which some disks take for one: a path with capitals
/// is marked. The case of a repository's name says nothing.
fn file_page(repository: &str, path: &str) -> String {
    let repository = repository.to_lowercase();
    let between = if repository.bytes().filter(|byte| *byte == b'/').count() == 1 { "/" } else { "/~~/" };
    let mut name = format!("{}{between}{}", folder_name(&repository), file_name(path));
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        name = format!("{name}~~{}", crate::text::fingerprint(path.as_bytes()));
    }
    format!("{FILES}/{}.html", bounded(name, &format!("{repository}\n{path}")))
}

/// The anchor of a finding on the page of its change.
#[must_use]
pub fn change_anchor(run: &Slug, finding: &Slug) -> String {
    format!("~{run}~{finding}")
}

fn feed_file(owner: Owner<'_>, topic: FeedTopic, format: FeedFormat) -> String {
    let ending = match format {
        FeedFormat::Atom => "xml",
        FeedFormat::Json => "json",
    };
    // No name of a repository or an agent holds a `~` but before two hexadecimal digits or a dot.
    let topic_of = |name: String| match topic {
        FeedTopic::Reviews => name,
        FeedTopic::Critical => format!("{name}~critical"),
    };
    let name = match (owner, topic) {
        (Owner::Site, FeedTopic::Reviews) => "feed".to_owned(),
        (Owner::Site, FeedTopic::Critical) => "feeds/critical".to_owned(),
        (Owner::Repository(key), _) => {
            topic_of(format!("feeds/repositories/{}", file_name_beside(key, &[".xml", ".json"])))
        }
        (Owner::Agent(agent), _) => topic_of(format!("feeds/agents/{}", apart_from_devices(agent.to_owned()))),
    };
    format!("{name}.{ending}")
}

/// A repository has a slash in its name, so that its badge is never that of an agent.
fn badge_file(owner: Owner<'_>, format: BadgeFormat) -> String {
    let name = match owner {
        Owner::Site => "all".to_owned(),
        Owner::Repository(key) => file_name_beside(key, &[".svg", ".json"]),
        Owner::Agent(agent) => apart_from_devices(reserved(agent, "all")),
    };
    let ending = match format {
        BadgeFormat::Svg => "svg",
        BadgeFormat::Json => "json",
    };
    format!("badges/{name}.{ending}")
}

/// Where a redirect from an old address is written.
#[must_use]
pub fn alias_file(alias: &str) -> String {
    let path = alias.trim_end_matches('/');
    let is_page = [".html", ".htm"].iter().any(|ending| path.to_ascii_lowercase().ends_with(ending));
    if is_page && !alias.ends_with('/') { path.to_owned() } else { format!("{path}/index.html") }
}

fn finding_file(run: &Slug, finding: &Slug, ending: &str) -> String {
    format!("reviews/{}/{}.{ending}", review_name(run), finding_name(finding))
}

/// The way from one file of the site to another.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let alike = from.bytes().zip(to.bytes()).take_while(|(one, other)| one == other).count();
    let shared = from.as_bytes()[..alike].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    let mut out = "../".repeat(from[shared..].bytes().filter(|byte| *byte == b'/').count());
    out.push_str(&to[shared..]);
    out
}

#[cfg(test)]
mod tests;

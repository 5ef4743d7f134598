//! The only maker of addresses inside the site. They name files, are relative to the page they stand on, and are
//! never changed once published.

pub mod computed;

use crate::aggregate::groups::Grouping;
use crate::aggregate::ledger::LedgerPage;
use crate::config::FindingPages;
use crate::export::Addresses;
use crate::model::{Finding, Run, Slug, SubjectKey};
use std::fmt::Write;

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
    /// One agent.
    Agent(&'a str),
    /// Two agents beside each other, the first by name first.
    Versus(&'a str, &'a str),
    /// All pairs of agents.
    Pairs,
    /// What agents are worth together.
    Panels,
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
            Self::Agent(agent) => {
                let name = reserved(&reserved(&versus_name(agent), "index"), "pairs");
                format!("agents/{}.html", apart_from_devices(name))
            }
            Self::Versus(first, second) => format!("agents/{}.html", pair_name(first, second)),
            Self::Pairs => "agents/pairs.html".to_owned(),
            Self::Panels => "panels.html".to_owned(),
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

/// A review in an address: the name of its page and of the folder beside it, which `x.html` would be both of for `x`, and
/// `x.md` the folder of one review and the twin of another.
fn review_name(run: &Slug) -> String {
    let name = apart_from_devices(reserved(run.as_str(), "index"));
    match name {
        // Windows takes no notice of a dot at the end of a folder's name.
        name if name.ends_with('.') => format!("{name}~"),
        name if [".html", ".md"].iter().any(|ending| ending_of(name.trim_end_matches('_'), ending).is_some()) => {
            format!("{name}_")
        }
        name => name,
    }
}

/// Where in a name its ending starts, if it has this one, in whatever case.
fn ending_of(name: &str, ending: &str) -> Option<usize> {
    let at = name.len().checked_sub(ending.len())?;
    name.get(at..).filter(|end| end.eq_ignore_ascii_case(ending)).map(|_| at)
}

/// The name of a finding's page, less its ending.
fn finding_name(finding: &Slug) -> String {
    apart_from_devices(reserved(finding.as_str(), "originals"))
}

/// The name of a finding's patch.
fn patch_name(finding: &Slug) -> String {
    format!("{}.patch", apart_from_devices(finding.to_string()))
}

/// Two agents in an address. Two long names are too long for one file together.
fn pair_name(first: &str, second: &str) -> String {
    const LONGEST: usize = 240;
    let name = apart_from_devices(format!("{}-vs-{}", versus_name(first), versus_name(second)));
    if name.len() <= LONGEST { name } else { fingerprinted(&name) }
}

/// An agent in the address of a pair: a `vs` of its own is marked, so that no two pairs share an address.
fn versus_name(agent: &str) -> String {
    let mark = |part: &str| if part.eq_ignore_ascii_case("vs") { format!("{part}~") } else { part.to_owned() };
    agent.split('-').map(mark).collect::<Vec<_>>().join("-")
}

/// Keeps a name apart from a file that the site itself has in the same folder: `index` becomes `index_`, `index_`
/// becomes `index__`, and so on, so that no two names meet.
fn reserved(name: &str, taken: &str) -> String {
    if name.trim_end_matches('_').eq_ignore_ascii_case(taken) { format!("{name}_") } else { name.to_owned() }
}

/// Keeps a name apart from those that Windows has for devices, whatever ending they have: `con.x` becomes `con~.x`. No slug
/// holds a `~`, and in a free text it is written as `~7e`.
fn apart_from_devices(mut name: String) -> String {
    if is_device(&name) {
        let end = name.find('.').unwrap_or(name.len());
        name.insert(end, '~');
    }
    name
}

/// Whether Windows takes a part of a path for a device. Those with signs that no address holds, such as `CONIN$`, are not
/// asked for.
#[must_use]
pub fn is_device(part: &str) -> bool {
    let name = part.split('.').next().unwrap_or(part);
    let is = |device: &&str| name.eq_ignore_ascii_case(device);
    let is_numbered = |device: &&str| {
        let (start, number) = name.split_at_checked(3).unwrap_or_default();
        start.eq_ignore_ascii_case(device) && number.len() == 1 && number.bytes().all(|digit| digit.is_ascii_digit())
    };
    ["con", "prn", "aux", "nul"].iter().any(is) || ["com", "lpt"].iter().any(is_numbered)
}

/// A free text as the path of a page, less its ending.
fn file_name(key: &str) -> String {
    file_name_beside(key, &[".html"])
}

/// A free text as the path of a file, less its ending, among files that have these endings.
fn file_name_beside(key: &str, endings: &[&str]) -> String {
    match key.rsplit_once('/') {
        Some((folders, last)) => bounded(format!("{}/{}", folder_names(folders, endings), segment(last)), key),
        None => bounded(segment(key), key),
    }
}

/// A free text as the path of a folder.
fn folder_name(key: &str) -> String {
    bounded(folder_names(key, &[".html"]), key)
}

/// A path that no system finds too long: of one that is, only a fingerprint is left, marked as no other path is.
fn bounded(path: String, key: &str) -> String {
    const LONGEST: usize = 512;
    if path.len() <= LONGEST { path } else { fingerprinted(key) }
}

/// What stands for a name that is too long, marked as no other name is.
fn fingerprinted(name: &str) -> String {
    format!("~~{}", crate::text::fingerprint(name.as_bytes()))
}

/// No folder is called like a file beside it, so that a file never stands in the way of a folder, and none ends in a dot, of
/// which Windows takes no notice.
fn folder_names(key: &str, endings: &[&str]) -> String {
    let folder = |part| {
        let mut name = segment(part);
        if let Some(dot) = endings.iter().find_map(|ending| ending_of(&name, ending)) {
            name.replace_range(dot..=dot, "~2e");
        } else if name.ends_with('.') {
            name.replace_range(name.len() - 1.., "~2e");
        }
        name
    };
    key.split('/').map(folder).collect::<Vec<_>>().join("/")
}

/// A free text as one path segment: plain characters stay, all others become `~` and two hexadecimal digits a byte. No two
/// texts give the same.
fn segment(part: &str) -> String {
    const LONGEST: usize = 120;
    let mut out = String::new();
    for (at, byte) in part.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || (byte == b'.' && at > 0) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "~{byte:02x}");
        }
    }
    if out.len() > LONGEST {
        out.truncate(LONGEST);
        let _ = write!(out, "~{}", crate::text::fingerprint(part.as_bytes()));
    }
    if out.is_empty() { "~".to_owned() } else { apart_from_devices(out) }
}

/// The way from one file of the site to another.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let shared = from[..folders].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut out = "../".repeat(folders - shared);
    out.push_str(&to[shared..].join("/"));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ways_are_relative() {
        for (from, to, way) in [
            ("index.html", "index.html", "index.html"),
            ("index.html", "reviews/a.html", "reviews/a.html"),
            ("reviews/a.html", "index.html", "../index.html"),
            ("reviews/a/I1.html", "reviews/a.html", "../a.html"),
            ("reviews/a/I1.html", "reviews/b/I1.html", "../b/I1.html"),
            ("browse/repositories/o/n.html", "reviews/a.html", "../../../reviews/a.html"),
        ] {
            assert_eq!(relative(from, to), way, "{from} to {to}");
        }
    }

    #[test]
    fn names_never_meet_the_sites_own_files() {
        let slug = |text: &str| text.parse::<Slug>().expect("a slug");
        let path = |text: &str| Route::Review(&slug(text)).path();
        assert_eq!(
            [path("a"), path("index"), path("Index_")],
            ["reviews/a.html", "reviews/index_.html", "reviews/Index__.html"]
        );
        assert_eq!(Route::Finding(&slug("a"), &slug("originals")).path(), "reviews/a/originals_.html");
        assert_eq!(Route::Group(Grouping::Author, "index", 1).path(), "browse/authors/index_.html");
    }

    #[test]
    fn groups_have_plain_file_names() {
        let group = |key: &str, page| Route::Group(Grouping::Author, key, page).path();
        assert_eq!(group("@ann", 1), "browse/authors/~40ann.html");
        assert_eq!(group("o/n", 2), "browse/authors/o/n~p2.html");
        assert_eq!(group("../x y", 1), "browse/authors/~2e~2e/x~20y.html");
        assert_eq!(group("", 1), "browse/authors/~.html");
        assert!(group(&"é".repeat(500), 1).len() < 200);
    }

    #[test]
    fn no_folder_is_called_like_a_page() {
        let slug = |text: &str| text.parse::<Slug>().expect("a slug");
        let path = |text: &str| Route::Review(&slug(text)).path();
        assert_eq!(
            [path("x.html"), path("x.HTML_"), path("index.html")],
            ["reviews/x.html_.html", "reviews/x.HTML__.html", "reviews/index.html_.html"]
        );
        let author = |key: &str| Route::Group(Grouping::Author, key, 1).path();
        assert_eq!(author("a.html/b.html"), "browse/authors/a~2ehtml/b.html.html");
        let board = |repository| Route::Agents(None, Some(repository), None).path();
        assert_eq!(board("o/all.html"), "agents/in/repositories/o/all~2ehtml/all.html");
    }

    #[test]
    fn no_two_files_share_a_page() {
        let page = |repository: &str, path: &str| Route::File(repository, path).path();
        assert_eq!(page("Own/Name", "src/a.rs"), "files/own/name/src/a.rs.html");
        assert_eq!(page("o/n", "../../etc/passwd"), "files/o/n/~2e~2e/~2e~2e/etc/passwd.html");
        assert_eq!(page("o/n", "a.html/b"), "files/o/n/a~2ehtml/b.html");
        assert_eq!(page("o/n", "con/aux.rs"), "files/o/n/con~/aux~.rs.html");
        assert!(page("o/n", "README.md").starts_with("files/o/n/README.md~~"));
        let all = [
            page("o/n", "a"),
            page("o/n", "A"),
            page("o/n", "a/"),
            page("o/n", "/a"),
            page("o/n", "./a"),
            page("o/n", "x/a"),
            page("o/n/x", "a"),
            page("o", "n/a"),
            page("", "o/n/a"),
            page("o/n", "~~/a"),
            page("o/n", ""),
            page("o/n", "index"),
            page("o/n", &"é/".repeat(900)),
            page("o/n", &"é/".repeat(901)),
            page("o/n", &"a".repeat(6_000)),
            page("o/n", &"a".repeat(6_001)),
        ];
        let folded: BTreeSet<String> = all.iter().map(|page| page.to_lowercase()).collect();
        assert_eq!(folded.len(), all.len(), "{all:?}");
        for page in &all {
            assert!(page.len() < 600 && page.starts_with("files/") && page.is_ascii(), "{page}");
            let parts: Vec<&str> = page.split('/').collect();
            assert!(parts.iter().all(|part| !part.is_empty() && *part != ".." && *part != "." && part.len() <= 255));
        }
    }

    #[test]
    fn no_path_is_too_long() {
        for key in ["/".repeat(6_000), "é".repeat(5_000), "é/".repeat(900)] {
            let group = Route::Group(Grouping::Author, &key, 12).path();
            let board = Route::Agents(Some("ci"), Some(&key), None).path();
            assert!(group.len() < 600 && board.len() < 600, "{group} {board}");
            assert_ne!(group, Route::Group(Grouping::Author, &format!("{key}x"), 12).path());
        }
    }

    #[test]
    fn no_two_pairs_of_agents_share_an_address() {
        let pair = |first, second| Route::Versus(first, second).path();
        assert_eq!(pair("claude", "codex"), "agents/claude-vs-codex.html");
        assert_eq!(pair("a-vs", "b"), "agents/a-vs~-vs-b.html");
        assert_eq!(pair("a", "vs-b"), "agents/a-vs-vs~-b.html");
        let agent = |name| Route::Agent(name).path();
        assert_eq!(
            [agent("a-vs-b"), agent("index"), agent("Pairs")],
            ["agents/a-vs~-b.html", "agents/index_.html", "agents/Pairs_.html"]
        );
        assert_eq!(Route::Agents(Some("ci"), Some("o/n"), None).path(), "agents/in/kinds/ci/repositories/o/n/all.html");
    }

    #[test]
    fn every_name_is_a_file_on_every_system() {
        let slug = |text: &str| text.parse::<Slug>().expect("a slug");
        let path = |text: &str| Route::Review(&slug(text)).path();
        assert_eq!(
            [path("con"), path("NUL.x"), path("aux.html"), path("a."), path("console")],
            [
                "reviews/con~.html",
                "reviews/NUL~.x.html",
                "reviews/aux~.html_.html",
                "reviews/a.~.html",
                "reviews/console.html"
            ]
        );
        assert_eq!(Route::Finding(&slug("a."), &slug("lpt1")).path(), "reviews/a.~/lpt1~.html");
        assert_eq!(Route::Patch(&slug("r"), &slug("com9.x")).path(), "reviews/r/com9~.x.patch");
        assert_eq!(Route::Agent("prn").path(), "agents/prn~.html");
        let author = |key: &str| Route::Group(Grouping::Author, key, 1).path();
        assert_eq!(
            [author("con"), author("Jr."), author("a./nul"), author("con~")],
            ["con~", "Jr.", "a~2e/nul~", "con~7e"].map(|name| format!("browse/authors/{name}.html"))
        );
        let board = |kind, repository| Route::Agents(Some(kind), Some(repository), None).path();
        assert_eq!(board("aux", "o./com1"), "agents/in/kinds/aux~/repositories/o~2e/com1~/all.html");
        for agent in ["a".repeat(128), "vs-".repeat(42)] {
            let versus = Route::Versus(&agent, &agent).path();
            assert!(versus.split('/').all(|part| part.len() <= 255), "{versus}");
            assert_ne!(versus, Route::Versus(&agent, &agent[1..]).path());
        }
    }

    #[test]
    fn old_addresses_become_files() {
        for (alias, file) in [
            ("a.html", "a.html"),
            ("old/a.HTML", "old/a.HTML"),
            ("old/a", "old/a/index.html"),
            ("old/", "old/index.html"),
        ] {
            assert_eq!(alias_file(alias), file);
        }
    }
}

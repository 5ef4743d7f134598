//! `pilcrow.toml`: what a team may choose. Every key is known; an unknown one is an error with a hint.

mod identities;

use crate::input::problem::{did_you_mean, shortened};
use crate::input::{Fields, Node, Problem, Reader, Unknown, Value, toml};
use crate::model::Severity;
use crate::model::address::BaseAddress;
use crate::model::forge::{Forge, ForgeKind};
use crate::model::word::worded;
use crate::model::{Identities, ProblemKind, Slug};
use crate::publish::{Rules, ignorable};
use std::collections::BTreeMap;

/// All choices, with their defaults.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Config {
    /// Name of the site.
    pub title: String,
    /// What the archive is, a line of text.
    pub description: String,
    /// Where the site will stand, ending in a slash; needed for previews of links and for 404 pages.
    pub base_url: Option<BaseAddress>,
    /// Language of the pages, as in `lang`.
    pub language: String,
    /// Whether search engines may list the pages.
    pub index: bool,
    /// Reviews on one page of a list.
    pub page_size: usize,
    /// Which findings get a page of their own.
    pub finding_pages: FindingPages,
    /// Whether each review has a picture of its own for previews of links.
    pub cards: bool,
    /// Whether reviews and findings are there as Markdown too.
    pub twins: bool,
    /// Whether findings have addresses that can be told from their pull request and round.
    pub finding_addresses: bool,
    /// Per agent: name and colour (1 to 8).
    pub agents: BTreeMap<String, (Option<String>, Option<usize>)>,
    /// Which slugs are one agent, and which spellings one model.
    pub identities: Identities,
    /// What a finding weighs in scores.
    pub weights: Weights,
    /// Kinds of forge by host name.
    pub forges: BTreeMap<String, ForgeKind>,
    /// Folder whose files replace built-in templates, as written.
    pub templates: Option<String>,
    /// Folder whose files replace built-in static files, as written.
    pub static_files: Option<String>,
    /// What is taken back, and what may be public.
    pub publish: Rules,
}

/// Which findings get a page of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingPages {
    /// All.
    All,
    /// Critical and important ones.
    Important,
    /// None: links go to the anchor on the review's page.
    None,
}

worded!(FindingPages { All: "all", Important: "important", None: "none" });

impl FindingPages {
    /// Whether findings of this severity have a page of their own.
    #[must_use]
    pub fn include(self, severity: Severity) -> bool {
        match self {
            Self::All => true,
            Self::Important => severity <= Severity::Important,
            Self::None => false,
        }
    }
}

/// What a finding weighs in scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// By severity, in the order of [`Severity::ALL`].
    pub severity: [f64; 4],
    /// Taken off for a rejected finding.
    pub penalty: f64,
    /// How many times as important as precision recall is in Fβ.
    pub beta: f64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Reviews".to_owned(),
            description:
                "Several agents review each change independently. Their reports are weighed, merged and kept here, \
                          with a record of who found what."
                    .to_owned(),
            base_url: None,
            language: "en".to_owned(),
            index: false,
            page_size: 100,
            finding_pages: FindingPages::All,
            cards: false,
            twins: false,
            finding_addresses: true,
            agents: BTreeMap::new(),
            identities: Identities::default(),
            weights: Weights { severity: [10.0, 5.0, 1.0, 1.0], penalty: 2.0, beta: 1.0 },
            forges: BTreeMap::new(),
            templates: None,
            static_files: None,
            publish: Rules::default(),
        }
    }
}

impl Config {
    /// Reads `pilcrow.toml`.
    ///
    /// # Errors
    /// Every problem of the file.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(Unknown::Error);
        let config = toml::parse(text, |root| read(&mut reader, root)).map_err(|problem| vec![*problem])?;
        match config {
            Some(config) if !reader.has_errors() => Ok(config),
            _ => Err(reader.into_problems()),
        }
    }

    /// The forge that holds a repository.
    #[must_use]
    pub fn forge(&self, host: Option<&str>, repository: &str) -> Forge {
        let host = host.unwrap_or("https://github.com");
        Forge::new(self.forge_kind(Some(host)), host, repository)
    }

    /// What software a host runs.
    #[must_use]
    pub fn forge_kind(&self, host: Option<&str>) -> ForgeKind {
        let host = host.unwrap_or("https://github.com");
        let name = host.split("://").nth(1).unwrap_or(host).trim_end_matches('/');
        self.forges.get(name).copied().unwrap_or_else(|| ForgeKind::guess(name))
    }
}

fn read(reader: &mut Reader, root: &Node<'_>) -> Option<Config> {
    let default = Config::default();
    let mut f = reader.fields(root)?;
    let agents: BTreeMap<String, Agent> = table(&mut f, "agents", agent);
    let models = table(&mut f, "models", identities::spellings);
    let config = Config {
        title: f.optional("title", Reader::text).unwrap_or(default.title),
        description: f.optional("description", Reader::text).unwrap_or(default.description),
        base_url: f.optional("base_url", |r, n| r.parsed(n, str::parse::<BaseAddress>)).map(|base| base.with_slash()),
        language: f.optional("language", |r, n| r.parsed(n, language)).unwrap_or(default.language),
        index: f
            .optional("robots", |r, n| r.choice(n, &[("noindex", false), ("index", true)]))
            .unwrap_or(default.index),
        page_size: f.optional("page_size", |r, n| integer(r, n, 1, 10_000)).unwrap_or(default.page_size),
        finding_pages: f.optional("finding_pages", Reader::word).unwrap_or(default.finding_pages),
        cards: f.optional("cards", Reader::boolean).unwrap_or(default.cards),
        twins: f.optional("twins", Reader::boolean).unwrap_or(default.twins),
        finding_addresses: f.optional("finding_addresses", flag).unwrap_or(default.finding_addresses),
        agents: agents.iter().map(|(slug, agent)| (slug.clone(), (agent.name.clone(), agent.colour))).collect(),
        identities: Identities::default(),
        weights: f.optional("weights", weights).unwrap_or(default.weights),
        forges: table(&mut f, "forges", |r, n| r.choice(n, &ForgeKind::ALL)),
        templates: f.optional("templates", Reader::text),
        static_files: f.optional("static", Reader::text),
        publish: f.optional("publish", publish).unwrap_or_default(),
    };
    f.finish();
    let also = agents.into_iter().map(|(slug, agent)| (slug, agent.also)).collect();
    Some(Config { identities: identities::identities(reader, root, &also, models), ..config })
}

/// What a team chose for an agent.
struct Agent {
    name: Option<String>,
    colour: Option<usize>,
    /// Other slugs that are the same agent.
    also: Vec<Slug>,
}

fn table<'n, T>(
    fields: &mut Fields<'_, 'n>,
    key: &'static str,
    read: impl FnMut(&mut Reader, &'n Node<'n>) -> Option<T>,
) -> BTreeMap<String, T> {
    fields.optional(key, |reader, node| reader.map(node, read)).unwrap_or_default().into_iter().collect()
}

fn agent(reader: &mut Reader, node: &Node<'_>) -> Option<Agent> {
    let mut f = reader.fields(node)?;
    let name = f.optional("name", Reader::text);
    let colour = f.optional("colour", |r, n| integer(r, n, 1, 8));
    let also = f.optional("also", |r, n| r.list(n, |r, n| r.parsed(n, str::parse::<Slug>)));
    f.finish();
    Some(Agent { name, colour, also: also.unwrap_or_default() })
}

fn weights(reader: &mut Reader, node: &Node<'_>) -> Option<Weights> {
    let default = Config::default().weights;
    let mut f = reader.fields(node)?;
    let mut weight = |key, default: f64| f.optional(key, |r, n| r.number(n, 0.0, 1e6)).unwrap_or(default);
    let severity = Severity::ALL.map(|severity| weight(severity.word(), default.severity[severity.position()]));
    let penalty = weight("penalty", default.penalty);
    let beta = f.optional("beta", |r, n| r.number(n, 0.01, 100.0)).unwrap_or(default.beta);
    f.finish();
    Some(Weights { severity, penalty, beta })
}

fn publish(reader: &mut Reader, node: &Node<'_>) -> Option<Rules> {
    let mut f = reader.fields(node)?;
    let withdrawn = f.optional("withdrawn", |r, n| r.list(n, |r, n| r.parsed(n, str::parse::<Slug>)));
    let allow = f.optional("allow", |r, n| r.list(n, |r, n| r.parsed(n, fingerprint)));
    let ignore = f.optional("ignore", |r, n| r.list(n, find_kind));
    f.finish();
    Some(Rules {
        withdrawn: withdrawn.unwrap_or_default(),
        allow: allow.unwrap_or_default().into_iter().collect(),
        ignore: ignore.unwrap_or_default().into_iter().collect(),
        ..Rules::default()
    })
}

fn fingerprint(text: &str) -> Result<String, &'static str> {
    let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_good = matches!(text.len(), 8 | 16) && is_hex;
    if is_good { Ok(text.to_owned()) } else { Err("is not a fingerprint as `pilcrow check --publish` prints it") }
}

/// A kind of what `check --publish` finds, or a group of kinds.
fn find_kind(reader: &mut Reader, node: &Node<'_>) -> Option<String> {
    let text = reader.text(node)?;
    let known = ignorable();
    if known.contains(&text.as_str()) {
        return Some(text);
    }
    let hint = did_you_mean(&text, known.iter().copied());
    let problem = reader.error(node, ProblemKind::UnknownValue, format!("unknown kind `{}`", shortened(&text)));
    problem.hint = hint.or_else(|| Some("docs/publishing.md lists all kinds".to_owned()));
    None
}

fn flag(reader: &mut Reader, node: &Node<'_>) -> Option<bool> {
    if let Value::Bool(flag) = node.value {
        return Some(flag);
    }
    reader.error(node, ProblemKind::WrongType, format!("expected true or false, found {}", node.kind()));
    None
}

fn integer(reader: &mut Reader, node: &Node<'_>, low: u64, high: u64) -> Option<usize> {
    reader.integer(node, low, high).and_then(|number| usize::try_from(number).ok())
}

fn language(text: &str) -> Result<String, &'static str> {
    let good =
        text.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if good { Ok(text.to_owned()) } else { Err("is not a language tag such as `en` or `pt-BR`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_read() {
        let text = "title = 'T'\ndescription = 'D'\nbase_url = 'https://a.example/b'\nlanguage = 'de'\nrobots = 'index'\n\
                    page_size = 20\nfinding_pages = 'important'\ncards = true\ntwins = true\nfinding_addresses = false\ntemplates = 't'\nstatic = 's'\n\
                    [agents.claude]\nname = 'C'\ncolour = 3\n[weights]\ncritical = 20\npenalty = 0.5\nbeta = 2\n\
                    [forges]\n'git.example.com' = 'gitea'\n";
        let config = Config::parse(text).expect("good");
        assert_eq!(config.base_url.as_deref(), Some("https://a.example/b/"));
        assert_eq!((config.page_size, config.index, config.finding_pages), (20, true, FindingPages::Important));
        assert!(config.cards);
        assert!(config.twins && !Config::default().twins);
        assert!(!config.finding_addresses && Config::default().finding_addresses);
        assert_eq!(config.agents["claude"], (Some("C".to_owned()), Some(3)));
        assert_eq!(config.weights, Weights { severity: [20.0, 5.0, 1.0, 1.0], penalty: 0.5, beta: 2.0 });
        assert!(config.forge(Some("https://git.example.com/"), "o/n").pull_request(1).contains("/pulls/1"));
    }

    #[test]
    fn mistakes_are_all_named_with_a_hint() {
        let problems =
            Config::parse("titel = 'x'\npage_size = 0\nrobots = 'noidex'\n[agents.a]\ncolor = 1\n").expect_err("bad");
        let told: Vec<_> = problems.iter().map(|p| (p.message.as_str(), p.hint.as_deref().unwrap_or(""))).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told.contains(&("unknown key `titel`", "did you mean `title`?")), "{told:?}");
        assert!(told.contains(&("unknown key `color`", "did you mean `colour`?")), "{told:?}");
        assert!(told.iter().any(|(_, hint)| *hint == "did you mean `noindex`?"), "{told:?}");
        let told = |base: &str| Config::parse(&format!("base_url = '{base}'")).expect_err("bad")[0].message.clone();
        assert_eq!(told("ftp://a.example"), "`ftp://a.example` is not an http or https address");
        assert!(told("https://a.example/?x").ends_with("which is not allowed here"));
        assert!(told("https://a.example@b.example").ends_with("has a user name or password before its host"));
        let cards = &Config::parse("cards = 'yes'").expect_err("bad")[0];
        assert_eq!(cards.message, "expected true or false, found a string");
        let syntax = Config::parse("title = ").expect_err("bad");
        assert!(syntax[0].message.starts_with("is not valid TOML"));
    }
}

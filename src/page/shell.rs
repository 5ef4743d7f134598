//! What stands around every page: head, navigation, foot.

use super::inputs::Inputs;
use super::route::{Route, relative};
use crate::text::markdown::start_of;
use serde::Serialize;

/// The frame of a page.
#[derive(Debug, Serialize)]
pub struct Shell {
    lang: String,
    site: String,
    /// Plain text, with the site's name.
    title: String,
    /// Plain text, without it, cut where previews would cut it.
    name: String,
    /// Plain text for search engines and previews.
    description: String,
    /// `website` or `article`.
    kind: &'static str,
    /// The full address, where the configuration says where the site stands.
    canonical: Option<String>,
    /// The full address of a picture for previews, likewise.
    image: Option<String>,
    /// What the picture shows.
    image_words: String,
    /// For machines; of an article.
    published: Option<String>,
    /// Labels and words that previews show in two columns.
    facts: Vec<(&'static str, String)>,
    robots: bool,
    /// What the page holds, in other formats.
    alternates: Vec<Alternate>,
    style: String,
    script: String,
    icon: String,
    /// What leads to the site's root, for files of a team's own: nothing, or `../` as often as needed.
    root: String,
    home: String,
    reviews: String,
    /// Nothing where no file has a page.
    files: Option<String>,
    /// Nothing where no run recommends anything.
    recommendations: Option<String>,
    /// Nothing where the archive has no agent.
    agents: Option<String>,
    panels: Option<String>,
    search: String,
    methodology: Option<String>,
    /// `aria-current` of "Reviews" in the navigation: `page` on that page, `true` on pages below it, else empty.
    current: &'static str,
    /// The same of "Files".
    current_files: &'static str,
    /// The same of "Recommendations".
    current_recommendations: &'static str,
    /// The same of "Agents".
    current_agents: &'static str,
    /// The same of "Panels".
    current_panels: &'static str,
    /// The same of "Search".
    current_search: &'static str,
}

/// What a page holds, in another format or as a feed.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// What a reader of feeds calls it.
    pub title: String,
    /// Its media type.
    pub kind: &'static str,
    /// Where it is.
    pub href: String,
}

/// What a page says about itself.
pub struct About<'a> {
    /// Its file below the site's root.
    pub path: &'a str,
    /// Plain text, without the site's name.
    pub title: &'a str,
    /// Plain text.
    pub description: &'a str,
    /// Whether it is one thing that people quote, rather than a list.
    pub is_article: bool,
    /// Which entry of the navigation it is (`page`) or belongs to (`true`).
    pub current: &'static str,
}

/// What previews of a link to a page show beside its title and description.
#[derive(Debug, Default)]
pub struct Preview {
    /// A picture, by its path below the site's root.
    pub image: Option<String>,
    /// What it shows, for those who do not see it.
    pub image_words: String,
    /// When it was published, for machines.
    pub published: Option<String>,
    /// At most two labels with a few plain words each.
    pub facts: Vec<(&'static str, String)>,
}

/// In previews, characters of a title: two lines where there is much room.
const LONGEST_TITLE: usize = 110;
/// Of a description: more than any of them shows.
const LONGEST_DESCRIPTION: usize = 300;
/// Of the words beside a label.
const LONGEST_FACT: usize = 80;

impl Shell {
    /// The frame of the page.
    #[must_use]
    pub fn new(inputs: &Inputs<'_>, about: &About<'_>) -> Self {
        let site = inputs.site_title();
        let way = |to: &str| relative(about.path, to);
        let has_agents = inputs.has_agents();
        let assets = inputs.assets();
        Self {
            lang: inputs.language().to_owned(),
            site: site.to_owned(),
            title: if about.title.is_empty() { site.to_owned() } else { format!("{} · {site}", about.title) },
            name: start_of(if about.title.is_empty() { site } else { about.title }, LONGEST_TITLE),
            description: start_of(about.description, LONGEST_DESCRIPTION),
            kind: if about.is_article { "article" } else { "website" },
            canonical: inputs.base_url().map(|base| format!("{base}{}", without_index(about.path))),
            image: None,
            image_words: String::new(),
            published: None,
            facts: Vec::new(),
            robots: inputs.may_be_listed(),
            alternates: Vec::new(),
            style: way(&assets.style),
            script: way(&assets.script),
            icon: way(&assets.icon),
            root: way(""),
            home: Route::Home.from(about.path),
            reviews: Route::Reviews(1).from(about.path),
            files: inputs.has_files().then(|| Route::Files.from(about.path)),
            recommendations: inputs.has_recommendations().then(|| Route::Recommendations.from(about.path)),
            agents: has_agents.then(|| Route::Agents(None, None, None).from(about.path)),
            panels: has_agents.then(|| Route::Panels.from(about.path)),
            search: Route::Search.from(about.path),
            methodology: has_agents.then(|| Route::Methodology.from(about.path)),
            current: about.current,
            current_files: "",
            current_recommendations: "",
            current_agents: "",
            current_panels: "",
            current_search: "",
        }
    }

    /// For a page whose links have a preview with more in it.
    #[must_use]
    pub fn previewed(mut self, inputs: &Inputs<'_>, preview: Preview) -> Self {
        let cut = |(label, words): (&'static str, String)| (label, start_of(&words, LONGEST_FACT));
        self.image = preview.image.zip(inputs.base_url()).map(|(image, base)| format!("{base}{image}"));
        self.image_words = preview.image_words;
        self.published = preview.published;
        self.facts = preview.facts.into_iter().map(cut).collect();
        self
    }

    /// For a page that belongs to "Files" (`true`), or is that page (`page`).
    #[must_use]
    pub fn in_files(mut self, current: &'static str) -> Self {
        self.current_files = current;
        self
    }

    /// For a page that belongs to "Recommendations" (`true`), or is that page (`page`).
    #[must_use]
    pub fn in_recommendations(mut self, current: &'static str) -> Self {
        self.current_recommendations = current;
        self
    }

    /// For a page that belongs to "Agents", or is that page.
    #[must_use]
    pub fn in_agents(mut self, is_it: bool) -> Self {
        self.current_agents = if is_it { "page" } else { "true" };
        self
    }

    /// For a page that is there in other formats too.
    #[must_use]
    pub fn with_alternates(mut self, alternates: impl IntoIterator<Item = Alternate>) -> Self {
        self.alternates.extend(alternates);
        self
    }

    /// For a page that has a twin in Markdown, if the team wants twins.
    #[must_use]
    pub fn with_twin(self, inputs: &Inputs<'_>, twin: &Route<'_>, path: &str) -> Self {
        let alternate = || Alternate { title: "Markdown".to_owned(), kind: "text/markdown", href: twin.from(path) };
        let twin = inputs.has_twins().then(alternate);
        self.with_alternates(twin)
    }

    /// For the page "Panels".
    #[must_use]
    pub fn in_panels(mut self) -> Self {
        self.current_panels = "page";
        self
    }

    /// For the page "Search".
    #[must_use]
    pub fn in_search(mut self) -> Self {
        self.current_search = "page";
        self
    }

    /// For a page that no search engine is to list, whatever the configuration says.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.robots = false;
        self.canonical = None;
        self
    }

    /// For a page that may be served at any address: its links start at the site's root, where that is known.
    #[must_use]
    pub fn at_any_address(mut self, base: &str) -> Self {
        let shown = [&mut self.root, &mut self.home, &mut self.reviews, &mut self.search];
        let always = [&mut self.style, &mut self.script, &mut self.icon].into_iter().chain(shown);
        let sometimes =
            [&mut self.files, &mut self.recommendations, &mut self.agents, &mut self.panels, &mut self.methodology];
        let sometimes = sometimes.into_iter().flatten();
        for link in always.chain(sometimes) {
            *link = format!("{base}{link}");
        }
        self.canonical = None;
        self
    }
}

/// A step on the way from the list to this page.
#[derive(Debug, Serialize)]
pub struct Crumb {
    /// Plain text.
    pub label: String,
    /// Where to; `None` for the page itself.
    pub href: Option<String>,
}

impl Crumb {
    /// A step that can be taken.
    #[must_use]
    pub fn to(label: impl Into<String>, href: String) -> Self {
        Self { label: label.into(), href: Some(href) }
    }

    /// The page itself.
    #[must_use]
    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// The address of a page as it is told: a folder stands for its `index.html`.
#[must_use]
pub fn without_index(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}

//! Static files as the site has them: stylesheet, scripts and icon carry a fingerprint of their content in their name, so
//! that browsers may keep them for ever; all others keep their path.

use super::theme::{Theme, ThemeFile};
use crate::text::fingerprint;

/// All static files, and the addresses of those that every page uses.
#[derive(Debug)]
pub struct Assets {
    /// Below the site's root, like the next five.
    pub style: String,
    /// Of pages that show rounds of changes, beside the one of every page.
    pub rounds_style: String,
    /// Likewise of pages that compare versions of agents.
    pub versions_style: String,
    /// Of pages that show panels, likewise.
    pub panels_style: String,
    /// Of pages with answers and leaderboards, likewise.
    pub answer_style: String,
    /// Loaded by every page.
    pub script: String,
    /// Of the site, as SVG.
    pub icon: String,
    /// What searching needs, in the order in which it is loaded: lunr, the engine, the palette and page.
    pub search: [String; 3],
    /// Pictures for previews of links to findings, the gravest severity first.
    pub severity_cards: [String; 4],
    /// Every static file at its place.
    pub files: Vec<Asset>,
}

/// A static file at its place.
#[derive(Debug)]
pub struct Asset {
    /// Below the site's root.
    pub path: String,
    /// What it holds.
    pub content: Vec<u8>,
    /// Whether it is a team's own and takes the place of no built-in one.
    pub is_own: bool,
    /// The file as a reader of messages would type it.
    pub shown: String,
}

impl Assets {
    /// Gives every static file its place.
    #[must_use]
    pub fn new(theme: &Theme) -> Self {
        let mut assets = Self {
            style: String::new(),
            rounds_style: String::new(),
            versions_style: String::new(),
            panels_style: String::new(),
            answer_style: String::new(),
            script: String::new(),
            icon: String::new(),
            search: Default::default(),
            severity_cards: Default::default(),
            files: Vec::new(),
        };
        for (name, file) in &theme.files {
            let path = place(name, &file.content);
            match name.as_str() {
                "css/pilcrow.css" => assets.style.clone_from(&path),
                "css/rounds.css" => assets.rounds_style.clone_from(&path),
                "css/versions.css" => assets.versions_style.clone_from(&path),
                "css/panels.css" => assets.panels_style.clone_from(&path),
                "css/answer.css" => assets.answer_style.clone_from(&path),
                "js/pilcrow.js" => assets.script.clone_from(&path),
                "icon.svg" => assets.icon.clone_from(&path),
                "vendor/lunr/lunr.min.js" => assets.search[0].clone_from(&path),
                "js/search-engine.js" => assets.search[1].clone_from(&path),
                "js/search.js" => assets.search[2].clone_from(&path),
                "cards/critical.png" => assets.severity_cards[0].clone_from(&path),
                "cards/important.png" => assets.severity_cards[1].clone_from(&path),
                "cards/suggestion.png" => assets.severity_cards[2].clone_from(&path),
                "cards/concern.png" => assets.severity_cards[3].clone_from(&path),
                _ => {}
            }
            let ThemeFile { content, is_own, shown } = file.clone();
            assets.files.push(Asset { path, content, is_own, shown });
        }
        assets
    }

    /// The places of those that every page uses.
    pub fn of_every_page(&self) -> impl Iterator<Item = &str> {
        [self.style.as_str(), &self.script, &self.icon].into_iter()
    }
}

fn place(name: &str, content: &[u8]) -> String {
    let hashed = |stem: &str, ending: &str| format!("assets/{stem}.{}.{ending}", fingerprint(content));
    match name {
        "css/pilcrow.css" => hashed("pilcrow", "css"),
        "css/rounds.css" => hashed("rounds", "css"),
        "css/versions.css" => hashed("versions", "css"),
        "css/panels.css" => hashed("panels", "css"),
        "css/answer.css" => hashed("answer", "css"),
        "js/pilcrow.js" => hashed("pilcrow", "js"),
        "icon.svg" => hashed("icon", "svg"),
        "vendor/lunr/lunr.min.js" => hashed("lunr", "js"),
        "js/search-engine.js" => hashed("search-engine", "js"),
        "js/search.js" => hashed("search", "js"),
        "cards/critical.png" => hashed("critical", "png"),
        "cards/important.png" => hashed("important", "png"),
        "cards/suggestion.png" => hashed("suggestion", "png"),
        "cards/concern.png" => hashed("concern", "png"),
        _ => name.to_owned(),
    }
}

//! Static files as the site has them: stylesheet, scripts and icon carry a fingerprint of their content in their name, so
//! that browsers may keep them for ever; all others keep their path.

use super::theme::Theme;
use crate::text::fingerprint;

/// All static files, and the addresses of those that every page uses.
#[derive(Debug)]
pub struct Assets {
    /// The stylesheet.
    pub style: String,
    /// The script.
    pub script: String,
    /// The icon.
    pub icon: String,
    /// What searching needs, in the order in which it is loaded: lunr, the engine, the palette and page.
    pub search: [String; 3],
    /// Path below the site's root and content.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Assets {
    /// Gives every static file its place.
    #[must_use]
    pub fn new(theme: &Theme) -> Self {
        let mut assets = Self {
            style: String::new(),
            script: String::new(),
            icon: String::new(),
            search: Default::default(),
            files: Vec::new(),
        };
        for (name, content) in &theme.files {
            let path = place(name, content);
            match name.as_str() {
                "css/pilcrow.css" => assets.style.clone_from(&path),
                "js/pilcrow.js" => assets.script.clone_from(&path),
                "icon.svg" => assets.icon.clone_from(&path),
                "vendor/lunr/lunr.min.js" => assets.search[0].clone_from(&path),
                "js/search-engine.js" => assets.search[1].clone_from(&path),
                "js/search.js" => assets.search[2].clone_from(&path),
                _ => {}
            }
            assets.files.push((path, content.clone()));
        }
        assets
    }
}

fn place(name: &str, content: &[u8]) -> String {
    let hashed = |stem: &str, ending: &str| format!("assets/{stem}.{}.{ending}", fingerprint(content));
    match name {
        "css/pilcrow.css" => hashed("pilcrow", "css"),
        "js/pilcrow.js" => hashed("pilcrow", "js"),
        "icon.svg" => hashed("icon", "svg"),
        "vendor/lunr/lunr.min.js" => hashed("lunr", "js"),
        "js/search-engine.js" => hashed("search-engine", "js"),
        "js/search.js" => hashed("search", "js"),
        _ => name.to_owned(),
    }
}

//! What all documents share.

/// What documents name by number, and the scripts that read the index.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Below the site's root, in the order in which they are loaded.
    pub scripts: Vec<String>,
    /// Slug, name, and what its class has behind `a`: its colour, and the mark of one that shares it.
    pub agents: Vec<(String, String, String)>,
    /// `owner/name`
    pub repositories: Vec<String>,
    /// Slug and words.
    pub kinds: Vec<(String, String)>,
    /// Slug and words.
    pub statuses: Vec<(String, String)>,
    /// Slug and words.
    pub standings: Vec<(String, String)>,
}

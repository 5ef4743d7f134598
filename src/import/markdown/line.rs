//! A line of Markdown, as all that read a text by its lines see it.

/// A line and whether it stands inside a fenced block, its fences included.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// The text without its break.
    pub text: &'t str,
    /// Whether it is code.
    pub is_code: bool,
}

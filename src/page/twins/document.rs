//! A Markdown document in the making, block by block.

/// Blocks, with an empty line between them.
#[derive(Default)]
pub struct Document {
    out: String,
}

impl Document {
    /// A heading. The words are Markdown, of one line.
    pub fn heading(&mut self, level: u8, words: &str) {
        self.block(&format!("{} {words}", "#".repeat(usize::from(level.clamp(1, 6)))));
    }

    /// Any block of Markdown, unless it is empty.
    pub fn block(&mut self, markdown: &str) {
        if markdown.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push_str("\n\n");
        }
        self.out.push_str(markdown);
    }

    /// A list of lines of Markdown.
    pub fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().map(|item| format!("- {item}")).collect();
        self.block(&items.join("\n"));
    }

    /// The whole.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }
}

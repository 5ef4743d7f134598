//! Fenced blocks of code: what is in them, and how text is put into one.

use super::line::Line;
pub use crate::text::fence::Fence;

/// A whole fenced block, or all that there is of one that is never closed.
#[derive(Debug, PartialEq, Eq)]
pub struct FencedBlock<'t> {
    /// Its first line.
    pub fence: Fence<'t>,
    /// The lines between the fences.
    pub code: Vec<&'t str>,
    /// How many lines it takes up, fences included.
    pub length: usize,
}

impl<'t> FencedBlock<'t> {
    /// The block that begins with the first of some lines.
    pub fn at_start(lines: impl IntoIterator<Item = Line<'t>>) -> Option<Self> {
        let mut lines = lines.into_iter();
        let fence = Fence::opening(lines.next().filter(|first| first.is_code)?.text)?;
        let mut block = Self { fence, code: Vec::new(), length: 1 };
        for line in lines.take_while(|line| line.is_code) {
            block.length += 1;
            if fence.is_closed_by(line.text) {
                break;
            }
            block.code.push(fence.dedented(line.text));
        }
        Some(block)
    }

    /// The code as a text whose every line ends in a line break.
    pub fn text(&self) -> String {
        self.code.iter().flat_map(|line| [*line, "\n"]).collect()
    }
}

/// A text between fences that no run of backticks in it can close. A text that is not empty ends in a line break.
pub fn fenced(info: &str, text: &str) -> String {
    let marks = "`".repeat(longest_run_of_backticks(text).max(2) + 1);
    format!("{marks}{info}\n{text}{marks}")
}

/// How many backticks stand side by side at most.
pub fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::outline::lines;
    use super::*;

    #[test]
    fn a_block_ends_with_as_many_marks_as_it_began_with() {
        for (text, info, code, length) in [
            ("```rs\nx\n```\ny", "rs", "x\n", 3),
            ("````md\n```\n`````\ny", "md", "```\n", 3),
            ("~~~ sh repro \n```\n~~~", "sh repro", "```\n", 3),
            ("  ```\n    x\n y\n\n  ```", "", "  x\ny\n\n", 5),
            ("\t```\nx\n```", "", "x\n", 3),
            ("```\nnever closed", "", "never closed\n", 2),
            ("```\n```", "", "", 2),
        ] {
            let block = FencedBlock::at_start(lines(text)).expect(text);
            assert_eq!((block.fence.info, block.text().as_str(), block.length), (info, code, length), "{text}");
        }
        for text in ["``\nx\n``", "```x``` is inline code", "words\n```\nx\n```", ""] {
            assert_eq!(FencedBlock::at_start(lines(text)), None, "{text}");
        }
    }

    #[test]
    fn a_fence_is_longer_than_every_run_of_backticks_inside() {
        assert_eq!(fenced("x", "a\n```b\n"), "````x\na\n```b\n````");
        assert_eq!(fenced("", ""), "```\n```");
    }
}

//! What the text behind a title consists of: brackets, code, links and words, one after the other.

/// Words between marks.
const JOINTS: [&str; 13] = ["also", "and", "at", "in", "or", "plus", "see", "versus", "via", "vs", "vs.", "with", "&"];

/// A bracket, a span of code, or a word.
pub struct Piece<'t> {
    /// All of it.
    pub text: &'t str,
    pub kind: Kind<'t>,
    /// Where the next piece begins.
    pub end: usize,
}

#[derive(Clone, Copy)]
pub enum Kind<'t> {
    Code(&'t str),
    /// `[…]`
    Named(&'t str),
    Link(&'t str, &'t str),
    /// `(…)`, with emphasis around it or without.
    Brackets(&'t str),
    /// `:12-15`
    Lines(&'t str),
    /// ``commit `0123456` ``
    Commit,
    /// `**INVALID**`
    Bold,
    Word,
}

impl<'t> Piece<'t> {
    /// The piece that begins at a position, blanks and dashes before it apart; `None` at the end of the text or of a
    /// sentence.
    pub fn next(text: &'t str, at: usize) -> Option<Self> {
        let rest = text.get(at..)?;
        if let Some((lines, length)) = lines_at_start(rest) {
            return Some(Self { text: lines, kind: Kind::Lines(lines), end: at + length });
        }
        let rest = rest.trim_start_matches([' ', '—', '–', '-', ',', '~', '|', '·']);
        let start = text.len() - rest.len();
        let (kind, length) = match rest.chars().next()? {
            '.' | ':' | ';' => return None,
            '`' => {
                let length = rest.get(1..)?.find('`')? + 2;
                (Kind::Code(rest.get(1..length - 1)?), length)
            }
            '[' => {
                let length = length_to_closing(rest, '[', ']')?;
                match rest.get(length..)?.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
                    Some((address, _)) => (Kind::Link(rest.get(1..length - 1)?, address), length + address.len() + 2),
                    None => (Kind::Named(rest.get(..length)?), length),
                }
            }
            '(' | '*' | '_' => {
                let open = rest.find('(').filter(|open| rest[..*open].bytes().all(|b| matches!(b, b'*' | b'_')));
                match open.and_then(|open| Some(open + length_to_closing(&rest[open..], '(', ')')?)) {
                    Some(length) => {
                        let closing = rest[length..].bytes().take_while(|b| matches!(b, b'*' | b'_')).count();
                        (Kind::Brackets(rest.get(..length)?), length + closing)
                    }
                    None => match bold_length(rest) {
                        Some(length) => (Kind::Bold, length),
                        None => (Kind::Word, word_length(rest)),
                    },
                }
            }
            _ => match commit_length(rest) {
                Some(length) => (Kind::Commit, length),
                None => (Kind::Word, word_length(rest)),
            },
        };
        let piece = rest.get(..length)?;
        Some(Self { text: piece, kind, end: start + length })
    }

    /// Whether it is a word that may stand between marks.
    pub fn is_joint(&self) -> bool {
        matches!(self.kind, Kind::Word) && JOINTS.contains(&self.text)
    }
}

/// `:12-15` and ` lines 12–15` as the numbers and the length of all.
fn lines_at_start(text: &str) -> Option<(&str, usize)> {
    let words = [":", " lines ", " line ", " L"].into_iter().find(|words| text.starts_with(words))?;
    let rest = text.get(words.len()..)?;
    let length =
        rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | ',')).len();
    let numbers = rest.get(..length)?.trim_end_matches([',', '-', '–']);
    (!numbers.is_empty()).then_some((numbers, words.len() + numbers.len()))
}

/// ``commit `0123456` ``
fn commit_length(text: &str) -> Option<usize> {
    let code = text.strip_prefix("commit `").or_else(|| text.strip_prefix("commits `"))?;
    Some(text.len() - code.len() + code.find('`')? + 1)
}

fn bold_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("**")?;
    let end = inner.find("**").filter(|end| (1..=30).contains(end))?;
    Some(end + 4)
}

fn word_length(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '`' | '[' | '(' | ',')).unwrap_or(text.len());
    end.max(text.chars().next().map_or(0, char::len_utf8))
}

/// The length of a bracket with what it holds.
pub fn length_to_closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + c.len_utf8());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_pieces_up_to_the_end_of_a_sentence() {
        let text = " — `a.go`:3 *(gap)* [Claude], [x](y) and **NO** commit `0a1b2c3` [Codex]. No";
        let mut at = 0;
        let mut pieces = Vec::new();
        while let Some(piece) = Piece::next(text, at) {
            assert!(piece.end > at);
            at = piece.end;
            pieces.push(piece.text);
        }
        assert_eq!(
            pieces,
            ["`a.go`", "3", "*(gap)*", "[Claude]", "[x](y)", "and", "**NO**", "commit `0a1b2c3`", "[Codex]"]
        );
        for text in ["`", "[", "(", "é", "**", "[a](", "\u{0}"] {
            let end = Piece::next(text, 0).map_or(text.len(), |piece| piece.end);
            assert!(text.is_char_boundary(end), "{text}");
        }
    }
}

//! A look at what follows a name, before any pattern is tried: most names stand in prose, and a pattern costs more than a look.

/// What follows a name.
pub struct Behind<'t> {
    /// All of it, from the end of the name.
    pub all: &'t str,
    /// Without quotation marks and brackets that close.
    open: &'t str,
    /// Without blanks too.
    next: &'t str,
}

/// What stands between a name and its value in a sentence.
#[rustfmt::skip]
pub const FILLERS: [&str; 30] = [
    "used", "now", "currently", "-", "\u{2013}", "\u{2014}",
    "is", "was", "are", "be", "been", "set", "default", "defaults", "changed", "reset", "hardcoded", "hard-coded", "equals",
    "to", "as", "of", "the", "value", "literal", "string", "ist", "lautet", "est", "es",
];

/// What stands between a name and those whose password it is.
pub const OWNERS: [&str; 15] =
    ["for", "of", "di", "de", "del", "do", "da", "des", "du", "f\u{fc}r", "pour", "para", "van", "voor", "til"];

/// `= value`
pub fn is_assignment(behind: &Behind<'_>) -> bool {
    const WORDS: [&str; 4] = ["value", "content", "is", "was"];
    let word = behind.word();
    behind.begins(&['=', ':', '|', '-', '?', '!', ',', '+', '<', '\u{ff1a}'])
        || behind.begins_line(&["value", "\"value", "'value"])
        || OWNERS.contains(&word.to_lowercase().as_str())
        || WORDS.iter().any(|known| word.starts_with(known))
}

/// `, "value"`
pub fn is_argument(behind: &Behind<'_>) -> bool {
    behind.begins(&[',', '('])
}

/// `>value<`
pub fn is_element(behind: &Behind<'_>) -> bool {
    const NEAR: usize = 90;
    let has_end = || memchr::memchr(b'>', &behind.all.as_bytes()[..behind.all.len().min(NEAR)]).is_some();
    behind.all.starts_with(['>', '"', '\'', '<', ' ']) && has_end()
}

/// `|| "value"`
pub fn is_fallback(behind: &Behind<'_>) -> bool {
    behind.begins(&['|', '?', '.', '{']) || behind.begins_line(&["|", "?", "or ", "."]) || behind.word() == "or"
}

/// `{ default = value`
pub fn is_block(behind: &Behind<'_>) -> bool {
    let has = |word: &str| memchr::memmem::find(behind.next.as_bytes(), word.as_bytes()).is_some();
    behind.begins(&['{', ':', '=', ',', '\n']) && ["efault", "alue", "xample", "EFAULT", "ALUE"].into_iter().any(has)
}

/// `is the "value"`
pub fn is_beside(behind: &Behind<'_>) -> bool {
    const MARKS: [char; 10] = ['b', 'r', 'f', 'u', 'N', '@', '$', 'L', 'R', '#'];
    let is_quoted = || behind.next.trim_start_matches(MARKS).starts_with(['"', '\'', '`', '\\']);
    behind.has_blank() && (is_quoted() || behind.begins_with_filler())
}

/// `is value`
pub fn is_sentence(behind: &Behind<'_>) -> bool {
    let word = behind.word();
    let is_plain = || word.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b',' | b')'));
    behind.has_blank() && (behind.begins_with_filler() || (word.len() >= 8 && !is_plain()))
}

impl<'t> Behind<'t> {
    /// `rest` is what follows the part that a name is known by.
    pub fn name(rest: &'t str) -> Self {
        let is_part = |sign: char| {
            sign.is_ascii_alphanumeric() || matches!(sign, '_' | '.' | '-') || ('\u{c0}'..'\u{250}').contains(&sign)
        };
        let all = rest.trim_start_matches(is_part);
        let open = all.trim_start_matches(['"', '\'', '`', '*', ']', ')', '\\']);
        Self { all, open, next: open.trim_start_matches([' ', '\t']) }
    }

    fn word(&self) -> &'t str {
        self.next.split(char::is_whitespace).next().unwrap_or_default()
    }

    fn begins(&self, signs: &[char]) -> bool {
        self.next.starts_with(signs)
    }

    /// Whether nothing follows in the line of the name, and the next begins so.
    fn begins_line(&self, words: &[&str]) -> bool {
        let next = self.next.trim_start();
        self.begins(&['\n', '\r']) && words.iter().any(|word| next.starts_with(word))
    }

    fn has_blank(&self) -> bool {
        self.open.starts_with([' ', '\t'])
    }

    fn begins_with_filler(&self) -> bool {
        FILLERS.contains(&self.word().trim_end_matches(':'))
    }
}

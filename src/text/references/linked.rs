//! References in plain text: ids of findings, `finding 2`, `#12` and commits, as links.

use super::{References, plain_number};
use crate::text::earlier::round_beside;
use crate::text::html::has_scheme;
use crate::text::{push_text, push_value};

impl References {
    /// Writes plain text, its references as links; tells whether one of those depends on the page that it stands on.
    pub fn push_linked(&self, out: &mut String, text: &str) -> bool {
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            push_text(out, text);
            return false;
        }
        let mut is_of_one_page = false;
        let mut done = 0;
        let mut at = 0;
        while let Some((start, end)) = next_word(text, at) {
            at = end;
            for link in self.links_at(text, start, end) {
                push_text(out, &text[done..link.start]);
                push_link(out, &link.address, &text[link.start..link.end]);
                is_of_one_page |= !has_scheme(&link.address);
                done = link.end;
                at = at.max(link.end);
            }
        }
        push_text(out, &text[done..]);
        is_of_one_page
    }

    fn links_at(&self, text: &str, start: usize, end: usize) -> Vec<Link> {
        let word = &text[start..end];
        if let Some(noun) = Noun::from_word(word) {
            let links = self.numbered_links(text, start, end, noun);
            let last = links.last().map_or(end, |link| link.end);
            return if self.other_round(text, start, last).is_some() { Vec::new() } else { links };
        }
        if !stands_alone(text, start, end) {
            return Vec::new();
        }
        let one = |start, address: &str| vec![Link { start, end, address: address.to_owned() }];
        if text[..start].ends_with('#') {
            let free = !text[..start - 1].ends_with(|c: char| c.is_alphanumeric() || "/#&_-.".contains(c));
            let number = plain_number(word).filter(|_| free);
            let link = self.pull_request.as_ref().zip(number).map(|(link, number)| link(number));
            return link.map(|address| one(start - 1, &address)).unwrap_or_default();
        }
        // An id such as `main` or `7` is a word like any other; only `I2` and its like speak for themselves.
        let speaks = word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic());
        let finding = if speaks { self.finding_beside(text, start, end) } else { None };
        let address = finding.or_else(|| self.commit(word));
        address.map(|address| one(start, address)).unwrap_or_default()
    }

    /// The finding that an id names: `round 6 S1` is one of round 6, whichever round this is.
    fn finding_beside(&self, text: &str, start: usize, end: usize) -> Option<&str> {
        let id = &text[start..end];
        match self.other_round(text, start, end) {
            Some(round) => self.of_rounds.get(&round)?.get(id).map(String::as_str),
            None => self.finding(id),
        }
    }

    /// The round beside a finding, if it is another than this.
    fn other_round(&self, text: &str, start: usize, end: usize) -> Option<u32> {
        round_beside(text, start, end).filter(|round| self.round != Some(*round))
    }

    /// `finding 2`, `findings 2, 3 and 5`, `suggestion 4`: one number takes the noun along.
    fn numbered_links(&self, text: &str, start: usize, end: usize, noun: Noun) -> Vec<Link> {
        let numbers = numbers_after(text, end);
        let mut links: Vec<Link> = numbers
            .iter()
            .filter_map(|&(start, end)| {
                let address = self.numbered(noun, text[start..end].parse().ok()?)?.to_owned();
                Some(Link { start, end, address })
            })
            .collect();
        if let ([only], [_]) = (links.as_mut_slice(), numbers.as_slice()) {
            only.start = start;
        }
        links
    }
}

struct Link {
    start: usize,
    end: usize,
    address: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Finding,
    Suggestion,
}

impl Noun {
    fn from_word(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "finding" | "findings" => Some(Self::Finding),
            "suggestion" | "suggestions" => Some(Self::Suggestion),
            _ => None,
        }
    }
}

/// Appends a link to an address that this program made or allowed.
fn push_link(out: &mut String, address: &str, text: &str) {
    out.push_str("<a href=");
    push_value(out, address);
    out.push('>');
    push_text(out, text);
    out.push_str("</a>");
}

/// The next run of letters, digits and underscores from `at` on.
fn next_word(text: &str, at: usize) -> Option<(usize, usize)> {
    let word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || !b.is_ascii();
    let bytes = text.as_bytes();
    let start = at + bytes[at..].iter().position(word)?;
    let end = bytes[start..].iter().position(|b| !word(b)).map_or(bytes.len(), |length| start + length);
    Some((start, end))
}

/// Whether a word is not a part of something longer: a path, a version, a hyphenated name.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let mut after = text[end..].chars();
    let joined_before = matches!(before, Some('-' | '.' | '@' | '$' | '=' | '\\'));
    let joined_after = match after.next() {
        Some('-' | '.' | '/' | ':' | '=') => after.next().is_some_and(|c| c.is_ascii_lowercase()),
        Some('(') => true,
        _ => false,
    };
    !joined_before && !joined_after
}

/// The numbers that follow a noun: `2`, `2 and 3`, `2, 3, and 5`.
fn numbers_after(text: &str, end: usize) -> Vec<(usize, usize)> {
    let mut numbers = Vec::new();
    let mut at = end;
    loop {
        let rest = &text[at..];
        let joined = if numbers.is_empty() {
            rest.strip_prefix([' ', '\u{a0}'])
        } else {
            [", and ", ", ", " and ", " or ", " & "].iter().find_map(|joint| rest.strip_prefix(joint))
        };
        let Some(rest) = joined else { return numbers };
        let start = text.len() - rest.len();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let ends = !rest[digits..].starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '%');
        if digits == 0 || digits > 6 || !ends {
            return numbers;
        }
        at = start + digits;
        numbers.push((start, at));
    }
}

#[cfg(test)]
mod tests {
    use super::References;
    use crate::text::references::tests::references;
    use std::collections::BTreeMap;

    fn linked(text: &str) -> String {
        let mut out = String::new();
        references().push_linked(&mut out, text);
        out
    }

    #[test]
    fn findings_become_links_only_when_they_exist() {
        assert_eq!(linked("see I2."), "see <a href=#I2>I2</a>.");
        assert_eq!(linked("Finding 2 and more"), "<a href=#I1>Finding 2</a> and more");
        assert_eq!(linked("findings 2 and 3"), "findings <a href=#I1>2</a> and <a href=#I2>3</a>");
        assert_eq!(linked("findings 1, 2, and 9"), "findings <a href=#C1>1</a>, <a href=#I1>2</a>, and 9");
        assert_eq!(linked("suggestion 1"), "<a href=#S1>suggestion 1</a>");
        for plain in [
            "finding 5",
            "finding 0",
            "suggestion 2",
            "I9",
            "AI2",
            "I2x",
            "I2-beta",
            "v.I2",
            "main 7 x1",
            "finding 2x",
            "I2.rs",
        ] {
            assert_eq!(linked(plain), plain);
        }
        assert_eq!(linked("C1/I1 (I2)"), "<a href=#C1>C1</a>/<a href=#I1>I1</a> (<a href=#I2>I2</a>)");
    }

    #[test]
    fn a_finding_of_another_round_is_none_of_this_run() {
        let of_round = |round: Option<u32>, text: &str| {
            let mut out = String::new();
            let of_six = BTreeMap::from([("S1".to_owned(), "six#S1".to_owned())]);
            let of_rounds = BTreeMap::from([(6, of_six)]);
            References { round, of_rounds, ..references() }.push_linked(&mut out, text);
            out
        };
        assert_eq!(
            of_round(Some(7), "(round 6 S1 unaddressed), see I2"),
            "(round 6 <a href=six#S1>S1</a> unaddressed), see <a href=#I2>I2</a>"
        );
        assert_eq!(of_round(None, "S1 of round 6"), "<a href=six#S1>S1</a> of round 6");
        assert_eq!(of_round(Some(7), "round 6 I2 and S1"), "round 6 I2 and <a href=six#S1>S1</a>");
        assert_eq!(of_round(Some(7), "round 5 S1"), "round 5 S1");
        assert_eq!(of_round(Some(7), "round 6 finding 2"), "round 6 finding 2");
        assert_eq!(of_round(Some(6), "round 6 S1"), "round 6 <a href=#S1>S1</a>");
    }

    #[test]
    fn pull_requests_and_commits_become_links() {
        assert_eq!(linked("see #242"), "see <a href=pr242>#242</a>");
        assert_eq!(linked("99f1148 and 99f11489ab"), "<a href=commit>99f1148</a> and <a href=commit>99f11489ab</a>");
        for plain in ["a#242", "#0", "#12a", "#1234567890123", "99f1149", "deadbeef"] {
            assert_eq!(linked(plain), plain);
        }
        assert_eq!(linked("é #2 <b>"), "é <a href=pr2>#2</a> &lt;b&gt;");
    }
}

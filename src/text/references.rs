//! What a text may point to: findings of its run, source lines, commits, pull requests, reviewers.
//!
//! A page fills [`References`] with addresses that are right for it; this room only recognises the words.

use super::html::has_scheme;
use super::{Html, push_text, push_value};
use std::collections::BTreeMap;

/// Everything that the texts of one run may refer to, with addresses as seen from one page.
#[derive(Default)]
pub struct References {
    /// Findings in the order in which a bare number counts them (critical, important, suggestions), then the
    /// others: id and address.
    pub findings: Vec<(String, String)>,
    /// How many of `findings` a bare "finding N" can mean.
    pub numbered: usize,
    /// Where the suggestions start within `findings`.
    pub first_suggestion: usize,
    /// Other anchors of the page that a link in a text may aim at.
    pub anchors: BTreeMap<String, String>,
    /// Badges by every name of a reviewer, folded to lower case.
    pub credits: BTreeMap<String, Html>,
    /// Paths of the run's locations.
    pub paths: Vec<String>,
    /// Makes the address of lines of a path.
    pub source: Option<SourceLink>,
    /// Commits of the run: SHA and address.
    pub commits: Vec<(String, String)>,
    /// Makes the address of a pull request or issue.
    pub pull_request: Option<PullRequestLink>,
}

/// Makes the address of lines of a path.
pub type SourceLink = Box<dyn Fn(&str, Option<(u32, u32)>) -> String + Send + Sync>;
/// Makes the address of a pull request.
pub type PullRequestLink = Box<dyn Fn(u64) -> String + Send + Sync>;

impl References {
    fn finding(&self, id: &str) -> Option<&str> {
        self.findings.iter().find(|(known, _)| known == id).map(|(_, address)| address.as_str())
    }

    /// The Nth finding, or the Nth suggestion.
    fn numbered(&self, noun: Noun, number: usize) -> Option<&str> {
        let at = number.checked_sub(1)? + if noun == Noun::Suggestion { self.first_suggestion } else { 0 };
        (at < self.numbered).then(|| self.findings[at].1.as_str())
    }

    /// The address of a commit of the run, by its full or short name.
    #[must_use]
    pub fn commit(&self, word: &str) -> Option<&str> {
        if !crate::model::forge::is_sha(word) {
            return None;
        }
        let same = |sha: &str| sha.starts_with(word) || word.starts_with(sha);
        self.commits.iter().find(|(sha, _)| same(sha)).map(|(_, address)| address.as_str())
    }

    /// Where inline code points to, if it is a path, a pull request or a commit.
    #[must_use]
    pub fn code(&self, code: &str) -> Option<String> {
        if let Some(number) = code.strip_prefix('#').and_then(plain_number) {
            return self.pull_request.as_ref().map(|link| link(number));
        }
        if let Some(address) = self.commit(code) {
            return Some(address.to_owned());
        }
        let source = self.source.as_ref()?;
        let (path, lines) = split_lines(code);
        Some(source(self.path(path, lines.is_some())?, lines))
    }

    /// The full path that `written` stands for: the only location that ends with it, or itself when it holds a
    /// slash and looks like a file.
    fn path<'p>(&'p self, written: &'p str, has_lines: bool) -> Option<&'p str> {
        let plain = |c: char| c.is_alphanumeric() || "/._-+@~".contains(c);
        if written.is_empty()
            || !written.chars().all(plain)
            || written.starts_with(['/', '~'])
            || written.contains("..")
        {
            return None;
        }
        let mut known = self
            .paths
            .iter()
            .filter(|path| path.strip_suffix(written).is_some_and(|before| before.is_empty() || before.ends_with('/')));
        if let (Some(path), None) = (known.next(), known.next()) {
            return Some(path);
        }
        let name = written.rsplit('/').next().unwrap_or(written);
        let has_ending = name.trim_start_matches('.').contains('.');
        let like_a_file = has_lines || has_ending || FILES_WITHOUT_ENDING.contains(&name);
        (written.contains('/') && !name.is_empty() && like_a_file).then_some(written)
    }

    /// What becomes of a link's destination.
    #[must_use]
    pub fn destination(&self, destination: &str) -> Destination {
        let trimmed = destination.trim();
        if let Some(scheme) = scheme(trimmed) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" => Destination::Address(trimmed.to_owned()),
                _ => Destination::None,
            };
        }
        if let Some(anchor) = trimmed.strip_prefix('#') {
            let address = self.finding(anchor).or_else(|| self.anchors.get(anchor).map(String::as_str));
            return address.map_or(Destination::None, |address| Destination::Address(address.to_owned()));
        }
        let relative = trimmed.strip_prefix("./").unwrap_or(trimmed);
        let path = relative.split(['#', '?']).next().unwrap_or(relative);
        let inside = crate::model::id::stays_inside(path) && !path.contains('\\');
        match &self.source {
            Some(source) if inside => Destination::Address(source(path, fragment_lines(relative))),
            _ => Destination::None,
        }
    }

    /// Cuts a bracketed list of reviewers off the end of a text, and gives their badges.
    #[must_use]
    pub fn cut_credits<'t>(&self, text: &'t str) -> Option<(&'t str, Vec<&Html>)> {
        let mut rest = text.trim_end();
        let mut groups = Vec::new();
        while let Some(inner) = rest.strip_suffix(']') {
            let open = inner.rfind('[')?;
            let badges: Option<Vec<&Html>> = inner[open + 1..].split(',').map(|name| self.credit(name)).collect();
            let Some(badges) = badges else { break };
            groups.push(badges);
            rest = inner[..open].trim_end();
        }
        groups.reverse();
        (!groups.is_empty()).then(|| (rest, groups.concat()))
    }

    fn credit(&self, name: &str) -> Option<&Html> {
        self.credits.get(&name.trim().to_lowercase())
    }

    /// Writes plain text, its references as links; tells whether one of those depends on the page that it stands on.
    pub(super) fn push_linked(&self, out: &mut String, text: &str) -> bool {
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
            return self.numbered_links(text, start, end, noun);
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
        let address = if speaks { self.finding(word) } else { None }.or_else(|| self.commit(word));
        address.map(|address| one(start, address)).unwrap_or_default()
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

/// Where a link goes.
#[derive(Debug, PartialEq, Eq)]
pub enum Destination {
    /// There.
    Address(String),
    /// Nowhere that this site would send anyone: only its text is shown.
    None,
}

struct Link {
    start: usize,
    end: usize,
    address: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Noun {
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

const FILES_WITHOUT_ENDING: [&str; 8] =
    ["Makefile", "Dockerfile", "LICENSE", "README", "Gemfile", "Rakefile", "Jenkinsfile", "Containerfile"];

/// Appends a link to an address that this program made or allowed.
pub(super) fn push_link(out: &mut String, address: &str, text: &str) {
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

fn plain_number(text: &str) -> Option<u64> {
    let plain = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok())?
}

/// `path:12-20` into path and lines.
fn split_lines(code: &str) -> (&str, Option<(u32, u32)>) {
    let Some((path, lines)) = code.rsplit_once(':') else { return (code, None) };
    let (start, end) = lines.split_once(['-', '–']).unwrap_or((lines, lines));
    match (line_number(start), line_number(end)) {
        (Some(start), Some(end)) if start <= end => (path, Some((start, end))),
        _ => (code, None),
    }
}

fn line_number(text: &str) -> Option<u32> {
    plain_number(text).and_then(|number| u32::try_from(number).ok())
}

/// `#L3-L5` into lines.
fn fragment_lines(address: &str) -> Option<(u32, u32)> {
    let (_, fragment) = address.split_once("#L")?;
    let (start, end) = fragment.split_once("-L").or_else(|| fragment.split_once('-')).unwrap_or((fragment, fragment));
    line_number(start).zip(line_number(end)).filter(|(start, end)| start <= end)
}

/// The scheme of an address, if it has one. Control characters and blanks are skipped, as browsers do.
fn scheme(address: &str) -> Option<String> {
    let visible: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(64).collect();
    if visible.starts_with("//") || visible.starts_with("/\\") || visible.starts_with('\\') {
        return Some("protocol-relative".to_owned());
    }
    let (scheme, _) = visible.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then(|| scheme.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references() -> References {
        let findings = ["C1", "I1", "I2", "S1", "D1", "main", "7"];
        References {
            findings: findings.iter().map(|id| ((*id).to_owned(), format!("#{id}"))).collect(),
            numbered: 4,
            first_suggestion: 3,
            credits: [("claude", "one"), ("claude opus 4.6", "one"), ("codex", "two")]
                .map(|(name, badge)| (name.to_owned(), Html::text(badge)))
                .into(),
            paths: vec!["src/a/lib.rs".to_owned(), "src/b/lib.rs".to_owned(), "src/main.go".to_owned()],
            source: Some(Box::new(|path, lines| format!("src:{path}:{lines:?}"))),
            commits: vec![("99f1148".to_owned(), "commit".to_owned())],
            pull_request: Some(Box::new(|number| format!("pr{number}"))),
            ..References::default()
        }
    }

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
    fn pull_requests_and_commits_become_links() {
        assert_eq!(linked("see #242"), "see <a href=pr242>#242</a>");
        assert_eq!(linked("99f1148 and 99f11489ab"), "<a href=commit>99f1148</a> and <a href=commit>99f11489ab</a>");
        for plain in ["a#242", "#0", "#12a", "#1234567890123", "99f1149", "deadbeef"] {
            assert_eq!(linked(plain), plain);
        }
        assert_eq!(linked("é #2 <b>"), "é <a href=pr2>#2</a> &lt;b&gt;");
    }

    #[test]
    fn code_points_to_source_when_it_is_clear() {
        let code = |text: &str| references().code(text);
        assert_eq!(code("main.go:12-20").as_deref(), Some("src:src/main.go:Some((12, 20))"));
        assert_eq!(code("a/lib.rs:3").as_deref(), Some("src:src/a/lib.rs:Some((3, 3))"));
        assert_eq!(code("other/file.rs").as_deref(), Some("src:other/file.rs:None"));
        assert_eq!(code("cmd/tool:7").as_deref(), Some("src:cmd/tool:Some((7, 7))"));
        assert_eq!(code("#12").as_deref(), Some("pr12"));
        for none in
            ["lib.rs", "x.go", "and/or", "../up.rs", "/etc/passwd.x", "a b/c.rs", "Process.Kill()", "main.go:20-12", ""]
        {
            assert_eq!(code(none), None, "{none}");
        }
    }

    #[test]
    fn credits_are_cut_only_when_every_entry_is_a_reviewer() {
        let references = references();
        let cut = |text| {
            let (rest, badges) = references.cut_credits(text)?;
            Some((rest, badges.into_iter().map(Html::as_str).collect::<Vec<_>>()))
        };
        assert_eq!(cut("good [Claude Opus 4.6, Codex]"), Some(("good", vec!["one", "two"])));
        assert_eq!(cut("good [claude] [Codex] "), Some(("good", vec!["one", "two"])));
        assert_eq!(cut("a [x] [Codex]"), Some(("a [x]", vec!["two"])));
        for none in ["good [Claude, Bob]", "good []", "good]"] {
            assert_eq!(cut(none), None, "{none}");
        }
    }

    #[test]
    fn only_harmless_destinations_survive() {
        let to = |text: &str| references().destination(text);
        assert_eq!(to("https://x.example/"), Destination::Address("https://x.example/".to_owned()));
        assert_eq!(to("docs/a.md#L3-L4"), Destination::Address("src:docs/a.md:Some((3, 4))".to_owned()));
        assert_eq!(to("#I2"), Destination::Address("#I2".to_owned()));
        for none in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            " \u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example/x",
            "/\\evil.example",
            "\\\\evil",
            "#nowhere",
            "../../x",
            "/abs",
            "file:///etc/passwd",
        ] {
            assert_eq!(to(none), Destination::None, "{none:?}");
        }
    }
}

//! One finding of a run, with all that the run says about it.

use super::address::HttpAddress;
use super::id::Slug;
use super::judgement::{Judgement, is_valid};
use super::word::worded;

/// How bad a finding is; the order is the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Must not be merged.
    Critical,
    /// Should be fixed before the merge.
    Important,
    /// Could be better.
    Suggestion,
    /// An observation about the design, not a defect of a line.
    Concern,
}

// Words of the format, and CSS classes as well.
worded!(Severity { Critical: "critical", Important: "important", Suggestion: "suggestion", Concern: "concern" });

impl Severity {
    /// The letter that ids of numbered findings begin with, as in `C1` and `D2`.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Critical => 'C',
            Self::Important => 'I',
            Self::Suggestion => 'S',
            Self::Concern => 'D',
        }
    }

    /// The word for `count` findings: `3 suggestions`, `1 important`.
    #[must_use]
    pub fn plural(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::Suggestion, n) if n != 1 => "suggestions",
            (Self::Concern, n) if n != 1 => "concerns",
            _ => self.word(),
        }
    }
}

/// What came of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// The code was changed.
    Fixed,
    /// Left for another time.
    Skipped,
    /// Rejected, with a reason.
    Declined,
    /// A test now holds it.
    TestWritten,
    /// A comment was written.
    Commented,
    /// The documentation was changed.
    Documented,
}

worded!(Action {
    Fixed: "fixed",
    Skipped: "skipped",
    Declined: "declined",
    TestWritten: "test-written",
    Commented: "commented",
    Documented: "documented",
});

impl Action {
    /// The words for the page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Fixed => "Fixed",
            Self::Skipped => "Skipped",
            Self::Declined => "Declined",
            Self::TestWritten => "Test written",
            Self::Commented => "Commented",
            Self::Documented => "Documented",
        }
    }

    /// Whether the finding led to a change: `fixed`, `test-written` or `documented`.
    #[must_use]
    pub fn acted_on(self) -> bool {
        matches!(self, Self::Fixed | Self::TestWritten | Self::Documented)
    }
}

/// One defect or remark, consolidated from all who reported it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Unique in the run; the anchor.
    pub id: Slug,
    /// As consolidated; what an agent said itself stands in its [`Credit`].
    pub severity: Severity,
    /// One line of Markdown.
    pub title: String,
    /// Free labels.
    pub tags: Vec<Slug>,
    /// Who reported it; empty: known, but no agent found it. Only those without a role count.
    pub found_by: Vec<Credit>,
    /// The places that it is about; the first is the main one.
    pub locations: Vec<Location>,
    /// Code shown with it.
    pub excerpts: Vec<Excerpt>,
    /// Markdown.
    pub body: Option<String>,
    /// How to reproduce it.
    pub repro: Option<Repro>,
    /// Markdown, shown after "Fix:".
    pub fix: Option<String>,
    /// A unified diff.
    pub patch: Option<String>,
    /// What the assessors said of it.
    pub judgement: Judgement,
    /// What was done about it; `None`: the run does not say.
    pub resolution: Option<Resolution>,
    /// Between 0 and 1, as the report states it.
    pub confidence: Option<f64>,
    /// The tool's rule behind it.
    pub rule: Option<Rule>,
    /// Name and value, kept from the source.
    pub fingerprints: Vec<(String, String)>,
    /// Whether it is one of an earlier round, as far as the run says.
    pub lineage: Lineage,
    /// Ids that it had before: their anchors still lead to it.
    pub aliases: Vec<Slug>,
}

/// The tag of a finding whose source states no severity: it has one all the same, to stand somewhere on the page.
pub const UNRATED: &str = "unrated";

impl Finding {
    /// A finding of which nothing but this is known.
    #[must_use]
    pub fn new(id: Slug, severity: Severity, title: String) -> Self {
        Self {
            id,
            severity,
            title,
            tags: Vec::new(),
            found_by: Vec::new(),
            locations: Vec::new(),
            excerpts: Vec::new(),
            body: None,
            repro: None,
            fix: None,
            patch: None,
            judgement: Judgement::default(),
            resolution: None,
            confidence: None,
            rule: None,
            fingerprints: Vec::new(),
            lineage: Lineage::Unstated,
            aliases: Vec::new(),
        }
    }

    /// Whether it counts, see [`is_valid`].
    #[must_use]
    pub fn is_valid(&self) -> bool {
        is_valid(self.judgement.assessment)
    }

    /// Whether nobody stated its severity, so that no statistic by severity counts it.
    #[must_use]
    pub fn is_unrated(&self) -> bool {
        self.tags.iter().any(|tag| tag.as_str() == UNRATED)
    }

    /// Its patch, where that can be offered as a file: it has the head of a file or of a hunk, and begins with none of the
    /// signs by which a browser takes a file for a page or a document that a server sends without a type.
    #[must_use]
    pub fn patch_file(&self) -> Option<&str> {
        let patch = self.patch.as_deref()?;
        let begins_as_text =
            patch.trim_start().starts_with(|first: char| first.is_ascii_alphanumeric() || "-+@#".contains(first));
        let is_head = |line: &str| ["diff ", "--- ", "Index: ", "@@ -"].iter().any(|head| line.starts_with(head));
        (begins_as_text && patch.lines().any(is_head)).then_some(patch)
    }
}

/// Who reported a finding.
#[derive(Clone, Debug)]
pub struct Credit {
    /// A reviewer of the run, or whoever the role says.
    pub agent: Slug,
    /// What else than a reviewer of this run it was; `None`: a reviewer.
    pub role: Option<Role>,
    /// How it rated the finding itself.
    pub severity: Option<Severity>,
    /// The finding's id in its own report.
    pub reference: Option<String>,
    /// In which of its passes.
    pub pass: Option<u32>,
}

impl Credit {
    /// An agent of the panel, of which nothing more is known.
    #[must_use]
    pub fn of_reviewer(agent: Slug) -> Self {
        Self { agent, role: None, severity: None, reference: None, pass: None }
    }
}

/// As what somebody reported a finding who did not review the change in this run. Such a credit is shown and counts
/// nowhere: not for a panel, not for a pair, and not against another agent's having found something alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Whoever made one report of many.
    Consolidator,
    /// A reviewer of an earlier round.
    EarlierRound,
}

worded!(Role { Consolidator: "consolidator", EarlierRound: "earlier-round" });

impl Role {
    /// The words for the page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Consolidator => "consolidator",
            Self::EarlierRound => "earlier round",
        }
    }
}

/// The last line that a place can have. No file has as many, and there is room to count on from here.
pub const LAST_LINE: u32 = 1_000_000_000;

/// Whether a number can be that of a line.
#[must_use]
pub fn is_line(number: u32) -> bool {
    (1..=LAST_LINE).contains(&number)
}

/// A place in the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Path inside the repository.
    pub path: String,
    /// First line, from 1 to [`LAST_LINE`].
    pub start_line: Option<u32>,
    /// Last line, which is the first or one below it.
    pub end_line: Option<u32>,
}

/// Code shown with a finding.
#[derive(Clone, Debug)]
pub struct Excerpt {
    /// Path inside the repository.
    pub path: Option<String>,
    /// Number of its first line.
    pub start_line: Option<u32>,
    /// Language, as the report names it.
    pub language: Option<String>,
    /// Lines to mark, numbered as in the file.
    pub highlight_lines: Vec<u32>,
    /// The lines, as they are in the file.
    pub code: String,
}

/// How to see a finding.
#[derive(Clone, Debug)]
pub struct Repro {
    /// Language of the script.
    pub language: String,
    /// What to run.
    pub script: String,
    /// What it prints.
    pub output: Option<String>,
}

/// What came of a finding.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// What was done.
    pub action: Action,
    /// Markdown.
    pub reason: Option<String>,
    /// The commit that did it.
    pub commit: Option<String>,
}

/// A tool's rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The name that the tool knows the rule by.
    pub id: String,
    /// Where the rule is explained.
    pub url: Option<HttpAddress>,
}

/// Whether a finding is one of an earlier round, as its run states it, whatever comparing them says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lineage {
    /// The run does not say.
    #[default]
    Unstated,
    /// It is none of an earlier round.
    New,
    /// It is this one.
    Continues(Continues),
}

impl Lineage {
    /// The finding that it continues.
    #[must_use]
    pub fn continues(&self) -> Option<&Continues> {
        match self {
            Self::Continues(continues) => Some(continues),
            Self::Unstated | Self::New => None,
        }
    }

    /// Of whatever an importer has read.
    #[must_use]
    pub fn from_continues(continues: Option<Continues>) -> Self {
        continues.map_or(Self::Unstated, Self::Continues)
    }
}

/// The same finding in an earlier round: by run, by round of the same subject, or in the round before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continues {
    /// The earlier run; `None`: the round says which, and without one it is the round before.
    pub run: Option<Slug>,
    /// The round of the same subject.
    pub round: Option<u32>,
    /// The finding's id there.
    pub finding: Slug,
}

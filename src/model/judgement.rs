//! What was said of a finding once it had been reported, and what that makes it count for.

use super::date::Date;
use super::id::Slug;
use super::run::Reviewer;
use super::word::worded;

/// What the assessors said of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assessment {
    /// The defect is real.
    Confirmed,
    /// There is no such defect.
    FalsePositive,
    /// The defect is real, and stays.
    WontFix,
    /// Another finding is about the same defect.
    Duplicate,
    /// It is disputed whether the defect is real.
    Contested,
    /// Taken back, whether it is real or not.
    Withdrawn,
}

worded!(Assessment {
    Confirmed: "confirmed",
    FalsePositive: "false-positive",
    WontFix: "wont-fix",
    Duplicate: "duplicate",
    Contested: "contested",
    Withdrawn: "withdrawn",
});

impl Assessment {
    /// The words for the page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Confirmed => "Confirmed",
            Self::FalsePositive => "False positive",
            Self::WontFix => "Won’t fix",
            Self::Duplicate => "Duplicate",
            Self::Contested => "Contested",
            Self::Withdrawn => "Withdrawn",
        }
    }

    /// Whether it says that the defect is real, or that it is not; `None` where it says neither.
    #[must_use]
    pub fn judges_right(self) -> Option<bool> {
        match self {
            Self::Confirmed | Self::WontFix => Some(true),
            Self::FalsePositive => Some(false),
            Self::Duplicate | Self::Contested | Self::Withdrawn => None,
        }
    }
}

/// Whether a finding that was assessed so counts. Every figure of the site goes by this rule, and no other.
#[must_use]
pub fn is_valid(assessment: Option<Assessment>) -> bool {
    match assessment {
        None | Some(Assessment::Confirmed | Assessment::WontFix | Assessment::Contested) => true,
        // Whoever found a duplicate is credited with the finding that it duplicates.
        Some(Assessment::FalsePositive | Assessment::Duplicate | Assessment::Withdrawn) => false,
    }
}

/// An assessment with whose it is, from when, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// `None`: not judged.
    pub assessment: Option<Assessment>,
    /// The person who judged, by `@handle` or name; `None`: whoever made the report.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// Why, in Markdown.
    pub reason: Option<String>,
    /// Of a duplicate, the finding that it duplicates.
    pub duplicate_of: Option<DuplicateOf>,
}

impl From<Option<Assessment>> for Judgement {
    fn from(assessment: Option<Assessment>) -> Self {
        Self { assessment, ..Self::default() }
    }
}

impl Judgement {
    /// The person who judged; an agent of the panel is none.
    #[must_use]
    pub fn person(&self, reviewers: &[Reviewer]) -> Option<&str> {
        let by = self.by.as_deref().map(str::trim).filter(|by| !by.is_empty())?;
        self.agent(reviewers).is_none().then_some(by)
    }

    /// The agent of the panel that is named in the place of a person.
    #[must_use]
    pub fn agent<'r>(&self, reviewers: &'r [Reviewer]) -> Option<&'r Slug> {
        let by = self.by.as_deref()?.trim();
        let is_called = |reviewer: &&Reviewer| {
            [reviewer.agent.as_str(), reviewer.display_name()].iter().any(|name| name.eq_ignore_ascii_case(by))
        };
        reviewers.iter().find(is_called).map(|reviewer| &reviewer.agent)
    }

    /// What a duplicate says that it duplicates.
    #[must_use]
    pub fn target(&self) -> Option<&DuplicateOf> {
        self.duplicate_of.as_ref().filter(|_| self.assessment == Some(Assessment::Duplicate))
    }
}

/// The finding that another one duplicates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateOf {
    /// Its run; `None`: the run of the duplicate.
    pub run: Option<Slug>,
    /// Its id there.
    pub finding: Slug,
}

#[cfg(test)]
mod tests {
    use super::{Assessment, is_valid};

    #[test]
    fn each_word_says_what_a_finding_counts_for() {
        for (assessment, valid, right) in [
            (Assessment::Confirmed, true, Some(true)),
            (Assessment::FalsePositive, false, Some(false)),
            (Assessment::WontFix, true, Some(true)),
            (Assessment::Duplicate, false, None),
            (Assessment::Contested, true, None),
            (Assessment::Withdrawn, false, None),
        ] {
            let word = assessment.word();
            assert_eq!((is_valid(Some(assessment)), assessment.judges_right()), (valid, right), "{word}");
        }
        assert!(is_valid(None));
    }
}

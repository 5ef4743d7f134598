//! The kinds of problem, by which many of them are counted and grouped.

/// What kind of problem a diagnostic tells. The words are part of what `check --format json` publishes and do not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The system does not let the file or folder be read.
    UnreadableFile,
    /// A folder, a socket or the like, where a run should be.
    NotAFile,
    /// A link that leads nowhere, in a circle, or out of the folder that it is in.
    BadLink,
    /// A file that is gone or was written to while it was read.
    ChangedFile,
    /// A hidden file of a team, which is no part of the site.
    LeftOut,
    /// Bytes or a file name that are not UTF-8.
    NotUtf8,
    /// Nothing in the file.
    EmptyFile,
    /// Not JSON or not TOML.
    Syntax,
    /// Nested deeper than any run is.
    TooDeep,
    /// JSON of something else.
    NotARun,
    /// A run in a format that this version does not know.
    UnknownFormat,
    /// Half of a character that takes two escapes.
    UnpairedSurrogate,
    /// A key that the format does not have.
    UnknownKey,
    /// A key that the object has already.
    DuplicateKey,
    /// A key that must be there.
    MissingKey,
    /// A string for a number and the like.
    WrongType,
    /// A text that does not have the form it needs.
    InvalidValue,
    /// A word that is none of those to choose from.
    UnknownValue,
    /// A number too small or too large.
    OutOfRange,
    /// A list longer than the format allows.
    TooMany,
    /// More problems than a file's share; they are counted only.
    MoreProblems,
    /// A run whose id is not its file's name.
    IdMismatch,
    /// Two findings of a run with one id.
    DuplicateId,
    /// Two runs with one id.
    DuplicateRun,
    /// An agent that is listed twice.
    DuplicateAgent,
    /// An agent that is no reviewer of the run.
    UnknownAgent,
    /// Lines that end before they start.
    LineRange,
    /// A verdict that the findings contradict.
    ContradictoryVerdict,
    /// What is said of an assessment, without one that it fits.
    ContradictoryAssessment,
    /// A duplicate of nothing, of itself, of another duplicate, or of a finding of another change.
    DuplicateTarget,
    /// An old address that leads elsewhere already.
    AliasTaken,
    /// A recorded metric that the findings contradict.
    MetricMismatch,
    /// A sign that shows a text in another order than it has.
    BidiControl,
    /// A file of which no run can be made.
    NotImported,
    /// Parts of an imported file that are not read.
    PartlyImported,
    /// A run that is dated by its file's last change.
    AssumedDate,
    /// Two files of one import that make the same run.
    ImportedTwice,
    /// A different run in the place of an imported one.
    RunExists,
    /// A run that could not be written.
    NotWritten,
    /// Two files of the site that cannot stand beside each other.
    PathTaken,
    /// A template that does not compile.
    InvalidTemplate,
    /// A template that no page uses.
    UnusedTemplate,
    /// A credential in a text.
    Credential,
    /// A folder in a text that names a person.
    HomePath,
    /// An e-mail address in a text.
    EmailAddress,
    /// A host on a private network in a text.
    PrivateHost,
    /// Secrets that marks took the place of.
    Redacted,
    /// A withdrawn run that the archive does not have.
    UnknownWithdrawn,
    /// Reviewers of one run that are counted as one agent.
    JoinedOnOnePanel,
    /// Agents, or spellings of a model, that look like one.
    NearTwins,
    /// Findings of two rounds that are hardly one, or hardly not.
    CloseMatch,
    /// More rounds of a change than are compared with each other.
    ManyRounds,
}

impl ProblemKind {
    /// Every kind and its word.
    pub const ALL: [(Self, &'static str); 52] = [
        (Self::UnreadableFile, "unreadable-file"),
        (Self::NotAFile, "not-a-file"),
        (Self::BadLink, "bad-link"),
        (Self::ChangedFile, "changed-file"),
        (Self::LeftOut, "left-out"),
        (Self::NotUtf8, "not-utf8"),
        (Self::EmptyFile, "empty-file"),
        (Self::Syntax, "syntax"),
        (Self::TooDeep, "too-deep"),
        (Self::NotARun, "not-a-run"),
        (Self::UnknownFormat, "unknown-format"),
        (Self::UnpairedSurrogate, "unpaired-surrogate"),
        (Self::UnknownKey, "unknown-key"),
        (Self::DuplicateKey, "duplicate-key"),
        (Self::MissingKey, "missing-key"),
        (Self::WrongType, "wrong-type"),
        (Self::InvalidValue, "invalid-value"),
        (Self::UnknownValue, "unknown-value"),
        (Self::OutOfRange, "out-of-range"),
        (Self::TooMany, "too-many"),
        (Self::MoreProblems, "more-problems"),
        (Self::IdMismatch, "id-mismatch"),
        (Self::DuplicateId, "duplicate-id"),
        (Self::DuplicateRun, "duplicate-run"),
        (Self::DuplicateAgent, "duplicate-agent"),
        (Self::UnknownAgent, "unknown-agent"),
        (Self::LineRange, "line-range"),
        (Self::ContradictoryVerdict, "contradictory-verdict"),
        (Self::ContradictoryAssessment, "contradictory-assessment"),
        (Self::DuplicateTarget, "duplicate-target"),
        (Self::AliasTaken, "alias-taken"),
        (Self::MetricMismatch, "metric-mismatch"),
        (Self::BidiControl, "bidi-control"),
        (Self::NotImported, "not-imported"),
        (Self::PartlyImported, "partly-imported"),
        (Self::AssumedDate, "assumed-date"),
        (Self::ImportedTwice, "imported-twice"),
        (Self::RunExists, "run-exists"),
        (Self::NotWritten, "not-written"),
        (Self::PathTaken, "path-taken"),
        (Self::InvalidTemplate, "invalid-template"),
        (Self::UnusedTemplate, "unused-template"),
        (Self::Credential, "credential"),
        (Self::HomePath, "home-path"),
        (Self::EmailAddress, "email-address"),
        (Self::PrivateHost, "private-host"),
        (Self::Redacted, "redacted"),
        (Self::UnknownWithdrawn, "unknown-withdrawn"),
        (Self::JoinedOnOnePanel, "joined-on-one-panel"),
        (Self::NearTwins, "near-twins"),
        (Self::CloseMatch, "close-match"),
        (Self::ManyRounds, "many-rounds"),
    ];

    /// The word by which `check --format json` publishes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

#[cfg(test)]
mod tests {
    use super::ProblemKind;
    use std::collections::BTreeSet;

    #[test]
    fn each_kind_has_a_word_of_its_own() {
        for (at, (kind, word)) in ProblemKind::ALL.into_iter().enumerate() {
            assert_eq!((kind as usize, kind.word()), (at, word));
            assert!(
                word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
                "{word}"
            );
        }
        let words: BTreeSet<_> = ProblemKind::ALL.iter().map(|(_, word)| word).collect();
        assert_eq!(words.len(), ProblemKind::ALL.len());
    }
}

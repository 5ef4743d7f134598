//! The truth, without serde: what a run is once it has been read and found whole.
//!
//! Nothing here knows JSON, HTML or the disk. A value of these types has passed the checks of `archive`,
//! so the stages above need not look at them again.

pub mod address;
pub mod change;
pub mod corpus;
pub mod date;
pub mod diagnostic;
pub mod duplicates;
pub mod finding;
pub mod forge;
pub mod id;
pub mod identity;
pub mod judgement;
pub mod problem_kind;
pub mod recommendation;
pub mod run;
pub mod sketch;
pub mod visible;
pub mod word;

pub use address::{BaseAddress, HttpAddress};
pub use change::Change;
pub use corpus::{Corpus, Digest, FindingDigest, SubjectKey, Withdrawn, WithdrawnContent};
pub use date::Date;
pub use diagnostic::{Checked, Diagnostic, Level};
pub use finding::{Action, Finding, Severity};
pub use forge::PullRequest;
pub use id::{Repository, Slug};
pub use identity::Identities;
pub use judgement::{Assessment, Judgement};
pub use problem_kind::ProblemKind;
pub use run::{Reviewer, Run, Status, Subject};
pub use sketch::Sketch;
pub use visible::{visible, visible_lines};
pub use word::Worded;

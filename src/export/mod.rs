//! The published data: what the runs say as rows of six tables, and the files that hold them.
//!
//! A row is a plain struct; `COLUMNS` of its type names its columns once, for every format. The site publishes findings and
//! reviews as CSV and JSON ([`published`]) and the figures of agents as JSON ([`leaderboard`]), `pilcrow export` writes all
//! six tables as Parquet. No disk, no addresses of the site's making (they are handed in as [`Addresses`]), and nothing is
//! counted here: a row holds what one run says, what other rounds make of it is handed in ([`FindingInRounds`]), and figures come
//! from `aggregate`.

pub mod addresses;
mod beside;
pub mod csv;
pub mod evidence;
mod finding;
mod found;
pub mod json;
pub mod leaderboard;
pub mod matches;
pub mod parquet;
pub mod published;
pub mod recommendations;
mod review;
mod reviewer;
pub mod table;

pub use beside::{GapRow, PriorDecisionRow};
pub use finding::FindingRow;
pub use found::FoundRow;
pub use published::Published;
pub use review::ReviewRow;
pub use reviewer::ReviewerRow;
pub use table::TableRow;

use crate::aggregate::Analysis;
use crate::aggregate::ledger::LedgerPage;
use crate::aggregate::standing::{InRounds, Standing};
use crate::model::{Finding, Run, Slug};

/// Where the pages of the site are, relative to its root.
pub trait Addresses: Sync {
    /// The page of a review.
    fn review(&self, run: &Run) -> String;
    /// The page of a finding, or its place on the page of its review.
    fn finding(&self, run: &Run, finding: &Finding) -> String;
    /// The page of an agent, by what that is called.
    fn agent(&self, address: &str) -> String;
    /// The lasting place of what a review recommends: by its page, and the first that recommends it.
    fn proposal(&self, page: &LedgerPage, run: &Slug, number: usize) -> String;
    /// The page of two agents beside each other.
    fn pair(&self, first: &str, second: &str) -> String;
}

/// What the rounds of a change make of one finding.
#[derive(Clone, Debug)]
pub struct FindingInRounds {
    /// The first finding of its problem, as `review/finding`.
    pub problem: String,
    /// The number of that finding's round.
    pub since: u32,
    /// What it is in its own round.
    pub standing: Standing,
    /// Whether there is a round before its own.
    pub has_earlier: bool,
    /// Whether it stands for its problem.
    pub is_newest: bool,
}

impl FindingInRounds {
    /// The findings of a run, in its order.
    #[must_use]
    pub fn all_of(analysis: &Analysis<'_>, run: usize) -> Vec<Self> {
        let named = |at| {
            let InRounds { problem, since, standing, has_earlier, is_newest } = at;
            let first = &analysis.corpus.runs[problem.run];
            // No slug has a `/`.
            let problem = format!("{}/{}", first.id, first.findings[problem.finding].id);
            Self { problem, since, standing, has_earlier, is_newest }
        };
        analysis.in_rounds(run).into_iter().map(named).collect()
    }
}

/// The rows of all runs, in six tables, which `review` joins, and `finding` with it.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// One row a review.
    pub reviews: Vec<ReviewRow>,
    /// One row a review × agent of its panel.
    pub reviewers: Vec<ReviewerRow>,
    /// One row a finding.
    pub findings: Vec<FindingRow>,
    /// One row a finding × agent that found it.
    pub found: Vec<FoundRow>,
    /// One row a gap in tests or documentation.
    pub gaps: Vec<GapRow>,
    /// One row a decision of an earlier round.
    pub prior_decisions: Vec<PriorDecisionRow>,
}

impl Tables {
    /// The rows of one run, in the order of its report.
    #[must_use]
    pub fn from_run(run: &Run, in_rounds: &[FindingInRounds], addresses: &dyn Addresses) -> Self {
        Self {
            reviews: vec![ReviewRow::from_run(run, addresses)],
            reviewers: ReviewerRow::all_of(run),
            findings: FindingRow::all_of(run, in_rounds, addresses),
            found: FoundRow::all_of(run),
            gaps: GapRow::all_of(run),
            prior_decisions: PriorDecisionRow::all_of(run),
        }
    }

    /// Adds the rows of others below these.
    pub fn extend(&mut self, others: Self) {
        self.reviews.extend(others.reviews);
        self.reviewers.extend(others.reviewers);
        self.findings.extend(others.findings);
        self.found.extend(others.found);
        self.gaps.extend(others.gaps);
        self.prior_decisions.extend(others.prior_decisions);
    }

    /// Name and content of each Parquet file.
    ///
    /// # Errors
    /// What the encoder says; it has no reason to.
    pub fn parquet_files(&self) -> Result<[(&'static str, Vec<u8>); 6], parquet::EncodeError> {
        Ok([
            ("reviews.parquet", parquet::encode(&self.reviews)?),
            ("reviewers.parquet", parquet::encode(&self.reviewers)?),
            ("findings.parquet", parquet::encode(&self.findings)?),
            ("found.parquet", parquet::encode(&self.found)?),
            ("gaps.parquet", parquet::encode(&self.gaps)?),
            ("prior_decisions.parquet", parquet::encode(&self.prior_decisions)?),
        ])
    }
}

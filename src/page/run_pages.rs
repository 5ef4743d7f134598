//! The pages of one run while they are made: what they share is made once.

use super::inputs::Inputs;
use super::parts::{FindingPart, RunContext};
use super::route::Route;
use crate::model::{Finding, Run, Severity};
use crate::output::engine::TemplateError;
use crate::text::references::References;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

/// A run in its context, and the parts of its findings that its review's page has made already.
pub struct RunPages<'r> {
    /// The run.
    pub context: RunContext<'r>,
    references: OnceCell<References>,
    ordered: OnceCell<Ordered>,
    made: RefCell<BTreeMap<String, FindingPart>>,
}

impl<'r> RunPages<'r> {
    /// For the run at this position of the corpus.
    ///
    /// # Errors
    /// When a component of the templates cannot be filled.
    pub fn new(inputs: Inputs<'r>, run: &'r Run, at: usize) -> Result<Self, TemplateError> {
        let context = RunContext::new(inputs, run, at)?;
        Ok(Self { context, references: OnceCell::new(), ordered: OnceCell::new(), made: RefCell::default() })
    }

    /// The findings before and after one that has a page, in the order of the review's page, as far as they have pages.
    pub fn neighbours(&self, finding: usize) -> [Option<&'r Finding>; 2] {
        let ordered = self.ordered.get_or_init(|| Ordered::new(&self.context.inputs, self.context.run));
        let place = ordered.places.get(finding).copied().flatten();
        let at = |place: Option<usize>| {
            let finding = place.and_then(|place| ordered.findings.get(place))?;
            self.context.run.findings.get(*finding)
        };
        [at(place.and_then(|place| place.checked_sub(1))), at(place.map(|place| place + 1))]
    }

    /// What the texts of a finding's page may point to: the same on all of them, since they stand in one folder.
    pub fn references_of_findings(&self) -> &References {
        self.references.get_or_init(|| {
            let first = self.context.run.findings.first();
            first
                .map(|first| self.context.references(&Route::Finding(&self.context.run.id, &first.id).path()))
                .unwrap_or_default()
        })
    }

    /// Keeps what a page has of findings: code and texts cost far more to make than to look through.
    pub fn keep(&self, findings: impl Iterator<Item = FindingPart>) {
        self.made.borrow_mut().extend(findings.map(|part| (part.id.clone(), part)));
    }

    /// What was kept of a finding; it can be taken once.
    pub fn take(&self, finding: &str) -> Option<FindingPart> {
        self.made.borrow_mut().remove(finding)
    }
}

/// The findings that have a page, in the order of the review's page. Findings are positions in the run.
struct Ordered {
    findings: Vec<usize>,
    /// By finding its place among those.
    places: Vec<Option<usize>>,
}

impl Ordered {
    fn new(inputs: &Inputs<'_>, run: &Run) -> Self {
        let of = |severity| {
            let findings = run.findings.iter().enumerate();
            findings.filter(move |(_, finding)| finding.severity == severity).map(|(at, _)| at)
        };
        let findings: Vec<usize> =
            Severity::ALL.into_iter().filter(|severity| inputs.has_page(*severity)).flat_map(of).collect();
        let mut places = vec![None; run.findings.len()];
        for (place, finding) in findings.iter().enumerate() {
            places[*finding] = Some(place);
        }
        Self { findings, places }
    }
}

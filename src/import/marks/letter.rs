//! The letters of severities, which ids of findings begin with.

use crate::model::{Severity, Slug};
use std::collections::BTreeMap;

/// Gives the findings of a run their ids, counting each severity for itself: `C1`, `I1`, `I2`.
#[derive(Debug, Default)]
pub struct Numbering {
    counts: BTreeMap<Severity, usize>,
}

impl Numbering {
    /// The id of the next finding of a severity.
    pub fn next_id(&mut self, severity: Severity) -> Slug {
        let count = self.counts.entry(severity).or_default();
        *count += 1;
        format!("{}{count}", severity.letter()).parse().expect("a letter and digits are a slug")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_severity_is_counted_for_itself() {
        use Severity::{Concern, Critical, Important};
        let mut numbering = Numbering::default();
        let ids = [Important, Critical, Important, Concern].map(|severity| numbering.next_id(severity).to_string());
        assert_eq!(ids, ["I1", "C1", "I2", "D1"]);
    }
}

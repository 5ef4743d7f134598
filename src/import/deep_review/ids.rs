//! The ids of findings: the report's own where they are free, else the next of their severity.

use super::finding_head::FindingHead;
use super::findings::Found;
use crate::model::finding::Finding;
use crate::model::{Severity, Slug};
use std::collections::BTreeSet;

/// The ids of a run.
#[derive(Debug, Default)]
pub struct Ids {
    /// Those that the report itself gives.
    own: BTreeSet<String>,
    /// Those that a finding has.
    given: BTreeSet<String>,
}

impl Ids {
    /// Takes the ids that the report gives itself.
    pub fn reserve(&mut self, found: &Found) {
        self.own.extend(found.findings.iter().filter_map(|(head, _)| own_id(head)));
    }

    /// Names the findings of one severity. One that the report only numbers is also known as `important-2`.
    pub fn name_findings(&mut self, found: Found, severity: Severity) -> Vec<Finding> {
        let letter = severity.letter();
        let mut next = 1;
        let mut out = Vec::new();
        for (at, (head, mut finding)) in found.findings.into_iter().enumerate() {
            let own = own_id(&head).filter(|id| !self.given.contains(id));
            let id = own.clone().unwrap_or_else(|| {
                while [&self.own, &self.given].iter().any(|ids| ids.contains(&format!("{letter}{next}"))) {
                    next += 1;
                }
                format!("{letter}{next}")
            });
            self.given.insert(id.clone());
            if own.is_none() && severity != Severity::Concern {
                finding.aliases.extend(format!("{}-{}", severity.word(), at + 1).parse::<Slug>().ok());
            }
            if let Ok(id) = id.parse() {
                finding.id = id;
            }
            out.push(finding);
        }
        out
    }
}

fn own_id(head: &FindingHead) -> Option<String> {
    Some(format!("{}{}", head.letter?, head.number?))
}

//! Runs that several agents reviewed, as sets of what each found. Plain numbers in and out.

use crate::aggregate::statistics::marks::Marks;

/// A run that several agents reviewed.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Number of the change.
    pub subject: usize,
    /// How many valid findings are known.
    pub pool: usize,
    /// By agent, ascending, which of them it found.
    pub found: Vec<(usize, Marks)>,
}

impl Shared {
    /// Whether anybody but a panel of so many could have found something.
    pub(super) fn knows_more_than(&self, members: usize) -> bool {
        self.found.len() > members || self.found_by_any().count() < self.pool
    }

    fn found_by_any(&self) -> Marks {
        self.found.iter().fold(Marks::none(self.pool), |all, (_, found)| all.or(found))
    }

    /// What these agents found together; `None` unless all of them were there.
    #[must_use]
    pub fn covered(&self, members: &[usize]) -> Option<Marks> {
        let mut covered = Marks::none(self.pool);
        for member in members {
            let at = self.found.binary_search_by_key(member, |(agent, _)| *agent).ok()?;
            covered = covered.or(&self.found[at].1);
        }
        Some(covered)
    }
}

//! What else than model and effort an agent was run with. Another prompt or another program may make another agent of the
//! same model, so that versions say what they were run with, where runs state it.

use crate::aggregate::field::{By, Field};
use crate::model::Corpus;

/// What the runs of a version state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setup<'c> {
    /// Programs with their versions, each once, the newest first.
    pub tools: Vec<&'c str>,
    /// Versions of prompts and skills, likewise.
    pub instructions: Vec<&'c str>,
}

/// The setups of each version, by its number in the field.
#[must_use]
pub fn setups<'c>(corpus: &'c Corpus, field: &Field<'c>) -> Vec<Setup<'c>> {
    let mut setups = vec![Setup::default(); field.len(By::Version)];
    // Newest first.
    for sitting in &field.sittings {
        let run = &corpus.runs[sitting.run];
        for who in sitting.turns.iter().map(|turn| turn.who).chain(sitting.lost.iter().map(|lost| lost.who)) {
            let Some(reviewer) = run.reviewer(field.agents[who.agent]) else { continue };
            let setup = &mut setups[who.version];
            add(&mut setup.tools, reviewer.tool.as_deref());
            add(&mut setup.instructions, reviewer.instructions.as_deref());
        }
    }
    setups
}

fn add<'c>(known: &mut Vec<&'c str>, stated: Option<&'c str>) {
    known.extend(stated.filter(|stated| !known.contains(stated)));
}

//! How far "is the new model better" and "which to run" can be trusted: archives are simulated whose truth is known, always
//! the same ones, and what the site would say of them is held against it.
//!
//! `cargo bench --bench agents` prints the tables as Markdown.
//!
//! A change has 1 to about 30 problems, 8 on average. An agent finds a problem with the chance
//! `logistic(ability + ease of the problem + ease of the change + of the change for this agent − slope · ln(problems / 8))`:
//! shares fall with the size of the change, what is hard for one agent is hard for all, and an agent has changes that do not
//! suit it. What the archive knows is what at least one agent of the panel found.

#![expect(clippy::disallowed_macros, reason = "a benchmark prints its table")]
#![expect(clippy::cast_precision_loss, reason = "counts of findings")]

#[path = "agents/changes.rs"]
mod changes;
#[path = "agents/contests.rs"]
mod contests;
#[path = "support/memory.rs"]
mod memory;
#[path = "agents/missed.rs"]
mod missed;
#[path = "agents/panels.rs"]
mod panels;
#[path = "agents/world.rs"]
mod world;

fn main() {
    changes::tables();
    contests::tables();
    panels::tables();
    missed::tables();
}

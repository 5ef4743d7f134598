//! The only code that touches disk, clock and terminal.

pub mod disk;
pub mod helpers;
pub mod loose_runs;
mod manifest;
mod moves;
pub mod old_addresses;
mod old_site;
pub mod serve;
pub mod signals;
pub mod stage_error;
pub mod staged;
pub mod terminal;
mod tree;
pub mod workplace;

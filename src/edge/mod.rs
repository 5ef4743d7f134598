//! The only code that touches disk, clock and terminal.

pub mod disk;
pub mod helpers;
mod manifest;
mod old_site;
pub mod stage_error;
pub mod staged;
pub mod terminal;

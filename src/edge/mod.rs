//! The only code that touches disk, clock and terminal.

pub mod disk;
pub mod staged;
pub mod terminal;

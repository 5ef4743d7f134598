//! Numbers in, numbers out: intervals, differences and tests over changes. Knows no agent and no run.

pub(super) mod between;
pub(super) mod chance;
pub mod contrast;
pub(super) mod distribution;
pub mod drift;
pub mod enough;
pub mod gap;
pub mod groups;
pub(super) mod information;
pub mod interval;
pub(super) mod level;
pub mod marks;
pub mod missed;
pub mod paired;

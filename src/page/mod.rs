//! The pages: for each kind a typed view, filled from digests and runs, for one template. Numbers are already in
//! words; templates loop and print. A page imports `route`, `shell` and the small rooms they share, never a sibling.

pub mod agent;
pub mod agents;
pub mod comparison;
pub mod finding;
pub mod home;
pub mod leaderboard;
pub mod methodology;
pub mod not_found;
pub mod originals;
pub mod panels;
pub mod parts;
pub mod plan;
pub mod redirect;
pub mod review;
pub mod reviews;
pub mod route;
pub mod search;
pub mod searched;
pub mod shell;
pub mod surroundings;
pub mod versus;

pub use plan::{Plan, plan};
pub use surroundings::Surroundings;

//! Reading documents that people wrote: a tree that knows where each value stands, and typed reading that
//! collects every problem instead of stopping at the first. JSON and TOML both come in through here.

pub mod json;
pub mod node;
pub mod problem;
pub mod reader;
pub mod toml;

pub use node::{Entry, Node, Value};
pub use problem::Problem;
pub use reader::{Fields, Reader, Unknown};

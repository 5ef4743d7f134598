//! From views to files: templates, fingerprinted assets, the link check, and the sink that takes it all. Knows no page.

pub mod assets;
pub mod engine;
pub mod links;
pub mod sink;
pub mod sources;
pub mod theme;

pub use engine::Engine;
pub use sink::{Output, Sink, SinkError, Written};
pub use theme::Theme;

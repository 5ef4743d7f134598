//! Criterion benchmarks of the stages.
fn main() {}

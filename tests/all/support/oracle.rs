//! What independent implementations say, as the scripts in `tests/fixtures` wrote it down.

use serde_json::Value;
use std::sync::OnceLock;

/// Cases by the figure that they are of.
pub struct Oracle {
    path: &'static str,
    expected: OnceLock<Value>,
}

impl Oracle {
    /// Of a file below `tests/fixtures`.
    pub const fn new(path: &'static str) -> Self {
        Self { path, expected: OnceLock::new() }
    }

    /// The cases of one figure; there are some.
    pub fn cases(&self, figure: &str) -> &[Value] {
        let read = || {
            let path = super::root().join("tests/fixtures").join(self.path);
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
        };
        let cases = self.expected.get_or_init(read)[figure].as_array().unwrap();
        assert!(cases.len() > 3, "{figure}");
        cases
    }
}

pub fn count(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

//! A run as a file of the archive: the fields in the order of the format, absent ones left out, two blanks a level.

use super::decode::problems_in;
use super::form::{Form, whole};
use crate::input::{Node, Value};
use crate::model::{Diagnostic, Run};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A run on its way into the archive.
#[derive(Debug)]
pub struct Draft<'r> {
    run: &'r Run,
    tree: Node<'r>,
}

impl<'r> Draft<'r> {
    /// Lays a run out as its file will be.
    #[must_use]
    pub fn from_run(run: &'r Run) -> Self {
        Self { run, tree: Run::write(run) }
    }

    /// What the archive's own reader will say of the file. Problems have no place, since there is no file yet.
    #[must_use]
    pub fn problems(&self, file: &str) -> Vec<Diagnostic> {
        problems_in(&self.tree, file, self.run.id.as_str())
    }

    /// The run as JSON, indented and with a line break at the end.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(length_of_texts(self.run) * 5 / 4 + 4096);
        // A tree of texts and finite numbers can always be written.
        let _ = serde_json::to_writer_pretty(&mut out, &Written(&self.tree));
        out.push(b'\n');
        out
    }
}

/// The file of a run.
#[must_use]
pub fn encode(run: &Run) -> String {
    String::from_utf8(Draft::from_run(run).bytes()).unwrap_or_default()
}

/// Bytes of the long texts, which make up most of a file.
fn length_of_texts(run: &Run) -> usize {
    let of = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let findings = run.findings.iter().map(|finding| {
        let code: usize = finding.excerpts.iter().map(|excerpt| excerpt.code.len()).sum();
        of(&finding.body) + of(&finding.fix) + of(&finding.patch) + code + 600
    });
    let sections = run.sections.iter().map(|(_, body)| body.len());
    let originals = run.originals.iter().map(|original| original.body.len());
    of(&run.summary) + findings.chain(sections).chain(originals).sum::<usize>()
}

/// A tree on its way to a file.
struct Written<'t>(&'t Node<'t>);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(_, number) => match whole(*number) {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(*number),
            },
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => serializer.collect_seq(items.iter().map(Written)),
            Value::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for entry in entries {
                    map.serialize_entry(&entry.key, &Written(&entry.node))?;
                }
                map.end()
            }
        }
    }
}

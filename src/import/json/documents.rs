//! The JSON in a text that may hold more: several documents one after another, lines of other programs between them, and
//! documents in the Markdown of an agent, with or without a fence.

use crate::import::markdown::fence::Fence;
use serde_json::Value;

/// Beginnings of documents that turn out to be none; from there on a text is prose.
const MOST_ATTEMPTS: usize = 200;

/// What a text holds.
#[derive(Debug, Default)]
pub struct Documents {
    /// Objects, arrays of objects, and arrays of these.
    pub values: Vec<Value>,
    /// What stands before, between and behind them, without the fences that were around them.
    pub prose: Vec<String>,
    /// Whether the text ends in the middle of a document, whose beginning is in the prose.
    pub is_cut: bool,
}

/// Takes a text apart.
pub fn documents(text: &str) -> Documents {
    let mut out = Documents::default();
    let mut prose = Prose::default();
    let mut rest = text;
    let mut attempts = 0;
    while !rest.is_empty() {
        // What a cut document holds is no document of its own.
        let may_begin = attempts < MOST_ATTEMPTS && !out.is_cut;
        let begins = may_begin && rest.trim_start_matches([' ', '\t']).starts_with(['{', '[']);
        match if begins { document_at(rest) } else { Start::Prose } {
            Start::Document(value, behind) => {
                out.prose.extend(prose.finished());
                out.values.push(value);
                rest = prose.without_closing_fence(behind);
            }
            start => {
                attempts += usize::from(begins);
                out.is_cut |= matches!(start, Start::Cut);
                let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
                prose.lines.push(line);
                rest = behind;
            }
        }
    }
    out.prose.extend(prose.finished());
    out
}

/// What a text begins with.
enum Start<'t> {
    /// A document, and what stands behind it.
    Document(Value, &'t str),
    /// The beginning of a document that the end of the text cuts.
    Cut,
    Prose,
}

fn document_at(text: &str) -> Start<'_> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = match stream.next() {
        Some(Ok(value)) => value,
        Some(Err(error)) if error.is_eof() => return Start::Cut,
        _ => return Start::Prose,
    };
    let behind = text.get(stream.byte_offset()..).unwrap_or_default();
    let behind = behind.trim_start_matches([' ', '\t', '\r']);
    let is_apart = behind.is_empty() || behind.starts_with(['\n', '{', '[']);
    if !(is_apart && is_document(&value)) {
        return Start::Prose;
    }
    Start::Document(value, behind.strip_prefix('\n').unwrap_or(behind))
}

/// Objects, and arrays of them; some programs put arrays into an array.
fn is_document(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().all(is_document),
        _ => false,
    }
}

/// Lines that are no document.
#[derive(Default)]
struct Prose<'t> {
    lines: Vec<&'t str>,
    /// The fence around the document at hand.
    fence: Option<Fence<'t>>,
}

impl Prose<'_> {
    /// The lines so far, without a fence that opens the document behind them.
    fn finished(&mut self) -> Option<String> {
        self.fence = self.lines.last().and_then(|line| Fence::opening(line));
        if self.fence.is_some() {
            self.lines.pop();
        }
        let text = self.lines.drain(..).collect::<Vec<_>>().join("\n");
        let text = text.trim_matches('\n').trim_end();
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    fn without_closing_fence<'b>(&mut self, behind: &'b str) -> &'b str {
        let Some(fence) = self.fence.take() else { return behind };
        let (line, rest) = behind.split_once('\n').unwrap_or((behind, ""));
        if fence.is_closed_by(line) { rest } else { behind }
    }
}

#[cfg(test)]
mod tests {
    use super::documents;

    #[track_caller]
    fn check(text: &str, values: &[&str], prose: &[&str], is_cut: bool) {
        let found = documents(text);
        let found_values: Vec<String> = found.values.iter().map(ToString::to_string).collect();
        assert_eq!(
            (found_values.as_slice(), found.prose.as_slice(), found.is_cut),
            (
                values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>().as_slice(),
                prose.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>().as_slice(),
                is_cut,
            ),
            "{text}"
        );
    }

    #[test]
    fn documents_are_found_among_other_lines() {
        check("{\"a\":\n1}", &["{\"a\":1}"], &[], false);
        check("{\"a\":1}{\"b\":2}\r\n{\"c\":3}\n", &["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"], &[], false);
        check("starting\n{\"a\":1}\noops\n\n[{\"b\":2}]", &["{\"a\":1}", "[{\"b\":2}]"], &["starting", "oops"], false);
        check("Here:\n\n```json\n{\"a\":1}\n```\nThat is all.", &["{\"a\":1}"], &["Here:", "That is all."], false);
        check("~~~\n[]\n~~~", &["[]"], &[], false);
        check("[[{\"a\":1}],[]]", &["[[{\"a\":1}],[]]"], &[], false);
        check("[1] is a note\n[P1] too\n[2]\n- {x}", &[], &["[1] is a note\n[P1] too\n[2]\n- {x}"], false);
        check("{\"a\":1}\n{\"b\":", &["{\"a\":1}"], &["{\"b\":"], true);
        check("{\"a\": [\n{\"b\": 1}\n", &[], &["{\"a\": [\n{\"b\": 1}"], true);
        check("", &[], &[], false);
    }
}

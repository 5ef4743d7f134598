//! `addresses.json`: every lasting address of a site, with its lasting anchors, so that the next build can tell what it would
//! lose. What is read here may come from anywhere, and is compared with addresses and nothing else.

use crate::input::problem::shortened;
use crate::input::{Node, Problem, Value, json};
use crate::model::{ProblemKind, diagnostic::Places};
use std::collections::BTreeMap;

/// What the file calls itself. New keys beside the others keep the name; any other change makes a new one.
pub const FORMAT: &str = "pilcrow-addresses/1";

/// What an address is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A page or file, with its anchors in their order.
    Page(Vec<String>),
    /// It leads on to this address.
    LeadsTo(String),
}

/// Addresses by their files below the site's root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressList(pub BTreeMap<String, Entry>);

/// Why a text is no [`AddressList`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct AddressListError {
    line: usize,
    column: usize,
    message: String,
}

impl AddressList {
    /// The list as it stands in the site.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut folders: BTreeMap<&str, Vec<(&str, &Entry)>> = BTreeMap::new();
        for (path, entry) in &self.0 {
            let (folder, name) = path.split_at(start_of_name(path));
            folders.entry(folder).or_default().push((name, entry));
        }
        let mut out = format!("{{\"format\":\"{FORMAT}\",\"addresses\":{{");
        for (at, (folder, files)) in folders.iter().enumerate() {
            out.push_str(if at == 0 { "\n" } else { ",\n" });
            push_text(&mut out, folder);
            out.push_str(":{");
            for (at, (name, entry)) in files.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                push_text(&mut out, name);
                out.push(':');
                push_entry(&mut out, entry);
            }
            out.push('}');
        }
        out.push_str("\n}}\n");
        out
    }

    /// Reads a list.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, AddressListError> {
        let read = json::parse(bytes, &mut Vec::new()).and_then(|(_, root)| of_root(&root).map_err(Box::new));
        read.map_err(|problem| {
            let text = String::from_utf8_lossy(bytes);
            let place = Places::in_text(&text).place(problem.offset, 0);
            AddressListError { line: place.line, column: place.column, message: problem.message }
        })
    }
}

/// Where a path is cut in two. The page of a folder goes with those of the folders beside it, of which there may be thousands.
fn start_of_name(path: &str) -> usize {
    let whole = path.strip_suffix("/index.html").unwrap_or(path);
    whole.rfind('/').map_or(0, |at| at + 1)
}

fn push_entry(out: &mut String, entry: &Entry) {
    match entry {
        Entry::LeadsTo(target) => push_text(out, target),
        Entry::Page(anchors) => {
            out.push('[');
            for (at, anchor) in anchors.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                push_text(out, anchor);
            }
            out.push(']');
        }
    }
}

fn push_text(out: &mut String, text: &str) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

fn of_root(root: &Node<'_>) -> Result<AddressList, Problem> {
    let format = root.at("/format").ok_or_else(|| wrong(root, "has no `format`, and is no list of addresses"))?;
    match &format.value {
        Value::String(name) if name == FORMAT => {}
        Value::String(name) => {
            let message = format!("has the format `{}`, and this pilcrow reads `{FORMAT}`", shortened(name));
            return Err(wrong(format, message));
        }
        _ => return Err(expected(format, "a string")),
    }
    let folders = root.at("/addresses").ok_or_else(|| wrong(root, "has no `addresses`"))?;
    let mut list = AddressList::default();
    for folder in entries(folders)? {
        for file in entries(&folder.node)? {
            let path = format!("{}{}", folder.key, file.key);
            if !is_path(&path) {
                return Err(wrong(&file.node, format!("`{}` is no file of a site", shortened(&path))));
            }
            list.0.insert(path, entry(&file.node)?);
        }
    }
    Ok(list)
}

fn entry(node: &Node<'_>) -> Result<Entry, Problem> {
    match &node.value {
        Value::String(target) => Ok(Entry::LeadsTo(target.to_string())),
        Value::Array(anchors) => {
            let anchor = |node: &Node<'_>| match &node.value {
                Value::String(anchor) => Ok(anchor.to_string()),
                _ => Err(expected(node, "a string")),
            };
            Ok(Entry::Page(anchors.iter().map(anchor).collect::<Result<_, _>>()?))
        }
        _ => Err(expected(node, "a list of anchors, or an address")),
    }
}

fn entries<'n, 'a>(node: &'n Node<'a>) -> Result<&'n [crate::input::Entry<'a>], Problem> {
    match &node.value {
        Value::Object(entries) => Ok(entries),
        _ => Err(expected(node, "an object")),
    }
}

/// A file below a site's root, and none outside.
fn is_path(path: &str) -> bool {
    const LONGEST: usize = 4096;
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    path.len() <= LONGEST && !path.contains(|c: char| c.is_control() || c == '\\') && path.split('/').all(is_name)
}

fn expected(node: &Node<'_>, what: &str) -> Problem {
    wrong(node, format!("expected {what}, found {}", node.kind()))
}

fn wrong(node: &Node<'_>, message: impl Into<String>) -> Problem {
    Problem::error(ProblemKind::InvalidValue, node.offset, node.length, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[(&str, Entry)]) -> AddressList {
        AddressList(entries.iter().map(|(path, entry)| ((*path).to_owned(), entry.clone())).collect())
    }

    fn page(anchors: &[&str]) -> Entry {
        Entry::Page(anchors.iter().map(|anchor| (*anchor).to_owned()).collect())
    }

    #[test]
    fn a_list_comes_back() {
        let list = list(&[
            ("index.html", page(&[])),
            ("o/n/pull/7/1/I1/index.html", Entry::LeadsTo("reviews/a/I1.html".to_owned())),
            ("o/n/pull/7/index.html", Entry::LeadsTo("reviews/a.html".to_owned())),
            ("o/n/pull/8/index.html", Entry::LeadsTo("reviews/b.html".to_owned())),
            ("reviews/a.html", page(&["I1", "\u{e9}\"\n"])),
            ("reviews/a/I1.html", page(&[])),
            ("reviews/index.html", page(&[])),
        ]);
        let text = list.to_json();
        assert_eq!(AddressList::parse(text.as_bytes()), Ok(list));
        let expected = "{\"format\":\"pilcrow-addresses/1\",\"addresses\":{\n\
            \"\":{\"index.html\":[],\"reviews/index.html\":[]},\n\
            \"o/n/pull/\":{\"7/index.html\":\"reviews/a.html\",\"8/index.html\":\"reviews/b.html\"},\n\
            \"o/n/pull/7/1/\":{\"I1/index.html\":\"reviews/a/I1.html\"},\n\
            \"reviews/\":{\"a.html\":[\"I1\",\"\u{e9}\\\"\\n\"]},\n\
            \"reviews/a/\":{\"I1.html\":[]}\n}}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn nothing_is_read_that_is_no_address() {
        let of = |addresses: &str| format!("{{\"format\": \"{FORMAT}\", \"addresses\": {addresses}}}");
        for (text, words) in [
            (String::new(), "is empty"),
            ("{".to_owned(), "is not valid JSON"),
            ("[]".to_owned(), "has no `format`"),
            ("{\"format\": 1}".to_owned(), "expected a string, found a number"),
            ("{\"format\": \"pilcrow-addresses/2\"}".to_owned(), "has the format `pilcrow-addresses/2`"),
            (of("[]"), "expected an object, found an array"),
            (of("{\"\": []}"), "expected an object, found an array"),
            (of("{\"\": {\"a.html\": 1}}"), "expected a list of anchors, or an address, found a number"),
            (of("{\"\": {\"a.html\": [1]}}"), "expected a string, found a number"),
            (of("{\"../\": {\"a.html\": []}}"), "`../a.html` is no file of a site"),
            (of("{\"/\": {\"a.html\": []}}"), "`/a.html` is no file of a site"),
            (of("{\"a/\": {\"\": []}}"), "`a/` is no file of a site"),
            (of("{\"a\": {\"\\\\b\": []}}"), "is no file of a site"),
            (of("{\"a\": {\"\\u001b\": []}}"), "is no file of a site"),
            (format!("{}1{}", "[".repeat(200), "]".repeat(200)), "nest"),
        ] {
            let error = AddressList::parse(text.as_bytes()).expect_err(&text).to_string();
            assert!(error.contains(words) && error.starts_with("line 1, column "), "{text}: {error}");
        }
        let error = AddressList::parse(b"\xff\xfe").expect_err("no text").to_string();
        assert!(error.contains("UTF-16"), "{error}");
    }
}

//! A feed as Atom (RFC 4287).

use super::entries::{Entry, Feed};
use crate::text::{push_attribute, push_bare_text};

/// The feed as XML.
pub fn written(feed: &Feed) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    attribute(&mut out, "xml:lang", &feed.language);
    out.push_str(">\n");
    element(&mut out, "id", &feed.id);
    element(&mut out, "title", &feed.title);
    element(&mut out, "subtitle", &feed.description);
    link(&mut out, &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.own)]);
    link(&mut out, &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.home)]);
    element(&mut out, "updated", &feed.updated);
    // Of an entry that names nobody the feed's author is taken.
    author(&mut out, if feed.site.trim().is_empty() { "Pilcrow" } else { &feed.site });
    element(&mut out, "generator", "Pilcrow");
    for one in &feed.entries {
        entry(&mut out, one);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, entry: &Entry) {
    out.push_str("<entry>\n");
    element(out, "id", &entry.id);
    element(out, "title", &entry.title);
    link(out, &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
    element(out, "published", &entry.published);
    element(out, "updated", &entry.published);
    for name in &entry.authors {
        author(out, name);
    }
    for tag in &entry.tags {
        out.push_str("<category");
        attribute(out, "term", tag);
        out.push_str("/>\n");
    }
    element(out, "summary", &entry.summary);
    out.push_str("</entry>\n");
}

fn author(out: &mut String, name: &str) {
    out.push_str("<author>");
    element(out, "name", name);
    out.push_str("</author>\n");
}

fn link(out: &mut String, attributes: &[(&str, &str)]) {
    out.push_str("<link");
    for (name, value) in attributes {
        attribute(out, name, value);
    }
    out.push_str("/>\n");
}

fn element(out: &mut String, name: &str, text: &str) {
    for piece in ["<", name, ">"] {
        out.push_str(piece);
    }
    push_bare_text(out, text);
    for piece in ["</", name, ">\n"] {
        out.push_str(piece);
    }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    for piece in [" ", name, "=\""] {
        out.push_str(piece);
    }
    push_attribute(out, value);
    out.push('"');
}

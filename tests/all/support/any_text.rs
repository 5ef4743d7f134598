//! What holds of every run, text and block of code, whatever is in it. The fuzz targets in `fuzz/` include this file, so that
//! what they look for and what the tests hold is one thing.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use pilcrow::Level;
use pilcrow::internals::archive::{Draft, decode};
use pilcrow::internals::export::AddressList;
use pilcrow::internals::text::{Anchors, CodeBlock, CodeParser, Highlighter, Markdown, Parsing, References, Scope};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::sync::Arc;

/// A file of an archive gives a run or says why not, and a run comes back from its own file as it was.
#[track_caller]
pub fn assert_sound_file(bytes: &[u8]) {
    let (run, said) = decode(bytes, "x.json", "x");
    let is_wrong = said.iter().any(|one| one.level == Level::Error);
    assert_eq!(run.is_none(), is_wrong, "{said:?}");
    if let Some(run) = run {
        let (again, said) = decode(&Draft::from_run(&run).bytes(), "x.json", run.id.as_str());
        assert_eq!(format!("{:#?}", again.expect("a run is read again")), format!("{run:#?}"), "{said:?}");
    }
}

/// A text becomes markup in which nothing runs, nothing is loaded and nothing leads to where it should not.
#[track_caller]
pub fn assert_sound_text(text: &str) {
    let (references, highlighter) = (References::default(), Highlighter::new(Arc::new(NoColours)));
    let markdown = Markdown { references: &references, highlighter: &highlighter };
    let mut anchors = Anchors::default();
    let scope = Scope { heading: 3, prefix: "t", anchors: &mut anchors, language: None };
    assert_inert(markdown.blocks(text, scope).as_str());
    assert_inert(markdown.line(text).as_str());
}

/// A text becomes Markdown that stays in its place: without raw HTML, below its heading, with no link that leads astray, and
/// what stands after it stands there alone.
#[track_caller]
pub fn assert_sound_rewritten(text: &str) {
    const AFTER: &str = "what stands after it";
    let (references, highlighter) = (References::default(), Highlighter::new(Arc::new(NoColours)));
    let markdown = Markdown { references: &references, highlighter: &highlighter };
    let written = markdown.rewritten(text, 3);
    let document = format!("{written}\n\n{AFTER}\n");
    let events: Vec<Event<'_>> =
        Parser::new_ext(&document, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).collect();
    for event in &events {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html} of {text:?} in {document}"),
            Event::Start(Tag::Heading { level, .. }) => assert!(*level >= HeadingLevel::H3, "{text:?}: {document}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let scheme = dest_url.split([':', '/', '?', '#']).next().filter(|start| start.len() < dest_url.len());
                let has_scheme = scheme.is_some_and(|scheme| dest_url[scheme.len()..].starts_with(':'));
                let is_good = |scheme: &str| ["http", "https", "mailto"].contains(&scheme.to_lowercase().as_str());
                assert!(!has_scheme || scheme.is_some_and(is_good), "{dest_url} of {text:?}");
            }
            _ => {}
        }
    }
    let last: Vec<&Event<'_>> = events[events.len().saturating_sub(3)..].iter().collect();
    let stands_alone = matches!(
        last.as_slice(),
        [Event::Start(Tag::Paragraph), Event::Text(words), Event::End(TagEnd::Paragraph)] if &**words == AFTER
    );
    let mut depth = 0_usize;
    for event in &events[..events.len() - 3] {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    assert!(stands_alone && depth == 0, "{text:?} holds what stands after it: {document}");
    assert!(!markdown.rewritten_line(text).contains(['\n', '\r']), "{text:?} has a line of its own");
}

/// A list of addresses is read or says why not, and comes back from its own file as it was.
#[track_caller]
pub fn assert_sound_addresses(bytes: &[u8]) {
    match AddressList::parse(bytes) {
        Ok(list) => assert_eq!(AddressList::parse(list.to_json().as_bytes()).as_ref(), Ok(&list)),
        Err(error) => assert!(error.to_string().starts_with("line "), "{error}"),
    }
}

/// Code stays the code that it was, line by line, with colours around its words.
#[track_caller]
pub fn assert_sound_code(highlighter: &Highlighter, language: &str, code: &str) {
    let lines = highlighter.lines(language, code);
    let html = lines.join("\n");
    let shown: Vec<String> =
        lines.iter().map(|line| legible(&text_of(&tree(&format!("<pre>x{line}</pre>"))))).collect();
    let expected: Vec<String> = code.split_inclusive('\n').map(|line| legible(&format!("x{line}"))).collect();
    assert_eq!(shown, expected, "{html}");
    let tags = html.split('<').skip(1).filter_map(|part| part.split_once('>').map(|(tag, _)| tag));
    for tag in tags {
        assert!(
            ["i", "i class=s", "i class=n", "i class=c", "/i", "/bdi"].contains(&tag)
                || tag.starts_with("bdi class=sign data-sign=U+"),
            "<{tag}> in {html}"
        );
    }
}

/// A text without signs that no page holds, and without what is shown in their place.
fn legible(text: &str) -> String {
    let is_shown =
        |sign: &char| !sign.is_control() && !matches!(sign, '\u{2400}'..='\u{2421}' | '\u{fffd}'..='\u{ffff}');
    text.chars().filter(|sign| *sign == '\t' || is_shown(sign)).collect()
}

/// Leaves code as it is: what parses it could end the process.
struct NoColours;

impl CodeParser for NoColours {
    fn begin(&self, blocks: Vec<CodeBlock<'static>>) -> Parsing<'_> {
        Box::new(move || blocks.into_iter().map(|block| (block, None)).collect())
    }
}

/// Every language that has a grammar.
pub const LANGUAGES: [&str; 20] = [
    "go",
    "rust",
    "python",
    "typescript",
    "tsx",
    "javascript",
    "java",
    "c",
    "cpp",
    "csharp",
    "ruby",
    "bash",
    "sql",
    "yaml",
    "json",
    "toml",
    "html",
    "css",
    "dockerfile",
    "makefile",
];

/// Every element that texts may become.
const ELEMENTS: [&str; 40] = [
    "html",
    "head",
    "body",
    "p",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "del",
    "ins",
    "mark",
    "code",
    "pre",
    "figure",
    "figcaption",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sup",
    "section",
    "span",
    "input",
    "div",
    "bdi",
    "small",
    "wbr",
];

/// Every attribute that they may have.
const ATTRIBUTES: [&str; 19] = [
    "href",
    "id",
    "class",
    "rel",
    "title",
    "role",
    "tabindex",
    "aria-label",
    "start",
    "type",
    "disabled",
    "checked",
    "scope",
    "align",
    "dir",
    "lang",
    "data-label",
    "value",
    "data-sign",
];

#[track_caller]
fn assert_inert(html: &str) {
    walk(&tree(html), &mut |node| {
        let NodeData::Element { name, attrs, .. } = &node.data else { return };
        let (space, name) = (&*name.ns, &*name.local);
        assert!(space == "http://www.w3.org/1999/xhtml" && ELEMENTS.contains(&name), "<{name}> in {html}");
        for attribute in attrs.borrow().iter() {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            assert!(ATTRIBUTES.contains(&name), "{name} in {html}");
            assert!(name != "href" || leads_well(value), "{value} in {html}");
        }
    });
}

fn leads_well(address: &str) -> bool {
    ["https://", "http://", "mailto:", "#"].iter().any(|start| address.starts_with(start))
}

fn tree(html: &str) -> Handle {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(format!("<!DOCTYPE html><body>{html}"));
    dom.document
}

fn walk(node: &Handle, visit: &mut dyn FnMut(&Handle)) {
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        visit(&node);
        open.extend(node.children.borrow().iter().cloned());
    }
}

fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
        open.extend(node.children.borrow().iter().rev().cloned());
    }
    text
}

//! Events into HTML, one after the other.

use super::plain::{LINE_START, options};
use super::scope::{Markdown, Scope};
use crate::text::code::{self, CodeStyle};
use crate::text::html::has_scheme;
use crate::text::references::Destination;
use crate::text::{escape_attribute, push_code, push_text, push_value};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::iter::Peekable;
use std::ops::Range;

pub type Located<'e> = (Event<'e>, Range<usize>);

/// Rows of a wider table end with their last cell: the parser fills every short one with empty cells, so that a few
/// kilobytes would be megabytes.
const WIDE_TABLE: usize = 32;

pub fn parse(source: &str) -> Vec<Located<'_>> {
    let mut all = Vec::new();
    let (mut is_wide, mut filled) = (false, 0);
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(source, options()).into_offset_iter()) {
        if let Event::Start(Tag::Table(columns)) = &event {
            is_wide = columns.len() > WIDE_TABLE;
        }
        if is_wide && matches!(event, Event::End(TagEnd::TableRow)) {
            all.truncate(filled);
        }
        let is_filled = match event {
            Event::Start(Tag::TableRow) => true,
            Event::End(TagEnd::TableCell) => !range.is_empty(),
            _ => false,
        };
        all.push((event, range));
        if is_filled {
            filled = all.len();
        }
    }
    all
}

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A whole text.
    Blocks,
    /// One line without a block.
    Line,
    /// One line inside a link: links are left out, their words stay.
    LineInLink,
}

impl Form {
    fn is_line(self) -> bool {
        self != Self::Blocks
    }

    fn is_in_link(self) -> bool {
        self == Self::LineInLink
    }
}

pub struct Writer<'w, 's> {
    markdown: &'w Markdown<'w>,
    source: &'w str,
    scope: Scope<'s>,
    pub out: String,
    /// Whether a link depends on the page that the text stands on.
    pub is_of_one_page: bool,
    /// Whether it ends a text with a list of reviewers as badges.
    pub has_credits: bool,
    pub form: Form,
    /// What is still to come before the line, and is no part of it.
    line_start: Option<char>,
    headings: Vec<HeadingLevel>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    /// Open links: whether each was written.
    links: Vec<bool>,
    /// How to close each open emphasis, since some is written as the text that it was.
    closers: Vec<&'static str>,
    footnotes: BTreeMap<String, (usize, String)>,
    defined: BTreeSet<String>,
}

impl<'w, 's> Writer<'w, 's> {
    pub fn new(markdown: &'w Markdown<'w>, source: &'w str, scope: Scope<'s>) -> Self {
        Self {
            markdown,
            source,
            scope,
            out: String::with_capacity(source.len() + source.len() / 4),
            is_of_one_page: false,
            has_credits: false,
            form: Form::Blocks,
            line_start: None,
            headings: Vec::new(),
            alignments: Vec::new(),
            cell: 0,
            in_head: false,
            links: Vec::new(),
            closers: Vec::new(),
            footnotes: BTreeMap::new(),
            defined: BTreeSet::new(),
        }
    }

    /// A writer of the inside of one paragraph that begins with [`LINE_START`].
    pub fn of_line(markdown: &'w Markdown<'w>, source: &'w str, scope: Scope<'s>, form: Form) -> Self {
        Self { form, line_start: Some(LINE_START), ..Self::new(markdown, source, scope) }
    }

    pub fn write(&mut self, events: &[Located<'_>]) {
        for (event, _) in events {
            if let Event::Start(Tag::FootnoteDefinition(name)) = event {
                self.number_footnote(name);
            }
        }
        let mut events = events.iter().peekable();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(tag) => self.start(tag, range, &mut events),
                Event::End(tag) => self.end(*tag),
                Event::Text(text) => self.text(text, &mut events),
                Event::Code(code) => self.inline_code(code),
                Event::Html(html) | Event::InlineHtml(html) => push_text(&mut self.out, html),
                Event::FootnoteReference(name) => self.footnote_reference(name),
                Event::SoftBreak => self.out.push('\n'),
                Event::HardBreak => self.out.push_str("<br>"),
                Event::Rule => self.out.push_str("<hr>"),
                Event::TaskListMarker(done) => self.task(*done),
                Event::InlineMath(text) | Event::DisplayMath(text) => push_text(&mut self.out, text),
            }
        }
    }

    fn start<'e>(
        &mut self,
        tag: &Tag<'_>,
        range: &Range<usize>,
        events: &mut Peekable<impl Iterator<Item = &'e Located<'e>>>,
    ) {
        match tag {
            Tag::Paragraph if self.form.is_line() => {}
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => self.heading(*level, events),
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>"),
            Tag::CodeBlock(kind) => self.code_block(kind, events),
            Tag::HtmlBlock => self.out.push_str("<p class=raw>"),
            Tag::List(Some(first)) if *first != 1 => {
                let _ = write!(self.out, "<ol start=\"{first}\">");
            }
            Tag::List(Some(_)) => self.out.push_str("<ol>"),
            Tag::List(None) => self.out.push_str("<ul>"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::FootnoteDefinition(name) => self.footnote(name),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.table_cell(events),
            Tag::Emphasis | Tag::Strong => self.emphasis(tag, range, events),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { dest_url, .. } => self.link(dest_url),
            Tag::Image { dest_url, .. } => self.image(dest_url, events),
            // Switched off in the options; their text is shown as it is.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.form.is_line() => {}
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.out.push_str("</p>"),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>"),
            TagEnd::FootnoteDefinition => self.out.push_str("</div>\n"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>"),
            TagEnd::Emphasis | TagEnd::Strong => {
                let closer = self.closers.pop().unwrap_or_default();
                self.out.push_str(closer);
            }
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link if self.links.pop() == Some(true) => self.out.push_str("</a>"),
            // Cells, headings, images and code blocks are written whole when they start.
            _ => {}
        }
    }

    fn text<'e>(&mut self, text: &str, events: &mut Peekable<impl Iterator<Item = &'e Located<'e>>>) {
        let text = self.line_start.take().and_then(|start| text.strip_prefix(start)).unwrap_or(text);
        if self.links.contains(&true) {
            return push_text(&mut self.out, text);
        }
        let ends = match events.peek() {
            None => true,
            Some((Event::End(end), _)) => matches!(end, TagEnd::Paragraph | TagEnd::Item),
            Some((Event::Start(start), _)) => matches!(start, Tag::List(_)),
            Some(_) => false,
        };
        let references = self.markdown.references;
        match if ends { references.cut_credits(text) } else { None } {
            Some((rest, badges)) => {
                self.linked(rest);
                self.out.push_str(" <span class=credit>");
                for (at, badge) in badges.into_iter().enumerate() {
                    self.out.push_str(if at > 0 { " " } else { "" });
                    self.out.push_str(badge.as_str());
                }
                self.out.push_str("</span>");
                self.has_credits = true;
            }
            None => self.linked(text),
        }
    }

    fn linked(&mut self, text: &str) {
        if self.form.is_in_link() {
            return push_text(&mut self.out, text);
        }
        self.is_of_one_page |= self.markdown.references.push_linked(&mut self.out, text);
    }

    fn open_link(&mut self, address: &str) {
        self.is_of_one_page |= !has_scheme(address);
        self.out.push_str("<a href=");
        push_value(&mut self.out, address);
        self.out.push('>');
    }

    fn inline_code(&mut self, code: &str) {
        let in_link = self.form.is_in_link() || self.links.contains(&true);
        let address = if in_link { None } else { self.markdown.references.code(code) };
        if let Some(address) = &address {
            self.open_link(address);
        }
        push_inline_code(&mut self.out, code);
        if address.is_some() {
            self.out.push_str("</a>");
        }
    }

    /// Levels follow each other without a gap, whatever the report's own were.
    fn heading<'e>(&mut self, level: HeadingLevel, events: &mut Peekable<impl Iterator<Item = &'e Located<'e>>>) {
        while self.headings.last().is_some_and(|open| *open >= level) {
            self.headings.pop();
        }
        let depth = u8::try_from(self.headings.len()).unwrap_or(u8::MAX);
        self.headings.push(level);
        let shown = self.scope.heading.saturating_add(depth).clamp(2, 6);
        let (inner, plain) = self.inner(events, |end| matches!(end, TagEnd::Heading(_)));
        if plain.trim().is_empty() {
            return;
        }
        let id = self.scope.anchors.from_words(self.scope.prefix, &plain);
        let id = escape_attribute(&id);
        let label = escape_attribute(plain.trim());
        self.is_of_one_page = true;
        let _ = writeln!(
            self.out,
            "<h{shown} id=\"{id}\">{inner} <a class=pilcrow href=\"#{id}\" aria-label=\"Link to {label}\">¶</a></h{shown}>"
        );
    }

    /// Writes what stands between here and the closing tag apart: as HTML, and as plain text.
    fn inner<'e>(
        &mut self,
        events: &mut Peekable<impl Iterator<Item = &'e Located<'e>>>,
        closes: impl Fn(&TagEnd) -> bool,
    ) -> (String, String) {
        let mut taken = Vec::new();
        for located in events.by_ref() {
            if matches!(&located.0, Event::End(end) if closes(end)) {
                break;
            }
            taken.push(located.clone());
        }
        let plain = taken
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => Some(text.as_ref()),
                Event::SoftBreak | Event::HardBreak => Some(" "),
                _ => None,
            })
            .collect();
        let outer = std::mem::take(&mut self.out);
        self.write(&taken);
        (std::mem::replace(&mut self.out, outer), plain)
    }

    fn code_block<'e>(
        &mut self,
        kind: &CodeBlockKind<'_>,
        events: &mut Peekable<impl Iterator<Item = &'e Located<'e>>>,
    ) {
        let mut text = String::new();
        for (event, _) in events.by_ref() {
            match event {
                Event::End(TagEnd::CodeBlock) => break,
                Event::Text(part) => text.push_str(part),
                _ => {}
            }
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => code::first_word(info),
            CodeBlockKind::Indented => "",
        };
        let style = CodeStyle { highlighter: self.markdown.highlighter, language: self.scope.language };
        self.out.push_str(&code::block(&style, info, &text));
    }

    fn table(&mut self, alignments: &[Alignment]) {
        self.alignments = alignments.to_vec();
        self.out.push_str("<div class=scroll tabindex=0 role=group aria-label=Table><table class=\"grid tight\">");
    }

    fn table_cell<'e>(&mut self, events: &mut Peekable<impl Iterator<Item = &'e Located<'e>>>) {
        let right = self.alignments.get(self.cell) == Some(&Alignment::Right);
        self.cell += 1;
        let in_head = self.in_head;
        let (inner, plain) = self.inner(events, |end| matches!(end, TagEnd::TableCell));
        // A header without words would be a header of nothing.
        let (open, close) =
            if in_head && !plain.trim().is_empty() { ("<th scope=col", "</th>") } else { ("<td", "</td>") };
        self.out.push_str(open);
        self.out.push_str(if right { " class=num>" } else { ">" });
        self.out.push_str(&inner);
        self.out.push_str(close);
    }

    /// `__init__` and `_LOG_` are identifiers, not emphasis.
    fn emphasis<'e>(
        &mut self,
        tag: &Tag<'_>,
        range: &Range<usize>,
        events: &mut Peekable<impl Iterator<Item = &'e Located<'e>>>,
    ) {
        let strong = matches!(tag, Tag::Strong);
        let underscores = if strong { "__" } else { "_" };
        let identifier = underscored(self.source, range, strong);
        let one_text = matches!(events.peek(), Some((Event::Text(_), _)));
        let (open, close) = match (identifier && one_text, strong) {
            (true, _) => (underscores, underscores),
            (false, true) => ("<strong>", "</strong>"),
            (false, false) => ("<em>", "</em>"),
        };
        self.out.push_str(open);
        self.closers.push(close);
    }

    fn link(&mut self, destination: &str) {
        if self.form.is_in_link() || self.links.contains(&true) {
            return self.links.push(false);
        }
        match self.markdown.references.destination(destination) {
            Destination::Address(address) => {
                self.open_link(&address);
                self.links.push(true);
            }
            Destination::None => self.links.push(false),
        }
    }

    /// An image becomes a link to it: no page of this site loads anything from elsewhere.
    fn image<'e>(&mut self, destination: &str, events: &mut Peekable<impl Iterator<Item = &'e Located<'e>>>) {
        let mut depth = 1;
        let mut words = String::new();
        for (event, _) in events.by_ref() {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => words.push_str(text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        let words = if words.trim().is_empty() { format!("image {destination}") } else { words };
        let inside_link = self.form.is_in_link() || self.links.contains(&true);
        match self.markdown.references.destination(destination) {
            Destination::Address(address) if !inside_link => {
                self.open_link(&address);
                push_text(&mut self.out, &words);
                self.out.push_str("</a>");
            }
            _ => push_text(&mut self.out, &words),
        }
    }

    fn task(&mut self, done: bool) {
        let (label, mark) = if done { ("done", '☑') } else { ("open", '☐') };
        let _ = write!(self.out, "<span class=task role=img aria-label=\"{label}\">{mark}</span> ");
    }

    fn number_footnote(&mut self, name: &str) {
        let number = self.footnotes.len() + 1;
        if !self.footnotes.contains_key(name) {
            let id = self.scope.anchors.from_words(self.scope.prefix, &format!("note {number}"));
            self.footnotes.insert(name.to_owned(), (number, id));
        }
    }

    fn footnote_reference(&mut self, name: &str) {
        match self.footnotes.get(name) {
            Some((number, id)) if !self.form.is_in_link() && !self.links.contains(&true) => {
                self.is_of_one_page = true;
                let _ = write!(self.out, "<sup><a href=\"#{id}\" aria-label=\"Note {number}\">{number}</a></sup>");
            }
            _ => push_text(&mut self.out, &format!("[^{name}]")),
        }
    }

    fn footnote(&mut self, name: &str) {
        let first = self.defined.insert(name.to_owned());
        match self.footnotes.get(name) {
            Some((number, id)) if first => {
                let _ = write!(self.out, "<div class=footnote id=\"{id}\"><sup>{number}</sup>");
            }
            _ => self.out.push_str("<div class=footnote>"),
        }
    }
}

/// Short code with blanks or hyphens stays in one piece.
fn push_inline_code(out: &mut String, code: &str) {
    let short = code.chars().count() < 26 && code.contains([' ', '-']);
    out.push_str(if short { "<code class=nb>" } else { "<code>" });
    push_code(out, code);
    out.push_str("</code>");
}

/// Whether what looks like emphasis in the source is an identifier with underscores at both ends.
pub fn underscored(source: &str, range: &Range<usize>, strong: bool) -> bool {
    let underscores = if strong { "__" } else { "_" };
    let inside = source.get(range.clone()).and_then(|text| text.strip_prefix(underscores)?.strip_suffix(underscores));
    inside.is_some_and(|word| is_identifier(word, strong))
}

fn is_identifier(word: &str, strong: bool) -> bool {
    let plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    plain && (strong || word.bytes().any(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'))
}

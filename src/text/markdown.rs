//! Markdown into HTML, on pulldown-cmark's event stream.
//!
//! Raw HTML is written as text, only harmless links survive, images become links, and plain text and inline code
//! pass through [`References`] on their way. The events are balanced, so the HTML is, whatever the input.

use super::code::{self, CodeStyle};
use super::highlight::Highlighter;
use super::references::{Destination, References};
use super::{escape_attribute, push_text, push_value};
use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::iter::Peekable;
use std::ops::Range;

/// Kept in front of a line so that nothing in it can open a block; punctuation, so that emphasis may follow it.
const LINE_START: char = '‖';

/// What Markdown needs to know of its surroundings.
pub struct Markdown<'a> {
    /// What words may point to.
    pub references: &'a References,
    /// Colours code blocks.
    pub highlighter: &'a Highlighter,
}

/// Where on a page a text stands.
pub struct Scope<'s> {
    /// Level of its outermost heading, 2 to 6.
    pub heading: u8,
    /// Put before the ids made here, so that two texts of a page do not clash.
    pub prefix: &'s str,
    /// All ids of the page.
    pub anchors: &'s mut Anchors,
    /// Language of blocks that name none, and of diffs.
    pub language: Option<&'s str>,
}

/// The ids of a page, each given out once.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: BTreeSet<String>,
    /// The last number that was added to each id, so that ten thousand equal headings cost no more than others.
    numbers: BTreeMap<String, usize>,
}

impl Anchors {
    /// Takes an id if it is free.
    pub fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// Makes an id from words, and takes it; a number is added where it is taken already.
    pub fn from_words(&mut self, prefix: &str, words: &str) -> String {
        let slug = slug_of(words);
        let base = match (prefix, slug.as_str()) {
            ("", "") => "section".to_owned(),
            ("", slug) => slug.to_owned(),
            (prefix, "") => prefix.to_owned(),
            (prefix, slug) => format!("{prefix}-{slug}"),
        };
        if self.take(&base) {
            return base;
        }
        let mut number = self.numbers.get(&base).copied().unwrap_or(1) + 1;
        while !self.take(&format!("{base}-{number}")) {
            number += 1;
        }
        let id = format!("{base}-{number}");
        self.numbers.insert(base, number);
        id
    }
}

/// Words as an anchor: lower case, runs of anything else as one hyphen, at most 60 characters.
fn slug_of(words: &str) -> String {
    let mut slug = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.chars().count() >= 60 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

impl Markdown<'_> {
    /// A whole text: paragraphs, lists, tables, code.
    #[must_use]
    pub fn blocks(&self, source: &str, scope: Scope<'_>) -> String {
        let events = parse(source);
        let mut writer = Writer::new(self, source, scope);
        writer.run(&events);
        writer.out
    }

    /// One line: code, emphasis and links, but no block.
    #[must_use]
    pub fn line(&self, source: &str) -> String {
        let marked = one_line(source);
        let mut anchors = Anchors::default();
        let scope = Scope { heading: 6, prefix: "", anchors: &mut anchors, language: None };
        let mut writer = Writer::new(self, &marked, scope);
        writer.inline_only = true;
        writer.run(&parse(&marked));
        writer.out
    }
}

/// The text of a line without its marks.
#[must_use]
pub fn plain_line(source: &str) -> String {
    plain(&one_line(source)).replacen(LINE_START, "", 1)
}

/// The text of Markdown without its marks, blocks separated by a blank, cut after about `most` characters.
#[must_use]
pub fn plain_start(source: &str, most: usize) -> String {
    // Marks and addresses can take more room than the words between them, but not the whole of a long text.
    let text = plain(&source[..source.floor_char_boundary(most * 8)]);
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(' ').filter(|at| *at > most / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches(['.', ',', ';', ':', ' ']))
}

fn plain(source: &str) -> String {
    plain_text(source).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The whole text of Markdown without its marks, for reading by a machine: its words are apart, and that is all.
#[must_use]
pub fn plain_text(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for event in Parser::new_ext(source, options()) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) if !out.ends_with(' ') => match event {
                Event::End(
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image,
                ) => {}
                _ => out.push(' '),
            },
            _ => {}
        }
    }
    out
}

/// Whether Markdown begins with a list, a table, a heading, a quote or code, into which no words can be put.
#[must_use]
pub fn starts_a_block(markdown: &str) -> bool {
    let number = markdown.trim_start_matches(|c: char| c.is_ascii_digit());
    ["```", "~~~", "- ", "* ", "+ ", "#", ">", "|", "<"].iter().any(|start| markdown.starts_with(start))
        || (number.len() < markdown.len() && (number.starts_with(". ") || number.starts_with(") ")))
}

fn one_line(source: &str) -> String {
    let mut line = String::with_capacity(source.len() + 3);
    line.push(LINE_START);
    for word in source.split_whitespace() {
        if line.len() > LINE_START.len_utf8() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES
}

type Located<'e> = (Event<'e>, Range<usize>);

fn parse(source: &str) -> Vec<Located<'_>> {
    TextMergeWithOffset::new(Parser::new_ext(source, options()).into_offset_iter()).collect()
}

struct Writer<'w, 's> {
    markdown: &'w Markdown<'w>,
    source: &'w str,
    scope: Scope<'s>,
    out: String,
    inline_only: bool,
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
    fn new(markdown: &'w Markdown<'w>, source: &'w str, scope: Scope<'s>) -> Self {
        Self {
            markdown,
            source,
            scope,
            out: String::with_capacity(source.len() + source.len() / 4),
            inline_only: false,
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

    fn run(&mut self, events: &[Located<'_>]) {
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
            Tag::Paragraph if self.inline_only => {}
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
            TagEnd::Paragraph if self.inline_only => {}
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
        let text = if self.inline_only { text.trim_start_matches(LINE_START) } else { text };
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
                references.push_linked(&mut self.out, rest);
                self.out.push_str(" <span class=credit>");
                self.out.push_str(&badges.join(" "));
                self.out.push_str("</span>");
            }
            None => references.push_linked(&mut self.out, text),
        }
    }

    fn inline_code(&mut self, code: &str) {
        let address = if self.links.contains(&true) { None } else { self.markdown.references.code(code) };
        if let Some(address) = &address {
            self.out.push_str("<a href=");
            push_value(&mut self.out, address);
            self.out.push('>');
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
        self.run(&taken);
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
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
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
        let inside =
            self.source.get(range.clone()).and_then(|text| text.strip_prefix(underscores)?.strip_suffix(underscores));
        let identifier = inside.is_some_and(|word| is_identifier(word, strong));
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
        if self.links.contains(&true) {
            return self.links.push(false);
        }
        match self.markdown.references.destination(destination) {
            Destination::Address(address) => {
                self.out.push_str("<a href=");
                push_value(&mut self.out, &address);
                self.out.push('>');
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
        let inside_link = self.links.contains(&true);
        match self.markdown.references.destination(destination) {
            Destination::Address(address) if !inside_link => {
                super::references::push_link(&mut self.out, &address, &words);
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
            Some((number, id)) if !self.links.contains(&true) => {
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
    push_text(out, code);
    out.push_str("</code>");
}

fn is_identifier(word: &str, strong: bool) -> bool {
    let plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    plain && (strong || word.bytes().any(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'))
}

#[cfg(test)]
mod tests;

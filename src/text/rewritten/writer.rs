//! Events of Markdown into Markdown, one after the other.

use super::containers::{Containers, Marks, loose_lists};
use super::pieces::{Place, code_block, code_words, push_destination, push_words};
use crate::text::code::first_word;
use crate::text::markdown::events::{Located, underscored};
use crate::text::references::{Destination, References};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

pub struct Rewriter<'r> {
    references: &'r References,
    source: &'r str,
    out: String,
    /// Whether everything is written into one line.
    is_line: bool,
    /// The level of the outermost heading.
    heading: u8,
    headings: Vec<HeadingLevel>,
    within: Containers,
    /// Whether the words of a block are being written. In a list whose items hold no paragraphs nothing else tells.
    has_words: bool,
    place: Place,
    alignments: Vec<Alignment>,
    /// Where each open link leads, if it was written.
    links: Vec<Option<String>>,
    /// How to close each open emphasis, and what is written up to its first word.
    closers: Vec<(&'static str, usize)>,
}

impl<'r> Rewriter<'r> {
    pub fn new(references: &'r References, source: &'r str, heading: u8) -> Self {
        Self {
            references,
            source,
            out: String::with_capacity(source.len() + source.len() / 8),
            is_line: false,
            heading,
            headings: Vec::new(),
            within: Containers::default(),
            has_words: false,
            place: Place::default(),
            alignments: Vec::new(),
            links: Vec::new(),
            closers: Vec::new(),
        }
    }

    /// Of the inside of one paragraph, which may come to stand in a heading.
    pub fn of_line(references: &'r References, source: &'r str) -> Self {
        let place = Place { is_heading: true, ..Place::default() };
        Self { is_line: true, place, ..Self::new(references, source, 6) }
    }

    pub fn finish(self) -> String {
        self.out
    }

    pub fn write(&mut self, events: &[Located<'_>]) {
        let loose = loose_lists(events);
        let mut at = 0;
        while let Some((event, range)) = events.get(at) {
            let rest = &events[at + 1..];
            at += 1;
            match event {
                Event::Start(Tag::CodeBlock(kind)) => at += self.code(kind, rest),
                Event::Start(Tag::Image { dest_url, .. }) => at += self.image(dest_url, rest),
                Event::Start(Tag::Heading { level, .. }) => at += self.heading(*level, rest),
                Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }) if self.is_plain(dest_url) => {
                    at += self.bare_link(dest_url, rest);
                }
                Event::Start(Tag::Emphasis | Tag::Strong) => {
                    let is_strong = matches!(event, Event::Start(Tag::Strong));
                    let is_one_text = matches!(rest.first(), Some((Event::Text(_), _)));
                    self.emphasis(is_strong, is_one_text && underscored(self.source, range, is_strong));
                }
                Event::Start(Tag::FootnoteDefinition(name)) => self.note(name, rest),
                Event::Start(Tag::List(first)) => self.within.open_list(*first, !loose.contains(&(at - 1))),
                Event::Start(tag) => self.start(tag),
                Event::End(tag) => self.end(*tag),
                Event::Text(text) | Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                    self.words(text);
                }
                Event::Html(text) => self.raw_block(text),
                Event::Code(code) => self.inline_code(code),
                Event::FootnoteReference(name) => self.words(&format!("[^{name}]")),
                Event::SoftBreak => self.line_break(""),
                Event::HardBreak => self.line_break("\\"),
                Event::Rule => {
                    self.block();
                    // No item of a list begins with underscores.
                    self.out.push_str("___");
                }
                Event::TaskListMarker(done) => self.task(*done, rest),
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock if !self.is_line => {
                self.block();
                self.has_words = true;
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.within.enter(&mut self.out, Marks::Quotation);
            }
            Tag::Item => {
                self.has_words = false;
                self.place.starts_a_line = true;
                self.within.item(&mut self.out);
            }
            Tag::Table(alignments) => {
                self.block();
                self.alignments.clone_from(alignments);
            }
            Tag::TableHead => self.row(),
            Tag::TableRow => {
                self.within.line(&mut self.out);
                self.row();
            }
            Tag::TableCell => self.out.push(' '),
            Tag::Strikethrough => self.open("~~", "~~"),
            Tag::Link { dest_url, .. } => self.link(dest_url),
            // A line is one paragraph; what else there is is written whole, or switched off.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.has_words = false,
            TagEnd::Heading(_) => {
                self.has_words = false;
                self.place.is_heading = self.is_line;
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.has_words = false;
                self.within.leave();
            }
            TagEnd::List(_) => self.within.close_list(),
            TagEnd::TableCell => self.out.push_str(" |"),
            TagEnd::TableHead => self.delimiters(),
            TagEnd::Table => {
                self.place.is_cell = false;
                self.has_words = false;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.close(),
            TagEnd::Link => {
                if let Some(address) = self.links.pop().flatten() {
                    push_destination(&mut self.out, &address);
                }
            }
            _ => {}
        }
    }

    /// Begins a block.
    fn block(&mut self) {
        self.has_words = false;
        self.place.starts_a_line = true;
        self.within.block(&mut self.out);
    }

    /// Words begin, or go on.
    fn inline(&mut self) {
        if !self.has_words && !self.is_line {
            self.block();
            self.has_words = true;
        }
    }

    fn words(&mut self, text: &str) {
        self.inline();
        self.push_words(text);
    }

    fn push_words(&mut self, text: &str) {
        let before = self.out.len();
        push_words(&mut self.out, text, self.place);
        let is_number = self.out[before..].bytes().all(|byte| byte.is_ascii_digit());
        self.place.starts_a_line &= is_number;
        self.place.follows_number = self.place.starts_a_line && (self.place.follows_number || self.out.len() > before);
    }

    /// A mark that is no word.
    fn push_mark(&mut self, mark: &str) {
        self.inline();
        self.out.push_str(mark);
        self.place.starts_a_line = false;
    }

    fn line_break(&mut self, mark: &str) {
        if self.is_line || self.place.is_heading || self.place.is_cell {
            return self.out.push(' ');
        }
        // Two blanks would break the line as well.
        while self.out.ends_with("  ") {
            self.out.pop();
        }
        self.out.push_str(mark);
        self.within.line(&mut self.out);
        self.place.starts_a_line = true;
        self.place.follows_number = false;
    }

    /// A line of a block of raw HTML, or several.
    fn raw_block(&mut self, html: &str) {
        for line in html.lines().filter(|line| !line.trim().is_empty()) {
            if !self.place.starts_a_line {
                self.line_break("");
            }
            self.words(line);
        }
    }

    fn inline_code(&mut self, code: &str) {
        // Whether a backslash in front of a bar belongs to the code, readers of tables do not agree on.
        if self.place.is_cell && code.contains('|') {
            return self.words(code);
        }
        self.push_mark(&code_words(code));
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, rest: &[Located<'_>]) -> usize {
        let end = position_of(rest, |end| *end == TagEnd::CodeBlock);
        let text =
            |(event, _): &Located<'_>| if let Event::Text(text) = event { text.to_string() } else { String::new() };
        let code: String = rest[..end].iter().map(text).collect();
        let language = if let CodeBlockKind::Fenced(info) = kind { first_word(info) } else { "" };
        self.block();
        self.out.push_str(&code_block(language, &code, self.within.prefix()));
        end + 1
    }

    /// Levels follow each other without a gap, whatever the report's own were.
    fn heading(&mut self, level: HeadingLevel, rest: &[Located<'_>]) -> usize {
        while self.headings.last().is_some_and(|open| *open >= level) {
            self.headings.pop();
        }
        let depth = u8::try_from(self.headings.len()).unwrap_or(u8::MAX);
        self.headings.push(level);
        let end = position_of(rest, |end| matches!(end, TagEnd::Heading(_)));
        if words_of(&rest[..end]).trim().is_empty() {
            return end + 1;
        }
        self.block();
        let shown = self.heading.saturating_add(depth).clamp(1, 6);
        self.out.push_str(&"#".repeat(usize::from(shown)));
        self.out.push(' ');
        self.has_words = true;
        self.place.starts_a_line = false;
        self.place.is_heading = true;
        0
    }

    /// The box of a task, which only words can follow on its line.
    fn task(&mut self, done: bool, rest: &[Located<'_>]) {
        let is_block = |tag: &Tag<'_>| {
            !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        };
        match rest.first() {
            // A heading has no box.
            _ if self.place.is_heading => return,
            None | Some((Event::End(_) | Event::Rule | Event::Html(_), _)) => return,
            Some((Event::Start(tag), _)) if is_block(tag) && !matches!(tag, Tag::Paragraph) => return,
            _ => {}
        }
        let mark = if done { "[x] " } else { "[ ] " };
        if self.has_words {
            return self.out.push_str(mark);
        }
        self.block();
        self.out.push_str(mark);
        self.within.is_at_start();
    }

    /// A note stays where it is, behind its name. A paragraph runs on from that, and nothing else can.
    fn note(&mut self, name: &str, rest: &[Located<'_>]) {
        self.words(&format!("[^{name}]: "));
        self.has_words = false;
        let runs_on = matches!(rest.first(), Some((Event::Start(Tag::Paragraph), _)));
        self.within.enter(&mut self.out, Marks::None);
        if !runs_on {
            self.within.is_behind_a_block();
        }
    }

    /// `__init__` and `_LOG_` are identifiers, not emphasis.
    fn emphasis(&mut self, is_strong: bool, is_name: bool) {
        let (open, close) = match (is_name, is_strong) {
            (true, true) => ("\\_\\_", "\\_\\_"),
            (true, false) => ("\\_", "\\_"),
            (false, true) => ("**", "**"),
            (false, false) => ("*", "*"),
        };
        self.open(open, close);
    }

    fn open(&mut self, mark: &str, close: &'static str) {
        self.inline();
        // What begins a line begins it behind the mark too: a blank there would make an item of a list of an asterisk.
        self.out.push_str(mark);
        self.closers.push((close, self.out.len()));
    }

    /// Marks around nothing are none, and at the start of a line they could be a rule or a fence.
    fn close(&mut self) {
        match self.closers.pop() {
            Some((mark, start)) if self.out.len() == start => self.out.truncate(start - mark.len()),
            Some((mark, _)) => self.out.push_str(mark),
            None => {}
        }
    }

    fn destination(&self, destination: &str) -> Option<String> {
        let is_in_link = self.links.iter().any(Option::is_some);
        match self.references.destination(destination) {
            Destination::Address(address) if !is_in_link => Some(address),
            _ => None,
        }
    }

    /// Whether an address can stand between angle brackets, as it is.
    fn is_plain(&self, destination: &str) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'|' | b'\\' | b'`' | b'&');
        let is_web = ["https://", "http://"].iter().any(|start| destination.starts_with(start));
        is_web && destination.bytes().all(is_plain) && self.destination(destination).as_deref() == Some(destination)
    }

    fn bare_link(&mut self, destination: &str, rest: &[Located<'_>]) -> usize {
        self.push_mark(&["<", destination, ">"].concat());
        position_of(rest, |end| *end == TagEnd::Link) + 1
    }

    /// An exclamation mark in front of a link would make an image of it.
    fn open_link(&mut self) {
        self.inline();
        if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
        self.push_mark("[");
    }

    fn link(&mut self, destination: &str) {
        let address = self.destination(destination);
        if address.is_some() {
            self.open_link();
        }
        self.links.push(address);
    }

    /// An image becomes a link to it, as on a page: nothing is loaded from elsewhere.
    fn image(&mut self, destination: &str, rest: &[Located<'_>]) -> usize {
        let mut depth = 1;
        let end = rest.iter().position(|(event, _)| {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let end = end.unwrap_or(rest.len());
        let words = words_of(&rest[..end]);
        let words = if words.trim().is_empty() { format!("image {destination}") } else { words };
        let address = self.destination(destination);
        if address.is_some() {
            self.open_link();
        }
        self.words(&words);
        if let Some(address) = address {
            push_destination(&mut self.out, &address);
        }
        end + 1
    }

    fn row(&mut self) {
        self.out.push('|');
        self.has_words = true;
        self.place.starts_a_line = false;
        self.place.is_cell = true;
    }

    fn delimiters(&mut self) {
        self.within.line(&mut self.out);
        self.out.push('|');
        for alignment in &self.alignments {
            self.out.push_str(match alignment {
                Alignment::None => "---|",
                Alignment::Left => ":---|",
                Alignment::Center => ":---:|",
                Alignment::Right => "---:|",
            });
        }
    }
}

/// Where something ends that is open.
fn position_of(rest: &[Located<'_>], ends: impl Fn(&TagEnd) -> bool) -> usize {
    rest.iter().position(|(event, _)| matches!(event, Event::End(end) if ends(end))).unwrap_or(rest.len())
}

fn words_of(events: &[Located<'_>]) -> String {
    let words = |(event, _): &Located<'_>| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => text.to_string(),
        Event::SoftBreak | Event::HardBreak => " ".to_owned(),
        _ => String::new(),
    };
    events.iter().map(words).collect()
}

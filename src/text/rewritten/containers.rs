//! What blocks stand in: quotations and items of lists, whose marks are repeated or made up for on each further line.

use crate::text::markdown::events::Located;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeSet;

/// Each line repeats what it is in. Of deeper quotations and lists the words stay, and nothing else.
const DEEPEST: usize = 8;
/// The last number that an item of a list may have.
const LAST_NUMBER: u64 = 999_999_999;

/// By what a container is marked.
#[derive(Clone, Copy)]
pub enum Marks {
    None,
    Quotation,
}

/// All that are open, the text itself first.
pub struct Containers {
    open: Vec<Container>,
    lists: Vec<List>,
    /// What each further line begins with.
    prefix: String,
    /// How many of those open are marked.
    depth: usize,
}

#[derive(Default)]
struct Container {
    /// The length of the prefix around it.
    outer: usize,
    is_marked: bool,
    /// Whether a block of it is written already.
    has_block: bool,
    /// Whether its blocks follow each other without an empty line.
    is_tight: bool,
    /// The sign of the list that ends it so far. One right behind that had the same would go on with it.
    last_list: Option<char>,
}

struct List {
    sign: char,
    /// The number of its next item.
    number: Option<u64>,
    is_tight: bool,
    has_item: bool,
}

impl Default for Containers {
    fn default() -> Self {
        Self { open: vec![Container::default()], lists: Vec::new(), prefix: String::new(), depth: 0 }
    }
}

impl Containers {
    /// What each further line begins with.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Begins a line.
    pub fn line(&self, out: &mut String) {
        out.push('\n');
        out.push_str(&self.prefix);
    }

    /// Begins a block: behind another it stands apart.
    pub fn block(&mut self, out: &mut String) {
        let Some(container) = self.open.last_mut() else { return };
        container.last_list = None;
        if std::mem::replace(&mut container.has_block, true) {
            let is_tight = container.is_tight;
            self.apart(out, is_tight);
        }
    }

    /// Takes what was written last for a part of the mark: the next block follows it.
    pub fn is_at_start(&mut self) {
        if let Some(container) = self.open.last_mut() {
            container.has_block = false;
        }
    }

    /// Takes what was written last for a block: the next one stands apart.
    pub fn is_behind_a_block(&mut self) {
        if let Some(container) = self.open.last_mut() {
            container.has_block = true;
        }
    }

    fn apart(&self, out: &mut String, is_tight: bool) {
        if !is_tight {
            out.push('\n');
            out.push_str(self.prefix.trim_end());
        }
        self.line(out);
    }

    /// Begins what blocks stand in.
    pub fn enter(&mut self, out: &mut String, marks: Marks) {
        match marks {
            Marks::None => self.push(out, "", "", false),
            Marks::Quotation => self.push(out, "> ", "> ", false),
        }
    }

    fn push(&mut self, out: &mut String, first: &str, further: &str, is_tight: bool) {
        let is_marked = !first.is_empty() && self.depth < DEEPEST;
        let outer = self.prefix.len();
        if is_marked {
            self.depth += 1;
            out.push_str(first);
            self.prefix.push_str(further);
        }
        self.open.push(Container { outer, is_marked, is_tight, ..Container::default() });
    }

    /// Ends it.
    pub fn leave(&mut self) {
        if self.open.len() > 1
            && let Some(container) = self.open.pop()
        {
            self.prefix.truncate(container.outer);
            self.depth -= usize::from(container.is_marked);
        }
    }

    /// Begins a list, which is written by its items.
    pub fn open_list(&mut self, first: Option<u64>, is_tight: bool) {
        let before = self.open.last().and_then(|container| container.last_list);
        let signs = if first.is_some() { ['.', ')'] } else { ['-', '*'] };
        let sign = if before == Some(signs[0]) { signs[1] } else { signs[0] };
        self.lists.push(List { sign, number: first, is_tight, has_item: false });
    }

    /// Ends it.
    pub fn close_list(&mut self) {
        if let (Some(list), Some(container)) = (self.lists.pop(), self.open.last_mut()) {
            container.last_list = Some(list.sign);
        }
    }

    /// Begins an item of the list that is open.
    pub fn item(&mut self, out: &mut String) {
        let Some(mut list) = self.lists.pop() else { return };
        if std::mem::replace(&mut list.has_item, true) {
            self.apart(out, list.is_tight);
        } else {
            self.block(out);
        }
        let mark = match &mut list.number {
            None => format!("{} ", list.sign),
            Some(number) => {
                let mark = format!("{}{} ", (*number).min(LAST_NUMBER), list.sign);
                *number = number.saturating_add(1);
                mark
            }
        };
        self.push(out, &mark, &" ".repeat(mark.len()), list.is_tight);
        self.lists.push(list);
    }
}

/// The lists whose items stand apart, by the places of the events that open them: those whose items hold anything but words
/// and lists, and a list in them that could not follow words directly.
pub fn loose_lists(events: &[Located<'_>]) -> BTreeSet<usize> {
    let mut loose = BTreeSet::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::List(first)) => {
                let is_empty = matches!(events.get(at + 2), Some((Event::End(TagEnd::Item), _)));
                if is_empty || !matches!(first, None | Some(1)) {
                    loose.extend(open.last());
                }
                open.push(at);
            }
            Event::End(TagEnd::List(_)) => _ = open.pop(),
            Event::Rule
            | Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::Table(_)
                | Tag::FootnoteDefinition(_),
            ) => loose.extend(open.last()),
            _ => {}
        }
    }
    loose
}

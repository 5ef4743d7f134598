//! A text as the things that it lists.

use super::plain::options;
use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

/// One thing of a text that lists several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'t> {
    /// Its Markdown, with the mark of the list.
    pub source: &'t str,
    /// Whether the box before it is ticked; `None`: it has none.
    pub is_ticked: Option<bool>,
}

/// The items of the outermost lists of a text, each with what follows it and is no item itself. A paragraph before the first is
/// an item, unless it leads to the list with a colon. A text without a list is one item.
#[must_use]
pub fn items(source: &str) -> Vec<Item<'_>> {
    let (mut depth, mut found, mut has_list) = (0_usize, Vec::<Found>::new(), false);
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        match &event {
            Event::Start(Tag::List(_)) if depth == 0 => has_list = true,
            Event::Start(Tag::Item) if depth == 1 => found.push(Found { range, is_ticked: None, is_of_list: true }),
            Event::TaskListMarker(is_ticked) if depth <= 3 => {
                if let Some(item) = found.last_mut().filter(|item| item.is_ticked.is_none()) {
                    item.is_ticked = Some(*is_ticked);
                }
            }
            Event::Start(_) | Event::Rule | Event::Html(_) if depth == 0 => match found.last_mut() {
                Some(before) if before.is_of_list || !has_list => before.range.end = range.end,
                _ => found.push(Found { range, is_ticked: None, is_of_list: false }),
            },
            _ => {}
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    let is_item = |item: &Found| item.is_of_list || !has_list || !source[item.range.clone()].trim_end().ends_with(':');
    let item = |item: Found| Item { source: source[item.range].trim(), is_ticked: item.is_ticked };
    found.into_iter().filter(is_item).map(item).filter(|item| !item.source.is_empty()).collect()
}

struct Found {
    range: Range<usize>,
    is_ticked: Option<bool>,
    is_of_list: bool,
}

#[cfg(test)]
mod tests {
    use super::items;

    fn sources(text: &str) -> Vec<&str> {
        items(text).into_iter().map(|item| item.source).collect()
    }

    #[test]
    fn each_item_of_the_outermost_list_is_one() {
        assert_eq!(sources("- a\n- b\n  - c\n\n  d\n- e"), ["- a", "- b\n  - c\n\n  d", "- e"]);
        assert_eq!(sources("1. a\n2. b"), ["1. a", "2. b"]);
        assert_eq!(sources("- a\n\nWhy: b.\n\n- c"), ["- a\n\nWhy: b.", "- c"]);
    }

    #[test]
    fn a_text_without_a_list_is_one() {
        assert_eq!(sources("a\n\nb\n\n```\n- c\n```"), ["a\n\nb\n\n```\n- c\n```"]);
        assert_eq!(sources(""), [""; 0]);
        assert_eq!(sources("  \n"), [""; 0]);
    }

    #[test]
    fn what_leads_to_a_list_is_none() {
        assert_eq!(sources("Add these:\n\n- a\n- b"), ["- a", "- b"]);
        assert_eq!(sources("It went well.\n\n- a\n- b"), ["It went well.", "- a", "- b"]);
        assert_eq!(sources("Only this:"), ["Only this:"]);
    }

    #[test]
    fn a_box_is_ticked_or_not() {
        let boxes: Vec<Option<bool>> =
            items("- [x] a\n- [ ] b\n  - [x] inner\n- c\n  - [x] d").into_iter().map(|item| item.is_ticked).collect();
        assert_eq!(boxes, [Some(true), Some(false), None]);
        assert_eq!(items("1. [X] a\n\n2. b")[0].is_ticked, Some(true));
    }
}

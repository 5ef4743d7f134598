//! A feed as JSON Feed 1.1 (jsonfeed.org). The order of the fields is that of the specification.

use super::entries::{Entry, Feed};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'f> {
    version: &'static str,
    title: &'f str,
    home_page_url: &'f str,
    feed_url: &'f str,
    description: &'f str,
    language: &'f str,
    items: Vec<Item<'f>>,
}

#[derive(Serialize)]
struct Item<'f> {
    id: &'f str,
    url: &'f str,
    title: &'f str,
    content_text: &'f str,
    date_published: &'f str,
    authors: Vec<Author<'f>>,
    tags: &'f [String],
}

#[derive(Serialize)]
struct Author<'f> {
    name: &'f str,
}

/// The feed as JSON.
pub fn written(feed: &Feed) -> String {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.home,
        feed_url: &feed.own,
        description: &feed.description,
        language: &feed.language,
        items: feed.entries.iter().map(item).collect(),
    };
    let text = serde_json::to_string(&document).expect("texts and lists of texts are always JSON");
    text + "\n"
}

fn item(entry: &Entry) -> Item<'_> {
    Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        content_text: &entry.summary,
        date_published: &entry.published,
        authors: entry.authors.iter().map(|name| Author { name }).collect(),
        tags: &entry.tags,
    }
}

//! The link check: every `href`, `src` and fragment inside the site leads somewhere.
//!
//! It reads the program's own, well-formed output, so a scan for tags is enough; a browser's parser would cost more
//! than making the pages does.

use foldhash::fast::RandomState;
use memchr::memchr;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Mutex;
use twox_hash::XxHash64;

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{page}: the link to `{link}` leads nowhere")]
pub struct BrokenLink {
    /// The page that it stands on.
    pub page: String,
    /// Where it should lead: path below the site's root, and fragment.
    pub link: String,
}

/// Collects links while pages are written.
#[derive(Debug)]
pub struct LinkCheck {
    base: Option<String>,
    seen: Mutex<Seen>,
}

/// Millions of pages share most of what they link to. Paths and fragments are kept once each, found by their hashes; of
/// the pages with one link only the first by its path.
#[derive(Debug, Default)]
struct Seen {
    numbers: HashMap<u64, u32, RandomState>,
    names: Vec<Box<str>>,
    /// By target and fragment the page.
    links: HashMap<(u32, Option<u32>), u32, RandomState>,
    /// Ids of each page, as sorted hashes.
    ids: HashMap<u32, Box<[u64]>, RandomState>,
    /// Of each page that offers any the ids that it links to itself, one a line.
    offered: HashMap<u32, Box<str>, RandomState>,
    broken: Vec<BrokenLink>,
}

impl LinkCheck {
    /// Links that begin with `base` count as links into the site.
    #[must_use]
    pub fn new(base: Option<&str>) -> Self {
        Self { base: base.map(str::to_owned), seen: Mutex::default() }
    }

    /// Notes the ids and links of a page.
    pub fn add(&self, page: &str, html: &str) {
        let (own, mut links) = ids_and_links(html);
        let mut ids: Vec<u64> = own.iter().map(|id| hash(&unescaped(id))).collect();
        ids.sort_unstable();
        ids.dedup();
        // Most links stand on a page many times over.
        links.sort_unstable();
        links.dedup();
        let offered = offered(&own, &links).join("\n");
        let targets: Vec<(String, Option<String>)> =
            links.into_iter().filter_map(|link| self.target(page, &unescaped(link), &ids)).collect();
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let from = seen.number(page);
        for (path, fragment) in targets {
            if path == page {
                let known = fragment.as_ref().is_none_or(|fragment| ids.binary_search(&hash(fragment)).is_ok());
                if !known {
                    let link = format!("{path}#{}", fragment.unwrap_or_default());
                    seen.broken.push(BrokenLink { page: page.to_owned(), link });
                }
                continue;
            }
            let link = (seen.number(&path), fragment.map(|fragment| seen.number(&fragment)));
            seen.link(link, from);
        }
        seen.ids.insert(from, ids.into());
        if !offered.is_empty() {
            seen.offered.insert(from, offered.into());
        }
    }

    /// The ids of a page that it links to itself, in their order: those that a reader can copy.
    #[must_use]
    pub fn offered(&self, page: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let lines = seen.numbers.get(&hash(page)).and_then(|number| seen.offered.get(number));
        lines.into_iter().flat_map(|lines| lines.split('\n')).map(str::to_owned).collect()
    }

    /// Whether a page has an id; `None` of what is no page.
    #[must_use]
    pub fn has_id(&self, page: &str, id: &str) -> Option<bool> {
        let seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let ids = seen.ids.get(seen.numbers.get(&hash(page))?)?;
        Some(ids.binary_search(&hash(id)).is_ok())
    }

    /// Where a link leads inside the site; nothing for links that leave it, or that lead to an id of their own page.
    fn target(&self, page: &str, link: &str, ids: &[u64]) -> Option<(String, Option<String>)> {
        if link.strip_prefix('#').is_some_and(|fragment| ids.binary_search(&hash(fragment)).is_ok()) {
            return None;
        }
        let inside = self.base.as_deref().and_then(|base| link.strip_prefix(base));
        if inside.is_none() && has_scheme(link) {
            return None;
        }
        let (path, fragment) = match inside.unwrap_or(link).split_once('#') {
            Some((path, fragment)) => (path, Some(fragment.to_owned()).filter(|fragment| !fragment.is_empty())),
            None => (inside.unwrap_or(link), None),
        };
        let path = path.split('?').next().unwrap_or(path);
        let from = if inside.is_some() { "" } else { page };
        Some((resolved(from, path), fragment))
    }

    /// The links that lead to no file of the site or to no id of it; each once, with the first page by its path that has it.
    #[must_use]
    pub fn broken(self, exists: impl Fn(&str) -> bool + Sync) -> Vec<BrokenLink> {
        let seen = self.seen.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let name = |number: u32| seen.names[number as usize].as_ref();
        let is_broken = |(target, fragment): (u32, Option<u32>)| {
            let exists = exists(name(target));
            let found = match (exists, fragment, seen.ids.get(&target)) {
                (true, Some(fragment), Some(ids)) => ids.binary_search(&hash(name(fragment))).is_ok(),
                (exists, None, _) => exists,
                _ => false,
            };
            !found
        };
        let words = |(target, fragment): (u32, Option<u32>), page: u32| {
            let fragment = fragment.map(|fragment| format!("#{}", name(fragment))).unwrap_or_default();
            BrokenLink { page: name(page).to_owned(), link: format!("{}{fragment}", name(target)) }
        };
        let found = seen.links.par_iter().filter(|(link, _)| is_broken(**link)).map(|(link, page)| words(*link, *page));
        let mut broken: Vec<BrokenLink> = seen.broken.into_par_iter().chain(found).collect();
        broken.sort();
        broken.dedup();
        broken
    }
}

/// The ids of a page that it links to itself, as [`LinkCheck::offered`] gives them.
#[must_use]
pub fn offered_ids(html: &str) -> Vec<String> {
    let (ids, mut links) = ids_and_links(html);
    links.sort_unstable();
    offered(&ids, &links)
}

/// All ids and links of a page as they stand there.
fn ids_and_links(html: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut ids, mut links) = (Vec::new(), Vec::new());
    each_attribute(html, |name, value| match name {
        "id" => ids.push(value),
        "href" | "src" => links.push(value),
        _ => {}
    });
    (ids, links)
}

/// Of ids those that links, which are sorted, lead to on their own page. Not those of the page's own, which begin with `~`.
fn offered(ids: &[&str], links: &[&str]) -> Vec<String> {
    let from = links.partition_point(|link| *link < "#");
    let fragments: Vec<&str> = links[from..].iter().map_while(|link| link.strip_prefix('#')).collect();
    let is_offered = |id: &&&str| !id.starts_with('~') && !id.contains('\n') && fragments.binary_search(*id).is_ok();
    ids.iter().filter(is_offered).map(|id| unescaped(id).into_owned()).collect()
}

impl Seen {
    fn number(&mut self, name: &str) -> u32 {
        *self.numbers.entry(hash(name)).or_insert_with(|| {
            self.names.push(name.into());
            // Four thousand million pages would not fit the memory either.
            u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn link(&mut self, link: (u32, Option<u32>), from: u32) {
        let name = |number: u32| self.names[number as usize].as_ref();
        self.links
            .entry(link)
            .and_modify(|page| *page = std::cmp::min_by_key(*page, from, |page| name(*page)))
            .or_insert(from);
    }
}

/// Stands for a path or an id: of a thousand million different ones two are taken for the same in one of forty sites.
fn hash(text: &str) -> u64 {
    XxHash64::oneshot(0, text.as_bytes())
}

fn has_scheme(link: &str) -> bool {
    let scheme = link.split([':', '/', '#', '?']).next().unwrap_or_default();
    link[scheme.len()..].starts_with(':') || link.starts_with("//")
}

/// A path relative to a page, as a path below the site's root. One that climbs out of the site keeps its dots.
fn resolved(page: &str, path: &str) -> String {
    if path.is_empty() && !page.is_empty() {
        return page.to_owned();
    }
    let (mut folder, mut below) = (folder_of(page), path);
    while let (Some(rest), false) = (below.strip_prefix("../"), folder.is_empty()) {
        (folder, below) = (folder_of(&folder[..folder.len() - 1]), rest);
    }
    let joined = if has_dots(below) { without_dots(folder, below) } else { [folder, below].concat() };
    if joined.is_empty() || joined.ends_with('/') { joined + "index.html" } else { joined }
}

/// The folder that a file or a folder is in, with the slash at its end; the site's root is empty.
fn folder_of(path: &str) -> &str {
    &path[..path.rfind('/').map_or(0, |slash| slash + 1)]
}

/// Whether a path may have a part that is `.` or `..`.
fn has_dots(path: &str) -> bool {
    path.contains("./") || path.ends_with('.')
}

fn without_dots(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Calls `found` with every attribute that has a value.
fn each_attribute<'h>(html: &'h str, mut found: impl FnMut(&'h str, &'h str)) {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(tag) = memchr(b'<', &bytes[at..]) {
        at += tag + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let mut start_of_name = at;
        loop {
            // Names are too short for a search by words to be worth its start.
            match bytes.get(at) {
                None => return,
                Some(b'=') => {
                    let Some((value, end)) = value_at(html, at + 1) else { return };
                    found(&html[start_of_name..at], value);
                    (at, start_of_name) = (end, end);
                    continue;
                }
                Some(b' ' | b'\n') => start_of_name = at + 1,
                Some(b'>') => break,
                Some(_) => {}
            }
            at += 1;
        }
    }
}

/// The value of an attribute that begins at a place, and where what follows it begins; `None`: it has no end.
fn value_at(html: &str, start: usize) -> Option<(&str, usize)> {
    let bytes = html.as_bytes();
    if bytes.get(start) == Some(&b'"') {
        let end = start + 1 + memchr(b'"', &bytes[start + 1..])?;
        return Some((&html[start + 1..end], end + 1));
    }
    let end = start + bytes.get(start..)?.iter().position(|byte| matches!(byte, b' ' | b'\n' | b'>'))?;
    Some((&html[start..end], end))
}

fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let entities = [("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    Cow::Owned(entities.iter().fold(value.to_owned(), |text, (entity, plain)| text.replace(entity, plain)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(pages: &[(&str, &str)]) -> Vec<String> {
        let check = LinkCheck::new(Some("https://site.example/x/"));
        for (page, html) in pages {
            check.add(page, html);
        }
        check
            .broken(|path| pages.iter().any(|(page, _)| *page == path))
            .into_iter()
            .map(|broken| broken.to_string())
            .collect()
    }

    #[test]
    fn links_inside_the_site_must_lead_somewhere() {
        let good = [
            (
                "index.html",
                "<a href=\"a/b.html#x\"></a><a href=\"#y\" id=\"y\"></a><a href=\"https://x.example/gone\"></a>",
            ),
            (
                "a/b.html",
                "<p id=\"x\"><a href=\"../index.html?q=1#y\"></a><a href=\"\"></a><a href=\"mailto:a@b\"></a>",
            ),
            ("404.html", "<link href=\"https://site.example/x/a/b.html\"><a href=\"https://site.example/x/\">"),
        ];
        assert_eq!(broken(&good), Vec::<String>::new());
        let bad = [
            ("index.html", "<a class=\"a>b\" href=gone.html></a><img src=\"a/b.html#gone\"><a href=\"#nowhere\">"),
            ("a/b.html", "<a href=\"../../out.html\"></a><a href=\"https://site.example/x/none.html\">"),
        ];
        let told = broken(&bad);
        assert_eq!(told.len(), 5, "{told:?}");
        assert!(told.contains(&"index.html: the link to `gone.html` leads nowhere".to_owned()), "{told:?}");
    }

    #[test]
    fn a_path_leads_on_from_the_folder_of_its_page() {
        for (page, path, leads_to) in [
            ("a/b/c.html", "d.html", "a/b/d.html"),
            ("a/b/c.html", "../d.html", "a/d.html"),
            ("a/b/c.html", "../../", "index.html"),
            ("a/b/c.html", "../", "a/index.html"),
            ("a/b/c.html", "", "a/b/c.html"),
            ("", "x.html", "x.html"),
            ("a.html", "../../x.html", "../../x.html"),
            ("a/b.html", "./x/../y.html", "a/y.html"),
            ("a/b.html", "x/../../../y.html", "../y.html"),
            ("a/b.html", "..", "index.html"),
            ("a/b.html", "v1.2/x.html", "a/v1.2/x.html"),
        ] {
            assert_eq!(resolved(page, path), leads_to, "{page} {path}");
        }
    }

    #[test]
    fn a_page_offers_the_ids_that_it_links_to_itself() {
        let html = "<a href=\"#~main\"></a><p id=\"~main\"><h2 id=\"b\"><a href=\"#b\"></a></h2><h2 id=c></h2>\
                    <i id=\"a&amp;\"><a href=\"#a&amp;\"></a><a href=\"#b\"></a><a href=\"!\"></a><a href=\"x.html#c\">";
        assert_eq!(offered_ids(html), ["b", "a&"]);
        let check = LinkCheck::new(None);
        check.add("x.html", html);
        check.add("y.html", "<p>");
        assert_eq!(check.offered("x.html"), ["b", "a&"]);
        assert_eq!(check.offered("y.html"), Vec::<String>::new());
        let has = |page, id| check.has_id(page, id);
        assert_eq!([has("x.html", "c"), has("x.html", "d"), has("z.html", "c")], [Some(true), Some(false), None]);
    }

    #[test]
    fn a_link_that_many_pages_have_is_told_once_of_the_first() {
        let link = "<a href=\"gone.html\"></a>";
        let told = broken(&[("b.html", link), ("a.html", link), ("c.html", link)]);
        assert_eq!(told, ["a.html: the link to `gone.html` leads nowhere"]);
    }
}

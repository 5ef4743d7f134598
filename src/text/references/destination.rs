//! Where a link of a text may lead: to addresses of allowed schemes, to anchors of the page, and into the reviewed source.

use super::{References, line_number};
use crate::text::signs;
use std::fmt::Write;

/// What becomes of the address in a link.
#[derive(Debug, PartialEq, Eq)]
pub enum Destination {
    Address(String),
    /// Nowhere that this site would send anyone: only its text is shown.
    None,
}

impl References {
    /// What becomes of a link's destination.
    #[must_use]
    pub fn destination(&self, destination: &str) -> Destination {
        let trimmed = destination.trim();
        if let Some(scheme) = scheme(trimmed) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" => Destination::Address(encoded(trimmed)),
                _ => Destination::None,
            };
        }
        if let Some(anchor) = trimmed.strip_prefix('#') {
            let address = self.finding(anchor).or_else(|| self.anchors.get(anchor).map(String::as_str));
            return address.map_or(Destination::None, |address| Destination::Address(address.to_owned()));
        }
        let relative = trimmed.strip_prefix("./").unwrap_or(trimmed);
        let path = relative.split(['#', '?']).next().unwrap_or(relative);
        let inside = crate::model::id::stays_inside(path) && !path.contains('\\');
        match &self.source {
            Some(source) if inside => Destination::Address(source(path, fragment_lines(relative))),
            _ => Destination::None,
        }
    }
}

/// An address without a sign that no page shows: each is written as its bytes, as a browser would send it.
fn encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for sign in address.chars() {
        if signs::can_be_shown(sign) {
            out.push(sign);
            continue;
        }
        for byte in sign.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `#L3-L5` into lines.
fn fragment_lines(address: &str) -> Option<(u32, u32)> {
    let (_, fragment) = address.split_once("#L")?;
    let (start, end) = fragment.split_once("-L").or_else(|| fragment.split_once('-')).unwrap_or((fragment, fragment));
    line_number(start).zip(line_number(end)).filter(|(start, end)| start <= end)
}

/// The scheme of an address, if it has one. Control characters and blanks are skipped, as browsers do.
fn scheme(address: &str) -> Option<String> {
    let visible: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(64).collect();
    if visible.starts_with("//") || visible.starts_with("/\\") || visible.starts_with('\\') {
        return Some("protocol-relative".to_owned());
    }
    let (scheme, _) = visible.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then(|| scheme.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Destination;
    use crate::text::references::tests::references;

    #[test]
    fn only_harmless_destinations_survive() {
        let to = |text: &str| references().destination(text);
        assert_eq!(to("https://x.example/"), Destination::Address("https://x.example/".to_owned()));
        assert_eq!(to("docs/a.md#L3-L4"), Destination::Address("src:docs/a.md:Some((3, 4))".to_owned()));
        assert_eq!(to("#I2"), Destination::Address("#I2".to_owned()));
        let odd = Destination::Address("https://x.example/a%E2%80%AEb%01%7F".to_owned());
        assert_eq!(to("https://x.example/a\u{202e}b\u{1}\u{7f}"), odd);
        for none in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            " \u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example/x",
            "/\\evil.example",
            "\\\\evil",
            "#nowhere",
            "../../x",
            "/abs",
            "file:///etc/passwd",
        ] {
            assert_eq!(to(none), Destination::None, "{none:?}");
        }
    }
}

//! Addresses of the web that come from outside: what a page may link to, and what it may build links from.

use super::id::as_text;
use super::visible::is_unseen;
use std::str::FromStr;

/// An http or https address, as it was written: fit for a link in HTML and in Markdown, and with a host that a reader sees.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HttpAddress(Box<str>);

/// An [`HttpAddress`] below which others stand: a host, where needed with a port and a path, and neither `?` nor `#`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaseAddress(HttpAddress);

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It begins with neither `https://` nor `http://`.
    #[error("is not an http or https address")]
    Scheme,
    /// Between the slashes stands nothing, or nothing that can be one.
    #[error("has no host")]
    Host,
    /// Before the host stands a name, which can pass for the host itself: `https://github.com@evil.example`.
    #[error("has a user name or password before its host")]
    Credentials,
    /// The host holds a `%`, behind which another host can hide: `https://github.com%2eevil.example`.
    #[error("has a `%` in its host")]
    Encoded,
    /// The port is no number.
    #[error("has a port that is not a number")]
    Port,
    /// It holds a blank, or a sign that would end it or cannot be seen.
    #[error("contains U+{0:04X}, which is not allowed in an address")]
    Sign(u32),
    /// Nothing can stand below it.
    #[error("has a query or a fragment (`?` or `#`), which is not allowed here")]
    NotABase,
}

impl HttpAddress {
    /// Whether a text is an address.
    ///
    /// # Errors
    /// The first rule that the text breaks.
    pub fn check(text: &str) -> Result<(), AddressError> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let rest = rest.ok_or(AddressError::Scheme)?;
        if let Some(sign) = text.chars().find(|sign| ends_an_address(*sign) || is_unseen(*sign)) {
            return Err(AddressError::Sign(sign.into()));
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        if authority.contains('@') {
            return Err(AddressError::Credentials);
        }
        if authority.contains('%') {
            return Err(AddressError::Encoded);
        }
        check_host(authority)
    }
}

impl FromStr for HttpAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::check(text).map(|()| Self(text.into()))
    }
}

/// A name, or an IPv6 address in brackets; then perhaps a port.
fn check_host(authority: &str) -> Result<(), AddressError> {
    let (is_host, port) = if let Some((host, port)) = authority.strip_prefix('[').and_then(|rest| rest.split_once(']'))
    {
        let is_digit = |b: u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.');
        (host.contains(':') && host.bytes().all(is_digit), port)
    } else {
        let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
        (!host.is_empty() && !host.contains(['[', ']']), port)
    };
    let is_port = |port: &str| (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit());
    match (is_host, port.strip_prefix(':')) {
        (false, _) => Err(AddressError::Host),
        (true, Some(port)) if is_port(port) => Ok(()),
        (true, None) if port.is_empty() => Ok(()),
        (true, _) => Err(AddressError::Port),
    }
}

fn ends_an_address(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '"' | '<' | '>' | '\\' | '`')
}

impl FromStr for BaseAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let address: HttpAddress = text.parse()?;
        if address.contains(['?', '#']) { Err(AddressError::NotABase) } else { Ok(Self(address)) }
    }
}

impl BaseAddress {
    /// Without slashes at its end.
    #[must_use]
    pub fn without_slash(&self) -> Self {
        Self(HttpAddress(self.trim_end_matches('/').into()))
    }

    /// With one slash at its end.
    #[must_use]
    pub fn with_slash(&self) -> Self {
        Self(HttpAddress(format!("{}/", self.without_slash()).into()))
    }
}

as_text!(HttpAddress, BaseAddress);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_only_looks_like_one() {
        for good in [
            "https://github.com",
            "http://localhost:8080/a/b/",
            "https://a.example?q=1#x",
            "https://a.example/@user",
            "https://b\u{fc}cher.example/\u{fc}",
            "https://[2001:db8::1]:443/",
            "https://git_1.example",
        ] {
            assert_eq!(good.parse::<HttpAddress>().map(|address| address.to_string()), Ok(good.to_owned()));
        }
        for (bad, why) in [
            ("", AddressError::Scheme),
            ("javascript:alert(1)", AddressError::Scheme),
            ("HTTPS://a.example", AddressError::Scheme),
            ("https://", AddressError::Host),
            ("https:///a", AddressError::Host),
            ("https://?q", AddressError::Host),
            ("https://:80/", AddressError::Host),
            ("https://[::1", AddressError::Host),
            ("https://[a.example]/", AddressError::Host),
            ("https://github.com@evil.example", AddressError::Credentials),
            ("https://me:secret@a.example/x", AddressError::Credentials),
            ("https://github.com:443@evil.example/", AddressError::Credentials),
            ("https://a.example:", AddressError::Port),
            ("https://a.example:x/", AddressError::Port),
            ("https://[::1]x/", AddressError::Port),
            ("https://a.example/a b", AddressError::Sign(0x20)),
            ("https://a.example\\@evil.example", AddressError::Sign(0x5c)),
            ("https://a.example/\u{0}", AddressError::Sign(0)),
            ("https://a.example/\u{202e}gpj", AddressError::Sign(0x202e)),
            ("https://git\u{200b}hub.com", AddressError::Sign(0x200b)),
        ] {
            assert_eq!(bad.parse::<HttpAddress>(), Err(why), "{bad}");
            assert_eq!(bad.parse::<BaseAddress>(), Err(why), "{bad}");
        }
        for with_more in ["https://a.example/?x", "https://a.example#x"] {
            assert_eq!(with_more.parse::<BaseAddress>(), Err(AddressError::NotABase), "{with_more}");
        }
    }

    /// Between the slashes: what looks like one host and is another, or none.
    #[rustfmt::skip]
    const HOSTS: &[&str] = &[
        "github.com@evil.example", "github.com:443@evil.example", "me:secret@evil.example", "@evil.example",
        ":@evil.example", "github.com%40evil.example", "github.com%2eevil.example", "github.com%2f.evil.example",
        "%67ithub.com", "github.com%00", "github.com%E2%80%AE.evil", "github.com\\.evil.example", "\\evil.example",
        "github.com\\@evil.example", "github.com\t.evil", "github\n.com", "github\r.com", "github .com", " github.com",
        "github.com ", "github\u{0}.com", "github\u{7f}.com", "github\u{85}.com", "github\u{a0}.com", "github\u{ad}.com",
        "github\u{61c}.com", "github\u{200b}.com", "github\u{200d}.com", "github\u{200e}.com", "github\u{2028}.com",
        "\u{202e}moc.buhtig", "github\u{2066}.com", "github\u{2060}.com", "github\u{3000}.com", "github\u{feff}.com",
        "github.com<evil", "github.com>evil", "github.com\"evil", "github.com`evil", "[::1", "[::1]evil.example",
        "[fe80::1%25eth0]", "[fe80::1%eth0]", "[evil.example]", "[]", "::1]", "a[b]c", "", ":80", "github.com:",
        "github.com:x", "github.com:443evil", "github.com:443:80", "github.com:-1", "github.com:123456",
    ];

    /// Whole addresses that lead elsewhere than they seem to, or nowhere.
    #[rustfmt::skip]
    const ADDRESSES: &[&str] = &[
        "javascript:alert(1)", "javascript://github.com/%0aalert(1)", "JavaScript:alert(1)", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "ftp://github.com", "//github.com", "/\\github.com", "\\\\github.com",
        "https:github.com", "https:/github.com", "https:///github.com", "https:\\\\github.com", "HTTPS://github.com",
        " https://github.com", "\thttps://github.com", "\u{1}https://github.com", "ht\ntps://github.com",
        "https\u{200b}://github.com", "https://", "http://", "https://?github.com", "https://#github.com", "github.com", "",
        "https", "https:", "blob:https://github.com/x", "view-source:https://github.com",
    ];

    /// Where a browser goes: what stands between the slashes and the first sign that ends the host, for those addresses that
    /// are accepted. Written by hand, so that the check is held against something else than itself.
    fn host_seen(address: &str) -> &str {
        let rest = address.split_once("//").map_or("", |(_, rest)| rest);
        let end = rest.find(['/', '\\', '?', '#', '@']).unwrap_or(rest.len());
        &rest[..end]
    }

    #[test]
    fn no_spelling_hides_where_an_address_leads() {
        let mut spellings: Vec<String> = Vec::new();
        for host in HOSTS {
            for scheme in ["https", "http"] {
                spellings.extend(["", "/", "/x/y"].map(|path| format!("{scheme}://{host}{path}")));
            }
        }
        spellings.extend(ADDRESSES.iter().map(ToString::to_string));
        assert!(spellings.len() > 300, "{}", spellings.len());
        for spelling in &spellings {
            assert!(spelling.parse::<HttpAddress>().is_err(), "{spelling:?}");
            assert!(spelling.parse::<BaseAddress>().is_err(), "{spelling:?}");
        }
        // What is accepted leads where it says, whatever comes behind the host.
        for address in [
            "https://github.com/@evil.example",
            "https://github.com//evil.example/x",
            "https://github.com/../../evil.example",
            "https://github.com/%2e%2e/evil.example",
            "https://github.com?@evil.example",
            "https://github.com#@evil.example",
            "https://github.com/https://evil.example",
            "https://github.com:8443/x:y@z",
        ] {
            assert!(address.parse::<HttpAddress>().is_ok(), "{address}");
            assert!(host_seen(address).starts_with("github.com"), "{address}");
            assert_eq!(address.parse::<BaseAddress>().is_ok(), !address.contains(['?', '#']), "{address}");
        }
    }

    #[test]
    fn a_base_has_its_slash_or_not() {
        let base: BaseAddress = "https://a.example:1/b//".parse().unwrap();
        assert_eq!(&*base.with_slash(), "https://a.example:1/b/");
        assert_eq!(&*base.without_slash(), "https://a.example:1/b");
    }
}

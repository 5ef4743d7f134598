//! Hosts that only their own network knows. Reviews are full of such addresses as code: what is in every manual, what stands
//! for a network and not for a machine, and names without an address around them are no finds.

use super::find::{Hit, regex, window, window_before};
use super::kind::HOST;
use regex::Regex;
use std::sync::LazyLock;

/// What private addresses begin with, and what private names end in.
pub const BEGINNINGS: [&str; 26] = [
    "10.",
    "192.168.",
    "172.1",
    "172.2",
    "172.3",
    "169.254.",
    "fd",
    "fc",
    "fe80:",
    ".internal",
    ".corp",
    ".local",
    ".lan",
    ".intranet",
    ".home.arpa",
    ".intra",
    ".private",
    ".localdomain",
    ".cluster.local",
    ".ts.net",
    ".rds.amazonaws.com",
    ".cache.amazonaws.com",
    ".internal.",
    ".corp.",
    ".intranet.",
    "\\\\",
];

static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:10|192\.168|172\.(?:1[6-9]|2[0-9]|3[01])|169\.254)(?:\.[0-9]{1,3}){2,3}"));
static LONG_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?i:f[cd][0-9a-f]{2}:[0-9a-f]{1,4}:[0-9a-f:]{2,30}[0-9a-f]|f[cd][0-9a-f]{2}::?[0-9a-f:]{0,30}[0-9a-f]|fe80:[0-9a-f:]{4,35}[0-9a-f])",
    )
});
static NAME: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)[a-z0-9](?:[a-z0-9\-_]{0,62}\.)*[a-z0-9\-_]{0,62}$"));

/// The private host whose beginning or end is here.
pub fn host(text: &str, start: usize, end: usize) -> Option<Hit> {
    match text.as_bytes()[start] {
        b'.' if text[..end].ends_with('.') => inner_label(text, start, end),
        b'.' => name(text, start, end),
        b'\\' => share(text, end),
        b'1' => address(text, start),
        _ => long_address(text, start),
    }
}

fn address(text: &str, start: usize) -> Option<Hit> {
    let is_inside =
        |before: &str| before.ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '_' | '-' | 'v'));
    if is_inside(&text[..start]) && !text[..start].ends_with('-') {
        return None;
    }
    let found = ADDRESS.find(&text[start..])?;
    let parts: Vec<u16> = found.as_str().split('.').filter_map(|part| part.parse().ok()).collect();
    let after = &text[start + found.end()..];
    let goes_on = after.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_')
        || (after.starts_with('.') && after[1..].starts_with(|sign: char| sign.is_ascii_digit()));
    let [a, b, c, d] = parts[..] else { return None };
    let is_valid = parts.iter().all(|part| *part < 256);
    // Networks, masks, gateways and what manuals and containers take.
    let is_network = after.starts_with('/') && after[1..].starts_with(|sign: char| sign.is_ascii_digit());
    let is_usual = matches!(d, 0 | 255)
        || (matches!(d, 1 | 2 | 254) && !has_port_or_scheme(text, start, after))
        || (a == 172 && matches!(b, 17 | 18) && c == 0)
        || (a == 192 && matches!(c, 0 | 1) && matches!(d, 1..=10 | 100..=102 | 254))
        || (a == 10
            && b == 0
            && ((c == 0 && (d < 11 || !has_port_or_scheme(text, start, after))) || (matches!(c, 1 | 2) && d < 11)))
        || (a == 10 && (b, c, d) == (1, 2, 3))
        || (a == 10 && [b, c, d] == [10; 3])
        || (a == 10 && matches!((b, c), (0, 2) | (96, 0) | (244 | 42 | 43, _)))
        || (a == 169 && matches!((c, d), (169, _) | (170, 2)))
        || (b, c, d) == (b, b, b);
    let line = window_before(text, start, 24).to_lowercase();
    let is_version = ["version", "release", "v8 ", "chrome"].iter().any(|word| line.contains(word));
    (is_valid && !goes_on && !is_network && !is_usual && !is_version)
        .then(|| Hit::new(start..start + found.end(), HOST, text))
}

fn has_port_or_scheme(text: &str, start: usize, after: &str) -> bool {
    let has_port = after.starts_with(':') && after[1..].starts_with(|sign: char| sign.is_ascii_digit());
    has_port || text[..start].ends_with("://") || text[..start].ends_with('@')
}

fn long_address(text: &str, start: usize) -> Option<Hit> {
    if text[..start].ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, ':' | '_' | '.' | '-' | '/'))
        && !text[..start].ends_with("//")
    {
        return None;
    }
    let found = LONG_ADDRESS.find(&text[start..])?;
    let after = &text[start + found.end()..];
    let groups = found.as_str().split(':').filter(|group| !group.is_empty());
    let is_valid = groups.clone().all(|group| group.len() <= 4) && groups.clone().count() <= 8;
    let is_whole = found.as_str().contains("::") || groups.clone().count() == 8;
    let is_telling = groups.count() >= 3;
    let is_network = after.starts_with('/') || after.starts_with(|sign: char| sign.is_alphanumeric());
    (is_valid && is_whole && is_telling && !is_network).then(|| Hit::new(start..start + found.end(), HOST, text))
}

/// Names that every machine or container has, and that stand for no host.
const USUAL: [&str; 26] = [
    "metadata.google.internal",
    "host.docker.internal",
    "gateway.docker.internal",
    "kubernetes.docker.internal",
    "host.containers.internal",
    "host.lima.internal",
    "host.rancher-desktop.internal",
    "host.minikube.internal",
    "host.k3d.internal",
    "kubernetes.default.svc.cluster.local",
    "localhost.localdomain",
    "localhost.local",
    "example.local",
    "example.internal",
    "example.corp",
    "example.lan",
    "app.local",
    "my.local",
    "test.local",
    "foo.local",
    "foo.internal",
    "mydomain.local",
    "your.internal",
    "settings.local",
    "config.local",
    "corp.local",
];

fn name(text: &str, start: usize, end: usize) -> Option<Hit> {
    let after = &text[end..];
    if after.starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '('))
        || is_followed_by_label(after)
    {
        return None;
    }
    let from = text.ceil_char_boundary(start.saturating_sub(200));
    let found = NAME.find(&text[from..start])?;
    let start = from + found.start();
    let whole = &text[start..end];
    let lower = whole.to_lowercase();
    let before = &text[..start];
    let is_usual = USUAL.contains(&lower.as_str())
        || lower.starts_with("host.")
        || [
            "example",
            "your",
            "xxx",
            "placeholder",
            "foo.",
            "bar.",
            "test.",
            "mock.",
            "kube-dns",
            "kubernetes.default",
        ]
        .iter()
        .any(|word| lower.contains(word));
    let labels = lower.split('.').count();
    let has_scheme = before.ends_with("://") || before.ends_with('@') || before.ends_with("\\\\");
    let has_port = after.starts_with(':') && after[1..].bytes().take_while(u8::is_ascii_digit).count() >= 2;
    let is_numbered = lower.split('.').next().is_some_and(|first| first.ends_with(|sign: char| sign.is_ascii_digit()))
        && lower.len() > 9;
    // `lima-vm.internal` may be a module; `db-01.prod.internal` is a machine.
    let is_machine = labels >= 3 && (lower.contains('-') || is_numbered) && !lower.contains('_') && lower == *whole;
    let is_path = before.ends_with(['/', '.', '$', '-']) && !has_scheme;
    let command = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_asked = [
        "ssh",
        "ping",
        "host",
        "curl",
        "nslookup",
        "dig",
        "scp",
        "telnet",
        "host:",
        "hostname:",
        "server:",
        "host=",
        "server=",
    ]
    .contains(&command.to_lowercase().as_str())
        && labels >= 2;
    // No language and no file has these endings.
    let is_sure = [".corp", ".home.arpa", ".intranet", ".lan", ".ts.net", ".amazonaws.com"]
        .iter()
        .any(|ending| lower.ends_with(ending))
        && lower.len() > 8;
    let is_machine_alone = (labels == 2 && is_numbered || is_sure) && lower == *whole && !lower.contains('_');
    (!is_usual && !is_path && (has_scheme || has_port || is_machine || is_asked || is_machine_alone))
        .then(|| Hit::new(start..end, HOST, text))
}

/// `https://wiki.intranet.acme.com`: a label of a private network amid others, where an address or a port says that it is a host.
fn inner_label(text: &str, start: usize, end: usize) -> Option<Hit> {
    static REST: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)^(?:[a-z0-9\-]{1,62}\.){1,4}[a-z]{2,12}"));
    let found = NAME.find(window_before(text, start, 200))?;
    let rest = REST.find(window(text, end, 120))?;
    let (from, to) = (start - found.len(), end + rest.end());
    let (before, after) = (&text[..from], &text[to..]);
    let lower = text[from..to].to_lowercase();
    let has_port = after.starts_with(':') && after[1..].bytes().take_while(u8::is_ascii_digit).count() >= 2;
    let has_scheme = before.ends_with("://") || before.ends_with('@');
    let goes_on = after.starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '('));
    let is_usual =
        ["example", "your", "xxx", "placeholder", "mydomain", "foo.", "bar."].iter().any(|word| lower.contains(word));
    ((has_port || has_scheme) && !goes_on && !is_usual).then(|| Hit::new(from..to, HOST, text))
}

/// `\\server01\share`
fn share(text: &str, end: usize) -> Option<Hit> {
    static SHARE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(\\{0,2})([A-Za-z][A-Za-z0-9\-]{1,30}(?:\.[A-Za-z0-9\-]{1,62}){0,5})(\\{1,2})[A-Za-z0-9_][A-Za-z0-9_. \-]{0,60}\$?(?:[\\\s\x22'`),;]|$)",
        )
    });
    /// What paths of programs and manuals have in this place.
    const USUAL: [&str; 21] = [
        "server",
        "share",
        "host",
        "hostname",
        "servername",
        "localhost",
        "computer",
        "computername",
        "machine",
        "pipe",
        "network",
        "nas",
        "unc",
        "wsl",
        "wsl.localhost",
        "tsclient",
        "vmware-host",
        "fileserver",
        "domain",
        "path",
        "win32",
    ];
    let before = &text[..end - 2];
    let begins =
        before.is_empty() || before.ends_with([' ', '\n', '"', '\'', '`', '(', '=', ':', ',', '\t', '>', '|', '+']);
    let all = SHARE.captures(window(text, end, 200))?;
    let (more, name, behind) = (all.get(1)?, all.get(2)?, all.get(3)?);
    let lower = name.as_str().to_lowercase();
    let is_host = lower.contains(['-', '.']) || lower.ends_with(|last: char| last.is_ascii_digit());
    // In a string of a program, every one of them is doubled.
    let is_even = if more.is_empty() { behind.len() == 1 } else { more.len() == 2 && behind.len() == 2 };
    let is_escape = matches!(lower.as_str(), "n" | "r" | "t" | "u" | "x" | "d" | "w" | "s" | "b")
        || lower.starts_with("u0")
        || lower.starts_with("x0");
    let is_usual = USUAL.contains(&lower.as_str()) || lower.contains("example") || lower.contains("your");
    let from = end + name.start();
    (begins && is_host && is_even && !is_escape && !is_usual).then(|| Hit::new(from..from + name.len(), HOST, text))
}

/// `db.internal.example.com` is in the domain of somebody, and `pkg.internal.Type` is code.
fn is_followed_by_label(after: &str) -> bool {
    after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_'))
}

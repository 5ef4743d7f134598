//! Names of people: folders that are named after them, and addresses of mail.

use super::find::{Hit, regex};
use super::kind::{EMAIL, USER_NAME};
use regex::Regex;
use std::sync::LazyLock;

/// What stands before the name of a user in a path.
pub const HOMES: [&str; 14] = [
    "/home/",
    "/Users/",
    "\\Users\\",
    "\\\\Users\\\\",
    "/Documents and Settings/",
    "\\Documents and Settings\\",
    "-Users-",
    "-home-",
    "USERPROFILE=",
    "/usr/home/",
    "LOGNAME=",
    "\\/Users\\/",
    "\\/home\\/",
    "--Users-",
];

/// Names in such paths that are nobody's.
const NOBODY: [&str; 71] = [
    "user",
    "users",
    "username",
    "user_name",
    "user-name",
    "you",
    "your",
    "yourname",
    "your-name",
    "your_name",
    "me",
    "name",
    "foo",
    "bar",
    "baz",
    "example",
    "runner",
    "runneradmin",
    "root",
    "ubuntu",
    "debian",
    "fedora",
    "ec2-user",
    "vscode",
    "node",
    "circleci",
    "travis",
    "app",
    "git",
    "vagrant",
    "docker",
    "admin",
    "administrator",
    "test",
    "tester",
    "testuser",
    "public",
    "shared",
    "default",
    "linuxbrew",
    "alice",
    "bob",
    "carol",
    "someone",
    "somebody",
    "dev",
    "developer",
    "jenkins",
    "build",
    "builder",
    "pi",
    "guest",
    "anonymous",
    "nobody",
    "home",
    "xxx",
    "coder",
    "codespace",
    "gitpod",
    "containeruser",
    "containeradministrator",
    "all",
    "worker",
    "jovyan",
    "sandbox",
    "claude",
    "codex",
    "container",
    "nonroot",
    "agent",
    "library",
];

/// The user's name behind one of [`HOMES`].
pub fn home(text: &str, start: usize, end: usize) -> Option<Hit> {
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '_' | '-');
    let ends_in_dash = text[start..end].ends_with('-');
    if text[start..end].eq_ignore_ascii_case("/home/") && is_in_an_address(text, start) {
        return None;
    }
    if ends_in_dash && !is_folder_in_dashes(text, start) {
        return None;
    }
    let rest = &text[end..];
    let is_end = |sign: char| !is_part(sign) || (ends_in_dash && sign == '-');
    let length = rest.find(is_end).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['.', '-', '_']);
    let lower = name.to_lowercase();
    let is_name = name.chars().count() > 1
        && name.starts_with(char::is_alphanumeric)
        && name.chars().any(char::is_alphabetic)
        && !NOBODY.contains(&lower.as_str())
        && !["example", "your", "xxx", "user1", "user2", "placeholder"].iter().any(|word| lower.contains(word));
    let is_escape = text[..start].ends_with('%') || rest.starts_with(['$', '<', '{', '*', '%']);
    (is_name && !is_escape).then(|| Hit::new(end..end + name.len(), USER_NAME, text))
}

/// `https://host.example/home/page` is no folder of anybody.
fn is_in_an_address(text: &str, start: usize) -> bool {
    let word =
        text[..start].rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | '<' | '(')).next();
    let word = word.unwrap_or_default();
    let is_web = |at: usize| !word[..at].ends_with("file") && !word[at + 3..].is_empty();
    word.find("://").is_some_and(is_web) || word.ends_with(|sign: char| sign.is_alphanumeric() || sign == '.')
}

/// Some tools name a folder after a path: `-Users-jo-project`.
fn is_folder_in_dashes(text: &str, start: usize) -> bool {
    let before = &text[..start];
    before.is_empty()
        || before.ends_with(['/', '\\', '"', '\'', '`', ' ', '\n', '('])
        || before.ends_with("C-")
        || before.ends_with("C:")
}

static LOCAL: LazyLock<Regex> = LazyLock::new(|| regex(r"[A-Za-z0-9._%+\-]+$"));
static DOMAIN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+([A-Za-z]{2,24})"));

/// Who answers to everybody, and to nobody.
const ROLES: [&str; 34] = [
    "git",
    "hg",
    "svn",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "user",
    "username",
    "name",
    "you",
    "your",
    "me",
    "someone",
    "somebody",
    "foo",
    "bar",
    "test",
    "example",
    "security",
    "support",
    "info",
    "abuse",
    "postmaster",
    "webmaster",
    "hostmaster",
    "mailer-daemon",
    "first.last",
    "firstname.lastname",
    "email",
    "this",
    "users",
    "actions",
];

/// Names that stand for no domain, and companies' domains of bots.
const NO_DOMAINS: [&str; 22] = [
    "example.com",
    "example.org",
    "example.net",
    "example.edu",
    "users.noreply.github.com",
    "noreply.github.com",
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "ssh.dev.azure.com",
    "domain.com",
    "email.com",
    "mail.com",
    "yourdomain.com",
    "your-domain.com",
    "company.com",
    "yourcompany.com",
    "acme.com",
    "test.com",
    "foo.com",
    "bar.com",
    "anthropic.com",
];

/// Endings that files, hosts for tests and names in code have.
const NO_ENDINGS: [&str; 60] = [
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "internal",
    "png",
    "jpg",
    "jpeg",
    "svg",
    "gif",
    "webp",
    "ico",
    "js",
    "mjs",
    "cjs",
    "ts",
    "tsx",
    "jsx",
    "css",
    "scss",
    "html",
    "htm",
    "json",
    "yaml",
    "yml",
    "toml",
    "xml",
    "txt",
    "md",
    "py",
    "rs",
    "go",
    "rb",
    "java",
    "kt",
    "swift",
    "sh",
    "bash",
    "lock",
    "log",
    "zip",
    "tar",
    "gz",
    "exe",
    "dll",
    "so",
    "conf",
    "cfg",
    "ini",
    "service",
    "socket",
    "timer",
    "mount",
    "target",
    "slice",
    "lan",
    "corp",
    "home",
    "git",
];

/// `name@machine:~/folder$`, as a shell prints it.
fn is_prompt(rest: &str) -> bool {
    let host = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').unwrap_or(rest.len());
    host > 0 && rest[host..].starts_with(":~")
}

fn prompt(text: &str, at: usize, name: &str) -> Option<Hit> {
    let is_somebody = name.len() > 1 && !NOBODY.contains(&name.to_lowercase().as_str());
    is_somebody.then(|| Hit::new(at - name.len()..at, USER_NAME, text))
}

/// The address around an `@`.
pub fn address(text: &str, at: usize) -> Option<Hit> {
    let from = text.ceil_char_boundary(at.saturating_sub(64));
    let local = LOCAL.find(&text[from..at])?;
    if is_prompt(&text[at + 1..]) {
        return prompt(text, at, local.as_str());
    }
    let domain = DOMAIN.captures(&text[at + 1..])?;
    let whole = domain.get(0)?;
    let (name, host) = (local.as_str().trim_start_matches(['.', '-', '%', '+']), whole.as_str().to_lowercase());
    let start = at - name.len();
    let before = &text[..start];
    let word = before
        .rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | '<' | '('))
        .next()
        .unwrap_or_default();
    // A user in an address of a server is no mail; but `mailto:` is.
    let is_user_part = word.contains("://")
        || (before.ends_with(':') && !before.to_lowercase().ends_with("mailto:") && word.contains('/'));
    let after = &text[at + 1 + whole.end()..];
    let is_path = after.starts_with([':', '/'])
        && after[1..].starts_with(|next: char| next.is_ascii_alphanumeric() || matches!(next, '/' | '~'));
    let goes_on = after.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '_' | '(' | '@'));
    let lower = name.to_lowercase();
    let ending = host.rsplit('.').next().unwrap_or_default();
    let is_placeholder = ["noreply", "no-reply", "example", "your", "xxx", "redacted", "placeholder", "[bot]", "bot+"]
        .iter()
        .any(|word| lower.contains(word))
        || host.contains("example")
        || host.contains("noreply")
        || host.starts_with("your")
        || host.ends_with("localhost.localdomain");
    let is_nobody = ROLES.contains(&lower.as_str())
        || NO_DOMAINS.contains(&host.as_str())
        || NO_ENDINGS.contains(&ending)
        || is_placeholder;
    let is_address = lower.len() > 1 && lower.bytes().any(|byte| byte.is_ascii_alphabetic());
    (is_address && !is_nobody && !is_user_part && !is_path && !goes_on)
        .then(|| Hit::new(start..at + 1 + whole.end(), EMAIL, text))
}

//! Names of people: folders that are named after them, what a shell prints, and what programs tell of a user.

use super::find::{Hit, line_before, regex, window, window_before};
use super::kind::USER_NAME;
use super::names::is_of_a_file;
use super::nobody::is_somebody;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What stands before the name of a user in a path.
pub const HOMES: [&str; 13] = [
    "\\home\\",
    "/home/",
    "/Users/",
    "\\Users\\",
    "\\\\Users\\\\",
    "/Documents and Settings/",
    "\\Documents and Settings\\",
    "-Users-",
    "-home-",
    "/usr/home/",
    "\\/Users\\/",
    "\\/home\\/",
    "--Users-",
];

/// What stands before the name of a user, or in a line with it, in what programs print.
pub const TRACES: [&str; 16] = [
    "USERPROFILE=",
    "LOGNAME=",
    "USER=",
    "USERNAME=",
    "cd ~",
    "whoami",
    "uid=",
    "gid=",
    "groups=",
    ":x:",
    "-rw",
    "drw",
    "lrw",
    "-r-",
    " 0.",
    "/user:",
];

/// The user's name behind one of [`HOMES`].
pub fn home(text: &str, start: usize, end: usize) -> Option<Hit> {
    let folder = &text[start..end];
    let ends_in_dash = folder.ends_with('-');
    if folder.eq_ignore_ascii_case("/home/") && is_no_home(text, start) {
        return None;
    }
    if folder == "/users/" && !is_root_of_users(text, start) {
        return None;
    }
    if ends_in_dash && !is_folder_in_dashes(text, start) {
        return None;
    }
    let rest = &text[end..];
    let is_end = |sign: char| !is_part(sign) || (ends_in_dash && sign == '-');
    let length = rest.find(is_end).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['.', '-', '_']);
    let is_escape = text[..start].ends_with('%') || rest.starts_with(['$', '<', '{', '*', '%']);
    // `src/Users/profile.tsx`
    let is_file = !rest[length..].starts_with(['/', '\\'])
        && name.rsplit_once('.').is_some_and(|(_, ending)| is_of_a_file(ending));
    (is_somebody(name) && !is_escape && !is_file).then(|| Hit::new(end..end + name.len(), USER_NAME, text))
}

fn is_part(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '.' | '_' | '-')
}

/// `https://host.example/home/page` and `src/home/page` are no folders of anybody.
fn is_no_home(text: &str, start: usize) -> bool {
    /// Folders that hold those of people.
    const PARENTS: [&str; 13] = [
        "/var", "/export", "/data", "/nfs", "/mnt", "/srv", "/net", "/vol", "/volume1", "/media", "/rootfs",
        "/exports", "/sysroot",
    ];
    let word = window_before(text, start, 200)
        .rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | '<' | '(' | '='))
        .next();
    let word = word.unwrap_or_default();
    if let Some(at) = word.find("://") {
        return word[..at].to_lowercase().ends_with("http") || word[..at].to_lowercase().ends_with("https");
    }
    word.ends_with(|sign: char| sign.is_alphanumeric() || sign == '.')
        && !PARENTS.iter().any(|parent| is_root(word, parent))
}

/// Whether a path is this folder and stands in no other.
fn is_root(path: &str, folder: &str) -> bool {
    path.strip_suffix(folder)
        .is_some_and(|before| !before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '.'))
}

/// `/c/users/jo`, but not `/api/users/jo`.
fn is_root_of_users(text: &str, start: usize) -> bool {
    let before = window_before(text, start, 12).to_lowercase();
    ["/c", "/d", "c:", "d:", "/scratch", "/cygdrive", "/mnt", "/work", "/nfs", "/data"]
        .iter()
        .any(|root| before.ends_with(root))
}

/// Some tools name a folder after a path: `-Users-jo-project`.
fn is_folder_in_dashes(text: &str, start: usize) -> bool {
    let before = &text[..start];
    before.is_empty()
        || before.ends_with(['/', '\\', '"', '\'', '`', ' ', '\n', '(', '+'])
        || before.ends_with("C-")
        || before.ends_with("C:")
}

/// The name that one of [`TRACES`] leads to.
pub fn trace(text: &str, start: usize, end: usize) -> Vec<Hit> {
    let name = match &text[start..end] {
        "USERPROFILE=" | "LOGNAME=" | "USER=" | "USERNAME=" => setting(text, start, end),
        "cd ~" => name_at(text, end).filter(|hit| text[hit.range.end..].starts_with(['/', '\n', ' ', '`'])),
        "whoami" => behind_whoami(text, end),
        "uid=" | "gid=" | "groups=" => in_brackets(text, end),
        ":x:" => account(text, start),
        " 0." => process(text, start),
        "/user:" => domain(text, end),
        _ => return file(text, start),
    };
    name.into_iter().collect()
}

/// `USER=jo`, where nothing is before it that makes another name of it.
fn setting(text: &str, start: usize, end: usize) -> Option<Hit> {
    let is_own = |before: &str| {
        !before.ends_with(|sign: char| {
            sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '?' | '&' | '$' | '{' | '%')
        })
    };
    let quote = usize::from(text[end..].starts_with(['"', '\'']));
    // `docker run -e USER=jo app` and `env` print so, and code that sets another name does not.
    let hit = name_at(text, end + quote)?;
    let ends = text[hit.range.end..]
        .chars()
        .next()
        .is_none_or(|next| next.is_whitespace() || matches!(next, '"' | '\'' | '`' | ';' | ',' | '<' | '\\' | ')'));
    (is_own(&text[..start]) && ends).then_some(hit)
}

fn name_at(text: &str, at: usize) -> Option<Hit> {
    let rest = &text[at..];
    let length = rest.find(|sign: char| !is_part(sign)).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches(['.', '-', '_']);
    is_somebody(name).then(|| Hit::new(at..at + name.len(), USER_NAME, text))
}

/// The line behind the command that asks for the name.
fn behind_whoami(text: &str, end: usize) -> Option<Hit> {
    static ANSWER: LazyLock<Regex> = LazyLock::new(|| {
        const NAME: &str = r"(?:[A-Za-z0-9\-]+\\{1,2})?([A-Za-z][A-Za-z0-9._\-]{1,31})";
        regex(&format!(
            r"^`?\s*(?:(?:\r?\n[ \t>|+]*|(?:->|=>|:)\s*){NAME}[`\s]*(?:\n|$)|(?:->|=>|:|is|says|prints)\s*`{NAME}`)"
        ))
    });
    let name = ANSWER.captures(window(text, end, 100))?.iter().skip(1).flatten().next()?;
    is_somebody(name.as_str()).then(|| Hit::new(end + name.start()..end + name.end(), USER_NAME, text))
}

/// `uid=1000(jo)`
fn in_brackets(text: &str, end: usize) -> Option<Hit> {
    let digits = text[end..].bytes().take_while(u8::is_ascii_digit).count();
    let at = end + digits;
    let is_person = text[end..at].parse::<u32>().is_ok_and(|id| id >= 1000 || (501..600).contains(&id));
    (is_person && text[at..].starts_with('('))
        .then(|| name_at(text, at + 1))?
        .filter(|hit| text[hit.range.end..].starts_with(')'))
}

/// `jo:x:1000:1000:`, a line of the list of accounts.
fn account(text: &str, start: usize) -> Option<Hit> {
    let before = window_before(text, start, 40);
    let name = before.rsplit(|sign: char| !is_part(sign)).next().unwrap_or_default();
    let id = &text[start + 3..];
    let digits = id.bytes().take_while(u8::is_ascii_digit).count();
    let is_person = id[..digits].parse::<u32>().is_ok_and(|id| (500..60_000).contains(&id));
    (is_person && id[digits..].starts_with(':') && is_somebody(name))
        .then(|| Hit::new(start - name.len()..start, USER_NAME, text))
}

/// A line of `ls -l`: the owner, and the group if it has the owner's name.
fn file(text: &str, start: usize) -> Vec<Hit> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^[\-dlbcps](?:[r\-][w\-][xsStT\-]){3}[.+@]?\s+[0-9]+\s+([A-Za-z][A-Za-z0-9._\-]{1,31})\s+([A-Za-z0-9_][A-Za-z0-9._ \-]{0,31}?)\s+[0-9]",
        )
    });
    let Some(captures) = LINE.captures(window(text, start, 160)) else { return Vec::new() };
    let names = captures.iter().skip(1).flatten();
    let owner = captures.get(1).map_or("", |owner| owner.as_str());
    let same = names.filter(|name| name.as_str() == owner && is_somebody(owner));
    same.map(|name| Hit::new(start + name.start()..start + name.end(), USER_NAME, text)).collect()
}

/// A line of `ps aux`: whose process it is.
fn process(text: &str, start: usize) -> Option<Hit> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^[ \t>|+*\-]*([a-z_][a-z0-9._\-]{1,31}\+?)\s+[0-9]+\s+[0-9]{1,3}\.[0-9]\s+[0-9]{1,3}\.[0-9]\s")
    });
    let line = start - line_before(text, start).len();
    let name = LINE.captures(window(text, line, 120))?.get(1)?;
    let name_end = line + name.start() + name.as_str().trim_end_matches('+').len();
    is_somebody(&text[line + name.start()..name_end]).then(|| Hit::new(line + name.start()..name_end, USER_NAME, text))
}

/// `/user:DOMAIN\jo`
fn domain(text: &str, end: usize) -> Option<Hit> {
    let rest = window(text, end, 60);
    let at = rest.find('\\')?;
    let is_domain =
        at > 0 && rest[..at].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    is_domain.then(|| name_at(text, end + at + 1 + usize::from(rest[at + 1..].starts_with('\\'))))?
}

/// The name before an `@` in what a shell prints, and in what it is told: `jo@machine:~$`, `[jo@machine src]$`, `ssh jo@10.3.2.1`.
pub fn at_a_machine(text: &str, name: Range<usize>) -> Option<Hit> {
    // A mark of a patch is a sign of addresses too.
    let marks = text[name.clone()].len() - text[name.clone()].trim_start_matches(['+', '-', '.', '%']).len();
    let name = name.start + marks..name.end;
    let (before, rest) = (&text[..name.start], &text[name.end + 1..]);
    let host =
        rest.find(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '-' | '.' | '_')).unwrap_or(rest.len());
    if host == 0 {
        return None;
    }
    let after = &rest[host..];
    let is_found = is_prompt(before, &rest[..host], after) || is_login(before);
    (is_found && is_somebody(&text[name.clone()])).then(|| Hit::new(name, USER_NAME, text))
}

fn is_prompt(before: &str, host: &str, after: &str) -> bool {
    static FOLDER: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^(?::/[^\s:$#]{0,80}[$#] | [^\s\]]{1,60} [%$#] | [^\s\]]{1,60}\][$#]| +MINGW(?:32|64) )")
    });
    let begins = before.is_empty()
        || before.ends_with(['\n', ' ', '[', '`', '(', '\t', '>', '"', ']', '+', '-', '\u{2502}', '\u{276f}'])
        || before.ends_with("\\n");
    let is_machine = !host.contains('.') || host.to_lowercase().ends_with(".local") || before.ends_with('[');
    after.starts_with(":~") || (begins && is_machine && FOLDER.is_match(window(after, 0, 120)))
}

/// Whether a command that logs in somewhere is what the name is told to.
fn is_login(before: &str) -> bool {
    const COMMANDS: [&str; 8] = ["ssh", "scp", "sftp", "rsync", "mosh", "ssh-copy-id", "sshfs", "autossh"];
    let line = window_before(before, before.len(), 120).rsplit(['\n', '`', ';', '|', '&']).next().unwrap_or_default();
    let is_command = |word: &str| COMMANDS.contains(&word.trim_start_matches(['$', '(', '"', '\'', '+', '-', '>']));
    let is_told = |word: &str| {
        word.starts_with('-') || word.contains(['/', '.', '=', ':']) || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let words =
        line.split_whitespace().filter(|word| !matches!(*word, "$" | "#" | "%" | ">" | "+" | "sudo" | "run:" | "-"));
    let mut rest = words.skip_while(|word| !is_command(word));
    let is_first =
        line.trim_start_matches([' ', '$', '#', '%', '>', '+', '-']).split_whitespace().next().is_some_and(is_command);
    // What follows a command amid a sentence are options, their values and files.
    rest.next().is_some() && before.ends_with([' ', '"', '\'']) && (is_first || rest.all(is_told))
}

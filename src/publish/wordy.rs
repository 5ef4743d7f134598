//! Names of things and words, as opposed to what a machine drew: `build-token-v2`, `refreshTokenStore`, `self.config.apiKey`.

/// Pieces of names without a vowel, or too short for letters to tell.
#[rustfmt::skip]
const SHORT: [&str; 150] = [
    "a", "api", "app", "aws", "b", "bg", "btn", "by", "c", "cb", "cd", "cfg", "ci", "cmd", "cpp", "crt", "css", "csr", "csv",
    "ctr", "ctx", "d", "db", "dbs", "dev", "dir", "dns", "do", "dom", "dst", "e", "ed", "env", "eu", "f", "fd", "fk", "fmt", "fn", "for",
    "fs", "ftp", "g", "get", "git", "gke", "go", "gpg", "grp", "gz", "h", "hls", "i", "id", "if", "in", "io", "ip", "is", "it",
    "j", "js", "jvm", "jwt", "k", "key", "kms", "ldp", "lhs", "ln", "lts", "m", "md", "mfa", "mgr", "mk", "mm", "mp", "msg", "my",
    "n", "nfs", "no", "npm", "nr", "ns", "ny", "o", "of", "ok", "on", "op", "or", "os", "p", "pc", "pgp", "ph", "pk", "pkg", "pop",
    "pr", "prv", "ps", "ptr", "pw", "pwd", "py", "qa", "rb", "req", "res", "rgb", "rhs", "rpc", "rs", "rx", "s", "sdk", "set", "sh",
    "smb", "sql", "src", "srv", "ssh", "ssl", "str", "svc", "tcp", "tls", "tmp", "to", "ts", "tty", "tx", "txt", "ui", "un", "up",
    "us", "v", "vm", "vpc", "vpn", "ws", "xml", "yml", "x", "y",
];

/// Clusters of consonants that words and names in code begin with.
#[rustfmt::skip]
const ONSETS: [&str; 60] = [
    "chl", "chr", "cmd", "cpp", "css", "csv", "ctr", "ctx", "dns", "fpr", "ghc", "gpg", "grp", "gst", "htm", "htt", "jwt", "krb", "ldf",
    "llv", "mkd", "mqt", "msg", "ngr", "ngx", "npm", "nvm", "phr", "pkc", "pkg", "pnp", "prx", "ptr", "rpc", "rwl", "sch", "scr",
    "shr", "smt", "snp", "spl", "spr", "sql", "src", "srv", "ssh", "ssl", "std", "str", "svc", "svg", "tcp", "thr", "tls", "tmp",
    "tty", "txt", "vps", "xml", "xsl",
];

/// How often one letter follows another in the names and words of programs, in steps of two: 5 is as often as by chance. Counted
/// over the sources of the crates that this program is made of.
const FOLLOWS: [&[u8; 26]; 26] = [
    b"36772461614867060778543452",
    b"63435301620731510553510030",
    b"73547357606643841667542030",
    b"63358332720533530553533120",
    b"74786653413768464988464641",
    b"53445621700632630554400030",
    b"52127235602435431653511110",
    b"61136110600232620434402030",
    b"65776661113669861677261406",
    b"20003000100000300020200000",
    b"42236210500223220243201010",
    b"73458321704723740355531070",
    b"74237120601342660253510010",
    b"73777583624434742478542131",
    b"44763552424668560866656320",
    b"73437335602632660756523130",
    b"00001000000100010110500000",
    b"83559441705465752576543151",
    b"63638346804443663468624254",
    b"73548436802544751776633461",
    b"55545440500657350666100201",
    b"51227201600232420222000000",
    b"50225103500204420442100000",
    b"30424312400120240225100000",
    b"22213110300334250143001001",
    b"30006100300000200000000002",
];

/// Words, with marks between them or in camel case, each with a small number behind it at most.
pub fn is_wordy(text: &str) -> bool {
    let all: usize = words(text).map(str::len).sum();
    // What a machine drew has many short pieces, each of which might be a word.
    let in_long: usize = words(text).filter(|word| letters(word).len() > 2).map(str::len).sum();
    all > 0 && in_long * 10 >= all * 6 && words(text).all(is_word) && !parts(text).any(has_many_numbers) && reads(text)
}

/// The same for the eye that expects a password: no piece of it is other than a word that people know.
pub fn is_plainly_wordy(text: &str) -> bool {
    is_wordy(text)
        && parts(text).all(has_plain_number)
        && words(text).all(|word| letters(word).is_empty() || is_plain(letters(word)))
}

/// `64bit`, but not `773F1`.
fn has_plain_number(part: &str) -> bool {
    !part.starts_with(|first: char| first.is_ascii_digit())
        || part.trim_start_matches(|sign: char| sign.is_ascii_digit()).bytes().all(|byte| byte.is_ascii_lowercase())
}

/// A word of four letters or more that is written as words are.
pub fn is_long_word(text: &str) -> bool {
    let has_letters_only = text.bytes().all(|byte| byte.is_ascii_alphabetic());
    text.len() > 3 && has_letters_only && is_plainly_wordy(text) && words(text).all(|word| word.len() > 2)
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|part| !part.is_empty())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    parts(text).flat_map(humps)
}

fn letters(word: &str) -> &str {
    word.trim_end_matches(|sign: char| sign.is_ascii_digit())
}

/// The words of a name in camel case: `HTTPServer` has two.
fn humps(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let is_upper = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let begins_word = move |at: usize| {
        let ends_acronym = bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        is_upper(at) && (!is_upper(at - 1) || ends_acronym)
    };
    let mut start = 0;
    let ends = (1..=bytes.len()).filter(move |at| *at == bytes.len() || begins_word(*at));
    ends.map(move |end| {
        let word = &text[start..end];
        start = end;
        word
    })
}

fn is_word(text: &str) -> bool {
    let letters = letters(text);
    let digits = text.len() - letters.len();
    let is_cased = letters.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
        || letters.bytes().all(|byte| byte.is_ascii_uppercase());
    if letters.is_empty() {
        return digits <= 4;
    }
    let has_few =
        digits <= 3 || (digits <= 5 && ["ed", "x", "curve", "rfc"].contains(&letters.to_ascii_lowercase().as_str()));
    letters.bytes().all(|byte| byte.is_ascii_alphabetic()) && is_cased && has_few && is_pronounceable(letters)
}

/// Words have vowels, and not many consonants in a row.
fn is_pronounceable(letters: &str) -> bool {
    let mut row = 0;
    let longest = letters.bytes().fold(0, |longest: u32, byte| {
        row = if is_vowel(byte) { 0 } else { row + 1 };
        longest.max(row)
    });
    let is_short = letters.len() <= 5;
    letters.len() <= 3 || longest <= if is_short { 4 } else { 5 } && letters.len() <= 24
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// A piece that is known, or long enough to be judged by its letters and found to be a word.
fn is_plain(letters: &str) -> bool {
    let lower = letters.to_ascii_lowercase();
    if SHORT.contains(&lower.as_str()) {
        return true;
    }
    let begins_well = lower.bytes().take(3).any(is_vowel) || ONSETS.iter().any(|onset| lower.starts_with(onset));
    lower.len() > 2 && begins_well && habit(&lower).is_none_or(|(sum, count)| sum * 2 >= count * 7)
}

/// Numbers in the midst of letters, again and again: `V6VOBP5CJJ`, but not `oauth2client`.
fn has_many_numbers(part: &str) -> bool {
    let bytes = part.as_bytes();
    let times = bytes.windows(2).filter(|pair| pair[0].is_ascii_digit() && pair[1].is_ascii_alphabetic()).count();
    times > 2 || (times == 2 && part.len() >= 10)
}

/// Whether letters follow each other as they do in words, in all the pieces together.
fn reads(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let all = parts(&lower).filter_map(|part| habit(letters(part)));
    let (sum, count) = all.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    count < 3 || sum * 2 >= count * 9
}

/// The sum of [`FOLLOWS`] over the pairs of letters in lower case, and how many there are.
fn habit(lower: &str) -> Option<(usize, usize)> {
    let place = |byte: u8| byte.is_ascii_lowercase().then(|| usize::from(byte - b'a'));
    let pairs = lower.as_bytes().windows(2).filter_map(|pair| Some((place(pair[0])?, place(pair[1])?)));
    let steps = pairs.map(|(one, next)| usize::from(FOLLOWS[one][next] - b'0'));
    let (sum, count) = steps.fold((0, 0), |(sum, count), step| (sum + step, count + 1));
    (count > 0).then_some((sum, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_and_draws_are_not() {
        for name in [
            "refreshTokenStore",
            "self.config.api_key",
            "build-token-v2",
            "REFRESH_TOKEN_NAME",
            "authorization_code",
            "HTTPServerOptions",
            "oauth2_client_credentials",
        ] {
            assert!(is_wordy(name), "{name}");
        }
        for drawn in
            ["V6VOBP5CJJRYREQW", "R9ADSOTF94JY83Y3MORR6PITZCOGN2X36W65", "qmgwfjwpxkzbvdhl", "KZXWAZLNMQXGJYLQ"]
        {
            assert!(!is_wordy(drawn), "{drawn}");
        }
    }

    #[test]
    fn a_piece_that_nobody_says_makes_a_password() {
        for plain in ["User#password", "Content-Type", "newPassword", "http-client-id", "OAuthTokenProvider"] {
            assert!(is_plainly_wordy(plain), "{plain}");
        }
        for odd in ["Pebble-JrbeZ", "Kestrel-HaPMf", "Tundra_IwwTW", "Quartz_hCpFQ", "Tundra!AlvAQ"] {
            assert!(!is_plainly_wordy(odd), "{odd}");
        }
    }
}

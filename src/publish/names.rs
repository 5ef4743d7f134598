//! Names of settings that are secret.

use aho_corasick::AhoCorasick;
use std::ops::Range;
use std::sync::LazyLock;

/// A part of such a name.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// As it is looked for, in any case.
    pub text: &'static str,
    /// Whether people choose such values themselves.
    pub is_chosen: bool,
    /// Whether a name ends there. A short one begins there too, unless a mark stands before it.
    pub is_end: bool,
    /// Whether it is a word in camel case: `serverKey`.
    is_hump: bool,
}

const fn chosen(text: &'static str) -> Name {
    Name { text, is_chosen: true, is_end: false, is_hump: false }
}

const fn drawn(text: &'static str) -> Name {
    Name { text, is_chosen: false, is_end: false, is_hump: false }
}

impl Name {
    const fn at_end(mut self) -> Self {
        self.is_end = true;
        self
    }

    const fn as_hump(mut self) -> Self {
        (self.is_end, self.is_hump) = (true, true);
        self
    }
}

#[rustfmt::skip]
pub const NAMES: [Name; 87] = [
    chosen("passw"), chosen("passphrase"), chosen("pwd"), chosen("pass"), chosen("passcode"), chosen("psk").at_end(),
    chosen("pw").at_end(), chosen("passord"), chosen("kennwort"), chosen("losung").at_end(), chosen("contrase"),
    chosen("mot de passe"), chosen("mot_de_passe"), chosen("motdepasse"), chosen("mdp").at_end(), chosen("senha"), chosen("wachtwoord"),
    chosen("parola").at_end(), chosen("heslo"), chosen("has\u{142}o"), chosen("l\u{f6}senord"), chosen("adgangskode"), chosen("salasana"),
    chosen("jelsz"), chosen("\u{15f}ifre"), chosen("\u{43f}\u{430}\u{440}\u{43e}\u{43b}\u{44c}"), chosen("\u{5bc6}\u{7801}"),
    chosen("\u{5bc6}\u{78bc}"), chosen("\u{30d1}\u{30b9}\u{30ef}\u{30fc}\u{30c9}"), chosen("\u{be44}\u{bc00}\u{bc88}\u{d638}"),
    chosen("shared secret"), chosen("shared_secret"),
    drawn("secret"), drawn("token"), drawn("credential"), drawn("creds").at_end(), drawn("_auth"),
    drawn("api_key"), drawn("api-key"), drawn("api key"), drawn("apikey"),
    drawn("access_key"), drawn("access-key"), drawn("access key"), drawn("accesskey"),
    drawn("account_key"), drawn("accountkey"), drawn("auth_key"), drawn("authkey"), drawn("auth-key"),
    drawn("private_key"), drawn("privatekey"), drawn("private key"), drawn("signing_key"), drawn("signingkey"), drawn("signing key"),
    drawn("encryption_key"), drawn("encryptionkey"), drawn("encryption key"), drawn("master_key"), drawn("masterkey"),
    drawn("master.key"), drawn("master key"), drawn("license_key"), drawn("licensekey"), drawn("license key"),
    drawn("app_key"), drawn("appkey"), drawn("integration_key"), drawn("routing_key"), drawn("presharedkey"), drawn("pre-shared-key"),
    drawn("_key"), drawn("-key"), drawn("key").as_hump(), chosen("bindpw"), chosen("rootpw"), chosen("authtok").at_end(), drawn("_pat").at_end(), drawn("-pat").at_end(), drawn("_salt").at_end(),
    drawn("recovery code"),
    drawn("recovery_code"),
    drawn("backup code"),
    drawn("backup_code"),
    drawn("deploy key"),
    drawn("activation code"),
];

/// What follows a secret setting's name and says that its value is something else.
const OTHER_ENDS: [&str; 27] = [
    "id", "name", "type", "url", "uri", "file", "path", "len", "length", "size", "count", "limit", "ttl", "expiry",
    "header", "field", "env", "ref", "hash", "sha256", "endpoint", "prefix", "regex", "pattern", "arn", "ring",
    "digest",
];

/// What is in names that only sound secret.
const OTHERS: [&str; 24] = [
    "public",
    "publish",
    "recv-key",
    "send-key",
    "search-key",
    "trusted-key",
    "default-key",
    "fetch-key",
    "cache_key",
    "cachekey",
    "primary_key",
    "foreign_key",
    "sort_key",
    "partition_key",
    "tokeniz",
    "passed",
    "passing",
    "bypass",
    "compass",
    "pass_through",
    "passes",
    "passive",
    "buypass",
    "passage",
];

/// Whether the part that is found at this place makes a name of a secret, with what stands around it.
pub fn makes_a_name(name: &Name, text: &str, found: &Range<usize>) -> bool {
    let (before, after) = (&text[..found.start], &text[found.end..]);
    let is_whole = !name.is_end || !after.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '_' | '-'));
    if name.is_hump {
        let is_capital = text[found.clone()].starts_with(|first: char| first.is_ascii_uppercase());
        return is_whole
            && is_capital
            && before.ends_with(|last: char| last.is_ascii_lowercase() || last.is_ascii_digit());
    }
    let is_short = name.text.len() < 5 && name.text.starts_with(|first: char| first.is_ascii_alphabetic());
    is_whole && !(name.is_end && is_short && before.ends_with(char::is_alphanumeric))
}

/// Whether a name that holds a part of [`NAMES`] and goes on with `rest` is one of something else.
pub fn names_something_else(name: &str, rest: &str) -> bool {
    let rest = rest.trim_start_matches(['_', '-', '.', 's', 'S']).to_lowercase();
    // `token_store.rs:12` is a place in a file.
    if rest.rsplit_once('.').is_some_and(|(_, ending)| is_of_a_file(ending)) {
        return true;
    }
    let last = rest.rsplit(['_', '-', '.']).next().unwrap_or_default();
    let lower = name.to_lowercase();
    let is_other = |end: &str| !rest.is_empty() && last.ends_with(end);
    OTHER_ENDS.iter().any(|end| is_other(end)) || OTHERS.iter().any(|word| lower.contains(word))
}

/// What names of files with code and settings end in.
pub fn is_of_a_file(ending: &str) -> bool {
    const ENDINGS: [&str; 36] = [
        "ts", "tsx", "js", "jsx", "mjs", "vue", "svelte", "rs", "go", "py", "rb", "java", "kt", "cs", "php", "swift",
        "html", "css", "scss", "json", "md", "sql", "yml", "yaml", "toml", "xml", "sh", "c", "h", "cpp", "hpp", "tf",
        "txt", "proto", "lock", "ex",
    ];
    ENDINGS.contains(&ending)
}

/// Whether a name says no more than that something is a key, which most keys of a map are.
pub fn is_vague(lower: &str) -> bool {
    // Keys of ciphers, not of tables.
    const TELLING: [&str; 9] = ["hmac", "aes", "jwt", "crypt", "cipher", "signing", "session", "shared", "auth"];
    let is_known = |name: &Name| !name.text.starts_with(['_', '-']) && !name.is_end && lower.contains(name.text);
    lower.ends_with("key") && !NAMES.iter().any(is_known) && !TELLING.iter().any(|word| lower.contains(word))
}

/// The part of a label that says that its value is secret.
pub fn in_label(label: &str) -> Option<&'static Name> {
    static PARTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let parts = NAMES.iter().map(|name| name.text);
        AhoCorasick::builder().ascii_case_insensitive(true).build(parts).expect("a hundred short names fit")
    });
    let mut found = PARTS.find_overlapping_iter(label).map(|found| (&NAMES[found.pattern().as_usize()], found.range()));
    found.find(|(name, range)| makes_a_name(name, label, range)).map(|(name, _)| name)
}

//! Before an archive is public: what is found, what is redacted, what is taken back.

use crate::reader::{full, pointers};
use crate::support::{MemoryArchive, Site, build, root, run, shared, try_build};
use pilcrow::internals::archive::{Treatment, decode_treated};
use pilcrow::internals::import::{Import, Options, Source, read_deep_review};
use pilcrow::{Config, Diagnostic, Level, PublishRules, Theme, tables};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::process::Command;

/// A made-up secret: its kind, the words around it, and itself.
struct Planted {
    kind: String,
    text: String,
    secret: String,
}

fn planted() -> Vec<Planted> {
    let list = include_str!("../fixtures/planted.tsv");
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let all: Vec<Planted> = lines
        .map(|line| {
            let [kind, context, secret] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let secret = secret.replace('·', "");
            let text = context.replace("{}", &secret).replace('⏎', "\n");
            Planted { kind: kind.to_owned(), text, secret }
        })
        .collect();
    assert!(all.len() > 650, "{}", all.len());
    all
}

fn found_with(rules: &PublishRules, text: &str) -> Vec<Diagnostic> {
    decode_treated(text.as_bytes(), "r.json", "r", Treatment::to_check(rules, true)).1
}

fn found(document: &Value) -> Vec<Diagnostic> {
    found_with(&PublishRules::default(), &document.to_string())
}

fn in_body(text: &str) -> Vec<String> {
    let said = found(
        &json!({"format": "pilcrow-review/1", "id": "r", "date": "2026-03-22", "reviewers": [], "summary": text}),
    );
    said.iter().map(|one| one.message.clone()).collect()
}

fn redacting() -> Config {
    let mut config = Config::default();
    config.publish.redact = true;
    config
}

/// Every pointer of the full run whose text may be any text, and the keys that may be any.
fn free_texts() -> Vec<String> {
    let full = full();
    let mut all = Vec::new();
    pointers(&full, "", &mut all);
    all.retain(|pointer| {
        let mut changed = full.clone();
        let Some(Value::String(text)) = changed.pointer_mut(pointer) else { return false };
        "any [text]: of 1 kind".clone_into(text);
        decode_treated(changed.to_string().as_bytes(), "r.json", "r", Treatment::default()).0.is_some()
    });
    assert!(all.len() > 35, "{all:?}");
    for field in ["assessed_by", "assessment_reason"] {
        assert!(all.contains(&format!("/findings/0/{field}")), "{all:?}");
    }
    all
}

#[test]
fn every_planted_secret_is_found() {
    let missed: Vec<String> = planted()
        .iter()
        .filter(|one| {
            let said = in_body(&format!("Seen in the log:\n\n    {}\n\nand so on.", one.text));
            !said.iter().any(|message| message.contains(&format!("kind `{}`", one.kind)))
        })
        .map(|one| format!("{} {}: {:?}", one.kind, one.text, in_body(&one.text)))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// The full run has every field that the schema has: see `the_schema_knows_every_field_and_no_other`.
#[test]
fn a_secret_is_found_and_redacted_in_every_field() {
    let all = planted();
    for (nth, pointer) in free_texts().iter().enumerate() {
        let one = &all[nth % 5];
        let mut document = full();
        *document.pointer_mut(pointer).unwrap() = one.text.clone().into();
        let said = found(&document);
        assert!(said.iter().any(|problem| problem.pointer == *pointer), "{pointer}: {said:?}");
        let rules = PublishRules { redact: true, ..PublishRules::default() };
        let text = document.to_string();
        let (run, _) = decode_treated(text.as_bytes(), "r.json", "r", Treatment::to_publish(&rules));
        let run = format!("{:?}", run.unwrap_or_else(|| panic!("{pointer}")));
        assert!(!run.contains(&one.secret) && run.contains("[redacted: GitHub token "), "{pointer}: {run}");
    }
    for pointer in ["/metrics/0/notes", "/findings/0/fingerprints"] {
        let one = &all[0];
        let mut document = full();
        *document.pointer_mut(pointer).unwrap() = json!({one.text.clone(): "x"});
        assert_eq!(found(&document).len(), 1, "{pointer}");
    }
}

/// A run whose texts hold every planted secret: each in a field of its own where there are as many, all in one body.
fn run_with_all(planted: &[Planted]) -> Value {
    let texts = free_texts();
    let mut document = full();
    // Not every field may have several lines.
    let of_a_line = planted.iter().filter(|one| !one.text.contains('\n'));
    for (one, pointer) in of_a_line.zip(texts.iter().cycle()) {
        let is_code = pointer.ends_with("/code") || pointer.ends_with("/body") || pointer.ends_with("/script");
        if let Some(Value::String(text)) = document.pointer_mut(pointer) {
            *text = if is_code { format!("{text}\n{}\n", one.text) } else { format!("{text} {}", one.text) };
        }
    }
    let body: String = planted.iter().flat_map(|one| ["- ", &one.text, "\n"]).collect();
    let patch: String = planted.iter().flat_map(|one| ["+", &one.text, "\n"]).collect();
    document["findings"][0]["body"] = body.clone().into();
    document["findings"][0]["patch"] = format!("--- a/x\n+++ b/x\n@@ -1 +1 @@\n{patch}").into();
    document["originals"][0]["body"] = body.into();
    document
}

fn pieces(secret: &str) -> impl Iterator<Item = &str> {
    secret.as_bytes().windows(12).filter_map(|piece| std::str::from_utf8(piece).ok())
}

#[test]
fn no_output_of_a_check_holds_a_secret_or_a_piece_of_it() {
    let planted = planted();
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("reviews")).unwrap();
    let mut document = run_with_all(&planted);
    // Other problems of the file are told too.
    document["titel"] = planted[0].text.clone().into();
    document[&planted[1].text] = "x".into();
    std::fs::write(folder.path().join("reviews/r.json"), document.to_string()).unwrap();
    for format in ["text", "json", "github"] {
        let output = Command::new(env!("CARGO_BIN_EXE_pilcrow"))
            .current_dir(&folder)
            .args(["check", "--publish", "--verbose", "--format", format])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(said.contains("GitHub token"), "{said}");
        let said_pieces: HashSet<&[u8]> = said.as_bytes().windows(12).collect();
        for one in &planted {
            assert!(!said.contains(&one.secret), "{format}: {}", one.secret);
            let is_credential = !["home-path", "email-address", "private-host"].contains(&one.kind.as_str());
            let piece = pieces(&one.secret).find(|piece| is_credential && said_pieces.contains(piece.as_bytes()));
            // Of some, the beginning is in every manual.
            let is_known = |piece: &str| one.secret.starts_with(piece);
            assert!(piece.is_none_or(is_known), "{format}: {piece:?} of {}", one.secret);
        }
    }
}

#[test]
fn nothing_that_is_published_holds_a_redacted_secret() {
    let planted = planted();
    let text = run_with_all(&planted).to_string();
    let archive = MemoryArchive::of(&[("r.json", &text)]);
    let Site { built, files } = try_build(&archive, &redacting()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(built.runs, 1, "{:?}", built.diagnostics);
    let parquet = tables(&archive, &redacting(), &Theme::default()).unwrap().value;
    let rows = format!("{parquet:?}");
    for one in &planted {
        let finder = memchr::memmem::Finder::new(&one.secret);
        let has = |bytes: &[u8]| finder.find(bytes).is_some();
        let holders: Vec<&String> = files.iter().filter(|(_, bytes)| has(bytes)).map(|(path, _)| path).collect();
        assert!(holders.is_empty(), "{} in {holders:?}", one.secret);
        assert!(!rows.contains(&one.secret), "{}", one.secret);
    }
    // The same secret has the same mark everywhere, and the same build the same bytes.
    let main = files.get("reviews/r.html").map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap();
    assert!(main.contains("[redacted: GitHub token "), "{main}");
    assert!(try_build(&archive, &redacting()).unwrap().files == files);
    // Runs that are read a second time are redacted as well.
    let plain = try_build(&archive, &Config::default()).unwrap();
    assert!(plain.files["reviews/r.html"].windows(40).any(|piece| piece == planted[0].secret.as_bytes()));
}

#[test]
fn a_secret_in_an_id_is_an_error_with_a_remedy() {
    let secret = &planted()[0].secret;
    let more = format!(r#""findings": [{{"id": "{secret}", "severity": "important", "title": "t"}}]"#);
    let archive = MemoryArchive::of(&[("r.json", &run("r", &more)), ("s.json", &run("s", ""))]);
    let built = try_build(&archive, &redacting()).unwrap().built;
    assert_eq!(built.runs, 1);
    let said = &built.diagnostics[0];
    assert!(said.message.contains("no mark can take its place") && said.hint.as_ref().unwrap().contains("withdrawn"));
}

#[test]
fn what_manuals_print_raises_no_alarm() {
    for text in [
        "AKIAIOSFODNN7EXAMPLE and wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
        "https://user:password@host.test/ and postgres://user:pass@localhost/db and postgres://postgres:postgres@db/x",
        "password = \"hunter2\"; password: changeme; PASSWORD=<token>; TOKEN=${TOKEN}; token: xxxxxxxxxxxxxxxxxxxx",
        "export API_KEY=your-api-key-here; secret = os.environ[\"SECRET\"]; token = get_token(request)",
        "Authorization: Bearer <token>, Authorization: Bearer $TOKEN, `Authorization: Basic dXNlcjpwYXNzd29yZA==`",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx xoxb-your-token-here",
        "mail a@example.com, x@host.example, noreply@anthropic.com, 1+jo@users.noreply.github.com, git@github.com:own/name.git",
        "/home/user/x /Users/you/x /home/$USER /Users/<name> C:\\Users\\name\\x /home/runner/work https://a.example/home/page",
        "127.0.0.1 localhost 0.0.0.0 192.0.2.7 198.51.100.9 203.0.113.5 172.17.0.1 10.0.0.1 10.0.0.0/8 192.168.1.1 192.168.0.0/16 ::1 fe80::/10",
        "host.docker.internal metadata.google.internal settings.local.json self.internal pkg.internal.Type kubernetes.default.svc.cluster.local",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "the token_count, max_tokens = 4096, tokenizer: cl100k_base, password_hash, secretName: ferry-tls-2026, public_key: x",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 commit 0b3f5c1e7d2a4e8b9c6f1a2d3e4f5b6c7d8e9f0a",
        "icon@2x.png, foo@1.2.3, @decorator.method, this@Main.onCreate, user@host:~/src",
        "User#password, password: User#newPassword, password=%s&name=%s, pass: foo%20bar, password ?? this.form?.newPwd",
        "password: ^(?=.*[A-Z])(?=.*\\d).{8,}$; the password must have PBKDF2-HMAC-SHA256; a single-pass memchr2+SWAR scan",
        "token: OAuthHTTPServerToken, 'readToken', 'Ed25519PrivateKey', 'MTLRenderPassDescriptor', 'symbol2label'",
        "key = \"9cd1997cd896416bef4ba6e1a02da187\" is the key of the cache; primaryKey: \"tidebook-2026-a1\"",
        "gpg --recv-keys 5BE8A3F6C8A5C01D106C0AD820B1A390B168D356; curl -u user:password; mysql -p; docker run -u node:node",
        "sqlcmd -P <password>; openssl enc -k \"$KEY\"; net user; echo \"$PASS\" | sudo -S ls; smbclient -U svc%$PASS",
        "-rw-r--r-- 1 root root 12 May 3 10:11 a; USER=postgres DB_USER=kmeier uid=33(www-data) redis:x:1001:1001:",
        "https://app.example/home/kmeier and src/home/kmeier.ts and GET /api/users/kmeier; look at the dot in a.b",
        "[deploy@build01 app]$ make; root@web-1:/srv# ls; ssh ubuntu@bastion; whoami\nroot",
        "\\u0041 \\server\\share C:\\\\dir\\n \\d+\\s https://corp.example.com https://intranet.example.org V8 to 10.7.193.16",
        "mnemonic: test test test test test test test test test test test junk",
    ] {
        assert_eq!(in_body(text), Vec::<String>::new(), "{text}");
    }
}

/// Names, hashes and keys of caches look alike: a key of a cipher has to stand beside the cipher.
#[test]
fn a_key_in_hexadecimal_is_one_where_a_cipher_is_near() {
    let key = "9cd1997cd896416bef4ba6e1a02da187";
    for text in [
        format!("key = \"{key}\"\ncipher = AES.new(key, AES.MODE_CBC)"),
        format!("const KEY = '{key}'; createHmac('sha256', KEY)"),
        format!("decrypt(data, \"{key}\", iv)"),
    ] {
        assert!(in_body(&text).iter().any(|said| said.contains("`secret-value`")), "{text}");
    }
    assert!(in_body(&format!("key = \"{key}\"\nrow = table.get(key)")).is_empty());
}

#[test]
fn secrets_are_found_in_whatever_they_are_written() {
    let token = &planted()[0].secret;
    let (head, tail) = token.split_at(20);
    let escaped = token.replacen('_', "\\_", 1);
    let percent = token.replacen('_', "%5F", 1);
    let entity = token.replacen('_', "&#95;", 1);
    for text in [
        format!("**{token}**"),
        format!("| token | `{token}` |"),
        format!("<code>{token}</code>"),
        format!("https://x.test/?a=1&access_token={token}&b=2"),
        format!("%20{token}%22"),
        format!("\"\\n{token}\\n\""),
        format!("{head}\n{tail}"),
        format!("    {head}\n    {tail}\n"),
        format!("\"{head}\" +\n  \"{tail}\""),
        format!("{head}\u{200b}{tail}"),
        escaped,
        percent,
        entity,
    ] {
        assert!(in_body(&text).iter().any(|said| said.contains("`github-token`")), "{text}");
    }
}

/// Drawn once, and no key of anybody.
fn key_body() -> Vec<String> {
    let mut state = 20_260_322_u64;
    let mut sign = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let signs = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        char::from(signs[usize::try_from(state >> 58).unwrap()])
    };
    (0..8).map(|_| (0..64).map(|_| sign()).collect()).collect()
}

#[test]
fn private_keys_are_found_whole_cut_quoted_and_written_out() {
    let lines = key_body();
    for name in ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"] {
        let (head, foot) = (format!("-----BEGIN {name}-----"), format!("-----END {name}-----"));
        let added = lines.join("\n+");
        for text in [
            format!("{head}\n{}\n{foot}", lines.join("\n")),
            format!("{head}\n{}", lines[..3].join("\n")),
            format!("{}\n{foot}", lines[4..].join("\n")),
            format!("+{head}\n+{added}\n+{foot}"),
            format!("> {head}\n> {}\n> {foot}", lines.join("\n> ")),
            format!("\"private_key\": \"{head}\\n{}\\n{foot}\\n\"", lines.join("\\n")),
            format!("    {head}\n    {}\n    {foot}\n\nand so on", lines.join("\n    ")),
        ] {
            assert!(in_body(&text).iter().any(|said| said.contains("`private-key`")), "{text}");
            let document = run("r", &format!("\"summary\": {}", Value::from(text.as_str())));
            let rules = PublishRules { redact: true, ..PublishRules::default() };
            let (run, _) = decode_treated(document.as_bytes(), "r.json", "r", Treatment::to_publish(&rules));
            let summary = run.unwrap().summary.unwrap();
            for line in lines.iter().filter(|line| text.contains(*line)) {
                assert!(!pieces(line).any(|piece| summary.contains(piece)), "{summary}");
            }
            assert_eq!(summary.lines().count(), text.lines().count(), "{summary}");
        }
    }
}

#[test]
fn what_is_allowed_or_ignored_is_neither_told_nor_redacted() {
    let token = &planted()[0].secret;
    let document = run("r", &format!(r#""summary": "{token} in /home/kolja.brandt/x""#));
    let all = found_with(&PublishRules::default(), &document);
    assert_eq!(all.len(), 2, "{all:?}");
    let fingerprint = all[0].message.rsplit('`').nth(1).unwrap().to_owned();
    let config = Config::parse(&format!("[publish]\nallow = [\"{fingerprint}\"]\nignore = [\"home-path\"]\n")).unwrap();
    assert!(found_with(&config.publish, &document).is_empty());
    let rules = PublishRules { redact: true, ..config.publish };
    let (run, _) = decode_treated(document.as_bytes(), "r.json", "r", Treatment::to_publish(&rules));
    assert!(run.unwrap().summary.unwrap().contains(token.as_str()));
    let told = |text: &str| Config::parse(text).unwrap_err()[0].clone();
    let unknown = told("[publish]\nignore = [\"github-tokn\"]\n");
    assert_eq!(
        (unknown.message.as_str(), unknown.hint.as_deref()),
        ("unknown kind `github-tokn`", Some("did you mean `github-token`?"))
    );
    assert!(told("[publish]\nallow = [\"x\"]\n").message.contains("is not a fingerprint"));
}

#[test]
fn the_sample_archive_raises_no_alarm() {
    let output = Command::new(env!("CARGO_BIN_EXE_pilcrow"))
        .current_dir(root())
        .args(["check", "reviews", "--publish", "--deny-warnings"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What is found there are folders of people who wrote the reports, and nothing else.
#[test]
fn real_reports_raise_no_false_alarm() {
    let Some(folder) = shared("data/deep-reviews") else { return };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut reports = 0;
    let paths: BTreeSet<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source =
            Source { shown: stem.clone(), stem: stem.clone(), bytes: std::fs::read(path).unwrap(), modified: None };
        let Import { runs, .. } = read_deep_review(&[source], &Options::default());
        for imported in runs {
            reports += 1;
            let text = pilcrow::internals::archive::encode(&imported.run);
            let rules = PublishRules::default();
            let (_, said) =
                decode_treated(text.as_bytes(), "r.json", imported.run.id.as_str(), Treatment::to_check(&rules, true));
            for one in said {
                *kinds.entry(one.kind.word().to_owned()).or_default() += 1;
            }
        }
    }
    let others: Vec<_> =
        ["credential", "email-address", "private-host"].iter().filter_map(|kind| kinds.get(*kind)).collect();
    assert!(reports > 100 && others.is_empty(), "{kinds:?}");
}

fn checked(folder: &std::path::Path, arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_pilcrow")).current_dir(folder).args(arguments).output().unwrap()
}

/// For machines, which then need not take messages apart.
#[test]
fn a_find_has_fields_of_its_own_in_json() {
    let token = &planted()[0].secret;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("reviews")).unwrap();
    let text = run("r", &format!(r#""titel": 1, "summary": "{token} by kolja.brandt@lantern-works.io""#));
    std::fs::write(folder.path().join("reviews/r.json"), &text).unwrap();
    let output = checked(folder.path(), &["check", "--publish", "--format", "json"]);
    let said: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let of_kind = |kind: &str| said.iter().find(|one| one["kind"] == kind).unwrap_or_else(|| panic!("{said:#?}"));
    let find = &of_kind("credential")["find"];
    assert_eq!(
        (&find["kind"], &find["label"], &find["mask"]),
        (&json!("github-token"), &json!("GitHub token"), &json!("ghp_…(40)"))
    );
    assert_eq!(of_kind("email-address")["find"]["kind"], "email-address");
    // Only a find has them.
    assert!(of_kind("unknown-key").get("find").is_none());
    // The fingerprint is the one that allows it.
    let allow = format!("[publish]\nallow = [{}]\n", find["fingerprint"]);
    let rules = Config::parse(&allow).unwrap().publish;
    assert!(found_with(&rules, &text).iter().all(|one| one.kind.word() != "credential"));
}

#[test]
fn a_run_on_standard_input_is_looked_through() {
    use std::io::Write;
    let token = &planted()[0].secret;
    let folder = tempfile::tempdir().unwrap();
    let mut check = Command::new(env!("CARGO_BIN_EXE_pilcrow"))
        .current_dir(&folder)
        .args(["check", "-", "--publish"])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let text = run("r", &format!(r#""summary": "It logs {token}.""#));
    check.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = check.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("GitHub token") && !said.contains(token.as_str()), "{said}");
}

#[test]
fn a_quiet_export_says_nothing_of_what_it_redacted() {
    let token = &planted()[0].secret;
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("reviews")).unwrap();
    std::fs::write(folder.path().join("reviews/r.json"), run("r", &format!(r#""summary": "{token}""#))).unwrap();
    let said = |arguments: &[&str]| {
        let output = checked(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said(&["export", "--redact", "--parquet", "a"]).contains("redacted: GitHub token"));
    assert_eq!(said(&["export", "--redact", "--quiet", "--parquet", "b"]), "");
}

const WITHDRAWN: &str = "[publish]\nwithdrawn = [\"20260101-100000-pr-1\"]\n";

#[test]
fn of_a_withdrawn_run_its_addresses_stay_and_nothing_else() {
    let text = include_str!("../fixtures/20260101-100000-pr-1.json");
    let later = include_str!("../fixtures/20260108-100000-pr-1.json");
    let files = [("20260101-100000-pr-1.json", text), ("20260108-100000-pr-1.json", later)];
    let before = build(&files);
    let config = Config::parse(WITHDRAWN).unwrap();
    let after = try_build(&MemoryArchive::of(&files), &config).unwrap();
    assert_eq!((after.built.runs, before.built.runs), (1, 2));
    let run: Value = serde_json::from_str(text).unwrap();
    let own = |path: &&String| {
        path.starts_with("reviews/20260101-100000-pr-1")
            || run["aliases"].as_array().is_some_and(|all| all.iter().any(|alias| alias == path.as_str()))
    };
    let addresses: Vec<&String> = before.files.keys().filter(own).collect();
    assert!(addresses.len() > 4, "{addresses:?}");
    for path in addresses {
        let page = after.text(path);
        assert!(page.contains("his review was withdrawn"), "{path}: {page}");
        assert!(!path.ends_with(".html") || page.contains("<meta name=robots content=noindex>"), "{path}");
    }
    let title = run["findings"][0]["title"].as_str().unwrap();
    for (path, bytes) in &after.files {
        let holds = |words: &str| bytes.windows(words.len()).any(|piece| piece == words.as_bytes());
        assert!(!holds(title) && !holds("20260101-100000-pr-1.html"), "{path}");
    }
}

#[test]
fn a_withdrawn_run_whose_file_is_gone_keeps_its_page() {
    let config = Config::parse("[publish]\nwithdrawn = [\"gone\"]\n").unwrap();
    let site = try_build(&MemoryArchive::of(&[("s.json", &run("s", ""))]), &config).unwrap();
    assert!(site.main("reviews/gone.html").contains("This review was withdrawn"));
    let [said] = &site.built.diagnostics[..] else { panic!("{:?}", site.built.diagnostics) };
    assert_eq!(said.message, "the withdrawn run `gone` is not in the archive");
    // That a file is deleted is the normal course of things, and no reason to fail.
    assert_eq!(said.level, Level::Note);
}

#[test]
fn a_mistyped_id_of_a_withdrawn_run_is_a_warning() {
    let told = |withdrawn: &str, id: &str| {
        let config = Config::parse(&format!("[publish]\nwithdrawn = [\"{withdrawn}\"]\n")).unwrap();
        let built = try_build(&MemoryArchive::of(&[(&format!("{id}.json"), &run(id, ""))]), &config).unwrap().built;
        let [said] = &built.diagnostics[..] else { panic!("{:?}", built.diagnostics) };
        (said.level, said.hint.clone().unwrap())
    };
    let (level, hint) = told("20260322-142409-rp-242", "20260322-142409-pr-242");
    assert_eq!(level, Level::Warning);
    assert!(hint.contains("did you mean `20260322-142409-pr-242`?"), "{hint}");
    // The next of a series is another run.
    assert_eq!(told("20260322-142409-pr-242", "20260322-142409-pr-243").0, Level::Note);
}

/// What is not published is not looked through: it may hold the very secret that it was withdrawn for.
#[test]
fn a_withdrawn_run_is_not_looked_through() {
    let token = &planted()[0].secret;
    let mut config = Config::parse("[publish]\nwithdrawn = [\"r\"]\n").unwrap();
    config.publish.report = true;
    let text = run("r", &format!(r#""summary": "{token}""#));
    let said = pilcrow::check(&MemoryArchive::of(&[("r.json", &text)]), &config, &Theme::default());
    assert!(said.is_empty(), "{said:?}");
}

//! Credentials that are told by what stands before them: headers, addresses, commands, statements.

use super::kind::{AUTH_HEADER, COOKIE, Kind, PASSWORD, PRIVATE_KEY, SECRET_VALUE, URL_PASSWORD};
use super::shape::{Proof, Shape, Start};

const fn after(kind: Kind, literals: &'static [&'static str], pattern: &'static str, proof: Proof) -> Shape {
    Shape { kind, literals, pattern, start: Start::AnyCase, proof }
}

#[rustfmt::skip]
pub const SHAPES: &[Shape] = &[
    after(URL_PASSWORD, &["://"], r#"://[^/\s:@"'<>\\]{0,100}:([^/\s"'<>`]{1,200})@[A-Za-z0-9\[$_]"#, Proof::Password),
    after(URL_PASSWORD, &["@tcp("], r#"[A-Za-z0-9_.\-]+:([^\s@"']{1,100})@tcp\("#, Proof::Password).around(),
    after(AUTH_HEADER, &["bearer "], r#"(?i)bearer\s+["'`]?([A-Za-z0-9._~+/=\-]{16,})"#, Proof::Random),
    after(AUTH_HEADER, &["basic "], r"(?i)basic\s+([A-Za-z0-9+/]{10,}={0,2})", Proof::Basic),
    after(AUTH_HEADER, &["authorization"], r#"(?i)authorization\\?["'`\]]{0,2}\s*[:=,]\s*\\?["'`]?(?:[a-z0-9_\-]+\s+)?([A-Za-z0-9._~+/=\-]{16,})"#, Proof::Random),
    after(AUTH_HEADER, &["ssws "], r"(?i)ssws\s+([A-Za-z0-9_\-]{20,})", Proof::Random),
    after(AUTH_HEADER, &["\"auth\"", "\\\"auth\\\""], r#"\\?"auth\\?"\s*:\s*\\?"([A-Za-z0-9+/]{8,}={0,2})"#, Proof::Basic),
    after(COOKIE, &["sessionid=", "jsessionid=", "phpsessid=", "asp.net_sessionid=", "connect.sid=", "_session=", "session=", "sid=", "csrftoken=", "xsrf-token=", "_gitlab_session=", "user_session=", "remember_token="], r#"(?i)[a-z_.\-]+=([^\s;,"'`<>&]{16,})"#, Proof::Random),
    after(PASSWORD, &["-u ", "--user ", "-u\"", "-u'", "--user="], r#"(?:-u|--user)[\s=]*["']?[A-Za-z0-9_.@\-]+:([^\s"'`]{4,})"#, Proof::Password),
    after(PASSWORD, &["sshpass "], r#"(?i)sshpass\s+-p\s*["']?([^\s"']{4,})"#, Proof::Password),
    after(PASSWORD, &["mysql ", "mysqldump ", "mariadb ", "mysqladmin "], r#"(?i)(?:mysql|mysqldump|mariadb|mysqladmin)\s(?:[^\n]{0,120}?\s)?-p["']?([^\s"'\-][^\s"']{3,})"#, Proof::Password),
    after(PASSWORD, &["redis-cli "], r#"(?i)redis-cli\s(?:[^\n]{0,80}?\s)?-a\s+["']?([^\s"']{4,})"#, Proof::Password),
    after(PASSWORD, &["docker login", "podman login", "helm registry login"], r#"(?i)(?:docker|podman|helm registry)\s+login\s[^\n]{0,100}?-p\s+["']?([^\s"']{4,})"#, Proof::Password),
    after(PASSWORD, &["identified by", "identified with"], r#"(?i)identified\s+(?:with\s+\S+\s+)?by\s+(?:password\s+)?["']([^"'\n]{4,})["']"#, Proof::Password),
    after(PASSWORD, &["password '", "password \""], r#"(?i)password\s+["']([^"'\n\s]{6,})["']"#, Proof::Password),
    after(PASSWORD, &["login "], r"(?i)login\s+\S+\s+password\s+(\S{4,})", Proof::Password),
    after(PASSWORD, &[":5432:"], r#":5432:[A-Za-z0-9_*\-]+:[A-Za-z0-9_\-]+:([^\s"']{4,})"#, Proof::Password),
    after(SECRET_VALUE, &["\"d\""], r#""d"\s*:\s*"([A-Za-z0-9_\-]{40,})""#, Proof::Random),
    after(PRIVATE_KEY, &["LS0tLS1CRUdJTiBSU0EgUFJJVkFURSB", "LS0tLS1CRUdJTiBQUklWQVRFIEtFW", "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFW", "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUg", "LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFURS"], r"LS0tLS1CRUdJTi[A-Za-z0-9+/=]{60,}", Proof::Shape),
];

//! `pilcrow serve` as a process: what it answers, to whom, and what becomes of the site while its files change.

use crate::folder::{Folder, good};
use crate::support::{root, run};
use pilcrow::internals::files_below;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A server in a folder, which ends with the test.
struct Server {
    child: Child,
    /// As it is printed.
    address: String,
    port: u16,
    said: Arc<Mutex<String>>,
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        Self::start_in(&folder.path("."), &[&["--port", "0"], arguments].concat())
    }

    fn start_in(folder: &Path, arguments: &[&str]) -> Self {
        Self::of(&mut command(folder, arguments))
    }

    fn of(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (stderr, kept) = (BufReader::new(child.stderr.take().unwrap()), Arc::clone(&said));
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                kept.lock().unwrap().extend([line.as_str(), "\n"]);
            }
        });
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim_end().to_owned();
        let after_host = address.strip_prefix("http://127.0.0.1:").unwrap_or_else(|| panic!("{address:?}"));
        let port = after_host.split('/').next().unwrap().parse().unwrap();
        Self { child, address, port, said }
    }

    fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    fn send(&self, request: &str) -> Answer {
        answer(self.port, request)
    }

    fn ask(&self, method: &str, path: &str) -> Answer {
        self.send(&format!("{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path)
    }

    fn state(&self) -> Value {
        serde_json::from_slice(&self.get("/~serve/state.json").body).unwrap()
    }

    fn version(&self) -> String {
        self.state()["version"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn eventually(&self, what: &str, is: impl Fn() -> bool) {
        let start = Instant::now();
        while !is() {
            assert!(start.elapsed() < Duration::from_mins(1), "not {what}: {}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[cfg(unix)]
    fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &pid]).status().unwrap().success());
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pilcrow"));
    command.arg("serve").args(arguments).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn answer(port: u16, request: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap_or_else(|| panic!("{request:?}: {bytes:?}"));
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Answer { status, headers, body: bytes[end + 4..].to_vec() }
}

/// A page as it is served, without the script of the server.
fn without_script(html: &str) -> String {
    let (before, rest) = html.split_once("<script src=\"/~serve/reload.js\" data-version=\"").expect(html);
    let (version, after) = rest.split_once("\" defer></script>").unwrap();
    assert!(version.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'), "{version}");
    format!("{before}{after}")
}

#[test]
fn every_file_is_what_a_build_writes_but_for_the_script_that_loads_it_again() {
    let folder = Folder::new(&[]);
    let archive = root().join("reviews");
    let archive = archive.to_str().unwrap();
    folder.expect(&["build", archive, "--quiet"], 0, &[]);
    let server = Server::start_in(&folder.path("."), &[archive, "--port", "0"]);
    let files = folder.files("site");
    assert!(files.len() > 300, "{}", files.len());
    // Not what a folder has for the next build and for its host.
    for (path, content) in files.iter().filter(|(path, _)| !path.starts_with('.')) {
        let answer = server.get(&format!("/{}", encoded(path)));
        assert_eq!(answer.status, 200, "{path}");
        if path.ends_with(".html") {
            assert_eq!(without_script(answer.text()), String::from_utf8_lossy(content), "{path}");
        } else {
            assert!(answer.body == *content, "{path}");
        }
        assert!(!String::from_utf8_lossy(content).contains("~serve"), "{path} has what only a server gives");
    }
}

fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02x}") }).collect()
}

#[test]
fn addresses_are_those_of_a_static_host() {
    let folder = good();
    let server = Server::start(&folder, &[]);
    assert_eq!(server.address, format!("http://127.0.0.1:{}/", server.port));
    let home = server.get("/");
    assert_eq!((home.status, &home.body), (200, &server.get("/index.html").body));
    assert_eq!(server.get("/reviews/").body, server.get("/reviews/index.html").body);
    for (path, to) in [("/reviews", "/reviews/"), ("/browse/months?x=1&y", "/browse/months/?x=1&y")] {
        let moved = server.get(path);
        assert_eq!((moved.status, moved.header("location")), (307, to), "{path}");
    }
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/search-index/manifest.js", "text/javascript; charset=utf-8"),
        ("/data/findings.csv", "text/csv; charset=utf-8"),
        ("/data/reviews.json", "application/json"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/~serve/reload.js", "text/javascript; charset=utf-8"),
        ("/nowhere", "text/html; charset=utf-8"),
    ] {
        let answer = server.get(path);
        let expected = [("content-type", kind), ("cache-control", "no-store"), ("x-content-type-options", "nosniff")];
        for (name, value) in expected {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
    }
}

#[test]
fn an_unknown_address_gives_the_sites_own_page_with_links_that_work() {
    let folder = good();
    folder.write("pilcrow.toml", "base_url = \"https://team.github.io/\"\n");
    let server = Server::start(&folder, &[]);
    for path in ["/nowhere", "/reviews/2026/deep/er.html", "/reviews/r.html/", "/search-index/", "/search-index/x.js"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        let links = format!("href=\"http://localhost:{}/reviews/index.html\"", server.port);
        assert!(answer.text().contains("<h1>Page not found</h1>") && answer.text().contains(&links), "{path}");
    }
}

#[test]
fn head_has_the_headers_of_get_and_no_body() {
    let server = Server::start(&good(), &[]);
    for path in ["/", "/nowhere", "/reviews", "/data/findings.csv"] {
        let (mut get, mut head) = (server.get(path), server.ask("HEAD", path));
        assert_eq!(head.body, b"", "{path}");
        get.headers.remove("date");
        head.headers.remove("date");
        assert_eq!((get.status, get.headers), (head.status, head.headers), "{path}");
    }
}

#[test]
fn only_get_and_head_are_answered() {
    let server = Server::start(&good(), &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND"] {
        let answer = server.ask(method, "/");
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let body = format!("POST / HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 5\r\n\r\nhello", server.port);
    assert_eq!(server.send(&body).status, 405);
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let server = Server::start(&good(), &[]);
    let with = |lines: &str| server.send(&format!("GET / HTTP/1.1\r\n{lines}\r\n")).status;
    let port = server.port;
    for host in ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"] {
        assert_eq!(with(&format!("Host: {host}\r\n")), 200, "{host}");
        assert_eq!(with(&format!("Host: {host}:{port}\r\n")), 200, "{host}");
    }
    let bad =
        ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "0.0.0.0", "[::]", "127.0.0.2", "x@localhost"];
    for host in bad {
        assert_eq!(with(&format!("Host: {host}:{port}\r\n")), 421, "{host}");
    }
    assert_eq!(with(""), 421);
    assert_eq!(with("Host: localhost\r\nHost: evil.example\r\n"), 421);
    assert_eq!(with("Host: evil.example\r\nHost: localhost\r\n"), 421);
    assert_eq!(server.send("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 421);
    assert_eq!(server.send("GET / HTTP/1.0\r\n\r\n").status, 421);
}

#[test]
fn no_spelling_of_a_path_leads_out_of_the_site() {
    let folder = good();
    folder.write("secret.txt", "top secret");
    folder.write("reviews/.hidden.json", "top secret");
    folder.write("own/x.txt", "x");
    folder.write("own/.env", "top secret");
    folder.write("pilcrow.toml", "static = \"own\"\n");
    let server = Server::start(&folder, &[]);
    assert_eq!(server.get("/x.txt").body, b"x");
    let secret = folder.path("secret.txt");
    for path in [
        "/secret.txt",
        "/../secret.txt",
        "/../../secret.txt",
        "/x.txt/../../secret.txt",
        "/./../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E/secret.txt",
        "/.%2e/secret.txt",
        "/%2e./secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "/%2e%2e%5csecret.txt",
        "/..;/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%c0%ae%c0%ae%c0%afsecret.txt",
        "/%ef%bc%8e%ef%bc%8e/secret.txt",
        "/%uff0e%uff0e/secret.txt",
        "/....//secret.txt",
        "//secret.txt",
        "///etc/passwd",
        "/secret.txt%00.html",
        "/%00/secret.txt",
        "/.env",
        "/own/.env",
        "/pilcrow.toml",
        "/reviews/2026/r.json",
        "/reviews/.hidden.json",
        "/%2e",
        "/file:///etc/passwd",
        "/C:/windows/win.ini",
        "/search-index/../x.txt",
        "/search-index/%2e%2e/x.txt",
        "/~serve/../x.txt",
        "/~serve/nothing",
        secret.to_str().unwrap(),
    ] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("top secret") && !answer.text().contains("root:"), "{path}");
    }
    // Not even a redirect leads to another host.
    for path in ["//evil.example/reviews", "/%2fevil.example/reviews", "//reviews", "/\\evil.example"] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404) || answer.header("location").starts_with("/reviews/"), "{path}");
    }
}

#[test]
fn a_request_that_is_none_ends_its_connection_alone() {
    let server = Server::start(&good(), &[]);
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "x".repeat(100_000));
    for request in ["\r\n\r\nx", "GET\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", &long] {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        // It may be closed before all of it was written.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&answer));
    }
    // Nor do those that say nothing keep others waiting.
    let idle: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(("127.0.0.1", server.port)).unwrap()).collect();
    assert_eq!(server.get("/").status, 200);
    drop(idle);
}

#[test]
fn a_site_with_a_path_in_its_address_is_served_below_it() {
    for (arguments, config) in [
        (["--base-url", "https://team.github.io/reviews"].as_slice(), ""),
        (&[], "base_url = \"https://team.github.io/reviews/\"\n"),
    ] {
        let folder = good();
        folder.write("pilcrow.toml", config);
        let server = Server::start(&folder, arguments);
        assert_eq!(server.address, format!("http://127.0.0.1:{}/reviews/", server.port));
        for path in ["/", "/reviews"] {
            let moved = server.get(path);
            assert_eq!((moved.status, moved.header("location")), (307, "/reviews/"), "{path}");
        }
        let home = server.get("/reviews/");
        assert!(home.status == 200 && home.text().contains("src=\"/reviews/~serve/reload.js\""));
        assert_eq!(server.get("/reviews/reviews/r.html").status, 200);
        assert_eq!(server.get("/reviews/reviews").header("location"), "/reviews/reviews/");
        assert_eq!(server.get("/reviews/~serve/state.json").status, 200);
        for path in ["/index.html", "/reviewsx/", "/~serve/state.json"] {
            let unknown = server.get(path);
            assert_eq!(unknown.status, 404, "{path}");
            assert!(unknown.text().contains(&format!("http://localhost:{}/reviews/index.html", server.port)));
        }
    }
}

#[test]
fn a_port_that_is_taken_is_told_and_the_next_one_is_tried() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let folder = good();
    let server = Server::start_in(&folder.path("."), &["--port", &port.to_string()]);
    assert!(server.port > port, "{}", server.port);
    assert_eq!(server.get("/").status, 200);
    server.eventually("told", || server.said().contains(&format!("Port {port} is taken, trying the next")));
}

/// The program that opens addresses on Linux is one of ours here.
#[cfg(target_os = "linux")]
#[test]
fn a_browser_is_given_the_address_and_nothing_else() {
    use std::os::unix::fs::PermissionsExt;
    let folder = good();
    folder.write("bin/xdg-open", "#!/bin/sh\nprintf '%s|' \"$@\" > opened.part && mv opened.part opened\n");
    std::fs::set_permissions(folder.path("bin/xdg-open"), PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path("bin").display(), std::env::var("PATH").unwrap());
    let mut command = command(&folder.path("."), &["--port", "0", "--open", "--base-url", "https://a.example/b$(x)/"]);
    let server = Server::of(command.env("PATH", path));
    server.eventually("opened", || folder.path("opened").exists());
    assert!(server.address.ends_with("/b%24%28x%29/"), "{}", server.address);
    assert_eq!(std::fs::read_to_string(folder.path("opened")).unwrap(), format!("{}|", server.address));
}

#[test]
fn what_cannot_be_served_at_all_is_an_error() {
    let folder = good();
    folder.expect(&["serve", "nowhere", "--port", "0"], 2, &["the archive `nowhere` is not a folder"]);
    folder.write("pilcrow.toml", "titel = 'x'\n");
    folder.expect(&["serve", "--port", "0"], 2, &["did you mean `title`?", "invalid configuration"]);
    folder.write("pilcrow.toml", "templates = 'own'\n");
    folder.write("own/home.html", "{% if %}");
    folder.expect(&["serve", "--port", "0"], 3, &["home.html"]);
}

#[test]
fn runs_come_and_go_with_their_files() {
    let folder = good();
    let server = Server::start(&folder, &[]);
    assert!(server.get("/data/reviews.json").text().contains("\"r\""));
    let before = server.version();
    folder.write("reviews/2027/s.json", &run("s", r#""title": "The new one""#));
    server.eventually("there", || server.get("/reviews/s.html").text().contains("The new one"));
    assert_ne!(server.version(), before);
    assert!(server.get("/").text().contains("The new one"));
    assert!(server.get("/data/reviews.json").text().contains("\"s\""), "what all runs add to is made again");
    folder.write("reviews/2027/s.json", &run("s", r#""title": "The newer one""#));
    server.eventually("changed", || server.get("/reviews/s.html").text().contains("The newer one"));
    folder.remove("reviews/2027/s.json");
    server.eventually("gone", || server.get("/reviews/s.html").status == 404);
    assert!(!server.get("/").text().contains("The newer one"));
    // As a checkout does it: a whole folder at once, under another name first.
    folder.write("aside/t.json", &run("t", ""));
    std::fs::rename(folder.path("aside"), folder.path("reviews/moved")).unwrap();
    server.eventually("there", || server.get("/reviews/t.html").status == 200);
    folder.remove("reviews/moved");
    server.eventually("gone", || server.get("/reviews/t.html").status == 404);
}

#[test]
fn a_broken_file_is_told_over_the_last_good_site_until_it_is_mended() {
    let folder = good();
    let server = Server::start(&folder, &[]);
    folder.write("reviews/2026/r.json", &run("r", r#""title": "Good""#));
    server.eventually("changed", || server.get("/reviews/r.html").text().contains("Good"));
    let version = server.version();
    folder.write("reviews/2026/r.json", "{\n  \"id\": <script>\u{202e}\n");
    server.eventually("told", || server.state()["errors"] == 1);
    let state = server.state();
    let problem = &state["problems"][0];
    assert_eq!((&problem["file"], &problem["line"]), (&"reviews/2026/r.json".into(), &2.into()), "{state}");
    assert!(!state.to_string().contains('\u{202e}'), "what steers a text is seen");
    assert_eq!(state["version"], version.as_str(), "no page is loaded again for it");
    assert!(server.get("/reviews/r.html").text().contains("Good"));
    server.eventually("said", || server.said().contains("Checked in"));
    // The others change meanwhile.
    folder.write("reviews/s.json", &run("s", ""));
    server.eventually("there", || server.get("/reviews/s.html").status == 200);
    assert!(server.get("/reviews/r.html").text().contains("Good") && server.state()["errors"] == 1);

    folder.write("reviews/2026/r.json", &run("r", r#""title": "Better""#));
    server.eventually("mended", || server.state()["errors"] == 0);
    server.eventually("changed", || server.get("/reviews/r.html").text().contains("Better"));
}

#[test]
fn an_archive_that_is_empty_or_gone_leaves_the_last_site() {
    let folder = good();
    let server = Server::start(&folder, &[]);
    folder.remove("reviews/2026");
    server
        .eventually("told", || server.state()["problems"][0]["message"].to_string().contains("no valid run any more"));
    assert_eq!(server.get("/reviews/r.html").status, 200);
    folder.remove("reviews");
    server.eventually("told", || server.state()["problems"][0]["message"].to_string().contains("is not a folder"));
    assert_eq!(server.get("/reviews/r.html").status, 200);
    folder.write("reviews/s.json", &run("s", ""));
    server.eventually("back", || server.get("/reviews/s.html").status == 200 && server.state()["errors"] == 0);
    // The folder that took its place is watched like the first.
    folder.write("reviews/t.json", &run("t", ""));
    server.eventually("there", || server.get("/reviews/t.html").status == 200);
}

#[test]
fn an_archive_without_a_valid_run_is_served_for_those_to_come() {
    let folder = Folder::new(&[("reviews/r.json", "{")]);
    let server = Server::start(&folder, &[]);
    assert_eq!((server.get("/").status, &server.state()["errors"]), (200, &1.into()));
    folder.write("reviews/r.json", &run("r", ""));
    server.eventually("there", || server.get("/reviews/r.html").status == 200 && server.state()["errors"] == 0);
}

#[test]
fn the_configuration_and_the_teams_own_files_are_watched() {
    let folder = good();
    let server = Server::start(&folder, &[]);
    let home = |words: &str| server.eventually(words, || server.get("/").text().contains(words));
    folder.write("pilcrow.toml", "title = \"First\"\n");
    home("<h1>First</h1>");
    folder.write("pilcrow.toml", "titel = \"Second\"\n");
    server.eventually("told", || server.state()["problems"][0]["hint"] == "did you mean `title`?");
    home("<h1>First</h1>");
    folder.write("own/templates/404.html", "{% extends \"pilcrow/404.html\" %}{% block footer %}Ours{% endblock %}");
    folder.write("own/static/team.txt", "one");
    folder.write("pilcrow.toml", "title = \"Third\"\ntemplates = \"own/templates\"\nstatic = \"own/static\"\n");
    home("<h1>Third</h1>");
    assert_eq!((&server.state()["errors"], server.get("/team.txt").text()), (&0.into(), "one"));
    folder.write("own/static/team.txt", "two");
    server.eventually("changed", || server.get("/team.txt").text() == "two");
    folder.write("own/templates/404.html", "{% if %}");
    server.eventually("told", || server.state()["problems"][0]["file"].to_string().contains("404.html"));
    assert!(server.get("/nowhere").text().contains("Ours"));
    folder.write("own/templates/404.html", "{% extends \"pilcrow/404.html\" %}{% block footer %}Yours{% endblock %}");
    server.eventually("changed", || server.get("/nowhere").text().contains("Yours") && server.state()["errors"] == 0);
    // A page that fails alone is told on that page.
    folder.write("own/templates/404.html", "{{ nothing.there }}");
    server.eventually("failed", || server.get("/404.html").status == 500);
    assert!(server.get("/404.html").text().contains("reload.js"));
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn what_holds_the_same_as_before_is_no_change() {
    let folder = good();
    let server = Server::start(&folder, &[]);
    let version = server.version();
    folder.write("reviews/2026/r.json", &run("r", ""));
    folder.write("reviews/2026/.r.json.swp", "x");
    folder.write("reviews/2026/notes.txt", "x");
    folder.write("reviews/s.json", &run("s", ""));
    server.eventually("there", || server.get("/reviews/s.html").status == 200);
    folder.remove("reviews/s.json");
    server.eventually("gone", || server.get("/reviews/s.html").status == 404);
    let number = |version: &str| version.rsplit('-').next().unwrap().parse::<u32>().unwrap();
    assert_eq!(number(&server.version()), number(&version) + 2, "{}", server.said());
}

/// The process is stopped while the files are written, so that no clock has a say in it.
#[cfg(unix)]
#[test]
fn a_burst_of_saves_is_one_rebuild() {
    let folder = good();
    let server = Server::start(&folder, &[]);
    server.signal("STOP");
    for at in 0..50 {
        folder.write(&format!("reviews/2026/b{}.json", at % 10), "{");
        folder.write(&format!("reviews/2026/b{}.json", at % 10), &run(&format!("b{}", at % 10), ""));
        folder.write("reviews/2026/r.json", &run("r", &format!("\"title\": \"{at}\"")));
    }
    for at in 0..10 {
        std::fs::rename(folder.path(&format!("reviews/2026/b{at}.json")), folder.path(&format!("reviews/b{at}.json")))
            .unwrap();
    }
    server.signal("CONT");
    server.eventually("there", || server.said().contains("11 runs, no problems"));
    assert_eq!(server.get("/reviews/b9.html").status, 200);
    folder.write("reviews/last.json", &run("last", ""));
    server.eventually("there", || server.said().contains("12 runs, no problems"));
    assert_eq!(server.said().matches("Rebuilt in").count(), 2, "{}", server.said());
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_cleanly() {
    for signal in ["INT", "TERM"] {
        let folder = Folder::new(&[]);
        let reviews = root().join("reviews");
        let mut server = Server::start_in(&folder.path("."), &[reviews.to_str().unwrap(), "--port", "0"]);
        // With code, so that there are helpers.
        let runs = files_below(&reviews).unwrap();
        for path in runs.keys().filter_map(|path| Some(path.rsplit('/').next()?.strip_suffix(".json")?.to_owned())) {
            assert_eq!(server.get(&format!("/reviews/{path}.html")).status, 200, "{path}");
        }
        let helpers = children(server.child.id());
        if cfg!(target_os = "linux") {
            assert!(!helpers.is_empty());
        }
        server.signal(signal);
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{signal}: {}", server.said());
        let start = Instant::now();
        while helpers.iter().any(|pid| is_running(pid)) {
            assert!(start.elapsed() < Duration::from_secs(30), "helpers stay");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(TcpStream::connect(("127.0.0.1", server.port)).is_err());
        assert_eq!(folder.files(".").len(), 0, "nothing is written");
    }
}

/// The processes that a process has started.
#[cfg(unix)]
fn children(pid: u32) -> Vec<String> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten();
    let of_task = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
    tasks.flatten().flat_map(|task| of_task(task).split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// One that has ended and that nobody has asked about is still there as a name.
#[cfg(unix)]
fn is_running(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(") ").next().is_some_and(|after| !after.is_empty() && !after.starts_with('Z'))
}

#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_loopback_alone() {
    let server = Server::start(&good(), &[]);
    let port = format!(":{:04X}", server.port);
    let mut found = 0;
    for (table, loopback) in [("tcp", "0100007F"), ("tcp6", "00000000000000000000000001000000")] {
        for line in std::fs::read_to_string(format!("/proc/net/{table}")).unwrap().lines() {
            let mut words = line.split_whitespace().skip(1);
            let (local, state) = (words.next().unwrap(), words.nth(1).unwrap());
            if state == "0A" && local.ends_with(&port) {
                assert_eq!(local, format!("{loopback}{port}"));
                found += 1;
            }
        }
    }
    assert!(found > 0);
}

#[cfg(target_os = "linux")]
#[test]
fn two_hundred_rebuilds_leave_nothing_behind() {
    let folder = good();
    let server = Server::start(&folder, &[]);
    let measured = || {
        let pid = server.child.id();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let figure = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse::<usize>().unwrap()
        };
        let handles = std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count();
        (figure("VmRSS:"), figure("Threads:"), handles)
    };
    let mut after_50 = (0, 0, 0);
    for at in 0..200 {
        let title = format!("Number {at}");
        folder.write("reviews/2026/r.json", &run("r", &format!("\"title\": \"{title}\"")));
        server.eventually(&title, || server.get("/reviews/r.html").text().contains(&title));
        if at % 10 == 0 {
            assert_eq!(server.get("/search-index/manifest.js").status, 200);
        }
        if at == 49 {
            after_50 = measured();
        }
    }
    let is_flat = || {
        let (memory, threads, handles) = measured();
        // Kilobytes; threads and handles of connections that are just ending.
        memory < after_50.0 + 12_000 && threads <= after_50.1 + 4 && handles <= after_50.2 + 4
    };
    server.eventually(&format!("flat: {after_50:?}, now {:?}", measured()), is_flat);
}

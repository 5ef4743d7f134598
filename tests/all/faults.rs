//! What goes wrong outside of the program: links that lead out, signals, full disks, folders that vanish. Whatever happens, there
//! is the old site or the new one, the message names the cause, and nothing is left behind.

#![cfg(unix)]

use crate::folder::{Folder, good};
use crate::support::{MemoryArchive, MemorySite, run, skipped};
use pilcrow::internals::Means;
use pilcrow::internals::archive::KeptRuns;
use pilcrow::{ArchiveEntry, ArchiveFiles, ArchiveFolder, ArchiveListing, Config, Progress, ReadError, Theme};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const SECRET: &str = "hunter2-and-nobody-else";

/// What a build must never show: in the site, and in what it says.
#[track_caller]
fn has_no_secret(folder: &Folder, said: &str) {
    assert!(!said.contains(SECRET), "{said}");
    for (path, content) in folder.files("site") {
        assert!(!String::from_utf8_lossy(&content).contains(SECRET), "{path}");
    }
}

/// The names in the folder of a test but for these.
fn left(folder: &Folder, known: &[&str]) -> Vec<String> {
    let names = fs::read_dir(folder.path(".")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !known.contains(&name.as_str())).collect()
}

fn fifo(path: &Path) -> bool {
    Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success())
}

#[test]
fn no_link_leads_out_of_the_archive() {
    let folder = good();
    // Beside the archive, and under names that begin or sound like its own.
    folder.write("creds.json", &format!("{{\"auth\": \"{SECRET}\" oops"));
    for sibling in ["reviews2/a.json", "Reviews/b.json", "secrets/c.json"] {
        let id = sibling.split(['/', '.']).nth(1).unwrap();
        folder.write(sibling, &run(id, &format!(r#""summary": "{SECRET}""#)));
    }
    symlink("../creds.json", folder.path("reviews/creds.json")).unwrap();
    symlink("..", folder.path("reviews/up")).unwrap();
    symlink("../reviews2", folder.path("reviews/two")).unwrap();
    symlink("../Reviews/b.json", folder.path("reviews/b.json")).unwrap();
    symlink(folder.path("secrets").canonicalize().unwrap(), folder.path("reviews/2026/absolute")).unwrap();
    symlink("/proc", folder.path("reviews/proc")).unwrap();
    let out = ["creds.json", "up", "two", "b.json", "2026/absolute", "proc"];
    let words = out.map(|path| format!("reviews/{path}: is a link that leads out of the archive"));
    let words: Vec<&str> = words.iter().map(String::as_str).chain(["put a copy in the archive", "1 run, "]).collect();
    let said = folder.expect(&["build", "--verbose"], 1, &words);
    has_no_secret(&folder, &said);
    let json = folder.expect(&["check", "--format", "json"], 1, &[]);
    assert_eq!(json.matches("\"kind\": \"bad-link\"").count(), out.len(), "{json}");
    // What is no run and no folder is nobody's business.
    symlink("../creds.json", folder.path("reviews/notes.txt")).unwrap();
    assert!(!folder.expect(&["check", "--verbose"], 1, &[]).contains("notes.txt"));
}

#[test]
fn links_within_the_archive_are_followed() {
    let folder = Folder::new(&[]);
    for id in ["a", "b", "c", "d"] {
        folder.write(&format!("real/.store/{id}"), &run(id, ""));
    }
    folder.write("real/.store/more/e.json", &run("e", ""));
    symlink("real", folder.path("reviews")).unwrap();
    symlink(".store/a", folder.path("real/a.json")).unwrap();
    // By an absolute path, by one through the link that the archive is, and by way of a link outside.
    symlink(folder.path("real/.store/b").canonicalize().unwrap(), folder.path("real/b.json")).unwrap();
    symlink(folder.path("reviews/.store/c"), folder.path("real/c.json")).unwrap();
    symlink(folder.path("outside"), folder.path("real/d.json")).unwrap();
    symlink("real/.store/d", folder.path("outside")).unwrap();
    symlink(".store/more", folder.path("real/more")).unwrap();
    folder.expect(&["build"], 0, &["5 runs, "]);
    folder.expect(&["build", "reviews/.", "-o", "again"], 0, &["5 runs, "]);
    assert_eq!(folder.files("site"), folder.files("again"));
}

/// Each pair of these would else be followed by way of all others: 9 folders that link to each other have a million paths.
#[test]
fn links_that_cross_are_followed_once() {
    let folder = good();
    for from in 0..9 {
        for to in (0..9).filter(|to| *to != from) {
            fs::create_dir_all(folder.path(&format!("reviews/{from}"))).unwrap();
            symlink(format!("../{to}"), folder.path(&format!("reviews/{from}/{to}"))).unwrap();
        }
    }
    let said = folder.expect(&["check", "--verbose"], 1, &["is a link to a folder that", "1 valid run"]);
    assert!(said.lines().count() < 2_000, "{}", said.lines().count());
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = good();
    if !fifo(&folder.path("reviews/pipe.json")) {
        return skipped("there is no mkfifo");
    }
    symlink("pipe.json", folder.path("reviews/link.json")).unwrap();
    folder.expect(&["build"], 1, &["pipe.json: is not a regular file", "link.json: is not a regular file", "1 run, "]);
    fs::remove_file(folder.path("reviews/link.json")).unwrap();
    fs::rename(folder.path("reviews/pipe.json"), folder.path("pilcrow.toml")).unwrap();
    folder.expect(&["build"], 2, &["pilcrow.toml` is a link out of its folder or no regular file"]);
}

/// A file that the listing saw, and that is something else when it is read.
#[test]
fn what_takes_the_place_of_a_file_is_looked_at_again() {
    let folder = good();
    folder.write("secret", SECRET);
    let archive = ArchiveFolder::open(&folder.path("reviews")).unwrap();
    let entries = archive.list().entries;
    let read = || archive.read(&entries[0]).map_err(|error| error.to_string());
    assert!(read().is_ok());
    let file = folder.path("reviews/2026/r.json");
    fs::remove_file(&file).unwrap();
    symlink(folder.path("secret"), &file).unwrap();
    assert_eq!(read(), Err("cannot be read: a link leads out of the folder".to_owned()));
    fs::remove_file(&file).unwrap();
    if fifo(&file) {
        assert_eq!(read(), Err("cannot be read: is not a regular file".to_owned()));
    }
    fs::remove_dir_all(folder.path("reviews/2026")).unwrap();
    folder.write("elsewhere/r.json", SECRET);
    symlink("../elsewhere", folder.path("reviews/2026")).unwrap();
    assert_eq!(read(), Err("cannot be read: a link leads out of the folder".to_owned()));
    fs::remove_file(folder.path("reviews/2026")).unwrap();
    assert_eq!(read(), Err("cannot be read: it is gone".to_owned()));
    let up = ArchiveEntry { path: "../secret".to_owned(), shown: String::new() };
    assert!(archive.read(&up).is_err());
}

#[test]
fn the_teams_folders_give_only_what_is_meant_for_a_site() {
    let folder = good();
    folder.write("pilcrow.toml", "static = 's'\ntemplates = 't'\n");
    let published = ["CNAME", ".well-known/security.txt", ".htaccess", ".domains", "deep/.htaccess", "a.css"];
    let left_out =
        [".git/config", ".env", ".index.html.swp", "deep/.DS_Store", ".well-known/.git/x", "a.css~", "#a.css#"];
    for path in published {
        folder.write(&format!("s/{path}"), "public");
    }
    for path in left_out {
        folder.write(&format!("s/{path}"), SECRET);
    }
    folder.write("t/.home.html.swp", SECRET);
    folder.write("t/.git/HEAD", SECRET);
    folder.write("secret/a.txt", SECRET);
    symlink("../secret/a.txt", folder.path("s/a.txt")).unwrap();
    symlink("../secret", folder.path("s/all")).unwrap();
    symlink("../secret/a.txt", folder.path("t/home.html")).unwrap();
    symlink("a.css", folder.path("s/b.css")).unwrap();
    let words = [
        "s/a.txt: is a link that leads out of the folder of `static`",
        "s/all: is a link that leads out of",
        "t/home.html: is a link that leads out of the folder of `templates`",
        "s/.git: is hidden",
        "s/.env: is hidden",
        "`.well-known`",
        "t/.git: is hidden",
        "1 run, ",
    ];
    let said = folder.expect(&["build", "--verbose"], 1, &words);
    assert_eq!(said.matches("and is left out").count(), left_out.len() + 2, "{said}");
    has_no_secret(&folder, &said);
    for path in published.into_iter().chain(["b.css"]) {
        assert_eq!(fs::read_to_string(folder.path("site").join(path)).unwrap(), "public", "{path}");
    }
    let said = folder.expect(&["build", "--quiet"], 1, &[]);
    assert!(!said.contains("is hidden") && said.contains("leads out"), "{said}");
    folder.expect(&["check", "--verbose"], 1, &["s/.git: is hidden", "leads out"]);
    for path in ["s/a.txt", "s/all", "t/home.html"] {
        fs::remove_file(folder.path(path)).unwrap();
    }
    folder.expect(&["build", "--deny-warnings"], 0, &["t/.git: is hidden", "and 8 more in 8 files"]);
    // The folder itself may be a link.
    fs::rename(folder.path("s"), folder.path("elsewhere")).unwrap();
    symlink("elsewhere", folder.path("s")).unwrap();
    folder.expect(&["build"], 0, &[]);
    assert!(folder.path("site/CNAME").exists());
}

#[test]
fn a_configuration_that_nobody_named_is_no_link_out_of_its_folder() {
    let folder = good();
    folder.write("away/secret", SECRET);
    fs::create_dir(folder.path("project")).unwrap();
    fs::rename(folder.path("reviews"), folder.path("project/reviews")).unwrap();
    symlink("../away/secret", folder.path("project/pilcrow.toml")).unwrap();
    let words = ["project/pilcrow.toml` is a link out of its folder", "--config"];
    let said = folder.expect(&["build", "project/reviews"], 2, &words);
    assert!(!said.contains(SECRET), "{said}");
    fs::remove_file(folder.path("project/pilcrow.toml")).unwrap();
    folder.write("project/shared.toml", "title = 'Team'\n");
    symlink("shared.toml", folder.path("project/pilcrow.toml")).unwrap();
    folder.expect(&["build", "project/reviews"], 0, &[]);
}

/// As somebody whom permissions hold: root runs the program as nobody.
struct Nobody(PathBuf);

impl Nobody {
    const ID: u32 = 65534;

    fn in_folder(folder: &Folder) -> Self {
        let program = folder.path("pilcrow");
        fs::copy(env!("CARGO_BIN_EXE_pilcrow"), &program).unwrap();
        fs::set_permissions(folder.path("."), fs::Permissions::from_mode(0o755)).unwrap();
        Self(program)
    }

    fn own(path: &Path) {
        // Whoever is not root owns it already.
        let _ = chown(path, Some(Self::ID), Some(Self::ID));
    }

    fn pilcrow(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(&self.0);
        command.args(arguments).current_dir(self.0.parent().unwrap());
        if fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0) {
            command.uid(Self::ID).gid(Self::ID);
        }
        let output = command.output().unwrap();
        (output.status.code(), said(&output))
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn an_archive_that_cannot_be_read_leaves_the_site() {
    let folder = good();
    let nobody = Nobody::in_folder(&folder);
    folder.expect(&["build"], 0, &[]);
    let site = folder.files("site");
    fs::create_dir(folder.path("out")).unwrap();
    Nobody::own(&folder.path("out"));
    let build = ["build", "-o", "out/site"];
    assert_eq!(nobody.pilcrow(&build).0, Some(0));
    let check = |path: &str, status, words: &[&str]| {
        mode(&folder.path(path), 0o000);
        let (code, said) = nobody.pilcrow(&build);
        mode(&folder.path(path), 0o755);
        assert_eq!(code, Some(status), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
        assert!(said.contains("Permission denied"), "{said}");
        assert_eq!(folder.files("out/site"), site);
    };
    check("reviews", 2, &["cannot read the archive `reviews`; nothing was changed"]);
    // Nothing that can be read is as little.
    check("reviews/2026", 3, &["reviews/2026: cannot be read", "the archive has no valid run"]);
    check("reviews/2026/r.json", 3, &["r.json: cannot be read", "nothing was changed"]);
    assert_eq!(nobody.pilcrow(&build).0, Some(0));
}

#[test]
fn an_archive_without_a_valid_run_leaves_the_site() {
    let folder = good();
    folder.expect(&["build"], 0, &[]);
    let site = folder.files("site");
    folder.write("reviews/2026/r.json", "{");
    folder.expect(
        &["build"],
        3,
        &["r.json: is not valid JSON", "the archive has no valid run: 1 problem", "nothing was"],
    );
    folder.expect(&["export", "--parquet", "out"], 3, &["the archive has no valid run"]);
    folder.expect(&["check"], 1, &["0 valid runs"]);
    assert_eq!(folder.files("site"), site);
    assert!(left(&folder, &["reviews", "site"]).is_empty());
    // An archive that is empty is no mistake: so each of them begins.
    fs::remove_file(folder.path("reviews/2026/r.json")).unwrap();
    folder.expect(&["build"], 0, &["0 runs, "]);
}

/// An archive on the disk, to which something happens at one moment of a build.
struct Fate<'f, F: Fn() + Sync> {
    archive: &'f dyn ArchiveFiles,
    /// Before this reading.
    reading: usize,
    readings: AtomicUsize,
    strikes: F,
}

impl<F: Fn() + Sync> ArchiveFiles for Fate<'_, F> {
    fn list(&self) -> ArchiveListing {
        self.archive.list()
    }

    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        if self.readings.fetch_add(1, Ordering::SeqCst) == self.reading {
            (self.strikes)();
        }
        self.archive.read(entry)
    }
}

/// Calls when the pages are about to be made.
struct BeforeWriting<F: Fn() + Sync>(F);

impl<F: Fn() + Sync> Progress for BeforeWriting<F> {
    fn stage(&self, name: &str, _: usize) {
        if name == "Writing" {
            self.0();
        }
    }
    fn step(&self) {}
}

/// Builds with room for no run, so that each is read twice, and tells why there is no site.
fn failure(archive: &dyn ArchiveFiles, before_writing: impl Fn() + Sync) -> String {
    let (sink, means) = (MemorySite::default(), Means { kept: KeptRuns::with_room(0), ..Means::default() });
    let (config, theme, progress) = (Config::default(), Theme::default(), BeforeWriting(before_writing));
    let built = pilcrow::internals::build_with(archive, &config, &theme, &sink, &progress, means);
    built.expect_err("no site").to_string()
}

#[test]
fn an_archive_that_vanishes_makes_no_site() {
    let folder = good();
    for at in 0..40 {
        folder.write(&format!("reviews/r{at}.json"), &run(&format!("r{at}"), ""));
    }
    let archive = ArchiveFolder::open(&folder.path("reviews")).unwrap();
    let strikes = || fs::remove_dir_all(folder.path("reviews")).unwrap();
    let fate = Fate { archive: &archive, reading: 20, readings: AtomicUsize::new(0), strikes };
    let failed = failure(&fate, || ());
    assert!(failed.starts_with("the archive changed while it was read: "), "{failed}");
    // Before the listing, and between the two readings.
    assert_eq!(failure(&archive, || ()), "the archive has no valid run: 1 problem");
    let folder = good();
    let archive = ArchiveFolder::open(&folder.path("reviews")).unwrap();
    let failed = failure(&archive, || fs::remove_dir_all(folder.path("reviews")).unwrap());
    assert!(failed.ends_with("r.json cannot be read: it is gone"), "{failed}");
}

/// What each file holds at the first reading, and what after it.
struct Fickle(AtomicUsize, [MemoryArchive; 2]);

impl ArchiveFiles for Fickle {
    fn list(&self) -> ArchiveListing {
        self.1[0].list()
    }

    fn read(&self, entry: &ArchiveEntry) -> Result<Vec<u8>, ReadError> {
        self.1[self.0.fetch_add(1, Ordering::SeqCst).min(1)].read(entry)
    }
}

#[test]
fn a_run_that_is_another_when_it_is_read_again_makes_no_site() {
    let with = |title: &str| {
        run("r", &format!(r#""findings": [{{"id": "I1", "severity": "important", "title": "{title}"}}]"#))
    };
    let folder = Folder::new(&[("reviews/r.json", &with("one"))]);
    let archive = ArchiveFolder::open(&folder.path("reviews")).unwrap();
    for (other, words) in [
        (with("two"), "it changed during the build"),
        (run("r", ""), "it changed during the build"),
        ("{".to_owned(), "it changed during the build: is not valid JSON"),
    ] {
        folder.write("reviews/r.json", &with("one"));
        let failed = failure(&archive, || folder.write("reviews/r.json", &other));
        assert!(failed.contains("r.json cannot be read: ") && failed.contains(words), "{failed}");
    }
    // The same of an archive that is somewhere else.
    let archives = [with("one"), with("two")].map(|text| MemoryArchive::of(&[("r.json", &text)]));
    let failed = failure(&Fickle(AtomicUsize::new(0), archives), || ());
    assert_eq!(failed, "r.json cannot be read: it changed during the build");
}

/// Enough that a build takes a moment.
fn archive_of_some(folder: &Folder, title: &str) {
    for at in 0..6 {
        let findings: Vec<String> = (1..5)
            .map(|finding| {
                format!(
                    r#"{{"id": "I{finding}", "severity": "important", "title": "{title} {finding}", "body": "`a`"}}"#
                )
            })
            .collect();
        let id = format!("r{at}");
        folder.write(&format!("reviews/{id}.json"), &run(&id, &format!(r#""findings": [{}]"#, findings.join(", "))));
    }
}

/// Starts the program with the signals as a terminal has them: who runs these tests may ignore some.
fn start(folder: &Folder, arguments: &[&str]) -> Child {
    const DEFAULTS: &str = "--default-signal=INT,TERM,HUP";
    let program = env!("CARGO_BIN_EXE_pilcrow");
    let has_defaults = Command::new("env").args([DEFAULTS, "true"]).stderr(Stdio::null()).status();
    let mut command = if has_defaults.is_ok_and(|status| status.success()) {
        let mut command = Command::new("env");
        command.args([DEFAULTS, program]);
        command
    } else {
        Command::new(program)
    };
    command.args(arguments).current_dir(folder.path(".")).stderr(Stdio::piped()).spawn().unwrap()
}

fn send(signal: &str, child: &Child) {
    let sent =
        Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).stderr(Stdio::null()).status();
    assert!(sent.is_ok());
}

/// Numbers that look like chance and are the same every time (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % most
    }
}

/// How many files are below a folder, whatever happens to it in the meantime.
fn count_below(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { count_below(&entry.path()) } else { 1 }).sum()
}

/// Ends fifty builds over an old site, each when a number of files is there that chance gives, and looks at what is left: the
/// old site whole, or the new one.
fn ended_by(signal: &str, status: i32, seed: u64) {
    let folder = Folder::new(&[]);
    archive_of_some(&folder, "old");
    folder.expect(&["build", "-o", "old"], 0, &[]);
    archive_of_some(&folder, "new");
    folder.expect(&["build", "-o", "new"], 0, &[]);
    let (old, new) = (folder.files("old"), folder.files("new"));
    let known = ["reviews", "old", "new", "site"];
    let mut chance = Chance(seed);
    let (mut ended, mut clean) = (0, 0);
    for _ in 0..50 {
        // From an old site each time.
        if fs::read(folder.path("site/data/findings.csv")).ok().as_ref() != old.get("data/findings.csv") {
            let _ = fs::remove_dir_all(folder.path("site"));
            let copied = Command::new("cp").args(["-r", "old", "site"]).current_dir(folder.path(".")).status();
            assert!(copied.unwrap().success());
        }
        let files = chance.below(new.len() as u64 + new.len() as u64 / 8);
        let mut child = start(&folder, &["build", "--quiet"]);
        while count_below(&folder.path(".site.building")) < files && child.try_wait().unwrap().is_none() {
            // Not to take the time that the build needs.
            std::thread::sleep(Duration::from_micros(300));
        }
        send(signal, &child);
        let output = child.wait_with_output().unwrap();
        let is_ended = output.status.code() == Some(status) || output.status.signal().is_some();
        assert!(is_ended || output.status.success(), "{:?}: {}", output.status, said(&output));
        ended += usize::from(is_ended);
        clean += usize::from(left(&folder, &known).is_empty());
        let site = folder.files("site");
        assert!(site == old || site == new, "neither the old site nor the new one");
    }
    assert!(ended > 10, "{ended}");
    if signal != "KILL" {
        // A signal before the handler is there ends the process at once.
        assert!(clean > 45, "{clean}");
    }
    folder.expect(&["build"], 0, &[]);
    assert_eq!(folder.files("site"), new);
    assert_eq!(left(&folder, &known), [""; 0]);
}

#[test]
fn a_build_that_sigint_ends_leaves_a_whole_site() {
    ended_by("INT", 130, 1);
}

#[test]
fn a_build_that_sigterm_ends_leaves_a_whole_site() {
    ended_by("TERM", 143, 2);
}

#[test]
fn a_build_that_sighup_ends_leaves_a_whole_site() {
    ended_by("HUP", 129, 3);
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_site() {
    ended_by("KILL", -1, 4);
}

/// A build in the midst of its work: on a busy machine it takes several tries to catch one.
fn caught(folder: &Folder, mut start: impl FnMut() -> Child) -> Child {
    loop {
        let mut child = start();
        while child.try_wait().unwrap().is_none() {
            if count_below(&folder.path(".site.building")) > 3 {
                return child;
            }
        }
    }
}

#[test]
fn a_build_waits_for_another_of_the_same_site() {
    let folder = good();
    // What another build holds as long as it runs.
    folder.write(".site.building/.pilcrow-lock", "");
    let lock = fs::File::options().write(true).open(folder.path(".site.building/.pilcrow-lock")).unwrap();
    lock.lock().unwrap();
    let waiting = || {
        let mut build = start(&folder, &["build"]);
        let mut words = String::new();
        BufReader::new(build.stderr.as_mut().unwrap()).read_line(&mut words).unwrap();
        assert_eq!(words, "Waiting for another build of `site` to end\n");
        build
    };
    // One that waits can be ended as any other, and disturbs none.
    let mut ended = waiting();
    send("TERM", &ended);
    assert_eq!(ended.wait().unwrap().code(), Some(143));
    let mut next = waiting();
    assert!(next.try_wait().unwrap().is_none() && !folder.path("site").exists());
    drop(lock);
    assert!(next.wait().unwrap().success());
    assert!(folder.path("site/index.html").exists());
    assert_eq!(left(&folder, &["reviews", "site"]), [""; 0]);
}

#[test]
fn builds_at_once_all_make_the_site() {
    let folder = good();
    folder.expect(&["build", "-o", "alone"], 0, &[]);
    for foreign in [None, Some("site/CNAME")] {
        if let Some(path) = foreign {
            folder.write(path, "mine");
        }
        let builds = [(); 6].map(|()| start(&folder, &["build", "--quiet"]));
        for build in builds {
            let output = build.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", said(&output));
            assert_eq!(said(&output), "");
        }
        let mut site = folder.files("site");
        assert_eq!(site.remove("CNAME").is_some(), foreign.is_some());
        assert!(site == folder.files("alone"));
        assert_eq!(left(&folder, &["reviews", "site", "alone"]), [""; 0]);
    }
}

#[test]
fn what_a_killed_build_left_is_told_and_removed() {
    let folder = good();
    while left(&folder, &["reviews", "site"]).is_empty() {
        let mut build = caught(&folder, || start(&folder, &["build", "--quiet"]));
        build.kill().unwrap();
        build.wait().unwrap();
    }
    assert_eq!(left(&folder, &["reviews", "site"]), [".site.building"]);
    folder.expect(&["build"], 0, &["Removed what a build that was killed had left"]);
    assert_eq!(left(&folder, &["reviews", "site"]), [""; 0]);
}

/// `nohup`, and `&` in a script: who started the program does not want it ended.
#[test]
fn a_signal_that_is_ignored_stays_ignored() {
    if !Path::new("/proc/self/status").exists() {
        return skipped("there is no /proc");
    }
    let folder = good();
    let mut build = caught(&folder, || {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' HUP; exec \"$0\" build", env!("CARGO_BIN_EXE_pilcrow")]);
        shell.current_dir(folder.path(".")).stderr(Stdio::null()).spawn().unwrap()
    });
    send("HUP", &build);
    assert_eq!(build.wait().unwrap().code(), Some(0));
}

/// A small disk, which goes with the value.
struct Disk(PathBuf);

impl Disk {
    #[track_caller]
    fn mounted(at: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&at).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(at));
        }
        skipped("no disk can be mounted: that takes root");
        None
    }

    fn remount(&self, options: &str) {
        let mount = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status();
        assert!(mount.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_the_site() {
    const NEW: &str = "new and longer than the old ones";
    let folder = Folder::new(&[]);
    archive_of_some(&folder, NEW);
    folder.expect(&["build", "-o", "plain"], 0, &[]);
    let new = folder.files("plain");
    let Some(disk) = Disk::mounted(folder.path("disk"), "size=64m,nr_inodes=10000,mode=755") else { return };
    let mut refused = 0;
    // The disk is the site's folder, holds it, and holds it beside somebody's file: staged inside, swapped, moved by file.
    for (output, foreign) in [("disk", None), ("disk/site", None), ("disk/site", Some("disk/site/CNAME"))] {
        disk.remount("size=64m,nr_inodes=10000");
        for entry in fs::read_dir(folder.path("disk")).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { fs::remove_dir_all(entry).unwrap() } else { fs::remove_file(entry).unwrap() }
        }
        archive_of_some(&folder, "old");
        folder.expect(&["build", "-o", output], 0, &[]);
        if let Some(path) = foreign {
            folder.write(path, "mine");
        }
        let mut before = folder.files("disk");
        archive_of_some(&folder, NEW);
        let (size, inodes) = used(&disk.0);
        for more in [0, 1, 3, 10, 40, 120, 160] {
            for options in
                [format!("size={}k,nr_inodes=10000", size + 8 * more), format!("size=64m,nr_inodes={}", inodes + more)]
            {
                disk.remount(&options);
                let output = folder.pilcrow(&["build", "--quiet", "-o", output]);
                disk.remount("size=64m,nr_inodes=10000");
                if output.status.success() {
                    before = folder.files("disk");
                    continue;
                }
                refused += 1;
                assert_eq!(output.status.code(), Some(3), "{}", said(&output));
                assert!(said(&output).contains("No space left on device"), "{}", said(&output));
                assert!(folder.files("disk") == before, "{options}: {}", said(&output));
            }
        }
        folder.expect(&["build", "-o", output], 0, &[]);
        let mut after = folder.files(output);
        assert_eq!(after.remove("CNAME").is_some(), foreign.is_some());
        assert!(after == new);
    }
    assert!(refused > 15, "{refused}");
}

/// Kilobytes and inodes in use.
fn used(disk: &Path) -> (u64, u64) {
    let number = |flags: &[&str]| {
        let output = Command::new("df").args(flags).arg(disk).output().unwrap();
        let words = String::from_utf8(output.stdout).unwrap();
        words.lines().last().unwrap().split_whitespace().nth(2).unwrap().parse().unwrap()
    };
    (number(&["-P", "-k"]), number(&["-P", "-i"]))
}

#[test]
fn a_mount_point_and_a_folder_in_a_forbidden_one_get_a_site() {
    let folder = good();
    folder.expect(&["build"], 0, &[]);
    let site = folder.files("site");
    let nobody = Nobody::in_folder(&folder);
    fs::create_dir_all(folder.path("held/site")).unwrap();
    Nobody::own(&folder.path("held/site"));
    mode(&folder.path("held"), 0o555);
    for _ in 0..2 {
        let (status, said) = nobody.pilcrow(&["build", "-o", "held/site"]);
        assert_eq!(status, Some(0), "{said}");
        assert_eq!(folder.files("held/site"), site);
    }
    // A folder that is not there cannot be made there.
    let (status, said) = nobody.pilcrow(&["build", "-o", "held/other"]);
    assert_eq!(status, Some(3));
    assert!(said.contains("cannot access `") && said.contains("Permission denied"), "{said}");
    mode(&folder.path("held"), 0o755);
    assert_eq!(fs::read_dir(folder.path("held")).unwrap().count(), 1);
    let Some(disk) = Disk::mounted(folder.path("disk"), "size=64m,mode=755") else { return };
    fs::create_dir(folder.path("disk/lost+found")).unwrap();
    for _ in 0..2 {
        folder.expect(&["build", "-o", "disk"], 0, &[]);
        assert_eq!(folder.files("disk"), site);
    }
    // A page that goes, and another that comes.
    folder.write("reviews/s.json", &run("s", ""));
    fs::remove_file(folder.path("reviews/2026/r.json")).unwrap();
    folder.expect(&["build"], 0, &[]);
    folder.expect(&["build", "-o", "disk"], 0, &[]);
    assert_eq!(folder.files("disk"), folder.files("site"));
    disk.remount("ro");
    folder.expect(&["build", "-o", "disk"], 3, &["cannot access `", "Read-only file system"]);
    assert_eq!(folder.files("disk"), folder.files("site"));
    drop(disk);
    assert_eq!(left(&folder, &["reviews", "site", "held", "disk", "pilcrow"]), [""; 0]);
}

/// A folder of the same disk that is mounted: nothing tells it from another until something is moved.
#[test]
fn a_mounted_folder_of_the_same_disk_gets_a_site() {
    let folder = good();
    folder.expect(&["build"], 0, &[]);
    fs::create_dir_all(folder.path("source")).unwrap();
    fs::create_dir_all(folder.path("bound")).unwrap();
    let mount = Command::new("mount").args(["--bind", "source", "bound"]).current_dir(folder.path(".")).output();
    if !mount.is_ok_and(|output| output.status.success()) {
        return skipped("no folder can be mounted: that takes root");
    }
    let disk = Disk(folder.path("bound"));
    for foreign in [None, Some("source/CNAME")] {
        if let Some(path) = foreign {
            folder.write(path, "mine");
        }
        for _ in 0..2 {
            folder.expect(&["build", "-o", "bound"], 0, &[]);
            let mut built = folder.files("source");
            assert_eq!(built.remove("CNAME").is_some(), foreign.is_some());
            assert_eq!(built, folder.files("site"));
        }
    }
    drop(disk);
    assert_eq!(left(&folder, &["reviews", "site", "source", "bound"]), [""; 0]);
}

//! The program as a process: exit status, messages, what is on the disk afterwards.

use crate::support::run;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn pilcrow(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_pilcrow")).args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    #[track_caller]
    fn expect(&self, arguments: &[&str], status: i32, words: &[&str]) -> String {
        let output = self.pilcrow(arguments);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{said}");
        for word in words {
            assert!(said.contains(word), "`{word}` is not in:\n{said}");
        }
        said
    }
}

fn good() -> Folder {
    Folder::new(&[("reviews/2026/r.json", &run("r", ""))])
}

#[test]
fn a_build_needs_no_argument() {
    let folder = good();
    folder.expect(&["build"], 0, &["Reading the archive", "Writing 1 review", "1 run, 0 findings, "]);
    assert!(folder.path("site/reviews/r.html").is_file() && folder.path("site/.nojekyll").is_file());
    assert_eq!(folder.expect(&["build", "--quiet"], 0, &[]), "");
    let left: Vec<_> = std::fs::read_dir(folder.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn it_works_from_any_folder_with_any_names() {
    let folder = Folder::new(&[("a b/ü/r.json", &run("r", "")), ("a b/pilcrow.toml", "title = 'Team'\n")]);
    folder.expect(&["build", "a b/ü", "-o", "out/deep/site"], 0, &[]);
    assert!(std::fs::read_to_string(folder.path("out/deep/site/index.html")).unwrap().contains("<h1>Team</h1>"));
}

#[test]
fn invalid_files_are_left_out_and_the_exit_status_is_one() {
    let folder = good();
    folder.write("reviews/bad.json", "{\n  \"format\": \"pilcrow-review/1\",\n  \"id\": 7\n}\n");
    let words = [
        "reviews/bad.json",
        "/id: expected a string, found a number",
        "bad.json:3:9",
        "the required key `date` is missing",
    ];
    folder.expect(&["build"], 1, &words);
    assert!(folder.path("site/reviews/r.html").is_file());
    folder.expect(&["check"], 1, &["1 valid run", "3 errors"]);
}

#[test]
fn a_denied_warning_makes_the_exit_status_one() {
    let folder = Folder::new(&[("reviews/r.json", &run("r", r#""sumary": "x""#))]);
    folder.expect(&["build"], 0, &["unknown key `sumary`", "did you mean `summary`?"]);
    folder.expect(&["build", "--deny-warnings"], 1, &[]);
    folder.expect(&["check", "--deny-warnings"], 1, &["0 errors, 1 warning"]);
}

#[test]
fn problems_come_as_json_and_as_annotations() {
    let folder = Folder::new(&[("reviews/r.json", &run("r", r#""a,b:c": "x""#))]);
    let json: serde_json::Value = serde_json::from_str(&folder.expect(&["check", "--format", "json"], 0, &[])).unwrap();
    assert_eq!((&json[0]["level"], &json[0]["line"]), (&"warning".into(), &1.into()), "{json}");
    folder.expect(&["check", "--format", "github"], 0, &["::warning file=reviews/r.json,line=1,col="]);
}

#[test]
fn the_audit_lists_what_the_findings_do_not_bear_out() {
    let folder = Folder::new(&[("reviews/r.json", &run("r", r#""metrics": [{"agent": "claude", "critical": 2}]"#))]);
    folder.expect(&["check"], 0, &["0 warnings"]);
    folder.expect(
        &["check", "--audit", "--format", "github"],
        0,
        &["claude recorded critical = 2, the findings give 0"],
    );
}

#[test]
fn the_command_line_and_the_configuration_are_checked() {
    let folder = good();
    folder.expect(&["build", "nowhere"], 2, &["nowhere is not a folder"]);
    folder.expect(&["bild"], 2, &["build"]);
    folder.expect(&["build", "--base-url", "ftp://x"], 2, &["is not an http or https address"]);
    folder.expect(&["build", "--config", "gone.toml"], 2, &["there is no such file"]);
    folder.write("pilcrow.toml", "titel = 'x'\n");
    folder.expect(&["build"], 2, &["unknown key `titel`", "did you mean `title`?", "pilcrow.toml:1:1"]);
    folder.write("pilcrow.toml", "templates = 'gone'\n");
    folder.expect(&["build"], 2, &["gone, named in the configuration"]);
    assert!(!folder.path("site").exists());
}

#[test]
fn single_templates_and_static_files_can_be_replaced() {
    let folder = good();
    folder.write("pilcrow.toml", "templates = 't'\nstatic = 's'\n");
    folder.write("t/404.html", "<p>ours</p>");
    folder.write("s/CNAME", "reviews.example.com\n");
    folder.expect(&["build"], 0, &[]);
    assert_eq!(std::fs::read_to_string(folder.path("site/404.html")).unwrap(), "<p>ours</p>");
    assert_eq!(std::fs::read_to_string(folder.path("site/CNAME")).unwrap(), "reviews.example.com\n");
}

#[test]
fn a_folder_that_pilcrow_did_not_write_is_never_replaced() {
    let folder = good();
    folder.write("site/precious.txt", "mine");
    folder.expect(
        &["build"],
        3,
        &["was not written by pilcrow", "choose another folder with -o", "nothing was changed"],
    );
    assert_eq!(std::fs::read_to_string(folder.path("site/precious.txt")).unwrap(), "mine");
    folder.expect(&["build", "-o", "reviews"], 3, &["was not written by pilcrow"]);
    folder.write("file", "x");
    folder.expect(&["build", "-o", "file"], 3, &["is not a folder"]);
    std::fs::create_dir(folder.path("empty")).unwrap();
    folder.expect(&["build", "-o", "empty"], 0, &[]);
}

#[test]
fn a_failed_build_leaves_the_old_site_whole() {
    let folder = good();
    folder.expect(&["build"], 0, &[]);
    let before = std::fs::read_to_string(folder.path("site/index.html")).unwrap();
    folder.write("pilcrow.toml", "templates = 't'\n");
    folder.write("t/404.html", "<a href=\"gone.html\">x</a>");
    folder.expect(&["build"], 3, &["404.html: the link to `gone.html` leads nowhere", "nothing was changed"]);
    folder.write("t/404.html", "{{ nothing }}");
    folder.expect(&["build"], 3, &["template 404.html"]);
    assert_eq!(std::fs::read_to_string(folder.path("site/index.html")).unwrap(), before);
    let staged = std::fs::read_dir(folder.path("."))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("building"));
    assert_eq!(staged.count(), 0);
}

#[test]
fn a_new_build_replaces_all_of_the_old_one() {
    let folder = good();
    folder.expect(&["build"], 0, &[]);
    std::fs::remove_file(folder.path("reviews/2026/r.json")).unwrap();
    folder.write("reviews/s.json", &run("s", ""));
    folder.expect(&["build"], 0, &[]);
    assert!(!folder.path("site/reviews/r.html").exists() && folder.path("site/reviews/s.html").exists());
}

#[test]
fn a_site_inside_the_archive_is_not_read_as_a_part_of_it() {
    let folder = good();
    for _ in 0..2 {
        folder.expect(&["build", "-o", "reviews/site"], 0, &["1 run"]);
    }
}

#[test]
fn the_schema_is_printed() {
    let schema: serde_json::Value = serde_json::from_str(&folder_schema()).unwrap();
    assert_eq!(schema["properties"]["format"]["const"], "pilcrow-review/1");
}

fn folder_schema() -> String {
    good().expect(&["schema"], 0, &[])
}

#[cfg(unix)]
#[test]
fn unreadable_and_malformed_files_are_reported_and_skipped() {
    use std::os::unix::fs::symlink;
    let folder = good();
    std::fs::create_dir(folder.path("reviews/x.json")).unwrap();
    symlink("nowhere.json", folder.path("reviews/broken.json")).unwrap();
    symlink("..", folder.path("reviews/loop")).unwrap();
    // A file that opens but cannot be read, for any user.
    symlink("/proc/self/mem", folder.path("reviews/unreadable.json")).unwrap();
    let bytes = |name: &str, bytes: &[u8]| std::fs::write(folder.path(name), bytes).unwrap();
    bytes("reviews/utf8.json", b"{\"a\": \"\xff\"}");
    bytes("reviews/bom.json", b"\xEF\xBB\xBF{}");
    bytes("reviews/nul.json", b"\0\0\0\0");
    bytes("reviews/deep.json", &[b"[".repeat(10_000), b"]".repeat(10_000)].concat());
    bytes("reviews/range.json", b"{\"format\": \"pilcrow-review/1\", \"wall_clock_seconds\": 1e999}");
    bytes("reviews/empty.json", b"");
    folder.expect(
        &["build"],
        1,
        &[
            "x.json: is a folder that is named like a run",
            "broken.json: is a link that leads nowhere",
            "loop: is a link to a folder around it",
            "unreadable.json: cannot be read",
            "utf8.json: is not UTF-8: byte 0xff",
            "bom.json: starts with a byte order mark",
            "nul.json: is not JSON",
            "deep.json: is nested more than 48 levels deep",
            "range.json: is a number out of range",
            "empty.json: is empty",
            "1 run, ",
        ],
    );
    assert!(Path::new(&folder.path("site/reviews/r.html")).is_file());
}

#[test]
fn a_hundred_megabytes_of_garbage_are_one_short_error() {
    let folder = good();
    std::fs::write(folder.path("reviews/huge.json"), b"x7\n".repeat(33_000_000)).unwrap();
    let said = folder.expect(&["build"], 1, &["huge.json: is not JSON", "1 run, "]);
    assert!(said.len() < 2_000, "{}", said.len());
}

const REPORT: &str = include_str!("../fixtures/import/20260504-091500-pr-7.md");

#[test]
fn importing_again_changes_nothing_and_a_changed_source_needs_force() {
    let folder = Folder::new(&[("in/20260504-091500-pr-7.md", REPORT), ("in/no-report.md", "words")]);
    let import = ["import", "deep-review", "in/20260504-091500-pr-7.md", "-o", "reviews"];
    folder.expect(&[&import[..], &["--dry-run"]].concat(), 0, &["would be written", "2I 2S 2D"]);
    assert!(!folder.path("reviews").exists());
    folder.expect(&import, 0, &["written", "kept as text: section \"Notes\""]);
    let path = folder.path("reviews/20260504-091500-pr-7.json");
    let first = std::fs::read(&path).unwrap();
    folder.expect(&import, 0, &["unchanged"]);
    folder.write("in/20260504-091500-pr-7.md", &REPORT.replace("It is one line more.", "It is two lines more."));
    folder.expect(&import, 1, &["differs", "I1", "--force replaces it"]);
    assert_eq!(std::fs::read(&path).unwrap(), first);
    folder.expect(&[&import[..], &["--force"]].concat(), 0, &["written"]);
    assert_ne!(std::fs::read(&path).unwrap(), first);
    // A run keeps its place in the archive.
    folder.write("reviews/2026/20260504-091500-pr-7.json", std::str::from_utf8(&first).unwrap());
    std::fs::remove_file(&path).unwrap();
    folder.expect(&[&import[..], &["--force"]].concat(), 0, &["written"]);
    assert!(!path.exists());
    folder.expect(&["build"], 0, &["1 run, 6 findings"]);
}

#[test]
fn sarif_of_several_tools_becomes_one_run_when_asked() {
    let [ruff, bandit] = [include_str!("../fixtures/sarif/ruff.sarif"), include_str!("../fixtures/sarif/bandit.sarif")];
    let folder = Folder::new(&[("ruff.sarif", ruff), ("bandit.sarif", bandit)]);
    let import = ["import", "sarif", "ruff.sarif", "bandit.sarif", "--date", "2026-05-04"];
    folder.expect(&[&import[..], &["-o", "apart"]].concat(), 0, &["2 runs from 2 files"]);
    folder.expect(&[&import[..], &["-o", "reviews", "--merge"]].concat(), 0, &["1 run from 2 files"]);
    folder.expect(&["build"], 0, &["1 run"]);
    folder.expect(&["check", "apart", "--deny-warnings"], 0, &["2 valid runs"]);
}

#[test]
fn files_that_cannot_be_imported_are_reported_and_the_rest_are_imported() {
    let folder = Folder::new(&[
        ("20260504-091500-pr-7.md", REPORT),
        ("words.md", "words"),
        ("a/20260504-091500-pr-7.md", REPORT),
    ]);
    let files =
        ["import", "deep-review", "words.md", "gone.md", "20260504-091500-pr-7.md", "a/20260504-091500-pr-7.md"];
    let words = ["words.md", "has no heading", "gone.md", "cannot be read", "made the run"];
    folder.expect(&files, 1, &words);
    assert!(folder.path("reviews/20260504-091500-pr-7.json").exists());
    folder.expect(&["import", "deep-review", "words.md", "--date", "soon"], 2, &["--date `soon`"]);
    folder.expect(&["import", "deep-review", "words.md", "--repository", "x"], 2, &["owner/name"]);
}

#[test]
fn an_export_replaces_its_own_files_and_no_others() {
    let folder = good();
    folder.expect(&["export"], 2, &["--parquet"]);
    folder.expect(&["export", "nowhere", "--parquet", "out"], 2, &["nowhere is not a folder"]);
    folder.expect(&["export", "--parquet", "out"], 0, &["1 run, 0 findings, ", "in 4 files: out"]);
    let first = std::fs::read(folder.path("out/found.parquet")).unwrap();
    assert_eq!(folder.expect(&["export", "--parquet", "out", "--quiet"], 0, &[]), "");
    assert_eq!(std::fs::read(folder.path("out/found.parquet")).unwrap(), first);
    folder.write("out/mine.sql", "mine");
    folder.write("out/found.parquet", "PAR1 of somebody else PAR1");
    std::fs::remove_file(folder.path("out/reviews.parquet")).unwrap();
    let words = ["was not written by pilcrow", "--force replaces it", "nothing was changed"];
    folder.expect(&["export", "--parquet", "out"], 3, &words);
    assert!(!folder.path("out/reviews.parquet").exists());
    folder.expect(&["export", "--parquet", "out", "--force"], 0, &[]);
    assert_eq!(std::fs::read(folder.path("out/found.parquet")).unwrap(), first);
    assert_eq!(std::fs::read_dir(folder.path("out")).unwrap().count(), 5);
    folder.write("file", "x");
    folder.expect(&["export", "--parquet", "file"], 3, &["file"]);
    folder.write("reviews/bad.json", "{");
    folder.expect(&["export", "--parquet", "out"], 1, &["bad.json", "1 run, "]);
}

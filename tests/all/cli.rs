//! The program as a process: exit status, messages, what is on the disk afterwards.

use crate::folder::{Folder, good};
use crate::support::run;
use std::path::Path;
use std::process::{Command, Output, Stdio};

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
    let words = ["reviews/bad.json", "/id: expected a string, found a number", "bad.json:3:9", "missing key `date`"];
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
    assert_eq!(json[0]["kind"], "unknown-key");
    folder.expect(&["check", "--format", "github"], 0, &["::warning file=reviews/r.json,line=1,col="]);
}

#[test]
fn what_many_files_share_is_said_once() {
    let folder = Folder::new(&[]);
    for at in 0..200 {
        let id = format!("r{at}");
        folder.write(&format!("reviews/{id}.json"), &run(&id, r#""sumary": "x", "titel": "y""#));
    }
    let words = [
        "reviews/r0.json: unknown key `sumary`",
        "did you mean `summary`?",
        "and 399 more in 200 files",
        "200 × unknown key `titel`, first in reviews/r0.json:1:",
        "warning  unknown-key    400    200",
        "--verbose shows all of them",
        "0 errors, 400 warnings",
    ];
    let said = folder.expect(&["check"], 0, &words);
    assert!(said.lines().count() < 20, "{said}");
    assert_eq!(folder.expect(&["check", "--verbose"], 0, &[]).matches(".json: unknown key").count(), 400);
    assert!(folder.expect(&["build"], 0, &words[..6]).lines().count() < 20);
    let annotations = folder.expect(&["check", "--format", "github"], 0, &["390 more warnings"]);
    assert_eq!(annotations.lines().count(), 11);
    let all = folder.expect(&["check", "--format", "json"], 0, &[]);
    assert_eq!(all.matches("\"kind\": \"unknown-key\"").count(), 400);
}

#[test]
fn the_audit_lists_what_the_findings_do_not_bear_out() {
    let folder = Folder::new(&[("reviews/r.json", &run("r", r#""metrics": [{"agent": "claude", "critical": 2}]"#))]);
    folder.expect(&["check"], 0, &["0 warnings"]);
    folder.expect(
        &["check", "--audit", "--format", "github"],
        0,
        &["`claude` recorded `critical` = 2, but the findings give 0"],
    );
}

#[test]
fn the_command_line_and_the_configuration_are_checked() {
    let folder = good();
    folder.expect(&["build", "nowhere"], 2, &["error: the archive `nowhere` is not a folder", "hint: pass the folder"]);
    folder.expect(&["bild"], 2, &["build"]);
    folder.expect(&["build", "--base-url", "ftp://x"], 2, &["is not an http or https address"]);
    folder.expect(&["build", "--config", "gone.toml"], 2, &["the configuration `gone.toml` does not exist"]);
    folder.expect(&["build", "--config", "reviews"], 2, &["cannot read the configuration `reviews`", "caused by: "]);
    folder.write("pilcrow.toml", "titel = 'x'\n");
    folder.expect(
        &["build"],
        2,
        &["unknown key `titel`", "did you mean `title`?", "pilcrow.toml:1:1", "error: invalid configuration"],
    );
    folder.write("pilcrow.toml", "templates = 'gone'\n");
    folder.expect(&["build"], 2, &["gone`, the folder of `templates` in the configuration", "caused by: "]);
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
        &[
            "error: `",
            "site` was not written by pilcrow and is left alone",
            "hint: choose another folder with --output",
        ],
    );
    assert_eq!(std::fs::read_to_string(folder.path("site/precious.txt")).unwrap(), "mine");
    folder.expect(&["build", "-o", "reviews"], 3, &["holds the archive"]);
    folder.write("file", "x");
    folder.expect(&["build", "-o", "file"], 3, &["file` is not a folder that a site can replace"]);
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
    folder.expect(&["build"], 3, &["nothing was changed", "caused by: 404.html: the link to `gone.html`"]);
    folder.write("t/404.html", "{{ nothing }}");
    folder.expect(&["build"], 3, &["template 404.html"]);
    assert_eq!(std::fs::read_to_string(folder.path("site/index.html")).unwrap(), before);
    let staged = std::fs::read_dir(folder.path("."))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("building"));
    assert_eq!(staged.count(), 0);
}

/// Permissions hold everybody but root, so as root the program runs as nobody.
#[cfg(unix)]
#[test]
fn an_old_site_that_cannot_be_removed_is_a_warning() {
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let folder = good();
    let program = folder.path("pilcrow");
    std::fs::copy(env!("CARGO_BIN_EXE_pilcrow"), &program).unwrap();
    std::fs::set_permissions(folder.path("."), std::fs::Permissions::from_mode(0o755)).unwrap();
    let is_root = chown(folder.path("."), Some(NOBODY), Some(NOBODY)).is_ok();
    let build = || {
        let mut command = Command::new(&program);
        command.args(["build", "--quiet"]).current_dir(folder.path("."));
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(build(), (Some(0), String::new()));
    std::fs::set_permissions(folder.path("site/reviews"), std::fs::Permissions::from_mode(0o555)).unwrap();
    let (status, said) = build();
    let left: Vec<_> = std::fs::read_dir(folder.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(".site.building"))
        .collect();
    // Before anything can fail, so that the folder of the test goes away.
    std::fs::set_permissions(left[0].join("new/reviews"), std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!((status, left.len()), (Some(0), 1), "{said}");
    let name = left[0].file_name().unwrap().to_string_lossy();
    for words in ["warning: the new site is in place", "caused by: ", "hint: remove it by hand: rm -r", &name] {
        assert!(said.contains(words), "{said}");
    }
    assert!(folder.path("site/index.html").is_file());
    // Now that it can go, the next build removes it.
    assert_eq!(build(), (Some(0), String::new()));
    assert!(!left[0].exists());
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
    symlink(".", folder.path("reviews/loop")).unwrap();
    symlink("self.json", folder.path("reviews/self.json")).unwrap();
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
            "x.json: is a folder, but is named like a run",
            "broken.json: is a dangling link",
            "loop: is a link to a folder that contains it",
            "self.json: is a dangling link",
            "utf8.json: is not valid UTF-8: byte 0xff",
            "bom.json: starts with a byte order mark",
            "nul.json: is not valid JSON",
            "deep.json: is nested more than 48 levels deep",
            "range.json: number out of range",
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
    let said = folder.expect(&["build"], 1, &["huge.json: is not valid JSON", "1 run, "]);
    assert!(said.len() < 2_000, "{}", said.len());
}

const REPORT: &str = include_str!("../fixtures/import/20260504-091500-pr-7.md");

#[test]
fn importing_again_changes_nothing_and_a_changed_source_needs_force() {
    let folder = Folder::new(&[("in/20260504-091500-pr-7.md", REPORT), ("in/no-report.md", "words")]);
    let import = ["import", "deep-review", "in/20260504-091500-pr-7.md", "-o", "reviews"];
    folder.expect(&[&import[..], &["--dry-run"]].concat(), 0, &["would be written", "2I 2S 3D"]);
    assert!(!folder.path("reviews").exists());
    folder.expect(&import, 0, &["written", "kept as text: section \"Notes\""]);
    let path = folder.path("reviews/20260504-091500-pr-7.json");
    let first = std::fs::read(&path).unwrap();
    folder.expect(&import, 0, &["unchanged"]);
    folder.write("in/20260504-091500-pr-7.md", &REPORT.replace("It is one line more.", "It is two lines more."));
    folder.expect(&import, 1, &["differs", "I1", "overwrite it with --force"]);
    assert_eq!(std::fs::read(&path).unwrap(), first);
    folder.expect(&[&import[..], &["--force"]].concat(), 0, &["written"]);
    assert_ne!(std::fs::read(&path).unwrap(), first);
    // A run keeps its place in the archive.
    folder.write("reviews/2026/20260504-091500-pr-7.json", std::str::from_utf8(&first).unwrap());
    std::fs::remove_file(&path).unwrap();
    folder.expect(&[&import[..], &["--force"]].concat(), 0, &["written"]);
    assert!(!path.exists());
    folder.expect(&["build"], 0, &["1 run, 7 findings"]);
}

#[test]
fn what_a_person_added_to_a_run_stays_when_it_is_imported_again() {
    let folder = Folder::new(&[("in/20260504-091500-pr-7.md", REPORT)]);
    let import = ["import", "deep-review", "in/20260504-091500-pr-7.md", "-o", "reviews"];
    folder.expect(&import, 0, &["written"]);
    let path = folder.path("reviews/20260504-091500-pr-7.json");
    let mut run: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    run["aliases"] = serde_json::json!(["old/7.html"]);
    let judged = [
        ("assessment", "wont-fix"),
        ("assessed_by", "@alice"),
        ("assessed_on", "2026-05-06"),
        ("assessment_reason", "Later."),
    ];
    for (key, value) in judged {
        run["findings"][1][key] = serde_json::json!(value);
    }
    let by_hand = serde_json::json!({"action": "declined", "reason": "It is rare."});
    let last = run["findings"].as_array().unwrap().len() - 1;
    run["findings"][last]["resolution"] = by_hand.clone();
    folder.write("reviews/20260504-091500-pr-7.json", &run.to_string());
    // The source has the first finding's resolution, which is the one that counts.
    folder.write("in/20260504-091500-pr-7.md", &REPORT.replace("It is one line more.", "It is two lines more."));
    let kept = "kept from the existing file: aliases, ";
    folder.expect(&import, 1, &["differs", "overwrite it with --force"]);
    folder.expect(&[&import[..], &["--force"]].concat(), 0, &["written", kept, "resolution of D3"]);
    let again: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(again["aliases"], run["aliases"]);
    assert_eq!(again["findings"][last]["resolution"], by_hand);
    for (key, value) in judged {
        assert_eq!(again["findings"][1][key], value);
    }
    assert!(again.to_string().contains("two lines more"));
    // What is there by hand is no difference of the source.
    folder.expect(&import, 0, &["unchanged"]);
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
    let words = ["words.md", "no heading found", "gone.md", "cannot be read", "was already imported from another"];
    folder.expect(&files, 1, &words);
    assert!(folder.path("reviews/20260504-091500-pr-7.json").exists());
    folder.expect(&["import", "deep-review", "words.md", "--date", "soon"], 2, &["'soon'"]);
    folder.expect(&["import", "deep-review", "words.md", "--repository", "x"], 2, &["owner/name"]);
}

#[test]
fn an_export_replaces_its_own_files_and_no_others() {
    let folder = good();
    folder.expect(&["export"], 2, &["--parquet"]);
    folder.expect(&["export", "nowhere", "--parquet", "out"], 2, &["`nowhere` is not a folder"]);
    folder.expect(&["export", "--parquet", "out"], 0, &["1 run, 0 findings, ", "in 4 files: out"]);
    let first = std::fs::read(folder.path("out/found.parquet")).unwrap();
    assert_eq!(folder.expect(&["export", "--parquet", "out", "--quiet"], 0, &[]), "");
    assert_eq!(std::fs::read(folder.path("out/found.parquet")).unwrap(), first);
    folder.write("out/mine.sql", "mine");
    folder.write("out/found.parquet", "PAR1 of somebody else PAR1");
    std::fs::remove_file(folder.path("out/reviews.parquet")).unwrap();
    let words = ["was not written by pilcrow and is left alone; nothing was changed", "replace it with --force"];
    folder.expect(&["export", "--parquet", "out"], 3, &words);
    assert!(!folder.path("out/reviews.parquet").exists());
    folder.expect(&["export", "--parquet", "out", "--force"], 0, &[]);
    assert_eq!(std::fs::read(folder.path("out/found.parquet")).unwrap(), first);
    assert_eq!(std::fs::read_dir(folder.path("out")).unwrap().count(), 7);
    folder.write("file", "x");
    folder.expect(&["export", "--parquet", "file"], 3, &["cannot ", "file/", "caused by: "]);
    folder.write("reviews/bad.json", "{");
    folder.expect(&["export", "--parquet", "out"], 1, &["bad.json", "1 run, "]);
}

fn with_template(name: &str, text: &str) -> Folder {
    let folder = good();
    folder.write("pilcrow.toml", "templates = \"own\"\n");
    folder.write(&format!("own/{name}"), text);
    folder
}

#[test]
fn a_template_that_no_page_uses_is_named() {
    let folder = with_template("hom.html", "x");
    for command in ["build", "check"] {
        let words = ["⚠ own/hom.html: no page uses this template", "help: did you mean `home.html`?"];
        folder.expect(&[command], 0, &words);
    }
    folder.expect(&["check", "--deny-warnings"], 1, &["own/hom.html"]);
    let folder = with_template("components/badge.html", "{% component bagde(badge) %}x{% endcomponent %}");
    folder.expect(&["check"], 0, &["own/components/badge.html: no page uses this template"]);
    let used = with_template("badges.html", "{% component badge(badge) %}x{% endcomponent badge %}");
    assert!(!used.expect(&["check"], 0, &[]).contains("⚠"));
    used.write(
        "own/home.html",
        "{% extends \"pilcrow/home.html\" %}{% block main %}x{% include 'piece.html' %}{% endblock %}",
    );
    used.write("own/piece.html", "x");
    used.write("own/redirect.html", "x");
    assert!(!used.expect(&["build"], 0, &[]).contains("⚠"));
}

#[test]
fn a_template_that_does_not_compile_is_named() {
    for text in ["{% if x %}", "{% extends \"gone.html\" %}", "{% include \"gone.html\" %}", "{{ <gone /> }}"] {
        let folder = with_template("home.html", text);
        folder.expect(&["check"], 1, &["× own/home.html: does not compile", "1 error"]);
        folder.expect(&["build"], 3, &["the templates do not compile: ", "home.html"]);
    }
}

/// The bad file is often the cause of what takes the build down.
#[test]
fn a_failed_build_tells_what_is_wrong_with_the_archive() {
    let folder = with_template("404.html", "<a href=gone.html>x</a>");
    folder.write("reviews/bad.json", "{");
    folder.expect(&["build"], 3, &["reviews/bad.json", "404.html: the link to `gone.html` leads nowhere"]);
}

/// What a command writes to standard output and to standard error.
#[cfg(unix)]
fn written_to(folder: &Folder, arguments: &[&str], out: impl Into<Stdio>, err: impl Into<Stdio>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pilcrow"));
    command.args(arguments).current_dir(folder.path(".")).stdout(out).stderr(err);
    command.spawn().unwrap().wait_with_output().unwrap()
}

/// A pipe that nobody reads.
#[cfg(unix)]
fn closed_pipe() -> std::io::PipeWriter {
    std::io::pipe().unwrap().1
}

#[cfg(unix)]
#[test]
fn output_that_nobody_reads_ends_quietly() {
    let folder = good();
    for arguments in [&["schema"][..], &["check", "--format", "json"], &["--help"], &["--version"]] {
        let output = written_to(&folder, arguments, closed_pipe(), Stdio::piped());
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(3), &b""[..]), "{arguments:?}");
    }
    folder.write("in/20260504-091500-pr-7.md", REPORT);
    let import = ["import", "deep-review", "in/20260504-091500-pr-7.md"];
    assert_eq!(written_to(&folder, &import, closed_pipe(), Stdio::piped()).status.code(), Some(0));
    assert!(folder.path("reviews/20260504-091500-pr-7.json").exists());
}

#[cfg(unix)]
#[test]
fn the_work_goes_on_when_nobody_reads_its_messages() {
    let folder = good();
    folder.write("reviews/bad.json", "{");
    for (arguments, status) in [
        (&["build"][..], 1),
        (&["check"], 1),
        (&["export", "--parquet", "data"], 1),
        (&["build", "nowhere"], 2),
        (&["bild"], 2),
    ] {
        let output = written_to(&folder, arguments, Stdio::piped(), closed_pipe());
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
    }
    assert!(folder.path("site/reviews/r.html").exists() && folder.path("data/findings.parquet").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn output_on_a_full_disk_is_a_failure() {
    let folder = good();
    folder.write("in/20260504-091500-pr-7.md", REPORT);
    let import = &["import", "deep-review", "in/20260504-091500-pr-7.md"];
    for arguments in
        [&["schema"][..], &["check", "--format", "json"], &["check", "--format", "github"], &["--help"], import]
    {
        folder.write("reviews/bad.json", "{");
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = written_to(&folder, arguments, full, Stdio::piped());
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {said}");
        assert!(said.contains("error: cannot write to standard output\n  caused by: "), "{arguments:?}: {said}");
    }
    assert!(folder.path("reviews/20260504-091500-pr-7.json").exists());
}

/// Signs that move the cursor, colour, link, ring, delete, turn the direction, or begin a command of a workflow.
#[cfg(unix)]
const STEERING: &str = "x\n::error::a\r\x1b[2J\x1b]8;;evil\x07\x08\x7f\u{9b}31m\u{202e}##[add-path]b";

#[cfg(unix)]
#[track_caller]
fn assert_powerless(said: &str) {
    let hidden = said.chars().find(|sign| *sign != '\n' && (sign.is_control() || *sign == '\u{202e}'));
    assert_eq!(hidden, None, "{said:?}");
    let commands: Vec<_> =
        said.lines().filter(|line| line.trim_start().starts_with("::") || line.contains("##[")).collect();
    assert!(commands.is_empty(), "{commands:?}");
}

#[cfg(unix)]
#[test]
fn no_message_steers_the_terminal_or_the_log() {
    let folder = good();
    let odd = STEERING;
    let key = serde_json::to_string(odd).unwrap();
    let runs = format!("{odd}/reviews");
    folder.write(&format!("{runs}/r.json"), &run("r", &format!("{key}: 1, \"kind\": {key}")));
    folder.write(&format!("{runs}/good.json"), &run("good", ""));
    // A line that is not JSON is quoted as it is.
    folder.write(&format!("{runs}/{odd}.json"), "{\"\u{202e}\u{9b}2J\u{7f}\": oops");
    for at in 0..5 {
        folder.write(&format!("{runs}/{odd}{at}.json"), &run("s", &format!("\"date\": {key}")));
    }
    folder.write(&format!("{odd}.md"), "words");
    folder.write("20260504-091500-pr-7.md", REPORT);
    std::fs::copy(folder.path("20260504-091500-pr-7.md"), folder.path(&format!("{odd}/2026.md"))).unwrap();
    folder.expect(&["build", "--quiet"], 0, &[]);
    folder.write(&format!("site/{odd}"), "kept");
    folder.write(&format!("{odd}/foreign/x"), "x");
    folder.write(&format!("{odd}/toml"), &format!("{key} = 1"));
    let (report, foreign, toml) = (format!("{odd}/2026.md"), format!("{odd}/foreign"), format!("{odd}/toml"));
    let (words, out) = (format!("{odd}.md"), format!("{odd}/out"));
    for (arguments, status) in [
        (&["check", &runs][..], 1),
        (&["check", &runs, "--verbose"], 1),
        (&["check", &runs, "--audit", "--format", "json"], 1),
        (&["build", &runs, "-o", &out], 1),
        (&["build"], 0),
        (&["build", odd, "--config", odd], 2),
        (&["build", "--config", odd], 2),
        (&["build", "--config", &toml], 2),
        (&["build", "-o", &foreign], 3),
        (&["export", &runs, "--parquet", &out], 1),
        (&["export", "--parquet", &words], 3),
        (&["import", "deep-review", &report, &words, odd], 1),
        (&["import", "deep-review", "20260504-091500-pr-7.md", "-o", &out], 0),
        (&["import", "deep-review", "20260504-091500-pr-7.md", "-o", &words], 3),
        (&["import", "sarif", &words, "--date", odd], 2),
        (&[odd], 2),
        (&["build", "--date", odd], 2),
        (&["build", &format!("--{odd}")], 2),
        (&["build", "a", odd], 2),
        (&["check", "--format", odd], 2),
    ] {
        let output = folder.pilcrow(arguments);
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        assert!(said.len() > 10, "{arguments:?}: {said}");
        assert_powerless(&said);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    }
    let annotations = folder.expect(&["check", &runs, "--format", "github"], 1, &[]);
    let starts = ["::error file=", "::warning file=", "::notice title=pilcrow check::"];
    for line in annotations.lines() {
        let rest = starts.into_iter().find_map(|start| line.strip_prefix(start)).expect(line);
        // Of an annotation the runner reads nothing else.
        assert_powerless(&rest.replace("##[", ""));
    }
    // A machine finds the file all the same.
    let json: serde_json::Value =
        serde_json::from_str(&folder.expect(&["check", &runs, "--format", "json"], 1, &[])).unwrap();
    for problem in json.as_array().unwrap() {
        assert!(folder.path(problem["path"].as_str().unwrap()).is_file(), "{problem}");
        for key in ["file", "message"] {
            assert_powerless(&problem[key].as_str().unwrap().replace("##[", ""));
        }
    }
}

/// Dates as far apart as can be, durations of next to nothing, the largest costs, and a revision that climbs.
#[test]
fn far_dates_and_large_figures_make_pages_like_any_other() {
    let folder = Folder::new(&[]);
    for (id, date, revision) in [("a", "0001-01-01", "0123abc"), ("b", "9999-12-31", "../../../evil/repo/blob/main")] {
        let run = serde_json::json!({
            "format": "pilcrow-review/1", "id": id, "date": date, "reviewers": [{"agent": "claude"}, {"agent": "codex"}],
            "subject": {"repository": "o/n", "pull_request": id.len(), "branch": id, "revision": revision},
            "findings": [{
                "id": "I1", "severity": "important", "title": "t", "found_by": [{"agent": "claude"}],
                "locations": [{"path": "src/a.rs", "start_line": 3}],
                "excerpts": [{"start_line": 1_000_000_000, "code": "a\nb"}],
            }],
            "metrics": [{"agent": "claude", "cost_usd": 1e15, "duration_seconds": 1e-320}],
        });
        folder.write(&format!("reviews/{id}.json"), &run.to_string());
    }
    folder.expect(&["build"], 0, &["2 runs"]);
    for (path, page) in folder.files("site") {
        let is_page = path.ends_with(".html");
        assert!(!is_page || page.len() < 100_000, "{path}: {} bytes", page.len());
        let text = String::from_utf8_lossy(&page);
        let has_no_end = text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| matches!(word, "inf" | "NaN"));
        assert!(!is_page || !has_no_end, "{path}");
        assert!(!text.contains("blob/.."), "{path}");
    }
    let claude = String::from_utf8(folder.files("site").remove("agents/claude.html").unwrap()).unwrap();
    assert!(claude.contains("&gt; $1,000,000,000,000,000") && claude.contains("0\u{2013}999"));
}

/// A site whose folder is also somebody's repository: the build that once deleted it.
#[test]
fn a_folder_that_holds_the_archive_is_never_replaced() {
    let folder = good();
    folder.expect(&["build"], 0, &[]);
    folder.write("site/.git/HEAD", "ref: refs/heads/main\n");
    folder.write("site/reviews/2026/r.json", &run("r", ""));
    let before = folder.files(".");
    for arguments in [&["build", "site/reviews", "-o", "site"][..], &["build", "site/reviews/2026", "--output", "site"]]
    {
        folder.expect(arguments, 3, &["site` holds the archive", "choose another folder"]);
        assert_eq!(folder.files("."), before);
    }
    let mut inside = Command::new(env!("CARGO_BIN_EXE_pilcrow"));
    let output = inside.args(["build", "../reviews", "-o", "."]).current_dir(folder.path("site")).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("holds the current folder"));
    folder.write("site/pilcrow.toml", "");
    folder.expect(&["build", "--config", "site/pilcrow.toml"], 3, &["holds the configuration"]);
    folder.remove("site/pilcrow.toml");
    assert_eq!(folder.files("."), before);
}

#[test]
fn what_pilcrow_did_not_write_stays_and_is_named() {
    let folder = good();
    folder.write("reviews/s.json", &run("s", ""));
    folder.expect(&["build"], 0, &[]);
    let own = [("site/CNAME", "reviews.example"), ("site/.git/HEAD", "ref"), ("site/reviews/notes.txt", "mine")];
    for (path, text) in own {
        folder.write(path, text);
    }
    folder.remove("reviews/s.json");
    folder.write("reviews/t.json", &run("t", ""));
    folder.expect(&["build"], 0, &["Kept what pilcrow did not write: `.git`, `CNAME`, `reviews/notes.txt`"]);
    for (path, text) in own {
        assert_eq!(std::fs::read_to_string(folder.path(path)).unwrap(), text);
    }
    assert!(folder.path("site/reviews/t.html").exists() && !folder.path("site/reviews/s.html").exists());
    // The site is the one that a build elsewhere makes, and the next build knows all of it.
    folder.expect(&["build", "-o", "elsewhere"], 0, &[]);
    let mut site = folder.files("site");
    for (path, _) in own {
        site.remove(path.strip_prefix("site/").unwrap());
    }
    assert_eq!(site, folder.files("elsewhere"));
    folder.expect(&["build"], 0, &["Kept what pilcrow did not write"]);
    let beside = std::fs::read_dir(folder.path(".")).unwrap().count();
    assert_eq!(beside, 3, "reviews, site, elsewhere");
}

#[test]
fn a_new_checkout_gets_a_site() {
    let folder = good();
    folder.write("pages/.git/HEAD", "ref");
    folder.write("pages/CNAME", "reviews.example");
    folder.expect(&["build", "-o", "pages"], 0, &["Kept what pilcrow did not write: `.git`, `CNAME`"]);
    assert!(folder.path("pages/index.html").exists() && folder.path("pages/.git/HEAD").exists());
    folder.write("pages/.git/index", "changes with every commit");
    folder.expect(&["build", "-o", "pages"], 0, &["`.git`"]);
}

#[test]
fn a_changed_page_is_not_lost() {
    let folder = good();
    folder.expect(&["build"], 0, &[]);
    folder.write("site/index.html", "<p>mine");
    let before = folder.files(".");
    folder.expect(&["build"], 3, &["site/index.html` is not as pilcrow wrote it; nothing was changed", "hint: "]);
    assert_eq!(folder.files("."), before);
    folder.remove("site/index.html");
    folder.expect(&["build"], 0, &[]);
}

#[test]
fn what_is_in_the_way_of_a_page_is_not_lost() {
    let folder = good();
    folder.expect(&["build"], 0, &[]);
    folder.write("reviews/s.json", &run("s", ""));
    folder.write("site/reviews/s.html", "mine");
    let before = folder.files(".");
    folder.expect(&["build"], 3, &["site/reviews/s.html` is in the way of the site", "hint: move it away"]);
    assert_eq!(folder.files("."), before);
}

/// Whoever wrote the marker, without a list of files nothing is known to be ours.
#[test]
fn a_site_without_a_list_is_refused_with_the_remedy() {
    let folder = good();
    folder.write("site/index.html", "old");
    for (marker, words) in [
        (
            "This folder was written by pilcrow. Its next build replaces it as a whole.\n",
            "was written by an earlier pilcrow",
        ),
        ("", "was not written by pilcrow and is left alone"),
        (
            "This folder was written by pilcrow. Its next build replaces the files below, and leaves all others.\n\
          pilcrow-files/1\n0123456789abcdef ../reviews/2026/r.json\n",
            "was not written by pilcrow and is left alone",
        ),
    ] {
        folder.write("site/.pilcrow", marker);
        folder.expect(&["build"], 3, &[words, "hint: "]);
        assert!(folder.path("site/index.html").exists() && folder.path("reviews/2026/r.json").exists());
    }
}

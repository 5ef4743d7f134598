//! Code that the parsers of the grammars do not bear, and that nothing but its own colours depends on it.

use crate::support::{MemoryArchive, root, run, try_build};
use pilcrow::Config;
use serde_json::json;
use std::path::Path;
use std::process::Command;

fn build(archive: &Path, site: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_pilcrow")).arg("build").arg(archive).arg("-o").arg(site).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A finding with a block in its excerpt, in a text, in a list and as a patch.
fn finding(id: &str, language: &str, code: &str) -> serde_json::Value {
    let patch: String = code.lines().flat_map(|line| ["+", line, "\n"]).collect();
    let indented = code.replace('\n', "\n  ");
    json!({
        "id": id, "severity": "important", "title": id, "found_by": [{"agent": "claude"}],
        "excerpts": [{"language": language, "code": code}],
        "body": format!("```{language}\n{code}\n```\n\n- x\n\n  ```{language}\n  {indented}\n  ```\n"),
        "patch": format!("--- a/x.rb\n+++ b/x.rb\n@@ -0,0 +1,2 @@\n{patch}"),
    })
}

/// The scanner of Ruby stops the program when the mark of a heredoc is long.
#[test]
fn code_that_ends_its_parser_stays_plain_and_the_rest_is_built() {
    let folder = tempfile::tempdir().unwrap();
    let mark = "an odd mark ".repeat(22);
    let findings = json!([
        finding("I1", "ruby", &format!("buf <<\"{mark}\"\nend")),
        finding("I2", "ruby", &format!("buf <<'{mark}'\nend")),
        finding("I3", "ruby", &format!("buf <<~`{mark}`\nend")),
        finding("I4", "ruby", "def f\n  1\nend"),
        finding("I5", "go", "func f() {}"),
    ]);
    let archive = folder.path().join("reviews");
    std::fs::create_dir(&archive).unwrap();
    std::fs::write(archive.join("r.json"), run("r", &format!("\"findings\": {findings}"))).unwrap();
    let site = folder.path().join("site");
    build(&archive, &site);
    for (finding, keyword, count) in [("I1", "end", 0), ("I2", "end", 0), ("I3", "end", 0), ("I4", "end", 4)] {
        let page = std::fs::read_to_string(site.join(format!("reviews/r/{finding}.html"))).unwrap();
        assert!(page.matches(keyword).count() >= 4, "{finding}");
        assert_eq!(page.matches(&format!("<i>{keyword}</i>")).count(), count, "{finding}");
    }
    let page = std::fs::read_to_string(site.join("reviews/r/I5.html")).unwrap();
    assert_eq!(page.matches("<i>func</i>").count(), 3);
}

/// The library parses in its own process.
#[test]
fn the_program_builds_what_the_library_builds() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    build(&root().join("reviews"), &site);
    let files = pilcrow::internals::files_below(&root().join("reviews")).unwrap();
    let built = try_build(&MemoryArchive(files), &Config::default()).unwrap();
    for (path, content) in &built.files {
        assert!(std::fs::read(site.join(path)).unwrap() == *content, "{path}");
    }
}

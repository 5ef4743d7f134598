//! A folder in which the program runs as a process.

use crate::support::run;
use std::process::{Command, Output};
use tempfile::TempDir;

pub struct Folder(TempDir);

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn pilcrow(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_pilcrow")).args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    #[track_caller]
    pub fn expect(&self, arguments: &[&str], status: i32, words: &[&str]) -> String {
        let output = self.pilcrow(arguments);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{said}");
        for word in words {
            assert!(said.contains(word), "`{word}` is not in:\n{said}");
        }
        said
    }
}

/// With an archive of one run.
pub fn good() -> Folder {
    Folder::new(&[("reviews/2026/r.json", &run("r", ""))])
}

impl Folder {
    pub fn remove(&self, path: &str) {
        let path = self.path(path);
        if path.is_dir() { std::fs::remove_dir_all(path).unwrap() } else { std::fs::remove_file(path).unwrap() }
    }

    /// Every file below a folder with what it holds.
    pub fn files(&self, below: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
        pilcrow::internals::files_below(&self.path(below)).unwrap()
    }
}

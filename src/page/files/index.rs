//! The files on which most was raised, by repository and folder.

use crate::aggregate::files::FileHistory;
use crate::chart::skyline::skyline;
use crate::page::content::Content;
use crate::page::inputs::Inputs;
use crate::page::needs::{Needs, Part};
use crate::page::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use crate::page::route::Route;
use crate::page::shell::{About, Shell};
use crate::text::{Html, format};
use serde::Serialize;

const TEMPLATE: &str = "files.html";

/// The list of files.
pub static INDEX: Kind = Kind {
    name: "list of files",
    template: Some(TEMPLATE),
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            if !planner.analysis.files.with_page.is_empty() {
                planner.claim(&INDEX, Route::Files.path(), Subject::Only);
            }
        },
        make: |inputs: &Inputs<'_>, file: &File, _: &Planned<'_>| -> Made<'_> {
            Ok(Content::Page(inputs.render(TEMPLATE, &files_page(inputs, &file.path))?))
        },
    },
    needs: |_: &Planned<'_>, _: Subject, needs: &mut Needs| needs.part(Part::Files),
};

/// What `files.html` shows.
#[derive(Debug, Serialize)]
pub struct FilesPage {
    shell: Shell,
    lead: String,
    repositories: Vec<RepositoryFiles>,
}

/// The files of a repository that have a page.
#[derive(Debug, Serialize)]
struct RepositoryFiles {
    name: String,
    /// The anchor.
    id: String,
    files: String,
    /// How many more have one finding, in words.
    others: Option<String>,
    /// In the order of their folders.
    folders: Vec<Folder>,
}

#[derive(Debug, Serialize)]
struct Folder {
    /// With a slash at its end; nothing for the root.
    path: Html,
    files: Vec<FileRow>,
}

#[derive(Debug, Serialize)]
struct FileRow {
    name: Html,
    href: String,
    problems: String,
    skyline: Html,
    open: Option<String>,
}

/// Fills the list of files.
#[must_use]
pub fn files_page(inputs: &Inputs<'_>, path: &str) -> FilesPage {
    let files = inputs.files();
    let mut repositories: Vec<RepositoryFiles> = Vec::new();
    for of_one in files.with_page.chunk_by(|one, next| one.repository == next.repository) {
        let name = of_one[0].repository;
        let others = files.others.get(name).copied().unwrap_or_default();
        repositories.push(RepositoryFiles {
            name: name.to_owned(),
            id: format!("~{}", repositories.len() + 1),
            files: format::count(of_one.len()),
            others: (others > 0)
                .then(|| format!("{} with one finding not listed", format::counted(others, "more file"))),
            folders: folders(of_one, path),
        });
    }
    let problems = format::counted(files.with_page.len(), "file");
    let lead = format!("{problems} on which at least two findings were raised, by repository and folder.");
    let about = About { path, title: "Files", description: &lead, is_article: false, current: "" };
    FilesPage { shell: Shell::new(inputs, &about).in_files("page"), lead, repositories }
}

fn folders(files: &[FileHistory<'_>], from: &str) -> Vec<Folder> {
    let split = |path: &'_ str| path.rfind('/').map_or(0, |slash| slash + 1);
    let mut sorted: Vec<&FileHistory<'_>> = files.iter().collect();
    sorted.sort_by_key(|file| file.path.split_at(split(file.path)));
    let folders = sorted.chunk_by(|one, next| one.path[..split(one.path)] == next.path[..split(next.path)]);
    let folder = |files: &[&FileHistory<'_>]| Folder {
        path: Html::code(&files[0].path[..split(files[0].path)]),
        files: files.iter().map(|file| file_row(file, &file.path[split(file.path)..], from)).collect(),
    };
    folders.map(folder).collect()
}

fn file_row(file: &FileHistory<'_>, name: &str, from: &str) -> FileRow {
    let open: usize = file.open.iter().sum();
    FileRow {
        name: Html::code(name),
        href: Route::File(file.repository, file.path).from(from),
        problems: format::count(file.problems.len()),
        skyline: skyline(file.counts),
        open: (open > 0).then(|| format::count(open)),
    }
}

//! Where a repository was checked out, so that absolute paths of files in it become paths inside it.

use super::{Place, absolute_path, below, has_scheme, in_checkout, rooted, tidy};
use crate::import::Options;
use crate::import::markdown::inline::one_line;
use crate::model::id::stays_inside;

/// Folders in which runners make one folder for a repository and in it another of the same name.
const TWICE_NAMED: [&str; 5] = ["/home/runner/work/", "/Users/runner/work/", "/__w/", "C:/a/", "D:/a/"];

/// Folders that are the repository.
const WHOLE: [&str; 6] = [
    "/github/workspace/",
    "/workspace/",
    "/home/circleci/project/",
    "/home/vsts/work/1/s/",
    "/opt/atlassian/pipelines/agent/build/",
    "/vercel/path0/",
];

/// What is known of the folder that the repository was in when it was reviewed.
#[derive(Clone, Debug, Default)]
pub struct Checkout {
    roots: Vec<String>,
    repository: Option<String>,
}

impl Checkout {
    /// As the options say it.
    pub fn from_options(options: &Options) -> Self {
        let repository = options.repository.as_deref().map(str::to_owned);
        let mut checkout = Self { roots: Vec::new(), repository };
        options.roots.iter().for_each(|root| checkout.add_root(root));
        checkout
    }

    /// The repository, where the file itself names it.
    pub fn name_repository(&mut self, repository: Option<&str>) {
        self.repository = repository.map(str::to_owned).or_else(|| self.repository.take());
    }

    /// A folder that the file itself names as the one that was reviewed.
    pub fn add_root(&mut self, folder: &str) {
        self.roots.extend(absolute(folder).filter(|root| root.len() > 1));
    }

    /// Where a path that an agent or a tool wrote leads to. Of what is outside only the file's name is left.
    pub fn place(&self, path: &str) -> Place {
        self.path_inside(path).map_or_else(|| Place::Outside(name_of(path)), Place::Inside)
    }

    /// The part of a path that is inside the repository, if any is.
    pub fn path_inside(&self, path: &str) -> Option<String> {
        self.inside(path).filter(|path| stays_inside(path))
    }

    fn inside(&self, path: &str) -> Option<String> {
        let Some(path) = absolute(path) else {
            let path = slashed(path);
            return (!has_scheme(&path) && !path.starts_with('~')).then(|| tidy(&path));
        };
        let root = self.roots.iter().find_map(|root| below(root, &path));
        root.or_else(|| self.in_folder_of_its_name(&path)).or_else(|| in_runner(&path))
    }

    fn in_folder_of_its_name(&self, path: &str) -> Option<String> {
        let repository = self.repository.as_deref()?;
        let whole = || path.split_once(&format!("/{repository}/")).map(|(_, inside)| inside.to_owned());
        let name = repository.rsplit('/').next()?;
        let is_runner = TWICE_NAMED.iter().any(|start| path.starts_with(start));
        let in_owner = if is_runner { None } else { whole() };
        in_owner.or_else(|| in_checkout(name, path))
    }
}

/// The path in the folders that hosted runners check out to.
fn in_runner(path: &str) -> Option<String> {
    let rest = |start: &&str| path.strip_prefix(*start).map(str::to_owned);
    let twice = TWICE_NAMED.iter().find_map(rest).and_then(|rest| {
        let (outer, rest) = rest.split_once('/')?;
        rest.strip_prefix(outer)?.strip_prefix('/').map(str::to_owned)
    });
    let named = || path.strip_prefix("/workspaces/")?.split_once('/').map(|(_, inside)| inside.to_owned());
    // A group and a project: a group in a group cannot be told from a folder.
    let grouped = || path.strip_prefix("/builds/")?.splitn(3, '/').nth(2).map(str::to_owned);
    twice.or_else(|| WHOLE.iter().find_map(rest)).or_else(named).or_else(grouped)
}

fn absolute(path: &str) -> Option<String> {
    let path = path.trim();
    let is_address = path.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"));
    if is_address { absolute_path(path) } else { rooted(&slashed(path)) }
}

/// A path as it is written on most systems; Windows also has a long form.
fn slashed(path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    path.strip_prefix("//?/").map(str::to_owned).unwrap_or(path)
}

fn name_of(path: &str) -> String {
    let name = path.trim().trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    one_line(name)
}

#[cfg(test)]
mod tests {
    use super::{Checkout, Place};
    use crate::import::Options;

    #[track_caller]
    fn check(options: &Options, path: &str, expected: Result<&str, &str>) {
        let expected = match expected {
            Ok(path) => Place::Inside(path.to_owned()),
            Err(name) => Place::Outside(name.to_owned()),
        };
        assert_eq!(Checkout::from_options(options).place(path), expected, "{path}");
    }

    #[test]
    fn known_checkouts_are_cut_off() {
        let unknown = Options::default();
        for (path, expected) in [
            ("src/a.rs", Ok("src/a.rs")),
            ("./src//a.rs", Ok("src/a.rs")),
            ("src\\a.rs", Ok("src/a.rs")),
            ("100%25.rs", Ok("100%25.rs")),
            ("/home/runner/work/ferry/ferry/src/a.rs", Ok("src/a.rs")),
            ("/home/runner/work/ferry/other/src/a.rs", Err("a.rs")),
            ("/__w/ferry/ferry/a.rs", Ok("a.rs")),
            ("D:\\a\\ferry\\ferry\\src\\a.rs", Ok("src/a.rs")),
            ("/github/workspace/src/a.rs", Ok("src/a.rs")),
            ("file:///workspace/a%20b.rs", Ok("a b.rs")),
            ("/workspaces/ferry/a.rs", Ok("a.rs")),
            ("/builds/works/ferry/a.rs", Ok("a.rs")),
            ("/home/me/ferry/a.rs", Err("a.rs")),
            ("~/ferry/a.rs", Err("a.rs")),
            ("../a.rs", Err("a.rs")),
            ("https://a.example/a.rs", Err("a.rs")),
            ("C:\\Users\\me\\a.rs", Err("a.rs")),
            ("/", Err("")),
            ("", Err("")),
        ] {
            check(&unknown, path, expected);
        }
    }

    #[test]
    fn the_root_comes_before_the_repository_s_name_and_that_before_runners() {
        let named = Options { repository: "works/ferry".parse().ok(), ..Options::default() };
        check(&named, "/home/me/ferry/src/a.rs", Ok("src/a.rs"));
        check(&named, "/home/me/works/ferry/ferry/a.rs", Ok("ferry/a.rs"));
        check(&named, "/workspace/ferry/a.rs", Ok("a.rs"));
        check(&named, "/workspace/src/a.rs", Ok("src/a.rs"));
        check(&named, "/home/runner/work/ferry/ferry/works/ferry/a.rs", Ok("works/ferry/a.rs"));
        let rooted = Options { roots: vec!["/srv/x/".to_owned(), "c:\\x".to_owned(), "/".to_owned()], ..named };
        check(&rooted, "/srv/x/ferry/a.rs", Ok("ferry/a.rs"));
        check(&rooted, "C:\\x\\a.rs", Ok("a.rs"));
        check(&rooted, "/srv/xy/a.rs", Err("a.rs"));
    }
}

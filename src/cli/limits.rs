//! What GitHub Pages takes: said before a site is too large for it, with what makes it smaller. Another host may take more, so
//! that none of this fails a build.

use crate::output::Written;
use crate::text::format;

/// A published site may have 1 GB.
const SITE: u64 = 1_000_000_000;
/// Git refuses a larger file on GitHub.
const FILE: u64 = 100_000_000;
/// No limit is stated; so many take minutes to be packed and unpacked, and a deployment has ten.
const FILES: usize = 100_000;

/// Warnings, from four fifths of each limit on.
pub fn near(written: &Written) -> Vec<String> {
    let is_near = |amount: u64, most: u64| amount >= most / 5 * 4;
    let (largest, path) = &written.largest;
    let mut all = Vec::new();
    if is_near(written.bytes, SITE) {
        all.push(format!(
            "the site has {}; GitHub Pages takes 1 GB. `finding_pages = \"important\"` in pilcrow.toml, or \"none\", makes it smaller",
            format::bytes(written.bytes)
        ));
    }
    if is_near(*largest, FILE) {
        all.push(format!(
            "`{path}` has {}; GitHub takes files of 100 MB. A smaller `page_size` in pilcrow.toml makes lists smaller; a run with very \
             long texts can be cut in two",
            format::bytes(*largest)
        ));
    }
    if is_near(written.files as u64, FILES as u64) {
        all.push(format!(
            "the site has {}; GitHub Pages may not deploy that many in time. `finding_pages = \"important\"` in pilcrow.toml, or \
             \"none\", makes them fewer",
            format::counted(written.files, "file")
        ));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_told_before_it_is_reached() {
        let written =
            |bytes, files, largest| Written { pages: 1, files, bytes, largest: (largest, "data/findings.json".into()) };
        assert_eq!(near(&written(799_999_999, 79_999, 79_999_999)), Vec::<String>::new());
        let told = near(&written(800_000_000, 80_000, 80_000_000));
        assert_eq!(told.len(), 3);
        assert!(told[0].starts_with("the site has 800.0 MB; GitHub Pages takes 1 GB."), "{}", told[0]);
        assert!(told[1].starts_with("`data/findings.json` has 80.0 MB;"), "{}", told[1]);
        assert!(told[2].starts_with("the site has 80,000 files;"), "{}", told[2]);
    }
}

//! The addresses of an older site, which the next one is held against: from the list in the site, or from the pages of a site
//! that has none yet.

use super::manifest::Manifest;
use crate::export::addresses::{AddressList, AddressListError, Entry};
use crate::output::links::offered_ids;
use crate::page::addresses::is_lasting;
use crate::page::route::Route;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// More than the list of a site of a million runs has.
const LARGEST: u64 = 1 << 30;

/// Why nothing is known of an older site.
#[derive(Debug, thiserror::Error)]
pub enum OldSiteError {
    /// It is not there, or may not be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// The file is no list of addresses.
    #[error("{0}")]
    NoList(AddressListError),
    /// The file is larger than any list.
    #[error("is larger than {LARGEST} bytes")]
    TooLarge,
    /// The folder is no site.
    #[error("the folder holds neither data/addresses.json nor anything that pilcrow built")]
    NoSite,
}

/// Reads the addresses of a site in a folder, or those of a list that was saved.
///
/// # Errors
/// When there is no site, or its list cannot be read.
pub fn read(old: &Path) -> Result<AddressList, OldSiteError> {
    if !old.is_dir() {
        return of_file(old);
    }
    match of_file(&old.join(Route::AddressesJson.path())) {
        Err(OldSiteError::Unreadable(error)) if error.kind() == io::ErrorKind::NotFound => of_pages(old),
        read => read,
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn of_file(path: &Path) -> Result<AddressList, OldSiteError> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(OldSiteError::TooLarge);
    }
    AddressList::parse(&bytes).map_err(OldSiteError::NoList)
}

/// Of a site that a version without such a list built: the pages and patches that it wrote, and the ids that pages of reviews
/// link to themselves.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn of_pages(site: &Path) -> Result<AddressList, OldSiteError> {
    let manifest = Manifest::of_folder(site)?.filter(|files| !files.is_empty()).ok_or(OldSiteError::NoSite)?;
    let is_address =
        |path: &&str| is_lasting(path) && [".html", ".patch", ".json", ".csv"].iter().any(|end| path.ends_with(end));
    let mut list = AddressList::default();
    for path in manifest.paths().filter(is_address) {
        let mut anchors = Vec::new();
        if path.starts_with("reviews/") && path.strip_suffix(".html").is_some() {
            anchors = offered_ids(&String::from_utf8_lossy(&std::fs::read(site.join(path))?));
        }
        list.0.insert(path.to_owned(), Entry::Page(anchors));
    }
    Ok(list)
}

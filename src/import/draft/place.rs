//! Where a finding stands: inside the repository as a location, elsewhere as words without a folder.

use super::Draft;
use crate::import::markdown::inline::inline_code;
use crate::import::paths::Place;
use crate::import::paths::checkout::Checkout;
use crate::import::paths::lines::{Lines, path_and_lines, suffix};
use crate::model::finding::Location;

impl Draft {
    /// Adds the place of a file, whose lines may stand behind its path.
    pub fn file_stands_at(&mut self, checkout: &Checkout, file: Option<(&str, Option<Lines>)>) {
        match file {
            Some((path, Some(lines))) => self.stands_at(checkout, path, Some(lines)),
            Some((path, None)) => {
                let (path, lines) = path_and_lines(path);
                self.stands_at(checkout, path, lines);
            }
            None => {}
        }
    }

    /// Adds a place. Of a file outside the repository its name and lines stand in the body.
    pub fn stands_at(&mut self, checkout: &Checkout, path: &str, lines: Option<Lines>) {
        match checkout.place(path) {
            Place::Inside(path) => {
                let end_line = lines.and_then(|(first, last)| (first < last).then_some(last));
                let location = Location { path, start_line: lines.map(|(first, _)| first), end_line };
                if !self.finding.locations.contains(&location) {
                    self.finding.locations.push(location);
                }
            }
            Place::Outside(name) => {
                self.outside += 1;
                self.kept.push("locations outside the repository".to_owned());
                if !name.is_empty() {
                    let place = inline_code(&format!("{name}{}", suffix(lines)));
                    self.labels.push(format!("- Outside the repository: {place}"));
                }
            }
        }
    }
}

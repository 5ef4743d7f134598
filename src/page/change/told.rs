//! A change as all parts of its page see it, and the pieces that sentences about it are made of.

use crate::aggregate::course::Course;
use crate::aggregate::records::FindingAt;
use crate::model::forge::{Forge, is_sha};
use crate::model::{Digest, FindingDigest, Severity};
use crate::page::inputs::Inputs;
use crate::page::parts::{Link, location_words};
use crate::page::route::{Route, change_anchor};
use crate::text::Html;
use crate::text::markdown::Markdown;
use crate::text::references::References;
use serde::Serialize;

/// A change, and the page about it.
pub struct Told<'t> {
    pub inputs: &'t Inputs<'t>,
    /// The page's file.
    pub from: &'t str,
    pub course: &'t Course,
    forge: Option<Forge>,
    references: References,
}

/// A piece of a sentence: words, perhaps strong, code or a link.
#[derive(Debug, Serialize)]
pub struct Piece {
    words: Html,
    is_strong: bool,
    is_code: bool,
    href: Option<String>,
}

impl Piece {
    pub fn plain(words: impl AsRef<str>) -> Self {
        Self { words: Html::text(words.as_ref()), is_strong: false, is_code: false, href: None }
    }

    pub fn strong(words: impl AsRef<str>) -> Self {
        Self { is_strong: true, ..Self::plain(words) }
    }

    pub fn link(words: impl AsRef<str>, href: String) -> Self {
        Self { href: Some(href), ..Self::plain(words) }
    }
}

impl<'t> Told<'t> {
    /// The change that a run is a round of.
    pub fn new(inputs: &'t Inputs<'t>, from: &'t str, run: usize) -> Self {
        let course = inputs.course(run);
        // Where runs state several hosts, the newest knows best.
        let mut newest_first = course.runs.iter().rev().map(|run| inputs.digest(*run));
        let forge = newest_first.find_map(|run| Some(inputs.forge(run.host.as_deref(), run.repository.as_deref()?)));
        Self { inputs, from, course, forge, references: References::default() }
    }

    /// Its runs, first round first.
    pub fn runs(&self) -> &'t [usize] {
        &self.course.runs
    }

    /// What is known of a run.
    pub fn digest(&self, run: usize) -> &'t Digest {
        self.inputs.digest(run)
    }

    /// The newest round.
    ///
    /// # Panics
    /// Never: a change has a round.
    pub fn newest(&self) -> &'t Digest {
        self.digest(*self.course.runs.last().expect("a change has a round"))
    }

    pub fn finding(&self, at: FindingAt) -> &'t FindingDigest {
        &self.digest(at.run).findings[at.finding]
    }

    pub fn severity(&self, at: FindingAt) -> Severity {
        self.finding(at).severity
    }

    /// The number of the round that a run is.
    pub fn number(&self, run: usize) -> u32 {
        self.inputs.round(run)
    }

    /// The number of a round by its position; one past the last has none.
    pub fn number_at(&self, position: usize) -> Option<u32> {
        Some(self.number(*self.runs().get(position)?))
    }

    /// A line of Markdown.
    pub fn line(&self, source: &str) -> Html {
        self.markdown().line(source)
    }

    /// The title of a finding, to be a link.
    pub fn title(&self, at: FindingAt) -> Html {
        self.markdown().line_in_link(&self.finding(at).title)
    }

    fn markdown(&self) -> Markdown<'_> {
        Markdown { references: &self.references, highlighter: self.inputs.highlighter() }
    }

    /// `src/a.rs:12–15`, leading to the page of the file where it has one.
    pub fn place(&self, at: FindingAt) -> Option<Link> {
        let finding = self.finding(at);
        let (path, main) = (finding.path.as_deref()?, finding.sketch.places.first());
        Some(Link {
            words: Html::text(&location_words(path, main.and_then(|place| place.lines))),
            href: self.inputs.file_of(at.run, path, self.from),
        })
    }

    /// The anchor of a finding on the page.
    pub fn anchor(&self, at: FindingAt) -> String {
        change_anchor(&self.digest(at.run).id, &self.finding(at).id)
    }

    /// A finding's id, leading to its place on this page.
    pub fn id_here(&self, at: FindingAt) -> Piece {
        Piece::link(self.finding(at).id.as_str(), format!("#{}", self.anchor(at)))
    }

    /// The same with its round: `I2 of round 3`.
    pub fn id_and_round(&self, at: FindingAt) -> Piece {
        let words = format!("{} of round {}", self.finding(at).id, self.number(at.run));
        Piece::link(words, format!("#{}", self.anchor(at)))
    }

    /// Where a finding stands on the page of its review.
    pub fn in_review(&self, at: FindingAt) -> String {
        Route::Review(&self.digest(at.run).id).anchor_from(self.from, self.finding(at).id.as_str())
    }

    /// A commit, leading to the forge where that is known.
    pub fn commit(&self, sha: &str) -> Piece {
        let words = sha.get(..8).filter(|_| is_sha(sha)).unwrap_or(sha);
        let href = self.forge.as_ref().and_then(|forge| forge.commit(sha));
        Piece { words: Html::code(words), is_strong: false, is_code: true, href }
    }
}

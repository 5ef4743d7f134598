//! What a feed says, in whichever format. Every text is plain and holds no sign that a page could not show.

use crate::aggregate::newest::Scope;
use crate::aggregate::records::FindingAt;
use crate::aggregate::statistics::groups::Grouping;
use crate::model::{Date, Digest, Severity};
use crate::page::inputs::Inputs;
use crate::page::parts::{subject_words, tally_words, verdict_words};
use crate::page::plan::{File, Planned};
use crate::page::route::{FeedTopic, Route};
use crate::page::shell::without_index;
use crate::text::markdown::plain_line;
use crate::text::{signs, uuid};
use chrono::{DateTime, Datelike};

/// A feed.
pub struct Feed {
    /// A name that stays the feed's wherever the site moves to.
    pub id: String,
    pub title: String,
    pub description: String,
    /// The site's name.
    pub site: String,
    /// A language tag.
    pub language: String,
    /// The address of the page that the feed goes with.
    pub home: String,
    /// Its own address.
    pub own: String,
    /// RFC 3339.
    pub updated: String,
    /// Newest first.
    pub entries: Vec<Entry>,
}

/// A review, or a finding.
pub struct Entry {
    /// A name that stays, as that of the feed.
    pub id: String,
    pub url: String,
    pub title: String,
    /// RFC 3339.
    pub published: String,
    pub summary: String,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
}

/// Fills a feed.
pub fn feed(inputs: &Inputs<'_>, file: &File, planned: &Planned<'_>) -> Feed {
    let (scope, topic) = file.subject.feed();
    let base = inputs.base_url().unwrap_or_default();
    let newest = inputs.newest(scope);
    let entries: Vec<Entry> = match topic {
        FeedTopic::Reviews => newest.reviews.iter().map(|run| review_entry(inputs, base, *run)).collect(),
        FeedTopic::Critical => newest.critical.iter().map(|at| finding_entry(inputs, base, *at)).collect(),
    };
    let newest_review = newest.reviews.first().map(|run| moment(inputs.digest(*run).date));
    let updated = entries.first().map(|entry| entry.published.clone()).or(newest_review);
    let site = shown(inputs.site_title());
    let home = match scope {
        Scope::Archive => String::new(),
        Scope::Repository(at) => {
            Route::Group(Grouping::Repository, &inputs.group(Grouping::Repository, at).key, 1).path()
        }
        Scope::Agent(at) => Route::Agent(&inputs.member(at).address).path(),
    };
    Feed {
        id: feed_id(inputs, file, planned),
        title: match title_words(inputs, scope, topic) {
            words if words.is_empty() => site.clone(),
            words => format!("{site}: {words}"),
        },
        description: shown(inputs.site_description()),
        site,
        language: inputs.language().to_owned(),
        home: format!("{base}{}", without_index(&home)),
        own: format!("{base}{}", file.path),
        // A feed has to say when it was updated: that of an empty archive never was.
        updated: updated.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned()),
        entries,
    }
}

/// An archive is known by its oldest review, which newer ones leave as it is: its name and its address may change. Without
/// it all feeds of all sites would be one.
fn feed_id(inputs: &Inputs<'_>, file: &File, planned: &Planned<'_>) -> String {
    let oldest = planned.analysis.corpus.runs.len().checked_sub(1).map(|at| inputs.digest(at));
    let archive = oldest.map(review_id).unwrap_or_default();
    let path = file.path.rsplit_once('.').map_or(&*file.path, |(path, _)| path);
    named(&["feed", &archive, path])
}

/// Ids of runs are unique in an archive alone. The repository tells archives apart.
fn review_id(run: &Digest) -> String {
    named(&["review", &repository(run), run.id.as_str()])
}

fn repository(run: &Digest) -> String {
    run.repository.as_deref().unwrap_or_default().to_lowercase()
}

/// None of the words holds a line break.
fn named(words: &[&str]) -> String {
    format!("urn:uuid:{}", uuid(format!("pilcrow\n{}", words.join("\n")).as_bytes()))
}

fn title_words(inputs: &Inputs<'_>, scope: Scope, topic: FeedTopic) -> String {
    let of = match scope {
        Scope::Archive => None,
        Scope::Repository(at) => Some(inputs.group(Grouping::Repository, at).label.clone()),
        Scope::Agent(at) => Some(shown(inputs.name(at))),
    };
    match (of, topic) {
        (None, FeedTopic::Reviews) => String::new(),
        (None, FeedTopic::Critical) => "critical findings".to_owned(),
        (Some(of), FeedTopic::Reviews) => of,
        (Some(of), FeedTopic::Critical) => format!("critical findings, {of}"),
    }
}

fn review_entry(inputs: &Inputs<'_>, base: &str, at: usize) -> Entry {
    let run = inputs.digest(at);
    let round = match inputs.rounds(at).len() {
        0 | 1 => String::new(),
        _ => format!(", round {}", inputs.round(at)),
    };
    let verdict = verdict_words(run).map(|verdict| format!("{}; ", shown(&verdict))).unwrap_or_default();
    let found = tally_words(Severity::ALL.map(|severity| run.count(severity)));
    let completed = run.reviewers.iter().filter(|reviewer| !reviewer.is_lost());
    Entry {
        id: review_id(run),
        url: format!("{base}{}", Route::Review(&run.id).path()),
        title: format!("{}{round}", title_of(&run.title, run.id.as_str())),
        published: moment(run.date),
        summary: format!("{}: {verdict}{found}.", subject_words(run)),
        authors: names(completed.map(|reviewer| inputs.agent_name(&reviewer.agent))),
        tags: run.repository.iter().map(ToString::to_string).collect(),
    }
}

fn finding_entry(inputs: &Inputs<'_>, base: &str, at: FindingAt) -> Entry {
    let (run, finding) = (inputs.digest(at.run), inputs.finding(at));
    let place = finding.path.as_deref().map(|path| format!(", {}", shown(path))).unwrap_or_default();
    let authors = names(finding.found_by.iter().map(|agent| inputs.agent_name(agent)));
    let found_by = if authors.is_empty() { String::new() } else { format!(", found by {}", authors.join(", ")) };
    let action = finding.action.map(|action| format!(" {}.", action.words())).unwrap_or_default();
    let severity = finding.severity.word().to_owned();
    Entry {
        id: named(&["finding", &repository(run), run.id.as_str(), finding.id.as_str()]),
        url: format!("{base}{}", inputs.finding_href(at, &Route::Home.path())),
        title: format!("{} {}: {}", subject_words(run), finding.id, title_of(&finding.title, finding.id.as_str())),
        published: moment(run.date),
        summary: format!("{severity}{place}{found_by}.{action}"),
        authors,
        tags: run.repository.iter().map(ToString::to_string).chain([severity]).collect(),
    }
}

/// A line of Markdown as plain text; where that is nothing, the id.
fn title_of(markdown: &str, id: &str) -> String {
    let title = shown(&plain_line(markdown));
    if title.is_empty() { id.to_owned() } else { title }
}

/// Nobody is called nothing.
fn names<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    names.map(shown).filter(|name| !name.trim().is_empty()).collect()
}

fn shown(text: &str) -> String {
    signs::plain(text).into_owned()
}

/// A feed wants a time and a zone: a day is its beginning, and a time without a zone is taken for UTC, as where runs are put
/// in order.
fn moment(date: Date) -> String {
    let instant = DateTime::from_timestamp(date.order(), 0).filter(|instant| (0..=9999).contains(&instant.year()));
    let words = |instant: DateTime<_>| instant.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    instant.map_or_else(|| format!("{}T00:00:00Z", date.day()), words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_date_is_a_moment() {
        for (date, expected) in [
            ("2026-03-22", "2026-03-22T00:00:00Z"),
            ("2026-03-22T14:24", "2026-03-22T14:24:00Z"),
            ("2026-03-22T14:24:09-05:30", "2026-03-22T19:54:09Z"),
            ("9999-12-31T23:59:59-05:00", "9999-12-31T00:00:00Z"),
            ("0000-01-01T00:00:00+05:00", "0000-01-01T00:00:00Z"),
        ] {
            assert_eq!(moment(Date::parse(date).unwrap()), expected);
        }
    }
}

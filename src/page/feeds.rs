//! Feeds of new reviews and of critical findings, of the whole archive, of each repository and of each agent. What a feed
//! says of a place on the site is a whole address, so that there are none until the configuration says where the site stands.

mod atom;
mod entries;
mod json;

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Needs, Part, panel};
use super::parts::offers::owner_in_plan;
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use super::route::{FeedFormat, FeedTopic, Route};
use crate::aggregate::newest::Scope;
use crate::aggregate::statistics::groups::Grouping;
use entries::feed;

/// Feeds as Atom.
pub static ATOM: Kind = Kind {
    name: "feed",
    template: None,
    maker: Maker::Site {
        plan: |planner| plan_feeds(planner, &ATOM, FeedFormat::Atom),
        make: |inputs: &Inputs<'_>, file: &File, planned: &Planned<'_>| -> Made<'_> {
            Ok(Content::File(atom::written(&feed(inputs, file, planned)).into_bytes().into()))
        },
    },
    needs: feed_needs,
};

/// The same as JSON Feed.
pub static JSON: Kind = Kind {
    name: "feed",
    template: None,
    maker: Maker::Site {
        plan: |planner| plan_feeds(planner, &JSON, FeedFormat::Json),
        make: |inputs: &Inputs<'_>, file: &File, planned: &Planned<'_>| -> Made<'_> {
            Ok(Content::File(json::written(&feed(inputs, file, planned)).into_bytes().into()))
        },
    },
    needs: feed_needs,
};

/// Nobody without a review has a feed, and nobody without a critical finding has a feed of these; the archive has both.
fn plan_feeds(planner: &mut Planner<'_>, kind: &'static Kind, format: FeedFormat) {
    // They come and go with the archive: no old address may stand where one might be.
    planner.reserve("feeds");
    if planner.config.base_url.is_none() {
        return;
    }
    let analysis = planner.analysis;
    for scope in analysis.newest.scopes() {
        for topic in [FeedTopic::Reviews, FeedTopic::Critical] {
            if topic == FeedTopic::Critical && scope != Scope::Archive && !analysis.newest.of(scope).has_had_critical {
                continue;
            }
            let path = Route::Feed(owner_in_plan(analysis, scope), topic, format).path();
            planner.claim(kind, path, Subject::Feed(scope, topic));
        }
    }
}

fn feed_needs(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    let (scope, topic) = subject.feed();
    let (newest, runs) = (planned.analysis.newest.of(scope), &planned.analysis.corpus.runs);
    needs.part(Part::NewestOf(scope));
    let told: Vec<usize> = match topic {
        FeedTopic::Reviews => newest.reviews.clone(),
        FeedTopic::Critical => newest.critical.iter().map(|at| at.run).collect(),
    };
    for run in told {
        needs.parts([Part::Digest(run), Part::Rounds(run)]);
        needs.parts(panel(&runs[run]));
    }
    // The oldest is what the archive is known by, the newest when it was updated.
    needs.parts(newest.reviews.first().copied().into_iter().chain(runs.len().checked_sub(1)).map(Part::Digest));
    match scope {
        Scope::Archive => {}
        Scope::Repository(at) => needs.part(Part::Group(Grouping::Repository, at)),
        Scope::Agent(_) => needs.part(Part::Agents),
    }
    needs.choices([Choice::Title, Choice::Description, Choice::BaseUrl, Choice::FindingPages, Choice::Language]);
}

//! What a page offers beside itself: the feeds of what it is about, and a badge.

use crate::aggregate::Analysis;
use crate::aggregate::newest::Scope;
use crate::aggregate::statistics::groups::Grouping;
use crate::page::inputs::Inputs;
use crate::page::needs::{Needs, Part};
use crate::page::route::{BadgeFormat, FeedFormat, FeedTopic, Owner, Route};
use crate::page::shell::Alternate;
use serde::Serialize;

/// What the component `offers` of the templates shows. There may be nothing.
#[derive(Debug, Serialize)]
pub struct OffersPart {
    feeds: Vec<FeedOffer>,
    /// Addresses of the drawing and of what shields.io takes.
    badge: Option<(String, String)>,
}

#[derive(Debug, Serialize)]
struct FeedOffer {
    /// `Reviews`
    words: &'static str,
    atom: Alternate,
    json: Alternate,
}

impl OffersPart {
    /// What browsers and readers of feeds look for in the head of a page.
    pub fn alternates(&self) -> impl Iterator<Item = Alternate> + '_ {
        self.feeds.iter().flat_map(|feed| [feed.atom.clone(), feed.json.clone()])
    }
}

/// What the page at `from` offers of a scope.
#[must_use]
pub fn offers(inputs: &Inputs<'_>, scope: Scope, from: &str) -> OffersPart {
    let newest = inputs.newest(scope);
    let has_reviews = scope == Scope::Archive || !newest.reviews.is_empty();
    let has_critical = scope == Scope::Archive || newest.has_had_critical;
    let topics = [
        (has_reviews, FeedTopic::Reviews, "Reviews"),
        (has_reviews && has_critical, FeedTopic::Critical, "Critical findings"),
    ];
    let (owner, name) = owner(inputs, scope);
    let feed = |(_, topic, words): (bool, FeedTopic, &'static str)| {
        let title = name.map_or_else(|| words.to_owned(), |name| format!("{words}: {name}"));
        let alternate =
            |kind, format| Alternate { title: title.clone(), kind, href: Route::Feed(owner, topic, format).from(from) };
        let atom = alternate("application/atom+xml", FeedFormat::Atom);
        FeedOffer { words, atom, json: alternate("application/feed+json", FeedFormat::Json) }
    };
    // Without an address of the site there are no feeds.
    let feeds = topics.into_iter().filter(|(has, ..)| *has && inputs.base_url().is_some()).map(feed).collect();
    let badge_as = |format| Route::Badge(owner, format).from(from);
    let badge = has_reviews.then(|| (badge_as(BadgeFormat::Svg), badge_as(BadgeFormat::Json)));
    OffersPart { feeds, badge }
}

/// What a page needs to make offers of a scope, beside what its frame needs.
pub fn needs(scope: Scope, needs: &mut Needs) {
    needs.part(Part::NewestOf(scope));
    match scope {
        Scope::Archive => {}
        Scope::Repository(at) => needs.part(Part::Group(Grouping::Repository, at)),
        Scope::Agent(_) => needs.part(Part::Agents),
    }
}

fn owner<'a>(inputs: &Inputs<'a>, scope: Scope) -> (Owner<'a>, Option<&'a str>) {
    match scope {
        Scope::Archive => (Owner::Site, None),
        Scope::Repository(at) => {
            let group = inputs.group(Grouping::Repository, at);
            (Owner::Repository(&group.key), Some(&group.label))
        }
        Scope::Agent(at) => (Owner::Agent(&inputs.member(at).address), Some(inputs.name(at))),
    }
}

/// Whose the files of a scope are, asked while the site is planned.
#[must_use]
pub fn owner_in_plan<'a>(analysis: &'a Analysis<'_>, scope: Scope) -> Owner<'a> {
    match scope {
        Scope::Archive => Owner::Site,
        Scope::Repository(at) => Owner::Repository(&analysis.groups.by(Grouping::Repository)[at].key),
        Scope::Agent(at) => {
            let agent = analysis.field.agents[at];
            Owner::Agent(analysis.roster.member(agent).map_or(agent.as_str(), |member| &member.address))
        }
    }
}

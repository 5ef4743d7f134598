//! Static files, and what else stands at the site's root where the team has none of its own.

use super::content::Content;
use super::inputs::Inputs;
use super::needs::{Choice, Needs};
use super::plan::{File, Kind, Made, Maker, Planned, Planner, Subject};
use std::borrow::Cow;

/// A static file of the theme, be it replaced by the team.
pub static ASSET: Kind = Kind {
    name: "static file",
    template: None,
    maker: Maker::Site { plan: |planner| plan_files(planner, &ASSET, false), make: make_asset },
    needs: needs_of_asset,
};

/// A team's further static file, which takes the place of no page.
pub static OWN_ASSET: Kind = Kind {
    name: "static file",
    template: None,
    maker: Maker::Site { plan: |planner| plan_files(planner, &OWN_ASSET, true), make: make_asset },
    needs: needs_of_asset,
};

/// `robots.txt`, unless the team has one.
pub static ROBOTS: Kind = Kind {
    name: "robots file",
    template: None,
    maker: Maker::Site { plan: plan_robots, make: make_robots },
    needs: |_, _, needs| needs.choices([Choice::Robots, Choice::BaseUrl]),
};

/// An empty `.nojekyll`: GitHub Pages leaves a site as it is that is published from a branch.
pub static NO_JEKYLL: Kind = Kind {
    name: "mark for GitHub Pages",
    template: None,
    maker: Maker::Site { plan: plan_no_jekyll, make: |_, _, _| Ok(Content::File(Cow::Borrowed(&[]))) },
    needs: |_, _, _| {},
};

/// What chats fetch a page with to show a preview of a link that somebody has sent. Those that are known to ask `robots.txt`
/// first would show none otherwise; none of them makes a search engine.
const PREVIEWERS: [&str; 8] = [
    "Discordbot",
    "facebookexternalhit",
    "LinkedInBot",
    "Slackbot",
    "Slackbot-LinkExpanding",
    "TelegramBot",
    "Twitterbot",
    "WhatsApp",
];

fn plan_files(planner: &mut Planner<'_>, kind: &'static Kind, own: bool) {
    let assets = planner.assets;
    // No page can name a picture for previews while nobody knows where the site stands.
    let is_of_use = |path| planner.config.base_url.is_some() || !assets.severity_cards.contains(path);
    let wanted: Vec<_> =
        assets.files.iter().enumerate().filter(|(_, file)| file.is_own == own && is_of_use(&file.path)).collect();
    for (at, file) in wanted {
        planner.claim(kind, file.path.clone(), Subject::Asset(at));
    }
}

fn plan_robots(planner: &mut Planner<'_>) {
    const PATH: &str = "robots.txt";
    if !planner.is_taken(PATH) {
        planner.claim(&ROBOTS, PATH.to_owned(), Subject::Only);
    }
}

fn plan_no_jekyll(planner: &mut Planner<'_>) {
    const PATH: &str = ".nojekyll";
    if !planner.is_taken(PATH) {
        planner.claim(&NO_JEKYLL, PATH.to_owned(), Subject::Only);
    }
}

fn needs_of_asset(planned: &Planned<'_>, subject: Subject, needs: &mut Needs) {
    needs.assets.insert(planned.assets.files[subject.number()].path.clone());
}

#[expect(clippy::unnecessary_wraps, reason = "what makes a file may fail; this cannot")]
fn make_asset<'m>(inputs: &Inputs<'m>, file: &File, _: &Planned<'m>) -> Made<'m> {
    Ok(Content::File(Cow::Borrowed(&inputs.assets().files[file.subject.number()].content)))
}

#[expect(clippy::unnecessary_wraps, reason = "what makes a file may fail; this cannot")]
fn make_robots<'m>(inputs: &Inputs<'m>, _: &File, _: &Planned<'m>) -> Made<'m> {
    let rules = if inputs.may_be_listed() {
        let map = inputs.base_url().map(|base| format!("Sitemap: {base}sitemap.xml\n"));
        format!("User-agent: *\nDisallow:\n{}", map.unwrap_or_default())
    } else {
        let agents = PREVIEWERS.map(|agent| format!("User-agent: {agent}\n")).concat();
        format!("{agents}Disallow:\n\nUser-agent: *\nDisallow: /\n")
    };
    Ok(Content::File(Cow::Owned(rules.into_bytes())))
}

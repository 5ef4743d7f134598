//! The published data that stands beside the pages.

use super::content::Content;
use super::needs::{Choice, Needs, Part, Texts};
use super::plan::{Kind, Maker, Planned, Planner, Subject};
use super::route::Route;
use crate::aggregate::slices::Slice;
use crate::export::leaderboard::leaderboard_json;
use crate::export::matches::matches_json;
use crate::export::published;
use crate::export::recommendations::recommendations_json;
use std::borrow::Cow;

/// Every figure of the leaderboard.
pub static LEADERBOARD: Kind = Kind {
    name: "data file",
    template: None,
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            if planner.has_agents() {
                planner.claim(&LEADERBOARD, Route::LeaderboardData.path(), Subject::Only);
            }
        },
        make: |inputs, _, _| {
            let data = leaderboard_json(inputs.all_of_agents(), &inputs.addresses());
            Ok(Content::File(Cow::Owned(data.into_bytes())))
        },
    },
    needs: |planned, _, needs| {
        needs.parts([Part::Board(Slice::default()), Part::Agents, Part::Field, Part::Totals, Part::Setups]);
        needs.parts([Part::Abilities, Part::Panels, Part::ShownPairs]);
        needs.parts((0..planned.analysis.field.agents.len()).map(Part::VersionChanges));
        needs.choices([Choice::FindingPages]);
    },
};

/// Which findings of several rounds are the same.
pub static MATCHES: Kind = Kind {
    name: "data file",
    template: None,
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| _ = planner.claim(&MATCHES, Route::MatchesData.path(), Subject::Only),
        make: |_, _, planned| Ok(Content::File(Cow::Owned(matches_json(planned.analysis).into_bytes()))),
    },
    needs: |planned, _, needs| {
        let runs = 0..planned.analysis.corpus.runs.len();
        needs.parts(runs.flat_map(|run| [Part::Rounds(run), Part::Digest(run)]));
    },
};

/// What reviews recommend, each thing once.
pub static RECOMMENDATIONS: Kind = Kind {
    name: "data file",
    template: None,
    maker: Maker::Site {
        plan: |planner: &mut Planner<'_>| {
            if !planner.analysis.ledger.proposals.is_empty() {
                planner.claim(&RECOMMENDATIONS, Route::RecommendationsData.path(), Subject::Only);
            }
        },
        make: |inputs, _, _| {
            let data = recommendations_json(inputs.ledger(), |run| inputs.digest(run), &inputs.addresses());
            Ok(Content::File(Cow::Owned(data.into_bytes())))
        },
    },
    needs: |planned, _, needs| {
        let runs = planned.analysis.corpus.runs.iter().enumerate();
        let with_any = runs.filter(|(_, run)| !run.recommendations.is_empty());
        needs.parts(with_any.map(|(at, _)| Part::Digest(at)));
        needs.part(Part::Ledger);
        needs.choices([Choice::FindingPages]);
    },
};

/// All findings as CSV.
pub static FINDINGS_CSV: Kind = Kind {
    name: "data file",
    template: None,
    maker: Maker::Rows {
        plan: |planner: &mut Planner<'_>| _ = planner.claim(&FINDINGS_CSV, Route::FindingsCsv.path(), Subject::Only),
        make: |rows| Content::Parts(Box::new(published::findings_csv(rows))),
    },
    needs: |planned, _, needs| needs_rows(planned, needs),
};

/// All findings as JSON.
pub static FINDINGS_JSON: Kind = Kind {
    name: "data file",
    template: None,
    maker: Maker::Rows {
        plan: |planner: &mut Planner<'_>| _ = planner.claim(&FINDINGS_JSON, Route::FindingsJson.path(), Subject::Only),
        make: |rows| Content::Parts(Box::new(published::findings_json(rows))),
    },
    needs: |planned, _, needs| needs_rows(planned, needs),
};

/// All reviews as JSON.
pub static REVIEWS_JSON: Kind = Kind {
    name: "data file",
    template: None,
    maker: Maker::Rows {
        plan: |planner: &mut Planner<'_>| _ = planner.claim(&REVIEWS_JSON, Route::ReviewsJson.path(), Subject::Only),
        make: |rows| Content::Parts(Box::new(published::reviews_json(rows))),
    },
    needs: |planned, _, needs| needs_rows(planned, needs),
};

fn needs_rows(planned: &Planned<'_>, needs: &mut Needs) {
    let runs = 0..planned.analysis.corpus.runs.len();
    needs.parts(runs.flat_map(|run| [Part::Rounds(run), Part::Digest(run)]));
    needs.texts = Texts::All;
    needs.choices([Choice::FindingPages]);
}

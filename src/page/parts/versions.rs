//! Whether a newer model finds more than an earlier one of the same agent: measured against agents that did not change, and
//! beside it, with its warning, the plain difference.

use super::versions_words::{earlier_words, model_name, reading, too_few_words, version_label};
pub use super::versions_words::{model_label, short_model, version_name};
use crate::aggregate::statistics::gap::Moved;
use crate::aggregate::versions::version_change::{Drift, VersionChange};
use crate::chart::Axis;
use crate::chart::interval::{PlottedEstimate, head_of_ticks, lanes};
use crate::page::inputs::{AgentLink, Inputs};
use crate::page::needs::{Needs, Part};
use crate::page::plan::Planned;
use crate::page::route::{Route, relative};
use crate::text::{Html, format};
use serde::Serialize;

/// The most rows that a group shows.
const MOST_ROWS: usize = 12;

const WIDTH: f64 = 184.0;

/// The question where it is not asked of two models by name. Whether one is better is more than recall can say.
const NEW_MODEL: &str = "Does the new model find more?";

/// Changes of models, all drawn on one axis.
#[derive(Debug, Serialize)]
pub struct VersionsPart {
    /// The question.
    title: String,
    lead: String,
    head: Html,
    /// The first is shown, further ones are folded.
    groups: Vec<ChangeGroup>,
    methodology: String,
}

#[derive(Debug, Serialize)]
struct ChangeGroup {
    /// Of a folded one.
    summary: String,
    rows: Vec<ChangeRow>,
    /// How many more there are, which only the published data has: words and address.
    left_out: Option<(String, String)>,
}

#[derive(Debug, Serialize)]
struct ChangeRow {
    agent: AgentLink,
    /// Which against which.
    versions: String,
    /// Against the anchors; `None` without any.
    anchored: Option<DifferenceCell>,
    /// Without them; `None`: not compared.
    plain: Option<DifferenceCell>,
    drawn: Option<Html>,
    anchors: Vec<AgentLink>,
    /// Of the new and of the old one.
    changes: String,
    /// What the changes say, and what else is to be known of it.
    reading: String,
    words: String,
}

#[derive(Debug, Serialize)]
struct DifferenceCell {
    /// In percentage points.
    value: String,
    ends: String,
}

/// A row before it is drawn: which axis it is on is not known yet.
struct Compared<'a> {
    agent: usize,
    versions: String,
    /// `None`: too few changes.
    change: Option<&'a VersionChange>,
    changes: [usize; 2],
    reading: String,
    words: String,
}

/// What both kinds of pages read.
pub fn needs(planned: &Planned<'_>, agents: impl IntoIterator<Item = usize>, needs: &mut Needs) {
    needs.parts(agents.into_iter().map(Part::VersionChanges));
    needs.parts([Part::Agents, Part::Field]);
    needs.assets.insert(planned.assets.versions_style.clone());
}

/// The address of the style sheet of what these pages show.
#[must_use]
pub fn style(inputs: &Inputs<'_>, from: &str) -> String {
    relative(from, &inputs.assets().versions_style)
}

/// Of these agents the newest model against the last earlier one with enough changes; `None` where no agent has two models.
#[must_use]
pub fn newest_models(inputs: &Inputs<'_>, agents: &[usize], from: &str) -> Option<VersionsPart> {
    let rows: Vec<Compared<'_>> = agents.iter().filter_map(|agent| newest_model(inputs, *agent)).collect();
    let lead = "The newest model of each agent against the last earlier one with at least five changes, in percentage points \
                of recall. They reviewed different changes: agents that stayed as they were, the anchors, show how much of \
                a difference is the changes’ doing.";
    let groups = vec![(String::new(), rows)];
    part(inputs, NEW_MODEL.to_owned(), lead.to_owned(), groups, from)
}

/// Of one agent all changes of its models, then of efforts, and what seems to have changed unsaid; `None` where there is
/// nothing of it.
#[must_use]
pub fn of_agent(inputs: &Inputs<'_>, agent: usize, from: &str) -> Option<VersionsPart> {
    let field = inputs.field();
    let models: Vec<usize> = field.models_of(agent).collect();
    let newest = models.iter().copied().find(|model| !inputs.model_changes(*model).is_empty());
    let mut first: Vec<Compared<'_>> = newest.map_or_else(Vec::new, |model| of_model(inputs, model));
    if let (Some(row), Some(newer)) = (first.first_mut(), newest.and_then(|newest| newer_words(inputs, agent, newest)))
    {
        row.words = joined(&row.words, &newer);
    }
    let title = match (newest, first.as_slice()) {
        (Some(newest), [only]) => {
            let against = only.change.map(|change| model_name(inputs, change.against)).unwrap_or_default();
            format!("Does {} find more than {against}?", model_name(inputs, newest))
        }
        _ => NEW_MODEL.to_owned(),
    };
    if first.is_empty() {
        first.extend(newest_model(inputs, agent));
    }
    let has_models = !first.is_empty();
    first.extend(field.versions_of(agent).filter_map(|version| drifted(inputs, version)));
    let earlier: Vec<Compared<'_>> =
        models.iter().filter(|model| Some(**model) != newest).flat_map(|model| of_model(inputs, *model)).collect();
    let has_efforts = field.versions_of(agent).len() > models.len();
    let versions = field.versions_of(agent).filter(|_| has_efforts);
    let apart: Vec<Compared<'_>> = versions.flat_map(|version| of_version(inputs, version)).collect();
    let (title, lead) = heading(has_models.then_some(title), has_efforts, !first.is_empty());
    let groups = vec![
        (String::new(), first),
        ("Between earlier models".to_owned(), earlier),
        ("Efforts apart".to_owned(), apart),
    ];
    part(inputs, title, lead, groups, from)
}

/// What is asked of one agent and how its answers are read: of models, else of what may have changed unsaid, else of efforts.
fn heading(of_models: Option<String>, has_efforts: bool, has_unsaid: bool) -> (String, String) {
    let measured =
        "measured against agents that stayed as they were in between, and below, with a warning, without them";
    match of_models {
        Some(title) => {
            let efforts = if has_efforts { ", all efforts of a model together" } else { "" };
            let counts = "An earlier model counts from five changes with findings on.";
            (title, format!("Percentage points of recall{efforts}, {measured}. {counts}"))
        }
        None if has_unsaid => ("Did something change?".to_owned(), format!("Percentage points of recall, {measured}.")),
        None => {
            let what = "One effort of a model less an earlier one, in percentage points of recall";
            let counts = "An effort counts from five changes with findings on.";
            ("Do the efforts differ?".to_owned(), format!("{what}, {measured}. {counts}"))
        }
    }
}

fn joined(words: &str, more: &str) -> String {
    if words.is_empty() { more.to_owned() } else { format!("{words} {more}") }
}

fn newest_model<'a>(inputs: &Inputs<'a>, agent: usize) -> Option<Compared<'a>> {
    let models: Vec<usize> = inputs.field().models_of(agent).collect();
    let [newest, before, ..] = *models.as_slice() else { return None };
    let comparable = models.iter().copied().find(|model| !inputs.model_changes(*model).is_empty());
    let Some(model) = comparable else {
        let changes = [newest, before].map(|model| inputs.changes_of_model(model));
        let versions = format!("{} against {}", model_label(inputs, newest), model_label(inputs, before));
        let words = too_few_words(changes);
        return Some(Compared { agent, versions, change: None, changes, reading: "too few changes".to_owned(), words });
    };
    let mut row = of_model(inputs, model).into_iter().next()?;
    if let Some(newer) = newer_words(inputs, agent, model) {
        row.words = joined(&row.words, &newer);
    }
    Some(row)
}

/// Of models that are newer than the one that is compared: too few changes as yet.
fn newer_words(inputs: &Inputs<'_>, agent: usize, compared: usize) -> Option<String> {
    let newest = inputs.field().models_of(agent).next().filter(|newest| *newest != compared)?;
    let changes = format::counted(inputs.changes_of_model(newest), "change");
    Some(format!("Newer still: {}, on {changes}, which is too few.", model_name(inputs, newest)))
}

fn of_model<'a>(inputs: &Inputs<'a>, model: usize) -> Vec<Compared<'a>> {
    let row = |change: &'a VersionChange| {
        let versions = format!("{} against {}", model_label(inputs, model), model_label(inputs, change.against));
        compared(inputs.field().models[model].agent, versions, change)
    };
    inputs.model_changes(model).iter().map(row).collect()
}

fn of_version<'a>(inputs: &Inputs<'a>, version: usize) -> Vec<Compared<'a>> {
    let row = |change: &'a VersionChange| {
        let versions = format!("{} against {}", version_label(inputs, version), version_label(inputs, change.against));
        compared(inputs.field().versions[version].agent, versions, change)
    };
    inputs.version_changes(version).iter().map(row).collect()
}

fn compared(agent: usize, versions: String, change: &VersionChange) -> Compared<'_> {
    let (reading, words) = reading(change);
    let changes = [change.later.changes, change.earlier.changes];
    Compared { agent, versions, change: Some(change), changes, reading, words }
}

/// What seems to have changed with no label, taken for a change of version.
fn drifted<'a>(inputs: &Inputs<'a>, version: usize) -> Option<Compared<'a>> {
    let Drift { day, change, .. } = inputs.drift(version)?;
    let (agent, change) = (inputs.field().versions[version].agent, change.as_ref()?);
    let versions = format!("since {}, against {} before", day.format("%-d %B %Y"), version_label(inputs, version));
    let (reading, _) = reading(change);
    let words = "The date was picked by looking, so the interval is too narrow. No new model was recorded.".to_owned();
    let reading = format!("{reading}, if the date is right");
    Some(Compared { reading, words, ..compared(agent, versions, change) })
}

fn part(
    inputs: &Inputs<'_>,
    title: String,
    lead: String,
    groups: Vec<(String, Vec<Compared<'_>>)>,
    from: &str,
) -> Option<VersionsPart> {
    let shown = || groups.iter().flat_map(|(_, rows)| rows.iter().take(MOST_ROWS));
    shown().next()?;
    let ends = shown().filter_map(|row| row.change).flat_map(|change| {
        [change.moved.interval, change.plain.interval]
            .into_iter()
            .flat_map(|ends| [ends.low * 100.0, ends.high * 100.0])
    });
    let axis = Axis::around_zero(ends, 100.0);
    let group = |(summary, rows): (String, Vec<Compared<'_>>)| {
        let left_out = rows.len().saturating_sub(MOST_ROWS);
        ChangeGroup {
            summary: if summary.is_empty() { summary } else { format!("{summary} ({})", format::count(rows.len())) },
            rows: rows.into_iter().take(MOST_ROWS).map(|row| change_row(inputs, row, &axis, from)).collect(),
            left_out: (left_out > 0)
                .then(|| (format!("{} more", format::count(left_out)), Route::LeaderboardData.from(from))),
        }
    };
    Some(VersionsPart {
        title,
        lead,
        head: head_of_ticks(&axis, WIDTH, |value| format::points(value / 100.0).replace(".0", "")),
        methodology: Route::Methodology.anchor_from(from, "versions"),
        groups: groups.into_iter().filter(|(_, rows)| !rows.is_empty()).map(group).collect(),
    })
}

fn change_row(inputs: &Inputs<'_>, row: Compared<'_>, axis: &Axis, from: &str) -> ChangeRow {
    let cell = |moved: &Moved| DifferenceCell {
        value: format::points(moved.value),
        ends: format::points_range(moved.interval.low, moved.interval.high),
    };
    let plotted = |moved: &Moved| PlottedEstimate {
        value: moved.value * 100.0,
        ends: Some((moved.interval.low * 100.0, moved.interval.high * 100.0)),
    };
    let anchored = row.change.filter(|change| change.is_anchored());
    let swatch = inputs.swatch(row.agent);
    let anchors = row.change.map_or(&[][..], |change| &change.anchors);
    ChangeRow {
        agent: inputs.agent_link(row.agent, from),
        versions: row.versions,
        anchored: anchored.map(|change| cell(&change.moved)),
        plain: row.change.map(|change| cell(&change.plain)),
        drawn: row.change.map(|change| {
            lanes(axis, WIDTH, swatch, anchored.map(|change| plotted(&change.moved)), plotted(&change.plain))
        }),
        anchors: anchors.iter().map(|anchor| inputs.agent_link(*anchor, from)).collect(),
        changes: format!("{} and {}", format::count(row.changes[0]), format::count(row.changes[1])),
        reading: row.reading,
        words: row.words,
    }
}

/// The newest comparison of an agent in a sentence; `None` where it has none.
#[must_use]
pub fn in_a_sentence(inputs: &Inputs<'_>, agent: usize) -> Option<String> {
    let models = inputs.field().models_of(agent);
    let (model, change) = models.into_iter().find_map(|model| Some((model, inputs.model_changes(model).first()?)))?;
    Some(earlier_words(&model_name(inputs, model), &model_name(inputs, change.against), change))
}

//! What more coverage takes: the chart of panels by false alarms, time or cost, and the numbers behind it.

use super::PanelFacts;
use crate::aggregate::panel::frontier::{Frontier, Price};
use crate::aggregate::panel::panel_analysis::PanelAnalysis;
use crate::aggregate::panel::panels::Panel;
use crate::chart::Axis;
use crate::chart::frontier::{FrontierChart, FrontierPoint, frontier_chart};
use crate::page::inputs::{AgentLink, Inputs};
use crate::page::parts::board::percent_range;
use crate::page::route::Route;
use crate::text::{Html, format};
use serde::Serialize;

/// A frontier, with ways to the others.
#[derive(Debug, Serialize)]
pub struct FrontierPart {
    ways: Vec<PriceWay>,
    chart: Html,
    caption: String,
    rows: Vec<FrontierRow>,
    has: super::RecordedColumns,
    /// What nothing is recorded of, in words.
    absent: Option<String>,
}

#[derive(Debug, Serialize)]
struct PriceWay {
    label: &'static str,
    href: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct FrontierRow {
    members: Vec<AgentLink>,
    facts: PanelFacts,
    is_on: bool,
    is_named: bool,
    /// The panels of the table that it cannot be told from.
    tied: Vec<String>,
}

/// The prices that any panel with enough changes has, in the order of the site.
pub fn prices(panels: &PanelAnalysis) -> Vec<Price> {
    let has = |price: &Price| panels.frontiers.get(price).is_some_and(|frontier| !frontier.on.is_empty());
    Price::ALL.into_iter().filter(has).collect()
}

/// The page that shows one of them: the first is on the page of panels itself.
pub fn route(panels: &PanelAnalysis, price: Price) -> Route<'static> {
    if prices(panels).first() == Some(&price) { Route::Panels } else { Route::PanelsBy(price) }
}

/// What the price is called.
pub fn name(price: Price) -> &'static str {
    match price {
        Price::FalseAlarms => "False alarms",
        Price::Time => "Time",
        Price::Cost => "Cost",
    }
}

/// How a tick of the axis is written: with as many decimals as it has.
fn tick_words(price: Price, tick: f64) -> String {
    match price {
        Price::FalseAlarms => format::figure(tick),
        Price::Time | Price::Cost => words(price, tick),
    }
}

/// How an amount is written, given it as a chart has it: time in minutes.
fn words(price: Price, amount: f64) -> String {
    match price {
        Price::FalseAlarms => format::decimal(amount),
        Price::Time => format::duration_clock(amount * 60.0),
        Price::Cost => format::dollars(amount),
    }
}

fn amount(price: Price, panel: &Panel) -> f64 {
    let of = price.of(panel).unwrap_or(0.0);
    // In minutes, so that the axis has round ones.
    if price == Price::Time { of / 60.0 } else { of }
}

/// The chart of one price; `None` where no panel has it.
pub fn frontier_part(inputs: &Inputs<'_>, price: Price, from: &str) -> Option<FrontierPart> {
    let panels = inputs.panels();
    let frontier = panels.frontiers.get(&price).filter(|frontier| !frontier.on.is_empty())?;
    let shown: Vec<usize> = frontier.on.iter().chain(&frontier.beside).copied().collect();
    let named = inputs.whole().advice.named().and_then(|named| panels.place(&named.members));
    let available = prices(panels);
    let way = |of: &Price| PriceWay {
        label: name(*of),
        href: format!("{}#frontier", route(panels, *of).from(from)),
        current: *of == price,
    };
    let absent = |of: &Price| (!available.contains(of)).then(|| name(*of).to_lowercase());
    let absent: Vec<String> = Price::ALL.iter().filter_map(absent).collect();
    let row = |at: &usize| FrontierRow {
        members: panels.all[*at].members.iter().map(|agent| inputs.agent_link(*agent, from)).collect(),
        facts: PanelFacts::of(panels, *at),
        is_on: frontier.on.contains(at),
        is_named: named == Some(*at),
        tied: tied_with(frontier, *at).map(|other| names(inputs, &panels.all[other].members)).collect(),
    };
    Some(FrontierPart {
        ways: available.iter().map(way).collect(),
        chart: chart(inputs, price, frontier, &shown, named),
        caption: caption(price, frontier),
        has: super::RecordedColumns::of(&shown.iter().map(|at| &panels.all[*at]).collect::<Vec<_>>()),
        rows: shown.iter().map(row).collect(),
        absent: (!absent.is_empty()).then(|| absent.join(", ")),
    })
}

fn tied_with(frontier: &Frontier, at: usize) -> impl Iterator<Item = usize> + '_ {
    frontier.tied.iter().filter_map(move |pair| match pair {
        [one, other] if *one == at => Some(*other),
        [one, other] if *other == at => Some(*one),
        _ => None,
    })
}

fn caption(price: Price, frontier: &Frontier) -> String {
    let cheaper = match price {
        Price::FalseAlarms => "with as few false alarms",
        Price::Time => "in as little time",
        Price::Cost => "at as little cost",
    };
    let ties =
        if frontier.tied.is_empty() { "" } else { " What lies on one grey band cannot be told apart in coverage." };
    let left_out = match frontier.left_out {
        0 => String::new(),
        1 => " One more on the line is left out.".to_owned(),
        more => format!(" {} more on the line are left out.", format::count(more)),
    };
    format!(
        "Solid: no panel covers more {cheaper}. Hollow: some panel does. Upright: the 95% interval.{ties}{left_out}"
    )
}

fn names(inputs: &Inputs<'_>, members: &[usize]) -> String {
    members.iter().map(|agent| inputs.name(*agent)).collect::<Vec<_>>().join(", ")
}

/// More characters than this are too many beside a point.
const LONGEST_WORDS: usize = 34;

/// What a point is called: its members, or what it has more than the one before it on the line, or how many they are.
fn point_words(inputs: &Inputs<'_>, members: &[usize], before: Option<&Vec<usize>>) -> String {
    let all = names(inputs, members);
    if all.chars().count() <= LONGEST_WORDS {
        return all;
    }
    let added: Vec<usize> = before
        .map(|before| members.iter().filter(|agent| !before.contains(agent)).copied().collect())
        .unwrap_or_default();
    match before {
        Some(before) if added.len() == 1 && before.len() + 1 == members.len() => {
            format!("and {}", inputs.name(added[0]))
        }
        _ => format::counted(members.len(), "agent"),
    }
}

fn chart(inputs: &Inputs<'_>, price: Price, frontier: &Frontier, shown: &[usize], named: Option<usize>) -> Html {
    let panels = &inputs.panels().all;
    let point = |(place, at): (usize, &usize)| {
        let panel = &panels[*at];
        let coverage = panel.coverage.as_ref();
        let is_on_line = place < frontier.on.len();
        let before = (is_on_line && place > 0).then(|| &panels[shown[place - 1]].members);
        FrontierPoint {
            across: amount(price, panel),
            up: coverage.map_or(0.0, |of| of.value * 100.0),
            ends: coverage.and_then(|of| percent_range(of).ends),
            is_on_line,
            is_named: named == Some(*at),
            words: point_words(inputs, &panel.members, before),
        }
    };
    let points: Vec<FrontierPoint> = shown.iter().enumerate().map(point).collect();
    let place = |at: &usize| shown.iter().position(|known| known == at);
    let tied: Vec<[usize; 2]> =
        frontier.tied.iter().filter_map(|[one, other]| Some([place(one)?, place(other)?])).collect();
    let lows =
        points.iter().flat_map(|point| [Some(point.up), point.ends.map(|ends| ends.0).filter(|_| point.is_on_line)]);
    let up = Axis::over(lows.flatten().chain([100.0]), 4, (0.0, 100.0));
    let across = Axis::over(points.iter().map(|point| point.across).chain([0.0]), 4, (0.0, f64::INFINITY));
    let along = match price {
        Price::FalseAlarms => "False alarms a review",
        Price::Time => "Median time of the slowest",
        Price::Cost => "Cost a review",
    };
    let on = frontier.on.iter().map(|at| {
        let coverage = panels[*at].coverage.map_or_else(String::new, |of| format::share(of.value));
        format!("{} {coverage}% at {}", names(inputs, &panels[*at].members), words(price, amount(price, &panels[*at])))
    });
    let description = format!("No other panel covers more for as little: {}.", on.collect::<Vec<_>>().join("; "));
    frontier_chart(&FrontierChart {
        id: "frontier",
        title: &format!("Coverage of panels against {}", name(price).to_lowercase()),
        description: &description,
        up: (&up, "Covered, %"),
        across: (&across, along),
        across_tick: &|tick| tick_words(price, tick),
        points: &points,
        tied: &tied,
    })
}

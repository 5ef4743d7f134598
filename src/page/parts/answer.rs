//! Which agents to run, in sentences: what the panel covers, how long it takes, what it brings that is wrong, what less would
//! cost, and how sure all of it is. A figure that nothing is recorded for is not there, and where nothing can be said, why not.

mod either;
mod sentence;
mod steps;
mod unsure;

use crate::aggregate::criterion::Basis;
use crate::aggregate::leaderboard::Leaderboard;
use crate::aggregate::panel::advice::Larger;
use crate::aggregate::panel::choice::{Candidate, Choice, RunnerUp};
use crate::aggregate::panel::panels::Panel;
use crate::aggregate::statistics::interval::Estimate;
use crate::page::inputs::Inputs;
use crate::page::route::Route;
use crate::text::format;
use either::{Either, either};
use sentence::{Piece, Sentence};
use serde::Serialize;
use steps::{StepsPart, steps_part};

/// The answer.
#[derive(Debug, Serialize)]
pub struct AnswerPart {
    /// The first of them large.
    paragraphs: Vec<Vec<Piece>>,
    /// In small letters: over what, and what is not recorded.
    over: Vec<Piece>,
    /// Where it says how a panel is chosen, and the words of that link.
    how: (String, &'static str),
    /// What the panel covers as it grows.
    steps: Option<StepsPart>,
}

/// All that can be said of the whole archive or of a part of it; `None` of no agents.
#[must_use]
pub fn answer_part(inputs: &Inputs<'_>, leaderboard: &Leaderboard, is_whole: bool, from: &str) -> Option<AnswerPart> {
    if leaderboard.order().is_empty() {
        return None;
    }
    let advice = &leaderboard.advice;
    let Some((mut paragraphs, named)) = opening(inputs, leaderboard, from) else {
        let paragraphs = unsure::paragraphs(inputs, leaderboard, from);
        let how = (how_route(from), "How a panel is chosen");
        return Some(AnswerPart { paragraphs, over: Vec::new(), how, steps: None });
    };
    let rest = [named.swapped(), named.smaller(), named.larger(), named.basis()];
    let rest: Vec<Piece> = rest.into_iter().flatten().flatten().collect();
    paragraphs.extend((!rest.is_empty()).then_some(rest));
    Some(AnswerPart {
        paragraphs,
        over: named.over(),
        // The page about panels is about the whole archive.
        how: (how_route(from), if is_whole { "How we know" } else { "How a panel is chosen" }),
        steps: steps_part(inputs, advice, named.at),
    })
}

fn how_route(from: &str) -> String {
    Route::Panels.anchor_from(from, "how")
}

/// The first sentences alone, for a page on which they are not the matter. Where nothing covers most, all that is said, as the rest is
/// what would help.
#[must_use]
pub fn short_answer(inputs: &Inputs<'_>, from: &str) -> Option<AnswerPart> {
    let Some((paragraphs, _)) = opening(inputs, inputs.whole(), from) else {
        return answer_part(inputs, inputs.whole(), true, from);
    };
    let agents = Route::Agents(None, None, None).anchor_from(from, "answer");
    Some(AnswerPart {
        paragraphs,
        over: Vec::new(),
        how: (agents, "How sure that is, and what less would cost"),
        steps: None,
    })
}

/// Which panel is named, or covers most so far and why it is not named; each sentence a paragraph.
fn opening<'n>(
    inputs: &'n Inputs<'n>,
    leaderboard: &'n Leaderboard,
    from: &'n str,
) -> Option<(Vec<Vec<Piece>>, Named<'n>)> {
    let named = |at: usize| Named::new(inputs, leaderboard, from, at);
    match leaderboard.advice.choice {
        Choice::Run(at) => Some((vec![named(at).first()], named(at))),
        Choice::SoFar(at) => {
            let named = named(at);
            let [why, help] = unsure::so_far(&leaderboard.advice);
            let mut first = named.first_so_far();
            first.extend(named.sentence().words(&help).pieces());
            Some((vec![named.sentence().words(&why).pieces(), first], named))
        }
        _ => None,
    }
}

/// A panel that is named, or covers most so far, and those of other sizes.
struct Named<'n> {
    inputs: &'n Inputs<'n>,
    leaderboard: &'n Leaderboard,
    from: &'n str,
    at: usize,
    candidate: &'n Candidate,
    price: &'n Panel,
}

impl<'n> Named<'n> {
    fn new(inputs: &'n Inputs<'n>, leaderboard: &'n Leaderboard, from: &'n str, at: usize) -> Self {
        let (candidate, price) = (&leaderboard.advice.candidates[at], &leaderboard.advice.prices[at].best);
        Self { inputs, leaderboard, from, at, candidate, price }
    }

    fn sentence(&self) -> Sentence<'n> {
        Sentence::new(self.inputs, self.from)
    }

    /// What the panel with the nth of those it can be run with takes.
    fn price_with(&self, at: usize) -> Option<&'n Panel> {
        let prices = &self.leaderboard.advice.prices[self.at];
        at.checked_sub(1).map_or(Some(&prices.best), |at| prices.exchanges.get(at))
    }

    /// Whom to run, and what that gives.
    fn first(&self) -> Vec<Piece> {
        self.gives(self.sentence().words("Run "), ": ")
    }

    /// Who covers most, and what that gives.
    fn first_so_far(&self) -> Vec<Piece> {
        let is_one = self.candidate.members.len() == 1;
        self.gives(self.sentence().words("So far "), if is_one { " covers most: " } else { " cover most: " })
    }

    /// The panel, and what it gives.
    fn gives(&self, mut says: Sentence<'n>, verb: &str) -> Vec<Piece> {
        let either = either(self.candidate);
        match &either {
            Some(either) if either.common.is_empty() => says = says.words(either.any()).one_of(&either.agents),
            Some(either) => {
                says = says.agents(&either.common, "and").words(" with ").words(either.any()).one_of(&either.agents);
            }
            None if self.candidate.members.len() == 1 => {
                says = says.agents(&self.candidate.members, "and").words(" alone");
            }
            None => says = says.agents(&self.candidate.members, "and"),
        }
        says = says.words(verb);
        if let Some(either) = either.as_ref().filter(|either| either.agents.len() > 2) {
            return self.with_any(says, either);
        }
        says = says.share(&self.candidate.coverage).words(" of what any panel knew");
        if let Some(either) = &either {
            says = says.words(&format!(" with {}", self.inputs.name(either.agents[0])));
        }
        if let Some(duration) = self.price.duration {
            says = says.words(&format!(", in {}", about(duration.value)));
        }
        match self.price.false_alarms {
            Some(each) => says.words(&format!(", with {} a review.", alarms(each))),
            None => says.words(". How many false alarms that brings is not known."),
        }
        .pieces()
    }

    /// What a panel gives with any one of several agents.
    fn with_any(&self, says: Sentence<'n>, either: &Either<'_>) -> Vec<Piece> {
        let many = format::small(either.agents.len());
        says.figure(&self.covered(self.at))
            .words(&format!(" of what any panel knew, and none of the {many} can be told from the others."))
            .pieces()
    }

    /// What the best panel of a size covers, or those that may be as good as it.
    fn covered(&self, at: usize) -> String {
        let advice = &self.leaderboard.advice;
        let others = advice.prices[at].exchanges.iter().filter_map(|panel| panel.coverage);
        let mut shares: Vec<f64> = others.chain([advice.candidates[at].coverage]).map(|of| of.value).collect();
        shares.sort_by(f64::total_cmp);
        let [low, high] = [shares[0], shares[shares.len() - 1]].map(format::share);
        if low == high { format!("{high}%") } else { format!("{low} to {high}%") }
    }

    /// What speaks for either of those that cannot be told apart.
    fn swapped(&self) -> Option<Vec<Piece>> {
        let either = either(self.candidate)?;
        let says = match either.only_other() {
            Some(other) => self.other(&either, other),
            None => self.easiest(&either),
        };
        Some(says.words(&either.more().unwrap_or_default()).pieces())
    }

    /// What the other of two takes.
    fn other(&self, either: &Either<'_>, other: &RunnerUp) -> Sentence<'n> {
        let says = self
            .sentence()
            .words("Which of ")
            .agents(&either.agents, "and")
            .words(" is better cannot be told ")
            .gap(other);
        let price = self.price_with(1);
        let name = self.inputs.name(either.agents[1]);
        let takes = price.and_then(|price| price.duration).map(|duration| format!("takes {}", about(duration.value)));
        let brings = price.and_then(|price| price.false_alarms).map(|each| format!("brings {} a review", alarms(each)));
        let of_other: Vec<String> = takes.into_iter().chain(brings).collect();
        if of_other.is_empty() {
            return says.words(". ");
        }
        says.words(&format!("; with {name} it {}. ", of_other.join(" and ")))
    }

    /// With which of several the panel takes least, where that is recorded of all of them.
    fn easiest(&self, either: &Either<'_>) -> Sentence<'n> {
        let least = |price: &dyn Fn(&Panel) -> Option<f64>, words: &dyn Fn(f64) -> String| {
            let prices: Vec<f64> =
                (0..either.agents.len()).map(|at| price(self.price_with(at)?)).collect::<Option<_>>()?;
            let (at, least) = prices.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?;
            // What reads alike is no reason to choose one.
            let is_alone =
                prices.iter().enumerate().all(|(other, price)| other == at || words(*price) != words(*least));
            is_alone.then(|| (either.agents[at], words(*least)))
        };
        let facts = [
            least(&|panel| Some(panel.duration?.value), &|seconds| format!("is quickest ({})", about(seconds))),
            least(&|panel| panel.false_alarms, &|each| {
                format!("brings the fewest false alarms ({} a review)", format::decimal(each))
            }),
            least(&|panel| panel.cost, &|each| format!("costs least ({} a review)", format::dollars(each))),
        ];
        let mut by_agent: Vec<(usize, Vec<String>)> = Vec::new();
        for (agent, words) in facts.into_iter().flatten() {
            match by_agent.iter_mut().find(|(other, _)| *other == agent) {
                Some((_, all)) => all.push(words),
                None => by_agent.push((agent, vec![words])),
            }
        }
        let mut says = self.sentence();
        for (at, (agent, words)) in by_agent.iter().enumerate() {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            says = says.words(if at == 0 { "With " } else { ", with " }).agents(&[*agent], "and");
            says = says.words(&format!(" it {}", super::enumerated(&words, "and")));
        }
        if by_agent.is_empty() { says } else { says.words(". ") }
    }

    /// What one agent fewer gives.
    fn smaller(&self) -> Option<Vec<Piece>> {
        let at = self.at.checked_sub(1)?;
        let candidate = &self.leaderboard.advice.candidates[at];
        let own = either(self.candidate).map(|either| either.agents).unwrap_or_default();
        let is_own = |either: &Either<'_>| either.agents.iter().all(|agent| own.contains(agent));
        let price = self.at_what_cost(&self.leaderboard.advice.prices[at].best);
        let says = if let Some(either) = either(candidate).filter(|either| either.agents.len() == 2 && !is_own(either))
        {
            let says = self.tied(&either).words(&self.covered(at));
            let name = self.inputs.name(either.agents[0]);
            if price.is_empty() { says } else { says.words(&format!("; {name}{price}")) }
        } else {
            let share = format!("{}%", format::share(candidate.coverage.value));
            self.fewer(candidate).words(&share).words(" ").ends(&candidate.coverage).words(&price)
        };
        Some(says.words(". ").pieces())
    }

    /// Two that would do as well as each other.
    fn tied(&self, either: &Either<'_>) -> Sentence<'n> {
        let mut says = self.sentence().agents(&either.agents, "and").words(" are tied");
        if let Some(other) = either.only_other() {
            says = says.words(" ").gap(other);
        }
        if either.common.is_empty() {
            return says.words(": either of them alone gives ");
        }
        says.words(": one of them alone with ").agents(&either.common, "and").words(" gives ")
    }

    fn fewer(&self, candidate: &Candidate) -> Sentence<'n> {
        let without: Vec<usize> =
            self.candidate.members.iter().copied().filter(|agent| !candidate.members.contains(agent)).collect();
        let says = self.sentence();
        match candidate.members.len() {
            size if size > 1 && size + without.len() == self.candidate.members.len() => {
                says.words("Without ").agents(&without, "and").words(" it is ")
            }
            1 => says.agents(&candidate.members, "and").words(" alone gives "),
            _ => says.agents(&candidate.members, "and").words(" together give "),
        }
    }

    fn at_what_cost(&self, smaller: &Panel) -> String {
        let alarms = match (smaller.false_alarms, self.price.false_alarms) {
            (Some(fewer), Some(each)) if format::decimal(fewer) != format::decimal(each) => {
                format!(" with {} a review", alarms(fewer))
            }
            _ => String::new(),
        };
        // A cost says nothing without that of the named panel beside it.
        let (Some(cost), Some(whole)) = (smaller.cost, self.price.cost) else { return alarms };
        let each = format::dollars(cost);
        let share = (whole > 0.0).then_some(cost / whole);
        let cost = match share {
            Some(share) if (0.45..0.55).contains(&share) => format!("at half the cost, {each} a review"),
            Some(share) if share < 0.95 => format!("at {:.0}% of the cost, {each} a review", share * 100.0),
            _ => format!("for {each} a review"),
        };
        if alarms.is_empty() { format!(" {cost}") } else { format!("{alarms}, {cost}") }
    }

    /// What one agent more gives.
    fn larger(&self) -> Option<Vec<Piece>> {
        let larger = self.leaderboard.advice.candidates.get(self.at + 1)?;
        let more: Vec<usize> =
            larger.members.iter().copied().filter(|agent| !self.candidate.members.contains(agent)).collect();
        if more.len() + self.candidate.members.len() != larger.members.len() {
            return None;
        }
        let says = self.sentence().words("With ").agents(&more, "and").words(" too it is ");
        let says = says.words(&format!("{}%", format::share(larger.coverage.value))).words(" ").ends(&larger.coverage);
        let checked =
            larger.out_of_sample.map(|of| format!(", on changes it was not chosen by {}%", format::share(of.value)));
        Some(says.words(&checked.unwrap_or_default()).words(". ").pieces())
    }

    /// What a false alarm is, where nobody judged.
    fn basis(&self) -> Option<Vec<Piece>> {
        (self.leaderboard.basis() == Basis::Kept).then(|| {
            let words = match self.price.false_alarms {
                Some(_) => "Too few changes hold a judgement of a finding: a false alarm here is what the consolidator dropped.",
                None => "Nobody judged findings on enough changes, so that nothing counts as right or wrong.",
            };
            self.sentence().words(words).pieces()
        })
    }

    /// How sure that is.
    fn over(&self) -> Vec<Piece> {
        let size = self.candidate.members.len();
        let had = match size {
            1 => "it".to_owned(),
            2 => "both".to_owned(),
            many => format!("all {}", format::small(many)),
        };
        let changes = format::counted(self.candidate.changes, "change");
        let over = if size == 1 {
            format!("over {changes} that it shared with others")
        } else {
            format!("over {} of {changes} that had {had}", format::counted(self.price.reviews, "review"))
        };
        let mut says = match self.candidate.out_of_sample {
            Some(checked) => self
                .sentence()
                .words(&format!("Chosen and measured on different changes it is {}% ", format::share(checked.value)))
                .ends(&checked)
                .words(&format!(", {over}.")),
            None => self.sentence().words(&format!("O{}.", &over[1..])),
        };
        if self.candidate.beside_others == 0 {
            says = says.words(" Nobody else looked at these changes: what was found is all that is known of them.");
        }
        let is_largest = self.at + 1 == self.leaderboard.advice.candidates.len();
        match self.leaderboard.advice.larger.filter(|_| is_largest) {
            Some(Larger::NotLookedAt) => says = says.words(" Larger panels were not looked at."),
            Some(Larger::TooFewChanges) if self.leaderboard.advice.named().is_some() => {
                says = says.words(" Larger panels have reviewed too few changes to say.");
            }
            // Where none is named, the first sentence says it.
            Some(Larger::TooFewChanges) | None => {}
        }
        let missing: Vec<&str> = [(self.price.duration.is_none(), "time"), (self.price.cost.is_none(), "cost")]
            .into_iter()
            .filter_map(|(is_missing, words)| is_missing.then_some(words))
            .collect();
        if !missing.is_empty() {
            let verb = if missing.len() == 1 { "is" } else { "are" };
            says = says.words(&format!(" Its {} {verb} not recorded.", super::enumerated(&missing, "and")));
        }
        says.words(" ").pieces()
    }
}

fn alarms(each: f64) -> String {
    let words = format::decimal(each);
    let noun = if words == "1.0" { "false alarm" } else { "false alarms" };
    format!("{words} {noun}")
}

/// `about 10 minutes`, `about 40 seconds`.
fn about(seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded first")]
    let whole = seconds.clamp(0.0, 1e15).round() as u64;
    match whole {
        0..60 => format!("about {}", format::counted(usize::try_from(whole).unwrap_or(0), "second")),
        _ => format!("about {}", format::span_words(whole)),
    }
}

fn ends_words(of: &Estimate) -> Option<String> {
    of.interval_of_enough().map(|ends| format!("({})", format::share_range(ends.low, ends.high)))
}

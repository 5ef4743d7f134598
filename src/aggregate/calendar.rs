//! The archive over time: bins of the calendar, and when an agent's model changed.

use super::field::{Field, Sitting};
use chrono::{Datelike, Days, Months, NaiveDate};

/// How long a bin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinLength {
    /// From Monday.
    Week,
    /// From the first.
    Month,
    /// From January, April, July and October.
    Quarter,
    /// From January.
    Year,
    /// From a year that ends in 0.
    Decade,
    /// From a year that ends in 00.
    Century,
    /// From a year that ends in 000.
    Millennium,
}

/// More bins than this are no chart that can be read.
pub const MOST_BINS: usize = 24;

impl BinLength {
    /// From fine to coarse.
    pub const ALL: [Self; 7] =
        [Self::Week, Self::Month, Self::Quarter, Self::Year, Self::Decade, Self::Century, Self::Millennium];

    /// How many months it has, but for a week.
    fn months(self) -> Option<u32> {
        match self {
            Self::Week => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Year => Some(12),
            Self::Decade => Some(12 * 10),
            Self::Century => Some(12 * 100),
            Self::Millennium => Some(12 * 1000),
        }
    }

    /// How many years it has, from a year on that this number divides; 0 of less than a year.
    fn years(self) -> i32 {
        self.months().and_then(|months| i32::try_from(months / 12).ok()).unwrap_or(0)
    }

    /// The word for one of them.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
            Self::Millennium => "millennium",
        }
    }

    /// The first day of the bin that a day is in.
    #[must_use]
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let first = |year: i32, month: u32| NaiveDate::from_ymd_opt(year, month, 1);
        let start = match self {
            Self::Week => day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))),
            Self::Month => first(day.year(), day.month()),
            Self::Quarter => first(day.year(), (day.month() - 1) / 3 * 3 + 1),
            longer => first(day.year().div_euclid(longer.years()) * longer.years(), 1),
        };
        start.unwrap_or(day)
    }

    /// The first day of the bin after that one; `None` past the end of the calendar.
    #[must_use]
    pub fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        match self.months() {
            None => start.checked_add_days(Days::new(7)),
            Some(months) => start.checked_add_months(Months::new(months)),
        }
    }

    /// A bin in words: `2026-W07`, `2026-02`, `2026 Q1`, `2026`, `2020–2029`.
    #[must_use]
    pub fn label(self, start: NaiveDate) -> String {
        match self {
            Self::Week => start.format("%G-W%V").to_string(),
            Self::Month => start.format("%Y-%m").to_string(),
            Self::Quarter => format!("{} Q{}", start.year(), (start.month() - 1) / 3 + 1),
            Self::Year => start.year().to_string(),
            longer => format!("{}–{}", start.year(), start.year() + longer.years() - 1),
        }
    }

    fn starts(self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        std::iter::successors(Some(self.start(first)), move |start| self.next(*start).filter(|next| *next <= last))
    }
}

/// Things by calendar bin: its first day and what is in it, oldest bin first and none left out, in the finest step that
/// gives at most [`MOST_BINS`]. One run with the year 1 must not make a page of ten thousand years.
#[must_use]
pub fn bins_of<T>(things: impl Iterator<Item = (NaiveDate, T)>) -> (BinLength, Vec<(NaiveDate, Vec<T>)>) {
    let things: Vec<(NaiveDate, T)> = things.collect();
    let days = || things.iter().map(|(day, _)| *day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return (BinLength::Month, Vec::new()) };
    let fits = |step: &BinLength| step.starts(first, last).take(MOST_BINS + 1).count() <= MOST_BINS;
    let step = BinLength::ALL.into_iter().find(fits).unwrap_or(BinLength::Millennium);
    let mut bins: Vec<(NaiveDate, Vec<T>)> = step.starts(first, last).map(|start| (start, Vec::new())).collect();
    for (day, thing) in things {
        let start = step.start(day);
        if let Ok(at) = bins.binary_search_by_key(&start, |(start, _)| *start) {
            bins[at].1.push(thing);
        }
    }
    (step, bins)
}

/// Each time that an agent ran with another model than before, oldest first, and with which. The first of all is no
/// change, and a run that does not say its model changes nothing.
#[must_use]
pub fn model_changes<'c>(field: &Field<'c>, sittings: &[&Sitting], agent: usize) -> Vec<(NaiveDate, &'c str)> {
    let turns = sittings.iter().rev().flat_map(|sitting| sitting.turns.iter().map(|turn| (sitting.day, turn)));
    let models = turns
        .filter(|(_, turn)| turn.agent == agent)
        .filter_map(|(day, turn)| Some((day, field.models[turn.who.model].model?)));
    let mut changes = Vec::new();
    let mut before = None;
    for (day, model) in models {
        if before.is_some_and(|before| before != model) {
            changes.push((day, model));
        }
        before = Some(model);
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn bins_begin_where_the_calendar_says() {
        for (step, start, label) in [
            (BinLength::Week, "2025-12-29", "2026-W01"),
            (BinLength::Month, "2026-01-01", "2026-01"),
            (BinLength::Quarter, "2026-01-01", "2026 Q1"),
            (BinLength::Year, "2026-01-01", "2026"),
        ] {
            let begins = step.start(day("2026-01-03"));
            assert_eq!((begins, step.label(begins).as_str()), (day(start), label));
        }
    }

    #[test]
    fn there_are_few_bins_however_long_the_archive_is() {
        for (first, last, step, labels) in [
            ("2003-01-01", "2026-12-31", BinLength::Year, ["2003", "2026"]),
            ("2002-01-01", "2026-12-31", BinLength::Decade, ["2000\u{2013}2009", "2020\u{2013}2029"]),
            ("1066-10-14", "2026-12-31", BinLength::Century, ["1000\u{2013}1099", "2000\u{2013}2099"]),
            ("0000-01-01", "9999-12-31", BinLength::Millennium, ["0\u{2013}999", "9000\u{2013}9999"]),
            ("0001-01-01", "9999-12-31", BinLength::Millennium, ["0\u{2013}999", "9000\u{2013}9999"]),
        ] {
            let (found, bins) = bins_of([(day(first), 1), (day(last), 2)].into_iter());
            let ends = [&bins[0], bins.last().unwrap()].map(|(start, _)| step.label(*start));
            assert_eq!((found, ends.each_ref().map(String::as_str)), (step, labels));
            assert!(bins.len() <= MOST_BINS, "{}", bins.len());
            assert_eq!([&bins[0], bins.last().unwrap()].map(|(_, things)| things.len()), [1, 1]);
        }
    }

    #[test]
    fn no_bin_is_left_out() {
        let starts: Vec<NaiveDate> = BinLength::Quarter.starts(day("2024-11-30"), day("2025-07-01")).collect();
        assert_eq!(starts, [day("2024-10-01"), day("2025-01-01"), day("2025-04-01"), day("2025-07-01")]);
        assert_eq!(bins_of(std::iter::empty::<(NaiveDate, ())>()).1.len(), 0);
    }
}

//! The date of a run: as exact as it was written, never more.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

/// When a run took place, in the time zone in which it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    day: NaiveDate,
    time: Option<NaiveTime>,
    /// Seconds east of UTC, where the run states them.
    offset: Option<i32>,
    seconds_written: bool,
}

impl Date {
    /// Reads RFC 3339, a local `YYYY-MM-DDTHH:MM[:SS]`, or `YYYY-MM-DD`; `None` for anything else. Fractions of a second
    /// are left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if !begins_with_a_day(text) {
            return None;
        }
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return (text.len() == 10).then_some(Self { day, time: None, offset: None, seconds_written: false });
        }
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            let local = instant.naive_local();
            let offset = Some(instant.offset().local_minus_utc());
            return Some(Self { day: local.date(), time: Some(whole(local.time())), offset, seconds_written: true });
        }
        let (format, seconds_written) = match text.len() {
            16 => ("%Y-%m-%dT%H:%M", false),
            19 => ("%Y-%m-%dT%H:%M:%S", true),
            _ => return None,
        };
        let local = NaiveDateTime::parse_from_str(text, format).ok()?;
        Some(Self { day: local.date(), time: Some(local.time()), offset: None, seconds_written })
    }

    /// The calendar day where the run was made.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// Seconds since 1970 by which runs are put in order; a run without a zone is taken as UTC, one without a
    /// time as midnight.
    #[must_use]
    pub fn order(&self) -> i64 {
        let local = self.day.and_time(self.time.unwrap_or_default());
        local.and_utc().timestamp() - i64::from(self.offset.unwrap_or(0))
    }

    /// Day and time where the run was made; `None` where only the day is written.
    #[must_use]
    pub fn local(&self) -> Option<NaiveDateTime> {
        self.time.map(|time| self.day.and_time(time))
    }

    /// The instant; `None` where no zone is written.
    #[must_use]
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        let local = self.local()?;
        let east = TimeDelta::seconds(i64::from(self.offset?));
        local.checked_sub_signed(east).map(|utc| utc.and_utc())
    }

    /// The year and month, `2026-03`.
    #[must_use]
    pub fn month(&self) -> String {
        self.day.format("%Y-%m").to_string()
    }

    /// For people: `2026-03-22 14:24`, with the zone where one was written.
    #[must_use]
    pub fn words(&self) -> String {
        match self.time {
            None => self.day.to_string(),
            Some(time) => format!("{} {}{}", self.day, time.format("%H:%M"), self.zone(" UTC")),
        }
    }

    /// For the `datetime` attribute of a `<time>` element.
    #[must_use]
    pub fn machine(&self) -> String {
        let Some(time) = self.time else { return self.day.to_string() };
        let clock = if self.seconds_written { "%H:%M:%S" } else { "%H:%M" };
        format!("{}T{}{}", self.day, time.format(clock), self.zone("Z"))
    }

    fn zone(&self, utc: &str) -> String {
        match self.offset {
            None => String::new(),
            Some(0) => utc.to_owned(),
            Some(east) => {
                let minutes = east.abs() / 60;
                let sign = if east < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// Four digits, two and two: a year with a sign, which `chrono` would take, could be written but not read again.
fn begins_with_a_day(text: &str) -> bool {
    let is_right = |(at, byte): (usize, &u8)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
    text.as_bytes().get(..10).is_some_and(|day| day.iter().enumerate().all(is_right))
}

/// A time without the fraction of its second. `chrono` counts a leap second as a fraction of more than one.
fn whole(time: NaiveTime) -> NaiveTime {
    const SECOND: u32 = 1_000_000_000;
    time.with_nanosecond(time.nanosecond() / SECOND * SECOND).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn a_date_is_shown_as_exactly_as_it_was_written() {
        for (text, words, machine) in [
            ("2026-03-22", "2026-03-22", "2026-03-22"),
            ("2026-03-22T14:24", "2026-03-22 14:24", "2026-03-22T14:24"),
            ("2026-03-22T14:24:09", "2026-03-22 14:24", "2026-03-22T14:24:09"),
            ("2026-03-22T14:24:09Z", "2026-03-22 14:24 UTC", "2026-03-22T14:24:09Z"),
            ("2026-03-22T14:24:09-05:30", "2026-03-22 14:24-05:30", "2026-03-22T14:24:09-05:30"),
            ("2026-03-22T14:24:09.75Z", "2026-03-22 14:24 UTC", "2026-03-22T14:24:09Z"),
            ("2016-12-31T23:59:60.5Z", "2016-12-31 23:59 UTC", "2016-12-31T23:59:60Z"),
            ("0000-01-01T00:00:00+23:59", "0000-01-01 00:00+23:59", "0000-01-01T00:00:00+23:59"),
        ] {
            let date = Date::parse(text).expect(text);
            assert_eq!((date.words().as_str(), date.machine().as_str()), (words, machine));
            assert_eq!(Date::parse(machine), Some(date), "{text}");
        }
        for bad in ["", "yesterday", "2026-3-2", "2026-02-30", "2026-03-22 14:24", "2026-03-22T25:00", "20260322"]
            .into_iter()
            .chain(["-026-05-04", "-026-05-04T09:15", "+026-05-04", "2026-5- 04"])
        {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn zones_count_in_the_order() {
        let utc = Date::parse("2026-03-22T12:00:00Z").expect("a date");
        let east = Date::parse("2026-03-22T13:00:00+02:00").expect("a date");
        assert!(east.order() < utc.order());
    }
}

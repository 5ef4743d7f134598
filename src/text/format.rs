//! Numbers and durations in words, and how words begin. The only room that rounds.

/// A whole number with thousands set apart: `1,049`.
#[must_use]
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `count` and the noun in the right number: `1 review`, `24 reviews`.
#[must_use]
pub fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", count(number))
}

/// A whole number as text says it: a word up to ten.
#[must_use]
pub fn small(number: usize) -> String {
    const WORDS: [&str; 11] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(number).map_or_else(|| count(number), |word| (*word).to_owned())
}

/// Words with their first letter as a sentence or a heading begins.
#[must_use]
pub fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Seconds as people say them: `18 min 21 s`, `1 h 3 min`, `42 s`.
#[must_use]
pub fn duration_words(seconds: f64) -> String {
    let (hours, minutes, seconds) = clock(seconds);
    match (hours, minutes, seconds) {
        (0, 0, s) => format!("{s} s"),
        (0, m, 0) => format!("{m} min"),
        (0, m, s) => format!("{m} min {s} s"),
        (h, 0, 0) => format!("{h} h"),
        (h, m, 0) => format!("{h} h {m} min"),
        (h, m, s) => format!("{h} h {m} min {s} s"),
    }
}

/// Seconds as a clock shows them: `11:23`, `1:03:21`.
#[must_use]
pub fn duration_clock(seconds: f64) -> String {
    match clock(seconds) {
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded first")]
fn clock(seconds: f64) -> (u64, u64, u64) {
    let whole = seconds.clamp(0.0, 1e15).round() as u64;
    (whole / 3600, whole / 60 % 60, whole % 60)
}

/// About how long it is from one thing to the next: `20 minutes`, `7½ hours`, `3 days`.
#[must_use]
pub fn span_words(seconds: u64) -> String {
    const MINUTE: u64 = 60;
    const HALF_HOUR: u64 = 30 * MINUTE;
    const DAY: u64 = 48 * HALF_HOUR;
    let nearest = |unit: u64| usize::try_from((seconds + unit / 2) / unit).unwrap_or(usize::MAX);
    let (minutes, halves) = (nearest(MINUTE), nearest(HALF_HOUR));
    match halves {
        _ if minutes == 0 => "less than a minute".to_owned(),
        _ if minutes < 60 => counted(minutes, "minute"),
        halves if halves < 20 && halves % 2 == 1 => format!("{}½ hours", halves / 2),
        halves if halves < 47 => counted(nearest(2 * HALF_HOUR), "hour"),
        _ => counted(nearest(DAY), "day"),
    }
}

/// A recorded figure: whole numbers with thousands set apart, others with up to two decimals.
#[must_use]
pub fn figure(number: f64) -> String {
    let size = number.abs();
    if size > LARGEST {
        return if number < 0.0 { format!("< −{}", count_of_largest()) } else { past_largest("") };
    }
    let words = if size.fract() == 0.0 && size < 1e15 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and bounded")]
        count(size as usize)
    } else {
        let words = format!("{size:.2}");
        words.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    if number < 0.0 && words != "0" { format!("−{words}") } else { words }
}

/// Past this a number is told as larger: that many digits say nothing, and the sum of many figures may have no end.
const LARGEST: f64 = 1e15;

/// `> 1,000,000,000,000,000`
fn past_largest(unit: &str) -> String {
    format!("> {unit}{}", count_of_largest())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and positive")]
fn count_of_largest() -> String {
    count(LARGEST as usize)
}

/// US dollars: `$1.20`; amounts below a cent keep two significant digits.
#[must_use]
pub fn dollars(amount: f64) -> String {
    if amount > LARGEST {
        return past_largest("$");
    }
    if amount > 0.0 && amount < 0.01 { format!("${amount:.4}") } else { format!("${amount:.2}") }
}

/// A share as a percentage without decimals: `72%`.
#[must_use]
pub fn percent(part: usize, whole: usize) -> String {
    format!("{}%", whole_percent(part, whole))
}

/// The same without the sign: `72`.
#[must_use]
pub fn whole_percent(part: usize, whole: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of findings")]
    let share = part as f64 / whole as f64;
    format!("{:.0}", share * 100.0)
}

/// A share from 0 to 1 in per cent with one decimal and without the sign: `58.4`.
#[must_use]
pub fn share(value: f64) -> String {
    format!("{:.1}", value * 100.0)
}

/// An interval of shares: `54.9–61.8`.
#[must_use]
pub fn share_range(low: f64, high: f64) -> String {
    format!("{}–{}", share(low), share(high))
}

/// A difference of shares in points, with its sign: `+4.1`, `−0.9`, `0.0`.
#[must_use]
pub fn points(value: f64) -> String {
    let words = share(value.abs());
    match words.as_str() {
        "0.0" => words,
        _ if value < 0.0 => format!("−{words}"),
        _ => format!("+{words}"),
    }
}

/// An interval of differences: `−0.9 to +9.1`.
#[must_use]
pub fn points_range(low: f64, high: f64) -> String {
    format!("{} to {}", points(low), points(high))
}

/// A p-value: two decimals, three below 0.1, `< 0.001` below that.
#[must_use]
pub fn p_value(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else if p < 0.1 {
        format!("{p:.3}")
    } else {
        format!("{p:.2}")
    }
}

/// A figure with one decimal: `9.1`.
#[must_use]
pub fn decimal(value: f64) -> String {
    if value > LARGEST { past_largest("") } else { format!("{value:.1}") }
}

/// A figure that may be negative, with one decimal: `−1.6`.
#[must_use]
pub fn signed(value: f64) -> String {
    if value < -LARGEST {
        return figure(value);
    }
    let words = decimal(value.abs());
    if value < 0.0 && words != "0.0" { format!("−{words}") } else { words }
}

/// An interval of such figures: `10.9–14.3`, `−1.6 to 2.4`.
#[must_use]
pub fn signed_range(low: f64, high: f64) -> String {
    let between = if low < 0.0 { " to " } else { "–" };
    format!("{}{between}{}", signed(low), signed(high))
}

/// A tick of an axis: whole where it is, else as its figure is written.
#[must_use]
pub fn tick(value: f64, words: fn(f64) -> String) -> String {
    let written = words(value);
    match written.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => written,
    }
}

/// An estimated number of findings, or a share in per cent: whole.
#[must_use]
pub fn whole(value: f64) -> String {
    if value > LARGEST {
        return past_largest("");
    }
    let words = format!("{value:.0}");
    match words.as_str() {
        "-0" => "0".to_owned(),
        _ => words.parse().map_or(words, count),
    }
}

/// Bytes for people: `1.4 MB`.
#[must_use]
pub fn bytes(number: u64) -> String {
    // What is rounded to a thousand belongs to the next unit.
    const NEXT: f64 = 999.95;
    if number < 1000 {
        return format!("{number} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let mut amount = number as f64 / 1e3;
    let mut unit = "kB";
    for larger in ["MB", "GB", "TB"] {
        if amount >= NEXT {
            amount /= 1e3;
            unit = larger;
        }
    }
    format!("{amount:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!([count(0), count(999), count(1049), count(1_234_567)], ["0", "999", "1,049", "1,234,567"]);
        assert_eq!([counted(1, "review"), counted(1049, "review")], ["1 review", "1,049 reviews"]);
        assert_eq!([figure(3.0), figure(0.5), figure(12345.678)], ["3", "0.5", "12345.68"]);
        assert_eq!([figure(-3.0), figure(-0.25), figure(-0.001), figure(-0.0)], ["−3", "−0.25", "0", "0"]);
        assert_eq!([dollars(1.2), dollars(0.004), dollars(0.0)], ["$1.20", "$0.0040", "$0.00"]);
        assert_eq!([share(0.5844), share_range(0.0, 1.0)], ["58.4", "0.0–100.0"]);
        assert_eq!([points(0.041), points(-0.009), points(-0.0001)], ["+4.1", "−0.9", "0.0"]);
        assert_eq!([p_value(0.0), p_value(0.0213), p_value(0.21), p_value(1.0)], ["< 0.001", "0.021", "0.21", "1.00"]);
        assert_eq!([decimal(9.06), whole(-0.2), whole(1042.6)], ["9.1", "0", "1,043"]);
        assert_eq!(
            [signed(-1.62), signed(-0.01), signed(2.0), signed_range(-1.6, 2.4), signed_range(1.0, 2.0)],
            ["−1.6", "0.0", "2.0", "−1.6 to 2.4", "1.0–2.0"]
        );
        assert_eq!([capitalized("five"), capitalized("état"), capitalized("")], ["Five", "État", ""]);
        assert_eq!([small(0), small(3), small(1049)], ["none", "three", "1,049"]);
        assert_eq!(percent(72, 100), "72%");
        assert_eq!([bytes(12), bytes(1400), bytes(70_000_000)], ["12 B", "1.4 kB", "70.0 MB"]);
        assert_eq!([bytes(999), bytes(999_949), bytes(999_950)], ["999 B", "999.9 kB", "1.0 MB"]);
        assert_eq!([bytes(2_500_000_000), bytes(3 << 40)], ["2.5 GB", "3.3 TB"]);
        assert_eq!(bytes(5_000_000_000_000_000), "5000.0 TB");
    }

    #[test]
    fn numbers_without_end_are_told_as_larger() {
        let larger = "> 1,000,000,000,000,000";
        for number in [1e16, 1e300, f64::INFINITY] {
            assert_eq!([figure(number), decimal(number), whole(number)], [larger; 3]);
            assert_eq!(dollars(number), "> $1,000,000,000,000,000");
            assert_eq!(signed(-number), figure(-number));
            assert_eq!(figure(-number), "< −1,000,000,000,000,000");
        }
        assert_eq!([figure(1e15), decimal(1e15)], ["1000000000000000", "1000000000000000.0"]);
    }

    #[test]
    fn spans_are_told_as_people_tell_them() {
        let told = [0, 29, 30, 3569, 3600, 5400, 27_000, 36_000, 129_599, 194_700].map(span_words);
        let expected = [
            "less than a minute",
            "less than a minute",
            "1 minute",
            "59 minutes",
            "1 hour",
            "1½ hours",
            "7½ hours",
            "10 hours",
            "1 day",
            "2 days",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn durations_keep_seconds_until_they_are_none() {
        assert_eq!(duration_words(1101.0), "18 min 21 s");
        assert_eq!(
            [duration_words(42.4), duration_words(3600.0), duration_words(3780.0)],
            ["42 s", "1 h", "1 h 3 min"]
        );
        assert_eq!([duration_clock(683.0), duration_clock(3801.0), duration_clock(5.0)], ["11:23", "1:03:21", "0:05"]);
        assert_eq!(duration_clock(f64::MAX), duration_clock(1e15));
    }
}

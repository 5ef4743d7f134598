//! Durations, as reports write them.

use crate::model::run::LARGEST_FIGURE;

/// `11:23`, `1:02:03`, `10m 15s`, `16 min 31 s`, `2 h 3 min`, `278`, `278s` in seconds; `None` for anything else, and
/// for what is only about so long.
pub fn seconds_from_words(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.contains(':') {
        let parts: Option<Vec<u32>> = text.split(':').map(|part| part.parse().ok()).collect();
        let parts = parts.filter(|parts| (2..=3).contains(&parts.len()))?;
        return Some(parts.iter().fold(0.0, |total, part| total * 60.0 + f64::from(*part)));
    }
    let mut total = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let number: f64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?.trim_start();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        total += number
            * match rest.get(..letters)? {
                "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
                "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
                "" | "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
                _ => return None,
            };
        rest = rest.get(letters..)?.trim_start_matches([' ', ',']);
    }
    (!text.is_empty() && total <= LARGEST_FIGURE).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_all_their_spellings() {
        for (text, expected) in [
            ("11:23", Some(683.0)),
            ("1:02:03", Some(3723.0)),
            ("10m 15s", Some(615.0)),
            ("16 min 31 s", Some(991.0)),
            ("2 h 3 min 4 s", Some(7384.0)),
            ("278", Some(278.0)),
            ("~3m (empty)", None),
            ("—", None),
            ("", None),
            ("N/A (failed)", None),
            ("é", None),
            ("99999999999999999999 h", None),
        ] {
            assert_eq!(seconds_from_words(text), expected, "{text}");
        }
    }
}

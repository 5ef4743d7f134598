//! The stemmer of lunr 2.3.9: Porter's first, as its regular expressions have it, on UTF-16 units as scripts count them.
//!
//! Porter (1980), An algorithm for suffix stripping, Program 14(3). A test holds it to lunr.js over a long list of words.

const STEP_2: [(&str, &str); 21] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("logi", "log"),
];

const STEP_3: [(&str, &str); 7] =
    [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

const STEP_4: [&str; 18] = [
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate", "iti", "ous",
    "ive", "ize",
];

/// The stem of a word in lower case.
#[must_use]
pub fn stem(word: &str) -> String {
    let mut units: Vec<u16> = word.encode_utf16().collect();
    if units.len() < 3 {
        return word.to_owned();
    }
    // A `y` at the start is a consonant; as a capital it is in none of the sets below.
    let starts_with_y = units[0] == u16::from(b'y');
    if starts_with_y {
        units[0] = u16::from(b'Y');
    }
    plurals(&mut units);
    past_and_ongoing(&mut units);
    final_y(&mut units);
    replace(&mut units, &STEP_2);
    replace(&mut units, &STEP_3);
    single_suffixes(&mut units);
    final_e(&mut units);
    if starts_with_y {
        units[0] = u16::from(b'y');
    }
    // No step cuts a pair of surrogates apart: each takes away ASCII letters, or the second of two equal units.
    String::from_utf16_lossy(&units)
}

fn plurals(word: &mut Vec<u16>) {
    if stem_before(word, "sses").is_some() || stem_before(word, "ies").is_some() {
        word.truncate(word.len() - 2);
    } else if word.len() > 2 && ends(word, "s") && !ends(word, "ss") {
        word.pop();
    }
}

fn past_and_ongoing(word: &mut Vec<u16>) {
    if let Some(stem) = stem_before(word, "eed") {
        if measure(stem) > 0 {
            word.pop();
        }
        return;
    }
    let Some(stem) = stem_before(word, "ed").or_else(|| stem_before(word, "ing")) else { return };
    if !stem.iter().any(|unit| is_vowel_or_y(*unit)) {
        return;
    }
    word.truncate(stem.len());
    if ["at", "bl", "iz"].iter().any(|end| ends(word, end)) {
        word.push(u16::from(b'e'));
    } else if let [.., before, last] = word[..]
        && before == last
        && !is_one_of(last, b"aeiouylsz")
    {
        word.pop();
    } else if is_short(word) {
        word.push(u16::from(b'e'));
    }
}

fn final_y(word: &mut [u16]) {
    if let [_, .., before, last] = word
        && *last == u16::from(b'y')
        && !is_vowel(*before)
    {
        *last = u16::from(b'i');
    }
}

/// Of the suffixes that the word ends in the longest is looked at, and only that.
fn replace(word: &mut Vec<u16>, list: &[(&str, &str)]) {
    let longest = list.iter().filter(|(suffix, _)| stem_before(word, suffix).is_some()).max_by_key(|(s, _)| s.len());
    if let Some((suffix, with)) = longest
        && let Some(stem) = stem_before(word, suffix)
        && measure(stem) > 0
    {
        word.truncate(stem.len());
        word.extend(with.encode_utf16());
    }
}

fn single_suffixes(word: &mut Vec<u16>) {
    let longest = STEP_4.iter().filter(|suffix| stem_before(word, suffix).is_some()).max_by_key(|s| s.len());
    let stem = match longest {
        Some(suffix) => stem_before(word, suffix),
        None => ["sion", "tion"].iter().find_map(|suffix| stem_before(word, suffix)).map(|stem| &word[..=stem.len()]),
    };
    if let Some(stem) = stem
        && measure(stem) > 1
    {
        word.truncate(stem.len());
    }
}

fn final_e(word: &mut Vec<u16>) {
    if let Some(stem) = stem_before(word, "e")
        && (measure(stem) > 1 || (is_measure_one(stem) && !is_short(stem)))
    {
        word.pop();
    }
    if ends(word, "ll") && measure(word) > 1 {
        word.pop();
    }
}

fn ends(word: &[u16], suffix: &str) -> bool {
    word.len() >= suffix.len() && suffix.bytes().rev().zip(word.iter().rev()).all(|(a, b)| u16::from(a) == *b)
}

/// What stands before the suffix, at least one unit.
fn stem_before<'w>(word: &'w [u16], suffix: &str) -> Option<&'w [u16]> {
    (word.len() > suffix.len() && ends(word, suffix)).then(|| &word[..word.len() - suffix.len()])
}

fn is_one_of(unit: u16, set: &[u8]) -> bool {
    set.iter().any(|letter| u16::from(*letter) == unit)
}

fn is_vowel(unit: u16) -> bool {
    is_one_of(unit, b"aeiou")
}

fn is_vowel_or_y(unit: u16) -> bool {
    is_one_of(unit, b"aeiouy")
}

/// The end of `[^aeiou][^aeiouy]*` from `at`.
fn consonants(word: &[u16], at: usize) -> Option<usize> {
    word.get(at).filter(|unit| !is_vowel(**unit))?;
    Some(at + 1 + word[at + 1..].iter().take_while(|unit| !is_vowel_or_y(**unit)).count())
}

/// The end of `[aeiouy][aeiou]*` from `at`.
fn vowels(word: &[u16], at: usize) -> Option<usize> {
    word.get(at).filter(|unit| is_vowel_or_y(**unit))?;
    Some(at + 1 + word[at + 1..].iter().take_while(|unit| is_vowel(**unit)).count())
}

/// How many times vowels are followed by consonants; no more than 2 are counted.
fn measure(word: &[u16]) -> usize {
    let mut at = consonants(word, 0).unwrap_or(0);
    for count in 0..2 {
        match vowels(word, at).and_then(|at| consonants(word, at)) {
            Some(end) => at = end,
            None => return count,
        }
    }
    2
}

/// `[C]VC[V]` and nothing more.
fn is_measure_one(word: &[u16]) -> bool {
    let at = consonants(word, 0).unwrap_or(0);
    let Some(at) = vowels(word, at).and_then(|at| consonants(word, at)) else { return false };
    at == word.len() || vowels(word, at) == Some(word.len())
}

/// Consonants, one vowel, and one unit that is neither a vowel nor w, x or y.
fn is_short(word: &[u16]) -> bool {
    let Some(at) = consonants(word, 0) else { return false };
    word.len() == at + 2 && is_vowel_or_y(word[at]) && !is_one_of(word[at + 1], b"aeiouwxy")
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn words_of_each_step() {
        for (word, expected) in [
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("ties", "ti"),
            ("cats", "cat"),
            ("feed", "feed"),
            ("agreed", "agre"),
            ("plastered", "plaster"),
            ("hopping", "hop"),
            ("filing", "file"),
            ("happy", "happi"),
            ("sky", "ski"),
            ("relational", "relat"),
            ("vietnamization", "vietnam"),
            ("electrical", "electr"),
            ("adoption", "adopt"),
            ("probate", "probat"),
            ("rate", "rate"),
            ("controll", "control"),
            ("yes", "ye"),
            ("is", "is"),
            ("ies", "ie"),
            ("𝒳s", "𝒳"),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }
}

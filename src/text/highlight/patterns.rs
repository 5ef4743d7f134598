//! A query's patterns, taken apart before it is compiled, which takes longer than to parse many blocks: most patterns say
//! nothing about the four classes.

/// What a query is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Opens and closes a group.
    Open,
    Close,
    /// A string, or the name of any node.
    Word,
    /// `@name`
    Capture,
    /// Comments, blanks, how often something may be there.
    Other,
}

/// The patterns of a query, each with its captures, of which one at least has a name that is wanted.
pub fn wanted(query: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<&str> {
    let (mut patterns, mut start, mut depth, mut speaks) = (Vec::new(), 0, 0_usize, false);
    for (part, at, text) in parts(query) {
        if depth == 0 && matches!(part, Part::Open | Part::Word) {
            if speaks {
                patterns.push(&query[start..at]);
            }
            (start, speaks) = (at, false);
        }
        match part {
            Part::Open => depth += 1,
            Part::Close => depth = depth.saturating_sub(1),
            Part::Capture => speaks |= is_wanted(&text[1..]),
            Part::Word | Part::Other => {}
        }
    }
    if speaks {
        patterns.push(&query[start..]);
    }
    patterns
}

/// Each with its place and its text.
fn parts(query: &str) -> impl Iterator<Item = (Part, usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &query[at..];
        let (part, length) = first_part(rest)?;
        let here = at;
        at += length;
        Some((part, here, &rest[..length]))
    })
}

fn first_part(rest: &str) -> Option<(Part, usize)> {
    let first = rest.chars().next()?;
    let while_name = || rest[1..].find(|c: char| !is_of_a_name(c)).map_or(rest.len(), |length| length + 1);
    Some(match first {
        '(' | '[' => (Part::Open, 1),
        ')' | ']' => (Part::Close, 1),
        '"' => (Part::Word, string_length(rest)),
        '@' => (Part::Capture, while_name()),
        ';' => (Part::Other, rest.find('\n').unwrap_or(rest.len())),
        _ if is_of_a_name(first) => (Part::Word, while_name()),
        _ => (Part::Other, first.len_utf8()),
    })
}

fn is_of_a_name(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.')
}

/// With both its quotes.
fn string_length(rest: &str) -> usize {
    let mut is_escaped = false;
    let end = rest.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.map_or(rest.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::super::languages::LANGUAGES;
    use super::super::parse::class_of;
    use super::*;
    use tree_sitter::{CaptureQuantifier, Query};

    /// As the library takes them apart.
    fn by_the_library(query: &str, grammar: &tree_sitter::Language, is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let compiled = Query::new(grammar, query).unwrap();
        let names = compiled.capture_names();
        let speaks = |pattern: usize| {
            let mut captures = compiled.capture_quantifiers(pattern).iter().zip(names);
            captures.any(|(quantifier, name)| *quantifier != CaptureQuantifier::Zero && is_wanted(name))
        };
        let of = |pattern| &query[compiled.start_byte_for_pattern(pattern)..compiled.end_byte_for_pattern(pattern)];
        (0..compiled.pattern_count()).filter(|at| speaks(*at)).map(|at| of(at).trim().to_owned()).collect()
    }

    #[test]
    fn every_query_is_taken_apart_as_the_library_does() {
        for language in &LANGUAGES {
            let (query, is_wanted) = (language.query.concat(), |name: &str| class_of(language, name).is_some());
            let of_ours: Vec<&str> = wanted(&query, is_wanted).into_iter().map(str::trim).collect();
            assert_eq!(of_ours, by_the_library(&query, &(language.grammar)(), is_wanted), "{}", language.name);
        }
    }

    #[test]
    fn quotes_comments_and_predicates_are_no_patterns() {
        let query = "; (a) @yes\n(\"\\\"(\" @no) ((b) @yes (#eq? @yes \"; )\")) [\"c\" \"d\"]+ @yes _ @no \"e\"@yes";
        let found = wanted(query, |name| name == "yes");
        assert_eq!(found, ["((b) @yes (#eq? @yes \"; )\")) ", "[\"c\" \"d\"]+ @yes ", "\"e\"@yes"]);
        assert!(wanted("", |_| true).is_empty());
    }
}

//! The names a piece of code and the prose about it share, and how they fill a template.

use super::random::Random;
use super::words::{CONDITIONS, CONSEQUENCES, EVENTS, NOUNS, ROLES, SENTENCES, VERBS};
use std::fmt::Write as _;

/// The names a piece of code and the prose about it share.
pub(super) struct Scene {
    /// 0 to 4 stay, 5 to 9 are new in every sentence and statement.
    pub names: [Name; 10],
    pub camel: bool,
    /// Citations such as `` `src/a.rs:3-7` ``, and names of other findings.
    pub spots: Vec<String>,
    pub findings: Vec<String>,
}

pub(super) struct Name {
    verb: &'static str,
    noun: &'static str,
    second: &'static str,
    role: &'static str,
    number: usize,
}

impl Scene {
    pub fn new(rng: &mut Random, camel: bool) -> Self {
        let names = std::array::from_fn(|_| Name::new(rng));
        Self { names, camel, spots: vec!["this file".into()], findings: Vec::new() }
    }

    /// One of the templates, filled.
    pub fn any(&mut self, rng: &mut Random, templates: &[&str]) -> String {
        self.names[5..].fill_with(|| Name::new(rng));
        self.fill(rng.pick(templates), rng)
    }

    pub fn paragraph(&mut self, rng: &mut Random) -> String {
        let sentences: Vec<String> = (0..rng.between(1, 2)).map(|_| self.any(rng, SENTENCES)).collect();
        sentences.join(" ")
    }

    /// Replaces `~` with a letter and a digit: the digit says which name, the letter how it is written.
    pub fn fill(&self, template: &str, rng: &mut Random) -> String {
        let mut parts = template.split('~');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let name = &self.names[usize::from(part.as_bytes()[1] - b'0')];
            let letter = match &part[..1] {
                "i" if self.camel => "F",
                "i" => "f",
                "j" if self.camel => "W",
                "j" => "w",
                letter => letter,
            };
            match letter {
                "l" => out += any_of(rng, &self.spots, "the call site"),
                "x" => out += any_of(rng, &self.findings, "the rest"),
                "q" => out += rng.pick(CONDITIONS),
                "z" => out += rng.pick(CONSEQUENCES),
                "s" => {
                    let (what, when) = (rng.pick(EVENTS), rng.pick(&["before", "after", "without", "by", "during"]));
                    let _ = write!(out, "{} {what} {when} the {}", name.noun, name.second);
                }
                letter => out += &name.spelt(letter),
            }
            out += &part[2..];
        }
        out
    }
}

pub(super) fn any_of<'a>(rng: &mut Random, list: &'a [String], otherwise: &'a str) -> &'a str {
    if list.is_empty() { otherwise } else { &list[rng.below(list.len())] }
}

impl Name {
    pub fn new(rng: &mut Random) -> Self {
        let number = if rng.chance(50) { rng.between(2, 90) } else { rng.between(100, 9000) };
        let (noun, second) = (rng.pick(NOUNS), rng.pick(NOUNS));
        Self { verb: rng.pick(VERBS), noun, second, role: rng.pick(ROLES), number }
    }

    /// `f` and `F` are functions, `w` and `W` variables, `M` a method, `T` a type, `K` a constant, `k` a key.
    pub fn spelt(&self, letter: &str) -> String {
        let Self { verb, noun, second, role, number } = self;
        match letter {
            "f" => format!("{verb}_{noun}"),
            "F" => format!("{verb}{}", capital(noun)),
            "M" => capital(verb) + &capital(noun),
            "w" => format!("{noun}_{second}"),
            "W" => format!("{noun}{}", capital(second)),
            "T" => capital(noun) + role,
            "K" => format!("{noun}_{second}").to_uppercase(),
            "k" => format!("{verb}-{noun}-{second}"),
            "v" => (*noun).to_owned(),
            "n" => number.to_string(),
            other => unreachable!("no spelling {other}"),
        }
    }
}

pub(super) fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

//! Many problems in few lines: which of them are shown, and what is said of the rest. Knows no terminal.

use crate::model::diagnostic::Find;
use crate::model::visible::is_hidden;
use crate::model::{Diagnostic, Level, ProblemKind, visible};
use crate::text::format;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Up to this many problems of one sort are all shown; of more, only the first.
const FEW: usize = 3;

/// Up to this many shapes of message are told apart within a kind; the rest count as one sort.
const MOST_SHAPES: usize = 5;

/// Up to this many other messages of a sort are quoted.
const MOST_QUOTED: usize = 3;

/// GitHub shows this many annotations of one level for each step.
const MOST_ANNOTATIONS: usize = 10;

/// A part of what is shown.
#[derive(Debug, PartialEq, Eq)]
pub enum Shown<'d> {
    /// A problem in full.
    Whole(&'d Diagnostic),
    /// How many more there are like the one before, and where, line by line.
    More(Vec<String>),
    /// All kinds with their counts, line by line, last, if any problem is not shown.
    Table(Vec<String>),
}

/// What is shown of a list of problems: of each sort all if they are few, else the first.
pub fn abridged(diagnostics: &[Diagnostic]) -> Vec<Shown<'_>> {
    let sorts = sorts(diagnostics);
    let mut shown = BTreeMap::new();
    for sort in &sorts {
        if sort.len() <= FEW {
            shown.extend(sort.iter().map(|at| (*at, None)));
        } else {
            let all: Vec<&Diagnostic> = sort.iter().map(|at| &diagnostics[*at]).collect();
            shown.insert(sort[0], Some(more(all[0], &all[1..])));
        }
    }
    let is_abridged = shown.len() < diagnostics.len();
    let whole = |(at, more): (usize, Option<Vec<String>>)| {
        [Some(Shown::Whole(&diagnostics[at])), more.map(Shown::More)].into_iter().flatten()
    };
    let table = is_abridged.then(|| Shown::Table(table(diagnostics)));
    shown.into_iter().flat_map(whole).chain(table).collect()
}

/// Groups problems of one level and kind whose messages differ only in names and numbers. Problems are given as their
/// positions, sorts in the order of their first problem.
fn sorts(diagnostics: &[Diagnostic]) -> Vec<Vec<usize>> {
    let mut sorts: Vec<Vec<usize>> = Vec::new();
    let mut known: BTreeMap<(Level, ProblemKind, String), usize> = BTreeMap::new();
    let mut shapes: BTreeMap<(Level, ProblemKind), usize> = BTreeMap::new();
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        let (level, kind) = (diagnostic.level, diagnostic.kind);
        let shapes = shapes.entry((level, kind)).or_default();
        let mut key = (level, kind, shape(&diagnostic.message));
        if !known.contains_key(&key) {
            if *shapes >= MOST_SHAPES {
                // No message has this shape.
                "`".clone_into(&mut key.2);
            }
            *shapes += 1;
        }
        let sort = *known.entry(key).or_insert_with(|| {
            sorts.push(Vec::new());
            sorts.len() - 1
        });
        sorts[sort].push(at);
    }
    sorts
}

/// A message without what is in backticks, and without numbers.
fn shape(message: &str) -> String {
    message.split('`').step_by(2).flat_map(str::chars).filter(|c| !c.is_ascii_digit()).collect()
}

fn more(first: &Diagnostic, rest: &[&Diagnostic]) -> Vec<String> {
    let files: BTreeSet<&str> = rest.iter().map(|diagnostic| diagnostic.file.as_str()).collect();
    let mut out = vec![format!("and {} more in {}", format::count(rest.len()), format::counted(files.len(), "file"))];
    let mut others: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, diagnostic) in rest.iter().enumerate().filter(|(_, other)| other.message != first.message) {
        others.entry(&diagnostic.message).or_insert((0, at)).0 += 1;
    }
    let mut others: Vec<_> = others.into_iter().collect();
    others.sort_by_key(|(_, (count, at))| (std::cmp::Reverse(*count), *at));
    for (message, (count, at)) in others.iter().take(MOST_QUOTED) {
        out.push(format!("  {} × {message}, first in {}", format::count(*count), place(rest[*at])));
    }
    if others.len() > MOST_QUOTED {
        out.push(format!("  and {}", format::counted(others.len() - MOST_QUOTED, "other message")));
    }
    out
}

/// `reviews/r.json:3:5`, for an editor to open.
fn place(diagnostic: &Diagnostic) -> String {
    match &diagnostic.place {
        Some(place) => format!("{}:{}:{}", diagnostic.file, place.line, place.column),
        None => diagnostic.file.clone(),
    }
}

/// Every kind with its level, how many problems of it there are, and in how many files.
fn table(diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut kinds: BTreeMap<(Level, ProblemKind), (usize, BTreeSet<&str>)> = BTreeMap::new();
    for diagnostic in diagnostics {
        let (count, files) = kinds.entry((diagnostic.level, diagnostic.kind)).or_default();
        *count += 1;
        files.insert(&diagnostic.file);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|((level, kind), (count, _))| (*level, std::cmp::Reverse(*count), *kind));
    let mut rows = vec![["level", "kind", "count", "files"].map(str::to_owned)];
    rows.extend(kinds.iter().map(|((level, kind), (count, files))| {
        [level.word().to_owned(), kind.word().to_owned(), format::count(*count), format::count(files.len())]
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let widths = [0, 1, 2, 3].map(width);
    let [a, b, c, d] = widths;
    let row = |[level, kind, count, files]: &[String; 4]| format!("{level:a$}  {kind:b$}  {count:>c$}  {files:>d$}");
    rows.iter().map(row).collect()
}

/// All problems as a JSON array. `file`, `message` and `hint` are for people and have every sign seen; `path` and `pointer`
/// are for machines and as they are. No sign of the output steers a terminal, nor the log of a workflow.
pub fn json(diagnostics: &[Diagnostic]) -> String {
    let values: Vec<serde_json::Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.place.as_ref();
            let shown = diagnostic.visible();
            let mut value = serde_json::json!({
                "level": diagnostic.level.word(),
                "kind": diagnostic.kind.word(),
                "file": shown.file,
                "path": diagnostic.file,
                "pointer": diagnostic.pointer,
                "line": place.map(|place| place.line),
                "column": place.map(|place| place.column),
                "message": shown.message,
                "hint": shown.hint,
            });
            if let Some(find) = &diagnostic.find {
                value["find"] = found(find);
            }
            value
        })
        .collect();
    format!("{}\n", powerless_json(&format!("{:#}", serde_json::Value::Array(values))))
}

fn found(find: &Find) -> serde_json::Value {
    serde_json::json!({
        "kind": find.kind,
        "label": find.label,
        "fingerprint": find.fingerprint,
        "mask": visible(&find.mask),
    })
}

/// The same JSON with the escape of JSON for each sign of a string that could steer what shows it. Outside of strings only
/// line breaks are such signs, and a `#` stands in strings alone.
fn powerless_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for sign in json.replace("##[", "##\\u005b").chars() {
        if sign == '\n' || !is_hidden(sign) {
            out.push(sign);
            continue;
        }
        for unit in sign.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

/// As many annotations as GitHub shows, and a last one that says how many more problems there are. The first of each sort
/// takes precedence over the second of any.
pub fn github(diagnostics: &[Diagnostic]) -> String {
    let mut ranked: Vec<(usize, usize)> =
        sorts(diagnostics).iter().flat_map(|sort| sort.iter().copied().enumerate()).collect();
    ranked.sort_unstable();
    let of_level = |level| ranked.iter().map(|(_, at)| *at).filter(move |at| diagnostics[*at].level == level);
    let levels = [Level::Error, Level::Warning, Level::Note].map(|level| (level, of_level(level).count()));
    let is_abridged = levels.iter().any(|(_, count)| *count > MOST_ANNOTATIONS);
    let mut shown = BTreeSet::new();
    let mut hidden = Vec::new();
    for (level, count) in levels {
        // The last annotation is a notice as well.
        let room = MOST_ANNOTATIONS - usize::from(is_abridged && level == Level::Note);
        shown.extend(of_level(level).take(room));
        if count > room {
            hidden.push(format::counted(count - room, &format!("more {}", level.word())));
        }
    }
    let mut out: String = shown.into_iter().map(|at| annotation(&diagnostics[at])).collect();
    if is_abridged {
        let words = hidden.join(", ");
        let _ =
            writeln!(out, "::notice title=pilcrow check::{words}; run `pilcrow check --verbose` to see all of them");
    }
    out
}

/// `::error file=…,line=…,col=…::message`, its special characters encoded as GitHub reads them.
fn annotation(diagnostic: &Diagnostic) -> String {
    let diagnostic = diagnostic.visible();
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let place = diagnostic.place.as_ref().map(|place| format!(",line={},col={}", place.line, place.column));
    let pointer = if diagnostic.pointer.is_empty() { String::new() } else { format!("{}: ", diagnostic.pointer) };
    let hint = diagnostic.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!(
        "::{} file={}{}::{}\n",
        diagnostic.level.word(),
        property(&diagnostic.file),
        place.unwrap_or_default(),
        data(&format!("{pointer}{}{hint}", diagnostic.message))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::diagnostic::Place;
    use crate::model::visible;

    fn warning(file: &str, message: &str) -> Diagnostic {
        let diagnostic = Diagnostic::new(Level::Warning, ProblemKind::UnknownKey, file, message);
        Diagnostic { place: Some(Place::in_text("{\n \"x\": 1}", 3, 3)), ..diagnostic }
    }

    fn error(file: &str, message: &str) -> Diagnostic {
        Diagnostic::new(Level::Error, ProblemKind::MissingKey, file, message)
    }

    /// The words of what is shown, `+` before what is said of the rest.
    fn words(shown: &[Shown<'_>]) -> Vec<String> {
        shown
            .iter()
            .map(|shown| match shown {
                Shown::Whole(diagnostic) => format!("{}: {}", diagnostic.file, diagnostic.message),
                Shown::More(lines) => format!("+{}", lines.join("\n")),
                Shown::Table(lines) => lines.join("\n"),
            })
            .collect()
    }

    #[test]
    fn few_problems_are_shown_in_their_order() {
        let few = [warning("a", "unknown key `x`"), error("a", "missing key `id`"), warning("b", "unknown key `y`")];
        assert_eq!(words(&abridged(&few)), ["a: unknown key `x`", "a: missing key `id`", "b: unknown key `y`"]);
        assert_eq!(abridged(&[]), []);
    }

    #[test]
    fn of_many_the_first_is_shown_and_the_rest_is_counted() {
        let mut many: Vec<Diagnostic> =
            (0..1912).map(|at| warning(&format!("r{}", at % 500), "unknown key `x`")).collect();
        many.insert(1, error("r9", "missing key `id`"));
        many.extend([
            warning("z", "unknown key `y`"),
            warning("z", "unknown key `y`"),
            warning("z", "unknown key `z`"),
        ]);
        let table = "level    kind         count  files\n\
                     error    missing-key      1      1\n\
                     warning  unknown-key  1,915    501";
        let more = "+and 1,914 more in 501 files\n  2 × unknown key `y`, first in z:2:2\n  1 × unknown key `z`, first in z:2:2";
        assert_eq!(words(&abridged(&many)), ["r0: unknown key `x`", more, "r9: missing key `id`", table]);
    }

    #[test]
    fn messages_of_one_kind_that_say_different_things_are_told_apart_up_to_a_point() {
        let taken = |at| warning("a", if at % 2 == 0 { "line 3 is taken" } else { "clashes with a page" });
        let both: Vec<Diagnostic> = (0..20).map(taken).collect();
        assert_eq!(abridged(&both).iter().filter(|shown| matches!(shown, Shown::Whole(_))).count(), 2);
        let letters = |at: u8| char::from(b'a' + at % 26).to_string().repeat(usize::from(at / 26) + 1);
        let all_different: Vec<Diagnostic> = (0..200).map(|at| warning("a", &letters(at))).collect();
        let shown = abridged(&all_different);
        assert_eq!(shown.iter().filter(|shown| matches!(shown, Shown::Whole(_))).count(), MOST_SHAPES + 1);
        assert!(
            matches!(&shown[MOST_SHAPES + 1], Shown::More(lines) if lines.last().is_some_and(|line| line == "  and 191 other messages"))
        );
    }

    #[test]
    fn annotations_stay_within_what_github_shows() {
        let mut all: Vec<Diagnostic> = (0..2000).map(|_| warning("r", "unknown key `x`")).collect();
        all.extend((0..11).map(|_| error("r", "missing key `id`")));
        all.extend((0..10).map(|_| Diagnostic { level: Level::Note, ..error("r", "differs") }));
        // The last of all is of a sort of its own.
        all.push(warning("r", "a b:c,d\nis odd"));
        let out = github(&all);
        let count = |start: &str| out.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!([count("::error "), count("::warning "), count("::notice ")], [10, 10, 10], "{out}");
        assert!(out.contains("::a b:c,d\\nis odd"), "{out}");
        let last = "::notice title=pilcrow check::1 more error, 1,991 more warnings, 1 more notice; run `pilcrow check --verbose`";
        assert!(out.lines().last().is_some_and(|line| line.starts_with(last)), "{out}");
        let fitting: Vec<Diagnostic> = (0..10).map(|_| warning("r", "unknown key `x`")).collect();
        assert_eq!(github(&fitting).lines().filter(|line| line.starts_with("::warning ")).count(), 10);
        assert!(!github(&fitting).contains("::notice"));
    }

    #[test]
    fn no_format_holds_a_sign_that_steers_what_shows_it() {
        let odd = "a\n::error::x\x1b[2J\x07\u{9b}\u{202e}\u{e0041}\r##[add-path]/evil";
        let all = [Diagnostic { pointer: format!("/{odd}"), ..error(odd, odd) }.with_hint(odd), warning("b", "x")];
        let steers = |out: &str| out.contains("##[") || out.chars().any(|sign| sign != '\n' && is_hidden(sign));
        let (json, github) = (json(&all), github(&all));
        assert!(!steers(&json) && !steers(&github.replace("##[", "")), "{json}{github}");
        assert_eq!(github.lines().count(), 2, "{github}");
        // What is for people stays visible once the JSON is read, and a machine finds the file and the value.
        let values: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        for key in ["file", "message", "hint"] {
            assert_eq!(values[0][key], visible(odd).as_ref(), "{key}");
        }
        assert_eq!((&values[0]["path"], &values[0]["pointer"]), (&odd.into(), &format!("/{odd}").into()));
    }

    #[test]
    fn json_holds_every_problem_with_its_kind() {
        let all: Vec<Diagnostic> = (0..50).map(|_| warning("r", "unknown key `x`")).collect();
        let values: serde_json::Value = serde_json::from_str(&json(&all)).expect("JSON");
        assert_eq!(values.as_array().map(Vec::len), Some(50));
        assert_eq!((&values[0]["kind"], &values[0]["level"]), (&"unknown-key".into(), &"warning".into()));
    }
}

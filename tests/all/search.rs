//! The search, held to lunr.js itself: its stemmer, its trimmer, its stop words, and its answers to queries.

use crate::support::{output_of, sample_runs, skipped};
use pilcrow::internals::search::{
    Block, Document, DocumentSummary, FIELDS, Facets, Frame, Index, stem, terms, trimmed, words,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn words_become_the_terms_that_lunr_makes() {
    let words = words_of_packages();
    if words.len() < 20_000 {
        return skipped("the packages of tests/browser are not installed");
    }
    let Some(lunrs) = lunr::<Vec<(String, bool, String)>>("stems", &words) else { return };
    for (word, (trim, is_stop_word, stemmed)) in words.iter().zip(lunrs) {
        assert_eq!(trimmed(word), trim, "{word:?} trimmed");
        assert_eq!(stem(&trim), stemmed, "{word:?} stemmed");
        if !trim.is_empty() {
            let first = terms(word).into_iter().next();
            let is_lunrs = if is_stop_word { first.is_none() } else { first.as_ref() == Some(&stemmed) };
            assert!(is_lunrs || trim.len() > 128, "{word:?} gives {first:?}");
        }
    }
}

/// lunr trims every letter beyond ASCII away; we do not.
#[test]
fn words_beyond_ascii_keep_their_letters() {
    for (word, term) in
        [("«Über»", "über"), ("ÉCOLES", "école"), ("日本語。", "日本語"), ("наследования", "наследования")]
    {
        assert_eq!(terms(word), [term]);
    }
}

/// Every word of the text files of the packages that the browser tests use, in many languages, once each; those with
/// letters beyond ASCII are left out here.
fn words_of_packages() -> Vec<String> {
    let mut all = BTreeSet::new();
    let endings = ["md", "json", "js", "ts", "mjs"];
    for entry in walkdir::WalkDir::new(Path::new(HERE).join("tests/browser/node_modules")).into_iter().flatten() {
        if !entry.path().extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)) {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        // Bundles have words of a kilobyte that are code and no words.
        let plain = words(&text).filter(|word| word.is_ascii() && word.len() < 100);
        all.extend(plain.map(str::to_lowercase));
    }
    all.into_iter().collect()
}

#[test]
fn the_sharded_index_answers_as_lunr_does() {
    let documents = sample_documents();
    let asked = queries(&documents, 400);
    assert_exact(&documents, &asked, 3);
}

#[test]
fn a_term_of_several_shards_and_many_documents_answers_as_lunr_does() {
    let documents: Vec<Texts> = (0..14_000_u32)
        .map(|n| {
            let body = format!(
                "common {} w{} {}",
                if n % 3 == 0 { "common third" } else { "" },
                n % 97,
                "x ".repeat((n % 7) as usize)
            );
            texts([&format!("common t{}", n % 501), &body, "src/common.rs", "", "o/n", "claude", "important"])
        })
        .collect();
    let asked: Vec<String> =
        ["common", "+common -third", "title:common^3 w5", "w1*", "-common", "*mon", "commno~2", "third t5*"]
            .map(str::to_owned)
            .to_vec();
    assert_exact(&documents, &asked, 7);
}

#[test]
fn hostile_words_answer_as_lunr_does() {
    let documents: Vec<Texts> = vec![
        texts([
            "</script> \u{2028} __proto__ constructor",
            "hasOwnProperty toString \"quoted\\\" \u{0}",
            "a/b",
            "",
            "",
            "",
            "",
        ]),
        texts([&"x".repeat(1 << 20), &"aB".repeat(1 << 19), "", "", "", "", ""]),
        texts(["plain words", "__proto__ \u{1F525} \u{FFFD} é́", "", "", "", "", ""]),
        texts(["", "", "", "", "", "", ""]),
    ];
    let asked: Vec<String> = [
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "toString",
        "</script>",
        "plain",
        "\u{1F525}",
        "proto*",
        "*proto*",
        "-plain",
        "x",
        "é",
    ]
    .map(str::to_owned)
    .to_vec();
    assert_exact(&documents, &asked, 2);
}

#[test]
fn blocks_are_cut_anywhere_with_the_same_bytes() {
    let documents = sample_documents();
    let files = |size| files_of(&index_of(&documents, size));
    let whole = files(usize::MAX);
    for size in [1, 2, 7, 50] {
        assert_eq!(files(size), whole, "in blocks of {size}");
    }
}

type Texts = [String; FIELDS.len()];

fn texts(all: [&str; FIELDS.len()]) -> Texts {
    all.map(str::to_owned)
}

/// The findings of the sample archive, newest run first.
fn sample_documents() -> Vec<Texts> {
    use pilcrow::internals::text::{plain_line, plain_text};
    let mut documents = Vec::new();
    for run in sample_runs() {
        for finding in &run.findings {
            let body = [&finding.body, &finding.fix].into_iter().flatten().map(|text| plain_text(text));
            documents.push([
                plain_line(&finding.title),
                body.collect::<Vec<_>>().join("\n"),
                finding.locations.iter().map(|at| at.path.as_str()).collect::<Vec<_>>().join("\n"),
                finding.tags.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" "),
                run.subject.repository.as_deref().unwrap_or_default().to_owned(),
                finding.found_by.iter().map(|credit| credit.agent.as_str()).collect::<Vec<_>>().join(" "),
                finding.severity.word().to_owned(),
            ]);
        }
    }
    documents
}

fn index_of(documents: &[Texts], size: usize) -> Index {
    let of = |texts: &Texts| Document {
        texts: texts.clone(),
        shown: DocumentSummary {
            id: "I1",
            title: texts[0].chars().take(60).collect(),
            start: String::new(),
            address: "reviews/a.html".to_owned(),
            subject: String::new(),
            place: String::new(),
            status: String::new(),
        },
        facets: Facets {
            severity: 1,
            agents: vec![],
            repository: None,
            kind: 0,
            day: 20_000,
            status: None,
            standing: None,
            date: "2024-10-04".to_owned(),
        },
    };
    let blocks = documents.chunks(size.min(documents.len())).map(|chunk| {
        let mut block = Block::default();
        for texts in chunk {
            block.add(&of(texts));
        }
        block.finished()
    });
    Index::new(blocks.collect())
}

fn files_of(index: &Index) -> Vec<(String, String)> {
    let files = std::sync::Mutex::new(Vec::new());
    let put = |file: &pilcrow::internals::search::IndexFile| {
        files.lock().unwrap().push((file.path.clone(), file.content.clone()));
        Ok::<(), ()>(())
    };
    index
        .write(&Frame { kinds: vec![("deep-review".into(), "Deep review".into())], ..Frame::default() }, &put)
        .unwrap();
    let mut files = files.into_inner().unwrap();
    files.sort();
    files
}

#[derive(serde::Deserialize)]
struct Report {
    asked: usize,
    answered: usize,
    errors: usize,
    wrong: Vec<(String, String)>,
}

/// Asks both indexes; at least `answered` of the queries must find something.
fn assert_exact(documents: &[Texts], queries: &[String], answered: usize) {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files_of(&index_of(documents, 40)) {
        let path = folder.path().join("search-index").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let of_field = |text: &String| words(text).flat_map(terms).collect::<Vec<String>>();
    let tokens: Vec<Vec<Vec<String>>> = documents.iter().map(|texts| texts.iter().map(of_field).collect()).collect();
    let write = |name: &str, json: String| std::fs::write(folder.path().join(name), json).unwrap();
    write("documents.json", serde_json::to_string(&tokens).unwrap());
    write("queries.json", serde_json::to_string(queries).unwrap());
    let Some(report) = node::<Report>("exact", folder.path()) else { return };
    assert_eq!(report.wrong, [], "of {} queries", report.asked);
    assert_eq!(report.asked, queries.len());
    assert!(
        report.answered >= answered,
        "{} of {} found anything, {} did not parse",
        report.answered,
        report.asked,
        report.errors
    );
}

/// Queries of every kind, the same ones always, from the words of the documents.
fn queries(documents: &[Texts], count: usize) -> Vec<String> {
    let mut random = 7_u64;
    let mut next = move |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let all: Vec<String> = documents
        .iter()
        .flat_map(|texts| texts.iter().flat_map(|text| words(text)))
        .map(|word| trimmed(word).replace([':', '~', '^', '*', '+', '\\'], ""))
        .filter(|word| word.chars().count() > 2)
        .collect();
    let mut queries: Vec<String> = [
        "",
        " ",
        "-",
        "+",
        "foo:bar",
        "foo^",
        "foo~x",
        "title:",
        "__proto__",
        "constructor",
        "title:constructor",
        "🔥",
        "日本語",
        "über*",
        "*",
        "**",
        "*a*a*a*a*a*",
        "+zzzz",
        "+zzzz lock",
        "-zzzz",
        "zzzz~2",
        "lock^100",
        "a~1",
        "~1",
        "^2",
        "\\+lock",
        "lock -lock",
        "+lock +title:lock",
        "the",
        "title:the",
        "lock~0",
        "path:src*",
        "severity:critical agent:claude",
        "toString",
        "9007199254740993",
    ]
    .map(str::to_owned)
    .to_vec();
    queries.push("lock ".repeat(400));
    queries.push("x".repeat(2_000));
    queries.push(
        (0..150).map(|at| all[at % all.len()].clone()).collect::<Vec<_>>().join(" ").chars().take(2_000).collect(),
    );
    while queries.len() < count {
        let field = FIELDS[next(FIELDS.len())].0;
        let mut word = || all[next(all.len())].clone();
        let (one, two, three) = (word(), word(), word());
        let signs: Vec<char> = one.chars().collect();
        let cut = 1 + next(signs.len() - 1);
        let (start, end): (String, String) = (signs[..cut].iter().collect(), signs[cut..].iter().collect());
        let misspelt: String = signs.iter().enumerate().filter(|(at, _)| *at != cut).map(|(_, sign)| *sign).collect();
        queries.push(match queries.len() % 13 {
            0 => one,
            1 => format!("{one} {two}"),
            2 => format!("{one} {two} {three}"),
            3 => format!("+{one} {two}"),
            4 => format!("{one} -{two}"),
            5 => format!("{field}:{one} {two}"),
            6 => format!("{start}*"),
            7 => format!("*{end}"),
            8 => format!("{start}*{} {two}", signs[signs.len() - 1]),
            9 => format!("{misspelt}~1"),
            10 => format!("{misspelt}~2 {two}^3"),
            11 => format!("+{one} +{two} -{field}:{three}"),
            _ => format!("{one}^{} {two}~1 {field}:{start}*", 1 + cut),
        });
    }
    queries
}

fn lunr<T: serde::de::DeserializeOwned>(command: &str, input: &[String]) -> Option<T> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("input.json");
    std::fs::write(&file, serde_json::to_string(input).unwrap()).unwrap();
    node(command, &file)
}

/// What the script says; nothing where there is no node.
fn node<T: serde::de::DeserializeOwned>(command: &str, place: &Path) -> Option<T> {
    let script: PathBuf = [HERE, "tests", "search", "lunr.mjs"].iter().collect();
    let output = output_of(Command::new("node").arg(script).arg(command).arg(place))?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

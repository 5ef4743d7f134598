//! Code, coloured at build time: tree-sitter parses it, and the queries that come with each grammar say what is a
//! keyword, a string, a number or a comment. Those four classes are all that the pages show.
//!
//! Chosen over the alternatives by measuring (1,463 fenced blocks of real reports, 338 kB, four in five of them Go;
//! one thread, release build, 21 grammars; two shared cores, so read the ratios):
//!
//! | | ms a block | ms a 500-byte Go block | start-up a language | peak memory | binary | licence |
//! |---|---|---|---|---|---|---|
//! | tree-sitter, parser and query driven here | 0.041 | 0.079 | 0.03–34 ms | 38 MB | 25 MB | MIT |
//! | tree-sitter-highlight 0.27 | 0.044 | 0.083 | the same | 38 MB | 25 MB | MIT |
//! | arborium 2.18 (bundled grammars) | 0.047 | 0.083 | 0.04–37 ms | 58 MB | 35 MB | MIT / Apache-2.0 |
//! | syntect 5.3 (fancy-regex) with two-face | 0.40 | 0.78 | 1.5–450 ms | 342 MB | 3.6 MB | MIT |
//! | giallo 0.5 | 0.28 | 0.56 | 35 ms and 0.1–60 ms | 160 MB | 3.0 MB | EUPL-1.2 |
//!
//! syntect would take eight seconds for an archive of 20,000 blocks, tree-sitter less than one; the price is a larger
//! binary. Driving the query here instead of through tree-sitter-highlight leaves its injections and locals out, which
//! four classes do not need, and gives a hold on what untrusted text asks for: parsing stops at a number of steps, not of
//! seconds, so that the same input gives the same bytes on any machine. What is refused is shown as plain text.
//!
//! Some grammars bring scanners in C of which nobody can show that no text makes them stop the program. So a build does not
//! call them: it asks other processes (`edge::helpers`), and a block of which one dies stays plain.

mod exchange;
mod languages;
mod parse;
mod patterns;
mod steps;

pub use exchange::{CodeBlock, Spans, answer_all, ask, read_answers};

use super::push_code;
use foldhash::fast::RandomState;
use languages::LANGUAGES;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex};

/// What the cache may hold, in bytes of code and HTML.
const CACHE: usize = 24 << 20;

/// How many blocks are parsed in one go: few enough that it is no loss to ask for each again when one of them cannot be.
const MOST_AT_ONCE: usize = 64;

/// The name used here for a language that a report names: `golang` is `go`.
#[must_use]
pub fn canonical(language: &str) -> Option<&'static str> {
    position(language).map(|at| LANGUAGES[at].name)
}

/// The language of a file, by its name or its ending.
#[must_use]
pub fn language_of_path(path: &str) -> Option<&'static str> {
    let file = path.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
    let by_name = || LANGUAGES.iter().find(|language| language.files.contains(&file.as_str()));
    let ending = file.rsplit_once('.').map(|(_, ending)| ending);
    let by_ending =
        || LANGUAGES.iter().find(|language| ending.is_some_and(|ending| language.endings.contains(&ending)));
    // Dockerfile.dev, Makefile.am
    let stem = file.split('.').next()?;
    let by_stem = || LANGUAGES.iter().find(|language| !stem.is_empty() && language.files.contains(&stem));
    by_name().or_else(by_ending).or_else(by_stem).map(|language| language.name)
}

fn position(language: &str) -> Option<usize> {
    let is = |name: &str| name.eq_ignore_ascii_case(language);
    LANGUAGES.iter().position(|known| is(known.name) || known.aliases.iter().copied().any(is))
}

/// Knows what is what in code.
pub trait CodeParser: Send + Sync {
    /// Begins with some blocks. The same block has the same coloured parts, whoever parses it.
    fn begin(&self, blocks: Vec<CodeBlock<'static>>) -> Parsing<'_>;
}

/// Waits for blocks that are being parsed: each with its coloured parts, or `None` where it is to stay plain.
pub type Parsing<'p> = Box<dyn FnOnce() -> Vec<(CodeBlock<'static>, Option<Spans>)> + 'p>;

/// Parses in this process, which a scanner of a grammar can end: for tests, and for archives that are known.
#[derive(Debug)]
pub struct ParsesHere;

impl CodeParser for ParsesHere {
    fn begin(&self, blocks: Vec<CodeBlock<'static>>) -> Parsing<'_> {
        let parsed = |block: CodeBlock<'static>| {
            let spans = block.parse();
            (block, spans)
        };
        Box::new(move || blocks.into_iter().map(parsed).collect())
    }
}

/// Colours code, each block once a build.
pub struct Highlighter {
    parser: Arc<dyn CodeParser>,
    cache: Mutex<Cache>,
}

impl Default for Highlighter {
    fn default() -> Self {
        Self::new(Arc::new(ParsesHere))
    }
}

/// Of a block, as HTML.
type Lines = Arc<[String]>;

#[derive(Debug, Default)]
struct Cache {
    /// By language and code.
    blocks: HashMap<usize, HashMap<Box<str>, Lines, RandomState>>,
    bytes: usize,
}

impl Cache {
    fn get(&self, language: usize, code: &str) -> Option<&Lines> {
        self.blocks.get(&language)?.get(code)
    }
}

impl Highlighter {
    /// Nothing coloured yet.
    #[must_use]
    pub fn new(parser: Arc<dyn CodeParser>) -> Self {
        Self { parser, cache: Mutex::default() }
    }

    /// The lines of `code` as HTML, without their breaks; plain where the language is unknown.
    #[must_use]
    pub fn lines(&self, language: &str, code: &str) -> Lines {
        let Some(at) = position(language) else { return html_lines(code, &[]).into() };
        if let Some(lines) = self.lock().get(at, code) {
            return Arc::clone(lines);
        }
        let block = CodeBlock { language: at, code: Cow::Owned(code.to_owned()) };
        if !block.is_worth_parsing() {
            return self.keep(block, None);
        }
        let parsed = self.parser.begin(vec![block])().pop();
        parsed.map_or_else(|| html_lines(code, &[]).into(), |(block, spans)| self.keep(block, spans))
    }

    /// Begins to parse blocks, each with its language, before somebody wants their lines: to ask another process for many
    /// at once costs little more than to ask for one, and this one has other things to do meanwhile.
    pub fn begin<'c>(&self, blocks: impl Iterator<Item = (&'c str, Cow<'c, str>)>) -> Ahead<'_> {
        let cache = self.lock();
        let wanted = blocks.filter_map(|(language, code)| {
            let language = position(language)?;
            let is_known = cache.get(language, &code).is_some();
            (!is_known).then(|| CodeBlock { language, code: Cow::Owned(code.into_owned()) })
        });
        let mut blocks: Vec<CodeBlock<'static>> = wanted.filter(CodeBlock::is_worth_parsing).collect();
        drop(cache);
        let rest = blocks.split_off(blocks.len().min(MOST_AT_ONCE));
        Ahead { highlighter: self, begun: self.begun(blocks), rest }
    }

    fn begun(&self, blocks: Vec<CodeBlock<'static>>) -> Option<Parsing<'_>> {
        (!blocks.is_empty()).then(|| self.parser.begin(blocks))
    }

    fn keep(&self, block: CodeBlock<'_>, spans: Option<Spans>) -> Lines {
        let lines: Arc<[String]> = html_lines(&block.code, &spans.unwrap_or_default().0).into();
        let bytes = block.code.len() + lines.iter().map(|line| line.len() + 24).sum::<usize>();
        let mut cache = self.lock();
        // Most repetition is within a run and between its neighbours, so starting afresh loses little.
        if cache.bytes + bytes > CACHE {
            *cache = Cache::default();
        }
        cache.bytes += bytes;
        let of_language = cache.blocks.entry(block.language).or_default();
        of_language.insert(block.code.into_owned().into_boxed_str(), Arc::clone(&lines));
        lines
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cache> {
        // A panic elsewhere cannot leave the cache half written.
        self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Blocks that are being parsed for a highlighter.
#[must_use]
pub struct Ahead<'h> {
    highlighter: &'h Highlighter,
    begun: Option<Parsing<'h>>,
    /// More than are parsed in one go.
    rest: Vec<CodeBlock<'static>>,
}

impl Ahead<'_> {
    /// Waits for all of them.
    pub fn finish(mut self) {
        while let Some(parsing) = self.begun.take() {
            for (block, spans) in parsing() {
                self.highlighter.keep(block, spans);
            }
            let next = self.rest.drain(..self.rest.len().min(MOST_AT_ONCE)).collect();
            self.begun = self.highlighter.begun(next);
        }
    }
}

/// What a run of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Keyword,
    String,
    Number,
    Comment,
}

impl Class {
    const ALL: [Self; 4] = [Self::Keyword, Self::String, Self::Number, Self::Comment];

    fn number(self) -> u8 {
        self as u8
    }

    fn of_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Keywords are the most frequent by far, so the stylesheet takes an element without a class for one.
    fn opening(self) -> &'static str {
        match self {
            Self::Keyword => "<i>",
            Self::String => "<i class=s>",
            Self::Number => "<i class=n>",
            Self::Comment => "<i class=c>",
        }
    }
}

type Span = (Range<usize>, Class);

/// Splits at line breaks; a span that runs over several lines is closed and opened again.
fn html_lines(code: &str, spans: &[Span]) -> Vec<String> {
    let mut out = Vec::new();
    let mut spans = spans.iter().peekable();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        let mut html = String::with_capacity(line.len() * 2);
        let mut at = start;
        while let Some((range, class)) = spans.peek() {
            if range.start >= end {
                break;
            }
            let (from, to) = (range.start.max(at), range.end.min(end));
            push_code(&mut html, &code[at..from]);
            // A line in the middle of a comment may be empty.
            if from < to {
                html.push_str(class.opening());
                push_code(&mut html, &code[from..to]);
                html.push_str("</i>");
            }
            at = to;
            if range.end > end {
                break;
            }
            spans.next();
        }
        push_code(&mut html, &code[at..end]);
        out.push(html);
        start += line.len();
        // What is left of a span that ended with the line's break.
        while spans.next_if(|(range, _)| range.end <= start).is_some() {}
    }
    out
}

#[cfg(test)]
mod tests {
    use super::parse::{LONGEST, compile};
    use super::*;

    fn text_of(html: &str) -> String {
        let mut out = String::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once('<') {
            out.push_str(before);
            rest = after.split_once('>').map_or("", |(_, after)| after);
        }
        out.push_str(rest);
        out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    #[test]
    fn every_language_compiles_and_colours() {
        let samples = [
            ("go", "func main() { return nil } // x"),
            ("rust", "fn main() { let x = \"s\"; } // x"),
            ("python", "def f():\n    return 'x'  # y"),
            ("typescript", "const x: string = 'a'; // y"),
            ("tsx", "const x = <a href=\"b\">c</a>;"),
            ("javascript", "function f() { return 1 } // y"),
            ("java", "class A { int x = 1; /* y */ }"),
            ("c", "#include <a.h>\nint main(void) { return 0; }"),
            ("cpp", "template <class T> class A { public: int x = 1; };"),
            ("csharp", "class A { public string X = \"y\"; }"),
            ("ruby", "def f\n  return 'x' # y\nend"),
            ("bash", "if true; then echo \"x\"; fi # y"),
            ("sql", "SELECT a FROM b WHERE c = 'd' -- e"),
            ("yaml", "a: 'b' # c\nd: true"),
            ("json", "{\"a\": [1, true, \"x\"]}"),
            ("toml", "[a]\nb = \"c\" # d"),
            ("html", "<a href=\"b\">c</a><!-- d -->"),
            ("css", "a { color: red; } /* b */"),
            ("dockerfile", "FROM a\nRUN b # c"),
            ("makefile", "a: b\n\techo c # d\nifeq (x,y)\nendif"),
        ];
        assert_eq!(samples.len(), LANGUAGES.len());
        for (language, code) in samples {
            let at = position(language).expect(language);
            compile(&LANGUAGES[at]).unwrap_or_else(|| panic!("the query of {language} does not compile"));
            let html = Highlighter::default().lines(language, code).join("\n");
            assert!(html.contains("<i>") || html.contains("<i class="), "{language}: {html}");
            assert_eq!(text_of(&html), code, "{language}");
        }
    }

    #[test]
    fn spans_over_several_lines_are_closed_on_each() {
        let lines = Highlighter::default().lines("go", "/* a\n\nb */ x\r\ny");
        assert_eq!(*lines, ["<i class=c>/* a</i>", "", "<i class=c>b */</i> x", "y"]);
    }

    #[test]
    fn unknown_long_and_odd_blocks_stay_plain() {
        let highlighter = Highlighter::default();
        assert_eq!(*highlighter.lines("klingon", "a < b"), ["a &lt; b"]);
        for (language, code) in [
            ("go", "func ".repeat(LONGEST)),
            ("rust", "(".repeat(10_000)),
            ("yaml", "- ".repeat(4_000)),
            ("csharp", "<a".repeat(5_000)),
            ("html", format!("<{}>", "x".repeat(5_000))),
        ] {
            let html = highlighter.lines(language, &code).join("\n");
            assert!(!html.contains("<i"), "{language}");
            assert_eq!(text_of(&html), code, "{language}");
        }
    }

    #[test]
    fn languages_are_known_by_many_names() {
        assert_eq!(
            [canonical("golang"), canonical("C++"), canonical("sh"), canonical("nope")],
            [Some("go"), Some("cpp"), Some("bash"), None]
        );
        for (path, language) in [
            ("a/b.rs", Some("rust")),
            ("a/Dockerfile.dev", Some("dockerfile")),
            ("Makefile", Some("makefile")),
            ("x.tar.gz", None),
            (".gitignore", None),
            ("", None),
        ] {
            assert_eq!(language_of_path(path), language, "{path}");
        }
    }
}

//! Code to a process that parses it, and its spans back. That process may have been led astray by what it parsed, so that
//! whatever comes from it is checked like any other input.

use super::languages::LANGUAGES;
use super::parse::{LONGEST, is_worth_parsing, spans};
use super::{Class, Span};
use std::borrow::Cow;
use std::io::{self, BufRead, Read, Write};

/// What stands for spans where the code is not to be coloured.
const REFUSED: u16 = u16::MAX;
/// Start, end and class.
const SPAN: usize = 5;

/// The coloured parts of a block of code, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(pub(super) Vec<Span>);

/// A block of code in one of the [`LANGUAGES`].
#[derive(Clone, Debug)]
pub struct CodeBlock<'c> {
    pub(super) language: usize,
    pub(super) code: Cow<'c, str>,
}

impl CodeBlock<'_> {
    /// Whether it is neither too long nor of a shape that is known to end a parser.
    pub(super) fn is_worth_parsing(&self) -> bool {
        is_worth_parsing(self.language, &self.code)
    }

    /// Parses it here. `None`: it is to stay plain.
    #[must_use]
    pub fn parse(&self) -> Option<Spans> {
        spans(self.language, &self.code).map(Spans)
    }
}

/// Asks another process, which runs [`answer_all`], about some blocks at once.
///
/// # Errors
/// When the other process is gone.
pub fn ask(blocks: &[CodeBlock<'_>], to: &mut impl Write) -> io::Result<()> {
    let mut question = Vec::with_capacity(2 + blocks.iter().map(|block| 3 + block.code.len()).sum::<usize>());
    question.extend(u16::try_from(blocks.len()).map_err(io::Error::other)?.to_le_bytes());
    for block in blocks {
        question.extend(u8::try_from(block.language).map_err(io::Error::other)?.to_le_bytes());
        question.extend(u16::try_from(block.code.len()).map_err(io::Error::other)?.to_le_bytes());
        question.extend(block.code.as_bytes());
    }
    to.write_all(&question)?;
    to.flush()
}

/// What it says of the blocks that it was asked about.
///
/// # Errors
/// When the other process is gone, or says what cannot be.
pub fn read_answers(blocks: &[CodeBlock<'_>], from: &mut impl Read) -> io::Result<Vec<Option<Spans>>> {
    blocks.iter().map(|block| read_answer(from, &block.code)).collect()
}

/// Answers questions until there are no more; `before` and `after` are called around the parsing of each.
///
/// # Errors
/// When nobody asks or listens any more, or the question is none.
pub fn answer_all(from: &mut impl BufRead, to: &mut impl Write, before: impl Fn(), after: impl Fn()) -> io::Result<()> {
    let mut code = Vec::with_capacity(LONGEST);
    while !from.fill_buf()?.is_empty() {
        // The other side listens when it has said all.
        let mut answers = Vec::new();
        for _ in 0..u16::from_le_bytes(read_array(from)?) {
            let [language, low, high] = read_array(from)?;
            code.resize(usize::from(u16::from_le_bytes([low, high])), 0);
            from.read_exact(&mut code)?;
            let language = usize::from(language);
            if language >= LANGUAGES.len() {
                return Err(invalid());
            }
            let block = CodeBlock { language, code: std::str::from_utf8(&code).map_err(|_| invalid())?.into() };
            before();
            let spans = block.parse();
            after();
            add_answer(&mut answers, spans.as_ref());
        }
        to.write_all(&answers)?;
        to.flush()?;
    }
    Ok(())
}

fn add_answer(answers: &mut Vec<u8>, spans: Option<&Spans>) {
    // As many as do not fit could not be of a block that is short enough.
    let count = spans.and_then(|spans| u16::try_from(spans.0.len()).ok()).unwrap_or(REFUSED);
    answers.extend(count.to_le_bytes());
    if count == REFUSED {
        return;
    }
    for (range, class) in spans.iter().flat_map(|spans| &spans.0) {
        for end in [range.start, range.end] {
            answers.extend(u16::try_from(end).unwrap_or_default().to_le_bytes());
        }
        answers.push(class.number());
    }
}

fn read_answer(from: &mut impl Read, code: &str) -> io::Result<Option<Spans>> {
    let count = u16::from_le_bytes(read_array(from)?);
    if count == REFUSED {
        return Ok(None);
    }
    let mut bytes = vec![0; SPAN * usize::from(count)];
    from.read_exact(&mut bytes)?;
    let mut spans = Vec::with_capacity(usize::from(count));
    let mut end_of_last = 0;
    for span in bytes.chunks_exact(SPAN) {
        let end = |at: usize| usize::from(u16::from_le_bytes([span[at], span[at + 1]]));
        let (range, class) = (end(0)..end(2), Class::of_number(span[4]));
        let is_of_the_code = code.is_char_boundary(range.start) && code.is_char_boundary(range.end);
        if range.start < end_of_last || range.end <= range.start || !is_of_the_code {
            return Err(invalid());
        }
        end_of_last = range.end;
        spans.push((range, class.ok_or_else(invalid)?));
    }
    Ok(Some(Spans(spans)))
}

fn read_array<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn invalid() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

#[cfg(test)]
mod tests {
    use super::super::position;
    use super::*;

    fn block(code: &str) -> CodeBlock<'_> {
        CodeBlock { language: position("go").unwrap(), code: code.into() }
    }

    /// What comes back when another process answers this.
    fn asked(code: &str, answer: &[u8]) -> io::Result<Option<Spans>> {
        let mut answers = read_answers(&[block(code)], &mut io::Cursor::new(answer))?;
        Ok(answers.pop().unwrap())
    }

    #[test]
    fn the_other_process_says_what_this_one_would() {
        let long = ["(".repeat(LONGEST), "x ".repeat(LONGEST / 2)];
        let blocks = ["func ü() { return \"ü\" } // ü", "", &long[0], &long[1]].map(block);
        let (mut question, mut answer) = (Vec::new(), Vec::new());
        ask(&blocks, &mut question).unwrap();
        answer_all(&mut io::Cursor::new(question), &mut answer, || (), || ()).unwrap();
        let answers = read_answers(&blocks, &mut io::Cursor::new(answer)).unwrap();
        assert_eq!(answers, blocks.map(|block| block.parse()));
        assert!(answers[0].as_ref().is_some_and(|spans| spans.0.len() > 3), "{answers:?}");
    }

    #[test]
    fn an_answer_that_cannot_be_is_an_error() {
        let answer = |count: u16, spans: &[[u16; 3]]| {
            let mut bytes = count.to_le_bytes().to_vec();
            for [start, end, class] in spans {
                bytes.extend(start.to_le_bytes());
                bytes.extend(end.to_le_bytes());
                bytes.push(u8::try_from(*class).unwrap());
            }
            bytes
        };
        let code = "aübc";
        assert_eq!(asked(code, &answer(2, &[[0, 1, 0], [1, 3, 3]])).unwrap().unwrap().0.len(), 2);
        assert_eq!(asked(code, &answer(REFUSED, &[])).unwrap(), None);
        for (count, spans) in [
            (1, &[][..]),
            (1, &[[0, 0, 0]]),
            (1, &[[3, 1, 0]]),
            (1, &[[0, 6, 0]]),
            (1, &[[0, 2, 0]]),
            (1, &[[0, 1, 4]]),
            (2, &[[0, 3, 0], [1, 3, 0]]),
        ] {
            assert!(asked(code, &answer(count, spans)).is_err(), "{spans:?}");
        }
    }
}

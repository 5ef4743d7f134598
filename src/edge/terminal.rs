//! What a person at the terminal sees: progress, problems, closing words. Every way out of here makes texts visible, so that
//! none of them steers the terminal, or the log of a workflow.

use crate::model::{Diagnostic, Level, visible};
use crate::site::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode,
    SourceSpan, SpanContents,
};
use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long a stage goes on without an estimate of how long it will.
const NO_ESTIMATE: Duration = Duration::from_secs(2);

/// Shows the progress of a build: a bar on a terminal, elsewhere a line for each stage, nothing with `--quiet`.
pub struct TerminalProgress {
    bar: Mutex<ProgressBar>,
    lines: bool,
}

impl TerminalProgress {
    /// A bar if standard error is a terminal.
    #[must_use]
    pub fn new(quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::hidden();
        if terminal && !quiet {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        Self { bar: Mutex::new(bar), lines: !terminal && !quiet }
    }

    /// Clears the bar, so that what is printed next stands alone.
    pub fn finish(&self) {
        self.bar().finish_and_clear();
    }

    fn bar(&self) -> std::sync::MutexGuard<'_, ProgressBar> {
        self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Progress for TerminalProgress {
    fn stage(&self, name: &str, steps: usize) {
        if self.lines {
            say(&match steps {
                0 => format!("{name} the archive"),
                steps => format!("{name} {}", crate::text::format::counted(steps, "review")),
            });
        }
        let bar = self.bar();
        bar.reset();
        bar.set_length(steps as u64);
        let template = if steps == 0 { "{msg} {pos}" } else { "{msg} {wide_bar} {pos}/{len}{left}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.with_key("left", |state: &ProgressState, out: &mut dyn fmt::Write| {
                // What is over in a moment needs no estimate, and has none that is worth anything.
                if state.elapsed() > NO_ESTIMATE {
                    // Nothing is lost with a word of a bar.
                    let _ = write!(out, ", {} s left", state.eta().as_secs());
                }
            }));
        }
        bar.set_message(name.to_owned());
    }

    fn step(&self) {
        self.bar().inc(1);
    }
}

/// A clock that starts now.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the edge")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds since the start.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// The time, in UTC, as a run writes it: `2026-03-22T14:24:09Z`.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn now() -> String {
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    now.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Writes a line to standard error, every sign of it seen. Nobody may be listening any more, and the work goes on.
pub fn say(line: &str) {
    say_painted(&visible(line));
}

/// Writes lines to standard error in which colours are the program's own and all else has been made visible.
pub fn say_painted(lines: &str) {
    let mut out: String = lines.split('\n').map(powerless).collect::<Vec<_>>().join("\n");
    out.push('\n');
    let _ = io::stderr().write_all(out.as_bytes());
}

/// Writes a problem to standard error.
pub fn say_problem(diagnostic: &Diagnostic) {
    say_painted(rendered(diagnostic, has_colour()).trim_end());
}

/// Writes lines to standard output, every sign of them seen.
///
/// # Errors
/// See [`print`].
pub fn print_lines(lines: &[String]) -> io::Result<()> {
    let line = |line: &String| format!("{}\n", powerless(&visible(line)));
    print(&lines.iter().map(line).collect::<String>())
}

/// Writes text of the program's own making to standard output.
///
/// # Errors
/// When nobody reads it (`BrokenPipe`), or it cannot be kept.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// A line in which GitHub's runner finds no command. It looks for `::name::` behind any blanks at the start, and for
/// `##[name]` anywhere.
#[must_use]
pub fn powerless(line: &str) -> Cow<'_, str> {
    let blanks = line.len() - line.trim_start().len();
    let is_command = line[blanks..].starts_with("::");
    if !is_command && !line.contains("##[") {
        return Cow::Borrowed(line);
    }
    let mut out = line.replace("##[", "##\\u{5b}");
    if is_command {
        out.replace_range(blanks..=blanks, "\\u{3a}");
    }
    Cow::Owned(out)
}

/// Whether standard error shows colours: a terminal does, unless its user wants none, and anything else where the user says so.
#[must_use]
pub fn has_colour() -> bool {
    wants_colour(|name| std::env::var_os(name), std::io::stderr().is_terminal())
}

/// By `NO_COLOR` (no-color.org), `CLICOLOR_FORCE` and `CLICOLOR` (bixense.com/clicolors), and `TERM`, in this order.
fn wants_colour(variable: impl Fn(&str) -> Option<OsString>, is_terminal: bool) -> bool {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let is = |name, wanted: &str| variable(name).is_some_and(|value| value == wanted);
    if is_set("NO_COLOR") {
        return false;
    }
    if is_set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0") {
        return true;
    }
    is_terminal && !is("CLICOLOR", "0") && !is("TERM", "dumb")
}

/// A diagnostic as a person reads it: message, file and line, the line itself with a mark, the hint.
fn rendered(diagnostic: &Diagnostic, colour: bool) -> String {
    let diagnostic = &diagnostic.visible();
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(100);
    let mut out = String::new();
    match handler.render_report(&mut out, &Report(diagnostic)) {
        Ok(()) => out,
        Err(_) => format!("{}: {}\n", diagnostic.file, diagnostic.message),
    }
}

#[derive(Debug)]
struct Report<'d>(&'d Diagnostic);

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(diagnostic) = self;
        write!(f, "{}: ", diagnostic.file)?;
        if !diagnostic.pointer.is_empty() {
            write!(f, "{}: ", diagnostic.pointer)?;
        }
        f.write_str(&diagnostic.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(match self.0.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.0.hint.as_ref().map(|hint| Box::new(hint) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.place.as_ref().map(|_| self as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (offset, length) = self.0.place.as_ref()?.mark;
        let label = LabeledSpan::new(Some("here".to_owned()), offset, length);
        Some(Box::new(std::iter::once(label)))
    }
}

/// The one line that a diagnostic keeps, at its true place in the file.
impl SourceCode for Report<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let place = self.0.place.as_ref().ok_or(MietteError::OutOfBounds)?;
        let _ = span;
        let whole = SourceSpan::from(0..place.excerpt.len());
        let contents = MietteSpanContents::new_named(
            self.0.file.clone(),
            place.excerpt.as_bytes(),
            whole,
            place.line - 1,
            place.column.saturating_sub(1),
            1,
        );
        Ok(Box::new(contents))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_what_the_user_wants() {
        for (set, on_a_terminal, elsewhere) in [
            (&[][..], true, false),
            (&[("NO_COLOR", "1")], false, false),
            (&[("NO_COLOR", "")], true, false),
            (&[("CLICOLOR_FORCE", "1")], true, true),
            (&[("CLICOLOR_FORCE", "0")], true, false),
            (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false, false),
            (&[("CLICOLOR", "0")], false, false),
            (&[("TERM", "dumb")], false, false),
            (&[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")], true, true),
        ] {
            let variable =
                |name: &str| set.iter().find(|(own, _)| *own == name).map(|(_, value)| OsString::from(value));
            assert_eq!(
                [wants_colour(variable, true), wants_colour(variable, false)],
                [on_a_terminal, elsewhere],
                "{set:?}"
            );
        }
    }
    use crate::model::ProblemKind;
    use crate::model::diagnostic::Place;

    #[test]
    fn no_line_is_a_command_of_a_workflow() {
        for (line, written) in [
            ("a::b and ## [x]", "a::b and ## [x]"),
            ("::error::x", "\\u{3a}:error::x"),
            (" \u{a0} ::error::x", " \u{a0} \\u{3a}:error::x"),
            ("a ##[add-path]/evil", "a ##\\u{5b}add-path]/evil"),
            ("::##[error]", "\\u{3a}:##\\u{5b}error]"),
        ] {
            assert_eq!(powerless(line), written);
        }
    }

    #[test]
    fn the_mark_stands_below_what_it_marks() {
        let text = "{\"\x1b[2J\": 1, \"\u{202e}k\x07\": oops}";
        let diagnostic = Diagnostic {
            place: Some(Place::in_text(text, text.find("oops").unwrap(), 4)),
            ..Diagnostic::new(Level::Error, ProblemKind::Syntax, "a\nb\x1b.json", "no\x07 `\u{9b}2J`")
        };
        let out = rendered(&diagnostic, false);
        assert!(!out.chars().any(|sign| sign != '\n' && crate::model::visible::is_hidden(sign)), "{out:?}");
        let line = |part: &str| out.lines().find(|line| line.contains(part)).unwrap().to_owned();
        let (quoted, marks) = (line("oops"), line("──┬─"));
        let column = |line: &str, part: &str| line.split(part).next().unwrap().chars().count();
        assert_eq!(column(&quoted, "oops"), column(&marks, "──┬─"), "{out}");
        assert!(out.contains("a\\nb\\u{1b}.json: no\\u{7} `\\u{9b}2J`"), "{out}");
    }
}

//! What a person at the terminal sees: progress, problems, closing words.

use crate::model::{Diagnostic, Level};
use crate::site::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode,
    SourceSpan, SpanContents,
};
use std::fmt;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Instant;

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
        let template = if steps == 0 { "{msg} {pos}" } else { "{msg} {wide_bar} {pos}/{len}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
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

/// Writes a line to standard error.
#[expect(clippy::disallowed_macros, reason = "this is the edge")]
pub fn say(line: &str) {
    eprintln!("{line}");
}

/// Writes text to standard output; a reader that went away is no failure.
pub fn print(text: &str) {
    use std::io::Write;
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Whether standard error shows colours.
#[must_use]
pub fn has_colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A diagnostic as a person reads it: message, file and line, the line itself with a mark, the hint.
#[must_use]
pub fn rendered(diagnostic: &Diagnostic) -> String {
    let theme = if has_colour() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
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

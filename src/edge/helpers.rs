//! Other processes that parse code: when a grammar's scanner ends one of them, the build goes on.

use crate::text::highlight::{CodeBlock, CodeParser, Parsing, Spans, answer_all, ask, read_answers};
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The command of this program that a helper runs.
pub const COMMAND: &str = "parse-code";

/// A helper stops by itself when one block takes so many of these. Parsing stops at a number of steps, which takes a
/// fraction of a second, so that only a scanner that never comes to an end gets here, on the slowest machine as well.
const TICKS: u32 = 60;
const TICK: Duration = Duration::from_secs(1);

/// The most memory that a helper may have, far more than its steps can fill.
const MOST_MEMORY: u64 = 2 << 30;

/// Helpers, started when they are needed, as many as there are threads that ask.
pub struct Helpers {
    /// Started as a helper: this program.
    program: PathBuf,
    state: Mutex<State>,
    is_back: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Helper>,
    /// Those whose answer somebody waits for, so that they come back whatever else happens.
    awaited: usize,
    /// Why no helper could be started.
    failure: Option<io::Error>,
}

struct Helper {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Helpers {
    /// Helpers that are started from a program, which is this one.
    #[must_use]
    pub fn of(program: &Path) -> Self {
        Self { program: program.to_owned(), state: Mutex::default(), is_back: Condvar::new() }
    }

    /// Helpers that are started from the program that runs.
    #[must_use]
    pub fn of_this_program() -> Self {
        // Where the system has this link, it leads to this program also when its file was replaced by a newer one.
        let link = PathBuf::from("/proc/self/exe");
        Self::of(&if link.exists() { link } else { std::env::current_exe().unwrap_or_default() })
    }

    /// Why code stayed plain that should be coloured: there was no helper.
    pub fn failure(&self) -> Option<io::Error> {
        self.lock().failure.take()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An idle helper, or a new one.
    fn take(&self) -> io::Result<Helper> {
        let idle = self.lock().idle.pop();
        idle.map_or_else(|| Helper::start(&self.program), Ok)
    }

    /// The same for somebody who waits for its answer; where no more can be started, the next that is free.
    fn take_to_wait(&self) -> Option<Helper> {
        let mut state = self.lock();
        loop {
            let error = match state.idle.pop().map_or_else(|| Helper::start(&self.program), Ok) {
                Ok(helper) => {
                    state.awaited += 1;
                    return Some(helper);
                }
                Err(error) => error,
            };
            if state.awaited == 0 {
                state.failure = Some(error);
                return None;
            }
            state = self.is_back.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn put_back(&self, helper: Helper) {
        self.lock().idle.push(helper);
        self.is_back.notify_one();
    }

    /// Asks and waits.
    fn ask(&self, blocks: &[CodeBlock<'_>]) -> Result<Vec<Option<Spans>>, Gone> {
        let Some(helper) = self.take_to_wait() else { return Ok(vec![None; blocks.len()]) };
        let (helper, answers) = helper.asked(blocks).and_then(|helper| helper.answers(blocks)).ok().unzip();
        let mut state = self.lock();
        state.awaited -= 1;
        state.idle.extend(helper);
        drop(state);
        self.is_back.notify_one();
        answers.ok_or(Gone)
    }

    /// One after the other.
    fn ask_for_each(&self, blocks: &[CodeBlock<'_>]) -> Vec<Option<Spans>> {
        let one = |block: &CodeBlock<'_>| self.ask(std::slice::from_ref(block)).ok()?.pop()?;
        blocks.iter().map(one).collect()
    }
}

/// A helper did not outlive what it was asked.
struct Gone;

impl CodeParser for Helpers {
    fn begin(&self, blocks: Vec<CodeBlock<'static>>) -> Parsing<'_> {
        // Where there is none now, there may be one when the answer is wanted.
        let asked = self.take().ok().map(|helper| helper.asked(&blocks));
        Box::new(move || {
            let spans = match asked.map(|asked| asked.and_then(|helper| helper.answers(&blocks))) {
                Some(Ok((helper, spans))) => {
                    self.put_back(helper);
                    Ok(spans)
                }
                Some(Err(Gone)) => Err(Gone),
                None => self.ask(&blocks),
            };
            // Once more: one block may have ended a helper that had the others to parse as well, or somebody else did.
            let spans = spans.unwrap_or_else(|Gone| self.ask_for_each(&blocks));
            blocks.into_iter().zip(spans).collect()
        })
    }
}

impl Helper {
    fn start(program: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        // Its errors are where a scanner says why it gives up.
        command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // Ctrl-C ends this process alone, which then ends the others: none goes while its answer could still be used.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut process = command.spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (to, from) = pipes.ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(Self { process, to, from: BufReader::new(from) })
    }

    /// One that has a question to answer.
    fn asked(mut self, blocks: &[CodeBlock<'_>]) -> Result<Self, Gone> {
        ask(blocks, &mut self.to).map(|()| self).map_err(|_| Gone)
    }

    /// What it says, and itself, who can be asked again.
    fn answers(mut self, blocks: &[CodeBlock<'_>]) -> Result<(Self, Vec<Option<Spans>>), Gone> {
        let answers = read_answers(blocks, &mut self.from).map_err(|_| Gone)?;
        Ok((self, answers))
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        // It holds nothing that is worth waiting for.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Parses code that comes in on standard input until there is no more. It must not be the process that builds.
pub fn help() {
    limit_memory();
    let begun = Arc::new(AtomicU64::new(0));
    let watched = Arc::clone(&begun);
    thread::spawn(move || end_when_stuck(&watched));
    // Even numbers while it waits for a question, odd ones while it parses.
    let next = || _ = begun.fetch_add(1, Ordering::Relaxed);
    // Whatever is wrong, the process that asks finds out by the end of this one.
    let _ = answer_all(&mut io::stdin().lock(), &mut BufWriter::new(io::stdout().lock()), next, next);
}

fn end_when_stuck(begun: &AtomicU64) {
    let (mut last, mut ticks) = (0, 0);
    while ticks < TICKS {
        thread::sleep(TICK);
        let now = begun.load(Ordering::Relaxed);
        ticks = if now == last && now % 2 == 1 { ticks + 1 } else { 0 };
        last = now;
    }
    std::process::abort();
}

/// And no picture of what a scanner left behind.
#[cfg(unix)]
fn limit_memory() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    for (resource, most) in [(Resource::Data, MOST_MEMORY), (Resource::Core, 0)] {
        let maximum = getrlimit(resource).maximum;
        let current = maximum.map_or(most, |maximum| maximum.min(most));
        // A system that has no such limit has the others.
        let _ = setrlimit(resource, Rlimit { current: Some(current), maximum });
    }
}

#[cfg(not(unix))]
fn limit_memory() {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::text::highlight::Highlighter;

    fn helpers(program: &str) -> Arc<Helpers> {
        Arc::new(Helpers::of(Path::new(program)))
    }

    fn lines(helpers: &Arc<Helpers>, code: &str) -> Vec<String> {
        Highlighter::new(Arc::clone(helpers) as Arc<dyn CodeParser>).lines("go", code).to_vec()
    }

    #[test]
    fn what_ends_every_helper_stays_plain() {
        // One ends at once, the other says what cannot be.
        for program in ["false", "echo"] {
            let helpers = helpers(program);
            assert_eq!(lines(&helpers, "return 1\n"), ["return 1"], "{program}");
            assert_eq!(lines(&helpers, "return 2\n"), ["return 2"], "{program}");
            assert!(helpers.failure().is_none(), "{program}");
        }
    }

    #[test]
    fn a_machine_without_helpers_is_told_of() {
        let helpers = helpers("/nowhere/pilcrow");
        assert_eq!(lines(&helpers, "return 1\n"), ["return 1"]);
        assert_eq!(helpers.failure().map(|error| error.kind()), Some(io::ErrorKind::NotFound));
    }
}

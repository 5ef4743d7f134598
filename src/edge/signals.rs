//! What happens when the program is told to end. What a build leaves then: nothing.

use super::stage_error::StageError;
use super::workplace::Workplace;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The workplace of the build, if it has one: the build writes into it, and whoever is told to end the process removes it.
#[derive(Clone, Debug, Default)]
pub struct Held(Arc<RwLock<Option<Workplace>>>);

impl Held {
    /// Nobody removes the workplace while this is held. Held shortly: whoever wants to end the process waits.
    ///
    /// # Errors
    /// When there is no workplace any more.
    pub fn writing(&self) -> Result<RwLockReadGuard<'_, Option<Workplace>>, StageError> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if held.is_some() { Ok(held) } else { Err(StageError::Ended) }
    }

    /// Nobody else has anything to do with the workplace while this is held.
    pub fn alone(&self) -> RwLockWriteGuard<'_, Option<Workplace>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// From now on a signal that ends the process removes the workplace first. A site that is being put in place is put in
/// place. The exit status is the one that shells give to a program that a signal ended: 130 for SIGINT, 143 for SIGTERM, 129
/// for SIGHUP. A signal that is ignored, as by `nohup`, stays ignored.
#[cfg(unix)]
pub fn end_cleanly(held: &Held) {
    // Without it a signal ends the process at once, and the next build clears up.
    let Some(mut signals) = ending() else { return };
    let held = held.clone();
    std::thread::spawn(move || {
        let Some(signal) = signals.forever().next() else { return };
        // Held to the end: nobody writes into a folder that is being removed.
        let mut workplace = held.alone();
        let had_workplace = workplace.as_mut().map(Workplace::remove).is_some();
        if had_workplace {
            say("the build was ended; nothing was changed");
        }
        std::process::exit(128 + signal);
    });
}

#[cfg(not(unix))]
pub fn end_cleanly(_: &Held) {}

/// From now on the first signal that ends the process calls `end` instead, and a second one ends it at once.
#[cfg(unix)]
pub fn end_by(end: impl FnOnce() + Send + 'static) {
    let Some(mut signals) = ending() else { return };
    std::thread::spawn(move || {
        let mut signals = signals.forever();
        if signals.next().is_some() {
            end();
        }
        if let Some(signal) = signals.next() {
            std::process::exit(128 + signal);
        }
    });
}

#[cfg(not(unix))]
pub fn end_by(_: impl FnOnce() + Send + 'static) {}

/// The signals that end a process, as far as it does not ignore them.
#[cfg(unix)]
fn ending() -> Option<signal_hook::iterator::Signals> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let ignored = ignored();
    let wanted = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    signal_hook::iterator::Signals::new(wanted).ok()
}

/// Says it, if anybody listens: the terminal may be the one that has just gone.
#[cfg(unix)]
fn say(words: &str) {
    use std::io::{IsTerminal as _, Write as _};
    let mut stderr = std::io::stderr();
    let start = if stderr.is_terminal() { "\r\x1b[2K" } else { "" };
    let _ = writeln!(stderr, "{start}{words}");
}

/// The signals that the process ignores, one a bit, as far as the system tells: Linux does.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).unwrap_or_default()
}

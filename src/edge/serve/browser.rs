//! Opens an address in the browser of the person at this machine.

use std::io;
use std::process::{Command, Stdio};
use std::thread;

/// Opens an address of this program's own making.
///
/// # Errors
/// When the program for it cannot be started.
pub fn open(address: &str) -> io::Result<()> {
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        // Not `cmd /c start`, which reads the address as a command.
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // It may run as long as the browser, and is to leave no dead process behind.
    thread::spawn(move || _ = child.wait());
    Ok(())
}

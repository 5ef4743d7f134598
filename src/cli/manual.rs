//! `pilcrow completions` and `pilcrow man`: what clap knows of the commands, for shells and for people.

use super::args::Arguments;
use super::{CliError, Outcome};
use crate::edge::terminal;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::Roff;
use std::io;

/// Prints the script that completes commands in a shell.
pub fn print_completions(shell: Shell) -> Result<Outcome, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "pilcrow", &mut script);
    print(&script)
}

/// Prints one page for the program and all of its commands.
pub fn print_page() -> Result<Outcome, CliError> {
    let mut page = Vec::new();
    write_page(&mut page).map_err(CliError::UnwritableOutput)?;
    print(&page)
}

/// In one go: where nobody reads it, what clap writes by itself would end in a panic.
fn print(text: &[u8]) -> Result<Outcome, CliError> {
    terminal::print(&String::from_utf8_lossy(text)).map_err(CliError::UnwritableOutput)?;
    Ok(Outcome::Fine)
}

fn write_page(out: &mut Vec<u8>) -> io::Result<()> {
    let mut program = Arguments::command();
    program.build();
    let head = Man::new(program.clone());
    head.render_title(out)?;
    head.render_name_section(out)?;
    head.render_synopsis_section(out)?;
    head.render_description_section(out)?;
    for command in program.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help") {
        let heading = format!("pilcrow {}", command.get_name());
        Roff::new().control("SH", [heading.as_str()]).to_writer(out)?;
        let section = Man::new(command.clone());
        section.render_synopsis_section(out)?;
        section.render_description_section(out)?;
        section.render_options_section(out)?;
        section.render_extra_section(out)?;
    }
    head.render_extra_section(out)
}

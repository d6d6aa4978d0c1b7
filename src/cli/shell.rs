//! `clauselint completions` and `clauselint man`: what shells and the manual know of the command line.

use super::args::{Cli, Completions, Man};
use super::{Exit, Terminal};
use clap::CommandFactory;
use std::io;

const NAME: &str = "clauselint";

/// Prints the completions for a shell.
pub fn completions(args: &Completions, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    // The generator panics when it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), NAME, &mut script);
    terminal.out.write_all(&script)?;
    Ok(Exit::Clean)
}

/// Prints a page of the manual.
pub fn man(args: &Man, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let mut program = Cli::command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => {
            let Some(command) = program.find_subcommand(name) else {
                let known: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
                writeln!(terminal.err, "error: there is no command `{name}`; there are {}", known.join(", "))?;
                return Ok(Exit::Error);
            };
            let title = format!("{NAME}-{name}");
            command.clone().display_name(title)
        }
    };
    clap_mangen::Man::new(page).render(&mut terminal.out)?;
    Ok(Exit::Clean)
}

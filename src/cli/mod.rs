//! The program: arguments, one file a command, exit codes. Formats nothing itself: `report` does.

pub mod args;
mod audit;
mod baseline;
mod check;
mod diff;
mod explain;
mod fmt;
mod formats;
mod init;
mod outline;
mod progress;
mod rules;
mod score;
mod session;
mod shell;
mod terminal;
mod test;
mod timing;
mod trace;
mod waivers;

use args::{Cli, Command};
use clap::Parser;
use std::io::{self, BufWriter};
use std::process::ExitCode;
pub use terminal::Terminal;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above the failure level.
    Clean,
    /// Findings.
    Findings,
    /// Wrong use, or an error of the environment.
    Error,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Error => Self::from(2),
        }
    }
}

/// Runs the program with the process's arguments and streams.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let out = &mut BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let err = &mut BufWriter::new(io::stderr().lock());
    let mut terminal = Terminal::new(&cli, out, err);
    run(&cli, &mut io::stdin().lock(), &mut terminal).into()
}

/// Runs a command. A reader that went away (`| head -1`) is no error: the rest is not printed.
fn run(cli: &Cli, stdin: &mut dyn io::Read, terminal: &mut Terminal<'_>) -> Exit {
    let exit = match &cli.command {
        Command::Check(args) => check::run(args, stdin, terminal),
        Command::Audit(args) => audit::run(args, stdin, terminal),
        Command::Diff(args) => diff::run(args, stdin, terminal),
        Command::Outline(args) => outline::run(args, stdin, terminal),
        Command::Explain(args) => match &args.on {
            Some(on) => trace::run(args, on, stdin, terminal),
            None => explain::run(args, terminal),
        },
        Command::Rules(args) => rules::run(args, terminal),
        Command::Score(args) => score::run(args, terminal),
        Command::Test(args) => test::run(args, terminal),
        Command::Fmt(args) => fmt::run(args, stdin, terminal),
        Command::Init(args) => init::run(args, stdin, terminal),
        Command::Baseline(args) => baseline::run(args, stdin, terminal),
        Command::Waivers(args) => waivers::run(args, stdin, terminal),
        Command::Completions(args) => shell::completions(args, terminal),
        Command::Man(args) => shell::man(args, terminal),
    };
    let flushed = terminal.out.flush();
    match (exit, flushed) {
        (Ok(exit), Ok(())) => finish(exit, terminal),
        (Ok(exit), Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => finish(exit, terminal),
        (Err(error), _) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Clean,
        (Err(error), _) | (_, Err(error)) => {
            let _ = writeln!(terminal.err, "error: cannot write the output: {error}");
            finish(Exit::Error, terminal)
        }
    }
}

fn finish(exit: Exit, terminal: &mut Terminal<'_>) -> Exit {
    // Nobody is left to be told when standard error is gone.
    let _ = terminal.err.flush();
    exit
}

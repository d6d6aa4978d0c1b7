//! The command line as clap understands it. Checks no names of rules or packs: `session` does.

mod diff;
mod score;

use super::formats::further;
pub use super::formats::{
    AuditFormat, CheckFormat, Color, DiffFormat, FailOn, Further, Hyperlinks, InputFormat, RulesFormat, TreeFormat,
};
use crate::project::ConfigChoice;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
pub use diff::Diff;
use jiff::civil::Date;
pub use score::Score;
use std::path::PathBuf;

/// Lint privacy policies: what the text must say, where it says it, and what is missing.
///
/// Not legal advice: a finding is a reason to look, and its absence is no certificate.
#[derive(Debug, Parser)]
#[command(name = "clauselint", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit codes: 0 nothing at or above the failure level, 1 findings, 2 wrong use or an error of \
the environment.\nConfiguration: clauselint.yaml, looked for from each file's folder upwards.")]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// When to colour the output.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    pub color: Color,
    /// When to make the names of rules links to their law.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    pub hyperlinks: Hyperlinks,
    /// Print findings only.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print also what was found to be in order.
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report what policies lack or should not say.
    Check(Check),
    /// Show every rule's verdict, with the evidence or the reason.
    Audit(Audit),
    /// Compare two versions of a policy: requirements lost and gained, values that changed.
    Diff(Diff),
    /// Show how a policy is segmented: sections, blocks, sentences.
    Outline(Outline),
    /// Explain a rule: what, why, when, with examples.
    Explain(Explain),
    /// List the rules: what is shipped and what is enabled.
    Rules(Rules),
    /// Run the examples in rules as tests.
    Test(Test),
    /// Measure rules against policies that people have annotated: precision, recall, disagreements.
    Score(Score),
    /// Bring rule files into the one layout; texts, remarks and meaning stay.
    Fmt(Fmt),
    /// Write a commented clauselint.yaml, after asking on a terminal or by flags.
    Init(Init),
    /// Write down today's findings, so that `check --baseline` reports only new ones.
    Baseline(Baseline),
    /// List what is suppressed: where, why, on whose word and until when.
    Waivers(Waivers),
    /// Print what a shell needs to complete commands and options.
    Completions(Completions),
    /// Print a page of the manual (roff), of the program or of one command.
    Man(Man),
}

/// `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// The command, such as check [default: the program].
    pub command: Option<String>,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// What to read.
    #[command(flatten)]
    pub input: Input,
    /// How to judge.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print: `human` for people, `short` for editors (one line a finding), `json` for programs.
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: CheckFormat,
    /// Write to this file, whole or not at all, instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// Write a further output in the same run, such as sarif=lint.sarif. Repeatable.
    #[arg(long = "output", value_name = "FORMAT=FILE", value_parser = further)]
    pub outputs: Vec<Further>,
    /// From which severity on a finding fails the run [default: warning, or what clauselint.yaml says].
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Exit with 0 also when there are findings (errors of use and environment still exit with 2).
    #[arg(long)]
    pub exit_zero: bool,
    /// Report only what this baseline does not hold (see `clauselint baseline`).
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Lint only the policies that differ from this revision of their git repository, such as main or HEAD~1.
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Count the findings by rule instead of showing them.
    #[arg(long)]
    pub statistics: bool,
    /// Say on standard error where the time went, by stage and by rule.
    #[arg(long)]
    pub timing: bool,
}

/// `audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// What to read.
    #[command(flatten)]
    pub input: Input,
    /// How to judge.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print: `human` is a table, `json` is for programs, `html` a page to send, `predictions` one line a policy
    /// for `--mapping`.
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: AuditFormat,
    /// Write to this file, whole or not at all, instead of standard output.
    #[arg(long, value_name = "FILE", conflicts_with = "mapping")]
    pub output_file: Option<PathBuf>,
    /// From requirements to rules and definitions: which statements `predictions` looks for.
    #[arg(long, value_name = "FILE", required_if_eq("output_format", "predictions"))]
    pub mapping: Option<PathBuf>,
}

/// `outline`.
#[derive(Debug, Args)]
pub struct Outline {
    /// What to read.
    #[command(flatten)]
    pub input: Input,
    /// How to print.
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: TreeFormat,
}

/// `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule, such as core/retention.
    pub rule: String,
    /// Show step by step how the rule is evaluated on this policy (`-` for standard input).
    #[arg(long, value_name = "FILE")]
    pub on: Option<PathBuf>,
    /// Apply these packs, or `all` [default: by the profile, else by what the text shows].
    #[arg(long = "pack", value_name = "PACK", value_delimiter = ',', requires = "on")]
    pub packs: Vec<String>,
    /// What is known about the publisher: audience=eu,us-ca or FACT=true|false. Repeatable.
    #[arg(long, value_name = "KEY=VALUE", requires = "on")]
    pub profile: Vec<String>,
    /// Judge by the law of this day, such as 2026-01-31 [default: today].
    #[arg(long, value_name = "DATE", value_parser = date, requires = "on")]
    pub as_of: Option<Date>,
    /// Read the policy in this format instead of guessing by name and content.
    #[arg(long, value_enum, value_name = "FORMAT", requires = "on")]
    pub input_format: Option<InputFormat>,
    /// How to print the evaluation: `human` is a tree, `json` is for programs.
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT", requires = "on")]
    pub output_format: Option<TreeFormat>,
    /// Where the configuration is.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `rules`.
#[derive(Debug, Args)]
pub struct Rules {
    /// Where the configuration is.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// Which rules count as enabled.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print: `human` is a list, `json` is for programs, `markdown` a page a pack with all that its rules say.
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: RulesFormat,
}

/// `test`.
#[derive(Debug, Args)]
pub struct Test {
    /// Rule files or folders of them; without any, the embedded rules.
    pub files: Vec<PathBuf>,
    /// Report which alternatives of which phrases no example exercises.
    #[arg(long)]
    pub coverage: bool,
    /// As --coverage, and exit with 1 when there are any.
    #[arg(long)]
    pub require_coverage: bool,
    /// How to print.
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: TreeFormat,
    /// Where the configuration is.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `fmt`.
#[derive(Debug, Args)]
pub struct Fmt {
    /// Rule files or folders of them, or `-` for standard input to standard output [default: the current folder].
    pub files: Vec<PathBuf>,
    /// Change nothing; list the files that would change, and exit with 1 if there are any.
    #[arg(long)]
    pub check: bool,
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Whom the policy addresses, such as eu,us-ca.
    #[arg(long, value_name = "AUDIENCE", value_delimiter = ',')]
    pub audience: Vec<String>,
    /// What is known about the business, such as uses-cookies=true. Repeatable.
    #[arg(long = "fact", value_name = "FACT=true|false")]
    pub facts: Vec<String>,
    /// Apply these packs [default: by the profile, else by what the text shows].
    #[arg(long, value_name = "PACK", value_delimiter = ',')]
    pub packs: Vec<String>,
    /// Ask nothing.
    #[arg(short, long)]
    pub yes: bool,
    /// Overwrite an existing clauselint.yaml.
    #[arg(long)]
    pub force: bool,
}

/// `baseline`.
#[derive(Debug, Args)]
pub struct Baseline {
    /// What to read.
    #[command(flatten)]
    pub input: Input,
    /// How to judge.
    #[command(flatten)]
    pub judging: Judging,
    /// Where to write it.
    #[arg(long, value_name = "FILE", default_value = "clauselint-baseline.json")]
    pub output_file: PathBuf,
}

/// `waivers`.
#[derive(Debug, Args)]
pub struct Waivers {
    /// What to read.
    #[command(flatten)]
    pub input: Input,
    /// How to judge.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print: `human` is a register, `json` is for programs.
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: TreeFormat,
}

/// What to read.
#[derive(Debug, Args)]
pub struct Input {
    /// Files, folders, or `-` for standard input [default: the current folder].
    pub paths: Vec<PathBuf>,
    /// What standard input is called.
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    /// Read policies in this format instead of guessing by name and content.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,
    /// Read policies of up to so many MB [default: 256].
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u64).range(1..=2048))]
    pub max_size: Option<u64>,
    /// Where the configuration is.
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// Where the configuration is.
#[derive(Clone, Debug, Args)]
pub struct ConfigArgs {
    /// Use this configuration and look for no other.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Use no configuration.
    #[arg(long)]
    pub isolated: bool,
    /// Use the packs and lexicons of this folder instead of those that are part of the program.
    #[arg(long, value_name = "FOLDER")]
    pub rules_from: Option<PathBuf>,
}

impl ConfigArgs {
    /// What they ask for.
    pub fn choice(&self) -> ConfigChoice {
        match &self.config {
            Some(file) => ConfigChoice::File(file.clone()),
            None if self.isolated => ConfigChoice::Isolated,
            None => ConfigChoice::Search,
        }
    }
}

/// How to judge.
#[derive(Debug, Default, Args)]
pub struct Judging {
    /// Apply these packs, or `all` [default: by the profile, else by what the text shows].
    #[arg(long = "pack", value_name = "PACK", value_delimiter = ',')]
    pub packs: Vec<String>,
    /// Report only these rules: ids, packs or globs such as core/children-*.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not report these rules: ids, packs or globs.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// What is known about the publisher: audience=eu,us-ca or FACT=true|false. Repeatable.
    #[arg(long, value_name = "KEY=VALUE")]
    pub profile: Vec<String>,
    /// Judge by the law of this day, such as 2026-01-31 [default: today].
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date such as 2026-01-31 is expected".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}

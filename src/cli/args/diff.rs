//! The arguments of `diff`.

use super::{ConfigArgs, DiffFormat, FailOn, InputFormat, Judging};
use clap::Args;
use std::path::PathBuf;

/// `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The old file and the new one; with --git the new one alone. `-` is standard input.
    #[arg(required = true, num_args = 1..=2, value_names = ["OLD", "NEW"])]
    pub files: Vec<PathBuf>,
    /// Compare with the file as it was at this revision: a branch, a tag or a commit, such as main or HEAD~1.
    #[arg(long, value_name = "REV")]
    pub git: Option<String>,
    /// Read both policies in this format instead of guessing by name and content.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,
    /// Where the configuration is. That of the new file holds for both.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// How to judge, both alike.
    #[command(flatten)]
    pub judging: Judging,
    /// How to print: `human` for people, `json` for programs, `markdown` for a pull request or a record, `html` a page
    /// to send.
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: DiffFormat,
    /// Write to this file, whole or not at all, instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// From which severity on a lost requirement fails the run [default: warning, or what clauselint.yaml says].
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Exit with 0 also when a requirement was lost (errors of use and environment still exit with 2).
    #[arg(long)]
    pub exit_zero: bool,
}

//! The arguments of `score`.

use super::{ConfigArgs, TreeFormat, date};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// `score`.
#[derive(Debug, Args)]
pub struct Score {
    /// Annotated policies, one JSON object a line; their texts lie beside the file. Repeatable.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    pub gold: Vec<PathBuf>,
    /// From requirements to the corpora's labels.
    #[arg(long, value_name = "FILE")]
    pub labels: PathBuf,
    /// From requirements to rules and definitions.
    #[arg(long, value_name = "FILE")]
    pub mapping: PathBuf,
    /// Measure this rule or definition alone, for the requirements that the mapping gives it.
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    /// Leave out policies for which the annotation is in doubt or where nobody looked.
    #[arg(long)]
    pub certain: bool,
    /// Judgements that take the place of annotations, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub overrides: Option<PathBuf>,
    /// Only the policies of this split.
    #[arg(long, value_name = "NAME")]
    pub split: Option<String>,
    /// Only labels that fit so well.
    #[arg(long, value_name = "FIT", value_delimiter = ',', value_parser = ["good", "approx", "weak"])]
    pub fit: Vec<String>,
    /// From how many policies on each side on a requirement enters the second mean.
    #[arg(long, value_name = "N", default_value = "5")]
    pub min_support: usize,
    /// List the policies on which rules and people disagree, with both sides' places.
    #[arg(long)]
    pub disagreements: bool,
    /// Judge by the law of this day, such as 2026-01-31 [default: today].
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// How to print.
    #[arg(long, alias = "format", value_enum, value_name = "FORMAT", default_value = "human")]
    pub output_format: TreeFormat,
    /// Where the configuration is.
    #[command(flatten)]
    pub config: ConfigArgs,
}

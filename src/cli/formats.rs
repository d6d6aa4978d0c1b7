//! The formats that commands read and write, and other choices among words, as clap understands them.

use crate::diagnostic::Severity;
use crate::document::Format;
use clap::ValueEnum;
use std::path::PathBuf;

/// When to colour.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set; everywhere when `CLICOLOR_FORCE` is.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// When rules' names are links.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Hyperlinks {
    /// On a terminal that is known to show them.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How `check` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people.
    Human,
    /// One line a finding, for editors.
    Short,
    /// For programs.
    Json,
    /// Code scanning (SARIF 2.1.0).
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// Code quality reports of GitLab.
    Gitlab,
    /// Checkstyle's XML.
    Checkstyle,
    /// `JUnit`'s XML: a suite a policy, a test case a rule.
    Junit,
    /// Reviewdog's diagnostics.
    Rdjson,
    /// A summary for a pull request or a job.
    Markdown,
    /// A page for people: the policy with findings beside it, and every verdict.
    Html,
}

/// A further output of a run: `FORMAT=FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Further {
    /// The format.
    pub format: CheckFormat,
    /// The file.
    pub file: PathBuf,
}

/// Reads `FORMAT=FILE`; `Err` says what is wrong with it.
pub(super) fn further(text: &str) -> Result<Further, String> {
    let Some((format, file)) = text.split_once('=').filter(|(_, file)| !file.is_empty()) else {
        return Err("FORMAT=FILE is expected, such as sarif=lint.sarif".to_owned());
    };
    let format = CheckFormat::from_str(format, false).map_err(|_| {
        let known = CheckFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<String> = known.map(|v| v.get_name().to_owned()).collect();
        format!("there is no format `{format}`; known are {}", known.join(", "))
    })?;
    Ok(Further { format, file: file.into() })
}

/// How `audit` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// A page for people: the policy with findings beside it, and every verdict.
    Html,
    /// Which requirements each policy states, and where.
    Predictions,
}

/// How `diff` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// For a pull request or a record.
    Markdown,
    /// A page for people: what changed, and both texts with the places marked.
    Html,
}

/// How `rules` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// For lawyers: pages to read.
    Markdown,
}

/// How tables and trees are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TreeFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// The severity that fails a run.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FailOn {
    /// Only errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Everything.
    Info,
}

impl From<FailOn> for Severity {
    fn from(value: FailOn) -> Self {
        match value {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Info => Self::Info,
        }
    }
}

/// The formats that policies can have.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum InputFormat {
    /// `CommonMark`.
    Markdown,
    /// Plain text.
    Text,
    /// A published or saved page.
    Html,
    /// A word processor's draft.
    Docx,
}

impl From<InputFormat> for Format {
    fn from(value: InputFormat) -> Self {
        match value {
            InputFormat::Markdown => Self::Markdown,
            InputFormat::Text => Self::Plain,
            InputFormat::Html => Self::Html,
            InputFormat::Docx => Self::Docx,
        }
    }
}

//! The configuration's JSON Schema, for editors: `docs/clauselint.schema.json` is generated from here.
//!
//! These types are never read into; a test holds that they have the keys that `check` knows.

use schemars::JsonSchema;
use std::collections::BTreeMap;

/// The configuration of clauselint: which packs apply, what is known about the publisher, how grave findings are, and
/// which files are linted. All keys may be left out.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "clauselint.yaml")]
#[allow(dead_code, reason = "only its schema is used")]
struct File {
    /// Packs to apply: a list of names, or `all`. Without it, packs apply by the profile, else by what the text shows.
    packs: Option<OneOrMany>,
    /// What is known about the publisher. Whatever is left out is unknown, not false.
    profile: Option<Profile>,
    /// Severities by rule (`core/retention`), pack (`core`) or glob (`core/children-*`). The last match wins.
    severities: Option<BTreeMap<String, Severity>>,
    /// Files and folders with rules of one's own, relative to this file.
    rules: Option<OneOrMany>,
    /// Files and folders with lexicons of one's own, relative to this file.
    lexicons: Option<OneOrMany>,
    /// Globs of what is linted in a folder; by default Markdown, plain text, HTML and DOCX.
    include: Option<OneOrMany>,
    /// Globs of what is not.
    exclude: Option<OneOrMany>,
    /// Settings for some files; later ones win.
    overrides: Option<Vec<Override>>,
    /// Findings that are accepted, each with a reason.
    suppressions: Option<Vec<Suppression>>,
    /// From which severity on a finding fails the run; `warning` by default.
    fail_on: Option<FailOn>,
    /// The day of the law, such as 2026-01-31; today by default.
    #[schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    as_of: Option<String>,
}

/// Settings for the files that some globs name.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "only its schema is used")]
struct Override {
    /// Globs, relative to the configuration's folder.
    files: OneOrMany,
    /// Packs to apply to these files.
    packs: Option<OneOrMany>,
    /// What is known about the publisher of these files.
    profile: Option<Profile>,
    /// Severities for these files.
    severities: Option<BTreeMap<String, Severity>>,
}

/// Findings that are accepted.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "only its schema is used")]
struct Suppression {
    /// Rules by id (`core/retention`), pack (`core`) or glob (`core/children-*`).
    rules: OneOrMany,
    /// Globs of the files that they are accepted in, relative to the configuration's folder; all without it.
    files: Option<OneOrMany>,
    /// Only the finding with this fingerprint, as JSON output gives it.
    fingerprint: Option<String>,
    /// Why they are accepted. A suppression without a reason is a finding, and does not hold.
    reason: String,
    /// Who answers for it.
    owner: Option<String>,
    /// The first day on which it no longer holds.
    #[schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    until: Option<String>,
}

/// What is known about the publisher.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[allow(dead_code, reason = "only its schema is used")]
struct Profile {
    /// Whom the policy addresses: `eu`, `uk`, `us-ca` and the like, in any case. A state implies its country.
    audience: Option<OneOrMany>,
    /// Facts about the business, in kebab-case: `uses-cookies: true`.
    facts: Option<BTreeMap<String, bool>>,
}

/// One text or a list of texts.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "only its schema is used")]
enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// How grave a finding is.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[allow(dead_code, reason = "only its schema is used")]
enum Severity {
    /// Must be mended.
    Error,
    /// Should be mended.
    Warning,
    /// Worth knowing.
    Info,
    /// Not reported.
    Off,
}

/// The severity that fails a run.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[allow(dead_code, reason = "only its schema is used")]
enum FailOn {
    /// Only errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Everything.
    Info,
}

/// The schema as pretty JSON with a final line break.
pub fn json() -> String {
    let schema = schemars::schema_for!(File);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

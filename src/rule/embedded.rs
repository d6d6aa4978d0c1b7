//! The packs and lexicons that are part of the program.

use super::{Input, RuleSet};
use crate::source::{Source, Sources};

/// A file of `rules/` with its text, taken in when the program is compiled.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../rules/", $path)))),*]
    };
}

/// Rule files in the order in which packs and rules are listed.
pub const RULES: &[(&str, &str)] = &files![
    "core/core.clause",
    "core/identity.clause",
    "core/collection.clause",
    "core/purposes.clause",
    "core/sharing.clause",
    "core/disclosure.clause",
    "core/firms.clause",
    "core/keeping.clause",
    "core/transfers.clause",
    "core/rights.clause",
    "core/children.clause",
    "core/changes.clause",
    "gdpr/gdpr.clause",
    "gdpr/article-12.clause",
    "gdpr/article-13-1-ab.clause",
    "gdpr/article-13-1-c-purposes.clause",
    "gdpr/article-13-1-cd.clause",
    "gdpr/article-13-1-ef.clause",
    "gdpr/article-13-2.clause",
    "gdpr/article-14.clause",
    "gdpr/articles-15-21.clause",
    "gdpr/consent.clause",
    "gdpr/united-kingdom.clause",
    "gdpr/switzerland.clause",
    "ccpa/ccpa.clause",
    "ccpa/7011-e-1-practices.clause",
    "ccpa/7011-e-2-rights.clause",
    "ccpa/7011-e-3-requests.clause",
    "ccpa/7011-e-4-date-and-metrics.clause",
    "ccpa/methods.clause",
    "ccpa/statute.clause",
    "caloppa/caloppa.clause",
    "shine-the-light/shine-the-light.clause",
    "coppa/coppa.clause",
    "coppa/312-4-notice.clause",
    "coppa/312-10-retention.clause",
    "coppa/general-audience.clause",
    "us-states/us-states.clause",
    "us-states/common.clause",
    "us-states/colorado.clause",
    "us-states/connecticut.clause",
    "us-states/delaware.clause",
    "us-states/florida.clause",
    "us-states/minnesota.clause",
    "us-states/nevada.clause",
    "us-states/oregon.clause",
    "us-states/rhode-island.clause",
    "us-states/texas.clause",
    "us-states/washington.clause",
    "us-states/upcoming.clause",
    "platforms/platforms.clause",
    "platforms/apple.clause",
    "platforms/google.clause",
    "platforms/meta.clause",
    "dpf/dpf.clause",
    "dpf/notice.clause",
    "dpf/participation.clause",
    "dpf/recourse.clause",
    "obsolete/obsolete.clause",
    "obsolete/europe.clause",
    "obsolete/frameworks.clause",
    "obsolete/links.clause",
    "obsolete/names.clause",
    "obsolete/united-kingdom.clause",
    "obsolete/united-states.clause",
    "clarity/clarity.clause",
    "clarity/contradictions.clause",
    "clarity/dates.clause",
    "clarity/facts.clause",
    "clarity/garbled.clause",
    "clarity/labels.clause",
    "clarity/layout.clause",
    "clarity/leftovers.clause",
    "clarity/links.clause",
    "clarity/promises.clause",
    "clarity/purposes.clause",
    "clarity/readability.clause",
    "clarity/references.clause",
    "clarity/repetition.clause",
    "clarity/terms.clause",
    "clarity/vague.clause",
];

/// Lexicons.
pub const LEXICONS: &[(&str, &str)] = &files![
    "lexicons/actor.yaml",
    "lexicons/audience.yaml",
    "lexicons/california-category.yaml",
    "lexicons/country.yaml",
    "lexicons/data-type.yaml",
    "lexicons/date-role.yaml",
    "lexicons/fact.yaml",
    "lexicons/framework-site.yaml",
    "lexicons/framework.yaml",
    "lexicons/handling.yaml",
    "lexicons/law-in-force.yaml",
    "lexicons/legal-form.yaml",
    "lexicons/linked-document.yaml",
    "lexicons/opt-out-signal.yaml",
    "lexicons/outsider.yaml",
    "lexicons/practice.yaml",
    "lexicons/purpose.yaml",
    "lexicons/recipient-kind.yaml",
    "lexicons/recipient.yaml",
    "lexicons/recourse-body.yaml",
    "lexicons/renamed-company.yaml",
    "lexicons/retired-site.yaml",
    "lexicons/supervisory-authority.yaml",
    "lexicons/third-party-kind.yaml",
    "lexicons/tracker.yaml",
    "lexicons/use-act.yaml",
    "lexicons/transfer-mechanism.yaml",
];

/// The compiled form of all of these, made ahead: parsing them takes longer than linting a policy.
const COMPILED: &[u8] = include_bytes!("../../rules/embedded.bin");

/// Adds the embedded files to the sources of a run.
pub fn embedded(sources: &mut Sources) -> Input {
    let mut add =
        |(path, text): &(&str, &'static str)| sources.add(Source::embedded(format!("<embedded>/{path}"), text));
    let rules: Vec<_> = RULES.iter().map(&mut add).collect();
    let lexicons: Vec<_> = LEXICONS.iter().map(&mut add).collect();
    Input { embedded: rules.len(), embedded_lexicons: lexicons.len(), rules, lexicons, shipped: true }
}

/// The embedded rule set, when `input` asks for nothing else and the compiled form is that of the embedded texts. The
/// files were numbered from 0 when it was made; here they have the numbers of this run.
///
/// Debug builds always compile the texts, so that a change to the compiler shows at once.
pub fn compiled(input: &Input) -> Option<RuleSet> {
    let own = input.rules.len() > input.embedded || input.lexicons.len() > input.embedded_lexicons;
    if cfg!(debug_assertions) || !input.shipped || own {
        return None;
    }
    let mut set = decode(COMPILED)?;
    for rule in &mut set.rules {
        rule.source = input.rules.get(rule.source.0 as usize).copied()?;
    }
    for definition in &mut set.definitions {
        definition.source = input.rules.get(definition.source.0 as usize).copied()?;
    }
    Some(set)
}

/// Reads such bytes; `None` when they belong to other texts or are damaged.
pub fn decode(bytes: &'static [u8]) -> Option<RuleSet> {
    let (mark, rest) = bytes.split_first_chunk::<8>()?;
    if u64::from_le_bytes(*mark) != fingerprint() {
        return None;
    }
    postcard::from_bytes(rest).ok()
}

/// Counted up when the compiled form of the same texts becomes another.
const FORM: u64 = 6;

/// A hash of all embedded texts, with their lengths: eight bytes at a time, for it is taken at every start.
fn fingerprint() -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ FORM;
    let mut add = |word: u64| hash = (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for text in RULES.iter().chain(LEXICONS).flat_map(|(path, text)| [path, text]) {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        for word in words {
            add(u64::from_le_bytes(*word));
        }
        for byte in rest {
            add(u64::from(*byte));
        }
        add(text.len() as u64);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of `rules/embedded.bin` as they should be: a fingerprint of the texts, then the rule set.
    fn encode() -> Vec<u8> {
        let mut sources = Sources::default();
        let input = embedded(&mut sources);
        let (set, _) = super::super::compile::compile(&sources, &input);
        let mut bytes = fingerprint().to_le_bytes().to_vec();
        bytes.extend(postcard::to_stdvec(&set).unwrap_or_default());
        bytes
    }

    /// `UPDATE_DOCS=1 cargo test embedded` rewrites the file.
    #[test]
    fn the_compiled_rules_are_those_of_the_texts() {
        let fresh = encode();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write("rules/embedded.bin", &fresh).unwrap();
        } else {
            assert!(fresh == COMPILED, "rules/embedded.bin is stale: run UPDATE_DOCS=1 cargo test embedded");
        }
        let set = decode(Box::leak(fresh.clone().into_boxed_slice())).unwrap();
        assert_eq!(encode(), fresh, "compiling twice gives the same bytes");
        assert!(set.rules.len() > 20);
    }

    #[test]
    fn every_rule_file_is_embedded() {
        let mut on_disk = Vec::new();
        let mut folders = vec![std::path::PathBuf::from("rules")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.extension().and_then(|e| e.to_str()) {
                    None => folders.push(path),
                    Some("clause" | "yaml") => {
                        on_disk.push(path.strip_prefix("rules").unwrap().to_str().unwrap().to_owned());
                    }
                    Some(_) => {}
                }
            }
        }
        on_disk.sort();
        let mut listed: Vec<String> = RULES.iter().chain(LEXICONS).map(|(path, _)| (*path).to_owned()).collect();
        listed.sort();
        assert_eq!(listed, on_disk);
    }
}

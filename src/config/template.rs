//! A configuration to begin with: what was chosen, and everything else as a comment that says what it is for.

use super::{FACTS, Packs, Settings};
use crate::rule::RuleSet;
use crate::rule::expr::{Cond, SeverityChange};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The facts that rules ask for, with their meanings, in the order of the lexicon `fact`.
pub fn facts(rules: &RuleSet) -> Vec<(String, String)> {
    let mut asked = BTreeSet::new();
    let conditional =
        |change: &'_ SeverityChange| if let SeverityChange::When(c) = change { Some(c.clone()) } else { None };
    for rule in &rules.rules {
        rule.when.iter().for_each(|cond| collect(cond, &mut asked));
        rule.severity_changes.iter().filter_map(|(_, c)| conditional(c)).for_each(|c| collect(&c, &mut asked));
    }
    rules.pack_whens.iter().flatten().for_each(|cond| collect(cond, &mut asked));
    let known = rules.lexicon(FACTS).map(|l| l.entries.as_slice()).unwrap_or_default();
    let meaning = |e: &crate::matcher::Entry| e.attributes.get("meaning").cloned().unwrap_or_default();
    known.iter().filter(|e| asked.contains(&e.name)).map(|e| (e.name.clone(), meaning(e))).collect()
}

fn collect(cond: &Cond, facts: &mut BTreeSet<String>) {
    match cond {
        Cond::Fact(name) => {
            facts.insert(name.clone());
        }
        Cond::Not(inner) => collect(inner, facts),
        Cond::And(all) | Cond::Or(all) => all.iter().for_each(|c| collect(c, facts)),
        Cond::Audience(_) | Cond::Policy(..) => {}
    }
}

/// The text of a commented `clauselint.yaml` that says what `chosen` says. Loads without a diagnostic when the names in
/// `chosen` are known.
pub fn template(chosen: &Settings, rules: &RuleSet) -> String {
    let mut text = String::from(
        "# What clauselint is to do with the policies of this folder and the folders below it.\n\
         # Every key may be left out. A line that begins with # says nothing: take the # away to use it.\n\n",
    );
    packs(&mut text, chosen, rules);
    profile(&mut text, chosen, rules);
    text.push_str(REST);
    text
}

fn packs(text: &mut String, chosen: &Settings, rules: &RuleSet) {
    text.push_str("# Which packs of rules apply; `all` for every pack.\n");
    text.push_str("# Without this key they apply by the profile below, else by what the text itself shows.\n");
    for pack in rules.packs.iter().filter(|p| p.embedded) {
        let _ = writeln!(text, "#   {}: {}", pack.name, pack.title);
    }
    let _ = match &chosen.packs {
        None => writeln!(text, "# packs: [core]\n"),
        Some(Packs::All) => writeln!(text, "packs: all\n"),
        Some(Packs::Named(names)) => {
            let names: Vec<&str> = names.iter().map(|n| n.value.as_str()).collect();
            writeln!(text, "packs: [{}]\n", names.join(", "))
        }
    };
}

fn profile(text: &mut String, chosen: &Settings, rules: &RuleSet) {
    let none = |empty: bool| if empty { "# " } else { "" };
    let audience: Vec<String> = chosen.audience.iter().flatten().map(|n| format!("\"{}\"", n.value)).collect();
    let (no_audience, no_facts) = (audience.is_empty(), chosen.facts.is_empty());
    text.push_str(
        "# What is known about the publisher. What is left out is unknown, not false: the rules that need it then\n",
    );
    text.push_str("# wait, and the report asks for it.\n");
    let _ = writeln!(text, "{}profile:", none(no_audience && no_facts));
    text.push_str(
        "  # Whom the policy addresses: eu, uk, us, us-ca, a country, and the like. A state implies its country.\n",
    );
    let listed = if no_audience { "eu, us-ca".to_owned() } else { audience.join(", ") };
    let _ = writeln!(text, "  {}audience: [{listed}]", none(no_audience));
    text.push_str("  # Facts about the business: true or false.\n");
    let _ = writeln!(text, "  {}facts:", none(no_facts));
    for (name, meaning) in facts(rules) {
        // A later answer replaces an earlier one; a key may stand only once.
        let value = chosen.facts.iter().rev().find(|(n, _)| n.value == name).map(|(_, v)| *v);
        let _ = writeln!(text, "    {}{name}: {}  # {meaning}", none(value.is_none()), value.unwrap_or(true));
    }
    let asked = facts(rules);
    let mut seen = BTreeSet::new();
    for (name, value) in chosen.facts.iter().rev() {
        if !asked.iter().any(|(n, _)| *n == name.value) && seen.insert(&name.value) {
            let _ = writeln!(text, "    {}: {value}", name.value);
        }
    }
    text.push('\n');
}

/// What nobody is asked.
const REST: &str = r#"# How grave findings are, by rule, pack or pattern; the last match wins: error, warning, info, "off".
# severities:
#   core/retention: error
#   core/children-*: "off"

# Rules and lexicons of your own: files, or folders with *.clause and *.yaml files.
# rules: [legal/rules]
# lexicons: [legal/lexicons]

# Which files are policies when a folder is linted; by default *.md, *.markdown, *.txt,
# *.html, *.htm and *.docx.
# include: ["legal/**/*.md"]
# exclude: ["legal/drafts/**"]

# From which severity on a finding makes `clauselint check` fail: error, warning (the default) or info.
# fail-on: error

# Judge by the law of this day instead of today's.
# as-of: 2026-01-31
"#;

#[cfg(test)]
mod tests {
    use super::super::{Vocabulary, profile_setting, read};
    use super::*;
    use crate::rule::{compile, embedded};
    use crate::source::{Source, Sources};

    fn rules() -> RuleSet {
        let mut sources = Sources::default();
        let input = embedded(&mut sources);
        compile(&sources, &input).0
    }

    fn reads_back(chosen: &Settings, rules: &RuleSet) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("clauselint.yaml", template(chosen, rules)));
        let (config, problems) = read(&sources, id, "".into());
        assert_eq!(problems, [], "{}", template(chosen, rules));
        assert_eq!(config.check_names(&Vocabulary::from(rules)), []);
        assert_eq!(config.settings.profile(), chosen.profile());
        assert_eq!(config.settings.packs.is_some(), chosen.packs.is_some());
    }

    #[test]
    fn what_is_chosen_is_read_back() {
        let rules = rules();
        let mut chosen = Settings::default();
        reads_back(&chosen, &rules);
        profile_setting("uses-cookies=true", &mut chosen).unwrap();
        reads_back(&chosen, &rules);
        profile_setting("audience=eu,no,us-ca", &mut chosen).unwrap();
        profile_setting("directed-to-children=false", &mut chosen).unwrap();
        profile_setting("uses-cookies=false", &mut chosen).unwrap();
        chosen.packs = Some(Packs::All);
        reads_back(&chosen, &rules);
    }

    #[test]
    fn every_comment_is_sound_once_it_is_used() {
        let rules = rules();
        let text = template(&Settings::default(), &rules);
        let is_key = |l: &str| {
            let bare = l.trim_start().strip_prefix("# ").unwrap_or(l).trim_start();
            bare.split_once(": ").map_or(bare.ends_with(':'), |(k, _)| !k.contains(' '))
        };
        let used: Vec<String> = text
            .lines()
            .filter(|l| !rules.packs.iter().any(|p| l.starts_with(&format!("#   {}: ", p.name))))
            .map(|l| if is_key(l) { l.replacen("# ", "", 1) } else { l.to_owned() })
            .collect();
        let mut sources = Sources::default();
        let id = sources.add(Source::new("clauselint.yaml", used.join("\n")));
        let (config, problems) = read(&sources, id, "".into());
        assert_eq!(problems, [], "{}", used.join("\n"));
        assert!(config.settings.facts.len() > 3 && config.include.is_some() && config.as_of.is_some());
    }
}

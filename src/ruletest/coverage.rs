//! What no example exercises: alternatives of phrases, and operands of `or`, that take part in no match.
//!
//! All phrases and their variants stand in one matcher that is made for this alone; every example is scanned once. A
//! definition is exercised by the examples of any rule that uses it, a rule also by those of the rules that extend it.

use super::sites::{self, Key, Lexicons, Unit};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Format};
use crate::eval;
use crate::matcher::{Builder, LexiconId, Matcher, PhraseId};
use crate::rule::{Rule, RuleSet};
use crate::source::{SourceId, Sources, Span};
use crate::syntax;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the examples exercise of one rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCoverage {
    /// The file.
    pub source: SourceId,
    /// Phrases that rules use.
    pub phrases: usize,
    /// Alternatives and options in them, operands of `or`, and phrases that have no alternatives.
    pub alternatives: usize,
    /// How many of those some example exercises.
    pub exercised: usize,
    /// The others, each phrase's together, in the order of the file.
    pub gaps: Vec<Diagnostic>,
}

/// Runs the examples of the rules that `wanted` takes over the phrases that these rules use. `files` are the rule files of
/// the set, in its order. `today` is the day for examples that name none.
pub fn coverage(
    sources: &Sources,
    files: &[SourceId],
    rules: &RuleSet,
    today: Date,
    wanted: impl Fn(&Rule) -> bool,
) -> Vec<FileCoverage> {
    let (units, matcher) = read(sources, files, rules);
    let mut run = Run::new(units, rules, matcher);
    for (index, rule) in rules.rules.iter().enumerate().filter(|(_, r)| wanted(r)) {
        run.rule(rules, index, rule, today);
    }
    run.report(files)
}

/// The rules and definitions of all files, and a matcher for their phrases.
fn read(sources: &Sources, files: &[SourceId], rules: &RuleSet) -> (Vec<Unit>, Matcher) {
    let mut builder = Builder::new();
    let mut lexicons: Lexicons<'_> = HashMap::new();
    for (at, lexicon) in rules.lexicons.iter().enumerate() {
        let terms = lexicon.entries.iter().map(|entry| {
            let parse = |term: &String| syntax::parse_phrase(SourceId(0), term, 0).ok();
            let parts = entry.terms.iter().filter_map(parse);
            parts.filter_map(|p| sites::matcher_parts(&p, &HashMap::new(), &mut 0)).collect()
        });
        builder.lexicon(lexicon, terms.collect());
        lexicons.insert(&lexicon.name, LexiconId(at as u32));
    }
    let mut units = Vec::new();
    for id in files {
        if let Some(source) = sources.get(*id) {
            units.extend(sites::units(*id, &syntax::parse(*id, source.text()).file, &lexicons, &mut builder));
        }
    }
    (units, builder.build())
}

struct Run {
    units: Vec<Unit>,
    by_key: HashMap<Key, usize>,
    /// The unit of each compiled definition.
    definitions: Vec<Option<usize>>,
    used: HashSet<usize>,
    matcher: Matcher,
}

impl Run {
    fn new(units: Vec<Unit>, rules: &RuleSet, matcher: Matcher) -> Self {
        let mut by_key = HashMap::new();
        for (at, unit) in units.iter().enumerate() {
            by_key.entry(unit.key.clone()).or_insert(at);
        }
        // Compiled definitions keep the order of the files; a pack may repeat another's name at the same place.
        let mut taken = HashSet::new();
        let definitions = rules.definitions.iter().map(|definition| {
            let same = |unit: &Unit| unit.key.2 == definition.name && unit.span == definition.expr.span && !unit.key.0;
            let at = units.iter().enumerate().find(|(at, unit)| same(unit) && !taken.contains(at))?.0;
            taken.insert(at);
            Some(at)
        });
        let definitions = definitions.collect();
        Self { units, by_key, definitions, used: HashSet::new(), matcher }
    }

    /// The units that a rule uses, itself first.
    fn closure(&self, rule: &Rule) -> Vec<usize> {
        let own = self.units.iter().position(|u| u.key.0 && u.source == rule.source && u.span == rule.name_span);
        let mut all: Vec<usize> = own.into_iter().collect();
        let mut next = 0;
        while let Some(unit) = all.get(next).and_then(|at| self.units.get(*at)) {
            let used: Vec<usize> = unit.uses.iter().filter_map(|key| self.by_key.get(key).copied()).collect();
            for at in used {
                if !all.contains(&at) {
                    all.push(at);
                }
            }
            next += 1;
        }
        all
    }

    fn rule(&mut self, rules: &RuleSet, index: usize, rule: &Rule, today: Date) {
        let closure = self.closure(rule);
        self.used.extend(&closure);
        for example in &rule.examples {
            let document = document::read(&example.text, Format::Markdown);
            let hits = eval::matched_phrases(&self.matcher, &document);
            let hit = |id: PhraseId| hits.get(id.0 as usize) == Some(&true);
            for at in &closure {
                for phrase in self.units.get_mut(*at).into_iter().flat_map(|u| &mut u.phrases) {
                    phrase.matched |= hit(phrase.whole);
                    phrase.sites.iter_mut().for_each(|s| s.exercised |= hit(s.only));
                }
            }
            let day = example.as_of.unwrap_or_else(|| super::in_force(rule, today));
            for (definition, span) in eval::matched_operands(rules, index, &document, day) {
                let units: Vec<usize> = match definition {
                    Some(id) => self.definitions.get(id.0 as usize).copied().flatten().into_iter().collect(),
                    None => closure.iter().copied().filter(|at| self.is_rule(*at)).collect(),
                };
                self.mark(&units, span);
            }
        }
    }

    fn is_rule(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|u| u.key.0)
    }

    /// Marks an operand as exercised, in whichever of the units it stands.
    fn mark(&mut self, units: &[usize], span: Span) {
        for at in units {
            let operands = self.units.get_mut(*at).into_iter().flat_map(|u| &mut u.operands);
            operands.filter(|(s, _)| *s == span).for_each(|(_, exercised)| *exercised = true);
        }
    }

    fn report(&self, files: &[SourceId]) -> Vec<FileCoverage> {
        let mut by_file: BTreeMap<usize, FileCoverage> = BTreeMap::new();
        for (_, unit) in self.units.iter().enumerate().filter(|(at, _)| self.used.contains(at)) {
            let place = files.iter().position(|f| *f == unit.source).unwrap_or_default();
            let empty =
                || FileCoverage { source: unit.source, phrases: 0, alternatives: 0, exercised: 0, gaps: Vec::new() };
            by_file.entry(place).or_insert_with(empty).count(unit);
        }
        let mut all: Vec<FileCoverage> = by_file.into_values().collect();
        for file in &mut all {
            file.gaps.sort_by_key(|d| d.primary().map(|l| l.span.start));
        }
        all
    }
}

impl FileCoverage {
    fn count(&mut self, unit: &Unit) {
        let gap = |message: &str| Diagnostic::warning("rule-coverage", message);
        let mut unmatched = Vec::new();
        for phrase in &unit.phrases {
            self.phrases += 1;
            self.alternatives += phrase.sites.len().max(1);
            let idle: Vec<Span> = phrase.sites.iter().filter(|s| !s.exercised).map(|s| s.span).collect();
            self.exercised += match phrase.sites.len() {
                0 => usize::from(phrase.matched),
                sites => sites - idle.len(),
            };
            if !phrase.matched {
                unmatched.push(phrase.span);
                self.gaps.push(gap("no example matches this phrase").at(unit.source, phrase.span, ""));
            } else if !idle.is_empty() {
                let these = if idle.len() == 1 { "this alternative" } else { "these alternatives" };
                let start = gap(&format!("no example exercises {these}"));
                self.gaps.push(outermost(&idle).into_iter().fold(start, |d, span| d.at(unit.source, span, "")));
            }
        }
        for (span, exercised) in &unit.operands {
            self.alternatives += 1;
            self.exercised += usize::from(*exercised);
            // A phrase in it that nothing matches has been shown already.
            if !exercised && !unmatched.iter().any(|phrase| span.contains(*phrase)) {
                self.gaps.push(gap("no example matches this operand of `or`").at(unit.source, *span, ""));
            }
        }
    }
}

/// The spans that stand in none of the others.
fn outermost(spans: &[Span]) -> Vec<Span> {
    let inside = |s: &&Span| spans.iter().any(|o| o != *s && o.contains(**s));
    spans.iter().filter(|s| !inside(s)).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Input, compile};
    use crate::source::Source;

    fn covered(text: &str) -> (FileCoverage, Vec<String>) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("own.clause", text));
        let (rules, problems) = compile(&sources, &Input { rules: vec![id], ..Input::default() });
        assert!(problems.iter().all(|p| p.code == "rule-example"), "{problems:#?}");
        let file = coverage(&sources, &[id], &rules, jiff::civil::date(2026, 1, 1), |_| true).remove(0);
        let label = |l: &crate::diagnostic::Label| sources.get(id).unwrap().slice(l.span).to_owned();
        let gaps = file.gaps.iter().map(|d| {
            let labels: Vec<String> = d.labels.iter().map(label).collect();
            format!("{}: {}", d.message, labels.join(" ; "))
        });
        let gaps = gaps.collect();
        (file, gaps)
    }

    #[test]
    fn alternatives_options_and_nested_groups() {
        let (file, gaps) = covered(
            "pack own {\n    title \"Own\"\n}\nrule bee {\n    title \"t\"\n    must state \"(keep | hold (live | dead)) [our] bees\"\n    pass \"We keep bees.\"\n    pass \"We hold live bees.\"\n}\n",
        );
        assert_eq!((file.phrases, file.alternatives, file.exercised), (1, 5, 3));
        assert_eq!(gaps, ["no example exercises these alternatives: dead ; our"]);
    }

    #[test]
    fn a_definition_is_exercised_by_any_rule_that_uses_it() {
        let text = "pack own {\n    title \"Own\"\n}\ndefine bee = \"(bee | wasp)\" or \"hornet\"\nrule a {\n    title \"t\"\n    must state bee\n    pass \"A bee.\"\n}\nrule b {\n    title \"t\"\n    must not state bee\n    fail \"A [[wasp]].\"\n}\n";
        let (file, gaps) = covered(text);
        assert_eq!((file.phrases, file.alternatives, file.exercised), (2, 3, 2));
        assert_eq!(gaps, ["no example matches this phrase: \"hornet\""]);
    }

    #[test]
    fn an_operand_of_or_needs_a_match_of_its_own() {
        let text = "pack own {\n    title \"Own\"\n}\nrule a {\n    title \"t\"\n    must state \"bee\" or (\"queen\" and \"hive\")\n    pass \"A bee. The queen is old.\"\n    pass \"A bee in a hive.\"\n}\n";
        let (file, gaps) = covered(text);
        assert_eq!((file.phrases, file.alternatives, file.exercised), (3, 4, 3));
        assert_eq!(gaps.len(), 1);
        assert!(gaps[0].starts_with("no example matches this operand of `or`: "), "{gaps:?}");
        let (file, gaps) = covered(&text.replace("A bee in a hive", "The queen of the hive"));
        assert_eq!((file.alternatives, file.exercised), (4, 4), "{gaps:?}");
    }
}

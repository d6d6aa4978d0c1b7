//! What no example exercises: alternatives of phrases, and operands of `or`, that take part in no match.
//!
//! All phrases and their variants stand in one matcher that is made for this alone; every example is scanned once. A
//! definition is exercised by its own examples and by those of any rule or definition that uses it, a rule also by those
//! of the rules that extend it.

use super::sites::{self, Key, Lexicons, Unit};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Format};
use crate::eval::{self, Statement};
use crate::matcher::{Builder, LexiconId, Matcher, PhraseId};
use crate::rule::expr::DefinitionId;
use crate::rule::{Example, RuleSet};
use crate::source::{SourceId, Sources, Span};
use crate::syntax;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the examples exercise of one rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCoverage {
    /// The file.
    pub source: SourceId,
    /// Phrases of its rules and definitions.
    pub phrases: usize,
    /// Alternatives and options in them, operands of `or`, and phrases that have no alternatives.
    pub alternatives: usize,
    /// How many of those some example exercises.
    pub exercised: usize,
    /// The others, each phrase's together, in the order of the file.
    pub gaps: Vec<Diagnostic>,
}

/// Runs the examples over the phrases of the rules and definitions in the files that `wanted` takes. `files` are the rule
/// files of the set, in its order. `today` is the day for examples that name none.
pub fn coverage(
    sources: &Sources,
    files: &[SourceId],
    rules: &RuleSet,
    today: Date,
    wanted: impl Fn(SourceId) -> bool,
) -> Vec<FileCoverage> {
    let (units, matcher) = read(sources, files, rules);
    let mut run = Run::new(units, rules, matcher);
    let asks = |run: &Run, closure: &[usize]| run.of(closure).any(|unit| wanted(unit.source));
    for (index, rule) in rules.rules.iter().enumerate() {
        let closure = run.closure(run.rule(rule.source, rule.name_span));
        if asks(&run, &closure) {
            let today = super::in_force(rule, today);
            run.exercise(rules, Statement::Rule(index), &closure, &rule.examples, today);
        }
    }
    for (index, definition) in rules.definitions.iter().enumerate() {
        let closure = run.closure(run.definitions.get(index).copied().flatten());
        if asks(&run, &closure) {
            let statement = Statement::Definition(DefinitionId(index as u32));
            run.exercise(rules, statement, &closure, &definition.examples, today);
        }
    }
    run.report(files, wanted)
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
    matcher: Matcher,
}

impl Run {
    fn new(units: Vec<Unit>, rules: &RuleSet, matcher: Matcher) -> Self {
        let mut by_key = HashMap::new();
        let mut places = HashMap::new();
        for (at, unit) in units.iter().enumerate() {
            by_key.entry(unit.key.clone()).or_insert(at);
            places.insert((unit.key.0, unit.source, unit.span.start), at);
        }
        let definitions = rules.definitions.iter();
        let definitions = definitions.map(|d| places.get(&(false, d.source, d.span.start)).copied()).collect();
        Self { units, by_key, definitions, matcher }
    }

    /// The unit of a compiled rule.
    fn rule(&self, source: SourceId, name: Span) -> Option<usize> {
        self.units.iter().position(|u| u.key.0 && u.source == source && u.span == name)
    }

    /// The units of these numbers.
    fn of<'a>(&'a self, numbers: &'a [usize]) -> impl Iterator<Item = &'a Unit> {
        numbers.iter().filter_map(|at| self.units.get(*at))
    }

    /// The units that one uses, itself first.
    fn closure(&self, own: Option<usize>) -> Vec<usize> {
        let mut all: Vec<usize> = own.into_iter().collect();
        let mut known: HashSet<usize> = all.iter().copied().collect();
        let mut next = 0;
        while let Some(unit) = all.get(next).and_then(|at| self.units.get(*at)) {
            let used = unit.uses.iter().filter_map(|key| self.by_key.get(key).copied());
            all.extend(used.filter(|at| known.insert(*at)));
            next += 1;
        }
        all
    }

    /// Marks what some examples of a rule or definition exercise in it and in what it uses.
    fn exercise(
        &mut self,
        rules: &RuleSet,
        statement: Statement,
        closure: &[usize],
        examples: &[Example],
        today: Date,
    ) {
        for example in examples {
            let document = document::read(&example.text, Format::Markdown);
            let hits = eval::matched_phrases(&self.matcher, &document);
            let hit = |id: PhraseId| hits.get(id.0 as usize) == Some(&true);
            for at in closure {
                for phrase in self.units.get_mut(*at).into_iter().flat_map(|u| &mut u.phrases) {
                    phrase.matched |= hit(phrase.whole);
                    phrase.sites.iter_mut().for_each(|s| s.exercised |= hit(s.only));
                }
            }
            let day = example.as_of.unwrap_or(today);
            for (definition, span) in eval::matched_operands(rules, statement, &document, day) {
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

    fn report(&self, files: &[SourceId], wanted: impl Fn(SourceId) -> bool) -> Vec<FileCoverage> {
        let mut by_file: BTreeMap<usize, FileCoverage> = BTreeMap::new();
        for unit in self.units.iter().filter(|u| wanted(u.source)) {
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
        assert!(problems.iter().all(|p| ["rule-example", "rule-unused"].contains(&p.code.as_str())), "{problems:#?}");
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
    fn a_definition_is_exercised_by_its_own_examples_and_exercises_what_it_uses() {
        let text = "pack own {\n    title \"Own\"\n}\ndefine bee = \"(bee | wasp)\" or \"hornet\"\ndefine nest = bee and (bee or \"(nest | hive)\")\n    pass \"The wasp has a hive.\"\n    fail \"A bee.\"\ndefine idle = \"idle\"\n";
        let (file, gaps) = covered(text);
        assert_eq!((file.phrases, file.alternatives, file.exercised), (4, 7, 4));
        assert_eq!(
            gaps,
            [
                "no example matches this phrase: \"hornet\"",
                "no example exercises this alternative: nest",
                "no example matches this phrase: \"idle\""
            ]
        );
    }

    #[test]
    fn a_nested_alternative_needs_a_match_through_itself() {
        let text = "pack own {\n    title \"Own\"\n}\ndefine d = \"(we | they) (keep | hold [on to] (our | all (old | new))) bees\"\n    pass \"We keep bees. Hold on to all old bees. They hold on to all old bees. Our new bees.\"\n";
        let (file, gaps) = covered(text);
        assert_eq!((file.phrases, file.alternatives, file.exercised), (1, 9, 7));
        assert_eq!(gaps, ["no example exercises these alternatives: our ; new"]);
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

//! STUB: what other rooms will provide. Delete this file at the merge; `super::stubs::X` becomes `crate::X`.
#![allow(missing_docs, clippy::unnecessary_wraps, clippy::missing_docs_in_private_items)]

pub mod rule {
    use crate::diagnostic::{Diagnostic, RuleId, Severity};
    use crate::matcher::{Entry, Lexicon};
    use crate::rule::{Pack, Rule, RuleSet};
    use crate::source::{Source, SourceId, Sources, Span};

    #[derive(Clone, Debug, Default)]
    pub struct Input {
        pub rules: Vec<SourceId>,
        pub lexicons: Vec<SourceId>,
        pub embedded: usize,
    }

    pub fn embedded(sources: &mut Sources) -> Input {
        let id = sources.add(Source::new("<embedded>/rules/core/core.clause", "pack core {}"));
        Input { rules: vec![id], lexicons: Vec::new(), embedded: 1 }
    }

    pub fn compile(_: &Sources, input: &Input) -> (RuleSet, Vec<Diagnostic>) {
        let source = input.rules.first().copied().unwrap_or_default();
        let rule = |name: &str| Rule {
            id: RuleId::new("core", name),
            pack: 0,
            title: name.into(),
            message: name.into(),
            help: None,
            suggest: None,
            note: None,
            citations: Vec::new(),
            severity: Severity::Error,
            obligation_text: String::new(),
            when_text: None,
            severity_texts: Vec::new(),
            since: None,
            until: None,
            examples: Vec::new(),
            source,
            span: Span::default(),
            name_span: Span::default(),
        };
        let lexicon = |name: &str, entries: &[&str]| Lexicon {
            name: name.into(),
            title: String::new(),
            entries: entries.iter().map(|e| Entry { name: (*e).into(), ..Entry::default() }).collect(),
        };
        let set = RuleSet {
            packs: vec![Pack { name: "core".into(), title: "Any policy".into(), embedded: true }],
            rules: vec![rule("retention"), rule("contact")],
            lexicons: vec![lexicon("audience", &["eu", "us", "us-ca"]), lexicon("fact", &["uses-cookies"])],
        };
        (set, Vec::new())
    }
}

pub mod lint {
    use crate::document::{self, Format};
    use crate::eval::Audit;
    use crate::lint::{Options, Report};
    use crate::rule::RuleSet;
    use crate::source::{SourceId, Sources};

    pub fn lint(sources: &Sources, source: SourceId, format: Format, rules: &RuleSet, options: &Options) -> Report {
        let text = sources.get(source).map(crate::source::Source::text).unwrap_or_default();
        let audit = Audit { as_of: options.as_of, packs: Vec::new(), verdicts: Vec::new(), questions: Vec::new() };
        let span = crate::source::Span::new(0, text.find('\n').unwrap_or(text.len()));
        let rules = rules.rules.iter().filter(|r| crate::cli::session::disabled(&r.id, options).is_none());
        let findings = rules.map(|rule| {
            let last = options.severities.iter().rfind(|(p, _)| crate::config::covers(p, &rule.id));
            let severity = last.and_then(|(_, s)| *s).unwrap_or(rule.severity);
            let diagnostic = crate::diagnostic::Diagnostic::new(severity, rule.id.0.clone(), "not said");
            let diagnostic = diagnostic.at(source, span, "here");
            crate::diagnostic::Finding { rule: rule.id.clone(), diagnostic, fingerprint: String::new() }
        });
        let findings = findings.collect();
        Report { source, document: document::read(text, format), audit, findings }
    }
}

pub mod ruletest {
    use crate::diagnostic::Diagnostic;
    use crate::rule::{Rule, RuleSet};
    use jiff::civil::Date;

    #[derive(Debug, Default)]
    pub struct Outcome {
        pub rules: usize,
        pub passed: usize,
        pub failures: Vec<Diagnostic>,
    }

    pub fn run(_: &RuleSet, _: Date, _: impl Fn(&Rule) -> bool) -> Outcome {
        Outcome::default()
    }
}

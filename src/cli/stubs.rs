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

    pub fn lint(sources: &Sources, source: SourceId, format: Format, _: &RuleSet, options: &Options) -> Report {
        let text = sources.get(source).map(crate::source::Source::text).unwrap_or_default();
        let audit = Audit { as_of: options.as_of, packs: Vec::new(), verdicts: Vec::new(), questions: Vec::new() };
        Report { source, document: document::read(text, format), audit, findings: Vec::new() }
    }
}

pub mod ruletest {
    use crate::diagnostic::Diagnostic;
    use crate::rule::RuleSet;
    use crate::source::{SourceId, Sources};

    #[derive(Debug, Default)]
    pub struct Outcome {
        pub passed: usize,
        pub failures: Vec<Diagnostic>,
    }

    pub fn run(_: &Sources, _: &RuleSet, _: &dyn Fn(SourceId) -> bool) -> Outcome {
        Outcome::default()
    }
}

pub mod report {
    #[derive(Clone, Copy, Debug, Default)]
    pub struct Style {
        pub width: usize,
        pub color: bool,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Verbosity {
        Quiet,
        Normal,
        Verbose,
    }

    pub mod human {
        use super::{Style, Verbosity};
        use crate::{diagnostic::Diagnostic, lint::Report, rule::RuleSet, source::Sources};
        use std::io::{self, Write};

        pub fn diagnostic(out: &mut dyn Write, sources: &Sources, d: &Diagnostic, _: &Style) -> io::Result<()> {
            super::short::diagnostics(out, sources, [d])?;
            d.notes.iter().try_for_each(|n| writeln!(out, "  = {n}"))
        }

        pub fn check(
            out: &mut dyn Write,
            _: &Sources,
            reports: &[Report],
            _: &RuleSet,
            _: &Style,
            _: Verbosity,
        ) -> io::Result<()> {
            writeln!(out, "No findings in {} policies", reports.len())
        }
    }

    pub mod short {
        use crate::{diagnostic::Diagnostic, lint::Report, source::Sources};
        use std::io::{self, Write};

        pub fn check(out: &mut dyn Write, s: &Sources, reports: &[Report]) -> io::Result<()> {
            diagnostics(out, s, reports.iter().flat_map(|r| r.findings.iter().map(|f| &f.diagnostic)))
        }

        pub fn diagnostics<'a>(
            out: &mut dyn Write,
            sources: &Sources,
            all: impl IntoIterator<Item = &'a Diagnostic>,
        ) -> io::Result<()> {
            for d in all {
                if let Some((l, s)) = d.primary().and_then(|l| Some((l, sources.get(l.source)?))) {
                    let at = s.position(l.span.start as usize);
                    write!(out, "{}:{}:{}: ", s.name(), at.line, at.column)?;
                }
                writeln!(out, "{}[{}]: {}", d.severity, d.code, d.message)?;
            }
            Ok(())
        }
    }

    pub mod json {
        use crate::{diagnostic::Diagnostic, document::Document, lint::Report, rule::RuleSet, source::{SourceId, Sources}};
        use std::io::{self, Write};

        pub fn check(out: &mut dyn Write, _: &Sources, _: &[Report], _: &[Diagnostic]) -> io::Result<()> {
            writeln!(out, "{{}}")
        }

        pub fn audit(out: &mut dyn Write, _: &Sources, _: &[Report], _: &[Diagnostic]) -> io::Result<()> {
            writeln!(out, "{{}}")
        }

        pub fn outline(out: &mut dyn Write, _: &Sources, _: &[(SourceId, &Document)], _: &[Diagnostic]) -> io::Result<()> {
            writeln!(out, "{{}}")
        }

        pub fn rules(out: &mut dyn Write, _: &RuleSet, _: &[(usize, bool, String)]) -> io::Result<()> {
            writeln!(out, "{{}}")
        }
    }

    pub mod audit {
        use super::{Style, Verbosity};
        use crate::{lint::Report, source::Sources};
        use std::io::{self, Write};

        pub fn audit(_: &mut dyn Write, _: &Sources, _: &[Report], _: &Style, _: Verbosity) -> io::Result<()> {
            Ok(())
        }
    }

    pub mod outline {
        use super::{Style, Verbosity};
        use crate::{document::Document, source::{SourceId, Sources}};
        use std::io::{self, Write};

        pub fn outline(_: &mut dyn Write, _: &Sources, _: &[(SourceId, &Document)], _: &Style, _: Verbosity) -> io::Result<()> {
            Ok(())
        }
    }

    pub mod explain {
        use super::Style;
        use crate::{rule::RuleSet, source::Sources};
        use std::io::{self, Write};

        pub fn explain(_: &mut dyn Write, _: &Sources, _: &RuleSet, _: usize, _: &Style) -> io::Result<()> {
            Ok(())
        }
    }

    pub mod rules {
        use super::{Style, Verbosity};
        use crate::rule::RuleSet;
        use std::io::{self, Write};

        pub fn rules(out: &mut dyn Write, set: &RuleSet, _: &[(usize, bool, String)], _: &Style, _: Verbosity) -> io::Result<()> {
            set.rules.iter().try_for_each(|r| writeln!(out, "{}", r.id))
        }
    }

    pub mod statistics {
        use super::Style;
        use crate::lint::Report;
        use std::io::{self, Write};

        pub fn statistics(_: &mut dyn Write, _: &[Report], _: &Style) -> io::Result<()> {
            Ok(())
        }
    }

    pub mod ruletest {
        use super::super::ruletest::Outcome;
        use super::{Style, Verbosity};
        use crate::source::Sources;
        use std::io::{self, Write};

        pub fn ruletest(_: &mut dyn Write, _: &Sources, _: &Outcome, _: &Style, _: Verbosity) -> io::Result<()> {
            Ok(())
        }
    }
}

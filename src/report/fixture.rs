//! Hand-made sources, rules and reports for the tests of this room.

use crate::diagnostic::{Diagnostic, Finding, RuleId, Severity};
use crate::document::{Block, BlockKind, Document, Extent, Format, Prose, Section, SectionKind, Sentence};
use crate::eval::{Audit, Closest, ClosestKind, PackUse, Place, Question, Status, Verdict};
use crate::lint::Report;
use crate::rule::expr::{Expr, Node, Obligation, Verb};
use crate::rule::{Citation, Example, ExampleKind, Pack, Rule, RuleSet, Verification};
use crate::source::{Source, SourceId, Sources, Span};

pub(super) const POLICY: &str = "# Privacy policy of Acme Gardens\n\nWe collect your name. We keep it as long as needed.\n\n\
                                 ## Contact\n\n*Post.* Write to us at Example Street 1.\n\n- by e-mail\n- by phone\n";

fn span(words: &str) -> Span {
    let start = POLICY.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn nothing() -> Expr {
    Expr { node: Node::Or(Vec::new()), say: String::new().into(), span: Span::default() }
}

fn rule(name: &str, severity: Severity, title: &str) -> Rule {
    Rule {
        id: RuleId::new("core", name),
        pack: 0,
        title: title.to_owned(),
        message: title.to_owned(),
        help: None,
        suggest: None,
        note: None,
        citations: Vec::new(),
        severity,
        almost: None,
        obligation: Obligation { negated: false, verb: Verb::State, expr: nothing(), for_each: None },
        when: None,
        closest: None,
        contrary: None,
        severity_changes: Vec::new(),
        obligation_text: "must state retention-period".to_owned(),
        when_text: None,
        severity_texts: Vec::new(),
        since: None,
        until: None,
        examples: Vec::new().into(),
        source: SourceId(0),
        span: Span::default(),
        name_span: Span::default(),
    }
}

/// Reports as the formats take them.
pub(super) fn refs(reports: &[Report]) -> Vec<&Report> {
    reports.iter().collect()
}

pub(super) fn rules() -> RuleSet {
    let mut retention = rule("retention", Severity::Warning, "State how long personal data are kept");
    retention.message = "no retention period is stated".to_owned();
    retention.help = Some("Give a period for each kind of data, or the criteria by which it is set.".to_owned());
    retention.suggest = Some("We keep [kind of data] for [period] after [event].".to_owned());
    retention.note = Some("Regulators read “as long as necessary” as no period.".to_owned());
    retention.when_text = Some("audience includes any of eu, uk".to_owned());
    retention.severity_texts = vec!["error when audience includes eu".to_owned()];
    retention.since = Some(jiff::civil::date(2018, 5, 25));
    retention.citations = vec![
        Citation {
            text: "Art. 13(2)(a) Example Regulation".to_owned(),
            url: Some("https://law.example.com/13".to_owned()),
            read: Some(Verification::TextRead),
        },
        Citation { text: "Guidelines 7/2026".to_owned(), url: None, read: Some(Verification::NotConfirmed) },
        Citation { text: "Example Code § 2".to_owned(), url: None, read: None },
    ];
    let example = |kind, text: &str, marks: Vec<Span>, as_of| Example {
        kind,
        text: text.to_owned(),
        marks,
        as_of,
        span: Span::default(),
    };
    retention.examples = vec![
        example(ExampleKind::Pass, "We keep invoices for ten years.", vec![], None),
        example(
            ExampleKind::Fail,
            "We keep data as long as needed.",
            vec![Span::new(13, 30)],
            Some(jiff::civil::date(2026, 1, 1)),
        ),
        example(ExampleKind::Skip, "We keep no data.", vec![], None),
    ]
    .into();
    RuleSet {
        packs: vec![
            Pack { name: "core".to_owned(), title: "Any policy".to_owned(), embedded: true, ..Pack::default() },
            Pack {
                name: "gdpr".to_owned(),
                title: "European Union".to_owned(),
                note: Some("Read *this* first.".to_owned()),
                when_text: Some("audience includes eu".to_owned()),
                ..Pack::default()
            },
        ],
        rules: vec![
            rule("contact", Severity::Error, "Say how the publisher can be reached"),
            retention,
            rule("children-minimum-age", Severity::Info, "State the minimum age"),
            rule("no-perpetual-consent", Severity::Error, "Do not take consent for ever"),
        ],
        ..crate::rule::compile(&Sources::default(), &crate::rule::Input::default()).0
    }
}

fn verdict(rule: usize, name: &str, status: Status, reason: &str) -> Verdict {
    Verdict {
        rule,
        id: RuleId::new("core", name),
        status,
        reason: reason.to_owned(),
        severity: Severity::Error,
        applies: None,
        evidence: Vec::new(),
        closest: None,
        causes: Vec::new(),
        near: Vec::new(),
        elsewhere: None,
        captures: Vec::new(),
        values: Vec::new(),
        terms: Vec::new(),
    }
}

pub(super) fn audit() -> Audit {
    let mut contact = verdict(0, "contact", Status::Satisfied, "stated in line 7");
    contact.evidence = vec![Place { span: span("Write to us at Example Street 1"), note: String::new() }];
    contact.captures = vec![("address".to_owned(), "Example Street 1".to_owned())];
    let mut retention = verdict(1, "retention", Status::Missing, "the closest passage gives no period");
    retention.severity = Severity::Warning;
    retention.applies = Some("line 3 shows: collects-data".to_owned());
    retention.closest = Some(Closest {
        span: span("We keep it as long as needed"),
        kind: ClosestKind::Passage,
        lacks: "gives no period".to_owned(),
    });
    retention.near = vec![Place { span: span("We collect your name"), note: "names data only".to_owned() }];
    let age = verdict(2, "children-minimum-age", Status::NotApplicable, "nothing shows that children are addressed");
    Audit {
        as_of: jiff::civil::date(2026, 11, 22),
        packs: vec![
            PackUse {
                pack: "core".to_owned(),
                title: "Any policy".to_owned(),
                applied: true,
                why: "for every policy".to_owned(),
            },
            PackUse {
                pack: "gdpr".to_owned(),
                title: "European Union".to_owned(),
                applied: false,
                why: "nothing speaks of it".to_owned(),
            },
        ],
        verdicts: vec![contact, retention, age],
        questions: vec![
            Question {
                about: "fact uses-cookies".to_owned(),
                meaning: "Uses cookies or similar".to_owned(),
                rules: vec![RuleId::new("core", "cookies"), RuleId::new("core", "do-not-track")],
            },
            Question {
                about: "audience".to_owned(),
                meaning: String::new(),
                rules: vec![RuleId::new("core", "cookies")],
            },
        ],
    }
}

/// The policy as a segmenter would give it: two headings, a run-in, a list.
pub(super) fn document() -> Document {
    let mut prose = Prose::default();
    let mut blocks = Vec::new();
    let mut sentences = Vec::new();
    let parts: [(&str, BlockKind, usize, &[&str]); 6] = [
        ("Privacy policy of Acme Gardens", BlockKind::Heading, 1, &["Privacy policy of Acme Gardens"]),
        (
            "We collect your name. We keep it as long as needed.",
            BlockKind::Paragraph,
            1,
            &["We collect your name.", "We keep it as long as needed."],
        ),
        ("Contact", BlockKind::Heading, 2, &["Contact"]),
        ("Post.", BlockKind::Heading, 3, &["Post."]),
        ("Write to us at Example Street 1.", BlockKind::Paragraph, 3, &["Write to us at Example Street 1."]),
        ("by e-mail", BlockKind::ListItem, 3, &["by e-mail"]),
    ];
    for (text, kind, section, cut) in parts {
        let (start, at) = (prose.len(), span(text).start as usize);
        prose.push(text, span(text), true);
        prose.push("\n", Span::new(at + text.len(), at + text.len() + 1), false);
        let first = sentences.len();
        for sentence in cut {
            let from = start + text.find(sentence).unwrap();
            let extent = Extent { start: from as u32, end: (from + sentence.len()) as u32 };
            sentences.push(Sentence { block: blocks.len(), extent, words: (0, 0), question: false });
        }
        blocks.push(Block {
            kind,
            section,
            extent: Extent { start: start as u32, end: (start + text.len()) as u32 },
            sentences: (first, sentences.len()),
            lead_in: None,
            group: None,
            row: None,
            headers: Vec::new(),
            number: None,
            navigation: false,
        });
    }
    Document {
        format: Format::Markdown,
        prose,
        sections: sections(),
        blocks,
        sentences,
        words: Vec::new(),
        links: Vec::new(),
        blank_links: Vec::new(),
        comments: Vec::new(),
        codes: Vec::new(),
        tags: Vec::new(),
    }
}

fn sections() -> Vec<Section> {
    let section = |title: &str, level, kind, heading, parent, end_block| Section {
        title: title.to_owned(),
        level,
        kind,
        heading,
        parent,
        end_block,
    };
    vec![
        section("", 0, SectionKind::Root, None, None, 6),
        section("Privacy policy of Acme Gardens", 1, SectionKind::Heading, Some(0), Some(0), 6),
        section("Contact", 2, SectionKind::Heading, Some(2), Some(1), 6),
        section("Post.", 3, SectionKind::RunIn, Some(3), Some(2), 6),
    ]
}

/// One policy with two findings.
pub(super) fn run() -> (Sources, RuleSet, Vec<Report>) {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("privacy.md", POLICY));
    let retention = Diagnostic::warning("core/retention", "no retention period is stated")
        .at(source, span("We keep it as long as needed"), "gives no period")
        .see(source, span("We collect your name"), "names data only")
        .note("help: Give a period for each kind of data.")
        .note("cite: Art. 13(2)(a) Example Regulation <https://law.example.com/13>");
    let age = Diagnostic::new(Severity::Info, "core/children-minimum-age", "no minimum age").at(
        source,
        span("Privacy policy of Acme Gardens"),
        "nothing in the policy speaks of ages",
    );
    let finding = |diagnostic: Diagnostic, fingerprint: &str| Finding {
        rule: RuleId(diagnostic.code.clone()),
        diagnostic,
        fingerprint: fingerprint.to_owned(),
    };
    let findings = vec![finding(age, "00112233aabbccdd"), finding(retention, "0123456789abcdef")];
    let report =
        Report { source, document: document(), audit: audit(), findings, suppressed: Vec::new(), waivers: Vec::new() };
    (sources, rules(), vec![report])
}

//! What fuzzing holds clauselint to. Each function takes the bytes of one input and panics where a promise is broken:
//! no input makes the program panic, spans lie inside their text and between its characters, the same input gives the
//! same result, what was written can be read back.

mod invent;

use arbitrary::Unstructured;
use clauselint::config::{self, Config};
use clauselint::diagnostic::Diagnostic;
use clauselint::document::{self, Document, Format, soundness};
use clauselint::lint::{self, Around, Options, PackChoice, Report};
use clauselint::project;
use clauselint::rule::{self, Input, Profile, RuleSet};
use clauselint::source::{Source, SourceId, Sources, Span};
use clauselint::syntax;
use clauselint::triage::{self, Baseline};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A policy in Markdown.
pub fn markdown(data: &[u8]) {
    policy(data, Format::Markdown);
}

/// A policy in plain text.
pub fn plain(data: &[u8]) {
    policy(data, Format::Plain);
}

/// A policy as a page, from its bytes: encodings are declared inside.
pub fn html(data: &[u8]) {
    entered("policy.html", data, Format::Html);
}

/// A draft: the bytes are an archive, or else its main part.
pub fn docx(data: &[u8]) {
    if data.starts_with(b"PK") {
        entered("policy.docx", data, Format::Docx);
    } else if let Ok(document) = std::str::from_utf8(data) {
        let part = document::Parts { document: document.to_owned(), ..document::Parts::default() };
        if let Ok(draft) = document::manuscript(&part) {
            let read = document::read_manuscript(&draft.text, &draft.markup);
            soundness::check(&draft.text, &read);
        }
    }
}

/// A rule file: it is read, compiled, laid out; a second layout changes nothing.
pub fn rules(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::default();
    let id = sources.add(Source::new("own.clause", text));
    let input = Input { rules: vec![id], ..Input::default() };
    let (set, problems) = rule::compile(&sources, &input);
    assert_eq!(problems, rule::compile(&sources, &input).1, "the same mistakes twice");
    check_places(&sources, &problems);
    match syntax::format::format(id, text) {
        Ok(once) => assert_eq!(Ok(&once), syntax::format::format(id, &once).as_ref(), "a layout is its own layout"),
        Err(syntax::format::Refusal::Unfaithful) => panic!("the layout says something else"),
        Err(syntax::format::Refusal::Mistakes(mistakes)) => check_places(&sources, &mistakes),
    }
    let text = "# Bread\n\nWe keep your data for 30 days.\n\n- We never sell it.\n";
    judged(&set, "p.md", text, &document::read(text, Format::Markdown));
}

/// A configuration.
pub fn config(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::default();
    let id = sources.add(Source::new("clauselint.yaml", text));
    let (config, problems) = config::read(&sources, id, PathBuf::from("/project"));
    check_places(&sources, &problems);
    let path = Path::new("/project/docs/p.md");
    config.settings_for(path);
    config.suppressions_for(path);
    config.includes(path);
}

/// What a policy's front matter says.
pub fn front(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut sources = Sources::default();
    let id = sources.add(Source::new("p.md", format!("---\n{text}\n---\n\nWe keep it.\n")));
    check_places(&sources, &config::front_matter(&sources, id).1);
}

/// A baseline: what is read and written again is the same.
pub fn baseline(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Baseline::read(text) {
        Ok(read) => {
            let written = read.write();
            let again = Baseline::read(&written).expect("what was written can be read");
            assert_eq!(again.write(), written);
        }
        Err((_, at)) => assert!(text.is_char_boundary(at), "the mistake lies between characters"),
    }
}

/// Comments that suppress findings, between the lines of a policy.
pub fn suppressions(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let text = format!("# Data\n\n<!-- clauselint-ignore {text} -->\n\nWe keep your data and share it.\n");
    for format in [Format::Markdown, Format::Html] {
        judged(shipped(), "p.md", &text, &document::read(&text, format));
    }
}

/// The whole line: invented rules on an invented policy.
pub fn line(data: &[u8]) {
    let mut choices = Unstructured::new(data);
    let rules = invent::rules(&mut choices);
    let policy = invent::policy(&mut choices);
    let mut sources = Sources::default();
    let id = sources.add(Source::new("own.clause", rules.as_str()));
    let (set, problems) = rule::compile(&sources, &Input { rules: vec![id], ..Input::default() });
    check_places(&sources, &problems);
    for format in [Format::Markdown, Format::Plain, Format::Html] {
        let document = document::read(&policy, format);
        soundness::check(&policy, &document);
        judged(&set, "p.md", &policy, &document);
    }
    again(&set, &policy);
}

/// A policy in a format that is text: its segmentation, and what the shipped packs say of it.
fn policy(data: &[u8], format: Format) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let document = document::read(text, format);
    soundness::check(text, &document);
    judged(shipped(), "p.md", text, &document);
}

/// A policy from bytes, as a file or standard input gives them.
fn entered(name: &str, data: &[u8], format: Format) {
    let mut sources = Sources::default();
    match project::enter(name, data.to_vec(), Some(format), &mut sources) {
        Ok(entry) => {
            let text = sources.get(entry.source).expect("the text was added").text().to_owned();
            let document = match &entry.markup {
                Some(markup) => document::read_manuscript(&text, markup),
                None => document::read(&text, entry.format),
            };
            soundness::check(&text, &document);
            judged(shipped(), name, &text, &document);
        }
        Err(problem) => check_places(&sources, &[problem]),
    }
}

/// The shipped packs, compiled once.
fn shipped() -> &'static RuleSet {
    static SHIPPED: OnceLock<RuleSet> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let mut sources = Sources::default();
        let input = rule::embedded(&mut sources);
        rule::compile(&sources, &input).0
    })
}

/// Judges a policy twice: the results are the same, and all places lie inside the text.
fn judged(rules: &RuleSet, name: &str, text: &str, document: &Document) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new(name, text));
    let first = lint(&sources, id, document.clone(), rules);
    let second = lint(&sources, id, document.clone(), rules);
    assert_eq!(format!("{:?}", first.audit), format!("{:?}", second.audit), "the same verdicts twice");
    assert_eq!(first.findings, second.findings, "the same findings twice");
    for verdict in &first.audit.verdicts {
        for stated in &verdict.evidence {
            check_span(text, stated.span);
        }
    }
    let said: Vec<Diagnostic> = first.findings.into_iter().map(|f| f.diagnostic).collect();
    check_places(&sources, &said);
}

fn lint(sources: &Sources, id: SourceId, document: Document, rules: &RuleSet) -> Report {
    let options = Options {
        packs: PackChoice::All,
        profile: Profile::default(),
        as_of: jiff::civil::date(2026, 11, 25),
        select: Vec::new(),
        ignore: Vec::new(),
        severities: Vec::new(),
    };
    let accept = |source: &Source, document: &Document| {
        triage::waivers(id, source, document, &Config::default(), Path::new("/p.md"))
    };
    lint::lint(sources, id, document, rules, &options, &Around { accept: &accept, watch: &|_| {} })
}

/// Evidence of a rule that is one phrase is evidence in any other sentence.
fn again(rules: &RuleSet, policy: &str) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("p.txt", policy));
    let report = lint(&sources, id, document::read(policy, Format::Plain), rules);
    for verdict in report.audit.verdicts.iter().filter(|v| v.id.0.starts_with("own/phrase")) {
        for stated in &verdict.evidence {
            let alone = policy.get(stated.span.range()).expect("a span between characters");
            // A few words alone in a text would be its heading.
            let alone = format!("It is written here that {alone} and so on.");
            let mut sources = Sources::default();
            let id = sources.add(Source::new("alone.txt", alone.as_str()));
            let found = lint(&sources, id, document::read(&alone, Format::Plain), rules);
            let same = found.audit.verdicts.iter().find(|v| v.id == verdict.id).expect("the rule was asked");
            assert!(!same.evidence.is_empty(), "{:?} is evidence, but not alone", alone);
        }
    }
}

fn check_places(sources: &Sources, said: &[Diagnostic]) {
    for diagnostic in said {
        for label in &diagnostic.labels {
            check_span(sources.get(label.source).expect("a known text").text(), label.span);
        }
    }
}

fn check_span(text: &str, span: Span) {
    assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?} in {} bytes", text.len());
}

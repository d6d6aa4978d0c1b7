//! What a lint costs, stage by stage: `cargo bench`. With `-- --test` every bench runs once, as a smoke test.
//!
//! The policies are generated from the test fixtures, so that anyone can run this. Figures are for comparing one run
//! with itself; none of them is a test.

use clauselint::document::{self, Format};
use clauselint::eval::{self, PackChoice, Settings};
use clauselint::lint::{self, Around, Options};
use clauselint::report::json;
use clauselint::rule::{self, Input, Profile, RuleSet};
use clauselint::source::{Source, Sources};
use divan::Bencher;
use divan::counter::BytesCount;

const POLICY: &str = include_str!("../tests/policies/examplia.md");

/// Copies of the fixture: a small, a median and a large policy.
const COPIES: [usize; 3] = [1, 10, 100];

fn main() {
    divan::main();
}

fn rules() -> RuleSet {
    let mut sources = Sources::default();
    let input = rule::embedded(&mut sources);
    rule::load(&sources, &input).0
}

fn policy(copies: usize) -> String {
    POLICY.repeat(copies)
}

/// Reading the compiled rules: most of what a run costs before it sees a policy.
#[divan::bench]
fn start(bencher: Bencher<'_, '_>) {
    bencher.bench_local(rules);
}

#[divan::bench(args = COPIES)]
fn segmentation(bencher: Bencher<'_, '_>, copies: usize) {
    let text = policy(copies);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| document::read(&text, Format::Markdown));
}

#[divan::bench(args = COPIES)]
fn evaluation(bencher: Bencher<'_, '_>, copies: usize) {
    let (rules, text) = (rules(), policy(copies));
    let source = Source::new("policy.md", text.as_str());
    let document = document::read(&text, Format::Markdown);
    let settings = Settings { as_of: jiff::civil::date(2026, 11, 22), packs: PackChoice::All, given: false };
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| eval::audit(&rules, &source, &document, &Profile::default(), &settings));
}

/// Only what evaluation starts with: the words as symbols, names, entities, and where each word stands.
#[divan::bench(args = COPIES)]
fn matching(bencher: Bencher<'_, '_>, copies: usize) {
    let (rules, text) = (words(100), policy(copies));
    audit(bencher, &rules, &text);
}

/// A policy from its bytes to JSON, all packs.
#[divan::bench(args = COPIES)]
fn whole(bencher: Bencher<'_, '_>, copies: usize) {
    let (rules, text) = (rules(), policy(copies));
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| linted(&rules, &text));
}

/// Ten times the rules: phrases that no policy holds.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 10)]
fn growth_of_rules(bencher: Bencher<'_, '_>, count: usize) {
    let (rules, text) = (words(count), policy(10));
    audit(bencher, &rules, &text);
}

/// Ten times the text.
#[divan::bench(args = [1, 10, 100], sample_count = 10)]
fn growth_of_text(bencher: Bencher<'_, '_>, copies: usize) {
    let (rules, text) = (rules(), policy(copies));
    audit(bencher, &rules, &text);
}

fn audit(bencher: Bencher<'_, '_>, rules: &RuleSet, text: &str) {
    let source = Source::new("policy.md", text);
    let document = document::read(text, Format::Markdown);
    let settings = Settings { as_of: jiff::civil::date(2026, 11, 22), packs: PackChoice::All, given: false };
    bencher
        .counter(BytesCount::of_str(text))
        .bench_local(|| eval::audit(rules, &source, &document, &Profile::default(), &settings));
}

/// So many rules of one phrase each.
fn words(count: usize) -> RuleSet {
    let rule = |i| format!("rule r{i} {{\n    title \"T\"\n    must not state \"keep word{i} for ever\"\n}}\n");
    let text = std::iter::once("pack t\n".to_owned()).chain((0..count).map(rule)).collect::<Vec<_>>().join("\n");
    let mut sources = Sources::default();
    let rules = vec![sources.add(Source::new("t.clause", text))];
    rule::compile(&sources, &Input { rules, ..Input::default() }).0
}

fn linted(rules: &RuleSet, text: &str) -> Vec<u8> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("policy.md", text));
    let options = Options {
        packs: PackChoice::All,
        profile: Profile::default(),
        as_of: jiff::civil::date(2026, 11, 22),
        select: Vec::new(),
        ignore: Vec::new(),
        severities: Vec::new(),
    };
    let around = Around { accept: &|_, _| Vec::new(), watch: &|_| {} };
    let report = lint::lint(&sources, id, document::read(text, Format::Markdown), rules, &options, &around);
    let mut out = Vec::new();
    json::check(&mut out, &sources, &[&report], &[]).map_or(Vec::new(), |()| out)
}

//! What a lint costs, stage by stage: `cargo bench`. With `-- --test` every bench runs once, as a smoke test.
//!
//! The policies are generated from the test fixtures, so that anyone can run this. Figures are for comparing one run
//! with itself; none of them is a test.

use clauselint::document::{self, Format};
use clauselint::eval::{self, PackChoice, Settings};
use clauselint::rule::{self, Profile, RuleSet};
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

//! The page as bytes: its shape, that foreign text stays text, that every link of it leads somewhere, that it stays linear.

use super::*;
use crate::diagnostic::{Diagnostic, Finding};
use crate::document::{self, Format};
use crate::report::fixture;
use crate::report::machine::Judgement;
use crate::rule::RuleSet;
use crate::source::{Source, SourceId, Sources, Span};
use std::collections::BTreeSet;

fn shown(sources: &Sources, rules: &RuleSet, reports: &[Report], problems: &[Diagnostic]) -> String {
    let judged: Vec<_> = reports.iter().map(|report| Judgement { report, rules, fail_on: Severity::Warning }).collect();
    let mut out = Vec::new();
    page(&mut out, &Run { sources, judged: &judged, problems }).unwrap();
    String::from_utf8(out).unwrap()
}

/// Lists, tables, links and marks across all of them.
const RICH: &str = "# A\n\nWe [ask *you* for](https://a.example/) your name. We **keep [it](mailto:a@example.com)** well.\n\n\
    1. One\n   - Nested\n2. Two\n\n| | Kept |\n| --- | --- |\n| Name | ten years |\n| | five |\n| Mail | |\n\n> Quoted.\n\n\
    ```\ncode <b>\n```\n\n### Deep\n\n###### Deeper\n\n[whole](https://b.example/) ![x](https://c.example/y.png)\n";

#[test]
fn marks_links_lists_and_tables_nest() {
    let (_, rules, mut reports) = run();
    let mut sources = Sources::default();
    sources.add(Source::new("rich.md", RICH));
    reports[0].document = document::read(RICH, Format::Markdown);
    let place = |at: usize, length: usize| crate::eval::Place { span: Span::new(at, at + length), note: String::new() };
    for length in [1, 4, 9, 30, 100, 500] {
        reports[0].audit.verdicts[0].evidence = (0..RICH.len()).step_by(3).map(|at| place(at, length)).collect();
        let page = shown(&sources, &rules, &reports, &[]);
        assert_eq!(unbalanced(&page), None, "{length}");
        assert_eq!(wrong_names(&page), Vec::<&str>::new(), "{length}");
        for link in ["https://a.example/", "mailto:a@example.com", "https://b.example/"] {
            assert_eq!(page.matches(&format!("href=\"{link}\"")).count(), 1, "{length}: {link}");
        }
        let read = page.split("<div class=\"text\">").nth(1).unwrap().split("<h3").next().unwrap();
        let mut plain = read.split("<ul class=\"notes").map(|part| part.split_once("</ul>").map_or(part, |p| p.1));
        let first = read.split("<ul class=\"notes").next().unwrap();
        let text: String = std::iter::once(first).chain(plain.by_ref().skip(1)).collect();
        let text: String = text.split('<').map(|t| t.split_once('>').map_or(t, |t| t.1)).collect();
        for words in ["We ask you for your name. We keep it well.", "ten years", "code &lt;b&gt;", "whole"] {
            assert!(text.contains(words), "{length}: {words}: {text}");
        }
    }
}

/// The fixture with a document that has words.
fn run() -> (Sources, RuleSet, Vec<Report>) {
    let (sources, rules, mut reports) = fixture::run();
    reports[0].document = document::read(fixture::POLICY, Format::Markdown);
    (sources, rules, reports)
}

/// The page without its style and script.
fn body(page: &str) -> String {
    let page =
        page.replace(STYLE, "[style]").replace(SCRIPT, "[script]").replace(env!("CARGO_PKG_VERSION"), "[version]");
    let (start, rest) = page.split_once("style-src").unwrap();
    let (_, end) = rest.split_once("; base-uri").unwrap();
    format!("{start}[hashes]; base-uri{end}")
}

/// Links into the page that lead nowhere, and names that are given twice.
fn wrong_names(page: &str) -> Vec<&str> {
    let of = |start: &'static str| page.split(start).skip(1).filter_map(|rest| rest.split('"').next());
    let mut ids = BTreeSet::new();
    let mut wrong: Vec<&str> = of(" id=\"").filter(|id| !ids.insert(*id)).collect();
    wrong.extend(of("href=\"#").filter(|id| !ids.contains(id)));
    wrong
}

/// What is wrong with the nesting of elements.
fn unbalanced(page: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in body(page).split('<').skip(1).map(|t| t.split('>').next().unwrap().to_owned()) {
        let name = |t: &str| t.split([' ', '\n']).next().unwrap().to_owned().leak() as &str;
        match tag.strip_prefix('/') {
            Some(closed) if open.pop() != Some(name(closed)) => return Some(format!("</{closed}> in {open:?}")),
            Some(_) => {}
            None if tag.starts_with('!') || name(&tag) == "meta" => {}
            None => open.push(name(&tag)),
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} are left open"))
}

#[test]
fn the_shape_of_the_page() {
    let (sources, rules, reports) = run();
    let page = shown(&sources, &rules, &reports, &[Diagnostic::error("input", "cannot read gone.md")]);
    insta::assert_snapshot!(body(&page));
    assert_eq!(wrong_names(&page), Vec::<&str>::new());
    assert_eq!(page, shown(&sources, &rules, &reports, &[Diagnostic::error("input", "cannot read gone.md")]));
}

#[test]
fn style_and_script_are_those_of_the_content_policy() {
    let (sources, rules, reports) = run();
    let page = shown(&sources, &rules, &reports, &[]);
    for (tag, text) in [("style", STYLE), ("script", SCRIPT)] {
        let inside = page.split(&format!("<{tag}>")).nth(1).unwrap().split(&format!("</{tag}>")).next().unwrap();
        assert_eq!(inside, text);
        assert!(!text.contains('\r'), "browsers read a carriage return as a line feed");
        assert!(page.contains(&format!("'sha256-{}'", html::base64(&Sha256::digest(inside)))));
    }
    assert!(page.contains("default-src 'none'") && !page.contains("unsafe"));
    assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
}

#[test]
fn what_others_wrote_stays_text() {
    let nasty = "</script><script>alert(1)</script>\"><img src=x onerror=alert(1)>'\u{1b}\u{202e}\u{0}";
    let (_, mut rules, mut reports) = run();
    let mut sources = Sources::default();
    let policy = format!(
        "# {nasty}\n\n<script>alert(2)</script>\n\nWe `{nasty}` & [go](javascript:alert(3)) [out](https://a.example/\"x).\n"
    );
    sources.add(Source::new(format!("a {nasty}.md"), policy.clone()));
    reports[0].document = document::read(&policy, Format::Markdown);
    for rule in &mut rules.rules {
        rule.title = nasty.to_owned();
    }
    for verdict in &mut reports[0].audit.verdicts {
        verdict.reason = nasty.to_owned();
        verdict.applies = Some(nasty.to_owned());
        verdict.id.0 = format!("core/{nasty}");
    }
    for pack in &mut reports[0].audit.packs {
        (pack.title, pack.why) = (nasty.to_owned(), nasty.to_owned());
    }
    for question in &mut reports[0].audit.questions {
        (question.about, question.meaning) = (nasty.to_owned(), nasty.to_owned());
    }
    for Finding { diagnostic, rule, .. } in &mut reports[0].findings {
        rule.0 = nasty.to_owned();
        diagnostic.message = nasty.to_owned();
        diagnostic.labels.iter_mut().for_each(|l| l.message = nasty.to_owned());
        diagnostic.notes = vec![
            nasty.to_owned(),
            format!("law: {nasty} <javascript:alert(4)> x"),
            format!("law: {nasty} <https://a.example/{nasty}> x"),
        ];
    }
    let page = shown(&sources, &rules, &reports, &[Diagnostic::error(nasty, nasty)]);
    let twice = shown(&sources, &rules, &[reports[0].clone(), reports[0].clone()], &[]);
    for page in [page, twice] {
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("<img") && !page.contains("href=\"javascript"), "{page}");
        assert_eq!(unbalanced(&page), None);
        assert!(!page.contains(['\u{1b}', '\u{202e}', '\u{0}']));
        // No attribute is left by a quotation mark.
        assert!(page.split('<').all(|tag| tag.split('>').next().unwrap().matches('"').count() % 2 == 0));
    }
}

#[test]
fn nothing_read_and_nothing_found_are_said() {
    let (sources, rules, mut reports) = run();
    assert!(shown(&sources, &rules, &[], &[]).contains("No policy was read."));
    reports[0].findings.clear();
    assert!(shown(&sources, &rules, &reports, &[]).contains("Nothing was found."));
    reports[0].document = document::read("", Format::Plain);
    let page = shown(&sources, &rules, &reports, &[]);
    assert!(page.contains("The file holds no text."));
    assert_eq!(wrong_names(&page), Vec::<&str>::new());
}

#[test]
fn many_policies_make_a_matrix_that_leads_everywhere() {
    let (sources, rules, reports) = run();
    let many = |n: usize| shown(&sources, &rules, &vec![reports[0].clone(); n], &[]);
    let (few, some, all) = (many(30), many(60), many(120));
    assert_eq!(wrong_names(&all), Vec::<&str>::new());
    assert_eq!(unbalanced(&all), None);
    assert!(all.contains("<table class=\"grid narrow\">"));
    let cells = all.matches("<td><a ").count() + all.matches("<td class=\"x\">–</td>").count();
    assert_eq!(cells, 3 * 120, "all verdicts are in the matrix");
    let help = "Give a period for each kind of data";
    assert_eq!(all.matches(help).count(), 1, "what to do is said once, whatever the number of policies");
    assert!(shown(&sources, &rules, &reports, &[]).contains(help));
    let (first, second) = (some.len() - few.len(), all.len() - some.len());
    assert!(second < 2 * first + first / 10, "linear: {first}, then {second}");
}

/// What a large page weighs: not much more than the policies do, since every text stands in it once.
#[test]
fn many_long_policies_make_a_page_of_their_size() {
    let (_, rules, mut reports) = run();
    let text = format!("{}\n{}", fixture::POLICY, "\nWe wrote a long paragraph about our gardens here.\n".repeat(200));
    let mut sources = Sources::default();
    sources.add(Source::new("long.md", text.clone()));
    reports[0].document = document::read(&text, Format::Markdown);
    let page = shown(&sources, &rules, &vec![reports[0].clone(); 40], &[]);
    assert!(page.len() < 2 * 40 * text.len(), "{} for {}", page.len(), 40 * text.len());
}

#[test]
fn numbered_lists_keep_their_numbers() {
    let (_, rules, mut reports) = run();
    let text = "# A\n\nWe do:\n\n3. Three\n\n   More of it.\n4. Four\n   - Bullet\n";
    let mut sources = Sources::default();
    sources.add(Source::new("list.md", text));
    reports[0].document = document::read(text, Format::Markdown);
    let page = shown(&sources, &rules, &reports, &[]);
    for shape in ["<ol>\n<li value=\"3\">", "<li class=\"more\">", "<li value=\"4\">", "<ul class=\"nested\">\n<li>"] {
        assert!(page.contains(shape), "{shape}: {page}");
    }
}

#[test]
fn places_that_leave_the_text_are_no_panic() {
    let (sources, rules, mut reports) = run();
    reports[0].findings[0].diagnostic.labels[0].span = Span::new(7, 9_000_000);
    reports[0].findings[1].diagnostic.labels[0].span = Span::new(9_000_000, 9_000_001);
    reports[0].findings[1].diagnostic.labels[1].source = SourceId(99);
    reports[0].audit.verdicts[0].evidence[0].span = Span::new(8_000_000, 9_000_001);
    reports[0].audit.verdicts[1].rule = 99;
    let page = shown(&sources, &rules, &reports, &[]);
    assert_eq!(wrong_names(&page), Vec::<&str>::new());
    reports[0].source = SourceId(99);
    shown(&sources, &rules, &reports, &[]);
}

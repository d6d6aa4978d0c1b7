//! Pages and manuscripts: what is read of them, what is refused, and that the format makes no difference to a verdict.

use super::corpus::corpus;
use super::draft::{self, zipped};
use super::{Ran, folder, run};
use clauselint::document::{Format, sniff};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A saved page with all that surrounds a policy.
fn saved(policy: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Privacy</title><style>p {{ margin: 0 }}</style>\
         <script>window.data = '<p>We sell your data.</p>';</script></head>\n<body>\n\
         <header><a href=\"/\">Harbour</a></header>\n<nav><ul><li><a href=\"/kites\">Kites</a></li></ul></nav>\n\
         <main>\n{policy}\n</main>\n<footer><p>Harbour Kites, 1 Elm Street.</p></footer>\n\
         <div id=\"cookie-banner\" role=\"dialog\"><p>We use cookies and share what we know with everyone.</p></div>\n\
         </body>\n</html>\n"
    )
}

/// The verdict of every rule, with the words of its evidence.
fn verdicts(dir: &Path, file: &str) -> BTreeMap<String, (String, Vec<String>)> {
    let args = ["audit", "--isolated", "--pack", "all", "--profile", "audience=eu,us,us-ca", "--as-of", "2026-11-22"];
    let ran = run(dir, &[&args[..], &["--output-format", "json", file]].concat());
    assert_eq!(ran.code, Some(0), "{file}: {}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let evidence = |v: &Value| v["evidence"].as_array().into_iter().flatten().map(|e| text(&e["text"])).collect();
    let all = report["policies"][0]["verdicts"].as_array().unwrap();
    all.iter().map(|v| (text(&v["rule"]), (text(&v["verdict"]), evidence(v)))).collect()
}

fn short(dir: &Path, args: &[&str]) -> Ran {
    run(dir, &[&["check", "--isolated", "--format", "short", "--pack", "core"], args].concat())
}

/// Markdown as a page, as the reader of Markdown understands it; plain text as preformatted text.
fn html(text: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser, html::push_html};
    if sniff("policy.txt", text) == Format::Plain {
        return format!("<pre>\n{}</pre>", text.replace('&', "&amp;").replace('<', "&lt;"));
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_DEFINITION_LIST;
    let mut page = String::new();
    push_html(&mut page, Parser::new_ext(text, options).filter(|e| !matches!(e, Event::FootnoteReference(_))));
    page
}

/// The differences between the verdicts on an original and on a copy in another format, one a line.
fn differences(
    original: &BTreeMap<String, (String, Vec<String>)>,
    copy: &BTreeMap<String, (String, Vec<String>)>,
) -> Vec<String> {
    let changed = original.iter().filter(|(rule, found)| copy.get(*rule).map(|c| &c.0) != Some(&found.0));
    changed.map(|(rule, found)| format!("{rule}: {} {:.80?} / {:.80?}", found.0, found.1, copy.get(rule))).collect()
}

/// Writes each policy of the corpus in another format and compares the verdicts.
fn same_verdicts(kind: &str, write: fn(&str) -> Vec<u8>, explained: &[(&str, &str, &str)]) {
    let Some(corpus) = corpus(kind) else { return };
    let dir = folder(&[]);
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(corpus.join("policies")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(dir.path().join("original.txt"), &text).unwrap();
        let copy = format!("{name}.{kind}");
        std::fs::write(dir.path().join(&copy), write(&text)).unwrap();
        let found = differences(&verdicts(dir.path(), "original.txt"), &verdicts(dir.path(), &copy));
        println!("{copy}: {} differ", found.len());
        wrong.extend(found.into_iter().map(|d| format!("{copy} {d}")));
    }
    wrong.retain(|w| !explained.iter().any(|(file, rule, _)| w.starts_with(&format!("{file}.{kind} {rule}:"))));
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn drafts_of_real_policies_have_the_verdicts_of_the_originals() {
    same_verdicts("docx", draft::docx, &[]);
}

#[test]
fn pages_of_real_policies_have_the_verdicts_of_the_originals() {
    same_verdicts("html", |text| saved(&html(text)).into_bytes(), &[]);
}

const POLICY: &str = "<h1>Privacy notice</h1>\n<p>We collect your name when you order a kite.</p>\n";

#[test]
fn a_finding_points_at_the_bytes_of_the_page() {
    let dir = folder(&[(
        "p.html",
        &saved("<h1>Privacy notice</h1>\n<p>Caf\u{e9}: we sell your personal&nbsp;<b>data</b>.</p>"),
    )]);
    let ran = run(dir.path(), &["outline", "--format", "json", "p.html"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("\"html\"") && ran.out.contains("Privacy notice"), "{}", ran.out);
    assert!(!ran.out.contains("window.data") && !ran.out.contains("everyone") && !ran.out.contains("Elm Street"));
    let ran = run(dir.path(), &["check", "--isolated", "--pack", "all", "--profile", "audience=us-ca", "p.html"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.contains("p.html:"), "{}", ran.out);
}

#[test]
fn pages_are_decoded_as_they_declare() {
    let dir = folder(&[]);
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    let page =
        |head: &str| format!("<html><head>{head}</head><body><h1>Caf\u{e9} notice</h1><p>We fly.</p></body></html>");
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    write("latin.html", &latin(&page("<meta charset=iso-8859-1>")));
    let content = "<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>";
    write("old.htm", &latin(&page(content)));
    write("utf8.html", page("").as_bytes());
    let wide: Vec<u8> = page("").encode_utf16().flat_map(u16::to_le_bytes).collect();
    write("wide.html", &[b"\xFF\xFE", &wide[..]].concat());
    for name in ["latin.html", "old.htm", "utf8.html", "wide.html"] {
        let ran = run(dir.path(), &["outline", name]);
        assert!(ran.code == Some(0) && ran.out.contains("Caf\u{e9} notice"), "{name}: {} {}", ran.out, ran.err);
    }
    write("undeclared.html", &latin(&page("")));
    write("liar.html", &latin(&page("<meta charset=shift_jis>").replace("notice", "\u{e9}")));
    for (name, said) in [("undeclared.html", "is not UTF-8"), ("liar.html", "is not Shift_JIS, as it declares")] {
        let ran = short(dir.path(), &[name]);
        assert_eq!((ran.code, ran.err.contains(said)), (Some(2), true), "{name}: {}", ran.err);
    }
}

#[test]
fn pages_are_found_in_folders_and_told_by_content() {
    let dir = folder(&[("a.html", POLICY), ("b/c.htm", POLICY), ("skip.css", "p {}")]);
    let ran = short(dir.path(), &[]);
    assert!(ran.out.contains("a.html:") && ran.out.contains("b/c.htm:"), "{}", ran.out);
    let dir = folder(&[("saved.txt", &saved(POLICY)), ("named.txt", POLICY)]);
    let outline = |args: &[&str]| run(dir.path(), &[&["outline"], args].concat()).out;
    assert!(outline(&["saved.txt"]).contains("saved.txt (HTML)"));
    assert!(!outline(&["named.txt"]).contains("(HTML)"));
    assert!(outline(&["--input-format", "html", "named.txt"]).contains("named.txt (HTML)"));
}

#[test]
fn comments_of_pages_suppress() {
    let kept = "<!-- clauselint-ignore-file core/*: not published yet -->";
    let dir = folder(&[("plain.html", &saved(POLICY)), ("kept.html", &saved(&format!("{kept}{POLICY}")))]);
    assert_eq!(short(dir.path(), &["plain.html"]).code, Some(1));
    let ran = short(dir.path(), &["kept.html"]);
    assert!(!ran.out.contains("core/"), "{}", ran.out);
}

#[test]
fn pages_without_text_or_end_are_said_or_read() {
    let shell = "<!DOCTYPE html><html><body><div id=root></div><script>render()</script></body></html>";
    let endless = format!("<!DOCTYPE html><body>{POLICY}<div><p>We keep it <b>for a year <!-- and");
    let deep = format!("{}{POLICY}", "<div>".repeat(100_000));
    let dir = folder(&[("shell.html", shell), ("endless.html", &endless), ("deep.html", &deep)]);
    let ran = short(dir.path(), &["shell.html"]);
    assert_eq!((ran.code, ran.err.contains("shell.html holds no text")), (Some(2), true), "{}", ran.err);
    for name in ["endless.html", "deep.html"] {
        let ran = short(dir.path(), &[name]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{name}");
    }
}

#[test]
fn a_pdf_is_refused_with_advice() {
    let dir = folder(&[("policy.pdf", "%PDF-1.7\n"), ("policy.md", "%PDF-1.4\n")]);
    for name in ["policy.pdf", "policy.md"] {
        let ran = run(dir.path(), &["check", name]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("is a PDF, which is not read") && ran.err.contains("pdftotext"), "{}", ran.err);
    }
}

/// A draft whose body is `body`.
fn draft_of(body: &str) -> Vec<u8> {
    let xml = format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    zipped(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &xml)])
}

fn write(dir: &tempfile::TempDir, name: &str, bytes: &[u8]) {
    std::fs::write(dir.path().join(name), bytes).unwrap();
}

#[test]
fn a_finding_of_a_draft_names_the_paragraph_and_quotes_it() {
    let dir = folder(&[]);
    let text =
        "# Privacy notice\n\nHarbour flies kites.\n\nThis notice is certified under the Safe Harbor framework.\n";
    write(&dir, "draft.docx", &draft::docx(text));
    let ran = run(dir.path(), &["check", "--isolated", "--pack", "obsolete", "draft.docx"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.contains("draft.docx, paragraph 3") && ran.out.contains("under the Safe Harbor"), "{}", ran.out);
    let ran = run(dir.path(), &["check", "--isolated", "--pack", "obsolete", "--format", "short", "draft.docx"]);
    assert!(ran.out.starts_with("draft.docx:3:"), "{}", ran.out);
    let ran = run(dir.path(), &["outline", "draft.docx"]);
    assert!(ran.out.contains("draft.docx (DOCX)"), "{}", ran.out);
    let bytes = std::fs::read(dir.path().join("draft.docx")).unwrap();
    write(&dir, "attachment", &bytes);
    assert!(run(dir.path(), &["outline", "attachment"]).out.contains("(DOCX)"), "told by content");
    assert!(short(dir.path(), &["."]).out.contains("draft.docx:"), "found in folders");
}

#[test]
fn tracked_changes_are_warned_of() {
    let dir = folder(&[]);
    let body =
        "<w:p><w:r><w:t>We keep it.</w:t></w:r></w:p><w:p><w:ins><w:r><w:t>We sell it.</w:t></w:r></w:ins></w:p>";
    write(&dir, "draft.docx", &draft_of(body));
    let ran = run(dir.path(), &["outline", "draft.docx"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("draft.docx has tracked changes in a paragraph"), "{}", ran.err);
    assert!(ran.err.contains("We sell it.") && ran.err.contains("as if all of them were accepted"), "{}", ran.err);
}

#[test]
fn damaged_drafts_and_bombs_are_refused() {
    let dir = folder(&[("text.docx", "We keep it."), ("none.docx", "")]);
    let whole = draft_of("<w:p><w:r><w:t>We keep it.</w:t></w:r></w:p>");
    write(&dir, "whole.docx", &whole);
    write(&dir, "cut.docx", &whole[..whole.len() / 2]);
    write(&dir, "start.docx", b"PK\x03\x04");
    write(&dir, "old.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    write(&dir, "other.docx", &zipped(&[("content.xml", "<x/>")]));
    write(&dir, "empty.docx", &draft_of("<w:p/>"));
    write(&dir, "open.docx", &zipped(&[("word/document.xml", "<w:document><w:p><w:r><w:t>We")]));
    write(&dir, "deep.docx", &draft_of(&"<w:p>".repeat(100_000)));
    let zeros = " ".repeat(65 << 20);
    write(&dir, "bomb.docx", &zipped(&[("word/document.xml", &zeros)]));
    let names: Vec<String> = (0..10_001).map(|i| i.to_string()).collect();
    write(&dir, "many.docx", &zipped(&names.iter().map(|n| (n.as_str(), "")).collect::<Vec<_>>()));
    for (name, said) in [
        ("text.docx", "text.docx is no DOCX"),
        ("none.docx", "none.docx is empty"),
        ("cut.docx", "cut.docx is damaged"),
        ("start.docx", "start.docx is damaged"),
        ("old.docx", "it is an old Word document"),
        ("other.docx", "other.docx is a ZIP archive, but no DOCX"),
        ("empty.docx", "empty.docx is empty"),
        ("open.docx", "open.docx cannot be read: its text is damaged"),
        ("deep.docx", "nests deeper than"),
        ("bomb.docx", "bomb.docx unfolds to more than 64 MB"),
        ("many.docx", "many.docx holds more than 10000 files"),
    ] {
        let ran = run(dir.path(), &["check", "--format", "json", "--output-file", "out.json", name]);
        assert_eq!((ran.code, ran.err.contains(said)), (Some(2), true), "{name}: {}", ran.err);
        let written = std::fs::read_to_string(dir.path().join("out.json")).unwrap();
        assert!(serde_json::from_str::<Value>(&written).is_ok(), "{name}: nothing is half-written");
    }
    let ran = run(dir.path(), &["check", "--input-format", "markdown", "whole.docx"]);
    assert_eq!((ran.code, ran.err.contains("whole.docx is a ZIP archive, not a text")), (Some(2), true), "{}", ran.err);
}

#[test]
fn front_matter_sets_profile_and_rules_of_one_document() {
    let text = |own: &str| {
        format!("---\ntitle: x\nclauselint:\n{own}tags: [a]\n---\n# Privacy notice\n\nWe collect your name.\n")
    };
    let dir = folder(&[
        ("clauselint.yaml", "packs: [core]\n"),
        ("plain.md", &text("")),
        ("quiet.md", &text("  severities: {core: \"off\"}\n")),
        ("other.md", &text("  packs: [clarity]\n  profile: {audience: [eu]}\n")),
        ("wrong.md", &text("  packs: [cor]\n  rules: [x]\n")),
    ]);
    let check = |args: &[&str]| run(dir.path(), &[&["check", "--format", "short"], args].concat());
    assert!(check(&["plain.md"]).out.contains("[core/"));
    let ran = check(&["quiet.md"]);
    assert_eq!((ran.code, ran.err.contains("no rule is enabled for quiet.md")), (Some(2), true), "{}", ran.err);
    assert!(!check(&["other.md"]).out.contains("[core/"));
    assert!(check(&["other.md", "--pack", "core"]).out.contains("[core/"), "arguments win");
    let ran = check(&["wrong.md"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("wrong.md:4:11: error[config]: there is no pack `cor`"), "{}", ran.err);
    assert!(
        ran.err.contains("wrong.md:5:3: error[config]: `clauselint` in front matter has no key `rules`"),
        "{}",
        ran.err
    );
}

#[test]
fn who_turned_a_rule_off_is_said() {
    let text = "---\nclauselint:\n  severities:\n    core/retention: off\n---\n\n# Privacy policy\n\nWe keep data.\n";
    let packs = "---\nclauselint:\n  severities:\n    core/*: off\n---\n\n# Privacy policy\n\nWe keep data.\n";
    let dir = folder(&[("own.md", text), ("none.md", packs)]);
    let ran = run(dir.path(), &["explain", "core/retention", "--on", "own.md", "--pack", "core"]);
    assert!(ran.out.contains("the front matter says so") && !ran.out.contains("clauselint.yaml"), "{}", ran.out);
    let ran = run(dir.path(), &["check", "--pack", "core", "none.md"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("in its front matter and in clauselint.yaml"), "{}", ran.err);
    let dir = folder(&[("p.md", "# P\n\nWe keep data.\n"), ("clauselint.yaml", "severities:\n  core/*: off\n")]);
    let ran = run(dir.path(), &["explain", "core/retention", "--on", "p.md", "--pack", "core"]);
    assert!(ran.out.contains("clauselint.yaml says so"), "{}", ran.out);
    let ran = run(dir.path(), &["check", "--pack", "core", "p.md"]);
    assert!(ran.err.contains("`severities` in clauselint.yaml") && !ran.err.contains("front matter"), "{}", ran.err);
}

#[test]
fn notes_headers_and_footers_of_a_draft_are_read() {
    let p = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let relation =
        |kind: &str, target: &str| format!("<Relationship Id=\"{kind}\" Type=\"x/{kind}\" Target=\"{target}\"/>");
    let relations = ["footnotes", "endnotes", "header", "footer"].map(|kind| relation(kind, &format!("{kind}.xml")));
    let part = |root: &str, text: &str| format!("<w:{root} xmlns:w=\"w\">{}</w:{root}>", p(text));
    let body = format!(
        "<w:document xmlns:w=\"w\"><w:body>{}{}</w:body></w:document>",
        p("Privacy policy"),
        p("We keep your data.")
    );
    let draft = |footnotes: &str| {
        zipped(&[
            ("word/document.xml", body.as_str()),
            ("word/_rels/document.xml.rels", &format!("<Relationships>{}</Relationships>", relations.concat())),
            ("word/footnotes.xml", footnotes),
            ("word/endnotes.xml", &part("endnotes", "Write to privacy@example.com.")),
            ("word/header.xml", &part("hdr", "Effective 1 March 2026")),
            ("word/footer.xml", &part("ftr", "Lantern Ltd, 1 Example Street, London N1 9GU, United Kingdom")),
        ])
    };
    let dir = folder(&[]);
    write(&dir, "p.docx", &draft(&part("footnotes", "We keep your data for two years after you close your account.")));
    let found = verdicts(dir.path(), "p.docx");
    for rule in ["core/retention", "core/effective-date", "core/postal-address"] {
        assert_eq!(found[rule].0, "satisfied", "{rule}: {:?}", found[rule]);
    }
    let ran = run(dir.path(), &["outline", "--verbose", "p.docx"]);
    assert!(ran.out.contains("two years"), "{}", ran.out);
    write(&dir, "cut.docx", &draft("<w:footnotes xmlns:w=\"w\"><w:p>"));
    let ran = run(dir.path(), &["check", "cut.docx"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("its part word/footnotes.xml is damaged"), "{}", ran.err);
}

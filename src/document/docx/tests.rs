//! Drafts of invented firms, and what holds for every draft. Tests only.

use super::super::soundness::check;
use super::super::{Block, BlockKind, Document, Parts, SectionKind, manuscript, read_manuscript};
use super::Manuscript;
use proptest::prelude::*;

const STYLES: &str = r#"<w:styles xmlns:w="w">
    <w:style w:styleId="T"><w:name w:val="Title"/></w:style>
    <w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
    <w:style w:styleId="Own"><w:name w:val="Clause title"/><w:basedOn w:val="H2"/></w:style>
    <w:style w:styleId="H2"><w:name w:val="Second"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
    <w:style w:styleId="B"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
    <w:style w:styleId="Loop"><w:name w:val="x"/><w:basedOn w:val="Loop"/></w:style>
    <w:style w:styleId="C"><w:name w:val="toc 1"/></w:style>
    </w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="w">
    <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
    <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
    <w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

fn parts(body: &str) -> Parts {
    Parts {
        document: format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"),
        styles: STYLES.to_owned(),
        numbering: NUMBERING.to_owned(),
        relations:
            "<Relationships><Relationship Id=\"r1\" Target=\"https://example.com/a?b=1&amp;c=2\"/></Relationships>"
                .to_owned(),
        beside: Vec::new(),
    }
}

fn draft(body: &str) -> (Manuscript, Document) {
    let manuscript = manuscript(&parts(body)).expect("a sound draft");
    let document = read_manuscript(&manuscript.text, &manuscript.markup);
    check(&manuscript.text, &document);
    (manuscript, document)
}

/// A paragraph with properties and text.
fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn styled(style: &str, text: &str) -> String {
    p(&format!("<w:pStyle w:val=\"{style}\"/>"), text)
}

fn listed(level: usize, text: &str) -> String {
    p(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"7\"/></w:numPr>"), text)
}

fn told(document: &Document) -> Vec<(BlockKind, String)> {
    let of = |b: &Block| (b.kind, document.prose.slice(b.extent).to_owned());
    document.blocks.iter().filter(|b| b.kind != BlockKind::LinkTarget).map(of).collect()
}

#[test]
fn notes_headers_and_footers_follow_the_body_each_text_once() {
    let root = |name: &str, body: &str| format!("<w:{name} xmlns:w=\"w\">{body}</w:{name}>");
    let link = "<w:p><w:hyperlink w:id=\"r1\"><w:r><w:t>our list</w:t></w:r></w:hyperlink></w:p>";
    let part = |path: &str, xml: String| super::Beside {
        path: path.to_owned(),
        xml,
        relations: "<Relationships><Relationship Id=\"r1\" Target=\"https://example.com/list\"/></Relationships>"
            .to_owned(),
    };
    let note = format!(
        "<w:footnote w:type=\"separator\"><w:p/></w:footnote><w:footnote>{}{link}</w:footnote>",
        p("", "For two years.")
    );
    let header = root("hdr", &styled("H1", "Lantern Ltd, 1 March 2025"));
    let mut parts = parts(&(styled("H1", "Keeping") + &p("", "We keep your data.")));
    parts.beside =
        vec![part("word/footnotes.xml", root("footnotes", &note)), part("a", header.clone()), part("b", header)];
    let made = manuscript(&parts).unwrap();
    assert_eq!(made.text, "Keeping\nWe keep your data.\nFor two years.\nour list\nLantern Ltd, 1 March 2025\n");
    let document = read_manuscript(&made.text, &made.markup);
    check(&made.text, &document);
    assert_eq!(told(&document).iter().filter(|(kind, _)| *kind == BlockKind::Heading).count(), 1);
    assert!(document.links.iter().any(|l| l.target == "https://example.com/list"));
    parts.beside = vec![part("word/footnotes.xml", "<w:footnotes>".to_owned())];
    assert!(manuscript(&parts).unwrap_err().starts_with("its part word/footnotes.xml is damaged"));
}

#[test]
fn paragraphs_are_lines_and_styles_make_headings() {
    let body = [
        styled("T", "Privacy notice"),
        p("", ""),
        styled("H1", "Kites"),
        p("", "We keep R&amp;D data &#8220;here&#x201D;."),
        styled("Own", "Strings"),
        p("", "We keep none."),
        p("<w:outlineLvl w:val=\"0\"/>", "Reels"),
        styled("Loop", "We keep some."),
        styled("Heading3", "Reels"),
    ];
    let (manuscript, document) = draft(&body.concat());
    let lines: Vec<&str> = manuscript.text.lines().collect();
    assert_eq!(lines[..4], ["Privacy notice", "", "Kites", "We keep R&D data “here”."]);
    let titles: Vec<_> = document.sections.iter().skip(1).map(|s| (s.level, s.kind, s.title.as_str())).collect();
    let heading = SectionKind::Heading;
    assert_eq!(
        titles,
        [
            (1, heading, "Privacy notice"),
            (2, heading, "Kites"),
            (3, heading, "Strings"),
            (2, heading, "Reels"),
            (4, heading, "Reels"),
        ]
    );
}

#[test]
fn lists_nest_and_keep_their_lead_ins() {
    let body = [
        p("", "We take:"),
        listed(0, "names:"),
        listed(1, "first"),
        listed(1, "last"),
        listed(0, "kites"),
        styled("B", "strings"),
    ];
    let (_, document) = draft(&body.concat());
    let items = document.blocks.iter().filter(|b| b.kind == BlockKind::ListItem);
    let leads: Vec<_> = items
        .map(|b| (document.prose.slice(b.extent), b.lead_in.map_or("", |l| document.sentence_text(l)), b.group))
        .collect();
    let said: Vec<_> = leads.iter().map(|(text, lead, _)| (*text, *lead)).collect();
    let (outer, inner) = ("We take:", "names:");
    assert_eq!(said, [(inner, outer), ("first", inner), ("last", inner), ("kites", outer), ("strings", outer)]);
    assert!(
        leads[0].2 == leads[3].2 && leads[3].2 == leads[4].2 && leads[1].2 == leads[2].2 && leads[0].2 != leads[1].2
    );
}

#[test]
fn tables_have_heads_and_layout_tables_have_none() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p("", text));
    let row = |properties: &str, cells: &[&str]| {
        format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.iter().map(|c| cell(c)).collect::<String>())
    };
    let table =
        format!("<w:tbl>{}{}</w:tbl>", row("<w:tblHeader/>", &["Data", "Why"]), row("", &["Name", "To greet you"]));
    let (_, document) = draft(&table);
    let last = document.blocks.last().expect("cells");
    let heads: Vec<&str> = last.headers.iter().map(|h| document.block_text(*h)).collect();
    assert_eq!((last.kind, heads), (BlockKind::TableCell, vec!["Why", "Name"]));
    let one = format!("<w:tbl>{}</w:tbl>", row("", &["We fly kites for all."]));
    let with_heading = format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc/></w:tr></w:tbl>", styled("H1", "Kites"));
    let (_, document) = draft(&(one + &with_heading));
    let kinds: Vec<_> = told(&document).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [BlockKind::Paragraph, BlockKind::Heading]);
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let body = "<w:p><w:r><w:t>We keep data for </w:t></w:r><w:del><w:r><w:delText>one year</w:delText><w:t>x</w:t></w:r></w:del>\
        <w:ins><w:r><w:t>two years</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p><w:p><w:pPr><w:pPrChange><w:pPr>\
        <w:pStyle w:val=\"H1\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>We fly.</w:t><w:commentReference w:id=\"1\"/></w:r></w:p>\
        <w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:p><w:r><w:t>We sell.</w:t></w:r></w:p>";
    let (manuscript, document) = draft(body);
    assert_eq!(manuscript.text, "We keep data for two years.\nWe fly.\nWe sell.\n");
    assert_eq!(manuscript.changed, [0, 2]);
    assert!(told(&document).iter().all(|(kind, _)| *kind == BlockKind::Paragraph));
}

#[test]
fn runs_breaks_links_and_hidden_text() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Lost kites</w:t></w:r></w:p>\
        <w:p><w:r><w:t>One Elm Street</w:t><w:br/><w:t>Spring</w:t><w:noBreakHyphen/><w:t>field&#10;here</w:t><w:tab/></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">See </w:t></w:r><w:hyperlink r:id=\"r1\"><w:r><w:t>our kites</w:t></w:r></w:hyperlink>\
        <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"mailto:a@example.com\" </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t xml:space=\"preserve\"> write</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t> now.</w:t></w:r></w:p>";
    let (manuscript, document) = draft(body);
    assert_eq!(manuscript.text, "Lost kites\nOne Elm Street Spring-field here \nSee our kites write now.\n");
    let links: Vec<_> = document.links.iter().map(|l| (document.prose.slice(l.extent), l.target.as_str())).collect();
    assert_eq!(links, [("our kites", "https://example.com/a?b=1&c=2"), ("write", "mailto:a@example.com")]);
    assert_eq!(document.sections.get(1).map(|s| s.title.as_str()), Some("Lost kites"));
}

#[test]
fn copies_for_old_programs_and_tables_of_contents() {
    let boxed = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Boxed text.</w:t></w:r></w:p>\
        </w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>Boxed text.</w:t></w:r></w:p></mc:Fallback>\
        </mc:AlternateContent><w:t>We fly.</w:t></w:r></w:p>";
    let contents = [styled("C", "Kites 1"), styled("C", "Strings 2")].concat();
    let (manuscript, document) = draft(&(contents + boxed));
    assert_eq!(manuscript.text, "Kites 1\nStrings 2\nBoxed text.\nWe fly.\n");
    let marked = document.blocks.iter().filter(|b| b.navigation).count();
    assert_eq!(marked, 2, "{:?}", told(&document));
}

#[test]
fn damaged_and_hostile_parts_are_refused() {
    let with = |document: &str| manuscript(&Parts { document: document.to_owned(), ..Parts::default() });
    assert!(with("<w:document><w:body><w:p>").is_err_and(|e| e.contains("ends too early")));
    assert!(with("<w:document></w:body>").is_err());
    assert!(with(&"<w:p>".repeat(100_000)).is_err_and(|e| e.contains("nests deeper")));
    assert!(with("").is_ok_and(|m| m.text.is_empty()));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><w:p><w:r><w:t>&a;&b;x</w:t></w:r></w:p>";
    assert!(with(bomb).is_ok_and(|m| m.text == "x\n"));
    let styles = manuscript(&Parts { styles: "<w:styles>".to_owned(), ..parts("") });
    assert!(styles.is_err_and(|e| e.contains("styles")));
}

#[test]
fn many_paragraphs_are_read_in_time() {
    draft(&listed(8, "x").repeat(20_000));
    draft(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", "<w:tc><w:p/></w:tc>".repeat(50_000)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_draft_is_cut_soundly(steps in proptest::collection::vec((0..11_usize, "[a-zé日 .:&;\u{a0}]{0,12}"), 0..30)) {
        let mut body = String::new();
        let mut tables = 0;
        for (kind, text) in steps {
            let text = text.replace('&', "&amp;");
            match kind {
                0 => body.push_str(&styled("H1", &text)),
                1 => body.push_str(&listed(text.len() % 11, &text)),
                2 => { body.push_str("<w:tbl><w:tr><w:tc>"); tables += 1; }
                3 if tables > 0 => { body.push_str("</w:tc></w:tr></w:tbl>"); tables -= 1; }
                4 if tables > 0 => body.push_str("</w:tc><w:tc>"),
                5 if tables > 0 => body.push_str("</w:tc></w:tr><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>"),
                6 => body.push_str(&format!("<w:p><w:hyperlink r:id=\"r1\"><w:r><w:t>{text}</w:t><w:br/></w:r></w:hyperlink></w:p>")),
                7 => body.push_str(&format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r><w:ins><w:r><w:t>{text}</w:t></w:r></w:ins></w:p>")),
                8 => body.push_str(&text),
                9 => body.push_str(&styled("T", &text)),
                _ => body.push_str(&p("", &text)),
            }
        }
        body.push_str(&"</w:tc></w:tr></w:tbl>".repeat(tables));
        draft(&body);
    }

    /// Markup of another text does no harm.
    #[test]
    fn markup_need_not_fit(text in "[a-zé日 .\n]{0,80}") {
        let other = [styled("H1", "Kites and strings"), listed(0, "日本日本"), p("", "é é é")].concat();
        let (manuscript, _) = draft(&other);
        check(&text, &read_manuscript(&text, &manuscript.markup));
    }

    #[test]
    fn any_bytes_are_no_panic(xml in "[<>/a-z:=\"&;!? -]{0,80}") {
        let _ = manuscript(&Parts { document: xml.clone(), styles: xml.clone(), numbering: xml.clone(), relations: xml.clone(), beside: vec![super::Beside { path: String::new(), xml: xml.clone(), relations: xml }] });
    }
}

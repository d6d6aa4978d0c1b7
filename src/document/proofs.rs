//! What holds for every text: property tests and fixtures of invented firms. Tests only.

use super::soundness::check;
use super::*;
use proptest::prelude::*;

fn both(text: &str) {
    for format in [Format::Markdown, Format::Plain, Format::Html] {
        let document = read(text, format);
        check(text, &document);
        assert_eq!(format!("{document:?}"), format!("{:?}", read(text, format)));
    }
    sniff("policy.txt", text);
}

/// Pieces of policies and of trouble.
fn scrap() -> impl Strategy<Value = String> {
    let scraps = [
        "We collect data. ",
        "you have the right to:\n\n",
        "\n\n",
        "\n",
        "  \n",
        "\r\n",
        "# Data\n",
        "**Bold.** ",
        "_Title:_ ",
        "- item\n",
        "  - inner\n",
        "1. one\n",
        "1\\. two  \n",
        "(a) x; ",
        "• a • b ",
        "&nbsp;",
        "&amp;",
        "\u{a0}",
        "é",
        "[link](https://example.com/a \"Title\") ",
        "[mail](mailto:a@example.com?subject=x) ",
        "a@example.com ",
        "www.example.com ",
        "http://example.com/x. ",
        "> quote\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "=====\n",
        "---\n",
        "don't ",
        "U.S. ",
        "e.g. ",
        "Inc.We ",
        "10/29/2020 ",
        "\u{0}",
        "\u{202e}",
        "\u{feff}",
        "<b>x</b>",
        "<div>\ny\n</div>\n",
        "`code` ",
        "```\nz\n```\n",
        "[^1]",
        "\n[^1]: note\n",
        "![alt](x.png) ",
        "\u{ad}",
        "“q” ",
        "日本。",
        "YOUR RIGHTS\n\n",
        "Your Rights\n\n",
        "Log Data: We store what you do here. ",
        "Pixel Tags.\n",
        "Acme, Inc. ",
        "<!-- c -->",
        "~~s~~",
        "\\",
    ];
    proptest::collection::vec(proptest::sample::select(scraps.to_vec()).prop_map(str::to_owned), 0..40)
        .prop_map(|v| v.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_cut_soundly(text in "\\PC{0,200}") {
        both(&text);
    }

    #[test]
    fn any_scraps_are_cut_soundly(text in scrap()) {
        both(&text);
    }
}

fn outline(text: &str, format: Format) -> Vec<(u8, SectionKind, String)> {
    read(text, format).sections.iter().skip(1).map(|s| (s.level, s.kind, s.title.clone())).collect()
}

fn titles(text: &str, format: Format) -> Vec<String> {
    outline(text, format).into_iter().map(|(_, _, title)| title).collect()
}

/// Each item's or paragraph's text with its lead-in.
fn leads(text: &str, format: Format) -> Vec<(String, String)> {
    let document = read(text, format);
    let blocks = document.blocks.iter().enumerate().filter(|(_, b)| b.kind != BlockKind::LinkTarget);
    let lead = |b: &Block| b.lead_in.map(|l| document.sentence_text(l).to_owned());
    blocks.filter_map(|(i, b)| Some((document.block_text(i).to_owned(), lead(b)?))).collect()
}

#[test]
fn bold_lines_and_run_ins_are_headings() {
    let text = "# Notice\n\n**1\\. Who are we?**  \nWe are Acme Ltd, a shop for kites.\n\n_Kite data._ We keep what you fly.\n\n\
        **Agents:** We employ others to fly kites for us.\n\n**We never sell your data.** Not at all.\n";
    assert_eq!(
        outline(text, Format::Markdown),
        [
            (1, SectionKind::Heading, "Notice".to_owned()),
            (2, SectionKind::Heading, "1. Who are we?".to_owned()),
            (3, SectionKind::RunIn, "Kite data".to_owned()),
            (3, SectionKind::RunIn, "Agents".to_owned()),
        ]
    );
}

#[test]
fn titles_with_a_stop_before_their_text_are_run_ins() {
    let text = "# Notice\n\nKite Data. We keep what you fly and where you fly it.\n\n\
        What are your rights? You may ask us for a copy of your kite data.\n\n\
        Kite Works Ltd. Example Street 1 is where our kites are made.\n\n\
        It depends. We keep kites for as long as they can fly.\n\n\
        Is it a big kite? If so, we keep it in a bigger box than others.\n";
    assert_eq!(titles(text, Format::Markdown), ["Notice", "Kite Data", "What are your rights?"]);
}

#[test]
fn indirect_questions_are_headings() {
    let text = "# Kites\n\nWhat we collect and where it comes from\n\n- Kite data that you give us.\n\n\
        How long we will keep it for\n\nWe keep kite data for a year.\n";
    assert_eq!(
        titles(text, Format::Markdown),
        ["Kites", "What we collect and where it comes from", "How long we will keep it for"]
    );
}

#[test]
fn the_first_line_is_the_title_over_dates_and_names() {
    let text = "PRIVACY NOTICE\nEffective 1 May 2020\n\nACME KITES LTD\n\nLast updated: 2 May 2020\n\n\
        We keep kites.\n\n1. STRINGS\n\nWe keep no strings.\n";
    assert_eq!(titles(text, Format::Plain), ["PRIVACY NOTICE", "ACME KITES LTD", "1. STRINGS"]);
}

#[test]
fn dashes_in_a_paragraph_are_items() {
    let text = "We use kite data so that we can: - answer you; - mend kites; and - find lost kites.\n";
    for format in [Format::Markdown, Format::Plain] {
        let found = leads(text, format);
        let items: Vec<&str> = found.iter().map(|(item, _)| item.as_str()).collect();
        assert_eq!(items, ["answer you;", "mend kites; and", "find lost kites."]);
        assert!(found.iter().all(|(_, lead)| lead == "We use kite data so that we can:"));
    }
    assert!(leads("Our shop: Acme - the kite shop - is open.\n", Format::Plain).is_empty());
}

#[test]
fn doubled_list_marks_are_one_list() {
    let text = "We hire firms:\n\n- * to mend kites;\n- * to sell kites;\n- * to fly kites.\n";
    let document = read(text, Format::Markdown);
    let groups: Vec<_> = document.blocks.iter().filter_map(|b| b.group).collect();
    assert_eq!(groups.len(), 3);
    assert!(groups.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(leads(text, Format::Markdown).len(), 3);
}

#[test]
fn headings_may_introduce_lists() {
    let text = "# Notice\n\n## For the purpose of keeping our promise\n\n- Mend your kites\n- Bring them back\n\n\
        ## Kites\n\n- Red kites\n- Blue kites\n";
    let found = leads(text, Format::Markdown);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].1, "For the purpose of keeping our promise");
}

#[test]
fn bare_lines_are_headings_in_plain_text() {
    let text = "This is the notice of Acme Ltd.\n=====\nKITES WE FLY\nWhat You Give Us\nWe take kites that you give us.\n\
        Lost Kites.\nWe look for lost kites.\n=====\nWe never look at night.\n";
    assert_eq!(titles(text, Format::Plain), ["KITES WE FLY", "What You Give Us", "Lost Kites"]);
}

#[test]
fn addresses_and_dates_are_no_headings() {
    let text = "# Notice\n\n#### Effective Date: May 1, 2020\n\nWrite to us by mail at:\n\nAcme Kite Office\n\n1 Elm Street,  \nSpringfield\n\n\
        We answer each letter within ten days.\n";
    assert_eq!(titles(text, Format::Markdown), ["Notice"]);
}

#[test]
fn lists_keep_their_lead_in() {
    let text = "You have the right to:\n\n1\\. _see_ your data.  \n2\\. _mend_ it.\n";
    let lead = "You have the right to:";
    assert_eq!(
        leads(text, Format::Markdown),
        [("see your data.".to_owned(), lead.to_owned()), ("mend it.".to_owned(), lead.to_owned())]
    );
    let text = "We do not share it other than:\n\nKite Clubs.\n=====\nWith clubs that you join;\nThe Law.\nTo obey the law of the land.\n";
    let lead = "We do not share it other than:";
    assert_eq!(
        leads(text, Format::Plain),
        [
            ("With clubs that you join;".to_owned(), lead.to_owned()),
            ("To obey the law of the land.".to_owned(), lead.to_owned())
        ]
    );
    let text = "We take:\n\n- names:\n  - first\n  - last\n- kites\n";
    let found = leads(text, Format::Markdown);
    assert_eq!(found[1], ("first".to_owned(), "names:".to_owned()));
    assert_eq!(found[3], ("kites".to_owned(), "We take:".to_owned()));
}

#[test]
fn link_targets_are_blocks_of_their_own() {
    let text = "See [our kites](https://example.com/kites \"All kites\") or [write](mailto:a@example.com). \
        Also [https://example.com](https://example.com/) and [here](#top).\n";
    let document = read(text, Format::Markdown);
    let targets: Vec<&str> = (0..document.blocks.len())
        .filter(|b| document.blocks[*b].kind == BlockKind::LinkTarget)
        .map(|b| document.block_text(b))
        .collect();
    assert_eq!(targets, ["All kites\nhttps://example.com/kites", "a@example.com"]);
    let url = document.words.iter().rfind(|w| w.kind == WordKind::Email).expect("an address");
    let span = document.prose.source_span(url.extent);
    assert_eq!(&text[span.range()], "a@example.com");
    assert_eq!(document.links.len(), 4);
}

#[test]
fn navigation_is_marked() {
    let text = "# Notice\n\n- [Terms](https://example.com/t)\n- [Kites](https://example.com/k)\n\nWe fly kites.\n\n[Back to top](#top)\n";
    let document = read(text, Format::Markdown);
    let marked: Vec<&str> = (0..document.blocks.len())
        .filter(|b| document.blocks[*b].navigation && document.blocks[*b].kind != BlockKind::LinkTarget)
        .map(|b| document.block_text(b))
        .collect();
    assert_eq!(marked, ["Terms", "Kites", "Back to top"]);
}

#[test]
fn links_that_a_line_introduces_are_content() {
    let list = "- [Kite Count](https://count.example.com/)\n- [Wind Watch](https://wind.example.com/)\n";
    let told = format!("# Notice\n\nLinks to the firms that the app works with\n\n{list}");
    let bare = format!("# Notice\n\nWe sell kites to all.\n\n{list}");
    let marked = |text: &str| read(text, Format::Markdown).blocks.iter().filter(|b| b.navigation).count();
    assert_eq!(marked(&told), 0);
    assert!(marked(&bare) > 0);
}

#[test]
fn archive_headers_and_front_matter_are_left_out() {
    let text = "---\ntitle: x\n---\n\n> *This copy was archived on 2020-01-01, see the Wayback Machine.*\n\n# Notice\n\nWe fly.\n";
    assert_eq!(read(text, Format::Markdown).prose.text(), "Notice\nWe fly.");
}

#[test]
fn cells_know_their_headings() {
    let text = "| Data | Why |\n|---|---|\n| Name | To greet you |\n";
    let document = read(text, Format::Markdown);
    let last = document.blocks.last().expect("cells");
    let heads: Vec<&str> = last.headers.iter().map(|h| document.block_text(*h)).collect();
    assert_eq!(heads, ["Why", "Name"]);
}

#[test]
fn wrapped_text_is_joined() {
    let text = "We collect the names of all who fly kites on our fields and hills, and\nwe keep them in a book that nobody but the keeper of the book may read,\nas long as the keeper lives. Thereafter we burn the book.\n";
    let document = read(text, Format::Plain);
    assert_eq!(document.sentences.len(), 2);
}

#[test]
fn formats_are_told_by_content() {
    assert_eq!(sniff("a.md", "x"), Format::Markdown);
    assert_eq!(sniff("a.txt", "# Notice\n\nSee [us](https://example.com)."), Format::Markdown);
    assert_eq!(sniff("a.txt", "Notice\n=====\nWe fly.\n"), Format::Plain);
}

#[test]
fn hostile_texts_are_read_in_time() {
    for text in [
        "> ".repeat(100_000) + "x",
        "a-".repeat(500_000),
        "a.".repeat(500_000),
        "• ".repeat(300_000),
        "x\n".repeat(300_000),
        "[".repeat(50_000),
        "(".repeat(200_000) + "http://x",
        "**a** ".repeat(50_000),
        "&amp;• ".repeat(100_000),
    ] {
        for format in [Format::Markdown, Format::Plain] {
            read(&text, format);
        }
    }
}

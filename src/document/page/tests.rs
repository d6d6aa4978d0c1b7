//! Pages of invented firms, and what holds for every page. Tests only.

use super::super::soundness::check;
use super::super::{Block, BlockKind, Document, Format, SectionKind, read, sniff};
use proptest::prelude::*;

fn page(text: &str) -> Document {
    let document = read(text, Format::Html);
    check(text, &document);
    document
}

/// Kinds and texts of all blocks but link targets.
fn blocks(text: &str) -> Vec<(BlockKind, String)> {
    let document = page(text);
    let told = |b: &Block| (b.kind, document.prose.slice(b.extent).to_owned());
    document.blocks.iter().filter(|b| b.kind != BlockKind::LinkTarget).map(told).collect()
}

fn texts(text: &str) -> Vec<String> {
    blocks(text).into_iter().map(|(_, text)| text).collect()
}

const POLICY: &str = "<h1>Privacy notice</h1><p>Harbour Kites collects your name and your address when you order a kite \
    from us, and keeps them for two years.</p><p>You may ask us for a copy at any time.</p>";

fn expected() -> Vec<String> {
    texts(&format!("<body>{POLICY}</body>"))
}

#[test]
fn the_policy_is_found_among_what_surrounds_it() {
    let around =
        "<header><a href=/>Harbour</a></header><nav><ul><li><a href=/a>Kites</a><li><a href=/b>Shop</a></ul></nav>";
    let foot = "<footer>Harbour Kites, all rights reserved by us.</footer>";
    let banner = "<div class='cookie-banner'>We use cookies.</div>";
    let dialog = "<div role=dialog aria-label='Cookie consent'>May we use cookies? <button>Yes</button></div>";
    for text in [
        format!("<!doctype html><title>Kites</title><body>{around}<main>{POLICY}</main>{foot}"),
        format!("<body>{around}{banner}<article>{POLICY}</article><aside>See our new kites.</aside>{foot}</body>"),
        format!("<body>{around}<div role='main'>{POLICY}</div>{foot}{dialog}"),
        format!("<body>{around}{banner}<div id=wrap><div class=page>{POLICY}</div></div>{foot}{dialog}"),
        format!("<body><div class=menu><a href=/>Home</a></div><div>{POLICY}</div><div id=onePixel>&nbsp;</div>"),
        format!("<body>{POLICY}<script>let a = '<p>no</p>';</script><style>p {{}}</style><template><p>x</template>"),
    ] {
        assert_eq!(texts(&text), expected(), "{text}");
    }
}

#[test]
fn hidden_elements_are_not_read_but_what_a_button_shows_is() {
    let hidden = [
        "<p hidden>No.</p>",
        "<p aria-hidden=true>No.</p>",
        "<p style='color: red; Display: NONE !important'>No.</p>",
        "<div style='visibility:hidden'><p>No.</p></div>",
    ];
    for part in hidden {
        assert_eq!(texts(&format!("{POLICY}{part}")), expected(), "{part}");
    }
    let shown = "<button aria-controls='a b'>More</button><div id=b hidden><p>We keep kites.</p></div>";
    assert!(texts(&format!("{POLICY}{shown}")).contains(&"We keep kites.".to_owned()));
    let found = "<p hidden=until-found>We keep kites.</p>";
    assert!(texts(&format!("{POLICY}{found}")).contains(&"We keep kites.".to_owned()));
}

#[test]
fn the_policy_is_never_lost() {
    for text in [
        format!("<body><main><p>Kites.</p></main><div>{POLICY}</div>"),
        format!("<body><div role=dialog>{POLICY}</div><p>Kites.</p>"),
        format!("<body><div class=cookie-notice>{POLICY}</div><p>Kites.</p>"),
        format!("<body><div style='display:none'>{POLICY}</div><p>Kites.</p>"),
        format!("<header>{POLICY}</header>"),
        format!("{POLICY}</body></html>"),
        format!("<body><aside>{POLICY}</aside>"),
    ] {
        let found = texts(&text);
        assert!(expected().iter().all(|t| found.contains(t)), "{text}\n{found:?}");
    }
}

#[test]
fn entities_map_to_their_bytes() {
    let text = "<p>We&nbsp;keep R&amp;D data &mdash; it&rsquo;s caf&eacute; &#x201C;logs&#8221; &bogus; AT&T &ampx &lt;b&gt;</p>";
    let document = page(text);
    assert_eq!(document.prose.text(), "We keep R&D data — it’s café “logs” &bogus; AT&T &x <b>");
    let word = |wanted: &str| {
        let word = document.words.iter().find(|w| document.prose.slice(w.extent) == wanted).expect("the word");
        &text[document.prose.source_span(word.extent).range()]
    };
    assert_eq!(word("keep"), "keep");
    assert_eq!(word("café"), "caf&eacute;");
    assert_eq!(word("logs"), "logs");
}

#[test]
fn lines_and_white_space() {
    assert_eq!(texts("<p>We \n\t keep <b>your</b>\n<i>data</i> .</p>"), ["We keep your data ."]);
    assert_eq!(texts("We fly.<br><br>We sell.<br/>\n<br>We buy."), ["We fly.", "We sell.", "We buy."]);
    assert_eq!(texts("<div>One Elm Street<br>Springfield</div>"), ["One Elm Street Springfield"]);
    assert_eq!(
        texts("<pre>We keep kites\nfor years.\n\nWe sell none.\n</pre>"),
        ["We keep kites for years.", "We sell none."]
    );
    assert_eq!(blocks("<p>We run:</p><pre><code>a\n\nb</code></pre>")[1].0, BlockKind::Code);
}

#[test]
fn lists_nest_and_keep_their_lead_ins() {
    let text = "<p>We take:<ul><li>names:<ol><li>first<li>last</ol><li><p>kites</p><p>strings</p></ul><p>No more.";
    let document = page(text);
    let told = |b: &Block| {
        let lead = b.lead_in.map(|l| document.sentence_text(l).to_owned());
        (document.prose.slice(b.extent).to_owned(), lead.unwrap_or_default())
    };
    let items: Vec<_> = document.blocks.iter().filter(|b| b.kind == BlockKind::ListItem).map(told).collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        items[..4],
        [pair("names:", "We take:"), pair("first", "names:"), pair("last", "names:"), pair("kites", "We take:"),]
    );
}

#[test]
fn tables_have_heads_and_layout_tables_have_none() {
    let text = "<table><thead><tr><th>Data<th>Why</thead><tr><td>Name<td><p>To greet you</p></table>";
    let document = page(text);
    let last = document.blocks.last().expect("cells");
    let heads: Vec<&str> = last.headers.iter().map(|h| document.block_text(*h)).collect();
    assert_eq!((last.kind, heads), (BlockKind::TableCell, vec!["Why", "Name"]));
    let text = "<table><tr><td><h2>Kites</h2><p>We fly.</p><ul><li>red<li>blue</ul></td><td>We also sell strings and reels.</td></tr></table>";
    let kinds: Vec<_> = blocks(text).into_iter().map(|(kind, _)| kind).collect();
    let item = BlockKind::ListItem;
    assert_eq!(kinds, [BlockKind::Heading, BlockKind::Paragraph, item, item, BlockKind::Paragraph]);
    let text = "<table><tr><td>a<td colspan=2>b<td>c<tr><th>d</table>";
    assert_eq!(texts(text), ["a", "b", "c", "d"]);
}

#[test]
fn definitions_links_and_headings() {
    let text = "<dl><dt>Kite data<dd>We keep what you fly.<dt>Strings<dd>We keep none.</dl>";
    let document = page(text);
    let titles: Vec<_> = document.sections.iter().skip(1).map(|s| (s.kind, s.title.as_str())).collect();
    assert_eq!(titles, [(SectionKind::RunIn, "Kite data"), (SectionKind::RunIn, "Strings")]);
    let text = "<p>See <a href='https://example.com/?a=1&amp;b=2' title=All>our <b>kites</b></a> or \
        <a href=\"mailto:a@example.com\">write</a>, <a href='javascript:x()'>or not</a>.";
    let document = page(text);
    let targets: Vec<_> = document.links.iter().map(|l| l.target.as_str()).collect();
    assert_eq!(targets, ["https://example.com/?a=1&b=2", "mailto:a@example.com"]);
    let mail = document.words.iter().rfind(|w| w.kind == super::super::WordKind::Email).expect("an address");
    assert_eq!(&text[document.prose.source_span(mail.extent).range()], "a@example.com");
    let text = "<h2>1. <span>Kites</span></h2><p>We fly.</p><div role=heading aria-level=3>Strings</div><p>None.</p>";
    let document = page(text);
    let titles: Vec<_> = document.sections.iter().skip(1).map(|s| (s.level, s.title.as_str())).collect();
    assert_eq!(titles, [(2, "1. Kites"), (3, "Strings")]);
}

#[test]
fn comments_are_kept_with_their_places() {
    let text = "<p>We <!-- a -->fly.</p><!--b--><nav><!-- c --></nav><!-- open";
    let document = page(text);
    let told: Vec<_> = document.comments.iter().map(|c| &text[c.range()]).collect();
    assert_eq!(told, [" a ", "b", " c "]);
    assert_eq!(document.prose.text(), "We fly.");
}

#[test]
fn pages_are_told_by_name_or_content() {
    assert_eq!(sniff("a.HTM", "x"), Format::Html);
    assert_eq!(sniff("a.txt", " <!-- saved --><!DOCTYPE HTML><p># no"), Format::Html);
    assert_eq!(sniff("-", "<?xml version='1.0'?><html lang=en>"), Format::Html);
    assert_eq!(sniff("a.md", "<html>"), Format::Markdown);
    assert_eq!(sniff("a.txt", "<headline> We fly."), Format::Plain);
}

#[test]
fn broken_pages_are_read_in_time() {
    for text in [
        "<div>".repeat(200_000) + "we fly",
        "<b>".repeat(100_000) + &"</i>".repeat(100_000) + "x",
        "<i>".repeat(100_000) + "<div>" + &"</i>".repeat(100_000),
        "<ul><li>".repeat(50_000),
        "<table><tr><td>".repeat(50_000) + "x",
        "<p><a href=x>".repeat(50_000),
        "&amp;".repeat(200_000),
        "&".repeat(200_000),
        "&a".repeat(200_000),
        "x<!--".repeat(100_000),
        "<".repeat(200_000),
        "<br>".repeat(200_000),
        "<p id='".to_owned() + &"x".repeat(300_000),
        "<blockquote>".repeat(100_000),
        "<pre>\n".repeat(100_000),
    ] {
        read(&text, Format::Html);
    }
}

/// Pieces of pages and of trouble.
#[rustfmt::skip] // one a line is too long a list
fn scrap() -> impl Strategy<Value = String> {
    let scraps = [
        "We collect data. ", "you may:", "\n", " ", "é", "日本。", "\u{a0}", "\u{feff}", "\0", "\r\n", "<p>", "</p>",
        "<div>", "</div>", "<div class=cookie-banner>", "<main>", "</main>", "<article>", "<nav>", "</nav>",
        "<footer>", "<ul>", "<ol start=3>", "</ul>", "<li>", "</li>", "<table>", "<tr>", "<td>", "<th colspan=2>",
        "</table>", "<thead>", "<dl>", "<dt>", "<dd>", "<h1>", "<h2>", "</h2>", "<b>", "</b>", "<i>",
        "<a href='https://example.com/é&amp;x' title=T>", "</a>", "<br>", "<br/>", "</br>", "<hr>", "<pre>", "</pre>",
        "<code>", "<blockquote>", "<details><summary>", "</summary>", "&amp;", "&nbsp;", "&eacute", "&", "&#",
        "&#xD800;", "&#0;", "&shy;", "<!-- c -->", "<!--", "-->", "<![CDATA[x]]>", "<?xml?>", "<script>", "</script>",
        "<title>", "</title>", "<style>", "<svg/>", "<svg><path/>", "<p hidden>", "<p style='display:none'>", "<",
        ">", "'", "\"", "<x-y>", "<u>", "</u>", "<select><option>a", "<body>", "</body>", "<html>", "<head>",
        "a@example.com ", "<textarea>", "<input>", "<img alt='x'>", "don't ",
    ];
    proptest::collection::vec(proptest::sample::select(scraps.to_vec()), 0..40).prop_map(|v| v.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_is_cut_soundly(text in scrap()) {
        let document = page(&text);
        prop_assert_eq!(format!("{document:?}"), format!("{:?}", read(&text, Format::Html)));
    }

    /// Text decoded piece by piece is the text that the tokenizer decodes.
    #[test]
    fn pieces_say_what_the_page_says(text in "[a-zé&#;x0-9 ]{0,60}") {
        let mut pieces = Vec::new();
        super::text::Cutter::new().cut(&text, 0, &super::super::raw::Style::default(), &mut pieces);
        let read: String = pieces.iter().map(|p| &*p.text).collect();
        let mut whole = String::new();
        for token in html5gum::Tokenizer::new(&text) {
            let Ok(token) = token;
            if let html5gum::Token::String(part) = token {
                whole.push_str(&String::from_utf8_lossy(&part.value));
            }
        }
        let words = |t: &str| t.split_whitespace().map(|w| w.replace(['\u{ad}', '\u{200b}'], "")).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(words(&read), words(&whole));
    }
}

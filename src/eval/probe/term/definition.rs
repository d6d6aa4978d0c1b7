//! Where terms are defined, in all the usual forms.

use super::words;
use crate::document::{BlockKind, Document, Extent, SectionKind};
use crate::eval::probe::form::{Form, Lowered, Prose};
use crate::eval::probe::within;
use std::ops::Range;

/// So much of the text before and after a quoted term is looked at, in bytes.
const NEAR: usize = 120;

/// A text in quotes, also in wrong or mixed ones.
static QUOTED: Form = Form::new(
    r#"[“”"„«‟]\s?(?P<term>[A-Za-zÀ-ɏ0-9][^“”"„«»\n]{0,58}?)[,.;:]?\s?[”“"»‟]"#,
    &[&["“", "”", "\"", "„", "«", "‟"]],
);

/// A text in single quotes, which is a term only in a bracket.
static SINGLE: Form = Form::new(r"[‘'](?P<term>[A-Za-zÀ-ɏ][^‘’'\n]{0,58}?)[,.;]?[’']", &[&["‘", "'"], &["’", "'"]]);

/// A text between a single and a double quote.
static MIXED: Form = Form::new(
    r#"(?:^|[\s(])[‘'](?P<term>[A-Za-zÀ-ɏ][^“”"„«»‘’'\n]{0,58}?)[,.;:]?[”"“]|[“"„](?P<other>[A-Za-zÀ-ɏ][^“”"„«»‘’'\n]{0,40}?)[,.;:]?[’'](?:[\s),.;]|$)"#,
    &[&["“", "”", "\"", "„"], &["‘", "’", "'"]],
);

/// A capitalised text that “that is” explains.
static EXPLAINED: Form = Form::new(
    r"(?:[Tt]he|[Oo]ur|[Aa]n?|[Yy]our|[Ee]ach) (?P<term>[A-Z][0-9A-Za-z_À-ɏ’-]*(?: [A-Z][0-9A-Za-z_À-ɏ’-]*){0,4}),? (?:that is,? |by which we mean |meaning )(?:the|an?|any|all|every|each|your|our) ",
    &[&["that is", "by which we mean ", "meaning "]],
);

/// What behind a quoted term gives its meaning.
static MEANS: Form = Form::new(
    r#"^(?:[,\s]|or\b|and\b|[“"‘][^”"’]{1,40}[”"’])*\s*(?:(?:each|all|both|together|collectively|shall|will|hereby|as used [0-9A-Za-z_À-ɏ ]{2,30}|in this [0-9A-Za-z_À-ɏ]+),? )*(?:(?:we )?means?\b|refers? to\b|stands? for\b|(?:have|has) the (?:same )?meaning|(?:is|are) defined as|(?:is|are) a reference to|denotes?\b|includes? (?:any|all)\b|is (?:any|all|information|data|an?) )"#,
    &[],
);

/// What before a quoted term names it.
static NAMED: Form = Form::new(
    r"(?i)(?:\b(?:hereinafter|hereafter|herein)|\b(?:referred|refer|refers|referring) to (?:[0-9A-Za-z_À-ɏ’'-]+,? ){0,10}as|\b(?:collectively|together|jointly),?|\bwe call (?:[0-9A-Za-z_À-ɏ’'-]+ ){0,6}|\b(?:is|are|be) (?:also )?(?:called|known as|defined as|termed)|\b(?:forms?|makes? up|constitutes?)|\bthe terms?)[,:]?\s*(?:either )?(?:the |our |an? |these |this )?(?:[“‘\x22][^”’\x22]{1,40}[”’\x22](?:,| or| and)+ )*(?:the )?$",
    &[],
);

/// A sentence that begins with the term and gives its meaning.
static OPENING: Form = Form::new(
    r"^(?:The |An? )?(?P<term>[A-Z][0-9A-Za-z_À-ɏ’-]*(?: (?:[A-Z][0-9A-Za-z_À-ɏ’-]*|of|and|or)){0,5}?)(?: \((?:or|also|the|hereinafter)? ?[^()]{1,60}\))? (?:is any information|is information|(?:shall|will) mean|means|(?:shall )?refers? to|(?:has|have) the (?:same )?meaning|(?:is|are) defined as) ",
    &[&[
        " is any information ",
        " is information ",
        " mean ",
        " means ",
        " refer to ",
        " refers to ",
        " meaning ",
        " defined as ",
    ]],
);

/// A capitalised text alone in a bracket.
static BRACKET: Form = Form::new(
    r"\((?P<lead>(?:(?:the|each,? an?|collectively,?|together,?|hereinafter,?|hereafter,?|herein|our|or|referred to as|also) )*)(?P<term>[A-Z][0-9A-Za-z_À-ɏ’&.-]*(?: [A-Z][0-9A-Za-z_À-ɏ’&-]*){0,4})\)",
    &[&["("], &[")"]],
);

/// A capitalised text that a colon or a dash parts from what follows, at the start of a block.
static LABEL: Form = Form::new(
    r"^(?:\(?[0-9A-Za-z_À-ɏ]{1,3}[.)] )?(?P<term>[A-Z][0-9A-Za-z_À-ɏ’-]*(?: (?:[A-Z][0-9A-Za-z_À-ɏ’-]*|and|or|of|&)){0,5})(?: \([^()]{1,40}\))?\s?(?::|[–—-] |\. )",
    &[&[":", "– ", "— ", "- ", ". "]],
);

/// Words that give a meaning for one place only.
static SCOPED: Form = Form::new(
    r"(?i)as (?:that term is |such term is |this term is |the term is |those terms are |these terms are |they are |it is )?defined (?:in|by|under|above|below|elsewhere)|within the meaning of|under (?:the )?(?:CCPA|CPRA|GDPR|LGPD|California|Nevada|Virginia|Colorado|Texas)|meaning (?:set forth|given|ascribed|assigned|provided|set out)",
    &[&["defined ", "within the meaning of", "under ", "meaning "]],
);

/// The document takes its terms from another one.
static ELSEWHERE: Form = Form::new(
    r"(?i)\bundefined terms[^.]{0,80}(?:meaning|definition)|\b(?:capitali[sz]ed|defined|undefined|all|any|other)?,? ?(?:terms?|words?|expressions?) (?:that are |which are |are |but |and )*(?:not (?:otherwise |specifically )?defined|(?:otherwise |not )?used (?:but not (?:otherwise )?defined )?(?:in this|herein|here|throughout|in the))[^.]{0,160}?(?:meaning|defined)[^.]{0,60}?\b(?:terms|agreement|conditions|contract)\b",
    &[&["meaning", "definition"]],
);

/// A term where it is defined.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    /// The term as it is compared.
    pub key: String,
    /// The term, quotes excluded.
    pub term: Extent,
    /// The block that holds it.
    pub block: usize,
    /// Where the bracket or sentence begins that defines it, perhaps with others.
    pub group: u32,
    /// The words say that it is a definition; otherwise the text only introduces the term.
    pub firm: bool,
    /// The meaning is that of one place, or of a law.
    pub scoped: bool,
    /// A bracket behind what is meant.
    pub bracket: bool,
}

/// All definitions and introductions of a document, in reading order.
pub(super) fn all(document: &Document) -> Vec<Definition> {
    let mut found = Vec::new();
    let prose = Prose::of(document);
    for (index, block) in document.blocks.iter().enumerate().filter(|(_, b)| !b.navigation) {
        if matches!(block.kind, BlockKind::Code | BlockKind::LinkTarget) {
            continue;
        }
        let mut reader = Reader { document, prose: &prose, index, base: block.extent, found: &mut found };
        let text = prose.block(block);
        reader.quoted(text);
        if block.kind == BlockKind::Heading {
            reader.heading(text.text);
            continue;
        }
        reader.explained(text);
        reader.opening();
        reader.brackets(text);
        reader.label(text);
    }
    found.sort_by_key(|d: &Definition| (d.term.start, !d.firm));
    found.dedup_by(|next, kept| next.key == kept.key && next.term.start < kept.term.end);
    found
}

/// Whether the document says that another one defines its terms.
pub(super) fn are_elsewhere(document: &Document) -> bool {
    let prose = Prose::of(document);
    prose.may_hold(&ELSEWHERE) && document.blocks.iter().any(|b| ELSEWHERE.captures(prose.block(b)).is_some())
}

/// Whether a section is where a document keeps its definitions.
pub(super) fn is_glossary(document: &Document, section: usize) -> bool {
    let title_of = |s: usize| document.sections.get(s);
    std::iter::successors(title_of(section), |s| title_of(s.parent?)).take(8).any(|s| {
        let title = s.title.to_lowercase();
        ["definition", "interpretation", "glossary", "defined term", "key term", "terminology"]
            .iter()
            .any(|w| title.contains(w))
    })
}

/// A block under reading.
struct Reader<'a> {
    document: &'a Document,
    prose: &'a Prose<'a>,
    index: usize,
    base: Extent,
    found: &'a mut Vec<Definition>,
}

impl Reader<'_> {
    fn add(&mut self, term: Range<usize>, group: usize, firm: bool, bracket: bool) {
        let extent = within(self.base, term);
        let key = words::key(self.document.prose.slice(extent));
        let many = key.split(' ').count();
        if key.is_empty() || many > 6 {
            return;
        }
        let key = words::pronoun(&key).map_or(key, str::to_owned);
        let scoped = self.is_scoped(extent);
        let group = self.base.start + group as u32;
        self.found.push(Definition { key, term: extent, block: self.index, group, firm, scoped, bracket });
    }

    /// Whether the sentence limits the definition to a place or a law.
    fn is_scoped(&self, term: Extent) -> bool {
        let sentence = self.sentence_at(term.start);
        let extent = sentence.and_then(|s| self.document.sentences.get(s)).map(|s| s.extent);
        extent.is_some_and(|extent| SCOPED.captures(self.prose.slice(extent)).is_some())
    }

    fn sentence_at(&self, at: u32) -> Option<usize> {
        let next = self.document.sentences.partition_point(|s| s.extent.end <= at);
        self.document.sentences.get(next).filter(|s| s.block == self.index).map(|_| next)
    }

    fn quoted(&mut self, lowered: Lowered<'_>) {
        let text = lowered.text;
        for (form, single) in [(&QUOTED, false), (&MIXED, false), (&SINGLE, true)] {
            for hit in form.captures_iter(lowered) {
                let (Some(whole), Some(term)) = (hit.get(0), hit.name("term").or_else(|| hit.name("other"))) else {
                    continue;
                };
                let before = before(text, whole.start());
                let after = after(text, whole.end());
                if let Some(open) = bracket_with(before, after) {
                    self.add(term.range(), whole.start() - open, true, true);
                } else if !single {
                    let cell = self.document.blocks.get(self.index).is_some_and(|b| b.kind == BlockKind::TableCell);
                    let alone = cell && whole.as_str().trim() == text.trim();
                    let firm = alone
                        || MEANS.is_match(after) && term.as_str().split(' ').count() <= 5
                        || NAMED.is_match(before);
                    self.add(term.range(), whole.start(), firm, false);
                }
            }
        }
    }

    /// Sentences that begin with a term and give its meaning.
    fn opening(&mut self) {
        let (first, end) = self.document.blocks.get(self.index).map_or((0, 0), |b| b.sentences);
        for sentence in (first..end).filter_map(|s| self.document.sentences.get(s)) {
            let hit = OPENING.captures(self.prose.slice(sentence.extent)).and_then(|c| c.name("term"));
            if let Some(term) = hit.filter(|t| !words::is_before(&words::word_key(first_word(t.as_str())))) {
                let from = (sentence.extent.start - self.base.start) as usize;
                self.add(from + term.start()..from + term.end(), from, true, false);
            }
        }
    }

    /// Terms that “that is” explains.
    fn explained(&mut self, text: Lowered<'_>) {
        for hit in EXPLAINED.captures_iter(text) {
            if let Some(term) = hit.name("term") {
                self.add(term.range(), term.start(), true, false);
            }
        }
    }

    /// Terms that stand alone in a bracket, in bold or without any mark.
    fn brackets(&mut self, text: Lowered<'_>) {
        for hit in BRACKET.captures_iter(text) {
            let (Some(whole), Some(term)) = (hit.get(0), hit.name("term")) else { continue };
            let led = hit.name("lead").is_some_and(|l| !l.is_empty());
            let shouted = words::is_shouted(term.as_str());
            let firm = !shouted && (led && self.is_marked(&term.range()) || self.is_strong(&term.range()));
            self.add(term.range(), whole.start(), firm, true);
        }
    }

    /// Whether there is markup right around a text.
    fn is_marked(&self, term: &Range<usize>) -> bool {
        let wide = within(self.base, term.start.saturating_sub(1)..term.end + 1);
        let span = self.document.prose.source_span(wide);
        (span.end - span.start) > wide.end - wide.start
    }

    /// Whether the markup around a text is that of strong emphasis: two signs on either side.
    fn is_strong(&self, term: &Range<usize>) -> bool {
        let wide = within(self.base, term.start.saturating_sub(1)..term.end + 1);
        let span = self.document.prose.source_span(wide);
        (span.end - span.start) == wide.end - wide.start + 4
    }

    /// What a list item or paragraph begins with, parted from the rest.
    fn label(&mut self, text: Lowered<'_>) {
        let hit = LABEL.captures(text).and_then(|c| c.name("term"));
        if let Some(term) = hit {
            let section = self.document.blocks.get(self.index).map_or(0, |b| b.section);
            let firm = is_glossary(self.document, section);
            self.add(term.range(), term.start(), firm, false);
        }
    }

    /// A heading introduces what it is called by: a section of definitions gives it its meaning.
    fn heading(&mut self, text: &str) {
        let section = self.document.blocks.get(self.index).map_or(0, |b| b.section);
        let kind = self.document.sections.get(section);
        let above = kind.and_then(|s| s.parent);
        let run_in = kind.is_some_and(|s| s.kind == SectionKind::RunIn);
        let firm = run_in && above.is_some_and(|a| is_glossary(self.document, a));
        let plain = text.trim_end_matches([':', '.', ' ']);
        let start = plain.len() - plain.trim_start_matches(|c: char| !c.is_alphabetic()).len();
        self.add(start..plain.len(), 0, firm, false);
    }
}

/// The part of a text before an offset that is near it.
pub(super) fn before(text: &str, at: usize) -> &str {
    let from = (at.saturating_sub(NEAR)..=at).find(|i| text.is_char_boundary(*i)).unwrap_or(at);
    text.get(from..at).unwrap_or_default()
}

/// The part of a text from an offset on that is near it.
fn after(text: &str, at: usize) -> &str {
    let end = (at..=(at + NEAR).min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(at);
    text.get(at..end).unwrap_or_default()
}

/// How far before a quoted term the bracket opens that holds it with nothing but words that lead to terms.
fn bracket_with(before: &str, after: &str) -> Option<usize> {
    let open = before.rfind(['(', ')', '[']).filter(|i| !before.get(*i..).unwrap_or_default().starts_with(')'))?;
    let lead = before.get(open + 1..)?;
    let tail = after.split([')', ']']).next().unwrap_or_default();
    // “… as explained below (“Contact”)” sends the reader to a place.
    let meant = before.get(..open).unwrap_or_default().trim_end().rsplit(' ').next().unwrap_or_default();
    let place = ["below", "above", "section", "see"].contains(&meant.to_lowercase().as_str());
    (!place && words::only_leads(&unquoted(lead)) && words::only_leads(&unquoted(tail))).then(|| before.len() - open)
}

/// A text without what it quotes.
fn unquoted(text: &str) -> String {
    [&QUOTED, &SINGLE].into_iter().fold(text.to_owned(), |text, form| form.replaced(text, " "))
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

//! The outline of a rule file: items cut at words in column 0, parts at words that lead a line inside
//! braces. Reports what is wrong with the frame; knows nothing of what parts say.

use super::scan::{Kind, Token};
use super::words::{DEFINE_PARTS, INNER, ITEMS, OPERATORS, PACK_PARTS, RULE_PARTS, is_name, line_ends_text, name_for};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// An item, cut but not read.
#[derive(Debug)]
pub(super) struct RawItem<'a> {
    /// `pack`, `define`, `infer` or `rule`.
    pub keyword: &'static str,
    /// All its tokens, the keyword first.
    pub tokens: &'a [Token],
    /// How many of its tokens stand before its parts, for a definition.
    pub head: usize,
    /// The parts of packs and rules, the examples of definitions.
    pub parts: Vec<RawPart<'a>>,
    /// From the keyword to the end.
    pub span: Span,
}

/// A part, cut but not read.
#[derive(Debug)]
pub(super) struct RawPart<'a> {
    /// One of the part keywords.
    pub keyword: &'static str,
    /// All its tokens, the keyword first.
    pub tokens: &'a [Token],
}

/// What all steps of reading a file share: the text and what was found wrong with it.
pub(super) struct Reader<'a> {
    /// Which text.
    pub source: SourceId,
    /// The text.
    pub text: &'a str,
    /// What is wrong, in the order of discovery.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// The text of a span.
    pub fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Reports a mistake.
    pub fn say(&mut self, span: Span, message: impl Into<String>, label: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error("rule-syntax", message).at(self.source, span, label));
    }

    /// Cuts the tokens of a file into items.
    pub fn outline(&mut self, tokens: &'a [Token]) -> Vec<RawItem<'a>> {
        let mut items = Vec::new();
        let mut from = 0;
        while from < tokens.len() {
            let rest = tokens.get(from..).unwrap_or_default();
            let keyword = rest.first().and_then(|t| self.item_keyword(*t, true));
            let len = self.item_len(rest, keyword);
            let item = rest.get(..len).unwrap_or_default();
            from += len;
            if let Some(keyword) = keyword {
                items.push(self.item(keyword, item));
            } else if let (Some(first), Some(last)) = (item.first(), item.last()) {
                self.stray(*first, first.span.cover(last.span));
            }
        }
        items
    }

    /// The item that a token opens; with `near`, also when its keyword is misspelt.
    fn item_keyword(&mut self, token: Token, near: bool) -> Option<&'static str> {
        let word = super::words::short(self.slice(token.span));
        if !token.first_column || token.kind != Kind::Word {
            return None;
        }
        let exact = ITEMS.into_iter().find(|k| *k == word);
        if exact.is_some() || !near || RULE_PARTS.contains(&word) {
            return exact;
        }
        let meant = super::words::meant(word, ITEMS).and_then(|m| ITEMS.into_iter().find(|k| *k == m))?;
        self.say(token.span, format!("there is no item `{word}`; did you mean `{meant}`?"), "unknown item");
        Some(meant)
    }

    /// How many tokens belong to the item that begins here.
    fn item_len(&mut self, tokens: &[Token], keyword: Option<&str>) -> usize {
        let block = matches!(keyword, Some("rule" | "pack"));
        let opened = block && tokens.iter().take(3).any(|t| t.is('{'));
        for (i, token) in tokens.iter().enumerate().skip(1) {
            if token.first_column && token.is('}') && opened {
                return i + 1;
            }
            if self.item_keyword(*token, false).is_some() {
                return i;
            }
            if opened || !token.first_column || token.kind != Kind::Word {
                continue;
            }
            // Out of braces only an operator may go on in column 0.
            if keyword.is_none() || !INNER.contains(&self.slice(token.span)) {
                let part = RULE_PARTS.contains(&self.slice(token.span));
                if !(part && (block || keyword.is_none())) {
                    return i;
                }
            }
        }
        tokens.len()
    }

    fn stray(&mut self, first: Token, span: Span) {
        if first.kind == Kind::Broken {
            return;
        }
        let word = super::words::short(self.slice(first.span));
        let message = if first.is('}') {
            "this brace closes nothing".to_owned()
        } else if DEFINE_PARTS.contains(&word) {
            format!("`{word}` stands outside any rule; below a definition it is indented")
        } else if RULE_PARTS.contains(&word) {
            format!("`{word}` stands outside any rule")
        } else if ITEMS.contains(&word) {
            format!("`{word}` must stand at the very beginning of its line")
        } else {
            "this text stands outside any item".to_owned()
        };
        let note = "a rule file holds items that begin in column 0: pack, define, infer, rule; remarks begin with `#`";
        self.diagnostics.push(Diagnostic::error("rule-syntax", message).at(self.source, span, "").note(note));
    }

    fn item(&mut self, keyword: &'static str, tokens: &'a [Token]) -> RawItem<'a> {
        let span = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        };
        let mut item = RawItem { keyword, tokens, head: tokens.len(), parts: Vec::new(), span };
        match keyword {
            "rule" | "pack" => self.block(&mut item),
            "define" => {
                item.head = self.passage_len(tokens);
                item.parts = self.parts(keyword, tokens.get(item.head..).unwrap_or_default());
            }
            _ => {}
        }
        item
    }

    /// How many tokens of a definition stand before its examples.
    fn passage_len(&self, tokens: &[Token]) -> usize {
        let mut depth = 0_i32;
        let mut previous: Option<&Token> = None;
        for (i, token) in tokens.iter().enumerate() {
            depth += balance(std::slice::from_ref(token));
            depth += i32::from(token.is('(')) - i32::from(token.is(')'));
            if token.leads && token.kind == Kind::Word && i > 0 {
                let word = super::words::short(self.slice(token.span));
                let text = tokens.get(i + 1).is_some_and(|n| matches!(n.kind, Kind::Text | Kind::Broken));
                let ended = self.ended(previous);
                let known = RULE_PARTS.contains(&word) && (ended || text);
                let near = ended && text && !INNER.contains(&word);
                let part = known || near && super::words::meant(word, DEFINE_PARTS).is_some();
                if part && (depth <= 0 || line_ends_text(self.line(*token), false)) {
                    return i;
                }
            }
            previous = Some(token);
        }
        tokens.len()
    }

    /// The rest of the line that a token stands on.
    fn line(&self, token: Token) -> &'a str {
        let rest = self.text.get(token.span.start as usize..).unwrap_or_default();
        rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default()
    }

    /// Whether a part can end after this token: nothing need follow it.
    fn ended(&self, previous: Option<&Token>) -> bool {
        previous.is_none_or(|p| match p.kind {
            Kind::Sign(c) => matches!(c, ')' | '}'),
            Kind::Word => !INNER.contains(&self.slice(p.span)) && !RULE_PARTS.contains(&self.slice(p.span)),
            _ => true,
        })
    }

    /// The name that follows an item's keyword, diagnosed when it is none.
    pub fn item_name(&mut self, keyword: &str, token: Option<&Token>, after: Span) -> Option<Span> {
        let Some(token) = token.filter(|t| t.kind == Kind::Word && !t.first_column) else {
            self.say(after, format!("`{keyword}` needs a name after it"), "a name is missing here");
            return None;
        };
        self.check_name(token.span).then_some(token.span)
    }

    /// Whether a name is well written; says what is wrong with it.
    pub fn check_name(&mut self, span: Span) -> bool {
        let word = self.slice(span);
        if super::words::RESERVED.contains(&word) {
            self.say(span, format!("`{word}` is an operator word and cannot be a name"), "choose another name");
            return false;
        }
        if !is_name(word) {
            let meant = name_for(word).map_or_else(String::new, |n| format!(": `{n}`"));
            let message = format!("names are written in lower case with hyphens between words{meant}");
            self.say(span, message, "not a name");
            return false;
        }
        true
    }

    fn block(&mut self, item: &mut RawItem<'a>) {
        let tokens = item.tokens;
        let Some(open) = tokens.iter().take(3).position(|t| t.is('{')) else {
            self.unopened(item);
            return;
        };
        let Some(body) = tokens.get(open + 1..) else { return };
        let cut = body.iter().take_while(|t| !(t.first_column && t.is('}'))).count();
        let (body, closed) = match body.get(..cut) {
            Some(inner) if cut < body.len() => (inner, true),
            // `rule x { … }` on one line, or a closing brace that is indented.
            _ => match body.split_last() {
                Some((last, inner)) if last.is('}') && balance(inner) == 0 => (inner, true),
                _ => (body, false),
            },
        };
        if !closed && let Some(brace) = tokens.get(open) {
            let message = format!("this {} is never closed", item.keyword);
            let label = "the closing `}` is missing: it stands in column 0, on a line of its own";
            self.say(brace.span, message, label);
        }
        item.parts = self.parts(item.keyword, body);
    }

    /// A block without an opening brace.
    fn unopened(&mut self, item: &RawItem<'a>) {
        let after = item.tokens.get(2..).unwrap_or_default();
        let Some(at) = item.tokens.get(1).or(item.tokens.first()) else { return };
        if item.keyword == "pack" && after.is_empty() || item.tokens.len() < 2 {
            return;
        }
        let end = at.span.end as usize;
        let message = format!("the opening `{{` of this {} is missing", item.keyword);
        self.say(Span::new(end, end), message, "write `{` after the name");
    }

    fn parts(&mut self, owner: &str, body: &'a [Token]) -> Vec<RawPart<'a>> {
        let mut parts: Vec<RawPart<'a>> = Vec::new();
        let mut cuts: Vec<(usize, Option<&'static str>)> = Vec::new();
        let mut depth = 0_i32;
        for (i, token) in body.iter().enumerate() {
            if token.is('{') || token.is('(') {
                depth += 1;
            } else if token.is('}') || token.is(')') {
                depth -= 1;
            } else if (token.leads || i == 0) && token.kind == Kind::Word {
                let previous = i.checked_sub(1).and_then(|p| body.get(p));
                if let Some(keyword) = self.part_keyword(owner, *token, body.get(i + 1), previous, depth > 0) {
                    cuts.push((i, keyword));
                    depth = 0;
                }
            }
        }
        if let (Some(first), Some(last)) =
            (body.first(), body.get(..cuts.first().map_or(body.len(), |c| c.0)).and_then(<[Token]>::last))
            && first.kind != Kind::Broken
        {
            let label = "each part begins with its keyword: title, cite, must, …";
            self.say(first.span.cover(last.span), "this stands before the first part", label);
        }
        for (n, (from, keyword)) in cuts.iter().enumerate() {
            let to = cuts.get(n + 1).map_or(body.len(), |c| c.0);
            if let (Some(keyword), Some(tokens)) = (keyword, body.get(*from..to)) {
                parts.push(RawPart { keyword, tokens });
            }
        }
        parts
    }

    /// Whether a word that leads a line begins a part, and which; the inner `None` is a word that leads
    /// one but that nobody knows.
    #[allow(clippy::option_option)]
    fn part_keyword(
        &mut self,
        owner: &str,
        token: Token,
        next: Option<&Token>,
        previous: Option<&Token>,
        inside: bool,
    ) -> Option<Option<&'static str>> {
        let word = super::words::short(self.slice(token.span));
        let known = RULE_PARTS.into_iter().find(|k| *k == word);
        let known = known.or((word == "for" && owner == "pack").then_some("for"));
        if let Some(keyword) = known {
            return (!inside || line_ends_text(self.line(token), false)).then_some(Some(keyword));
        }
        if inside || !self.ended(previous) || INNER.contains(&word) {
            return None;
        }
        let candidates = parts_of(owner);
        let part = super::words::meant(word, candidates.iter().copied());
        let operator = super::words::meant(word, OPERATORS);
        let score = |c: Option<&str>| c.map_or(0.0, |c| strsim::jaro_winkler(word, c));
        if operator.is_some() && score(operator) > score(part) && next.is_none_or(|n| n.kind != Kind::Broken) {
            return None;
        }
        if let Some(meant) = part {
            self.say(token.span, format!("there is no part `{word}`; did you mean `{meant}`?"), "unknown part");
            return Some(RULE_PARTS.into_iter().chain(["for"]).find(|k| *k == meant));
        }
        self.unknown_part(owner, token);
        Some(None)
    }

    fn unknown_part(&mut self, owner: &str, token: Token) {
        let word = super::words::short(self.slice(token.span));
        let parts = parts_of(owner).join(", ");
        let owner = if owner == "define" { "definition" } else { owner };
        let diagnostic = Diagnostic::error("rule-syntax", format!("there is no part `{word}`"))
            .at(self.source, token.span, "unknown part")
            .note(format!("a {owner} has these parts: {parts}"));
        self.diagnostics.push(diagnostic);
    }
}

/// The parts that an item may hold.
pub(super) fn parts_of(owner: &str) -> &'static [&'static str] {
    match owner {
        "pack" => &PACK_PARTS,
        "define" => &DEFINE_PARTS,
        _ => &RULE_PARTS,
    }
}

fn balance(tokens: &[Token]) -> i32 {
    tokens.iter().fold(0, |n, t| n + i32::from(t.is('{')) - i32::from(t.is('}')))
}

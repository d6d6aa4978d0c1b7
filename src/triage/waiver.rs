//! Waivers: what is accepted, where, why, on whose word and until when; from comments and from the configuration.

use super::directive::{self, Reach};
use crate::config::{Config, Suppression, covers};
use crate::diagnostic::{Label, RuleId};
use crate::document::{BlockKind, Document};
use crate::source::{Source, SourceId, Span};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::Path;

/// Where a waiver is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In a comment of the policy.
    Comment,
    /// In the configuration, with its place among the suppressions there.
    Config(usize),
}

/// What became of a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It accepts something.
    Active,
    /// It accepts nothing.
    Unused,
    /// Its last day is over.
    Expired,
    /// It gives no reason, or cannot be read.
    Invalid,
}

impl State {
    /// The word that people see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Unused => "unused",
            Self::Expired => "expired",
            Self::Invalid => "invalid",
        }
    }
}

/// Leave to keep certain findings.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Rules by id, pack or glob.
    pub rules: Vec<String>,
    /// The source bytes of the policy where it holds; `None` for all of it.
    pub scope: Option<Span>,
    /// The scope in words: "file", "section “Cookies”", "line 12".
    pub scope_text: String,
    /// Only the finding with this fingerprint.
    pub fingerprint: Option<String>,
    /// Why; a waiver without a reason does not hold.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The first day on which it no longer holds.
    pub until: Option<Date>,
    /// Where it is written.
    pub place: (SourceId, Span),
    /// In what.
    pub origin: Origin,
    /// What is wrong with it.
    pub mistake: Option<String>,
    /// What became of it.
    pub state: State,
    /// How many findings it accepts.
    pub count: usize,
}

impl Waiver {
    /// Whether it names the rule.
    pub fn covers(&self, rule: &RuleId) -> bool {
        self.rules.iter().any(|pattern| covers(pattern, rule))
    }

    /// Whether it accepts a finding of the rule at that place.
    pub(super) fn accepts(&self, rule: &RuleId, fingerprint: &str, label: &Label) -> bool {
        matches!(self.state, State::Unused | State::Active)
            && self.covers(rule)
            && self.fingerprint.as_ref().is_none_or(|f| f == fingerprint)
            && self.scope.is_none_or(|scope| scope.start <= label.span.start && label.span.start < scope.end)
    }

    /// A hash for a finding about the waiver: its words, not its place.
    pub(super) fn fingerprint_of(&self, rule: &str) -> String {
        let said = format!("{rule}\n{:?}\n{:?}\n{}", self.rules, self.reason, self.scope_text);
        Sha256::digest(said.as_bytes()).iter().take(8).fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
    }
}

/// The waivers that hold for a policy: those in its comments in reading order, then those of its configuration.
pub fn waivers(id: SourceId, source: &Source, document: &Document, config: &Config, path: &Path) -> Vec<Waiver> {
    let blocks = Blocks::of(document);
    let mut all: Vec<Waiver> = document.comments.iter().filter_map(|c| comment(id, source, &blocks, *c)).collect();
    let place = |s: &Suppression| (config.source.unwrap_or(id), s.span);
    all.extend(config.suppressions_for(path).into_iter().map(|(index, s)| Waiver {
        rules: s.rules.iter().map(|r| r.value.clone()).collect(),
        scope: None,
        scope_text: s.fingerprint.as_ref().map_or("file".to_owned(), |f| format!("fingerprint {f}")),
        fingerprint: s.fingerprint.clone(),
        reason: s.reason.clone().filter(|r| r.chars().any(char::is_alphanumeric)),
        owner: s.owner.clone(),
        until: s.until,
        place: place(s),
        origin: Origin::Config(index),
        mistake: None,
        state: State::Unused,
        count: 0,
    }));
    all
}

/// The blocks of a document by where they start in the source.
struct Blocks<'a> {
    document: &'a Document,
    starts: Vec<(u32, usize)>,
}

impl<'a> Blocks<'a> {
    fn of(document: &'a Document) -> Self {
        let real = document.blocks.iter().enumerate().filter(|(_, b)| b.kind != BlockKind::LinkTarget);
        let mut starts: Vec<_> = real.map(|(i, b)| (document.prose.source_span(b.extent).start, i)).collect();
        starts.sort_unstable();
        Self { document, starts }
    }

    fn bytes(&self, block: usize) -> Option<Span> {
        self.document.blocks.get(block).map(|b| self.document.prose.source_span(b.extent))
    }

    /// The first block that starts at or after a byte of the source.
    fn after(&self, byte: u32) -> Option<usize> {
        self.starts.get(self.starts.partition_point(|(start, _)| *start < byte)).map(|(_, block)| *block)
    }
}

fn comment(id: SourceId, source: &Source, blocks: &Blocks<'_>, span: Span) -> Option<Waiver> {
    let read = directive::read(source.slice(span))?;
    let mut waiver = Waiver {
        rules: Vec::new(),
        scope: None,
        scope_text: "file".to_owned(),
        fingerprint: None,
        reason: None,
        owner: None,
        until: None,
        place: (id, trimmed(source, span)),
        origin: Origin::Comment,
        mistake: None,
        state: State::Unused,
        count: 0,
    };
    match read {
        Err(mistake) => waiver.mistake = Some(mistake),
        Ok(directive) => {
            (waiver.scope, waiver.scope_text) = scope(source, blocks, span, directive.reach);
            waiver.rules = directive.rules;
            waiver.reason = directive.reason;
            waiver.owner = directive.owner;
            waiver.until = directive.until;
        }
    }
    Some(waiver)
}

fn trimmed(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let start = span.start as usize + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

/// The source bytes that a directive reaches, and the same in words.
fn scope(source: &Source, blocks: &Blocks<'_>, comment: Span, reach: Reach) -> (Option<Span>, String) {
    let document = blocks.document;
    let next = blocks.after(comment.end);
    let nothing = (Some(Span::new(comment.end as usize, comment.end as usize)), "nothing".to_owned());
    match (reach, next) {
        (Reach::File, _) => (None, "file".to_owned()),
        (_, None) => nothing,
        (Reach::Next, Some(block)) => {
            let Some(span) = blocks.bytes(block) else { return nothing };
            let line = source.line_index(span.start as usize) + 1;
            (Some(span), format!("line {line}"))
        }
        (Reach::Section, Some(block)) => {
            let Some(section) = document.blocks.get(block).and_then(|b| document.sections.get(b.section)) else {
                return nothing;
            };
            let first = section.heading.unwrap_or_default();
            let last = section.end_block.checked_sub(1).and_then(|b| blocks.bytes(b));
            let (Some(start), Some(end)) = (blocks.bytes(first), last) else { return nothing };
            let name = if section.title.is_empty() { "before the first heading" } else { section.title.as_str() };
            (Some(start.cover(end)), format!("section “{name}”"))
        }
    }
}

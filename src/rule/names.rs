//! What is said about names that nothing bears and captures that nothing binds. Resolves nothing itself.

use super::compile::{Compiler, Here};
use super::expr::{Captures, Kind};
use crate::diagnostic::{Diagnostic, did_you_mean, or_meant};
use crate::matcher::EntityKind;
use crate::syntax::ast;

impl Compiler<'_> {
    /// Checks a fact or audience against the lexicon of that name; without such a lexicon anything goes.
    pub fn vocabulary_name(&mut self, lexicon: &str, name: &ast::Name, here: Here) -> bool {
        let Some(loaded) = self.lexicons.iter().find(|l| l.lexicon.name == lexicon) else { return true };
        let wanted = name.node.to_lowercase();
        if loaded.lexicon.find(&wanted).is_some() {
            return true;
        }
        let entries = loaded.lexicon.entries.iter().map(|e| e.name.as_str());
        let hint = or_meant(did_you_mean(&wanted, entries));
        let d = Diagnostic::error("rule-name", format!("there is no {lexicon} `{}`{hint}", name.node));
        self.out.push(d.at(here.source, name.span, format!("not in the lexicon `{lexicon}`")));
        false
    }

    /// A name that is neither a definition nor a lexicon, with what was likely meant.
    pub fn unknown(&mut self, name: &ast::Name, here: Here) {
        let (pack, plain) = name.node.split_once('.').map_or((None, name.node.as_str()), |(p, n)| (Some(p), n));
        if self.unread.contains(plain) {
            return;
        }
        let at = match pack {
            None => Some(here.pack),
            Some(pack) => self.packs.iter().position(|p| p.name == pack),
        };
        let Some(at) = at else {
            let pack = pack.unwrap_or_default();
            let hint = did_you_mean(pack, self.packs.iter().map(|p| p.name.as_str()));
            let hint = or_meant(hint.map(|h| format!("{h}.{plain}")));
            self.wrong(here, name.span, "rule-name", format!("there is no pack `{pack}`{hint}"));
            return;
        };
        let mut elsewhere = self.packs.iter().enumerate();
        let elsewhere = elsewhere.find(|(p, _)| self.definition_ids.contains_key(&(*p, plain.to_owned())));
        let own = self.definition_ids.keys().filter(|(p, _)| *p == at).map(|(_, n)| n.as_str());
        let lexicons = self.lexicon_ids.keys().map(String::as_str).filter(|_| pack.is_none());
        let hint = if let Some((_, pack)) = elsewhere {
            format!("; the pack `{0}` has one: `{0}.{plain}`", pack.name)
        } else if pack.is_none() && EntityKind::from_name(plain).is_some() {
            format!("; an entity stands in braces: `{{{plain}}}`")
        } else {
            let close = did_you_mean(plain, own.chain(lexicons));
            or_meant(close.map(|h| pack.map_or_else(|| h.to_owned(), |p| format!("{p}.{h}"))))
        };
        let what = pack.map_or("no definition or lexicon".to_owned(), |p| format!("the pack `{p}` has no definition"));
        self.wrong(here, name.span, "rule-name", format!("{what} `{plain}`{hint}"));
    }

    /// A capture that the passage does not bind in every match, with those that it does bind.
    pub fn unbound(&mut self, name: &ast::Name, captures: &Captures, here: Here) {
        let perhaps = captures.keys().any(|slot| self.slot_name(*slot) == name.node);
        if perhaps {
            let d = Diagnostic::error("rule-capture", format!("not every match captures `{}`", name.node))
                .at(here.source, name.span, "may be missing")
                .note("each alternative of the passage, and no optional part alone, must capture it");
            self.out.push(d);
            return;
        }
        let known: Vec<String> = captures.keys().map(|slot| self.slot_name(*slot)).collect();
        let hint = match did_you_mean(&name.node, known.iter().map(String::as_str)) {
            Some(hint) => or_meant(Some(hint)),
            None if known.is_empty() => "; it captures nothing".to_owned(),
            None => format!("; it captures `{}`", known.join("`, `")),
        };
        self.wrong(here, name.span, "rule-capture", format!("this passage does not capture `{}`{hint}", name.node));
    }

    /// A count that can be reached and asks for something; `most` is how many there are.
    pub fn countable(&mut self, least: &ast::Spanned<u32>, most: Option<usize>, here: Here) -> Option<()> {
        if least.node == 0 {
            self.wrong(here, least.span, "rule-window", "at least 0 is always so: write 1 or more");
            return None;
        }
        if let Some(most) = most.filter(|m| least.node as usize > *m) {
            let passages = if most == 1 { "passage is" } else { "passages are" };
            let message = format!("at least {} can never be: only {most} {passages} listed", least.node);
            self.wrong(here, least.span, "rule-window", message);
            return None;
        }
        Some(())
    }
}

/// Whether values of a kind are measured rather than named.
pub(super) fn is_measured(kind: EntityKind) -> bool {
    use EntityKind::{Age, Date, Duration, Money, Number};
    [Number, Age, Duration, Date, Money].contains(&kind)
}

/// With what values of a kind can be compared, when a constraint tried something else.
pub(super) fn incomparable(kind: Kind) -> String {
    let Kind::Entity(kind) = kind else {
        return "an entry of a lexicon has no order: name an entry or a lexicon instead".to_owned();
    };
    let name = kind.name();
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let with = match kind {
        EntityKind::Number | EntityKind::Age | EntityKind::Money => "plain numbers: `5..21`",
        EntityKind::Duration => "periods: `1 days..2 years`",
        EntityKind::Date => "days: `2026-01-01..today`",
        _ => return format!("{article} {name} has no order: name a lexicon instead"),
    };
    format!("{article} {name} is compared with {with}")
}

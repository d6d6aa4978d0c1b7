//! Packs and rules: their parts checked and put in their places.

use super::compile::{Compiler, Here, RuleAst};
use super::expr::{Captures, Cond, Each, Expr, Kind, Obligation, SeverityChange, Slot, Verb};
use super::{Citation, Rule};
use crate::diagnostic::{RuleId, Severity, did_you_mean, or_meant};
use crate::matcher::EntityKind;
use crate::source::Span;
use crate::syntax::ast::{self, Part, Spanned};
use jiff::civil::Date;

/// The parts of a rule, its own and the inherited ones, each with the place it was written at.
pub(super) struct Parts<'a>(pub Vec<(&'a Spanned<Part>, Here)>);

impl<'a> Parts<'a> {
    /// The last part of a kind: a rule's own parts stand after the inherited ones.
    pub fn last<T>(&self, pick: impl Fn(&'a Part) -> Option<T>) -> Option<(T, Here)> {
        self.0.iter().rev().find_map(|(part, here)| pick(&part.node).map(|t| (t, *here)))
    }

    fn text(&self, pick: impl Fn(&'a Part) -> Option<&'a ast::Text>) -> Option<String> {
        self.last(pick).map(|(t, _)| t.node.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

impl<'a> Compiler<'a> {
    /// Takes over what a pack says of itself.
    pub fn pack_parts(&mut self, block: &'a ast::Block, here: Here) {
        for part in &block.parts {
            let written = self.folded(part.span, here);
            let said = |keyword: &str| Some(written.trim_start_matches(keyword).trim_start().to_owned());
            if let Some(pack) = self.packs.get_mut(here.pack) {
                match &part.node {
                    Part::Title(text) => pack.title.clone_from(&text.node),
                    Part::Note(text) => pack.note = Some(text.node.split_whitespace().collect::<Vec<_>>().join(" ")),
                    Part::When(_) => pack.when_text = said("when"),
                    Part::ForEach { .. } => pack.each_text = said("for"),
                    // What is no part of a pack the parser has named.
                    _ => {}
                }
            }
            match &part.node {
                Part::When(cond) => {
                    let cond = self.cond(cond, here);
                    if let (Some(place), Some(cond)) = (self.pack_whens.get_mut(here.pack), cond) {
                        *place = Some(cond);
                    }
                }
                Part::ForEach { name, of } => {
                    let each = self.pack_each(name, of, here);
                    if let Some(place) = self.pack_eaches.get_mut(here.pack) {
                        *place = each;
                    }
                }
                _ => {}
            }
        }
    }

    /// What a pack is read once for: a capture of a definition that binds an entry of a lexicon.
    fn pack_each(&mut self, name: &ast::Name, of: &ast::Name, here: Here) -> Option<Each> {
        let of = ast::Expr { node: ast::ExprNode::Name(of.clone()), span: of.span };
        let (expr, captures) = self.expr(&of, here, None)?;
        let (slot, kind) = self.bound(name, &captures, here)?;
        let Kind::Lexicon(lexicon) = kind else {
            self.wrong(here, name.span, "rule-pack", "a pack is read for each entry of a lexicon, not of an entity");
            return None;
        };
        Some(Each { slot, lexicon, of: expr })
    }

    /// Compiles a rule; `None` when a mistake leaves nothing to judge by.
    pub fn rule(&mut self, block: &'a ast::Block, here: Here) -> Option<Rule> {
        let parts = self.inherit(block, here)?;
        let Some((obligation, at)) = parts.last(|p| if let Part::Obligation(o) = p { Some(o) } else { None }) else {
            if !self.has_mistake(block.span, here) {
                let message = "a rule needs an obligation: `must state …` or `should state …`";
                self.wrong(here, block.name.span, "rule-part", message);
            }
            return None;
        };
        let compiled = self.obligation(obligation, at);
        let when = parts.last(|p| if let Part::When(c) = p { Some(c) } else { None });
        let condition = when.map(|(cond, at)| self.cond(cond, at));
        let closest = parts.last(|p| if let Part::Closest(e) = p { Some(e) } else { None });
        let closest = closest.map(|(expr, at)| self.expr(expr, at, None).map(|c| c.0));
        let contrary = parts.last(|p| if let Part::Contrary(e) = p { Some(e) } else { None });
        let contrary = contrary.map(|(expr, at)| self.expr(expr, at, None).map(|c| c.0));
        let (severity, changes, severity_texts) = self.severities(&parts, obligation.modal.node);
        let title = self.title(&parts, block, here);
        let since = self.day(&parts, |p| if let Part::Since(d) = p { Some(d) } else { None });
        let until = self.day(&parts, |p| if let Part::Until(d) = p { Some(d) } else { None });
        self.check_days(since, until, &parts);
        let examples = self.examples(&parts, block, here);
        let (obligation_ir, captures) = compiled?;
        self.check_templates(&parts, &captures, here.pack);
        Some(Rule {
            id: RuleId::new(self.packs.get(here.pack).map_or("", |p| p.name.as_str()), &block.name.node),
            pack: here.pack,
            message: parts
                .text(|p| if let Part::Message(t) = p { Some(t) } else { None })
                .unwrap_or_else(|| title.clone()),
            title,
            help: parts.text(|p| if let Part::Help(t) = p { Some(t) } else { None }),
            suggest: parts.text(|p| if let Part::Suggest(t) = p { Some(t) } else { None }),
            note: parts.text(|p| if let Part::Note(t) = p { Some(t) } else { None }),
            almost: parts.text(|p| if let Part::Almost(t) = p { Some(t) } else { None }),
            citations: citations(&parts),
            severity,
            severity_changes: changes,
            severity_texts,
            obligation_text: self.source_text(&parts, |p| matches!(p, Part::Obligation(_))).unwrap_or_default(),
            when_text: self
                .source_text(&parts, |p| matches!(p, Part::When(_)))
                .map(|t| t.trim_start_matches("when ").to_owned()),
            obligation: obligation_ir,
            when: condition.map_or(Some(None), |c| c.map(Some))?,
            closest: closest.map_or(Some(None), |c| c.map(Some))?,
            contrary: contrary.map_or(Some(None), |c| c.map(Some))?,
            since,
            until,
            examples: examples.into(),
            source: here.source,
            span: block.span,
            name_span: block.name.span,
        })
    }

    fn title(&mut self, parts: &Parts<'a>, block: &ast::Block, here: Here) -> String {
        let title = parts.text(|p| if let Part::Title(t) = p { Some(t) } else { None });
        title.unwrap_or_else(|| {
            if !self.has_mistake(block.span, here) {
                self.wrong(here, block.name.span, "rule-part", "a rule needs a `title`");
            }
            block.name.node.replace('-', " ")
        })
    }

    /// A rule's parts after those of the rule that it extends. Passes are not inherited: what satisfies the looser rule
    /// need not satisfy the stricter one.
    fn inherit(&mut self, block: &'a ast::Block, here: Here) -> Option<Parts<'a>> {
        let mut chain: Vec<RuleAst<'a>> = vec![(block, here)];
        while let Some((last, at)) = chain.last().copied() {
            let Some(name) =
                last.parts.iter().find_map(|p| if let Part::Extends(n) = &p.node { Some(n) } else { None })
            else {
                break;
            };
            let base = self.base(name, at)?;
            if chain.iter().any(|(b, _)| std::ptr::eq(*b, base.0)) {
                self.wrong(at, name.span, "rule-cycle", format!("`{}` extends itself", block.name.node));
                return None;
            }
            chain.push(base);
        }
        let mut parts = Vec::new();
        for (depth, (block, here)) in chain.iter().enumerate().rev() {
            let cites = chain.iter().take(depth).any(|(b, _)| b.parts.iter().any(|p| matches!(p.node, Part::Cite(_))));
            for part in &block.parts {
                let dropped = match &part.node {
                    Part::Example(e) => depth > 0 && e.kind != ast::ExampleKind::Fail,
                    Part::Cite(_) => cites,
                    _ => false,
                };
                if !dropped {
                    parts.push((part, *here));
                }
            }
        }
        Some(Parts(parts))
    }

    fn base(&mut self, name: &ast::Name, here: Here) -> Option<RuleAst<'a>> {
        let (pack, plain) = match name.node.split_once(['/', '.']) {
            Some((pack, plain)) => (self.packs.iter().position(|p| p.name == pack), plain),
            None => (Some(here.pack), name.node.as_str()),
        };
        let found = pack.and_then(|p| self.rule_asts.get(&(p, plain.to_owned())).copied());
        if found.is_none() {
            let names: Vec<String> = self
                .rule_asts
                .keys()
                .map(|(p, n)| RuleId::new(self.packs.get(*p).map_or("", |p| p.name.as_str()), n).0)
                .collect();
            let hint = or_meant(did_you_mean(&name.node, names.iter().map(String::as_str)));
            self.wrong(here, name.span, "rule-name", format!("there is no rule `{}` to extend{hint}", name.node));
        }
        found
    }

    fn obligation(&mut self, ast: &ast::Obligation, here: Here) -> Option<(Obligation, Captures)> {
        if let ast::Verb::Keep { metric, unit, most } = &ast.verb {
            let window = match unit.node.as_str() {
                "sentence" => Some(ast::Window::Sentences(1)),
                "paragraph" => Some(ast::Window::Paragraph),
                "section" => Some(ast::Window::Section),
                "document" => Some(ast::Window::Document),
                _ => None,
            };
            if metric.node != "words" || window.is_none() {
                self.wrong(
                    here,
                    metric.span,
                    "rule-part",
                    "only `words` of a sentence, paragraph, section or document can be kept",
                );
            }
            let verb = Verb::KeepWords(window?, most.node as usize);
            let expr = nothing(metric.span);
            return Some((Obligation { negated: false, verb, expr, for_each: None }, Captures::new()));
        }
        if let ast::Verb::Find { probe } = &ast.verb {
            // What is no analysis the parser has named.
            let verb = Verb::Find(ast::Probe::named(&probe.node)?);
            return Some((
                Obligation { negated: false, verb, expr: nothing(probe.span), for_each: None },
                Captures::new(),
            ));
        }
        let (expr, captures) = self.expr(&ast.expr, here, None)?;
        let verb = self.verb(ast, &captures, here)?;
        let for_each = match &ast.for_each {
            Some(each) => {
                let (of, theirs) = self.expr(&each.of, here, None)?;
                let slot = self.bound(&each.capture, &theirs, here)?.0;
                Some((slot, of))
            }
            None => None,
        };
        Some((Obligation { negated: ast.negated, verb, expr, for_each }, captures))
    }

    fn verb(&mut self, ast: &ast::Obligation, captures: &Captures, here: Here) -> Option<Verb> {
        Some(match &ast.verb {
            ast::Verb::State => Verb::State,
            ast::Verb::Affirm => Verb::Affirm,
            ast::Verb::Deny => Verb::Deny,
            ast::Verb::Link => Verb::Link,
            ast::Verb::Name => {
                if !captures.values().any(|(kind, _)| names_somebody(*kind)) {
                    let message = "nothing here binds a name: `name` needs an organisation, an address, a link or an entry of a lexicon in braces";
                    self.wrong(here, ast.expr.span, "rule-capture", message);
                    return None;
                }
                Verb::Name
            }
            ast::Verb::AgreeOn { on, per } => {
                let on = if on.node == "polarity" { None } else { Some(self.bound(on, captures, here)?.0) };
                let captured = per.iter().filter(|k| k.node != "topic");
                let topic = per.iter().any(|k| k.node == "topic");
                let keys: Option<Vec<_>> = captured.map(|k| self.captured(k, captures, here)).collect();
                Verb::AgreeOn { on, per: keys?, topic }
            }
            ast::Verb::Keep { .. } | ast::Verb::Find { .. } => return None,
        })
    }

    /// A capture that the passage may bind.
    fn captured(&mut self, name: &ast::Name, captures: &Captures, here: Here) -> Option<Slot> {
        let slot = self.slots.get(&name.node).copied().filter(|s| captures.contains_key(s));
        if slot.is_none() {
            self.bound(name, captures, here)?;
        }
        slot
    }

    /// Compiles a condition.
    pub fn cond(&mut self, cond: &ast::Cond, here: Here) -> Option<Cond> {
        Some(match cond {
            ast::Cond::Audience(names) => {
                let known: Vec<bool> = names.iter().map(|n| self.vocabulary_name("audience", n, here)).collect();
                if known.contains(&false) {
                    return None;
                }
                Cond::Audience(names.iter().map(|n| n.node.to_lowercase()).collect())
            }
            ast::Cond::Fact(name) => {
                if !self.vocabulary_name("fact", name, here) {
                    return None;
                }
                Cond::Fact(name.node.clone())
            }
            ast::Cond::Policy(verb, expr) => Cond::Policy(*verb, self.expr(expr, here, None)?.0),
            ast::Cond::Not(inner) => Cond::Not(Box::new(self.cond(inner, here)?)),
            ast::Cond::And(all) => Cond::And(self.conds(all, here)?),
            ast::Cond::Or(all) => Cond::Or(self.conds(all, here)?),
        })
    }

    fn conds(&mut self, all: &[ast::Cond], here: Here) -> Option<Vec<Cond>> {
        let compiled: Vec<Option<Cond>> = all.iter().map(|c| self.cond(c, here)).collect();
        compiled.into_iter().collect()
    }

    fn severities(
        &mut self,
        parts: &Parts<'a>,
        modal: ast::Modal,
    ) -> (Severity, Vec<(Severity, SeverityChange)>, Vec<String>) {
        let mut base = if modal == ast::Modal::Must { Severity::Error } else { Severity::Warning };
        let mut changes = Vec::new();
        let mut texts = Vec::new();
        for (part, here) in &parts.0 {
            let Part::Severity(severity) = &part.node else { continue };
            let level = severity.level.node;
            match &severity.condition {
                None => base = level,
                Some(ast::SeverityCondition::When(cond)) => {
                    changes.extend(self.cond(cond, *here).map(|c| (level, SeverityChange::When(c))));
                }
                Some(ast::SeverityCondition::From(day)) => {
                    changes.extend(day.node.parse().ok().map(|d| (level, SeverityChange::From(d))));
                }
            }
            if severity.condition.is_some() {
                let text = self.folded(part.span, *here);
                texts.push(text.trim_start_matches("severity ").to_owned());
            }
        }
        (base, changes, texts)
    }

    fn day(&mut self, parts: &Parts<'a>, pick: impl Fn(&'a Part) -> Option<&'a Spanned<String>>) -> Option<Date> {
        let (text, here) = parts.last(pick)?;
        let day = text.node.parse().ok();
        if day.is_none() {
            self.wrong(here, text.span, "rule-date", format!("`{}` is no day of the calendar", text.node));
        }
        day
    }

    fn source_text(&self, parts: &Parts<'a>, pick: impl Fn(&Part) -> bool) -> Option<String> {
        parts.0.iter().rev().find(|(p, _)| pick(&p.node)).map(|(p, here)| self.folded(p.span, *here))
    }

    /// The source text of a span, comments dropped, white space folded.
    fn folded(&self, span: Span, here: Here) -> String {
        let text = self.sources.get(here.source).map_or("", |s| s.slice(span));
        let lines = text.lines().map(|l| l.split(" #").next().unwrap_or_default());
        lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }
}

/// The passage of an obligation that asks for none.
fn nothing(span: Span) -> Expr {
    Expr { node: super::expr::Node::Or(Vec::new()), say: String::new().into(), span }
}

fn citations(parts: &Parts<'_>) -> Vec<Citation> {
    let cites = parts.0.iter().filter_map(|(p, _)| if let Part::Cite(c) = &p.node { Some(c) } else { None });
    cites
        .map(|c| Citation { text: c.text.node.clone(), url: c.url.as_ref().map(|u| u.node.clone()), read: c.read })
        .collect()
}

/// Whether a capture of this kind names somebody or something.
fn names_somebody(kind: Kind) -> bool {
    use EntityKind::{Address, Email, LegalReference, Name, Organisation, Phone, Url};
    match kind {
        Kind::Lexicon(_) => true,
        Kind::Entity(kind) => [Organisation, Name, Address, Email, Phone, Url, LegalReference].contains(&kind),
    }
}

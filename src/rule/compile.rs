//! From syntax trees to a [`RuleSet`]: packs, definitions, inferences, rules. Passages are compiled in `passage`,
//! parts of rules in `parts`.

use super::definition::{Pending, State};
use super::expr::{Cond, DefinitionId, Each, Inference, Slot};
use super::lexicon::{self, Loaded};
use super::nesting::Nesting;
use super::{Pack, Rule, RuleSet};
use crate::diagnostic::Diagnostic;
use crate::matcher::{Builder, LexiconId};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::{self, ast};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The files that make up a rule set.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Rule files.
    pub rules: Vec<SourceId>,
    /// Lexicon files; the name is the file's stem. A later one replaces an earlier one of the same name.
    pub lexicons: Vec<SourceId>,
    /// How many of the rule files are embedded: they stand first.
    pub embedded: usize,
    /// How many of the lexicons are embedded: they stand first.
    pub embedded_lexicons: usize,
    /// The first files are those that are part of the program, so that their compiled form may stand in for them.
    pub shipped: bool,
}

/// The rule set of some files: compiled ahead where only the embedded ones are asked for.
pub fn load(sources: &Sources, input: &Input) -> (RuleSet, Vec<Diagnostic>) {
    match super::embedded::compiled(input) {
        Some(set) => (set, Vec::new()),
        None => compile(sources, input),
    }
}

/// Compiles rule files. What has mistakes is left out and reported; the rest works.
pub fn compile(sources: &Sources, input: &Input) -> (RuleSet, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let mut files = Vec::new();
    let mut unread = HashSet::new();
    for id in &input.rules {
        let Some(source) = sources.get(*id) else { continue };
        let parsed = syntax::parse(*id, source.text());
        out.extend(parsed.diagnostics);
        unread.extend(parsed.unread);
        files.push((*id, parsed.file));
    }
    let mut compiler = Compiler::new(sources, out);
    compiler.unread = unread;
    compiler.load_lexicons(&input.lexicons);
    let placed = compiler.place(&files, input.embedded);
    compiler.declare(&placed);
    for id in 0..compiler.definitions.len() {
        compiler.definition(DefinitionId(id as u32));
        compiler.definition_examples(id);
    }
    compiler.items(&placed);
    compiler.report_unused(input.embedded, &input.rules);
    compiler.finish()
}

/// An item with the pack and file it belongs to.
struct Placed<'a> {
    pack: usize,
    source: SourceId,
    item: &'a ast::Item,
}

/// What is being compiled: names and texts are looked up here.
#[derive(Clone, Copy)]
pub(super) struct Here {
    pub pack: usize,
    pub source: SourceId,
}

/// A rule's syntax tree with the place it stands at, for `extends`.
pub(super) type RuleAst<'a> = (&'a ast::Block, Here);

pub(super) struct Compiler<'a> {
    pub sources: &'a Sources,
    pub out: Vec<Diagnostic>,
    pub builder: Builder,
    pub packs: Vec<Pack>,
    pub lexicons: Vec<Loaded>,
    pub lexicon_ids: HashMap<String, LexiconId>,
    pub slots: BTreeMap<String, Slot>,
    pub definitions: Vec<Pending<'a>>,
    pub definition_ids: HashMap<(usize, String), DefinitionId>,
    pub rule_asts: HashMap<(usize, String), RuleAst<'a>>,
    pub pack_whens: Vec<Option<Cond>>,
    pub pack_eaches: Vec<Option<Each>>,
    pub rules: Vec<Rule>,
    /// Names of definitions that could not be read, which has been said.
    pub unread: HashSet<String>,
    /// The definitions being compiled, the outermost first.
    pub open: Vec<DefinitionId>,
    pub nesting: Nesting,
    inferences: Vec<Inference>,
}

impl<'a> Compiler<'a> {
    fn new(sources: &'a Sources, out: Vec<Diagnostic>) -> Self {
        Self {
            sources,
            out,
            builder: Builder::new(),
            packs: Vec::new(),
            lexicons: Vec::new(),
            lexicon_ids: HashMap::new(),
            slots: BTreeMap::new(),
            definitions: Vec::new(),
            definition_ids: HashMap::new(),
            rule_asts: HashMap::new(),
            pack_whens: Vec::new(),
            pack_eaches: Vec::new(),
            rules: Vec::new(),
            unread: HashSet::new(),
            open: Vec::new(),
            nesting: Nesting::default(),
            inferences: Vec::new(),
        }
    }

    fn load_lexicons(&mut self, ids: &[SourceId]) {
        let mut by_name: BTreeMap<String, Loaded> = BTreeMap::new();
        for id in ids {
            let Some(source) = self.sources.get(*id) else { continue };
            if let Some(loaded) = lexicon::load(*id, source, &mut self.out) {
                by_name.insert(loaded.lexicon.name.clone(), loaded);
            }
        }
        for (name, loaded) in by_name {
            let mut terms = Vec::new();
            for (entry, spans) in loaded.lexicon.entries.iter().zip(&loaded.spans) {
                let parts = entry.terms.iter().zip(spans).filter_map(|(t, s)| self.term(t, loaded.source, *s));
                terms.push(parts.collect());
            }
            let id = self.builder.lexicon(&loaded.lexicon, terms);
            self.lexicon_ids.insert(name, id);
            self.lexicons.push(loaded);
        }
    }

    fn term(&mut self, text: &str, source: SourceId, span: Span) -> Option<Vec<crate::matcher::Part>> {
        let parts = match syntax::parse_phrase(source, text, span.start as usize) {
            Ok(parts) => parts,
            Err(diagnostics) => {
                self.out.extend(diagnostics);
                return None;
            }
        };
        let here = Here { pack: usize::MAX, source };
        let (parts, captures) = self.phrase_parts(&parts, here)?;
        if !captures.is_empty() {
            let message = format!("the term “{text}” of a lexicon cannot hold a capture");
            self.out.push(Diagnostic::error("lexicon", message).at(source, span, ""));
            return None;
        }
        Some(parts)
    }

    /// Gives every item its pack; reports items before any pack.
    fn place(&mut self, files: &'a [(SourceId, ast::File)], embedded: usize) -> Vec<Placed<'a>> {
        let mut placed = Vec::new();
        for (index, (source, file)) in files.iter().enumerate() {
            let mut pack = None;
            for item in &file.items {
                if let ast::Item::Pack(block) = item {
                    pack = Some(self.pack(block, index < embedded));
                }
                let Some(pack) = pack else {
                    let d = Diagnostic::error("rule-pack", "a rule file begins with its pack: `pack my-rules`");
                    self.out.push(d.at(*source, item_span(item), "stands before any `pack`"));
                    break;
                };
                placed.push(Placed { pack, source: *source, item });
            }
        }
        placed
    }

    fn pack(&mut self, block: &ast::Block, embedded: bool) -> usize {
        let name = &block.name.node;
        if let Some(at) = self.packs.iter().position(|p| p.name == *name) {
            return at;
        }
        let (name, title) = (name.clone(), name.clone());
        self.packs.push(Pack { name, title, embedded, ..Pack::default() });
        self.pack_whens.push(None);
        self.pack_eaches.push(None);
        self.packs.len() - 1
    }

    /// Makes all names known before anything is compiled.
    fn declare(&mut self, placed: &[Placed<'a>]) {
        for Placed { pack, source, item } in placed {
            let (pack, source) = (*pack, *source);
            match *item {
                ast::Item::Define(define) => {
                    let id = DefinitionId(self.definitions.len() as u32);
                    let key = (pack, define.name.node.clone());
                    if let Some(first) = self.definition_ids.get(&key).and_then(|f| self.definitions.get(f.0 as usize))
                    {
                        let other = (first.source, first.ast.name.span);
                        self.twice(&define.name, source, other);
                        continue;
                    }
                    self.definition_ids.insert(key, id);
                    self.definitions.push(Pending {
                        pack,
                        source,
                        ast: define,
                        state: State::Waiting,
                        used: false,
                        height: 0,
                        examples: Vec::new(),
                    });
                }
                ast::Item::Rule(block) => {
                    let key = (pack, block.name.node.clone());
                    if let Some((first, here)) = self.rule_asts.get(&key) {
                        let other = (here.source, first.name.span);
                        self.twice(&block.name, source, other);
                        continue;
                    }
                    self.rule_asts.insert(key, (block, Here { pack, source }));
                }
                ast::Item::Pack(_) | ast::Item::Infer(_) => {}
            }
        }
    }

    /// Two things of one name; within one file the parser has said so.
    fn twice(&mut self, name: &ast::Name, source: SourceId, first: (SourceId, Span)) {
        if source == first.0 {
            return;
        }
        let d = Diagnostic::error("rule-name", format!("`{}` is defined twice in this pack", name.node));
        self.out.push(d.at(source, name.span, "a second time here").see(first.0, first.1, "first here"));
    }

    fn items(&mut self, placed: &[Placed<'a>]) {
        for Placed { pack, source, item } in placed {
            let here = Here { pack: *pack, source: *source };
            if let ast::Item::Pack(block) = *item {
                self.pack_parts(block, here);
            }
        }
        for Placed { pack, source, item } in placed {
            let here = Here { pack: *pack, source: *source };
            match *item {
                ast::Item::Infer(infer) => self.infer(infer, here),
                ast::Item::Rule(block) => {
                    if let Some(rule) = self.rule(block, here) {
                        self.rules.push(rule);
                    }
                }
                ast::Item::Pack(_) | ast::Item::Define(_) => {}
            }
        }
    }

    fn infer(&mut self, infer: &ast::Infer, here: Here) {
        let audience = infer.what == ast::InferKind::Audience;
        let known = self.vocabulary_name(if audience { "audience" } else { "fact" }, &infer.name, here);
        if let (Some((expr, _)), true) = (self.expr(&infer.expr, here, None), known) {
            self.inferences.push(Inference { audience, name: infer.name.node.to_lowercase(), expr });
        }
    }

    fn report_unused(&mut self, embedded: usize, files: &[SourceId]) {
        let own = files.get(embedded..).unwrap_or_default();
        for pending in &self.definitions {
            let broken = matches!(pending.state, State::Broken);
            if !pending.used && !broken && own.contains(&pending.source) {
                let name = &pending.ast.name;
                let d = Diagnostic::warning("rule-unused", format!("no rule uses the definition `{}`", name.node));
                self.out.push(d.at(pending.source, name.span, "not used"));
            }
        }
    }

    fn finish(mut self) -> (RuleSet, Vec<Diagnostic>) {
        let definitions = self.definitions.into_iter().map(Pending::finish).collect();
        let mut names: Vec<String> = vec![String::new(); self.slots.len()];
        for (name, slot) in self.slots {
            if let Some(place) = names.get_mut(slot as usize) {
                *place = name;
            }
        }
        self.out.sort_by_key(|d| d.primary().map(|l| (l.source, l.span.start)));
        self.out.dedup();
        let set = RuleSet {
            packs: self.packs,
            rules: self.rules,
            lexicons: self.lexicons.into_iter().map(|l| l.lexicon).collect(),
            definitions,
            inferences: self.inferences,
            pack_whens: self.pack_whens,
            pack_eaches: self.pack_eaches,
            captures: names,
            matcher: self.builder.build(),
        };
        (set, self.out)
    }
}

fn item_span(item: &ast::Item) -> Span {
    match item {
        ast::Item::Pack(b) | ast::Item::Rule(b) => b.name.span,
        ast::Item::Define(d) => d.name.span,
        ast::Item::Infer(i) => i.name.span,
    }
}

//! Applicability: three-valued facts, audiences and what the text itself shows.

use super::layout::Mode;
use super::passage::{Match, Passages};
use crate::rule::Profile;
use crate::rule::expr::{Cond, Expr, Inference, PolicyVerb};
use crate::source::Source;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};

/// The value of a condition, with its reason (Kleene's three values).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds, because.
    True(String),
    /// It does not hold, because.
    False(String),
    /// It cannot be known: what would have to be said (`fact NAME` or `audience`).
    Unknown(BTreeSet<String>),
}

/// What is known about the publisher of one document.
pub struct Facts<'a> {
    passages: &'a Passages<'a>,
    source: &'a Source,
    profile: &'a Profile,
    audience: Option<BTreeSet<String>>,
    /// Examples take the facts they are asked for as given.
    given: bool,
    inferred: RefCell<HashMap<(bool, String), Option<String>>>,
    /// By audience: the inferences that show it, in their order.
    shown_by: OnceCell<HashMap<String, Vec<usize>>>,
}

impl<'a> Facts<'a> {
    /// Facts by the profile, completed by what the text shows. With `given`, every fact and audience that a rule asks for
    /// is taken as it asks.
    pub fn new(passages: &'a Passages<'a>, source: &'a Source, profile: &'a Profile, given: bool) -> Self {
        let audience = profile.audience.as_ref().map(|a| with_parents(passages, a));
        Self { passages, source, profile, audience, given, inferred: RefCell::default(), shown_by: OnceCell::new() }
    }

    /// Judges a condition.
    pub fn judge(&self, cond: &Cond) -> Truth {
        self.cond(cond, true)
    }

    fn cond(&self, cond: &Cond, wanted: bool) -> Truth {
        match cond {
            Cond::Fact(_) | Cond::Audience(_) if self.given => {
                if wanted {
                    Truth::True("taken as given".to_owned())
                } else {
                    Truth::False("taken as given".to_owned())
                }
            }
            Cond::Fact(name) => self.fact(name),
            Cond::Audience(any) => {
                any.iter().map(|a| self.audience(a)).reduce(or).unwrap_or(Truth::False(String::new()))
            }
            Cond::Policy(verb, expr) => self.policy(*verb, expr),
            Cond::Not(inner) => match self.cond(inner, !wanted) {
                Truth::True(why) => Truth::False(why),
                Truth::False(why) => Truth::True(why),
                unknown @ Truth::Unknown(_) => unknown,
            },
            Cond::And(all) => {
                all.iter().map(|c| self.cond(c, wanted)).reduce(and).unwrap_or(Truth::True(String::new()))
            }
            Cond::Or(all) => all.iter().map(|c| self.cond(c, wanted)).reduce(or).unwrap_or(Truth::False(String::new())),
        }
    }

    fn fact(&self, name: &str) -> Truth {
        match self.profile.facts.get(name) {
            Some(true) => Truth::True(format!("the profile says {name}")),
            Some(false) => Truth::False(format!("the profile says not {name}")),
            None => match self.inferred(false, name) {
                Some(why) => Truth::True(why),
                None => Truth::Unknown(BTreeSet::from([format!("fact {name}")])),
            },
        }
    }

    fn audience(&self, name: &str) -> Truth {
        match &self.audience {
            Some(all) if all.contains(name) => Truth::True(format!("the profile's audience includes {name}")),
            Some(_) => Truth::False(format!("the profile's audience does not include {name}")),
            None => match self.inferred(true, name) {
                Some(why) => Truth::True(why),
                None => Truth::Unknown(BTreeSet::from(["audience".to_owned()])),
            },
        }
    }

    /// Where the text itself shows a fact or audience.
    fn inferred(&self, audience: bool, name: &str) -> Option<String> {
        if let Some(known) = self.inferred.borrow().get(&(audience, name.to_owned())) {
            return known.clone();
        }
        let mut why = None;
        for inference in self.showing(audience, name) {
            // A fact is one for the whole policy, also when it is first asked for while a pack is read for a value.
            let shown = self.passages.read_for(None, || self.passages.affirmed(&inference.expr));
            if let Some(found) = shown.first() {
                why = Some(format!("{} shows {name}", self.line(found)));
                break;
            }
        }
        self.inferred.borrow_mut().insert((audience, name.to_owned()), why.clone());
        why
    }

    /// The inferences that show a fact or an audience. An audience shows those above it too: who addresses California
    /// addresses the United States.
    fn showing(&self, audience: bool, asked: &str) -> Vec<&'a Inference> {
        let inferences = &self.passages.rules.inferences;
        if !audience {
            return inferences.iter().filter(|i| !i.audience && i.name == asked).collect();
        }
        let by_audience = self.shown_by.get_or_init(|| {
            let mut shown: HashMap<String, Vec<usize>> = HashMap::new();
            for (index, inference) in inferences.iter().enumerate().filter(|(_, i)| i.audience) {
                for name in with_parents(self.passages, &BTreeSet::from([inference.name.clone()])) {
                    shown.entry(name).or_default().push(index);
                }
            }
            shown
        });
        by_audience.get(asked).into_iter().flatten().filter_map(|index| inferences.get(*index)).collect()
    }

    fn policy(&self, verb: PolicyVerb, expr: &Expr) -> Truth {
        let found = match verb {
            PolicyVerb::States => self.passages.matches(expr, Mode::Body).first().cloned(),
            PolicyVerb::Affirms => self.passages.affirmed(expr).into_iter().next(),
            PolicyVerb::Denies => self.passages.denied(expr).into_iter().next(),
        };
        match found {
            Some(found) => {
                Truth::True(format!("{} says “{}”", self.line(&found), shortened(self.passages.text(found.at))))
            }
            None => Truth::False(format!("the policy does not mention {}", expr.say)),
        }
    }

    /// Where a match stands, for people.
    pub fn line(&self, found: &Match) -> String {
        let span = self
            .passages
            .layout
            .document
            .words_span(found.at.start as usize, found.at.end as usize)
            .unwrap_or_default();
        format!("{} {}", self.source.unit(), self.source.position(span.start as usize).line)
    }
}

/// The audiences with all that they imply.
fn with_parents(passages: &Passages<'_>, named: &BTreeSet<String>) -> BTreeSet<String> {
    let mut all = named.clone();
    let Some(tree) = passages.rules.lexicon("audience") else { return all };
    for name in named {
        let mut at = tree.find(name).and_then(|id| tree.entries.get(id.0 as usize));
        while let Some(entry) = at {
            all.insert(entry.name.clone());
            at = entry.parent.and_then(|p| tree.entries.get(p.0 as usize)).filter(|p| !all.contains(&p.name));
        }
    }
    all
}

/// Kleene's `and`: false wins, then unknown.
pub fn and(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::False(why), _) | (_, Truth::False(why)) => Truth::False(why),
        (Truth::Unknown(mut x), Truth::Unknown(y)) => {
            x.extend(y);
            Truth::Unknown(x)
        }
        (Truth::Unknown(x), _) | (_, Truth::Unknown(x)) => Truth::Unknown(x),
        (Truth::True(x), Truth::True(y)) => Truth::True(joined(&x, &y)),
    }
}

/// Kleene's `or`: true wins, then unknown.
pub fn or(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::True(why), _) | (_, Truth::True(why)) => Truth::True(why),
        (Truth::Unknown(mut x), Truth::Unknown(y)) => {
            x.extend(y);
            Truth::Unknown(x)
        }
        (Truth::Unknown(x), _) | (_, Truth::Unknown(x)) => Truth::Unknown(x),
        (Truth::False(x), Truth::False(y)) => Truth::False(joined(&x, &y)),
    }
}

fn joined(x: &str, y: &str) -> String {
    if x.is_empty() || x == y {
        y.to_owned()
    } else if y.is_empty() {
        x.to_owned()
    } else {
        format!("{x}, and {y}")
    }
}

/// At most 60 characters of a text, cut at a word.
pub fn shortened(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.char_indices().nth(60) {
        None => folded,
        Some((cut, _)) => {
            let head = folded.get(..cut).unwrap_or_default();
            format!("{} …", head.rsplit_once(' ').map_or(head, |(h, _)| h))
        }
    }
}

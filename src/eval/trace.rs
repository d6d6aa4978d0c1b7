//! How a verdict came about, as a tree that follows the rule: what each part found, and why the rest is not enough.
//!
//! Plain data; `report` renders it. Where a part fails, the nearest that there is stands beside it.

use super::condition::{Facts, Truth, shortened};
use super::layout::Layout;
use super::passage::Passages;
use super::tracing::Tracer;
use super::{PackChoice, Place, Settings, Verdict, pack, verdict};
use crate::document::Document;
use crate::rule::expr::{Cond, PolicyVerb, SeverityChange};
use crate::rule::{Profile, Rule, RuleSet};
use crate::source::{Source, Span};

/// The evaluation of one rule on one policy.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What it came to.
    pub verdict: Verdict,
    /// Whether the rule applies: days, the pack's condition, the rule's own.
    pub conditions: Vec<Step>,
    /// The conditional severities, in order.
    pub severities: Vec<Step>,
    /// The obligation.
    pub obligation: Step,
    /// What a finding would point at.
    pub closest: Option<Step>,
}

/// One part of a rule, evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What the rule says: "and, within 1 sentence", "“opt out”".
    pub said: String,
    /// Its bytes in its rule file (a definition may stand in another file than the rule); empty for what has no place.
    pub span: Span,
    /// Whether it holds; `None`: it cannot be known.
    pub holds: Option<bool>,
    /// What came of it: "2 matches", "the profile says uses-cookies".
    pub result: String,
    /// How many places match.
    pub count: usize,
    /// The first of them.
    pub places: Vec<Place>,
    /// Places that come near, each with a note that says why it is not enough.
    pub near: Vec<Place>,
    /// Its parts.
    pub steps: Vec<Step>,
}

/// Evaluates one rule step by step; `None` when there is no such rule.
pub fn trace(
    rules: &RuleSet,
    index: usize,
    source: &Source,
    document: &Document,
    profile: &Profile,
    settings: &Settings,
) -> Option<Trace> {
    let rule = rules.rules.get(index)?;
    let passages = Passages::new(rules, Layout::of(document), settings.as_of);
    let facts = Facts::new(&passages, source, profile, settings.given);
    let pack = pack::judge(&passages, rule.pack, &facts, settings);
    let (verdict, _) = verdict::judge(&passages, &facts, index, rule, &pack);
    let mut tracer = Tracer::new(&passages);
    let mut conditions = days(rule, settings);
    conditions.extend(pack_condition(rules, rule, &facts, &mut tracer, settings));
    // A pack that is read for several values: the reading that decided.
    let decisive = pack.readings.iter().find(|r| pack::terms(&passages, **r) == verdict.terms).copied().flatten();
    if let Some((_, value)) = verdict.terms.first() {
        conditions.push(Step { said: format!("read for {value}"), holds: Some(true), ..Step::default() });
    }
    let steps = passages.read_for(decisive, || {
        conditions.extend(rule.when.as_ref().map(|when| condition(&facts, &mut tracer, when)));
        let severities = severities(rule, &facts, &mut tracer, settings);
        let closest = rule.closest.as_ref();
        (severities, tracer.obligation(rule), closest.map(|closest| tracer.closest(closest)))
    });
    let (severities, obligation, closest) = steps;
    Some(Trace { verdict, conditions, severities, obligation, closest })
}

fn pack_condition(
    rules: &RuleSet,
    rule: &Rule,
    facts: &Facts<'_>,
    tracer: &mut Tracer<'_>,
    settings: &Settings,
) -> Option<Step> {
    let when = rules.pack_whens.get(rule.pack)?.as_ref()?;
    let mut step = condition(facts, tracer, when);
    step.said = format!("the pack {} applies when {}", rule.id.pack(), step.said);
    if matches!(&settings.packs, PackChoice::Named(names) if names.iter().any(|n| n == rule.id.pack())) {
        step.holds = Some(true);
        "the pack was named, so its condition is not asked".clone_into(&mut step.result);
    }
    Some(step)
}

fn days(rule: &Rule, settings: &Settings) -> Vec<Step> {
    let step = |said: String, holds: bool| Step {
        said,
        holds: Some(holds),
        result: format!("the law is that of {}", settings.as_of),
        ..Step::default()
    };
    let since = rule.since.map(|day| step(format!("since {day}"), day <= settings.as_of));
    let until = rule.until.map(|day| step(format!("until {day}"), settings.as_of < day));
    since.into_iter().chain(until).collect()
}

fn severities(rule: &Rule, facts: &Facts<'_>, tracer: &mut Tracer<'_>, settings: &Settings) -> Vec<Step> {
    let changes = rule.severity_changes.iter().map(|(level, change)| match change {
        SeverityChange::From(day) => Step {
            said: format!("{level} from {day}"),
            holds: Some(*day <= settings.as_of),
            result: format!("the law is that of {}", settings.as_of),
            ..Step::default()
        },
        SeverityChange::When(cond) => {
            let step = condition(facts, tracer, cond);
            Step { said: format!("{level} when {}", step.said), ..step }
        }
    });
    changes.collect()
}

/// A condition with its value, its reason and its parts.
fn condition(facts: &Facts<'_>, tracer: &mut Tracer<'_>, cond: &Cond) -> Step {
    let (holds, result) = match facts.judge(cond) {
        Truth::True(why) => (Some(true), why),
        Truth::False(why) => (Some(false), why),
        Truth::Unknown(asks) => {
            (None, format!("not known; the profile should say: {}", asks.into_iter().collect::<Vec<_>>().join(", ")))
        }
    };
    let mut parts = |all: &[Cond]| all.iter().map(|c| condition(facts, tracer, c)).collect();
    let (said, steps): (String, Vec<Step>) = match cond {
        Cond::Fact(name) => (format!("fact {name}"), Vec::new()),
        Cond::Audience(any) => match any.as_slice() {
            [one] => (format!("audience includes {one}"), Vec::new()),
            any => (format!("audience includes any of {}", any.join(", ")), Vec::new()),
        },
        Cond::Not(inner) => ("not".to_owned(), parts(std::slice::from_ref(inner))),
        Cond::And(all) => ("all of these".to_owned(), parts(all)),
        Cond::Or(all) => ("any of these".to_owned(), parts(all)),
        Cond::Policy(verb, expr) => {
            let verb = match verb {
                PolicyVerb::States => "states",
                PolicyVerb::Affirms => "affirms",
                PolicyVerb::Denies => "denies",
            };
            let steps = vec![tracer.expr(expr, super::layout::Mode::Body)];
            (format!("policy {verb} {}", shortened(&expr.say)), steps)
        }
    };
    Step { said, holds, result, steps, ..Step::default() }
}

//! Parse pairs of constraints, dates and conditions to the tree.

use super::ast::{Bound, Cond, Constraint, ConstraintSet, DateUnit, Name, PolicyVerb, Spanned};
use super::grammar::Rule;
use super::outline::Reader;
use super::passage::{P, child, trimmed};
use super::phrase::{name, span_of};

impl Reader<'_> {
    /// `age in 5..21`, `body not in recourse-body`
    pub fn constraint(&mut self, pair: &P<'_>, offset: usize) -> Option<Constraint> {
        let capture = name(&child(pair, Rule::name)?, offset);
        let negated = child(pair, Rule::kw_not).is_some();
        let set = if let Some(range) = child(pair, Rule::range) {
            self.range(&range, offset)?
        } else {
            ConstraintSet::Name(name(&child(&child(pair, Rule::set_name)?, Rule::qualified)?, offset))
        };
        Some(Constraint { capture, negated, set, span: trimmed(pair, offset) })
    }

    fn range(&mut self, pair: &P<'_>, offset: usize) -> Option<ConstraintSet> {
        let from = child(pair, Rule::from_bound).and_then(|p| self.bound(&p, offset));
        let to = child(pair, Rule::to_bound).and_then(|p| self.bound(&p, offset));
        let span = trimmed(pair, offset);
        if from.is_none() && to.is_none() {
            self.say(span, "this range has no ends", "write one end or both: `5..21`, `..13`, `18..`");
            return None;
        }
        if let (Some(a), Some(b)) = (&from, &to) {
            let (message, label) = match (&a.node, &b.node) {
                (Bound::Number(a), Bound::Number(b)) | (Bound::Days(a), Bound::Days(b)) if a > b => {
                    ("this range runs backwards", "the smaller end stands first")
                }
                (Bound::Date(a), Bound::Date(b)) if a > b => {
                    ("this range runs backwards", "the earlier day stands first")
                }
                (Bound::Today { offset: a, unit: u }, Bound::Today { offset: b, unit: v })
                    if i64::from(*a) * span_of_unit(*u) > i64::from(*b) * span_of_unit(*v) =>
                {
                    ("this range runs backwards", "the earlier day stands first")
                }
                (Bound::Number(_), Bound::Days(_)) | (Bound::Days(_), Bound::Number(_)) => {
                    ("one end of this range has a unit and the other has none", "write the unit at both ends")
                }
                (Bound::Number(_) | Bound::Days(_), Bound::Date(_) | Bound::Today { .. })
                | (Bound::Date(_) | Bound::Today { .. }, Bound::Number(_) | Bound::Days(_)) => {
                    ("the ends of this range are of different kinds", "write two numbers, two periods or two dates")
                }
                _ => return Some(ConstraintSet::Range(from, to)),
            };
            self.say(span, message, label);
            return None;
        }
        Some(ConstraintSet::Range(from, to))
    }

    fn bound(&mut self, pair: &P<'_>, offset: usize) -> Option<Spanned<Bound>> {
        let span = trimmed(pair, offset);
        let inner = pair.clone().into_inner().next()?;
        let node = match inner.as_rule() {
            Rule::number => Bound::Number(inner.as_str().parse().ok()?),
            Rule::today => Bound::Today { offset: 0, unit: DateUnit::Days },
            Rule::date => Bound::Date(self.date(&inner, offset)?.node),
            Rule::duration => {
                let number: f64 = child(&inner, Rule::number)?.as_str().parse().ok()?;
                Bound::Days(number * days(child(&inner, Rule::unit)?.as_str()))
            }
            Rule::relative => {
                let number = self.integer(&child(&inner, Rule::integer)?, offset);
                let unit_pair = child(&inner, Rule::unit)?;
                let (unit, factor) = match unit_pair.as_str().get(..1) {
                    Some("d") => (DateUnit::Days, 1),
                    Some("w") => (DateUnit::Days, 7),
                    Some("m") => (DateUnit::Months, 1),
                    Some("y") => (DateUnit::Years, 1),
                    _ => {
                        let span = span_of(&unit_pair, offset);
                        self.say(span, "dates are counted in days, weeks, months or years", "not a unit of dates");
                        return None;
                    }
                };
                let Some(n) = i32::try_from(number.node).ok().filter(|n| *n <= 100_000) else {
                    self.say(number.span, "this number is too large", "no date is that far away");
                    return None;
                };
                let sign = if child(&inner, Rule::kw_before).is_some() { -1 } else { 1 };
                Bound::Today { offset: sign * factor * n, unit }
            }
            _ => return None,
        };
        Some(Spanned { node, span })
    }

    /// A date that exists.
    pub fn date(&mut self, pair: &P<'_>, offset: usize) -> Option<Spanned<String>> {
        let span = span_of(pair, offset);
        let text = pair.as_str();
        if let Some(problem) = date_problem(text) {
            self.say(span, problem, "not a date");
            return None;
        }
        Some(Spanned { node: text.to_owned(), span })
    }

    /// `C or C`
    pub fn condition(&mut self, pair: &P<'_>, offset: usize) -> Option<Cond> {
        let all = pair.clone().into_inner().filter(|p| p.as_rule() == Rule::conjunction);
        let mut conds: Vec<Cond> = all.filter_map(|p| self.conjunction(&p, offset)).collect();
        if conds.len() > 1 { Some(Cond::Or(conds)) } else { conds.pop() }
    }

    fn conjunction(&mut self, pair: &P<'_>, offset: usize) -> Option<Cond> {
        let all = pair.clone().into_inner().filter(|p| p.as_rule() == Rule::test);
        let mut conds: Vec<Cond> = all.filter_map(|p| self.test(&p, offset)).collect();
        if conds.len() > 1 { Some(Cond::And(conds)) } else { conds.pop() }
    }

    fn test(&mut self, pair: &P<'_>, offset: usize) -> Option<Cond> {
        let inner = pair.clone().into_inner().next()?;
        match inner.as_rule() {
            Rule::negation => Some(Cond::Not(Box::new(self.test(&child(&inner, Rule::test)?, offset)?))),
            Rule::grouped => self.condition(&child(&inner, Rule::condition)?, offset),
            Rule::fact => Some(Cond::Fact(name(&child(&inner, Rule::name)?, offset))),
            Rule::audience => {
                let regions = inner.into_inner().filter(|p| p.as_rule() == Rule::region);
                let lower = |p: P<'_>| Name { node: p.as_str().to_ascii_lowercase(), span: span_of(&p, offset) };
                Some(Cond::Audience(regions.map(lower).collect()))
            }
            Rule::policy => {
                let verb = match child(&inner, Rule::reading)?.as_str() {
                    "states" => PolicyVerb::States,
                    "affirms" => PolicyVerb::Affirms,
                    _ => PolicyVerb::Denies,
                };
                let expr = self.operand(child(&inner, Rule::operand)?, offset)?;
                Some(Cond::Policy(verb, Box::new(expr)))
            }
            _ => None,
        }
    }
}

/// A unit in days, a month being 30 and a year 365.
fn days(unit: &str) -> f64 {
    match unit.get(..1) {
        Some("h") => 1.0 / 24.0,
        Some("w") => 7.0,
        Some("m") => 30.0,
        Some("y") => 365.0,
        _ => 1.0,
    }
}

/// About how many days a unit of dates has.
fn span_of_unit(unit: DateUnit) -> i64 {
    match unit {
        DateUnit::Days => 1,
        DateUnit::Months => 30,
        DateUnit::Years => 365,
    }
}

/// What is wrong with a date written as digits and hyphens.
fn date_problem(text: &str) -> Option<String> {
    let mut numbers = text.split('-').map(|n| n.parse::<i16>().unwrap_or(0));
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let (month8, day8) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    if !(1..=12).contains(&month) {
        return Some(format!("there is no month {month}"));
    }
    if jiff::civil::Date::new(year, month8, day8).is_ok() {
        return None;
    }
    let last = jiff::civil::Date::new(year, month8, 1).ok()?.days_in_month();
    Some(format!("there is no day {day} in that month; it has {last}"))
}

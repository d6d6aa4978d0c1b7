//! `check --timing`: where the time of a run went, by stage and by rule.

use crate::lint::Done;
use crate::rule::RuleSet;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::{Duration, Instant};

/// So many rules are named, the slowest first.
const MOST_RULES: usize = 10;

/// Watches the stages of one policy.
pub struct Clock {
    last: Cell<Instant>,
    spent: RefCell<Spent>,
}

/// What the stages of policies took, added up over all threads.
#[derive(Clone, Debug, Default)]
pub struct Spent {
    segmenting: Duration,
    reading: Duration,
    choosing: Duration,
    rules: BTreeMap<(usize, usize), Duration>,
    finding: Duration,
}

impl Clock {
    /// Starts.
    pub fn start() -> Self {
        Self { last: Cell::new(Instant::now()), spent: RefCell::default() }
    }

    /// Books the time since the last stage on the one that is done, for the rule set with index `set`.
    pub fn book(&self, done: Done, set: usize) {
        let now = Instant::now();
        let took = now.duration_since(self.last.replace(now));
        let mut spent = self.spent.borrow_mut();
        let stage = match done {
            Done::Segmented => &mut spent.segmenting,
            Done::Read => &mut spent.reading,
            Done::Chosen => &mut spent.choosing,
            Done::Judged(rule) => spent.rules.entry((set, rule)).or_default(),
            Done::Found => &mut spent.finding,
        };
        *stage += took;
    }

    /// What was booked.
    pub fn stop(self) -> Spent {
        self.spent.into_inner()
    }
}

impl Spent {
    /// Adds what other policies took.
    pub fn add(&mut self, other: Self) {
        self.segmenting += other.segmenting;
        self.reading += other.reading;
        self.choosing += other.choosing;
        self.finding += other.finding;
        for (rule, took) in other.rules {
            *self.rules.entry(rule).or_default() += took;
        }
    }

    /// Writes a table: `opening` took the files and rules, `writing` the output, `whole` everything by the clock on the
    /// wall.
    pub fn write(
        &self,
        out: &mut dyn Write,
        sets: &[RuleSet],
        (opening, writing, whole): (Duration, Duration, Duration),
    ) -> io::Result<()> {
        let rules: Duration = self.rules.values().sum();
        let stages = [
            ("files, configuration and rules", opening),
            ("segmentation", self.segmenting),
            ("words, entities and names", self.reading),
            ("packs and facts", self.choosing),
            ("rules", rules),
            ("findings and suppressions", self.finding),
            ("output", writing),
        ];
        let all: Duration = stages.iter().map(|(_, took)| *took).sum();
        let share = |took: Duration| 100.0 * took.as_secs_f64() / all.as_secs_f64().max(f64::EPSILON);
        writeln!(out, "time by stage, all threads together:")?;
        for (name, took) in stages {
            writeln!(out, "  {name:<34}{:>10.2} ms{:>7.1} %", millis(took), share(took))?;
        }
        writeln!(out, "  {:<34}{:>10.2} ms", "by the clock", millis(whole))?;
        let mut slowest: Vec<_> = self.rules.iter().collect();
        slowest.sort_by_key(|(rule, took)| (std::cmp::Reverse(**took), **rule));
        writeln!(out, "slowest rules (what a rule shares with others counts for the one that asks first):")?;
        for ((set, rule), took) in slowest.into_iter().take(MOST_RULES) {
            let id = sets.get(*set).and_then(|s| s.rules.get(*rule)).map_or("", |r| r.id.0.as_str());
            writeln!(out, "  {id:<34}{:>10.2} ms{:>7.1} %", millis(*took), share(*took))?;
        }
        Ok(())
    }
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_booked_by_stage_and_rule() {
        let clock = Clock::start();
        for done in [Done::Segmented, Done::Read, Done::Chosen, Done::Judged(3), Done::Judged(4), Done::Found] {
            clock.book(done, 0);
        }
        let mut spent = clock.stop();
        spent.add(Spent { rules: [((0, 3), Duration::from_secs(2))].into(), ..Spent::default() });
        assert_eq!(spent.rules.keys().copied().collect::<Vec<_>>(), [(0, 3), (0, 4)]);
        let mut out = Vec::new();
        let none = (Duration::ZERO, Duration::ZERO, Duration::from_secs(2));
        spent.write(&mut out, &[], none).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("rules") && text.contains("100.0 %") && text.contains("2000."), "{text}");
    }
}

//! What was found against what people annotated, one requirement and corpus at a time: counts and the ratios of counts.

use super::gold::{Annotated, Bytes, Override};
use super::labels::{Labels, Pair};

/// Labels that begin so speak of the policy as a whole: they have no paragraphs to be measured by.
const WHOLE: &str = "Meta/";

/// A policy with what was found in it, by requirement of the mapping.
pub struct Read {
    /// What people say of it.
    pub annotated: Annotated,
    /// What the rules found: the places of each requirement, in the order of the mapping.
    pub found: Vec<Vec<Bytes>>,
}

/// What a policy's statement was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Stated and found.
    TruePositive,
    /// Found, not stated.
    FalsePositive,
    /// Stated, not found.
    FalseNegative,
    /// Neither.
    TrueNegative,
}

/// One policy's part in a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The policy, as an index into those that were read.
    pub policy: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// The annotated places.
    pub annotated: Vec<Bytes>,
    /// The places found.
    pub found: Vec<Bytes>,
}

impl Case {
    /// Whether people and rules disagree: on the statement, or on every place of it.
    pub fn disagrees(&self) -> bool {
        match self.outcome {
            Outcome::FalsePositive | Outcome::FalseNegative => true,
            Outcome::TrueNegative => false,
            Outcome::TruePositive => {
                let annotated = Cover::new(&self.annotated);
                let both = !self.annotated.is_empty() && !self.found.is_empty();
                both && !self.found.iter().any(|span| annotated.hits(*span))
            }
        }
    }
}

/// A confusion matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// Stated and found.
    pub tp: usize,
    /// Found, not stated.
    pub fp: usize,
    /// Stated, not found.
    pub fn_: usize,
    /// Neither.
    pub tn: usize,
}

impl Matrix {
    fn count(&mut self, stated: bool, found: bool) {
        *match (stated, found) {
            (true, true) => &mut self.tp,
            (false, true) => &mut self.fp,
            (true, false) => &mut self.fn_,
            (false, false) => &mut self.tn,
        } += 1;
    }

    /// Adds another matrix.
    pub fn add(&mut self, other: Self) {
        self.tp += other.tp;
        self.fp += other.fp;
        self.fn_ += other.fn_;
        self.tn += other.tn;
    }

    /// How many were judged.
    pub fn all(self) -> usize {
        self.tp + self.fp + self.fn_ + self.tn
    }

    /// Precision, recall and F1 of what is stated.
    pub fn stated(self) -> [Option<f64>; 3] {
        prf(self.tp, self.fp, self.fn_)
    }

    /// Precision, recall and F1 of what is not: of the finding that a statement is missing.
    pub fn absent(self) -> [Option<f64>; 3] {
        prf(self.tn, self.fn_, self.fp)
    }
}

/// Counts of hits among all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those that hit.
    pub hits: usize,
    /// All of them.
    pub all: usize,
}

/// How one requirement is met in one corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Requirement, corpus and labels.
    pub pair: Pair,
    /// Policy by policy.
    pub policies: Matrix,
    /// Paragraph by paragraph.
    pub units: Matrix,
    /// Found places that overlap an annotated one.
    pub found: Share,
    /// Annotated places that overlap a found one.
    pub annotated: Share,
    /// Policies left out because the annotation cannot know.
    pub dropped: usize,
    /// Those among them where the only evidence stands in paragraphs that nobody annotated.
    pub blind: usize,
    /// The policies scored.
    pub cases: Vec<Case>,
}

/// The names of the figures that [`Score::figures`] gives, in its order.
pub const FIGURES: [&str; 13] = [
    "precision",
    "recall",
    "f1",
    "accuracy",
    "majority_accuracy",
    "absence_precision",
    "absence_recall",
    "absence_f1",
    "span_precision",
    "span_recall",
    "paragraph_precision",
    "paragraph_recall",
    "paragraph_f1",
];

impl Score {
    /// Policies that state it, by the annotation.
    pub fn positives(&self) -> usize {
        self.policies.tp + self.policies.fn_
    }

    /// Policies that do not.
    pub fn negatives(&self) -> usize {
        self.policies.fp + self.policies.tn + self.blind
    }

    /// All figures, in the order of [`FIGURES`]; `None` where there is nothing to divide by.
    pub fn figures(&self) -> [Option<f64>; 13] {
        let all = self.policies.all();
        let [p, r, f] = self.policies.stated();
        let [ap, ar, af] = self.policies.absent();
        let [up, ur, uf] = self.units.stated();
        let accuracy = ratio(self.policies.tp + self.policies.tn, all);
        let majority = ratio(self.positives().max(all - self.positives()), all);
        let (found, annotated) = (self.found, self.annotated);
        let spans = [ratio(found.hits, found.all), ratio(annotated.hits, annotated.all)];
        [p, r, f, accuracy, majority, ap, ar, af, spans[0], spans[1], up, ur, uf]
    }
}

/// The mean of each figure over the scores that have it.
pub fn mean(scores: &[&Score]) -> [Option<f64>; 13] {
    let all: Vec<_> = scores.iter().map(|s| s.figures()).collect();
    std::array::from_fn(|at| {
        let known: Vec<f64> = all.iter().filter_map(|f| f.get(at).copied().flatten()).collect();
        if known.is_empty() { None } else { Some(known.iter().sum::<f64>() / f64::from(known.len() as u32)) }
    })
}

fn ratio(part: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| f64::from(part as u32) / f64::from(all as u32))
}

fn prf(tp: usize, fp: usize, fn_: usize) -> [Option<f64>; 3] {
    [ratio(tp, tp + fp), ratio(tp, tp + fn_), ratio(2 * tp, 2 * tp + fp + fn_)]
}

/// Answers fast whether a span overlaps any of some spans, or lies within one.
struct Cover(Vec<Bytes>);

impl Cover {
    fn new(spans: &[Bytes]) -> Self {
        let mut sorted = spans.to_vec();
        sorted.sort_unstable();
        let mut merged: Vec<Bytes> = Vec::new();
        for (start, end) in sorted {
            match merged.last_mut().filter(|last| start <= last.1) {
                Some(last) => last.1 = last.1.max(end),
                None => merged.push((start, end)),
            }
        }
        Self(merged)
    }

    fn before(&self, upto: usize) -> Option<Bytes> {
        upto.checked_sub(1).and_then(|at| self.0.get(at)).copied()
    }

    fn hits(&self, (start, end): Bytes) -> bool {
        self.before(self.0.partition_point(|s| s.0 < end)).is_some_and(|s| s.1 > start)
    }

    fn holds(&self, (start, end): Bytes) -> bool {
        self.before(self.0.partition_point(|s| s.0 <= start)).is_some_and(|s| s.1 >= end)
    }
}

/// What to score by.
pub struct Rules<'a> {
    /// Which labels stand for which requirements.
    pub labels: &'a Labels,
    /// The requirements of the mapping, in its order.
    pub requirements: &'a [String],
    /// Judgements that take the place of annotations.
    pub overrides: &'a [Override],
    /// Leave out what the annotation cannot know.
    pub certain: bool,
}

/// Scores every pair of requirement and corpus for which any policy is annotated.
pub fn score(policies: &[Read], rules: &Rules<'_>) -> Vec<Score> {
    let scores = rules.labels.pairs.iter().map(|pair| {
        let empty = (Matrix::default(), Share::default());
        let mut score = Score {
            pair: pair.clone(),
            policies: empty.0,
            units: empty.0,
            found: empty.1,
            annotated: empty.1,
            dropped: 0,
            blind: 0,
            cases: Vec::new(),
        };
        let at = rules.requirements.iter().position(|r| *r == pair.requirement);
        for (index, policy) in policies.iter().enumerate().filter(|(_, p)| p.annotated.corpus == pair.corpus) {
            let found = at.and_then(|at| policy.found.get(at)).map(Vec::as_slice).unwrap_or_default();
            score.policy(index, &policy.annotated, found, rules);
        }
        score
    });
    scores.filter(|score| !score.cases.is_empty()).collect()
}

impl Score {
    fn policy(&mut self, index: usize, policy: &Annotated, found: &[Bytes], rules: &Rules<'_>) {
        let known: Vec<_> = self.pair.any.iter().filter_map(|label| policy.labels.get(label)).collect();
        if known.is_empty() {
            return;
        }
        let whole = self.pair.any.first().is_some_and(|label| label.starts_with(WHOLE));
        let fixed = rules.overrides.iter().rev().find(|fixed| {
            fixed.corpus == policy.corpus && fixed.policy == policy.policy && fixed.requirement == self.pair.requirement
        });
        let (stated, annotated, disputed) = match fixed {
            Some(fixed) if fixed.present => (true, fixed.spans.clone(), false),
            Some(_) => (false, Vec::new(), false),
            None => {
                let present: Vec<_> = known.iter().filter(|label| label.present).collect();
                let spans = present.iter().flat_map(|label| &label.spans).copied().collect();
                (!present.is_empty(), spans, known.iter().any(|label| label.disputed))
            }
        };
        if rules.certain && !stated && disputed {
            self.dropped += 1;
            return;
        }
        let is_found = !found.is_empty();
        let mut found = found.to_vec();
        if rules.certain && !policy.meta.unlabelled.is_empty() && !whole {
            let unseen = Cover::new(&policy.meta.unlabelled);
            found.retain(|span| !unseen.holds(*span));
            if is_found && !stated && found.is_empty() {
                self.dropped += 1;
                self.blind += 1;
                return;
            }
        }
        self.policies.count(stated, is_found);
        let units = if whole { &[][..] } else { &policy.meta.units };
        self.places(&annotated, &found, units);
        let outcome = match (stated, is_found) {
            (true, true) => Outcome::TruePositive,
            (false, true) => Outcome::FalsePositive,
            (true, false) => Outcome::FalseNegative,
            (false, false) => Outcome::TrueNegative,
        };
        self.cases.push(Case { policy: index, outcome, annotated, found });
    }

    fn places(&mut self, annotated: &[Bytes], found: &[Bytes], units: &[Bytes]) {
        let (people, rules) = (Cover::new(annotated), Cover::new(found));
        for unit in units {
            self.units.count(people.hits(*unit), rules.hits(*unit));
        }
        self.found.all += found.len();
        self.found.hits += found.iter().filter(|span| people.hits(**span)).count();
        let distinct: std::collections::BTreeSet<_> = annotated.iter().collect();
        self.annotated.all += distinct.len();
        self.annotated.hits += distinct.into_iter().filter(|span| rules.hits(**span)).count();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_know_what_they_overlap_and_hold() {
        let cover = Cover::new(&[(10, 20), (20, 25), (40, 50), (3, 5)]);
        assert_eq!(cover.0, [(3, 5), (10, 25), (40, 50)]);
        assert!(cover.hits((24, 26)) && cover.hits((0, 4)) && cover.hits((15, 16)) && cover.hits((0, 99)));
        assert!(!cover.hits((25, 40)) && !cover.hits((5, 10)) && !cover.hits((50, 60)));
        assert!(cover.holds((10, 25)) && cover.holds((41, 42)) && !cover.holds((9, 12)) && !cover.holds((24, 41)));
    }

    #[test]
    fn ratios_without_anything_to_divide_by_are_none() {
        assert_eq!(Matrix::default().stated(), [None; 3]);
        let matrix = Matrix { tp: 3, fp: 1, fn_: 0, tn: 4 };
        assert_eq!(matrix.stated(), [Some(0.75), Some(1.0), Some(6.0 / 7.0)]);
        assert_eq!(matrix.absent(), [Some(1.0), Some(0.8), Some(8.0 / 9.0)]);
    }
}

//! How much there is to find of a passage: an upper bound, by the words that it cannot do without.

use super::passage::Passages;
use crate::rule::expr::{Expr, Join, Node};

impl Passages<'_> {
    /// At most so many matches a passage has, roughly; 0 when it has none.
    pub(super) fn most(&self, expr: &Expr) -> u32 {
        match &expr.node {
            Node::Phrase(id) => self.hits.most(*id),
            Node::Exactly(_) => 1,
            Node::Anything => self.layout.document.sentences.len() as u32,
            Node::Definition(id) => {
                if let Some(most) = self.most.borrow().get(id) {
                    return *most;
                }
                let most = self.rules.definitions.get(id.0 as usize).map_or(0, |d| self.most(&d.expr));
                self.most.borrow_mut().insert(*id, most);
                most
            }
            Node::Join { kind: Join::And | Join::Then, left, right, .. } => match self.most(left) {
                0 => 0,
                most => most.min(self.most(right)),
            },
            Node::Join { left, .. } | Node::ButNot(left, ..) => self.most(left),
            Node::Or(of) => of.iter().map(|e| self.most(e)).fold(0, u32::saturating_add),
            Node::Count(least, of, _) => {
                let each = of.iter().map(|e| self.most(e)).filter(|most| *most > 0);
                let (count, all) = each.fold((0, 0_u32), |(count, all), most| (count + 1, all.saturating_add(most)));
                if count < *least { 0 } else { all }
            }
            Node::By(inner, _) | Node::In(inner, _) | Node::Where(inner, _) | Node::Distinct(_, _, inner, _) => {
                self.most(inner)
            }
        }
    }
}

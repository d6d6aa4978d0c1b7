//! How near a policy comes to a statement that it does not make: the longest partial match of a passage.

use super::layout::Mode;
use super::passage::{Match, Passages};
use crate::rule::expr::{Actor, Expr, Join, Node, Place};

/// A partial match, and what it lacks.
#[derive(Clone, Debug)]
pub struct Shortfall {
    /// What was found.
    pub found: Match,
    /// What is lacking there, for people: "no age limit".
    pub lacks: String,
    /// How many operands were found: the more the better.
    pub depth: usize,
    /// Everything was found, but a constraint on a captured value failed.
    pub constrained: bool,
}

/// The best partial match of a passage that has no match; `None` when not even a part of it is there.
pub fn of(passages: &Passages<'_>, expr: &Expr) -> Option<Shortfall> {
    match &expr.node {
        Node::Phrase(_) | Node::Anything | Node::Exactly(_) => None,
        Node::Definition(id) => of(passages, &passages.rules.definitions.get(id.0 as usize)?.expr),
        Node::By(inner, actor) => {
            let lacks = format!("is not said of {}", called(*actor));
            whole(passages, inner, 1, &lacks).or_else(|| of(passages, inner))
        }
        Node::In(inner, place) => {
            let lacks = match place {
                Place::Heading => "is not in a heading",
                Place::List => "is not in a list",
                Place::Opening => "does not stand at the top",
                Place::Section(_) => "stands in another section",
                Place::Led(_) => "is not in such a list",
            };
            whole(passages, inner, 1, lacks).or_else(|| of(passages, inner))
        }
        Node::Join { kind: Join::Maybe, left, .. } => of(passages, left),
        Node::Join { left, right, .. } => join(passages, left, right),
        Node::ButNot(left, right, _) => {
            whole(passages, left, 1, &format!("is set aside by {}", right.say)).or_else(|| of(passages, left))
        }
        Node::Or(any) => best(any.iter().map(|e| of(passages, e))),
        Node::Where(inner, _) => {
            let mut found = whole(passages, inner, 2, "is not what is asked for")?;
            found.constrained = true;
            Some(found)
        }
        .or_else(|| of(passages, inner)),
        Node::Count(least, all, _) => {
            let found = all.iter().find_map(|e| passages.matches(e, Mode::Body).first().cloned())?;
            let absent: Vec<&str> =
                all.iter().filter(|e| passages.matches(e, Mode::Body).is_empty()).map(|e| &*e.say).collect();
            let lacks = match absent.as_slice() {
                [] => format!("at least {least} of these must stand together"),
                absent => format!("no {}", absent.join(", no ")),
            };
            Some(Shortfall { found, lacks, depth: 1, constrained: false })
        }
        Node::Distinct(least, _, inner, _) => {
            whole(passages, inner, 1, &format!("fewer than {least} are named")).or_else(|| of(passages, inner))
        }
    }
}

fn join(passages: &Passages<'_>, left: &Expr, right: &Expr) -> Option<Shortfall> {
    let lacks = |side: &Expr| format!("no {}", side.say);
    let from_left = whole(passages, left, 1, &lacks(right)).or_else(|| of(passages, left));
    let from_right = || whole(passages, right, 1, &lacks(left));
    from_left.or_else(from_right)
}

fn whole(passages: &Passages<'_>, expr: &Expr, depth: usize, lacks: &str) -> Option<Shortfall> {
    let found = passages.matches(expr, Mode::Body).first().cloned()?;
    let depth = depth + found.others.len();
    Some(Shortfall { found, lacks: lacks.to_owned(), depth, constrained: false })
}

fn best(all: impl Iterator<Item = Option<Shortfall>>) -> Option<Shortfall> {
    all.flatten()
        .reduce(|best, next| if (next.constrained, next.depth) > (best.constrained, best.depth) { next } else { best })
}

/// How an actor is called.
pub fn called(actor: Actor) -> &'static str {
    match actor {
        Actor::Publisher => "the publisher",
        Actor::User => "the user",
        Actor::Customer => "a customer",
        Actor::ThirdParty => "a third party",
        Actor::Authority => "an authority",
    }
}

//! Finds the policy on a page: the part that holds the running text, without what surrounds it or is hidden. Where in doubt
//! it takes more: a menu too many is harmless, a lost section is not.

use super::element::{Element, Part};
use super::tree::{Token, Tree};

/// A named banner or menu has at most this share of the page's text: one in so many.
const SMALL: usize = 4;
/// The policy has at least this share of the page's text, or all of it is read: one in so many.
const LEAST: usize = 4;
/// A part of the page is the body when at most this share of the text lies outside of it: one in so many.
const OUTSIDE: usize = 20;

/// The policy on the page.
pub(super) struct Body {
    /// The element that holds it.
    pub element: usize,
    /// Of each element, whether it is left out.
    pub left_out: Vec<bool>,
}

/// What an element holds: bytes of text outside of links, and headings of the first level.
#[derive(Clone, Copy, Default)]
struct Weight {
    text: usize,
    titles: usize,
}

/// Finds the policy.
pub(super) fn find(text: &str, tree: &Tree) -> Body {
    let machinery: Vec<bool> = tree.elements.iter().map(|e| e.part == Part::Machinery).collect();
    let all = weigh(text, tree, &machinery);
    let whole = of(&all, 0).text;
    let left_out = leave_out(tree, &all, whole);
    let kept = weigh(text, tree, &left_out);
    let element = holder(tree, &kept);
    if of(&kept, element).text * LEAST < whole {
        return Body { element: 0, left_out: machinery };
    }
    Body { element, left_out }
}

fn of(weights: &[Weight], element: usize) -> Weight {
    weights.get(element).copied().unwrap_or_default()
}

/// The weight of every element, without what is left out.
fn weigh(text: &str, tree: &Tree, left_out: &[bool]) -> Vec<Weight> {
    let mut weights = vec![Weight::default(); tree.elements.len()];
    let mut starts = vec![Weight::default(); tree.elements.len()];
    let (mut sum, mut skip, mut links) = (Weight::default(), 0_usize, 0_usize);
    for token in &tree.tokens {
        match token {
            Token::Open(e) => {
                skip += usize::from(is(left_out, *e));
                let Some(element) = tree.elements.get(*e) else { continue };
                links += usize::from(element.link.is_some());
                if let Some(start) = starts.get_mut(*e) {
                    *start = sum;
                }
                sum.titles += usize::from(skip == 0 && element.level == Some(1));
            }
            Token::Text(range) if skip == 0 && links == 0 => {
                sum.text += text.get(range.clone()).map_or(0, |t| t.trim().len());
            }
            Token::Text(_) => {}
            Token::Close(e) => {
                skip -= usize::from(is(left_out, *e));
                links -= usize::from(tree.elements.get(*e).is_some_and(|e| e.link.is_some()));
                let start = of(&starts, *e);
                if let Some(weight) = weights.get_mut(*e) {
                    *weight = Weight { text: sum.text - start.text, titles: sum.titles - start.titles };
                }
            }
        }
    }
    weights
}

fn is(marks: &[bool], element: usize) -> bool {
    marks.get(element).copied().unwrap_or_default()
}

/// Which elements are left out.
fn leave_out(tree: &Tree, all: &[Weight], whole: usize) -> Vec<bool> {
    // Whether an element lies in a part of the content, which may have a head and a foot of its own.
    let mut owned: Vec<bool> = Vec::with_capacity(tree.elements.len());
    let mut out = Vec::with_capacity(tree.elements.len());
    for (index, element) in tree.elements.iter().enumerate() {
        let inside = is(&owned, element.parent);
        owned.push(inside || element.main || matches!(element.name, "article" | "section"));
        out.push(match element.part {
            Part::Text => false,
            Part::Machinery | Part::Hidden | Part::Around => true,
            Part::HeadOrFoot => !inside,
            Part::Named => of(all, index).text * SMALL <= whole,
        });
    }
    out
}

/// The element that holds the policy: `<main>`, the article with most text, or else the innermost element with nearly
/// all the text and every title.
fn holder(tree: &Tree, kept: &[Weight]) -> usize {
    let whole = of(kept, 0);
    let heaviest = |wanted: fn(&Element) -> bool| {
        let marked = tree.elements.iter().enumerate().filter(|(_, e)| wanted(e));
        marked.map(|(i, _)| i).max_by_key(|i| (of(kept, *i).text, usize::MAX - i))
    };
    let holds_most = |e: &usize| of(kept, *e).text * 2 >= whole.text && of(kept, *e).text > 0;
    let marked = heaviest(|e| e.main).filter(holds_most);
    let marked = marked.or_else(|| heaviest(|e| e.name == "article").filter(holds_most));
    marked.unwrap_or_else(|| {
        let holds = |w: Weight| (whole.text - w.text) * OUTSIDE <= whole.text && w.titles == whole.titles;
        // Elements come in reading order, so the last one that holds all is the innermost.
        let containers = tree.elements.iter().enumerate().filter(|(_, e)| is_container(e.name));
        containers.filter(|(i, _)| holds(of(kept, *i))).map(|(i, _)| i).next_back().unwrap_or_default()
    })
}

fn is_container(name: &str) -> bool {
    matches!(name, "" | "body" | "div" | "section" | "article" | "td" | "form" | "center" | "custom-element" | "html")
}

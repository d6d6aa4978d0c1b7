//! What a statement is about: the words of weight around it. Two statements are about the same where they share them.

use super::passage::{Match, Passages};
use crate::matcher::{Captured, EntityHit, EntityKind, Words};
use std::collections::BTreeSet;

/// Words that say nothing of the topic: grammar, and what is done with data and letters, how and when.
const LIGHT: &str = "a about above according additional after afterward again all allow allowed also always an and another any \
     anyone are arrival as ask asked at available back based be because become been before being below best between both but \
     by can case close closed collect collected come contact continue copy create date day delay delete deleted destroy destroyed \
     detail did do doe does done down during each either end ended email else enter erase erased even ever every everyone \
     for from further general generally get give given go goe has hav have hold how however i if immediately in \
     including information into is it item its itself just keep kept know later latest least less like long longer mail \
     make many maximum may me meet mean message minimum month more most must my need needed never no nobody not note now \
     number of off old older on once one only onto open or order other otherwise our out over own per period permitted \
     person personal please purpose lifetime contract permanently process processed process provide provided reach receipt receive received regarding relate \
     related remain remove removed reply require request required respond retain retained right same see send sent set shall she \
     should since so some someone soon start still store stored such take than that the their them then there therefore \
     these they thing this those through thus time to together too turn turned two unde under until unless up upon us use \
     used user using via want was way we week well were what when where whether which while who whom whose will wish with \
     within without working write written would year yes you young younger youngest your data age aged business calendar \
     allow permit eligible address write dear at if answer question enquiry inquiry three four five six seven eight nine ten twelve \
     thirteen fourteen fifteen sixteen eighteen twenty thirty sixty ninety whichever unsubscribe";

/// The words of weight in the sentence of a statement, or in the row of a table; addresses and names of firms aside, and
/// of a sentence that gives several values the part that leads to this one.
pub(super) fn words(passages: &Passages<'_>, found: &Match, value: Option<Captured>) -> BTreeSet<String> {
    let document = passages.layout.document;
    let sentence = passages.layout.sentence(found.at.start);
    let block = document.sentences.get(sentence).map_or(0, |s| s.block);
    let row = document.blocks.get(block).and_then(|b| b.row);
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    if row.is_some() {
        let near = block.saturating_sub(8)..(block + 9).min(document.blocks.len());
        let cells = near.filter_map(|b| document.blocks.get(b)).filter(|b| b.row == row);
        ranges.extend(
            cells.map(|b| b.sentences).flat_map(|(first, end)| first..end).filter_map(|s| words_in(passages, s)),
        );
    } else {
        ranges.extend(words_in(passages, sentence).map(|whole| part(passages, whole, value)));
    }
    let set_aside: Vec<Words> = ranges.iter().flat_map(|range| aside(passages, *range)).collect();
    let inside = |i: usize| set_aside.iter().any(|w| (w.start as usize..w.end as usize).contains(&i));
    let all = ranges.into_iter().flat_map(|(first, end)| first..end).filter(|i| !inside(*i));
    let text = |i: usize| document.words.get(i).map_or("", |w| document.prose.slice(w.extent));
    all.map(|i| stem(text(i))).filter(|w| is_heavy(w)).collect()
}

/// Entities that start in a range of words.
fn entities<'p>(passages: &'p Passages<'_>, (first, end): (usize, usize)) -> impl Iterator<Item = &'p EntityHit> {
    let all = &passages.hits.entities;
    let from = all.partition_point(|e| (e.words.start as usize) < first);
    all.get(from..).unwrap_or_default().iter().take_while(move |e| (e.words.start as usize) < end)
}

/// What names somebody or some place, or is the value itself.
fn aside(passages: &Passages<'_>, range: (usize, usize)) -> Vec<Words> {
    let names = |e: &&EntityHit| {
        matches!(
            e.value.kind(),
            EntityKind::Address | EntityKind::Organisation | EntityKind::Email | EntityKind::Duration
        )
    };
    entities(passages, range).filter(names).map(|e| e.words).collect()
}

/// Of a sentence with several values of one kind, the words from the one before to this one.
fn part(passages: &Passages<'_>, (first, end): (usize, usize), value: Option<Captured>) -> (usize, usize) {
    let Some(Captured::Entity(own)) = value else { return (first, end) };
    let Some(own) = passages.hits.entities.get(own as usize) else { return (first, end) };
    let mut part = (first, end);
    for other in entities(passages, (first, end)).filter(|e| e.value.kind() == own.value.kind() && e.words != own.words)
    {
        if other.words.start < own.words.start {
            part.0 = other.words.end as usize;
        } else {
            part.1 = part.1.min(own.words.end as usize);
        }
    }
    part
}

fn words_in(passages: &Passages<'_>, sentence: usize) -> Option<(usize, usize)> {
    passages.layout.document.sentences.get(sentence).map(|s| s.words)
}

/// So many words a statement may have that is about the one word of another.
const MOST_BESIDE: usize = 6;

/// Whether two statements are about the same: they share two words and half of what the shorter one speaks of, or the one
/// that it speaks of.
pub(super) fn same(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let shared = a.intersection(b).count();
    let (least, most) = (a.len().min(b.len()), a.len().max(b.len()));
    shared >= 2 && shared * 2 >= least || shared == 1 && least == 1 && most <= MOST_BESIDE
}

fn is_heavy(word: &str) -> bool {
    word.len() > 2
        && !word.contains('@')
        && word.chars().any(char::is_alphabetic)
        && !LIGHT.split_ascii_whitespace().any(|light| light == word)
}

/// A word without its commonest endings.
fn stem(word: &str) -> String {
    let low = word.to_lowercase().replace('’', "'");
    let low = low.strip_suffix("'s").unwrap_or(&low);
    if let Some(stem) = low.strip_suffix("ies").filter(|s| s.len() > 2) {
        return format!("{stem}y");
    }
    match low.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => low.to_owned(),
    }
}

//! What holds for the segmentation of every text. In tests, and with the feature `soundness` for fuzzing; never in the
//! program.

use super::{BlockKind, Document, Extent, Format, Word};

/// Checks that all parts of a document, which was read from `text`, nest, follow one another and map back to the
/// source. Panics where they do not: for tests and fuzzing only.
pub fn check(text: &str, document: &Document) {
    let prose = document.prose.text();
    let inside = |outer: Extent, inner: Extent| outer.start <= inner.start && inner.end <= outer.end;
    let sound = |e: Extent| prose.get(e.start as usize..e.end as usize).is_some();
    let (mut sentences, mut words) = (0, 0);
    for (index, block) in document.blocks.iter().enumerate() {
        assert!(sound(block.extent), "block {index} cuts a character");
        assert_eq!(block.sentences.0, sentences, "sentences of block {index} follow those before");
        assert!(block.section < document.sections.len());
        assert!(block.lead_in.is_none_or(|l| l < document.sentences.len()));
        for sentence in &document.sentences[block.sentences.0..block.sentences.1] {
            assert_eq!(sentence.block, index);
            assert!(sound(sentence.extent) && inside(block.extent, sentence.extent));
            assert_eq!(sentence.words.0, words);
            let mut last = sentence.extent.start;
            for word in &document.words[sentence.words.0..sentence.words.1] {
                assert!(sound(word.extent) && inside(sentence.extent, word.extent));
                assert!(word.extent.start >= last && word.extent.end > word.extent.start, "words follow one another");
                last = word.extent.end;
                // The text of a draft does not hold where its links lead: that maps to the link's words.
                if document.format != Format::Docx || block.kind != BlockKind::LinkTarget {
                    check_word(text, document, *word);
                }
            }
            words = sentence.words.1;
        }
        sentences = block.sentences.1;
    }
    assert_eq!((sentences, words), (document.sentences.len(), document.words.len()));
    for (index, section) in document.sections.iter().enumerate() {
        assert!(section.end_block <= document.blocks.len());
        assert!(section.parent.is_none_or(|p| p < index && document.sections[p].end_block >= section.end_block));
        assert!(section.heading.is_none_or(|h| document.blocks[h].section == index && h < section.end_block));
    }
    for link in &document.links {
        assert!(sound(link.extent) && link.block < document.blocks.len());
    }
}

fn check_word(text: &str, document: &Document, word: Word) {
    let span = document.prose.source_span(word.extent);
    let source = text.get(span.start as usize..span.end as usize).expect("a word maps to whole characters");
    let read = document.prose.slice(word.extent);
    let plain = |c: char| c.is_alphanumeric() || " .,'-/".contains(c);
    // The text of a draft does not hold the numbers of its lists.
    let unwritten = document.format == Format::Docx && source.trim().is_empty();
    if source.chars().all(plain) && !unwritten {
        assert_eq!(source, read);
    }
}

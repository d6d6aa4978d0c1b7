//! Words of defined terms: how they are compared, and which words make a term and which a name or a title.

/// Determiners and the like before a term: they are not part of it.
const BEFORE: &str = "the a an our your my this that these those such any all each every some no its their his her other \
     another certain both either neither said also as in on to by for from of with under and or if when where while \
     because since although however unless until once please see using use unlike only while what which who how why \
     is are was were not we you it they i";

/// Words that take part in naming a term without being one: what stands in a bracket beside the term, or before it.
const LEADS: &str = "the a an each any all collectively together individually jointly hereinafter hereafter herein \
     hereunder hereby referred to as in this that policy privacy notice statement agreement document also our your my such or \
     and below after called known following sometimes simply shall be either both these those it we us with are is \
     will separately respectively further henceforth throughout from now on for short abbreviated individually \
     of which term terms refer";

/// Nouns that head a term: what policies give a meaning of their own.
const HEADS: &str = "information data datum service site website app application platform user account content party \
     customer client member subscriber partner affiliate provider product device material submission purpose \
     transaction order fee software controller processor recipient subject vendor visitor consumer contractor feature \
     record identifier event representative merchant seller buyer owner administrator participant candidate applicant \
     guest offering detail company tool store shop subsidiary licensee licensor contribution method activity \
     interaction communication newsletter subscription collaborator supplier carrier employee";

/// Nouns that are a term when they stand alone with a determiner and a capital.
const LONE: &str = "service site website platform application app account customer client content member subscriber \
     affiliate controller processor company product software principle participant merchant";

/// Words before a head that make a kind of it; any other one is taken for a word where the text writes it small, too.
const MODIFIERS: &str = "personal non nonpersonal sensitive usage technical third aggregate aggregated anonymous \
     anonymised anonymized registration profile contact financial health device location log mobile user client \
     customer account order payment billing service business subscriber member visitor website site app platform \
     other authorised authorized registered end corporate group affiliated personally identifiable identifying \
     individual related additional biometric demographic transaction delivery marketing collected protected \
     confidential public private shared";

/// Nouns that head names: authorities, laws, places, roles, pages of an account. Behind a determiner they are no terms.
const NAMED: &str = "commission commissioner authority office officer department ministry agency court council board institute \
     association union area state states kingdom republic county region zone act law rule regulation directive \
     framework shield principle clause alliance initiative foundation university center centre team setting page menu button \
     preference control choice option manager signal day month year section service network group division bureau director \
     president ceo program programme project policy notice statement terms condition agreement list registry register \
     parliament government police constitution convention treaty protocol standard guideline world web internet store \
     play analytic pixel cloud api sdk id number address exchange language model trademark street avenue road house city \
     hub portal dashboard tab form link faq help support desk line hotline inquiry request contact info us right ombudsman \
     resident citizen tribunal report message chat track heatmap award prize index secretary attorney general inspector supervisor counsel arbitration association";

/// Nouns before which a capitalised text names a thing: the kind stands behind the name.
const KINDS: &str = "feature site page user application app allowance website account functionality network law service \
     platform tool program programme option section compliance signal brand team game device button menu form family";

/// Titles of documents: they need no definition.
const DOCUMENTS: &str = "policy notice statement terms agreement addendum contract licence license charter schedule annex \
     appendix exhibit guideline guide manual act law regulation directive framework shield clause";

/// Which list holds a word.
fn held(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|w| w == word)
}

/// Whether a word stands before a term without being part of it.
pub(super) fn is_before(word: &str) -> bool {
    held(BEFORE, word)
}

/// Whether every word of a text is one that only leads to a term.
pub(super) fn only_leads(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|w| !w.is_empty());
    words.map(str::to_lowercase).all(|w| held(LEADS, &w))
}

/// Whether a word heads terms.
pub(super) fn is_head(word: &str) -> bool {
    held(HEADS, word)
}

/// Whether a word alone is used like a term.
pub(super) fn is_lone(word: &str) -> bool {
    held(LONE, word)
}

/// Whether a word makes a kind of what follows it.
pub(super) fn is_modifier(word: &str) -> bool {
    held(MODIFIERS, word)
}

/// Whether a word heads names.
pub(super) fn is_named(word: &str) -> bool {
    held(NAMED, word)
}

/// Whether a word tells of what kind the name before it is.
pub(super) fn is_kind(word: &str) -> bool {
    held(KINDS, word)
}

/// Whether a word says what is told and not what is had: it takes no article.
pub(super) fn is_mass(word: &str) -> bool {
    matches!(word, "information" | "data" | "datum" | "content")
}

/// Whether a word names a kind of document.
pub(super) fn is_document(word: &str) -> bool {
    held(DOCUMENTS, word)
}

/// What a pronoun stands for: the publisher or the reader.
pub(super) fn pronoun(key: &str) -> Option<&'static str> {
    match key {
        "we" | "us" | "our" | "ours" | "ourselve" => Some("we"),
        "you" | "your" | "yours" | "yourself" => Some("you"),
        "i" | "me" | "my" | "they" | "them" | "their" | "it" | "its" => Some("other"),
        _ => None,
    }
}

/// A term as it is compared: lower case, no possessive, no plural, no signs between the words.
pub(super) fn key(text: &str) -> String {
    let text = text.replace("(s)", "").replace("(es)", "").replace("(ies)", "y");
    let part = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '.' | '&');
    let words = text.split(part).filter(|w| !w.is_empty());
    let words: Vec<String> = words.map(word_key).filter(|w| !w.is_empty()).collect();
    let from = words.iter().take_while(|w| matches!(w.as_str(), "the" | "a" | "an")).count();
    words.get(from..).unwrap_or_default().join(" ")
}

/// A word as it is compared.
pub(super) fn word_key(word: &str) -> String {
    let low = word.to_lowercase().replace('’', "'").replace('.', "");
    let low = low.strip_suffix("'s").unwrap_or(&low).trim_matches('\'');
    let singular = |s: &str| {
        if let Some(stem) = s.strip_suffix("ies").filter(|stem| stem.len() > 2) {
            return format!("{stem}y");
        }
        let hiss = ["sses", "xes", "ches", "shes"].iter().any(|e| s.ends_with(e));
        if let Some(stem) = s.strip_suffix("es").filter(|_| hiss) {
            return stem.to_owned();
        }
        match s.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
            _ => s.to_owned(),
        }
    };
    // The title of a document is none of the terms that it holds.
    if low == "terms" { low.to_owned() } else { singular(low) }
}

/// Whether a word begins with a capital and is not all capitals.
pub(super) fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && (word.len() == 1 || letters.any(char::is_lowercase))
}

/// Whether a word is all capitals.
pub(super) fn is_shouted(word: &str) -> bool {
    word.len() > 1 && word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_a_term_have_one_key() {
        for text in ["Affiliates", "Affiliate’s", "affiliates'", "an Affiliate", "Affiliate(s)"] {
            assert_eq!(key(text), "affiliate", "{text}");
        }
        assert_eq!(key("the Third-Party Services"), "third party service");
        assert_eq!(key("Third Parties"), "third party");
        assert_eq!(key("Business"), "business");
        assert_eq!(key("Terms"), "terms");
    }
}

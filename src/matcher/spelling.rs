//! Spellings that count as the same: British and American words, and compounds written open or closed.
//!
//! All of it works on the rules' side: a word of a phrase is given every spelling, a text is taken as it stands.
//! A spelling that does not exist is harmless, because no text has it. Knows no phrases.

use super::hash::FastMap;
use super::inflect;
use std::sync::LazyLock;

/// By word: the other word of its pair.
static OTHER: LazyLock<FastMap<&str, &str>> =
    LazyLock::new(|| PAIRS.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect());

/// The word and its other spellings, the word itself first.
pub fn variants(word: &str) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    all.extend(OTHER.get(word).map(|other| (*other).to_owned()));
    if word == "check" {
        // Not the other way: a rule about cheques does not mean "check this page".
        all.push("cheque".to_owned());
    }
    for (british, american) in if word.contains("or") || word.contains("our") { OUR } else { &[] } {
        if word.contains(british) {
            all.push(word.replace(british, american));
        } else if word.contains(american) {
            all.push(word.replace(american, british));
        }
    }
    for ending in ["e", "ed", "es", "ing", "ation", "ations", "ational", "er", "ers", "able"] {
        let stem = word.strip_suffix(ending);
        if let Some(stem) = stem.and_then(|s| s.strip_suffix("is").filter(|s| s.len() > 2)) {
            all.push(format!("{stem}iz{ending}"));
        } else if let Some(stem) = stem.and_then(|s| s.strip_suffix("iz").filter(|s| s.len() > 2)) {
            all.push(format!("{stem}is{ending}"));
        } else if let Some(stem) = stem.and_then(|s| s.strip_suffix("lys")) {
            all.push(format!("{stem}lyz{ending}"));
        } else if let Some(stem) = stem.and_then(|s| s.strip_suffix("lyz")) {
            all.push(format!("{stem}lys{ending}"));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The closed spelling of two words that are also written as one (`web site`: `website`).
pub fn joined(first: &str, second: &str) -> Option<String> {
    let known = PREFIXES.contains(&first) && second.len() > 3
        || COMPOUNDS
            .iter()
            .any(|(a, b)| *a == first && (*b == second || inflect::forms(b).iter().any(|form| form == second)));
    known.then(|| format!("{first}{second}"))
}

/// The open spelling of a word that is also written as two (`website`: `web site`). The second half is in the form in
/// which the word is written. `subscribe` and `subsidiary` are no compounds.
pub fn parted(word: &str) -> Option<(&'static str, String)> {
    let start = word.as_bytes().first();
    for (first, second) in COMPOUNDS.iter().copied().filter(|(first, _)| first.as_bytes().first() == start) {
        let Some(rest) = word.strip_prefix(first) else {
            continue;
        };
        if rest == second || inflect::forms(second).iter().any(|form| form == rest) {
            return Some((first, rest.to_owned()));
        }
    }
    PREFIXES.iter().find_map(|prefix| {
        word.strip_prefix(prefix)
            .filter(|rest| rest.len() > 4 && !rest.starts_with('s'))
            .map(|rest| (*prefix, rest.to_owned()))
    })
}

/// Prefixes that stand alone, with a hyphen or closed.
const PREFIXES: [&str; 6] = ["non", "sub", "cyber", "geo", "anti", "multi"];

/// Compounds that are written open, with a hyphen, or closed.
const COMPOUNDS: [(&str, &str); 60] = [
    ("e", "mail"),
    ("web", "site"),
    ("web", "page"),
    ("home", "page"),
    ("opt", "out"),
    ("opt", "in"),
    ("third", "party"),
    ("can", "not"),
    ("log", "in"),
    ("log", "on"),
    ("log", "out"),
    ("sign", "up"),
    ("sign", "in"),
    ("set", "up"),
    ("back", "up"),
    ("pop", "up"),
    ("follow", "up"),
    ("plug", "in"),
    ("add", "on"),
    ("on", "line"),
    ("off", "line"),
    ("on", "going"),
    ("data", "base"),
    ("data", "set"),
    ("meta", "data"),
    ("time", "frame"),
    ("time", "stamp"),
    ("check", "box"),
    ("drop", "down"),
    ("user", "name"),
    ("pass", "word"),
    ("news", "letter"),
    ("smart", "phone"),
    ("tele", "phone"),
    ("health", "care"),
    ("child", "care"),
    ("e", "commerce"),
    ("wi", "fi"),
    ("de", "identify"),
    ("re", "identify"),
    ("de", "identification"),
    ("re", "identification"),
    ("pre", "tick"),
    ("pre", "check"),
    ("co", "operate"),
    ("co", "operation"),
    ("co", "ordinate"),
    ("co", "owner"),
    ("under", "age"),
    ("per", "cent"),
    ("land", "line"),
    ("post", "code"),
    ("zip", "code"),
    ("voice", "mail"),
    ("law", "suit"),
    ("decision", "making"),
    ("life", "time"),
    ("work", "place"),
    ("help", "desk"),
    ("finger", "print"),
];

/// Words whose `our` is `or` in American spelling, wherever they stand in a word (`unfavourable`).
const OUR: &[(&str, &str)] = &[
    ("honour", "honor"),
    ("favour", "favor"),
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("labour", "labor"),
    ("neighbour", "neighbor"),
    ("endeavour", "endeavor"),
    ("humour", "humor"),
    ("rumour", "rumor"),
    ("harbour", "harbor"),
    ("flavour", "flavor"),
];

/// British and American words that no pattern covers.
const PAIRS: &[(&str, &str)] = &[
    ("programme", "program"),
    ("programmes", "programs"),
    ("licence", "license"),
    ("licences", "licenses"),
    ("practise", "practice"),
    ("practises", "practices"),
    ("practised", "practiced"),
    ("defence", "defense"),
    ("offence", "offense"),
    ("offences", "offenses"),
    ("centre", "center"),
    ("centres", "centers"),
    ("metre", "meter"),
    ("theatre", "theater"),
    ("fibre", "fiber"),
    ("catalogue", "catalog"),
    ("dialogue", "dialog"),
    ("enrol", "enroll"),
    ("enrolment", "enrollment"),
    ("fulfil", "fulfill"),
    ("fulfilment", "fulfillment"),
    ("instalment", "installment"),
    ("instalments", "installments"),
    ("judgement", "judgment"),
    ("judgements", "judgments"),
    ("acknowledgement", "acknowledgment"),
    ("ageing", "aging"),
    ("cancelled", "canceled"),
    ("cancelling", "canceling"),
    ("cancellation", "cancelation"),
    ("labelled", "labeled"),
    ("modelling", "modeling"),
    ("traveller", "traveler"),
    ("travellers", "travelers"),
    ("counsellor", "counselor"),
    ("adviser", "advisor"),
    ("advisers", "advisors"),
    ("whilst", "while"),
    ("amongst", "among"),
    ("towards", "toward"),
    ("grey", "gray"),
    ("artefact", "artifact"),
    ("sceptical", "skeptical"),
    ("paediatric", "pediatric"),
    ("learnt", "learned"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings() {
        for (a, b) in [
            ("honour", "honor"),
            ("behavioural", "behavioral"),
            ("organisation", "organization"),
            ("organised", "organized"),
            ("organisational", "organizational"),
            ("minimise", "minimize"),
            ("analyse", "analyze"),
            ("analysing", "analyzing"),
            ("licence", "license"),
            ("programme", "program"),
        ] {
            assert!(variants(a).iter().any(|v| v == b), "{a}");
            assert!(variants(b).iter().any(|v| v == a), "{b}");
        }
        assert!(variants("check").iter().any(|v| v == "cheque"));
        assert_eq!(variants("cheque"), ["cheque"]);
        assert_eq!(variants("is"), ["is"]);
    }

    #[test]
    fn compounds() {
        assert_eq!(joined("web", "site").as_deref(), Some("website"));
        assert_eq!(joined("e", "mails").as_deref(), Some("emails"));
        assert_eq!(joined("sub", "processor").as_deref(), Some("subprocessor"));
        assert_eq!(joined("may", "be"), None);
        assert_eq!(parted("website"), Some(("web", "site".to_owned())));
        assert_eq!(parted("emailed"), Some(("e", "mailed".to_owned())));
        assert_eq!(parted("cannot"), Some(("can", "not".to_owned())));
        assert_eq!(parted("data"), None);
    }
}

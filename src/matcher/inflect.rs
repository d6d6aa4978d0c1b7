//! Inflections, generated from the rules' own words.
//!
//! A word written in its base form matches its noun plural and its verb forms; one written in an inflected form
//! (`collected`, `cookies`) matches itself. Nothing is known of parts of speech: forms that do not exist (`childing`)
//! are harmless, because no text has them. Knows no phrases.

use super::hash::{FastMap, FastSet};
use std::sync::LazyLock;

/// By word: its line of [`IRREGULAR`].
static BASE: LazyLock<FastMap<&str, &str>> = LazyLock::new(|| {
    IRREGULAR.lines().filter_map(|l| Some((l.split(' ').next()?.trim_start_matches('+'), l))).collect()
});
/// The inflected forms of [`IRREGULAR`].
static INFLECTED: LazyLock<FastSet<&str>> =
    LazyLock::new(|| IRREGULAR.lines().flat_map(|l| l.split(' ').skip(1)).collect());
static CLOSED_WORDS: LazyLock<FastSet<&str>> = LazyLock::new(|| CLOSED.split_ascii_whitespace().collect());

static BASE_WORDS: LazyLock<FastSet<&str>> = LazyLock::new(|| BASES.split_ascii_whitespace().collect());

/// Whether a word is closed-class (articles, pronouns, prepositions, conjunctions, auxiliaries, modals, negators,
/// number words): these never inflect.
pub fn is_closed(word: &str) -> bool {
    CLOSED_WORDS.contains(word)
}

/// All forms that a word (lower case, normalised) matches, itself first.
pub fn forms(word: &str) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    if is_closed(word) || !word.chars().all(char::is_alphabetic) {
        return all;
    }
    if let Some(line) = irregular(word) {
        // A noun's line gives all of its forms; a verb's gives the past forms, the rest is regular.
        all.extend(line.split_ascii_whitespace().skip(1).map(str::to_owned));
        if !line.starts_with('+') {
            all.push(with_s(word));
            all.extend(with_ing(word));
        }
    } else if is_irregular_form(word) {
        return all;
    } else {
        regular(word, &mut all);
    }
    all.dedup();
    all
}

fn regular(word: &str, all: &mut Vec<String>) {
    let length = word.chars().count();
    if length <= 2 || !word.is_ascii() {
        all.push(format!("{word}s"));
    } else if looks_inflected(word, "ing") {
        // `setting` is also a noun: settings.
        all.push(format!("{word}s"));
    } else if looks_inflected(word, "ed") || looks_plural(word) || looks_adverb(word) {
    } else if let Some(stem) = word.strip_suffix("sis") {
        all.push(format!("{stem}ses"));
    } else {
        all.push(with_s(word));
        if word.ends_with('o') {
            all.push(format!("{word}s"));
        }
        all.extend(with_ed(word));
        all.extend(with_ing(word));
    }
}

/// `cookie` → `cookies`, `party` → `parties`, `access` → `accesses`.
fn with_s(word: &str) -> String {
    if let Some(stem) = word.strip_suffix('y').filter(|s| ends_in_consonant(s)) {
        return format!("{stem}ies");
    }
    if word.ends_with(['s', 'x', 'z', 'o']) || word.ends_with("ch") || word.ends_with("sh") {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// `share` → `shared`, `apply` → `applied`, `stop` → `stopped`; both spellings where stress or country decides.
fn with_ed(word: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix('y').filter(|s| ends_in_consonant(s)) {
        return vec![format!("{stem}ied")];
    }
    if word.ends_with('e') {
        return vec![format!("{word}d")];
    }
    doubled(word, "ed")
}

/// `share` → `sharing`, `agree` → `agreeing`, `die` → `dying`, `stop` → `stopping`.
fn with_ing(word: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix("ie") {
        return vec![format!("{stem}ying")];
    }
    if word == "age" {
        return vec!["aging".into(), "ageing".into()];
    }
    if let Some(stem) = word.strip_suffix('e').filter(|s| s.len() > 1 && !s.ends_with(['e', 'o', 'y'])) {
        return vec![format!("{stem}ing")];
    }
    doubled(word, "ing")
}

/// The word with a suffix, its last consonant doubled where it stands alone after a single vowel. In words of one
/// syllable it must be (`car` is not `caring`), in longer ones it may be.
fn doubled(word: &str, suffix: &str) -> Vec<String> {
    let mut back = word.chars().rev();
    let (last, vowel, before) = (back.next(), back.next(), back.next());
    let closes = last.is_some_and(|c| !is_vowel(c) && !matches!(c, 'w' | 'x' | 'y'))
        && vowel.is_some_and(is_vowel)
        && before.is_some_and(|c| !is_vowel(c) || word.contains("qu"));
    let Some(last) = last.filter(|_| closes) else {
        return vec![format!("{word}{suffix}")];
    };
    let twice = format!("{word}{last}{suffix}");
    if vowel_groups(word) == 1 { vec![twice] } else { vec![format!("{word}{suffix}"), twice] }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn vowel_groups(word: &str) -> usize {
    let mut groups = 0;
    let mut inside = false;
    for c in word.chars() {
        let vowel = is_vowel(c) || c == 'y';
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    groups
}

fn ends_in_consonant(stem: &str) -> bool {
    stem.chars().next_back().is_some_and(|c| !is_vowel(c))
}

fn looks_inflected(word: &str, suffix: &str) -> bool {
    word.strip_suffix(suffix).is_some_and(|stem| stem.len() > 1 && vowel_groups(stem) > 0) && !BASE_WORDS.contains(word)
}

fn looks_plural(word: &str) -> bool {
    word.ends_with('s')
        && !(word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") || word.ends_with("as"))
        && !BASE_WORDS.contains(word)
}

fn looks_adverb(word: &str) -> bool {
    word.ends_with("ly") && !BASE_WORDS.contains(word)
}

fn irregular(word: &str) -> Option<&'static str> {
    BASE.get(word).copied()
}

fn is_irregular_form(word: &str) -> bool {
    INFLECTED.contains(word)
}

/// Words that never inflect.
const CLOSED: &str = "a an the this that these those i me my mine myself you your yours yourself yourselves he him his \
himself she her hers herself it its itself we us our ours ourselves they them their theirs themselves who whom whose \
which what whoever whatever whichever where when why how whether if unless until till while whilst because since \
although though as than so but and or nor yet both either neither not no never none nothing nobody nowhere am is are \
was were be been being have has had having do does did doing done can could may might must shall should will would \
ought cannot about above across after against along amid among amongst around at before behind below beneath beside \
besides between beyond by despite down during except for from in inside into like near of off on onto out outside over \
past per regarding concerning round through throughout to toward towards under underneath unlike up upon via with within \
without all any anybody anyone anything each every everybody everyone everything few fewer less lesser least many more \
most much several some somebody someone something such other others another same own only just also too very then \
there here hence thus therefore however otherwise instead ever always often again once not new good else etc eg ie \
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million";

/// Base forms that look inflected.
const BASES: &str = "need feed embed exceed proceed succeed bed speed seed breed bleed shed weed heed deed wed bring \
string thing king ring sing spring wing ping swing sling sting cling fling being ceiling apply comply supply reply rely \
imply multiply ally rally family anomaly assembly monopoly fly lens gas bias canvas atlas alias";

/// Irregular words, a line each: a verb with its past forms, or a noun (marked `+`) with its plurals.
const IRREGULAR: &str = "+child children
+person people persons
+man men
+woman women
+life lives
+leaf leaves
+half halves
+self selves
+knife knives
+wife wives
+shelf shelves
+thief thieves
+foot feet
+tooth teeth
+criterion criteria criterions
+phenomenon phenomena
+medium media mediums
+datum data
+index indexes indices
+appendix appendixes appendices
+matrix matrices matrixes
arise arose arisen
awake awoke awoken
bear bore borne born
beat beat beaten
become became become
begin began begun
bend bent
bet bet
bid bid bidden
bind bound
bite bit bitten
blow blew blown
break broke broken
bring brought
broadcast broadcast broadcasted
build built
burn burned burnt
buy bought
cast cast
catch caught
choose chose chosen
come came come
cost cost costed
cut cut
deal dealt
draw drew drawn
dream dreamed dreamt
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fly flew flown flies
forbid forbade forbidden
forecast forecast forecasted
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got gotten
give gave given
go went gone
grow grew grown
hear heard
hide hid hidden
hit hit
hold held
hurt hurt
input input inputted
keep kept
know knew known
lay laid
lead led
learn learned learnt
leave left
lend lent
let let
lie lay lain lied
light lit lighted
lose lost
make made
mean meant
meet met
mislead misled
mistake mistook mistaken
misunderstand misunderstood
offset offset
output output
overcome overcame
override overrode overridden
oversee oversaw overseen
pay paid
prove proved proven
put put
quit quit
read read
rebuild rebuilt
rerun reran
resell resold
reset reset
retake retook retaken
rewrite rewrote rewritten
rid rid
ride rode ridden
ring rang rung
rise rose risen
run ran run
say said
see saw seen
seek sought
sell sold
send sent
set set
shake shook shaken
show showed shown
shut shut
sing sang sung
sit sat
sleep slept
speak spoke spoken
spend spent
split split
spread spread
stand stood
steal stole stolen
stick stuck
strike struck stricken
sublet sublet
swear swore sworn
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
undergo underwent undergone
understand understood
undertake undertook undertaken
undo undid undone
uphold upheld
upset upset
wake woke woken
wear wore worn
win won
withdraw withdrew withdrawn
withhold withheld
withstand withstood
write wrote written";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn has(word: &str, expected: &str) {
        let forms = forms(word);
        for form in expected.split_ascii_whitespace() {
            assert!(forms.iter().any(|f| f == form), "{word}: {form} not in {forms:?}");
        }
    }

    #[test]
    fn base_forms_inflect() {
        has("collect", "collect collects collected collecting");
        has("share", "share shares shared sharing");
        has("party", "party parties");
        has("apply", "apply applies applied applying");
        has("stop", "stops stopped stopping");
        has("transfer", "transfers transferred transferring");
        has("cancel", "cancels cancelled canceled cancelling canceling");
        has("permit", "permitted permitting");
        has("agree", "agrees agreed agreeing");
        has("process", "processes processed processing");
        has("access", "accesses accessed");
        has("child", "child children");
        has("person", "person persons people");
        has("sell", "sell sells sold selling");
        has("withdraw", "withdraws withdrew withdrawn withdrawing");
        has("leave", "leaves left leaving");
        has("set", "sets setting");
        has("lie", "lying");
        has("setting", "settings");
        has("basis", "bases");
        has("id", "ids");
        has("key", "keys keyed");
        has("use", "uses used using");
        has("embed", "embeds embedded");
        has("keep", "keeps kept keeping");
        has("criterion", "criteria");
    }

    #[test]
    fn other_forms_match_themselves() {
        for word in ["collected", "cookies", "sold", "children", "the", "not", "may", "us", "13", "privately", "people"]
        {
            assert_eq!(forms(word), [word], "{word}");
        }
        assert!(!forms("car").iter().any(|f| f == "caring"));
        assert!(!forms("us").iter().any(|f| f == "using"));
    }
}

//! Names and codes of places that end an address: states, countries, postcodes, kinds of street.

use super::scan::Scan;

/// A state, territory or province by its two- or three-letter code (United States, Canada, Australia).
pub(super) fn state_code(word: &str) -> bool {
    const CODES: &str = " AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY \
        NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR D.C. N.Y. ON QC BC AB MB SK NS NB NL PE YT NT NU NSW \
        VIC QLD SA TAS ACT ";
    let word = if word.len() > 4 { return false } else { word };
    word.len() >= 2 && CODES.split(' ').any(|code| code == word)
}

/// A state of the United States or a Canadian province by name: how many words from `at` it takes.
pub(super) fn state_name(scan: &Scan<'_>, at: usize) -> Option<usize> {
    match scan.low(at) {
        "alabama" | "alaska" | "arizona" | "arkansas" | "california" | "colorado" | "connecticut" | "delaware"
        | "florida" | "georgia" | "hawaii" | "idaho" | "illinois" | "indiana" | "iowa" | "kansas" | "kentucky"
        | "louisiana" | "maine" | "maryland" | "massachusetts" | "michigan" | "minnesota" | "mississippi"
        | "missouri" | "montana" | "nebraska" | "nevada" | "ohio" | "oklahoma" | "oregon" | "pennsylvania"
        | "tennessee" | "texas" | "utah" | "vermont" | "virginia" | "washington" | "wisconsin" | "wyoming"
        | "ontario" | "quebec" | "alberta" | "manitoba" | "saskatchewan" => Some(1),
        "new" if matches!(scan.low(at + 1), "york" | "jersey" | "hampshire" | "mexico") => Some(2),
        "north" | "south" if matches!(scan.low(at + 1), "carolina" | "dakota") => Some(2),
        "west" if scan.low(at + 1) == "virginia" => Some(2),
        "rhode" if scan.low(at + 1) == "island" => Some(2),
        "british" if scan.low(at + 1) == "columbia" => Some(2),
        "district" if scan.low(at + 2) == "columbia" => Some(3),
        _ => None,
    }
}

/// A country at word `at`: how many words it takes. Only those that addresses commonly end with.
pub(super) fn country(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if !scan.capital(at) {
        return None;
    }
    let next = scan.low(at + 1);
    match scan.low(at) {
        "usa" | "u.s.a" | "u.s" | "us" | "uk" | "u.k" | "england" | "scotland" | "wales" | "ireland" | "germany"
        | "deutschland" | "france" | "netherlands" | "nederland" | "belgium" | "luxembourg" | "austria"
        | "österreich" | "switzerland" | "schweiz" | "suisse" | "italy" | "italia" | "spain" | "españa"
        | "portugal" | "denmark" | "sweden" | "norway" | "finland" | "iceland" | "poland" | "czechia" | "slovakia"
        | "hungary" | "romania" | "bulgaria" | "greece" | "cyprus" | "malta" | "croatia" | "slovenia" | "estonia"
        | "latvia" | "lithuania" | "ukraine" | "turkey" | "israel" | "india" | "china" | "japan" | "singapore"
        | "malaysia" | "indonesia" | "thailand" | "vietnam" | "philippines" | "australia" | "canada" | "mexico"
        | "brazil" | "argentina" | "chile" | "colombia" | "kenya" | "nigeria" | "ghana" | "egypt" | "taiwan"
        | "pakistan" | "bangladesh" | "serbia" | "monaco" | "liechtenstein" | "jersey" | "guernsey" | "gibraltar"
        | "uae" | "seychelles" | "panama" | "jordan" | "cameroon" | "peru" | "morocco" | "tunisia" | "nepal"
        | "qatar" | "kuwait" | "bahrain" | "lebanon" | "uruguay" | "ecuador" | "belarus" | "armenia" | "kazakhstan"
        | "uganda" | "tanzania" | "rwanda" | "ethiopia" | "mauritius" | "barbados" | "bermuda" | "mongolia" => Some(1),
        "united" if next == "states" => {
            Some(if scan.low(at + 2) == "of" && scan.low(at + 3) == "america" { 4 } else { 2 })
        }
        "united" if next == "kingdom" => Some(2),
        "united" if next == "arab" => Some(3),
        "new" if next == "zealand" => Some(2),
        "south" if matches!(next, "africa" | "korea") => Some(2),
        "hong" if next == "kong" => Some(2),
        "czech" if next == "republic" => Some(2),
        "northern" if next == "ireland" => Some(2),
        "great" if next == "britain" => Some(2),
        "isle" if next == "of" => Some(3),
        "british" if next == "virgin" => Some(3),
        "cayman" if next == "islands" => Some(2),
        "costa" if next == "rica" => Some(2),
        "saudi" if next == "arabia" => Some(2),
        _ => None,
    }
}

/// Kinds of street that stand on their own.
pub(super) const STREETS: &str = "street st str avenue ave av road rd drive dr lane ln boulevard blvd way court ct \
    place pl square sq parkway pkwy highway hwy plaza terrace crescent close circle cir quay wharf row alley mews \
    expressway freeway turnpike pike trail loop broadway embankment marg nagar esplanade parade rue via calle rua \
    strada chaussée allée quai piazza paseo rambla viale corso avenida carrer impasse cours commons walk gardens hill \
    centre center park allee platz dock whitehall";

/// Whether the word is one of [`STREETS`].
pub(super) fn street(word: &str) -> bool {
    (2..=10).contains(&word.len()) && STREETS.split_ascii_whitespace().any(|w| w == word)
}

/// Whether the word ends like a German, Dutch or Scandinavian street name.
pub(super) fn street_ending(word: &str) -> bool {
    word.len() >= 6
        && [
            "straße", "strasse", "gasse", "platz", "allee", "damm", "ufer", "straat", "gracht", "laan", "plein",
            "kade", "singel", "gatan", "vägen", "vej", "gade", "gata", "veien", "katu", "weg", "dijk", "str",
        ]
        .iter()
        .any(|end| word.ends_with(end))
}

/// How a postcode ends an address.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Postcode {
    /// The code alone proves an address (Canada, Ireland, Netherlands, state and ZIP).
    Strong(usize),
    /// The same, and it stands after the place (United Kingdom).
    Last(usize),
    /// Four to six digits, which prove one only after a street.
    Weak(usize),
}

/// A postcode at word `at`, with one past its last word.
pub(super) fn postcode(scan: &Scan<'_>, at: usize) -> Option<Postcode> {
    let (one, two) = (scan.raw(at), scan.raw(at + 1).trim_end_matches('.'));
    let letters = shape(one);
    if letters.is_empty() {
        return None;
    }
    let short_gap = scan.gap(at).len() <= 3;
    if short_gap && matches!(letters, "A9" | "A99" | "A9A" | "AA9" | "AA99" | "AA9A") && shape(two) == "9AA" {
        return Some(Postcode::Last(at + 2));
    }
    if short_gap && letters == "A9A" && shape(two) == "9A9" || letters == "A9A9A9" {
        return Some(Postcode::Strong(at + if letters == "A9A" { 2 } else { 1 }));
    }
    if short_gap && matches!(letters, "A99" | "A9A") && two.len() == 4 && two.chars().any(|c| c.is_ascii_digit()) {
        return Some(Postcode::Strong(at + 2));
    }
    if letters == "9999" && shape(two) == "AA" && short_gap && !state_code(two) {
        return Some(Postcode::Strong(at + 2)); // 1017 AB
    }
    let end = match letters {
        "99999" if shape(two) == "9999" && scan.gap(at) == "-" => at + 2,
        "99999" | "99999-9999" | "999999" | "9999" => at + 1,
        "999" if matches!(shape(two), "999" | "99") && short_gap => at + 2,
        _ => return None,
    };
    let after_state = at.checked_sub(1).is_some_and(|b| {
        scan.gap(b).len() <= 4
            && (state_code(scan.raw(b))
                || state_name(scan, b) == Some(1)
                || b > 0 && state_name(scan, b - 1) == Some(2))
    });
    Some(if after_state && letters != "999" { Postcode::Strong(end) } else { Postcode::Weak(end) })
}

/// A code's shape: `A` a capital, `9` a digit; empty for anything else.
fn shape(word: &str) -> &'static str {
    const SHAPES: [&str; 17] = [
        "A9",
        "A99",
        "A9A",
        "AA9",
        "AA99",
        "AA9A",
        "9AA",
        "9A9",
        "A9A9A9",
        "99",
        "999",
        "9999",
        "99999",
        "999999",
        "AA",
        "99999-9999",
        "",
    ];
    let fits = |shape: &str| {
        shape.len() == word.len()
            && shape.bytes().zip(word.bytes()).all(|(s, w)| match s {
                b'A' => w.is_ascii_uppercase(),
                b'9' => w.is_ascii_digit(),
                _ => s == w,
            })
    };
    SHAPES.iter().copied().find(|s| fits(s)).unwrap_or("")
}

/// Lower-case words inside addresses.
pub(super) fn particle(low: &str) -> bool {
    matches!(
        low,
        "of" | "the"
            | "de"
            | "la"
            | "le"
            | "les"
            | "des"
            | "du"
            | "del"
            | "di"
            | "da"
            | "do"
            | "dos"
            | "van"
            | "der"
            | "den"
            | "am"
            | "an"
            | "im"
            | "zum"
            | "zur"
            | "von"
            | "floor"
            | "suite"
            | "ste"
            | "no"
            | "bis"
            | "cedex"
            | "rue"
            | "via"
            | "boulevard"
            | "avenue"
            | "bp"
            | "near"
            | "e"
            | "et"
            | "d"
            | "l"
            | "str"
            | "c"
            | "apt"
            | "unit"
            | "room"
            | "ter"
            | "street"
            | "road"
            | "building"
            | "place"
            | "allée"
            | "chemin"
            | "quai"
            | "cours"
            | "post"
            | "impasse"
    )
}

/// Capitalised words that no address goes on with.
pub(super) fn foreign(low: &str) -> bool {
    const WORDS: &str = "tel telephone phone fax email e mail attn attention if you we our please this or and for by \
        toll call contact website web in to privacy policy last effective updated copyright all any these your when \
        what how data act code days years months vat company registered registration information users as it customer \
        hours online";
    WORDS.split_ascii_whitespace().any(|w| w == low)
}

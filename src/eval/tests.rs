//! Every row of the rule language, end to end: a rule, a text, the verdict and the places.

use super::{PackChoice, Settings, Status, Verdict, audit};
use crate::document::{self, Format};
use crate::rule::{Input, Profile, compile};
use crate::source::{Source, Sources};
use jiff::civil::date;

const LEXICONS: [(&str, &str); 5] = [
    (
        "data-type.yaml",
        "title: Data\nentries:\n  personal-data:\n    terms: [\"personal (data | information)\"]\n    entries:\n      contact-data:\n        terms: [\"contact (data | details)\"]\n        entries:\n          email-address:\n            terms: [\"e mail [address]\", \"email address\"]\n          phone-number:\n            terms: [\"phone number\"]\n      location:\n        terms: [\"location\", \"geolocation\"]\n",
    ),
    (
        "body.yaml",
        "title: Bodies\nentries:\n  acme-arbiter:\n    terms: [\"Acme Arbiter\"]\n    hosts: [arbiter.example]\n    site: https://arbiter.example\n  beta-board:\n    terms: [\"Beta Board\"]\n    site: https://beta.example\n",
    ),
    (
        "actor.yaml",
        "title: Actors\nentries:\n  publisher:\n    terms: [\"we\", \"us\", \"our\"]\n  user:\n    terms: [\"you\", \"users\"]\n  customer:\n    terms: [\"our customer\"]\n  third-party:\n    terms: [\"[our] (partner | vendor)\", \"third parties\"]\n  authority:\n    terms: [\"the court\"]\n",
    ),
    ("linked-document.yaml", "title: Documents\nentries:\n  other:\n    terms: [\"privacy notice\"]\n"),
    ("audience.yaml", "title: Audience\nentries:\n  eu:\n    entries:\n      de:\n  us:\n    entries:\n      us-ca:\n"),
];

/// Judges `text` by one rule with these parts, on 2026-11-22.
fn judge_with(items: &str, parts: &str, text: &str, profile: &Profile) -> Verdict {
    judge_pack("pack t", items, parts, text, profile)
}

fn judge_pack(pack: &str, items: &str, parts: &str, text: &str, profile: &Profile) -> Verdict {
    let mut sources = Sources::default();
    let lexicons = LEXICONS.iter().map(|(name, text)| sources.add(Source::new(*name, *text))).collect();
    let rule = format!("{pack}\n\n{items}\n\nrule r {{\n    title \"T\"\n    {parts}\n}}\n");
    let rules = vec![sources.add(Source::new("t.clause", rule.clone()))];
    let (set, problems) = compile(&sources, &Input { rules, lexicons, ..Input::default() });
    let errors: Vec<_> = problems.iter().filter(|p| p.severity == crate::diagnostic::Severity::Error).collect();
    assert!(errors.is_empty(), "{rule}\n{errors:#?}");
    let source = Source::new("policy.md", text);
    let document = document::read(text, Format::Markdown);
    let settings = Settings { as_of: date(2026, 11, 22), packs: PackChoice::All, given: false };
    audit(&set, &source, &document, profile, &settings).verdicts.remove(0)
}

fn judge(parts: &str, text: &str) -> Verdict {
    judge_with("", parts, text, &Profile::default())
}

/// The places of a verdict, as quoted text.
fn quoted(verdict: &Verdict, text: &str) -> Vec<String> {
    verdict.evidence.iter().map(|p| text[p.span.range()].to_owned()).collect()
}

fn satisfied(parts: &str, text: &str, places: &[&str]) {
    let verdict = judge(parts, text);
    assert_eq!(verdict.status, Status::Satisfied, "{parts}\n{text}\n{verdict:#?}");
    assert_eq!(quoted(&verdict, text), places, "{parts}\n{text}");
}

fn violated(parts: &str, text: &str, places: &[&str]) {
    let verdict = judge(parts, text);
    assert_eq!(verdict.status, Status::Violated, "{parts}\n{text}\n{verdict:#?}");
    assert_eq!(quoted(&verdict, text), places, "{parts}\n{text}");
}

fn missing(parts: &str, text: &str) -> Verdict {
    let verdict = judge(parts, text);
    assert_eq!(verdict.status, Status::Missing, "{parts}\n{text}\n{verdict:#?}");
    verdict
}

#[test]
fn phrases_match_inflections_over_markup_and_line_breaks() {
    satisfied(
        "must state \"share personal data\"",
        "We never **shared personal**\ndata.",
        &["shared personal**\ndata"],
    );
    satisfied("must state \"third party\"", "A third-party tool.", &["third-party"]);
    satisfied("must state \"do not sell\"", "We don’t sell it.", &["don’t sell"]);
    missing("must state \"=share\"", "It was shared.");
}

#[test]
fn alternatives_options_and_gaps() {
    satisfied("must state \"(keep | store) [all] data\"", "We keep all data.", &["keep all data"]);
    satisfied("must state \"keep ... days\"", "We keep logs for thirty days.", &["keep logs for thirty days"]);
    missing("must state \"keep ... days\"", "We keep the logs of all of our many servers for thirty days.");
    missing("must state \"keep ... days\"", "We keep logs. It takes days.");
}

#[test]
fn case_of_a_phrase() {
    missing("must state \"May\"", "We may do so.");
    satisfied("must state \"US\"", "In the U.S. and elsewhere.", &["U.S."]);
    missing("must state \"US\"", "Contact us.");
}

#[test]
fn headings_questions_and_navigation_are_no_evidence() {
    missing("must state \"retention\"", "# Retention\n\nNothing.");
    missing("must state \"sell\"", "Do we sell data?");
    satisfied("must state \"retention\" in heading", "# Retention\n\nNothing.", &["Retention"]);
}

#[test]
fn places_section_list_opening() {
    let text = "# Contact\n\nme@example.com\n\n# Other\n\nyou@example.com\n";
    satisfied("must state {email} in section titled \"contact\"", text, &["me@example.com"]);
    satisfied("must state \"apples\" in list", "Apples.\n\nWe sell:\n\n- apples\n- pears\n", &["apples"]);
    let far = format!("{}\n\nPrivacy matters.", "word ".repeat(120));
    missing("must state \"privacy\" in opening", &far);
}

#[test]
fn a_table_head_introduces_each_row() {
    let table = "| Data | Sold to |\n|---|---|\n| Names | Brokers |\n| Addresses | Nobody |\n";
    satisfied("must state \"addresses\" and \"sold\"", table, &["Sold", "Addresses"]);
    missing("must state \"addresses\" and \"names\"", table);
    satisfied("must state \"names\" and \"brokers\" within item", table, &["Names", "Brokers"]);
    satisfied("must state \"addresses\" and \"names\" within paragraph", table, &["Names", "Addresses"]);
    let two = format!("{table}\n| Data | Kept for |\n|---|---|\n| Pictures | a year |\n");
    missing("must state \"pictures\" and \"sold\"", &two);
}

#[test]
fn and_takes_the_nearest_in_the_sentence() {
    satisfied("must state \"share\" and \"partners\"", "We share data with partners.", &["share data with partners"]);
    missing("must state \"share\" and \"partners\"", "We share data. Our partners are many.");
    satisfied(
        "must state \"share\" and \"partners\" within 2 sentences",
        "We share data. Our partners are many.",
        &["share", "partners"],
    );
    missing("must state \"partners\" then \"share\"", "We share data with partners.");
    satisfied("must state \"share\" and maybe \"advertisers\"", "We share data.", &["share"]);
}

#[test]
fn windows() {
    missing("must state \"share\" and \"sell\" within clause", "We share data, but we sell shoes.");
    satisfied(
        "must state \"share\" and \"sell\" within sentence",
        "We share data, but we sell shoes.",
        &["share data, but we sell"],
    );
    let apart = "An apple is here. A pear and a plum.";
    missing("must state (\"apple\" and \"pear\") and \"plum\" within 2 sentences", apart);
    satisfied(
        "must state \"apple\" and \"pear\" and \"plum\" within 2 sentences",
        apart,
        &["apple", "pear and a plum"],
    );
    missing("must state \"share\" and \"sell\" within 2 words", "We share all of your data or sell it.");
    satisfied("must state \"share\" and \"data\" within 2 words", "We share all of data.", &["share all of data"]);
    let list = "We keep:\n\n- names, forever\n- addresses\n";
    missing("must state \"addresses\" and \"forever\" within item", list);
    satisfied("must state \"names\" and \"forever\" within item", list, &["names, forever"]);
    satisfied("must state \"addresses\" and \"forever\" within paragraph", list, &["forever", "addresses"]);
    let sections = "# A\n\nWe share.\n\nAll of it.\n\n# B\n\nWith partners.\n";
    missing("must state \"share\" and \"partners\" within section", sections);
    satisfied("must state \"share\" and \"partners\" within document", sections, &["share", "partners"]);
}

#[test]
fn a_lead_in_is_at_distance_zero_of_its_items() {
    let text = "We share data with:\n\n- advertisers\n- banks\n";
    satisfied("must state \"banks\" and \"share\"", text, &["share", "banks"]);
    satisfied("must state \"share\" and \"banks\"", text, &["share", "banks"]);
}

#[test]
fn an_item_is_taken_by_the_lead_in_of_its_list() {
    let rule = "must state \"erase\" in list led by (\"right\" or \"entitled\")";
    let rights = "You have the right to:\n\n- see data;\n- erase data.\n";
    satisfied(rule, rights, &["erase"]);
    satisfied(rule, &rights.replace("the right to", "some rights. You are entitled to"), &["erase"]);
    satisfied(rule, "You have the right to:\n\n- act:\n  - see data;\n  - erase data.\n", &["erase"]);
    missing(rule, &rights.replace("You have the right to", "You may not"));
    missing(rule, "You have the right to erase data.");
}

#[test]
fn but_not_looks_at_the_clause() {
    missing("must state \"retain\" but not \"right\"", "We retain the right to refuse.");
    satisfied(
        "must state \"retain\" but not \"right\"",
        "We retain data, but you have the right to object.",
        &["retain"],
    );
}

#[test]
fn or_where_and_almost() {
    let rule =
        "must state (\"under {age}\" or \"{age} or older\") where age in 5..21\n    almost \"the age given is {age}\"";
    satisfied(rule, "Not for children under 13.", &["under 13"]);
    let verdict = missing(rule, "You must be 65 or older.");
    assert_eq!(verdict.closest.unwrap().lacks, "the age given is 65");
}

#[test]
fn dates_are_compared_with_the_day_of_the_law() {
    let rule = "must state \"updated {date}\" where date in 12 months before today..today";
    satisfied(rule, "Last updated March 3, 2026.", &["updated March 3, 2026"]);
    missing(rule, "Last updated March 3, 2016.");
    missing(rule, "Last updated March 3, 2027.");
}

#[test]
fn constraints_on_entries() {
    satisfied(
        "must state \"collect {data-type}\" where data-type in contact-data",
        "We collect phone numbers.",
        &["collect phone numbers"],
    );
    missing("must state \"collect {data-type}\" where data-type in contact-data", "We collect location.");
    satisfied(
        "must state \"collect {data-type}\" where data-type not in contact-data",
        "We collect location.",
        &["collect location"],
    );
}

#[test]
fn quantities() {
    satisfied(
        "must state at least 2 distinct data-type of {data-type}",
        "We collect your location and email.",
        &["location and email"],
    );
    missing("must state at least 2 distinct data-type of {data-type}", "We collect location and geolocation.");
    satisfied("must state all of { \"access\", \"erase\" }", "You may access or erase it.", &["access or erase"]);
    missing("must state all of { \"access\", \"erase\" }", "You may access it.");
    satisfied(
        "must state at least 2 of { \"access\", \"erase\", \"move\" }",
        "You may access or move it.",
        &["access or move"],
    );
    let list = "You may:\n\n- access it\n- move it\n";
    satisfied("must state at least 2 of { \"access\", \"erase\", \"move\" }", list, &["access", "move"]);
}

#[test]
fn actors() {
    satisfied("must state \"share\" by publisher", "We share data.", &["share"]);
    missing("must state \"share\" by publisher", "Our partners share data.");
    missing("must state \"share\" by publisher", "You may share data with us.");
    satisfied("must state \"share\" by third-party", "Data is shared by our partners.", &["shared"]);
    satisfied("must state \"decide\" by customer", "Our customers decide.", &["decide"]);
    satisfied("must state \"order\" by authority", "The court may order it.", &["order"]);
    satisfied("must state \"share\" by user", "When you share a photo, we keep it.", &["share"]);
    satisfied(
        "must state \"collect\" by publisher",
        "Mixit (“Mixit”, “we”, “us”) is a shop. Mixit collects data.",
        &["collects"],
    );
}

#[test]
fn polarity() {
    satisfied("must affirm \"share\"", "We share data, but do not sell it.", &["share"]);
    violated("must affirm \"sell\"", "We share data, but do not sell it.", &["sell"]);
    missing("must affirm \"sell\"", "We share data.");
    satisfied("must deny \"sell\"", "We share data, but do not sell it.", &["sell"]);
    satisfied("must deny \"rent\"", "We neither rent nor sell it.", &["rent"]);
    satisfied("must deny \"sell\"", "No data is sold.", &["sold"]);
    satisfied("must affirm \"contact\"", "Do not hesitate to contact us.", &["contact"]);
    let denied = "We do not:\n\n- sell data\n- rent data\n";
    satisfied("must deny \"rent\"", denied, &["rent"]);
    let turned = "We do not share data, other than:\n\n- with banks\n";
    satisfied("must affirm \"banks\"", turned, &["banks"]);
}

#[test]
fn the_contrary_of_what_is_missing_violates() {
    let parts = "must state \"new clauses\"\n    contrary \"(old clauses | safe harbor)\"";
    satisfied(parts, "We use old clauses and new clauses.", &["new clauses"]);
    violated(parts, "We use old clauses, and the safe harbor.", &["old clauses", "safe harbor"]);
    missing(parts, "We use clauses.");
}

#[test]
fn forbidden_statements_show_every_place() {
    let text = "We rely on the Shield. The Shield protects you.";
    violated("must not affirm \"Shield\"", text, &["Shield", "Shield"]);
    let verdict = judge("must not affirm \"Shield\"", "We do not rely on the Shield.");
    assert_eq!(verdict.status, Status::Satisfied);
}

#[test]
fn names_and_links() {
    satisfied(
        "must name {body} and \"complaint\"",
        "Send complaints to Acme Arbiter.",
        &["complaints to Acme Arbiter"],
    );
    let linked = "Send complaints [here](https://www.arbiter.example/form).";
    assert_eq!(judge("must name \"complaint\" and {body}", linked).status, Status::Satisfied);
    satisfied("must link \"complaint\"", "See our [complaint form](https://example.com/c).", &["complaint"]);
    missing("must link \"complaint\"", "Send a complaint to us.");
}

#[test]
fn agreement() {
    let rule = "must agree on polarity of (\"share\" by publisher and {data-type}) per data-type";
    violated(
        rule,
        "We never share personal data. We share email addresses.",
        &["share personal data", "share email addresses"],
    );
    assert_eq!(judge(rule, "We share personal data. We never share location.").status, Status::Satisfied);
    assert_eq!(
        judge(rule, "Except as said below, we never share personal data. We share location.").status,
        Status::Satisfied
    );
    let told = |text| judge(rule, text).causes.len();
    // An exception takes out what it names, an open one all.
    assert_eq!(told("We never share personal data other than your location. We share location."), 0);
    assert_eq!(told("We never share personal data other than your location. We share email addresses."), 1);
    assert_eq!(told("We do not share location unless you agree. We share location."), 0);
    assert_eq!(told("We do not share location. However, we share location with the coast guard."), 0);
    // “Only” stands against all else, where nothing else is restricted by it.
    assert_eq!(told("We only share your location. We share email addresses."), 1);
    assert_eq!(told("We only share your location. We share your location."), 0);
    assert_eq!(told("We only share your location to find you. We share email addresses."), 0);
    // One finding a denial, with each place that affirms.
    let places = judge(rule, "We never share location. We share location. Bread. We share location.").causes;
    assert_eq!(places.iter().map(Vec::len).collect::<Vec<_>>(), [3]);
    let ages = "must agree on age of \"under {age}\" per age";
    assert_eq!(judge(ages, "No one under 13. No child under 13.").status, Status::Satisfied);
}

#[test]
fn agreement_on_a_topic() {
    let rule = "must agree on duration of (\"keep\" and {duration}) per topic";
    violated(
        rule,
        "We keep letters from guests for two years. Bread is good. We keep the letters of our guests for a month.",
        &["keep letters from guests for two years", "keep the letters of our guests for a month"],
    );
    for agreed in [
        "We keep letters for two years. We keep invoices for ten years.",
        "We keep letters for a year. We keep letters for twelve months.",
        "We keep letters for ten business days. We keep letters for two weeks.",
    ] {
        assert_eq!(judge(rule, agreed).status, Status::Satisfied, "{agreed}");
    }
    let dates = "must agree on date of \"updated ... {date}\"";
    assert_eq!(judge(dates, "Updated in May 2026. Updated on 3 May 2026.").status, Status::Satisfied);
    violated(
        dates,
        "Updated on 3 May 2026. We bake. Updated on 4 May 2026. Updated on 3 May 2026.",
        &["Updated on 3 May 2026", "Updated on 4 May 2026"],
    );
}

#[test]
fn for_each_value() {
    let rule =
        "should state (\"keep\" and {data-type} and {duration}) for each data-type of (\"collect\" and {data-type})";
    let text = "We collect email addresses. We collect location. We keep email addresses for two years.";
    let verdict = missing(rule, text);
    assert_eq!(&text[verdict.closest.unwrap().span.range()], "collect location");
    satisfied(rule, "We collect location. We keep personal data for two years.", &["keep personal data for two years"]);
    missing(rule, "We collect something.");
}

#[test]
fn anything_is_every_sentence_of_a_place() {
    let under = "must state anything in section titled \"purpose\"";
    satisfied(under, "## Purpose of use\n\nHosting. We sell.\n\n## Rights\n\nAsk us.", &["Hosting", "We sell"]);
    missing(under, "## Purpose of use\n\n## Rights\n\nAsk us.");
    missing(under, "## Purpose\n\nWhy do we ask?");
    satisfied("must state anything in heading", "## Purpose\n\nHosting.", &["Purpose"]);
}

#[test]
fn the_heads_of_a_cell_introduce_it() {
    let rule = "must state anything in list led by \"purpose\"";
    let table = "| Data | Purpose |\n|---|---|\n| Name | printing |\n| Phone | alerts |\n";
    satisfied(rule, table, &["printing", "alerts"]);
    missing(rule, "| Data | Keeping |\n|---|---|\n| Name | a purpose |\n");
}

#[test]
fn keep_and_exactly() {
    violated("should keep words of sentence <= 4", "Short one. This one is not short.", &["This one is not short"]);
    satisfied(
        "must state exactly \"NOTICE: We may sell.\"",
        "**NOTICE:** We  may\nsell.",
        &["NOTICE:** We  may\nsell"],
    );
    missing("must state exactly \"NOTICE: We may sell.\"", "NOTICE: We sell.");
}

#[test]
fn conditions_are_three_valued() {
    let mut profile = Profile::default();
    let parts = "must state \"x\"\n    when fact sells or audience includes eu";
    let unknown = judge_with("", parts, "Nothing.", &profile);
    assert_eq!(unknown.status, Status::NotApplicable);
    assert!(unknown.reason.contains("fact sells"), "{}", unknown.reason);
    profile.audience = Some(["de".to_owned()].into());
    assert_eq!(judge_with("", parts, "Nothing.", &profile).status, Status::Missing);
    profile.audience = Some(["us-ca".to_owned()].into());
    profile.facts.insert("sells".to_owned(), false);
    assert_eq!(judge_with("", parts, "Nothing.", &profile).status, Status::NotApplicable);
    let said = judge_with(
        "infer fact sells from \"sell\"",
        "must state \"x\"\n    when fact sells",
        "We sell data.",
        &Profile::default(),
    );
    assert_eq!(said.status, Status::Missing);
    assert_eq!(said.applies.as_deref(), Some("line 1 shows sells"));
    let stated = judge(
        "must state \"x\"\n    when policy denies \"sell\" and not policy states \"rent\"",
        "We do not sell data.",
    );
    assert_eq!(stated.status, Status::Missing);
}

#[test]
fn a_pack_is_read_for_each_claimed_value() {
    let pack = "pack t {\n    for each body of claim\n}";
    let items = "define claim = \"rely on {body}\"";
    let parts = "must state \"{body} rules\"\n    message \"no rules of {body.site}\"";
    let judge = |text: &str| judge_pack(pack, items, parts, text, &Profile::default());
    assert_eq!(judge("Nothing.").status, Status::NotApplicable);
    assert_eq!(judge("We do not rely on Acme Arbiter.").status, Status::NotApplicable);
    assert_eq!(judge("We rely on Acme Arbiter and follow the Acme Arbiter rules.").status, Status::Satisfied);
    let one = judge("We rely on Beta Board. The Acme Arbiter rules are good.");
    assert_eq!(one.status, Status::Missing, "the rules are those of another body");
    let both = judge("We rely on Acme Arbiter. We rely on Beta Board. The Acme Arbiter rules are good.");
    assert_eq!(both.status, Status::Missing);
    assert!(both.terms.contains(&("body.site".to_owned(), "https://beta.example".to_owned())), "{:?}", both.terms);
}

#[test]
fn days_in_force_and_severity() {
    assert_eq!(judge("must state \"x\"\n    since 2027-01-01", "Nothing.").status, Status::NotApplicable);
    assert_eq!(judge("must state \"x\"\n    until 2026-11-22", "Nothing.").status, Status::NotApplicable);
    let verdict = judge("should state \"x\"\n    severity error from 2026-01-01", "Nothing.");
    assert_eq!(verdict.severity, crate::diagnostic::Severity::Error);
}

#[test]
fn a_missing_statement_has_a_place() {
    let closest = "must state \"keep\" and {duration}\n    closest \"retention\"";
    let text = "# Retention\n\nWe value you.";
    let verdict = missing(closest, text);
    assert_eq!(&text[verdict.closest.unwrap().span.range()], "Retention");
    let text = "# Policy\n\nWe keep data.";
    let verdict = missing("must state \"keep\" and {duration}", text);
    let place = verdict.closest.unwrap();
    assert_eq!(&text[place.span.range()], "keep");
    assert_eq!(place.lacks, "no duration");
    let text = "# Policy\n\nHello.";
    assert_eq!(&text[missing(closest, text).closest.unwrap().span.range()], "Policy");
}

#[test]
fn a_linked_document_turns_missing_into_a_question() {
    let rule = "must state \"keep\" and {duration}\n    closest \"keep\"";
    let text = "# Keeping\n\nHow long we keep it: see our [Privacy Notice](https://example.com/eu).";
    let verdict = missing(rule, text);
    assert_eq!(&text[verdict.elsewhere.unwrap().span.range()], "Privacy Notice");
    assert_eq!(missing(rule, "We keep it. See our privacy notice.").elsewhere, None);
}

#[test]
fn values_are_those_of_all_evidence_each_once() {
    let stated = |parts: &str, text: &str| {
        let verdict = judge(parts, text);
        assert_eq!(verdict.status, Status::Satisfied, "{text}");
        let shown = |v: &super::Stated| format!("{} {} {}", v.name, v.value, &text[v.span.range()]);
        verdict.values.iter().map(shown).collect::<Vec<_>>()
    };
    let shares = "must state \"share\" and {body}";
    let both =
        "We share it with Beta Board and Acme Arbiter.\n\nWe share more with Beta Board.\n\nAcme Arbiter sleeps.";
    assert_eq!(stated(shares, both), ["body Beta Board Beta Board", "body Acme Arbiter Acme Arbiter"]);
    let list = "We share it with:\n\n- Beta Board\n- Acme Arbiter\n";
    assert_eq!(stated(shares, list).len(), 2, "a list is one statement with its lead-in");
    let dated = "must state \"effective\" and {date}";
    assert_eq!(stated(dated, "Effective 1 March 2025.\n\nEffective 2025-03-01."), ["date 2025-03-01 1 March 2025"]);
    assert_eq!(stated("must state \"share\"", both), Vec::<String>::new(), "what a rule does not capture is no value");
}

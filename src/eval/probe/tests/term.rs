//! Defined terms.

use super::{clean, found, planted};

#[test]
fn terms_without_a_definition_are_found() {
    planted(
        "undefined-term",
        &[
            (
                "We run a shop (the “Service”). In it we sell bread and our Oven Notes. Each of the Oven Notes is short.",
                &["Oven Notes", "Oven Notes"],
            ),
            (
                "“Guest Data” means what guests tell us. We keep Guest Data. We sell Guest Information to nobody.",
                &["Guest Information"],
            ),
            (
                "Our shop (the “Shop”) has rules. The Shop is open. We serve you through the Platform, and the Platform is ours.",
                &["Platform", "Platform"],
            ),
            (
                "If you order cakes, one of our Village Bakers bakes them. Village Bakers learn nothing about you.",
                &["Village Bakers", "Village Bakers"],
            ),
        ],
    );
}

#[test]
fn names_titles_and_known_terms_are_no_undefined_terms() {
    clean(
        "undefined-term",
        &[
            "We run a shop (the “Service”). The Service follows the Federal Trade Commission and the Federal Trade Commission Act.",
            "We run a shop (the “Service”). The Privacy Policy and the Cookie Policy go with the Service and the Terms of Use.",
            "We keep your Usage Data. The Usage Data stays with us.",
            "## Usage Data\n\nIt is small.\n\nWe run a shop (the “Service”). The Usage Data and the Usage Data of the Service.",
            "We run a shop (the “Service”). The Service takes [Guest Cards](https://a.example.com) and [Guest Cards](https://b.example.com).",
            "**Guest Data** means what guests tell us. We keep Guest Data, a Guest’s Data, and **Guest Datum**.",
            "We run a shop (the “Service”). The Service knows Usage Data (what you do here). Usage Data is kept.",
            "We run a shop (the “Service”). Capitalised terms not defined here have the meaning given in our Terms of Sale. The Service knows Usage Data and Usage Data.",
            "We run a shop (the “Service”). We share the usage data, some usage data and the Usage Data, and no Usage Data, of the Service.",
        ],
    );
}

#[test]
fn terms_that_are_defined_twice_are_found() {
    planted(
        "repeated-definition",
        &[
            ("We bake (the \"Works\"). Our ovens and shops are collectively the “Works”.", &["Works", "Works"]),
            ("“Order” means a purchase. By an ‘Order” we mean a letter, too.", &["Order", "Order"]),
            ("- **Baker** means a person.\n\nWe pay the Baker, that is, the owner of an oven.", &["Baker", "Baker"]),
            ("Harbour Bakery Ltd (“we”) bakes.\n\nLantern Lamps GmbH (“we”) makes lamps.", &["we", "we"]),
            ("We bake (**the Works**). The Works are hot. We call the shop “the Works”.", &["Works", "the Works"]),
        ],
    );
    clean(
        "repeated-definition",
        &[
            "We run shops (each a “Site” and together the “Sites“).",
            "Harbour Bakery Ltd (“Harbour”, “we”, “us”) bakes. In this text, “we” are Harbour Bakery Ltd.",
            "“Order” means a purchase. “Order” as defined in the law on commerce means a letter.",
            "Write to us as told below (“Contact us”). Or call, as told above (“Contact us”).",
            "We bake (“Harbour”). The “Harbour” card is ours.",
        ],
    );
}

#[test]
fn unused_and_late_terms_are_found() {
    planted(
        "unused-term",
        &[
            ("We run ovens (hereinafter referred to as the “Works”). We bake.", &["Works"]),
            ("| Word | Meaning |\n|---|---|\n| “Oven Club” | The friends of our ovens |", &["Oven Club"]),
        ],
    );
    clean(
        "unused-term",
        &[
            "We run ovens (each a “Work”). The works are hot.",
            "Harbour Bakery Ltd (“Harbour”, “we”) bakes. We sell.",
            "We sell at the Barnes & Noble shop (“Barnes & Noble”). Barnes & Noble is near.",
        ],
    );
    planted(
        "late-definition",
        &[(
            "You can visit the Works.\n\nWe bake. They are hot.\n\nOur ovens and shops are called the “Works”.",
            &["Works", "Works"],
        )],
    );
    clean(
        "late-definition",
        &[
            "You can visit the Works (defined below).\n\nWe bake. Hot.\n\nOur ovens are called the “Works”.",
            "You can visit the Works. Our ovens are called the “Works”.",
            "You can visit the Works.\n\nHot.\n\n# Definitions\n\n“Works” means our ovens.",
        ],
    );
}

#[test]
fn many_definitions_take_little_time() {
    let text = "We run a shop (the “Service”). The Oven Report and the Oven Report are (“Data”) here. ".repeat(1_500);
    for probe in ["undefined-term", "repeated-definition", "unused-term", "late-definition"] {
        let start = std::time::Instant::now();
        let _ = found(probe, &text);
        assert!(start.elapsed().as_secs() < 20, "{probe} is not linear");
    }
}

//! Leftovers of templates.

use super::{clean, planted};

#[test]
fn placeholders_are_found() {
    planted(
        "placeholder",
        &[
            ("This policy is published by [COMPANY NAME] of Dover.", &["[COMPANY NAME]"]),
            (
                "# Privacy at {{company}}\n\nWe bake bread, and {{company}} keeps your orders.",
                &["{{company}}", "{{company}}"],
            ),
            ("In force since <insert date>, and until further notice.", &["<insert date>"]),
            (concat!("Write to our officer. TO", "DO: add the address of the officer."), &[concat!("TO", "DO")]),
            ("<<HOST: ask Ann who it is>> runs our shop.", &["<<HOST: ask Ann who it is>>"]),
            ("We bake at night [Comment AB2: is this so?].", &["[Comment AB2: is this so?]"]),
            ("The invoices of Sample Company Ltd go out in May.", &["Sample Company Ltd"]),
            ("Lorem ipsum is what the baker would say.", &["Lorem ipsum"]),
            (concat!("Last updated: XX/XX/XX", "XX"), &[concat!("XX/XX/XX", "XX")]),
            ("We keep invoices for [●] years, as the law asks.", &["[●]"]),
            ("- We keep orders for XX months\n- We keep invoices for ten years", &["XX months"]),
            ("Our seat is in [city], and our courts are those of Kent.", &["[city]"]),
            ("The controller is _______, whose seat is in Dover.", &["_______"]),
            ("You find the terms at www.yourcompany.com at any time.", &["www.yourcompany.com"]),
            ("See chapter Error! Reference source not found. for the details.", &["Error! Reference source not found"]),
            ("We share data with carriers {++and banks++} only.", &["{++and banks++}"]),
            (
                "[Drafting note: name the hosts here.] Our hosts are in Dover.",
                &["[Drafting note: name the hosts here.]"],
            ),
            ("Our app is a [free/freemium/paid] service.", &["[free/freemium/paid]"]),
            ("Contact <your company> for more.", &["<your company>"]),
            ("Orders are kept by ${shop_name} for a year.", &["${shop_name}"]),
            ("| What | How long |\n|---|---|\n| orders | [insert period] |", &["[insert period]"]),
            ("We sell no data (delete if not applicable).", &["delete if not applicable"]),
            ("Harbour (insert legal form) is the controller.", &["(insert legal form)"]),
        ],
    );
}

#[test]
fn brackets_of_other_kinds_are_no_placeholders() {
    clean(
        "placeholder",
        &[
            "In a letter of ours, a field such as {{name}} stands for what you fill in.",
            "The law on bread says so.[1] See also [2] and the note[^a].\n\n[^a]: A note.",
            "Read our [terms](https://harbour.example.com/terms) and [Company](https://harbour.example.com).",
            "Write to [email protected] or to privacy [at] harbour [dot] example.",
            "Insert your card and enter the date of birth (DD/MM/YYYY).",
            "Write to test@example.com, for instance.",
            "The court held that “the[ir] data [is] theirs”.",
            "<a name=\"address\"></a>Our address:<br>\n<address>Quay 1, Dover</address>",
            concat!("The Super Bowl X", "XX was played long ago; Louis XVI was king."),
            "You tell us your name, company name and e-mail address (optional).",
            "Type your address, for example https://www.yourcompany.com, into the field.",
            "- [ ] I agree\n- [x] I refuse",
            "We get your data from Facebook [Facebook, Inc.] and [privacy policy].",
            "COMPANY NAME: Harbour Ltd",
            "The data (your name, your address) are kept.",
            "We put the setting <high> before the setting <low>.",
            "Our logs name a shop as `[shop name]`, and its link as `{{ shop.url }}`.",
        ],
    );
}

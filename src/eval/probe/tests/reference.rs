//! References to places of the same document.

use super::{clean, planted};

#[test]
fn dangling_references_are_found() {
    planted(
        "dangling-reference",
        &[
            (
                "# Sharing\n\nSee the “Disclosure to Bakers” section below.\n\n# Keeping\n\nLong.",
                &["the “Disclosure to Bakers” section below"],
            ),
            (
                "# Who we are\n\nBakers.\n\n# Rights\n\nSee the Who We Are section below.",
                &["the Who We Are section below"],
            ),
            ("We speak of Terms (“Terms”).\n\nYou accept the Terms (as defined below).", &["Terms (as defined below)"]),
            (
                "You use the Services (defined above).\n\n“Services” means our shop and our app.",
                &["Services (defined above)"],
            ),
            ("# 1. Who\n\nA.\n\n# 2. What\n\nSee Section 7 below.\n\n# 3. Why\n\nB.", &["Section 7 below"]),
            (
                "# Cookies\n\nBakers.\n\nIt is told in the section entitled “Our Hosts”.",
                &["section entitled “Our Hosts”"],
            ),
            (
                "# Rights\n\nAsk. For cookies, see the section titled \"Tracking on the Quay\" above.",
                &["section titled \"Tracking on the Quay\" above"],
            ),
            (
                "# Rights\n\nAsk us.\n\n# Hosts\n\nThe “Rights” section below tells how.",
                &["The “Rights” section below"],
            ),
            (
                "# One\n\nWe name them in the Hosts And Carriers section above.",
                &["the Hosts And Carriers section above"],
            ),
            ("# 1. A\n\nText.\n\n# 2. B\n\nText (Section 9).\n\n# 3. C\n\nText.", &["Section 9"]),
            ("# 1. A\n\n1.1 A.\n\n1.2 B.\n\n# 2. B\n\nSee Section 1.4.\n\n# 3. C\n\nC.", &["Section 1.4"]),
            ("# 1. A\n\nSee section 2 above.\n\n# 2. B\n\nB.\n\n# 3. C\n\nC.", &["section 2 above"]),
            ("We bake.[^2]\n\n[^1]: We do.", &["[^2]"]),
            ("As note 4 at the foot of the page says, we bake.", &["note 4 at the foot"]),
            ("# Part A: Us\n\nBakers.\n\n# Part B: You\n\nIt is told in Part D.", &["Part D"]),
            ("Our hosts are listed in Annex C.", &["Annex C"]),
            ("| a | b |\n|---|---|\n| c | d |\n\nThe table below tells more.", &["The table below"]),
            (
                "We call the shop “the Bakery”. The Bakery (as defined below) is open.",
                &["The Bakery (as defined below)"],
            ),
            (
                "# Contact\n\nSee the “Your Choices” section of this policy. All is explained in the “Your Choices” section.",
                &["the “Your Choices” section", "the “Your Choices” section"],
            ),
        ],
    );
}

#[test]
fn references_that_lead_somewhere_are_left_alone() {
    clean(
        "dangling-reference",
        &[
            "# Rights\n\nSee the “How to Reach Us” section below.\n\n# 4. How to reach us\n\nWrite.",
            "See Section 4 (“Privacy”) of the Terms of Use and Sections 13.4 through 13.6 of the Terms.",
            "# 1. A\n\nCal. Civ. Code Section 17 and Section 5 of the FTC Act.\n\n# 2. B\n\nB.\n\n# 3. C\n\nC.",
            "Change it in the “Privacy” section of your account, or the “Settings” section in the app.",
            "# 1. A\n\nSee Section 2.4.\n\n# 2. B\n\nB.\n\n# 3. C\n\nSee Section 1 above.",
            "You use the Services (as defined below).\n\nOur shop (the “Services”) is open.",
            "See the EU Residents section below.\n\n**EU Residents:** you may complain.",
            "See our Cookie Policy.",
            "# 1. A\n\n1.1 A.\n\n1.2 B.\n\n# 2. B\n\nSee Section 1.2 and section 1 above.\n\n# 3. C\n\nC.",
            "We bake.[^1]\n\n[^1]: We do.",
            "As note 1 below says, we bake.\n\n1 We do.",
            "# Part A: Us\n\nBakers.\n\n# Part B: You\n\nIt is told in Part A.",
            "Hosts are listed in Annex II of the Standard Contractual Clauses.\n\nWe keep to Annex I to the Decision.",
            "The table below tells more.\n\n| a | b |\n|---|---|\n| c | d |",
            "Use the link below.",
        ],
    );
}

//! Numbers, names and dates that cannot be right, and garbled text.

use super::{clean, planted};

#[test]
fn numbers_in_words_and_figures() {
    planted(
        "number-mismatch",
        &[
            ("We answer within forty-five (54) days.", &["forty-five (54)"]),
            ("We keep letters for 12 (two) months.", &["12 (two)"]),
        ],
    );
    clean(
        "number-mismatch",
        &["Within thirty (30) days.", "See section 3 (4).", "We have two (see 3) shops.", "One shop (3 bakers)."],
    );
}

#[test]
fn names_in_two_ways() {
    planted(
        "name-variant",
        &[
            (
                "Harbour Bakery Ltd bakes.\n\nBread.\n\nCakes.\n\nRolls.\n\nWrite to Harbour Bakery PLC in Dover.",
                &["Harbour Bakery Ltd", "Harbour Bakery PLC"],
            ),
            (
                "Lantern Audio GmbH makes lamps. Lantern Audio GmbH ships them.\n\nLantren Audio GmbH is glad.",
                &["Lantren", "Lantern"],
            ),
            ("MixTure Foods Ltd bakes. MixTure Foods Ltd sells.\n\nMixTUre is glad.", &["MixTUre", "MixTure"]),
        ],
    );
    clean(
        "name-variant",
        &[
            "Harbour Bakery Limited bakes.\n\nA.\n\nB.\n\nC.\n\nHarbour Bakery Ltd sells.",
            "Harbour Bakery Ltd bakes.\n\nA.\n\nB.\n\nC.\n\nHarbour Bakery GmbH sells.",
            "Harbour Bakery Ltd bakes.\n\nA.\n\nB.\n\nC.\n\nOur affiliate Harbour Bakery PLC sells.",
            "Harbour Bakery Ltd bakes. HARBOUR BAKERY LTD sells. Harbours are near; the Harbour’s ships, too.",
        ],
    );
}

#[test]
fn days_that_the_calendar_does_not_have() {
    planted(
        "impossible-date",
        &[
            ("We close on 31 April each year.", &["31 April"]),
            ("We close on the 30th of February.", &["30th of February"]),
            ("Approved on February 29, 2025 by all.", &["February 29, 2025"]),
            ("Changed on 2026-13-01 by us.", &["2026-13-01"]),
            ("Changed on 31/06/2026 by us.", &["31/06/2026"]),
            ("In force since Monday, 22 September 2026 for all.", &["Monday, 22 September 2026"]),
        ],
    );
    clean(
        "impossible-date",
        &[
            "We close on 29 February, on 30 June and on 31 July.",
            "Approved on February 29, 2024. In force since Tuesday, 22 September 2026.",
            "In May 45 people came. Version 1.2.2026. Law 31/2026. 05/13/2026 and 13/05/2026.",
        ],
    );
}

#[test]
fn dates_that_cannot_all_be_right() {
    planted(
        "date-conflict",
        &[
            ("It applies two weeks after 1 May 2026, i.e. from 22 May 2026.", &["22 May 2026", "two weeks"]),
            ("On 1 August 2026, one month after 1 June 2026, it applies.", &["1 August 2026", "one month"]),
            ("In force since 3 May 2015. The company was founded in Dover in 2019.", &["3 May 2015", "2019"]),
        ],
    );
    clean(
        "date-conflict",
        &[
            "It applies two weeks after 1 May 2026, i.e. from 15 May 2026. One month after 31 January 2026 (28 February 2026).",
            "It applies two weeks after 1 May 2026. We wrote it on 22 March 2026.",
            "In force since 3 May 2021. The company was founded in 2019.",
        ],
    );
}

#[test]
fn garbled_text() {
    planted(
        "garbled-text",
        &[
            ("We keep it for for a year.", &["for for"]),
            ("We look at the the list.", &["the the"]),
            ("We send the your letters on.", &["the your"]),
            ("Letters is are kept.", &["is are"]),
            ("We note the oven with which our baking communications.", &["with which our baking communications."]),
            (
                "We hold data that names you, but that we have shortened (in part) all letters.",
                &["data that names you, but that we have shortened (in part) all letters"],
            ),
            ("We delete your informations in Dover.", &["informations"]),
            ("You can also follow the steps that are told in the\n\n# Bread\n\nWe bake.", &["the"]),
        ],
    );
    clean(
        "garbled-text",
        &[
            "We know that that is so, and had had it. Vitamin A and B, from a to z, are in the in-house bread.",
            "We may share your or our letters with the To Do club.",
            "The shop in which the baker signs documents; the place at which your order gains attention.",
            "We bake with the\n\n- flour\n- salt",
            "If we learn that we have collected any data of children, we delete it.",
            "`the the` is code.\n\n    the the",
        ],
    );
}

//! Repeated sentences.

use super::{clean, planted};

#[test]
fn repeated_sentences_are_found() {
    let again = "We keep your orders for ten years because the tax law asks us to do so.";
    let nearly = "We keep your orders for ten years, since the tax law asks us to do so.";
    let two = "You can write to our officer whenever you want to know what we hold. He answers each letter within four weeks of its arrival.";
    planted(
        "duplicate-sentence",
        &[
            (&format!("{again}\n\nBread is good.\n\n{again}"), &[again, again]),
            (&format!("# A\n\nWe bake. {again}\n\n# B\n\n{nearly} We sell."), &[again, nearly]),
            (&format!("# A\n\n{two}\n\n# B\n\n{two}"), &[two, two]),
            (&format!("{again} {again}"), &[again, again]),
            (&format!("{again}\n\nBread.\n\n{again}\n\nCakes.\n\n{again}"), &[again, again, again]),
            (
                "- We sell your data to nobody, neither for money nor for anything else.\n- We bake.\n\nWe sell **your data** to nobody, neither for money nor for anything else.",
                &[
                    "We sell your data to nobody, neither for money nor for anything else.",
                    "We sell **your data** to nobody, neither for money nor for anything else.",
                ],
            ),
            (
                "The carrier gets your name and your address so that it finds your door. Nothing else. The carrier gets your name and address so that it finds your door.",
                &[
                    "The carrier gets your name and your address so that it finds your door.",
                    "The carrier gets your name and address so that it finds your door.",
                ],
            ),
            (
                "Cookies remember what lies in your basket until you come back to us. We bake. Cookies remembered what lies in your basket until you come back to us.",
                &[
                    "Cookies remember what lies in your basket until you come back to us.",
                    "Cookies remembered what lies in your basket until you come back to us.",
                ],
            ),
            (
                "If you do not agree, please do not use our shop or our app.\n\n# End\n\nIf you do not agree, please do not use our shop or our app!",
                &[
                    "If you do not agree, please do not use our shop or our app.",
                    "If you do not agree, please do not use our shop or our app!",
                ],
            ),
            (
                "The court of Dover hears all disputes that arise from this notice between us and you. Bread. The court of Dover hears all the disputes that arise from this notice between us and you.",
                &[
                    "The court of Dover hears all disputes that arise from this notice between us and you.",
                    "The court of Dover hears all the disputes that arise from this notice between us and you.",
                ],
            ),
        ],
    );
}

#[test]
fn sentences_in_another_form_are_found() {
    planted(
        "duplicate-sentence",
        &[
            (
                "Guests see the price of each cake before they order it at the counter of our shop. We bake. Guests saw the price of every cake before they order it at the counter of our shop.",
                &[
                    "Guests see the price of each cake before they order it at the counter of our shop.",
                    "Guests saw the price of every cake before they order it at the counter of our shop.",
                ],
            ),
            (
                "1.2 We answer each letter within ten working days of its arrival.\n\n1.4 We answer each letter within ten business days of its arrival.",
                &[
                    "1.2 We answer each letter within ten working days of its arrival.",
                    "1.4 We answer each letter within ten business days of its arrival.",
                ],
            ),
        ],
    );
}

#[test]
fn like_sentences_of_their_own_are_no_repetitions() {
    clean(
        "duplicate-sentence",
        &[
            "For more information on our cookies, please see our cookie policy on our website. We bake. For more information on our cookies, please see our cookie policy on our website.",
            "Orders\n\nA guided tour that helps customers with the use of the editor.\n\nLetters\n\nA tour, guided, for customers, on paper, in our shop.",
            "If you choose to do so, we write your name on the cake in sugar.\n\nBread.\n\nIf you choose to do so, we write your name on the cake in sugar.",
            "| a | b |\n|---|---|\n| We keep this for as long as you have an account. | x |\n| We keep this for as long as you have an account. | y |",
            "Harbour Bakery Ltd, 4 Quay Street, Dover, Kent, CT16 1AA, United Kingdom.\n\nHarbour Bakery Ltd, 4 Quay Street, Dover, Kent, CT16 1AA, United Kingdom.",
            "We keep your orders for ten years because the law asks us to. We keep your letters for two years because the law asks us to.",
            "If you live in France, you may complain to the authority of your country at any time. If you live in Spain, you may complain to the authority of your country at any time.",
            "We share your address with our carriers in order to deliver your bread. We do not share your address with our carriers in order to deliver your bread.",
            "You may object. We bake. You may object.",
            "# How we use the data that you give to us when you order\n\nText.\n\n# How we use the data that you give to us when you order\n\nText.",
            "We use cookies to remember what lies in your basket until you come back. We use pixels to remember what lies in your basket until you come back.",
            "- name, address, telephone number and bank account of you or your firm\n\nThen:\n\n- name, address, telephone number and bank account of you or your firm",
        ],
    );
}

//! Links.

use super::{clean, planted};

#[test]
fn broken_links_are_found() {
    planted(
        "broken-link",
        &[
            (
                "Write to [privacy@harbour.example.com](mailto:info@lantern.example.com).",
                &["privacy@harbour.example.com"],
            ),
            ("Our [terms]() apply to every order.", &["terms"]),
            ("You can [object](#) at any time.", &["object"]),
            (
                "Details stand at http//harbour.example.com/privacy for all to read.",
                &["http//harbour.example.com/privacy"],
            ),
            ("See [your rights](#rights).\n\n# Your choices\n\nYou may choose.", &["your rights"]),
            ("Ask the [officer](mailto:privacy.harbour.example.com) about it.", &["officer"]),
            ("Change your [settings](javascript:void(0)) when you like.", &["settings"]),
            ("Read ww.harbour.example.com before you order bread.", &["ww.harbour.example.com"]),
            ("- [a](#section-9)\n- [b](#keeping)\n\n# Keeping\n\nWe keep it.", &["a"]),
            ("Mail [dpo@harbour.example.com](mailto:dpo@harbor.example.com) now.", &["dpo@harbour.example.com"]),
            ("See [one](#one), [two](#two) and [three](#three).\n\n# Bread\n\nGood.", &["one", "two", "three"]),
            ("Visit htp://harbour.example.com/ for cakes.", &["htp://harbour.example.com/"]),
            ("Our form is at [](https://harbour.example.com/form).", &["[](https://harbour.example.com/form)"]),
            ("Look at the [menu](http//harbour.example.com/menu) first.", &["menu"]),
            ("Look at the [menu](htps:/harbour.example.com/menu) first.", &["menu"]),
        ],
    );
    clean(
        "broken-link",
        &[
            "Write to [privacy@harbour.example.com](mailto:Privacy@harbour.example.com?subject=Access).",
            "Write to [our officer](mailto:dpo@harbour.example.com) or <dpo@harbour.example.com>.",
            "See [your rights](#your-rights) and [2](#2-your-choices).\n\n# Your rights\n\nMany.\n\n# 2. Your choices\n\nFew.",
            "See [x](#here).\n\n<a name=\"here\"></a>Here it is. Back to [top](#top).",
            "Visit https://harbour.example.com, http://www.harbour.example.com/a?b=http://c.example.com.",
            "[Tell a friend](mailto:?subject=Bread) about it.",
            "[![our oven](oven.png)](https://harbour.example.com) and [hosts](hosts.md).",
            "A note[^1] on bread.\n\n[^1]: See https://harbour.example.com/#top.",
            "See [keeping](#keep).\n\n# How long we keep it {#keep}\n\nLong.",
        ],
    );
}

#[test]
fn mismatched_links_are_found() {
    planted(
        "link-mismatch",
        &[
            ("See [www.harbour.example.com](https://lantern.example.org/).", &["www.harbour.example.com"]),
            ("See [http://www.harbour.example.com](https://web.archive.org/).", &["http://www.harbour.example.com"]),
            (
                "Our [Terms of Service and Privacy Policy](mailto:info@harbour.example.com) apply.",
                &["Terms of Service and Privacy Policy"],
            ),
            (
                "Go to [harbour.example.com/privacy](https://harbor.example.org/privacy).",
                &["harbour.example.com/privacy"],
            ),
            (
                "The regulator ([https://ico.example.org](https://cnil.example.org/)) hears you.",
                &["https://ico.example.org"],
            ),
            ("- [shop.harbour.example](http://shop.harbor.example)\n- bread", &["shop.harbour.example"]),
            (
                "Opt out at [optout.adtrade.example.net](https://www.bakers.example.com/optout).",
                &["optout.adtrade.example.net"],
            ),
            ("**[www.lantern.org](https://www.lantern.com)** tells more.", &["www.lantern.org"]),
            ("See our [cookie policy](mailto:cookies@harbour.example.com).", &["cookie policy"]),
            (
                "Read [https://harbour.io/terms](https://web.archive.org/web/2016/https://lantern.io/terms).",
                &["https://harbour.io/terms"],
            ),
        ],
    );
    clean(
        "link-mismatch",
        &[
            "See [www.harbour.example.com](https://harbour.example.com/privacy/).",
            "See [harbour.io](http://www.harbour.io) and [harbour.io](https://help.harbour.io/x).",
            "See [www.harbour.io](https://web.archive.org/web/20160101id_/https%3A//www.harbour.io/).",
            "Read our [privacy policy](/privacy) and [terms](https://lantern.example.com/terms).",
            "Visit [www.harbour.io](/home) or [www.harbour.io](https://bit.ly/abc).",
            "See [www.harbour.io](https://safelinks.example.com/?url=https%3A//www.harbour.io).",
            "Write to [privacy@harbour.io](mailto:privacy@harbour.io).",
            "Our [policy team](mailto:team@harbour.io) answers.",
        ],
    );
}

#[test]
fn nondescriptive_and_archived_links_are_found() {
    planted(
        "nondescriptive-link",
        &[
            ("The terms are [here](https://harbour.example.com/terms).", &["here"]),
            ("Find our cookies on [this page](/cookies).", &["this page"]),
            ("To object, follow [this link](/object).", &["this link"]),
            ("The list of hosts: [link](/hosts).", &["link"]),
            ("See **[here](/a)** for how we keep data.", &["here"]),
            ("[Here.](/b) you find the rest.", &["Here."]),
            ("More is told [right here](/c).", &["right here"]),
            ("The register is at [the following link](/d).", &["the following link"]),
            ("Our bank says [more](/e) about it.", &["more"]),
            ("- cookies: [HERE](/f)", &["HERE"]),
        ],
    );
    clean(
        "nondescriptive-link",
        &[
            "Read our [cookie policy](/cookies).",
            "To object, click [here](/object).",
            "The page lists [here and there](/list) what we do.",
            "It is available here: https://harbour.example.com/cookies.",
        ],
    );
    planted(
        "archived-link",
        &[
            ("Our [terms](https://web.archive.org/terms) apply.", &["terms"]),
            ("See [a](https://archive.is/x1) and then, much later, [b](https://archive.is/x2).", &["a", "b"]),
            ("Cookies: [list](http://web.archive.org/web/2016/http://harbour.example.com/c).", &["list"]),
        ],
    );
    clean(
        "archived-link",
        &[
            "Earlier versions stand at [the archive](https://web.archive.org/web/*/harbour.example.com).",
            "Our [terms](https://harbour.example.com/archive.is) apply.",
            "Our [previous policy](https://web.archive.org/web/2016/x) is kept.",
        ],
    );
}

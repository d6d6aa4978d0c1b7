//! The HTML page, opened in Chromium where that is installed: what it does there, how it looks there, who can use it.

use super::{find_program, folder, root, run};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A policy that tries to become more than text.
const HARM: &str = "# Privacy policy of Lantern <script>window.harm = 1</script> Ltd\n\n\
    <script>window.harm = 1; document.title = 'taken'; fetch('https://harm.example.com/')</script>\n\n\
    We collect your name, your e-mail address and your IP address by cookies when you book a tour.\n\n\
    We keep `<img src=x onerror=\"window.harm = 1\">` and <b onclick=\"window.harm = 1\">bold</b> data as long as needed. \
    [A link](javascript:window.harm=1), ![a picture](https://harm.example.com/x.png) and \
    [our *cookie* notice](https://lantern.example.com/\"onclick=\"window.harm=1).\n\n\
    - Name and address\n  - Nested\n\n| Data | Kept |\n| --- | --- |\n| Name | ten years |\n| | five years |\n\n\
    ## Contact\n\nLantern Ltd, 1 Pier Road, Exampleton. Write to privacy@lantern.example.com.\n";

/// Chromium, and the folder into which `.ci/run` installs what drives it.
fn browser() -> Option<(PathBuf, PathBuf)> {
    let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_program);
    let tools = std::env::var_os("CLAUSELINT_TOOLS").map(PathBuf::from);
    let tools =
        tools.filter(|t| t.join("node_modules/axe-core").is_dir() && t.join("node_modules/playwright-core").is_dir());
    let (Some(chromium), Some(tools), Some(_)) = (chromium, tools, find_program("node")) else {
        super::skipped(
            "the HTML page was not opened: Chromium, node, or playwright-core and axe-core in CLAUSELINT_TOOLS are \
             missing (.ci/run installs them)",
        );
        return None;
    };
    Some((chromium, tools))
}

/// Opens a page and gives what `tests/page/open.mjs` found.
fn open((chromium, tools): &(PathBuf, PathBuf), page: &Path) -> Value {
    let script = root().join("tests/page/open.mjs");
    let ran = Command::new("node").arg(script).args([tools, chromium]).arg(page).output().unwrap();
    let told = String::from_utf8_lossy(&ran.stdout).into_owned();
    serde_json::from_str(&told).unwrap_or_else(|e| panic!("{e}: {told}{}", String::from_utf8_lossy(&ran.stderr)))
}

/// What must hold of every page.
fn sound(told: &Value) {
    for nothing in ["console", "requests", "accessibility", "dead", "outside"] {
        assert_eq!(told[nothing], serde_json::json!([]), "{nothing}: {told}");
    }
    for zero in ["dialogs", "handlers", "foreign", "twice", "unsafe", "overflow"] {
        assert_eq!(told[zero], 0, "{zero}: {told}");
    }
    assert_eq!((&told["harm"], &told["scripts"]), (&Value::Bool(false), &Value::from(1)), "{told}");
    assert!(told["checks"].as_u64().unwrap() > 30, "the accessibility checker did its work: {told}");
    assert_eq!(told["first_stop"], "#main");
    assert_eq!((&told["wide"], &told["narrow"], &told["print"]), (&"beside".into(), &"below".into(), &"below".into()));
    assert_eq!((&told["print_filter"], &told["motion"]), (&Value::Bool(false), &Value::from("auto")));
    assert_eq!((&told["plain_filter"], &told["plain_text"]), (&Value::Bool(false), &Value::Bool(true)));
}

/// What must hold of a page with verdicts.
fn filtered(told: &Value) {
    assert_eq!(told["other_packs"], 0, "{told}");
    let rows = |name: &str| told[name].as_u64().unwrap();
    assert!(rows("rows_of_errors") < rows("rows") && rows("rows_satisfied") < rows("rows_of_errors"), "{told}");
    assert!(rows("rows_satisfied") > 0 && rows("rows_of_core") > 0 && rows("rows_of_core") < rows("rows"), "{told}");
    assert_eq!(told["count"], format!("{} of {} rules", rows("rows_of_core"), rows("rows")));
    let evidence = &told["evidence"];
    assert!(evidence["in_text"] == true && evidence["seen"] == true && evidence["notes"] == 1, "{told}");
    assert_eq!(evidence["words"], "Privacy policy");
    assert_eq!(told["plain_rows"], told["rows"], "everything can be read without script");
}

#[test]
fn a_page_of_one_policy_in_a_browser() {
    let Some(browser) = browser() else { return };
    let dir = folder(&[("<b onclick='window.harm=1'>&.md", HARM)]);
    let args =
        ["check", "--isolated", "--pack", "core,gdpr", "--profile", "audience=eu", "--output", "html=page.html", "."];
    assert_eq!(run(dir.path(), &args).code, Some(1));
    let told = open(&browser, &dir.path().join("page.html"));
    sound(&told);
    filtered(&told);
    assert_eq!(told["cells"], told["rows"]);
}

#[test]
fn a_page_of_many_policies_in_a_browser() {
    let Some(browser) = browser() else { return };
    let names: Vec<String> =
        (0..6).map(|i| format!("policies/of/a/long/name/{i}-{}.md", "harbour".repeat(4))).collect();
    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let mut files: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), HARM)).collect();
    files.push(("poor.md", &poor));
    let dir = folder(&files);
    let page = ["--output-format", "html", "--output-file", "page.html", "policies", "poor.md", "gone.md"];
    let args = [&["audit", "--isolated", "--pack", "core,gdpr", "--profile", "audience=eu"][..], &page[..]].concat();
    assert_eq!(run(dir.path(), &args).code, Some(2), "gone.md is not there");
    let told = open(&browser, &dir.path().join("page.html"));
    sound(&told);
    filtered(&told);
    assert_eq!(told["cells"].as_u64().unwrap(), 7 * told["rows"].as_u64().unwrap());
}

#[test]
fn a_page_of_a_comparison_in_a_browser() {
    let Some(browser) = browser() else { return };
    let sold = "We do not sell your personal data. We keep your data for two years.";
    let old = HARM.replace("## Contact", &format!("## Sale\n\n{sold}\n\n## Contact"));
    let new =
        HARM.replace("## Contact", "## Keeping\n\nWe keep your data for ten years. The GDPR applies.\n\n## Contact");
    let dir = folder(&[("<b onclick='window.harm=1'>&.md", &old), ("new.md", &new)]);
    let args = ["diff", "--isolated", "<b onclick='window.harm=1'>&.md", "new.md", "--output-format", "html"];
    let ran = run(dir.path(), &[&args[..], &["--output-file", "page.html"]].concat());
    assert_eq!(ran.code, Some(1), "a requirement was lost: {}", ran.err);
    let told = open(&browser, &dir.path().join("page.html"));
    sound(&told);
    let evidence = &told["evidence"];
    assert!(evidence["in_text"] == true && evidence["seen"] == true && evidence["notes"] == 1, "{told}");
    assert_eq!(evidence["words"], "sell your personal data");
}

#[test]
fn the_page_of_a_comparison_tells_all_that_the_other_formats_tell() {
    let old =
        "# Privacy policy\n\nWe do not sell your personal data. We keep your data for two years.\n\n1. One\n2. Two\n";
    let new =
        "# Privacy policy\n\nWe keep your data for ten years. If you are in the European Union, the GDPR applies.\n";
    let dir = folder(&[("old.md", old), ("new.md", new), ("same.md", old)]);
    let diff = |format: &str, new: &str| {
        run(dir.path(), &["diff", "--isolated", "--as-of", "2026-01-31", "old.md", new, "--output-format", format])
    };
    let (page, json) = (diff("html", "new.md"), diff("json", "new.md"));
    assert_eq!((page.code, json.code), (Some(1), Some(1)), "{}", page.err);
    assert_eq!(page.out, diff("html", "new.md").out, "the same run gives the same page");
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let changes = json["changes"].as_array().unwrap();
    assert!(changes.iter().any(|c| c["change"] == "lost") && changes.iter().any(|c| c["change"] == "applicable"));
    for change in changes {
        assert!(page.out.contains(&format!("<code>{}</code>", change["rule"].as_str().unwrap())), "{change}");
    }
    assert!(page.out.matches(" id=\"c").count() > changes.len(), "cards and their places");
    assert!(!json["values"].as_array().unwrap().is_empty() && page.out.contains("<h3>Values that changed ("));
    assert!(page.out.contains("<h3>Packs (1)</h3>") && page.out.contains("Law as of 2026-01-31."));
    assert!(page.out.contains("The new text: new.md") && page.out.contains("The old text: old.md"));
    let same = diff("html", "same.md");
    assert!(same.code == Some(0) && same.out.contains("Every rule has the same verdict on both"), "{}", same.out);
}

#[test]
fn the_same_run_gives_the_same_page() {
    let dir = folder(&[("a.md", HARM), ("b.txt", HARM)]);
    let args = ["audit", "--isolated", "--as-of", "2026-01-31", "--output-format", "html", "a.md", "b.txt"];
    let (first, second) = (run(dir.path(), &args), run(dir.path(), &args));
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert_eq!(first.out, second.out);
    assert!(first.out.contains("Law as of 2026-01-31."));
    let check = [&["check", "--exit-zero"][..], &args[1..]].concat();
    assert_eq!(run(dir.path(), &check).out, first.out, "check and audit write the same page");
}

#[test]
fn accepted_findings_are_told_with_their_reason() {
    let waived = "<!-- clauselint-ignore-file core/retention: a <schedule> of its own -->\n\n\
         # Privacy policy\n\nWe keep your data.\n";
    let dir = folder(&[("p.md", waived)]);
    let page = run(dir.path(), &["audit", "--isolated", "--pack", "core", "--output-format", "html", "p.md"]).out;
    assert!(page.contains("<h3>Accepted findings</h3>"), "{page}");
    assert!(page.contains("Accepted: a &lt;schedule&gt; of its own"));
    assert!(page.contains(", accepted</a>") && page.contains("○ accepted"));
}

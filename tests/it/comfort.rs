//! What makes the program pleasant in a shell: completions, the manual, progress, links. And the pictures of the README.

use super::{BIN, find_program, folder, program, root, run, skipped};
use std::process::{Command, Stdio};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// The commands as the program lists them.
fn commands() -> Vec<String> {
    let help = run(root(), &["--help"]).out;
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap().to_owned();
    let names = list.lines().filter_map(|l| l.strip_prefix("  ")?.split_whitespace().next().map(str::to_owned));
    names.filter(|n| n != "help" && list.contains(&format!("  {n} "))).collect()
}

#[test]
fn every_shell_completes_every_command() {
    let commands = commands();
    assert!(commands.len() > 12, "{commands:?}");
    for shell in SHELLS {
        let ran = run(root(), &["completions", shell]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        for command in &commands {
            assert!(ran.out.contains(command.as_str()), "{shell}: {command}");
        }
    }
    assert_eq!(run(root(), &["completions", "edlin"]).code, Some(2));
}

#[test]
fn bash_completes_in_bash() {
    let script = "source <(\"$1\" completions bash); COMP_WORDS=(clauselint che); COMP_CWORD=1; \
                  _clauselint clauselint che clauselint; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let ran = Command::new("bash").args(["-c", script, "bash", BIN]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "check\n", "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let mut pages = vec![run(root(), &["man"])];
    pages.extend(commands().iter().map(|c| run(root(), &["man", c])));
    for page in &pages {
        assert_eq!(page.code, Some(0), "{}", page.err);
        assert!(page.out.contains(".TH clauselint") && page.out.contains(".SH DESCRIPTION"), "{}", page.out);
    }
    assert!(pages[1].out.contains("clauselint\\-check \\- Report what policies lack"), "{}", pages[1].out);
    let wrong = run(root(), &["man", "chekc"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""));
    assert!(wrong.err.contains("there is no command `chekc`; there are check, "), "{}", wrong.err);
    let Some(groff) = find_program("groff") else {
        skipped("groff is not installed, so no page of the manual was set");
        return;
    };
    for page in pages {
        let dir = folder(&[("page.1", &page.out)]);
        let ran =
            Command::new(&groff).args(["-man", "-Tutf8", "-ww", "page.1"]).current_dir(dir.path()).output().unwrap();
        assert!(
            String::from_utf8_lossy(&ran.stdout).contains("General Commands Manual"),
            "{}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }
}

/// On a terminal a long run says how far it is, and takes that back; elsewhere nothing is said.
#[test]
fn progress_is_for_terminals() {
    let names: Vec<String> = (0..60).map(|i| format!("{i}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "# Privacy policy\n\nWe keep data.\n")).collect();
    let dir = folder(&files);
    let plain = run(dir.path(), &["check", "--isolated", "--pack", "core", "--statistics"]);
    assert!(!plain.err.contains("of 60") && !plain.out.contains("of 60"), "{}", plain.err);
    let Some(script) = find_program("script") else {
        skipped("`script` is not installed, so progress was not seen on a terminal");
        return;
    };
    let seen = |more: &str| {
        let line = format!("'{BIN}' check --isolated --pack core --statistics {more} >out.txt");
        let mut command = Command::new(&script);
        command.args(["-qec", &line, "/dev/null"]).current_dir(dir.path()).stdin(Stdio::null()).env("TERM", "xterm");
        String::from_utf8_lossy(&command.output().unwrap().stdout).into_owned()
    };
    let told = seen("");
    assert!(told.contains(" of 60 policies"), "{told:?}");
    let out = std::fs::read_to_string(dir.path().join("out.txt")).unwrap();
    assert_eq!(out, plain.out, "what is found is written as ever");
    assert!(!seen("--quiet").contains("of 60"));
}

#[test]
fn links_are_given_where_they_are_wanted() {
    let poor = root().join("tests/policies/poor.md");
    let check = |more: &[&str], env: Option<(&str, &str)>| {
        let mut command = program(root(), &["check", "--isolated", "--select", "core/postal-address"]);
        command.arg(&poor).args(more).envs(env);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let link = "\u{1b}]8;;https://www.ecfr.gov/";
    assert!(check(&["--hyperlinks", "always"], None).contains(link));
    assert!(!check(&["--hyperlinks", "never"], Some(("FORCE_HYPERLINK", "1"))).contains(link));
    assert!(!check(&[], Some(("FORCE_HYPERLINK", "1"))).contains(link), "the output is no terminal");
}

/// The run that is shown in the README.
const SHOWN: [&str; 14] = [
    "check",
    "--isolated",
    "--quiet",
    "--pack",
    "core,clarity",
    "--select",
    "core/postal-address,clarity/vague-modal",
    "--as-of",
    "2026-01-31",
    "--color",
    "always",
    "--hyperlinks",
    "never",
    "tests/policies/poor.md",
];

/// `UPDATE_DOCS=1 cargo test --test it comfort` draws it anew.
#[test]
fn the_picture_of_the_terminal_is_what_a_run_shows() {
    let mut command = program(root(), &SHOWN);
    let output = command.env("COLUMNS", "92").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let prompt = "$ clauselint check privacy.md\n\n";
    let text =
        prompt.to_owned() + &String::from_utf8(output.stdout).unwrap().replace("tests/policies/poor.md", "privacy.md");
    let drawn = anstyle_svg::Term::new().render_svg(text.trim_end());
    let file = root().join("docs/pictures/terminal.svg");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == drawn, "docs/pictures/terminal.svg is out of date: UPDATE_DOCS=1 cargo test --test it comfort");
    assert!(kept.contains("no postal address") && kept.len() < 40_000, "{}", kept.len());
}

/// `.ci/pictures` draws the page, and keeps beside the picture the words that can be seen in it.
#[test]
fn the_picture_of_the_page_shows_words_that_the_page_still_has() {
    let words = std::fs::read_to_string(root().join("docs/pictures/page.txt")).unwrap();
    let script = std::fs::read_to_string(root().join(".ci/pictures")).unwrap();
    let line = script.lines().find(|l| l.contains("audit ")).unwrap();
    let args: Vec<&str> = line.split_whitespace().skip_while(|w| *w != "audit").take_while(|w| *w != ">").collect();
    let page = run(root(), &args);
    assert_eq!(page.code, Some(0), "{args:?}: {}", page.err);
    let text = page.out.split("<main").nth(1).unwrap();
    let text: String = text.split('<').map(|t| t.split_once('>').map_or("", |t| t.1)).collect();
    let unescaped = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    let squeezed = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let text = squeezed(&unescaped);
    assert!(words.lines().count() > 10);
    for line in words.lines().filter(|l| !l.trim().is_empty()) {
        assert!(text.contains(&squeezed(line)), "docs/pictures/page.png is out of date, run .ci/pictures: {line}");
    }
    let size = std::fs::metadata(root().join("docs/pictures/page.png")).unwrap().len();
    assert!((10_000..300_000).contains(&size), "{size}");
}

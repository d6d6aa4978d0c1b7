//! `clauselint init`: a commented configuration to begin with, after asking on a terminal, or by flags.

use super::args::Init;
use super::{Exit, Terminal};
use crate::config::{FILE_NAME, Name, Packs, Settings, Vocabulary, profile_setting, template};
use crate::diagnostic::Diagnostic;
use crate::rule::{self, RuleSet};
use crate::source::{Sources, Span};
use std::fs::OpenOptions;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;

/// Runs the command. Asks only when standard input is a terminal and nothing was said by flags.
pub fn run(args: &Init, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let mut sources = Sources::default();
    let input = rule::embedded(&mut sources);
    let (rules, _) = rule::load(&sources, &input);
    if Path::new(FILE_NAME).exists() && !args.force {
        let problem = Diagnostic::error("usage", format!("{FILE_NAME} is there already")).note("--force overwrites it");
        terminal.problems(&sources, &[problem], false)?;
        return Ok(Exit::Error);
    }
    let mut chosen = match by_flags(args, &rules) {
        Ok(chosen) => chosen,
        Err(wrong) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    let said = !(args.audience.is_empty() && args.facts.is_empty() && args.packs.is_empty());
    if !args.yes && !said && io::stdin().is_terminal() {
        chosen = ask(&rules, &mut BufReader::new(stdin), terminal.out)?;
    }
    if let Err(error) = write(args.force, &template::template(&chosen, &rules)) {
        let problem = Diagnostic::error("output", format!("cannot write {FILE_NAME}: {error}"));
        terminal.problems(&sources, &[problem], false)?;
        return Ok(Exit::Error);
    }
    writeln!(terminal.out, "{FILE_NAME} is written; `clauselint check` now lints the policies below this folder")?;
    Ok(Exit::Clean)
}

fn write(force: bool, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let options = if force { options.create(true).truncate(true) } else { options.create_new(true) };
    options.write(true).open(FILE_NAME)?.write_all(text.as_bytes())
}

/// What the flags say; `Err` holds what is wrong with them.
fn by_flags(args: &Init, rules: &RuleSet) -> Result<Settings, Vec<Diagnostic>> {
    let mut chosen = Settings::default();
    let mut wrong = Vec::new();
    let audience = (!args.audience.is_empty()).then(|| format!("audience={}", args.audience.join(",")));
    for setting in audience.iter().chain(&args.facts) {
        if let Err(message) = profile_setting(setting, &mut chosen) {
            wrong.push(Diagnostic::error("usage", message));
        }
    }
    chosen.packs = packs(&args.packs);
    wrong.extend(unknown(&chosen, rules).into_iter().map(|(m, hint)| Diagnostic::error("usage", m).note(hint)));
    if wrong.is_empty() { Ok(chosen) } else { Err(wrong) }
}

fn packs(named: &[String]) -> Option<Packs> {
    let name = |n: &String| Name { value: n.trim().to_owned(), span: Span::default() };
    match named {
        [] => None,
        named if named.iter().any(|n| n == "all") => Some(Packs::All),
        named => Some(Packs::Named(named.iter().map(name).collect())),
    }
}

/// Names that nothing bears, each with a hint.
fn unknown(chosen: &Settings, rules: &RuleSet) -> Vec<(String, String)> {
    chosen.unknown_names(&Vocabulary::from(rules)).into_iter().map(|(_, u)| (u.message, u.hint)).collect()
}

/// Asks for packs, audience and facts. An empty line leaves the answer open; so does the end of the input.
fn ask(rules: &RuleSet, from: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<Settings> {
    writeln!(out, "A few questions about the publisher of the policies. An empty line means: not known.\n")?;
    let listed: Vec<&str> = rules.packs.iter().map(|p| p.name.as_str()).collect();
    let question = format!("Which packs of rules ({})? Empty: by the profile and the text.", listed.join(", "));
    let mut chosen = asked(rules, from, out, &question, |answer| {
        let named: Vec<String> = words(answer).collect();
        Ok(Settings { packs: packs(&named), ..Settings::default() })
    })?;
    let question = "Whom do the policies address, such as eu, uk, us-ca?";
    let audience = asked(rules, from, out, question, |answer| {
        let mut settings = Settings::default();
        let named: Vec<String> = words(answer).collect();
        if !named.is_empty() {
            profile_setting(&format!("audience={}", named.join(",")), &mut settings)?;
        }
        Ok(settings)
    })?;
    chosen.audience = audience.audience;
    writeln!(out, "\nThe business … (y for yes, n for no)")?;
    for (name, meaning) in template::facts(rules) {
        let fact = asked(rules, from, out, &format!("{meaning}?"), |answer| {
            let mut settings = Settings::default();
            match answer.to_lowercase().as_str() {
                "" => {}
                "y" | "yes" | "true" => profile_setting(&format!("{name}=true"), &mut settings)?,
                "n" | "no" | "false" => profile_setting(&format!("{name}=false"), &mut settings)?,
                _ => return Err("y, n, or an empty line".to_owned()),
            }
            Ok(settings)
        })?;
        chosen.facts.extend(fact.facts);
    }
    Ok(chosen)
}

/// Asks until the answer can be used.
fn asked(
    rules: &RuleSet,
    from: &mut dyn BufRead,
    out: &mut dyn Write,
    question: &str,
    read: impl Fn(&str) -> Result<Settings, String>,
) -> io::Result<Settings> {
    loop {
        write!(out, "{question} ")?;
        out.flush()?;
        let mut line = String::new();
        if from.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(Settings::default());
        }
        match read(line.trim()) {
            Err(message) => writeln!(out, "  {message}")?,
            Ok(settings) => match unknown(&settings, rules).as_slice() {
                [] => return Ok(settings),
                all => all.iter().try_for_each(|(message, hint)| writeln!(out, "  {message}; {hint}"))?,
            },
        }
    }
}

fn words(answer: &str) -> impl Iterator<Item = String> {
    answer.split([',', ' ']).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(answers: &str) -> (Settings, String) {
        let mut sources = Sources::default();
        let input = rule::embedded(&mut sources);
        let (rules, _) = rule::load(&sources, &input);
        let mut out = Vec::new();
        let chosen = ask(&rules, &mut answers.as_bytes(), &mut out).unwrap();
        (chosen, String::from_utf8(out).unwrap())
    }

    #[test]
    fn answers_become_settings_and_wrong_ones_are_asked_again() {
        let (chosen, out) = answered("cor\ncore\neu, narnia\nEU us-ca\nperhaps\ny\nn\n\n");
        assert!(matches!(&chosen.packs, Some(Packs::Named(p)) if p.len() == 1 && p[0].value == "core"));
        let audience: Vec<&str> = chosen.audience.iter().flatten().map(|n| n.value.as_str()).collect();
        assert_eq!(audience, ["eu", "us-ca"]);
        let values: Vec<bool> = chosen.facts.iter().map(|(_, v)| *v).collect();
        assert_eq!(values, [true, false]);
        assert!(
            out.contains("did you mean `core`?") && out.contains("narnia") && out.contains("y, n, or an empty line")
        );
    }

    #[test]
    fn the_end_of_the_input_leaves_everything_open() {
        let (chosen, _) = answered("");
        assert_eq!(chosen, Settings::default());
    }
}

//! What `check`, `audit` and `rules` share: arguments, configuration and rules brought together, names checked.

use super::args::{ConfigArgs, Input, Judging};
use super::progress::Progress;
use super::timing::{Clock, Spent};

use crate::config::{self, Config, Packs, Settings, Vocabulary, covers};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::document::Document;
use crate::lint::{self, Around, Done, Options, PackChoice, Report};
use crate::project::{self, ConfigChoice, Policy, Project, Request};
use crate::report::machine::Judgement;
use crate::rule::{self, RuleSet};
use crate::source::{Source, Sources};
use crate::triage;
use jiff::civil::Date;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Configurations and the rules that go with them.
pub struct Session {
    /// What was read.
    pub project: Project,
    /// Rule sets; the configurations without rules of their own share one.
    pub sets: Vec<RuleSet>,
    /// The rule set of each configuration.
    set_of: Vec<usize>,
    /// What the arguments say about the publisher.
    profile: Settings,
    /// Whether a terminal is told how far a long run is.
    pub progress: bool,
    /// What the stages of all policies took, where that was asked for.
    pub spent: Spent,
}

/// From so many bytes of policies on they are shared out among threads.
const SHARED_FROM: usize = 100_000;

/// How a run judges its policies.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    /// From which severity on a finding fails the run, if the arguments say so.
    pub fail_on: Option<Severity>,
    /// Only findings are shown: what else a report holds is let go.
    pub findings_only: bool,
    /// Stages and rules are timed.
    pub timed: bool,
}

/// What became of a policy.
enum Outcome {
    /// It was judged.
    Judged(Box<Judged>, Spent),
    /// There was nothing to judge, or nothing to judge it by.
    Idle(Diagnostic),
    /// Its text or its rules are not there.
    Lost,
}

/// A policy, judged, with what belongs to it.
pub struct Judged {
    /// The rule set, as an index into [`Session::sets`].
    pub set: usize,
    /// From which severity on a finding of this policy fails the run.
    pub fail_on: Severity,
    /// The verdicts.
    pub report: Report,
}

impl Session {
    /// Reads policies, configurations and rules, and checks the names in the arguments.
    /// `Err` holds what is wrong with the use: then nothing is to be linted.
    pub fn open(input: &Input, judging: &Judging, stdin: &mut dyn Read) -> Result<Self, (Sources, Vec<Diagnostic>)> {
        let project = project::load(&request(input), stdin);
        Self::with(given_config(project, &input.config.choice())?, &input.config, judging)
    }

    /// The same without policies: the configuration that holds in the current folder.
    pub fn open_config(config: &ConfigArgs, judging: &Judging) -> Result<Self, (Sources, Vec<Diagnostic>)> {
        let choice = config.choice();
        Self::with(given_config(project::load_config(&choice), &choice)?, config, judging)
    }

    fn with(mut project: Project, config: &ConfigArgs, judging: &Judging) -> Result<Self, (Sources, Vec<Diagnostic>)> {
        if project.configs.is_empty() {
            project.configs.push(Config::default());
        }
        let mut profile = Settings::default();
        let mut wrong: Vec<Diagnostic> = Vec::new();
        for setting in &judging.profile {
            if let Err(message) = config::profile_setting(setting, &mut profile) {
                wrong.push(Diagnostic::error("usage", message));
            }
        }
        let mut session =
            Self { project, sets: Vec::new(), set_of: Vec::new(), profile, progress: false, spent: Spent::default() };
        session.compile(config);
        session.check_front_matter();
        wrong.extend(session.unknown_names(judging));
        if wrong.is_empty() { Ok(session) } else { Err((session.project.sources, wrong)) }
    }

    /// Compiles the embedded rules with those of each configuration; mistakes go to the project's problems.
    fn compile(&mut self, args: &ConfigArgs) {
        let Project { sources, configs, problems, .. } = &mut self.project;
        let embedded = packs(args, sources, problems);
        let mut shared = None;
        for config in configs.iter() {
            let own = project::own_files(config, sources);
            problems.extend(own.problems);
            let set = match shared {
                Some(set) if own.rules.is_empty() && own.lexicons.is_empty() => set,
                _ => {
                    let is_shared = own.rules.is_empty() && own.lexicons.is_empty();
                    let mut input = embedded.clone();
                    input.rules.extend(own.rules);
                    input.lexicons.extend(own.lexicons);
                    let (set, found) = rule::load(sources, &input);
                    problems.extend(found);
                    self.sets.push(set);
                    let index = self.sets.len() - 1;
                    shared = if is_shared { Some(index) } else { shared };
                    index
                }
            };
            self.set_of.push(set);
            if let Some(rules) = self.sets.get(set) {
                problems.extend(config.check_names(&Vocabulary::from(rules)));
            }
        }
    }

    /// Names in the front matter of policies that no rule set knows.
    fn check_front_matter(&mut self) {
        let mut problems = Vec::new();
        for policy in &self.project.policies {
            if let Some(rules) = self.sets.get(self.set(policy.config)) {
                problems.extend(policy.settings.check_names(Some(policy.source), &Vocabulary::from(rules)));
            }
        }
        self.project.problems.extend(problems);
    }

    /// Names in the arguments that no rule set knows.
    fn unknown_names(&self, judging: &Judging) -> Vec<Diagnostic> {
        let sets: Vec<Vocabulary<'_>> = self.sets.iter().map(Vocabulary::from).collect();
        let in_none = |ask: &dyn Fn(&Vocabulary<'_>) -> Option<config::Unknown>| {
            sets.iter().map(ask).collect::<Option<Vec<_>>>().and_then(|u| u.into_iter().next())
        };
        let mut unknown = Vec::new();
        for pack in judging.packs.iter().filter(|p| *p != "all") {
            unknown.extend(in_none(&|names| names.unknown_pack(pack)));
        }
        for pattern in judging.select.iter().chain(&judging.ignore) {
            unknown.extend(in_none(&|names| names.unknown_rule(pattern)));
        }
        if let Some(names) = sets.first() {
            unknown.extend(self.profile.unknown_names(names).into_iter().map(|(_, u)| u));
        }
        unknown.into_iter().map(|u| Diagnostic::error("usage", u.message).note(u.hint)).collect()
    }

    /// The rule set of the configuration with that index.
    pub fn set(&self, config: usize) -> usize {
        self.set_of.get(config).copied().unwrap_or_default()
    }

    /// How to judge a policy: arguments beat its front matter beat overrides beat the configuration.
    pub fn options_for(&self, policy: &Policy, judging: &Judging) -> Options {
        self.options(policy.config, &policy.path, &policy.settings, judging)
    }

    /// How to judge the file `path` under the configuration `config`, with settings of its own.
    pub fn options(&self, config: usize, path: &Path, own: &Settings, judging: &Judging) -> Options {
        let default = Config::default();
        let config = self.project.configs.get(config).unwrap_or(&default);
        let mut settings = config.settings_for(path);
        settings.overlay(own);
        let mut profile = settings.profile();
        let over = self.profile.profile();
        profile.audience = over.audience.or(profile.audience);
        profile.facts.extend(over.facts);
        let named = |names: Vec<String>| {
            if names.iter().any(|n| n == "all") { PackChoice::All } else { PackChoice::Named(names) }
        };
        let chosen = match (judging.packs.is_empty(), settings.packs) {
            (false, _) => named(judging.packs.clone()),
            (true, Some(Packs::All)) => PackChoice::All,
            (true, Some(Packs::Named(packs))) => PackChoice::Named(packs.into_iter().map(|p| p.value).collect()),
            (true, None) => PackChoice::Auto,
        };
        Options {
            packs: chosen,
            profile,
            as_of: judging.as_of.or(config.as_of).unwrap_or_else(today),
            select: judging.select.clone(),
            ignore: judging.ignore.clone(),
            severities: settings.severities.into_iter().map(|(n, s)| (n.value, s)).collect(),
        }
    }

    /// Judges every policy. A policy for which no rule is enabled becomes a problem instead.
    pub fn judge(&mut self, judging: &Judging, how: How) -> Vec<Judged> {
        let mut judged = Vec::new();
        for outcome in self.outcomes(judging, how) {
            match outcome {
                Outcome::Judged(one, spent) => {
                    self.spent.add(spent);
                    judged.push(*one);
                }
                Outcome::Idle(problem) => self.project.problems.push(problem),
                Outcome::Lost => {}
            }
        }
        judged
    }

    /// What became of each policy, in their order. Many policies are shared out among threads.
    fn outcomes(&self, judging: &Judging, how: How) -> Vec<Outcome> {
        let policies = &self.project.policies;
        let progress = Progress::new(self.progress, policies.len());
        let bytes: usize =
            policies.iter().filter_map(|p| self.project.sources.get(p.source)).map(|s| s.text().len()).sum();
        let threads = if bytes < SHARED_FROM { 1 } else { std::thread::available_parallelism().map_or(1, Into::into) };
        if threads.min(policies.len()) < 2 {
            let each = |policy| {
                progress.step();
                self.outcome(policy, judging, how)
            };
            return policies.iter().map(each).collect();
        }
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(policy) = policies.get(index) else { return done };
                progress.step();
                done.push((index, self.outcome(policy, judging, how)));
            }
        };
        let mut done: Vec<(usize, Outcome)> = std::thread::scope(|scope| {
            let workers: Vec<_> = (1..threads.min(policies.len())).map(|_| scope.spawn(work)).collect();
            let own = work();
            let others = workers.into_iter().map(|w| w.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            others.flatten().chain(own).collect()
        });
        done.sort_by_key(|(index, _)| *index);
        done.into_iter().map(|(_, outcome)| outcome).collect()
    }

    fn outcome(&self, policy: &Policy, judging: &Judging, how: How) -> Outcome {
        let clock = Clock::start();
        let options = self.options_for(policy, judging);
        let set = self.set(policy.config);
        let (Some(rules), Some(source)) = (self.sets.get(set), self.project.sources.get(policy.source)) else {
            return Outcome::Lost;
        };
        if !rules.rules.iter().any(|r| disabled(&r.id, &options).is_none()) {
            return Outcome::Idle(no_rules(source.name(), policy));
        }
        let document = policy.document(source);
        if document.words.is_empty() && policy.format.has_markup() {
            return Outcome::Idle(no_text(source.name()));
        }
        let watch = |done| {
            if how.timed {
                clock.book(done, set);
            }
        };
        watch(Done::Segmented);
        let none = Config::default();
        let config = self.project.configs.get(policy.config).unwrap_or(&none);
        let accept = |source: &Source, document: &Document| {
            triage::waivers(policy.source, source, document, config, &policy.path)
        };
        let around = Around { accept: &accept, watch: &watch };
        let mut report = lint::lint(&self.project.sources, policy.source, document, rules, &options, &around);
        if how.findings_only {
            report = report.findings_only();
        }
        let fail_on = how.fail_on.or(self.fail_on(policy)).unwrap_or(Severity::Warning);
        Outcome::Judged(Box::new(Judged { set, fail_on, report }), clock.stop())
    }

    /// What is to be said of the suppressions in configurations, each once: mistakes, and when all files of a folder were
    /// read (`whole`), those that suppressed nothing anywhere.
    pub fn suppression_problems(&self, judged: &[Judged], whole: bool) -> Vec<Diagnostic> {
        let all = judged.iter().flat_map(|j| {
            let rules = self.sets.get(j.set);
            let knows = move |p: &str| rules.is_some_and(|set| set.rules.iter().any(|r| covers(p, &r.id)));
            let report = &j.report;
            report.waivers.iter().map(move |w| {
                let judged = report.audit.verdicts.iter().any(|v| w.covers(&v.id));
                (w, triage::mistake(w, report.audit.as_of, &knows), judged)
            })
        });
        triage::configured(all, whole)
    }

    /// Policies with the rules by which they were judged, as reports take them.
    pub fn judgements<'a>(&'a self, judged: &'a [Judged]) -> Vec<Judgement<'a>> {
        let of = |j: &'a Judged| {
            self.sets.get(j.set).map(|rules| Judgement { report: &j.report, rules, fail_on: j.fail_on })
        };
        judged.iter().filter_map(of).collect()
    }

    fn fail_on(&self, policy: &Policy) -> Option<Severity> {
        self.project.configs.get(policy.config).and_then(|c| c.fail_on)
    }

    /// Whether something could not be read or is wrong in a configuration or a rule.
    pub fn has_errors(&self) -> bool {
        self.project.problems.iter().any(|p| p.severity == Severity::Error)
    }
}

/// The packs to start from: those of the program, or those of the folder that the arguments name.
pub fn packs(args: &ConfigArgs, sources: &mut Sources, problems: &mut Vec<Diagnostic>) -> rule::Input {
    let Some(folder) = &args.rules_from else {
        return rule::embedded(sources);
    };
    let found = project::packs(folder, sources);
    problems.extend(found.problems);
    let (embedded, embedded_lexicons) = (found.rules.len(), found.lexicons.len());
    rule::Input { embedded, embedded_lexicons, rules: found.rules, lexicons: found.lexicons, shipped: false }
}

/// A configuration given by name that cannot be read is wrong use: nothing is linted under settings nobody asked for.
fn given_config(mut project: Project, choice: &ConfigChoice) -> Result<Project, (Sources, Vec<Diagnostic>)> {
    let is_lost = matches!(choice, ConfigChoice::File(_)) && project.configs.iter().any(|c| c.source.is_none());
    if is_lost { Err((project.sources, std::mem::take(&mut project.problems))) } else { Ok(project) }
}

/// The project's request of the arguments.
pub fn request(input: &Input) -> Request {
    Request {
        paths: input.paths.clone(),
        config: input.config.choice(),
        stdin_name: input.stdin_filename.clone(),
        format: input.input_format.map(Into::into),
        limit: input.max_size.map(|megabytes| megabytes << 20),
    }
}

fn no_text(name: &str) -> Diagnostic {
    Diagnostic::error("input", format!("{name} holds no text"))
        .note("a page whose text a script fetches must be saved from the browser, when it is shown")
}

fn no_rules(name: &str, policy: &Policy) -> Diagnostic {
    let own = policy.settings.packs.is_some() || !policy.settings.severities.is_empty();
    let place = if own { "its front matter and in clauselint.yaml" } else { "clauselint.yaml" };
    Diagnostic::error("usage", format!("no rule is enabled for {name}"))
        .note(format!("look at `packs` and `severities` in {place}, and at --pack, --select and --ignore"))
        .note("`clauselint rules` shows which rules there are and which are enabled")
}

/// Why a rule is not enabled; `None` when it is. With packs chosen by the text, every pack counts as enabled.
pub fn disabled(rule: &RuleId, options: &Options) -> Option<&'static str> {
    if let PackChoice::Named(packs) = &options.packs
        && !packs.iter().any(|p| p == rule.pack())
    {
        return Some("its pack is not chosen");
    }
    if !options.select.is_empty() && !options.select.iter().any(|p| covers(p, rule)) {
        return Some("not among --select");
    }
    if options.ignore.iter().any(|p| covers(p, rule)) {
        return Some("among --ignore");
    }
    let last = options.severities.iter().rfind(|(p, _)| covers(p, rule));
    last.is_some_and(|(_, s)| s.is_none()).then_some("off in clauselint.yaml")
}

/// The day in UTC.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

//! `JUnit`'s XML: a suite a policy, a test case a rule. What fails the run is a failure; what does not apply is skipped.

use super::xml::escaped;
use super::{Judgement, Run, relative};
use crate::diagnostic::Finding;
use crate::eval::{Status, Verdict};
use crate::report::locate::Locator;
use std::collections::HashMap;
use std::io::{self, Write};

/// Writes all verdicts of all policies; problems are errors of a suite of their own.
pub fn check(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let locator = Locator::new(run.sources);
    let tests: usize = run.judged.iter().map(|j| j.report.audit.verdicts.len()).sum();
    let failures: usize = run.judged.iter().map(|j| failed(j).count()).sum();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"clauselint\" tests=\"{}\" failures=\"{failures}\" errors=\"{}\">",
        tests + run.problems.len(),
        run.problems.len()
    )?;
    for judged in run.judged {
        suite(out, &locator, judged)?;
    }
    problems(out, run)?;
    writeln!(out, "</testsuites>")
}

fn failed<'a>(judged: &Judgement<'a>) -> impl Iterator<Item = &'a Finding> {
    let fail_on = judged.fail_on;
    judged.report.findings.iter().filter(move |f| f.diagnostic.severity >= fail_on)
}

fn suite(out: &mut dyn Write, locator: &Locator<'_>, judged: &Judgement<'_>) -> io::Result<()> {
    let report = judged.report;
    let path = relative(locator.sources().get(report.source).map_or("", |s| s.name()));
    let verdicts = &report.audit.verdicts;
    let skipped = verdicts.iter().filter(|v| v.status == Status::NotApplicable).count();
    writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{skipped}\">",
        escaped(&path),
        verdicts.len(),
        failed(judged).count()
    )?;
    let findings: HashMap<&str, &Finding> = report.findings.iter().map(|f| (f.rule.0.as_str(), f)).collect();
    for verdict in verdicts {
        let finding = findings.get(verdict.id.0.as_str()).copied();
        case(out, locator, judged, &path, verdict, finding)?;
    }
    writeln!(out, "  </testsuite>")
}

fn case(
    out: &mut dyn Write,
    locator: &Locator<'_>,
    judged: &Judgement<'_>,
    path: &str,
    verdict: &Verdict,
    finding: Option<&Finding>,
) -> io::Result<()> {
    let (name, class) = (escaped(&verdict.id.0), escaped(path));
    write!(out, "    <testcase name=\"{name}\" classname=\"{class}\"")?;
    match (verdict.status, finding) {
        (Status::NotApplicable, _) => {
            writeln!(out, ">\n      <skipped message=\"{}\"/>\n    </testcase>", escaped(&verdict.reason))
        }
        (_, Some(finding)) => {
            let line =
                finding.diagnostic.primary().map_or(1, |l| locator.position(l.source, l.span.start as usize).line);
            let text = escaped(&format!("{path}:{line}\n{}", finding.diagnostic.notes.join("\n")));
            let (message, severity) = (escaped(&finding.diagnostic.message), finding.diagnostic.severity);
            if severity >= judged.fail_on {
                writeln!(
                    out,
                    ">\n      <failure message=\"{message}\" type=\"{severity}\">{text}</failure>\n    </testcase>"
                )
            } else {
                writeln!(out, ">\n      <system-out>{severity}: {message}&#10;{text}</system-out>\n    </testcase>")
            }
        }
        _ => writeln!(out, "/>"),
    }
}

fn problems(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let n = run.problems.len();
    if n == 0 {
        return Ok(());
    }
    writeln!(out, "  <testsuite name=\"clauselint\" tests=\"{n}\" failures=\"0\" errors=\"{n}\" skipped=\"0\">")?;
    for problem in run.problems {
        let (code, message) = (escaped(&problem.code), escaped(&problem.message));
        writeln!(
            out,
            "    <testcase name=\"{code}\" classname=\"clauselint\">\n      <error message=\"{message}\" \
             type=\"{}\"/>\n    </testcase>",
            problem.severity
        )?;
    }
    writeln!(out, "  </testsuite>")
}

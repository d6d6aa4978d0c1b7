//! Faults of the machine, injected: a full disk, a read that fails, a file that changes, a run that is killed. What was
//! there stays as it was or is replaced as a whole; what went wrong is said.

#![cfg(unix)]

use super::{BIN, folder, program, run};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const POLICY: &str = "# Privacy Policy\n\nWe collect your name and share it. We keep data.\n";

/// Runs the program by a shell that first says `before`; the program's own arguments follow.
fn under(before: &str, dir: &Path, args: &[&str]) -> std::process::Output {
    let script = format!("{before}; exec \"$0\" \"$@\"");
    Command::new("sh").args(["-c", &script, BIN]).args(args).current_dir(dir).stdin(Stdio::null()).output().unwrap()
}

/// Files beside those that were put there.
fn strays(dir: &Path, known: &[&str]) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|n| n != ".git" && !known.contains(&n.as_str())).collect()
}

/// Policies whose findings fill more than the few kilobytes that a limited run may write.
fn many() -> tempfile::TempDir {
    let dir = folder(&[("baseline.json", "old"), ("page.html", "old")]);
    for i in 0..40 {
        fs::write(dir.path().join(format!("p{i}.md")), POLICY).unwrap();
    }
    dir
}

/// What writes a file, and the file.
const WRITERS: [(&[&str], &str); 2] = [
    (&["baseline", "--output-file", "baseline.json", "."], "baseline.json"),
    (&["check", "--output-format", "html", "--output-file", "page.html", "."], "page.html"),
];

#[test]
fn a_disk_that_is_full_leaves_the_old_file() {
    for (args, file) in WRITERS {
        let dir = many();
        // A limit of four blocks, and no signal: the write itself fails, as it does on a full disk.
        let ran = under("trap '' XFSZ; ulimit -f 4", dir.path(), args);
        let err = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{file}: {err}");
        assert!(err.contains(&format!("cannot write {file}")) && err.contains("the file is as it was"), "{err}");
        assert_eq!(fs::read_to_string(dir.path().join(file)).unwrap(), "old");
        assert!(strays(dir.path(), &["baseline.json", "page.html"]).iter().all(|n| n.starts_with('p')), "{file}");
    }
}

#[test]
fn standard_output_on_a_full_device() {
    let dir = folder(&[("p.md", POLICY)]);
    for format in ["human", "short", "json", "sarif", "html"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = program(dir.path(), &["check", "--output-format", format, "p.md"]).stdout(full).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{format}: {err}");
        assert!(err.contains("No space left on device") && !err.contains("panicked"), "{format}: {err}");
    }
}

#[test]
fn a_run_killed_while_writing_leaves_the_old_file_or_the_new_one() {
    for (args, file) in WRITERS {
        // The signal of the limit kills in the middle of the write.
        let dir = many();
        let ran = under("ulimit -f 4", dir.path(), args);
        assert_eq!(ran.status.code(), None, "{file}: killed by a signal");
        assert_eq!(fs::read_to_string(dir.path().join(file)).unwrap(), "old");
        // What the killed run left behind does not stand in the way of the next.
        let again = run(dir.path(), args);
        assert!(matches!(again.code, Some(0 | 1)), "{}", again.err);
        let whole = fs::read_to_string(dir.path().join(file)).unwrap();
        // Killed as soon as the new file is begun: the old file or a whole new one.
        for _ in 0..3 {
            let mut child = program(dir.path(), args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let mark = format!(".{}.tmp", child.id());
            let begun = || strays(dir.path(), &[]).iter().any(|n| n.ends_with(&mark));
            while child.try_wait().unwrap().is_none() && !begun() {}
            let _ = child.kill();
            child.wait().unwrap();
            assert_eq!(fs::read_to_string(dir.path().join(file)).unwrap(), whole);
        }
    }
}

#[test]
fn a_read_that_fails_in_the_middle_is_said() {
    // The memory of a process is a regular file; its first page cannot be read.
    if !Path::new("/proc/self/mem").is_file() {
        super::skipped("a read that fails: no /proc/self/mem here");
        return;
    }
    let dir = folder(&[("p.md", POLICY)]);
    for args in [["check", "/proc/self/mem", "p.md"], ["audit", "/proc/self/mem", "p.md"]] {
        let ran = run(dir.path(), &args);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("cannot read /proc/self/mem: Input/output error"), "{}", ran.err);
        assert!(ran.out.contains("p.md"), "the other policy is read all the same: {}", ran.out);
    }
}

#[test]
fn a_file_that_changes_while_it_is_read() {
    let dir = folder(&[("p.md", POLICY)]);
    let path = dir.path().join("p.md");
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Written over in place, so that a reader may see a part.
            for turn in 0.. {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                fs::write(&path, POLICY.repeat(1 + turn % 300)).unwrap();
            }
        });
        for _ in 0..8 {
            let ran = run(dir.path(), &["check", "--output-format", "json", "p.md"]);
            assert!(matches!(ran.code, Some(0..=2)), "{}", ran.err);
            let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
            assert!(json["findings"].is_array());
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

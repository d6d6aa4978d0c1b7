#!/usr/bin/env python3
"""Measures clauselint beside other tools and writes docs/performance.md.

    python3 benches/compare.py [--binary target/release/clauselint] [--peers FOLDER] [--quick]

FOLDER holds peers from registries: `npm i textlint textlint-rule-prh alex`, and a `venv` with `pip install proselint vale`.
What is not there is left out. All texts are made from the test fixtures, so that anyone can repeat this. CPU time is
user and system time of the process and its children; of several runs the best counts.
"""
import argparse, os, pathlib, platform, random, shutil, subprocess, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ["examplia.md", "poor.md"]
WORDS = """collect use share disclose retain delete protect transfer process store sell transmit analyse combine
receive""".split()
THINGS = """personal data|contact details|payment details|device identifiers|log files|location data|browsing history|
order history|e-mail address|usage data""".replace("\n", "").split("|")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(ROOT / "target/release/clauselint"))
    parser.add_argument("--peers")
    parser.add_argument("--quick", action="store_true", help="one run each, no file of 100 MB")
    return parser.parse_args()


def measure(command, runs=3, cpus=None):
    """CPU seconds, seconds by the clock, peak MiB: the best of some runs."""
    best = None
    for _ in range(runs):
        # A small process in between, since the peak of a child counts from its parent's size on.
        wrapped = ["/usr/bin/time", "-f", "%M", "-o", str(WORK / "peak")]
        wrapped += (["taskset", "-c", cpus] if cpus else []) + [str(c) for c in command]
        begun = time.monotonic()
        child = subprocess.Popen(wrapped, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=WORK)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1):
            return None
        peak = int((WORK / "peak").read_text().split()[-1]) / 1024
        took = (usage.ru_utime + usage.ru_stime, time.monotonic() - begun, peak)
        best = took if best is None else tuple(map(min, best, took))
    return best


def text_of(size, seed):
    """A policy of about so many bytes: paragraphs of the fixtures in a random order."""
    draw = random.Random(seed)
    parts = [p for f in FIXTURES for p in (ROOT / "tests/policies" / f).read_text().split("\n\n") if p.strip()]
    out, length = ["# Privacy policy"], 0
    while length < size:
        part = draw.choice(parts)
        out.append(part)
        length += len(part) + 2
    return "\n\n".join(out) + "\n"


def write(name, text):
    path = WORK / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def patterns(count):
    return [f"{WORDS[i % len(WORDS)]} {THINGS[i // len(WORDS) % len(THINGS)]}{' ' + str(i) if i > 149 else ''}"
            for i in range(count)]


def rule_folder(name, count):
    rules = "\n\n".join(
        f'rule r{i} {{\n    title "Do not say {i}"\n    must not state "{p}"\n}}' for i, p in enumerate(patterns(count)))
    write(f"{name}/core/core.clause", "pack core\n\n" + rules + "\n")
    return WORK / name


def version(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, cwd=WORK).stdout.strip().splitlines()[0]
    except (OSError, IndexError):
        return None


def figures(binary, quick):
    """Lines about clauselint alone."""
    runs = 1 if quick else 3
    check = [binary, "check", "--isolated", "--pack", "all", "--output-format", "json"]
    out = ["## Start\n", "| what | CPU ms | over an empty process |", "|---|---|---|"]
    empty = measure([binary, "--version"], 5)[0]
    out.append(f"| `clauselint --version` (an empty process) | {empty * 1e3:.1f} | |")
    for name, text in [("three words", "cookies policy here\n"), ("15 KB", text_of(15_000, 1))]:
        took = measure(check + [write("one.md", text)], 5)[0]
        out.append(f"| one policy of {name}, all packs | {took * 1e3:.1f} | {(took - empty) * 1e3:.1f} |")
    out += ["\n## Growth\n", "| input | CPU s | MB per CPU second | peak MiB | peak / size |", "|---|---|---|---|---|"]
    for size in [100_000, 1_000_000, 10_000_000] + ([] if quick else [100_000_000]):
        took = measure(check + [write("big.md", text_of(size, 2))], 1 if size > 5_000_000 else runs)
        out.append(row(f"one policy of {size / 1e6:g} MB", size, took))
    for count in (30, 300):
        files = [write(f"many{count}/{i}.md", text_of(17_000, i)) for i in range(count)]
        size = sum(f.stat().st_size for f in files)
        took = measure(check + [WORK / f"many{count}"], runs)
        out.append(row(f"{count} policies, {size / 1e6:.1f} MB", size, took))
    one, two = (measure(check + [WORK / "many300"], runs, cpus)[1] for cpus in ("0", "0,1"))
    out += [f"\nTwo processors by the clock: {one / two:.2f} times as fast as one.",
            "\n| rules of one phrase each | CPU s for 300 policies |", "|---|---|"]
    for count in (100, 1_000, 10_000):
        folder = rule_folder(f"rules{count}", count)
        took = measure([binary, "check", "--isolated", "--rules-from", folder, "--output-format", "json",
                        WORK / "many300"], 1)[0]
        start = measure([binary, "check", "--isolated", "--rules-from", folder, "--output-format", "json",
                         WORK / "one.md"], 1)[0]
        out.append(f"| {count} | {took - start:.2f} (and {start:.2f} to read the rules) |")
    return out


def row(name, size, took):
    return f"| {name} | {took[0]:.2f} | {size / 1e6 / took[0]:.1f} | {took[2]:.0f} | {took[2] * 1048576 / size:.1f} |"


def beside(binary, peers, quick):
    """Lines about tools side by side: fifty patterns over the same thirty policies, in one run."""
    folder, some = WORK / "many30", patterns(50)
    size = sum(f.stat().st_size for f in folder.iterdir())
    rules = rule_folder("rules50", 50)
    write("patterns.txt", "\n".join(some) + "\n")
    tools = [
        ("`wc -w`", ["wc", "--version"], ["sh", "-c", f"exec wc -w {folder}/*.md"]),
        ("ripgrep, 50 patterns", ["rg", "--version"], ["rg", "-j1", "-i", "--json", "-f", WORK / "patterns.txt", folder]),
        ("clauselint, 50 rules", [binary, "--version"],
         [binary, "check", "--isolated", "--rules-from", rules, "--output-format", "json", folder]),
        ("clauselint, all packs", [binary, "--version"],
         [binary, "check", "--isolated", "--pack", "all", "--output-format", "json", folder]),
    ]
    if peers:
        node, venv = peers / "node_modules/.bin/textlint", peers / "venv/bin"
        prh = "version: 1\nrules:\n" + "".join(f"  - expected: X{i}\n    pattern: /{p}/i\n" for i, p in enumerate(some))
        write("prh.yml", prh)
        write(".textlintrc.json", '{"rules": {"prh": {"rulePaths": ["prh.yml"]}}}')
        tokens = "".join(f"  - '{p}'\n" for p in some)
        write("styles/Own/Said.yml",
              f"extends: existence\nmessage: \"'%s'\"\nlevel: warning\nignorecase: true\ntokens:\n{tokens}")
        write(".vale.ini", f"StylesPath = {WORK}/styles\nMinAlertLevel = suggestion\n[*.md]\nBasedOnStyles = Own\n")
        os.symlink(peers / "node_modules", WORK / "node_modules")
        tools += [
            ("textlint, 50 patterns", [node, "--version"],
             [node, "--rulesdir", ".", "-f", "json", "--config", ".textlintrc.json", folder]),
            ("alex, its own checks", [peers / "node_modules/.bin/alex", "--version"],
             ["sh", "-c", f"exec {peers}/node_modules/.bin/alex {folder}/*.md"]),
            ("proselint, its own checks",
             [venv / "python", "-c", "import importlib.metadata as m; print(m.version('proselint'))"],
             ["sh", "-c", f"exec {venv}/proselint check {folder}/*.md"]),
            ("Vale, 50 patterns", [venv / "vale", "--version"],
             [venv / "vale", "--config", ".vale.ini", "--no-exit", "--output=JSON", folder]),
        ]
    out = ["\n## Beside others\n", f"Thirty policies, {size / 1e6:.2f} MB, the same for all.\n",
           "| tool | version | CPU s | MB per CPU second | times the CPU of clauselint with 50 rules | peak MiB |",
           "|---|---|---|---|---|---|"]
    took = {name: measure(command, 1 if quick else 3) for name, ask, command in tools if version(ask)}
    own = took["clauselint, 50 rules"][0]
    for name, ask, _ in tools:
        if took.get(name):
            cpu, _, peak = took[name]
            out.append(f"| {name} | {version(ask)} | {cpu:.3f} | {size / 1e6 / cpu:.2f} | {cpu / own:.2f} | {peak:.0f} |")
    return out


def main():
    global WORK
    args = arguments()
    WORK = pathlib.Path(tempfile.mkdtemp())
    head = (ROOT / "benches/performance-head.md").read_text()
    lines = [head, f"Measured by `benches/compare.py` on {platform.machine()} with {os.cpu_count()} processors.\n"]
    lines += figures(args.binary, args.quick)
    lines += beside(args.binary, pathlib.Path(args.peers).resolve() if args.peers else None, args.quick)
    (ROOT / "docs/performance.md").write_text("\n".join(lines) + "\n")
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()

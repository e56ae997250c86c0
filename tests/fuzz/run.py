#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fuzzing: every target on inputs that libFuzzer makes up, or on the kept ones alone.

usage: run.py BUILD [--seconds N] [--only TARGET,..] [--jobs N]   BUILD holds the programs of the preset `fuzz`
       run.py --mutate FUZZ_REPLAY [...]    without libFuzzer: kept inputs, changed at random
       run.py --replay FUZZ_REPLAY          the kept inputs as they are

Inputs start from tests/fuzz/corpus/TARGET, from the policies and golden files of this repository, and from outside suites
(tests/vectors). What libFuzzer finds worth keeping stays in BUILD/corpus/TARGET for the next time, an input that fails in
BUILD/findings. tests/fuzz/executions.csv has a line for each run of `./dev fuzz`: how many inputs a target has had; it is committed
with what the run has found.

A finding is mended with its input kept in tests/fuzz/corpus/TARGET, where --replay runs it from then on.
"""
import argparse, collections, concurrent.futures, csv, os, re, secrets, struct, subprocess, sys, tarfile, tempfile, time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
KEPT, TALLY = SOURCE / "tests/fuzz/corpus", SOURCE / "tests/fuzz/executions.csv"
TARGETS = ["policy", "ndjson", "csv", "stored", "entry", "audit_body", "plan_body", "pack_directory", "pack_chunks"]
READS_JSON = {"ndjson", "entry", "audit_body", "plan_body"}
MILLION = 1_000_000
LONGEST = {"policy": 8192, "csv": 4096, "ndjson": 4096}  # bytes that libFuzzer makes up at most; else 2048


def policies():
    return sorted([*SOURCE.glob("policies/**/*.frist"), *SOURCE.glob("tests/golden/**/*.frist"), *SOURCE.glob("tests/bench/*.frist")])


def seeds_of(target):
    """Inputs by name that stand elsewhere in the repository."""
    seeds = {}
    if target == "policy":
        seeds = {f"{i:03}_{path.name}": path.read_bytes() for i, path in enumerate(policies())}
        seeds["UTF-8-test.txt"] = (SOURCE / "tests/vectors/UTF-8-test.txt").read_bytes()
    if target in READS_JSON:
        with tarfile.open(SOURCE / "tests/vectors/JSONTestSuite.tar.gz") as suite:
            for member in suite:
                if member.isfile():
                    seeds[Path(member.name).name] = suite.extractfile(member).read()
    return seeds


def large_inputs(target):
    """Out of all proportion: too large to be kept, and to be made up."""
    if target == "policy":
        start = (SOURCE / "tests/bench/bureau.frist").read_bytes()
        return {"open_brackets": start + b"(" * MILLION, "one_word": start + b"a" * MILLION, "zero_bytes": bytes(MILLION)}
    if target in READS_JSON:
        pairs = b"{" + b",".join(b'"k%d":%d' % (i, i) for i in range(20_000)) + b"}"
        return {"arrays": b"[" * MILLION, "objects": b'{"facts":' * 200_000, "members": pairs, "digits": b"9" * MILLION}
    if target == "csv":
        return {"columns": b"id" + b",a" * MILLION, "quotes": b'id,"' * 200_000, "lines": b"id\n" + b"x\n" * 20_000}
    if target == "pack_directory":
        return {"arrays": b"\x81" * MILLION, "maps": b"\xa1\x61a" * 300_000, "endless": b"\x9f" * MILLION, "tags": b"\xc1" * MILLION,
                "promised": b"\x9b" + struct.pack(">Q", 2**62), "promised_text": b"\x7b" + struct.pack(">Q", 2**62)}
    return {}


def write_inputs(target, folder):
    folder.mkdir(parents=True)
    for name, content in seeds_of(target).items():
        (folder / name).write_bytes(content)


# ---- the kept inputs


def run_replay(replay, target, folders, folder):
    environment = {**os.environ, "TMPDIR": str(folder)}
    return subprocess.run([replay, target, *folders], capture_output=True, text=True, errors="replace", timeout=600, env=environment)


def replay_all(replay):
    problems, inputs = [], 0
    with tempfile.TemporaryDirectory() as folder:
        known = subprocess.run([replay], capture_output=True, text=True, check=True).stdout.split()
        if sorted(known) != sorted([*TARGETS, "planted"]):
            problems.append(f"the program has the targets {known}")
        for target in TARGETS:
            seeds = Path(folder, target)
            write_inputs(target, seeds)
            for name, content in large_inputs(target).items():
                (seeds / ("large_" + name)).write_bytes(content)
            if not any((KEPT / target).iterdir()):
                problems.append(f"{target}: no input is kept")
            done = run_replay(replay, target, [seeds, KEPT / target], folder)
            if done.returncode != 0:
                problems.append(f"{target}: ends with {done.returncode}: {done.stdout}{done.stderr[-2000:]}")
            else:
                inputs += int(re.search(r"(\d+) inputs", done.stdout)[1])
        bad = Path(folder, "planted")
        bad.write_text("this is planted\n")
        done = run_replay(replay, "planted", [bad], folder)
        if done.returncode >= 0 or "does not hold" not in done.stderr:
            problems.append("a law that does not hold went unnoticed (planted)")
    print("\n".join(problems))
    print(f"{inputs} inputs, {len(problems)} problems")
    return 1 if problems else 0


# ---- libFuzzer


def write_dictionary(path):
    """The words of all policies, the frequent ones first."""
    words = collections.Counter(word for policy in policies() for word in re.findall(r"[a-z][a-z/_]+", policy.read_text(errors="ignore")))
    path.write_text("".join(f'"{word}"\n' for word, _ in words.most_common(400)))


def fuzz(build, target, seconds, folder):
    """What one target did: how many executions, and what it says if it failed."""
    seeds, kept, findings = Path(folder, target), build / "corpus" / target, build / "findings"
    write_inputs(target, seeds)
    kept.mkdir(parents=True, exist_ok=True)
    findings.mkdir(exist_ok=True)
    words = [build / "tests/fuzz" / f"fuzz_{target}", f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=3072",
             f"-max_len={LONGEST.get(target, 2048)}", "-print_final_stats=1", "-verbosity=0", f"-artifact_prefix={findings}/{target}-"]
    if target == "policy":
        write_dictionary(Path(folder, "words"))
        words.append(f"-dict={folder}/words")
    environment = {**os.environ, "TMPDIR": str(folder), "UBSAN_OPTIONS": "print_stacktrace=1"}
    done = subprocess.run([*words, kept, seeds, KEPT / target], capture_output=True, text=True, errors="replace", env=environment)
    found = re.search(r"stat::number_of_executed_units:\s*(\d+)", done.stderr)
    said = done.stderr[-6000:] + f"\nthe input is in {findings}; `fuzz_{target} FILE` runs it again"
    return int(found[1]) if found else 0, "" if done.returncode == 0 else said


# ---- kept inputs, changed at random


def mutate(replay, target, seconds, folder, kept=None):
    """As fuzz(), by a program without libFuzzer, from the inputs in `kept` or the target's own."""
    seeds, latest, findings = Path(folder, target), Path(folder, target + ".latest"), replay.parent / "findings"
    write_inputs(target, seeds)
    words = [replay, "--mutate", str(seconds), str(secrets.randbits(63)), str(LONGEST.get(target, 2048)), latest, target, seeds,
             kept or KEPT / target]
    environment = {**os.environ, "TMPDIR": str(folder), "UBSAN_OPTIONS": "print_stacktrace=1"}
    try:
        done = subprocess.run(words, capture_output=True, text=True, errors="replace", env=environment, timeout=seconds + 120)
        code, out, said = done.returncode, done.stdout, done.stdout + done.stderr[-6000:]
    except subprocess.TimeoutExpired:
        code, out, said = 1, "", "it does not come back"
    found = re.fullmatch(r"\w+: (\d+) executions\n", out)
    if code == 0 and found and int(found[1]) > 0:
        return int(found[1]), ""
    findings.mkdir(exist_ok=True)
    kept = findings / f"{target}-{secrets.token_hex(4)}"
    held = latest.read_bytes()
    kept.write_bytes(held[8:8 + struct.unpack_from("=Q", held)[0]])
    return 0, said + f"\nthe input is in {kept}; `fuzz_replay {target} FILE` runs it again"


def finds_what_is_planted(replay, folder):
    """A target that fails on a word, among inputs that are one letter away from it."""
    near = Path(folder, "near")
    near.write_text("plante?d\n")
    said = mutate(replay, "planted", 20, folder, near)[1]
    return "does not hold" in said


# ---- how many there were, over all runs


def tally():
    """Each line of the committed list: a run's date, how, seconds for each target, and the executions of each target."""
    with open(TALLY, newline="") as file:
        return list(csv.DictReader(file))


def note(how, seconds, counts):
    with open(TALLY, "a", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(
            [time.strftime("%Y-%m-%d", time.gmtime()), how, seconds, *(counts.get(target, 0) for target in TARGETS)])


def tell_tally(counts, noted):
    lines = tally()
    of = {target: sum(int(line[target]) for line in lines) + (0 if noted else counts.get(target, 0)) for target in TARGETS}
    print(f"\nover {len(lines) + (not noted)} runs ({TALLY.relative_to(SOURCE)}{'' if noted else ' and this one'}):")
    for target, executions in of.items():
        print(f"{target:<16}{executions:>12}")
    print(f"{'together':<16}{sum(of.values()):>12} of the 1,000,000,000 before a release")


def fuzz_all(options):
    program = Path(options.mutate or options.build).resolve()
    targets = options.only.split(",") if options.only else TARGETS
    if wrong := [target for target in targets if target not in TARGETS]:
        sys.exit(f"no target {wrong[0]}; there are {', '.join(TARGETS)}")
    failed, counts = [], {}
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        planted = pool.submit(finds_what_is_planted, program, folder) if options.mutate else None
        runs = {target: pool.submit(mutate if options.mutate else fuzz, program, target, options.seconds, folder) for target in targets}
        for target, run in runs.items():
            counts[target], said = run.result()
            print(f"{target:<16}{counts[target]:>12} executions   {'FAILED' if said else 'nothing found'}", flush=True)
            if said:
                failed.append(target)
                print(said)
        if planted and not planted.result():
            failed.append("planted")
            print("an input that breaks a law was not found (planted)")
    if not options.mutate:
        note("libFuzzer", options.seconds, counts)
    tell_tally(counts, noted=not options.mutate)
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(prog="./dev fuzz", description="Every fuzz target on inputs that libFuzzer makes up.")
    parser.add_argument("build", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--only", metavar="TARGET,..", help=", ".join(TARGETS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="targets at a time")
    parser.add_argument("--mutate", metavar="FUZZ_REPLAY", help="without libFuzzer: kept inputs changed at random, with that program")
    parser.add_argument("--replay", metavar="FUZZ_REPLAY", help="only the kept inputs, with that program")
    options = parser.parse_args()
    if options.replay:
        return replay_all(Path(options.replay).resolve())
    return fuzz_all(options) if options.build or options.mutate else parser.error("which build?")


if __name__ == "__main__":
    sys.exit(main())

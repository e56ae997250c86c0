#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The benchmark of whole commands: adoption, re-decision and a steady night against hand-written SQL on the same rows.

usage: bench.py FRIST EVALUATOR_BENCH [--entries N] [--large N] [--rounds R] [--json FILE]

Everything is measured in one run on one machine; the ratios are what counts. Each round uses fresh copies of one file and has
the SQL three times, before, between and after; ratios are within a round, and the median of the rounds is told. At the end the same nights run on N times the entries (--large 0: not), only for their peak memory.
"""
import argparse, json, os, resource, shutil, statistics, subprocess, sys, tempfile, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIRST_DAY, STEADY_DAY = "2026-01-01", "2026-01-02"


def run(command, **kwargs):
    """Wall seconds, peak memory in MiB and the output of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **kwargs)
    out, err = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} failed with {process.returncode}:\n{err}")
    return seconds, out


LIMITS = ["--most-erased", "1000000000", "--most-percent", "100", "--most-times-usual", "1000000000"]  # the brake is asked, and lets all pass
PROBE = """import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
sys.exit(done.returncode)"""


def peak_mib(command):
    """Peak resident memory of a command, measured by a child that runs nothing else."""
    done = subprocess.run([sys.executable, "-c", PROBE, *map(str, command)], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} failed with {done.returncode}:\n{done.stderr}")
    return float(done.stdout)


def peaks(frist, policy, folder, entries):
    """Peak memory of attaching, of the first decision of all and of a steady night."""
    database = Path(folder) / "peak.db"
    for old in Path(folder).glob("peak.db*"):
        old.unlink()
    sql(database, "entries.sql", n=entries)
    return {"attach": peak_mib([frist, "attach", policy, "--db", database]),
            "first decision": peak_mib([frist, "run", "--db", database, "--as-of", FIRST_DAY, "--quiet", *LIMITS]),
            "steady night": peak_mib([frist, "run", "--db", database, "--as-of", STEADY_DAY, "--quiet", *LIMITS])}


def evaluator(program):
    """Nanoseconds for a row by hand and by the widest vectors of this machine, on one core."""
    told = json.loads(subprocess.run([program], capture_output=True, text=True, check=True).stdout)
    lanes, machine = list(told["machine"].items())[-1]
    return {"lanes": lanes, "by hand": told["by_hand_ns_per_row"], "evaluator": machine["ns_per_row"], "ratio": machine["x_by_hand"]}


def sql(database, script, **values):
    text = (HERE / script).read_text()
    for name, value in values.items():
        text = text.replace(f":{name}", str(value))
    return run(["sqlite3", str(database)], stdin=write_temp(text))


def write_temp(text):
    file = tempfile.TemporaryFile("w+")
    file.write(text)
    file.seek(0)
    return file


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("frist")
    parser.add_argument("evaluator")
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--large", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json")
    options = parser.parse_args()
    frist, policy = options.frist, HERE / "bureau.frist"
    figures = {name: [] for name in ("sql", "adoption", "re-decision", "steady night")}
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.db"
        print(f"making {options.entries:,} entries", file=sys.stderr)
        sql(base, "entries.sql", n=options.entries)
        work, hand, other = (Path(folder) / name for name in ("work.db", "hand.db", "bureau2.frist"))
        other.write_text(policy.read_text().replace('version    "1"', 'version    "2"'))

        def fresh(path):
            for old in Path(folder).glob(path.name + "*"):
                old.unlink()
            shutil.copy(base, path)
            subprocess.run(["sync"], check=True)

        def by_hand():
            """Seconds, and how many rows went."""
            fresh(hand)
            seconds, out = sql(hand, "delete.sql", d=f"'{STEADY_DAY}'")
            return seconds, int(out.split()[2])

        def night(day):
            subprocess.run(["sync"], check=True)  # what others have left to write is not ours to wait for
            seconds, out = run([frist, "run", "--db", work, "--as-of", day, "--json", "--quiet", *LIMITS])
            return seconds, json.loads(out)["erased"]

        for _ in range(options.rounds):
            before, deleted = by_hand()
            fresh(work)
            attach, _ = run([frist, "attach", policy, "--db", work, "--json"])
            first, _ = night(FIRST_DAY)
            steady, erased = night(STEADY_DAY)
            between, _ = by_hand()
            run([frist, "attach", other, "--db", work, "--json"])
            again, _ = night(STEADY_DAY)
            after, _ = by_hand()
            if erased != deleted:
                sys.exit(f"the night erased {erased}, the SQL deleted {deleted}: they do not do the same")
            by_sql = statistics.median([before, between, after])
            for name, seconds in (("sql", by_sql), ("adoption", attach + first), ("re-decision", again), ("steady night", steady)):
                figures[name].append((seconds, seconds / by_sql))
        for path in (base, work, hand):
            for old in Path(folder).glob(path.name + "*"):
                old.unlink()
        sizes = [options.entries] + ([options.large] if options.large else [])
        memory = {n: peaks(frist, policy, folder, n) for n in sizes}
    decided = evaluator(options.evaluator)
    median, ratio = ({name: statistics.median(value[i] for value in values) for name, values in figures.items()} for i in (0, 1))
    report = {"entries": options.entries, "due": erased, "seconds": median, "ratio to sql": ratio, "evaluator": decided, "peak MiB": memory}
    print(f"{options.entries:,} entries, {erased:,} due on the steady night; medians of {options.rounds} rounds\n")
    print(f"{'':<14}{'seconds':>10}{'x SQL':>10}{'target':>10}")
    for name, target in (("sql", ""), ("adoption", "4"), ("re-decision", "1.0"), ("steady night", "0.25")):
        print(f"{name:<14}{median[name]:>10.3f}{ratio[name]:>10.2f}{target:>10}")
    print(f"\nevaluator ({decided['lanes']}): {1000 / decided['evaluator']:.0f} million decisions a second on one core; by hand, row by row, "
          f"{1000 / decided['by hand']:.0f} million: {decided['ratio']:.2f} x the time, target 1.5")
    print("\npeak memory, MiB " + "".join(f"{name:>16}" for name in memory[options.entries]))
    for n, peak in memory.items():
        print(f"{n:>16,} " + "".join(f"{mib:>16.0f}" for mib in peak.values()))
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The benchmark of whole commands: adoption, re-decision and a steady night against hand-written SQL on the same rows.

usage: bench.py FRIST [--entries N] [--rounds R] [--json FILE]

Everything is measured in one run on one machine; the ratios are what counts. Each round uses fresh copies of one file.
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


def peak_mib(command):
    """Peak resident memory of a command, measured by a child that runs nothing else."""
    probe = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
             "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)")
    return float(subprocess.run([sys.executable, "-c", probe, *map(str, command)], capture_output=True, text=True, check=True).stdout)


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
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json")
    options = parser.parse_args()
    frist, policy = options.frist, HERE / "bureau.frist"
    figures = {name: [] for name in ("sql", "adoption", "re-decision", "steady night")}
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.db"
        print(f"making {options.entries:,} entries", file=sys.stderr)
        sql(base, "entries.sql", n=options.entries)
        for _ in range(options.rounds):
            work = Path(folder) / "work.db"
            hand = Path(folder) / "hand.db"
            for path in (work, hand):
                for old in Path(folder).glob(path.name + "*"):
                    old.unlink()
                shutil.copy(base, path)
            subprocess.run(["sync"], check=True)
            attach, _ = run([frist, "attach", policy, "--db", work, "--json"])
            first, out = run([frist, "run", "--db", work, "--as-of", FIRST_DAY, "--json", "--quiet"])
            figures["adoption"].append(attach + first)
            night, out = run([frist, "run", "--db", work, "--as-of", STEADY_DAY, "--json", "--quiet"])
            figures["steady night"].append(night)
            erased = json.loads(out)["erased"]
            by_hand, out = sql(hand, "delete.sql", d=f"'{STEADY_DAY}'")
            figures["sql"].append(by_hand)
            deleted = int(out.split()[2])
            if erased != deleted:
                sys.exit(f"the night erased {erased}, the SQL deleted {deleted}: they do not do the same")
            changed = policy.read_text().replace('version    "1"', 'version    "2"')
            other = Path(folder) / "bureau2.frist"
            other.write_text(changed)
            run([frist, "attach", other, "--db", work, "--json"])
            again, _ = run([frist, "run", "--db", work, "--as-of", STEADY_DAY, "--json", "--quiet"])
            figures["re-decision"].append(again)
        memory = peak_mib([frist, "run", "--db", work, "--policy", policy, "--as-of", STEADY_DAY, "--quiet"])
    median = {name: statistics.median(values) for name, values in figures.items()}
    report = {"entries": options.entries, "due": erased, "seconds": median, "ratio to sql": {n: median[n] / median["sql"] for n in median}, "peak MiB of a re-decision": memory}
    print(f"{options.entries:,} entries, {erased:,} due on the steady night; medians of {options.rounds} rounds\n")
    print(f"{'':<14}{'seconds':>10}{'x SQL':>10}{'target':>10}")
    for name, target in (("sql", ""), ("adoption", "4"), ("re-decision", "1.0"), ("steady night", "0.25")):
        print(f"{name:<14}{median[name]:>10.3f}{median[name] / median['sql']:>10.2f}{target:>10}")
    print(f"\npeak memory of a re-decision: {memory:.0f} MiB")
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""How processes are measured. The machine may be shared, so CPU time of a process is told beside wall time, rivals take turns
within a round, and a ratio is the median of the ratios within the rounds."""
import json, os, shutil, statistics, subprocess, sys, tempfile, time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMITS = ["--most-erased", "1000000000", "--most-percent", "100", "--most-times-usual", "1000000000"]  # the brake is asked, and lets all pass
FIRST_DAY, STEADY_DAY = "2026-01-01", "2026-01-02"


@dataclass
class Took:
    wall: float  # milliseconds
    cpu: float  # of all threads, user and system
    peak: float  # MiB
    out: str

    def json(self):
        return json.loads(self.out)


@dataclass
class Figure:
    """One line of the table: smaller is better unless `at_least`."""
    number: str
    what: str
    value: float
    must: float
    goal: float
    unit: str = "x"
    at_least: bool = False
    detail: dict = field(default_factory=dict)

    def met(self, bar):
        return self.value >= bar if self.at_least else self.value <= bar

    def verdict(self):
        return "goal" if self.met(self.goal) else "must" if self.met(self.must) else "missed"


def run(command, stdin=None):
    """Runs one process to its end; the disk is not left busy with what others wrote before it."""
    os.sync()
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    start = time.perf_counter()
    process = subprocess.Popen([str(c) for c in command], stdin=stdin, stdout=out, stderr=err)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    out.seek(0), err.seek(0)
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} failed with {process.returncode}:\n{err.read().decode()}")
    return Took(wall * 1e3, (used.ru_utime + used.ru_stime) * 1e3, used.ru_maxrss / 1024, out.read().decode())


def sql(database, script, **values):
    text = (HERE / script).read_text()
    for name, value in values.items():
        text = text.replace(f":{name}", str(value))
    with tempfile.TemporaryFile("w+") as file:
        file.write(text), file.seek(0)
        return run(["sqlite3", database], stdin=file)


def remove(database):
    for old in database.parent.glob(database.name + "*"):
        old.unlink()


def copy(source, target):
    remove(target)
    shutil.copy(source, target)
    return target


def median_of(rounds, part=lambda x: x):
    return statistics.median(part(one) for one in rounds)


class Bench:
    """What the measures share: the programs, a folder, the options, and a file of entries that is made once."""
    def __init__(self, build, folder, options):
        self.frist, self.build, self.folder, self.options = Path(build) / "frist", Path(build), Path(folder), options
        self.policy, self.peers = HERE / "bureau.frist", HERE / "peers"
        self.from_the_file = []  # see peers.py

    def program(self, name, *arguments):
        return run([self.build / "tests" / name, *arguments])

    def night(self, database, day, *more, program=None):
        return run([program or self.frist, "run", "--db", database, "--as-of", day, "--json", "--quiet", *(more or LIMITS)])

    def adopted(self, database):
        """The database with the policy attached and all entries decided, nothing due yet."""
        run([self.frist, "attach", self.policy, "--db", database, "--json"])
        self.night(database, FIRST_DAY)
        return database

    def entries(self):
        base = self.folder / "entries.db"
        if not base.exists():
            print(f"making {self.options.entries:,} entries", file=sys.stderr)
            sql(base, "entries.sql", n=self.options.entries)
        return base

# SPDX-License-Identifier: Apache-2.0
"""Rule engines and databases of others, side by side: each decides the same entries in memory as the same policy says, and each must first show
on entries made for that (peers/check.sql) that it decides as the rows by hand do. None is needed for anything: what is not installed is left
out. Behind them stand the whole programs of peers.py, which read the entries from the file.

A new peer is a program in peers/ that prints {"decided": a Tally, "cpu", "wall": seconds, "peak_mib"}, and an entry in ENGINES.
"""
import dataclasses, json, re, shutil, subprocess, sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import peers
from measure import HERE, STEADY_DAY, copy, median_of, remove, run
from peers import CHECK_DAYS, CHECK_ENTRIES, Refused, check_database

COLUMNS = "id, kind, recorded_on, settled_on, closed_on, last_event_on, proof_on, amount, titled, creditor_confirms, legal_hold"
HITS, FULL, OURS = "what is due", "what is due, from which day", "the same, the rule and the next change"


@dataclass
class Engine:
    name: str
    how: str  # it decides
    tells: str
    entries: int  # that take it some seconds
    command: object  # of (bench, entries, day): see Entries
    installed: object  # of (bench): its version, or nothing; and what to install
    wrong: tuple  # as that of a Peer


@dataclass
class Entries:
    """The first entries of a database with the policy attached, and the same as CSV."""
    database: Path
    csv: Path
    count: int


@dataclass
class Row:
    """One line of the table: nanoseconds of CPU for each decision, and how many times that of the rows by hand and of frist it is."""
    name: str  # with its version
    how: str
    tells: str
    entries: int
    ns: float
    by_hand: float
    frist: float
    peak_mib: float | None  # of the process, with its entries


def months_before(day, months):
    """The last day whose same day so many months later, month ends clipped, is not after `day`."""
    def later(d):
        year, month = divmod(d.year * 12 + d.month - 1 + months, 12)
        end = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(1)).day
        return date(year, month + 1, min(d.day, end))
    found = day
    while later(found) > day:
        found -= timedelta(1)
    return found


def cutoffs(day):
    """For engines without a calendar, as days since 1970-01-01: what starts on a day up to `erase_N` is gone for N months and a day on `day`;
    what starts up to `review_36` is to be reviewed."""
    today = date.fromisoformat(day)
    number = lambda d: (d - date(1970, 1, 1)).days
    return {"today": number(today), **{f"erase_{n}": number(months_before(today - timedelta(1), n)) for n in (6, 12, 36)},
            "review_36": number(months_before(today, 36))}


def node(program):
    return lambda bench, entries, day: ["env", f"NODE_PATH={Path(bench.options.engines).resolve() / 'node_modules'}", "node", bench.peers / program,
                                        entries.csv, day, json.dumps(cutoffs(day))]


def version_in(text):
    return re.search(r"\d[\w.-]*", text)[0]


def package(name):
    def installed(bench):
        if not shutil.which("node"):
            return None, "node (Debian: nodejs, npm)"
        told = Path(bench.options.engines) / "node_modules" / name / "package.json"
        return json.loads(told.read_text())["version"] if told.exists() else None, f"{name} in {bench.options.engines} (--install fetches it)"
    return installed


def swi_prolog(bench):
    return version_in(run(["swipl", "--version"]).out) if shutil.which("swipl") else None, "swipl (Debian: swi-prolog-nox)"


def clips(bench):
    return "6.3" if (bench.build / "tests" / "clips_bench").exists() else None, "CLIPS 6.3 (Debian: libclips-dev), then build anew"


def postgresql_programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    return found[-1].parent if found else None


def postgresql(bench):
    programs = postgresql_programs()
    return version_in(run([programs / "postgres", "--version"]).out) if programs else None, "PostgreSQL (Debian: postgresql)"


NO_CALENDAR = "ready-made cutoffs"
ENGINES = [
    Engine("DuckDB", "SQL, its own calendar, one thread", FULL, 1_000_000, node("duckdb.js"), package("@duckdb/node-api"),
           ("decide_dates.sql", "WHEN 'previous_address' THEN recorded_on + INTERVAL '36 months'", "WHEN 'previous_address' THEN recorded_on + INTERVAL '35 months'")),
    Engine("PostgreSQL", "SQL, its own calendar, one process", FULL, 1_000_000,
           lambda bench, entries, day: [sys.executable, bench.peers / "postgresql.py", entries.csv, day, postgresql_programs()],
           postgresql,
           ("decide_dates.sql", "recorded_on + 42", "recorded_on + 41")),
    Engine("SWI-Prolog", "rules, a calendar in Prolog", FULL, 500_000,
           lambda bench, entries, day: ["swipl", "-O", bench.peers / "prolog.pl", "--", entries.csv, day], swi_prolog,
           ("prolog.pl", "P < Own, !, Day = P", "P > Own, !, Day = P")),
    Engine("CLIPS", "rules, a calendar in C++, 1,000 facts a run", FULL, 300_000,
           lambda bench, entries, day: [bench.build / "tests" / "clips_bench", entries.database, day, entries.count, bench.peers / "clips.clp"],
           clips,
           ("clips.clp", "(+ (after ?c 6) 1)", "(after ?c 6)")),
    Engine("ZEN", f"decision table, {NO_CALENDAR}, 1,000 entries a call", HITS, 50_000, node("zen_table.js"), package("@gorules/zen-engine"),
           ("zen_table.js", "settled_on >= recorded_on and", "")),
    Engine("ZEN", "expressions, its own calendar, 1,000 entries a call", FULL, 20_000, node("zen_expressions.js"), package("@gorules/zen-engine"),
           ("zen_expressions.js", ".add(42, 'd')", ".add(43, 'd')")),
    Engine("Drools DMN", "FEEL, its own calendar, 5,000 entries a request", FULL, 50_000, node("drools.js"), package("@kie-tools/jitexecutor-native"),
           ("feel.js", "e.amount <= 200000", "e.amount < 200000")),
    Engine("Cedar", f"policies, {NO_CALENDAR}, one entry a call", HITS, 10_000, node("cedar.js"), package("@cedar-policy/cedar-wasm"),
           ("cedar.js", "context.last_event_on <= ${cutoffs.review_36}", "context.last_event_on < ${cutoffs.review_36}")),
    Engine("feelin", "FEEL, its own calendar, 1,000 entries a call", FULL, 10_000, node("feelin.js"), package("feelin"),
           ("feel.js", 'e.kind = "discharge" then', 'e.kind = "discharged" then')),
    Engine("json-rules-engine", f"rules, {NO_CALENDAR}, one entry a call", HITS, 10_000, node("json_rules_engine.js"), package("json-rules-engine"),
           ("json_rules_engine.js", "is('legal_hold', false)", "is('titled', false)")),
]


def exported(bench, database, count):
    """The first `count` entries, with the file of CSV that the peers read; made once."""
    csv = bench.folder / f"{database.stem}-{count}.csv"
    if not csv.exists():
        csv.write_text(run(["sqlite3", "-csv", "-header", "-newline", "\n", database, f"SELECT {COLUMNS} FROM entries ORDER BY id LIMIT {count}"]).out)
    return Entries(database, csv, count)


def by_hand(bench, entries, day):
    return bench.program("entries_bench", entries.database, day, entries.count).json()


def decide(bench, engine, entries, day, expected):
    """Runs an engine. Refuses it where it says anything else than the rows by hand; the day from which an entry is gone, if it tells that."""
    told = run(engine.command(bench, entries, day)).json()
    peers.same(f"{engine.name} ({engine.how})", day, told["decided"], {name: expected[name] for name in expected if name != "days" or engine.tells == FULL})
    return told


def check(bench, engine):
    entries = exported(bench, check_database(bench), CHECK_ENTRIES)
    for day in CHECK_DAYS:
        decide(bench, engine, entries, day, peers.by_hand(bench, entries.database, day).json())


def install(folder):
    """Fetches the packages of peers/package.json into a folder. Their install scripts are not run."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "peers" / "package.json", folder)
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    for executor in folder.glob("node_modules/@kie-tools/jitexecutor-native/dist/linux/jitexecutor"):
        executor.chmod(0o755)


def present(bench):
    """The engines that are installed, each with its version; one line about each of the others."""
    for engine in ENGINES:
        version, what = engine.installed(bench)
        if version:
            yield dataclasses.replace(engine, name=f"{engine.name} {version}")
        else:
            print(f"left out: {engine.name}, {engine.how}: install {what}", file=sys.stderr)


def engines(bench):
    """Yields the Rows: the rows by hand, frist, and every engine that is installed; then the same from the file."""
    if bench.options.install:
        install(bench.options.engines)
    installed = list(present(bench))
    for engine in installed:
        check(bench, engine)
    database = copy(bench.entries(), bench.folder / "engines.db")
    run([bench.frist, "attach", bench.policy, "--db", database])
    yield from ours(bench, database)
    for engine in installed:
        yield measured(bench, engine, exported(bench, database, min(engine.entries, bench.options.entries)))
    remove(database)
    yield from whole_programs(bench)


def ours(bench, database):
    rounds, count = [], bench.options.entries
    for _ in range(min(bench.options.rounds, 3)):
        took = bench.program("entries_bench", database, STEADY_DAY, count)
        told = took.json()
        rounds.append((told["by_hand_ns"], told["columns_ns"], told["singly_ns"], took.peak))
    hand, columns, singly, peak = (median_of(rounds, lambda r: r[i]) for i in range(4))
    yield Row("C++ by hand", "a loop over rows", FULL, count, hand, 1, hand / columns, None)
    yield Row("frist", "its evaluator, over columns", OURS, count, columns, columns / hand, 1, peak)  # the rows by hand are in there, too
    yield Row("frist", "its evaluator, one entry a call", OURS, min(count, 2000), singly, singly / hand, singly / columns, None)


def measured(bench, engine, entries):
    rounds = []
    for _ in range(min(bench.options.rounds, 3)):
        hand = by_hand(bench, entries, STEADY_DAY)
        told = decide(bench, engine, entries, STEADY_DAY, hand["decided"])
        ns = told["cpu"] * 1e9 / entries.count
        rounds.append((ns, ns / hand["by_hand_ns"], ns / hand["columns_ns"], told["peak_mib"]))
    return Row(engine.name, engine.how, engine.tells, entries.count, *(median_of(rounds, lambda r: r[i]) for i in range(4)))


def whole_programs(bench):
    rounds, count = peers.from_the_file(bench), bench.options.entries
    names = {"by hand": ("C++ by hand", FULL), "frist": ("frist run --dry-run", OURS), "a plain Python script": ("Python script", FULL)}
    for name in rounds[0]:
        known, tells = names.get(name, (name, FULL))
        yield Row(known, "whole program, from the file", tells, count, median_of(rounds, lambda took: took[name].cpu) * 1e6 / count,
                  median_of(rounds, lambda took: took[name].cpu / took["by hand"].cpu), median_of(rounds, lambda took: took[name].cpu / took["frist"].cpu),
                  None)


def self_test(bench):
    """Shows that a wrong rule is caught: every peer that is installed is run with one planted in a copy of its program, and must be refused."""
    caught = 0
    for passes, one in [(peers.check, peer) for peer in peers.PEERS] + [(check, engine) for engine in present(bench)]:
        file, right, wrong = one.wrong
        bench.peers = HERE / "peers"
        passes(bench, one)
        bench.peers = bench.folder / "planted"
        shutil.copytree(HERE / "peers", bench.peers, dirs_exist_ok=True)
        text = (bench.peers / file).read_text()
        if right not in text:
            sys.exit(f"{file} does not say `{right}`: the self-test has nothing to plant")
        (bench.peers / file).write_text(text.replace(right, wrong))
        try:
            passes(bench, one)
        except Refused as refusal:
            caught += 1
            print(f"caught: {refusal}", file=sys.stderr)
        else:
            sys.exit(f"{one.name} decides by a wrong rule, `{wrong}`, and was not refused")
    print(f"{caught} peers with a wrong rule each: all refused")

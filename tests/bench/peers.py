# SPDX-License-Identifier: Apache-2.0
"""Others that read every entry of the same file and decide it: SQLite's SQL and a plain Python script, as whole programs. Each must come to the
same Tally as the rows by hand, on the file that is measured and on entries on which a wrong rule shows (peers/check.sql)."""
import sys, tempfile
from dataclasses import dataclass

from measure import STEADY_DAY, Figure, copy, median_of, remove, run, sql

CHECK_DAYS, CHECK_ENTRIES = ("2024-03-01", STEADY_DAY), 20_000


class Refused(Exception):
    """A peer does not decide as the rows by hand do."""


@dataclass
class Peer:
    name: str
    decide: object  # of (bench, database, day): what its program took, which prints a Tally as JSON
    wrong: tuple  # a rule of its program and the same with a mistake, for the self-test: file, text, other text


def by_sql(bench, database, day):
    with tempfile.TemporaryFile("w+") as file:
        file.write((bench.peers / "decide.sql").read_text().replace(":d", f"'{day}'")), file.seek(0)
        return run(["sqlite3", database], stdin=file)


PEERS = [Peer("SQLite's SQL", by_sql, ("decide.sql", "'-1 day')), '+1 day')", "'-1 day')), '+2 days')")),
         Peer("a plain Python script", lambda bench, database, day: run([sys.executable, bench.peers / "decide.py", database, day]),
              ("decide.py", "settled < day", "settled > day"))]


def same(name, day, told, expected):
    if told != expected:
        raise Refused(f"{name} says on {day} {told}, the rows by hand {expected}: they do not decide the same")


def by_hand(bench, database, day):
    return bench.program("night_by_hand", "decide", database, day)


def check_database(bench):
    database = bench.folder / "check.db"
    if not database.exists():
        sql(database, "peers/check.sql", n=CHECK_ENTRIES)
        run([bench.frist, "attach", bench.policy, "--db", database])
    return database


def check(bench, peer):
    for day in CHECK_DAYS:
        same(peer.name, day, peer.decide(bench, check_database(bench), day).json(), by_hand(bench, check_database(bench), day).json())


def from_the_file(bench):
    """For each round what the rows by hand, `frist run --dry-run` and every peer took, by name; measured once."""
    if bench.from_the_file:
        return bench.from_the_file
    database = copy(bench.entries(), bench.folder / "peers.db")
    run([bench.frist, "attach", bench.policy, "--db", database])
    for peer in PEERS:
        check(bench, peer)
    for _ in range(min(bench.options.rounds, 3)):
        took = {"by hand": by_hand(bench, database, STEADY_DAY),
                "frist": run([bench.frist, "run", "--db", database, "--as-of", STEADY_DAY, "--dry-run", "--json"]),
                **{peer.name: peer.decide(bench, database, STEADY_DAY) for peer in PEERS}}
        same("frist", STEADY_DAY, took["frist"].json()["erased"], took["by hand"].json()["erase"])
        for peer in PEERS:
            same(peer.name, STEADY_DAY, took[peer.name].json(), took["by hand"].json())
        bench.from_the_file.append(took)
    remove(database)
    return bench.from_the_file


def peers(bench):
    rounds = from_the_file(bench)
    detail = {f"{name} ms": round(median_of(rounds, lambda took: took[name].cpu)) for name in rounds[0]}
    yield Figure("P", "frist run --dry-run, CPU, to rows by hand from SQLite", median_of(rounds, lambda took: took["frist"].cpu / took["by hand"].cpu),
                 1.3, 1.0, detail=detail)
    for peer in PEERS:
        yield Figure("P", f"the same, to {peer.name}", median_of(rounds, lambda took: took["frist"].cpu / took[peer.name].cpu), 1.0, 0.5)

# SPDX-License-Identifier: Apache-2.0
"""Others that decide every entry of the same file, each checked against the rows by hand: how many go, and the sum of all due days."""
import sys, tempfile

from measure import HERE, STEADY_DAY, Figure, copy, median_of, remove, run


def by_sql(database):
    with tempfile.TemporaryFile("w+") as file:
        file.write((HERE / "peers" / "decide.sql").read_text().replace(":d", f"'{STEADY_DAY}'")), file.seek(0)
        return run(["sqlite3", database], stdin=file)


PEERS = {"SQLite's SQL": by_sql, "a plain Python script": lambda database: run([sys.executable, HERE / "peers" / "decide.py", database, STEADY_DAY])}


def peers(bench):
    """A new peer is an entry in PEERS that prints both numbers with a bar between."""
    database, rounds = copy(bench.entries(), bench.folder / "peers.db"), []
    run([bench.frist, "attach", bench.policy, "--db", database])
    for _ in range(min(bench.options.rounds, 3)):
        hand = bench.program("night_by_hand", "decide", database, STEADY_DAY)
        ours = run([bench.frist, "run", "--db", database, "--as-of", STEADY_DAY, "--dry-run", "--json"])
        others = {name: peer(database) for name, peer in PEERS.items()}
        for name, took in others.items():
            if took.out != hand.out:
                sys.exit(f"{name} says {took.out.strip()}, the rows by hand {hand.out.strip()}: they do not decide the same")
        rounds.append((hand, ours, others))
    remove(database)
    detail = {"by hand ms": round(median_of(rounds, lambda r: r[0].cpu)), "frist run --dry-run ms": round(median_of(rounds, lambda r: r[1].cpu)),
              **{f"{name} ms": round(median_of(rounds, lambda r: r[2][name].cpu)) for name in PEERS}}
    yield Figure("P", "frist run --dry-run, CPU, to rows by hand from SQLite", median_of(rounds, lambda r: r[1].cpu / r[0].cpu), 1.3, 1.0, detail=detail)
    for name in PEERS:
        yield Figure("P", f"the same, to {name}", median_of(rounds, lambda r: r[1].cpu / r[2][name].cpu), 1.0, 0.5)

# SPDX-License-Identifier: Apache-2.0
"""Whole nights, held against the same night by hand and against SQL."""
import os, sys

from measure import FIRST_DAY, LIMITS, STEADY_DAY, Figure, copy, median_of, remove, run, sql


def same(name, expected, erased):
    if expected != erased:
        sys.exit(f"{name} erased {erased}, the night by hand {expected}: they do not do the same")


def rivals(bench, base, name):
    """Three copies of a file: for frist, for the night by hand with candidates by day, and for the one that scans."""
    ours, index, scan = (copy(base, bench.folder / f"{name}-{kind}.db") for kind in ("frist", "index", "scan"))
    bench.adopted(ours)
    bench.program("night_by_hand", "prepare", index)
    bench.program("night_by_hand", "prepare-scan", scan)
    return ours, index, scan


def steady_night(bench):
    ours, index, scan = rivals(bench, bench.entries(), "steady")
    work, rounds = bench.folder / "work.db", []
    for _ in range(bench.options.rounds):
        hand = bench.program("night_by_hand", "index", copy(index, work), STEADY_DAY)
        night = bench.night(copy(ours, work), STEADY_DAY)
        limits = bench.night(copy(ours, work), STEADY_DAY, "--most-erased", "10000")
        scanned = bench.program("night_by_hand", "scan", copy(scan, work), STEADY_DAY)
        for name, took in (("frist", night), ("frist with limits", limits), ("the scan", scanned)):
            same(name, hand.json()["erased"], took.json()["erased"])
        rounds.append((hand, night, scanned))
    for database in (ours, index, scan, work):
        remove(database)
    detail = {f"{name} {part} ms": round(median_of(rounds, lambda r: getattr(r[i], part)), 1)
              for i, name in enumerate(("by hand", "frist", "scan by hand")) for part in ("wall", "cpu")}
    detail["erased"] = rounds[0][0].json()["erased"]
    yield Figure("4", "steady night, wall, to the night by hand", median_of(rounds, lambda r: r[1].wall / r[0].wall), 1.30, 1.10, detail=detail)
    yield Figure("4", "steady night, CPU of both threads, the same", median_of(rounds, lambda r: r[1].cpu / r[0].cpu), 1.30, 1.10)


def night_of_share(bench, share):
    base = bench.folder / "share.db"
    remove(base)
    few = 0 < share <= 10  # of so few rows as many as of the steady night: else the start of the program counts most
    sql(base, "shares.sql", n=max(bench.options.entries, bench.options.shares) if few else bench.options.shares, due=share)
    databases, work, rounds = rivals(bench, base, "share"), bench.folder / "work.db", []
    for _ in range(min(bench.options.rounds, 3)):
        took = [bench.program("night_by_hand", how, copy(databases[i], work), STEADY_DAY) for i, how in ((1, "index"), (2, "scan"))]
        took.append(bench.night(copy(databases[0], work), STEADY_DAY))
        for name, one in (("the scan", took[1]), ("frist", took[2])):
            same(name, took[0].json()["erased"], one.json()["erased"])
        rounds.append(took)
    for database in (*databases, work, base):
        remove(database)
    return rounds


def choice_of_path(bench):
    detail, worst = {}, 0
    for share in (0, 3, 10, 50, 250, 500, 1000):
        rounds = night_of_share(bench, share)
        ratio = median_of(rounds, lambda r: r[2].wall / min(r[0].wall, r[1].wall))
        detail[f"{share / 10:g} %"] = {"ratio": round(ratio, 2), "erased": rounds[0][0].json()["erased"],
                                       **{f"{name} ms": round(median_of(rounds, lambda r: r[i].wall), 1) for i, name in enumerate(("index", "scan", "frist"))},
                                       **{f"{name} CPU ms": round(median_of(rounds, lambda r: r[i].cpu), 1) for i, name in enumerate(("index", "scan", "frist"))}}
        worst = max(worst, ratio) if share else worst  # where nothing is due all is the start of the program
    yield Figure("5", "0.3 to 100 % due, worst, wall, to the better of index and scan by hand", worst, 1.3, 1.1, detail=detail)


def leaves(database):
    return int(run(["sqlite3", database, "SELECT count(*) FROM frist_audit_leaf"]).out)


def proof(bench):
    """Nights by the program as it is, and by programs without the log, without the layer that wipes, and without both."""
    work, full = bench.folder / "work.db", bench.folder / "full.db"
    steady = bench.adopted(copy(bench.entries(), bench.folder / "steady.db"))
    remove(full)
    sql(full, "shares.sql", n=bench.options.entries, due=250)
    bench.adopted(full)
    for name, base, must, goal in (("a steady night", steady, 1.25, 1.1), ("a night in which a quarter goes", full, 2, 1.5)):
        rounds, before = [], leaves(base)
        for _ in range(bench.options.rounds):
            took = []
            for program in (bench.frist, *(bench.build / "tests" / f"frist_without_{what}" for what in ("log", "wiping", "both"))):
                took.append(bench.night(copy(base, work), STEADY_DAY, program=program))
                same(program.name, took[0].json()["erased"], took[-1].json()["erased"])
                if (leaves(work) == before) != program.name.endswith(("log", "both")):
                    sys.exit(f"{program.name} does not leave out what it should, or leaves out what it should not")
            rounds.append(took)
        detail = {"erased": rounds[0][0].json()["erased"],
                  **{f"{what} {part} ms": round(median_of(rounds, lambda r: getattr(r[i], part)), 1)
                     for i, what in enumerate(("frist", "without log", "without wiping", "without both")) for part in ("wall", "cpu")}}
        yield Figure("12", f"{name}, wall, to the same without the log", median_of(rounds, lambda r: r[0].wall / r[1].wall), must, goal, detail=detail)
        yield Figure("13", f"{name}, wall, to the same without wiping", median_of(rounds, lambda r: r[0].wall / r[2].wall), 1.25, 1.1)
        yield Figure("13", f"{name}, wall, to the same without either", median_of(rounds, lambda r: r[0].wall / r[3].wall), must * 1.25, goal * 1.1)
    for database in (work, steady, full):
        remove(database)


def against_sql(bench):
    """Adoption, a new policy and a steady night against hand-written SQL without any log."""
    work, hand, other = (bench.folder / name for name in ("work.db", "hand.db", "bureau2.frist"))
    other.write_text(bench.policy.read_text().replace('version    "1"', 'version    "2"'))
    rounds = []
    for _ in range(bench.options.rounds):
        delete = lambda: sql(copy(bench.entries(), hand), "delete.sql", d=f"'{STEADY_DAY}'")
        before = delete()
        attach = run([bench.frist, "attach", bench.policy, "--db", copy(bench.entries(), work), "--json"])
        first, steady = bench.night(work, FIRST_DAY), bench.night(work, STEADY_DAY)
        run([bench.frist, "attach", other, "--db", work, "--json"])
        again, after = bench.night(work, STEADY_DAY), delete()
        same("the SQL", steady.json()["erased"], int(before.out.split()[2]))
        by_sql = (before.cpu + after.cpu) / 2
        rounds.append([(attach.cpu + first.cpu) / by_sql, again.cpu / by_sql, steady.cpu / by_sql])
    remove(work), remove(hand)
    for i, (what, must, goal) in enumerate((("adoption, CPU, to one DELETE in SQL without a log", 4, 3), ("a new policy, the same", 1, 0.8),
                                            ("steady night, the same", 0.25, 0.2))):
        yield Figure("S", what, median_of(rounds, lambda r: r[i]), must, goal)


def two_threads(bench):
    """A night that decides every entry again, because the policy is new, with one thread that reads and with two."""
    if os.cpu_count() < 2:
        return
    base, work, other = bench.folder / "full.db", bench.folder / "work.db", bench.folder / "bureau2.frist"
    other.write_text(bench.policy.read_text().replace('version    "1"', 'version    "2"'))
    bench.adopted(copy(bench.entries(), base))
    run([bench.frist, "attach", other, "--db", base, "--json"])
    rounds = []
    for _ in range(bench.options.rounds):
        one, two = (bench.night(copy(base, work), FIRST_DAY, "--threads", n, *LIMITS) for n in ("1", "2"))
        same("two threads", one.json()["decided"], two.json()["decided"])
        rounds.append((one, two))
    remove(base), remove(work)
    detail = {f"{name} {part} ms": round(median_of(rounds, lambda r: getattr(r[i], part)), 1) for i, name in enumerate(("one", "two")) for part in ("wall", "cpu")}
    yield Figure("9", "full night, wall, one thread to two", median_of(rounds, lambda r: r[0].wall / r[1].wall), 1.4, 1.5, at_least=True, detail=detail)

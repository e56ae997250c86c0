# SPDX-License-Identifier: Apache-2.0
"""What the programs beside this file measure, and what is seen of a process from outside: its start and its memory."""
import json

from measure import FIRST_DAY, STEADY_DAY, LIMITS, HERE, Figure, remove, run, sql


def evaluator(bench):
    told = bench.program("evaluator_bench").json()
    lanes, machine = list(told["machine"].items())[-1]
    forms = told["machine"].items()
    detail = {"rows by hand ns": told["by_hand_ns_per_row"], **{f"{name} ns": m["ns_per_row"] for name, m in forms},
              **{f"{name} kernel by hand ns": m["columns_ns"] for name, m in forms}}
    for name, m in forms:
        plain = name == "baseline"
        yield Figure("1", f"columns, {'plain' if plain else name}, to rows by hand", m["x_by_hand"], 1.35 if plain else 1.0, 1.0 if plain else 0.6, detail=detail)
        if not plain:
            yield Figure("1", f"columns, {name}, to a column kernel by hand", m["x_column"], 4.0, 2.0)


def single(bench):
    told = bench.program("single_bench", 20_000, 25).json()  # a third of a second, so that a busy neighbour is no half of it
    for name, what in (("decide", "one record decided"), ("reasons", "one record, explanation on: decided, every reason read")):
        yield Figure("2", f"{what}, to rows by hand", told[name]["x_by_hand"], 10, 4, detail=told[name] | {"from an entry": told["entry"]})
    for name, what, must in (("explain", "the whole answer for people: tree, timeline, what would change it", 50), ("words", "the same, in words", 60)):
        yield Figure("2", what, told[name]["ns"] / 1000, must, must / 2, unit="µs", detail=told[name])


def store(bench):
    told = json.loads(bench.program("store_bench", bench.options.entries, bench.options.rounds).out)
    for form, what in (("days", "days as numbers"), ("iso", "days as text")):
        scan = told[f"scan_{form}"]
        yield Figure("3", f"every row read and decided, {what}, to bare sqlite3_step", scan["ratio"], 1.10, 0.80, detail=scan)
    packed = told["packed"]
    yield Figure("11", "another policy on every entry, from packed columns, CPU, to reading the table", packed["ratio"], 0.10, 0.03, detail=packed)
    change = told["change_50000"]
    yield Figure("6", "insert into a watched table, CPU, to a plain insert", change["insert_watched_ms"] / change["insert_ms"], 2.0, 1.3, detail=change)


def rules(bench):
    told = bench.program("rules_bench").json()
    detail = {f"{name} ns": m["ns_per_row"] for name, m in told.items() if name != "rows"}
    for name, share in (("own", "a third of the entries each"), ("few", "one entry in a hundred each")):
        yield Figure("10", f"1,000 rules that apply to {share}, to a hundred times ten of them", told[f"{name}_1000"]["x_ten"] / 100, 1.2, 1.0, detail=detail)
    yield Figure("10", "1,000 rules about other kinds, to ten", told["others_1000"]["x_ten"], 1.2, 1.05)


def memory(bench, entries=None):
    database, entries = bench.folder / "memory.db", entries or bench.options.large
    if not entries:
        return
    remove(database)
    sql(database, "entries.sql", n=entries)
    attach = run([bench.frist, "attach", bench.policy, "--db", database])
    nights = [run([bench.frist, "run", "--db", database, "--as-of", day, "--quiet", *LIMITS]) for day in (FIRST_DAY, STEADY_DAY)]
    remove(database)
    detail = dict(zip(("attach MiB", "first decision MiB", "steady night MiB"), (round(t.peak, 1) for t in (attach, *nights))))
    yield Figure("7", f"peak memory, {entries:,} entries", max(t.peak for t in (attach, *nights)), 32, 12, "MiB", detail=detail)


def start(bench):
    database = bench.folder / "empty.db"
    remove(database)
    sql(database, "entries.sql", n=1)
    bench.adopted(database)
    best = {name: min((run(command) for _ in range(bench.options.starts)), key=lambda t: t.wall) for name, command in (
        ("true", ["true"]), ("open", [bench.frist, "hold", "list", "--db", database]),
        ("check", [bench.frist, "check", HERE.parent.parent / "policies" / "practice"]))}
    remove(database)
    detail = {f"{name} ms": round(t.wall, 2) for name, t in best.items()}
    yield Figure("8", "start until a database is open with its policy", best["open"].wall, 20, 5, "ms", detail=detail)
    yield Figure("8", "start until a policy folder is checked", best["check"].wall, 20, 5, "ms")

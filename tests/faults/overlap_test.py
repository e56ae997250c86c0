#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs do not overlap, do not repeat, and are of one policy; a clock that is wrong erases nothing early.

- `frist run` is started a hundred times at once while one of them is kept at work: all others say within a second of their own time
  that another frist is at work, and the next run changes nothing. Nobody is told twice of an entry.
- While runs go on, the policy's file is swapped, cut off, replaced and removed a thousand times (FRIST_QUICK=1: a hundred): every
  entry of each run cites the policy that is attached.
- The clock steps while a run goes on, at each of its readings, by a second up to fifty years; the machine's time zone is wrong: the
  run is of the day it began on, and erases what is due then, or is refused.
The planted bugs: two nights that share an entry are told apart from one, and so is a run that cites two policies.
usage: overlap_test.py FRIST SHIM
"""
import os, random, re, shutil, sqlite3, subprocess, sys, tempfile, threading, time
from pathlib import Path

FRIST, SHIM = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
QUICK = bool(os.environ.get("FRIST_QUICK"))
LIMITS = ["--most-erased", "1000000", "--most-percent", "100", "--none-is-fine"]
problems, passed = [], 0

POLICY = """policy club "Club"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day

record card "Card" in table "cards" key "id"
  field  left_on   date absent means none

retention former "Former members" of card
  erase  after 2 years from left_on
"""


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


def command(words, folder, **more):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", **more}
    return subprocess.Popen([FRIST, *map(str, words)], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(words, folder, **more):
    process = command(words, folder, **more)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(words, process.returncode, out, err)


def make(folder, rows, left_on):
    Path(folder, "club.frist").write_text(POLICY)
    base = Path(folder, "base.db")
    db = sqlite3.connect(base)
    db.executescript(run(["schema", "club.frist"], folder).stdout)
    db.executemany("INSERT INTO cards (id, left_on) VALUES (?, ?)", ((i, left_on(i)) for i in range(1, rows + 1)))
    db.commit()
    db.close()
    done = run(["attach", "club.frist", "--db", base], folder)
    check(done.returncode == 0, f"attaching ends with {done.returncode}: {done.stderr}")
    return base


def ask(database, sql):
    db = sqlite3.connect(database)
    found = db.execute(sql).fetchall()
    db.close()
    return found


def told_twice(database):
    return ask(database, "SELECT entry FROM frist_audit_ref GROUP BY kind, entry HAVING count(*) > 1")


def policies_cited(database):
    return {re.search(r"policy sha256:(\w+)", leaf if isinstance(leaf, str) else leaf.decode())[1] for (leaf,) in ask(database, "SELECT leaf FROM frist_audit_log")}


# ---- a hundred at once


def at_once(folder):
    base = make(folder, 3000, lambda i: "2020-01-01")
    # One run is at work for as long as this holds the database: it has its lock and waits to write.
    db = sqlite3.connect(base, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    words = ["run", "--db", base, "--as-of", "2023-05-01", *LIMITS, "--detailed-exit"]
    first = command(words, folder)
    lock = Path(f"{base}-frist")
    for _ in range(200):
        if lock.exists() or first.poll() is not None:
            break
        time.sleep(0.01)
    begun = time.monotonic()
    alone = run(words, folder)
    took = time.monotonic() - begun
    check(alone.returncode == 14 and took < 1, f"a run beside another ends with {alone.returncode} after {took:.1f} s")
    begun = time.monotonic()
    others = [command(words, folder) for _ in range(99)]
    busy = 0
    for process in others:
        _, err = process.communicate(timeout=60)
        busy += process.returncode == 14 and "another frist is at work" in err
    together = time.monotonic() - begun
    db.execute("ROLLBACK")
    db.close()
    _, err = first.communicate(timeout=60)
    check(first.returncode in (0, 1), f"the one that was at work ends with {first.returncode}: {err}")
    check(busy == 99, f"{busy} of 99 said that another is at work")
    check(together < 50, f"99 runs took {together:.1f} s to say so")
    check(ask(base, "SELECT count(*) FROM cards") == [(0,)], "cards are left")
    check(not told_twice(base) and ask(base, "SELECT count(*) FROM frist_audit_ref") == [(3000,)], "an entry was told of twice, or not")
    before = ask(base, "SELECT count(*) FROM frist_audit_ref"), ask(base, "SELECT * FROM frist_day ORDER BY 1, 2, 3")
    again = run(words, folder)
    after = ask(base, "SELECT count(*) FROM frist_audit_ref"), ask(base, "SELECT * FROM frist_day ORDER BY 1, 2, 3")
    check(again.returncode == 0 and before == after, f"a second run changes something: {again.stderr}")
    # All at once, nobody kept: one after another, or busy, and nothing twice.
    free = make(folder + "/free", 3000, lambda i: "2020-01-01") if not os.makedirs(folder + "/free") else None
    crowd = [command(["run", "--db", free, "--as-of", "2023-05-01", *LIMITS, "--detailed-exit"], folder) for _ in range(100)]
    ends = []
    for process in crowd:
        process.communicate(timeout=60)
        ends.append(process.returncode)
    check(set(ends) <= {0, 1, 14} and ends.count(0) + ends.count(1) >= 1, f"they end with {sorted(set(ends))}")
    check(not told_twice(free) and ask(free, "SELECT (SELECT count(*) FROM cards), (SELECT count(*) FROM frist_audit_ref)") == [(0, 3000)], "of a hundred at once: not each entry once")
    # Planted: the same entry in two runs.
    db = sqlite3.connect(free)
    db.execute("PRAGMA ignore_check_constraints = ON")
    db.execute("INSERT INTO frist_audit_ref SELECT kind, entry, seq + 1000000 FROM frist_audit_ref LIMIT 1")
    db.commit()
    db.close()
    check(told_twice(free), "an entry that was told of twice is not found")
    print(f"100 starts while one is at work: {busy} busy, {took:.3f} s for one alone, {together:.2f} s for all; 100 more at once: {ends.count(14)} busy")


# ---- the policy's file


def one_policy(folder):
    base = make(folder, 2000, lambda i: f"20{10 + i % 10}-01-{1 + i % 28:02}")
    attached = policies_cited_of_meta(base)
    file, other = Path(folder, "club.frist"), POLICY.replace("2 years", "1 day")
    swaps = 0
    wanted = 100 if QUICK else 1000
    done = threading.Event()

    def swap():
        nonlocal swaps
        random_ = random.Random(7)
        while not done.is_set() or swaps < wanted:
            kind = random_.randrange(4)
            if kind == 0:
                new = Path(folder, "new.frist")
                new.write_text(other)
                new.replace(file)
            elif kind == 1:
                file.write_text(POLICY[: random_.randrange(len(POLICY))])
            elif kind == 2:
                file.unlink(missing_ok=True)
            else:
                file.write_text(other)
            swaps += 1
            time.sleep(0.001)

    swapping = threading.Thread(target=swap)
    swapping.start()
    runs = 0
    while runs < 5 or swaps < wanted:
        night = run(["run", "--db", base, "--as-of", "2023-05-01", *LIMITS], folder)
        check(night.returncode in (0, 1), f"a run while the file is swapped ends with {night.returncode}: {night.stderr}")
        runs += 1
    done.set()
    swapping.join()
    cited = policies_cited(base)
    check(cited == attached, f"the runs cite {cited}, and {attached} is attached")
    kept = ask(base, "SELECT count(*) FROM cards")[0][0]
    check(kept == sum(f"20{10 + i % 10}-01-{1 + i % 28:02}" > "2021-04-30" for i in range(1, 2001)), f"{kept} cards are left")
    print(f"{runs} runs while the policy's file changed {swaps} times: all cite one policy")
    # Planted: a leaf that cites another.
    db = sqlite3.connect(base)
    db.execute("INSERT INTO frist_audit_leaf SELECT (SELECT max(seq) + 1 FROM frist_audit_leaf), replace(CAST(leaf AS TEXT), 'sha256:', 'sha256:0'), x'00' FROM frist_audit_leaf WHERE seq = 0")
    db.commit()
    db.close()
    check(policies_cited(base) != attached, "a leaf that cites another policy is not found")


def policies_cited_of_meta(database):
    return {value for (value,) in ask(database, "SELECT value FROM frist_meta WHERE key = 'policy'")}


# ---- the clock


def clock(folder):
    # Due one after another around today.
    today = time.time()

    def left_on(i):
        day = time.gmtime(today + (i - 200) * 86400 - 86400)
        return f"{day.tm_year - 2}-{day.tm_mon:02}-{min(day.tm_mday, 28):02}"

    base = make(folder, 0, left_on)
    first = run(["run", "--db", base, *LIMITS], folder)  # what later clocks are held against
    check(first.returncode == 0, f"the first night ends with {first.returncode}: {first.stderr}")
    db = sqlite3.connect(base)
    db.executemany("INSERT INTO cards (id, left_on) VALUES (?, ?)", ((i, left_on(i)) for i in range(1, 401)))
    db.commit()
    db.close()
    calm = Path(folder, "calm.db")

    def ids(database):
        return {i for (i,) in ask(database, "SELECT id FROM cards")}

    def fresh(name):
        for old in Path(folder).glob(name + "*"):
            old.unlink()
        shutil.copy(base, Path(folder, name))
        return Path(folder, name)

    fresh("calm.db")
    done = run(["run", "--db", calm, *LIMITS], folder)
    check(done.returncode in (0, 1), f"the undisturbed run ends with {done.returncode}: {done.stderr}")
    left = ids(calm)
    check(len(left) not in (0, 400), f"{len(left)} of 400 cards are left")
    nights = 0
    steps = [1, -1, 3600, -3600, 86400, -86400, 366 * 86400, -366 * 86400, 50 * 31557600, -50 * 31557600, int(2**31 - today), int(-today + 5)]
    for number in (0, 1, 2, 3, 5, 8) if QUICK else range(13):
        for step in steps:
            work = fresh("work.db")
            done = run(["run", "--db", work, *LIMITS], folder, LD_PRELOAD=str(SHIM), FAULT_CLOCK=f"0,{number},{step}")
            nights += 1
            if step == 86400:  # within the 36 hours that nights may lie apart: a day early, and no more
                check(len(left - ids(work)) <= 1, f"a day's step erases {len(left - ids(work))} cards")
                continue
            check(done.returncode in (0, 1, 5) and left <= ids(work), f"a step of {step} s at reading {number}: {len(left - ids(work))} cards went early ({done.returncode}: {done.stderr[-200:]})")
            work = fresh("work.db")  # the same step, taken back
            done = run(["run", "--db", work, *LIMITS], folder, LD_PRELOAD=str(SHIM), FAULT_CLOCK=f"{step},{number},0")
            nights += 1
            check(done.returncode in (0, 1, 5) and left <= ids(work), f"{step} s taken back at reading {number}: {len(left - ids(work))} cards went early ({done.returncode}: {done.stderr[-200:]})")
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12", "Nowhere/Land", ":/etc/passwd", "XXX-167"):
        work = fresh("work.db")
        done = run(["run", "--db", work, *LIMITS], folder, TZ=zone)
        nights += 1
        check(done.returncode in (0, 1) and ids(work) == left, f"TZ={zone}: {done.returncode} {done.stderr[-200:]}")
    # Planted: a clock that is wrong from the first reading on, of which somebody says that it is right.
    work = fresh("work.db")
    run(["run", "--catch-up", "--db", work, *LIMITS], folder, LD_PRELOAD=str(SHIM), FAULT_CLOCK=f"{50 * 86400},-1,0")
    check(not left <= ids(work), "a clock that is fifty days ahead is not found")
    print(f"{nights} runs with a clock that steps or a zone that is wrong")


def main():
    for part in (at_once, one_policy, clock):
        with tempfile.TemporaryDirectory() as folder:
            part(folder)
    for problem in problems[:30]:
        print(f"- {problem}")
    print(f"{passed} passed, {len(problems)} failed")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kill -9 in a loop during a night: the finished database equals that of an undisturbed one.

A night over the benchmark's rows is killed at a random moment and started again, until it ends by itself; then the user's
table, the schedule and what the log tells (kind, entry, action; leaves carry random salts) are compared. FRIST_QUICK=1
takes a twentieth of the 200 kills, FRIST_RELEASE=1 makes 10,000. The planted bug: a database with one erasure undone behind the log must be told apart.
usage: kill_test.py FRIST SOURCE_FOLDER
"""
import json, os, random, shutil, signal, sqlite3, subprocess, sys, tempfile, time
from pathlib import Path

frist, source = sys.argv[1], Path(sys.argv[2])
KILLS = 10 if os.environ.get("FRIST_QUICK") else 10_000 if os.environ.get("FRIST_RELEASE") else 200
ENTRIES, DAY = 20_000, "2026-03-01"
LIMITS = ["--most-erased", "1000000", "--most-percent", "100"]


def night(database):
    return subprocess.Popen([frist, "run", "--db", database, "--as-of", DAY, "--quiet", *LIMITS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def finish(database):
    if night(database).wait() not in (0, 1):
        sys.exit("a night that nobody disturbed failed")


def contents(database):
    """What must be the same: rows that are left, their schedule, and what the log tells of whom."""
    db = sqlite3.connect(database)
    rows = db.execute("SELECT * FROM entries ORDER BY id").fetchall()
    due = db.execute("SELECT * FROM frist_day ORDER BY kind, entry").fetchall()
    by_entry = "SELECT kind, entry, next FROM frist_due EXCEPT SELECT d.kind, d.entry, d.next FROM frist_due d JOIN frist_gone g USING (kind, entry)"
    if sorted(db.execute(by_entry)) != sorted((kind, entry, next) for next, kind, entry in due):
        sys.exit("the schedule says one thing by day and another by entry")
    log = []
    for (body,) in db.execute("SELECT body FROM frist_audit_log WHERE body IS NOT NULL ORDER BY seq"):
        told = json.loads(body)
        if "entry" in told:
            log.append((told["entry"], told["action"], told["rule"], told["on"]))
    reviews = db.execute("SELECT kind, entry, due_on, rule FROM frist_review ORDER BY 1, 2, 3").fetchall()
    db.close()
    return rows, due, sorted(log), reviews


def whole(database):
    db = sqlite3.connect(database)
    broken = db.execute("PRAGMA integrity_check").fetchone()[0]
    leaves = db.execute("SELECT count(*), coalesce(max(seq) + 1, 0) FROM frist_audit_leaf").fetchone()
    erased_without_log = db.execute("SELECT count(*) FROM frist_audit_leaf l LEFT JOIN frist_audit_body b USING (seq) WHERE b.seq IS NULL").fetchone()[0]
    db.close()
    return broken == "ok" and leaves[0] == leaves[1] and erased_without_log == 0


def main():
    random.seed(20260301)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.db"
        script = (source / "tests/bench/entries.sql").read_text().replace(":n", str(ENTRIES))
        subprocess.run(["sqlite3", base], input=script, text=True, check=True)
        subprocess.run([frist, "attach", source / "tests/bench/bureau.frist", "--db", base], check=True, stdout=subprocess.DEVNULL)
        calm = Path(folder) / "calm.db"
        shutil.copy(base, calm)
        start = time.perf_counter()
        finish(calm)
        length = time.perf_counter() - start
        expected = contents(calm)
        kills = 0
        while kills < KILLS:
            killed = Path(folder) / "killed.db"
            for old in Path(folder).glob("killed.db*"):
                old.unlink()
            shutil.copy(base, killed)
            for _ in range(5):
                process = night(killed)
                time.sleep(random.uniform(0, length * 1.1))
                if process.poll() is not None:
                    break
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
            finish(killed)
            if not whole(killed):
                sys.exit(f"after {kills} kills the database or its log is not whole")
            if contents(killed) != expected:
                sys.exit(f"after {kills} kills the finished database differs from the undisturbed one")
        db = sqlite3.connect(calm)
        db.execute("INSERT INTO entries (id, person, kind, recorded_on) SELECT 999999, 'P', 'loan', '2020-01-01'")
        db.commit()
        db.close()
        if contents(calm) == expected:
            sys.exit("the planted difference was not found")
        print(f"{kills} kills, each finished like the undisturbed night ({len(expected[2])} log entries)")
        print("1 passed, 0 failed")


if __name__ == "__main__":
    main()

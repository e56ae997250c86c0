#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kill -9 at every system call by which `frist run` writes, syncs, cuts off or removes a file, and files with a wrong byte.

strace kills the program as it enters the n-th call of each kind, for every n. Afterwards exactly those rows are gone of which
the log tells, a night that had said what it did is there, and the next night leaves what an undisturbed one leaves. Without
strace, or where it may not trace, that part is skipped. The planted bug: a night that removes a row in one transaction and
writes the log in the next.
Then one byte of the database is changed at a random place and a night is run. It must end with an exit status of its own, and
what it erases was due before, or its row says something else now than it did. What share is noticed is measured, not demanded.
The planted bug: a night for a later day.
FRIST_QUICK=1 takes every ninth call and a third of the bytes.
usage: syscall_kill_test.py FRIST SOURCE_FOLDER
"""
import json, os, random, re, shutil, signal, sqlite3, subprocess, sys, tempfile
from collections import Counter
from pathlib import Path

FRIST = Path(sys.argv[1]).resolve()
QUICK = bool(os.environ.get("FRIST_QUICK"))
CALLS = ["write", "pwrite64", "pwritev", "writev", "fdatasync", "fsync", "ftruncate", "fallocate", "unlink", "unlinkat", "rename"]
DAY = "2023-05-01"
problems, passed = [], 0

POLICY = """policy club "Club"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day

record card "Card" in table "cards" key "id"
  field  remark    text absent means none
  field  left_on   date absent means none
  field  disputed  yes/no absent means no
  list   loans of loan

record loan "Loan" in table "loans" key "id" parent "card"
  field  made_on  date

retention former "Former members" of card
  when       not disputed
  restrict   after 6 months from left_on
  anonymise  remark after 1 year from left_on
  erase      after 2 years from left_on

record visit "Visit" in table "visits" key "id"
  field  came_on  date

retention visits "Visits" of visit
  erase  after 1 year from came_on
"""

# A night of the planted kind, over the same tables.
PLANTED = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
for (i,) in db.execute("SELECT id FROM cards WHERE left_on = '2021-04-30' AND NOT disputed").fetchall():
    db.execute("BEGIN"); db.execute("DELETE FROM loans WHERE card = ?", (i,)); db.execute("DELETE FROM cards WHERE id = ?", (i,)); db.execute("COMMIT")
    db.execute("BEGIN")
    seq = db.execute("SELECT coalesce(max(seq), -1) + 1 FROM frist_audit_leaf").fetchone()[0]
    db.execute("INSERT INTO frist_audit_body VALUES (?, x'00', ?)", (seq, '{"entry":"card/%d","action":"erase","rule":"former","on":""}' % i))
    db.execute("INSERT INTO frist_audit_leaf VALUES (?, x'00', x'00')", (seq,)); db.execute("COMMIT")
"""


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


def run(words, folder):
    # A sanitizer cannot look for leaks while strace traces.
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=0"}
    return subprocess.run(list(map(str, words)), cwd=folder, env=environment, capture_output=True, text=True, errors="replace", timeout=120)


def night(database):
    return [FRIST, "run", "--db", database, "--as-of", DAY, "--most-erased", "1000000", "--most-percent", "100", "--threads", "1"]


def make(folder, rows):
    """A database where a third of the cards are due on the day, a third for something milder, a third for nothing."""
    Path(folder, "club.frist").write_text(POLICY)
    base = Path(folder, "base.db")
    db = sqlite3.connect(base)
    db.executescript(run([FRIST, "schema", "club.frist"], folder).stdout)
    left = ["2021-04-30", "2022-03-31", None]
    db.executemany("INSERT INTO cards (id, remark, left_on, disputed) VALUES (?, ?, ?, ?)", ((i, f"remark {i}", left[i % 3], i % 12 == 0) for i in range(1, rows + 1)))
    db.executemany("INSERT INTO loans (id, card, made_on) VALUES (?, ?, '2020-01-01')", ((i, i) for i in range(1, rows + 1, 2)))
    db.executemany("INSERT INTO visits (id, came_on) VALUES (?, ?)", ((i, "2022-04-30" if i % 2 else "2022-12-31") for i in range(1, rows + 1)))
    db.commit()
    db.close()
    done = run([FRIST, "attach", "club.frist", "--db", base], folder)
    check(done.returncode == 0, f"attaching ends with {done.returncode}: {done.stderr}")
    return base


def copy(base, name):
    for old in base.parent.glob(name + "*"):
        old.unlink()
    return Path(shutil.copy(base, base.with_name(name)))


def rows_of(db):
    """What decides, by entry."""
    cards = {f"card/{row[0]}": row[1:] for row in db.execute("SELECT id, left_on, disputed FROM cards")}
    return cards | {f"visit/{row[0]}": row[1:] for row in db.execute("SELECT id, came_on FROM visits")}


def log_of(db):
    bodies = [json.loads(body) for (body,) in db.execute("SELECT body FROM frist_audit_log WHERE body IS NOT NULL ORDER BY seq")]
    return sorted((body["entry"], body["action"], body["rule"], body["on"]) for body in bodies if "entry" in body)


def contents(database):
    """What two nights must have in common."""
    db = sqlite3.connect(database)
    tables = [db.execute(sql).fetchall() for sql in (
        "SELECT * FROM cards ORDER BY id", "SELECT * FROM loans ORDER BY id", "SELECT * FROM visits ORDER BY id", "SELECT * FROM frist_day ORDER BY 1, 2, 3",
        "SELECT kind, entry, since, rule FROM frist_restriction ORDER BY 1, 2", "SELECT kind, entry, act, rule, since FROM frist_act ORDER BY 1, 2, 3, 4")]
    found = tables, log_of(db)
    db.close()
    return found


def wrong(database, ids):
    """What must not be, of a night cut off; empty where all is well."""
    db = sqlite3.connect(database)
    try:
        sound = db.execute("PRAGMA integrity_check").fetchone()[0]
        leaves, behind, bodies = db.execute("SELECT count(*), coalesce(max(seq) + 1, 0), (SELECT count(*) FROM frist_audit_body) FROM frist_audit_leaf").fetchone()
        gone = ids - set(rows_of(db))
        erased = [entry for entry, action, *_ in log_of(db) if action == "erase"]
        loans = db.execute("SELECT count(*) FROM loans WHERE card NOT IN (SELECT id FROM cards)").fetchone()[0]
        without = db.execute("SELECT count(*) FROM cards WHERE id % 2 AND id NOT IN (SELECT card FROM loans)").fetchone()[0]
        empty = {f"card/{i}" for (i,) in db.execute("SELECT id FROM cards WHERE remark IS NULL")}
        anonymised = {entry for entry, action, *_ in log_of(db) if action.startswith("anonymise")}
    finally:
        db.close()
    return "; ".join(text for bad, text in [
        (sound != "ok", f"integrity_check: {sound}"), (not leaves == behind == bodies, "the log is not whole"),
        (gone - set(erased), "rows went without a leaf"), (set(erased) - gone, "leaves tell of rows that are there"),
        (len(erased) != len(set(erased)), "an entry was erased twice"), (loans or without, "a card and its loans went apart"),
        (empty != anonymised - gone, "remarks and their leaves differ")] if bad)


# ---- kill -9 at every call


def may_trace(folder):
    if not shutil.which("strace"):
        return "there is no strace"
    tried = run(["strace", "-f", "-o", "/dev/null", "-e", "inject=fsync:signal=SIGKILL:when=1", "true"], folder)
    return "" if tried.returncode == 0 else f"strace cannot trace here ({tried.stderr.strip()[-100:]})"


def calls_of(words, folder):
    """How often an undisturbed run makes each of the calls."""
    trace = Path(folder, "trace")
    done = run(["strace", "-f", "-o", trace, "-e", "trace=" + ",".join(CALLS), *words], folder)
    check(done.returncode in (0, 1), f"the undisturbed run ends with {done.returncode}: {done.stderr}")
    return Counter(re.findall(r"^\d+ +(\w+)\(", trace.read_text(), re.M))


def killed_at(words, call, number, folder):
    return run(["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}", *words], folder)


def kill_everywhere(folder):
    base = make(folder, 60)
    db = sqlite3.connect(base)
    ids = set(rows_of(db))
    db.close()
    calm = copy(base, "calm.db")
    calls = calls_of(night(calm), folder)
    expected = contents(calm)
    check(not wrong(calm, ids) and len(erased_by(expected)) > 40, "the undisturbed night proves nothing")
    kills = Counter()
    in_part = 0
    for call, times in sorted(calls.items()):
        for number in range(1, times + 1, 9 if QUICK else 1):
            tried = copy(base, "tried.db")
            done = killed_at(night(tried), call, number, folder)
            what = f"killed at {call} number {number} of {times}"
            check(done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), f"{what}: it ends with {done.returncode} instead")
            kills[call] += 1
            bad = wrong(tried, ids)
            check(not bad, f"{what}: {bad}")
            told = len(contents(tried)[1])
            in_part += 0 < told < len(expected[1])
            if "erased" in done.stdout:
                check(told == len(expected[1]), f"{what}: it had said what it did, and that is not there")
            done = run(night(tried), folder)
            check(done.returncode in (0, 1), f"{what}: the next night ends with {done.returncode}: {done.stderr}")
            check(contents(tried) == expected, f"{what}: the next night leaves something else than an undisturbed one")
            check(not Path(f"{tried}-frist").exists(), f"{what}: a lock is still there")
    check(in_part > 0, "no kill was in the middle of the night")
    print(f"kill -9 at {sum(kills.values())} of {sum(calls.values())} calls ({', '.join(f'{n} {call}' for call, n in sorted(kills.items()))}), {in_part} of them in the middle of the night")
    planted(base, ids, folder)


def planted(base, ids, folder):
    Path(folder, "planted.py").write_text(PLANTED)
    words = [sys.executable, Path(folder, "planted.py")]
    calls = calls_of([*words, copy(base, "planted.db")], folder)
    check(not wrong(base.with_name("planted.db"), ids), "the planted night, undisturbed, is found wrong")
    for number in range(1, calls["fdatasync"] + 1):
        tried = copy(base, "planted.db")
        killed_at([*words, tried], "fdatasync", number, folder)
        if "rows went without a leaf" in wrong(tried, ids):
            return check(True, "")
    check(False, "a night that writes rows and log in two transactions went unnoticed (planted)")


# ---- a wrong byte


def erased_early(erased, before, now):
    return {entry for entry in erased if now.get(entry) == before.get(entry)}


def erased_by(told):
    return {entry for entry, action, *_ in told[1] if action == "erase"}


def change_bytes(folder):
    base = make(folder, 1200)
    db = sqlite3.connect(base)
    before = rows_of(db)
    db.close()
    calm = copy(base, "calm.db")
    run(night(calm), folder)
    expected = contents(calm)
    due = erased_by(expected)
    size, dice, found, seen = base.stat().st_size, random.Random(20230501), Counter(), 0
    flips = 60 if QUICK else 200
    for _ in range(flips):
        tried = copy(base, "tried.db")
        offset, mask = dice.randrange(size), 1 << dice.randrange(8)
        with open(tried, "r+b") as file:
            file.seek(offset)
            byte = file.read(1)[0]
            file.seek(offset)
            file.write(bytes([byte ^ mask]))
        what = f"with byte {offset} of {size} changed by {mask}"
        try:
            db = sqlite3.connect(tried)
            now, whole = rows_of(db), db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            db.close()
        except (sqlite3.Error, UnicodeDecodeError):
            now, whole = None, False
        seen += not whole
        done = run(night(tried), folder)
        check(done.returncode in (0, 1, 3, 4, 5), f"{what} a night ends with {done.returncode}: {done.stderr[-300:]}")
        try:
            after = contents(tried)
            erased = erased_by(after)
        except (sqlite3.Error, ValueError, KeyError, TypeError):
            after, erased = None, None
        if done.returncode not in (0, 1):
            outcome = "refused"
        elif after == expected:
            outcome = "the same night"
        else:
            outcome = "another night unnoticed"
        found[outcome] += 1
        if erased is not None and now is not None:
            early = erased_early(erased - due, before, now)
            check(not early, f"{what} a night erases what was not due and is as it was: {sorted(early)[:5]}")
            found["not due before, erased"] += bool(erased - due)
    later = copy(base, "later.db")
    run([word if word != DAY else "2024-05-01" for word in night(later)], folder)
    check(erased_early(erased_by(contents(later)) - due, before, before), "a night that erases too early went unnoticed (planted)")
    check(found["refused"] > 0 and found["the same night"] > 0, f"the wrong bytes prove nothing: {found}")
    print(f"{flips} nights with one wrong bit in {size} bytes: {found['refused']} refused, {found['the same night']} as if it were right, "
          f"{found['another night unnoticed']} otherwise without a word, of these {found['not due before, erased']} erased what was not due by the right bit; "
          f"integrity_check would notice {seen}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        reason = may_trace(folder)
        if reason:
            print(f"skipped: kill -9 at every call, since {reason}")
        else:
            kill_everywhere(folder)
    with tempfile.TemporaryDirectory() as folder:
        change_bytes(folder)
    print("\n".join(problems))
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

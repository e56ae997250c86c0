#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Memory of the program itself, outside of SQLite, that fails: the n-th operator new of a command, or the n-th and all after it.

`frist import`, `frist attach`, `frist run`, `frist plan`, `frist apply` and `frist restore` are run with a library beneath them that
refuses them memory. None of them crashes or hangs; where one did not do all, it says "out of memory" with an exit status of its own;
what is gone is what the log tells, together or not at all; and the same command again, with memory, leaves what one leaves that
nobody disturbed. The allocations are taken evenly; FRIST_QUICK=1 takes a tenth of them, FRIST_RELEASE=1 every one.
The planted bugs: a night that removes rows in one transaction and writes the log in the next, and a program that crashes.
usage: program_memory_test.py FRIST SHIM
"""
import json, os, sqlite3, subprocess, sys, tempfile
from pathlib import Path

import syscall_kill_test as story
from restore_kill_test import lose, lost_database, restored, restore_words
from syscall_kill_test import FRIST, QUICK, check, run

SHIM = Path(sys.argv[2]).resolve()
WANTED = 12 if QUICK else 10**9 if os.environ.get("FRIST_RELEASE") else 30  # of each command and of each way to fail


def short_of_memory(words, folder, number, on):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "LD_PRELOAD": str(SHIM), "FAULT_NEW": str(number)}
    if on:
        environment["FAULT_NEW_ON"] = "1"
    if number < 0:
        environment["FAULT_NEW_COUNT"] = str(Path(folder, "count"))
    try:
        return subprocess.run(list(map(str, words)), cwd=folder, env=environment, capture_output=True, text=True, errors="replace", timeout=20)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(words, -999, "", "it hangs")


def wrong_end(done, fine):
    """What is not as it must be about how a command ended that may have had no memory."""
    if done.returncode < 0:
        return f"it ended by signal {-done.returncode}: {done.stderr[-200:]}"
    if done.returncode in fine:
        return ""
    if done.returncode != 4 or "out of memory" not in done.stderr:
        return f"it ends with {done.returncode} and says {done.stderr[-200:]!r}"
    return ""


def everywhere(name, words, prepare, wrong, contents, folder, fine=(0,)):
    """Runs the words once for each allocation that is taken. `wrong` says what must not be right after it."""
    prepare()
    done = short_of_memory(words, folder, -1, False)
    check(done.returncode in fine, f"{name}: undisturbed it ends with {done.returncode}: {done.stderr}")
    expected = contents()
    calls = int(Path(folder, "count").read_text())
    check(calls > 300, f"{name}: only {calls} allocations were counted")
    runs = told = 0
    for on in (False, True):
        stride = max(1, calls // WANTED)
        for number in range(stride // 2 if on else 0, calls, stride):
            prepare()
            done = short_of_memory(words, folder, number, on)
            runs += 1
            told += done.returncode == 4
            found = wrong_end(done, fine) or wrong()
            if not found and contents() != expected:
                again = run(words, folder)
                found = wrong() if again.returncode in fine else f"with memory it ends with {again.returncode}: {again.stderr[-300:]}"
                if not found and contents() != expected:
                    found = "with memory it does not leave what an undisturbed one leaves"
            check(not found, f"{name}, allocation {number} of {calls}{' and all after it' if on else ''}: {found}")
    check(told > runs // 3, f"{name}: only {told} of {runs} were told of it")
    print(f"{name}: {calls} allocations, {runs} runs, {told} were told of it")


def nights(folder):
    base, work = story.make(folder, 60), Path(folder, "work.db")
    with_db = sqlite3.connect(base)
    ids = set(story.rows_of(with_db))
    with_db.close()

    def fresh(source):
        def prepare():
            story.copy(source, "work.db")
        return prepare

    def is_wrong():
        return story.wrong(work, ids)

    def what_is_left():
        return story.contents(work)

    for threads in ("1", "2"):
        words = [*story.night(work)[:-1], threads]
        everywhere(f"run with {threads} threads", words, fresh(base), is_wrong, what_is_left, folder, (0, 1))

    def planned():
        db = sqlite3.connect(work)
        found = db.execute("SELECT count(*) FROM frist_plan").fetchone()[0]
        db.close()
        return min(found, 1), what_is_left()

    everywhere("plan", [FRIST, "plan", "--db", work, "--as-of", story.DAY], fresh(base), is_wrong, planned, folder, (0, 1))

    ready = story.copy(base, "ready.db")
    for words in (["officer", "add", "officer", "--key", "officer.pem"], ["plan", "--as-of", story.DAY], ["approve", "1", "--key", "officer.pem"]):
        done = run([FRIST, *words, "--db", ready], folder)
        check(done.returncode in (0, 1), f"{words[0]} ends with {done.returncode}: {done.stderr}")
    everywhere("apply", [FRIST, "apply", "1", "--db", work], fresh(ready), is_wrong, lambda: (what_is_left()[0][:3], what_is_left()[1]), folder, (0, 1))

    # Planted: what one transaction erases and the next would have told of.
    prepare = fresh(base)
    prepare()
    half = story.PLANTED.replace('db.execute("BEGIN")\n', "raise MemoryError\n", 1)
    subprocess.run([sys.executable, "-c", half, str(work)], cwd=folder, capture_output=True)
    check("without a leaf" in is_wrong(), "a night of two transactions is not found")
    check("signal" in wrong_end(subprocess.run(["sh", "-c", "kill -ABRT $$"], capture_output=True, text=True), (0,)), "a crash is not found")


def restores(folder):
    club, erased = lost_database(folder)

    def prepare():
        lose(folder)

    def is_wrong():
        if not club.exists():
            return ""
        try:
            db = sqlite3.connect(club)
            locked = db.execute("SELECT count(*) FROM frist_meta WHERE key = 'copy_id'").fetchone()[0]
            back = {i for (i,) in db.execute("SELECT id FROM cards")} & erased
            db.close()
        except sqlite3.OperationalError:
            return ""  # not yet a database
        return f"{len(back)} cards are back" if back and not locked else ""

    def contents():
        try:
            return restored(club) if club.exists() else None
        except sqlite3.OperationalError:
            return None

    everywhere("restore", restore_words(folder), prepare, is_wrong, contents, folder, (0, 1))


def imports(folder):
    base, work = story.make(folder, 3), Path(folder, "load.db")
    lines = Path(folder, "rows.ndjson")
    lines.write_text("".join(json.dumps({"id": i, "came_on": "2022-04-30"}) + "\n" for i in range(100, 180)))

    def visits():
        db = sqlite3.connect(work)
        found = db.execute("SELECT * FROM visits ORDER BY id").fetchall()
        db.close()
        return found

    def is_wrong():
        return "" if len(visits()) in (3, 83) else f"{len(visits())} rows are there"

    everywhere("import", [FRIST, "import", "visit", lines, "--db", work], lambda: story.copy(base, "load.db"), is_wrong, visits, folder)
    bare = story.copy(base, "bare.db")
    done = run([FRIST, "detach", "--db", bare], folder)

    def attached():
        db = sqlite3.connect(work)
        try:
            return db.execute("SELECT * FROM frist_day ORDER BY 1, 2, 3").fetchall(), db.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        except sqlite3.OperationalError:
            return None
        finally:
            db.close()

    everywhere("attach", [FRIST, "attach", "club.frist", "--db", work], lambda: story.copy(bare if done.returncode == 0 else base, "load.db"), lambda: "", attached, folder)


def main():
    for part in (nights, restores, imports):
        with tempfile.TemporaryDirectory() as folder:
            part(folder)
    for problem in story.problems[:60]:
        print(f"- {problem}")
    print(f"{story.passed} passed, {len(story.problems)} failed")
    sys.exit(bool(story.problems))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kill -9 at every system call by which `frist backup` and `frist restore` write, sync, cut off, rename or remove a file.

A database is backed up, a night erases, a hold is placed and the database is lost. `frist restore` is killed at the n-th call of
each kind, for every n. Then nothing of the place of the database can be worked with, or it is what an undisturbed restore leaves;
the same command again leaves that; the log verifies, and the backup is as it was. `frist backup` is killed the same way: then
there is no backup, or a whole one that can be restored. The planted bug: a restore that copies first and erases afterwards, by
a program that asks nobody. Without strace, or where it may not trace, nothing is done and said so.
FRIST_QUICK=1 takes every ninth call.
usage: restore_kill_test.py FRIST SOURCE_FOLDER
"""
import hashlib, shutil, signal, sqlite3, sys, tempfile
from collections import Counter
from pathlib import Path

import syscall_kill_test as story
from syscall_kill_test import FRIST, QUICK, check, killed_at, run

story.CALLS = ["write", "pwrite64", "pwritev", "writev", "fdatasync", "fsync", "ftruncate", "fallocate", "unlink", "unlinkat", "rename", "renameat2"]

PLANTED = """
import shutil, sqlite3, sys
shutil.copy(sys.argv[1], sys.argv[2])
db = sqlite3.connect(sys.argv[2])
db.execute("DELETE FROM frist_meta WHERE key LIKE 'copy_%' OR key LIKE 'head_%'"); db.commit()
db.execute("DELETE FROM loans WHERE card IN (SELECT id FROM cards WHERE left_on = '2021-04-30' AND NOT disputed)")
db.execute("DELETE FROM cards WHERE left_on = '2021-04-30' AND NOT disputed"); db.commit()
db.close()
"""


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def lost_database(folder):
    """The backup, the head file as it was when the database was lost, and which cards had been erased."""
    base = story.make(folder, 60)
    club = Path(folder, "club.db")
    base.rename(club)
    for words in (["attach", "club.frist", "--db", club, "--head", "club.head"], ["backup", "--db", club, "--to", "backup.db"]):
        done = run([FRIST, *words], folder)
        check(done.returncode == 0, f"{words[0]} ends with {done.returncode}: {done.stderr}")
    done = run(story.night(club), folder)
    check(done.returncode in (0, 1), f"the night ends with {done.returncode}: {done.stderr}")
    done = run([FRIST, "hold", "place", "card/2", "--reason", "court", "--by", "office", "--db", club], folder)
    check(done.returncode == 0, f"the hold ends with {done.returncode}: {done.stderr}")
    db = sqlite3.connect(club)
    left = {i for (i,) in db.execute("SELECT id FROM cards")}
    db.close()
    shutil.copy(Path(folder, "club.head"), Path(folder, "kept.head"))
    return club, set(range(1, 61)) - left


def lose(folder):
    for pattern in ("club.db*", "club.head*"):
        for file in Path(folder).glob(pattern):
            file.unlink()
    shutil.copy(Path(folder, "kept.head"), Path(folder, "club.head"))


def restored(club):
    """What two restores have in common: all but the words and the number of the leaf that tells of it."""
    db = sqlite3.connect(club)
    try:
        return [db.execute(sql).fetchall() for sql in (
            "SELECT * FROM cards ORDER BY id", "SELECT * FROM loans ORDER BY id", "SELECT * FROM visits ORDER BY id",
            "SELECT kind, entry, since, rule FROM frist_restriction ORDER BY 1, 2", "SELECT kind, entry, act, rule, since FROM frist_act ORDER BY 1, 2, 3, 4",
            "SELECT id, entry, since FROM frist_hold WHERE lifted_at IS NULL", "SELECT count(*) FROM frist_audit_leaf")]
    finally:
        db.close()


def resurrected(club, erased):
    """Cards that were erased, in a database that says it can be worked with."""
    db = sqlite3.connect(club)
    try:
        locked = db.execute("SELECT count(*) FROM frist_meta WHERE key = 'copy_id'").fetchone()[0]
        return set() if locked else {i for (i,) in db.execute("SELECT id FROM cards")} & erased
    finally:
        db.close()


def restore_words(folder):
    return [FRIST, "restore", "--from", "backup.db", "--db", Path(folder, "club.db")]


def every_call(words, prepare, folder):
    """Runs the words once for every call that they make, killed there."""
    prepare(folder)
    calls = story.calls_of(words, folder)
    for call, times in sorted(calls.items()):
        for number in range(1, times + 1, 9 if QUICK else 1):
            prepare(folder)
            done = killed_at(words, call, number, folder)
            what = f"{words[1]} killed at {call} number {number} of {times}"
            check(done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), f"{what}: it ends with {done.returncode} instead")
            yield what


def kill_restores(folder):
    club, erased = lost_database(folder)
    check(len(erased) > 10, "the night before proves nothing")
    backup = digest(Path(folder, "backup.db"))
    lose(folder)
    done = run(restore_words(folder), folder)
    check(done.returncode == 0, f"the undisturbed restore ends with {done.returncode}: {done.stderr}")
    expected = restored(club)
    kills, states = 0, Counter()
    for what in every_call(restore_words(folder), lose, folder):
        kills += 1
        if club.exists():
            dry = run([FRIST, "run", "--db", club, "--dry-run", "--as-of", story.DAY], folder)
            states["there" if dry.returncode in (0, 1) else "locked"] += 1
            check(not resurrected(club, erased), f"{what}: erased cards are in a database that opens")
            check(dry.returncode == 5 or restored(club) == expected, f"{what}: a database opens ({dry.returncode}) that is not as it must be")
        else:
            states["nothing"] += 1
        done = run(restore_words(folder), folder)
        check(done.returncode == 0, f"{what}: again it ends with {done.returncode}: {done.stderr}")
        check(restored(club) == expected, f"{what}: again it leaves something else")
        done = run([FRIST, "audit", "verify", "--db", club], folder)
        check(done.returncode == 0, f"{what}: the log afterwards: {done.stdout}{done.stderr}")
        check(digest(Path(folder, "backup.db")) == backup, f"{what}: the backup was changed")
        check(not list(Path(folder).glob("*.frist-new*")) and not Path(f"{club}-frist").exists(), f"{what}: something is left beside the database")
    check(all(states[state] for state in ("nothing", "locked", "there")), f"the kills were not everywhere: {states}")
    print(f"restore: {kills} kills; afterwards {states['nothing']} times no database, {states['locked']} times one that does not open, {states['there']} times a whole one")
    planted(folder, club, erased)


def planted(folder, club, erased):
    Path(folder, "planted.py").write_text(PLANTED)
    words = [sys.executable, Path(folder, "planted.py"), Path(folder, "backup.db"), club]
    lose(folder)
    calls = story.calls_of(words, folder)
    check(not resurrected(club, erased), "the planted restore, undisturbed, is found wrong")
    for number in range(1, calls["fdatasync"] + 1):
        lose(folder)
        killed_at(words, "fdatasync", number, folder)
        if club.exists() and resurrected(club, erased):
            return check(True, "")
    check(False, "a restore that erases after it opened went unnoticed (planted)")


def kill_backups(folder):
    base = story.make(folder, 20)
    base.rename(Path(folder, "before.db"))
    words = [FRIST, "backup", "--db", Path(folder, "club.db"), "--to", Path(folder, "to.db")]

    def prepare(folder):
        for pattern in ("club.*", "to.db*"):
            for file in Path(folder).glob(pattern):
                if file.suffix != ".frist":
                    file.unlink()
        shutil.copy(Path(folder, "before.db"), Path(folder, "club.db"))
        done = run([FRIST, "attach", "club.frist", "--db", "club.db", "--head", "club.head"], folder)
        check(done.returncode == 0, f"attaching ends with {done.returncode}: {done.stderr}")

    kills = whole = 0
    for what in every_call(words, prepare, folder):
        kills += 1
        to = Path(folder, "to.db")
        if to.exists():
            whole += 1
            for file in Path(folder).glob("club.head*"):  # with its log, in which lies what was committed last
                shutil.copy(file, Path(folder, file.name.replace("club", "other")))
            done = run([FRIST, "restore", "--from", to, "--db", "other.db", "--head", "other.head"], folder)
            check(done.returncode == 0, f"{what}: a backup is there that cannot be restored: {done.stderr}")
            for file in Path(folder).glob("other.*"):
                file.unlink()
        else:
            done = run(words, folder)
            check(done.returncode == 0 and to.exists(), f"{what}: again it ends with {done.returncode}: {done.stderr}")
        check(not list(Path(folder).glob("*.frist-new*")), f"{what}: a part of a backup is left")
        done = run([FRIST, "audit", "verify", "--db", "club.db"], folder)
        check(done.returncode == 0, f"{what}: the log afterwards: {done.stdout}{done.stderr}")
    check(0 < whole < kills, f"the kills were not everywhere: {whole} of {kills} backups were there")
    print(f"backup: {kills} kills; afterwards {whole} times a whole backup, else none")


def main():
    with tempfile.TemporaryDirectory() as folder:
        reason = story.may_trace(folder)
    if reason:
        print(f"skipped: kill -9 at every call, since {reason}")
    else:
        for kill in (kill_restores, kill_backups):
            with tempfile.TemporaryDirectory() as folder:
                kill(folder)
    print("\n".join(story.problems))
    print(f"{story.passed} passed, {len(story.problems)} failed")
    return 1 if story.problems else 0


if __name__ == "__main__":
    sys.exit(main())

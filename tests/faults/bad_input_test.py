#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the world does to the command: databases that others hold, that are damaged or have no room left. Each is told in a
sentence with the right exit status, nothing is lost, and the night that comes afterwards leaves what an undisturbed one leaves.

A full disk is shown twice: by the largest size that files may have (no special rights), and by a small disk in memory in a
namespace of its own, which is skipped with the reason where the system does not allow it. The planted bugs: a night with one
erasure undone, and a damaged page, must be noticed.
usage: bad_input_test.py FRIST SOURCE_FOLDER
"""
import json, os, random, re, resource, shutil, signal, sqlite3, subprocess, sys, tempfile
from pathlib import Path

FRIST = Path(sys.argv[1]).resolve()
INSIDE = sys.argv[3] if len(sys.argv) > 3 else None  # the folder of a test that runs in a namespace of its own
DAY, LATER = "2023-05-01", "2025-01-01"  # half of the entries are due on the first, the others by the second
KINDS = ["loan", "inquiry", "account", "card", "telecom", "discharge"]
problems, passed = [], 0

HEADER = """policy faults "Entries of several kinds"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day

"""
KIND = """record {0} in table "{0}" key "id"
  field  left_on   date absent means none
  field  disputed  yes/no absent means no
  field  remark    text absent means none

retention {0}_left of {0}
  when   not disputed
  erase  after 2 years from left_on

"""


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


def start(words, folder, **more):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "COLUMNS": "200"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([FRIST, *map(str, words)], cwd=folder, env=environment, **pipes, **more)


def end(process):
    """Its exit status, and what it said on both outputs."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def frist(words, folder, **more):
    return end(start(words, folder, **more))


def told(result, status, pattern, what):
    """The command ended with this status and one sentence that fits the pattern."""
    code, out, err = result
    fine = code == status and re.search(pattern, err) and err.startswith("frist: ") and len(err.splitlines()) == 1
    check(fine, f"{what}: should end with {status} and say `{pattern}`, but ends with {code}: {out[-300:]}{err[-600:]}")


def night(database, *more, day=DAY):
    return ["run", "--db", database, "--as-of", day, "--quiet", "--most-erased", "1000000", "--most-percent", "100", *more]


def make(folder, name, rows, attached=True):
    """A database with entries of each kind, half of them due on the day of the night."""
    Path(folder, "faults.frist").write_text(HEADER + "".join(KIND.format(kind) for kind in KINDS))
    db = sqlite3.connect(Path(folder, name))
    db.executescript(frist(["schema", "faults.frist"], folder)[1])
    for kind in KINDS:
        entries = ((i, "2021-04-30" if i % 2 else "2022-12-31", i % 11 == 0, f"a remark that nobody reads, number {i}") for i in range(1, rows + 1))
        db.executemany(f"INSERT INTO {kind} (id, left_on, disputed, remark) VALUES (?, ?, ?, ?)", entries)
    db.commit()
    db.close()
    if attached:
        code, out, err = frist(["attach", "faults.frist", "--db", name], folder)
        check(code == 0, f"attaching a sound database ends with {code}: {out}{err}")
    return Path(folder, name)


def copy(database, name):
    for old in database.parent.glob(name + "*"):
        old.unlink()
    return Path(shutil.copy(database, database.with_name(name)))


def rows_of(db):
    return {kind: db.execute(f"SELECT * FROM {kind} ORDER BY id").fetchall() for kind in KINDS}


def contents(database):
    """What two nights must have in common: rows that are left, their schedule, and what the log tells of whom."""
    db = sqlite3.connect(database)
    rows = rows_of(db)
    left = {(kind, row[0]) for kind in KINDS for row in rows[kind]}
    due = db.execute("SELECT k.record, f.entry, f.next FROM frist_due f JOIN frist_kind k USING (kind) ORDER BY 1, 2").fetchall()
    schedule = [row for row in due if row[:2] in left]
    bodies = [json.loads(body) for (body,) in db.execute("SELECT body FROM frist_audit_log WHERE body IS NOT NULL ORDER BY seq")]
    log = sorted((body["entry"], body["action"], body["rule"], body["on"]) for body in bodies if "entry" in body)
    db.close()
    return rows, schedule, log


def whole(database, before):
    """The file is sound, the log has no holes, and exactly those rows are gone of which the log tells."""
    db = sqlite3.connect(database)
    sound = db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    count, last = db.execute("SELECT count(*), coalesce(max(seq) + 1, 0) FROM frist_audit_leaf").fetchone()
    bodies = db.execute("SELECT count(*) FROM frist_audit_body").fetchone()[0]
    left = rows_of(db)
    db.close()
    gone = {f"{kind}/{row[0]}" for kind in KINDS for row in set(before[kind]) - set(left[kind])}
    added = any(set(left[kind]) - set(before[kind]) for kind in KINDS)
    logged = {entry for entry, *_ in contents(database)[2]}
    return sound and count == last == bodies and gone == logged and not added


def everything(database):
    db = sqlite3.connect(database)
    text = "\n".join(db.iterdump())
    db.close()
    return text


# ---- databases that another program holds


def hold(database, how):
    """A connection of another program that is in the way."""
    db = sqlite3.connect(database, isolation_level=None)
    if how == "for itself alone":
        db.execute("PRAGMA locking_mode=EXCLUSIVE")
    db.execute("BEGIN EXCLUSIVE" if how == "old journal" else "BEGIN IMMEDIATE")
    if how == "for itself alone":
        db.execute("PRAGMA user_version = 0")  # written all the same
        db.execute("COMMIT")
    return db


def a_database_that_another_program_holds_is_told_and_left_as_it_was(folder):
    base = make(folder, "held.db", 20)
    calm = copy(base, "calm.db")
    check(frist(night(calm.name), folder)[0] == 0, "a night that nobody disturbs")
    expected = contents(calm)
    old = make(folder, "old.db", 20, attached=False)
    Path(folder, "more.csv").write_text("id,left_on\n1001,2021-04-30\n")
    run, attach, why = ["run", "--as-of", DAY], ["attach", "faults.frist"], ["why", "loan/1"]
    load = ["import", "loan", "more.csv", "--policy", "faults.frist"]
    busy = r"^frist: another program is writing to the database `.*{}`$"
    cases = []
    for how, words, status in [
            ("writing", run, 4), ("writing", [*run, "--detailed-exit"], 14), ("writing", attach, 4), ("writing", load, 4),
            ("for itself alone", run, 4), ("for itself alone", attach, 4), ("for itself alone", why, 4),
            ("for itself alone", [*why, "--detailed-exit"], 14), ("old journal", attach, 4)]:
        database = copy(old if how == "old journal" else base, f"held{len(cases)}.db")
        before = everything(database)
        cases.append((how, words, status, database, before, hold(database, how)))
    # All wait at the same time, each for its own database.
    running = [start([*words, "--db", database.name], folder) for _, words, _, database, _, _ in cases]
    code, out, err = frist([*why, "--db", cases[0][3].name, "--as-of", DAY, "--lang", "en"], folder)
    answered = code == 0 and out.startswith("loan 1 was kept through 30 April 2023.") and not err
    check(answered, f"`why` beside a program that writes ends with {code}: {out}{err}")
    for (how, words, status, database, before, other), process in zip(cases, running):
        name = f"`frist {' '.join(words)}` where another program holds the database ({how})"
        told(end(process), status, busy.format(database.name), name)
        other.close()
        check(everything(database) == before, f"{name}: the database is another one afterwards")
        check(not Path(f"{database}-frist").exists(), f"{name}: its lock is still there")
    for how, words, _, database, _, _ in cases:
        if how == "old journal":
            code, out, err = frist(["attach", "faults.frist", "--db", database.name], folder)
            check(code == 0, f"attaching after the other program has gone ends with {code}: {out}{err}")
        code, out, err = frist(night(database.name), folder)
        same = code == 0 and contents(database) == expected
        check(same, f"the night after the other program ({how}) has gone ends with {code} or differs: {out}{err}")


# ---- damaged databases

DAMAGED = r"^frist: (\S+: )?the database `.*` is damaged \(.*\); nothing more is done with it, use a backup$"


def damage_the_middle(database):
    """Overwrites the second and third quarter of its pages."""
    data = bytearray(database.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    first, behind = len(data) // size // 4 * size, len(data) // size * 3 // 4 * size
    data[first:behind] = random.Random(20230501).randbytes(behind - first)
    database.write_bytes(data)
    return bytes(data)


def readable_rows(database):
    """Rows from both ends of each table as far as a program comes."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    found = set()
    for kind in KINDS:
        for order in ("", " DESC"):
            try:
                found.update((kind, *row) for row in db.execute(f"SELECT * FROM {kind} ORDER BY id{order}"))
            except sqlite3.DatabaseError:
                pass
    db.close()
    return found


def a_file_that_is_no_database_is_told_and_left_as_it_was(folder):
    make(folder, "sound.db", 1)
    garbage = Path(folder, "garbage.db")
    garbage.write_bytes(random.Random(1).randbytes(50_000))
    before = garbage.read_bytes()
    for words in (["run", "--as-of", DAY], ["why", "loan/1"], ["attach", "faults.frist"]):
        result = frist([*words, "--db", garbage.name], folder)
        told(result, 4, r"^frist: `.*garbage\.db` is no SQLite database, or it is encrypted$", f"`frist {words[0]}` on garbage")
    check(garbage.read_bytes() == before, "garbage is not the same garbage afterwards")
    beside = sorted(path.name for path in Path(folder).glob("garbage.db?*"))
    check(not beside, f"files were left beside the garbage: {beside}")


def a_database_whose_middle_is_overwritten_is_told_and_what_is_left_of_it_stays(folder):
    rows = 2000  # so many that our own tables and the schema, which stand behind them, lie outside of the middle
    sound = make(folder, "base.db", rows)
    asked = [f"{kind}/{i}" for kind in KINDS for i in (1, rows // 2, rows - 1)]
    question = ["--as-of", DAY, "--lang", "en", "--db"]
    answers = {entry: frist(["why", entry, *question, sound.name], folder)[1] for entry in asked}
    broken = copy(sound, "broken.db")
    before = damage_the_middle(broken)
    left = readable_rows(broken)
    check(0 < len(left) < rows * len(KINDS), f"the damage leaves {len(left)} rows and proves nothing")
    told(frist(["attach", "faults.frist", "--db", broken.name], folder), 4, DAMAGED, "`frist attach` on a damaged database")
    missed = 0
    for entry in asked:
        code, out, err = frist(["why", entry, *question, broken.name], folder)
        missed += code == 4
        fine = (code == 4 and re.search(DAMAGED, err) and not out) or (code == 0 and out == answers[entry])
        check(fine, f"`why {entry}` tells neither the right answer nor the damage, but ends with {code}: {out[:300]}{err}")
    check(missed > 0, "no question came upon the damage (planted)")
    check(broken.read_bytes() == before, "attach and why have changed the damaged database")
    told(frist(night(broken.name), folder), 4, DAMAGED, "a night on a damaged database")
    check(left <= readable_rows(broken), "a night on a damaged database has taken rows away")


# ---- disks without room

LINES = range(1_000_001, 1_020_001)  # keys of an import
NO_ROOM = r"^frist: ((\S+: )?no room left for the database|(\S+: )?the disk fails at the database) `"


def smaller_files(size):
    """For a process that may write files of at most so many bytes; it gets an error there, as from a full disk."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return limit


class Nights:
    """A base, what an undisturbed night makes of it, and how much was done by those that had no room."""

    def __init__(self, folder, rows):
        self.folder, self.base = folder, make(folder, "room.db", rows)
        self.calm = copy(self.base, "calm.db")
        check(frist(night(self.calm.name), folder)[0] == 0, "a night that nobody disturbs")
        self.size, self.expected, self.before = self.calm.stat().st_size, contents(self.calm), contents(self.base)[0]
        later = copy(self.calm, "later.db")
        check(frist(night(later.name, day=LATER), folder)[0] == 0, "a later night that nobody disturbs")
        self.later = contents(later)
        check(0 < len(self.expected[2]) < len(self.later[2]), "the nights erase nothing and prove nothing")
        self.refused = self.in_part = 0

    def disturbed(self, database, what, no_room, detailed, **more):
        """A night that may have no room; where it has, it is done."""
        result = frist(night(database.name, *(["--detailed-exit"] if detailed else [])), database.parent, **more)
        # Done, where only the log could not be written back.
        kept = result[0] == 1 and "erased values may still be in it" in result[1]
        if result[0] == 0 or kept:
            return check(contents(database) == self.expected, f"{what}: it differs")
        self.refused += 1
        told(result, 15 if detailed else 4, no_room, what)

    def goes_on(self, database, what):
        """Once there is room."""
        check(whole(database, self.before), f"{what}: the database or its log is not whole")
        done = len(contents(database)[2])
        self.in_part += 0 < done < len(self.expected[2])
        code, out, err = frist(night(database.name), database.parent)
        same = code == 0 and contents(database) == self.expected
        check(same, f"{what}: the night that has room again ends with {code} or differs: {out}{err}")
        code, out, err = frist(night(database.name, day=LATER), database.parent)
        same = code == 0 and contents(database) == self.later
        check(same, f"{what}: a later night ends with {code} or differs: {out}{err}")


def loaded_rows(database):
    db = sqlite3.connect(database)
    sound = db.execute("PRAGMA integrity_check").fetchone()[0]
    ids = [row[0] for row in db.execute("SELECT id FROM loan WHERE id >= ? ORDER BY id", (LINES[0],))]
    db.close()
    return sound, ids


def write_lines(path):
    path.write_text("id,left_on,remark\n" + "".join(f"{i},2022-01-01,a remark that nobody reads\n" for i in LINES))


def load_without_room(database, what, no_room, make_room=lambda: None, **more):
    """An import that has no room loads nothing; once there is room all of it is loaded."""
    words = ["import", "loan", "more.csv", "--db", database.name, "--policy", "faults.frist", "--quiet"]
    failed = frist(words, database.parent, **more)
    make_room()
    told(failed, 4, no_room, what)
    sound, ids = loaded_rows(database)
    check(sound == "ok" and not ids, f"{what}: {len(ids)} rows were loaded; integrity: {sound}")
    check(not Path(database.parent, "more.csv.rejected").exists(), f"{what}: a file of rejected lines was left")
    code, out, err = frist(words, database.parent)
    check(code == 0 and loaded_rows(database) == ("ok", list(LINES)), f"{what}: with room again it ends with {code}: {out}{err}")


def where_files_may_not_grow_the_night_ends_whole_and_goes_on_later(folder):
    nights = Nights(folder, 2000)
    for per_cent in (2, 20, 40, 60, 70, 80, 90, 100):
        what, tried = f"a night whose files may have {per_cent} % of their size", copy(nights.base, "tried.db")
        limit = smaller_files(nights.size * per_cent // 100)
        nights.disturbed(tried, what, NO_ROOM, detailed=per_cent == 20, preexec_fn=limit)
        nights.goes_on(tried, what)
    enough = nights.refused >= 3 and nights.in_part >= 1
    check(enough, f"only {nights.refused} nights had no room, {nights.in_part} of them in the midst of their work")
    write_lines(Path(folder, "more.csv"))
    tried = copy(nights.base, "tried.db")
    load_without_room(tried, "an import whose files may not grow", NO_ROOM, preexec_fn=smaller_files(100_000))
    # The planted difference.
    db = sqlite3.connect(nights.calm)
    db.execute("INSERT INTO loan (id, left_on) VALUES (1, '2021-04-30')")
    db.commit()
    db.close()
    noticed = contents(nights.calm) != nights.expected and not whole(nights.calm, nights.before)
    check(noticed, "an erasure that was undone went unnoticed (planted)")


class Disk:
    """A small disk in memory; what fills it can be taken away."""

    def __init__(self, folder):
        self.path = Path(folder, "disk")
        self.path.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", self.path], check=True)
        self.filler = self.path / "filler"

    def fill(self, room):
        found = os.statvfs(self.path)
        with open(self.filler, "wb") as file:
            file.write(bytes(max(0, found.f_bavail * found.f_bsize - room)))

    def make_room(self):
        self.filler.unlink()


def on_a_full_disk_the_night_ends_whole_and_goes_on_later(folder):
    nights, disk = Nights(folder, 2000), Disk(folder)
    shutil.copy(Path(folder, "faults.frist"), disk.path)
    for per_cent in (0, 10, 50, 70, 90, 130):
        what = f"a night on a disk with room for {per_cent} % of the database"
        tried = Path(shutil.copy(nights.base, disk.path / "tried.db"))
        disk.fill(nights.size * per_cent // 100)
        # Where there is no room for anything, SQLite does not even get its index of the write-ahead log.
        no_room = r"^frist: no room left for the database `" if per_cent > 1 else NO_ROOM
        nights.disturbed(tried, what, no_room, detailed=per_cent == 50)
        disk.make_room()
        nights.goes_on(tried, what)
        for old in disk.path.glob("tried.db*"):
            old.unlink()
    check(nights.refused >= 3, f"only {nights.refused} nights had no room")
    tried = Path(shutil.copy(nights.base, disk.path / "tried.db"))
    write_lines(disk.path / "more.csv")
    disk.fill(200_000)
    load_without_room(tried, "an import on a full disk", r"^frist: no room left for the database `", disk.make_room)


def on_a_disk_that_becomes_read_only_nothing_is_done_and_the_night_goes_on_later(folder):
    nights, disk = Nights(folder, 200), Disk(folder)
    shutil.copy(Path(folder, "faults.frist"), disk.path)
    tried = Path(shutil.copy(nights.base, disk.path / "tried.db"))
    subprocess.run(["mount", "-o", "remount,ro", disk.path], check=True)
    before = tried.read_bytes()
    code, out, err = frist(night(tried), folder)
    check(code == 4 and err.startswith("frist: ") and len(err.splitlines()) == 1, f"a night on a read-only disk ends with {code}: {out}{err}")
    check(tried.read_bytes() == before, "a night on a read-only disk changes the database")
    subprocess.run(["mount", "-o", "remount,rw", disk.path], check=True)
    nights.goes_on(tried, "a night on a disk that was read-only")


def where_the_answer_cannot_be_written_the_command_says_so_and_the_night_is_whole(folder):
    base = make(folder, "base.db", 200)
    calm, tried = copy(base, "calm.db"), copy(base, "tried.db")
    check(frist(night(calm), folder)[0] in (0, 1), "a night that nobody disturbs fails")
    with open("/dev/full", "w") as full:
        done = subprocess.run([FRIST, *map(str, night(tried))], cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
        check(done.returncode == 4 and "the output could not be written" in done.stderr, f"a night into /dev/full ends with {done.returncode}: {done.stderr}")
        looked = subprocess.run([FRIST, "hold", "list", "--db", str(tried)], cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
        check(looked.returncode == 4, f"a list into /dev/full ends with {looked.returncode}: {looked.stderr}")
    check(contents(tried) == contents(calm), "a night into /dev/full differs from one that can be read")
    check(contents(base) != contents(calm), "the two nights could not differ: nothing was due")


def in_a_namespace_of_its_own(folder):
    """Runs the test of the full disk where a disk may be mounted without anybody else seeing it."""
    global passed
    reason = "no program `unshare`"
    for way in (["unshare", "-rm"], ["unshare", "-m"]):
        if not shutil.which("unshare"):
            break
        tried = subprocess.run([*way, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True)
        if tried.returncode == 0:
            done = subprocess.run([*way, sys.executable, __file__, *sys.argv[1:3], folder], capture_output=True, text=True, timeout=300)
            if done.returncode != 0:
                return problems.append(f"the test of the full disk fell over: {done.stderr}")
            result = json.loads(done.stdout)
            passed += result["passed"]
            return problems.extend(result["problems"])
        reason = tried.stderr.strip()
    print(f"skipped: a full disk of its own, since none can be mounted here ({reason})")


def main():
    if INSIDE:
        on_a_full_disk_the_night_ends_whole_and_goes_on_later(INSIDE)
        second = Path(INSIDE, "second")
        second.mkdir()
        on_a_disk_that_becomes_read_only_nothing_is_done_and_the_night_goes_on_later(second)
        print(json.dumps({"passed": passed, "problems": problems}))
        return 0
    for test in (
            a_database_that_another_program_holds_is_told_and_left_as_it_was,
            a_file_that_is_no_database_is_told_and_left_as_it_was,
            a_database_whose_middle_is_overwritten_is_told_and_what_is_left_of_it_stays,
            where_files_may_not_grow_the_night_ends_whole_and_goes_on_later,
            where_the_answer_cannot_be_written_the_command_says_so_and_the_night_is_whole,
            in_a_namespace_of_its_own):
        with tempfile.TemporaryDirectory() as folder:
            test(folder)
    print("\n".join(problems))
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

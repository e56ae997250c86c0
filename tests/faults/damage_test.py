#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A database that is not as it was written: wrong bits, pages of zeros, pages that changed places, a file cut off, a wrong write-ahead log.

The damage is done past SQLite. `frist doctor --deep` must find every wrong bit in the rows of our own tables and their indexes. A
night must refuse where the damage is in what it goes by, and wherever it is in our tables it erases nothing that a night on the
sound database does not. With --check-pages it refuses whatever PRAGMA integrity_check finds, and does nothing.
The planted bugs: a hold that is lifted past SQLite with the checksum made anew as if there were no check (the checksums are reckoned
here a second time), and a write-ahead log that has lost a hold where no head file knows of it.
FRIST_RELEASE=1 does five times as much. usage: damage_test.py FRIST
"""
import os, random, shutil, sqlite3, subprocess, sys, tempfile
from collections import Counter
from pathlib import Path

FRIST = Path(sys.argv[1]).resolve()
PART = 1 if os.environ.get("FRIST_RELEASE") else 5
BEFORE, DAY = "2023-04-01", "2023-05-01"
problems, passed = [], 0

POLICY = """policy club "Club"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day

record card "Card" in table "cards" key "id"
  field  remark    text absent means none
  field  left_on   date absent means none
  list   loans of loan

record loan "Loan" in table "loans" key "id" parent "card"
  field  made_on  date

retention former "Former members" of card
  restrict   after 6 months from left_on
  anonymise  remark after 1 year from left_on
  review     after 18 months from left_on
  erase      after 2 years from left_on

record visit "Visit" in table "visits" key "id"
  field  came_on  date

retention visits "Visits" of visit
  erase  after 1 year from came_on
"""

# By what a night goes, so that it refuses where a bit of them is wrong; of the schedule and the log only what it reads.
OF_A_NIGHT = {"frist_hold", "frist_hold_entry", "frist_request", "frist_meta", "frist_kind", "frist_newest", "frist_progress", "frist_run",
              "frist_plan", "frist_approval", "frist_officer", "frist_policy", "frist_policy_file"}
# The day of an entry that is gone says nothing any more.
SAYS_SOMETHING = {"frist_due": " AS f WHERE NOT EXISTS (SELECT 1 FROM frist_gone AS g WHERE g.kind = f.kind AND g.entry = f.entry)"}
# Notes that wait for the next night have no checksum, since every program that writes would have to make it.
NOTES = {"frist_changed", "frist_pushed", "frist_written", "frist_erasing"}


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


def frist(words, folder):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run([FRIST, *map(str, words)], cwd=folder, env=environment, capture_output=True, text=True, errors="replace", timeout=120)


def night(database, *more, day=DAY):
    return frist(["run", "--db", database, "--as-of", day, "--most-erased", "1000000", "--most-percent", "100", "--threads", "1", *more], database.parent)


def must(words, folder):
    done = frist(words, folder)
    check(done.returncode in (0, 1), f"{' '.join(map(str, words))} ends with {done.returncode}: {done.stderr}")


def make(folder, name, *attach):
    """All our tables have rows; on the day something of every kind is due."""
    Path(folder, "club.frist").write_text(POLICY)
    base = Path(folder, name)
    db = sqlite3.connect(base)
    db.executescript(frist(["schema", "club.frist"], folder).stdout)
    left = ["2021-04-30", "2021-10-15", "2022-04-20", "2022-10-20", "2021-03-01", None]
    db.executemany("INSERT INTO cards (id, remark, left_on) VALUES (?, ?, ?)", ((i, f"remark {i}", left[i % 6]) for i in range(1, 601)))
    db.executemany("INSERT INTO loans (id, card, made_on) VALUES (?, ?, '2020-01-01')", ((i, i) for i in range(1, 601, 2)))
    db.executemany("INSERT INTO visits (id, came_on) VALUES (?, ?)", ((i, ("2022-04-30", "2022-12-31", "2022-03-01")[i % 3]) for i in range(1, 601)))
    db.commit()
    db.close()
    must(["attach", "club.frist", "--db", base, *attach], folder)
    check(night(base, day=BEFORE).returncode in (0, 1), "the first night fails")
    for entry in range(6, 600, 12):  # due on the day
        must(["hold", "place", f"card/{entry}", "--reason", "court", "--by", "office", "--since", BEFORE, "--db", base], folder)
    for words in (["request", "file", "card/11", "--received", BEFORE], ["disclosure", "add", "card/2", "--to", "bureau"],
                  ["restrict", "place", "card/5", "--ground", "accuracy", "--reason", "wrong"]):
        must([*words, "--by", "office", "--db", base], folder)
    check(night(base, day="2023-04-02").returncode in (0, 1), "the second night fails")
    db = sqlite3.connect(base)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return base


def copy(base, name, of=""):
    for old in base.parent.glob(name + "*"):
        old.unlink()
    for part in ("", "-wal") if of == "wal" else ("",):
        shutil.copy(f"{base}{part}", base.with_name(name + part))
    return base.with_name(name)


def rows(database):
    db = sqlite3.connect(database)
    try:
        return {f"{table[:-1]}/{i}" for table in ("cards", "visits") for (i,) in db.execute(f"SELECT id FROM {table}")}
    finally:
        db.close()


def held(database):
    db = sqlite3.connect(database)
    found = {f"card/{i}" for (i,) in db.execute("SELECT entry FROM frist_hold WHERE lifted_at IS NULL")}
    db.close()
    return found


def pages(base):
    """Table or index -> the pages that it has."""
    db = sqlite3.connect(base)
    found = {}
    for name, page in db.execute("SELECT name, pageno FROM dbstat ORDER BY name, pageno"):
        found.setdefault(name, []).append(page)
    size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    return found, size


def look(database, ours):
    """What SQLite reads of our tables, and whether it finds the file sound."""
    db = sqlite3.connect(database)
    db.text_factory = bytes
    try:
        sound = db.execute("PRAGMA integrity_check(1)").fetchone()[0] == b"ok"
        return sound, [[tuple(map(repr, row)) for row in db.execute(f"SELECT * FROM {table}{SAYS_SOMETHING.get(table, '')}")] for table in ours]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return False, str(error)
    finally:
        db.close()


def change(database, offset, to):
    with open(database, "r+b") as file:
        file.seek(offset)
        file.write(to)


def flip(database, offset, bit):
    with open(database, "rb") as file:
        file.seek(offset)
        byte = file.read(1)[0]
    change(database, offset, bytes([byte ^ 1 << bit]))


def refused(done):
    return done.returncode in (2, 3, 4, 5)  # 2: what is damaged says that no policy is attached


def gone_wrongly(database, before, calm):
    """Entries that a night on the sound database leaves; nothing where the file cannot be read."""
    try:
        return before - rows(database) - calm
    except (sqlite3.Error, UnicodeDecodeError):
        return set()


def wrong_bits(base, dice, before, calm):
    places, size = pages(base)
    db = sqlite3.connect(base)
    ours = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'frist%'")]
    db.close()
    sound = look(base, ours)
    check(sound[0], "the sound database is not sound")
    deep = frist(["doctor", "--db", base, "--deep"], base.parent)
    check(deep.returncode in (0, 1), f"`doctor --deep` ends with {deep.returncode} on the sound database: {deep.stdout}")
    found = Counter()
    for name in sorted(places):
        if not name.startswith("frist_"):
            continue
        live = tries = 0
        while live < max(2, 40 // PART) and tries < 400 // PART:
            tries += 1
            tried = copy(base, "tried.db")
            offset, bit = (dice.choice(places[name]) - 1) * size + dice.randrange(size), dice.randrange(8)
            flip(tried, offset, bit)
            if look(tried, ours) == sound:
                continue  # a byte that holds nothing
            live += 1
            what = f"bit {bit} of byte {offset} ({name})"
            deep = frist(["doctor", "--db", tried, "--deep"], base.parent)
            found["bits"] += name not in NOTES
            found["found by doctor"] += deep.returncode == 4 and name not in NOTES
            check(deep.returncode == 4 or name in NOTES, f"{what}: `doctor --deep` ends with {deep.returncode}")
            done = night(tried)
            check(refused(done) or done.returncode in (0, 1), f"{what}: the night ends with {done.returncode}: {done.stderr}")
            found["refused"] += refused(done)
            check(refused(done) or name not in OF_A_NIGHT, f"{what}: the night ends with {done.returncode} and says nothing of it")
            wrongly = gone_wrongly(tried, before, calm)
            check(not wrongly, f"{what}: the night erases {sorted(wrongly)[:5]}")
        found["nothing there"] += live == 0
    check(found["bits"] > 200 // PART and found["refused"] > 100 // PART, f"the wrong bits prove nothing: {found}")
    print(f"{found['bits']} wrong bits in rows and indexes of our tables: `doctor --deep` finds {found['found by doctor']}; "
          f"the night refuses {found['refused']}, and erases nothing wrong in the others")


def wrong_pages(base, dice, before, calm):
    places, size = pages(base)
    count = base.stat().st_size // size
    found = Counter()
    for number in range(150 // PART):
        tried, how = copy(base, "tried.db"), ("zeros", "swapped", "cut off")[number % 3]
        page, other = dice.randrange(1, count), dice.randrange(1, count)
        with open(tried, "rb") as file:
            whole = file.read()
        if how == "cut off":
            os.truncate(tried, dice.randrange(size, len(whole)))
        elif how == "zeros":
            change(tried, page * size, bytes(size))
        else:
            change(tried, page * size, whole[other * size:(other + 1) * size])
            change(tried, other * size, whole[page * size:(page + 1) * size])
        unsound = not look(tried, [])[0]
        what = f"{how}, page {page + 1} ({other + 1})"
        bytes_before = tried.read_bytes()
        done = night(tried, "--check-pages")
        found["unsound"] += unsound
        check(refused(done) if unsound else refused(done) or done.returncode in (0, 1), f"{what}: the night ends with {done.returncode}: {done.stderr}")
        if unsound:
            found["refused"] += refused(done)
            check(not gone_wrongly(tried, before, set()), f"{what}: a night that was refused erases")
        else:
            check(not gone_wrongly(tried, before, calm), f"{what}: the night erases what it should keep")
        # Without the look at every page, nothing goes wrongly either: the rows that are there say what they said.
        change(tried, 0, bytes_before)
        os.truncate(tried, len(bytes_before))
        Path(f"{tried}-wal").unlink(missing_ok=True)
        done = night(tried)
        check(refused(done) or done.returncode in (0, 1), f"{what}: without --check-pages the night ends with {done.returncode}: {done.stderr}")
        found["refused without"] += refused(done)
        check(not gone_wrongly(tried, before, calm), f"{what}: without --check-pages the night erases what it should keep")
    check(found["unsound"] > 60 // PART, f"the wrong pages prove nothing: {found}")
    print(f"{150 // PART} files with wrong pages, {found['unsound']} of them unsound to integrity_check: --check-pages refuses {found['refused']}; "
          f"without it {found['refused without']} nights are refused, and none erases what it should keep")


# ---- a write-ahead log that is not as it was written


def with_open_log(folder, name, *attach):
    """A database whose last hold is in its write-ahead log alone, since somebody reads."""
    base = make(folder, name, *attach)
    reader = sqlite3.connect(base, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM cards").fetchone()
    must(["hold", "place", "card/12", "--reason", "court", "--by", "office", "--since", BEFORE, "--db", base], folder)
    kept = copy(base, f"kept-{name}", "wal")
    reader.execute("COMMIT")
    reader.close()
    return kept


def wrong_logs(folder, dice):
    with_head = with_open_log(folder, "head.db", "--head", "elsewhere.head")
    head = Path(folder, "elsewhere.head").read_bytes()
    without = with_open_log(folder, "headless.db")

    def tried_on(base, offset, bit):
        tried = copy(base, "tried.db", "wal")
        Path(folder, "elsewhere.head").write_bytes(head)
        if offset >= 0:
            flip(f"{tried}-wal", offset, bit)
        return tried, night(tried)

    kept = {}
    for base in (with_head, without):
        tried, done = tried_on(base, -1, 0)
        kept[base] = rows(tried)
        check(not refused(done) and "card/12" in kept[base], f"a whole log is refused: {done.stderr}")
    found = Counter()
    for number in range(100 // PART):
        base = with_head if number % 2 else without
        tried, done = tried_on(base, dice.randrange(Path(f"{base}-wal").stat().st_size), dice.randrange(8))
        wrongly = kept[base] - rows(tried)
        found["refused"] += refused(done) and base == with_head
        if base == with_head:
            check(not wrongly, f"a wrong bit in the log: the night erases {sorted(wrongly)}, though the head file knows the hold")
        else:
            found["lost"] += "card/12" in wrongly
    check(found["refused"] > 0, "no wrong bit in a write-ahead log was seen")
    check(found["lost"] > 0, "a hold that a wrong log has lost went unnoticed (planted)")
    print(f"{100 // PART} write-ahead logs with a wrong bit: with a head file {found['refused']} of {50 // PART} nights are refused and no hold is lost; "
          f"without one SQLite drops what is behind the bit, and {found['lost']} of {50 // PART} nights do not know of the last hold")


# ---- the checksums a second time


def siphash(key, message):
    """SipHash-2-4 (Aumasson and Bernstein), 64 bits."""
    mask = (1 << 64) - 1
    turn = lambda x, n: (x << n | x >> 64 - n) & mask
    k0, k1 = (int.from_bytes(key[i:i + 8], "little") for i in (0, 8))
    a, b, c, d = k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573

    def rounds(n):
        nonlocal a, b, c, d
        for _ in range(n):
            a = (a + b) & mask; b = turn(b, 13) ^ a; a = turn(a, 32)
            c = (c + d) & mask; d = turn(d, 16) ^ c
            a = (a + d) & mask; d = turn(d, 21) ^ a
            c = (c + b) & mask; b = turn(b, 17) ^ c; c = turn(c, 32)

    padded = message + bytes(7 - len(message) % 8) + bytes([len(message) & 0xFF])
    for i in range(0, len(padded), 8):
        word = int.from_bytes(padded[i:i + 8], "little")
        d ^= word
        rounds(2)
        a ^= word
    c ^= 0xFF
    rounds(4)
    return a ^ b ^ c ^ d


def key_of(db):
    return b"".join((word & (1 << 64) - 1).to_bytes(8, "little") for (word,) in db.execute("SELECT checksum FROM frist_checksum WHERE tab = 0 ORDER BY entry"))


def checksum(key, values):
    message = b""
    for value in values:
        if value is None:
            message += b"\x05" + bytes(8)
        elif isinstance(value, int):
            message += b"\x01" + (value & (1 << 64) - 1).to_bytes(8, "little")
        else:
            data = value.encode() if isinstance(value, str) else value
            message += (b"\x03" if isinstance(value, str) else b"\x04") + len(data).to_bytes(8, "little") + data
    return siphash(key, message) & (1 << 62) - 1


HOLD = "SELECT 1, id, kind, entry, since, reason, placed_by, placed_at, lifted_by, lifted_at, mandate, owner, review_by, lift_reason FROM frist_hold"


def second_time(base):
    db = sqlite3.connect(base)
    check(siphash(bytes(range(16)), bytes(range(15))) == 0xA129CA6149BE45E5, "SipHash is not as it is published")
    key = key_of(db)
    stored = dict(db.execute("SELECT entry, checksum FROM frist_checksum WHERE tab = 1"))
    made = {row[1]: checksum(key, row) for row in db.execute(HOLD)}
    check(stored == made and len(made) > 40, "the checksums of holds are not what they should be")
    days = {}
    for day, kind, entry in db.execute("SELECT next, kind, entry FROM frist_day"):
        message = (kind ^ 1 << 56).to_bytes(8, "little") + day.to_bytes(8, "little") + entry.to_bytes(8, "little")
        count, total = days.get((day, kind), (0, 0))
        days[day, kind] = count + 1, total + siphash(key, message) & (1 << 62) - 1
    stored = {(day, kind): (count, total) for day, kind, count, total in db.execute("SELECT * FROM frist_day_checksum WHERE rows <> 0")}
    check(stored == days and len(days) > 3, "the checksums of days are not what they should be")
    db.close()


def planted(base, before, calm):
    """A hold that is lifted past the triggers, with its checksum as it was and with one made anew."""
    for anew in (False, True):
        tried = copy(base, "tried.db")
        db = sqlite3.connect(tried)
        entry = "card/" + str(db.execute("SELECT entry FROM frist_hold WHERE id = 1").fetchone()[0])
        check(entry not in calm, "the first hold holds nothing")
        triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'frist_hold'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.execute("UPDATE frist_hold SET lifted_at = 1, lifted_by = 'x' WHERE id = 1")
        for _, sql in triggers:
            db.execute(sql)
        if anew:
            row = db.execute(HOLD + " WHERE id = 1").fetchone()
            db.execute("UPDATE frist_checksum SET checksum = ? WHERE tab = 1 AND entry = 1", (checksum(key_of(db), row),))
        db.commit()
        db.close()
        done = night(tried)
        if anew:
            check(gone_wrongly(tried, before, calm) == {entry}, "a held entry that a night without a check erases went unnoticed (planted)")
        else:
            check(refused(done) and "frist_hold" in done.stderr and rows(tried) == before, f"a hold lifted past SQLite: {done.returncode} {done.stderr}")


def main():
    dice = random.Random(20230501)
    with tempfile.TemporaryDirectory() as folder:
        base = make(folder, "base.db")
        before = rows(base)
        after = copy(base, "calm.db")
        check(not refused(night(after)), "the undisturbed night fails")
        calm = before - rows(after)
        check(len(calm) > 100 and held(base) and not calm & held(base), "the undisturbed night proves nothing")
        second_time(base)
        planted(base, before, calm)
        wrong_bits(base, dice, before, calm)
        wrong_pages(base, dice, before, calm)
    with tempfile.TemporaryDirectory() as folder:
        wrong_logs(folder, dice)
    print("\n".join(problems[:40]))
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

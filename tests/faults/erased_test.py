#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Erased means gone: after a night no byte of what it erased is in any file of the database, nor on the disk below it.

3,000 entries carry a random token of their own in every text field; a night erases 300 of them. Then the tokens are looked for
  - in every file beside the database (database, log, journal, shared memory, temporary files) and what the night printed,
  - in what `sqlite3 .recover` carves out of the database, and foremost or scalpel out of the disk, where they are installed,
  - in the raw image of an ext4 file system that the night ran on (as root; skipped with a line where no loop device is to be had).
The planted bugs: the same scan must find tokens where the rows are deleted by plain SQLite, in the files with secure_delete off, and on
the raw image even with secure_delete on and the log truncated. (Plain SQLite leaves copies in the pages, too: docs/storage.md.)
usage: erased_test.py FRIST
"""
import os, random, re, shutil, sqlite3, subprocess, sys, tempfile
from pathlib import Path

FRIST = Path(sys.argv[1]).resolve()
ENTRIES, ERASED, DAY = 3000, 300, "2026-03-01"
TOKEN = re.compile(rb"tok[a-z]{16}")
IMAGE_MIB = 48

POLICY = """policy loans "Loans"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day
record loan "Loan" in table "loans" key "id"
  subject  customer
  field    customer   text identity
  field    city       text identity
  field    closed_on  date absent means none
  list     payments   of payment
record payment "Payment" in table "payments" key "id" parent "loan_id"
  field    remark     text identity
retention settled "Settled loans" of loan
  erase  after 2 years from closed_on
"""


def token(dice):
    return "tok" + "".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=16))


def make(path, wide, copy_to=None):
    """Loans and payments; every tenth loan is due. Gives the tokens of those. `copy_to`: a folder that gets the files as a program
    leaves them that was killed, all rows in the write-ahead log."""
    dice, gone = random.Random(2026), set()
    db = sqlite3.connect(path)
    db.executescript("PRAGMA encoding = '%s'; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;" % ("UTF-16le" if wide else "UTF-8"))
    db.execute(f"PRAGMA journal_mode = {'WAL' if copy_to else 'DELETE'}")
    db.execute("BEGIN")
    db.execute("CREATE TABLE loans(id INTEGER PRIMARY KEY, customer TEXT, city TEXT, closed_on TEXT)")
    db.execute("CREATE TABLE payments(id INTEGER PRIMARY KEY, loan_id INTEGER, remark TEXT)")
    db.execute("CREATE INDEX by_customer ON loans(customer)")
    db.execute("CREATE INDEX by_loan ON payments(loan_id)")
    for i in range(1, ENTRIES + 1):
        due = i % (ENTRIES // ERASED) == 0
        own = [token(dice) for _ in range(4)]
        # Some values are longer than a page.
        db.execute("INSERT INTO loans VALUES (?, ?, ?, ?)", (i, own[0], own[1] * (400 if i % 50 == 0 else 1), "2020-01-01" if due else "2026-01-01"))
        db.execute("INSERT INTO payments VALUES (NULL, ?, ?), (NULL, ?, ?)", (i, own[2], i, own[3]))
        gone.update(own if due else ())
    db.commit()
    if copy_to:
        for file in (path, f"{path}-wal"):
            shutil.copy(file, copy_to)
    else:
        db.execute("VACUUM")  # what the load has left behind in the pages is its own
    db.close()
    return gone


def found_in(data, tokens):
    """Which tokens are in these bytes, as UTF-8 or UTF-16."""
    known = {t.encode() for t in tokens}
    hits = {t for t in TOKEN.findall(data) if t in known}
    for narrow in (data[0::2], data[1::2]):  # of UTF-16 every other byte is 0
        hits |= {t for t in TOKEN.findall(narrow) if t in known}
    return hits


def scan(folder, tokens):
    hits = set()
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            hits |= found_in(path.read_bytes(), tokens)
    return hits


def run(words, folder):
    done = subprocess.run([FRIST, *words], cwd=folder, capture_output=True, timeout=300, env={**os.environ, "SQLITE_TMPDIR": str(folder), "TMPDIR": str(folder)})
    if done.returncode not in (0, 1):
        sys.exit(f"frist {' '.join(words)} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done.stdout + done.stderr


def night(folder):
    (Path(folder) / "policy.frist").write_text(POLICY)
    said = run(["attach", "policy.frist", "--db", "r.db"], folder)
    said += run(["run", "--db", "r.db", "--as-of", DAY, "--most-erased", "1000", "--most-percent", "100"], folder)
    db = sqlite3.connect(f"file:{folder}/r.db?mode=ro", uri=True)
    left = db.execute("SELECT (SELECT count(*) FROM loans), (SELECT count(*) FROM payments)").fetchone()
    db.close()
    if left != (ENTRIES - ERASED, 2 * (ENTRIES - ERASED)):
        sys.exit(f"the night left {left}")
    return said


def plain(folder, secure):
    """The same erasure by plain SQLite, write-ahead log truncated at the end as a night does."""
    db = sqlite3.connect(f"{folder}/r.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"PRAGMA secure_delete = {secure}")
    db.executescript("BEGIN; DELETE FROM payments WHERE loan_id % 10 = 0; DELETE FROM loans WHERE id % 10 = 0; COMMIT")
    if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] != 0:
        sys.exit("the log could not be truncated")
    db.close()


def carved(database, tokens):
    if not shutil.which("sqlite3"):
        return None
    done = subprocess.run(["sqlite3", database, ".recover"], capture_output=True)
    if done.returncode != 0 or b"error" in done.stderr.lower():
        return None  # built without what .recover reads pages by
    if b"tok" not in done.stdout:
        sys.exit(".recover found nothing at all")
    return found_in(done.stdout, tokens)


def files():
    for wide in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            gone = make(f"{folder}/r.db", wide)
            if scan(folder, gone) != {t.encode() for t in gone}:
                sys.exit("the scan does not see what is there")
            said = night(folder)
            hits = scan(folder, gone) | found_in(said, gone)
            if hits:
                sys.exit(f"{len(hits)} of {len(gone)} erased values are still in the files")
            by_carver = carved(f"{folder}/r.db", gone)
            if by_carver:
                sys.exit(f".recover brings {len(by_carver)} erased values back")
        with tempfile.TemporaryDirectory() as folder:
            gone = make(f"{folder}/r.db", wide)
            plain(folder, "OFF")
            planted = scan(folder, gone)
            if len(planted) < ERASED:
                sys.exit(f"the planted bug (secure_delete off) was not caught: {len(planted)} values found")
        with tempfile.TemporaryDirectory() as folder:
            make(f"{folder}/r.db", wide)
            plain(folder, "ON")
            in_pages = scan(folder, gone)
        print(f"files, {'UTF-16' if wide else 'UTF-8'}: 0 of {len(gone)} erased values; {len(planted)} by plain SQLite, "
              f"{len(in_pages)} with its secure_delete; "
              f".recover {'is not here' if by_carver is None else 'finds 0'}")


def kept_by_a_reader():
    """A night says that a reader kept the log from being emptied, so does the doctor; the next run empties it."""
    with tempfile.TemporaryDirectory() as folder:
        make(f"{folder}/r.db", False)
        (Path(folder) / "policy.frist").write_text(POLICY)
        run(["attach", "policy.frist", "--db", "r.db"], folder)
        reader = sqlite3.connect(f"{folder}/r.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM loans").fetchone()
        words = [FRIST, "run", "--db", "r.db", "--as-of", DAY, "--most-erased", "1000", "--most-percent", "100"]
        told = "erased values may still be in it"
        warned = "could not empty the write-ahead log"
        doctor = [FRIST, "doctor", "--db", "r.db"]
        first = subprocess.run(words, cwd=folder, capture_output=True, text=True)
        if first.returncode != 1 or told not in first.stdout:
            sys.exit(f"a night whose log a reader kept ended with {first.returncode}: {first.stdout}{first.stderr}")
        if warned not in subprocess.run(doctor, cwd=folder, capture_output=True, text=True).stdout:
            sys.exit("the doctor does not say that the log was kept")
        reader.close()
        second = subprocess.run(words, cwd=folder, capture_output=True, text=True)
        if second.returncode != 0 or told in second.stdout or Path(f"{folder}/r.db-wal").exists():
            sys.exit(f"the next run did not empty the log: {second.returncode}: {second.stdout}{second.stderr}")
        if warned in subprocess.run(doctor, cwd=folder, capture_output=True, text=True).stdout:
            sys.exit("the doctor still says that the log is kept")
        print("a reader in the way: told by the night and the doctor, and gone with the next run")


def on_image(work, erase):
    """Erases on an ext4 file system of its own, and gives the tokens and those that are left on the raw image."""
    image, mount = f"{work}/image", f"{work}/mount"
    Path(image).write_bytes(b"")
    os.truncate(image, IMAGE_MIB << 20)
    os.makedirs(mount, exist_ok=True)
    for words in (["mkfs.ext4", "-q", "-F", image], ["mount", "-o", "loop", image, mount]):
        if subprocess.run(words, capture_output=True).returncode != 0:
            return None
    try:
        gone = make(f"{work}/r.db", False, mount)
        os.sync()
        erase(mount)
    finally:
        os.sync()
        subprocess.run(["umount", mount], check=True)
    for left in Path(work).glob("r.db*"):
        left.unlink()
    raw = Path(image).read_bytes()
    if TOKEN.search(raw) is None:
        sys.exit("the image holds nothing at all")
    return gone, found_in(raw, gone)


def raw_disk():
    with tempfile.TemporaryDirectory() as work:
        ours = on_image(work, night)
        if ours is None:
            print("raw disk: skipped, no loop device may be mounted here")
            return
        gone, hits = ours
        if hits:
            sys.exit(f"{len(hits)} of {len(gone)} erased values are still on the raw disk")
        for carver in ("foremost", "scalpel"):
            if shutil.which(carver):
                subprocess.run([carver, "-o", f"{work}/{carver}", f"{work}/image"], capture_output=True)
                if scan(f"{work}/{carver}", gone):
                    sys.exit(f"{carver} brings erased values back")
        _, planted = on_image(work, lambda folder: plain(folder, "ON"))
        if len(planted) < ERASED:
            sys.exit(f"the planted bug (a log that is truncated unwiped) was not caught: {len(planted)} values found")
        print(f"raw disk, ext4: 0 of {len(gone)} erased values; {len(planted)} where plain SQLite truncates the log, secure_delete on")


def main():
    if sys.argv[2:] == ["raw"]:
        raw_disk()
        return
    files()
    kept_by_a_reader()
    # Mounts are nobody else's business: in a namespace that goes with the process.
    if os.geteuid() == 0 and shutil.which("unshare") and shutil.which("mkfs.ext4"):
        sys.exit(subprocess.run(["unshare", "-m", sys.executable, __file__, str(FRIST), "raw"]).returncode)
    print("raw disk: skipped, only root may mount a disk")


main()

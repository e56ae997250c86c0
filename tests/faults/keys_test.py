#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Identity fields of a database made by `frist schema`: sealed at rest, opened for those who have the key file, and closed for good
once their entry is erased, whatever copies of the database are left.

The sealed values are opened here by a second hand (ctypes and libsodium, from docs/identity.md alone), so that a copy of the database
from before the erasures can be tried against today's key file, and against every file that the program has left.
Then kill -9 at every system call of a night, of an import and of a new epoch by which a file is written, synced, renamed or removed:
the next night heals. Without strace, or where it may not trace, that part is skipped.
The planted bug: a night that does not destroy keys (its key file is put back) must be found.
FRIST_QUICK=1 takes every seventh call.
usage: keys_test.py FRIST
"""
import ctypes, ctypes.util, json, os, re, shutil, signal, sqlite3, stat, subprocess, sys, tempfile
from collections import Counter
from pathlib import Path

FRIST = Path(sys.argv[1]).resolve()
QUICK = bool(os.environ.get("FRIST_QUICK"))
CALLS = ["write", "pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "rename", "link"]
NOW, DAY = "2023-05-01", "2023-05-01"
ROWS, ERASED, EMPTIED = 90, 30, 30
problems, passed = [], 0

POLICY = """policy club "Club"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day

record member "Member" in table "members" key "id"
  subject  person
  field  person    text identity
  field  name      text identity absent means none
  field  born      date identity absent means none
  field  street    text identity absent means none
  field  left_on   date absent means none
  list   letters of letter

record letter "Letter" in table "letters" key "id" parent "member"
  field  address  text identity absent means none
  field  sent_on  date absent means none

retention former "Former members" of member
  anonymise  street after 1 year from left_on
  erase      after 2 years from left_on
"""


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


def run(words, folder, *before):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=0"}
    return subprocess.run([*before, *map(str, words)], cwd=folder, env=environment, capture_output=True, text=True, errors="replace", timeout=120)


def frist(folder, *words):
    return run([FRIST, *words], folder)


def night(database):
    return [FRIST, "run", "--db", database, "--as-of", DAY, "--most-erased", "1000000", "--most-percent", "100", "--threads", "1"]


# The second hand.

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
sodium.sodium_init()


def opened(key, nonce, about, sealed):
    value, length = ctypes.create_string_buffer(len(sealed)), ctypes.c_ulonglong()
    bad = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(value, ctypes.byref(length), None, sealed, ctypes.c_ulonglong(len(sealed)), about, ctypes.c_ulonglong(len(about)), nonce, key)
    return None if bad else value.raw[:length.value]


def epoch_keys(text):
    """Number and key of every epoch in a -epoch file."""
    places = [text[at:at + 64] for at in range(64, len(text) - 63, 64)]
    return [(int.from_bytes(p[:8], "big"), p[16:48]) for p in places if any(p)]


def data_keys(text, epochs):
    """Number and data key of every slot that one of these epoch keys opens."""
    found = {}
    file_id, epoch = text[16:32], text[32:40]
    for at in range(64, len(text) - 63, 64):
        slot = text[at:at + 64]
        for number, key in epochs:
            # also where the header speaks of another epoch: what is left of files may be tried with any key
            for name in {epoch, number.to_bytes(8, "big")}:
                data = opened(key, slot[:16] + name, text[:16] + file_id + name + slot[:8], slot[16:])
                if data:
                    found[int.from_bytes(slot[:8], "big")] = data
    return found


def part(value):
    return len(value).to_bytes(8, "big") + value


def open_cell(keys, table, column, row, sealed):
    if sealed is None or sealed[:1] != b"\x01":
        return None
    key = keys.get(int.from_bytes(sealed[1:9], "big"))
    about = b"frist identity 1\n" + part(table.encode()) + part(column.encode()) + part(b"i" + row.to_bytes(8, "big", signed=True)) + sealed[1:9]
    return opened(key, sealed[9:33], about, sealed[33:]) if key else None


SEALED = [("members", "name"), ("members", "born"), ("members", "street"), ("letters", "address")]


def opened_cells(database, keys):
    db = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)
    cells = {}
    for table, column in SEALED:
        for row, value in db.execute(f"SELECT id, {column} FROM {table}"):
            text = open_cell(keys, table, column, row, value)
            if text is not None:
                cells[table, column, row] = text
    db.close()
    return cells


def keys_of(folder, name):
    """What opens with everything of the name that lies there, each file with each epoch key."""
    texts = [p.read_bytes() for p in Path(folder).glob(name + "-frist-keys*")]
    epochs = [key for text in texts if text.startswith(b"frist epochs 01\n") for key in epoch_keys(text)]
    found = {}
    for text in texts:
        if text.startswith(b"frist keyfile 1\n"):
            found |= data_keys(text, epochs)
    return found


# The database.

def token(what, i):
    return f"{what}-q7{i:05d}z"


def left_on(i):
    return ["2021-04-30", "2022-03-31", ""][i % 3]


def make(folder):
    """A third of the members are erased on the day, a third lose their street, a third keep everything."""
    Path(folder, "club.frist").write_text(POLICY)
    base = Path(folder, "base.db")
    db = sqlite3.connect(base)
    db.executescript(frist(folder, "schema", "club.frist").stdout)
    db.close()
    Path(folder, "members.csv").write_text("id,person,name,born,street,left_on\n" + "".join(
        f"{i},P{i},{token('name', i)},19{i % 80 + 10}-02-03,{token('street', i)},{left_on(i)}\n" for i in range(1, ROWS + 1)))
    Path(folder, "letters.csv").write_text("id,member,address,sent_on\n" + "".join(f"{i},{i},{token('letter', i)},2020-01-01\n" for i in range(1, ROWS + 1)))
    for record in ("member", "letter"):
        done = frist(folder, "import", record, f"{record}s.csv", "--db", base, "--policy", "club.frist")
        check(done.returncode == 0 and f"{ROWS} loaded" in done.stdout, f"importing {record}: {done.stdout}{done.stderr}")
    done = frist(folder, "attach", "club.frist", "--db", base)
    check(done.returncode == 0, f"attaching ends with {done.returncode}: {done.stdout}{done.stderr}")
    check("not readable" not in done.stdout, f"attach takes sealed values for unreadable ones: {done.stdout}")
    return base


def copy(base, name):
    for old in list(base.parent.glob(name + "*")):
        old.unlink()
    for suffix in ("-frist-keys", "-frist-keys-epoch"):
        if Path(str(base) + suffix).exists():
            shutil.copy(str(base) + suffix, str(base.with_name(name)) + suffix)
    return Path(shutil.copy(base, base.with_name(name)))


def must_go(cell):
    """By the policy, on the day."""
    table, column, row = cell
    return row % 3 == 0 or (row % 3 == 1 and column == "street")


def wrong(database, day_0):
    """What is wrong with a night that is done: of the copy of day 0 exactly what stays opens, and nothing waits."""
    name = database.name
    after, db = keys_of(database.parent, name), sqlite3.connect(database)
    waiting = db.execute("SELECT count(*) FROM frist_identity_pending").fetchone()[0]
    rows = db.execute("SELECT count(*) FROM members").fetchone()[0]
    db.close()
    found = [f"{waiting} keys wait"] if waiting else []
    if rows != ROWS - ERASED:
        found.append(f"{rows} members are left")
    cells = opened_cells(day_0, after)
    gone = sum(must_go(c) for c in cells)
    if gone:
        found.append(f"{gone} erased values of the copy still open")
    if len(cells) - gone != 4 * ROWS - (4 * ERASED + EMPTIED):
        found.append(f"{len(cells) - gone} values of those that stay open")
    return found


# The parts.

def at_rest(folder, base):
    raw = b"".join(p.read_bytes() for p in Path(folder).glob("base.db*"))
    hits = sum(token(what, i).encode() in raw for what in ("name", "street", "letter") for i in range(1, ROWS + 1))
    check(hits == 0, f"{hits} tokens can be read at rest")
    check(b"P42" in raw, "subjects, by which rows are found, cannot be read")
    cells = opened_cells(base, keys_of(folder, "base.db"))
    check(len(cells) == 4 * ROWS and cells["members", "name", 7] == b"t" + token("name", 7).encode() and cells["members", "born", 7] == b"t1917-02-03",
          f"the second hand opens {len(cells)} cells")
    for suffix in ("-frist-keys", "-frist-keys-epoch"):
        check(stat.S_IMODE(os.stat(str(base) + suffix).st_mode) == 0o600, f"{suffix} is not its owner's alone")
    shown = frist(folder, "identity", "member/7", "--db", base)
    check(shown.returncode == 0 and token("name", 7) in shown.stdout and "1917-02-03" in shown.stdout and "P7" in shown.stdout, f"frist identity: {shown.stdout}{shown.stderr}")
    child = frist(folder, "identity", "letter/7", "--db", base, "--json")
    check(json.loads(child.stdout)["fields"] == [{"field": "address", "value": token("letter", 7), "why_not": ""}], f"of a child: {child.stdout}")
    for asked in ("why", "decide", "when"):
        answer = frist(folder, asked, "member/7", "--db", base)
        check(token("name", 7) not in answer.stdout, f"frist {asked} shows a name")
    db = sqlite3.connect(base)
    for sql in ("UPDATE members SET name = 'Ann' WHERE id = 1", "INSERT INTO members (id, person, name) VALUES (9999, 'X', 'Ann')", "UPDATE members SET id = 5000 WHERE id = 1"):
        try:
            db.execute(sql)
            check(False, f"{sql} is not refused")
        except sqlite3.Error:
            check(True, "")
    db.close()
    doctor = frist(folder, "doctor", "--db", base)
    check(not re.search(r"(error|warning) +identity", doctor.stdout), f"doctor of a sound database: {doctor.stdout}")
    check("sealed under" in doctor.stdout and "epoch 1, begun 0 days ago" in doctor.stdout, f"doctor: {doctor.stdout}")


    loose = copy(base, "loose.db")  # a trigger that is gone is told: keys would outlive their rows
    db = sqlite3.connect(loose)
    db.execute("DROP TRIGGER frist_members_deleted_identity_keys")
    db.commit()
    db.close()
    check(re.search(r"error +identity +triggers on `members`", frist(folder, "doctor", "--db", loose).stdout), "a trigger that is gone is not told")


def swapped(folder, base):
    """A cell that was copied to another row or column does not open there."""
    file = copy(base, "swapped.db")
    db = sqlite3.connect(file)
    db.execute("UPDATE members SET name = (SELECT name FROM members WHERE id = 8) WHERE id = 7")
    db.execute("UPDATE members SET street = name WHERE id = 10")
    db.commit()
    db.close()
    for entry, field in (("member/7", "name"), ("member/10", "street")):
        shown = json.loads(frist(folder, "identity", entry, "--db", file, "--json").stdout)["fields"]
        value = next(f for f in shown if f["field"] == field)
        check(value["value"] == "" and "another row or column" in value["why_not"], f"{field} of {entry}: {value}")
    cells = opened_cells(file, keys_of(folder, "swapped.db"))
    check(("members", "name", 7) not in cells and ("members", "street", 10) not in cells, "the second hand opens swapped cells")


def erased(folder, base):
    file, day_0 = copy(base, "night.db"), Path(folder, "day_0.copy")
    shutil.copy(file, day_0)
    kept = copy(base, "planted.db")  # a night whose keys stay: the planted bug
    done = run(night(file), folder)
    check(done.returncode == 0 and "keys of erased identity fields destroyed" in done.stdout, f"the night: {done.stdout}{done.stderr}")
    check(not wrong(file, day_0), f"after a night: {wrong(file, day_0)}")
    run(night(kept), folder)
    for suffix in ("-frist-keys", "-frist-keys-epoch"):
        shutil.copy(str(base) + suffix, str(kept) + suffix)
    check(any("erased values of the copy still open" in w for w in wrong(kept, day_0)), "planted: a night that destroys no keys is not found")
    shown = frist(folder, "identity", "member/7", "--db", file)
    check(token("name", 7) in shown.stdout and re.search(r"street +-\n", shown.stdout), f"of one who lost the street: {shown.stdout}")
    log = [json.loads(body) for (body,) in sqlite3.connect(file).execute("SELECT body FROM frist_audit_log WHERE body IS NOT NULL")]
    told = [body["keys"] for body in log if body["action"] == "destroy keys"]
    check(told == [3 * ERASED + EMPTIED], f"the log tells of {told} keys")
    check(frist(folder, "audit", "verify", "--db", file).returncode in (0, 1), "audit verify refuses the log")
    again = run(night(file), folder)
    check(again.returncode == 0 and "destroyed" not in again.stdout, f"a second night: {again.stdout}")
    # A row that goes and comes back before the night keeps its keys, one that another program deletes does not.
    db = sqlite3.connect(file)
    row = db.execute("SELECT * FROM letters WHERE id = 7").fetchone()
    db.execute("DELETE FROM letters WHERE id IN (7, 8)")
    db.execute("INSERT INTO letters VALUES (?, ?, ?, ?)", row)
    db.commit()
    check(db.execute("SELECT count(*) FROM frist_identity_pending").fetchone()[0] == 1, "what is put back waits to be destroyed")
    db.close()
    run(night(file), folder)
    cells = opened_cells(day_0, keys_of(folder, "night.db"))
    check(("letters", "address", 7) in cells and ("letters", "address", 8) not in cells, "a row put back, or one deleted by another program")


def epochs(folder, base):
    """Day 0 of both files against everything that is there after the change."""
    file, day_0 = copy(base, "epoch.db"), Path(folder, "day_0.copy")
    keys_0 = Path(str(file) + "-frist-keys").read_bytes()
    run(night(file), folder)
    old_epoch = epoch_keys(Path(str(file) + "-frist-keys-epoch").read_bytes())
    check(len(data_keys(keys_0, old_epoch)) == 3 * ROWS, "a copy of the key file opens nothing before the change")
    turned = frist(folder, "keys", "rotate", "--db", file, "--json")
    check(turned.returncode == 0 and json.loads(turned.stdout)["epoch"] == 2 and json.loads(turned.stdout)["kept"] == 3 * ROWS - 3 * ERASED - EMPTIED, f"rotate: {turned.stdout}{turned.stderr}")
    new_epoch = epoch_keys(Path(str(file) + "-frist-keys-epoch").read_bytes())
    check([n for n, _ in new_epoch] == [2], f"the file holds the epochs {[n for n, _ in new_epoch]}")
    check(not data_keys(keys_0, new_epoch), "today's epoch key opens a copy of the old key file")
    check(not wrong(file, day_0), f"after a change of epochs: {wrong(file, day_0)}")
    check(sorted(p.name for p in Path(folder).glob("epoch.db-frist-keys*")) == ["epoch.db-frist-keys", "epoch.db-frist-keys-epoch"], "files are left")
    shown = frist(folder, "identity", "member/7", "--db", file)
    check(token("name", 7) in shown.stdout, f"after a change of epochs: {shown.stdout}")
    # Keys whose rows went unseen (REPLACE fires no trigger) end with the epoch.
    db = sqlite3.connect(file)
    db.execute("INSERT OR REPLACE INTO letters (id, member) VALUES (7, 7)")
    db.commit()
    db.close()
    turned = json.loads(frist(folder, "keys", "rotate", "--db", file, "--json").stdout)
    check(turned["destroyed"] == 1, f"keys that no row asks for: {turned}")
    # An epoch that is over a month old is told.
    bytes_now = bytearray(Path(str(file) + "-frist-keys-epoch").read_bytes())
    doctor = frist(folder, "doctor", "--db", file)
    check("epoch 3, begun 0 days ago" in doctor.stdout, f"doctor: {doctor.stdout}")
    for at in (64, 128):
        if any(bytes_now[at:at + 8]):
            bytes_now[at + 8:at + 16] = (int.from_bytes(bytes_now[at + 8:at + 16], "big") - 40 * 86400).to_bytes(8, "big")
            digest = ctypes.create_string_buffer(16)
            sodium.crypto_generichash(digest, ctypes.c_size_t(16), bytes(bytes_now[at:at + 48]), ctypes.c_ulonglong(48), None, ctypes.c_size_t(0))
            bytes_now[at + 48:at + 64] = digest.raw
    Path(str(file) + "-frist-keys-epoch").write_bytes(bytes_now)
    doctor = frist(folder, "doctor", "--db", file)
    check(re.search(r"warning +identity +.*begun 40 days ago", doctor.stdout), f"doctor: {doctor.stdout}")


def without_keys(folder, base):
    """A key file that is missing, another's or damaged: nights go on and say so, and the keys go with the first night that can."""
    day_0 = Path(folder, "day_0.copy")
    other_folder = Path(folder, "other")
    other_folder.mkdir()
    other = make(other_folder)
    for what in ("missing", "another's", "damaged"):
        file = copy(base, "without.db")
        mine = [Path(str(file) + s) for s in ("-frist-keys", "-frist-keys-epoch")]
        saved = [p.read_bytes() for p in mine]
        for p, suffix in zip(mine, ("-frist-keys", "-frist-keys-epoch")):
            if what == "missing":
                p.unlink()
            elif what == "another's":
                shutil.copy(str(other) + suffix, p)
            else:
                p.write_bytes(b"x" * 300)
        held = b"".join(p.read_bytes() for p in mine if p.exists())
        doctor = frist(folder, "doctor", "--db", file)
        check(doctor.returncode == 4 and re.search(r"error +identity", doctor.stdout), f"{what}: doctor says {doctor.stdout}")
        shown = frist(folder, "identity", "member/7", "--db", file)
        check(shown.returncode == 1 and token("name", 7) not in shown.stdout and "P7" in shown.stdout, f"{what}: identity says {shown.stdout}")
        done = run(night(file), folder)
        check(done.returncode == 1 and "could not be destroyed" in done.stdout, f"{what}: the night ends with {done.returncode}: {done.stdout}{done.stderr}")
        check(held == b"".join(p.read_bytes() for p in mine if p.exists()), f"{what}: the night wrote to that key file")
        Path(folder, "one.csv").write_text("id,person,name\n5000,P5000,Nobody\n")
        refused = frist(folder, "import", "member", "one.csv", "--db", file)
        check(refused.returncode != 0, f"{what}: a row is imported all the same: {refused.stdout}")
        for p, text in zip(mine, saved):
            p.write_bytes(text)
            p.chmod(0o600)
        done = run(night(file), folder)
        check(done.returncode == 0 and not wrong(file, day_0), f"{what}: once it is back: {done.stdout} {wrong(file, day_0)}")


def elsewhere(folder):
    """A line of frist.toml puts the keys into another folder, for every command."""
    place = Path(folder, "elsewhere")
    (place / "safe").mkdir(parents=True)
    Path(place, "frist.toml").write_text('db = "base.db"\nkeys = "safe/club.keys"\n')
    base = make(place)
    check(sorted(p.name for p in (place / "safe").iterdir()) == ["club.keys", "club.keys-epoch"] and not list(place.glob("base.db-frist-keys*")), "the keys are not where frist.toml says")
    before = (place / "safe/club.keys").read_bytes()
    done = run(night(base), place)
    check(done.returncode == 0 and (place / "safe/club.keys").read_bytes() != before, f"a night with keys elsewhere: {done.stdout}{done.stderr}")
    check(token("name", 7) in frist(place, "identity", "member/7").stdout, "identity with keys elsewhere")
    check(frist(place, "keys", "rotate").returncode == 0 and "epoch 2" in frist(place, "doctor").stdout, "rotate and doctor with keys elsewhere")


# kill -9

def calls_of(words, folder, file):
    trace = Path(folder, "calls")
    run(words, folder, "strace", "-f", "-qq", "-o", trace, "-e", "trace=" + ",".join(CALLS))
    return Counter(re.findall(r"^\d+ +(\w+)\(", trace.read_text(), re.M)) if trace.exists() else Counter()


def killed(folder, start, words, heal, judge, what):
    """Kills `words` at every call, then heals and judges."""
    fresh = start()
    counts, kills = calls_of(words(fresh), folder, fresh), 0
    for call, n in sorted(counts.items()):
        for at in range(1, n + 1, 7 if QUICK else 1):
            file = start()
            done = run(words(file), folder, "strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={at}")
            kills += done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
            healed = heal(file)
            found = judge(file)
            check(healed.returncode in (0, 1) and not found, f"{what}, killed at {call} {at}: {found} {healed.stdout}{healed.stderr}")
    check(kills > (5 if QUICK else 30), f"{what}: only {kills} kills in {dict(counts)}")
    print(f"{what}: {kills} kills")


def kills(folder, base):
    day_0 = Path(folder, "day_0.copy")
    start = lambda: copy(base, "killed.db")
    heal = lambda file: run(night(file), folder)
    killed(folder, start, night, heal, lambda file: wrong(file, day_0), "a night")

    def strays(file):
        return [p.name for p in Path(folder).glob("killed.db-frist-keys*") if p.name not in ("killed.db-frist-keys", "killed.db-frist-keys-epoch")]
    killed(folder, start, lambda file: [FRIST, "keys", "rotate", "--db", file], heal, lambda file: wrong(file, day_0) + strays(file), "a new epoch")

    def empty():
        for old in Path(folder).glob("new.db*"):
            old.unlink()
        file = Path(folder, "new.db")
        db = sqlite3.connect(file)
        db.executescript(frist(folder, "schema", "club.frist").stdout)
        db.close()
        return file

    load = lambda file: [FRIST, "import", "member", "members.csv", "--db", file, "--policy", "club.frist"]

    def all_loaded(file):
        cells = opened_cells(file, keys_of(folder, "new.db"))
        return [] if len(cells) == 3 * ROWS else [f"{len(cells)} cells open"]

    def load_again(file):
        db = sqlite3.connect(file)  # one that was killed behind its commit has loaded them
        db.execute("DELETE FROM members")
        db.commit()
        db.close()
        return run(load(file), folder)
    killed(folder, empty, load, load_again, all_loaded, "an import")


def can_trace(folder):
    return shutil.which("strace") and run(["true"], folder, "strace", "-f", "-o", "/dev/null").returncode == 0


with tempfile.TemporaryDirectory() as folder:
    base = make(folder)
    at_rest(folder, base)
    swapped(folder, base)
    erased(folder, base)
    epochs(folder, base)
    without_keys(folder, base)
    elsewhere(folder)
    if can_trace(folder):
        kills(folder, base)
    else:
        print("no strace here: nothing is killed")
for problem in problems:
    print("FAILED:", problem)
print(f"{passed} checks passed, {len(problems)} failed")
sys.exit(bool(problems) or not passed)

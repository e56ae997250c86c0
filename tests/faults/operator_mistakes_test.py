#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A hundred seeded mistakes of operators: none of them erases more than the brake lets through, and the plan lists all it would.

A database that has seen a week of nights is given to somebody who makes one mistake: a period of nothing, a wrong unit, a scope
too wide, an update without its WHERE, holds deleted, a clock or a date a year ahead, a key that is empty. Then:
  - `frist run` may take what a night may take and nothing more; after a change of the policy it takes nothing at all;
  - `frist plan --entries` lists exactly those entries that go when somebody applies the plan with the brake released.
The planted bug: without limits some of these nights do take more, or the harness shows nothing. FRIST_QUICK=1 makes 25 mistakes, FRIST_RELEASE=1 1,000.
usage: operator_mistakes_test.py FRIST
"""
import datetime, json, os, random, shutil, sqlite3, subprocess, sys, tempfile
from collections import Counter
from pathlib import Path

FRIST = Path(sys.argv[1]).resolve()
MISTAKES = 25 if os.environ.get("FRIST_QUICK") else 1000 if os.environ.get("FRIST_RELEASE") else 100
ROWS, A_NIGHT, HELD, NIGHTS = 2000, 10, 60, 7
HANDFUL, PERCENT, TIMES_USUAL, MOST = 20, 5, 5, 10_000  # the brake as it is unless somebody sets it
UNLIMITED = ["--most-erased", "1000000", "--most-percent", "100", "--most-times-usual", "1000000", "--none-is-fine"]

POLICY = """policy loans "Loans"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day
record loan "Loan" in table "loans" key "id"
  subject  customer
  field    customer   text identity
  field    opened_on  date
  field    closed_on  date absent means none
  field    disputed   yes/no absent means no
  field    state      one of (running, settled, sold)
retention settled "Settled loans" of loan
  when   state is settled and not disputed
  erase  after 2 years from closed_on
retention sold "Loans that were sold" of loan
  when   state is sold
  keep   for 5 years from closed_on
retention books "Books" of loan
  when   state is running
  keep   for 10 years from opened_on
"""


def run(words, folder, fine=(0, 1)):
    done = subprocess.run([FRIST, *words], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode not in fine:
        sys.exit(f"frist {' '.join(words)} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done


def ids(database):
    db = sqlite3.connect(database)
    found = Counter(str(row[0]) for row in db.execute("SELECT id FROM loans"))
    db.close()
    return found


def base(folder, today):
    """A database that a night of each of the last days has worked on, as of `today` about to have its next one."""
    (folder / "loans.frist").write_text(POLICY)
    tables = run(["schema", "loans.frist"], folder).stdout
    db = sqlite3.connect(folder / "base.db")
    db.executescript(tables)
    first = today - datetime.timedelta(days=NIGHTS)

    def closed(nth):  # due on the nth day behind the first night
        day = first + datetime.timedelta(days=nth)
        return day.replace(year=day.year - 2, day=min(day.day, 28)) - datetime.timedelta(days=1)

    for i in range(1, ROWS + 1):
        state = ("settled", "settled", "settled", "sold", "running")[i % 5]
        due = closed(1 + i // (A_NIGHT * 5 // 3)).isoformat() if state != "running" else None
        disputed = 1 if state == "settled" and i % 7 == 0 else 0
        db.execute("INSERT INTO loans(id, customer, opened_on, closed_on, disputed, state) VALUES (?, ?, ?, ?, ?, ?)",
                   (i, f"c{i}", "2015-03-01", due, disputed, state))
    for i in range(ROWS + 1, ROWS + HELD + 1):  # overdue but for their holds
        db.execute("INSERT INTO loans(id, customer, opened_on, closed_on, disputed, state) VALUES (?, ?, '2010-03-01', '2012-03-01', 0, 'settled')", (i, f"c{i}"))
    db.commit()
    run(["attach", "loans.frist", "--db", "base.db"], folder)
    for i in range(ROWS + 1, ROWS + HELD + 1):
        db.execute("INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES (1, ?, 18000, 'court', 'office', 0)", (i,))
    db.commit()
    db.close()
    for n in range(NIGHTS):
        run(["run", "--db", "base.db", "--as-of", (first + datetime.timedelta(days=n)).isoformat()], folder)
    return folder / "base.db"


def edit(old, new):
    assert old in POLICY, old
    return POLICY.replace(old, new)


def years_to(random_):
    return edit("after 2 years", f"after {random_.choice([1, 2, 3])} {random_.choice(['days', 'weeks', 'months'])}")


def some(random_):
    return f"id % 100 < {random_.choice([3, 10, 50, 100])}"


# What somebody does by mistake: a new policy, statements on the tables, or words of the command line.
POLICIES = {
    "no period": lambda r: edit("after 2 years from", "at once from"),
    "wrong unit": years_to,
    "a digit is lost": lambda r: edit("for 5 years", "for 5 days").replace("state is settled and", "state is sold and"),
    "wrong start": lambda r: edit("from closed_on\nretention sold", "from opened_on\nretention sold"),
    "scope too wide": lambda r: edit("  when   state is settled and not disputed\n", ""),
    "all match": lambda r: edit("state is settled and not disputed", "opened_on is before 2100-01-01"),
    "the wrong way round": lambda r: edit("and not disputed", "and disputed").replace("state is settled", "not state is settled"),
    "a state left out": lambda r: edit("state is settled and not disputed", "not state is running"),
    "keep became erase": lambda r: edit("keep   for 5 years", "erase  after 1 year"),
    "columns swapped": lambda r: edit("closed_on  date absent means none", "closed_on  date in column \"opened_on\"").replace("field    opened_on  date\n", "field    opened_on  date in column \"closed_on\" absent means none\n"),
    "another rule comes in": lambda r: POLICY + "retention old \"Old\" of loan\n  erase  after 1 year from opened_on\n",
}
STATEMENTS = {
    "an update without its where": lambda r: "UPDATE loans SET closed_on = '2001-01-01'",
    "closed long ago": lambda r: f"UPDATE loans SET closed_on = '19' || substr(closed_on, 3) WHERE {some(r)}",
    "years off": lambda r: f"UPDATE loans SET closed_on = date(closed_on, '-{r.choice([1, 2, 10])} years') WHERE {some(r)}",
    "all settled": lambda r: f"UPDATE loans SET state = 'settled' WHERE {some(r)}",
    "disputes forgotten": lambda r: "UPDATE loans SET disputed = 0; UPDATE loans SET closed_on = '2015-01-01' WHERE id % 7 = 0",
    "holds deleted": lambda r: "DELETE FROM frist_hold",
    "holds lifted": lambda r: "UPDATE frist_hold SET lifted_at = 1, lifted_by = 'me'",
    "months before days": lambda r: f"UPDATE loans SET closed_on = substr(closed_on, 1, 4) || '-01-01' WHERE {some(r)}",
    "brought in twice": lambda r: f"INSERT INTO loans(id, customer, opened_on, closed_on, disputed, state) SELECT id + 100000, customer, opened_on, '2010-01-01', 0, 'settled' FROM loans WHERE {some(r)}",
    "everything gone already": lambda r: "UPDATE loans SET closed_on = NULL",
    "an empty key": lambda r: "PRAGMA ignore_check_constraints = ON; UPDATE loans SET closed_on = '2001-01-01', state = 'settled' WHERE id = 0 OR id % 3 = 0; INSERT INTO loans(id, customer, opened_on, closed_on, disputed, state) VALUES (0, '', '2001-01-01', '2001-01-01', 0, 'settled')",
}
WORDS = {
    "a year ahead": lambda r, today: ["--ahead", "--as-of", f"{today.year + 1}-{today.month:02}-01"],
    "a century ahead": lambda r, today: ["--ahead", "--as-of", f"{today.year + 100}-01-01"],
    "months ahead": lambda r, today: ["--ahead", "--as-of", (today + datetime.timedelta(days=r.choice([30, 60, 90]))).isoformat()],
    "the clock is a year ahead": lambda r, today: [],
}


def make_mistake(name, random_, folder, today):
    """Words for the commands after it, or None where the program refused the mistake itself; whether the policy changed."""
    if name in WORDS:
        return WORDS[name](random_, today), False
    if name in STATEMENTS:
        db = sqlite3.connect(folder / "work.db")
        db.executescript(STATEMENTS[name](random_))
        db.close()
        return ["--as-of", today.isoformat()], False
    (folder / "changed.frist").write_text(POLICIES[name](random_))
    done = run(["attach", "changed.frist", "--db", "work.db"], folder, fine=(0, 1, 3, 4))
    return (["--as-of", today.isoformat()], True) if done.returncode in (0, 1) else (None, True)


def most(entries, usual):
    return min(MOST, max(HANDFUL, entries * PERCENT // 100), max(HANDFUL, usual * TIMES_USUAL))


def fresh(folder, source):
    for old in folder.glob("work.db*"):
        old.unlink()
    shutil.copy(source, folder / "work.db")


def one(number, folder, bases, today, limits):
    """Its name, what the night took, what it would have taken without the brake."""
    random_ = random.Random(number)
    name = [*POLICIES, *STATEMENTS, *WORDS][number % (len(POLICIES) + len(STATEMENTS) + len(WORDS))]
    fresh(folder, bases["a year ago" if name == "the clock is a year ahead" else "today"])
    words, changed = make_mistake(name, random_, folder, today)
    if words is None:
        return name, 0, 0
    before = ids(folder / "work.db")
    done = run(["run", "--db", "work.db", *words, *limits], folder, fine=(0, 1, 4, 5))
    taken = sum((before - ids(folder / "work.db")).values())
    allowed = 0 if changed else most(sum(before.values()), A_NIGHT)
    if not limits and taken > allowed:
        sys.exit(f"mistake {number} ({name}): {taken} entries went, where at most {allowed} may\n{done.stdout}{done.stderr}")
    if taken == 0 and done.returncode == 5:
        check_plan(number, name, folder, words, before)
    return name, taken, sum(before.values())


def check_plan(number, name, folder, words, before):
    """A plan lists just what goes when it is applied all the same."""
    ahead = [word for word in words if word == "--ahead"]
    Path(folder, "officer.pem").unlink(missing_ok=True)
    run(["officer", "add", "officer", "--key", "officer.pem", "--db", "work.db"], folder)
    run(["plan", "--db", "work.db", *[word for word in words if word != "--ahead"], "--entries", "entries.ndjson"], folder)
    plan = sqlite3.connect(folder / "work.db").execute("SELECT max(id) FROM frist_plan").fetchone()[0]
    lines = [json.loads(line) for line in (folder / "entries.ndjson").read_text().splitlines()]
    told = Counter(line["entry"].split("/", 1)[1] for line in lines if line["action"].endswith("erase"))
    run(["approve", str(plan), "--key", "officer.pem", "--db", "work.db"], folder)
    run(["apply", str(plan), "--db", "work.db", "--catch-up", *ahead], folder, fine=(0, 1, 4))
    gone = before - ids(folder / "work.db")
    if told != gone:
        sys.exit(f"mistake {number} ({name}): the plan lists {sum(told.values())} entries, and {sum(gone.values())} went")


def main():
    today = datetime.date.today()
    with tempfile.TemporaryDirectory() as top:
        bases = {}
        for name, day in (("today", today), ("a year ago", today - datetime.timedelta(days=366))):
            folder = Path(top, name)
            folder.mkdir()
            bases[name] = base(folder, day)
        db = sqlite3.connect(bases["a year ago"])
        db.execute("UPDATE frist_run SET started = started - 31622400, finished = finished - 31622400")
        db.commit()
        db.close()
        work = Path(top, "work")
        work.mkdir()
        taken, stopped = 0, 0
        for number in range(MISTAKES):
            _, went, _ = one(number, work, bases, today, [])
            taken += went
            stopped += went == 0
        free = sum(went > most(ROWS, A_NIGHT) for _, went, _ in (one(n, work, bases, today, [*UNLIMITED, "--catch-up"]) for n in range(MISTAKES)))
        if free < MISTAKES // 10:
            sys.exit(f"without limits only {free} of these nights take more than a night may: the harness shows nothing")
    print(f"{MISTAKES} mistakes: {stopped} took nothing, the others {taken} entries in all, each within the brake; "
          f"without limits {free} nights take more than a night may")


if __name__ == "__main__":
    main()

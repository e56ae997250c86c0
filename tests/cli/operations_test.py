#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What operators see of a night: its JSON log and its figures (neither with a key or value of any entry), that only one runs at a
time, the clock, and the units for systemd.

usage: operations_test.py FRIST SOURCE_FOLDER
"""
import fcntl, json, os, re, shutil, sqlite3, subprocess, sys, tempfile, time
from pathlib import Path

FRIST, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
problems, passed = [], 0
POLICY = """policy club "Club"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day
record card "Card" in table "cards" key "number"
  subject  member
  field    member   text identity
  field    left_on  date absent means none
retention former "Former" of card
  review every 1 year from left_on
  erase  after 2 years from left_on
"""
SECRETS = ["K-77031", "K-88142", "K-99253", "anna@club", "berta@club", "2019-03-17", "2020-07-23", "1999-99-99"]


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


def run(folder, *words):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run([FRIST, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def sql(folder, statements):
    with sqlite3.connect(folder / "club.db") as database:
        database.executescript(statements)
    database.close()


def club(folder):
    (folder / "club.frist").write_text(POLICY)
    sql(folder, """CREATE TABLE cards(number TEXT PRIMARY KEY, member TEXT, left_on TEXT);
        CREATE TABLE bills(id INTEGER PRIMARY KEY, card TEXT);
        CREATE TRIGGER owes BEFORE DELETE ON cards WHEN EXISTS (SELECT 1 FROM bills WHERE card = OLD.number)
          BEGIN SELECT RAISE(ABORT, 'still owes'); END;
        INSERT INTO cards VALUES('K-77031', 'anna@club', '2019-03-17'), ('K-88142', 'berta@club', '2020-07-23'),
          ('K-99253', 'anna@club', '2019-03-17'), ('K-1', 'x', '1999-99-99');
        INSERT INTO bills VALUES(1, 'K-99253');""")
    done = run(folder, "attach", "club.frist", "--db", "club.db")
    check(done.returncode == 0, f"attach: {done.stdout}{done.stderr}")


def secrets_in(text):
    return [secret for secret in SECRETS if secret in text]


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


def samples_of(text):
    """The figures by name and labels; a line that is none is an error (the text format of Prometheus)."""
    samples, described = {}, {}
    for line in text.splitlines():
        about = re.fullmatch(r"# (HELP|TYPE) ([a-z_]+) (.+)", line)
        if about:
            described.setdefault(about[2], {})[about[1]] = about[3]
            continue
        sample = re.fullmatch(r'([a-z_]+)(\{[a-z_]+="(?:[^"\\]|\\.)*"(?:,[a-z_]+="(?:[^"\\]|\\.)*")*\})? (-?\d+)', line)
        assert sample, f"no sample: {line}"
        assert set(described.get(sample[1], ())) == {"HELP", "TYPE"}, f"{sample[1]} is not described before it comes"
        assert sample[1] + (sample[2] or "") not in samples, f"twice: {line}"
        samples[sample[1] + (sample[2] or "")] = int(sample[3])
    return samples


def log_and_figures(folder):
    club(folder)
    done = run(folder, "run", "--db", "club.db", "--as-of", "2022-06-01", "--log", "json", "--metrics", "club.prom")
    check(done.returncode == 4, f"a night with a failure ends with {done.returncode}: {done.stdout}{done.stderr}")
    check("K-99253" in done.stdout, "the answer in words names the entry that could not be erased")
    events = lines_of(done.stderr)
    names = [e["event"] for e in events]
    check(names[0] == "night_start" and names[-1] == "night_end" and "night_count" in names and "night_unreadable" in names, f"events: {names}")
    check(all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", e["time"]) for e in events), "each event has its time in UTC")
    end = events[-1]
    check((end["run"], end["erased"], end["failed"], end["exit"]) == (1, 1, 1, 4) and len(end["policy"]) == 64, f"the end: {end}")
    figures = (folder / "club.prom").read_text()
    found = samples_of(figures)
    check(found.get('frist_erased_total{record="card",rule="former"}') == 1, f"erased: {figures}")
    check(found["frist_last_run_failures"] == 1 and found["frist_last_run_done"] == 1, f"failures: {figures}")
    check(found["frist_reviews_open"] == 1 and found["frist_holds"] == 0, f"reviews: {figures}")
    check(found["frist_last_run_as_of_timestamp_seconds"] == 1654041600, f"as of: {figures}")
    check(abs(found["frist_last_run_start_timestamp_seconds"] - time.time()) < 100 and 0 <= found["frist_last_run_duration_seconds"] < 100, f"time: {figures}")
    check(found['frist_overdue{record="card"}'] == 2 and found['frist_oldest_overdue_seconds{record="card"}'] > 1600 * 86400, f"overdue: {figures}")
    check(secrets_in(done.stderr) == [] and secrets_in(figures) == [], f"secrets: {secrets_in(done.stderr + figures)}")
    # The planted leak: the answer in words does name an entry, and the same search finds it.
    check(secrets_in(done.stdout) == ["K-99253"], "the search for secrets finds none where there is one")
    again = run(folder, "metrics", "--db", "club.db")
    check(samples_of(again.stdout) == found and run(folder, "metrics", "--db", "club.db", "--out", "b.prom").stdout == "", "metrics says the same as run --metrics")
    check(samples_of((folder / "b.prom").read_text()) == found and not list(folder.glob("*.prom?*")), "a file and nothing beside it")
    promtool = shutil.which("promtool")
    if promtool:
        judged = subprocess.run([promtool, "check", "metrics"], input=figures, capture_output=True, text=True)
        check(judged.returncode == 0, f"promtool: {judged.stdout}{judged.stderr}")
    else:
        print("skipped: promtool is not here; the figures were read by this test alone")


def figures_of_a_stopped_and_an_idle_night(folder):
    club(folder)
    first = run(folder, "run", "--db", "club.db", "--as-of", "2022-06-01", "--most-erased", "0", "--metrics", "club.prom", "--log", "json")
    found = samples_of((folder / "club.prom").read_text())
    check(first.returncode == 5 and found["frist_last_run_stopped_by_brake"] == 1 and found["frist_last_run_done"] == 0, f"stopped: {first.stderr} {found}")
    check(found.get('frist_erased_total{record="card",rule="former"}') is None, "the brake let nothing go")
    sql(folder, "DELETE FROM bills")
    run(folder, "run", "--db", "club.db", "--as-of", "2022-06-01", "--metrics", "club.prom")
    found = samples_of((folder / "club.prom").read_text())
    check(found["frist_last_run_stopped_by_brake"] == 0 and found["frist_last_run_done"] == 1, f"let go: {found}")
    sql(folder, "UPDATE frist_run SET started = started - 3600, finished = finished - 3600")
    run(folder, "run", "--db", "club.db", "--as-of", "2022-06-01", "--metrics", "club.prom")
    found = samples_of((folder / "club.prom").read_text())
    check(found["frist_last_night_timestamp_seconds"] - found["frist_last_run_start_timestamp_seconds"] >= 3590, f"an idle night is a night: {found}")


def errors_in_the_log(folder):
    club(folder)
    sql(folder, "INSERT INTO cards VALUES('7', 'x', NULL); INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES(1, 7, 0, 'c', 'm', 0)")
    done = run(folder, "run", "--db", "club.db", "--log", "json", "--metrics", "club.prom")
    events = lines_of(done.stderr)
    check(done.returncode == 5 and (events[-1]["event"], events[-1]["kind"], events[-1]["exit"]) == ("error", "refused", 5), f"refused: {done.stderr}")
    check("card/7" in done.stdout and "card/7" not in done.stderr, "the message is in the answer, not in the log")
    check("frist_last_run" not in (folder / "club.prom").read_text(), "figures are written though no night has run")
    for words in (["--log", "json", "--policy", "club.frist"], ["--metrics", "x", "--dry-run"], ["--log", "xml"]):
        check(run(folder, "run", "--db", "club.db", *words).returncode == 2, f"{words} is refused")
    gone = run(folder, "run", "--db", "none.db", "--log", "json")
    check(lines_of(gone.stderr)[0]["event"] == "error", f"no database: {gone.stderr}")


def one_at_a_time(folder):
    club(folder)
    writer = sqlite3.connect(folder / "club.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")  # the other night is in the middle of a transaction
    with open(folder / "club.db-frist", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        begun = time.monotonic()
        done = run(folder, "run", "--db", "club.db", "--detailed-exit")
        took = time.monotonic() - begun
    check(done.returncode == 14 and "another frist is at work" in done.stderr, f"busy: {done.returncode} {done.stderr}")
    check(took < 1, f"it took {took:.2f} seconds to say so")
    writer.execute("ROLLBACK")
    writer.close()
    check(run(folder, "run", "--db", "club.db").returncode in (1, 4), "it runs when the other has ended")


def clock(folder):
    club(folder)
    run(folder, "run", "--db", "club.db", "--as-of", "2022-06-01")
    sql(folder, "UPDATE frist_run SET started = started - 200000, finished = finished - 200000")
    late = run(folder, "run", "--db", "club.db", "--as-of", "2022-06-02")
    check(late.returncode == 5 and "--catch-up" in late.stderr, f"a pause: {late.stderr}")
    check(run(folder, "run", "--db", "club.db", "--as-of", "2022-06-02", "--catch-up").returncode in (1, 4), "--catch-up lets it run")
    sql(folder, "UPDATE frist_run SET started = started + 900000, finished = finished + 900000")
    back = run(folder, "run", "--db", "club.db", "--as-of", "2022-06-03", "--catch-up")
    check(back.returncode == 5 and len(re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", back.stderr)) == 2, f"back: {back.stderr}")


def units(folder):
    service, timer = (SOURCE / "debian" / f"frist-night@.{kind}" for kind in ("service", "timer"))
    text = service.read_text()
    for line in ("ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateNetwork=yes", "MemoryDenyWriteExecute=yes", "StandardOutput=null"):
        check(f"\n{line}\n" in text, f"{line} is not in {service.name}")
    check("\nReadWritePaths=/var/lib/frist" in text and "catch-up" not in text, "where it may write; no --catch-up")
    check("\nPersistent=true\n" in timer.read_text(), "a missed night is made up for")
    command = re.search(r"(?m)^ExecStart=/usr/bin/frist (.*)$", text)[1].split()
    club(folder)
    (folder / "club.toml").write_text(f'db = "{folder}/club.db"\n[run]\nmetrics = "{folder}/club.prom"\n')
    done = run(folder, *[word.replace("/etc/frist/%i.toml", str(folder / "club.toml")) for word in command])
    check(done.returncode in (1, 4) and lines_of(done.stderr)[-1]["event"] == "night_end" and (folder / "club.prom").exists(), f"the unit's command: {done.stderr}")
    if not shutil.which("systemd-analyze"):
        print("skipped: systemd-analyze is not here; the units were only read")
        return

    def verify(change):
        (folder / service.name).write_text(change(text.replace("/usr/bin/frist", str(FRIST))))
        shutil.copy(timer, folder)
        return subprocess.run(["systemd-analyze", "verify", "--man=no", folder / service.name, folder / timer.name], capture_output=True, text=True)

    good, bad = verify(lambda unit: unit), verify(lambda unit: unit.replace("NoNewPrivileges", "NoNewPrivilegs"))
    check(good.returncode == 0 and not [l for l in good.stderr.splitlines() if "frist-night" in l], f"systemd-analyze: {good.stderr}")
    check("NoNewPrivilegs" in bad.stderr, f"a misspelt line must be told: {bad.stderr}")


def doctor(folder):
    club(folder)
    os.chmod(folder / "club.db", 0o640)
    sql(folder, "DELETE FROM cards WHERE number = 'K-1'; DELETE FROM bills")

    def looked(*words):
        done = run(folder, "doctor", "--db", "club.db", "--json", *words)
        checks = json.loads(done.stdout)["checks"]
        check(all(c["says"] and bool(c["help"]) == (c["health"] != "ok") for c in checks), f"each says something, and what to do: {checks}")
        return done.returncode, {c["check"]: c["health"] for c in checks if c["health"] != "ok"}, [c["check"] for c in checks]

    code, ill, names = looked("--deep")
    check((code, ill) == (1, {"last night": "warning"}), f"before the first night: {ill}")
    check({"permissions", "disk", "log file", "journal", "pages", "policy", "examples", "time zone", "watching", "values", "overdue", "reviews"} <= set(names), f"checks: {names}")
    run(folder, "run", "--db", "club.db")
    check(looked()[:2] == (0, {}), f"after a night all is well: {looked()}")
    check("\nok " in run(folder, "doctor", "--db", "club.db").stdout, "in words too")
    sql(folder, "INSERT INTO cards VALUES('K-2', 'c', NULL)")
    filed = run(folder, "request", "file", "card/K-2", "--db", "club.db", "--by", "office", "--received", "2026-01-31")
    check(looked()[1].get("requests") == "warning", f"a request that nobody answered: {filed.stderr}{looked()}")
    withdrawn = run(folder, "request", "withdraw", "card/K-2", "--db", "club.db", "--by", "office", "--reason", "by mistake")
    check("requests" not in looked()[1], f"and one that was withdrawn: {withdrawn.stderr}{looked()}")
    run(folder, "run", "--db", "club.db")
    for fault, wanted in [
        ("UPDATE frist_run SET started = started - 200000, finished = finished - 200000", (4, {"clock": "error"})),
        ("UPDATE frist_run SET started = started + 200000, finished = NULL", (1, {"last night": "warning"})),
        ("UPDATE frist_run SET finished = started; INSERT INTO cards VALUES('8', 'x', '2020-99-01'); DELETE FROM frist_changed", (1, {"values": "warning"})),
        ("DELETE FROM cards; INSERT INTO frist_day VALUES(20000, 1, '9')", (1, {"overdue": "warning"})),
        ("DELETE FROM frist_day; INSERT INTO frist_review(kind, entry, due_on, rule, raised_in) VALUES(1, '9', 1, 'former', 1)", (1, {"reviews": "warning"})),
        ("DELETE FROM frist_review; DROP TRIGGER frist_card_after_insert_1", (4, {"watching": "error"})),
        ("UPDATE frist_policy_file SET text = text || 'x'", (4, {"policy": "error"})),
    ]:
        sql(folder, fault)
        check(looked()[:2] == wanted, f"{fault}: {looked()[:2]}")
    os.chmod(folder / "club.db", 0o644)
    check(looked()[1].get("permissions") == "warning", "readable by all")
    (folder / "text.db").write_text("no database " * 100)
    check(run(folder, "doctor", "--db", "text.db").returncode == 4, "no database at all")


for test in (doctor, log_and_figures, figures_of_a_stopped_and_an_idle_night, errors_in_the_log, one_at_a_time, clock, units):
    with tempfile.TemporaryDirectory() as folder:
        test(Path(folder))
print("\n".join(problems))
print(f"{passed} passed, {len(problems)} failed")
sys.exit(1 if problems else 0)

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Policies and files to import that are out of all proportion, or written to confuse: each ends with a result or a sentence that
says where and why, within a second of processor time, with memory of 64 MiB and 8 times the input, on a stack of 256 KiB.

Texts that consist of nothing but declarations, each of which becomes a part of the model, may take 24 times their size. The best of
three tries counts for the time. FRIST_QUICK=1 gives builds with sanitizers more time, memory and stack. The planted bugs: with less
stack than the deepest permitted policy needs the program must end by a signal; and a larger input must take more memory than a small one.
usage: hostile_input_test.py FRIST
"""
import os, re, resource, shutil, sqlite3, subprocess, sys, tempfile, threading
from pathlib import Path

FRIST = Path(sys.argv[1]).resolve()
QUICK = bool(os.environ.get("FRIST_QUICK"))
SECONDS, MEBIBYTES, STACK = (60, 4096, 8 << 20) if QUICK else (1, 64, 256 << 10)
TIMES, TIMES_DECLARATIONS = 8, 24
MILLION, TEN = 1_000_000, 10_000_000
problems, passed = [], 0

POLICY = """policy hostile "Loans"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day

record loan in table "loan" key "id"
  field  left_on   date absent means none
  field  disputed  yes/no absent means no
  field  remark    text absent means none

retention left of loan
  when   not disputed
  erase  after 2 years from left_on

"""
RULE = "retention r{} of loan\n  erase after 2 years from left_on\n"
FIELDS = POLICY.split("record")[0] + 'record loan in table "loan" key "id"\n'
UNDER = POLICY + "retention second of loan\n  when {}\n  erase after 2 years from left_on\n"
NAMED = POLICY + 'retention second "{}" of loan\n  erase after 2 years from left_on\n'

# Bytes that are no UTF-8, or characters that show another text than the one that is read; and what is said of them.
CHARACTERS = [
    ("an overlong slash", b"\xc0\xaf", "F0101: ill-formed UTF-8: byte 0xC0"), ("an overlong slash of three", b"\xe0\x80\xaf", "F0101"),
    ("half a surrogate", b"\xed\xa0\x80", "F0101: ill-formed UTF-8: byte 0xED"), ("beyond the last", b"\xf4\x90\x80\x80", "F0101"),
    ("a character cut off", b"\xe2\x82", "F0101: ill-formed UTF-8: bytes 0xE2 0x82"), ("a zero byte", b"\0", "F0121: control character U\\+0000"),
    ("a mark in the middle", b"\xef\xbb\xbf", "F0122"), ("from right to left", "\u202e".encode(), "F0102"),
    ("isolated", "\u2066".encode(), "F0102: bidirectional control character U\\+2066")]


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


def once(words, folder, stack):
    """Its exit status, what it said, and how much it took of processor time and memory."""
    def limit():
        resource.setrlimit(resource.RLIMIT_STACK, (stack, stack))

    with open(folder / "said", "w+", errors="replace") as said:
        process = subprocess.Popen([FRIST, *words], cwd=folder, stdout=said, stderr=subprocess.STDOUT, preexec_fn=limit)
        killer = threading.Timer(300, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return process.returncode, said.read(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def holds(what, words, folder, size, status, pattern, times=TIMES, before=lambda: None):
    """The command ends with that status and says what fits the pattern, within the limits for an input of that size."""
    least = SECONDS
    for _ in range(3):
        before()
        code, said, seconds, mebibytes = once(words, folder, STACK)
        least = min(least, seconds)
        if seconds < SECONDS:
            break
    check(code == status and re.search(pattern, said, re.M),
          f"{what}: should end with {status} and say `{pattern}`, but ends with {code}: {said[:400]}")
    check(len(said) < 100_000, f"{what}: says {len(said)} letters")
    check(least < SECONDS, f"{what}: takes {seconds:.1f} s")
    limit = MEBIBYTES + times * size / 2**20
    check(mebibytes < limit, f"{what}: takes {mebibytes:.0f} MiB of {limit:.0f}")
    return mebibytes


def policy(folder, what, text, status, pattern, times=TIMES):
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "large.frist").write_bytes(data)
    return holds(what, ["check", "large.frist"], folder, len(data), status, pattern, times)


def policies_out_of_all_proportion(folder):
    deep, checked = r"^error F0106: nested deeper than 100 levels", r"^1 policy checked$"
    small = policy(folder, "a small policy", POLICY, 0, checked)
    large = policy(folder, "10 MB of comments", POLICY + "# nothing to see here\n" * (TEN // 22), 0, checked)
    check(large > small + 9, f"10 MB take {large:.0f} MiB, a small policy {small:.0f}: the memory is not measured (planted)")
    for opened, closed in (("(", ")"), ("not ", ""), ("not (", ")")):
        most = 99 // (1 + (opened == "not ("))
        policy(folder, f"`{opened}` as deep as is permitted", UNDER.format(opened * most + "disputed" + closed * most), 0, checked)
    for opened, closed in (("latest of (", ")"), ("3 days after ", ""), ("end of month of ", ""), ("10 percent of ", "")):
        policy(folder, f"`{opened}` as deep as is permitted", UNDER.format("left_on is " + opened * 99 + "left_on" + closed * 99), 3, r"^error F0")
    policy(folder, "a million brackets that are opened and closed", UNDER.format("(" * MILLION + "disputed" + ")" * MILLION), 3, deep)
    policy(folder, "a million brackets that are only opened", UNDER.format("(" * MILLION), 3, deep)
    policy(folder, "a million brackets that are only closed", UNDER.format(")" * MILLION), 3, r"^error F0104: expected a condition")
    policy(folder, "a million words `not`", UNDER.format("not " * MILLION + "disputed"), 3, deep)
    policy(folder, "half a million conditions in brackets", UNDER.format(" and ".join(["(disputed)"] * (MILLION // 2))), 0, checked)
    policy(folder, "a word of 1 MB", UNDER.format("b" * MILLION), 3, r"^error F0201: `loan` has no field or definition `b{80}\.\.\.`$")
    policy(folder, "a text of 1 MB", NAMED.format("b" * MILLION), 0, checked)
    policy(folder, "a number of 1 MB", POLICY + RULE.format(1).replace("2", "9" * MILLION), 3, r"^error F0309: `9{80}\.\.\.` is too large$")
    policy(folder, "a line of 10 MB", POLICY + "# " + "x" * TEN, 0, checked)
    policy(folder, "a million wrong lines", POLICY + "erase\n" * MILLION, 3, r"^error F0104: ")
    policy(folder, "10 MB that are no UTF-8", POLICY.encode() + b"\xff" * TEN, 3, r"^error F0101: ill-formed UTF-8: byte 0xFF")
    policy(folder, "10 MB of zero bytes", POLICY.encode() + bytes(TEN), 3, r"^error F0121: control character U\+0000")
    policy(folder, "a million rules", POLICY + "".join(map(RULE.format, range(MILLION))), 4, r"larger than the limit of 16777216 bytes$")


def declarations_out_of_all_proportion(folder):
    many = TIMES_DECLARATIONS
    policy(folder, "10 MB of fields", FIELDS + "".join(f"  field f{i} yes/no absent means no\n" for i in range(TEN // 38)), 0, r"^1 policy checked$", many)
    policy(folder, "10 MB of rules", POLICY + "".join(map(RULE.format, range(TEN // 60))), 3,
           r"^error F0517: \d+ rules of storage are more than one policy can have", many)
    policy(folder, "5 MB of rules about nothing", POLICY + "".join(f"retention a{i} of nothing\n" for i in range(190_000)), 3, r"^error F0203: ", many)


def definitions_that_need_themselves(folder):
    for count in (1, 2, 3, 40):
        circle = "".join(f"define d{i} of loan as d{(i + 1) % count}\n" for i in range(count))
        policy(folder, f"a circle of {count} definitions", POLICY + circle, 3, r"^error F0219: the definition of `d\d+` needs itself$")
    chain = "define d0 of loan as disputed\n" + "".join(f"define d{i} of loan as not d{i - 1}\n" for i in range(1, 20_000))
    policy(folder, "a chain of 20,000 definitions", POLICY + chain, 3, r"^error F0106: ")


def characters_that_are_none_or_hide_something(folder):
    for what, bytes_, pattern in CHARACTERS:
        for place, text in (("a comment", POLICY.encode() + b"# %s\n"), ("a text", NAMED.replace("{}", "%s").encode()),
                            ("a word", UNDER.replace("{}", "disp%suted").encode())):
            policy(folder, f"{what} in {place}", text % bytes_, 3, f"^error {pattern}")
    policy(folder, "a mark at the beginning", b"\xef\xbb\xbf" + POLICY.encode(), 0, r"^1 policy checked$")
    policy(folder, "UTF-16", POLICY.encode("utf-16"), 3, r"^error F0101: this text is UTF-16$")


class Import:
    """Files of loans, loaded into an empty database each."""

    def __init__(self, folder):
        self.folder, self.empty, self.database = folder, folder / "empty.db", folder / "loans.db"
        (folder / "hostile.frist").write_text(POLICY)
        made = subprocess.run([FRIST, "schema", "hostile.frist"], cwd=folder, capture_output=True, text=True, check=True)
        db = sqlite3.connect(self.empty)
        db.executescript(made.stdout)
        db.close()

    def fresh(self):
        for old in self.folder.glob("loans.db*"):
            old.unlink()
        shutil.copy(self.empty, self.database)

    def load(self, what, name, data, status, pattern, rows):
        """The good lines are loaded, the others are told."""
        data = data if isinstance(data, bytes) else data.encode()
        (self.folder / name).write_bytes(data)
        words = ["import", "loan", name, "--db", "loans.db", "--policy", "hostile.frist"]
        holds(what, words, self.folder, len(data), status, pattern, before=self.fresh)
        db = sqlite3.connect(self.database)
        found = [row[0] for row in db.execute("SELECT id FROM loan ORDER BY id")]
        db.close()
        check(found == rows, f"{what}: loads {found[:5]} instead of {rows}")


def lines_of_json(folder):
    files, first, last = Import(folder), '{"id":2,"left_on":"2020-01-01"}\n', '{"id":3}\n'
    for what, line, pattern in [
            ("a million arrays", "[" * MILLION, "nested more than 100 levels deep"),
            ("200,000 objects in one another", '{"remark":' * 100_000, "nested more than 100 levels deep"),
            ("half a million arrays that close", '{"id":4,"remark":' + "[" * (MILLION // 2) + "]" * (MILLION // 2) + "}", "nested more than 100 levels deep"),
            ("a key twice", '{"id":4,"id":5}', "`id` stands twice in one object"),
            ("a member twice", '{"id":4,"left_on":"2020-01-01","left_on":"2030-01-01"}', "`left_on` stands twice in one object"),
            ("1e400 as key", '{"id":1e400}', "this is no JSON from column 11 on"),
            ("2^53+1 with a fraction as key", '{"id":9007199254740993.0}', "must be a whole number, written as one"),
            ("2^63 as key", '{"id":9223372036854775808}', "the key `id` must be a whole number"),
            ("a zero byte", '{"id":4,"remark":"a\0b"}', "a zero byte stands in the JSON text"),
            ("a zero byte as \\u0000", '{"id":4,"remark":"a\\u0000b"}', "remark: holds a zero byte"),
            ("half a surrogate as \\ud800", '{"id":4,"remark":"a\\ud800b"}', "this is no JSON from column"),
            ("a line of 10 MB", '{"id":4,"remark":"' + "b" * TEN + '"}', "the line has more than 1048576 bytes"),
            ("a million members", '{"id":4' + "".join(f',"k{i}":1' for i in range(MILLION)) + "}", "the line has more than 1048576 bytes")]:
        files.load(f"NDJSON: {what}", "more.ndjson", first + line + "\n" + last, 1, rf"^2 loaded, 1 rejected\n  line 2: .*{pattern}", [2, 3])
    for what, bytes_, _ in CHARACTERS[:5]:
        line = b'{"id":4,"remark":"a' + bytes_ + b'b"}\n'
        files.load(f"NDJSON: {what}", "more.ndjson", first.encode() + line, 1, r"^1 loaded, 1 rejected\n  line 2: this is no JSON", [2])
    files.load("NDJSON: 2^53+1", "more.ndjson", '{"id":9007199254740993}\n', 0, "^1 loaded, 0 rejected$", [9007199254740993])
    files.load("NDJSON: a mark", "more.ndjson", b"\xef\xbb\xbf" + first.encode(), 0, "^1 loaded, 0 rejected$", [2])


def lines_of_csv(folder):
    files = Import(folder)
    files.load("CSV: a million columns", "more.csv", "id" + ",a" * MILLION + "\n4" + ",b" * MILLION + "\n", 4,
               r"the first line must name the columns, but the row has more than 1048576 bytes$", [])
    files.load("CSV: 200,000 columns", "more.csv", "id" + ",a" * 200_000 + "\n4" + ",b" * 200_000 + "\n", 4, r"^frist: more\.csv: ", [])
    for what, line, pattern in [("a million cells", "4" + ",b" * MILLION, "the row has more than 1048576 bytes"),
                                ("a value of 10 MB", "4," + "b" * TEN, "the row has more than 1048576 bytes"),
                                ("a zero byte", "4,a\0b", "remark: holds a zero byte"),
                                ("2^53+1 with a fraction as key", "9007199254740993.0,x", "must be a whole number, written as one")]:
        files.load(f"CSV: {what}", "more.csv", f"id,remark\n{line}\n5,x\n", 1, rf"^1 loaded, 1 rejected\n  line 2: .*{pattern}", [5])
    for what, text in (("a million quotes", '""' * MILLION), ("a quote that is never closed", "b" * TEN)):
        files.load(f"CSV: {what}", "more.csv", f'id,remark\n4,"{text}\n', 1, "line 2: a quote is opened and never closed", [])
    for what, bytes_, _ in CHARACTERS[:5]:
        files.load(f"CSV: {what}", "more.csv", b'id,remark\n4,"a' + bytes_ + b'b"\n5,x\n', 1, "^1 loaded, 1 rejected\n  line 2: bad UTF-8 at byte 5", [5])


def a_stack_that_is_too_small_is_seen(folder):
    (folder / "large.frist").write_text(UNDER.format("(" * 99 + "disputed" + ")" * 99))
    code, *_ = once(["check", "large.frist"], folder, 48 << 10)
    check(QUICK or code < 0, f"on a stack of 48 KiB the deepest policy ends with {code}: the stack is not limited (planted)")


def main():
    for test in (policies_out_of_all_proportion, declarations_out_of_all_proportion, definitions_that_need_themselves,
                 characters_that_are_none_or_hide_something, lines_of_json, lines_of_csv, a_stack_that_is_too_small_is_seen):
        with tempfile.TemporaryDirectory() as folder:
            test(Path(folder))
    print("\n".join(problems))
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

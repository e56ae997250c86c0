#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page of `frist diff --html`: well formed, with nothing in it but text and tables, whatever policies and keys say, and with
the numbers of `--json`.

usage: diff_page_test.py FRIST
"""
import json, os, sqlite3, subprocess, sys, tempfile
from html.parser import HTMLParser
from pathlib import Path

FRIST = Path(sys.argv[1]).resolve()
problems, passed = [], 0

HOSTILE = "<script>alert('1')</script> & <img src=x onerror=alert(2)> </td></table>"
OLD = """policy club "Club <b>"
  version    "1 <script>alert(0)</script>"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day
record card "Card" in table "cards" key "number"
  subject  member
  field    member   text identity
  field    word     text absent means none
  field    left_on  date absent means none
retention former "Former" of card
  when   word is not recorded or word is not "HOSTILE"
  erase  after 2 years from left_on
retention mild "Mild" of card
  anonymise  word after 20 years from left_on
""".replace("HOSTILE", HOSTILE)
NEW = (OLD.replace("2 years", "1 year").replace("alert(1)", "alert(3)").replace("alert('1')", "alert('3')")
       .replace("after 20 years", "after 6 months"))
KEYS = [HOSTILE, "\u202egnp.exe", "\u2066left\u2069", "zero\u200bwidth", "a&amp;b", "\"quoted' ]]>", "<!-- comment", "line\nbreak",
        "\x1b[31mred", "ordinary", "&#60;i&#62;"]
TAGS = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "table", "caption", "thead", "tbody", "tr", "th",
        "td"}
ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "scope", "class"}


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


class Page(HTMLParser):
    """What a browser would see; `wrong` says where it is no page of ours."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.wrong, self.open, self.tables, self.words = [], [], {}, []
        self.rows = self.cell = self.caption = None
        for c in text:
            code = ord(c)
            if code < 32 and c != "\n" or 0x7f <= code <= 0x9f or code in (0x200b, 0x200e, 0x200f, 0x2028, 0x2029) \
                    or 0x202a <= code <= 0x202e or 0x2066 <= code <= 0x2069:
                self.wrong.append(f"the character U+{code:04X}")
        self.feed(text)
        self.close()
        if self.open:
            self.wrong.append(f"left open: {self.open}")

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.wrong.append(f"the tag {tag}")
        for name, value in attributes:
            if name not in ATTRIBUTES or value is None:
                self.wrong.append(f"the attribute {name} of {tag}")
        if tag != "meta":
            self.open.append(tag)
        if tag == "table":
            self.rows, self.caption = [], ""
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes another one")
        elif tag in ("td", "th"):
            self.rows[-1].append(self.cell)
            self.cell = None
        elif tag == "table":
            self.tables[self.caption] = self.rows[1:]
            if any(len(row) != len(self.rows[0]) for row in self.rows):
                self.wrong.append(f"rows of {self.caption} that differ in length")

    def handle_startendtag(self, tag, attributes):
        self.wrong.append(f"<{tag}/>")

    def handle_data(self, data):
        if self.open and self.open[-1] == "caption":
            self.caption += data
        elif self.cell is not None:
            self.cell += data
        self.words.append(data)

    def handle_comment(self, data):
        self.wrong.append("a comment")

    def handle_pi(self, data):
        self.wrong.append("an instruction")

    def unknown_decl(self, data):
        self.wrong.append("a declaration")


def dash(text):
    return text or "\u2013"


def seen(text):
    """As the page shows it: what cannot be seen, or turns the writing around, is spelled out."""
    out = ""
    for c in text:
        code = ord(c)
        if code < 32:
            out += chr(0x2400 + code)
        elif code in (0x200b, 0x202e, 0x2066, 0x2069):
            out += f"<U+{code:04X}>"
        else:
            out += c
    return out


CHANGES = ["now", "no longer", "new end", "earlier", "never", "later", "other rule", "same"]


def differences(page, said):
    """Where a page tells other numbers or names than the JSON."""
    found, tables = [], page.tables

    def same(caption, rows):
        if tables.get(caption, []) != [[seen(cell) for cell in row] for row in rows]:
            found.append(f"{caption}: {tables.get(caption)} instead of {rows}")

    totals = [sum(c["n"] for c in said["counts"] if c["change"] == change) for change in CHANGES]
    summary = tables.get("What becomes of the entries", [])
    if [row[0] for row in summary] != [str(n) for n in totals]:
        found.append(f"the totals: {summary} instead of {totals}")
    same("By rule", [[c["change"], str(c["n"]), c["record"], dash(c["old_rule"]), dash(c["new_rule"])] for c in said["counts"]])
    by = {"now": "by the new policy only", "no longer": "by the old policy only"}
    same("Other acts that are due now",
         [[a["act"], str(a["n"]), a["record"], dash(a["rule"]), by[a["change"]]] for a in said["acts"]])
    same("Some of the entries", [[s["entry"], s["change"], s["old_gone_from"], s["new_gone_from"]] for s in said["samples"]])
    same("Some of the entries with another act",
         [[s["entry"], s["act"], dash(s["rule"]), by[s["change"]]] for s in said["act_samples"]])
    rules = tables.get("Rules that differ", [])
    if [(row[0], row[2], row[3]) for row in rules] != [
            (c["kind"] + " " + c["name"], seen(dash(c["before"])), seen(dash(c["after"]))) for c in said["rules"]]:
        found.append(f"rules: {rules} instead of {said['rules']}")
    words = "".join(page.words)
    for text in (said["as_of"], f"{said['looked_at']} entries", f"{said['without_key']} rows have no key", said["old"][:16],
                 said["new"][:16], "1 <script>alert(0)</script>"):
        if text not in words:
            found.append(f"`{text}` is not on the page")
    return found


def run(folder, *words):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run([FRIST, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def a_club(folder):
    (folder / "old.frist").write_text(OLD)
    (folder / "new.frist").write_text(NEW)
    with sqlite3.connect(folder / "club.db") as database:
        database.execute("CREATE TABLE cards(number TEXT UNIQUE, member TEXT, word TEXT, left_on TEXT)")
        database.execute("CREATE INDEX cards_member ON cards(member)")
        for i, key in enumerate(KEYS):
            database.execute("INSERT INTO cards VALUES(?, 'm', 'w', ?)", (key, f"202{i % 4}-0{1 + i % 9}-15"))
        database.execute("INSERT INTO cards VALUES(NULL, 'm', 'w', '2020-01-01')")
        database.execute("INSERT INTO cards VALUES(CAST(x'62c328ff' AS TEXT), 'm', 'w', '2021-06-15')")
    database.close()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a_club(folder)
        words = ["diff", "old.frist", "new.frist", "--db", "club.db", "--as-of", "2022-09-01", "--samples", "50"]
        done = run(folder, *words, "--json", "--html", "page.html")
        check(done.returncode == 1 and not done.stderr, f"diff: {done.returncode} {done.stdout[:300]}{done.stderr}")
        said = json.loads(done.stdout)
        text = (folder / "page.html").read_text("utf-8")
        page = Page(text)
        check(not page.wrong, f"the page is not well formed: {page.wrong}")
        # A key that is no text is not the same in JSON, where it cannot stand as it is; the page shows it all the same.
        broken = [s for s in said["samples"] + said["act_samples"] if "\ufffd" in s["entry"]]
        check(broken, "the key that is no UTF-8 is not among the samples")
        for row in page.tables["Some of the entries"] + page.tables["Some of the entries with another act"]:
            if row[0].startswith("card/b") and "(" in row[0]:
                row[0] = broken[0]["entry"]
        found = differences(page, said)
        check(not found, f"the page and the JSON differ: {found}")
        check(said["acts"] and said["samples"] and said["newly_due"] > 0 and len(said["rules"]) >= 2, f"too little to show: {said}")
        check(any(HOSTILE in s["entry"] for s in said["samples"] + said["act_samples"]), "the hostile key is not shown")
        check(any("alert('3')" in c["after"] for c in said["rules"]), "the hostile condition is not shown")

        # Planted bugs: each is found.
        check(Page(text.replace("&lt;", "<")).wrong, "a page that escapes no `<` passes")
        check(Page(text.replace("</td></tr>", "</tr>", 1)).wrong, "a cell left open passes")
        check(Page(text.replace("card/", "card/\u202e", 1)).wrong, "a page that turns the writing around passes")
        number = f'<td class="n">{said["counts"][0]["n"]}</td>'
        check(number in text and differences(Page(text.replace(number, '<td class="n">77</td>')), said), "wrong numbers pass")

        # The text of a policy with such a character never gets as far as a page.
        (folder / "turned.frist").write_text(NEW.replace('"Former"', '"For\u202emer"'))
        refused = run(folder, "diff", "old.frist", "turned.frist", "--html", "turned.html")
        check(refused.returncode not in (0, 1) and not (folder / "turned.html").exists(), f"turned: {refused.returncode}")
        # Rules alone, and no difference at all.
        run(folder, "diff", "old.frist", "new.frist", "--html", "rules.html")
        rules = Page((folder / "rules.html").read_text("utf-8"))
        check(not rules.wrong and list(rules.tables) == ["Rules that differ"], f"rules alone: {rules.wrong} {rules.tables}")
        run(folder, "diff", "old.frist", "old.frist", "--html", "same.html")
        same = Page((folder / "same.html").read_text("utf-8"))
        check(not same.wrong and not same.tables, f"no difference: {same.wrong} {same.tables}")
    for problem in problems:
        print("WRONG " + problem)
    print(f"{passed} passed, {len(problems)} wrong")
    return 1 if problems else 0


sys.exit(main())

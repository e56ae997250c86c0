#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A log that the command exported, checked by programs of others: Go's golang.org/x/mod/sumdb (Debian: golang-go and
golang-golang-x-mod-dev; passed over where they are missing), openssl, and SHA-256 by hand. Each must refuse a flipped byte.

usage: outside_test.py FRIST SOURCE_FOLDER
"""
import base64, json, os, shutil, sqlite3, subprocess, sys, tempfile
from pathlib import Path

FRIST, HERE = Path(sys.argv[1]).resolve(), Path(__file__).resolve().parent
GO_SOURCE = Path("/usr/share/gocode")
ORIGIN = "club.example/audit/1"
problems, passed = [], 0


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


def frist(folder, *words):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
    done = subprocess.run([FRIST, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"frist {' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout


def rows(folder, first, count, left_on):
    with sqlite3.connect(folder / "club.db") as database:
        database.executemany("INSERT INTO members(id, email, joined_on, left_on, owes_fee) VALUES (?, ?, '2015-01-01', ?, 0)", [(n, f"{n}@club", left_on) for n in range(first, first + count)])
    database.close()


def a_log(folder):
    """Two nights, a checkpoint after each; the later one exported, with the proof of growth and a receipt."""
    frist(folder, "init")
    with sqlite3.connect(folder / "club.db") as database:
        database.executescript(frist(folder, "schema", "policy.frist"))
    database.close()
    rows(folder, 1, 345, "2019-01-01")
    frist(folder, "attach", "policy.frist", "--db", "club.db")
    frist(folder, "audit", "key", ORIGIN, "--key", "log.pem", "--out", "log.vkey")
    frist(folder, "run", "--db", "club.db", "--as-of", "2022-01-01", "--most-percent", "100")
    sign = ["--db", "club.db", "--key", "log.pem", "--origin", ORIGIN]
    frist(folder, "audit", "checkpoint", *sign, "--out", "old.note")
    rows(folder, 1000, 250, "2019-01-01")
    frist(folder, "run", "--db", "club.db", "--as-of", "2022-01-02", "--most-percent", "100")
    frist(folder, "audit", "export", *sign, "--into", "log")
    grown = json.loads(frist(folder, "audit", "consistency", "old.note", "--db", "club.db", "--key", "log.vkey", "--json"))
    (folder / "growth").write_text("".join(line + "\n" for line in grown["proof"]))
    frist(folder, "audit", "receipt", "member/1100", "--db", "club.db", "--checkpoint", "log/checkpoint", "--key", "log.vkey", "--into", "receipts")
    receipt = next((folder / "receipts").glob("*.tlog-proof"))
    receipt.rename(folder / "receipt")
    receipt.with_suffix(".leaf").rename(folder / "leaf")


def good(*command):
    return subprocess.run(command, capture_output=True, timeout=300).returncode == 0


def words(folder):
    return [str(folder / name) for name in ("log", "log.vkey", "old.note", "growth", "leaf", "receipt")]


def by_hand(folder):
    return good(sys.executable, str(HERE / "by_hand.py"), *words(folder))


def by_openssl(folder):
    """The signature of the checkpoint: the key and the signature without what the note puts before them."""
    text, signatures = (folder / "log/checkpoint").read_text().split("\n\n")
    raw_key = base64.b64decode((folder / "log.vkey").read_text().strip().split("+", 2)[2])[1:]
    (folder / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + raw_key)  # RFC 8410
    (folder / "text").write_text(text + "\n")
    try:
        (folder / "signature").write_bytes(base64.b64decode(signatures.strip().split(" ")[2], validate=True)[4:])
    except ValueError:
        return False
    return good("openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", str(folder / "key.der"), "-sigfile", str(folder / "signature"), "-in", str(folder / "text"))


def go_program(folder):
    """Nothing where there is no Go or no golang.org/x/mod."""
    if not shutil.which("go") or not (GO_SOURCE / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        return None
    environment = dict(os.environ, GO111MODULE="off", GOPATH=str(GO_SOURCE), GOFLAGS="", GOTOOLCHAIN="local", CGO_ENABLED="0")
    built = subprocess.run(["go", "build", "-o", str(folder / "verify"), str(HERE / "verify.go")], cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    check(built.returncode == 0, f"verify.go does not build: {built.stderr}")
    return folder / "verify" if built.returncode == 0 else None


def flipped(path, at):
    """The file with one byte changed; of base64 to another letter of it, so that it is not refused for its form alone."""
    data = bytearray(path.read_bytes())
    data[at] = ord("A") if data[at] != ord("A") else ord("B")
    path.write_bytes(data)


def main():
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        a_log(folder)
        program = go_program(folder)
        verifiers = {"by hand": by_hand, "openssl": by_openssl}
        if program:
            verifiers["Go"] = lambda where: good(str(program), *words(where))
        else:
            print("passed over: no Go with golang.org/x/mod here (golang-go, golang-golang-x-mod-dev)")
        for name, verifies in verifiers.items():
            check(verifies(folder), f"{name} refuses a good log")
        note = (folder / "log/checkpoint").read_text()
        in_root, in_signature = note.index("\n", len(ORIGIN) + 1) + 5, len(note) - 20
        after_extra = (folder / "receipt").read_text().index("\nindex ") + 15
        planted = [("log/tile/0/001", 77, {"by hand", "Go"}), ("log/tile/1/000.p/2", 40, {"by hand", "Go"}), ("log/tile/entries/000", 900, {"by hand", "Go"}), ("log/tile/entries/002.p/87", 50, {"by hand", "Go"}),
                   ("log/checkpoint", in_root, {"by hand", "openssl", "Go"}), ("log/checkpoint", in_signature, {"openssl", "Go"}), ("growth", 3, {"by hand", "Go"}),
                   ("receipt", after_extra, {"by hand", "Go"}), ("receipt", 60, {"by hand"}), ("leaf", 12, {"by hand", "Go"}), ("old.note", len(ORIGIN) + 10, {"by hand", "Go"})]
        for file, at, finders in planted:
            kept = (folder / file).read_bytes()
            flipped(folder / file, at)
            for name in finders & set(verifiers):
                check(not verifiers[name](folder), f"{name} does not see byte {at} of {file}")
            (folder / file).write_bytes(kept)
        for name, verifies in verifiers.items():
            check(verifies(folder), f"{name} refuses the log that was put back")
    print("\n".join(problems))
    print(f"{passed} passed, {len(problems)} failed")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()

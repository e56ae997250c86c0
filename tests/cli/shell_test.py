#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a shell sees: every example of every command's help can be typed, completions in a real bash, folders without permission.

usage: shell_test.py FRIST SOURCE_FOLDER
"""
import os, re, shutil, subprocess, sys, tempfile
from pathlib import Path

FRIST, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
problems, passed = [], 0


def check(fine, what):
    global passed
    passed += bool(fine)
    if not fine:
        problems.append(what)


def run(command, folder, **more):
    environment = {"PATH": f"{FRIST.parent}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8", "COLUMNS": "200"}
    return subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, **more)


def commands():
    overview = run("frist --help", "/").stdout
    return re.findall(r"(?m)^  ([a-z]+(?: [a-z]+)?)  +\S", overview)


# An example may end with findings or with data that are not there, but never because the command line or the policy is wrong.
ENTRY = '{"record": "claim", "due_on": "2024-03-05", "amount": "300.00 EUR", "disputed": false}'


def help_examples():
    names = commands()
    check(len(names) > 15, f"only these commands are in the overview: {names}")
    for name in names:
        page = run(f"frist {name} --help", "/").stdout
        examples = re.search(r"(?ms)^examples\n(.*?)\n\n", page)
        check(examples, f"`frist {name} --help` has no example")
        lines = re.findall(r"(?m)^  (frist .*)$", examples.group(1)) if examples else []
        for line in lines:
            with tempfile.TemporaryDirectory() as folder:
                shutil.copytree(SOURCE / "policies", Path(folder, "policies"))
                shutil.copytree(SOURCE / "docs", Path(folder, "docs"))
                Path(folder, "claim.json").write_text(ENTRY)
                Path(folder, "claims.csv").write_text("due_on\n2024-03-05\n")
                if name != "schema":
                    run("frist schema policies/schufa | sqlite3 bureau.db", folder)
                if name not in ("schema", "attach"):
                    run("frist attach policies/schufa --db bureau.db", folder)
                if name in ("backup", "restore"):
                    run("frist attach policies/schufa --db bureau.db --head bureau.head", folder)
                if name == "restore":
                    run("frist backup --db bureau.db --to bureau-monday.db", folder)
                if name == "restore" and "--from" in line:
                    run("mv bureau.db before.db", folder)
                if name in ("identity", "keys rotate"):
                    Path(folder, "persons.csv").write_text("id,last_name\n12,Popescu\n")
                    run("frist import person persons.csv --db bureau.db", folder)
                if name.startswith("officer") and name != "officer add" or name == "approve":
                    run("frist officer add 'records office' --party schufa --key officer.pem --db bureau.db", folder)
                if name.startswith("hold"):
                    run("""sqlite3 bureau.db "INSERT INTO claims(id) VALUES (1)"; frist hold place claim/1 --reason lawsuit --by 'legal office' --db bureau.db""", folder)
                if name.startswith("review"):
                    run("""sqlite3 bureau.db "INSERT INTO claims(id) VALUES (1); INSERT INTO frist_review(kind, entry, due_on, rule, raised_in) SELECT kind, 1, 19000, 'r', 1 FROM frist_kind WHERE record = 'claim'" """, folder)
                if name.startswith(("request", "restrict", "notice")):
                    people_at_work(name, folder)
                if name.startswith("audit") and name != "audit key":
                    a_log(folder)
                if name in ("approve", "apply", "withdraw"):
                    run("frist plan --db bureau.db", folder)
                line = re.sub(r"> /\S+", "> out", line)  # nothing outside this folder
                result = run("set -o pipefail; " + line.replace("| man -l -", "> page"), folder)
                check(result.returncode in (0, 1) or (result.returncode == 4 and "there is no entry" in result.stderr),
                      f"the example `{line}` ends with {result.returncode}: {result.stdout[-300:]}{result.stderr[-300:]}")
    planted = run("frist decide report_claim --policy policies/schufa <<< '" + ENTRY + "'", SOURCE)
    check(planted.returncode == 2 and "`report_claim_statute`" in planted.stderr, "a rule that is not there must not pass, and those that are there are told")


def people_at_work(name, folder):
    """What the examples of these commands find: requests 1 and 2, restriction 1, notice 1."""
    run("""sqlite3 bureau.db "INSERT INTO claims(id) VALUES (1), (2), (3), (4711)" """, folder)
    by = "--by 'records office' --db bureau.db"
    if name != "request file":
        run(f"for claim in 4711 2; do frist request file claim/$claim {by}; done", folder)
    if name == "request answer":  # one that the night erased, and one that stays
        run("""sqlite3 bureau.db "DELETE FROM claims WHERE id = 4711" """, folder)
    if name == "restrict lift":
        run(f"frist restrict place claim/1 --ground accuracy --reason 'the sum' --since 2026-01-02 {by}", folder)
    if name.startswith("notice"):
        run(f"frist disclosure add claim/3 --to bureau {by}; sqlite3 bureau.db 'DELETE FROM claims WHERE id = 3'", folder)


def a_log(folder):
    """A log whose leaf 3 is about claim/4711, its key, a checkpoint, the receipt."""
    key = "--key log.pem --origin archive.example/audit/1"
    for command in ["sqlite3 bureau.db 'INSERT INTO claims(id) VALUES (1), (2), (3), (4711)'",
                    "for claim in 1 2 3 4711; do frist hold place claim/$claim --reason lawsuit --by 'legal office' --db bureau.db; done",
                    "frist audit key archive.example/audit/1 --key log.pem --out log.vkey",
                    f"frist audit checkpoint --db bureau.db {key} --out march.note",
                    "frist audit receipt claim/4711 --db bureau.db --checkpoint march.note --key log.vkey --into receipts"]:
        run(command, folder)


def complete(folder, *words):
    """What bash offers for the last of the words."""
    script = f"""source <(frist completions bash)
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_frist
[ ${{#COMPREPLY[@]}} -eq 0 ] || printf '%s\\n' "${{COMPREPLY[@]}}" """
    environment = {"PATH": f"{FRIST.parent}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script, "bash", *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    check(not done.stderr, f"completing {words} complains: {done.stderr}")
    return done.stdout.splitlines()


def bash_completions():
    names = commands()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "my policy.frist").write_text("")
        Path(folder, "other").mkdir()
        for words, wanted in [
            (["frist", ""], list(dict.fromkeys(name.split()[0] for name in names)) + ["help", "--help", "--version"]),
            (["frist", "--v"], ["--version"]),
            (["frist", "officer", ""], ["add", "list", "retire", "--help"]),
            (["frist", "officer", "retire", "--d"], ["--db", "--detailed-exit"]),
            (["frist", "manual", "officer-r"], ["officer-retire"]),
            (["frist", "sc"], ["schema", "score"]),
            (["frist", "run", "--d"], ["--db", "--dry-run", "--detailed-exit"]),
            (["frist", "why", "member/1", "--lang", ""], ["en", "de", "sv", "ro"]),
            (["frist", "why", "member/1", "--lang", "=", "s"], ["sv"]),
            (["frist", "why", "member/1", "--lang", "="], ["en", "de", "sv", "ro"]),
            (["frist", "import", "--format", "c"], ["csv"]),
            (["frist", "completions", ""], ["bash", "zsh", "fish"]),
            (["frist", "manual", "sc"], ["schema", "score"]),
            (["frist", "help", "wh"], ["why", "when"]),
            (["frist", "explain", "F03"], [code for code in re.findall(r"(?m)^F\d+", run("frist explain", "/").stdout) if code.startswith("F03")]),
            (["frist", "may", "partner", "re"], ["read", "report"]),
            (["frist", "check", "my"], ["my policy.frist"]),
            (["frist", "check", "other", ""], ["my policy.frist", "other"]),
            (["frist", "run", "--db", "o"], ["other"]),
            (["frist", "import", "claim", "my"], ["my policy.frist"]),
            (["frist", "import", "--db", "x", "claim", "my"], ["my policy.frist"]),
            (["frist", "run", "--as-of", ""], []),
            (["frist", "why", ""], []),
        ]:
            got = complete(folder, *words)
            check(sorted(got) == sorted(wanted), f"completing {words} offers {got}, not {wanted}")
    for shell in ("zsh", "fish"):
        path = shutil.which(shell)
        script = run(f"frist completions {shell}", "/").stdout
        check("--version" in script or "version" in script, f"completions of {shell} lack --version")
        if path:
            done = subprocess.run([path, "-n", "/dev/stdin"], input=script, capture_output=True, text=True)
            check(done.returncode == 0, f"{shell} does not read its completions: {done.stderr}")


def closed_folders():
    """A folder that may not be read is an error with its name, not the end of the program."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        frist = shutil.copy(FRIST, folder)
        Path(folder, "closed").mkdir(mode=0o000)
        nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
        for command in ("fmt .", "fmt closed", "check .", "test .", "fmt --check ."):
            done = subprocess.run([frist, *command.split()], cwd=folder, capture_output=True, text=True, timeout=60, **nobody)
            check(done.returncode == 4 and done.stderr.startswith("frist: cannot read"), f"frist {command} on a closed folder ends with {done.returncode}: {done.stderr}")


help_examples()
bash_completions()
closed_folders()
print("\n".join(problems))
print(f"{passed} passed, {len(problems)} failed")
sys.exit(1 if problems else 0)

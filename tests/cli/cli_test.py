#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Transcripts of the command line: tests/cli/*.txt, and the console blocks of README.md, docs/language.md, docs/nights.md, docs/backup.md and docs/identity.md, are run line by line in a fresh
folder and compared in full.

A transcript is a list of `$ command` lines, each followed by what it prints (stdout and stderr as they come) and, where the
command does not end with 0, by a line `[exit N]`. Words of a line may be given as `...`. FRIST_UPDATE_GOLDEN=1 rewrites.
usage: cli_test.py FRIST SOURCE_FOLDER
"""
import os, re, subprocess, sys, tempfile
from pathlib import Path


def parse(text):
    """(comment lines, [(command, expected lines)])"""
    head, steps = [], []
    for line in text.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif steps:
            steps[-1][1].append(line)
        else:
            head.append(line)
    return head, steps


def matches(expected, got):
    if len(expected) != len(got):
        return False
    return all(e == g or ("..." in e and re.fullmatch(".*".join(map(re.escape, e.split("..."))), g)) for e, g in zip(expected, got))


def run(command, folder, environment):
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    lines = done.stdout.rstrip("\n").splitlines()
    return lines + ([f"[exit {done.returncode}]"] if done.returncode else [])


def blocks_of_page(page):
    """The ```console blocks of a Markdown page as steps, and a function that puts answers back. A block ```frist NAME (or
    frist-wrong CODE NAME) before one is the file of that name from then on."""
    text = page.read_text()
    parts = re.split(r"(?m)^(```[^\n]*\n.*?^```\n)", text, flags=re.S)
    inside, steps = [], []
    for i, part in enumerate(parts):
        fence = part.split("\n", 1)[0].split()
        body = part.split("\n", 1)[1].rsplit("```", 1)[0] if part.startswith("```") else ""
        if fence == ["```console"]:
            inside.append((i, parse(body)[1]))
            steps += inside[-1][1]
        elif len(fence) > 1 and fence[0] in ("```frist", "```frist-wrong"):
            steps.append((Path(fence[-1]), body))

    def put_back(answers):
        for i, block in inside:
            parts[i] = "```console\n" + "".join(f"$ {command}\n" + "".join(line + "\n" for line in answers.pop(0)) for command, _ in block) + "```\n"
        page.write_text("".join(parts))

    return steps, put_back


def main():
    frist, source = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    update = os.environ.get("FRIST_UPDATE_GOLDEN")
    failed = passed = 0
    pages = [source / "README.md", source / "docs/language.md", source / "docs/nights.md", source / "docs/backup.md", source / "docs/identity.md"]
    for transcript in sorted((source / "tests/cli").glob("*.txt")) + pages:
        if transcript in pages:
            steps, put_back = blocks_of_page(transcript)
        else:
            (head, steps), put_back = parse(transcript.read_text()), None
        with tempfile.TemporaryDirectory() as folder:
            environment = {"PATH": f"{frist.parent}:{os.environ['PATH']}", "HOME": folder, "POLICIES": str(source / "policies"), "LANG": "C.UTF-8"}
            answers, fine = [], True
            for command, expected in steps:
                if isinstance(command, Path):
                    (Path(folder) / command).write_text(expected)
                    continue
                got = [line.replace(str(source), "SOURCE") for line in run(command, folder, environment)]
                while expected and expected[-1] == "":
                    expected = expected[:-1]
                same = matches(expected, got)
                answers.append(expected if same else got)
                if not same and not update:
                    fine = False
                    print(f"{transcript.name}: $ {command}\n--- expected\n" + "\n".join(expected) + "\n--- got\n" + "\n".join(got) + "\n")
            if update and put_back:
                put_back(answers)
            elif update:
                lines = head + [line for (command, _), answer in zip(steps, answers) for line in [f"$ {command}", *answer, ""]]
                transcript.write_text("\n".join(lines).rstrip("\n") + "\n")
            passed, failed = passed + fine, failed + (not fine)
    # The planted difference: a transcript that expects another answer must not pass.
    assert not matches(["3 passed, 0 failed"], ["2 passed, 1 failed"]) and matches(["wrote ..."], ["wrote policy.frist"])
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

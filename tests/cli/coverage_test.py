#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/coverage.md is what the command makes today, without a hole, and every case T-001 to T-199 is found by its number.

usage: coverage_test.py FRIST SOURCE_FOLDER
"""
import re, subprocess, sys
from pathlib import Path

frist, source = sys.argv[1], Path(sys.argv[2])
made = subprocess.run([frist, "coverage", "policies", "--sources", "docs/sources.md"], cwd=source, capture_output=True, text=True)
problems = []
if made.returncode:
    problems.append(made.stderr or made.stdout[-2000:])
if made.stdout != (source / "docs/coverage.md").read_text():
    problems.append("docs/coverage.md is not what `frist coverage policies --sources docs/sources.md` prints")
page = subprocess.run(["tests/cli/commands_page.sh", frist], cwd=source, capture_output=True, text=True).stdout
if page != (source / "docs/commands.md").read_text():
    problems.append("docs/commands.md is not what tests/cli/commands_page.sh prints")
cases = set(re.findall(r"T-\d{3}", subprocess.run([frist, "test", "policies", "--cases"], cwd=source, capture_output=True, text=True).stdout))
cases |= set(re.findall(r"T-\d{3}", (source / "tests/rules/calendar/cases.csv").read_text()))
missing = [n for n in (f"T-{i:03}" for i in range(1, 200)) if n not in cases]
if missing:
    problems.append("cases that no example and no row of cases.csv carries: " + ", ".join(missing))
print("\n".join(problems))
print(f"{4 - len(problems)} passed, {len(problems)} failed")
sys.exit(1 if problems else 0)

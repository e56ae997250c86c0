#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints docs/commands.md: what the command says of itself. tests/cli/coverage_test.py compares it.
set -euo pipefail
frist=$1
export COLUMNS=100 NO_COLOR=1
printf '# Commands\n\nMade by `tests/cli/commands_page.sh frist > docs/commands.md`; a test compares it.\n\n```\n'
"$frist" --help
printf '```\n'
for name in check test fmt explain init dump coverage schema import attach detach run calendar metrics doctor why when decide may score completions manual; do
  printf '\n## frist %s\n\n```\n' "$name"
  "$frist" "$name" --help
  printf '```\n'
done
printf '\n## Exit status\n\n| status | meaning |\n|---|---|\n| 0 | done, or nothing to do |\n| 1 | findings, failed examples, or work for a person |\n| 2 | the command line is wrong |\n| 3 | the policy does not check |\n| 4 | the data or the database is not as it must be |\n| 5 | refused for safety |\n| 70 | an error of frist itself |\n\nWith `--detailed-exit`: 10 reviews wait for a person, 14 the database is busy, 15 the disk failed.\n'

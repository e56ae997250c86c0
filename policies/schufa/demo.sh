#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The demonstration that `./dev demo` shows: a made-up bureau, one night, and three questions.
set -euo pipefail
frist=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
db=$work/bureau.db

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }

step "100,000 entries of a bureau that does not exist"
{ "$frist" schema "$here" && cat "$here/sample.sql"; } | sqlite3 "$db"
sqlite3 "$db" "SELECT 'claims', count(*) FROM claims UNION ALL SELECT 'credits', count(*) FROM credits UNION ALL SELECT 'accounts', count(*) FROM accounts
  UNION ALL SELECT 'inquiries', count(*) FROM inquiries UNION ALL SELECT 'other entries', (SELECT count(*) FROM persons) + (SELECT count(*) FROM previous_addresses) +
  (SELECT count(*) FROM register_entries) + (SELECT count(*) FROM insolvency_cases) + (SELECT count(*) FROM fraud_marks);" | while IFS='|' read -r kind count; do printf '  %-14s %8s\n' "$kind" "$count"; done

step "frist attach policies/schufa --db bureau.db"
"$frist" attach "$here" --db "$db"

step "frist run --db bureau.db --as-of 2026-03-31"
"$frist" run --db "$db" --as-of 2026-03-31 || [ $? -eq 1 ]   # 1: reviews wait for a person

step "frist why credit/12 --db bureau.db --as-of 2026-03-31"
"$frist" why credit/12 --db "$db" --as-of 2026-03-31 --lang en

step "frist when claim/8 --db bureau.db --as-of 2026-03-31"
"$frist" when claim/8 --db "$db" --as-of 2026-03-31 --lang en

erased=$(sqlite3 "$db" "SELECT 'credit/' || entry FROM frist_audit_ref r JOIN frist_kind k USING (kind) WHERE k.record = 'credit' ORDER BY entry LIMIT 1")
step "frist why $erased --db bureau.db      # erased tonight: answered from the log"
"$frist" why "$erased" --db "$db" --as-of 2026-03-31 --lang en

// SPDX-License-Identifier: Apache-2.0
// DuckDB, one thread: decide_dates.sql over a table in memory. Only the sums leave it.
'use strict';
const { csv, today, report, fail } = require('./common');
const fs = require('fs'), path = require('path');
const duckdb = require('@duckdb/node-api');

const COLUMNS = `{id: 'BIGINT', kind: 'VARCHAR', recorded_on: 'DATE', settled_on: 'DATE', closed_on: 'DATE', last_event_on: 'DATE', proof_on: 'DATE',
                  amount: 'BIGINT', titled: 'BOOLEAN', creditor_confirms: 'BOOLEAN', legal_hold: 'BOOLEAN'}`;

async function main() {
  const db = await (await duckdb.DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await db.run(`CREATE TABLE entries AS SELECT * FROM read_csv('${csv}', header = true, nullstr = '', columns = ${COLUMNS})`);
  const sql = fs.readFileSync(path.join(__dirname, 'decide_dates.sql'), 'utf8').replaceAll(':d', today);
  await report(async () => {
    const [row] = (await db.runAndReadAll(sql)).getRowObjects();
    return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
  });
  process.exit(0);
}
main().catch(fail);

-- SPDX-License-Identifier: Apache-2.0
-- :n rows of the benchmark's table of which :due in a thousand fall due on 2026-01-02, scattered over the file, and the others in the months
-- behind it. Nothing is on hold and nothing is to be reviewed.
CREATE TABLE entries (id INTEGER PRIMARY KEY, person TEXT NOT NULL, kind TEXT NOT NULL, recorded_on TEXT, settled_on TEXT, closed_on TEXT,
                      last_event_on TEXT, proof_on TEXT, amount INTEGER, titled INTEGER, creditor_confirms INTEGER, legal_hold INTEGER, note TEXT);
WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :n),
r AS (SELECT n, n % 4 AS k, CASE WHEN (n * 7919 + 13) % 1000 < :due THEN 0 ELSE 2 + (n * 104729) % 190 END AS u FROM c)
INSERT INTO entries
SELECT n, printf('P%08d', n * 15485863 % 100000000),
       CASE k WHEN 0 THEN 'loan' WHEN 1 THEN 'inquiry' WHEN 2 THEN 'account' ELSE 'previous_address' END,
       CASE k WHEN 1 THEN date('2025-01-01', '+' || u || ' days') WHEN 3 THEN date('2023-01-01', '+' || u || ' days') ELSE '2019-06-01' END,
       CASE WHEN k = 0 THEN date('2023-01-01', '+' || u || ' days') END,
       CASE WHEN k = 2 THEN date('2026-01-02', '+' || u || ' days') END,
       NULL, NULL, (n * 7919) % 900000, n % 7 = 0, n % 3 = 0, 0, 'a note of some length that nobody reads, number ' || n
FROM r;

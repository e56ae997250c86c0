-- SPDX-License-Identifier: Apache-2.0
-- The benchmark's rows; :n of them. Due dates are spread evenly over the 197 days behind 2026-01-01, so that about 0.3 %
-- fall due each day and none before.
CREATE TABLE entries (id INTEGER PRIMARY KEY, person TEXT NOT NULL, kind TEXT NOT NULL, recorded_on TEXT, settled_on TEXT, closed_on TEXT,
                      last_event_on TEXT, proof_on TEXT, amount INTEGER, titled INTEGER, creditor_confirms INTEGER, legal_hold INTEGER, note TEXT);
WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :n),
r AS (SELECT n, n % 11 AS k, (n * 7919) % 197 AS u, (n * 104729) % 1000 AS v FROM c)
INSERT INTO entries
SELECT n, printf('P%08d', n * 15485863 % 100000000),
       CASE k WHEN 0 THEN 'loan' WHEN 1 THEN 'inquiry' WHEN 2 THEN 'account' WHEN 3 THEN 'card' WHEN 4 THEN 'telecom' WHEN 5 THEN 'previous_address'
              WHEN 6 THEN 'garnishment_account' WHEN 7 THEN 'debtor_register' WHEN 8 THEN 'discharge' WHEN 9 THEN 'rejected_insolvency' ELSE 'negative' END,
       CASE k WHEN 1 THEN date('2025-01-01', '+' || u || ' days') WHEN 5 THEN date('2023-01-01', '+' || u || ' days')
              WHEN 7 THEN date('2023-01-01', '+' || u || ' days') ELSE date('2019-06-01', '-' || v || ' days') END,
       CASE WHEN k = 0 OR (k = 10 AND v % 2) THEN date('2023-01-01', '+' || u || ' days') END,
       CASE k WHEN 2 THEN CASE WHEN v % 3 = 0 THEN date('2026-01-02', '+' || u || ' days') END
              WHEN 8 THEN date('2025-07-01', '+' || u || ' days') WHEN 9 THEN date('2023-01-01', '+' || u || ' days') END,
       CASE WHEN k = 10 THEN date('2023-03-01', '+' || u || ' days') END, NULL,
       (n * 7919) % 900000, n % 7 = 0, n % 3 = 0, n % 101 = 0, 'a note of some length that nobody reads, number ' || n
FROM r;

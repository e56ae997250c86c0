-- SPDX-License-Identifier: Apache-2.0
-- :n entries on which a wrong rule shows: days about the ends of the periods as of 2024-03-01 and 2026-01-02, ends of months, leap days,
-- amounts about the limit, proofs, holds, and each value absent that may be.
CREATE TABLE entries (id INTEGER PRIMARY KEY, person TEXT NOT NULL, kind TEXT NOT NULL, recorded_on TEXT, settled_on TEXT, closed_on TEXT,
                      last_event_on TEXT, proof_on TEXT, amount INTEGER, titled INTEGER, creditor_confirms INTEGER, legal_hold INTEGER, note TEXT);
WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :n),
days(k, day) AS (VALUES (0, '2020-02-29'), (1, '2021-02-28'), (2, '2021-03-01'), (3, '2020-11-30'), (4, '2020-12-31'), (5, '2022-12-31'),
  (6, '2023-01-01'), (7, '2023-01-02'), (8, '2023-01-03'), (9, '2023-02-28'), (10, '2023-03-01'), (11, '2023-08-29'), (12, '2023-08-31'),
  (13, '2023-09-01'), (14, '2024-02-29'), (15, '2024-12-31'), (16, '2025-01-01'), (17, '2025-01-02'), (18, '2025-06-30'), (19, '2025-07-01'),
  (20, '2025-07-02'), (21, '2026-01-01'), (22, '2026-01-02'), (23, '2019-10-31'), (24, '2020-08-31'), (25, '2024-03-01'), (26, '2024-03-02')),
kinds(k, kind) AS (VALUES (0, 'loan'), (1, 'inquiry'), (2, 'account'), (3, 'card'), (4, 'telecom'), (5, 'previous_address'),
  (6, 'garnishment_account'), (7, 'debtor_register'), (8, 'discharge'), (9, 'rejected_insolvency'), (10, 'negative')),
r AS (SELECT n, n * 7919 / 11 AS a, n * 104729 / 13 AS b, n * 15485863 / 17 AS d, n * 32452843 / 19 AS e FROM c),
t AS (SELECT n, a, b, d, e, (SELECT kind FROM kinds WHERE k = n % 11) AS kind, (SELECT day FROM days WHERE k = a % 27) AS recorded FROM r)
INSERT INTO entries
SELECT n, 'P' || n, kind, recorded,
       CASE WHEN b % 3 = 0 THEN date(recorded, CASE d % 6 WHEN 0 THEN '-1 day' WHEN 1 THEN '+0 days' WHEN 2 THEN '+41 days' WHEN 3 THEN '+42 days'
                                               WHEN 4 THEN '+43 days' ELSE '+300 days' END)
            WHEN b % 3 = 1 THEN (SELECT day FROM days WHERE k = d % 27) END,
       CASE WHEN d % 4 THEN (SELECT day FROM days WHERE k = b % 27) END,
       CASE WHEN e % 3 THEN (SELECT day FROM days WHERE k = (a + e) % 27) END,
       CASE WHEN e % 2 THEN (SELECT day FROM days WHERE k = (b + d) % 27) END,
       199999 + e % 3, a % 3 = 0, CASE b % 5 WHEN 0 THEN NULL WHEN 1 THEN 0 ELSE 1 END, CASE d % 7 WHEN 0 THEN 1 WHEN 1 THEN 0 END, 'a note'
FROM t;

-- SPDX-License-Identifier: Apache-2.0
-- Every entry decided in SQLite's SQL: how many go on :d, and the sum of the days of all that ever go, held ones too.
WITH days AS MATERIALIZED (
  SELECT legal_hold, CASE
    WHEN settled_on >= recorded_on AND settled_on <= date(recorded_on, '+42 days') AND amount <= 200000 AND coalesce(creditor_confirms, 0)
         AND NOT titled THEN settled_on
    WHEN kind IN ('account', 'card', 'telecom', 'garnishment_account') THEN closed_on
    ELSE (SELECT date(min(date(start, '+' || months || ' months'), date(start, 'start of month', '+' || (months + 1) || ' months', '-1 day')), '+1 day')
          FROM (SELECT CASE kind WHEN 'inquiry' THEN 12 WHEN 'discharge' THEN 6 ELSE 36 END AS months,
                       CASE WHEN kind IN ('loan', 'negative') THEN settled_on WHEN kind IN ('discharge', 'rejected_insolvency') THEN closed_on
                            ELSE recorded_on END AS start)) END AS gone_from
  FROM entries)
SELECT sum(gone_from <= :d AND NOT coalesce(legal_hold, 0)), CAST(sum(julianday(gone_from) - 2440587.5) AS INTEGER) FROM days;

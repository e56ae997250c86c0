-- SPDX-License-Identifier: Apache-2.0
-- Every entry decided in SQLite's SQL, dates being texts; :d is the day. Month ends are clipped.
WITH own AS MATERIALIZED (
  SELECT id, kind, recorded_on, settled_on, last_event_on, coalesce(legal_hold, 0) AS held,
    CASE WHEN settled_on >= recorded_on AND settled_on <= date(recorded_on, '+42 days') AND amount <= 200000 AND coalesce(creditor_confirms, 0)
              AND NOT titled THEN settled_on END AS early,
    CASE WHEN kind = 'debtor_register' THEN proof_on WHEN kind IN ('account', 'card', 'telecom', 'garnishment_account') THEN closed_on END AS at_once,
    (SELECT date(min(date(start, '+' || months || ' months'), date(start, 'start of month', '+' || (months + 1) || ' months', '-1 day')), '+1 day')
     FROM (SELECT CASE kind WHEN 'inquiry' THEN 12 WHEN 'discharge' THEN 6 ELSE 36 END AS months,
                  CASE WHEN kind IN ('loan', 'negative') THEN settled_on WHEN kind IN ('discharge', 'rejected_insolvency') THEN closed_on
                       WHEN kind IN ('inquiry', 'previous_address', 'debtor_register') THEN recorded_on END AS start)) AS after_period
  FROM entries),
decided AS MATERIALIZED (
  SELECT id, held, nullif(min(coalesce(early, '9999'), coalesce(at_once, '9999'), coalesce(after_period, '9999')), '9999') AS gone_from,
    kind = 'negative' AND settled_on IS NULL AND
      (SELECT min(date(start, '+36 months'), date(start, 'start of month', '+37 months', '-1 day')) <= :d
       FROM (SELECT max(recorded_on, coalesce(last_event_on, '')) AS start)) AS review
  FROM own)
SELECT json_object('entries', count(*), 'erase', sum(erase), 'erase_ids', sum(erase * id), 'review', sum(review), 'review_ids', sum(review * id),
                   'days', coalesce(sum(id % 65521 * CAST(julianday(gone_from) - 2440587.5 AS INTEGER)), 0))
FROM (SELECT id, gone_from, review, coalesce(gone_from <= :d AND NOT held, 0) AS erase FROM decided);

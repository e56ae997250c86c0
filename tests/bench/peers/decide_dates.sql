-- SPDX-License-Identifier: Apache-2.0
-- Every entry decided in SQL with columns of dates, as PostgreSQL and DuckDB understand it; :d is the day. Adding months clips month ends.
WITH own AS MATERIALIZED (
  SELECT id, kind, recorded_on, settled_on, last_event_on, coalesce(legal_hold, false) AS held,
    CASE WHEN settled_on >= recorded_on AND settled_on <= recorded_on + 42 AND amount <= 200000 AND coalesce(creditor_confirms, false) AND NOT titled
         THEN settled_on END AS early,
    CASE kind WHEN 'debtor_register' THEN proof_on WHEN 'account' THEN closed_on WHEN 'card' THEN closed_on WHEN 'telecom' THEN closed_on
              WHEN 'garnishment_account' THEN closed_on END AS at_once,
    CAST(CASE kind WHEN 'inquiry' THEN recorded_on + INTERVAL '12 months' WHEN 'previous_address' THEN recorded_on + INTERVAL '36 months'
                   WHEN 'debtor_register' THEN recorded_on + INTERVAL '36 months' WHEN 'loan' THEN settled_on + INTERVAL '36 months'
                   WHEN 'negative' THEN settled_on + INTERVAL '36 months' WHEN 'discharge' THEN closed_on + INTERVAL '6 months'
                   WHEN 'rejected_insolvency' THEN closed_on + INTERVAL '36 months' END AS date) + 1 AS after_period
  FROM entries),
decided AS MATERIALIZED (
  SELECT id, held, least(early, at_once, after_period) AS gone_from,
         kind = 'negative' AND settled_on IS NULL AND greatest(recorded_on, last_event_on) + INTERVAL '36 months' <= DATE ':d' AS review
  FROM own)
SELECT count(*) AS entries,
       coalesce(sum(CASE WHEN gone_from <= DATE ':d' AND NOT held THEN 1 END), 0) AS erase,
       coalesce(sum(CASE WHEN gone_from <= DATE ':d' AND NOT held THEN id END), 0) AS erase_ids,
       coalesce(sum(CASE WHEN review THEN 1 END), 0) AS review,
       coalesce(sum(CASE WHEN review THEN id END), 0) AS review_ids,
       coalesce(sum(id % 65521 * (gone_from - DATE '1970-01-01')), 0) AS days
FROM decided;

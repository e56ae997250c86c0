-- SPDX-License-Identifier: Apache-2.0
-- The same deletes by hand, month ends clipped as the law clips them, without any audit. :d is the day.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
DELETE FROM entries WHERE NOT coalesce(legal_hold, 0) AND (
     (settled_on IS NOT NULL AND settled_on >= recorded_on AND settled_on <= date(recorded_on, '+42 days') AND amount <= 200000
      AND coalesce(creditor_confirms, 0) AND NOT titled AND settled_on <= :d)
  OR CASE kind
       WHEN 'loan' THEN min(date(settled_on, '+36 months'), date(settled_on, 'start of month', '+37 months', '-1 day')) < :d
       WHEN 'inquiry' THEN min(date(recorded_on, '+12 months'), date(recorded_on, 'start of month', '+13 months', '-1 day')) < :d
       WHEN 'account' THEN closed_on <= :d
       WHEN 'card' THEN closed_on <= :d
       WHEN 'telecom' THEN closed_on <= :d
       WHEN 'garnishment_account' THEN closed_on <= :d
       WHEN 'previous_address' THEN min(date(recorded_on, '+36 months'), date(recorded_on, 'start of month', '+37 months', '-1 day')) < :d
       WHEN 'debtor_register' THEN min(date(recorded_on, '+36 months'), date(recorded_on, 'start of month', '+37 months', '-1 day')) < :d OR coalesce(proof_on <= :d, 0)
       WHEN 'discharge' THEN min(date(closed_on, '+6 months'), date(closed_on, 'start of month', '+7 months', '-1 day')) < :d
       WHEN 'rejected_insolvency' THEN min(date(closed_on, '+36 months'), date(closed_on, 'start of month', '+37 months', '-1 day')) < :d
       WHEN 'negative' THEN min(date(settled_on, '+36 months'), date(settled_on, 'start of month', '+37 months', '-1 day')) < :d
     END);
SELECT changes();
PRAGMA wal_checkpoint(TRUNCATE);

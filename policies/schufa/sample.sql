-- SPDX-License-Identifier: Apache-2.0
-- A made-up bureau on 31 March 2026: 100,000 entries about 10,000 people who do not exist, always the same ones. Loaded
-- into the tables that `frist schema policies/schufa` prints. Some facts are missing, as in life.
-- Numbers come from a multiplicative hash of the row's number, so that nothing is left to chance.
BEGIN;

CREATE TEMP TABLE n (n INTEGER PRIMARY KEY);
INSERT INTO n WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 30000) SELECT n FROM c;

INSERT INTO persons (id, last_name, first_name, birth_date, birth_place, current_address, identity_checked_on)
SELECT 'P' || printf('%05d', n), 'Name' || (n * 7919 % 4001), 'Vorname' || (n * 104729 % 997),
       date('1940-01-01', '+' || (n * 7907 % 23000) || ' days'),
       CASE WHEN n % 11 THEN 'Ort ' || (n * 31 % 400) END, 'Weg ' || (n * 17 % 300) || ', ' || (10000 + n * 7919 % 89999) || ' Stadt',
       CASE WHEN n % 5 THEN date('2026-03-31', '-' || (n * 6151 % 3000) || ' days') END
FROM n WHERE n <= 10000;

-- Instalment loans, mortgages, leasing: a third repaid within the last three years and a few days.
INSERT INTO credits (id, person_id, kind, started_on, settled_on, terminated_for_arrears)
SELECT n, 'P' || printf('%05d', n * 7919 % 10000 + 1),
       CASE n % 10 WHEN 0 THEN 'mortgage_loan' WHEN 1 THEN 'leasing' ELSE 'instalment_loan' END,
       CASE WHEN n % 29 THEN date('2026-03-31', '-' || (1200 + n * 3571 % 4000) || ' days') END,
       CASE WHEN n % 3 = 0 THEN date('2026-03-31', '-' || (n * 5413 % 1104) || ' days') END,
       n % 17 = 0
FROM n WHERE n <= 20000;

INSERT INTO accounts (id, person_id, kind, prepaid, started_on, closed_on, closure_notified_on, terminated_for_arrears)
SELECT n, 'P' || printf('%05d', n * 104729 % 10000 + 1),
       CASE n % 20 WHEN 0 THEN 'protected_account' WHEN 1 THEN 'basic_account' WHEN 2 THEN 'telecom' WHEN 3 THEN 'mail_order'
                   WHEN 4 THEN 'credit_card' WHEN 5 THEN 'credit_card' WHEN 6 THEN 'credit_card' ELSE 'current_account' END,
       0, date('2026-03-31', '-' || (n * 3571 % 7000) || ' days'),
       CASE WHEN n % 40 = 0 THEN date('2026-03-31', '-' || (n * 31 % 200) || ' days') END,
       CASE WHEN n % 120 = 0 THEN date('2026-03-31', '-' || (n * 17 % 5) || ' days') END,
       n % 53 = 0
FROM n WHERE n <= 24000;

INSERT INTO inquiries (id, person_id, asked_by, asked_on, kind, contract_made)
SELECT n, 'P' || printf('%05d', n * 1299709 % 10000 + 1), 'Partner ' || (n * 13 % 250),
       CASE WHEN n % 4001 THEN date('2026-03-31', '-' || (n * 5413 % 368) || ' days') END,
       CASE WHEN n % 97 THEN CASE n % 4 WHEN 0 THEN 'conditions' WHEN 1 THEN 'identity' ELSE 'credit_application' END END,
       CASE WHEN n % 3 THEN n % 2 END
FROM n WHERE n <= 22000;

-- Claims: half of them settled; reminders, disputes and titles in every mixture; one in nineteen without a due date.
INSERT INTO claims (id, person_id, reported_by, recorded_on, due_on, settled_on, settlement_reported_on, amount, currency,
                    contract_kind, title_kind, disputed, acknowledged, creditor_confirms, informed_on)
SELECT n, 'P' || printf('%05d', n * 15485863 % 10000 + 1), 'Partner ' || (n * 13 % 250),
       date('2026-03-31', '-' || (300 + n * 3571 % 2500) || ' days'),
       CASE WHEN n % 19 THEN date('2026-03-31', '-' || (400 + n * 3571 % 2500) || ' days') END,
       CASE WHEN n % 2 THEN date('2026-03-31', '-' || (n * 5413 % 1102) || ' days') END,
       CASE WHEN n % 2 AND n % 7 THEN date('2026-03-31', '-' || max(0, n * 5413 % 1102 - 14) || ' days') END,
       printf('%d.%02d', n * 7919 % 9000 + 20, n % 100), CASE WHEN n % 83 THEN 'EUR' ELSE 'SEK' END,
       CASE n % 3 WHEN 0 THEN 'continuing' WHEN 1 THEN 'one_off' END,
       CASE WHEN n % 5 = 0 THEN CASE n % 10 WHEN 0 THEN 'judgment' ELSE 'enforcement_order' END END,
       CASE n % 13 WHEN 0 THEN 1 WHEN 1 THEN NULL ELSE 0 END, CASE WHEN n % 11 = 0 THEN 1 ELSE 0 END,
       CASE WHEN n % 4 = 0 THEN 1 END,
       CASE WHEN n % 6 THEN date('2026-03-31', '-' || (350 + n * 3571 % 2500) || ' days') END
FROM n WHERE n <= 14000;

INSERT INTO reminders (claim_id, sent_on, written)
SELECT c.id, date(c.recorded_on, '-' || (90 - 30 * k.n) || ' days'), c.id % 23 <> 0
FROM claims c JOIN n k ON k.n <= c.id % 4;

INSERT INTO balance_reports (claim_id, reported_on, still_open, currency)
SELECT c.id, date(c.recorded_on, '+' || (k.n * 180) || ' days'), c.amount, c.currency
FROM claims c JOIN n k ON k.n <= c.id % 3 WHERE c.settled_on IS NULL;

INSERT INTO previous_addresses (id, person_id, address_lines, became_previous_on)
SELECT n, 'P' || printf('%05d', n * 7919 % 10000 + 1), 'Alte Gasse ' || (n % 90), date('2026-03-31', '-' || (n * 5413 % 2190) || ' days')
FROM n WHERE n <= 6500;

INSERT INTO register_entries (id, person_id, ground, entry_ordered_on, deletion_proof_received_on, proof_issuer)
SELECT n, 'P' || printf('%05d', n * 104729 % 10000 + 1),
       CASE n % 3 WHEN 0 THEN 'no_disclosure' WHEN 1 THEN 'creditor_not_satisfied' ELSE 'satisfaction_not_proven' END,
       date('2026-03-31', '-' || (n * 5413 % 1099) || ' days'),
       CASE WHEN n % 50 = 0 THEN date('2026-03-31', '-' || (n % 7) || ' days') END, CASE WHEN n % 50 = 0 THEN 'central_enforcement_court' END
FROM n WHERE n <= 2000;

INSERT INTO insolvency_cases (id, person_id, outcome, ended_on, decided_on)
SELECT n, 'P' || printf('%05d', n * 1299709 % 10000 + 1), CASE n % 4 WHEN 0 THEN 'pending' WHEN 1 THEN 'discharged' ELSE 'ended' END,
       CASE WHEN n % 4 THEN date('2026-03-31', '-' || (n * 5413 % 186) || ' days') END, NULL
FROM n WHERE n <= 1000;

INSERT INTO fraud_marks (id, person_id, recorded_on)
SELECT n, 'P' || printf('%05d', n * 15485863 % 10000 + 1), date('2026-03-31', '-' || (n * 5413 % 900) || ' days')
FROM n WHERE n <= 500;

DROP TABLE n;
COMMIT;

; SPDX-License-Identifier: Apache-2.0
; The rules of bureau.frist for CLIPS. Days are numbers, `none` where there is none; what is gone after a period is gone from the day behind it.
(deftemplate entry (slot index) (slot kind) (slot recorded) (slot settled) (slot closed) (slot last-event) (slot proof) (slot amount)
                   (slot titled) (slot confirms) (slot hold))

(defrule early
  (entry (index ?i) (recorded ?r) (settled ?s&~none&:(>= ?s ?r)&:(<= ?s (+ ?r 42))) (amount ?a&:(<= ?a 200000)) (titled 0) (confirms 1) (hold ?h))
  => (gone ?i ?s ?h))
(defrule repaid-loan
  (entry (index ?i) (kind loan) (settled ?s&~none) (hold ?h)) => (gone ?i (+ (after ?s 36) 1) ?h))
(defrule old-inquiry
  (entry (index ?i) (kind inquiry) (recorded ?r) (hold ?h)) => (gone ?i (+ (after ?r 12) 1) ?h))
(defrule closed-account
  (entry (index ?i) (kind account|card|telecom|garnishment_account) (closed ?c&~none) (hold ?h)) => (gone ?i ?c ?h))
(defrule old-address
  (entry (index ?i) (kind previous_address) (recorded ?r) (hold ?h)) => (gone ?i (+ (after ?r 36) 1) ?h))
(defrule register
  (entry (index ?i) (kind debtor_register) (recorded ?r) (hold ?h)) => (gone ?i (+ (after ?r 36) 1) ?h))
(defrule register-proof
  (entry (index ?i) (kind debtor_register) (proof ?p&~none) (hold ?h)) => (gone ?i ?p ?h))
(defrule discharged
  (entry (index ?i) (kind discharge) (closed ?c&~none) (hold ?h)) => (gone ?i (+ (after ?c 6) 1) ?h))
(defrule rejected
  (entry (index ?i) (kind rejected_insolvency) (closed ?c&~none) (hold ?h)) => (gone ?i (+ (after ?c 36) 1) ?h))
(defrule settled-negative
  (entry (index ?i) (kind negative) (settled ?s&~none) (hold ?h)) => (gone ?i (+ (after ?s 36) 1) ?h))
(defrule open-negative
  (entry (index ?i) (kind negative) (settled none) (recorded ?r) (last-event none)) => (review ?i (after ?r 36)))
(defrule open-negative-since
  (entry (index ?i) (kind negative) (settled none) (recorded ?r) (last-event ?l&~none)) => (review ?i (after (max ?r ?l) 36)))

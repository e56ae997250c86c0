#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every entry decided by a plain script: usage: decide.py DB DAY. Prints a Tally as JSON."""
import json, sqlite3, sys
from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"loan": 36, "inquiry": 12, "previous_address": 36, "debtor_register": 36, "discharge": 6, "rejected_insolvency": 36, "negative": 36}
START = {"loan": "settled", "negative": "settled", "discharge": "closed", "rejected_insolvency": "closed"}


def same_day_after(start, months):
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def gone_from(kind, recorded, settled, closed, proof, amount, titled, confirms):
    if kind in MONTHS:
        start = {"settled": settled, "closed": closed}.get(START.get(kind), recorded)
        day = start and same_day_after(start, MONTHS[kind]) + timedelta(1)
    else:
        day = closed
    if kind == "debtor_register" and proof and proof < day:
        day = proof
    if settled and recorded <= settled <= recorded + timedelta(42) and amount <= 200000 and confirms and not titled and (not day or settled < day):
        day = settled
    return day


def main():
    today, epoch, read = date.fromisoformat(sys.argv[2]), date(1970, 1, 1), lambda text: text and date.fromisoformat(text)
    entries = erase = erase_ids = review = review_ids = days = 0
    rows = sqlite3.connect(sys.argv[1]).execute(
        "SELECT id, kind, recorded_on, settled_on, closed_on, last_event_on, proof_on, amount, titled, creditor_confirms, legal_hold FROM entries")
    for key, kind, recorded, settled, closed, last_event, proof, amount, titled, confirms, hold in rows:
        entries += 1
        recorded, settled = read(recorded), read(settled)
        day = gone_from(kind, recorded, settled, read(closed), read(proof), amount, titled, confirms)
        if day:
            days += key % 65521 * (day - epoch).days
            if day <= today and not hold:
                erase, erase_ids = erase + 1, erase_ids + key
        if kind == "negative" and not settled and same_day_after(max(recorded, read(last_event) or recorded), 36) <= today:
            review, review_ids = review + 1, review_ids + key
    print(json.dumps({"entries": entries, "erase": erase, "erase_ids": erase_ids, "review": review, "review_ids": review_ids, "days": days}))


main()

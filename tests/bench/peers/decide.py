#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every entry decided by a plain script: usage: decide.py DB DAY. Prints how many go, and the sum of the days of all that ever go."""
import sqlite3, sys
from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"loan": 36, "inquiry": 12, "previous_address": 36, "debtor_register": 36, "discharge": 6, "rejected_insolvency": 36, "negative": 36}
START = {"loan": "settled", "negative": "settled", "discharge": "closed", "rejected_insolvency": "closed"}


def gone_from(start, months):
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])) + timedelta(1)


def limit(kind, recorded, settled, closed, amount, titled, confirms):
    if settled and recorded <= settled <= recorded + timedelta(42) and amount <= 200000 and confirms and not titled:
        return settled
    if kind not in MONTHS:
        return closed
    start = {"settled": settled, "closed": closed}.get(START.get(kind), recorded)
    return start and gone_from(start, MONTHS[kind])


def main():
    today, epoch, gone, days = date.fromisoformat(sys.argv[2]), date(1970, 1, 1), 0, 0
    read = lambda text: text and date.fromisoformat(text)
    rows = sqlite3.connect(sys.argv[1]).execute(
        "SELECT kind, recorded_on, settled_on, closed_on, amount, titled, creditor_confirms, legal_hold FROM entries")
    for kind, recorded, settled, closed, amount, titled, confirms, hold in rows:
        day = limit(kind, read(recorded), read(settled), read(closed), amount, titled, confirms)
        if day:
            gone += day <= today and not hold
            days += (day - epoch).days
    print(f"{gone}|{days}")


main()

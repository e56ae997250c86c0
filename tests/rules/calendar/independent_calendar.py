#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A second calendar, for the tests to compare with: kept-through days for every start 1900-2100, forty periods, both
countings. Standard library only; found month by month from datetime and calendar, not by the product's arithmetic.
Prints a line `months,days,counting,starts,crc32` per stream of little-endian 32-bit days since 1970-01-01."""
import array
import calendar
import datetime
import sys
import zlib

FIRST_YEAR, LAST_YEAR = 1900, 2100
EPOCH = datetime.date(1970, 1, 1).toordinal()

PERIODS = (
    [(12 * years, 0) for years in (1, 2, 3, 4, 5, 6, 10, 30, 100, 400)]
    + [(months, 0) for months in (1, 2, 3, 5, 6, 7, 9, 11, 13, 18, 25, 42, 100)]
    + [(0, 7 * weeks) for weeks in (1, 2, 4, 6, 52)]
    + [(0, days) for days in (0, 1, 10, 100, 365, 1000)]
    + [(1, 15), (1, 1), (6, 14), (12, 1), (36, 10), (11, 45)]
)


def month_of(year, month, later):
    """Days since 1970 of the first of the month that many months later, and how many days it has."""
    for_years, month_index = divmod(month - 1 + later, 12)
    year, month = year + for_years, month_index + 1
    first = datetime.date(year, month, 1).toordinal() - EPOCH
    return first, calendar.monthrange(year, month)[1]


def last_days(year, month, months, itself):
    """The last days of a period of whole months for the starts on the 1st, 2nd, ... of a month."""
    first, length = month_of(year, month, months)
    found = [first + index for index in range(length)]
    if itself:  # the day before the same-numbered one: for the 1st that is the last day of the month before
        found = [first - 1] + found
    missing = [first + length - 1] * 31  # numbers that the month lacks end on its last day
    return (found + missing)[: calendar.monthrange(year, month)[1]]


def stream(months, days, itself):
    kept = array.array("i")
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month in range(1, 13):
            kept.extend(day + days for day in last_days(year, month, months, itself))
    if sys.byteorder == "big":
        kept.byteswap()
    return kept


def main():
    assert len(PERIODS) == len(set(PERIODS)) == 40
    for months, days in PERIODS:
        for counting in ("next", "itself"):
            kept = stream(months, days, counting == "itself")
            assert kept.itemsize == 4
            print(f"{months},{days},{counting},{len(kept)},{zlib.crc32(kept.tobytes())}")


if __name__ == "__main__":
    main()

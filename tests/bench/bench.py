#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The benchmark: a table of ratios, each with what it must keep to and its goal.

usage: bench.py BUILD [--only NUMBER,..] [--entries N] [--large N] [--shares N] [--rounds R] [--starts N] [--huge] [--peers] [--engines [FOLDER]] [--install] [--self-test]
                [--json FILE] [--svg FILE] [--page FILE]

Everything is measured in one run on one machine; the ratios are what counts. Rivals work on copies of one file, with the same settings of
SQLite, and take turns within a round; a ratio is the median of the rounds. A new line is a function that yields Figures, and an entry in LINES.
"""
import argparse, dataclasses, json, os, platform, sys, tempfile
from pathlib import Path

import engines, nights, peers, picture, programs
from measure import Bench

LINES = [("1", programs.evaluator), ("2", programs.single), ("3,6,11", programs.store), ("4", nights.steady_night), ("5", nights.choice_of_path),
         ("7", programs.memory), ("8", programs.start), ("9", nights.two_threads), ("10", programs.rules), ("12,13", nights.proof),
         ("S", nights.against_sql)]

ENGINES_FOLDER = "build/peers"


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.split("\n\n")[0], epilog=__doc__.split("\n\n")[2],
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("build", help=argparse.SUPPRESS)
    parser.add_argument("--only", default="", help="these lines, by their numbers; P: as --peers, E: as --engines")
    parser.add_argument("--entries", type=int, default=1_000_000, help="rows of the night and of the scan")
    parser.add_argument("--large", type=int, default=10_000_000, help="rows for the peak of memory; 0: not")
    parser.add_argument("--huge", action="store_true", help="memory alone, with 100,000,000 rows: 30 GB of disk, some minutes")
    parser.add_argument("--peers", action="store_true", help="other ways to decide every entry, too")
    parser.add_argument("--engines", metavar="FOLDER", nargs="?", const=ENGINES_FOLDER,
                        help=f"rule engines of others, side by side: those that are installed, packages of npm in this folder ({ENGINES_FOLDER})")
    parser.add_argument("--install", action="store_true", help="with --engines: let npm fetch the packages into that folder first")
    parser.add_argument("--self-test", action="store_true", help="only show that each peer that is installed is refused if one of its rules is wrong")
    parser.add_argument("--shares", type=int, default=200_000, help="rows of the nights with a share due; with 0.3 and 1 percent as many as --entries")
    parser.add_argument("--rounds", type=int, default=5, help="how often")
    parser.add_argument("--starts", type=int, default=40, help="how often the program is started; the best counts")
    parser.add_argument("--json", metavar="FILE", help="write the figures")
    parser.add_argument("--page", metavar="FILE", help="write the table into a page, between its marks")
    parser.add_argument("--svg", metavar="FILE", help="draw them")
    options = parser.parse_args()
    wanted = options.only.split(",")
    options.peers = options.peers or "P" in wanted
    if options.self_test or "E" in wanted:
        options.engines = options.engines or ENGINES_FOLDER
    if options.install and not options.engines:
        parser.error("--install goes with --engines")
    return options


def machine():
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    return {"processor": model or platform.processor(), "cores": os.cpu_count()}


def print_figures(figures):
    width = max(len(f.what) for f in figures) + 2
    print(f"\n{'':<3}{'':<{width}}{'measured':>10}{'must':>8}{'goal':>8}")
    for f in figures:
        number = f"{f.value:.2f}" if f.unit == "x" else f"{f.value:.1f} {f.unit}"
        print(f"{f.number:<3}{f.what:<{width}}{number:>10}{f.must:>8g}{f.goal:>8g}  {f.verdict()}")


def between_marks(text, begin, written):
    """The page with the text between this mark and the next end replaced."""
    end = "<!-- until here -->"
    head, rest = text.split(f"<!-- {begin} -->\n")
    return f"{head}<!-- {begin} -->\n\n{written}\n{end}{rest.split(end, 1)[1]}"


def ratio(x):
    return f"{x:,.2f}" if x < 10 else f"{x:,.0f}"


def mib(row):
    return f"{row.peak_mib:,.0f}" if row.peak_mib else ""


def print_engines(rows):
    width = max(len(f"{r.name}, {r.how}") for r in rows) + 2
    print(f"\n{'':<{width}}{'entries':>12}{'ns':>12}{'x by hand':>12}{'x frist':>12}{'MiB':>8}")
    for r in rows:
        print(f"{f'{r.name}, {r.how}':<{width}}{r.entries:>12,}{r.ns:>12,.1f}{ratio(r.by_hand):>12}{ratio(r.frist):>12}{mib(r):>8}")


def write_page(page, figures, rows, options):
    """Puts the tables that were measured between the marks of a page of the documentation."""
    text, told = Path(page).read_text(), machine()
    one = f"One machine: {told['processor']}, {told['cores']} cores"
    if figures:
        lines = "".join(f"| {f.number} | {f.what} | {f'{f.value:.2f}' if f.unit == 'x' else f'{f.value:.1f} {f.unit}'} | {f.must:g} | {f.goal:g} | {f.verdict()} |\n" for f in figures)
        text = between_marks(text, "the table below is written by ./dev bench --page",
                             f"{one}; {options.entries:,} entries, medians of {options.rounds} rounds.\n\n"
                             f"| | what | measured | must | goal | |\n|---|---|---|---|---|---|\n{lines}")
    if rows:
        lines = "".join(f"| {r.name} | {r.how} | {r.tells} | {r.entries:,} | {r.ns:,.{0 if r.ns >= 100 else 1}f} | {ratio(r.by_hand)} | {ratio(r.frist)} | {mib(r)} |\n"
                        for r in rows)
        text = between_marks(text, "the engines below are written by ./dev bench --engines --page",
                             f"{one}; medians of {min(options.rounds, 3)} rounds.\n\n"
                             f"| | how | tells | entries | ns each | to rows by hand | to frist | MiB |\n|---|---|---|---|---|---|---|---|\n{lines}")
    Path(page).write_text(text)


def main():
    options = arguments()
    wanted = {one for one in options.only.split(",") if one}
    figures, rows = [], []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.build, folder, options)
        if options.self_test:
            return engines.self_test(bench)
        lines = [("7", lambda b: programs.memory(b, 100_000_000))] if options.huge else LINES + [("P", peers.peers)] * options.peers
        for numbers, measure in lines:
            if wanted and not options.huge and not wanted & set(numbers.split(",")):
                continue
            for figure in measure(bench):
                print(f"{figure.number} {figure.what}: {figure.value:.3f} {figure.detail or ''}", file=sys.stderr)
                figures.append(figure)
        if options.engines and not options.huge and (not wanted or "E" in wanted):
            for row in engines.engines(bench):
                print(f"E {row.name}, {row.how}: {row.ns:,.1f} ns", file=sys.stderr)
                rows.append(row)
    if not figures and not rows:
        sys.exit("there is no such line")
    if figures:
        print_figures(figures)
    if rows:
        print_engines(rows)
    if options.json:
        lines = [{**dataclasses.asdict(f), "verdict": f.verdict()} for f in figures]
        Path(options.json).write_text(json.dumps({"schema": "frist/bench/1", "machine": machine(), "entries": options.entries, "rounds": options.rounds, "lines": lines,
                                                  "engines": [dataclasses.asdict(r) for r in rows]}, indent=2) + "\n")
    if options.page:
        write_page(options.page, figures, rows, options)
    if options.svg:
        Path(options.svg).write_text(picture.svg(figures, rows, f"Frist, measured against programs by hand ({machine()['processor']}, {machine()['cores']} cores)"))


if __name__ == "__main__":
    try:
        main()
    except peers.Refused as refusal:
        sys.exit(str(refusal))

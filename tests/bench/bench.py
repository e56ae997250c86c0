#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The benchmark: a table of ratios, each with what it must keep to and its goal.

usage: bench.py BUILD [--only NUMBER,..] [--entries N] [--large N] [--shares N] [--rounds R] [--starts N] [--huge] [--peers] [--json FILE] [--svg FILE] [--page FILE]

Everything is measured in one run on one machine; the ratios are what counts. Rivals work on copies of one file, with the same settings of
SQLite, and take turns within a round; a ratio is the median of the rounds. A new line is a function that yields Figures, and an entry in LINES.
"""
import argparse, dataclasses, json, os, platform, sys, tempfile
from pathlib import Path

import nights, peers, picture, programs
from measure import Bench

LINES = [("1", programs.evaluator), ("2", programs.single), ("3,6", programs.store), ("4", nights.steady_night), ("5", nights.choice_of_path),
         ("7", programs.memory), ("8", programs.start), ("9", nights.two_threads), ("10", programs.rules), ("S", nights.against_sql)]


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.split("\n\n")[0], epilog=__doc__.split("\n\n")[2],
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("build", help=argparse.SUPPRESS)
    parser.add_argument("--only", default="", help="these lines, by their numbers")
    parser.add_argument("--entries", type=int, default=1_000_000, help="rows of the night and of the scan")
    parser.add_argument("--large", type=int, default=10_000_000, help="rows for the peak of memory; 0: not")
    parser.add_argument("--huge", action="store_true", help="memory alone, with 100,000,000 rows: 30 GB of disk, hours")
    parser.add_argument("--peers", action="store_true", help="other ways to decide every entry, too")
    parser.add_argument("--shares", type=int, default=200_000, help="rows of the nights with a share due; with 0.3 and 1 percent as many as --entries")
    parser.add_argument("--rounds", type=int, default=5, help="how often")
    parser.add_argument("--starts", type=int, default=40, help="how often the program is started; the best counts")
    parser.add_argument("--json", metavar="FILE", help="write the figures")
    parser.add_argument("--page", metavar="FILE", help="write the table into a page, between its marks")
    parser.add_argument("--svg", metavar="FILE", help="draw them")
    return parser.parse_args()


def machine():
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    return {"processor": model or platform.processor(), "cores": os.cpu_count()}


def print_figures(figures):
    width = max(len(f.what) for f in figures) + 2
    print(f"\n{'':<3}{'':<{width}}{'measured':>10}{'must':>8}{'goal':>8}")
    for f in figures:
        number = f"{f.value:.2f}" if f.unit == "x" else f"{f.value:.1f} {f.unit}"
        print(f"{f.number:<3}{f.what:<{width}}{number:>10}{f.must:>8g}{f.goal:>8g}  {f.verdict()}")


def write_page(page, figures, options):
    """Puts the table between the marks of a page of the documentation."""
    begin, end = "<!-- the table below is written by ./dev bench --page -->\n", "<!-- until here -->"
    text = Path(page).read_text()
    head, rest = text.split(begin)
    rows = "".join(f"| {f.number} | {f.what} | {f'{f.value:.2f}' if f.unit == 'x' else f'{f.value:.1f} {f.unit}'} | {f.must:g} | {f.goal:g} | {f.verdict()} |\n" for f in figures)
    told = machine()
    Path(page).write_text(f"{head}{begin}\nOne machine: {told['processor']}, {told['cores']} cores; {options.entries:,} entries, medians of {options.rounds} rounds.\n\n"
                          f"| | what | measured | must | goal | |\n|---|---|---|---|---|---|\n{rows}\n{end}{rest.split(end)[1]}")


def main():
    options = arguments()
    wanted = {one for one in options.only.split(",") if one}
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.build, folder, options)
        lines = [("7", lambda b: programs.memory(b, 100_000_000))] if options.huge else LINES + [("P", peers.peers)] * options.peers
        for numbers, measure in lines:
            if wanted and not options.huge and not wanted & set(numbers.split(",")):
                continue
            for figure in measure(bench):
                print(f"{figure.number} {figure.what}: {figure.value:.3f} {figure.detail or ''}", file=sys.stderr)
                figures.append(figure)
    if not figures:
        sys.exit("there is no such line")
    print_figures(figures)
    if options.json:
        lines = [{**dataclasses.asdict(f), "verdict": f.verdict()} for f in figures]
        Path(options.json).write_text(json.dumps({"schema": "frist/bench/1", "machine": machine(), "entries": options.entries, "rounds": options.rounds, "lines": lines}, indent=2) + "\n")
    if options.page:
        write_page(options.page, figures, options)
    if options.svg:
        Path(options.svg).write_text(picture.svg(figures, f"Frist, measured against programs by hand ({machine()['processor']}, {machine()['cores']} cores)"))


if __name__ == "__main__":
    main()

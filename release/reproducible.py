#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds `frist` twice from the same sources, in folders of other names and depths, at other times, by other numbers of jobs, in other
time zones, languages and masks, and compares the two programs byte by byte.

usage: reproducible.py [--target NAME] [--jobs N]   (a target other than `frist`: its archives are compared)
"""
import argparse, hashlib, os, shutil, subprocess, sys, tempfile, time
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
SURROUNDINGS = [{"TZ": "UTC", "LC_ALL": "C.UTF-8"}, {"TZ": "Pacific/Kiritimati", "LC_ALL": "C"}]


def copy_of_sources(folder):
    files = subprocess.run(["git", "-C", SOURCE, "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True, check=True).stdout
    for name in filter(None, files.decode().split("\0")):
        if (SOURCE / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(SOURCE / name, folder / name)


def build(folder, target, jobs, surroundings):
    """What came out: the program, or the archives where a room alone was built."""
    copy_of_sources(folder)
    out = folder / "build"
    environment = {**os.environ, **surroundings, "CCACHE_DISABLE": "1"}
    preset = ["cmake", "--preset", "release", "-B", out, "-DFRIST_TESTS=OFF"]
    for words in (preset, ["cmake", "--build", out, "-j", str(jobs), "--target", target]):
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"reproducible: {' '.join(map(str, words))} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    made = [out / "frist"] if target == "frist" else sorted(out.glob("*/lib*.a"))
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in made}


def main():
    parser = argparse.ArgumentParser(prog="./dev reproducible", description="Two builds in different folders must be the same bytes.")
    parser.add_argument("--target", default="frist", help="build and compare only that, as frist_dsl_text (frist)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for number, place in enumerate(("one", "another/place/far/below")):
            (at := Path(folder, place)).mkdir(parents=True)
            os.umask(0o022 if number == 0 else 0o077)
            results.append(build(at, options.target, max(1, options.jobs - number), SURROUNDINGS[number]))
            time.sleep(2)  # so that the clock shows another second
    first, second = results
    for name in sorted({*first, *second}):
        same = first.get(name) == second.get(name)
        print(f"{name}\n  {first.get(name)}\n  {second.get(name)}\n  {'the same' if same else 'DIFFERENT'}")
    return 0 if first and first == second else 1


if __name__ == "__main__":
    sys.exit(main())

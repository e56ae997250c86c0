#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The list of what the program is made of has every field that CycloneDX 1.6 and the rules for such lists require, names what is
really loaded, and is the same each time.

The planted bugs: a missing library, another program's hash, a component without a licence, a reference to nothing.
usage: sbom_test.py BUILD SOURCE_FOLDER
"""
import copy, hashlib, json, re, shutil, subprocess, sys
from pathlib import Path

BUILD, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
LOADED = ["libc6", "libsqlite3-0", "libssl3", "libsodium23", "libstdc++6", "libfmt9"]
COMPILED_IN = ["nlohmann-json3-dev", "libcli11-dev", "libhowardhinnant-date-dev"]
PURL = re.compile(r"pkg:deb/[a-z]+/[a-z0-9.%A-Z+-]+@[A-Za-z0-9.:~%_-]+\?arch=\w+")
LEVELS = {"required", "optional", "excluded"}


def packaged(name):
    """A name of another release of Debian counts as well: libfmt10, libssl3t64."""
    return re.sub(r"\d[\dt.-]*$", "", name)


def hash_problems(hashes, where):
    good = [h for h in hashes if h.get("alg") == "SHA-512" and re.fullmatch(r"[0-9a-f]{128}", h.get("content", ""))]
    return [] if good else [f"{where} has no SHA-512"]


def component_problems(made):
    where = made.get("name", "a component without a name")
    problems = [f"{where} lacks {field}" for field in ("type", "bom-ref", "name", "version", "supplier", "scope", "licenses", "purl") if not made.get(field)]
    if not PURL.fullmatch(made.get("purl", "")):
        problems.append(f"{where} has the package URL {made.get('purl')}")
    if made.get("scope") not in LEVELS:
        problems.append(f"{where} has the scope {made.get('scope')}")
    for licence in made.get("licenses", []):
        if set(licence) != {"license"} or len(licence["license"]) != 1 or not set(licence["license"]) <= {"id", "name"}:
            problems.append(f"{where} has the licence {licence}")
    for file in made.get("components", []):
        problems += hash_problems(file.get("hashes", []), f"{where}: {file.get('name')}")
    return problems


def problems_of(bom):
    problems = [f"{field} is {bom.get(field)}" for field, value in (("bomFormat", "CycloneDX"), ("specVersion", "1.6"), ("version", 1)) if bom.get(field) != value]
    if not re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bom.get("serialNumber", "")):
        problems.append("no serial number")
    meta = bom.get("metadata", {})
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", meta.get("timestamp", "")):
        problems.append("no time")
    main = meta.get("component", {})
    problems += [f"the program lacks {field}" for field in ("type", "bom-ref", "name", "version", "supplier", "licenses", "purl") if not main.get(field)]
    digest = hashlib.sha512((BUILD / "frist").read_bytes()).hexdigest()
    if {"alg": "SHA-512", "content": digest} not in main.get("hashes", []):
        problems.append("the hash is another program's")
    components = bom.get("components", [])
    problems += [problem for made in components for problem in component_problems(made)]
    names = {packaged(made["name"]) for made in components if made.get("scope") == "required"}
    problems += [f"{name} is not listed" for name in LOADED + COMPILED_IN if packaged(name) not in names]
    refs = [main.get("bom-ref"), *(made.get("bom-ref") for made in components)]
    if len(refs) != len(set(refs)):
        problems.append("a reference stands twice")
    depend = {item["ref"]: item["dependsOn"] for item in bom.get("dependencies", [])}
    problems += [f"{ref} stands for nothing" for ref in {*depend, *sum(depend.values(), [])} - set(refs)]
    if set(depend.get(main.get("bom-ref"), [])) != {made.get("bom-ref") for made in components if made.get("scope") == "required"}:
        problems.append("the program does not depend on exactly what is required")
    return problems


def unnoticed(bom):
    def without_library(b): b["components"] = [made for made in b["components"] if not made["name"].startswith("libsqlite3-0")]
    def other_hash(b): b["metadata"]["component"]["hashes"][0]["content"] = "0" * 128
    def no_licence(b): b["components"][0]["licenses"] = []
    def to_nothing(b): b["dependencies"][1]["ref"] = "pkg:deb/debian/nothing@1"
    for plant in (without_library, other_hash, no_licence, to_nothing):
        planted = copy.deepcopy(bom)
        plant(planted)
        if not problems_of(planted):
            yield f"{plant.__name__} went unnoticed (planted)"


def main():
    if not shutil.which("dpkg-query") or not shutil.which("ninja"):
        print("skipped: the list is made with dpkg and ninja, and one of them is not here")
        return 0
    words = [sys.executable, SOURCE / "release/sbom.py", BUILD]
    made = subprocess.run(words, capture_output=True, text=True)
    if made.returncode != 0:
        print(made.stderr)
        return 1
    bom = json.loads(made.stdout)
    problems = [*problems_of(bom), *unnoticed(bom)]
    if subprocess.run(words, capture_output=True, text=True).stdout != made.stdout:
        problems.append("the second list differs from the first")
    print("\n".join(problems))
    print(f"{len(bom['components'])} components, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

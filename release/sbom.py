#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `frist` is made of, as a CycloneDX 1.6 document: the libraries that it loads, the packages whose headers are compiled into
it, and the tools that made it, each with version, licences and package URL as Debian's dpkg knows them.

usage: sbom.py BUILD   (a build folder with the program `frist`, made with ninja). Writes the document to standard output.

The same program on the same system gives the same bytes: the serial number is made from the program's hash, the time is that of the
last commit, of SOURCE_DATE_EPOCH where that is set, or of CMakeLists.txt where there is no commit.
"""
import datetime, hashlib, json, os, re, shutil, subprocess, sys, urllib.parse, uuid
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
TOOLS = ["cmake", "ninja", "ld"]
# Names that Debian has for licences of SPDX's list.
SPDX = {"Expat": "MIT", "MIT": "MIT", "BSL-1.0": "BSL-1.0", "Apache-2.0": "Apache-2.0", "Apache-2": "Apache-2.0", "Zlib": "Zlib", "BSD-3-clause": "BSD-3-Clause",
        "BSD-2-clause": "BSD-2-Clause", "LGPL-2.1": "LGPL-2.1-only", "LGPL-2.1+": "LGPL-2.1-or-later", "GPL-2": "GPL-2.0-only", "GPL-2+": "GPL-2.0-or-later",
        "GPL-3": "GPL-3.0-only", "GPL-3+": "GPL-3.0-or-later", "ISC": "ISC", "CC0-1.0": "CC0-1.0"}


def output(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


def sha512(path):
    return hashlib.sha512(Path(path).read_bytes()).hexdigest()


def packages_of(paths):
    """Which package each file is from; files of none are left out. A folder that is a link to /usr may be in the name or not."""
    asked = {}
    for path in map(os.path.realpath, paths):
        for name in {path, path.removeprefix("/usr"), "/usr" + path}:
            asked[name] = path
    found = {}
    names = sorted(asked)
    for start in range(0, len(names), 500):
        done = subprocess.run(["dpkg-query", "-S", *names[start:start + 500]], capture_output=True, text=True)  # fails if one is unknown
        for line in done.stdout.splitlines():
            packages, _, path = line.partition(": ")
            if path in asked and not line.startswith("diversion "):
                found[asked[path]] = packages.split(", ")[0]
    return found


def libraries_of(program):
    """The files of the shared libraries that the loader maps with it."""
    return sorted(set(re.findall(r"(?:=> )?(/\S+) \(0x", output("ldd", str(program)))))


def headers_of(build):
    """The files outside of the source that the program's own rooms were compiled from."""
    headers, ours = set(), False
    for line in output("ninja", "-C", str(build), "-t", "deps").splitlines():
        if line and not line.startswith(" "):
            ours = re.match(r"(dsl|rules|engine)/", line) is not None
        elif ours and line.strip().startswith("/usr/"):
            headers.add(line.strip())
    return headers


def tools_of(build):
    """The packages of the compiler and of what else made the program."""
    compiler = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)", Path(build, "CMakeCache.txt").read_text(), re.M)[1]
    return set(packages_of(path for path in map(shutil.which, [compiler, *TOOLS]) if path).values())


def licences_of(package):
    """From its copyright file, if that is one for machines."""
    path = Path("/usr/share/doc", package.split(":")[0], "copyright")
    text = path.read_text(errors="replace") if path.exists() else ""
    names = set()
    if re.match(r"\s*Format:", text):
        for line in re.findall(r"^Licen[sc]e: *(\S.*)$", text, re.M):
            names |= {name.strip() for name in re.split(r"\s+(?:and|or)\s+|[,|]", line) if name.strip()}
    if not names:
        return [{"license": {"name": f"as {path} says"}}]
    return [{"license": {"id": SPDX[name]} if name in SPDX else {"name": name}} for name in sorted(names)]


def component(package, scope, files=()):
    fields = output("dpkg-query", "-W", "-f=${Package}\t${Version}\t${Architecture}\t${source:Package}\t${Maintainer}", package)
    name, version, architecture, source, maintainer = fields.split("\t")
    distribution = re.search(r"^ID=\"?(\w+)", Path("/etc/os-release").read_text(), re.M)[1]
    quoted = urllib.parse.quote(version, safe=":~.-_")
    purl = f"pkg:deb/{distribution}/{urllib.parse.quote(name)}@{quoted}?arch={architecture}"
    made = {"type": "library" if scope == "required" else "application", "bom-ref": purl, "supplier": {"name": maintainer}, "name": name, "version": version,
            "scope": scope, "licenses": licences_of(name), "purl": purl, "properties": [{"name": "debian:source", "value": source}]}
    if files:
        made["components"] = [{"type": "file", "bom-ref": f"{purl}#{Path(file).name}", "name": Path(file).name,
                               "hashes": [{"alg": "SHA-512", "content": sha512(file)}]} for file in sorted(files)]
    return made


def time_of_source():
    commit = subprocess.run(["git", "-C", SOURCE, "log", "-1", "--format=%ct"], capture_output=True, text=True).stdout.strip()
    stamp = os.environ.get("SOURCE_DATE_EPOCH") or commit or (SOURCE / "CMakeLists.txt").stat().st_mtime
    return datetime.datetime.fromtimestamp(int(stamp), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def document(build):
    program = Path(build, "frist")
    version = re.search(r"project\(frist VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text())[1]
    digest = sha512(program)
    loaded = packages_of(libraries_of(program))
    if not loaded:
        sys.exit("sbom: dpkg knows none of the libraries that frist loads")
    compiled_in = set(packages_of(headers_of(build)).values()) - set(loaded.values())
    components = [component(package, "required", [file for file, owner in loaded.items() if owner == package]) for package in sorted(set(loaded.values()))]
    components += [component(package, "required") for package in sorted(compiled_in)]
    components += [component(package, "excluded") for package in sorted(tools_of(build))]
    frist = f"pkg:generic/frist@{version}"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}", "version": 1,
        "metadata": {
            "timestamp": time_of_source(),
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [{"type": "application", "name": "frist-sbom", "version": version}]},
            "supplier": {"name": "The Frist authors"},
            "component": {"type": "application", "bom-ref": frist, "supplier": {"name": "The Frist authors"}, "name": "frist", "version": version, "purl": frist,
                          "licenses": [{"license": {"id": "Apache-2.0"}}], "hashes": [{"alg": "SHA-512", "content": digest}]},
        },
        "components": components,
        "dependencies": [{"ref": frist, "dependsOn": [made["bom-ref"] for made in components if made["scope"] == "required"]},
                         *({"ref": made["bom-ref"], "dependsOn": []} for made in components)],
    }


if __name__ == "__main__":
    print(json.dumps(document(Path(sys.argv[1])), indent=1, ensure_ascii=False))

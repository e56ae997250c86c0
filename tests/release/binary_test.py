#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The built program has what release/hardening.cmake asks for: seen in the program by readelf and objdump, and, where a program
does not show it, in the commands by which its sources were compiled.

The planted bugs: small programs that are built with all of it but one thing are refused for that one thing, and only for it; so are
commands from which a flag was taken.
usage: binary_test.py FRIST BUILD CXX
"""
import json, re, shlex, subprocess, sys, tempfile
from pathlib import Path

FRIST, BUILD, CXX = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3]
INTEL = "x86" in subprocess.run(["uname", "-m"], capture_output=True, text=True).stdout

COMPILED = ["-fstack-protector-strong", "-fstack-clash-protection", "-ftrivial-auto-var-init=zero", "-fno-delete-null-pointer-checks",
            "-fno-strict-overflow", "-fno-strict-aliasing", "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=3", "-D_GLIBCXX_ASSERTIONS", "-fPIE"]
COMPILED += ["-fcf-protection=full"] if INTEL else []
WITHOUT = {"frist_engine_decide": {"-D_GLIBCXX_ASSERTIONS"}}  # where -U_GLIBCXX_ASSERTIONS takes it back, and must
LINKED = ["-pie", "-Wl,-z,relro", "-Wl,-z,now", "-Wl,-z,noexecstack"]


def said_by(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout


def wants(program):
    """What the program lacks, each in a few words."""
    header, segments, dynamic = (said_by("readelf", "-W", part, program) for part in ("-h", "-l", "-d"))
    imported = said_by("readelf", "-W", "--dyn-syms", program)
    code = said_by("objdump", "-d", "--no-show-raw-insn", program)
    seen = {
        "position-independent": re.search(r"Type:\s+DYN", header) and re.search(r"FLAGS_1.*\bPIE\b", dynamic),
        "read-only relocations": "GNU_RELRO" in segments,
        "bound at the start": re.search(r"FLAGS\b.*\bBIND_NOW\b|\(BIND_NOW\)", dynamic) and re.search(r"FLAGS_1.*\bNOW\b", dynamic),
        "no executable stack": re.search(r"GNU_STACK\s.*\sRW\s", segments),
        "nothing writable and executable": not re.search(r"\bRWE\b", segments),
        "no path to libraries": not re.search(r"\((RPATH|RUNPATH)\)", dynamic),
        "no relocations in code": "TEXTREL" not in dynamic,
        "stack protector": "__stack_chk_fail" in imported,
        "fortified calls": re.search(r"\b__(?!stack)\w+_chk\b", imported),
        "assertions of the library": "__glibcxx_assert_fail" in imported,
    }
    if INTEL:
        seen["probes of large frames"] = re.search(r"\bor[ql]\s+\$0x0,(0x[0-9a-f]+)?\(%rsp\)", code)
        seen["branch targets"] = len(re.findall(r"\bendbr64\b", code)) > 5
    return sorted(what for what, there in seen.items() if not there)


def compiled_without(commands):
    """Flags that sources of the product lack."""
    missing = set()
    for command in commands:
        words = shlex.split(command["command"])
        room = next((room for room in WITHOUT if room in command["command"]), None)
        if room and "-U_GLIBCXX_ASSERTIONS" not in words:
            missing.add(f"{room}: -U_GLIBCXX_ASSERTIONS")
        missing.update(flag for flag in COMPILED if flag not in words and flag not in WITHOUT.get(room, ()))
        missing.update(word for word in words if word == "-U_GLIBCXX_ASSERTIONS" and not room)
    return sorted(missing)


# Uses each thing that the program must show: a buffer, a fortified call, a checked index, a large frame.
PROGRAM = """
#include <cstdio>
#include <cstring>
#include <vector>
#define PLACE __attribute__((noinline))
PLACE void copy(char* to, const char* from) { char own[64]; std::strcpy(own, from); std::strcat(to, own); }
PLACE int large(int n) { volatile char frame[100000]; frame[n] = 1; return frame[n / 2]; }
PLACE int at(const std::vector<int>& v, std::size_t i) { return v[i]; }
PLACE int a(int n) { return n + 1; } PLACE int b(int n) { return n + 2; } PLACE int c(int n) { return n + 3; }
int main(int n, char** words) {
  char text[128] = ""; copy(text, words[0]);
  std::vector<int> v(4); return std::printf("%s %d\\n", text, at(v, n) + large(n) + a(n) + b(n) + c(n)) < 0;
}
"""
# Flags in place of which others stand, and what is then missing.
PLANTED = [
    ({"-fPIE": "-fno-pie", "-pie": "-no-pie"}, ["position-independent"]),
    ({"-Wl,-z,relro": "-Wl,-z,norelro"}, ["read-only relocations"]),
    ({"-Wl,-z,now": "-Wl,-z,lazy"}, ["bound at the start"]),
    ({"-Wl,-z,noexecstack": "-Wl,-z,execstack"}, ["no executable stack", "nothing writable and executable"]),
    ({"-pie": "-pie -Wl,-rpath,/opt/lib"}, ["no path to libraries"]),
    ({"-fstack-protector-strong": "-fno-stack-protector"}, ["stack protector"]),
    ({"-D_FORTIFY_SOURCE=3": ""}, ["fortified calls"]),
    ({"-D_GLIBCXX_ASSERTIONS": ""}, ["assertions of the library"]),
]
if INTEL:
    PLANTED += [({"-fstack-clash-protection": "-fno-stack-clash-protection"}, ["probes of large frames"]),
                ({"-fcf-protection=full": "-fcf-protection=none"}, ["branch targets"])]


def small_program(folder, number, changes):
    source, program = Path(folder, "program.cpp"), Path(folder, f"program{number}")
    source.write_text(PROGRAM)
    flags = " ".join(changes.get(flag, flag) for flag in ["-O2", "-w", *COMPILED, *LINKED]).split()
    subprocess.run([CXX, *flags, source, "-o", program], check=True)
    return program


def problems():
    commands = json.loads((BUILD / "compile_commands.json").read_text())
    product = [command for command in commands if "tests/" not in command["file"]]
    yield from (f"{FRIST.name}: {what}" for what in wants(FRIST))
    yield from (f"compiled without {flag}" for flag in compiled_without(product))
    for flag in COMPILED:
        without = [{**command, "command": command["command"].replace(flag, "")} for command in product]
        if not compiled_without(without):
            yield f"commands without {flag} went unnoticed (planted)"
    with tempfile.TemporaryDirectory() as folder:
        if missing := wants(small_program(folder, 0, {})):
            yield f"a program with everything is refused: {', '.join(missing)}"
        for number, (changes, expected) in enumerate(PLANTED, 1):
            missing = wants(small_program(folder, number, changes))
            if not set(expected) <= set(missing) or not set(missing) <= {*expected, "no relocations in code"}:
                yield f"a program with {changes}: {missing} are missed, and not {expected} (planted)"


def main():
    found = list(problems())
    print("\n".join(found))
    print(f"{len(PLANTED) + len(COMPILED)} planted, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

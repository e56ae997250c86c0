#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL: decide_dates.sql over a table, one process: usage: postgresql.py CSV DAY BIN. The server is our own, in a temporary folder,
reached through a socket in it, and gone afterwards. What is measured is the CPU of the process that serves us; only the sums leave it."""
import json, os, re, shutil, subprocess, sys, tempfile, time
from pathlib import Path

TABLE = """CREATE TABLE entries (id bigint PRIMARY KEY, kind text NOT NULL, recorded_on date, settled_on date, closed_on date, last_event_on date,
  proof_on date, amount bigint, titled boolean, creditor_confirms boolean, legal_hold boolean)"""
SETTINGS = ["listen_addresses=''", "shared_buffers=1GB", "work_mem=256MB", "max_wal_size=8GB", "autovacuum=off", "jit=off",
            "max_parallel_workers_per_gather=0"]
AS_USER = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []  # the server refuses to be root


def quietly(*command):
    done = subprocess.run([*AS_USER, *map(str, command)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr or done.stdout)


class Session:
    def __init__(self, folder):
        command = [*AS_USER, "psql", "-h", folder, "-U", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1", "postgres"]
        self.psql = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = self.ask("SELECT pg_backend_pid()")[0]

    def ask(self, sql):
        self.send(f"{sql.rstrip().rstrip(';')};\n\\echo the end\n")
        return self.answer()

    def send(self, text):
        self.psql.stdin.write(text)
        self.psql.stdin.flush()

    def answer(self):
        lines = []
        for line in self.psql.stdout:
            if line == "the end\n":
                return lines
            lines.append(line.strip())
        sys.exit("psql ended")

    def copy(self, csv):
        self.send(f"\\copy entries FROM '{csv}' WITH (FORMAT csv, HEADER true)\n\\echo the end\n")
        self.answer()

    def cpu(self):
        fields = Path(f"/proc/{self.process}/stat").read_text().split(") ")[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self):
        return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.process}/status").read_text())[1]) / 1024


def measure(folder, csv, day):
    session = Session(folder)
    session.ask(TABLE)
    session.copy(csv)
    session.ask("VACUUM ANALYZE entries")
    sql = (Path(__file__).parent / "decide_dates.sql").read_text().replace(":d", day)
    names = ["entries", "erase", "erase_ids", "review", "review_ids", "days"]
    wall, cpu = time.monotonic(), session.cpu()
    numbers = session.ask(sql)[0].split("|")
    wall, cpu = time.monotonic() - wall, session.cpu() - cpu
    print(json.dumps({"decided": dict(zip(names, map(int, numbers))), "wall": wall, "cpu": cpu, "peak_mib": session.peak()}))
    session.psql.stdin.close()
    session.psql.wait()


def main():
    csv, day, programs = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        if AS_USER:
            shutil.chown(folder, "postgres")
        entries = shutil.copy(csv, folder)
        os.chmod(entries, 0o644)
        data = Path(folder) / "data"
        quietly(programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
        options = " ".join(f"-c {one}" for one in [*SETTINGS, f"unix_socket_directories={folder}"])
        quietly(programs / "pg_ctl", "-D", data, "-l", data / "log", "-w", "-o", options, "start")
        try:
            measure(folder, entries, day)
        finally:
            quietly(programs / "pg_ctl", "-D", data, "-m", "fast", "stop")


main()

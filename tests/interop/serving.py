"""A server under test, for the clients beside this file."""
import os
import re
import signal
import subprocess
import sys
import threading


class Checks:
    def __init__(self):
        self.failed = 0
        self.passed = 0

    def check(self, name, holds, found=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
        print(f"{'ok  ' if holds else 'FAIL'} {name}{'' if holds else f': {found}'}")

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def start(tiyao, *arguments):
    """The server and its address, read from its log once it serves."""
    environment = {**os.environ, "NO_COLOR": "1"}
    command = [tiyao, "serve", "--listen", "127.0.0.1:0", *arguments]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    address = None
    timer = threading.Timer(60, server.kill)
    timer.start()
    for line in server.stderr:
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        if found:
            address = found.group()
            break
    timer.cancel()
    if address is None:
        sys.exit("the server did not say where it listens")
    # Its log is read to the end, or it would stop at a full pipe.
    threading.Thread(target=server.stderr.read, daemon=True).start()
    return server, address


def stop(checks, server):
    server.send_signal(signal.SIGTERM)
    checks.check("a signal ends the server in order", server.wait(timeout=60) == 0, server.returncode)


def cut(text, spans):
    """Python counts code points; spans are messages, or the JSON of such."""
    ends = [(s["start"], s["end"]) if isinstance(s, dict) else (s.start, s.end) for s in spans]
    return "".join(text[start:end] for start, end in ends)

#!/usr/bin/env python3
"""Runs the examples in other languages against a running `tiyao serve`.

usage: examples.py TIYAO ISSUE

Builds and runs them by the very commands of docs/client.md, and compares what each prints with what the command
answers. Each is short enough to be read at a glance. A language whose runtime is not on this machine is
passed over, and that is said. Prints a line for each check; exits with 1 if one fails.
"""
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from serving import Checks, start, stop

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ["python/analyze.py", "typescript/analyze.ts", "go/main.go", "curl/analyze.sh"]
# Lines of a program that are no comment and not blank are fewer than this.
LINES = 30
# The tools that were installed beside this Python, and this Python as `python3`; npm says nothing of its own.
TOOLS = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "npm_config_loglevel": "silent",
    "npm_config_ignore_scripts": "true",
}
# How the guide calls the languages, and what each needs that is not installed beside this Python.
NEEDS = {"Python": [], "TypeScript": ["npm"], "Go": ["go"], "A shell": ["curl", "jq"]}


def run(*command, **rest):
    made = subprocess.run(command, cwd=ROOT, env=TOOLS, capture_output=True, text=True, timeout=600, **rest)
    return made.returncode, made.stdout, made.stderr


def lines(program):
    """How many lines of it are no comment, no description at its head, and not blank."""
    text = re.sub(r'\A(#!.*\n)?"""(.|\n)*?"""', "", (ROOT / "examples" / program).read_text())
    rows = (row.strip() for row in text.splitlines())
    return sum(1 for row in rows if row and not row.startswith(("#", "//")))


def build(*commands):
    for command in commands:
        code, out, fault = run(*command)
        if code != 0:
            return f"{' '.join(command)}: {out}{fault}"
    return ""


def expected(tiyao, issue):
    """What an example prints, made of the command's own answer."""
    _, out, _ = run(tiyao, "issue", issue, "--format", "json")
    printed = ""
    for article in json.loads(out)["articles"]:
        keywords = "；".join(keyword["text"] for keyword in article.get("keywords", []))
        summary = "".join(sentence["text"] for sentence in article.get("summary", {}).get("sentences", []))
        printed += f"{article['title']}\n关键词：{keywords}\n摘要：{summary}\n\n"
    return printed


def guide(address):
    """The commands of the guide, by language: those that build an example, and the one that runs it."""
    _, _, text = (ROOT / "docs/client.md").read_text().partition("## From other languages")
    blocks = re.findall(r"^(\w+(?: shell)?), with .*\n\n```sh\n([^`]*)```", text, re.MULTILINE)
    commands = {}
    for language, block in blocks:
        rows = [shlex.split(row.replace("127.0.0.1:50151", address)) for row in block.splitlines()]
        # What pip installs is installed beside this Python.
        *builds, command = [row for row in rows if row[0] != "pip"]
        commands[language] = builds, command
    return commands


def breaking_off():
    """The address of a server whose answers end in the middle: an article comes, and then nothing."""
    line = b'{"article": {"title": "\xe7\x94\xb2"}}\n'
    answer = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(line), line)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1 << 16)
                connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return "127.0.0.1:%d" % listener.getsockname()[1]


def main():
    tiyao, issue = (str(Path(argument).resolve()) for argument in sys.argv[1:3])
    checks = Checks()
    server, address = start(tiyao)
    try:
        wanted = expected(tiyao, issue)
        checks.check("the issue has articles", wanted.count("关键词：") > 1, wanted)
        for program in PROGRAMS:
            checks.check(f"{program}: under {LINES} lines", lines(program) < LINES, lines(program))
        with tempfile.TemporaryDirectory() as folder:
            noise = Path(folder, "noise")
            noise.write_bytes(bytes(range(256)) * 16)
            small = Path(folder, "small")
            small.write_text("今年夏粮收购进展顺利。")
            commands = guide(address)
            checks.check("the guide has every language", commands.keys() == NEEDS.keys(), commands)
            for language, (builds, command) in commands.items():
                missing = [need for need in NEEDS[language] if shutil.which(need, path=TOOLS["PATH"]) is None]
                if missing:
                    print(f"passed over: {language}: {', '.join(missing)} is not on this machine")
                    continue
                fault = build(*builds)
                checks.check(f"{language} is built", not fault, fault)
                code, out, said = run(*command[:-1], issue)
                checks.check(f"{language} prints the issue", code == 0 and out == wanted, f"{code} {said}{out[:500]}")
                code, out, said = run(*command[:-1], str(noise))
                checks.check(f"{language} tells a fault", code != 0 and "not text" in said, f"{code} {said}{out}")
                # gRPC itself tells of an answer that is not whole.
                if language in ("Go", "A shell"):
                    code, _, said = run(*command[:-2], f"http://{breaking_off()}", str(small))
                    checks.check(f"{language} tells of an answer that ends early", code != 0 and said, said)
        stop(checks, server)
    finally:
        if server.poll() is None:
            server.kill()
    checks.end()


if __name__ == "__main__":
    main()

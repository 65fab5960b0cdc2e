#!/usr/bin/env python3
"""Collects the traces of a `tiyao serve` that was built with the feature `otlp`.

usage: traces.py TIYAO

Starts a collector of OTLP over gRPC, which was not written here but for its one method, and TIYAO with that
collector as its `traces.endpoint`; makes calls with and without a `traceparent`, and looks for the caller's
trace and span among what arrived. Prints a line for each check; exits with 1 if one fails.
"""
import sys
import time
import urllib.request
from concurrent import futures

import grpc

from serving import Checks, start, stop

EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
TRACED, UNTRACED = "0af7651916cd43dd8448eb211c80319c", "11111111111111111111111111111111"
SPAN = "b7ad6b7169203331"
UNSAID = "a-call-without-a-traceparent"
TEXT = "今年秋粮收购进展顺利，各地粮库备好仓容。"


class Collector(grpc.GenericRpcHandler):
    """Keeps the bytes of what is exported: an id stands in them as it is."""

    def __init__(self):
        self.received = []
        self.headers = []

    def service(self, details):
        if details.method != EXPORT:
            return None
        self.headers.append(dict(details.invocation_metadata))

        def export(message, _context):
            self.received.append(message)
            return b""

        return grpc.unary_unary_rpc_method_handler(export)

    def holds(self, part):
        return any(part in message for message in self.received)


def analyze(address, **headers):
    headers["content-type"] = "text/plain"
    request = urllib.request.Request(f"http://{address}/v1/articles:analyze", TEXT.encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


def trace(checks, ratio):
    """What a collector receives of three calls: one whose caller traces it, one whose caller does not, and
    one whose caller says nothing of it, of which the server traces so many."""
    collector = Collector()
    serving = grpc.server(futures.ThreadPoolExecutor(2), handlers=[collector])
    port = serving.add_insecure_port("127.0.0.1:0")
    serving.start()
    settings = [f"traces.endpoint=http://127.0.0.1:{port}", "traces.headers=x-team=desk", f"traces.ratio={ratio}"]
    server, address = start(sys.argv[1], *[word for setting in settings for word in ("--set", setting)])
    analyze(address, traceparent=f"00-{TRACED}-{SPAN}-01")
    analyze(address, traceparent=f"00-{UNTRACED}-{SPAN}-00")
    analyze(address, **{"x-request-id": UNSAID})
    # What has not been sent yet goes out when the server ends.
    stop(checks, server)
    begun = time.monotonic()
    while not collector.received and time.monotonic() - begun < 30:
        time.sleep(0.05)
    serving.stop(0)
    return collector


def main():
    checks = Checks()
    collector = trace(checks, 0)
    checks.check("spans arrive", collector.received)
    checks.check("the caller's trace is followed", collector.holds(bytes.fromhex(TRACED)))
    checks.check("as a child of the caller's span", collector.holds(bytes.fromhex(SPAN)))
    checks.check("a caller who does not trace is left alone", not collector.holds(bytes.fromhex(UNTRACED)))
    checks.check("none is traced of those who say nothing", not collector.holds(UNSAID.encode()))
    checks.check("the service says its name", collector.holds(b"tiyao"))
    checks.check("texts stay out of traces", not collector.holds("秋粮".encode()))
    checks.check("headers are sent", all(h.get("x-team") == "desk" for h in collector.headers), collector.headers)
    collector = trace(checks, 1)
    checks.check("all are traced of those who say nothing", collector.holds(UNSAID.encode()))
    checks.check("but no caller who does not trace", not collector.holds(bytes.fromhex(UNTRACED)))
    checks.end()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Calls a running `tiyao serve` as a program that knows HTTP and JSON, and nothing of gRPC.

usage: http_client.py TIYAO ISSUE

Starts TIYAO on a free loopback port and talks to it with Python's own http.client: every route, documents as
they are, streams in and out, errors, a deadline, gzip and zstd, CORS. The OpenAPI document is checked by a
validator that was not written here, and every answer against its schema. Prints a line for each check; exits
with 1 if one fails.
"""
import gzip
import http.client
import json
import sys
import tempfile
from pathlib import Path

import zstandard
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate as validate_openapi

from serving import Checks, cut, start, stop

TEXT = "今年秋粮收购进展顺利，各地粮库备好仓容。质检员在粮库门口检验秋粮水分。"
PAGE = "https://desk.example.org"


class Client:
    def __init__(self, address):
        self.address = address

    def call(self, method, path, body=None, content_type="application/json", **headers):
        """Code, headers and body of an answer."""
        connection = http.client.HTTPConnection(self.address, timeout=120)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            headers["content-type"] = content_type
            if not isinstance(body, (bytes, str)) and not hasattr(body, "__next__"):
                body = json.dumps(body)
            if isinstance(body, str):
                body = body.encode()
        connection.request(method, path, body, headers, encode_chunked=hasattr(body, "__next__"))
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read()
        connection.close()
        return found


def lines(body):
    return [json.loads(line) for line in body.decode().splitlines()]


def reason(body):
    details = json.loads(body).get("details", [])
    return next((d["reason"] for d in details if d["@type"].endswith("/google.rpc.ErrorInfo")), None)


def fields(body):
    details = json.loads(body).get("details", [])
    found = [v.get("field", "") for d in details for v in d.get("fieldViolations", [])]
    return found


def run(checks, client, issue_path):
    code, _, body = client.call("GET", "/openapi.json")
    document = json.loads(body)
    validate_openapi(document)
    checks.check("the OpenAPI document is valid", code == 200)

    def fits(schema, value):
        rooted = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
        return [f"{e.json_path}: {e.message}" for e in Draft202012Validator(rooted).iter_errors(value)][:3]

    def answered(name, schema, method, path, body=None, **rest):
        code, headers, body = client.call(method, path, body, **rest)
        found = json.loads(body)
        checks.check(f"{name} is answered", code == 200, body[:300])
        faults = fits(schema, found)
        checks.check(f"{name} fits its schema", not faults, faults)
        return headers, found

    _, info = answered("GET server", "GetServerInfoResponse", "GET", "/v1/server")
    limits = info["limits"]

    article = {"id": "1", "content": {"text": TEXT}}
    request = {"article": article, "offsetUnit": "OFFSET_UNIT_CODE_POINT"}
    headers, found = answered("analyze", "AnalyzeArticleResponse", "POST", "/v1/articles:analyze", request)
    analysis = found["analysis"]
    first = analysis["keywords"][0]
    checks.check("a keyword is cut by its span", cut(TEXT, first["occurrences"][0]["spans"]) == first["text"], first)
    checks.check("timings are in the headers", "analysis;dur=" in headers.get("server-timing", ""), headers)
    _, found = answered("extractKeywords", "ExtractKeywordsResponse", "POST", "/v1/articles:extractKeywords", request)
    checks.check("extractKeywords agrees", found["keywords"] == analysis["keywords"])
    _, found = answered("summarize", "SummarizeResponse", "POST", "/v1/articles:summarize", request)
    checks.check("summarize agrees", found["summary"] == analysis["summary"])
    batch = {"articles": [article, {"id": "2"}]}
    _, found = answered("batchAnalyze", "BatchAnalyzeArticlesResponse", "POST", "/v1/articles:batchAnalyze", batch)
    checks.check("a batch tells a bad article from a good one", [list(r) for r in found["results"]] == [["analysis"], ["error"]], found)

    path = "/v1/articles:analyze?article.id=1&offsetUnit=OFFSET_UNIT_CODE_POINT"
    _, found = answered("a text as it is", "AnalyzeArticleResponse", "POST", path, TEXT, content_type="text/plain; charset=utf-8")
    checks.check("a text as it is gives the same keywords", found["analysis"]["keywords"] == analysis["keywords"])

    raw = Path(issue_path).read_bytes()
    _, found = answered("split", "SplitIssueResponse", "POST", "/v1/issues:split?offsetUnit=OFFSET_UNIT_CODE_POINT", raw, content_type="text/plain")
    paragraphs = [p for a in found["issue"]["articles"] for p in a["paragraphs"]]
    faults = [p["text"] for p in paragraphs if cut(raw.decode(), p["spans"]) != p["text"]]
    checks.check("each paragraph is cut by its spans", paragraphs and not faults, faults[:1])

    code, headers, body = client.call("POST", "/v1/issues:analyze", raw, content_type="text/plain")
    events = lines(body)
    kinds = [next(iter(event)) for event in events]
    checks.check("an issue streams header, articles, totals", kinds == ["header", *["article"] * len(found["issue"]["articles"]), "totals"], kinds)
    faults = [fault for event in events for fault in fits("AnalyzeIssueResponse", event)]
    checks.check("each line of an issue fits its schema", not faults, faults[:3])
    checks.check("an issue's lines are NDJSON", headers["content-type"] == "application/x-ndjson", headers["content-type"])

    requests = (json.dumps({"article": {"id": str(n), "content": {"text": TEXT}}}).encode() + b"\n" for n in range(40))
    code, _, body = client.call("POST", "/v1/articles:stream", requests, content_type="application/x-ndjson", transfer_encoding="chunked")
    ids = [line["result"]["analysis"]["id"] for line in lines(body)]
    checks.check("a stream of articles keeps its order", ids == [str(n) for n in range(40)], ids)
    broken = json.dumps({"article": article}) + "\n{\n"
    code, _, body = client.call("POST", "/v1/articles:stream", broken, content_type="application/x-ndjson")
    last = lines(body)[-1]
    checks.check("a stream that breaks off says why in its last line", code == 200 and last["error"]["code"] == 3 and len(lines(body)) == 2, body[:300])
    faults = fits("StreamError", last)
    checks.check("the last line fits its schema", not faults, faults)

    plain = client.call("POST", "/v1/articles:analyze", TEXT, content_type="text/plain")[2]
    packers = {"gzip": (gzip.compress, gzip.decompress), "zstd": (zstandard.compress, lambda b: zstandard.ZstdDecompressor().stream_reader(b).read())}
    for coding, (pack, unpack) in packers.items():
        code, headers, body = client.call("POST", "/v1/articles:analyze", pack(TEXT.encode()), content_type="text/plain", content_encoding=coding, accept_encoding=coding)
        checks.check(f"{coding} both ways", headers["content-encoding"] == coding and unpack(body) == plain, (code, headers["content-encoding"]))

    def refused(name, expected, method, path, body=None, violated=None, **rest):
        code, headers, body = client.call(method, path, body, **rest)
        found = code, reason(body)
        checks.check(name, found == expected and (violated is None or fields(body) == violated), (found, fields(body), body[:300]))
        faults = fits("Status", json.loads(body))
        checks.check(f"{name}: the status fits its schema", not faults, faults)
        return headers

    analyze = "/v1/articles:analyze"
    refused("nothing at a path", (404, "NO_SUCH_ROUTE"), "GET", "/v2")
    headers = refused("a wrong verb", (405, "METHOD_NOT_ALLOWED"), "GET", analyze)
    checks.check("a wrong verb: which are allowed", headers["allow"] == "POST", headers["allow"])
    refused("a wrong content-type", (415, "UNSUPPORTED_MEDIA_TYPE"), "POST", analyze, "a=b", content_type="application/x-www-form-urlencoded")
    refused("broken JSON", (400, "UNREADABLE_REQUEST"), "POST", analyze, "{", violated=[""])
    refused("an unknown field", (400, "UNREADABLE_REQUEST"), "POST", analyze, {"article": {"text": TEXT}}, violated=["article.text"])
    refused("a field that breaks a rule", (400, "INVALID_FIELD"), "POST", analyze, {}, violated=["article"])
    bomb = zstandard.compress(b" " * (limits["maxMessageBytes"] + 1))
    refused("a body that grows out of measure", (413, "MESSAGE_INFLATED"), "POST", analyze, bomb, content_encoding="zstd")
    long = TEXT * (limits["maxArticleBytes"] // len(TEXT.encode()))
    refused("an expired deadline", (504, "DEADLINE_EXCEEDED"), "POST", analyze, long, content_type="text/plain", grpc_timeout="50m")

    code, headers, _ = client.call("OPTIONS", analyze, origin=PAGE, access_control_request_method="POST", access_control_request_headers="content-type")
    checks.check("a page of a named origin may call", code == 200 and headers["access-control-allow-origin"] == PAGE, (code, dict(headers)))
    code, headers, _ = client.call("OPTIONS", analyze, origin="https://elsewhere.example.org", access_control_request_method="POST")
    checks.check("another page may not", headers["access-control-allow-origin"] is None, dict(headers))


def main():
    tiyao, issue_path = sys.argv[1:3]
    checks = Checks()
    server, address = start(tiyao, "--allow-origins", PAGE)
    try:
        run(checks, Client(address), issue_path)
        stop(checks, server)
    finally:
        if server.poll() is None:
            server.kill()
    checks.end()


if __name__ == "__main__":
    main()

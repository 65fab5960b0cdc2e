#!/usr/bin/env python3
"""Calls a running `tiyao serve` as a client that was not written here.

usage: grpc_client.py TIYAO ISSUE

Starts TIYAO on a free loopback port and talks to it with grpcio: stubs generated from `proto/`, health,
reflection as grpcurl uses it (v1alpha) and in its final form (v1), every RPC, error details, a deadline,
timings in the trailers, and a graceful end. Prints a line for each check; exits with 1 if one fails.
"""
import importlib
import sys
import tempfile
from pathlib import Path

import grpc
import grpc_tools
from google.protobuf import descriptor_pb2
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_status import rpc_status
from grpc_tools import protoc

from serving import Checks, cut, start, stop

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ["tiyao.v1.AnalysisService", "tiyao.v1.IssueService", "tiyao.v1.ServerService"]
TEXT = "今年秋粮收购进展顺利，各地粮库备好仓容。质检员在粮库门口检验秋粮水分。"


def generate(folder):
    """Stubs from proto/, as a user of the contract makes them."""
    protos = sorted(str(p.relative_to(ROOT / "proto")) for p in (ROOT / "proto" / "tiyao").rglob("*.proto"))
    # What every compiler of protobuf has at hand: `google/protobuf`.
    known = Path(grpc_tools.__file__).parent / "_proto"
    arguments = ["protoc", f"-I{ROOT / 'proto'}", f"-I{known}", f"--python_out={folder}", f"--grpc_python_out={folder}", *protos]
    if protoc.main(arguments) != 0:
        sys.exit("protoc failed")
    sys.path.insert(0, folder)
    names = ["text", "analysis", "issue", "server"]
    modules = {name: importlib.import_module(f"tiyao.v1.{name}_pb2") for name in names}
    stubs = {name: importlib.import_module(f"tiyao.v1.{name}_pb2_grpc") for name in names}
    return modules, stubs


def wait_until_serving(channel):
    health = health_pb2_grpc.HealthStub(channel)
    for answer in health.Watch(health_pb2.HealthCheckRequest(), timeout=60, wait_for_ready=True):
        if answer.status == health_pb2.HealthCheckResponse.SERVING:
            return


def reflected_by_v1alpha(channel):
    """Services and files, asked for as older grpcurl does."""
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    requests = [
        reflection_pb2.ServerReflectionRequest(list_services=""),
        reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICES[0]),
    ]
    listed, file = list(stub.ServerReflectionInfo(iter(requests), timeout=10))
    files = [descriptor_pb2.FileDescriptorProto.FromString(f) for f in file.file_descriptor_response.file_descriptor_proto]
    return [s.name for s in listed.list_services_response.service], [f.name for f in files]


def reflected_by_v1(channel):
    """Services, asked for under the final name of the reflection service."""
    call = channel.stream_stream(
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
    )
    answers = call(iter([reflection_pb2.ServerReflectionRequest(list_services="")]), timeout=10)
    return [s.name for s in next(answers).list_services_response.service]


def field_violations(error):
    status = rpc_status.from_call(error)
    # A deadline may pass here before the server says so.
    for detail in status.details if status else []:
        bad_request = error_details_pb2.BadRequest()
        if detail.Unpack(bad_request):
            return [v.field for v in bad_request.field_violations]
    return []


def run(checks, channel, issue_path, modules, stubs):
    text, analysis, issue = modules["text"], modules["analysis"], modules["issue"]
    points = text.OFFSET_UNIT_CODE_POINT

    health = health_pb2_grpc.HealthStub(channel)
    for name in ["", *SERVICES]:
        status = health.Check(health_pb2.HealthCheckRequest(service=name), timeout=10).status
        checks.check(f"health of {name or 'the server'}", status == health_pb2.HealthCheckResponse.SERVING, status)

    services, files = reflected_by_v1alpha(channel)
    checks.check("reflection v1alpha lists the services", set(SERVICES) <= set(services), services)
    checks.check("reflection v1alpha gives the files", "tiyao/v1/analysis.proto" in files, files)
    services = reflected_by_v1(channel)
    checks.check("reflection v1 lists the services", set(SERVICES) <= set(services), services)

    info = stubs["server"].ServerServiceStub(channel).GetServerInfo(modules["server"].GetServerInfoRequest(), timeout=10)
    checks.check("server info has limits", info.limits.max_article_bytes > 0, info)

    stub = stubs["analysis"].AnalysisServiceStub(channel)
    article = analysis.ArticleInput(id="1", content=text.Content(text=TEXT))
    request = analysis.AnalyzeArticleRequest(article=article, offset_unit=points)
    answer, call = stub.AnalyzeArticle.with_call(request, timeout=30)
    first = answer.analysis.keywords[0]
    checks.check("a keyword is cut by its span", cut(TEXT, first.occurrences[0].spans) == first.text, first)
    sentence = answer.analysis.summary.sentences[0]
    checks.check("a sentence is cut by its span", cut(TEXT, sentence.spans) == sentence.text, sentence)
    trailers = {key: value for key, value in call.trailing_metadata()}
    checks.check("timings are in the trailers", "analysis;dur=" in trailers.get("server-timing", ""), trailers)
    again = stub.AnalyzeArticle(request, timeout=30)
    same = again.SerializeToString(deterministic=True) == answer.SerializeToString(deterministic=True)
    checks.check("equal calls give equal bytes", same)

    keywords = stub.ExtractKeywords(analysis.ExtractKeywordsRequest(article=article, offset_unit=points), timeout=30)
    checks.check("ExtractKeywords agrees", list(keywords.keywords) == list(answer.analysis.keywords))
    summary = stub.Summarize(analysis.SummarizeRequest(article=article, offset_unit=points), timeout=30)
    checks.check("Summarize agrees", summary.summary == answer.analysis.summary)

    requests = (analysis.AnalyzeArticlesRequest(article=analysis.ArticleInput(id=str(n), content=text.Content(text=TEXT))) for n in range(40))
    ids = [answer.result.analysis.id for answer in stub.AnalyzeArticles(requests, timeout=60)]
    checks.check("a stream of articles keeps its order", ids == [str(n) for n in range(40)], ids)

    batch = analysis.BatchAnalyzeArticlesRequest(articles=[article, analysis.ArticleInput(id="2")])
    good, bad = stub.BatchAnalyzeArticles(batch, timeout=30).results
    checks.check("a batch tells a bad article from a good one", good.HasField("analysis") and bad.error.code == grpc.StatusCode.INVALID_ARGUMENT.value[0], bad)

    raw = Path(issue_path).read_bytes()
    source = raw.decode()
    issues = stubs["issue"].IssueServiceStub(channel)
    content = text.Content(data=raw)
    split = issues.SplitIssue(issue.SplitIssueRequest(content=content, offset_unit=points), timeout=60).issue
    checks.check("the issue has articles", len(split.articles) > 1, len(split.articles))
    faults = [p.text for a in split.articles for p in a.paragraphs if cut(source, p.spans) != p.text]
    checks.check("each paragraph is cut by its spans", not faults, faults[:1])
    events = list(issues.AnalyzeIssue(issue.AnalyzeIssueRequest(content=content, offset_unit=points), timeout=60))
    kinds = [event.WhichOneof("event") for event in events]
    checks.check("an issue streams header, articles, totals", kinds == ["header", *["article"] * len(split.articles), "totals"], kinds)
    faults = [k.text for e in events[1:-1] for k in e.article.keywords for o in k.occurrences[:1] if cut(source, o.spans) != k.text]
    checks.check("each keyword of the issue is cut by its spans", not faults, faults[:3])

    def refused(name, code, call, fields=None):
        try:
            call()
            checks.check(name, False, "no error")
        except grpc.RpcError as error:
            found = field_violations(error)
            checks.check(name, error.code() == code and (fields is None or found == fields), f"{error.code()} {found} {error.details()}")

    invalid, exhausted = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.RESOURCE_EXHAUSTED
    refused("no article is refused", invalid, lambda: stub.AnalyzeArticle(analysis.AnalyzeArticleRequest(), timeout=10), ["article"])
    binary = analysis.ArticleInput(content=text.Content(data=bytes(range(256)) * 16))
    refused("binary is refused", invalid, lambda: stub.AnalyzeArticle(analysis.AnalyzeArticleRequest(article=binary), timeout=10), ["article.content.data"])
    long = analysis.ArticleInput(content=text.Content(text="粮" * (info.limits.max_article_bytes // 3 + 1)))
    refused("a long article is refused", invalid, lambda: stub.AnalyzeArticle(analysis.AnalyzeArticleRequest(article=long), timeout=30), ["article.content.text"])
    huge = text.Content(data=b"a" * (info.limits.max_message_bytes + 1))
    refused("a huge message is refused", exhausted, lambda: issues.SplitIssue(issue.SplitIssueRequest(content=huge), timeout=60))
    slow = analysis.ArticleInput(content=text.Content(text=TEXT * (info.limits.max_article_bytes // len(TEXT.encode()))))
    refused("an expired deadline is told", grpc.StatusCode.DEADLINE_EXCEEDED, lambda: stub.AnalyzeArticle(analysis.AnalyzeArticleRequest(article=slow), timeout=0.05))


def main():
    tiyao, issue_path = sys.argv[1:3]
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        modules, stubs = generate(folder)
        server, address = start(tiyao)
        try:
            options = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
            with grpc.insecure_channel(address, options=options) as channel:
                wait_until_serving(channel)
                run(checks, channel, issue_path, modules, stubs)
            stop(checks, server)
        finally:
            if server.poll() is None:
                server.kill()
    checks.end()


if __name__ == "__main__":
    main()

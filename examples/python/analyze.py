"""Prints an issue's articles with their keywords and summaries.

usage: analyze.py ADDRESS ISSUE, as analyze.py 127.0.0.1:50151 seeds/market-regulation-2023-13.txt
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "generated"))

import grpc
from tiyao.v1 import issue_pb2, issue_pb2_grpc, text_pb2

address, path = sys.argv[1:]
# An issue may be larger than what grpcio takes unasked.
options = [("grpc.max_receive_message_length", -1)]
with grpc.insecure_channel(address, options=options) as channel:
    content = text_pb2.Content(data=Path(path).read_bytes())
    request = issue_pb2.AnalyzeIssueRequest(content=content)
    try:
        # Articles come as they are ready: a header first, the totals last.
        for event in issue_pb2_grpc.IssueServiceStub(channel).AnalyzeIssue(request, timeout=60):
            if event.WhichOneof("event") != "article":
                continue
            article = event.article
            print(article.title)
            print("关键词：" + "；".join(keyword.text for keyword in article.keywords))
            print("摘要：" + "".join(sentence.text for sentence in article.summary.sentences), end="\n\n")
    except grpc.RpcError as error:
        sys.exit(f"{error.code().name}: {error.details()}")

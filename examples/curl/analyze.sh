#!/usr/bin/env bash
# Prints an issue's articles with their keywords and summaries: plain HTTP, a JSON value a line.
#
# usage: analyze.sh URL ISSUE, as analyze.sh http://127.0.0.1:50151 seeds/market-regulation-2023-13.txt
set -euo pipefail
# Articles come as they are ready: a header first, the totals last.
curl --silent --show-error --fail-with-body --max-time 60 --no-buffer \
  "$1/v1/issues:analyze" --header 'content-type: text/plain' --data-binary "@$2" |
  jq --raw-output '
    if .error // .code then error((.error // .).message) else .article // empty end |
    .title,
    "关键词：" + ([.keywords[]?.text] | join("；")),
    "摘要：" + ([.summary.sentences[]?.text] | join("")),
    ""'

#!/usr/bin/env python3
"""Measures `tiyao batch articles` next to its peers: the same articles, one run, one process each.

usage: peers.py TIYAO CHINESE.jsonl [--english ENGLISH.jsonl] [--limit-mb 5] [--seconds 20]

The files hold articles, {"title", "text"} a line; the first megabytes of each are used. Prints a table
for each file: CPU seconds, megabytes (10^6 bytes of UTF-8) per CPU second, that rate as a part of the
fastest peer's, and the largest resident memory of the process.

What is counted: of a peer, the CPU time of its calls alone, without loading its dictionary and without
reading the file; a peer stops after --seconds and is measured on what it finished. Of `tiyao`, the CPU
time of the whole command on all its threads: starting, reading JSON, keywords and summary together with
all their evidence, and writing JSON. It counts against `tiyao`.

The peers are those of requirements.txt; one that is not installed is told and left out. sumy needs NLTK's
punkt_tab for English, which is no package.
"""
import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time

KEYWORDS = 8
SUMMARY_SENTENCES = 3


def jieba_cut():
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return lambda text: jieba.lcut(text, HMM=True)


def jieba_extract_tags():
    import jieba
    import jieba.analyse

    jieba.setLogLevel(logging.WARNING)
    jieba.analyse.extract_tags("预热", topK=1)
    return lambda text: jieba.analyse.extract_tags(text, topK=KEYWORDS)


def jieba_textrank():
    import jieba
    import jieba.analyse

    jieba.setLogLevel(logging.WARNING)
    jieba.analyse.textrank("预热预热", topK=1)
    return lambda text: jieba.analyse.textrank(text, topK=KEYWORDS)


def rjieba_cut():
    import rjieba

    rjieba.cut("预热")
    return lambda text: rjieba.cut(text, hmm=True)


def sumy_with(summarizer_name, language):
    import nltk
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer

    if language == "english":
        try:
            nltk.data.find("tokenizers/punkt_tab")
        except LookupError:
            sys.exit("NLTK's rules for English sentences are missing: python -m nltk.downloader punkt_tab")
    else:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        jieba.initialize()
    tokenizer = Tokenizer(language)
    summarize = {"LexRank": LexRankSummarizer, "TextRank": TextRankSummarizer}[summarizer_name]()
    return lambda text: summarize(PlaintextParser.from_string(text, tokenizer).document, SUMMARY_SENTENCES)


def yake_english():
    import yake

    extractor = yake.KeywordExtractor(lan="en", n=3, top=KEYWORDS)
    return extractor.extract_keywords


# By language: name in the table, and what makes the call that is measured.
PEERS = {
    "chinese": {
        "rjieba cut, HMM": rjieba_cut,
        "jieba cut, HMM": jieba_cut,
        "jieba extract_tags": jieba_extract_tags,
        "jieba textrank": jieba_textrank,
        "sumy LexRank": lambda: sumy_with("LexRank", "chinese"),
        "sumy TextRank": lambda: sumy_with("TextRank", "chinese"),
    },
    "english": {
        "YAKE": yake_english,
        "sumy LexRank": lambda: sumy_with("LexRank", "english"),
        "sumy TextRank": lambda: sumy_with("TextRank", "english"),
    },
}


def articles(path, limit):
    """Title and text of the first articles, at least one, together at most `limit` bytes."""
    found, size = [], 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            title, text = record.get("title") or "", record.get("text") or ""
            size += len((title + text).encode())
            if found and size > limit:
                break
            found.append((title, text))
    if not found:
        sys.exit(f"{path} holds no article")
    return found


def size_of(found):
    return sum(len((title + text).encode()) for title, text in found)


def measure_peer(language, name, path, limit, seconds):
    """What a peer takes, as JSON on standard output; this process is its own."""
    call = PEERS[language][name]()
    found = articles(path, limit)
    done, spent = 0, 0.0
    for title, text in found:
        start = time.process_time()
        call(f"{title}\n{text}")
        spent += time.process_time() - start
        done += 1
        if spent > seconds:
            break
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"articles": done, "bytes": size_of(found[:done]), "seconds": spent, "memory": memory}))


def peer_row(language, name, path, options):
    command = [sys.executable, __file__, "--peer", language, name, path, str(options.limit), str(options.seconds)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        last = (run.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        print(f"{name} is left out: {last}", file=sys.stderr)
        return None
    return json.loads(run.stdout.splitlines()[-1])


def tiyao_row(tiyao, found):
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in.jsonl"), os.path.join(folder, "out.jsonl")
        with open(source, "w", encoding="utf-8") as lines:
            for index, (title, text) in enumerate(found):
                lines.write(json.dumps({"id": index, "title": title, "text": text}, ensure_ascii=False) + "\n")
        command = [tiyao, "batch", "articles", source, "--output", target, "--keywords", str(KEYWORDS)]
        start = time.monotonic()
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        if status != 0:
            sys.exit(f"tiyao failed with wait status {status}")
    seconds = usage.ru_utime + usage.ru_stime
    print(f"tiyao: user {usage.ru_utime:.2f} s, system {usage.ru_stime:.2f} s, wall {wall:.2f} s")
    return {"articles": len(found), "bytes": size_of(found), "seconds": seconds, "memory": usage.ru_maxrss}


def measure(language, path, options):
    found = articles(path, options.limit)
    print(f"\n{language}: {len(found)} articles, {size_of(found) / 1e6:.1f} MB")
    rows = {name: peer_row(language, name, path, options) for name in PEERS[language]}
    rows = {name: row for name, row in rows.items() if row}
    rates = {name: row["bytes"] / row["seconds"] / 1e6 for name, row in rows.items()}
    fastest = max(rates.values(), default=None)
    name = "tiyao, keywords and summary"
    rows[name] = tiyao_row(options.tiyao, found)
    rates[name] = rows[name]["bytes"] / rows[name]["seconds"] / 1e6
    print(f"\n| {'system':28} | articles | CPU s | MB per CPU s | of the fastest peer | MB resident |")
    print("|---|---|---|---|---|---|")
    for name, row in sorted(rows.items(), key=lambda item: -rates[item[0]]):
        part = f"{rates[name] / fastest:.3f}" if fastest else "-"
        print(
            f"| {name:28} | {row['articles']:8} | {row['seconds']:5.2f} | {rates[name]:12.2f} "
            f"| {part:>19} | {row['memory'] / 1024:11.0f} |"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tiyao", help="a release build of tiyao")
    parser.add_argument("chinese", help="Chinese articles, JSON Lines")
    parser.add_argument("--english", help="English articles, JSON Lines")
    parser.add_argument("--limit-mb", type=float, default=5.0, help="use at most this much of each file")
    parser.add_argument("--seconds", type=float, default=20.0, help="stop a peer after this much CPU time")
    options = parser.parse_args()
    options.limit = int(options.limit_mb * 1e6)
    measure("chinese", options.chinese, options)
    if options.english:
        measure("english", options.english, options)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        language, name, path, limit, seconds = sys.argv[2:]
        measure_peer(language, name, path, int(limit), float(seconds))
    else:
        main()

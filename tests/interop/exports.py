#!/usr/bin/env python3
"""Reads every export of an issue with a reader that was not written here.

usage: exports.py TIYAO ISSUE

Exports ISSUE, and then an issue whose texts are marks of every form, as one document and as a directory of them,
and compares what each reader finds with the JSON of the same issue. Prints a line for each check; exits with 1 if
one fails.
"""
import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import bibtexparser
import docx
import openpyxl
import pybtex.database
import rispy
import yaml
from rdflib import RDF, SDO, Graph

from serving import Checks

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "crates/cli/tests"))
import jats_valid

# Names and types of IPTC ninjs 3.0 that the export uses; an item must have a `uri`, an association a
# `name` too, and no other name is known.
TEXT = {"role": str, "contentType": str, "value": str}
PARTY = {"name": str, "rel": str, "role": str}
NINJS = {
    "uri": str, "type": ["text", "composite"], "name": str, "language": str, "by": str,
    "standard": {"name": str, "version": str, "schema": str},
    "headlines": [TEXT], "descriptions": [TEXT], "bodies": [TEXT],
    "people": [PARTY], "organisations": [PARTY], "infoSources": [PARTY],
    "subjects": [{"name": str, "rel": str, "creator": str, "relevance": int}],
    "genres": [{"name": str}], "altIds": [{"role": str, "value": str}],
}
NINJS["associations"] = [NINJS]
# Where the types of schema.org lie, and the compiler that holds a document against them.
TYPES = Path(__file__).parent / "schema-org"
# What a spreadsheet would calculate with, in both widths.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")

# Titles that say something to one form or another.
TITLES = [
    '=HYPERLINK("http://tiyao.example","甲")', "@SUM(1+1)*cmd|'/C calc'!A0", "＝1+1", "-2+3", "重复的标题", "重复的标题",
    "../../../etc/passwd", "CON", "很长的标题" * 300, "\u202eعنوان עברית\u202c", "😀𠮷野家👨\u200d👩\u200d👧的食谱",
    "a&\"c'd]]>e<![CDATA[f", "\\input{甲} {乙 } $丙$ %丁", 'key: "v" # c', "_x0041_转义_x000D_甲", "ER  - ", "@article{甲,",
    "</script>甲", "甲；乙，丙、丁; 戊",
]
BODY = (
    "今年夏粮收购进展顺利，各地粮库备好仓容😀。=SUM(A1:A9)是一条公式，不是算式；{甲}、\\乙\\与$丙$也只是文字。"
    "质检员𠮷某在粮库门口检验水分<b>加粗</b>&amp;]]>；路径../../etc/passwd不应被打开。\u202eمرحبا\u202c 世界。"
)
HOSTILE = "".join(
    f"# {title}\n\n文 | =张三、@李四 and {{王五}}\n\n{BODY}\n\n## ]]> 小标题 =1\n\n{BODY.replace('夏', '秋')}\n\n"
    "\x08\x0b\x1b[31m控制字符\x7f\x9b在这里\ufffe\uffff。\n\n"
    for title in TITLES
)


def strange_ninjs(value, shape, path="$"):
    """What does not fit the shape."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [path]
        return [fault for name, inner in value.items()
                for fault in (strange_ninjs(inner, shape[name], f"{path}.{name}") if name in shape else [f"{path}.{name}"])]
    if isinstance(shape, list) and isinstance(shape[0], str):
        return [] if value in shape else [path]
    if isinstance(shape, list):
        return [fault for item in value for fault in strange_ninjs(item, shape[0], f"{path}[]")]
    return [] if type(value) is shape else [path]


def strange_things(document):
    """Types and properties that schema.org does not have, as a reader of JSON-LD finds them, and headlines."""
    # The context lies on the web, and says no more than this.
    context = {"@vocab": "https://schema.org/"}
    graph = Graph().parse(data=json.dumps({**document, "@context": context}), format="json-ld")
    names = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
    strange = sorted(set(map(str, names)) - set(map(str, dir(SDO))))
    return strange, [str(title) for title in graph.objects(None, SDO.headline)]


def ill_typed(document, folder):
    """What the types of schema.org say against a document."""
    source = folder / "document.ts"
    types = 'import type { PublicationIssue, WithContext } from "schema-dts";\n'
    source.write_text(f"{types}export const issue: WithContext<PublicationIssue> = {json.dumps(document)};\n")
    compiler = [TYPES / "node_modules/.bin/tsc", "--noEmit", "--strict", "--module", "nodenext", "--skipLibCheck"]
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(TYPES / "node_modules")
    return subprocess.run([*compiler, source], capture_output=True, text=True).stdout


def run(checks, tiyao, issue_path, folder, is_typed):
    def export(name, *arguments):
        command = [tiyao, "issue", issue_path, "--format", name, *arguments]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def written(name):
        path = folder / f"issue.{name}"
        export(name, "--output", str(path))
        return path

    issue = json.loads(export("json"))
    articles = issue["articles"]
    titles = [article["title"] for article in articles]
    keywords = [[keyword["text"] for keyword in article["keywords"]] for article in articles]
    lines = ["；".join(terms) for terms in keywords]

    rows = list(csv.DictReader(written("csv").open(encoding="utf-8", newline="")))
    found = [row["title"].removeprefix("'") for row in rows]
    checks.check("csv: a row for each article", found == titles, found)
    cells = [cell for row in rows for cell in row.values()]
    checks.check("csv: no cell begins a formula", not any(cell.lstrip(" ").startswith(FORMULA) for cell in cells))
    checks.check("csv: keywords", [row["keywords"] for row in rows] == lines)

    sheet = openpyxl.load_workbook(written("xlsx")).active
    head, *found = sheet.iter_rows(values_only=True)
    found = [dict(zip(head, ("" if value is None else value for value in row))) for row in found]
    numbers = [{name: int(row[name] or 0) for name in ("number", "page")} for row in rows]
    checks.check("xlsx: no cell is a formula", all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row))
    inert = [[cell.removeprefix("'") for cell in row.values()] for row in rows]
    # This reader takes `_x005F_`, which is `_` (ST_Xstring), as it stands in a string within its cell.
    found_cells = [[str(value).replace("_x005F_", "_") for value in row.values()] for row in found]
    apart = [pair for ours, theirs in zip(found_cells, inert) for pair in zip(ours, theirs) if len(set(pair)) > 1]
    checks.check("xlsx: the rows of the csv", len(found) == len(rows) and not apart, apart[:3])
    checks.check("xlsx: numbers are numbers", [{name: int(row[name] or 0) for name in ("number", "page")} for row in found] == numbers and all(type(row["number"]) is int for row in found))

    document = docx.Document(str(written("docx")))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    checks.check("docx: a heading for each article", headings == [title for title in titles if title], headings)
    found = [p.text.split("：", 1)[1] for p in document.paragraphs if p.text.startswith("关键词：")]
    checks.check("docx: keywords", found == [line for line in lines if line])

    library = bibtexparser.parse_string(written("bibtex").read_text())
    found = [entry.fields_dict.get("title") for entry in library.entries]
    checks.check("bibtex: an entry for each article", not library.failed_blocks and len(found) == len(titles), library.failed_blocks)
    plain = [(title, field) for title, field in zip(titles, found) if title and not set("\\{}$&#%_^~") & set(title)]
    checks.check("bibtex: titles are as they should", all(field.value.startswith(title) for title, field in plain))
    strict = pybtex.database.parse_file(folder / "issue.bibtex", bib_format="bibtex")
    people = [[str(person).strip("{}") for person in entry.persons.get("author", [])] for entry in strict.entries.values()]
    checks.check("bibtex: a strict reader finds every author", [len(names) for names in people] == [len(article["authors"]) for article in articles], people)
    checks.check("bibtex: keys are apart", len({entry.key for entry in library.entries}) == len(titles))

    records = rispy.load(written("ris"))
    checks.check("ris: a record for each article", len(records) == len(titles) and all(r["type_of_reference"] == "JOUR" for r in records))
    checks.check("ris: keywords", all(set(terms) <= set(record.get("keywords", [])) for terms, record in zip(keywords, records)))
    checks.check("ris: authors", [record.get("authors", []) for record in records] == [article["authors"] for article in articles])

    found = json.loads(written("ninjs").read_text())
    checks.check("ninjs: names and types of the standard", not strange_ninjs(found, NINJS), strange_ninjs(found, NINJS)[:3])
    uris = [item.get("uri") for item in [found, *found["associations"]]]
    checks.check("ninjs: each item has a URI of its own", all(uris) and len(set(uris)) == len(uris), uris)
    checks.check("ninjs: an association for each article", len(found["associations"]) == len(titles) and all(item["name"] for item in found["associations"]))

    text = written("json-ld").read_text()
    found = json.loads(text)
    strange, headlines = strange_things(found)
    checks.check("json-ld: types and properties of schema.org", not strange, strange[:3])
    # Equal statements of one thing are one; each article is a thing of its own.
    checks.check("json-ld: a headline for each", sorted(headlines) == sorted(title for title in titles if title), headlines)
    checks.check("json-ld: an article for each", [part.get("headline", "") for part in found["hasPart"]] == titles)
    checks.check("json-ld: no text ends a page's script", "<" not in text)
    if is_typed:
        fault = ill_typed(found, folder)
        checks.check("json-ld: each value is of its property's type", not fault, fault)
        found["hasPart"][0]["headlin"] = ""
        checks.check("json-ld: a misspelt property would be told", "headlin" in ill_typed(found, folder))

    found = written("gbt7714").read_text().splitlines()
    checks.check("gbt7714: a line for each article", len(found) == len(titles) and all("[J]." in line for line in found))
    found = [line.split("：", 1)[1] for line in written("text").read_text().splitlines() if line.startswith("关键词：")]
    checks.check("text: keywords", found == [line for line in lines if line])

    export("front-matter", "--output", f"{folder}/files/")
    files = sorted((folder / "files").iterdir())
    numbered = [f"article-{number:03}" for number in range(1, len(titles) + 1)]
    checks.check("front-matter: no title is a file's name", [path.stem for path in files] == numbered)
    heads = [yaml.safe_load(path.read_text().split("---\n", 2)[1]) or {} for path in files]
    checks.check("front-matter: titles", [head.get("title", "") for head in heads] == titles)
    checks.check("front-matter: keywords", [head.get("keywords", []) for head in heads] == keywords)

    export("jats", "--output", f"{folder}/jats/")
    dtd = jats_valid.read_dtd()
    faults = [fault for path in (folder / "jats").iterdir() for fault in jats_valid.errors(dtd, str(path))]
    checks.check("jats: valid by its DTD", not faults and len(list((folder / "jats").iterdir())) == len(titles), faults[:3])


def has_types():
    """Installs the types of schema.org, where there is something to install them with."""
    if shutil.which("npm") is None:
        print("passed over: types of schema.org: npm is not on this machine")
        return False
    subprocess.run(["npm", "--silent", "--prefix", TYPES, "ci", "--ignore-scripts"], check=True)
    return True


def main():
    tiyao, issue_path = sys.argv[1:3]
    checks = Checks()
    is_typed = has_types()
    with tempfile.TemporaryDirectory() as folder:
        run(checks, tiyao, issue_path, Path(folder), is_typed)
    with tempfile.TemporaryDirectory() as folder:
        hostile = Path(folder, "hostile.md")
        hostile.write_text(HOSTILE)
        run(checks, tiyao, str(hostile), Path(folder), is_typed)
    checks.end()


if __name__ == "__main__":
    main()

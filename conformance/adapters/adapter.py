"""Example adapter in Python 3, standard library only: replace check() by a call of your own checker.

Started once for the whole run. Reads one JSON object a line from standard input and answers each with one on
standard output; ends when the input ends. Nothing else may be printed there; use standard error for that.
"""
import base64
import json
import sys
import xml.etree.ElementTree as ElementTree


def check(document, question):
    """Findings of one return in XML (bytes). Here only: is it XML at all, without a document type declaration?"""
    if b"<!DOCTYPE" in document:
        return [{"rule": "structure"}]
    try:
        ElementTree.fromstring(document)
    except ElementTree.ParseError:
        return [{"rule": "structure"}]
    return []


def answer(question):
    if question["kind"] != "validate":
        return {"not-implemented": "this example exports nothing"}
    if "tables" in question or "files" in question:
        return {"not-implemented": "this example reads no tables"}
    if "documentBase64" in question:
        document = base64.b64decode(question["documentBase64"])
    else:
        document = question["document"].encode("utf-8")
    return {"findings": check(document, question)}


for line in sys.stdin:
    question = json.loads(line)
    reply = {"id": question["id"]}
    try:
        reply.update(answer(question))
    except Exception as error:  # one bad question must not end the run
        reply["error"] = str(error)
    print(json.dumps(reply), flush=True)  # json.dumps writes ASCII

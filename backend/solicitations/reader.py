"""The process that reads the text of a DOCX: run by path, alone, with limits and without our environment.

Whatever a hostile file does to a parser happens here: no key, no database, no file to write; it dies when it takes
too much memory or time. Of the archive one member is read, up to a bound; entities and DTDs are refused. It takes the file
on standard input and answers with one line of JSON. It imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

MEMBER = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n"}


def main(most_memory: int, most_seconds: int, most_xml: int, most_text: int) -> None:
    """Answer the file on standard input: its text, or what is wrong with it."""
    for what, most in (
        (resource.RLIMIT_AS, most_memory),
        (resource.RLIMIT_CPU, most_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    sys.stdout.write(json.dumps(attempt(sys.stdin.buffer.read(), most_xml, most_text)))


def attempt(data: bytes, most_xml: int, most_text: int) -> dict[str, Any]:
    """Return the text of a DOCX; at most `most_xml` bytes of it are unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(MEMBER) as member:
            xml = member.read(most_xml + 1)
        if len(xml) > most_xml:
            return {"outcome": "large"}
        text = "\n".join(paragraphs(fromstring(xml, forbid_dtd=True)))
    except MemoryError:
        return {"outcome": "large"}
    except Exception:  # noqa: BLE001 - parsers raise whatever a hostile file makes them raise
        return {"outcome": "broken"}
    return {"outcome": "large"} if len(text) > most_text else {"outcome": "read", "text": text}


def paragraphs(root: Element) -> Iterator[str]:
    """Yield the words of each paragraph; what was deleted under track changes is not there."""
    for paragraph in root.iter(f"{W}p"):
        yield "".join(
            (each.text or "") if each.tag == f"{W}t" else BREAKS.get(str(each.tag), "") for each in paragraph.iter()
        )


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:5]))

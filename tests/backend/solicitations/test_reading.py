"""A file is read for its words alone; bombs, entities and other kinds are refused (T51)."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from backend.errors import Refusal
from backend.solicitations.reading import MOST_BYTES, text_of

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(xml: str, name: str = "word/document.xml") -> bytes:
    """Return an archive with one member."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
    return out.getvalue()


def test_paragraphs_become_lines() -> None:
    body = "<w:p><w:r><w:t>第一条</w:t><w:tab/><w:t>好。</w:t><w:delText>旧</w:delText></w:r></w:p><w:p/><w:p><w:r><w:t>第二条</w:t></w:r></w:p>"
    assert (
        text_of("草案.DOCX", docx(f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"))
        == "第一条 好。\n\n第二条"
    )
    assert text_of("a.txt", "第一条 好。".encode("gb18030")) == "第一条 好。"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF"),
        ("a.docx", b"not a zip"),
        ("a.docx", docx("<w:document/>", "word/other.xml")),
        ("a.docx", docx("<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><d>&a;</d>")),
        ("a.docx", docx("<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><d>&b;</d>")),
        ("a.docx", docx("<d>" + " " * (17 * 1024 * 1024) + "</d>")),
        ("a.txt", b"\xff\xff\xff\x00\xff"),
        ("a.txt", b"a" * (MOST_BYTES + 1)),
        ("a.txt", b"a" * 300_001),
    ],
    ids=["kind", "no zip", "no document", "entity", "laughs", "bomb", "bytes", "packed", "long"],
)
def test_what_cannot_be_read_is_told(name: str, data: bytes) -> None:
    with pytest.raises(Refusal) as told:
        text_of(name, data)
    assert told.value.field == "file"
    assert told.value.status in {413, 422}

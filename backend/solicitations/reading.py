"""The text of a file that was sent: TXT as it is, DOCX by a process of its own, bounded in memory and time."""

from __future__ import annotations

from pathlib import Path

from backend.errors import Invalid, TooLarge
from backend.imports.service.guarded import answer_of
from backend.solicitations.domain.drafts import MOST_TEXT

PROGRAM = Path(__file__).with_name("reader.py")
MOST_BYTES = 4 * 1024 * 1024
MOST_XML = 16 * 1024 * 1024
MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 5
WALL_SECONDS = 15
ENCODINGS = ("utf-8-sig", "gb18030")
FIELD = "file"


def text_of(name: str, data: bytes) -> str:
    """Return the text of a TXT (UTF-8 or GB 18030) or DOCX file called `name`.

    Raises Invalid (field `file`) for other kinds and what can't be read, TooLarge for what is too big, packed or unpacked.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in {".txt", ".docx"}:
        raise Invalid("只收DOCX或TXT文件", field=FIELD)
    if len(data) > MOST_BYTES:
        raise _large()
    return _plain(data) if suffix == ".txt" else _document(data)


def _plain(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(text) > MOST_TEXT:
            raise _large()
        return text
    raise _broken()


def _document(data: bytes) -> str:
    limits = [str(each) for each in (MEMORY, CPU_SECONDS, MOST_XML, MOST_TEXT)]
    told = answer_of(PROGRAM, limits, seconds=WALL_SECONDS, data=data)
    if told is None:
        raise _broken()
    if told["outcome"] == "large":
        raise _large()
    if told["outcome"] != "read":
        raise _broken()
    return str(told["text"])


def _broken() -> Invalid:
    return Invalid("文件打不开，请另存为DOCX或TXT再传，或者把文字粘贴进来", field=FIELD)


def _large() -> TooLarge:
    return TooLarge("文件太大，请只留草案正文再传", field=FIELD)

"""Tables: CSV in UTF-8 or an encoding that somebody names, and the first sheet of an XLSX."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from backend.imports.domain import Finding, ImportRefused, Row, Table, refuse_if
from backend.imports.service.packed import MOST_BYTES, unpack

# What people call them, and what Python reads them with; GB 18030 holds GBK and GB 2312.
ENCODINGS = {"utf-8": "utf-8-sig", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}
UNREADABLE = "文件读不懂，请另存为XLSX或“CSV UTF-8”再传"


def read_text(path: Path, encoding: str | None = None) -> str:
    """Return the text of a file, without a byte order mark; in UTF-8 when nobody names one of `ENCODINGS`.

    Raises ImportRefused when it is too large, in another encoding (the place is told) or holds NUL.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ImportRefused([Finding(path.name, "", f"larger than {MOST_BYTES // 2**20} MB")])
    raw = path.read_bytes()
    try:
        text = raw.decode(ENCODINGS[encoding or "utf-8"])
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"not {(encoding or 'utf-8').upper()} (byte {error.start}); say which by --encoding, one of {', '.join(ENCODINGS)}: it is never guessed"
        key = "文件不是UTF-8编码，请另存为“CSV UTF-8”或XLSX"
        raise ImportRefused([Finding(f"row {line}", "", what, key=key)]) from error
    if "\x00" in text:
        raise ImportRefused([Finding(f"row {text.count(chr(10), 0, text.index(chr(0))) + 1}", "", "holds a NUL")])
    return text


def read_table(
    path: Path, needed: tuple[str, ...], optional: tuple[str, ...] = (), encoding: str | None = None
) -> Table:
    """Return the rows of a CSV whose header has every `needed` column and no unknown one, cells stripped.

    An absent optional column reads as empty cells; blank lines are left out. A row with too few or
    too many cells is left out too and stands in the table's findings: who imports the table adds
    what else is wrong and refuses once. Raises ImportRefused when there is nothing to read at all.
    """
    reader = csv.reader(io.StringIO(read_text(path, encoding), newline=""), strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in line]) for line in reader]
    except csv.Error as error:
        what = f"not readable as CSV: {error}"
        raise ImportRefused([Finding(f"row {reader.line_num}", "", what, key=UNREADABLE)]) from error
    return table_of(lines, needed, optional)


def read_sheet(
    path: Path, needed: tuple[str, ...], optional: tuple[str, ...] = (), encoding: str | None = None
) -> Table:
    """Return the rows of the first sheet of an .xlsx as `read_table` does those of a CSV, which any other file is.

    Whole numbers come without a point and days as 2026-11-22, whatever they look like in the sheet.
    """
    if path.suffix.lower() != ".xlsx":
        return read_table(path, needed, optional, encoding)
    rows: list[list[str]] = unpack("xlsx", path, key=UNREADABLE)["rows"]
    # An empty column at the end is formatting, not a column.
    wide = max((n for n, cell in enumerate(rows[0], 1) if cell), default=0) if rows else 0
    lines = []
    for number, row in enumerate(rows, 1):
        full = max((n for n, cell in enumerate(row, 1) if cell), default=0)
        lines.append((number, row[: max(wide, full)]))
    return table_of(lines, needed, optional)


def table_of(lines: list[tuple[int, list[str]]], needed: tuple[str, ...], optional: tuple[str, ...]) -> Table:
    """Return lines, each with its number, as a table; the first is the header. Raises ImportRefused for a header that does not fit."""
    header = lines[0][1] if lines else []
    findings = _header_findings(header, needed, needed + optional)
    refuse_if(findings)
    rows = []
    for number, line in lines[1:]:
        if not any(line):
            continue
        if len(line) != len(header):
            what, params = f"{len(line)} cells, the header has {len(header)}", {"n": len(line), "wanted": len(header)}
            key = "这一行有{n}格，表头有{wanted}格"
            findings.append(Finding(f"row {number}", line[0], what, key=key, params=params))
            continue
        rows.append(Row(number, dict.fromkeys(optional, "") | dict(zip(header, line, strict=True))))
    return Table(rows, findings)


def _header_findings(header: list[str], needed: tuple[str, ...], known: tuple[str, ...]) -> list[Finding]:
    found = [(f"column {name} is missing", "缺少“{name}”这一列", name) for name in needed if name not in header]
    found += [(f"unknown column {name!r}", "不认识“{name}”这一列", name) for name in header if name not in known]
    twice = sorted({name for name in header if header.count(name) > 1})
    found += [(f"column {name} stands twice", "“{name}”这一列出现了两次", name) for name in twice]
    return [Finding("row 1", "", what, key=key, params={"name": name}) for what, key, name in found]

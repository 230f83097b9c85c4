"""Tables: CSV in UTF-8, and the first sheet of an XLSX."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from backend.imports.domain import Finding, ImportRefused, Row, Table, refuse_if

MOST_BYTES = 256 * 1024 * 1024
UNREADABLE = "文件读不懂，请另存为XLSX或“CSV UTF-8”再传"


def read_text(path: Path) -> str:
    """Return the text of a file, without a byte order mark.

    Raises ImportRefused when it is too large, not UTF-8 (the place is told) or holds NUL.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ImportRefused([Finding(path.name, "", f"larger than {MOST_BYTES // 2**20} MB")])
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"not UTF-8 (byte {error.start}); save it as UTF-8, it may be GB18030"
        key = "文件不是UTF-8编码，请另存为“CSV UTF-8”或XLSX"
        raise ImportRefused([Finding(f"row {line}", "", what, key=key)]) from error
    if "\x00" in text:
        raise ImportRefused([Finding(f"row {text.count(chr(10), 0, text.index(chr(0))) + 1}", "", "holds a NUL")])
    return text


def read_table(path: Path, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> Table:
    """Return the rows of a CSV whose header has every `needed` column and no unknown one, cells stripped.

    An absent optional column reads as empty cells; blank lines are left out. A row with too few or
    too many cells is left out too and stands in the table's findings: who imports the table adds
    what else is wrong and refuses once. Raises ImportRefused when there is nothing to read at all.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in line]) for line in reader]
    except csv.Error as error:
        what = f"not readable as CSV: {error}"
        raise ImportRefused([Finding(f"row {reader.line_num}", "", what, key=UNREADABLE)]) from error
    return _table(lines, needed, optional)


def read_sheet(path: Path, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> Table:
    """Return the rows of the first sheet of an XLSX as `read_table` does those of a CSV; a file called .csv is one.

    Whole numbers come without a point and days as 2026-11-22, whatever they look like in the sheet.
    """
    if path.suffix.lower() == ".csv":
        return read_table(path, needed, optional)
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > MOST_BYTES:
            raise ImportRefused(
                [Finding(path.name, "", f"unpacks to more than {MOST_BYTES // 2**20} MB", key=UNREADABLE)]
            )
        with load_workbook(path) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError) as error:
        raise ImportRefused([Finding(path.name, "", "not readable as XLSX", key=UNREADABLE)]) from error
    # An empty column at the end is formatting, not a column.
    wide = max((n for n, cell in enumerate(rows[0], 1) if _cell(cell)), default=0) if rows else 0
    lines = []
    for number, row in enumerate(rows, 1):
        cells = [_cell(cell) for cell in row]
        full = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
        lines.append((number, cells[: max(wide, full)]))
    return _table(lines, needed, optional)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _table(lines: list[tuple[int, list[str]]], needed: tuple[str, ...], optional: tuple[str, ...]) -> Table:
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

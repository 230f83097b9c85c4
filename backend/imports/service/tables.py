"""CSV tables in UTF-8."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from backend.imports.domain import Finding, ImportRefused, Row, Table, refuse_if

MOST_BYTES = 256 * 1024 * 1024


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
        raise ImportRefused([Finding(f"row {line}", "", what)]) from error
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
        raise ImportRefused([Finding(f"row {reader.line_num}", "", f"not readable as CSV: {error}")]) from error
    header = lines[0][1] if lines else []
    findings = _header_findings(header, needed, needed + optional)
    refuse_if(findings)
    rows = []
    for number, line in lines[1:]:
        if not any(line):
            continue
        if len(line) != len(header):
            findings.append(Finding(f"row {number}", line[0], f"{len(line)} cells, the header has {len(header)}"))
            continue
        rows.append(Row(number, dict.fromkeys(optional, "") | dict(zip(header, line, strict=True))))
    return Table(rows, findings)


def _header_findings(header: list[str], needed: tuple[str, ...], known: tuple[str, ...]) -> list[Finding]:
    whats = [f"column {name} is missing" for name in needed if name not in header]
    whats += [f"unknown column {name!r}" for name in header if name not in known]
    whats += [f"column {name} stands twice" for name in sorted(set(header)) if header.count(name) > 1]
    return [Finding("row 1", "", what) for what in whats]

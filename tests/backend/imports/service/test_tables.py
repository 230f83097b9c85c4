"""CSV tables: what is read, what is refused and which row is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.imports.domain import ImportRefused
from backend.imports.service import read_table, tables

NEEDED, OPTIONAL = ("code", "name"), ("note",)


def write(folder: Path, content: bytes | str) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(folder: Path, content: bytes | str) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        read_table(write(folder, content), NEEDED, OPTIONAL)
    return [finding.line() for finding in refused.value.findings]


def test_rows_know_their_line_and_have_every_column(tmp_path: Path) -> None:
    rows = read_table(write(tmp_path, '\ufeffname,code\r\n"城中,社区", 1 \r\n\r\n城南,2\r\n'), NEEDED, OPTIONAL)
    assert [(row.number, row.cells) for row in rows] == [
        (2, {"code": "1", "name": "城中,社区", "note": ""}),
        (4, {"code": "2", "name": "城南", "note": ""}),
    ]


def test_another_encoding_is_said_aloud_with_its_row(tmp_path: Path) -> None:
    (line,) = refusal(tmp_path, "code,name\n1,a\n2,城中".encode("gb18030"))
    assert line.startswith("row 3:")
    assert "not UTF-8" in line


def test_every_bad_row_is_listed_beside_the_good_ones(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "code,name\n1\n2,b\n3,c,d\n"), NEEDED, OPTIONAL)
    assert [finding.where for finding in table.findings] == ["row 2", "row 4"]
    assert [row.cells["code"] for row in table] == ["2"]


@pytest.mark.parametrize(
    ("header", "what"),
    [("code", "name is missing"), ("code,name,color", "unknown column 'color'"), ("code,name,name", "stands twice"), ("", "missing")],
)  # fmt: skip
def test_the_header_is_checked(tmp_path: Path, header: str, what: str) -> None:
    assert any(what in line for line in refusal(tmp_path, header + "\n1,2\n"))


def test_nul_and_broken_quotes_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "row 2: -: holds a NUL" in refusal(tmp_path, "code,name\n1,a\x00\n")[0]
    assert "not readable as CSV" in refusal(tmp_path, 'code,name\n1,"a\n')[0]
    monkeypatch.setattr(tables, "MOST_BYTES", 8)
    assert "larger than" in refusal(tmp_path, "code,name\n")[0]

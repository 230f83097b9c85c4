"""Files are read back as they were meant, and nothing is held that was not written."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineWorkbook

from backend.exports.domain import KINDS, Frame, Kind
from backend.exports.service import Cell, write

FRAME = Frame("清单", ("导出人=李", "@范围"), (("编号", 12), ("数", 6)), "李 lian", datetime(2026, 11, 22, tzinfo=UTC))
ROWS: list[list[Cell]] = [["=HYPERLINK(1)", 3], ["621124100005", 0], ["http://x.cn", 7]]


def read(kind: Kind, data: bytes) -> list[list[object]]:
    """Return the rows of a file, without what stands empty."""
    if kind == "csv":
        assert data.startswith("\ufeff".encode())
        found: list[list[object]] = [list(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    else:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        (name,) = book.sheet_names
        found = [list(row) for row in book.get_sheet_by_name(name).to_python()]
    return [[cell for cell in row if cell != ""] for row in found]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_reads_back(kind: Kind) -> None:
    written = write(kind, FRAME, iter(ROWS), lambda n: f"共{n}件")
    with written.file:
        found = read(kind, written.file.read())
    assert written.rows == 3
    assert found[:4] == [["清单"], ["导出人=李"], ["'@范围"], ["编号", "数"]]
    assert [row[0] for row in found[4:]] == ["'=HYPERLINK(1)", "621124100005", "http://x.cn", "共3件"]
    assert [float(str(row[1])) for row in found[4:7]] == [3, 0, 7]


# What a spreadsheet's own language means something by, and what only looks like it.
TRAPS = [
    '<r><t>x</t></r></is></c><c r="Z9"><f>HYPERLINK(1)</f></c><c t="inlineStr"><is><r><t>x</t></r>',
    "<r>5 < 6 & 7</r>", "_x0041_", "第一行\n第二行", '"引号" & <号>', "😀" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_words_stay_words_whatever_they_look_like(kind: Kind) -> None:
    rows: list[list[Cell]] = [[text, nth] for nth, text in enumerate(TRAPS)]
    written = write(kind, FRAME, iter(rows), str)
    with written.file:
        found = read(kind, written.file.read())[4:-1]
    shown = [str(row[0]) for row in found]
    assert shown[:5] == [*TRAPS[:3], "第一行 第二行", TRAPS[4]]
    assert shown[5] in TRAPS[5]
    assert len(shown[5]) > 10_000
    assert [len(row) for row in found] == [2] * len(TRAPS), "a cell stands where nobody wrote one"


@pytest.mark.parametrize("kind", KINDS)
def test_who_stops_half_way_leaves_no_file(kind: Kind) -> None:
    def rows():  # type: ignore[no-untyped-def]
        yield ["a", 1]
        raise LookupError

    with pytest.raises(LookupError):
        write(kind, FRAME, rows(), str)


def test_who_took_it_stands_on_each_printed_page_whatever_else_is_said() -> None:
    marks = ("范围" + "、".join(["621124205"] * 40), "用途：" + "&" * 200)
    frame = Frame("清单", marks, FRAME.columns, FRAME.made_by, FRAME.made_at)
    written = write("xlsx", frame, iter(ROWS), lambda n: "&" * 200 + str(n))
    with written.file, zipfile.ZipFile(written.file) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    printed = {each.tag.rpartition("}")[2]: each.text or "" for each in fromstring(sheet).iter() if "odd" in each.tag}
    assert printed["oddHeader"].startswith("&L李 lian 2026-11-22 08:00")
    assert printed["oddFooter"].endswith("&R&P/&N")
    for line in printed.values():
        assert len(line) <= 255
        assert "&" not in line[2:].removesuffix("&R&P/&N").replace("&&", "")

"""Whatever people wrote, no cell begins as a formula does, and no phone or ID number stands in it."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from backend.exports.domain import plain_cell, without_numbers

BEGINNINGS = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−"


@given(st.text(st.sampled_from(" \u3000\u200b'"), max_size=3), st.sampled_from(BEGINNINGS), st.text(max_size=20))
def test_no_cell_begins_as_a_formula(before: str, sign: str, rest: str) -> None:
    cell = plain_cell(before + sign + rest)
    assert not unicodedata.normalize("NFKC", cell[:1]).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "−"))
    assert not any(unicodedata.category(char) == "Cc" for char in cell)
    assert plain_cell(cell) == cell, "once guarded it stays as it is"


def test_what_is_no_formula_stays_as_it_was() -> None:
    assert plain_cell("水渠=三组") == "水渠=三组"
    assert plain_cell("621124100005 城中社区") == "621124100005 城中社区"


def test_numbers_that_people_wrote_are_masked() -> None:
    assert without_numbers("打１３８ 0013-8000找我") == "打138****8000找我"
    assert without_numbers("身份证62242719800101001X") == "身份证****"
    assert without_numbers("座机0932-2241234") == "座机****"
    assert [without_numbers(f"138{c}0013{c}8000") for c in ".·_—－"] == ["138****8000"] * 5
    assert without_numbers("2026-11-22去过") == "2026-11-22去过"
    assert without_numbers("2026.11.22去过，欠12345.67元") == "2026.11.22去过，欠12345.67元"
    assert without_numbers("三组12户，欠4500元") == "三组12户，欠4500元"

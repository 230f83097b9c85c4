"""A liaison opens a book, chooses a period, keeps it under a name and takes it away: the file holds what the page showed (B19, H01)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.authenticator import Phone
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check

pytestmark = pytest.mark.browser


def test_a_book_is_opened_narrowed_kept_and_taken_away(desk: Desk, office: Live, tmp_path: Path) -> None:
    page = desk("liaison", "/ledgers")
    chosen = page.get_by_role("search", name="选择台账")
    chosen.get_by_label("台账").select_option(label="矛盾纠纷台账")
    chosen.get_by_label("期间").select_option(label="上月")
    expect(page.get_by_text("这段时间没有记录")).to_be_visible()
    chosen.get_by_label("期间").select_option(label="本月")
    expect(page.get_by_text("共4条", exact=True)).to_be_visible()
    page.get_by_text("选择栏目").click()
    for name in ("网格", "站点", "办结日期"):
        page.get_by_role("checkbox", name=name, exact=True).uncheck()
    book = page.get_by_role("table", name="矛盾纠纷台账")
    expect(book.get_by_role("columnheader", name="网格")).to_have_count(0)
    page.get_by_role("button", name="存成一本台账").click()
    page.get_by_label("台账名称").fill("纠纷月报")
    page.get_by_role("button", name="存成一本台账").click()
    expect(page.get_by_role("heading", name="纠纷月报", level=1)).to_be_visible()
    book = page.get_by_role("table", name="纠纷月报")
    shown = [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in book.locator("tr").all()]
    check(page, 1280)
    page.set_viewport_size({"width": 360, "height": 740})
    check(page, 360)
    page.set_viewport_size({"width": 1280, "height": 800})
    phone = Phone(office.make, "liaison")
    page.get_by_role("button", name="导出", exact=True).click()
    dialog = page.get_by_role("dialog", name="导出纠纷月报")
    dialog.get_by_label("验证码").fill(phone.code())
    dialog.get_by_role("button", name="导出", exact=True).click()
    expect(dialog.get_by_text("写下用途")).to_be_visible()
    dialog.get_by_label("用途").fill("月度归档")
    with page.expect_download() as taken:
        dialog.get_by_role("button", name="导出", exact=True).click()
    taken.value.save_as(tmp_path / "book.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "book.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0][0] == "纠纷月报"
    assert "用途：月度归档" in str(rows[2][0])
    found = [[read(cell) for cell in row] for row in rows[4 : 4 + len(shown)]]
    assert found == shown, "the names of the columns, the entries, and the sums"
    expect(page.get_by_text("已导出4条")).to_be_visible()


def read(cell: object) -> str:
    """Return a cell as the page shows it."""
    return str(int(cell)) if isinstance(cell, float) else str(cell)[:10] if hasattr(cell, "isoformat") else str(cell)

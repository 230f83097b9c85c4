"""People scan codes with their phones; the station sees which poster brings something, on a wide desk and on a phone, on paper too (C19)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from backend.codes import service as codes
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check, printed

pytestmark = pytest.mark.browser
TEXT = "水渠被填了，浇不上水"


def issue(office: Live, station: str) -> str:
    """Return the code of a post."""
    found = int(office.make.run("select id from station where code = :code", code=station))
    with office.make.owner.transaction() as session:
        return codes.issue(session, "post", found)


def test_what_posters_bring_is_seen_at_the_desk(desk: Desk, office: Live, chromium: Browser) -> None:
    busy, quiet = issue(office, "LT-WF"), issue(office, "LT-DJ")
    for writes in (True, False, False):
        context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
        page = context.new_page()
        page.goto(f"{office.url}/c/{busy}")
        page.reload()
        if writes:
            page.get_by_role("button", name="我要反映").click()
            page.get_by_label("事情经过").fill(TEXT)
            page.get_by_text("土地边界", exact=True).click()
            page.get_by_role("button", name="下一步：在哪里").click()
            page.get_by_text("说不清，或不方便说").click()
            page.get_by_role("button", name="下一步：怎么答复您").click()
            page.get_by_text("凭回执号自己查", exact=True).click()
            page.get_by_role("button", name="下一步：检查").click()
            page.get_by_role("button", name="提交", exact=True).click()
            expect(page.get_by_text("已收到").first).to_be_visible()
        context.close()
    page = desk("liaison", "/scans")
    table = page.get_by_role("table", name="各码的扫码和提交")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("文峰社区信息采集点")
    expect(rows.first.locator("td")).to_have_text(["3", "1", "1", "0", "33.3%"])
    expect(rows.last).to_contain_text("没人扫")
    expect(page.locator(".scantotal")).to_contain_text("扫码次数3")
    steps = page.get_by_role("table", name="一段一段看").locator("tbody tr")
    expect(steps.last.locator("td").first).to_have_text("3")
    check(page, 1280)
    asked = page.get_by_role("search", name="选择扫码统计")
    asked.get_by_label("只看").select_option("unscanned")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(" ".join(quiet[at : at + 4] for at in range(0, len(quiet), 4)))
    asked.get_by_label("只看").select_option("ended")
    expect(page.get_by_text("这里没有要列的码")).to_be_visible()
    asked.get_by_label("只看").select_option("all")
    asked.get_by_label("怎么列").select_option("area")
    expect(rows.first.get_by_role("button", name="文峰社区")).to_be_visible()
    rows.first.get_by_role("button").click()
    expect(asked.get_by_label("怎么列")).to_have_value("code")
    expect(rows).to_have_count(1)
    page.set_viewport_size({"width": 360, "height": 740})
    check(page, 360)
    expect(rows.first.locator("td").first).to_be_visible()
    page.reload()
    expect(rows).to_have_count(1)
    paper = "".join(printed(page))
    assert "扫码统计" in paper and "文峰社区信息采集点" in paper and "33.3%" in paper
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("link", name="看台账、导出").click()
    book = page.get_by_role("table", name="扫码台账")
    expect(book.locator("tfoot")).to_contain_text("3")

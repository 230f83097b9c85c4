"""登记 by clicks: a mistake stands at its field, a reload loses nothing, the same matter is shown before, the slip is printed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check, printed
from tests.story import handle, sign

pytestmark = pytest.mark.browser
PHONE, WIDE = 360, 1280


def test_a_call_is_written_down_handed_out_and_rated(desk: Desk, office: Live) -> None:
    page = desk("liaison", "/register", width=PHONE)
    page.get_by_label("来源").select_option(label="12345热线")
    page.get_by_label("对方编号（工单号、信访件号）").fill("GD-88")
    page.get_by_role("button", name="登记，出回执").click()
    expect(page.get_by_role("alert")).to_contain_text("有3处要改")
    expect(page.locator("#text")).to_have_attribute("aria-invalid", "true")
    check(page, PHONE)
    page.reload()
    expect(page.get_by_label("对方编号（工单号、信访件号）")).to_have_value("GD-88")
    page.get_by_label("收下的站点").select_option(label="文峰社区信息采集点")
    page.get_by_label("类别").select_option(label="土地边界")
    page.get_by_label("反映人说的（照原话写）").fill("水渠又被填了，三组浇不上水")
    page.get_by_label("只知道村（社区）或网格").check()
    page.get_by_label("村（社区）", exact=True).select_option(label="文峰社区")
    page.get_by_label("网格", exact=True).select_option(label="文峰社区1格")
    page.get_by_label("手机号").fill("13800138000")
    page.get_by_role("button", name="登记，出回执").click()
    expect(page.locator("#told-error")).to_be_visible()
    page.get_by_label("已当场告知，反映人同意").check()
    page.set_viewport_size({"width": WIDE, "height": 800})
    page.get_by_label("在地图上点").check()
    page.locator(".pickmap canvas").click(position={"x": 200, "y": 150})
    expect(page.get_by_text("已点：东经")).to_be_visible()
    check(page, WIDE)
    page.get_by_label("只知道村（社区）或网格").check()
    page.get_by_role("button", name="登记，出回执").click()
    expect(page.get_by_role("heading", name="已登记，请把回执交给反映人")).to_be_visible()
    check(page, WIDE)
    page.reload()
    receipt, code = (page.locator(".slip .big").nth(n).inner_text() for n in (0, 1))
    (sheet,) = printed(page)
    assert code in sheet
    assert "再登记一件" not in sheet
    page.get_by_role("link", name=re.compile("打开2026")).click()
    expect(page.get_by_role("region", name="怎么来的")).to_contain_text("GD-88")
    case = page.url.rsplit("/", 1)[-1]
    for login in ("lian", "he"):
        office.make.run(
            "update account set login = :new where login = :old",
            new=login,
            old={"lian": "liaison", "he": "verifier"}[login],
        )
    handle(office.make, case)
    assert sign(office.make.login("lian"), case).status_code == 200
    # the person, on a phone without script
    context = page.context.browser.new_context(
        viewport={"width": PHONE, "height": 800}, locale="zh-CN", java_script_enabled=False
    )  # type: ignore[union-attr]
    mine = context.new_page()
    mine.goto(f"{office.url}/t/{receipt.replace(' ', '')}")
    mine.get_by_label("查询码").fill(code)
    mine.get_by_role("button", name="查进度").click()
    mine.get_by_label("不满意", exact=True).check()
    mine.get_by_role("button", name="交评价").click()
    expect(mine.locator("#reason-e")).to_contain_text("写明原因")
    mine.get_by_label("原因（不满意的要写）").fill("水还是不通")
    mine.get_by_role("button", name="交评价").click()
    expect(mine.locator("#rate")).to_contain_text("不满意")
    context.close()
    page.reload()
    expect(page.get_by_role("region", name="满意度评价")).to_contain_text("水还是不通")

"""A liaison plans a lecture by clicks, two people sign in, a promise gets its owner, it is held; the public page shows it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from backend.clock import today
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check

pytestmark = pytest.mark.browser
PHONE = 360


def test_a_lecture_from_its_plan_to_the_public_page(desk: Desk, office: Live, chromium: Browser) -> None:
    office.make.run(
        "insert into body (code, name, kind, area_code, phone) values ('SF', '镇司法所', 'justice_office', '621124100', '0932-0000000')"
    )
    page = desk("liaison", "/activities")
    page.get_by_role("button", name="安排活动").click()
    page.locator("form").get_by_label("种类").select_option("law_lecture")
    expect(page.get_by_role("heading", name="这里的人问得最多的")).to_be_visible()
    page.get_by_label("活动名称").fill("反诈进社区")
    page.get_by_label("日期").fill(str(today()))
    page.get_by_label("地点").fill("文峰社区")
    page.get_by_label("分众·老年人").check()
    page.locator("form").get_by_role("button", name="安排活动").click()
    expect(page.get_by_role("heading", name="反诈进社区")).to_be_visible()

    page.get_by_role("button", name="屏幕签到码").click()
    expect(page.locator("figure svg")).to_be_visible()
    at = page.url.rpartition("/")[2]
    with page.expect_response(lambda answer: f"/api/activities/{at}/code" in answer.url) as told:
        page.get_by_role("button", name="打印签到码").click()
    visitor = chromium.new_context(viewport={"width": PHONE, "height": 740}, locale="zh-CN", java_script_enabled=False)
    phone = visitor.new_page()
    phone.goto(told.value.json()["url"])
    phone.get_by_label("姓名").fill("王秀英")
    phone.get_by_role("button", name="签到").click()
    expect(phone.get_by_role("heading", name="王秀英，已签到")).to_be_visible()
    page.get_by_role("button", name="补录纸质名单").click()
    page.get_by_label("一行一位，先写姓名，空格后写单位").fill("赵老汉 三组\n王秀英")
    page.get_by_role("button", name="补录纸质名单").click()
    expect(page.get_by_text("位已签到")).to_contain_text("2")

    page.get_by_role("button", name="记一项承诺").click()
    page.get_by_label("承诺什么").fill("每月来讲一次")
    page.get_by_role("button", name="记一项承诺").click()
    expect(page.get_by_text("选“责任单位”")).to_be_visible()
    page.get_by_label("责任单位").select_option(label="镇司法所")
    page.get_by_label("办理期限").fill("2099-12-31")
    page.get_by_role("button", name="记一项承诺").click()
    expect(page.get_by_text("每月来讲一次")).to_be_visible()

    page.get_by_role("button", name="记为已举行").click()
    page.get_by_label("召开日期").fill(str(today()))
    page.get_by_label("发放资料").fill("八十")
    page.get_by_role("button", name="记为已举行").click()
    expect(page.get_by_text("要写0到1000000的整数")).to_be_visible()
    page.get_by_label("发放资料").fill("80")
    page.get_by_role("button", name="记为已举行").click()
    expect(page.get_by_text("已召开").first).to_be_visible()
    check(page, 1280)
    page.set_viewport_size({"width": PHONE, "height": 740})
    check(page, PHONE)

    phone.goto(f"{office.url}/activities")
    phone.get_by_role("link", name="反诈进社区").click()
    for words in ("每月来讲一次", "镇司法所", "2位", "80"):
        expect(phone.get_by_text(words).first).to_be_visible()
    phone.get_by_role("link", name="老年人").click()
    expect(phone.get_by_role("link", name="反诈进社区")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE

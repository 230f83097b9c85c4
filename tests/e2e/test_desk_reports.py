"""The head opens last month's analysis report and its PDF; a screen of the station is opened by its link and not after it was taken back (H06, H07)."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from playwright.sync_api import Browser, expect

from backend.bulletins import service
from backend.bulletins.domain import whole
from backend.clock import CHINA, today
from backend.db import Context
from tests.backend.hotspots.test_significance import MANY
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check
from tests.pdf import words_of

pytestmark = pytest.mark.browser
TOWN = "621124100"


def test_the_month_is_read_and_taken_and_a_screen_opens_by_its_link_alone(
    desk: Desk, office: Live, chromium: Browser
) -> None:
    make, month = office.make, whole("month", today())
    at = datetime.combine(month.first, time(9), CHINA)
    make.run(MANY, cell="621124100001001", n=12, at=at, mark="m", category="land", channel="door", hidden=False)
    with make.owner.transaction(Context.of_service(service.MAKE, (TOWN,))) as session:
        service.issue(session, TOWN, "month", month.first, office.settings)

    page = desk("head", "/bulletins")
    page.get_by_role("link", name="洮阳镇分析研判报告").click()
    said = ("本期收到反映12条。", "最多的类别是土地边界，12条，占100%。", "网格太少，不判断哪里集中。")
    for sentence in said:
        expect(page.get_by_text(sentence)).to_be_visible(timeout=30_000)
    expect(page.get_by_role("img", name="热点网格")).to_be_visible()
    check(page, 1280)
    page.set_viewport_size({"width": 360, "height": 740})
    check(page, 360)
    link = page.get_by_role("link", name="下载PDF").get_attribute("href")
    paper = words_of(page.request.get(f"{office.url}{link}").body()).replace("\n", "")
    assert all(sentence in paper for sentence in said), "the paper says the same"

    # the office hangs up a screen
    page = desk("liaison", "/offices")
    page.get_by_role("button", name="文峰社区信息采集点").click()
    screens = page.get_by_role("region", name="站点大屏")
    screens.get_by_role("button", name="挂一块大屏").click()
    screens.get_by_label("挂在哪里").fill("一楼大厅")
    screens.get_by_role("button", name="挂一块大屏").click()
    address = screens.get_by_label("只显示这一次").input_value()

    wall = chromium.new_context(
        viewport={"width": 1920, "height": 1080}, locale="zh-CN", reduced_motion="reduce"
    ).new_page()
    wall.goto(address)
    expect(wall.get_by_role("heading", name="文峰社区信息采集点")).to_be_visible()
    expect(wall.get_by_text("截至")).to_be_visible()
    assert wall.url == f"{office.url}/wall/", "the secret has left the address"
    assert wall.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 30
    assert wall.evaluate("document.documentElement.scrollHeight") <= 1080
    wall.context.set_offline(True)
    wall.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(wall.get_by_text("网络断了")).to_be_visible()
    expect(wall.get_by_role("heading", name="今天和近期活动")).to_be_visible()
    wall.context.set_offline(False)

    screens.get_by_role("button", name="收回链接").click()
    expect(screens.get_by_text("已收回")).to_be_visible()
    wall.reload()
    expect(wall.get_by_text("这块大屏的链接已收回")).to_be_visible()
    expect(wall.get_by_role("heading", name="今天和近期活动")).to_have_count(0)

"""A liaison evaluates the posts of a township: counts, checks, corrects, publishes, and opens the records behind a value (H02, H03)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from backend.clock import today
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check

pytestmark = pytest.mark.browser
HELD = (
    "insert into activity (id, type, title, area_code, station_id, state, held_on) select gen_random_uuid(), 'law_lecture', '宪法宣讲', area_code, id,"
    " 'held', :day from station where code = :code"
)


def test_from_counting_to_a_published_ranking(desk: Desk, office: Live) -> None:
    last = today().replace(day=1) - timedelta(days=1)
    for code, n in (("LT-WF", 3), ("LT-DJ", 1)):
        for _ in range(n):
            office.make.run(HELD, code=code, day=last)
    page = desk("liaison", "/evaluation")
    expect(page.get_by_text("还没有评估。")).to_be_visible()
    page.get_by_role("button", name="评估一次").click()
    page.get_by_label("哪一类站点").select_option(label="信息采集点")
    page.get_by_role("button", name="评估一次").click()
    expect(page.get_by_role("heading", name="洮阳镇·信息采集点", level=1)).to_be_visible()
    ranking = page.get_by_role("table", name="站点排名")
    expect(ranking.get_by_role("row")).to_have_count(3)
    expect(ranking.get_by_role("row").nth(1)).to_contain_text("文峰社区信息采集点")
    page.get_by_role("button", name="开始核对").click()
    expect(page.get_by_role("button", name="公布", exact=True)).to_be_disabled()
    held = page.get_by_role("listitem").filter(has_text="活动场次")
    expect(held).to_contain_text("取数 3")
    page.get_by_role("button", name="看依据 活动场次").click()
    drawer = page.get_by_role("dialog", name="活动场次的依据")
    expect(drawer.get_by_role("link", name="宪法宣讲")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    held.get_by_role("button", name="更正").click()
    held.get_by_label("活动场次应为").fill("6")
    held.get_by_role("button", name="更正").click()
    expect(held.get_by_text("写下“理由”")).to_be_visible()
    held.get_by_label("理由").fill("三场补登，有照片")
    held.get_by_role("button", name="更正").click()
    expect(held).to_contain_text("核定 6")
    page.get_by_role("button", name="都按取数核对").click()
    expect(page.get_by_role("button", name="都按取数核对")).to_be_hidden()
    ranking.get_by_role("link", name="东街社区信息采集点").click()
    page.get_by_role("button", name="都按取数核对").click()
    expect(page.get_by_text("都核对过了，可以公布。")).to_be_visible()
    page.get_by_role("button", name="公布", exact=True).click()
    expect(page.get_by_text("已公布", exact=True)).to_be_visible()
    check(page, 1280)
    page.get_by_label("总额（元）").fill("10000")
    page.get_by_role("button", name="测算").click()
    money = page.get_by_role("table", name="经费补助测算")
    expect(money.get_by_role("row").last).to_contain_text("10000.00")
    page.set_viewport_size({"width": 360, "height": 740})
    check(page, 360)

"""A liaison evaluates the posts of a township: counts, checks, corrects, publishes, and opens the records behind a value (H02, H03)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from backend.clock import today
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check

pytestmark = pytest.mark.browser
HELD = (
    "insert into activity (id, type, title, area_code, station_id, state, held_on) select gen_random_uuid(), 'law_lecture', '宪法宣讲', area_code, id,"
    " 'held', :day from station where code = :code"
)


def test_from_counting_to_a_published_ranking(desk: Desk, office: Live, tmp_path: Path) -> None:
    last = today().replace(day=1) - timedelta(days=1)
    for code, n in (("LT-WF", 3), ("LT-DJ", 1)):
        for _ in range(n):
            office.make.run(HELD, code=code, day=last)
    office.make.account("keeper", ("liaison", "621124100001"), name="何芳")
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
    report(desk, page.url.split("/desk")[1], office)
    page.reload()
    expect(page.get_by_text("站点自评了1项，请逐项核对。")).to_be_visible()
    expect(held).to_contain_text("自评 6")
    expect(held.get_by_role("link", name="宪法宣讲")).to_be_visible()
    check(page, 1280)
    held.get_by_role("button", name="更正").click()
    expect(held.get_by_label("活动场次应为")).to_have_value("6")
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
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载XLSX").click()
    taken.value.save_as(tmp_path / "ranking.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "ranking.xlsx").get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[5:7]] == ["文峰社区信息采集点", "东街社区信息采集点"]
    page.get_by_label("总额（元）").fill("10000")
    page.get_by_role("button", name="测算").click()
    money = page.get_by_role("table", name="经费补助测算")
    expect(money.get_by_role("row").last).to_contain_text("10000.00")
    page.set_viewport_size({"width": 360, "height": 740})
    check(page, 360)


def report(desk: Desk, at: str, office: Live) -> None:
    """The station's own liaison says what the value should be, and names a record."""
    row = "select max(a.id::text) from activity a join station s on s.id = a.station_id where s.code = 'LT-WF'"
    page = desk("keeper", at)
    held = page.get_by_role("listitem").filter(has_text="活动场次")
    held.get_by_role("button", name="自评").click()
    held.get_by_label("活动场次应为").fill("6")
    held.get_by_label("理由").fill("三场没有登记")
    held.get_by_label("依据的网址").fill("这一场")
    held.get_by_role("button", name="自评").click()
    expect(held.get_by_text("写事项、意见、活动、接待日或走访任务页面的网址")).to_be_visible()
    held.get_by_label("依据的网址").fill(f"http://127.0.0.1/desk/activities/{office.make.run(row)}")
    finder = held.get_by_role("group", name="依据的记录")
    finder.get_by_label("编号或名称").fill("没有这样的")
    finder.get_by_role("button", name="查找").click()
    expect(finder.get_by_text("本辖区没有这样的")).to_be_visible()
    finder.get_by_label("编号或名称").fill("")
    finder.get_by_label("编号或名称").press("Enter")
    named = finder.get_by_role("button", name="加上").first
    label = str(named.text_content()).removeprefix("加上").strip()
    named.click()
    expect(finder.get_by_role("link", name=label)).to_be_visible()
    expect(finder).to_contain_text("1条，最多10条")
    page.set_viewport_size({"width": 360, "height": 740})
    check(page, 360)
    held.get_by_role("button", name="自评").click()
    expect(held).to_contain_text("自评 6")
    expect(held.locator(".claim a")).to_have_count(2)
    expect(page.get_by_role("button", name="核对无误")).to_have_count(0)
    page.context.close()


def test_a_new_version_of_the_weights_is_read_before_it_is_stored(desk: Desk) -> None:
    page = desk("liaison", "/evaluation/weights")
    page.get_by_role("button", name="改指标和权重").click()
    form = page.get_by_role("form", name="改指标和权重")
    form.get_by_label("这一版叫什么").fill("洮阳镇指标体系")
    form.get_by_role("group", name="活动场次").get_by_label("权重").fill("10")
    form.get_by_role("button", name="看改了什么").click()
    expect(form.get_by_text("权重加起来是101，要等于100")).to_be_visible()
    form.get_by_role("group", name="设施配备").get_by_label("权重").fill("3")
    form.get_by_role("button", name="看改了什么").click()
    read = form.get_by_role("region", name="和第1版比，改了2处")
    expect(read.get_by_role("listitem")).to_have_text(["设施配备的权重从4改为3", "活动场次的权重从9改为10"])
    check(page, 1280)
    page.set_viewport_size({"width": 360, "height": 740})
    check(page, 360)
    read.get_by_role("button", name="存成新的一版").click()
    expect(page.get_by_text("已存成洮阳镇指标体系，第1版")).to_be_visible()
    rows = page.get_by_role("region", name="洮阳镇指标体系，第1版").get_by_role("row")
    expect(rows.filter(has_text="活动场次")).to_contain_text("10")
    expect(page.get_by_role("button", name="改指标和权重")).to_be_visible()
    check(page, 360)

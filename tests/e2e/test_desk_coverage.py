"""A head asks where two posts belong, tries one elsewhere by mouse and keys, and reads the figures that the API gives (A05, A06)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.draw import draw
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check, printed

pytestmark = pytest.mark.browser


def test_sites_are_advised_tried_out_and_dragged(desk: Desk, office: Live) -> None:
    make = office.make
    edition = int(make.run("select min(id) from grid_edition"))
    for code, shape in draw(".\n" * 7 + "WXYZ..V").items():
        make.cell(edition, f"G-{code}", f"南{code}格", "621124100001", shape)
    make.run(
        "insert into station_cell select s.id, c.edition_id, c.id, 0 from station s, grid_cell c"
        " where s.code = 'LT-WF' and c.code = '621124100001001'"
    )
    page = desk("head", "/coverage")
    expect(page.locator(".canvas[data-ready]")).to_be_attached()
    panel = page.get_by_role("complementary", name="覆盖与布点")
    expect(panel.get_by_role("status").first).to_contain_text("7个网格：1个有采集点，1个在步行范围内，5个空白")
    expect(page.locator(".legend li")).to_have_text(["有采集点1个网格", "步行范围内1个网格", "空白网格5个网格"])
    panel.get_by_label("增设几个").fill("2")
    panel.get_by_role("button", name="建议布点", exact=True).click()
    advice = panel.get_by_role("region", name="建议布点")
    with page.expect_response(lambda answer: "/coverage/trial" in answer.url) as first:
        advice.get_by_role("button", name="拿这些来试放").click()
    expect(advice.locator("ol.sites li").first).to_contain_text("①")
    expect(advice).to_contain_text("已证明没有更好的选法")
    trial = panel.get_by_role("region", name="试放")
    expect(trial).to_contain_text(f"{first.value.json()['after']['reached']}/7")
    check(page, 1280)
    loose = page.get_by_role("button", name=re.compile("^试放点1，"))
    box = loose.bounding_box()
    assert box
    with page.expect_response(lambda answer: "/coverage/trial" in answer.url) as dragged:
        page.mouse.move(box["x"] + 12, box["y"] + 12)
        page.mouse.down()
        page.mouse.move(box["x"] + 12, box["y"] - 120, steps=6)
        page.mouse.up()
    worse = dragged.value.json()
    assert worse["after"]["reached"] < first.value.json()["after"]["reached"], "it stands where nobody is near"
    expect(trial).to_contain_text(f"{worse['after']['reached']}/7")
    expect(trial).to_contain_text("同样多的点，建议的选法")
    loose.focus()
    with page.expect_response(lambda answer: "/coverage/trial" in answer.url):
        page.keyboard.press("ArrowDown")
    expect(loose).to_be_focused()
    page.keyboard.press("Delete")
    expect(trial.locator("ol.sites li")).to_have_count(1)
    page.get_by_label("步行范围（米）").fill("5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("要在50和10000之间")).to_be_visible()
    page.get_by_label("步行范围（米）").fill("10000")
    page.keyboard.press("Enter")
    expect(page.locator(".legend li").last).to_have_text("空白网格0个网格")
    page.get_by_role("button", name="看表格").click()
    rows = page.get_by_role("table", name="全部7个网格").locator("tbody tr")
    expect(rows.first).to_contain_text("南V格")
    rows.last.get_by_role("button", name="试放").click()
    expect(trial.locator("ol.sites li")).to_have_count(2)
    expect(page.get_by_role("table", name="3个采集点")).to_contain_text("没有编入网格")
    plans = panel.get_by_role("region", name="布点方案")
    plans.get_by_role("button", name="存成方案").click()
    plans.get_by_label("方案名称").fill("南片两个点")
    plans.get_by_role("button", name="存成方案").click()
    card = plans.get_by_role("region", name="南片两个点")
    expect(card.get_by_role("row").filter(has_text="存时设点后")).to_contain_text("7/7")
    check(page, 1280)
    trial.get_by_role("button", name="全部拿掉").click()
    expect(trial.locator("ol.sites li")).to_have_count(0)
    make.run("update grid_cell set in_force_to = current_date where code = 'G-V'")
    page.reload()
    plans.get_by_role("button", name="南片两个点").click()
    expect(trial.locator("ol.sites li")).to_have_count(2)
    expect(page.get_by_label("步行范围（米）")).to_have_value("10000")
    expect(card.get_by_text("存好以后网格变了")).to_be_visible()
    expect(card.get_by_role("row").filter(has_text="存时设点后")).to_contain_text("7/7")
    expect(card.get_by_role("row").filter(has_text="今天设点后")).to_contain_text("6/6")
    page.set_viewport_size({"width": 360, "height": 740})
    check(page, 360)
    card.get_by_role("button", name="删除方案").click()
    card.get_by_role("button", name="确定删除").click()
    expect(plans.get_by_text("还没有方案。")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="看表格").click()
    assert any("步行10000米以内算够得到" in sheet for sheet in printed(page))
    page.set_viewport_size({"width": 360, "height": 740})
    check(page, 360)
    page.get_by_role("button", name="看地图").click()
    expect(page.locator(".canvas[data-ready]")).to_be_attached()
    check(page, 360)

"""A liaison reads what a new edition of the grid moves, follows it to a case, and takes back one that is ahead (A02)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from backend.clock import today
from backend.db import Context
from backend.stations.service import attach
from tests.backend.cases.service.test_remap import DJ, WF, WJM, drawn
from tests.backend.editions.conftest import draw
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check, printed
from tests.errands import run_errands

pytestmark = pytest.mark.browser
NARROW = {"width": 360, "height": 740}


def test_what_an_edition_moves_is_read_and_one_ahead_is_taken_back(desk: Desk, office: Live) -> None:
    make = office.make
    make.account("county", ("liaison", "621124"), name="赵县")
    with make.owner.transaction(Context(service="import")) as session:
        attach(session, today())
    draw(make, drawn("XYV", X=WF, Y=DJ, V=WJM), today() + timedelta(days=9), "秋季新网格")
    run_errands(office.settings)
    page = desk("liaison", "/editions")
    page.get_by_role("link", name="秋季新网格").click()
    expect(page.get_by_role("heading", name="秋季新网格", level=1)).to_be_visible()
    expect(page.get_by_text("照今天的情况算的")).to_be_visible()
    gone = page.get_by_role("table", name="网格没有了的网格员")
    expect(gone).to_contain_text("马小军")
    cases = page.get_by_role("table", name="要换网格的事项")
    expect(cases.get_by_role("row")).to_have_count(5)
    expect(page.get_by_role("table", name="换了网格的采集点")).to_contain_text("文峰社区信息采集点")
    expect(page.get_by_role("button", name="撤回这一版")).to_have_count(0)
    check(page, 1280)
    paper = "".join(printed(page))
    assert "秋季新网格" in paper
    assert "马小军" in paper
    page.set_viewport_size(NARROW)
    check(page, 360)
    cases.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("/desk/cases/"))

    page = desk("county", "/editions")
    check(page, 1280)
    page.get_by_role("link", name="秋季新网格").click()
    page.get_by_role("button", name="撤回这一版").click()
    dialog = page.get_by_role("dialog", name="撤回这一版")
    expect(dialog.get_by_text("不能恢复，要再用只能重新导入。")).to_be_visible()
    page.set_viewport_size(NARROW)
    check(page, 360)
    dialog.get_by_role("button", name="撤回这一版").click()
    expect(dialog.get_by_text("至少2个字")).to_be_visible()
    dialog.get_by_label("为什么撤回").fill("东边的界画错了")
    dialog.get_by_role("button", name="撤回这一版").click()
    expect(page.get_by_role("heading", name="网格版本", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="测试版")).to_be_visible()
    expect(page.get_by_role("link", name="秋季新网格")).to_have_count(0)
    assert make.run("select count(*) from grid_edition where name = '秋季新网格'") == 0

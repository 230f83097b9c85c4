"""A clerk runs a ballot by clicks; a member votes on a phone without script; two tellers count; everybody reads the result."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check

pytestmark = pytest.mark.browser
PHONE, TOWN = 360, "621124100"


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).first.click()


def vote(chromium: Browser, office: Live, code: str) -> str:
    """Vote on a phone without script; return the receipt."""
    context = chromium.new_context(viewport={"width": PHONE, "height": 740}, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{office.url}/vote")
    page.get_by_label("投票码").fill("AAAA AAAA AAAA AAAA")
    press(page, "打开选票")
    expect(page.get_by_role("alert")).to_contain_text("投票码不对")
    page.get_by_label("投票码").fill(code)
    press(page, "打开选票")
    press(page, "核对选票")
    expect(page.get_by_role("alert")).to_contain_text("每一项都要选")
    page.get_by_label("赞成").check()
    press(page, "核对选票")
    expect(page.get_by_role("heading", name="请核对，投出后不能改")).to_be_visible()
    press(page, "投出选票")
    expect(page.get_by_role("status")).to_contain_text("您已经投票")
    return page.locator("dd.mono").inner_text()


def test_a_clerk_runs_a_ballot(desk: Desk, office: Live, chromium: Browser) -> None:
    make = office.make
    for login, role in {"zhuxi": "town_congress", "jianyi": "deputy", "jianer": "deputy"}.items():
        make.account(login, (role, TOWN), name=login)
    page = desk("zhuxi")
    page.get_by_role("link", name="票决").click()
    press(page, "准备一次票决")
    texts = {
        "哪次会议": "镇人大会议",
        "票决事项": "年度项目票决",
        "会议日期": "2026-12-20",
        "候选项目": "修桥",
        "两位计票人的账号": "jianyi",
    }
    for label, words in texts.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("名册从哪里来").select_option("names")
    page.get_by_label("另写的姓名").fill("甲代表\n乙代表")
    press(page, "准备一次票决")
    expect(page.get_by_text(re.compile("最多2项|计票人要两位|至少"))).to_be_visible()
    page.get_by_label("两位计票人的账号").fill("jianyi，jianer")
    press(page, "准备一次票决")
    expect(page.get_by_role("heading", name="年度项目票决")).to_be_visible()
    check(page, 1280)
    press(page, "定下名册，开始投票")
    page.get_by_role("button", name="给甲代表发投票码").click()
    code = page.locator(".card .no").last.inner_text()
    page.get_by_role("button", name="给乙代表发纸质票").click()
    expect(page.get_by_role("row", name="乙代表")).to_contain_text("纸质票")
    receipt = vote(chromium, office, code)
    press(page, "结束投票")
    expect(page.get_by_text("投票结束，待计票").first).to_be_visible()
    assert "赞成1票" not in page.content(), "no figures before the count"
    tellers = [desk(login, width=PHONE) for login in ("jianyi", "jianer")]
    for teller in tellers:
        teller.goto(page.url)
        press(teller, "录入纸质票")
        teller.get_by_label("纸质票").fill("2")
        press(teller, "录入纸质票")
        expect(teller.get_by_text("已录入纸质票1张").first).to_be_visible()
    first, second = tellers
    press(first, "同意开箱")
    expect(first.get_by_text("已同意开箱").first).to_be_visible()
    press(second, "同意开箱")
    expect(second.get_by_text("赞成1票，反对1票，弃权0票")).to_be_visible()
    check(second, PHONE)
    press(second, "重新计票")
    expect(second.get_by_text("重新计票，结果相同。")).to_be_visible()
    press(second, "签字确认")
    tellers[0].reload()
    press(tellers[0], "签字确认")
    expect(tellers[0].get_by_text("已签字")).to_have_count(2)
    page.reload()
    press(page, "公布结果")
    page.get_by_role("link", name="看公布的结果").click()
    expect(page.get_by_text("未当选")).to_be_visible()
    page.get_by_text("投票回执名单").click()
    expect(page.get_by_text(receipt)).to_be_visible()
    check(page, 1280)

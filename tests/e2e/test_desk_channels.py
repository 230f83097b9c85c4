"""A boundary dispute through channel A by clicks: sorted, handed to the committee, mediated, agreed, put before a court, verified."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from backend.clock import now, today
from tests import story
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check

pytestmark = pytest.mark.browser
LATER = str(today() + timedelta(days=20))


def step(page: Page, name: str, chosen: dict[str, str] | None = None, **words: str) -> None:
    """Press a move, give in its dialog what it needs, each in the way of its kind, and confirm."""
    page.get_by_role("button", name=name, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, option in (chosen or {}).items():
        dialog.get_by_label(label).select_option(label=option)
    for label, text in words.items():
        dialog.get_by_label(label).fill(text)
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden()


def noted(page: Page, name: str, chosen: dict[str, str] | None = None, **words: str) -> None:
    """Press what notes something of the mediation, fill in its dialog, and store it."""
    page.get_by_role("button", name=name, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, option in (chosen or {}).items():
        dialog.get_by_label(label).select_option(label=option)
    for label, text in words.items():
        dialog.get_by_label(label).fill(text)
    dialog.get_by_role("button", name="存好").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text(f"已存好：{name}")).to_be_visible()


def test_a_dispute_is_handed_over_mediated_and_verified(desk: Desk, office: Live) -> None:
    story.offices(office.make)
    case = story.sight(office.make.login("worker"), text="两家为一道田埂争了三年")
    page = desk("liaison", f"/cases/{case}")
    step(page, "受理")
    step(page, "走行业调处", 原因="双方都愿意先谈一谈")
    hand = page.get_by_role("button", name="交承办单位", exact=True)
    hand.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="交承办单位", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("选“承办单位”")
    expect(dialog.get_by_role("alert")).to_contain_text("写下“办理期限”")
    check(page, page.viewport_size["width"])  # type: ignore[index]
    dialog.get_by_label("承办单位").select_option(label="洮阳镇人民调解委员会")
    dialog.get_by_label("办理期限").fill(LATER)
    dialog.get_by_role("button", name="交承办单位", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("region", name="在谁手里")).to_contain_text("洮阳镇人民调解委员会")

    mediator = desk("tiao")
    expect(mediator.get_by_role("heading", name="收件箱")).to_be_visible()
    mediator.locator("a.case").click()
    expect(mediator.locator("main")).to_contain_text("两家为一道田埂争了三年")
    expect(mediator.get_by_role("navigation", name="主菜单")).not_to_contain_text("地图")
    step(mediator, "签收，开始调解", 双方怎么表示自愿调解="双方当面同意")
    agree = mediator.get_by_role("button", name="达成协议", exact=True)
    expect(agree).to_be_disabled()
    for side, name in (("申请人", "王守田"), ("被申请人", "李长河")):
        noted(mediator, "添加当事人", {"哪一方": side}, 当事人姓名=name, 与对方的关系="邻居")
    sat = {
        "时间": f"{now():%Y-%m-%dT%H:%M}",
        "地点": "三组地头",
        "主持人": "田调解",
        "调解经过": "双方同意以老界石为准",
    }
    noted(mediator, "记笔录", **sat)
    check(mediator, mediator.viewport_size["width"])  # type: ignore[index]
    step(mediator, "达成协议", 协议的主要内容="以老界石为准，各让半尺", 协议生效日期=str(today()), 履行期限=LATER)
    mediator.get_by_role("button", name="记司法确认申请").click()
    asked = mediator.get_by_role("dialog")
    asked.get_by_label("申请日期").fill(str(today()))
    for name in ("王**", "李**"):
        asked.get_by_label(name).check()
    asked.get_by_label("法院（必填）").select_option(label="洮阳人民法庭")
    asked.get_by_label("法院案号").fill("（2026）甘1124民特12号")
    asked.get_by_role("button", name="存好").click()
    expect(mediator.locator(".mediation")).to_contain_text("（2026）甘1124民特12号")
    noted(mediator, "记法院裁定", {"裁定结果": "裁定调解协议有效"}, 裁定日期=str(today()))
    expect(mediator.locator(".mediation")).to_contain_text("裁定调解协议有效")
    step(mediator, "履行好了，请人核查", 办理情况="界桩已埋，双方签字")
    expect(mediator.get_by_text("现在没有要您办的。")).to_be_visible()

    verifier = desk("verifier", f"/cases/{case}")
    step(verifier, "核查属实", 怎么核查的="到现场看过界桩")
    expect(verifier.get_by_role("list").filter(has_text="达成协议")).to_contain_text("以老界石为准，各让半尺")

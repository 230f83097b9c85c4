"""The case file at the desk: what is asked before something is noted, and what is said when it goes wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests import story
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, printed

pytestmark = pytest.mark.browser
ANSWER = "经到现场核对，水渠确被填了一段，已组织机械挖开，各户可以正常浇水，站点下月再来回访。"


def oldest(office: Live) -> str:
    """Return the id of the case of the township that was opened first."""
    return str(office.make.run("select id from cases where area_code like '621124100%' order by opened_at, id limit 1"))


def signed(office: Live, case: str) -> None:
    """Bring a case to a signed answer that nobody has received yet."""
    liaison = office.make.login("liaison")
    story.move(liaison, case, "accepted")
    story.move(liaison, case, "verifying", evidence={"handling": "已请施工队挖开水渠"})
    story.move(office.make.login("verifier"), case, "answering", evidence={"check": "到现场看过，水已通"})
    assert story.sign(liaison, case, ANSWER).status_code == 200


def test_a_delivery_is_asked_before_it_is_noted(desk: Desk, office: Live) -> None:
    case = oldest(office)
    signed(office, case)
    sheet, report = office.make.rows("select number, report_number from feedback_sheet")[0]  # type: ignore[misc]
    page = desk("liaison", f"/cases/{case}")
    button, dialog = page.get_by_role("button", name="已送到本人"), page.get_by_role("dialog", name="已送到本人")
    button.press("Enter")
    expect(dialog).to_contain_text(f"确定已送到编号{report}的反映人手里吗？反馈单{sheet}。")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    assert office.make.run("select count(*) from delivery where rung = 'door'") == 0

    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/deliveries", hold)
    button.press("Enter")
    confirm = dialog.locator("form button").last
    confirm.press("Enter")
    expect(confirm).to_have_text("正在提交…")
    confirm.press("Enter")
    held[0].abort()
    expect(dialog.get_by_role("alert")).to_contain_text("连不上服务器")
    expect(page).to_have_title(re.compile(r"^有错：\d"))
    assert len(held) == 1, "a second press sends nothing"
    page.unroute("**/deliveries")
    confirm.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(".sheets")).to_contain_text("已送达")
    expect(page).to_have_title(re.compile(r"^\d"))
    assert office.make.run("select count(*) from delivery where rung = 'door' and state = 'confirmed'") == 1


@pytest.mark.parametrize("length", [450, 600])
def test_no_page_of_a_feedback_sheet_holds_the_signatures_alone(desk: Desk, office: Live, length: int) -> None:
    case = story.sight(office.make.login("worker"), text="水渠上个月被填了一段，三组浇不上水。" * (length // 18))
    signed(office, case)
    page = desk("liaison")
    page.goto(f"{office.url}/api/feedback/{office.make.run('select id from feedback_sheet')}/sheet")
    *_, last = printed(page)
    for words in ("站点下月再来回访", "盖章处", "收件人签字", "存根", "打印时间"):
        assert words in last, words

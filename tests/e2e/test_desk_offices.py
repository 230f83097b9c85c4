"""People of real offices by clicks: a deputy on a phone, and three administrators at the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import story
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check, move
from tests.scenarios.test_receptions import booked, day, today_instead

pytestmark = pytest.mark.browser
PHONE, TOWN = 360, "621124100"


def test_a_deputy_passes_on_and_answers_on_a_phone(desk: Desk, office: Live) -> None:
    make = office.make
    code = story.deputy_code(make, make.account("ma", ("deputy", "621124100"), name="马代表"))
    app = make.app
    land = story.submit(app, code=code)
    story.submit(app, code=code, category="traffic")
    page = desk("ma", width=PHONE)
    expect(page.locator("a.case")).to_have_count(2)
    check(page, PHONE)
    page.locator("a.case", has_text=land["number"]).click()
    page.get_by_role("button", name="转交", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="转交", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("转交给谁")
    check(page, PHONE)
    dialog.get_by_label("转交给谁").select_option(label="站点")
    dialog.get_by_label("转交说明（反映人也看得到）").fill("水渠归水管所管，请站点协调")
    dialog.get_by_role("button", name="转交", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("region", name="经过")).to_contain_text("水渠归水管所管")
    expect(page.get_by_text("人大转办、督办，不办结")).to_be_visible()
    check(page, PHONE)
    page.get_by_role("link", name="收件箱").click()
    expect(page.locator("a.case")).to_have_count(1)

    # what needs nobody else's look is answered from the inbox, at once
    page.locator("a.case").click()
    move(page, "直接答复", 办理情况="当面问过交警，下周一划线")
    page.get_by_role("button", name="签发答复", exact=True).click()
    dialog.get_by_label("给群众的答复").fill("下周一就去划线，请您看着。")
    expect(dialog.get_by_role("region", name="反馈单预览")).to_contain_text("下周一就去划线")
    check(page, PHONE)
    dialog.get_by_role("button", name="签发答复", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("region", name="经过")).to_contain_text("已反馈")
    page.get_by_role("link", name="收件箱").click()
    expect(page.locator("a.case")).to_have_count(0)

    # today's reception: who comes, and what was answered
    receives_today(office)
    page.get_by_role("link", name="接待日").click()
    page.locator("a.case").click()
    comers = page.get_by_role("region", name="预约和来访")
    expect(comers).to_contain_text("低保的事")
    comers.get_by_role("button", name="当场答复").click()
    comers.get_by_label("来人说了什么").fill("低保停了两个月")
    comers.get_by_role("button", name="当场答复").click()
    expect(comers).to_contain_text("写下“怎么答复的")
    comers.get_by_label("怎么答复的").fill("已经和民政核对，下月补发。")
    comers.get_by_role("button", name="当场答复").click()
    expect(comers).to_contain_text("已接待")
    check(page, PHONE)


def receives_today(office: Live) -> None:
    """Let the deputy of the township receive today, with one slot taken."""
    make = office.make
    make.account("jiedai", ("liaison", TOWN), name="李联络")
    deputy = make.run("select id from deputy where account_id is not null")
    plan = day(make, deputy)
    assert make.login("jiedai").post("/api/receptions", json=plan).status_code == 200
    assert booked(make.app, plan["id"], 1).status_code == 200
    today_instead(make, plan["id"])


def sit(chromium: Browser, office: Live, login: str, role: str, *, width: int = 1280) -> Page:
    """Return a window in which an administrator of the township is logged in, both factors behind them."""
    cookie = office.make.administrator(login, role, TOWN).client.get_cookie("zhitong")
    assert cookie
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    context.add_cookies([{"name": "zhitong", "value": cookie.value, "url": office.url}])
    page = context.new_page()
    page.goto(f"{office.url}/desk/")
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    return page


def test_three_administrators_each_do_their_own_work(chromium: Browser, office: Live, tmp_path: Path) -> None:
    system = sit(chromium, office, "xitong", "system_administrator", width=PHONE)
    expect(system.get_by_role("heading", name="人员和账号")).to_be_visible()
    check(system, PHONE)
    system.get_by_role("button", name="新建账号").click()
    system.get_by_label("姓名（必填）").fill("新人")
    system.get_by_label("账号（必填）").fill("Xin Ren")
    system.get_by_label("岗位（必填）").select_option(label="审计管理员")
    system.get_by_label("区划代码（必填）").fill(TOWN)
    system.get_by_role("button", name="新建账号").click()
    expect(system.get_by_label("账号（必填）")).to_have_attribute("aria-invalid", "true")
    system.get_by_label("账号（必填）").fill("xinren")
    system.get_by_role("button", name="新建账号").click()
    expect(system.get_by_text("一次性密码：")).to_be_visible()
    sheet = tmp_path / "people.csv"
    sheet.write_text(
        "姓名,账号,岗位,区划代码,人员类别\n甲,jia,网格员,621124100001,五老\n乙,yi,皇帝,621124100001,\n", "utf-8-sig"
    )
    system.get_by_role("button", name="批量导入").click()
    system.get_by_label("名单文件").set_input_files(sheet)
    system.get_by_role("button", name="先检查，不开账号").click()
    expect(system.get_by_role("dialog")).to_contain_text("没有这个岗位：皇帝")
    check(system, PHONE)
    sheet = tmp_path / "put-right.csv"
    sheet.write_text("姓名,账号,岗位,区划代码,人员类别\n甲,jia,网格员,621124100001,五老\n", "utf-8-sig")
    system.get_by_label("名单文件").set_input_files(sheet)
    system.get_by_role("button", name="导入", exact=True).click()
    expect(system.get_by_role("dialog")).to_contain_text("开好了1个账号")
    system.get_by_role("button", name="关闭").click()
    system.get_by_label("人员类别").select_option(label="五老人员")
    expect(system.locator("tbody tr")).to_have_count(1)

    security = sit(chromium, office, "anquan", "security_administrator")
    expect(security.get_by_role("button", name="新建账号")).to_have_count(0)
    security.get_by_label("只看待确认岗位").check()
    security.get_by_role("button", name="新人").click()
    security.get_by_role("button", name="确认生效").click()
    expect(security.get_by_role("dialog")).to_contain_text("在任")
    security.get_by_role("button", name="锁定账号").click()
    expect(security.get_by_role("button", name="解锁账号")).to_be_visible()
    check(security, 1280)

    audit = sit(chromium, office, "shenji", "audit_administrator")
    expect(
        audit.get_by_role("cell", name="账号·锁定").or_(audit.get_by_role("rowheader", name="账号·锁定"))
    ).to_be_visible()
    audit.get_by_role("button", name="现在核对").click()
    expect(audit.get_by_text("已经开始核对")).to_be_visible()
    expect(audit.get_by_role("navigation", name="主菜单")).not_to_contain_text("人员和账号")
    check(audit, 1280)
    audit.set_viewport_size({"width": PHONE, "height": 800})
    check(audit, PHONE)
    system.get_by_role("link", name="对接系统").click()
    expect(system.get_by_text("还没有对接系统")).to_be_visible()
    system.get_by_role("button", name="添加对接系统").click()
    check(system, PHONE)

    make = office.make
    make.account("renda", ("town_congress", TOWN), name="人大主席")
    congress = make.login("renda").client.get_cookie("zhitong")
    assert congress
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.add_cookies([{"name": "zhitong", "value": congress.value, "url": office.url}])
    page = context.new_page()
    page.goto(f"{office.url}/desk/offices")
    page.get_by_role("button", name="写一个岗位的责任").click()
    page.get_by_label("岗位（必填）").select_option(label="法律顾问")
    page.get_by_label("责任（一行一条）（必填）").fill("每季度坐班一次\n审核调解协议")
    page.get_by_role("button", name="写一个岗位的责任").click()
    expect(page.get_by_role("region", name="岗位责任清单")).to_contain_text("审核调解协议")
    check(page, 1280)
    page.set_viewport_size({"width": PHONE, "height": 800})
    check(page, PHONE)

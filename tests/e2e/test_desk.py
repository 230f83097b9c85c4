"""The desk, as a liaison, a verifier and a township head use it: inbox, case file, answer."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check, move
from tests.errands import run_errands
from tests.make import PASSWORD

pytestmark = pytest.mark.browser


def test_from_the_inbox_to_a_signed_answer_that_arrived(desk: Desk, office: Live) -> None:
    page = desk("liaison")
    expect(page.locator("a.case")).to_have_count(4)
    expect(page.locator(".side .cnt")).to_contain_text("4")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    number = page.locator("a.case").nth(1).inner_text().split()[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    move(page, "受理")
    expect(page.get_by_role("status").filter(has_text="已存好：受理")).to_be_visible()
    page.get_by_role("button", name="办好了，请人核查").click()
    page.get_by_role("dialog").get_by_role("button", name="办好了，请人核查").click()
    expect(page.get_by_role("alert")).to_contain_text("写下“办理情况”，至少5个字")
    expect(page).to_have_title(f"有错：{number}·直通工作台")
    page.keyboard.press("Escape")
    expect(page).to_have_title(f"{number}·直通工作台")
    move(page, "办好了，请人核查", 办理情况="三方到场重新量过，界桩已立好")
    expect(page.get_by_text("现在没有要您办的。")).to_be_visible()

    other = desk("verifier", f"/cases/{page.url.rsplit('/', 1)[1]}")
    move(other, "核查属实", 怎么核查="到现场看过，水已经通了")

    page.reload()
    page.get_by_role("button", name="签发答复").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("给群众的答复").fill("水渠已疏通，界桩已重新立好。")
    expect(dialog.get_by_role("region", name="反馈单预览")).to_contain_text("水渠已疏通，界桩已重新立好。")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="签发答复").click()
    expect(dialog.get_by_label("给群众的答复")).to_have_value("水渠已疏通，界桩已重新立好。")
    dialog.get_by_role("button", name="签发答复").click()
    expect(page.locator(".sheets")).to_contain_text("待送达")
    signed = page.get_by_role("button", name="签发答复")
    expect(signed).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("答复已签发，等第一位反映人收到")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="打印反馈单").click()
    expect(opened.value.locator("body")).to_contain_text("水渠已疏通，界桩已重新立好。")
    move(page, "已送到本人")
    expect(page.locator(".sheets")).to_contain_text("已送达")
    run_errands(office.settings)
    expect(page.locator(".filehead .tag").first).to_have_text("已反馈", timeout=15_000)
    states = office.make.rows("select state from cases where number = :number", number=number)
    assert [row[0] for row in states] == ["answered"]  # type: ignore[index]


def test_the_inbox_puts_the_nearest_deadline_first_and_lists_what_is_overdue(desk: Desk, office: Live) -> None:
    rows = office.make.rows("select number from cases where area_code like '621124100%' order by opened_at, id")
    numbers = [row[0] for row in rows]  # type: ignore[index]
    for number, days in zip(numbers, (9, -30, 1, 5), strict=True):
        office.make.run(
            "update cases set due_on = (now() at time zone 'Asia/Shanghai')::date + :days where number = :number returning 1",
            days=days, number=number,
        )  # fmt: skip
    page = desk("liaison")
    order = [re.compile(numbers[n]) for n in (1, 2, 3, 0)]
    expect(page.locator("a.case")).to_have_text(order)
    page.get_by_role("link", name="已逾期").click()
    expect(page.locator("a.case")).to_have_text(order[:1])
    expect(page.locator("tbody .tag.bad")).to_contain_text("逾期")
    expect(page.get_by_role("navigation", name="主菜单").get_by_role("link", name="收件箱")).to_have_attribute(
        "aria-current", "page"
    )
    page.get_by_role("link", name="全部", exact=True).click()
    expect(page.locator("a.case")).to_have_text([re.compile(number) for number in reversed(numbers)])


def test_who_comes_second_sees_what_the_first_did(desk: Desk) -> None:
    first = desk("liaison")
    first.locator("a.case").first.click()
    second = desk("second", f"/cases/{first.url.rsplit('/', 1)[1]}")
    expect(second.get_by_role("button", name="受理", exact=True)).to_be_visible()
    move(first, "受理")
    second.get_by_role("button", name="受理", exact=True).click()
    second.get_by_role("dialog").get_by_role("button", name="受理", exact=True).click()
    dialog = second.get_by_role("dialog", name="杨丽已办了这一步")
    expect(dialog).to_contain_text("已受理")
    expect(dialog).not_to_contain_text("您写的")
    expect(dialog.get_by_role("button")).to_have_text(["关闭", "知道了"])
    dialog.get_by_role("button", name="知道了").click()
    expect(second.locator(".filehead .tag").first).to_have_text("已受理")

    for page in (first, second):
        page.get_by_role("button", name="办好了，请人核查").click()
        page.get_by_label("办理情况").fill("界桩已立好")
        page.get_by_role("dialog").get_by_role("button", name="办好了，请人核查").click()
    expect(second.get_by_role("heading", name="杨丽刚改了这一项。")).to_be_visible()
    second.get_by_role("button", name="看差别").click()
    expect(second.get_by_role("dialog")).to_contain_text("办理情况：界桩已立好")
    expect(second.get_by_role("button", name="用我的")).to_have_count(0)
    second.get_by_role("button", name="用他的").click()
    expect(second.locator(".filehead .tag").first).to_have_text("待核查")


def test_filters_stand_in_the_address(desk: Desk, office: Live) -> None:
    page = desk("liaison", "/cases")
    expect(page.locator("a.case")).to_have_count(4)
    page.get_by_label("未落格").check()
    expect(page.get_by_text("没有这样的事项，换个条件。")).to_be_visible()
    assert page.url.endswith("?unplaced=1")
    page.reload()
    expect(page.get_by_label("未落格")).to_be_checked()
    page.get_by_role("link", name="看全部事项").click()
    page.get_by_label("未办结").check()
    expect(page.locator("a.case")).to_have_count(4)
    page.get_by_label("阶段").select_option("已办结")
    expect(page.get_by_text("没有这样的事项，换个条件。")).to_be_visible()
    assert page.url.endswith("?open=1&state=closed")
    page.get_by_role("link", name="看全部事项").click()
    page.get_by_label("阶段").select_option("待受理")
    expect(page.locator("a.case")).to_have_count(4)
    page.get_by_label("类别").select_option("环境卫生")
    expect(page.locator("a.case")).to_have_count(0)


def test_an_unknown_page_or_filter_is_not_taken_for_another(desk: Desk) -> None:
    page = desk("liaison", "/nosuch")
    expect(page.get_by_role("heading", name="没有这一页")).to_be_visible()
    expect(page.locator("a.case")).to_have_count(0)
    expect(page.get_by_role("navigation", name="主菜单").locator("[aria-current]")).to_have_count(0)
    page.get_by_role("link", name="回到收件箱").click()
    expect(page.locator("a.case")).to_have_count(4)
    base = page.url.rstrip("/")
    page.goto(f"{base}/cases?state=foo&category=bar&from=soon&unplaced=maybe")
    expect(page.locator("a.case")).to_have_count(4)
    expect(page.get_by_role("link", name="看全部事项")).to_have_count(0)
    page.get_by_label("阶段").select_option("已办结")
    expect(page.get_by_text("没有这样的事项，换个条件。")).to_be_visible()
    assert page.url == f"{base}/cases?state=closed"


def test_a_case_elsewhere_is_not_there(desk: Desk, office: Live) -> None:
    (elsewhere,) = office.make.rows("select id from cases where area_code like '621124101%' order by id limit 1")
    page = desk("liaison", f"/cases/{elsewhere[0]}")  # type: ignore[index]
    expect(page.get_by_role("alert")).to_contain_text("没有")
    assert "王家磨" not in page.content()


def test_a_worker_is_led_to_the_phone(desk: Desk) -> None:
    page = desk("worker")
    expect(page.get_by_role("link", name="打开手机端")).to_have_attribute("href", "/app/")


def test_the_own_account_ends_other_logins_and_binds_a_phone_that_is_asked_for(desk: Desk, office: Live) -> None:
    office.make.account("shuang", ("liaison", "621124100"), name="双")
    elsewhere, page = desk("shuang"), desk("shuang", "/account")
    devices = page.get_by_role("table", name="登录的设备").locator("tbody tr")
    expect(devices).to_have_count(2)
    check(page, 1280)
    page.get_by_role("button", name="结束其他所有登录").click()
    expect(devices).to_have_count(1)
    assert elsewhere.evaluate("fetch('/api/me').then(r => r.status)") == 401
    factor = page.get_by_role("region", name=re.compile("^两步验证"))
    factor.get_by_label("现在的密码").fill("not-my-password")
    factor.get_by_role("button", name="开始绑定").click()
    expect(factor.locator(".error")).to_contain_text("密码不对")
    factor.get_by_label("现在的密码").fill(PASSWORD)
    factor.get_by_role("button", name="开始绑定").click()
    assert factor.get_by_alt_text("绑定用的二维码").evaluate("img => img.decode().then(() => img.naturalWidth)") > 100
    totp = pyotp.TOTP(factor.locator(".bind code").inner_text().replace(" ", ""))
    factor.get_by_label("验证码").fill(totp.now())
    factor.get_by_role("button", name="确认绑定").click()
    expect(factor.locator(".codes li")).to_have_count(10)
    factor.get_by_role("button", name="已经收好").click()
    expect(factor).to_contain_text("还有10组恢复码没有用过。")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(f"{office.url}/desk/")
    page.get_by_label("账号").fill("shuang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_label("验证码")).to_be_focused()
    page.get_by_label("验证码").fill(totp.at(time.time() + 30))
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()


def test_logging_out_ends_it(desk: Desk) -> None:
    page = desk("head")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("账号")).to_be_visible()
    assert page.evaluate("fetch('/api/cases').then(r => r.status)") == 401


def test_a_wrong_password_is_told_beside_its_field(office: Live, chromium: Browser) -> None:
    page = chromium.new_page(locale="zh-CN")
    page.goto(f"{office.url}/desk/")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_label("账号")).to_be_focused()
    page.get_by_label("账号").fill("head")
    page.get_by_label("密码").fill("wrong-password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_label("密码")).to_be_focused()
    expect(page.locator("#password-error")).to_contain_text("账号或密码不对")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(desk: Desk, width: int) -> None:
    page = desk("liaison", width=width)
    expect(page.locator("a.case")).to_have_count(4)
    check(page, width)
    page.locator("a.case").first.click()
    expect(page.locator("blockquote")).to_be_visible()
    check(page, width)
    move(page, "受理")
    page.get_by_role("button", name="办好了，请人核查").click()
    check(page, width)
    page.keyboard.press("Escape")
    for name, ready in (
        ("预警", "h1"),
        ("回复模板", "section.card"),
        ("事项", "a.case"),
        ("地图", ".canvas[data-ready]"),
    ):
        page.get_by_role("navigation", name="主菜单").get_by_role("link", name=name).click()
        expect(page.locator(ready).first).to_be_attached()
        check(page, width)
    if width < 1000:
        page.get_by_text("筛选、图层和打印").click()
    page.get_by_role("button", name="空白网格").click()
    expect(page.get_by_role("complementary", name="空白网格").get_by_role("status")).to_contain_text("覆盖率0.0%")
    check(page, width)
    page.get_by_role("button", name="看表格").click()
    check(page, width)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("账号")).to_be_visible()
    check(page, width)

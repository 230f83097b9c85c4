"""What a person at the desk keeps: what was written when the login ends, the page when the network goes, the view when the page is loaded anew."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check
from tests.make import PASSWORD

pytestmark = pytest.mark.browser


def log_in(page: Page, login: str) -> None:
    dialog = page.get_by_role("dialog", name="登录")
    dialog.get_by_label("账号").fill(login)
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录", exact=True).click()


def test_a_login_that_ends_in_another_window_costs_the_same_person_nothing_they_wrote(desk: Desk, office: Live) -> None:
    page = desk("head", "/visits")
    page.get_by_role("button", name="派人走访").first.click()
    page.get_by_label("去做什么").fill("看看水渠通了没有")
    other = page.context.new_page()
    other.goto(f"{office.url}/desk/alerts")
    other.get_by_role("button", name="退出登录").click()
    expect(other.get_by_label("账号")).to_be_visible()

    dialog = page.get_by_role("dialog", name="登录")
    expect(dialog).to_contain_text("这一页写了的都在")
    expect(dialog.get_by_label("账号")).to_have_value("head")
    expect(dialog.get_by_label("密码")).to_be_focused()
    expect(page.get_by_label("去做什么")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    check(page, 1280)
    log_in(page, "head")
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("去做什么")).to_have_value("看看水渠通了没有")
    expect(page).to_have_title(re.compile("走访任务"))
    # the other window stood at the login and is in again
    expect(other.get_by_role("button", name="退出登录")).to_be_visible()

    # the new session's token is this page's too: what was written can be stored
    page.get_by_label("派谁去").select_option(index=1)
    page.get_by_role("button", name="派人走访").last.click()
    expect(page.get_by_role("heading", name="看看水渠通了没有")).to_be_visible()


def test_who_logs_in_instead_of_another_sees_nothing_of_theirs(desk: Desk, office: Live) -> None:
    page = desk("head", "/visits")
    page.get_by_role("button", name="派人走访").first.click()
    page.get_by_label("去做什么").fill("只有镇长知道")
    office.make.run("delete from session returning 1")
    page.get_by_label("区域").focus()
    page.get_by_role("link", name="预警", exact=True).click()
    log_in(page, "verifier")
    expect(page.get_by_role("dialog", name="登录")).to_be_hidden()
    expect(page.get_by_role("link", name=re.compile("石建国"))).to_be_visible()
    page.get_by_role("link", name="走访任务", exact=True).click()
    expect(page.get_by_text("只有镇长知道")).to_have_count(0)


def test_without_a_network_nothing_is_shown_under_a_period_it_is_not_of_and_all_comes_back_by_itself(
    desk: Desk, office: Live
) -> None:
    page = desk("head", "/map")
    total = page.locator(".panel .total")
    expect(total).to_contain_text("共4件")
    page.context.set_offline(True)
    page.get_by_label("期间").select_option("30")
    expect(page.get_by_text("暂时读不到")).to_be_visible()
    expect(total).to_have_count(0)
    expect(page.locator(".legend")).to_have_count(0)
    page.get_by_role("link", name="扫码统计", exact=True).click()
    expect(page.get_by_text("暂时读不到").or_(page.get_by_role("heading", name="扫码统计"))).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="扫码统计", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_label("期间")).to_have_value("30")
    expect(total).to_contain_text("共4件")


def test_who_cannot_be_asked_for_is_not_taken_for_logged_out(desk: Desk, office: Live) -> None:
    page = desk("head", "/alerts")
    page.route("**/api/me", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("连不上服务器，请检查网络再试。")).to_be_visible()
    expect(page.get_by_label("密码")).to_have_count(0)
    page.unroute("**/api/me")
    page.get_by_role("button", name="重试").click()
    expect(page.get_by_role("heading", name="预警", level=1)).to_be_visible()


def test_a_map_and_a_trial_are_the_same_after_a_reload_and_in_the_other_language(desk: Desk, office: Live) -> None:
    page = desk("head", "/map")
    page.get_by_role("button", name="每千户", exact=True).click()
    page.get_by_label("类别").select_option("土地边界")
    page.get_by_label("期间").select_option("365")
    page.get_by_role("button", name="看表格").click()
    page.locator("table.rows .cellpick").first.click()
    expect(page).to_have_url(re.compile(r"measure=rate&category=land&period=365&cell=\w+&table=1$"))
    page.reload()
    # a column of the table is called alike
    measures = page.get_by_role("group", name="看什么")
    expect(measures.get_by_role("button", name="每千户", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("期间")).to_have_value("365")
    expect(page.locator(".panel .three").first).to_contain_text("近365天")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Category")).to_have_value("land")
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_visible()
    page.get_by_role("button", name="中文").click()

    page.get_by_role("link", name="覆盖与布点").click()
    page.get_by_role("button", name="看表格").click()
    page.get_by_role("button", name="试放").first.click()
    page.get_by_label("步行范围（米）").fill("900")
    page.get_by_label("步行范围（米）").press("Enter")
    expect(page).to_have_url(re.compile(r"reach_m=900&sites=[\d.]+%2C[\d.]+&table=1$"))
    page.reload()
    expect(page.locator(".sites li")).to_have_count(1)
    expect(page.get_by_label("步行范围（米）")).to_have_value("900")
    page.go_back()
    expect(page.get_by_label("期间")).to_have_value("365")
    # an address that was cut or typed by hand is the usual view
    page.goto(f"{office.url}/desk/map?measure=nothing&period=8&look=1,2&days=x&table=no")
    expect(measures.get_by_role("button", name="件数", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("期间")).to_have_value("90")


def test_what_lists_are_narrowed_to_is_the_same_after_a_reload(desk: Desk, office: Live) -> None:
    page = desk("head", "/visits")
    expect(page.get_by_text("没有这样的走访任务。")).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/visit-tasks?*", hold)
    page.get_by_label("状态").select_option("逾期未走访")
    expect(page.get_by_text("没有这样的走访任务。")).to_have_count(0)
    # written while the narrowed list is still on its way
    page.get_by_label("搜索").press_sequentially("地埂")
    held[0].continue_()
    page.unroute("**/api/visit-tasks?*", hold)
    expect(page.get_by_text("没有这样的走访任务。")).to_be_visible()
    expect(page.get_by_label("搜索")).to_have_value("地埂")
    page.get_by_label("搜索").press("Enter")
    expect(page).to_have_url(re.compile(r"/visits\?which=overdue&q="))
    page.reload()
    expect(page.get_by_label("状态")).to_have_value("overdue")
    expect(page.get_by_label("搜索")).to_have_value("地埂")
    page.goto(f"{office.url}/desk/visits?which=toString&area=%20")
    expect(page.get_by_label("状态")).to_have_value("open")
    page.goto(f"{office.url}/desk/bulletins")
    page.get_by_label("类型").select_option("月报")
    page.reload()
    expect(page.get_by_label("类型")).to_have_value("month")
    page.goto(f"{office.url}/desk/alerts")
    page.get_by_role("button", name="看全部预警").click()
    page.reload()
    expect(page.get_by_role("button", name="只看等待研判的")).to_be_visible()
    assert page.url.endswith("/alerts?all=1")


def test_an_address_of_nothing_says_what_may_have_become_of_it_and_leads_back(desk: Desk, office: Live) -> None:
    page = desk("head", "/editions/999999")
    expect(page.get_by_text("没有找到：地址可能抄错了")).to_be_visible()
    page.get_by_role("link", name="回到列表").click()
    expect(page.get_by_role("heading", name="网格版本", level=1)).to_be_visible()


def test_who_has_no_second_factor_is_told_before_an_export_is_filled_in(desk: Desk, office: Live) -> None:
    page = desk("liaison", "/ledgers")
    page.get_by_role("button", name="导出", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("请先在“账号与安全”里绑定")
    expect(dialog.get_by_role("textbox")).to_have_count(0)
    check(page, 1280)
    dialog.get_by_role("link", name="去绑定").click()
    expect(page.get_by_role("heading", name="两步验证")).to_be_visible()

"""A citizen's way from the poster to the progress page, and the pages beside it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.screenshots.camera import TEXT, Camera
from tests.e2e.screenshots.desk import enter


def go(page: Page, button: Locator) -> None:
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation():
        button.click()


def citizen(camera: Camera) -> None:
    """A citizen's way from the poster to the progress page, and the pages beside it."""
    page = camera.person().new_page()
    page.goto(camera.code_url)
    camera.take(page, "citizen-landing")
    go(page, page.get_by_role("button", name="我要反映"))
    camera.take(page, "citizen-what")
    go(page, page.locator("#f .btn").last)
    camera.take(page, "citizen-what-errors")
    page.locator("#t").fill(TEXT)
    page.get_by_role("radio", name="公共服务").check()
    go(page, page.locator("#f .btn").last)
    page.get_by_role("button", name="用手机定位").click()
    expect(page.locator("[data-located]")).to_be_visible()
    camera.take(page, "citizen-where")
    go(page, page.locator("#f .btn").last)
    page.get_by_role("radio", name="凭回执号自己查").check()
    camera.take(page, "citizen-reply")
    go(page, page.locator("#f .btn").last)
    camera.take(page, "citizen-check")
    go(page, page.get_by_role("button", name="提交"))
    expect(page.locator("[data-receipt]").first).to_be_attached()
    camera.take(page, "citizen-receipt")
    receipt = page.locator("[data-receipt]").first.get_attribute("data-receipt")
    go(page, page.get_by_role("button", name="查进度"))
    camera.take(page, "citizen-progress")
    ask_for_more(camera, page.locator(".facts dd").nth(1).inner_text())
    page.reload()
    camera.take(page, "citizen-asked")
    page.context.close()
    other = camera.person().new_page()
    for name, path in (
        ("citizen-ask", f"/t/{receipt}"),
        ("citizen-stations", "/s/"),
        ("citizen-bad-code", "/c/P11AAAA"),
    ):
        other.goto(camera.root + path)
        camera.take(other, name)
    while not re.search(r"/s/\d+$", other.url):
        other.locator("main a.row").first.click()
        other.wait_for_load_state()
    camera.take(other, "citizen-station")
    other.context.add_cookies([{"name": "zt_lang", "value": "en", "url": camera.root}])
    other.goto(camera.code_url)
    camera.take(other, "citizen-landing-en")
    other.context.close()
    looks(camera)


def ask_for_more(camera: Camera, number: str) -> None:
    """Let the station ask who spoke for more."""
    page = camera.person().new_page()
    page.goto(f"{camera.root}/desk/cases?state=pending")
    enter(page, "lianluo")
    page.locator("a.case", has_text=number).click()
    page.get_by_role("button", name="请反映人补充").click()
    page.get_by_label("请反映人补充什么").fill("请补充路灯在水渠的哪一侧，灯杆上有没有编号。")
    page.get_by_role("dialog").get_by_role("button", name="请反映人补充").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.context.close()


def looks(camera: Camera) -> None:
    """The citizen's page large, and in high contrast."""
    for name, look in (("citizen-care", "1.0"), ("citizen-contrast", "0.1")):
        context = camera.person()
        context.add_cookies([{"name": "zt_look", "value": look, "url": camera.root}])
        page = context.new_page()
        page.goto(camera.code_url)
        go(page, page.get_by_role("button", name="我要反映"))
        camera.take(page, name)
        context.close()

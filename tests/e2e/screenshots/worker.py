"""A grid worker's day."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from backend.demo.domain import PASSWORD
from tests.e2e.screenshots.camera import NEXT_TOWN, TEXT, Camera


def worker(camera: Camera) -> None:
    """A grid worker's day."""
    page = camera.person().new_page()
    page.goto(f"{camera.root}/app/login")
    camera.take(page, "worker-login")
    page.fill("[name=account]", "wangge")
    page.fill("[name=password]", PASSWORD)
    page.click("form button")
    expect(page.get_by_role("link", name="登记线索")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(found => found.active.state)")
    camera.take(page, "worker-today")
    for name, path in (("worker-tasks", "tasks"), ("worker-grid", "grid")):
        page.goto(f"{camera.root}/app/{path}")
        camera.take(page, name)
    page.get_by_role("button", name=re.compile("我的设置")).click()
    camera.take(page, "worker-settings", whole=False)
    visit(camera, page)
    page.goto(f"{camera.root}/app/training")
    expect(page.get_by_role("heading", name="接下来的培训")).to_be_visible()
    camera.take(page, "worker-training")
    file_offline(camera, page)
    outside(camera, page)
    page.context.close()


def visit(camera: Camera, page: Page) -> None:
    """Write down what one person says of an article, and the receipt to hand over."""
    page.goto(f"{camera.root}/app/hear")
    page.locator("a.row.whole").first.click()
    page.locator("summary", has_text="第二条").click()
    camera.take(page, "worker-draft")
    page.get_by_role("link", name="记对第二条的意见").click()
    page.fill("#text", "物业费每年公示一次太少，半年一次才看得清。")
    page.get_by_label("留姓名").check()
    camera.take(page, "worker-opinion")
    page.get_by_label("不留名").check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("请抄给本人")).to_be_visible(timeout=60_000)
    camera.take(page, "worker-opinion-receipt")


def file_offline(camera: Camera, page: Page) -> None:
    """File one sighting without signal, then with it."""
    page.goto(f"{camera.root}/app/file")
    page.locator("#category label", has_text="公共服务").click()
    page.fill("#text", TEXT)
    expect(page.locator(".placeline b")).to_be_visible()
    camera.take(page, "worker-file")
    page.context.set_offline(True)
    reason = page.get_by_label("到邻近网格走访")
    if reason.count():
        reason.check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    camera.take(page, "worker-saved-offline")
    page.context.set_offline(False)
    page.goto(f"{camera.root}/app/outbox")
    expect(page.locator(".sync b")).to_contain_text("全部已上传", timeout=60_000)
    camera.take(page, "worker-outbox")
    page.locator(".row").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    camera.take(page, "worker-item", whole=False)


def outside(camera: Camera, page: Page) -> None:
    """Begin a sighting in the next township."""
    page.context.set_geolocation(NEXT_TOWN)
    page.goto(f"{camera.root}/app/file")
    expect(page.get_by_text("这里不在您的网格。选个原因，照常保存。")).to_be_visible()
    page.locator("#category label").first.click()
    camera.take(page, "worker-outside")

"""Takes docs/screenshots: every page of a running demo, on a phone (360 px) and at a desk (1280 px).

`python -m tests.e2e.screenshots http://127.0.0.1:8000/c/CODE`, with the address of a code that `scripts/run` prints. It files one
submission through that code and one sighting; nothing else changes. Words after the address narrow to names that
contain one of them.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from backend.demo.domain import PASSWORD

FOLDER = Path(__file__).parents[2] / "docs/screenshots"
# WebGL without a graphics card
ARGS = [
    "--no-sandbox",
    "--lang=zh-CN",
    "--disable-quic",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
WIDTHS = {360: 780, 1280: 860}
COLOURS = 96
FILES = {"desk-file": "pending", "desk-file-answering": "answering", "desk-file-answered": "answered"}
# in 城中社区 of 洮阳镇, EPSG:4326
PLACE = {"longitude": 103.788, "latitude": 35.3, "accuracy": 14}
TEXT = "三组水渠东头的路灯坏了三盏，夜里有人摔倒。"


@dataclass
class Camera:
    """One width; `take` writes `<name>-<width>.png`."""

    browser: Browser
    code_url: str
    width: int
    wanted: list[str]

    @property
    def root(self) -> str:
        """Where the demo answers."""
        parts = urlsplit(self.code_url)
        return f"{parts.scheme}://{parts.netloc}"

    def person(self, **more: Any) -> BrowserContext:
        """Return a fresh browser in 城中社区."""
        context = self.browser.new_context(
            viewport={"width": self.width, "height": WIDTHS[self.width]}, locale="zh-CN", timezone_id="Asia/Shanghai",
            geolocation=PLACE, permissions=["geolocation"], reduced_motion="reduce", **more,
        )  # fmt: skip
        context.set_default_timeout(20_000)
        return context

    def take(self, page: Page, name: str, *, whole: bool = True) -> None:
        """Write what the page shows, the whole of it or the window, in few colours so that it stays small."""
        if self.wanted and not any(word in name for word in self.wanted):
            return
        page.wait_for_load_state("networkidle")
        shown = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
        flat = shown.quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(FOLDER / f"{name}-{self.width}.png", optimize=True)
        sys.stdout.write(f"{name}-{self.width}\n")


def citizen(camera: Camera) -> None:
    """A citizen's way from the poster to the progress page, and the pages beside it."""
    page = camera.person().new_page()
    page.goto(camera.code_url)
    camera.take(page, "citizen-landing")
    page.get_by_role("button", name="我要反映").click()
    camera.take(page, "citizen-what")
    page.locator("#f .btn").last.click()
    camera.take(page, "citizen-what-errors")
    page.locator("#t").fill(TEXT)
    page.get_by_role("radio", name="公共服务").check()
    page.locator("#f .btn").last.click()
    page.get_by_role("button", name="用手机定位").click()
    expect(page.locator("[data-located]")).to_be_visible()
    camera.take(page, "citizen-where")
    page.locator("#f .btn").last.click()
    page.get_by_role("radio", name="凭回执号自己查").check()
    camera.take(page, "citizen-reply")
    page.locator("#f .btn").last.click()
    camera.take(page, "citizen-check")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("[data-receipt]").first).to_be_attached()
    camera.take(page, "citizen-receipt")
    receipt = page.locator("[data-receipt]").first.get_attribute("data-receipt")
    page.get_by_role("button", name="查进度").click()
    camera.take(page, "citizen-progress")
    page.context.close()
    other = camera.person().new_page()
    for name, path in (
        ("citizen-ask", f"/t/{receipt}"),
        ("citizen-stations", "/s/"),
        ("citizen-bad-code", "/c/P11AAAA"),
    ):
        other.goto(camera.root + path)
        camera.take(other, name)
    other.context.add_cookies([{"name": "zt_lang", "value": "en", "url": camera.root}])
    other.goto(camera.code_url)
    camera.take(other, "citizen-landing-en")
    other.context.close()
    looks(camera)


def looks(camera: Camera) -> None:
    """The citizen's page large, and in high contrast."""
    for name, look in (("citizen-care", "1.0"), ("citizen-contrast", "0.1")):
        context = camera.person()
        context.add_cookies([{"name": "zt_look", "value": look, "url": camera.root}])
        page = context.new_page()
        page.goto(camera.code_url)
        page.get_by_role("button", name="我要反映").click()
        camera.take(page, name)
        context.close()


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
    file_offline(camera, page)
    page.context.close()


def file_offline(camera: Camera, page: Page) -> None:
    """File one sighting without signal, then with it."""
    page.goto(f"{camera.root}/app/file")
    page.locator("#category label").first.click()
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


def desk(camera: Camera) -> None:
    """The desk of a liaison, and the map of two heads."""
    page = camera.person().new_page()
    page.goto(f"{camera.root}/desk/")
    camera.take(page, "desk-login")
    enter(page, "lianluo")
    expect(page.locator("a.case").first).to_be_visible()
    camera.take(page, "desk-inbox")
    for name, path in (("desk-all", "/all"), ("desk-messages", "/messages"), ("desk-cases", "/cases")):
        page.goto(f"{camera.root}/desk{path}")
        camera.take(page, name)
    for name, state in FILES.items():
        page.goto(f"{camera.root}/desk/cases?state={state}")
        page.locator("a.case").first.click()
        expect(page.locator("blockquote").first).to_be_visible()
        if page.locator(".canvas").count():
            page.locator(".canvas").first.scroll_into_view_if_needed()
            expect(page.locator(".canvas canvas").first).to_be_attached(timeout=60_000)
            page.wait_for_load_state("networkidle")
            page.locator("main").evaluate("main => main.scrollTo(0, 0)")
        camera.take(page, name)
    sheet(camera, page)
    page.context.close()
    for name, login in (("desk-map", "xianzhang"), ("desk-map-town", "zhenzhang")):
        page = camera.person().new_page()
        page.goto(f"{camera.root}/desk/map")
        enter(page, login)
        expect(page.locator(".canvas[data-ready]")).to_be_attached(timeout=60_000)
        camera.take(page, name, whole=camera.width < 1000)
        page.get_by_role("button", name="看表格").click()
        camera.take(page, f"{name}-table", whole=False)
        page.context.close()


def sheet(camera: Camera, page: Page) -> None:
    """The printed feedback sheet of the case that is open."""
    address = page.locator("a[href*='/sheet']").first
    if address.count():
        page.goto(camera.root + str(address.get_attribute("href")))
        camera.take(page, "sheet")


def enter(page: Page, login: str) -> None:
    """Log in at the desk."""
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()


FACES: dict[str, Callable[[Camera], None]] = {"citizen": citizen, "worker": worker, "desk": desk}


def main() -> None:
    """Take what the words ask for."""
    reader = argparse.ArgumentParser(prog="python -m tests.e2e.screenshots", description=__doc__)
    reader.add_argument("code_url", help="address of a code's page, as scripts/run prints it")
    reader.add_argument("names", nargs="*", help="only pictures whose name contains one of these")
    words = reader.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("ZHITONG_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        for width in WIDTHS:
            camera = Camera(browser, words.code_url, width, words.names)
            for face, take in FACES.items():
                if not words.names or any(name.startswith(face) or name == "sheet" for name in words.names):
                    take(camera)
        browser.close()


if __name__ == "__main__":
    main()

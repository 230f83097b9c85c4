"""Every page of the worker's phone, for everybody: no fault of accessibility, nothing sideways, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Live
from tests.e2e.field import file_sighting, stored
from tests.e2e.measure import against_rules, small_targets, small_text
from tests.e2e.phone import Phone
from tests.eventually import eventually

pytestmark = pytest.mark.browser

LOOKS = {
    "light": ("", False),
    "contrast": ("", True),
    "large": ("care", False),
    "larger": ("care care-2", False),
    "largest": ("care care-3", False),
}
# px: the least size of whatever is pressed, and of text (ui.md §2)
LEAST = {"light": (44, 12), "contrast": (44, 12), "large": (60, 24), "larger": (60, 30), "largest": (60, 40)}
# Sizes between the first and the last change nothing that axe looks at.
READ = {"light", "contrast", "largest"}


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_clean_for_everybody(worker: Phone, live: Live, width: int) -> None:
    page = worker.page
    page.set_viewport_size({"width": width, "height": 800})
    worker.lose_signal()
    file_sighting(page, "三组路灯损坏，夜间有人摔倒")
    # A phone is held in every look; the same page on a wide screen is looked at once.
    for look, (size, contrast) in list(LOOKS.items())[: None if width < 1000 else 1]:
        kept = {"size": size, "contrast": contrast}
        page.evaluate("look => localStorage.setItem('zhitong-look', JSON.stringify(look))", kept)
        found = dict(walk(page, live, *LEAST[look], read=look in READ))
        assert {name: what for name, what in found.items() if what} == {}, look


def walk(page: Page, live: Live, target: int, text: int, *, read: bool) -> Iterator[tuple[str, list[str]]]:
    """Show every page and every sheet; yield what is wrong with each: `target` and `text` are the least sizes in px; `read`: by axe too."""

    def faults() -> list[str]:
        return (against_rules(page) if read else []) + small_targets(page, target) + small_text(page, text)

    for name in ("", "tasks", "grid", "outbox", "file", "login"):
        page.goto(f"{live.url}/app/{name}")
        expect(page.locator("h1")).to_be_visible()
        if name == "grid":
            expect(page.locator(".map canvas")).to_be_visible()
        if name == "file":
            page.get_by_role("button", name="保存", exact=True).click()
            expect(page.get_by_text("处要改")).to_be_visible()
        sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        yield name, faults() + (["scrolls sideways"] if sideways else [])
    page.goto(f"{live.url}/app/")
    page.get_by_role("button", name="我的设置").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "settings", faults()
    page.goto(f"{live.url}/app/outbox")
    page.locator(".row").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "item", faults()


def test_the_place_can_be_a_cell_a_fix_or_a_pin(worker: Phone, live: Live) -> None:
    page = worker.page
    page.goto(f"{live.url}/app/file")
    place = page.locator(".placeline")
    expect(place).to_contain_text("文峰社区1格 ±15米")
    page.get_by_role("button", name="选网格").click()
    page.get_by_role("button", name="东街社区1格").click()
    expect(place).to_contain_text("东街社区1格 选的网格")
    expect(page.get_by_text("这里不在您的网格。选个原因，照常保存。")).to_be_visible()
    page.get_by_role("button", name="改用手机定位").click()
    expect(place).to_contain_text("文峰社区1格 ±15米")
    page.get_by_role("button", name="在图上点").click()
    expect(page.locator("dialog .map canvas")).to_be_visible()
    page.get_by_role("button", name="用图中心").click()
    page.get_by_role("button", name="就是这里").click()
    expect(place).to_contain_text("文峰社区1格 图上点的")
    page.locator("#category label").first.click()
    page.fill("#text", "图上点的地方")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    eventually(lambda: stored(live) == [("图上点的地方", "ma", "621124100001001")], what="the sighting in its cell")


def test_the_app_is_installable_and_needs_nothing_from_outside(worker: Phone, live: Live) -> None:
    page = worker.page
    manifest = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then(r => r.json())")
    assert (manifest["start_url"], manifest["display"]) == ("/app/", "standalone")
    for icon in manifest["icons"]:
        size = page.evaluate(
            "src => fetch(src).then(r => r.blob()).then(createImageBitmap).then(b => `${b.width}x${b.height}`)",
            icon["src"],
        )
        assert size == icon["sizes"]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("", "grid", "outbox", "file"):
        page.goto(f"{live.url}/app/{name}")
        expect(page.locator("h1")).to_be_visible()
    assert [url for url in asked if not url.startswith((live.url, "blob:", "data:"))] == []

"""What comes out of the printer at the desk (interface guide, section 9)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.office import Desk, printed

pytestmark = pytest.mark.browser
DAY, MINUTE = r"\d{4}-\d\d-\d\d", r"\d{4}-\d\d-\d\d\d\d:\d\d"
SYNTHETIC = "网格为合成数据，不作为法定界线"


def share_of_the_picture(page: Page) -> tuple[float, float]:
    """Return how far across and down the picture the name of the township stands, each from 0 to 1."""
    picture, town = (page.locator(each).bounding_box() for each in (".maplibregl-canvas", ".town"))
    assert picture
    assert town
    middle = town["x"] + town["width"] / 2 - picture["x"], town["y"] + town["height"] / 2 - picture["y"]
    return middle[0] / picture["width"], middle[1] / picture["height"]


def test_a_map_says_whose_it_is_and_when_and_keeps_the_names_in_place(desk: Desk) -> None:
    page = desk("head", "/map")
    expect(page.locator(".canvas[data-ready]")).to_be_attached()
    expect(page.locator(".printed")).to_be_hidden()
    page.get_by_label("类别").select_option("土地边界")
    expect(page.locator(".legend h2")).to_have_text("近90天件数·土地边界")
    before = share_of_the_picture(page)
    first, *_ = printed(page)
    assert re.search(rf"洮阳镇·{DAY}至{DAY}·土地边界·打印时间{MINUTE}", first)
    assert SYNTHETIC in first
    assert re.search(r"1/\d", first)
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print")
    assert share_of_the_picture(page) == pytest.approx(before, abs=0.05)


def test_a_case_says_when_it_was_printed_and_speaks_of_no_map(desk: Desk) -> None:
    page = desk("liaison")
    page.locator("a.case").first.click()
    expect(page.locator("blockquote")).to_be_visible()
    expect(page.get_by_text(SYNTHETIC)).to_be_visible()
    number = page.locator(".filehead .no").inner_text()
    pages = printed(page)
    assert re.search(rf"{number}·打印时间{MINUTE}", pages[-1])
    assert all(f"{n}/{len(pages)}" in text for n, text in enumerate(pages, 1))
    assert SYNTHETIC not in "".join(pages)

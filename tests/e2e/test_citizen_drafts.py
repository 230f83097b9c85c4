"""A draft in a citizen's browser: an opinion on one article, without script and with it, followed by its receipt; clean at 360 px."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.drafts import draft
from tests.e2e.conftest import Live
from tests.e2e.test_citizen import Open, faults_of, number, onward, press, visit

__all__ = ["visit"]

pytestmark = pytest.mark.browser
SAID = "物业费应当每年公示一次，一户一户贴出来，看不清的上门念给老人听。"
STORED = (
    "select t.said, a.label, o.reply_way from opinion o join opinion_text t on t.opinion_id = o.id"
    " join draft_article a on a.id = o.article_id"
)
LEAST = 44


def way(page: Page, url: str) -> Iterator[None]:
    """Go from the list of drafts to what became of an opinion on one article, stopping at each page."""
    page.goto(f"{url}/drafts")
    yield
    page.get_by_role("link", name="物业管理条例（草案）").click()
    expect(page.get_by_text("第二条说的事。")).to_be_visible()
    yield
    page.get_by_role("link", name="对第二条说几句").click()
    onward(page)
    assert page.title().startswith("有错："), "nothing was written"
    yield
    page.locator("#t").fill(SAID)
    onward(page)
    expect(page.locator(".sum")).to_contain_text("第二条")
    yield
    press(page, "提交")
    expect(page.locator("[data-slip]")).to_contain_text("编号、整理、上报")
    yield
    receipt, code = number(page), page.locator("[data-query]").inner_text()
    page.goto(f"{url}/t/")
    page.get_by_label("回执号").fill(receipt)
    page.get_by_label("查询码").fill(code)
    press(page, "查进度")
    expect(page.get_by_role("heading", name="已收到您的意见")).to_be_visible()
    expect(page.locator("main")).to_contain_text(SAID)
    assert code.replace("-", "") not in page.url
    yield


def test_an_opinion_on_one_article_is_followed_by_its_receipt_on_clean_pages(visit: Open, live: Live) -> None:
    draft(live.make)
    plain = visit(java_script_enabled=False).new_page()
    for _ in way(plain, live.url):
        wide = plain.locator("html").evaluate("page => page.scrollWidth - page.clientWidth")
        assert wide == 0, f"{plain.url} is {wide} px too wide"
    assert live.make.rows(STORED) == [(SAID, "第二条", "receipt")]
    page = visit().new_page()
    for _ in way(page, live.url):
        assert faults_of(page, LEAST) == [], page.url

"""A visit without signal: opinions on two articles, one of them a concern, and a sighting; the phone dies; then there is signal."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.drafts import draft
from tests.e2e.conftest import Live
from tests.e2e.field import bar, everything_in_the_store, stored
from tests.e2e.office import check
from tests.e2e.phone import Phone
from tests.eventually import eventually

pytestmark = pytest.mark.browser
FEE, DRAIN = "物业费应当每年公示一次", "三单元的下水道堵了一个月"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def on_article(page: Page, label: str, words: str) -> None:
    """Open an article and write down what was said of it."""
    page.locator("summary", has_text=label).click()
    page.get_by_role("link", name=f"记对{label}的意见").click()
    expect(page.locator(".onwhat b")).to_have_text(label)
    page.fill("#text", words)
    fits(page)


def test_opinions_and_a_sighting_of_one_visit_survive_and_arrive_once(worker: Phone, live: Live) -> None:
    page = worker.page
    draft(live.make)
    page.reload()
    eventually(lambda: "第二条说的事" in everything_in_the_store(page), what="the draft in the pocket")
    worker.lose_signal()
    worker.close()
    page = worker.open()
    page.goto(f"{live.url}/app/")

    page.get_by_role("link", name="走访听意见").click()
    page.get_by_role("link", name="物业管理条例（草案）").click()
    fits(page)
    on_article(page, "第一条", FEE)
    page.get_by_label("留姓名").check()
    page.get_by_label("姓名（选填）").fill("赵大爷")
    page.get_by_label("手机号（选填）").fill("139 0000 1111")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("先告诉本人怎么用")
    check(page, 360)
    page.get_by_label("已告诉本人").check()
    page.get_by_label("打电话").check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("回执号和查询码上传后才有")).to_be_visible()
    fits(page)

    # the same person goes on, about something that is no matter of the law; the phone dies in the middle
    page.get_by_role("link", name="同一个人再说一条").click()
    on_article(page, "第二条", DRAIN)
    page.get_by_label("要办的事").check()
    page.locator("#category label").first.click()
    eventually(lambda: DRAIN in everything_in_the_store(page), what="the words on the disk")
    worker.kill()
    worker.open()
    page = worker.page
    page.goto(f"{live.url}/app/outbox")
    page.locator(".row", has_text=DRAIN).click()
    expect(page.get_by_label("姓名（选填）")).to_have_value("赵大爷")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="顺手记线索").click()
    page.locator("#category label").first.click()
    page.fill("#text", "水渠被填")
    expect(page.locator(".placeline b")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="接着听意见").click()
    expect(page.get_by_text("已记3条")).to_be_visible()
    fits(page)

    worker.find_signal()
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    assert "全部已上传" in bar(page)
    said = live.make.rows(
        "select t.said, d.label, o.state, o.reply_way, count(*) over (partition by o.visit_id) from opinion o"
        " join opinion_text t on t.opinion_id = o.id join draft_article d on d.id = o.article_id order by d.position"
    )
    assert [tuple(row) for row in said] == [
        (FEE, "第一条", "submitted", "phone", 2), (DRAIN, "第二条", "became_case", "phone", 2),
    ]  # fmt: skip
    assert [row[0] for row in stored(live)] == ["水渠被填"]
    assert (
        live.make.run(
            "select count(distinct v) from (select visit_id v from sighting union select visit_id from opinion) x"
        )
        == 1
    )
    assert live.make.run("select count(*) from cases") == 2
    page.locator(".row", has_text=DRAIN).click()
    receipt = live.make.run("select receipt from opinion where state = 'became_case'")
    expect(page.get_by_role("dialog")).to_contain_text(f"回执号{receipt}")
    expect(page.get_by_role("dialog")).to_contain_text("转成的诉求")

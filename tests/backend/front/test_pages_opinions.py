"""Speaking on a draft by forms alone: one article, a check, a receipt that opens; nothing written is lost."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.backend.front.test_pages_filing import press
from tests.backend.front.test_pages_preset import code_of, html
from tests.backend.front.test_pages_receipt import receipt_of
from tests.drafts import Draft, draft, version
from tests.make import Maker

WORDS = "物业费应当每年公示一次"


@pytest.fixture
def out(make: Maker) -> Draft:
    """A draft that is out in the county."""
    make.counties()
    return draft(make)


def test_from_the_poster_to_the_receipt_and_what_became_of_it(client: FlaskClient, make: Maker, out: Draft) -> None:
    code = code_of(make)
    landing = client.get(f"/c/{code}").text
    assert f'href="/drafts/{out.id}?code={code}"' in landing
    article = f"/drafts/{out.id}/say/{out.articles['第二条']}"
    assert f'href="/c/{code}{article}"' in client.get(f"/drafts/{out.id}?code={code}").text
    page = client.get(f"/c/{code}{article}")
    assert "第二条说的事。" in page.text
    short = press(client, page, text="好")
    assert (short.status_code, "至少2个字" in html(short)) == (422, True)
    check = press(client, short, text=WORDS, unit_name="文峰社区物业", way="phone", phone="13800001234")
    assert WORDS in html(check) and "文峰社区信息采集点" in html(check)
    back = press(client, check, go="back")
    assert WORDS in html(back) and "13800001234" in html(back)
    larger = press(client, press(client, back), go="care:1")
    assert make.run("select count(*) from opinion") == 0, "another look sends nothing"
    got = press(client, larger, consented="1")
    assert got.status_code == 201
    assert receipt_of(press(client, got, go="contrast:1")) == receipt_of(got)
    (row,) = make.rows("select unit_name, channel, station_id from opinion")
    assert (row.unit_name, row.channel) == ("文峰社区物业", "scan")
    assert make.run("select given from consent") == "ticked"

    query_code = html(got).split("data-query>")[1][:9]
    shown = client.post(f"/t/{receipt_of(got)}", data={"query_code": query_code})
    assert "已收到您的意见" in shown.text and WORDS in shown.text
    asked = {"query_code": query_code}
    assert "13800001234" in client.post(f"/t/{receipt_of(got)}", data=asked | {"step": "export"}).text
    saved = client.post(f"/t/{receipt_of(got)}", data=asked | {"step": "export", "form": "json"})
    assert saved.get_json()["contact"]["phone"] == "13800001234"
    gone = client.post(f"/t/{receipt_of(got)}", data=asked | {"step": "withdraw"}).text
    assert "您已撤回" in gone and WORDS not in gone
    assert client.post(f"/t/{receipt_of(got)}", data={"query_code": "AAAA-AAAA"}).status_code == 404


def test_an_article_that_was_dropped_and_a_draft_that_closed_keep_the_words(
    client: FlaskClient, make: Maker, out: Draft
) -> None:
    check = press(client, client.get(f"/drafts/{out.id}/say/{out.articles['第三条']}"), text=WORDS)
    version(make, out.id, 2, [("第一条", out.articles["第一条"])])
    dropped = press(client, check)
    assert (dropped.status_code, WORDS in html(dropped)) == (409, True)
    assert "新的一稿里没有第三条了" in html(dropped)
    late = press(client, client.get(f"/drafts/{out.id}/say"), text=WORDS)
    make.run("update solicitation set closes_on = current_date - 3, version = version where false")
    assert press(client, late).status_code == 201
    closed = draft(make, days=-1)
    assert client.get(f"/drafts/{closed.id}/say").status_code == 409
    assert client.get(f"/drafts/{out.id}/say/{closed.articles['第一条']}").status_code == 404

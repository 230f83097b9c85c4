"""What a code has chosen beforehand: category and cell, seen, changed, stored as they were said; a code typed by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from backend.codes import service as codes
from backend.codes.domain import spaced
from backend.stations.service import attach
from tests.backend.front.test_pages_filing import TEXT, Form, press
from tests.draw import middle
from tests.make import Maker

CELL = "621124100001001"
STORED = (
    "select r.category, c.code, r.area_code, s.code, t.place_words, r.place is null, r.source_crs from report r"
    " join report_text t on t.report_id = r.id join station s on s.id = r.station_id left join grid_cell c on c.id = r.cell_id"
)


@pytest.fixture
def code(make: Maker) -> str:
    """Code of the post of 文峰, which stands for a cell, about land."""
    make.counties()
    with make.owner.transaction() as session:
        attach(session, date(2026, 3, 1))
    return code_of(make, "land")


def code_of(make: Maker, category: str | None = None) -> str:
    """Return a code of the post of 文峰."""
    station = make.run("select id from station where code = 'LT-WF'")
    with make.owner.transaction() as session:
        return codes.issue(session, "post", int(str(station)), category)


def html(page: Any) -> str:
    """Return a page's text."""
    text: str = page.get_data(as_text=True)
    return text


def fields(page: Any) -> dict[str, str]:
    """Return what a browser would send with a page's form."""
    return dict(Form(html(page)).fields)


def started(client: FlaskClient, code: str) -> Any:
    """Return the first step, as it is reached from the landing page."""
    landing = Form(html(client.get(f"/c/{code}")), "")
    return client.post(landing.action, data=dict(landing.fields))


def test_category_and_cell_are_chosen_seen_and_stored(client: FlaskClient, make: Maker, code: str) -> None:
    assert "已替您选好类别：土地边界。下一步可以改。" in html(client.get(f"/c/{code}"))
    what = started(client, code)
    assert fields(what)["category"] == "land"
    assert "海报上写的一类已替您选好，可以改。" in html(what)
    where = press(client, what, text=TEXT)
    assert fields(where)["where"] == "cell"
    assert "就在本网格：文峰社区1格" in html(where)
    check = press(client, press(client, where), way="receipt")
    assert "土地边界" in html(check) and "就在本网格：文峰社区1格" in html(check) and "您扫的是它的码" in html(check)
    assert press(client, check).status_code == 201
    assert make.rows(STORED) == [("land", CELL, "621124100001", "LT-WF", "", True, None)]


def test_both_can_be_changed(client: FlaskClient, make: Maker, code: str) -> None:
    where = press(client, started(client, code), text=TEXT, category="traffic")
    back = press(client, where, go="back")
    assert fields(back)["category"] == "traffic"
    assert "海报上写的一类已替您选好" not in html(back)
    reply = press(client, press(client, back), where="else", place_words="三组水渠东头")
    assert press(client, press(client, reply, way="receipt")).status_code == 201
    assert make.rows(STORED) == [("traffic", None, "621124100001", "LT-WF", "三组水渠东头", True, None)]


def test_words_beside_the_cell_are_shown_before_they_are_sent(client: FlaskClient, make: Maker, code: str) -> None:
    where = press(client, started(client, code), text=TEXT)
    check = press(client, press(client, where, place_words="三组水渠东头"), way="receipt")
    assert re.search(r"就在本网格：文峰社区1格.*三组水渠东头", html(check))
    assert press(client, check).status_code == 201
    assert make.rows(STORED) == [("land", CELL, "621124100001", "LT-WF", "三组水渠东头", True, None)]


def test_the_phone_s_position_goes_before_the_cell(client: FlaskClient, make: Maker, code: str) -> None:
    here = middle(1, 0)
    spot = {"lon": str(here.x), "lat": str(here.y), "crs": "wgs84", "accuracy_m": "18"}
    where = press(client, started(client, code), text=TEXT)
    check = press(client, press(client, where, where="phone", **spot), way="receipt")
    assert "已用手机定位（误差约18米）" in html(check) and "本网格" not in html(check)
    again = press(client, check, go="where")
    assert fields(again)["where"] == "phone"
    assert press(client, check).status_code == 201
    assert make.rows(STORED) == [("land", "621124100002001", "621124100002", "LT-WF", "", False, "wgs84")]


@pytest.mark.parametrize(("choice", "cell"), [("cell", CELL), ("none", None)])
def test_a_position_that_was_found_is_left_out_when_another_choice_is_made(
    client: FlaskClient, make: Maker, code: str, choice: str, cell: str | None
) -> None:
    here = middle(1, 0)
    spot = {"lon": str(here.x), "lat": str(here.y), "crs": "wgs84", "accuracy_m": "18"}
    where = press(client, started(client, code), text=TEXT)
    check = press(client, press(client, where, where=choice, **spot), way="receipt")
    assert ("没有说地点" in html(check)) == (choice == "none")
    assert "手机定位" not in html(check)
    assert press(client, check).status_code == 201
    assert make.rows(STORED) == [("land", cell, "621124100001", "LT-WF", "", True, None)]


def test_a_cell_that_was_redrawn_meanwhile_is_asked_again(client: FlaskClient, make: Maker, code: str) -> None:
    where = press(client, started(client, code), text=TEXT)
    check = press(client, press(client, where), way="receipt")
    make.run("delete from station_cell")
    asked = press(client, check)
    assert asked.status_code == 422
    assert "写下地点，如“三组水渠东头”" in html(asked) and "就在本网格" not in html(asked)
    assert fields(asked)["where"] == "near" and fields(asked)["text"] == TEXT
    assert make.run("select count(*) from report") == 0
    again = press(client, press(client, asked))
    assert "就在文峰社区附近" in html(again)
    assert press(client, again).status_code == 201


def test_one_request_takes_what_the_code_says(client: FlaskClient, make: Maker, code: str) -> None:
    assert client.post(f"/c/{code}", data={"text": TEXT}).status_code == 201
    assert make.rows(STORED) == [("land", CELL, "621124100001", "LT-WF", "", True, None)]


def test_in_english(client: FlaskClient, code: str) -> None:
    page = client.get(f"/c/{code}?lang=en")
    assert "Kind already chosen: Land boundary." in html(page)


def test_a_category_out_of_use_is_not_chosen(client: FlaskClient, make: Maker, code: str) -> None:
    make.run("update category set retired_on = current_date where code = 'land'")
    assert "已替您选好类别" not in html(client.get(f"/c/{code}"))
    assert "category" not in fields(started(client, code))


def test_a_mobile_post_says_nothing_of_the_place(client: FlaskClient, make: Maker, code: str) -> None:
    make.run("update station set mobile = true where code = 'LT-WF'")
    landing = html(client.get(f"/c/{code}"))
    assert "流动站点，地方不固定。随时可以扫这个码反映。" in landing and "<dt>所在</dt>" not in landing
    where = press(client, started(client, code), text=TEXT)
    assert "就在本网格" not in html(where)
    assert fields(where)["where"] == "else"
    assert press(client, where).status_code == 422
    check = press(client, press(client, where, where="none"), way="receipt")
    assert "文峰社区信息采集点（您扫的是它的码）" in html(check)
    assert press(client, check).status_code == 201
    assert client.post(f"/c/{code}", data={"text": TEXT}).status_code == 201
    assert make.rows(STORED) == [("land", None, "621124100001", "LT-WF", "", True, None)] * 2


def test_a_mistyped_code_can_be_put_right(client: FlaskClient, code: str) -> None:
    typed = spaced(code).lower()
    wrong = typed[:-1] + ("0" if typed[-1] != "0" else "2")
    page = client.get("/c/", query_string={"code": wrong})
    assert page.status_code == 404
    assert "没有这个码" in html(page) and f'value="{wrong.upper()}"' in html(page)
    assert f'value="{wrong.upper()}"' in html(client.get(f"/c/{wrong}"))
    right = client.get("/c/", query_string={"code": f" {typed} "})
    assert (right.status_code, right.headers["Location"]) == (303, f"/c/{code}")
    assert client.get(f"/c/{code}/").status_code == 200
    assert client.get(f"/c/{code}。").status_code == 200
    bare = client.get("/c/")
    assert bare.status_code == 200 and "照海报输入码" in html(bare) and "没有这个码" not in html(bare)


@pytest.mark.parametrize("typed", ["<b>x</b>", "%00%ff", "水渠", "x" * 3000, "//evil.example"])
def test_whatever_is_typed_leads_to_the_kind_page(client: FlaskClient, code: str, typed: str) -> None:
    page = client.get("/c/", query_string={"code": typed})
    assert page.status_code == 404
    assert "Location" not in page.headers and "<b>x" not in html(page)
    shown = re.search(r'name="code"[^>]* value="([^"]*)"', html(page))
    assert shown and len(shown[1]) <= 80


def test_a_code_ended_while_somebody_writes_loses_nothing(client: FlaskClient, make: Maker, code: str) -> None:
    what = started(client, code)
    with make.owner.transaction() as session:
        codes.revoke(session, code, "海报丢了")
    page = press(client, what, text=TEXT)
    assert page.status_code == 410
    assert "这个码已停用" in html(page) and "您写的没有丢" in html(page)
    assert "您写的没有丢" not in html(client.get(f"/c/{code}"))

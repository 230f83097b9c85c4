"""The page with the receipt is not lost: by another look, by the way back, by pressing again; and no address is a dead end."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from backend.codes import service as codes
from tests.backend.front.test_pages_filing import TEXT, Form, press
from tests.backend.front.test_pages_preset import code_of, html, started
from tests.make import Maker, new_id


@pytest.fixture
def check(client: FlaskClient, make: Maker) -> object:
    """The check page of a submission through the code of 文峰."""
    make.counties()
    where = press(client, started(client, code_of(make)), text=TEXT, category="land")
    return press(client, press(client, where, where="none"), way="receipt")


def receipt_of(page: object) -> str:
    """Return the receipt that a page shows."""
    return html(page).split('data-receipt="')[1].split('"')[0]


@pytest.mark.parametrize("go", ["care:1", "lang:en", "contrast:1"])
def test_another_look_keeps_the_receipt(client: FlaskClient, make: Maker, check: object, go: str) -> None:
    got = press(client, check)
    assert got.status_code == 201
    again = press(client, got, go=go)
    assert again.status_code == 200
    assert receipt_of(again) == receipt_of(got)
    assert html(again).split("data-query>")[1][:9] == html(got).split("data-query>")[1][:9]
    assert make.run("select count(*) from report") == 1


def test_what_is_ticked_beside_its_text_is_kept_by_itself(client: FlaskClient, make: Maker) -> None:
    make.counties()
    where = press(client, started(client, code_of(make)), text=TEXT, category="land")
    checked = press(client, press(client, where, where="else", place_words="三组水渠东头"), way="receipt")
    assert "我同意用我写的地点找到事情在哪里。" in html(checked) and "，也表示：" in html(checked)
    got = press(client, checked, consent_whereabouts="1")
    assert receipt_of(press(client, got, go="care:1")) == receipt_of(got), "another look sends the ticks again"
    kept = make.rows("select purpose, given from consent order by purpose")
    assert kept == [("handling", "sending"), ("whereabouts", "ticked")]


def test_whatever_became_of_the_code_who_sends_again_gets_the_receipt(
    client: FlaskClient, make: Maker, check: object
) -> None:
    got = press(client, check)
    with make.owner.transaction() as session:
        codes.revoke(session, Form(html(check)).action.removeprefix("/c/"), "海报丢了")
    again, larger = press(client, check), press(client, got, go="care:1")
    assert (again.status_code, larger.status_code) == (200, 200)
    assert receipt_of(again) == receipt_of(larger) == receipt_of(got)
    assert 'class="care"' in html(larger)
    form = Form(html(check))
    changed = client.post(form.action, data=dict(form.fields) | {"text": f"{TEXT}，又填了"})
    fresh = client.post(form.action, data=dict(form.fields) | {"id": new_id()})
    earlier = client.post(form.action, data=dict(form.fields) | {"step": "what"})
    assert [each.status_code for each in (changed, fresh, earlier)] == [410] * 3
    assert make.run("select count(*) from report") == 1


def test_a_station_that_closed_since_gives_the_receipt_again(client: FlaskClient, make: Maker) -> None:
    make.counties()
    station = make.run("select id from station where code = 'LT-WF'")
    sent = {"id": new_id(), "text": TEXT, "category": "land", "step": "submit"}
    got = client.post(f"/s/{station}", data=sent)
    make.run("update station set closed_on = current_date - 1 where code = 'LT-WF'")
    again = client.post(f"/s/{station}", data=sent)
    assert (got.status_code, again.status_code) == (201, 200)
    assert receipt_of(again) == receipt_of(got)


def test_the_browsers_own_way_back_finds_the_receipt_again(client: FlaskClient, check: object) -> None:
    assert press(client, check).headers["Cache-Control"] == "private, no-cache"


def test_who_changes_a_submission_that_was_received_may_send_another(
    client: FlaskClient, make: Maker, check: object
) -> None:
    press(client, check)
    where = press(client, press(client, check, go="where"), where="else", place_words="三组水渠东头")
    twice = press(client, where)
    assert twice.status_code == 409
    assert "您前面交的那一份已经收到，没有变。" in html(twice)
    assert press(client, twice).status_code == 201
    assert [words for (words,) in make.rows("select t.place_words from report_text t join report r on r.id = t.report_id order by r.received_at")] == [
        "", "三组水渠东头",
    ]  # fmt: skip


@pytest.mark.parametrize("choice", ["near", "cell", "phone", "else"])
def test_a_place_that_was_written_is_kept_whatever_is_chosen(client: FlaskClient, make: Maker, choice: str) -> None:
    make.counties()
    where = press(client, started(client, code_of(make)), text=TEXT, category="land")
    check = press(client, press(client, where, where=choice, place_words="三组水渠东头"), way="receipt")
    assert "三组水渠东头" in html(check)
    assert press(client, check).status_code == 201
    assert "三组水渠东头" in str(make.run("select place_words from report_text"))


def test_near_is_no_position_of_the_phone(client: FlaskClient, make: Maker) -> None:
    make.counties()
    where = press(client, started(client, code_of(make)), text=TEXT, category="land")
    spot = {"lon": "103.9", "lat": "35.5", "crs": "wgs84", "accuracy_m": "10"}
    check = press(client, press(client, where, where="near", **spot), way="receipt")
    assert "已用手机定位" not in html(check)
    assert press(client, check).status_code == 201
    assert make.run("select count(*) from report where place is not null") == 0


@pytest.mark.parametrize("address", ["/", "/c", "/c/", "/t", "/t/", "/t/ABCDEFGHJKMN/", "/s/"])
def test_addresses_that_people_cut_short_lead_on(client: FlaskClient, make: Maker, address: str) -> None:
    make.counties()
    page = client.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200
    assert page.mimetype == "text/html"


def test_an_address_that_is_none_is_a_page_for_people_and_a_problem_for_programs(client: FlaskClient) -> None:
    page = client.get("/nothing/here", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "没有这一页" in html(page) and 'href="/s/"' in html(page)
    assert "地址可能抄错了" in html(page)
    for path, name in (
        ("/map/999999", "反映地图"),
        ("/drafts/x", "正在征询的草案"),
        ("/deputies/999999", "找人大代表"),
    ):
        page = client.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
        assert page.status_code == 404
        assert f"“{name}”里没有这一页" in html(page) and "没有找到" not in html(page)
        assert f'class="btn second" href="/{path.split("/")[1]}' in html(page)
    for path, accept in (("/nothing/here", "application/json"), ("/api/nothing", "text/html")):
        assert client.get(path, headers={"Accept": accept}).mimetype == "application/problem+json"


def test_another_look_keeps_the_stations_that_were_found(client: FlaskClient, make: Maker) -> None:
    make.counties()
    found = client.post("/s/", data={"lon": "103.86", "lat": "35.38", "crs": "wgs84"})
    again = press(client, found, go="care:1")
    assert again.status_code == 200
    assert html(again).count('class="row"') == html(found).count('class="row"') > 0


def test_who_holds_the_receipt_reads_corrects_keeps_and_erases_without_script(
    client: FlaskClient, make: Maker, check: object
) -> None:
    got = press(client, check)
    receipt, code = receipt_of(got), html(got).split("data-query>")[1][:9]

    def post(**form: str) -> object:
        return client.post(f"/t/{receipt}", data={"query_code": code, **form})

    shown = html(post())
    assert TEXT in shown and "有说错的？更正" in shown
    which = shown.split('name="id" value="')[1].split('"')[0]
    wrong = post(step="correct", id=which, text="短")
    assert "写下事情经过，至少5个字" in html(wrong) and f'value="{which}"' in html(wrong)
    for _ in range(2):
        assert "更正：是路灯，不是水渠" in html(post(step="correct", id=which, text="更正：是路灯，不是水渠"))
    assert make.run("select count(*) from report") == 2
    told = html(post(step="export"))
    assert TEXT in told and "更正：是路灯，不是水渠" in told and "随提交同意" in told
    kept = post(step="export", form="json")
    assert (kept.mimetype, kept.get_json()["receipt"]) == ("application/json", receipt)  # type: ignore[attr-defined]
    assert post(step="photo", sha256="a" * 64).status_code == 404  # type: ignore[attr-defined]
    gone = html(post(step="erase"))
    assert "您已在" in gone and TEXT not in gone and "有说错的？更正" not in gone
    assert "内容已删除" in html(post(step="export"))

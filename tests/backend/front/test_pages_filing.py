"""Filing without script: one request, every step, errors, second press, kind pages."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from backend.codes import service as codes
from tests.backend.attachments.pictures import chunk, packed_zeros, png
from tests.draw import middle
from tests.make import Maker

TEXT = "我家和西边邻居中间的水渠上个月被填了"


class Form(HTMLParser):
    """The first form of a page: where it posts and what a browser would send with it."""

    def __init__(self, html: str, form_id: str = "f") -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.action = ""
        self._in = False
        self._area: str | None = None
        self._id = form_id
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if tag == "form":
            self._in = at.get("id") == self._id or not self._id
            self.action = at["action"] or "" if self._in else self.action
        if not self._in:
            return
        name, kind = at.get("name"), at.get("type")
        if tag == "input" and name and kind != "file" and (kind not in {"radio", "checkbox"} or "checked" in at):
            self.fields.append((name, at.get("value") or ""))
        if tag == "textarea":
            self._area = name
            self.fields.append((name or "", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[-1] = (self._area, self.fields[-1][1] + data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        if tag == "form":
            self._in = False


@pytest.fixture
def code(make: Maker) -> str:
    """Code of the post of 文峰."""
    make.counties()
    station = make.run("select id from station where code = 'LT-WF'")
    with make.owner.transaction() as session:
        return codes.issue(session, "post", int(str(station)))


def press(client: FlaskClient, page: Any, go: str = "", **answers: str) -> Any:
    """Fill in the page's form and press a button."""
    form = Form(page.get_data(as_text=True))
    fields = dict(form.fields) | answers | ({"go": go} if go else {})
    digests = [value for name, value in form.fields if name == "attachments"]
    return client.post(form.action, data=fields | {"attachments": digests})


def numbers(page: Any) -> tuple[str, str]:
    """Return receipt and query code of a receipt page."""
    html = page.get_data(as_text=True)
    receipt = re.search(r'data-receipt="(\w{12})"', html)
    query = re.search(r"data-query>([0-9A-Z]{4}-[0-9A-Z]{4})<", html)
    assert receipt and query
    return receipt[1], query[1]


def test_one_request_with_curl_lands_in_the_right_cell(client: FlaskClient, make: Maker, code: str) -> None:
    place = middle(1, 0)
    sent = {"text": TEXT, "category": "land", "lon": place.x, "lat": place.y, "crs": "wgs84", "step": "submit"}
    page = client.post(f"/c/{code}", data=sent)
    assert page.status_code == 201, page.get_data(as_text=True)
    stored = make.rows(
        "select c.code, s.code, r.channel, k.state, k.id = r.id, k.number = r.number from report r"
        " join grid_cell c on c.id = r.cell_id join station s on s.id = r.station_id join cases k on k.id = r.id"
    )
    # 东街 lies in the township of the post whose code was scanned, so the post keeps it.
    assert stored == [("621124100002001", "LT-WF", "scan", "pending", True, True)]


def test_every_step_by_form(client: FlaskClient, make: Maker, code: str) -> None:
    landing = client.get(f"/c/{code}")
    assert "我要反映" in landing.get_data(as_text=True)
    what = client.post(f"/c/{code}", data={"step": "start"})
    where = press(client, what, text=TEXT, category="land")
    assert "就在文峰社区附近" in where.get_data(as_text=True)
    reply = press(client, where)
    check = press(client, reply, way="phone", name="老王", phone="138 0013-8000")
    html = check.get_data(as_text=True)
    assert TEXT in html and "老王" in html and "您扫的是它的码" in html
    asked = re.findall(r'name="(consent_\w+)" value="1"( checked)?', html)
    assert asked == [("consent_whereabouts", ""), ("consent_minor", ""), ("consent_hidden", "")], "each by itself (T42)"
    received = press(client, check, consent_minor="1")
    assert received.status_code == 201
    again = press(client, check, consent_minor="1")
    assert again.status_code == 200
    assert numbers(again) == numbers(received)
    assert make.run("select count(*) from report") == 1
    assert make.rows("select place_words, cell_id is null from report_text join report on id = report_id") == [
        ("就在文峰社区附近", True)
    ]
    given = [("handling", "sending"), ("minor", "ticked"), ("whereabouts", "sending")]
    assert make.rows("select purpose, given from consent order by purpose") == given
    receipt, query = numbers(received)
    shown = client.post(f"/t/{receipt}", data={"query_code": query.lower()})
    assert shown.status_code == 200
    assert "已收到，等待受理" in shown.get_data(as_text=True)


def test_errors_and_going_back_keep_every_answer(client: FlaskClient, code: str) -> None:
    what = client.post(f"/c/{code}", data={"step": "start"})
    ident = dict(Form(what.get_data(as_text=True)).fields)["id"]
    short = press(client, what, text="水")
    html = short.get_data(as_text=True)
    assert short.status_code == 422
    assert "有2处要改" in html and "写下事情经过，至少5个字" in html and "选一类，拿不准就选“说不清”" in html
    assert ">\n水</textarea>" in html and "<title>有错：说说是什么事" in html
    where = press(client, short, text=TEXT, category="land")
    unsaid = press(client, where, where="else")
    assert "写下地点，如“三组水渠东头”" in unsaid.get_data(as_text=True)
    back = press(client, unsaid, go="back", where="else", place_words="三组")
    fields = dict(Form(back.get_data(as_text=True)).fields)
    assert fields["text"] == TEXT and fields["category"] == "land" and fields["id"] == ident
    assert fields["place_words"] == "三组"
    larger = press(client, back, go="care:1")
    assert 'class="care"' in larger.get_data(as_text=True)
    assert dict(Form(larger.get_data(as_text=True)).fields)["text"] == TEXT
    english = press(client, larger, go="lang:en")
    assert "Tell us what happened" in english.get_data(as_text=True)


def test_change_from_the_check_page_returns_to_it(client: FlaskClient, code: str) -> None:
    what = client.post(f"/c/{code}", data={"step": "start"})
    reply = press(client, press(client, what, text=TEXT, category="land"))
    check = press(client, reply, way="receipt")
    change = press(client, check, go="what")
    check = press(client, change, text=TEXT + "，请看看")
    html = check.get_data(as_text=True)
    assert "检查一下，再提交" in html and "，请看看" in html


def test_a_bad_phone_number_says_what_to_do(client: FlaskClient, code: str) -> None:
    sent = {"text": TEXT, "category": "land", "way": "phone", "phone": "12345", "step": "submit"}
    page = client.post(f"/c/{code}", data=sent)
    assert page.status_code == 422
    assert "写11位手机号，或改选“凭回执号自己查”" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"lon": "nan", "lat": "35", "crs": "wgs84"}, "坐标不对"),
        ({"lon": "103.8", "lat": "35.4", "crs": ""}, "请写明坐标系"),
        ({"lon": "103.8", "lat": "35.4", "crs": "EPSG:3857"}, "不认识这个坐标系"),
        ({"lon": "2.35", "lat": "48.85", "crs": "wgs84"}, "这个位置不在中国境内"),
        ({"lon": "", "lat": "35", "crs": "wgs84"}, "坐标不对"),
        ({"category": "nonsense"}, "选一类"),
        ({"text": "第一行\0第二行，有五个字"}, "有不能保存的字符"),
        ({"text": "水" * 1001}, "最多写1000个字"),
        ({"place": "{"}, "坐标不对"),
        ({"id": "不是编号"}, "页面没有打开完整，请重新打开再填"),
        ({"accuracy_m": "-3", "lon": "103.8", "lat": "35.4", "crs": "wgs84"}, "100000"),
    ],
)
def test_bad_input_is_told_and_nothing_is_stored(
    client: FlaskClient, make: Maker, code: str, sent: dict[str, str], words: str
) -> None:
    page = client.post(f"/c/{code}", data={"text": TEXT, "category": "land", "step": "submit"} | sent)
    assert page.status_code == 422
    assert words in page.get_data(as_text=True)
    assert make.run("select count(*) from report") == 0


def test_ten_megabytes_of_text_are_refused_as_a_page(client: FlaskClient, code: str) -> None:
    page = client.post(f"/c/{code}", data={"text": "水" * 3_500_000, "category": "land", "step": "submit"})
    assert page.status_code == 413
    assert "内容太大" in page.get_data(as_text=True) and page.mimetype == "text/html"


def test_kind_pages_lead_to_the_nearest_station(client: FlaskClient, make: Maker, code: str) -> None:
    forged = client.get(f"/c/{code[:-1]}{'0' if code[-1] != '0' else '2'}")
    assert forged.status_code == 404
    html = forged.get_data(as_text=True)
    assert "没有这个码。对照海报检查最后4位，或找最近的站点。" in html
    assert 'href="/s/?area=621124"' in html
    with make.owner.transaction() as session:
        codes.revoke(session, code, "海报丢了")
    gone = client.get(f"/c/{code}")
    assert gone.status_code == 410
    assert "这个码已停用。请扫新海报，或找最近的站点。" in gone.get_data(as_text=True)
    assert 'href="/s/?area=621124"' in client.get("/s/").get_data(as_text=True)
    towns = client.get("/s/?area=621124").get_data(as_text=True)
    assert "洮阳镇" in towns
    listed = client.get("/s/?area=621124100").get_data(as_text=True)
    link = re.search(r'href="(/s/\d+)"[^>]*><b>文峰社区信息采集点', listed)
    assert link
    page = client.post(link[1], data={"text": TEXT, "category": "land", "step": "submit"})
    assert page.status_code == 201
    assert "这是您选的站点" in page.get_data(as_text=True)


def test_nearest_stations_by_place(client: FlaskClient, code: str) -> None:
    here = middle(2, 0)
    page = client.post("/s/", data={"lon": here.x, "lat": here.y, "crs": "wgs84"})
    assert page.status_code == 200
    assert page.get_data(as_text=True).index("王家磨村信息采集点") < page.get_data(as_text=True).index("东街社区")


def test_pages_need_no_script_and_stay_small(client: FlaskClient, code: str) -> None:
    page = client.post(f"/c/{code}", data={"step": "start"})
    html = page.get_data(as_text=True)
    assert "style=" not in html and "<script>" not in html and not re.search(r"\son\w+=", html)
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    size = len(page.data) + sum(len(client.get(each).data) for each in assets)
    assert size < 100_000
    assert all(client.get(each).status_code == 200 for each in assets)


def test_fields_may_be_written_as_the_api_has_it(client: FlaskClient, make: Maker, code: str) -> None:
    here = middle(1, 0)
    sent = {
        "text": TEXT, "category": "land", "crs": "wgs84", "reply": '{"way": "phone", "phone": "13800138000"}',
        "place": f'{{"type": "Point", "coordinates": [{here.x}, {here.y}]}}',
    }  # fmt: skip
    assert client.post(f"/c/{code}", data=sent).status_code == 201
    assert client.post(f"/c/{code}", data=sent | {"place": f"{here.x},{here.y}", "reply": "door"}).status_code == 201
    assert make.rows(
        "select s.reply_way, r.cell_id is not null from submission s join report r on r.id = s.report_id order by 1"
    ) == [("door", True), ("phone", True)]


def test_the_receipt_page_asks_for_both_numbers(client: FlaskClient, code: str) -> None:
    page = client.post(f"/c/{code}", data={"text": TEXT, "category": "land"})
    receipt, query = numbers(page)
    known, unknown = client.get(f"/t/{receipt}"), client.get("/t/000000000000")
    assert known.status_code == unknown.status_code == 200
    spaced = " ".join(receipt[at : at + 4] for at in (0, 4, 8))
    assert known.get_data(as_text=True).replace(spaced, "").replace(receipt, "") == unknown.get_data(
        as_text=True
    ).replace("0000 0000 0000", "").replace("000000000000", "")
    wrong = client.post(f"/t/{receipt}", data={"query_code": "00000000"})
    assert wrong.status_code == 404
    assert "回执号或查询码不对。两个号都在“已收到”那一页。" in wrong.get_data(as_text=True)
    *_, slow = [client.post(f"/t/{receipt}", data={"query_code": f"{n:08}"}) for n in range(15)]
    assert slow.status_code == 429
    assert "查询码错了太多次，请10分钟后再试" in slow.get_data(as_text=True)
    shown = client.post("/t/", data={"receipt": f"{receipt[:4]}-{receipt[4:].lower()}", "query_code": query})
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert receipt not in shown.headers.get("Content-Location", "")


@pytest.mark.parametrize(
    "path", ["/s/999999", "/s/?area=x", "/s/?area=999999", "/t/" + "x" * 300, "/static/front/../pages.py"]
)
def test_what_is_not_there(client: FlaskClient, make: Maker, path: str) -> None:
    make.counties()
    answer = client.get(path)
    assert answer.status_code in ({200} if path.startswith("/t/") else {404})


def test_a_closed_station_is_gone(client: FlaskClient, make: Maker, code: str) -> None:
    make.run("update station set closed_on = current_date - 1 where code = 'LT-WF'")
    page = client.get(f"/c/{code}")
    assert page.status_code == 410
    assert "这个站点已经关了。请另找一个站点。" in page.get_data(as_text=True)


def test_photos_are_kept_under_the_ticket_and_faults_are_named(client: FlaskClient, make: Maker, code: str) -> None:
    what = client.post(f"/c/{code}", data={"step": "start"})
    fields = dict(Form(what.get_data(as_text=True)).fields) | {"text": TEXT, "category": "land"}
    good, fake = picture(), (io.BytesIO(b"<svg onload=alert(1)>"), "b.jpg")
    page = client.post(f"/c/{code}", data=fields | {"photo": [(io.BytesIO(good), "a.jpg"), fake]})
    html = page.get_data(as_text=True)
    assert page.status_code == 422
    assert "照片1已传好" in html
    assert "照片2打不开，请重拍，或截图后再选" in html
    large = client.post(f"/c/{code}", data=fields | {"photo": [(io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), "c.jpg")]})
    assert "照片1超过10MB，换一张或删去" in large.get_data(as_text=True)
    bombs = (png(1, 1, chunk(b"zTXt", b"a\0\0" + packed_zeros(200)), pixels=b"\0\0"), png(10_000, 6_000))
    for nth, (bomb, words) in enumerate(
        zip(bombs, ("打不开，请重拍，或截图后再选", "太大，请截图后再选"), strict=True)
    ):
        told = client.post(f"/c/{code}", data=fields | {"photo": [(io.BytesIO(bomb), f"{nth}.png")]})
        assert f"照片1{words}" in told.get_data(as_text=True)
    carried = Form(html).fields
    sent = dict(carried) | {"step": "submit", "way": "receipt"}
    received = client.post(f"/c/{code}", data=sent)
    assert received.status_code == 201, received.get_data(as_text=True)
    assert (
        make.run(
            "select count(*) from report_attachment n join attachment a on a.ticket = n.ticket and a.sent_sha256 = n.sent_sha256"
        )
        == 1
    )


def picture() -> bytes:
    """Return a small photo."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (30, 90, 160)).save(out, "JPEG")
    return out.getvalue()

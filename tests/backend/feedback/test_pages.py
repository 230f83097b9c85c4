"""The printed feedback sheet."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.make import Maker
from tests.pdf import words_of
from tests.story import WATER, handle, people, sight, sign, submit


@pytest.fixture
def sheet(make: Maker, app: Flask) -> dict[str, str]:
    people(make)
    sent = submit(app)
    handle(make, sent["id"])
    return sign(make.login("lian"), sent["id"], "已经修好，<b>谢谢</b>您。").get_json()["sheets"][0] | sent


def test_it_holds_what_was_said_and_what_was_done(make: Maker, sheet: dict[str, str]) -> None:
    page = make.login("lian").get(f"/api/feedback/{sheet_id(make)}/sheet")
    html = page.get_data(as_text=True)
    assert page.status_code == 200
    assert page.content_type.startswith("text/html")
    for words in ("意见建议反馈单", "您说的", "办理结果", WATER, sheet["receipt"], "李联络", "盖章处", "存根"):
        assert words in html, words
    assert "&lt;b&gt;谢谢&lt;/b&gt;" in html
    assert "<b>谢谢" not in html
    assert "style=" not in html
    assert "<script" not in html
    assert sheet["query_code"] not in html
    style = make.login("lian").get(re.search(r'href="([^"]+\.css)"', html)[1])
    assert (style.status_code, style.mimetype) == (200, "text/css")
    assert b"size: A4" in style.get_data()


def sheet_id(make: Maker) -> str:
    """Return the id of the only sheet."""
    return str(make.run("select id from feedback_sheet"))


def test_its_qr_leads_to_the_receipt(make: Maker, sheet: dict[str, str], settings) -> None:
    import zxingcpp
    from PIL import Image, ImageDraw

    html = make.login("lian").get(f"/api/feedback/{sheet_id(make)}/sheet").get_data(as_text=True)
    svg = re.search(r"<svg.*?</svg>", html, re.DOTALL)[0]
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    picture = Image.new("1", (size * 4, size * 4), 1)
    pen = ImageDraw.Draw(picture)
    x = y = 0.0
    for verb, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", re.search(r' d="([^"]+)"', svg)[1]):
        if verb == "M":
            x, y = float(first), float(second)
        elif verb == "m":
            x, y = x + float(first), y + float(second)
        else:
            pen.rectangle([x * 4, (y - 0.5) * 4, (x + float(first)) * 4 - 1, (y + 0.5) * 4 - 1], fill=0)
            x += float(first)
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert found.text == f"{settings.public_url}/t/{sheet['receipt']}"
    assert size <= 33 + 8  # version 4 and the quiet zone


def test_the_neighbours_and_strangers_do_not_get_it(make: Maker, sheet: dict[str, str], client) -> None:
    path = f"/api/feedback/{sheet_id(make)}/sheet"
    assert client.get(path).status_code == 401
    for other in ("bali", "fuquan", "wang"):
        assert make.login(other).get(path).status_code == 404


def test_the_author_of_a_sighting_gets_theirs(make: Maker) -> None:
    people(make)
    wang = make.login("wang")
    case = sight(wang)
    handle(make, case)
    sign(make.login("lian"), case)
    page = wang.get(f"/api/feedback/{sheet_id(make)}/sheet")
    assert page.status_code == 200
    assert "<svg" not in page.get_data(as_text=True)  # nothing to follow without a receipt
    english = wang.get(f"/api/feedback/{sheet_id(make)}/sheet?lang=en").get_data(as_text=True)
    assert "Feedback sheet on an opinion" in english


def test_it_is_a_pdf_too(make: Maker, sheet: dict[str, str], app: Flask) -> None:
    path = f"/api/feedback/{sheet_id(make)}/sheet.pdf"
    answer = make.login("lian").get(path)
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"
    words = words_of(answer.data)
    for said in ("意见建议反馈单", "您说的", "办理结果", WATER, "<b>谢谢</b>您", "李联络", "盖章处", "存根"):
        assert said in words, said
    assert sheet["query_code"] not in words
    assert answer.data == make.login("lian").get(path).data, "the same sheet is the same file"
    for other in ("bali", "wang"):
        assert make.login(other).get(path).status_code == 404
    own = {"step": "sheet", "query_code": sheet["query_code"], "sheet": make.run("select number from feedback_sheet")}
    taken = app.test_client().post(f"/t/{sheet['receipt']}", data=own)
    assert (taken.status_code, taken.data) == (200, answer.data)
    assert app.test_client().post(f"/t/{sheet['receipt']}", data=own | {"sheet": "FK-0"}).status_code == 404

"""Open now or not, beside the hours: on the page of a code and of a station."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.clock import CHINA
from backend.front.pages.opening import opening_words
from backend.stations.service import Opening
from tests.backend.front.test_pages_preset import code_of, html
from tests.make import Maker

FRIDAY = date(2026, 11, 20)


def at(text: str) -> datetime:
    """Return a time in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("found", "chinese", "english"),
    [
        (None, "", ""),
        (Opening(True, at("2026-11-20T17:30")), "现在开着·到17:30", "Open now, until 17:30"),
        (Opening(True, at("2026-11-21T00:00")), "现在开着·到24:00", "Open now, until 24:00"),
        (Opening(True, None), "现在开着", "Open now"),
        (Opening(False, at("2026-11-20T14:00")), "现在没开·14:00开", "Closed now, opens at 14:00"),
        (Opening(False, at("2026-11-21T08:30")), "现在没开·明天8:30开", "Closed now, opens tomorrow at 8:30"),
        (Opening(False, at("2026-11-23T08:30")), "现在没开·周一8:30开", "Closed now, opens Monday at 8:30"),
        (Opening(False, None), "现在没开", "Closed now"),
    ],
)
def test_it_says_until_when_or_when_it_opens(app: Flask, found: Opening | None, chinese: str, english: str) -> None:
    for lang, words in (("zh-CN", chinese), ("en", english)):
        with app.test_request_context(f"/?lang={lang}"):
            assert opening_words(found, FRIDAY) == words


@pytest.mark.parametrize(
    ("hours", "mobile", "shown"), [("每天24小时", False, True), ("有人就开", False, False), ("每天24小时", True, False)]
)
def test_the_pages_of_a_code_and_of_a_station_say_it(
    client: FlaskClient, make: Maker, hours: str, mobile: bool, shown: bool
) -> None:
    make.counties()
    code = code_of(make)
    make.run(
        "update station set opening_hours = :hours, mobile = :mobile where code = 'LT-WF'", hours=hours, mobile=mobile
    )
    station = make.run("select id from station where code = 'LT-WF'")
    for path in (f"/c/{code}", f"/s/{station}"):
        page = html(client.get(path))
        assert f"开放时间：{hours}" in page
        assert ("<b>现在开着</b>" in page) == shown

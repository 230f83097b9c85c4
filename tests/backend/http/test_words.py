"""Which language is spoken, and how a text of the catalogue is filled."""

from __future__ import annotations

import pytest

from backend.app import ZhitongApp
from backend.http.words import COOKIE, catalogue, language, say


@pytest.mark.parametrize(
    ("path", "cookie", "accepts", "spoken"),
    [
        ("/", "", "", "zh-CN"),
        ("/", "", "en-GB,en;q=0.9", "en"), ("/", "", "zh-TW,en", "zh-CN"), ("/", "", "fr,en;q=0.5,zh;q=0.4", "en"),
        ("/", "", "en;q=0.4,zh;q=0.5", "zh-CN"), ("/", "", "fr", "zh-CN"), ("/", "", "EN", "en"), ("/", "", ";;;", "zh-CN"),
        ("/", "en", "zh-CN", "en"), ("/", "zh-CN", "en", "zh-CN"), ("/", "fr", "en", "en"),
        ("/?lang=en", "zh-CN", "zh-CN", "en"), ("/?lang=zh-CN", "en", "en", "zh-CN"), ("/?lang=xx", "", "en", "en"), ("/?lang=EN", "", "", "zh-CN"),
    ],
)  # fmt: skip
def test_the_address_outdoes_the_cookie_and_the_cookie_the_browser(
    bare: ZhitongApp, path: str, cookie: str, accepts: str, spoken: str
) -> None:
    headers = {"Accept-Language": accepts} | ({"Cookie": f"{COOKIE}={cookie}"} if cookie else {})
    with bare.test_request_context(path, headers=headers):
        assert language() == spoken


def test_outside_a_request_chinese_is_spoken() -> None:
    assert language() == "zh-CN"
    assert say("请先登录") == "请先登录"


def test_a_text_is_filled_in_either_language_and_what_fills_it_is_never_read_as_a_text() -> None:
    assert say("{name}刚改了这一项。", name="{name.__class__}") == "{name.__class__}刚改了这一项。"
    english = say("{name}刚改了这一项。", "en", name="马")
    assert english == catalogue()["{name}刚改了这一项。"].format(name="马")
    assert "马" in english


def test_a_text_that_the_catalogue_lacks_is_found_by_who_asks_for_english() -> None:
    assert say("没有这一句") == "没有这一句"
    with pytest.raises(KeyError):
        say("没有这一句", "en")

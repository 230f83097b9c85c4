"""A device is two words, whatever its browser says."""

from __future__ import annotations

import pytest

from backend.accounts.domain import BROWSERS, SYSTEMS, UNKNOWN, device_of
from backend.http.words import say


@pytest.mark.parametrize(("said", "device"), [
    ("Mozilla/5.0 (Linux; Android 14; V2) AppleWebKit/537.36 Chrome/116.0 Mobile MicroMessenger/8.0.50", "安卓手机 微信"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Windows电脑 Edge浏览器"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1", "苹果手机 Safari浏览器"),
    ("curl/8.5", UNKNOWN), ("", UNKNOWN),
])  # fmt: skip
def test_the_kind_of_device(said: str, device: str) -> None:
    assert device_of(said) == device


def test_every_word_is_in_the_catalogue() -> None:
    assert all(say(word, "en") for _, word in (*SYSTEMS, *BROWSERS, ("", UNKNOWN)))

"""Keys that somebody could guess are refused (T63); those of the set-up are taken."""

from __future__ import annotations

import base64
import secrets

import pytest

from backend.settings import SettingError, Settings
from tests.conftest import KEYS


def settings(key: bytes) -> Settings:
    """Return settings with `key` for the record."""
    text = base64.urlsafe_b64encode(key).decode().rstrip("=")
    return Settings.from_environment(KEYS | {"DATABASE_URL": "postgresql://x@y/z", "ZHITONG_AUDIT_KEY": text})


@pytest.mark.parametrize("key", [
    b"12345678901234567890123456789012", b"password12345678password12345678", b"changeme" * 4, bytes(range(32)),
    bytes(range(0, 96, 3)), b"\x00" * 32, bytes.fromhex("817a4899965e4d59") * 4,
    b"8ac1fe72232fa3251d1400c45337c9ac", bytes.fromhex("be8b5606edef73347cacd0b4a7f36399181f73b049e57c0df13b0b3c1f6c57"),
])  # fmt: skip
def test_a_key_that_is_not_random_is_refused_and_named(key: bytes) -> None:
    with pytest.raises(SettingError, match="ZHITONG_AUDIT_KEY"):
        settings(key)


def test_random_keys_are_taken() -> None:
    for _ in range(2000):
        key = secrets.token_bytes(32)
        assert settings(key).audit_key == key


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"ZHITONG_GATEWAY_URL": "http://sms.example.cn/"}, "ZHITONG_GATEWAY_URL"),
        ({"ZHITONG_GATEWAY_URL": "sms"}, "ZHITONG_GATEWAY_URL"),
        ({"ZHITONG_GATEWAY_URL": "https://sms.example.cn/"}, "ZHITONG_GATEWAY_SECRET"),
        ({"ZHITONG_WEBHOOK_WAITS": "60,0"}, "ZHITONG_WEBHOOK_WAITS"),
        ({"ZHITONG_WEBHOOK_WAITS": "soon"}, "ZHITONG_WEBHOOK_WAITS"),
        ({"ZHITONG_WALKING_KMH": "0"}, "ZHITONG_WALKING_KMH"),
        ({"ZHITONG_WALKING_KMH": "nan"}, "ZHITONG_WALKING_KMH"),
        ({"ZHITONG_HOTSPOT_PERMUTATIONS": "-1"}, "ZHITONG_HOTSPOT_PERMUTATIONS"),
        ({"ZHITONG_HOTSPOT_FALSE_SHARE": "1"}, "ZHITONG_HOTSPOT_FALSE_SHARE"),
        ({"ZHITONG_COVERAGE_REACH_M": "-1200"}, "ZHITONG_COVERAGE_REACH_M"),
        ({"ZHITONG_SITING_SECONDS": "0"}, "ZHITONG_SITING_SECONDS"),
        ({"ZHITONG_WEIGHT_HARDER": "-0.5"}, "ZHITONG_WEIGHT_HARDER"),
    ],
)
def test_what_would_be_unsafe_or_cannot_be_reckoned_with_is_refused(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(SettingError, match=named):
        Settings.from_environment(KEYS | {"DATABASE_URL": "postgresql://x@y/z"} | wrong)


def test_waits_are_read_in_their_order() -> None:
    read = Settings.from_environment(KEYS | {"DATABASE_URL": "postgresql://x@y/z", "ZHITONG_WEBHOOK_WAITS": "5,60"})
    assert read.webhook_waits == (5, 60)


def test_a_number_is_read_by_its_name_and_what_is_none_is_refused() -> None:
    given = KEYS | {"DATABASE_URL": "postgresql://x@y/z", "ZHITONG_PORT": "8123", "ZHITONG_WEBHOOK_SECONDS": "2.5"}
    read = Settings.from_environment(given | {"ZHITONG_SESSION_DAYS": ""})
    assert (read.port, read.webhook_seconds, read.session_days) == (8123, 2.5, 30)
    assert read.public_url == "http://127.0.0.1:8123"
    with pytest.raises(SettingError, match="ZHITONG_EXPORT_ROWS must be a number"):
        Settings.from_environment(given | {"ZHITONG_EXPORT_ROWS": "many"})

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

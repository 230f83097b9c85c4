"""The code at the place opens one activity, until its minute is over, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from backend.activities.domain.signing import SCREEN, read_code, write_code

ONE, OTHER, NOW = UUID(int=7), UUID(int=8), datetime(2026, 11, 22, 1, 0, 30, tzinfo=UTC)


def derive(label: str) -> bytes:
    """Return a key."""
    return sha256(label.encode()).digest()


def test_a_code_is_of_one_activity_and_one_span_of_time() -> None:
    code = write_code(ONE, SCREEN, NOW + timedelta(minutes=10), derive)
    kind, until = read_code(ONE, code.lower(), derive) or ("", NOW)
    assert kind == SCREEN
    assert timedelta(minutes=10) < until - NOW <= timedelta(minutes=11)
    assert read_code(OTHER, code, derive) is None
    later = "P" + code[1:]
    for wrong in ("", "S", "S" * 60, "中文", code[:-1] + ("0" if code[-1] != "0" else "1"), later, code + "0"):
        assert read_code(ONE, wrong, derive) is None, wrong

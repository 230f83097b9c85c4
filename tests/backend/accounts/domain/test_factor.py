"""Codes by the clock against the vectors of RFC 6238, and recovery codes."""

from __future__ import annotations

import base64

import pytest

from backend.accounts.domain.factor import (
    RECOVERY_CODES,
    address_of,
    is_clock_code,
    new_recovery_codes,
    new_secret,
    recovery_digest,
    step_of,
)

# RFC 6238, appendix B: SHA-1, the last six of eight digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


@pytest.mark.parametrize(("at", "code"), VECTORS.items())
def test_the_codes_are_those_of_the_standard(at: int, code: str) -> None:
    step = at // 30
    assert step_of(SECRET, code, at, after=0) == step
    assert step_of(SECRET, code, at + 30, after=0) == step_of(SECRET, code, at - 30, after=0) == step
    assert step_of(SECRET, code, at + 61, after=0) is None
    assert step_of(SECRET, code, at - 60, after=0) is None


def test_a_code_is_taken_once_and_none_before_it_any_more() -> None:
    step = 59 // 30
    assert step_of(SECRET, "287082", 59, after=step) is None
    assert step_of(SECRET, "287082", 59, after=step - 1) == step
    assert step_of(new_secret(), "287082", 59, after=0) != step


@pytest.mark.parametrize(
    ("code", "clock"), [("012345", True), ("12345", False), ("１２３４５６", False), ("ABCD-EFGH", False)]
)
def test_the_two_kinds_of_codes_are_told_apart(code: str, clock: bool) -> None:
    assert is_clock_code(code) == clock


def test_recovery_codes_are_long_and_found_again_however_typed() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES and min(map(len, codes)) == 19
    one, key = codes[0], b"k" * 32
    assert recovery_digest(key, one) == recovery_digest(key, f" {one.lower().replace('-', ' ')}")
    assert recovery_digest(key, one) != recovery_digest(key, codes[1])
    assert recovery_digest(key, one) != recovery_digest(b"x" * 32, one)


def test_an_app_reads_name_and_secret_from_the_address() -> None:
    assert address_of(SECRET, "ma").startswith("otpauth://totp/")
    assert f"secret={SECRET}" in address_of(SECRET, "ma")

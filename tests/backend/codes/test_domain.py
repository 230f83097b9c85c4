"""The text of codes and receipts."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.codes.domain import ALPHABET, Code, opens, read, receipt_of, spaced, write


def derive(label: str) -> bytes:
    """Return a key as the settings derive it."""
    return hmac.digest(b"k" * 32, label.encode(), hashlib.sha256)


def other(label: str) -> bytes:
    """Return a key of another installation."""
    return hmac.digest(b"j" * 32, label.encode(), hashlib.sha256)


CODES = st.builds(Code, st.sampled_from(["deputy", "station", "post"]), st.just(1), st.integers(1, 2**40))


@given(CODES)
def test_what_is_written_is_read(code: Code) -> None:
    text = write(code, derive)
    assert read(text, derive) == code
    assert read(text, other) is None


@given(CODES)
def test_people_write_it_their_way(code: Code) -> None:
    text = write(code, derive)
    typed = spaced(text, 4, "-").lower().replace("0", "o").replace("1", "l")
    assert read(f" {typed} ", derive) == code
    assert read(text.replace("1", "i"), derive) == code


@given(CODES)
def test_a_chinese_keyboard_types_it_too(code: Code) -> None:
    text = write(code, derive)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in spaced(text, 4, "-").lower().replace("v", "u"))
    assert read(f"{wide}\u3000。", derive) == code


@given(CODES, st.data())
def test_one_wrong_character_is_refused(code: Code, data: st.DataObject) -> None:
    text = write(code, derive)
    at = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from([char for char in ALPHABET if char != text[at]]))
    assert read(text[:at] + wrong + text[at + 1 :], derive) is None


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    assert read(text, derive) is None


@pytest.mark.parametrize("cut", [1, 2, 5, 14, 17])
def test_a_cut_code_is_refused(cut: int) -> None:
    text = write(Code("post", 1, 37), derive)
    assert read(text[:-cut], derive) is None
    assert read(text[cut:], derive) is None


def test_it_fits_a_poster() -> None:
    text = write(Code("deputy", 1, 10**9), derive)
    url = f"https://zhitong.lintao.dingxi.example.gov.cn/c/{text}"
    assert len(url) <= 74
    # kind, key, serial, and 14 characters of 5 bits: T30 asks for 64 bits
    assert len(text) - len("D1") - 6 == 14


def test_the_kind_is_signed() -> None:
    text = write(Code("post", 1, 37), derive)
    assert read("S" + text[1:], derive) is None


def test_receipt_and_query_code_are_apart() -> None:
    report = UUID("01930000-0000-7000-8000-000000000001")
    held = receipt_of(report, derive)
    assert (len(held.number), len(held.query_code)) == (12, 8)
    assert held.query_code not in held.number
    assert receipt_of(report, other) != held
    assert opens(report, spaced(held.query_code.lower(), 4, "-"), derive)
    assert not opens(report, held.number[:8], derive)
    assert not opens(UUID(int=report.int + 1), held.query_code, derive)
    assert not opens(report, "\ud800水", derive)

"""The blind index, masks, phone numbers."""

from __future__ import annotations

from uuid import UUID

import pytest

from backend.contacts.domain import blind_index, mask_name, mask_phone, normal_phone

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))
ROW = UUID("01930000-0000-7000-8000-000000000001")


def test_the_blind_index_finds_the_same_phone_only() -> None:
    assert blind_index(KEY, "13800138000") == blind_index(KEY, "13800138000")
    assert blind_index(KEY, "13800138000") != blind_index(KEY, "13800138001")
    assert blind_index(KEY, "13800138000") != blind_index(OTHER, "13800138000")


@pytest.mark.parametrize(
    "typed",
    ["13800138000", "138 0013 8000", "138-0013-8000", "+86 138 0013 8000", "8613800138000", "１３８００１３８０００"],
)
def test_phone_numbers_people_write(typed: str) -> None:
    assert normal_phone(typed) == "13800138000"


@pytest.mark.parametrize(
    "typed", ["", "12345", "23800138000", "138001380001", "1380013800a", "0932-000-0000", "١٣٨٠٠١٣٨٠٠٠"]
)
def test_what_is_no_mobile_number(typed: str) -> None:
    assert normal_phone(typed) is None


def test_masks() -> None:
    assert mask_phone("13800138000") == "138****8000"
    assert [mask_name(name) for name in ("王小明", "老王", "王", "欧阳娜娜")] == ["王**", "老*", "*", "欧**"]

"""Sealing, the blind index, masks, phone numbers."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contacts.domain import SealBrokenError, blind_index, mask_name, mask_phone, normal_phone, seal, unseal

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))
ROW = UUID("01930000-0000-7000-8000-000000000001")


@given(st.text(max_size=60), st.uuids())
def test_what_is_sealed_opens(value: str, row: UUID) -> None:
    value = value.encode("utf-8", "replace").decode()
    sealed = seal(KEY, 1, row, "name", value)
    assert unseal(KEY, row, "name", sealed) == value
    assert sealed[:2] == bytes((1, 1))


def test_it_never_seals_alike() -> None:
    assert seal(KEY, 1, ROW, "name", "老王") != seal(KEY, 1, ROW, "name", "老王")


@pytest.mark.parametrize("at", [0, 1, 2, 13, 14, -1])
def test_a_changed_byte_does_not_open(at: int) -> None:
    sealed = bytearray(seal(KEY, 1, ROW, "phone", "13800138000"))
    sealed[at] ^= 1
    with pytest.raises(SealBrokenError):
        unseal(KEY, ROW, "phone", bytes(sealed))


def test_another_row_field_or_key_does_not_open() -> None:
    sealed = seal(KEY, 1, ROW, "phone", "13800138000")
    for key, row, field in ((OTHER, ROW, "phone"), (KEY, uuid4(), "phone"), (KEY, ROW, "name")):
        with pytest.raises(SealBrokenError):
            unseal(key, row, field, sealed)
    with pytest.raises(SealBrokenError):
        unseal(KEY, ROW, "phone", b"")


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

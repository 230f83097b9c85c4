"""What is sealed opens for its own row, field and key, and for nothing else."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.sealing import SealBrokenError, seal, unseal

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

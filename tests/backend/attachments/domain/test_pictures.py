"""Measuring photos before they are decoded, and what is cut off them."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.attachments.domain import examine
from backend.errors import Invalid, Refusal, TooLarge
from tests.backend.attachments import pictures as p


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_measured_by_its_header(kind: str) -> None:
    found = examine(p.photo(kind, (321, 123)))
    assert (found.media, found.width, found.height) == (f"image/{kind.lower()}", 321, 123)


@pytest.mark.parametrize(
    "data",
    [
        p.png(10_000, 6_000),
        p.png(0xFFFFFFFF, 0xFFFFFFFF),
        p.jpeg_of_size(65_000, 65_000),
        p.webp_of_size(16_384, 4_000),
    ],
    ids=["60 Mpx png", "endless png", "endless jpeg", "65 Mpx webp"],
)
def test_too_many_pixels_are_refused_from_the_header(data: bytes) -> None:
    with pytest.raises(TooLarge):
        examine(data)


@pytest.mark.parametrize(
    "bomb",
    [
        p.chunk(b"zTXt", b"Comment\0\0" + p.packed_zeros(300)),
        p.chunk(b"iTXt", b"Comment\0\1\0zh\0\0" + p.packed_zeros(300)),
        p.chunk(b"iCCP", b"profile\0\0" + p.packed_zeros(300)),
    ],
    ids=["zTXt", "iTXt", "iCCP"],
)
def test_packed_chunks_that_explode_are_refused_within_bounded_memory(bomb: bytes) -> None:
    data = p.png(1, 1, bomb, pixels=b"\0\0")
    tracemalloc.start()
    with pytest.raises(Invalid) as refused:
        examine(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.word == "bomb"
    assert peak < 16 * 1024 * 1024


@pytest.mark.parametrize(
    "data",
    [
        b"",
        p.photo("JPEG")[:400],
        p.photo("PNG")[:60],
        p.photo("WEBP")[:40],
        p.png(0, 5),
        p.scanning_jpeg(60),
        p.PNG + p.chunk(b"tEXt", b"before the header") + p.photo("PNG")[8:],
        p.photo("JPEG")[:2] + p.photo("JPEG")[2:-2] + p.photo("JPEG")[2:],
    ],
    ids=["empty", "cut jpeg", "cut png", "cut webp", "no width", "scans", "chunk before header", "two frames"],
)
def test_broken_ones_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        examine(data)
    assert refused.value.field == "body"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_tail_of_another_kind_is_cut_off(kind: str) -> None:
    tail = b"PK\x05\x06<script>" + p.CANARY
    assert p.CANARY not in examine(p.photo(kind) + tail).data


@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]), st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=8)
)
def test_whatever_bytes_come_they_are_measured_or_refused(kind: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(p.photo(kind, (40, 30)))
    for place, value in changes:
        data[place % len(data)] = value
    try:
        found = examine(bytes(data))
    except Refusal:
        return
    assert 0 < found.width * found.height <= 50_000_000

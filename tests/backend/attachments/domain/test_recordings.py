"""Recordings walked to their end before they are decoded: a cut one, a tail, noise."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.attachments.domain import examine
from backend.errors import Invalid, Refusal
from tests.backend.attachments import sounds as s


@pytest.mark.parametrize("live", [False, True], ids=["closed", "as it goes"])
@pytest.mark.parametrize("media", s.KINDS)
def test_a_cut_recording_is_refused(media: str, live: bool) -> None:
    sent = s.recording(media, 1.0, live=live)
    for length in range(len(sent) // 2, len(sent), 97):
        with suppress(Invalid):  # between two parts a recording that was written as it goes is a whole, shorter one
            examine(sent[:length])
            assert live or media == "audio/ogg", length
    with pytest.raises(Invalid) as refused:
        examine(sent[:-3])
    assert refused.value.field == "body"


@pytest.mark.parametrize("media", s.KINDS)
@pytest.mark.parametrize("tail", [b"PK\x05\x06<script>alert(1)</script>" + s.CANARY, b"\0" * 40, b"%PDF-1.7\n1 0 obj"])
def test_a_tail_of_another_kind_is_refused(media: str, tail: bytes) -> None:
    with pytest.raises(Invalid):
        examine(s.recording(media) + tail)


@settings(deadline=None)  # the first of a kind is recorded first
@given(
    st.sampled_from(sorted(s.KINDS)),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 255)), max_size=8),
)
def test_whatever_bytes_come_they_are_walked_or_refused(media: str, live: bool, changes: list[tuple[int, int]]) -> None:
    data = bytearray(s.recording(media, 0.5, live=live))
    for place, value in changes:
        data[place % len(data)] = value
    with suppress(Refusal):
        examine(bytes(data))

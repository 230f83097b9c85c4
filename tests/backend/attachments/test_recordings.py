"""Recordings: told by content, walked to their end, re-encoded; what survives, what does not, what a hostile one costs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.attachments.decoding import Decoder
from backend.attachments.domain import MOST_BYTES, Heard, Recording, examine, examine_photo, media_of
from backend.errors import Invalid, Refusal, TooLarge, UnsupportedType
from tests.backend.attachments import pictures as p
from tests.backend.attachments import sounds as s


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    """One decoding process for all tests here."""
    made = Decoder()
    yield made
    made.close()


@pytest.mark.parametrize("live", [False, True], ids=["closed", "as it goes"])
@pytest.mark.parametrize("media", s.KINDS)
def test_what_was_said_survives_and_nothing_else(decoder: Decoder, media: str, live: bool) -> None:
    sent = s.recording(media, 1.5, live=live)
    assert media_of(sent) == media
    assert s.CANARY in sent
    kept = decoder.reencode(examine(sent))
    assert isinstance(kept, Recording)
    assert kept.media_type == "audio/mp4"
    assert kept.data[4:12] == b"ftypM4A "
    assert 1450 <= kept.duration_ms <= 1600
    assert s.pitch(kept.data) == pytest.approx(s.PITCH, rel=0.03)
    for mark in (s.CANARY, b"Lavf", b"Lavc", b"OpusTags", b"udta\0\0\0\x01"):
        assert mark not in kept.data


def test_two_channels_become_one(decoder: Decoder) -> None:
    assert s.pitch(decoder.reencode(examine(s.recording("audio/webm", 1.0, "stereo"))).data) == pytest.approx(
        440, rel=0.03
    )


@pytest.mark.parametrize("name", s.FAKES)
def test_what_is_no_recording_is_refused_by_content(name: str) -> None:
    assert media_of(s.FAKES[name]) is None
    with pytest.raises(UnsupportedType):
        examine(s.FAKES[name])


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


def test_ten_megabytes_are_the_limit() -> None:
    with pytest.raises(TooLarge):
        examine(s.recording("audio/ogg") + bytes(MOST_BYTES))


@pytest.mark.parametrize("media", s.KINDS)
def test_where_only_photos_are_taken_a_recording_is_of_another_kind(media: str) -> None:
    with pytest.raises(UnsupportedType):
        examine_photo(s.recording(media))


def test_hours_in_a_few_bytes_are_too_long(decoder: Decoder) -> None:
    before = decoder.reencode(examine(s.recording())) and decoder.pid
    with pytest.raises(TooLarge, match="分钟"):
        decoder.reencode(examine(s.hours_of_silence()))
    assert decoder.pid == before, "it stopped counting by itself, long before its time was up"


@pytest.mark.parametrize(
    "made", [s.video(), s.many_channels(), s.recording("audio/webm", 0.02)], ids=["video", "six channels", "nothing"]
)
def test_what_no_recorder_of_ours_makes_is_refused(decoder: Decoder, made: bytes) -> None:
    with pytest.raises(Invalid, match="录音"):
        decoder.reencode(examine(made))


def test_a_picture_in_the_guise_of_a_recording_is_refused_and_the_next_one_taken(decoder: Decoder) -> None:
    with pytest.raises(Invalid):
        decoder.reencode(Heard("audio/webm", p.photo()))
    assert isinstance(decoder.reencode(examine(s.recording())), Recording)


def test_photos_and_recordings_take_turns_in_one_process(decoder: Decoder) -> None:
    first = decoder.reencode(examine(s.recording())) and decoder.pid
    assert decoder.reencode(examine(p.photo())).width == 320
    assert isinstance(decoder.reencode(examine(s.recording("audio/mp4"))), Recording)
    assert decoder.pid == first


def test_noise_never_breaks_the_decoder(decoder: Decoder) -> None:
    dice = random.Random(7)
    before = decoder.reencode(examine(s.recording())) and decoder.pid
    taken = 0
    for turn in range(60):
        data = bytearray(s.recording(list(s.KINDS)[turn % 3], 0.5, live=turn % 2 == 0))
        for _ in range(dice.randrange(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with suppress(Invalid, TooLarge, UnsupportedType):
            kept = decoder.reencode(examine(bytes(data)))
            taken += 1
            assert s.heard(kept.data)[1]
    assert taken
    assert decoder.pid == before, "no recording killed the process"


def test_too_much_work_ends_the_process() -> None:
    decoder = Decoder(cpu=0.2)
    with pytest.raises(Invalid):
        decoder.reencode(examine(s.hours_of_silence()))
    decoder.close()


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

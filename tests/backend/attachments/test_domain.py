"""Telling what comes by its content, whatever it is called, and how much of it is taken."""

from __future__ import annotations

import pytest

from backend.attachments.domain import MOST_BYTES, Examined, Heard, examine, examine_photo, media_of
from backend.errors import Invalid, TooLarge, UnsupportedType
from tests.backend.attachments import pictures as p
from tests.backend.attachments import sounds as s


@pytest.mark.parametrize("name", [*p.FAKES, *s.FAKES])
def test_what_is_neither_photo_nor_recording_is_refused_by_content(name: str) -> None:
    data = (p.FAKES | s.FAKES)[name]
    assert media_of(data) is None
    for look in (examine, examine_photo):
        with pytest.raises(UnsupportedType) as refused:
            look(data)
        assert refused.value.field == "body"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_told_from_its_bytes(kind: str) -> None:
    found = examine(p.photo(kind))
    assert isinstance(found, Examined)
    assert found.media == media_of(p.photo(kind)) == f"image/{kind.lower()}"


@pytest.mark.parametrize("media", s.KINDS)
def test_a_recording_is_told_from_its_bytes_and_goes_on_as_it_is(media: str) -> None:
    assert examine(s.recording(media)) == Heard(media, s.recording(media))
    assert media_of(s.recording(media)) == media


@pytest.mark.parametrize("look", [examine, examine_photo])
def test_ten_megabytes_of_a_photo_are_the_limit(look) -> None:
    whole = p.photo("JPEG")
    assert look(whole + bytes(MOST_BYTES - len(whole))).data == whole
    with pytest.raises(TooLarge, match="照片"):
        look(whole + bytes(MOST_BYTES - len(whole) + 1))


@pytest.mark.parametrize("media", s.KINDS)
def test_ten_megabytes_of_a_recording_are_the_limit(media: str) -> None:
    with pytest.raises(TooLarge, match="录音"):
        examine(s.recording(media) + bytes(MOST_BYTES))


@pytest.mark.parametrize("media", s.KINDS)
def test_where_only_photos_are_taken_a_recording_is_of_another_kind(media: str) -> None:
    with pytest.raises(UnsupportedType):
        examine_photo(s.recording(media))


@pytest.mark.parametrize("look", [examine, examine_photo])
def test_nothing_at_all_is_an_empty_photo(look) -> None:
    with pytest.raises(Invalid, match="空"):
        look(b"")

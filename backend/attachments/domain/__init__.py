"""What may come in as an attachment: told by its content before anything is decoded; names and headers lie. Pure."""

from __future__ import annotations

from backend.attachments.domain.kinds import (
    BROKEN_PICTURE,
    BROKEN_RECORDING,
    FIELD,
    MOST_BYTES,
    MOST_PIXELS,
    MOST_SECONDS,
    Examined,
    Heard,
    Picture,
    Recording,
)
from backend.attachments.domain.pictures import measure, picture_type
from backend.attachments.domain.recordings import check_whole, recording_type
from backend.errors import Invalid, TooLarge, UnsupportedType

__all__ = [
    "BROKEN_PICTURE", "BROKEN_RECORDING", "FIELD", "MOST_BYTES", "MOST_PIXELS", "MOST_SECONDS", "Examined", "Heard",
    "Picture", "Recording", "examine", "examine_photo", "media_of",
]  # fmt: skip


def media_of(data: bytes) -> str | None:
    """Return the kind of attachment by its first bytes, or None when it is none we take."""
    return picture_type(data) or recording_type(data)


def examine(data: bytes) -> Examined | Heard:
    """Return what may be decoded of `data`.

    Raises TooLarge above 10 MB or 50 megapixels, UnsupportedType for whatever is no JPEG, PNG, WebP and no recording in
    WebM, Ogg or MP4, Invalid (field `body`) for an empty, cut, broken or booby-trapped one.
    """
    if data and media_of(data) is None:
        raise UnsupportedType("只收JPEG、PNG、WebP照片和WebM、Ogg、MP4录音", field=FIELD)
    recording = recording_type(data)
    if recording is None:
        return examine_photo(data)
    if len(data) > MOST_BYTES:
        raise TooLarge("录音超过10MB，请分几段录", field=FIELD)
    check_whole(recording, data)
    return Heard(recording, data)


def examine_photo(data: bytes) -> Examined:
    """Return what may be decoded of `data` where only photos are taken; raises as `examine` does."""
    if not data:
        raise Invalid("照片是空的，请重传", field=FIELD)
    if len(data) > MOST_BYTES:
        raise TooLarge("照片超过10MB，请换一张或缩小", field=FIELD)
    picture = picture_type(data)
    if picture is None:
        raise UnsupportedType("照片只能是JPEG、PNG、WebP。请重拍，或截图后再选", field=FIELD)
    return measure(picture, data)

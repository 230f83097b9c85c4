"""What is told apart, how large it may be, and what becomes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
# The phone stops at three minutes; what runs longer was not made by it, but a slow clock is nobody's fault.
MOST_SECONDS = 300

PictureType = Literal["image/jpeg", "image/png", "image/webp"]
RecordingType = Literal["audio/webm", "audio/ogg", "audio/mp4"]
FIELD = "body"
BROKEN_PICTURE = "照片打不开，请重拍或换一张"
BROKEN_RECORDING = "录音打不开，请重录"


@dataclass(frozen=True)
class Examined:
    """A photo that may be decoded: its kind, its size in pixels as the header says, and the bytes without extras."""

    media: PictureType
    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class Heard:
    """A recording that may be decoded: its kind and the bytes, whole as far as the container tells."""

    media: RecordingType
    data: bytes


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: JPEG, upright, without metadata; `width` and `height` in pixels."""

    data: bytes
    width: int
    height: int
    media_type: str = "image/jpeg"
    duration_ms: None = None


@dataclass(frozen=True)
class Recording:
    """A recording as it is kept: AAC in MP4 (.m4a), one channel, without metadata; `duration_ms`: milliseconds."""

    data: bytes
    duration_ms: int
    media_type: str = "audio/mp4"
    width: None = None
    height: None = None

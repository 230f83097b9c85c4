"""Recordings before they are decoded: WebM, Ogg and MP4, told by their content and walked to their end. Pure.

A walk reads only how long each part says it is (RFC 8794 and 9559, RFC 3533, ISO/IEC 14496-12): a file that was cut ends
inside a part, and what is no part of the container is not taken for a tail. Nothing is decoded here.
"""

from __future__ import annotations

import struct

from backend.attachments.domain.kinds import BROKEN_RECORDING, FIELD, RecordingType
from backend.errors import Invalid

# Five minutes of Opus are fifteen thousand blocks.
MOST_PARTS = 50_000
EBML = b"\x1a\x45\xdf\xa3"
SEGMENT, CLUSTER, TRACKS = 0x18538067, 0x1F43B675, 0x1654AE6B
# Level one of a segment, and what a cluster of unknown length is made of.
WEBM_PARTS = frozenset({
    SEGMENT, CLUSTER, TRACKS, 0x114D9B74, 0x1549A966, 0x1C53BB6B, 0x1254C367, 0x1941A469, 0x1043A770, 0xEC, 0xBF,
    0xE7, 0xA3, 0xA0, 0xA7, 0xAB,
})  # fmt: skip
MP4_BRANDS = (b"iso", b"mp4", b"M4A", b"dash")
MP4_PARTS = frozenset(b"ftyp styp moov moof mdat free skip wide sidx mfra meta uuid prft emsg pdin ssix".split())
FIRST_PAGE = 2


def recording_type(data: bytes) -> RecordingType | None:
    """Return the kind of recording by its first bytes, or None when it is none we take."""
    if data.startswith(EBML) and b"webm" in data[:64]:
        return "audio/webm"
    if data.startswith(b"OggS") and data[28:36] == b"OpusHead":
        return "audio/ogg"
    if data[4:8] == b"ftyp" and data[8:12].startswith(MP4_BRANDS):
        return "audio/mp4"
    return None


def check_whole(media: RecordingType, data: bytes) -> None:
    """Refuse a recording that ends inside one of its parts, lacks one it needs, or has a part of another kind."""
    walk = {"audio/webm": _webm, "audio/ogg": _ogg, "audio/mp4": _mp4}[media]
    try:
        walk(data)
    except (struct.error, IndexError) as error:
        raise _broken() from error


def _broken() -> Invalid:
    return Invalid(BROKEN_RECORDING, field=FIELD)


def _webm(data: bytes) -> None:
    """Walk the elements of the one segment; a recorder that writes as it goes leaves segment and clusters open."""
    _, size, place = _element(data, 0)
    seen: set[int] = set()
    place += size or 0
    for _ in range(MOST_PARTS):
        if place == len(data):
            break
        kind, size, place = _element(data, place)
        # Before the segment there is nothing else, and after it no second one.
        if kind not in WEBM_PARTS or (kind == SEGMENT) == (SEGMENT in seen):
            raise _broken()
        seen.add(kind)
        if kind == SEGMENT:
            if size is not None and place + size != len(data):
                raise _broken()
            continue
        if size is None and kind != CLUSTER:
            raise _broken()
        place += size or 0
        if place > len(data):
            raise _broken()
    if place != len(data) or not seen >= {SEGMENT, TRACKS, CLUSTER}:
        raise _broken()


def _element(data: bytes, place: int) -> tuple[int, int | None, int]:
    """Return kind, length of the content (None: open) and where the content begins."""
    width = 9 - data[place].bit_length()
    if width > 4:
        raise _broken()
    kind = int.from_bytes(data[place : place + width])
    place += width
    width = 9 - data[place].bit_length()
    if width > 8 or place + width > len(data):
        raise _broken()
    most = (1 << 7 * width) - 1
    size = int.from_bytes(data[place : place + width]) & most
    return kind, None if size == most else size, place + width


def _ogg(data: bytes) -> None:
    """Walk the pages; each says how long it is, and the first one begins the only stream."""
    place = 0
    serial = data[14:18]
    for nth in range(MOST_PARTS):
        if place == len(data) and nth > 2:  # the two heads of Opus, and sound
            return
        begins = bool(data[place + 5] & FIRST_PAGE)
        if data[place : place + 5] != b"OggS\0" or data[place + 14 : place + 18] != serial or begins != (nth == 0):
            raise _broken()
        count = data[place + 26]
        table = data[place + 27 : place + 27 + count]
        place += 27 + count + sum(table)
        if len(table) < count or place > len(data):
            raise _broken()
    raise _broken()


def _mp4(data: bytes) -> None:
    """Walk the boxes of the first level."""
    place, seen = 0, set[bytes]()
    for _ in range(MOST_PARTS):
        if place == len(data):
            break
        size, kind = struct.unpack_from(">I4s", data, place)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, place + 8)
            head = 16
        elif size == 0:  # the last one: up to the end
            size = len(data) - place
        place += size
        if size < head or place > len(data) or kind not in MP4_PARTS:
            raise _broken()
        seen.add(kind)
    if place != len(data) or not seen >= {b"ftyp", b"moov", b"mdat"}:
        raise _broken()

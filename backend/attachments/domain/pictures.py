"""Photos before they are decoded: told by their content and measured by their header. Pure."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from backend.attachments.domain.kinds import BROKEN_PICTURE as BROKEN
from backend.attachments.domain.kinds import FIELD, MOST_PIXELS, Examined, PictureType
from backend.errors import Invalid, TooLarge

# A text or a colour profile inside a picture that unpacks to more than this is a bomb, not a caption.
MOST_UNPACKED = 1024 * 1024
# A progressive JPEG has about ten scans; each costs a pass over the whole picture.
MOST_SCANS = 40
MOST_CHUNKS = 20_000

PNG = b"\x89PNG\r\n\x1a\n"
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# What a picture is made of; everything else a PNG carries is dropped before it is decoded.
PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf", b"iCCP"})
WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"EXIF", b"ICCP"})


def picture_type(data: bytes) -> PictureType | None:
    """Return the kind of photo by its first bytes, or None when it is no photo we take."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(PNG):
        return "image/png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def measure(media: PictureType, data: bytes) -> Examined:
    """Return what may be decoded of a photo.

    Raises TooLarge above 50 megapixels, Invalid (field `body`) for a broken or booby-trapped one. Memory stays within a
    few copies of `data`: no pixel is decoded here.
    """
    read = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}[media]
    try:
        width, height, clean = read(data)
    except (struct.error, IndexError, zlib.error) as error:
        raise Invalid(BROKEN, field=FIELD) from error
    if width < 1 or height < 1:
        raise Invalid(BROKEN, field=FIELD)
    if width * height > MOST_PIXELS:
        raise TooLarge("照片超过5000万像素，请缩小后再传", field=FIELD)
    return Examined(media, width, height, clean)


def _jpeg(data: bytes) -> tuple[int, int, bytes]:
    """Return width, height and the JPEG up to its end marker: a tail of another kind is cut off."""
    size: tuple[int, int] | None = None
    place, scans = 2, 0
    while True:
        found = NEXT_MARKER.search(data, place)
        if found is None:
            raise Invalid(BROKEN, field=FIELD)
        marker, place = data[found.end() - 1], found.end()
        if marker == 0xD9:
            break
        if marker in {0x01, 0xD8}:
            continue
        (length,) = struct.unpack_from(">H", data, place)
        if marker in FRAMES:
            if size:  # one picture has one frame; the second would be measured by nobody
                raise Invalid(BROKEN, field=FIELD)
            height, width = struct.unpack_from(">HH", data, place + 3)
            size = width, height
        scans += marker == 0xDA
        if scans > MOST_SCANS or length < 2:
            raise Invalid(BROKEN, field=FIELD)
        place += length
    if size is None or not scans:
        raise Invalid(BROKEN, field=FIELD)
    return *size, data[:place]


def _png(data: bytes) -> tuple[int, int, bytes]:
    """Return width, height and the PNG with nothing but its picture, its rotation and its colour profile."""
    kept = [PNG]
    size: tuple[int, int] | None = None
    ended = False
    for kind, start, end in _png_chunks(data):
        if (kind == b"IHDR") != (size is None):
            raise Invalid(BROKEN, field=FIELD)
        if kind == b"IHDR":
            size = struct.unpack_from(">II", data, start)
        elif kind in {b"zTXt", b"iTXt", b"iCCP"}:
            _check_packed(kind, data[start:end])
        if kind in PNG_KEPT:
            kept.append(data[start - 8 : end + 4])
        ended = kind == b"IEND"
    if size is None or not ended:
        raise Invalid(BROKEN, field=FIELD)
    return *size, b"".join(kept)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start and end of each chunk's content, up to the last one; what stands behind it is cut off."""
    place = len(PNG)
    for _ in range(MOST_CHUNKS):
        length, kind = struct.unpack_from(">I4s", data, place)
        start, end = place + 8, place + 8 + length
        if end + 4 > len(data):
            raise Invalid(BROKEN, field=FIELD)
        yield kind, start, end
        if kind == b"IEND":
            return
        place = end + 4
    raise Invalid(BROKEN, field=FIELD)


def _check_packed(kind: bytes, content: bytes) -> None:
    """Refuse a compressed chunk that unpacks to more than MOST_UNPACKED; it is unpacked no further than that."""
    _, _, rest = content.partition(b"\0")
    if kind == b"iTXt":
        if rest[:1] != b"\1":
            return
        rest = rest[2:].split(b"\0", 2)[-1]
    else:
        rest = rest[1:]
    unpack = zlib.decompressobj()
    try:
        unpack.decompress(rest, MOST_UNPACKED)
    except zlib.error as error:
        raise Invalid(BROKEN, field=FIELD) from error
    if unpack.unconsumed_tail:
        raise Invalid(BROKEN, field=FIELD, code="bomb")


def _webp(data: bytes) -> tuple[int, int, bytes]:
    """Return width, height and the WebP without texts and without what stands behind it."""
    (whole,) = struct.unpack_from("<I", data, 4)
    end = 8 + whole
    if end > len(data):
        raise Invalid(BROKEN, field=FIELD)
    sizes: list[tuple[int, int]] = []
    kept, place, count = [], 12, 0
    while place + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, place)
        content = data[place + 8 : place + 8 + length]
        count += 1
        if len(content) < length or count > MOST_CHUNKS:
            raise Invalid(BROKEN, field=FIELD)
        sizes += _webp_size(kind, content)
        if kind in WEBP_KEPT:
            kept.append(data[place : place + 8] + content + b"\0" * (length & 1))
        place += 8 + length + (length & 1)
    if not sizes:
        raise Invalid(BROKEN, field=FIELD)
    body = b"WEBP" + b"".join(kept)
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return width, height, b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_size(kind: bytes, content: bytes) -> list[tuple[int, int]]:
    """Return the size a chunk declares, if it declares one."""
    if kind == b"VP8X":
        return [(_three(content[4:7]) + 1, _three(content[7:10]) + 1)]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 6)
        return [(width & 0x3FFF, height & 0x3FFF)]
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 1)
        return [((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)]
    return []


def _three(raw: bytes) -> int:
    if len(raw) < 3:
        raise struct.error
    return int.from_bytes(raw, "little")

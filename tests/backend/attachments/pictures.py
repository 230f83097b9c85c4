"""Pictures for tests, honest and hostile, made from nothing."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin

CANARY = b"CANARY-home-address-30.12N"
PNG = b"\x89PNG\r\n\x1a\n"


def photo(kind: str = "JPEG", size: tuple[int, int] = (320, 240), **more: Any) -> bytes:
    """Return a picture: left half red, right half blue, top left corner white."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    image.paste("white", (0, 0, size[0] // 8, size[1] // 8))
    return saved(image, kind, **more)


def saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    """Return the file of an image."""
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def exif(orientation: int = 1) -> bytes:
    """Return an EXIF block with a place, a maker note and an orientation."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010E] = CANARY.decode()
    made.get_ifd(0x8825)[1] = "N"
    made.get_ifd(0x8825)[29] = CANARY.decode()
    made.get_ifd(0x8769)[0x927C] = CANARY
    return made.tobytes()


def talkative(kind: str) -> bytes:
    """Return a picture that carries the canary wherever its kind lets a camera or a program write."""
    xmp = b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"
    if kind == "JPEG":
        plain = photo("JPEG", exif=exif(), comment=CANARY, xmp=xmp)
        iptc = b"Photoshop 3.0\0" + CANARY
        return plain[:2] + segment(0xED, iptc) + segment(0xE1, b"MakerNote\0" + CANARY) + plain[2:] + CANARY
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", CANARY.decode())
        info.add_text("Author", CANARY.decode(), zip=True)
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return photo("PNG", exif=exif(), pnginfo=info) + b"PK\x03\x04" + CANARY
    return photo("WEBP", exif=exif(), xmp=xmp, lossless=True) + CANARY


def segment(marker: int, content: bytes) -> bytes:
    """Return one segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *extra: bytes, depth: int = 8, colour: int = 0, pixels: bytes = b"") -> bytes:
    """Return a PNG that declares a size, carries `extra` chunks and holds `pixels` (unpacked; default: none)."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return PNG + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def packed_zeros(megabytes: int) -> bytes:
    """Return a few kilobytes that unpack to so many megabytes."""
    pack = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    # after a full flush the packer remembers nothing, so that every megabyte is packed alike
    one = pack.compress(bytes(1 << 20)) + pack.flush(zlib.Z_FULL_FLUSH)
    sum_of_zeros = ((megabytes << 20) % 65521 << 16) + 1
    return b"\x78\xda" + one * megabytes + b"\x03\0" + struct.pack(">I", sum_of_zeros)


def jpeg_of_size(width: int, height: int) -> bytes:
    """Return a small JPEG whose header declares another size."""
    made = bytearray(photo("JPEG", (16, 16)))
    place = made.index(b"\xff\xc0") + 5
    made[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(made)


def webp_of_size(width: int, height: int) -> bytes:
    """Return a WebP whose extended header declares a size."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + sides
    return b"RIFF" + struct.pack("<I", len(body)) + body


def scanning_jpeg(scans: int) -> bytes:
    """Return a progressive JPEG that repeats its last scan: little to send, much to decode."""
    made = photo("JPEG", (2048, 2048), progressive=True)
    last = made.rindex(b"\xff\xda")
    return made[:last] + made[last:-2] * scans + made[-2:]


FAKES = {
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "pdf": b"%PDF-1.7\n1 0 obj<<>>endobj",
    "zip": b"PK\x03\x04" + bytes(40),
    "bmp": b"BM" + bytes(60),
    "tiff": b"II*\0" + bytes(60),
    "riff that is sound": b"RIFF\x24\0\0\0WAVEfmt " + bytes(30),
    "text": "这是一段话".encode(),
    "jpeg magic too short": b"\xff\xd8",
}

"""The process that decodes photos: run by path, alone, with limits and without our environment.

Whatever a hostile picture does to a decoder happens here: this process holds no key, no database
and no file, may not write one, and dies when it takes too much memory or time. It answers each
photo on standard input (8 bytes of length, then the bytes) with one line of JSON on standard
output, followed by the JPEG. It imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import signal
import struct
import sys
import warnings
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps

LONGEST = 2560
QUALITY = 82
STRIP = 64
ORIENTATION = 0x0112
MOST_PROFILE = 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")


def main(most_pixels: int, most_memory: int, most_seconds: float) -> None:
    """Answer photos until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    Image.MAX_IMAGE_PIXELS = most_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.init()
    for what, most in ((resource.RLIMIT_AS, most_memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    while len(head := sys.stdin.buffer.read(8)) == 8:
        data = sys.stdin.buffer.read(struct.unpack(">Q", head)[0])
        signal.setitimer(signal.ITIMER_PROF, most_seconds)
        result, kept = attempt(data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.buffer.write(json.dumps(result | {"bytes": len(kept)}).encode() + b"\n" + kept)
        sys.stdout.buffer.flush()


def attempt(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the outcome for one photo and its JPEG (empty when it can't be opened)."""
    try:
        kept, width, height = reencode(data)
    except MemoryError:
        return {"outcome": "large"}, b""
    except Exception:  # noqa: BLE001 - decoders raise whatever a hostile file makes them raise
        return {"outcome": "broken"}, b""
    return {"outcome": "kept", "width": width, "height": height}, kept


def reencode(data: bytes) -> tuple[bytes, int, int]:
    """Return the photo as an upright JPEG of at most LONGEST pixels a side, with its size; nothing but pixels survives."""
    with Image.open(BytesIO(data), formats=FORMATS) as image:
        longest = max(image.size)
        if longest > LONGEST:  # a JPEG can be decoded at a half, a quarter, an eighth of its size
            width, height = (max(1, side * LONGEST // longest) for side in image.size)
            image.draft(None, (width, height))
        image.load()
        turn = orientation(image)
        profile = image.info.get("icc_profile")
        small = shrink(image)
    upright = turned(to_srgb(small, profile), turn)
    upright.info = {}
    out = BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), *upright.size


def orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 when there is none or it can't be read."""
    try:
        turn = image.getexif().get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - a broken EXIF is dropped like any other
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def turned(image: Image.Image, turn: int) -> Image.Image:
    """Return the image the right way up."""
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    image.info = {"exif": exif.tobytes()}
    return ImageOps.exif_transpose(image)


def shrink(image: Image.Image) -> Image.Image:
    """Return the image flat and at most LONGEST a side; strip by strip, so that a wide one needs no second whole copy."""
    width, height = image.size
    factor = max(1, max(width, height) // LONGEST)
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    step = STRIP * factor
    for top in range(0, height, step):
        strip = flat(image.crop((0, top, width, min(top + step, height))))
        small.paste(strip.reduce(factor), (0, top // factor))
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return small


def flat(image: Image.Image) -> Image.Image:
    """Return the image as RGB; what is transparent becomes white, sixteen bits become eight."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return image.convert("RGB")


def to_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Return the colours in sRGB when the photo brings a profile that fits; as they are otherwise."""
    if not isinstance(profile, bytes) or not 0 < len(profile) <= MOST_PROFILE:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        done = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return done or image


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))

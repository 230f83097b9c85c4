"""The process that decodes attachments: run by path, alone, with limits and without our environment.

Whatever a hostile file does to a decoder happens here: this process holds no key, no database
and no file, may not write one, and dies when it takes too much memory or time. It answers each
file on standard input (16 bytes of kind, padded with NUL, 8 bytes of length, then the bytes) with one
line of JSON on standard output, followed by what is kept: JPEG or AAC. It imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import signal
import struct
import sys
import warnings
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps

LONGEST = 2560
QUALITY = 82
STRIP = 64
ORIENTATION = 0x0112
MOST_PROFILE = 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")
DEMUXERS = {"audio/webm": "matroska", "audio/ogg": "ogg", "audio/mp4": "mov"}
# Of all that FFmpeg can read, what a phone's recorder writes; of addresses inside a file, none.
GUARDS = {"codec_whitelist": "opus,aac", "protocol_whitelist": "none"}
# Speech needs no more; every browser and telephone plays it.
SAMPLES_PER_SECOND = 24_000
BITS_PER_SECOND = 32_000
MOST_CHANNELS = 2
LEAST_SECONDS = 0.2


class Long(Exception):  # noqa: N818 - an outcome, not a fault
    """The recording runs longer than it may."""


def main(most_pixels: int, most_seconds_of_sound: float, most_memory: int, most_seconds: float) -> None:
    """Answer files until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    Image.MAX_IMAGE_PIXELS = most_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.init()
    for what, most in ((resource.RLIMIT_AS, most_memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    while len(head := sys.stdin.buffer.read(24)) == 24:
        kind, length = struct.unpack(">16sQ", head)
        data = sys.stdin.buffer.read(length)
        signal.setitimer(signal.ITIMER_PROF, most_seconds)
        result, kept = attempt(kind.rstrip(b"\0").decode(), data, most_seconds_of_sound)
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.buffer.write(json.dumps(result | {"bytes": len(kept)}).encode() + b"\n" + kept)
        sys.stdout.buffer.flush()


def attempt(kind: str, data: bytes, most_seconds_of_sound: float) -> tuple[dict[str, Any], bytes]:
    """Return the outcome for one file and what is kept of it (empty when it can't be opened)."""
    try:
        if kind in DEMUXERS:
            kept, seconds = transcode(data, DEMUXERS[kind], most_seconds_of_sound)
            return {"outcome": "kept", "duration_ms": round(seconds * 1000)}, kept
        kept, width, height = reencode(data)
    except MemoryError:
        return {"outcome": "large"}, b""
    except Long:
        return {"outcome": "long"}, b""
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


def transcode(data: bytes, demuxer: str, most_seconds: float) -> tuple[bytes, float]:
    """Return the recording as AAC in MP4, one channel, with its length in seconds; nothing but sound survives.

    Time is counted in samples, as what a file says about time may be anything. Raises Long.
    """
    import av  # noqa: PLC0415 - FFmpeg is not loaded, nor its memory taken, where nobody records

    out, samples = BytesIO(), 0
    with av.open(BytesIO(data), "r", format=demuxer, options=GUARDS) as source:
        (stream,) = source.streams.audio
        if len(source.streams) > 1 or stream.codec_context.channels > MOST_CHANNELS:
            raise ValueError("more than a voice")
        stream.codec_context.thread_count = 1
        # Bit-exact: without the name and version of the encoder.
        with av.open(out, "w", format="ipod", options={"fflags": "+bitexact"}) as target:
            kept = target.add_stream("aac", rate=SAMPLES_PER_SECOND, layout="mono", options={"flags": "+bitexact"})
            kept.bit_rate = BITS_PER_SECOND
            kept.codec_context.thread_count = 1
            for frame in resampled(av, source.decode(stream)):
                frame.pts, frame.time_base = samples, Fraction(1, SAMPLES_PER_SECOND)
                samples += frame.samples
                if samples > most_seconds * SAMPLES_PER_SECOND:
                    raise Long
                target.mux(kept.encode(frame))
            if samples < LEAST_SECONDS * SAMPLES_PER_SECOND:
                raise ValueError(samples)
            target.mux(kept.encode(None))
    return out.getvalue(), samples / SAMPLES_PER_SECOND


def resampled(av: Any, frames: Iterator[Any]) -> Iterator[Any]:
    """Yield the sound of `frames` as one channel at the rate that is kept."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=SAMPLES_PER_SECOND)
    for frame in frames:
        frame.pts = None
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))

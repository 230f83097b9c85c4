"""Recordings for tests, honest and hostile, made from nothing."""

from __future__ import annotations

import struct
from fractions import Fraction
from functools import cache
from io import BytesIO
from itertools import pairwise

import av
import numpy as np

CANARY = b"CANARY-home-address-30.12N"
KINDS = {
    "audio/webm": ("webm", "libopus", 48_000),
    "audio/ogg": ("ogg", "libopus", 48_000),
    "audio/mp4": ("mp4", "aac", 44_100),
}
PITCH = 440


@cache
def recording(media: str = "audio/webm", seconds: float = 1.5, layout: str = "mono", *, live: bool = False) -> bytes:
    """Return a tone of `PITCH` hertz as a phone's recorder would write it; it carries the canary in its texts.

    `live`: written as it goes, with parts of open length, as MediaRecorder does.
    """
    form, codec, rate = KINDS[media]
    out = BytesIO()
    options = ({"live": "1"} if form == "webm" else {"movflags": "frag_every_frame+empty_moov"}) if live else {}
    with av.open(out, "w", format=form, options=options) as target:
        target.metadata["title"] = CANARY.decode()
        stream = target.add_stream(codec, rate=rate, layout=layout)
        for frame in tone(rate, seconds, layout):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()


def tone(rate: int, seconds: float, layout: str) -> list[av.AudioFrame]:
    """Return the frames of a tone, `rate` samples a second."""
    channels, step, frames = {"mono": 1, "stereo": 2}.get(layout, 6), rate // 50, []
    for nth in range(round(seconds * 50)):
        samples = 9000 * np.sin(2 * np.pi * PITCH * (nth * step + np.arange(step * channels) // channels) / rate)
        frame = av.AudioFrame(format="s16", layout=layout, samples=step)
        frame.planes[0].update(samples.astype(np.int16).tobytes())
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), nth * step
        frames.append(frame)
    return frames


def heard(data: bytes) -> tuple[int, list[float]]:
    """Return how many samples a second a kept recording has, and its samples, -1 to 1; it must be one channel of AAC."""
    with av.open(BytesIO(data), "r", format="mov") as source:
        (stream,) = source.streams.audio
        assert (stream.codec_context.name, stream.codec_context.channels) == ("aac", 1)
        samples = [value for frame in source.decode(stream) for value in plane(frame)]
        return stream.codec_context.sample_rate, samples


def plane(frame: av.AudioFrame) -> memoryview:
    """Return the samples of a frame without what pads its memory."""
    return memoryview(frame.planes[0]).cast("f")[: frame.samples]


def pitch(data: bytes) -> float:
    """Return the pitch of a kept tone in hertz: how often it rises through zero in a second of its middle."""
    rate, samples = heard(data)
    middle = samples[len(samples) // 2 - rate // 4 : len(samples) // 2 + rate // 4]
    return 2 * sum(before < 0 <= after for before, after in pairwise(middle))


def page(serial: int, nth: int, flags: int, packets: list[bytes]) -> bytes:
    """Return an Ogg page of packets shorter than 255 bytes each, with its checksum."""
    table = bytes(len(packet) for packet in packets)
    made = (
        b"OggS\0"
        + struct.pack("<BqIII", flags, 960 * nth, serial, nth, 0)
        + bytes([len(table)])
        + table
        + b"".join(packets)
    )
    crc = 0
    for byte in made:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x104C11DB7) if crc & 0x80000000 else crc << 1
    return made[:22] + struct.pack("<I", crc) + made[26:]


def hours_of_silence() -> bytes:
    """Return an Ogg of some hundred kilobytes whose packets of two bytes each are 120 ms of silence: hours to decode."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)
    # a packet of six frames of 20 ms without content (RFC 6716, code 3)
    full = page(7, 2, 0, [b"\x0b\x06"] * 255)
    return page(7, 0, 2, [head]) + page(7, 1, 0, [tags]) + full * 500


def many_channels() -> bytes:
    """Return a recording of six channels."""
    return recording("audio/mp4", 1.0, "5.1")


def video() -> bytes:
    """Return a WebM that holds a picture that moves, and no sound."""
    out = BytesIO()
    with av.open(out, "w", format="webm") as target:
        stream = target.add_stream("libvpx-vp9", rate=10)
        stream.width = stream.height = 64
        for _ in range(10):
            target.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        target.mux(stream.encode(None))
    return out.getvalue()


FAKES = {
    "webm of another kind": b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska" + bytes(40),
    "ogg without opus": b"OggS\0\2" + bytes(22) + b"\x01vorbis" + bytes(40),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40),
    "mp3": b"ID3\4\0\0\0\0\0\0" + bytes(60),
    "wave": b"RIFF\x24\0\0\0WAVEfmt " + bytes(30),
    "flac": b"fLaC" + bytes(60),
    "amr": b"#!AMR\n" + bytes(60),
}

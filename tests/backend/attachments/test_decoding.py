"""Re-encoding: what survives, what does not, and what a hostile picture or recording costs."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from backend.attachments.decoding import Decoder
from backend.attachments.domain import Examined, Heard, Picture, Recording, examine, media_of
from backend.errors import Invalid, TooLarge, Unavailable, UnsupportedType
from tests.backend.attachments import pictures as p
from tests.backend.attachments import sounds as s

MEGABYTE = 1024


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    """One decoding process for all tests here."""
    made = Decoder()
    yield made
    made.close()


def peak_kilobytes(decoder: Decoder) -> int:
    """Most memory the decoding process has held so far."""
    lines = Path(f"/proc/{decoder.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def colour(picture: Picture, at: tuple[int, int]) -> tuple[int, ...]:
    """Red, green, blue of one pixel of what is kept."""
    found = opened(picture).convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return found


def opened(picture: Picture) -> Image.Image:
    """Open what is kept."""
    return Image.open(BytesIO(picture.data), formats=["JPEG"])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_survives(decoder: Decoder, kind: str) -> None:
    sent = p.talkative(kind)
    assert p.CANARY in sent
    kept = decoder.reencode(examine(sent))
    assert p.CANARY not in kept.data
    for mark in (b"Exif", b"http://ns.adobe", b"Photoshop", b"ICC_PROFILE", b"PK\x03\x04", b"<x:xmpmeta"):
        assert mark not in kept.data
    assert kept.data.endswith(b"\xff\xd9")
    assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_the_orientation_is_applied(decoder: Decoder, kind: str, turn: int) -> None:
    kept = decoder.reencode(examine(p.photo(kind, (64, 32), exif=p.exif(turn))))
    assert (kept.width, kept.height) == ((64, 32) if turn < 5 else (32, 64))
    corner = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[turn]
    at = (corner[0] * (kept.width - 3) + 1, corner[1] * (kept.height - 3) + 1)
    assert min(colour(kept, at)) > 180, "the white corner stands where the phone saw it"


@pytest.mark.parametrize(
    ("size", "kept"), [((5200, 1300), (2560, 640)), ((2560, 10), (2560, 10)), ((30, 9000), (9, 2560))]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_long_side_is_at_most_2560(
    decoder: Decoder, kind: str, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    found = decoder.reencode(examine(p.photo(kind, size)))
    assert abs(found.width - kept[0]) <= 1
    assert abs(found.height - kept[1]) <= 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_picture_becomes_a_photo(decoder: Decoder, mode: str) -> None:
    whites: dict[str, float | tuple[int, ...]] = {"1": 1, "L": 255, "I;16": 0xFFFF, "P": 0, "RGB": (255, 255, 255)}
    white = whites.get(mode, (0,) * len(mode))
    image = Image.new(mode, (20, 20), white)  # LA and RGBA: black, and wholly transparent
    if mode == "P":
        image.putpalette([255, 255, 255])
    assert colour(decoder.reencode(examine(p.saved(image, "PNG"))), (10, 10)) == (255, 255, 255)


def test_a_photo_for_print_becomes_one_for_screens(decoder: Decoder) -> None:
    cmyk = p.saved(Image.new("CMYK", (20, 20), (0, 0, 0, 0)), "JPEG")
    assert colour(decoder.reencode(examine(cmyk)), (10, 10)) == (255, 255, 255)


def test_colours_of_another_space_are_turned_into_srgb(decoder: Decoder) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, srgb, b"no profile at all"):
        kept = decoder.reencode(examine(p.photo("JPEG", icc_profile=profile)))
        assert "icc_profile" not in opened(kept).info
        assert colour(kept, (100, 200))[0] > 240, "a profile that doesn't fit changes nothing"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_broken_picture_is_refused_and_the_next_one_taken(decoder: Decoder, kind: str) -> None:
    found = examine(p.photo(kind, (200, 200)))
    half = Examined(found.media, found.width, found.height, found.data[: len(found.data) // 2])
    with pytest.raises(Invalid):
        decoder.reencode(half)
    assert decoder.reencode(found).width == 200


def test_noise_never_breaks_the_decoder(decoder: Decoder) -> None:
    dice = random.Random(7)
    before = decoder.reencode(examine(p.photo())) and decoder.pid
    taken = 0
    for round_ in range(150):
        data = bytearray(p.photo(("JPEG", "PNG", "WEBP")[round_ % 3], (90, 70)))
        for _ in range(dice.randrange(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with suppress(Invalid, TooLarge, UnsupportedType):
            kept = decoder.reencode(examine(bytes(data)))
            taken += 1
            assert opened(kept).size == (kept.width, kept.height)
    assert taken
    assert decoder.pid == before, "no picture killed the process"


@pytest.mark.parametrize("kind", ["1-bit png", "progressive jpeg", "webp", "clear webp"])
def test_a_picture_as_large_as_allowed_stays_within_bounded_memory(kind: str) -> None:
    decoder = Decoder()
    if kind == "1-bit png":
        data = p.png(8160, 6120, depth=1, pixels=(b"\0" * 1021) * 6120)
    elif kind == "webp":
        data = p.photo("WEBP", (8160, 6120), lossless=True, method=0)
    elif kind == "clear webp":
        data = p.saved(Image.new("RGBA", (8160, 6120), (9, 99, 199, 128)), "WEBP", method=0)
    else:
        data = p.photo("JPEG", (8160, 6120), progressive=True, quality=30)
    kept = decoder.reencode(examine(data))
    assert max(kept.width, kept.height) == 2560
    assert peak_kilobytes(decoder) < (850 if "webp" in kind else 450) * MEGABYTE
    decoder.close()


def test_too_little_memory_is_a_refusal_not_a_crash() -> None:
    decoder = Decoder(memory=120 * 1024 * 1024)
    with pytest.raises(TooLarge):
        decoder.reencode(examine(p.png(8160, 6120, depth=8, colour=2, pixels=(b"\0" * 24481) * 6120)))
    assert decoder.reencode(examine(p.photo())).width == 320
    decoder.close()


def test_too_much_work_ends_the_process_and_the_next_photo_is_taken() -> None:
    decoder = Decoder(cpu=0.05)
    big = examine(p.photo("PNG", (8160, 6120), compress_level=1))
    with pytest.raises(Invalid):
        decoder.reencode(big)
    decoder = Decoder()
    assert decoder.reencode(examine(p.photo())).width == 320
    decoder.close()


def test_a_busy_machine_says_later_instead_of_blaming_the_photo() -> None:
    decoder = Decoder(wall=0.01)
    with pytest.raises(Unavailable):
        decoder.reencode(examine(p.photo("PNG", (8160, 6120), compress_level=1)))
    decoder.close()


def test_a_dead_process_is_replaced() -> None:
    decoder = Decoder()
    decoder.reencode(examine(p.photo()))
    assert decoder.pid
    os.kill(decoder.pid, signal.SIGTERM)
    os.waitid(os.P_PID, decoder.pid, os.WEXITED | os.WNOWAIT)
    assert decoder.reencode(examine(p.photo())).height == 240
    decoder.close()


def test_the_process_has_nothing_of_ours(decoder: Decoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHITONG_SECRET_KEY", "canary-key")
    fresh = Decoder()
    fresh.reencode(examine(p.photo()))
    assert Path(f"/proc/{fresh.pid}/environ").read_bytes() == b""
    assert "Max file size             0" in Path(f"/proc/{fresh.pid}/limits").read_text()
    fresh.close()


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


def test_noise_in_a_recording_never_breaks_the_decoder(decoder: Decoder) -> None:
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


def test_too_much_sound_ends_the_process() -> None:
    decoder = Decoder(cpu=0.2)
    with pytest.raises(Invalid):
        decoder.reencode(examine(s.hours_of_silence()))
    decoder.close()

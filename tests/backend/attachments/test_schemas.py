"""What the API says of attachments is what is taken."""

from __future__ import annotations

import re
from typing import get_args

from backend.attachments.domain import MOST_BYTES, MOST_PIXELS, MOST_SECONDS
from backend.attachments.domain.kinds import PictureType, RecordingType
from backend.attachments.schemas import BODY, BYTES, DIGEST_IN_PATH, TAKEN
from backend.attachments.service import DIGEST


def test_the_kinds_and_bounds_that_are_told_are_those_that_hold() -> None:
    assert set(TAKEN) == {*get_args(PictureType), *get_args(RecordingType)} == set(BODY["content"])
    assert BYTES["schema"]["maxLength"] == MOST_BYTES
    said = BODY["description"]
    assert f"{MOST_BYTES // 2**20} MB" in said
    assert f"{MOST_PIXELS // 10**6} megapixels" in said
    assert "five minutes" in said and MOST_SECONDS == 5 * 60


def test_the_address_is_described_as_it_is_checked() -> None:
    for text in ("a" * 64, "0" * 64, "A" * 64, "a" * 63, "g" * 64):
        assert bool(re.search(DIGEST_IN_PATH["schema"]["pattern"], text)) == bool(DIGEST.fullmatch(text))

"""Text as it is seen: nothing hidden is kept, nothing that a script needs is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.plain import digest_of, visible

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("水渠被填了", "水渠被填了"),
        ("\u200b" * 10, ""),
        ("水\x1b[31m渠\x07", "水[31m渠"),
        ("\u202e水渠\u2066被填\ufeff", "水渠被填"),
        ("一\r\n二\r三\x0b四\u2028五\t六\n七", "一\n二\n三\n四\n五\t六\n七"),
        ("\u3164\u2800\uffa0\u034f", ""),
        (FAMILY, FAMILY),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("مى\u200cخواهم", "مى\u200cخواهم"),  # a word of two parts in the script of Uyghur
        ("\u200d\ufe0f" * 10, ""),
        ("水" + "\u200d" * 10 + "渠", "水\u200d\u200d渠"),
        ("水 \u200d\u200d 渠", "水  渠"),
    ],
)
def test_what_nobody_sees_is_taken_out(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(some.text())
def test_what_was_seen_once_is_seen_again_the_same(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_the_same_content_has_the_same_digest_in_any_order() -> None:
    assert digest_of(a="渠", b=1) == digest_of(b=1, a="渠")
    assert len({digest_of(a="渠", b=1), digest_of(a="渠", b=2), digest_of(a="渠1", b="")}) == 3

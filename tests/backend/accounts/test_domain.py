"""What a new password must be (T24)."""

from __future__ import annotations

import pytest

from backend.accounts.domain import LEAST, LEAST_ADMINISTRATOR, MOST, check_password, common_passwords
from backend.errors import Invalid

GOOD = "mu-lan-xi-9713"


def refused(password: str, *, login: str = "lianluo", administrator: bool = False) -> str | None:
    """Return the words a password is refused with, None when it is taken."""
    try:
        check_password(password, login, administrator=administrator)
    except Invalid as refusal:
        return f"{refusal.title}" if refusal.field == "password" else "the wrong field"
    return None


@pytest.mark.parametrize("password", [GOOD, GOOD * 4, "x" * 63 + "y", "水木兰溪九七一三", " spaces are fine "])
def test_long_ones_of_any_letters_are_taken(password: str) -> None:
    assert refused(password) is None


def test_length_has_bounds_and_administrators_need_more() -> None:
    assert refused("q7#Vw2x") == "密码至少{n}个字符"
    assert refused("q7#Vw2xL") is None
    assert len("q7#Vw2xL") == LEAST
    assert refused("q7#Vw2xL", administrator=True) == "密码至少{n}个字符"
    assert refused("q7#Vw2xLk93T", administrator=True) is None
    assert len("q7#Vw2xLk93T") == LEAST_ADMINISTRATOR
    assert refused("q7" * (MOST // 2)) is None
    assert refused("q7" * (MOST // 2) + "x") == "密码最多{n}个字符"


def test_every_common_one_is_refused_in_any_case_and_with_figures_behind() -> None:
    long_enough = [word for word in common_passwords() if len(word) >= LEAST]
    assert len(long_enough) > 20
    for word in long_enough:
        assert refused(word), word
        assert refused(word.upper()), word
    assert refused("Password2026!")


@pytest.mark.parametrize("password", ["zhitong2026", "wangge@123456", "lianluo20261122"])
def test_product_and_login_are_no_passwords(password: str) -> None:
    assert refused(password) == "这个密码太常见，请换一个"

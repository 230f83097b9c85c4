"""Roles, and what a password must be: pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from itertools import pairwise

from backend.errors import Invalid

ROLES: Mapping[str, str] = {
    "grid_worker": "网格员",
    "collector": "信息采集员",
    "liaison": "联络员",
    "verifier": "核查员",
    "town_congress": "镇人大",
    "town_head": "乡镇长",
    "deputy": "代表",
    "administrator": "管理员",
}
# What a head is called above the township, by the length of the area's prefix: province, city, county.
HEADS = {2: "政府负责人", 4: "政府负责人", 6: "县（市、区）长"}
# Set by the constitution of the thing, not by taste: these forward, urge and supervise, and never close a case.
# The last three come with the rounds above the township; the rule waits for them.
CONGRESS = frozenset({"town_congress", "deputy", "research_centre", "working_body", "chairpersons"})
LEAST, LEAST_ADMINISTRATOR, MOST = 8, 12, 128
AREA_CODE = re.compile(r"\d{6}(\d{3}){0,2}", re.ASCII)
PRODUCT_WORDS = ("zhitong", "直通", "minyi", "wangge", "网格")
# Of what is left once the login is taken out: so many characters, and so many different ones, besides blanks.
LEAST_OWN, LEAST_DIFFERENT = 6, 4
LONGEST_REPEATED = 6


def role_label(role: str, prefix: str) -> str:
    """Return what the holder of `role` in the area of `prefix` is called: a head by the level of the area."""
    return HEADS.get(len(prefix), ROLES[role]) if role == "town_head" else ROLES[role]


@cache
def common_passwords() -> frozenset[str]:
    """Return passwords that everybody tries first, in lower case.

    Source: the lists of Django (django/contrib/auth, by Royce Williams) and zxcvbn, the words of eight characters and
    more, and some that are common in China.
    """
    return frozenset(resources.files(__package__).joinpath("common_passwords.txt").read_text().split())


def check_role(role: str, area: str) -> None:
    """Refuse a role nobody knows, or one that is held at no whole code of an area (6, 9 or 12 digits).

    Raises Invalid (field `role`).
    """
    if role not in ROLES:
        raise Invalid("没有这个岗位：{role}", field="role", role=role)
    if not AREA_CODE.fullmatch(area):
        raise Invalid("行政区划代码要写全：6、9或12位数字，不能是“{area}”", field="role", area=area)


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

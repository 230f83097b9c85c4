"""Roles, and what a password must be: pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

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
# Set by the constitution of the thing, not by taste: these forward, urge and supervise, and never close a case.
CONGRESS = frozenset({"town_congress", "deputy"})
LEAST, LEAST_ADMINISTRATOR, MOST = 8, 12, 128
PRODUCT_WORDS = ("zhitong", "直通", "minyi", "wangge")


@cache
def common_passwords() -> frozenset[str]:
    """Return passwords that everybody tries first."""
    return frozenset(resources.files(__package__).joinpath("common_passwords.txt").read_text().split())


def check_password(password: str, login: str, *, administrator: bool) -> None:
    """Check a new password.

    Raises Invalid (field `password`) when it is too short or long, common, or made of the login or the product's name.
    """
    least = LEAST_ADMINISTRATOR if administrator else LEAST
    if len(password) < least:
        raise Invalid("密码至少{n}个字符", field="password", n=least)
    if len(password) > MOST:
        raise Invalid("密码最多{n}个字符", field="password", n=MOST)
    plain = password.casefold()
    stem = plain.rstrip("0123456789!@#.")
    if plain in common_passwords() or stem in common_passwords() or stem in {*PRODUCT_WORDS, login}:
        raise Invalid("这个密码太常见，请换一个", field="password")

"""What kind of person someone is (人员画像) besides the roles they hold: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {
    "liaison": "联络员",
    "collector": "信息采集员",
    "grid_worker": "网格员",
    "mediator": "调解员",
    "legal_officer": "政法干警",
    "elder": "五老人员",
    "worthy": "乡贤",
    "counsel": "法律顾问",
}
# How lists name them besides.
KIND_LABELS: Mapping[str, str] = {label: kind for kind, label in KINDS.items()} | {
    "采集员": "collector", "人民调解员": "mediator", "五老": "elder", "村（社区）法律顾问": "counsel",
}  # fmt: skip
MOST_SPECIALITY, MOST_LANGUAGES, MOST_LANGUAGE = 60, 5, 20


@dataclass(frozen=True)
class Profile:
    """What kinds of person someone is, what they are good at, which languages and dialects they speak."""

    kinds: tuple[str, ...] = ()
    speciality: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """Somebody who may be asked to mediate or to convene, as colleagues see them."""

    name: str
    profile: Profile


def in_order(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return `kinds` each once, in the order of `KINDS`."""
    held = set(kinds)
    return tuple(kind for kind in KINDS if kind in held)

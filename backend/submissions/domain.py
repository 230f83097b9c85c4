"""What a citizen sends, and what makes two sendings the same."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from backend.geo.crs import Crs
from backend.reports.queries import Said

Way = Literal["receipt", "phone", "door"]
WAYS: tuple[Way, ...] = ("receipt", "phone", "door")
LEAST_TEXT = 5
MOST_TEXT = 1000
MOST_PLACE_WORDS = 120
MOST_PHOTOS = 3
# With what was added when the station asked for more.
MOST_PHOTOS_IN_ALL = 9


@dataclass(frozen=True)
class Reply:
    """How the person wants to be answered; name and phone are given only if they like."""

    way: Way
    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Spot:
    """Where it is: `lon`, `lat` in degrees of `crs`, accuracy in metres, time of the fix."""

    lon: float
    lat: float
    crs: Crs
    accuracy_m: float | None = None
    fixed_at: datetime | None = None


@dataclass(frozen=True)
class Register:
    """How a submission came that staff write down for the person.

    `by`: the account that writes; `channel`: a code of the office's list; `came_on`: the day in China; `deputy`: id, name, area code and
    home station of the deputy whom the person told; `village`: code of the place where only that is known; `level`: how sensitive;
    `told`: the purposes that the person agreed to when told; `elsewhere`, `about_it`: the procedure it is in already, and its number or court.
    """

    by: int
    channel: str
    came_on: date
    level: str = "open"
    village: str | None = None
    their_number: str = ""
    told: tuple[str, ...] = ()
    deputy: tuple[int, str, str, int | None] | None = None
    elsewhere: str | None = None
    about_it: str = ""
    petition: bool = False
    # it was said of a draft, and by any channel that an opinion may come
    from_opinion: bool = False

    @property
    def kept(self) -> bool:
        """Return whether what hangs on it is for its handlers only."""
        return self.level != "open"

    def content(self) -> list[Any]:
        """Return what of it makes a sending the same as another."""
        facts = [self.by, self.channel, self.came_on.isoformat(), self.level, self.village, self.their_number]
        return ["written", *facts, sorted(self.told), self.elsewhere, self.about_it]


@dataclass(frozen=True)
class NewSubmission:
    """A submission as it was sent, checked for form. `id`: made by the sender, so that sending may be repeated.

    `code`: the scanned code in its normal form; `station_id`: the station chosen from the list, without a code.
    `cell_code`: the cell of the post behind `code` or `station_id`, said instead of a point; counts only without `spot`.
    `consents`: purposes that were agreed to each by itself, beside their texts.
    `written`: how it came, when staff write it down.
    `has_contact`: name and phone are kept already, under the same id.
    `ticket`: digest of the draft ticket that the photos were sent under; `attachments`: digests of what was sent.
    """

    id: UUID
    category: str
    text: str
    reply: Reply
    spot: Spot | None = None
    place_words: str = ""
    cell_code: str | None = None
    code: str | None = None
    station_id: int | None = None
    ticket: bytes | None = None
    attachments: tuple[str, ...] = ()
    language: str = "zh-CN"
    consents: tuple[str, ...] = ()
    written: Register | None = None
    has_contact: bool = False

    def written_down(self, by: Register, *, told: bool) -> NewSubmission:
        """Return it as staff write it down; `told`: the person was told what is kept, and agreed."""
        purposes = (*self.needs_consent(), *(("hidden",) if by.kept else ()), *(("whereabouts",) if by.village else ()))
        return replace(self, written=replace(by, told=tuple(dict.fromkeys(purposes)) if told else ()))

    def needs_consent(self) -> tuple[str, ...]:
        """Return for what the person has to agree: to be handled, and to be found where a place is said."""
        placed = self.spot or self.place_words or self.cell_code
        return ("handling", "whereabouts") if placed else ("handling",)

    def digest(self, key: bytes) -> bytes:
        """Return a keyed digest of the content: equal for a resend, useless for guessing a phone number."""
        spot = self.spot
        content: list[Any] = [
            self.category, self.text, self.place_words, self.code, self.station_id, list(self.attachments),
            [self.reply.way, self.reply.name, self.reply.phone],
            spot and [spot.lon, spot.lat, spot.crs, spot.accuracy_m, spot.fixed_at and spot.fixed_at.isoformat()],
        ]  # fmt: skip
        if self.cell_code:
            content.append(self.cell_code)
        if self.consents:
            content.append(["consents", *sorted(self.consents)])
        if self.written:
            content.append(self.written.content())
        return hmac.digest(key, json.dumps(content, ensure_ascii=False).encode(), hashlib.sha256)


Why = Literal["scanned", "nearest", "nearest_here", "nearest_of_deputy", "of_deputy", "chosen"]


@dataclass(frozen=True)
class Station:
    """The station that gets it, and why; the words for `why` are made when it is shown."""

    id: int
    name: str
    why: Why
    distance_m: float | None
    deputy: str | None


@dataclass(frozen=True)
class Accepted:
    """What was stored: the same for every resend. `again`: it had been stored before."""

    report_id: UUID
    receipt: str
    query_code: str
    number: str
    station: Station
    cell: str | None
    received_at: str
    accept_by: date | None
    again: bool


@dataclass(frozen=True)
class Step:
    """One line of the timeline: when, which state it came to, who moved it (a role, never a name)."""

    at: datetime
    state: str
    role: str


@dataclass(frozen=True)
class Progress:
    """How far the matter of one receipt is. `said`: the words and what was put right; `erased_at`: when they were erased. `told`: what the station said in words about the present state (`TOLD_WORDS`)."""

    receipt: str
    number: str
    state: str
    state_since: datetime
    due_on: date | None
    station: str
    phone: str
    category: str
    category_en: str
    received_at: datetime
    steps: tuple[Step, ...]
    told: Mapping[str, str]
    said: tuple[Said, ...]
    erased_at: datetime | None


ROLE_WORDS: dict[str, str] = {
    "liaison": "站点联络员",
    "town_congress": "乡镇人大",
    "verifier": "核查员",
    "deputy": "人大代表",
    "citizen": "反映人",
    "author": "登记的网格员",
    "system": "系统",
}
TOLD_WORDS: dict[str, str] = {
    "asked": "站点请您补充",
    "reason": "不受理的原因",
    "ways": "您还可以走这些途径",
    "forward_note": "代表已把这件事转交站点或镇人大，说明",
}
WHY_WORDS: dict[Why, str] = {
    "scanned": "您扫的是它的码",
    "nearest": "离您说的地方最近，约{distance}",
    "nearest_here": "管这个地方的站点里它离得最近，约{distance}",
    "nearest_of_deputy": "{deputy}代表的履职范围里它离得最近，约{distance}",
    "of_deputy": "它是{deputy}代表所在的站点",
    "chosen": "这是您选的站点",
}

# What stays when somebody erases what they said, for the page and the API to tell.
STAYS = (
    "办理的经过和时间、所在的网格、类别",
    "给您的答复和它的编号，到保存期限为止",
    "操作记录，里面没有您说的话",
)


@dataclass(frozen=True)
class Written:
    """What a person wrote about the matter after sending it in, and the state it came to by that."""

    at: datetime
    state: str
    words: str


@dataclass(frozen=True)
class Correction:
    """What a person puts right: `text` and `place_words` take the place of those said before, which stay as they are.

    `id`: made by the sender, so that sending may be repeated.
    """

    id: UUID
    text: str
    place_words: str = ""

    def digest(self, key: bytes, corrects: UUID) -> bytes:
        """Return a keyed digest of the content: equal for a resend."""
        content = ["correction", str(corrects), self.text, self.place_words]
        return hmac.digest(key, json.dumps(content, ensure_ascii=False).encode(), hashlib.sha256)


def plain_number(text: str) -> str:
    """Return the number of another system in its one spelling: half-width, capitals, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())

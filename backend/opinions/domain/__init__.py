"""What an opinion is, and what makes two sendings of it the same: pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

LEAST_TEXT, MOST_TEXT = 2, 2000
MOST_UNIT, MOST_PEOPLE, MOST_NOTE, MOST_PAPERS = 60, 200, 1000, 100_000
MOST_IN_BATCH = 500
# Of whom staff write down what they said: of themselves, of a person, of a unit.
Speaker = Literal["self", "other"]
SPEAKERS: tuple[Speaker, ...] = ("self", "other")
# How an opinion comes that somebody writes down (意见征集会、意见箱、入户、来电、来信 …): codes of the office's list of channels.
NOTED_CHANNELS = ("door", "reception", "phone", "meeting", "box", "letter", "visit")
# Of a sitting, where several spoke and one wrote it down.
SITTING_CHANNELS = ("meeting", "box", "reception", "phone", "letter", "visit")


@dataclass(frozen=True)
class Reply:
    """How the person wants to be answered; name and phone only if they like."""

    way: str
    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Noted:
    """What somebody with an account adds to an opinion that they write down.

    `speaker`: whose words they are; `channel`: how they came; `told`: the person was told what is kept, and agreed;
    `cell_code`: where the person lives or works, of the worker's cells; `concern`: it is no matter of the law, and of which category.
    """

    speaker: Speaker
    channel: str
    said_at: datetime
    told: bool = False
    cell_code: str | None = None
    visit_id: UUID | None = None
    activity_id: UUID | None = None
    sitting_id: UUID | None = None
    concern: str | None = None

    def content(self) -> list[Any]:
        """Return what of it makes a sending the same as another."""
        ids = [str(each) if each else None for each in (self.visit_id, self.activity_id, self.sitting_id)]
        facts = [self.speaker, self.channel, self.said_at.isoformat(), self.told, self.cell_code, *ids]
        return [*facts, self.concern] if self.concern else facts


@dataclass(frozen=True)
class NewOpinion:
    """An opinion as it was sent, checked for form. `id`: made by the sender, so that sending may be repeated.

    `article_id`: None for the whole draft. `code`: the scanned code in its normal form; `station_id`: the station that was chosen.
    `unit_name`: the unit that speaks, empty for a person. `ticked`: the consent was ticked by itself. `noted`: who writes it down adds.
    """

    id: UUID
    solicitation_id: UUID
    article_id: UUID | None
    text: str
    reply: Reply
    unit_name: str = ""
    code: str | None = None
    station_id: int | None = None
    language: str = "zh-CN"
    ticked: bool = False
    noted: Noted | None = None

    def digest(self, key: bytes) -> bytes:
        """Return a keyed digest of the content: equal for a resend, useless for guessing a phone number."""
        content: list[Any] = [
            str(self.solicitation_id), self.article_id and str(self.article_id), self.text, self.unit_name, self.code,
            self.station_id, [self.reply.way, self.reply.name, self.reply.phone], self.ticked,
        ]  # fmt: skip
        if self.noted:
            content.append(self.noted.content())
        return hmac.digest(key, json.dumps(content, ensure_ascii=False).encode(), hashlib.sha256)


@dataclass(frozen=True)
class Sitting:
    """Where several spoke and one wrote it down. `papers`: how many lay in the box, or how many came; `people`: who opened it, who sat there."""

    id: UUID
    channel: str
    station_id: int
    held_on: date
    people: str = ""
    papers: int | None = None
    note: str = ""
    activity_id: UUID | None = None

    def digest(self, key: bytes) -> bytes:
        """Return a keyed digest of the content: equal for a resend."""
        content = [self.channel, self.station_id, self.held_on.isoformat(), self.people, self.papers, self.note]
        content.append(self.activity_id and str(self.activity_id))
        return hmac.digest(key, json.dumps(content, ensure_ascii=False).encode(), hashlib.sha256)


@dataclass(frozen=True)
class Accepted:
    """What was stored: the same for every resend. `frozen`: what was answered first; `again`: it had been stored before; `case`: the number of the case it became."""

    id: UUID
    receipt: str
    query_code: str
    frozen: Mapping[str, Any]
    again: bool
    case: str | None = None

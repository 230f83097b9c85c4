"""The answers of a citizen on their way through the steps; nothing of them is stored before the last press."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from uuid import UUID

from backend.plain import visible
from backend.submissions.domain import MOST_PHOTOS

Page = Literal["what", "where", "reply", "check"]
PAGES: tuple[Page, ...] = ("what", "where", "reply", "check")
# Which page each answer is asked on; an error opens the first page that has one.
ASKED: dict[str, Page] = {
    "text": "what", "category": "what", "photo": "what", "attachments": "what",
    "place": "where", "cell_code": "where", "place_words": "where", "crs": "where", "accuracy_m": "where", "fixed_at": "where",
    "way": "reply", "name": "reply", "phone": "reply",
}  # fmt: skip
# What travels in hidden fields when it is not asked on the page itself.
HIDDEN = (
    "id", "ticket", "text", "category", "where", "place_words", "lon", "lat", "crs", "accuracy_m", "fixed_at",
    "way", "name", "phone", "checked", "consent_whereabouts", "consent_minor", "consent_hidden",
)  # fmt: skip
SHOWN: dict[Page, tuple[str, ...]] = {
    "what": ("text", "category"),
    "where": ("where", "place_words", "lon", "lat", "crs", "accuracy_m", "fixed_at"),
    "reply": ("way", "name", "phone"),
    "check": ("consent_whereabouts", "consent_minor", "consent_hidden"),
}
# What is agreed to each by itself, beside the words that sending agrees to.
CONSENTS = ("whereabouts", "minor", "hidden")
ALIASES = {
    "way": ("reply.way", "reply[way]", "reply_way", "reply"),
    "name": ("reply.name", "reply[name]"),
    "phone": ("reply.phone", "reply[phone]"),
}
# Choices of a place that stand for the position the phone found; whoever sends all at once makes no choice.
AT_POINT = frozenset({"phone", ""})
CHOICES = AT_POINT | {"cell", "near", "else", "none"}
LONGEST = 4000


@dataclass(frozen=True)
class Draft:
    """All answers as texts, as the forms carry them; `attachments`: digests of photos sent under `ticket`."""

    values: Mapping[str, str]
    attachments: tuple[str, ...] = ()
    broken: frozenset[str] = field(default_factory=frozenset)

    def __getitem__(self, name: str) -> str:
        """Return an answer, the empty text when there is none."""
        return self.values.get(name, "")

    def having(self, **values: str) -> Draft:
        """Return the draft with other answers."""
        return replace(self, values={**self.values, **values})

    def photos(self, attachments: Sequence[str]) -> Draft:
        """Return the draft with these photos, each once."""
        return replace(self, attachments=tuple(dict.fromkeys(attachments)))

    def hidden(self, page: Page | None) -> list[tuple[str, str]]:
        """Return the hidden fields of `page`: every answer it does not ask for itself; all of them for None."""
        shown = SHOWN[page] if page else ()
        pairs = [(name, self[name]) for name in HIDDEN if self[name] and name not in shown]
        return pairs + [("attachments", digest) for digest in self.attachments]

    def place(self) -> dict[str, Any] | None:
        """Return the place as a GeoJSON Point, numbers where they are numbers, or None when none is given or wanted."""
        if self["where"] not in AT_POINT or not (self["lon"] or self["lat"]):
            return None
        return {"type": "Point", "coordinates": [number(self["lon"]), number(self["lat"])]}

    def wire(self, near: str, cell: str | None) -> dict[str, Any]:
        """Return the draft as the body of `POST /api/submissions`.

        `near`: the words for “here nearby”; `cell`: the code of the cell of the post that was scanned.
        """
        # What was typed goes along: a choice made beforehand never drops a person's own words. Only who chooses to
        # say nothing of the place says nothing.
        words = (
            ""
            if self["where"] == "none"
            else "，".join(filter(None, (near if self["where"] == "near" else "", self["place_words"])))
        )
        reply = {name: self[name] for name in ("way", "name", "phone") if self[name]}
        body: dict[str, Any] = {"id": self["id"], "reply": reply, "place_words": words}
        body |= {name: self[name] for name in ("text", "category", "ticket") if self[name]}
        if agreed := [each for each in CONSENTS if self[f"consent_{each}"]]:
            body["consents"] = agreed
        if self.attachments:
            body["attachments"] = list(self.attachments)
        if place := self.place():
            body |= {"place": place, "crs": self["crs"] or None, "fixed_at": self["fixed_at"] or None}
            body["accuracy_m"] = number(self["accuracy_m"]) if self["accuracy_m"] else None
        elif self["where"] == "cell" and cell:
            body["cell_code"] = cell
        return body


def number(text: str) -> Any:
    """Return the number that `text` says, or the text itself, for the schema to refuse."""
    try:
        return float(text)
    except ValueError:
        return text


def read(form: Mapping[str, str], attachments: Sequence[str]) -> Draft:
    """Return the draft that a form carries. Fills in an id and a ticket when it has none.

    A place may also come as the API has it: `place` as GeoJSON, or as `lon,lat`.
    """
    values: dict[str, str] = {}
    broken: set[str] = set()
    for name in HIDDEN:
        names = (name, *ALIASES.get(name, ()))
        said = next((form[each] for each in names if form.get(each)), "")
        if "\0" in said or any("\ud800" <= char <= "\udfff" for char in said):
            broken.add(name)
        plain = "".join(char for char in said if char != "\0" and not "\ud800" <= char <= "\udfff")
        values[name] = visible(plain).strip()[:LONGEST]
    if values["where"] not in CHOICES:
        values["where"] = ""
    if values["way"].startswith("{"):
        values |= _reply(values["way"])
    if form.get("place") and not values["lon"]:
        values |= dict(zip(("lon", "lat"), _place(form["place"]), strict=True))
    values["id"] = values["id"] or str(uuid7())
    values["ticket"] = values["ticket"] or secrets.token_urlsafe(24)
    kept = tuple(dict.fromkeys(each for each in attachments if each))[: MOST_PHOTOS + 1]
    return Draft(values, kept, frozenset(broken))


def page_of(errors: Mapping[str, str]) -> Page:
    """Return the first page that has something to put right."""
    pages = [ASKED[name] for name in errors if name in ASKED]
    return min(pages, key=PAGES.index, default="check")


def before(page: Page) -> Page | None:
    """Return the page before `page`, None for the first."""
    at = PAGES.index(page)
    return PAGES[at - 1] if at else None


def after(page: Page) -> Page:
    """Return the page after `page`."""
    return PAGES[min(PAGES.index(page) + 1, len(PAGES) - 1)]


def uuid7(now_ms: int | None = None) -> UUID:
    """Return a UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    stamp = int(time.time() * 1000) if now_ms is None else now_ms
    bits = (stamp << 80) | (0x7 << 76) | (secrets.randbits(12) << 64) | (0b10 << 62) | secrets.randbits(62)
    return UUID(int=bits)


def _reply(said: str) -> dict[str, str]:
    """Return way, name and phone of a reply written as the API has it."""
    try:
        value = json.loads(said)
    except (ValueError, RecursionError):
        return {"way": "?"}
    return {name: str(value.get(name) or "")[:200] for name in ALIASES}


def _place(said: str) -> tuple[str, str]:
    try:
        value = json.loads(said) if said.lstrip().startswith("{") else said.split(",")
        pair = value["coordinates"] if isinstance(value, dict) else value
        lon, lat = pair
    except (ValueError, TypeError, KeyError, RecursionError):
        return "?", "?"
    return str(lon)[:40], str(lat)[:40]

"""Writes of the ledgers: good bodies of each, and each made once."""

from __future__ import annotations

from typing import Any

from tests.authenticator import Phone
from tests.contracts.deputy_writes import Write
from tests.make import Maker, new_id

EXPORT = {"format": "csv", "code": "000000", "reason": "冒名归档"}


def export(area: str) -> Write:
    """Return the taking away of a book of `area`, with every field it has."""
    narrowed = {"area": area, "category": "land", "channel": "web", "station": 1}
    return Write("post", "/api/ledgers/disputes/export", {"json": EXPORT | narrowed})


def ledger_book(area: str) -> dict[str, Any]:
    """Return a book of an office's own, of disputes in `area`."""
    return {
        "id": new_id(), "name": "纠纷月报", "source": "disputes", "columns": ["number", "state"], "area": area, "category": "land", "channel": "web",
        "station": None, "span": "month",
    }  # fmt: skip


def keep_ledgers(make: Maker) -> None:
    """Make each write once, as the person who makes it."""
    area = "621124100"
    make.account("taizhang", ("liaison", area))
    phone = Phone(make, "taizhang")
    liaison, book = phone.enter(), ledger_book(area)
    assert liaison.post("/api/ledger-books", json=book).status_code == 201
    assert liaison.post(f"/api/ledger-books/{book['id']}/end").status_code == 200
    taken = liaison.post("/api/ledgers/disputes/export", json=EXPORT | {"code": phone.code()})
    assert taken.status_code == 200, taken.get_data(as_text=True)

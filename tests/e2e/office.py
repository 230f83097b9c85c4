"""What tests of the desk do again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pypdfium2
from playwright.sync_api import Page, expect

from tests.draw import middle
from tests.e2e.measure import against_rules
from tests.make import new_id

Desk = Callable[..., Page]
# Two cores draw the map, serve it and run the other tests.
expect.set_options(timeout=20_000)


def sighting(column: int, text: str) -> dict[str, object]:
    place, now = middle(column, 0), datetime.now(UTC).isoformat()
    return {
        "id": new_id(), "seen_at": now, "category": "land", "noticed_by": "door_visit", "hidden": False, "risk": "medium",
        "text": text, "place": {"type": "Point", "coordinates": [place.x, place.y]}, "crs": "wgs84", "accuracy_m": 12,
        "attachments": [],
    }  # fmt: skip


def move(page: Page, name: str, **words: str) -> None:
    """Press a move and, in its dialog, write what it needs and confirm."""
    page.get_by_role("button", name=name, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, text in words.items():
        dialog.get_by_label(label).fill(text)
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden()


def printed(page: Page) -> list[str]:
    """Return the text of each page that the printer would get; lines are joined, as paper breaks them where it likes."""
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    return ["".join(sheet.get_textpage().get_text_range().split()) for sheet in paper]


def check(page: Page, width: int) -> None:
    """Hold a page of the desk against axe's rules and the width of its window."""
    faults = against_rules(page)
    assert not faults, faults
    assert page.evaluate("document.documentElement.scrollWidth") <= width

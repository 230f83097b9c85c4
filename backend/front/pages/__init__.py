"""The citizen's pages, for the app to register."""

from backend.front.pages import (
    activities,
    deputies,
    drafts,
    filing,
    law,
    maps,
    opinions,
    places,
    projects,
    receipts,
    receptions,
    results,
    stations,
    stories,
    topics,
    vote,
    wishes,
)
from backend.front.pages.frame import pages

__all__ = [
    "activities",
    "deputies",
    "drafts",
    "filing",
    "law",
    "maps",
    "opinions",
    "pages",
    "places",
    "projects",
    "receipts",
    "receptions",
    "results",
    "stations",
    "stories",
    "topics",
    "vote",
    "wishes",
]

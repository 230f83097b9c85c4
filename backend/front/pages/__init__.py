"""The citizen's pages, for the app to register."""

from backend.front.pages import filing, law, places, receipts
from backend.front.pages.frame import pages

__all__ = ["filing", "law", "pages", "places", "receipts"]

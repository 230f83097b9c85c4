"""The citizen's pages, for the app to register."""

from backend.front.pages import filing, places, receipts
from backend.front.pages.frame import pages

__all__ = ["filing", "pages", "places", "receipts"]

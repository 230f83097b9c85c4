"""The routes of the room: what citizens send in and do by receipt, and what staff write down for them."""

from backend.submissions.views import registrations
from backend.submissions.views.receipts import blp

__all__ = ["blp", "registrations"]

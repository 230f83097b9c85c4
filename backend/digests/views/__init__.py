"""The routes of the room: drafts and figures, items, experts, batches and notices."""

from backend.digests.views import experts, items, sending
from backend.digests.views.drafts import blp

__all__ = ["blp", "experts", "items", "sending"]

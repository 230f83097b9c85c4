"""The routes of the room: drafts and tasks, following one, the nine steps, what is shared and who collects."""

from backend.solicitations.views import following, sharing, steps
from backend.solicitations.views.drafts import blp

__all__ = ["blp", "following", "sharing", "steps"]

"""The routes of the room, and how the application recognises who asks."""

from backend.accounts.views import imports, links, me, people, profiles
from backend.accounts.views.login import blp
from backend.accounts.views.session import identify, set_cookie

__all__ = ["blp", "identify", "imports", "links", "me", "people", "profiles", "set_cookie"]

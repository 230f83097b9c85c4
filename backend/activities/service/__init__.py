"""The verbs of the room: plan, change, cancel; put on the agenda; hold, decide; list and read."""

from backend.activities.queries import Wanted
from backend.activities.service.agenda import put, put_case, remove
from backend.activities.service.planning import cancel, change, listed, plan, read
from backend.activities.service.record import decide, hold

__all__ = ["Wanted", "cancel", "change", "decide", "hold", "listed", "plan", "put", "put_case", "read", "remove"]

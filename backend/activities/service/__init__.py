"""The verbs of the room: plan, change, cancel; put on the agenda; note what was done, hold, decide, promise; sign in; list and read.

`busy`: whether somebody is at an activity already. Others attach to an activity by its id.
"""

from backend.activities.queries import Wanted
from backend.activities.queries.kinds import audiences, kinds
from backend.activities.queries.public import Asked
from backend.activities.queries.record import busy
from backend.activities.service.agenda import put, put_case, remove
from backend.activities.service.attending import attended, check_code, code_for, put_down, say_how, sign_in
from backend.activities.service.evidence import note
from backend.activities.service.figures import figures
from backend.activities.service.people import invitable, must_be_free
from backend.activities.service.planning import cancel, change, listed, plan, read
from backend.activities.service.promising import promise, tell_askers
from backend.activities.service.public import feed, shown
from backend.activities.service.public import listed as public
from backend.activities.service.record import decide, hold
from backend.activities.service.venues import cell_of

__all__ = [
    "Asked", "Wanted", "attended", "audiences", "busy", "cancel", "cell_of", "change", "check_code", "code_for", "decide", "feed", "figures", "hold",
    "invitable", "kinds", "listed", "must_be_free", "note", "plan", "promise", "public", "put", "put_case", "put_down", "read", "remove",
    "say_how", "shown", "sign_in", "tell_askers",
]  # fmt: skip

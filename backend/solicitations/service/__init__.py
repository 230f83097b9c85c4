"""The verbs of the room: issue, read, move; put drafts; hand out and report tasks."""

from backend.solicitations.queries import File, Wanted
from backend.solicitations.service.drafting import add_version, preview, version_of
from backend.solicitations.service.following import follow, followers, subscribe, unsubscribe
from backend.solicitations.service.issuing import Issue, issue, makes
from backend.solicitations.service.moving import Given, end_due, move
from backend.solicitations.service.reading import (
    Draft,
    OpenDraft,
    concluded,
    draft,
    file_of,
    frame,
    in_hand,
    listed,
    open_drafts,
    taking,
)
from backend.solicitations.service.sharing import discharge, enlist, hints, network, share
from backend.solicitations.service.stepping import begin, name_steps, runs, template, tick
from backend.solicitations.service.tasking import Handing, hand_out, task_move

__all__ = [
    "Draft", "File", "Given", "Handing", "Issue", "OpenDraft", "Wanted", "add_version", "begin", "concluded", "discharge", "draft",
    "end_due", "enlist", "file_of", "follow", "followers", "frame", "hand_out", "hints", "in_hand", "issue", "listed", "makes", "move", "name_steps", "network", "open_drafts", "preview", "runs", "share",
    "subscribe", "taking", "task_move", "template", "tick", "unsubscribe", "version_of",
]  # fmt: skip

"""The verbs of the room: issue sheets, read them, note that they arrived; messages; who follows with which browser."""

from backend.feedback.queries import Asked, AskView, Attempt, ListedSheet, NoticeView, SheetView
from backend.feedback.service.asks import ask, asked_of, asks_about, one_ask
from backend.feedback.service.notices import inbox, mark_read
from backend.feedback.service.sheets import (
    attempts_of,
    delivered_by_hand,
    gateway_told,
    issue,
    listed_about,
    open_by_receipt,
    sheet,
    sheets_about,
    unreached,
)
from backend.feedback.service.subscriptions import follow, unfollow, vapid_public_key

__all__ = [
    "AskView",
    "Asked",
    "Attempt",
    "ListedSheet",
    "NoticeView",
    "SheetView",
    "ask",
    "asked_of",
    "asks_about",
    "attempts_of",
    "delivered_by_hand",
    "follow",
    "gateway_told",
    "inbox",
    "issue",
    "listed_about",
    "mark_read",
    "one_ask",
    "open_by_receipt",
    "sheet",
    "sheets_about",
    "unfollow",
    "unreached",
    "vapid_public_key",
]

"""The list of a batch as it stands in a file, in the caller's language."""

from __future__ import annotations

from backend.clock import now
from backend.digests.queries import BatchView, ItemView
from backend.exports.domain import Frame, without_numbers
from backend.exports.service import Cell, Sheet
from backend.http.viewer import Viewer
from backend.http.words import say

COLUMNS = (
    ("编号", 18),
    ("条文", 14),
    ("标题", 30),
    ("整理稿", 60),
    ("意见数", 9),
    ("结果", 14),
    ("说明", 40),
    ("最终条文", 14),
)


def wanted(viewer: Viewer, batch: BatchView, most: int) -> Sheet[ItemView]:
    """Return how the file of a batch is worded."""
    at = now()
    who = say("导出人{name}（{login}）", name=viewer.name, login=viewer.login)
    sent = say("批次{number}，{day}报送{recipient}", number=batch.number, day=batch.sent_on, recipient=batch.recipient)
    columns = [(say(name), width) for name, width in COLUMNS]
    marks = (f"{who} {at:%Y-%m-%d %H:%M}", sent, batch.solicitation_title)
    frame = Frame(say("上报意见清单"), marks, columns, f"{viewer.name} {viewer.login}", at)
    return Sheet(
        frame, cells_of, lambda n: say("共{n}条", n=n), (f"batch:{batch.number}",), viewer.context().areas, most
    )


def cells_of(item: ItemView) -> list[Cell]:
    """Return the cells of an item: no person stands in it, and no number that somebody wrote into the words."""
    return [
        item.number,
        item.article_label or say("整部草案"),
        item.title,
        without_numbers(item.text),
        item.opinions,
        item.outcome_name or "",
        without_numbers(item.outcome_reason),
        item.final_label or "",
    ]

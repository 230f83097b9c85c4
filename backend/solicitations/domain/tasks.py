"""What a working group or a station has to do for a solicitation, and how it goes on: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class TaskState(StrEnum):
    """Where a task stands."""

    SENT = "sent"
    ACCEPTED = "accepted"
    HANDED_ON = "handed_on"
    DONE = "done"
    RETURNED = "returned"
    RECALLED = "recalled"


TASK_LABELS: Mapping[str, str] = {
    TaskState.SENT: "待签收",
    TaskState.ACCEPTED: "已签收",
    TaskState.HANDED_ON: "已转派",
    TaskState.DONE: "已完成",
    TaskState.RETURNED: "已退回",
    TaskState.RECALLED: "已收回",
}
# What somebody still has to do.
OPEN_TASKS = frozenset({TaskState.SENT, TaskState.ACCEPTED, TaskState.HANDED_ON})


@dataclass(frozen=True)
class TaskStep:
    """An allowed change of a task; `by_giver`: made by who handed it out, else by who has it; `why`: it says why, or what was done."""

    source: TaskState
    to: TaskState
    label: str
    by_giver: bool = False
    why: bool = False


_T = TaskState
TASK_STEPS: tuple[TaskStep, ...] = (
    TaskStep(_T.SENT, _T.ACCEPTED, "签收"),
    TaskStep(_T.SENT, _T.RETURNED, "退回", why=True),
    TaskStep(_T.SENT, _T.RECALLED, "收回", by_giver=True, why=True),
    TaskStep(_T.ACCEPTED, _T.RECALLED, "收回", by_giver=True, why=True),
    TaskStep(_T.ACCEPTED, _T.RETURNED, "退回", why=True),
    TaskStep(_T.ACCEPTED, _T.HANDED_ON, "转派"),
    TaskStep(_T.ACCEPTED, _T.DONE, "报告完成", why=True),
    TaskStep(_T.HANDED_ON, _T.DONE, "报告完成", why=True),
)

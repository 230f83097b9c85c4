"""Where a case stands, and what staff and citizens read of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from backend.accounts.domain import ROLES
from backend.db import SYSTEM

CITIZEN, DEPUTY = "citizen", "deputy"


class State(StrEnum):
    """Where a case stands; the values are what the wire and the database hold."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    ANSWERING = "answering"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    JOINED = "joined"
    LACKING = "lacking"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


# What staff read, and what the citizen reads (interface guide, section 6).
LABELS = {
    State.PENDING: "待受理",
    State.ACCEPTED: "已受理",
    State.VERIFYING: "待核查",
    State.ANSWERING: "待反馈群众",
    State.ANSWERED: "已反馈",
    State.CLOSED: "已办结",
    State.REOPENED: "重新打开",
    State.JOINED: "已并案",
    State.LACKING: "待补充",
    State.REFUSED: "不予受理",
    State.WITHDRAWN: "已撤回",
}
CITIZEN_WORDS = {
    State.PENDING: "已收到，等待受理",
    State.ACCEPTED: "已受理，正在确定由谁办",
    State.VERIFYING: "办完了，有人正在核实",
    State.ANSWERING: "正在写答复",
    State.ANSWERED: "已答复，请看反馈单",
    State.CLOSED: "已办结",
    State.REOPENED: "已重新打开，等待受理",
    State.JOINED: "和同一件事并在一起办",
    State.LACKING: "请您补充情况",
    State.REFUSED: "这件事站点不受理，答复正在写",
    State.WITHDRAWN: "您已撤回",
}
# A case may take in the reports of another until its answer is signed; a case that went into another stays there.
OPEN = (State.PENDING, State.ACCEPTED, State.VERIFYING, State.ANSWERING, State.REOPENED)
# Nothing is due any more: answered, or at an end.
OVER = (State.ANSWERED, State.CLOSED, State.JOINED, State.WITHDRAWN)
# Who may stand in an event: the roles of accounts, and the two that act without one.
ROLE_LABELS: Mapping[str, str] = {**ROLES, CITIZEN: "群众", SYSTEM: "系统"}
# An event outlives its role: one that is no longer, or not yet, known here is read as this.
STAFF = "工作人员"

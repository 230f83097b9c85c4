"""Where a case stands, and what staff and citizens read of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from backend.accounts.domain import ROLES
from backend.bodies.domain import BODY_ROLES
from backend.db import SYSTEM

# `author`: the worker who filed the sighting, wherever they work now.
CITIZEN, DEPUTY, AUTHOR = "citizen", "deputy", "author"


class State(StrEnum):
    """Where a case stands; the values are what the wire and the database hold."""

    PENDING = "pending"
    LACKING = "lacking"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    JOINED = "joined"
    ACCEPTED = "accepted"
    TRIAGE = "triage"
    # channel A, mediation and departments (行业调处)
    DISPATCHED = "dispatched"
    RETURNED = "returned"
    MEDIATING = "mediating"
    HANDLING = "handling"
    EXTENDING = "extending"
    AGREED = "agreed"
    TERMINATED = "terminated"
    OFFERED = "offered"
    LINKED = "linked"
    # channel B, the congress (人大转办)
    TO_REPORT = "to_report"
    SENT_UP = "sent_up"
    SORTING = "sorting"
    STUDYING = "studying"
    SENT_BACK = "sent_back"
    TABLED = "tabled"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    TO_SUPPLEMENT = "to_supplement"
    FORWARDED = "forwarded"
    ORGAN_SIGNED = "organ_signed"
    ORGAN_HANDLING = "organ_handling"
    ORGAN_REPLIED = "organ_replied"
    # both
    VERIFYING = "verifying"
    REDOING = "redoing"
    ANSWERING = "answering"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    ARCHIVED = "archived"


_S = State
# What staff read (workflows, table 1) and what the citizen reads (interface guide, section 6).
_WORDS: Mapping[State, tuple[str, str]] = {
    _S.PENDING: ("待受理", "已收到，等待受理"),
    _S.LACKING: ("待补充", "请您补充情况"),
    _S.REFUSED: ("不予受理", "这件事站点不受理，答复正在写"),
    _S.WITHDRAWN: ("已撤回", "您已撤回"),
    _S.JOINED: ("已并案", "和同一件事并在一起办"),
    _S.ACCEPTED: ("已受理", "已受理，正在确定由谁办"),
    _S.TRIAGE: ("研判分流", "已受理，正在确定由谁办"),
    _S.DISPATCHED: ("待签收", "已交承办单位，等它签收"),
    _S.RETURNED: ("退回重派", "已受理，正在确定由谁办"),
    _S.MEDIATING: ("调处中", "调解员正在调解"),
    _S.HANDLING: ("办理中", "承办单位正在办理"),
    _S.EXTENDING: ("延期待批", "承办单位正在办理"),
    _S.AGREED: ("达成协议", "已达成协议，正在履行"),
    _S.TERMINATED: ("调解终止", "调解没有谈成，正在告知其他途径"),
    _S.OFFERED: ("待对方接收", "正在移交法院、司法所等单位"),
    _S.LINKED: ("司法·信访衔接", "已移交法院、司法所等单位"),
    _S.TO_REPORT: ("待上报", "正在上报人大研究"),
    _S.SENT_UP: ("待中心签收", "正在上报人大研究"),
    _S.SORTING: ("研究中心梳理", "人大研究中心正在梳理"),
    _S.STUDYING: ("工作机构研判", "人大工作机构正在研判"),
    _S.SENT_BACK: ("转回行业通道", "已受理，正在确定由谁办"),
    _S.TABLED: ("待主任会议审议", "等主任会议审议"),
    _S.APPROVED: ("审议通过", "主任会议已通过，正在转办"),
    _S.NOT_APPROVED: ("不予通过", "正在确定由谁办"),
    _S.TO_SUPPLEMENT: ("退回补充", "人大研究中心正在梳理"),
    _S.FORWARDED: ("已转办", "已转办，等承办单位签收"),
    _S.ORGAN_SIGNED: ("承办签收", "承办单位已签收"),
    _S.ORGAN_HANDLING: ("承办办理", "承办单位正在办理"),
    _S.ORGAN_REPLIED: ("承办反馈", "承办单位已有书面结果，正在审看"),
    _S.VERIFYING: ("待核查", "办完了，有人正在核实"),
    _S.REDOING: ("重办", "核实没有通过，正在重办"),
    _S.ANSWERING: ("待反馈群众", "正在写答复"),
    _S.ANSWERED: ("已反馈", "已答复，请看反馈单"),
    _S.CLOSED: ("已办结", "已办结"),
    _S.REOPENED: ("重新打开", "已重新打开，等待受理"),
    _S.ARCHIVED: ("已归档", "已办结"),
}
LABELS: Mapping[State, str] = {state: words[0] for state, words in _WORDS.items()}
CITIZEN_WORDS: Mapping[State, str] = {state: words[1] for state, words in _WORDS.items()}
# Nothing is due any more: answered, or at an end.
OVER = (_S.ANSWERED, _S.CLOSED, _S.ARCHIVED, _S.JOINED, _S.WITHDRAWN)
# A case may take in the reports of another until its answer is signed; a case that went into another stays there.
OPEN = tuple(state for state in State if state not in {*OVER, _S.LACKING, _S.REFUSED})
# Somebody is at work on it, within the days that were set for it; an extension and a redo go back there.
AT_WORK = (_S.ACCEPTED, _S.MEDIATING, _S.HANDLING, _S.ORGAN_HANDLING)
# The days of work run from the handing over to the end of it.
PROMISED = (_S.MEDIATING, _S.HANDLING, _S.ORGAN_SIGNED, _S.ORGAN_HANDLING)
# Who may stand in an event: the roles of accounts and of bodies, and the two that act without one.
ROLE_LABELS: Mapping[str, str] = {**ROLES, **BODY_ROLES, CITIZEN: "群众", AUTHOR: "登记人", SYSTEM: "系统"}
# An event outlives its role: one that is no longer, or not yet, known here is read as this.
STAFF = "工作人员"

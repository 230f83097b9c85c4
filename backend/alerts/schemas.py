"""Alerts on the wire."""

from __future__ import annotations

import math
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.alerts.domain import JUDGES, KINDS, STATES, TURNS, URGERS, Alert
from backend.cases.domain import LABELS, OVER, Actor, State
from backend.http.fields import Known, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say
from backend.visits.schemas import AskedVisitSchema, VisitTaskSchema, task_wire

# How many cells are named; below which p it is said to be less.
MOST_NAMED, LEAST_P = 3, 0.0001


class AlertFiltersSchema(Schema):
    """Which alerts; without `state` all of them."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    state = Known(*STATES, load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class AlertNoteSchema(Schema):
    """What somebody makes of an alert, or why its cases are urged."""

    note = Text(required=True, least=2, most=500)


class AlertTaskSchema(AskedVisitSchema):
    """Whom an alert sends there, for what, until when."""


class AlertCaseSchema(Schema):
    """A case of an alert."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    label = fields.String(required=True)


class AlertSchema(Schema):
    """An alert in words, with its cases as far as one sees them; `task`: the visit that came of it.

    Of hot cells: `z` of Gi* and `p` of the hottest, `since` when they are hot, `trend` new or growing, `cells` by name; `mean`: what they
    would have at the rate of the whole area. `may_note`, `may_urge`, `may_task`: what one may do with it now.
    """

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    kind_label = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    words = fields.String(required=True)
    n = fields.Integer(required=True)
    days = fields.Integer(required=True)
    mean = fields.Float(required=True, allow_none=True)
    z = fields.Float(required=True, allow_none=True)
    p = fields.Float(required=True, allow_none=True)
    since = fields.Date(required=True, allow_none=True)
    trend = fields.String(required=True, allow_none=True)
    cells = fields.List(fields.String(), required=True)
    raised_at = UtcDateTime(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    note = fields.String(required=True)
    settled_name = fields.String(required=True, allow_none=True)
    settled_at = UtcDateTime(required=True, allow_none=True)
    cases = fields.List(fields.Nested(AlertCaseSchema), required=True)
    cell_code = fields.String(required=True, allow_none=True)
    task = fields.Nested(VisitTaskSchema, required=True, allow_none=True)
    may_note = fields.Boolean(required=True)
    may_task = fields.Boolean(required=True)
    may_urge = fields.Boolean(required=True)


class AlertsSchema(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(AlertSchema), required=True)
    next = fields.String(required=True, allow_none=True)


def words_of(alert: Alert, lang: str | None = None) -> str:
    """Return what an alert says, in `lang`, else in the caller's language."""
    lang = lang or language()
    about: dict[str, Any] = {
        "n": alert.n, "days": alert.days, "cell": alert.cell_name or alert.area_name, "who": alert.who or alert.area_name,
        "category": (alert.category_name_en if lang == "en" else alert.category_name) or "",
        "mean": f"{alert.mean or 0:.1f}", "odds": alert.odds or 0, "lang": lang,
    }  # fmt: skip
    if alert.kind == "repeat_place":
        return say("{cell}同一处附近，{days}天内有{n}条“{category}”反映", **about)
    if alert.kind == "repeat_person":
        return say("同一位反映人{days}天内反映了{n}次", **about)
    if alert.kind == "overdue":
        return say("{who}手里有{n}件逾期", **about)
    if alert.kind == "hotspot":
        return hot_words(alert, about)
    # What little there was before counts as the rule's floor: the mean that is told is a ceiling of what there was.
    most = f"{math.ceil(round((alert.mean or 0) * 10, 6)) / 10:.1f}"
    return say(
        "{cell}{days}天内有{n}条“{category}”反映，以往同样长的日子平均不超过{mean}条；照这个水平，碰巧这么多的可能不到{odds}分之一",
        **about | {"mean": most},
    )


def hot_words(alert: Alert, about: dict[str, Any]) -> str:
    """Return what an alert of hot cells says: what the figures support and no more."""
    lang = about["lang"]
    named = say("、", lang=lang).join(alert.cells[:MOST_NAMED]) or about["cell"]
    figures = {
        "area": alert.area_name, "since": alert.since, "z": f"{alert.z:.1f}", "p": "p<0.0001" if (alert.p or 0) < LEAST_P else f"p={alert.p:.4f}",
        "trend": say(TURNS[alert.trend or "new"], lang=lang), "cells": named, "k": len(alert.cells),
    }  # fmt: skip
    words = "{cells}{days}天内有{n}条反映，按户数平均应有{mean}条；连同相邻网格显著高于{area}的平均水平（z={z}，{p}，这样报出的网格误报平均不超过{odds}分之一），{since}起持续偏热，{trend}"
    if len(alert.cells) > MOST_NAMED:
        words = "{cells}等{k}个相连网格{days}天内有{n}条反映，按户数平均应有{mean}条；连同相邻网格显著高于{area}的平均水平（z={z}，{p}，这样报出的网格误报平均不超过{odds}分之一），{since}起持续偏热，{trend}"
    return say(words, **(about | figures))


def why_of(alert: Alert) -> str:
    """Return what an alert says to who is sent there: always in Chinese, as the whole office reads it."""
    return words_of(alert, "zh-CN")


def alert_wire(alert: Alert, actor: Actor) -> dict[str, Any]:
    """Return an alert as the wire has it."""
    roles = actor.roles_at(alert.area_code) if alert.state == "open" else frozenset()
    return vars(alert) | {
        "kind_label": say(KINDS[alert.kind]),
        "label": say(STATES[alert.state]),
        "words": words_of(alert),
        "cases": [{"id": c.id, "number": c.number, "label": say(LABELS[State(c.state)])} for c in alert.cases],
        "task": task_wire(alert.task, actor) if alert.task else None,
        "may_note": bool(roles & set(JUDGES)),
        "may_task": bool(roles & set(JUDGES)),
        "may_urge": bool(roles & set(URGERS)) and any(case.state not in OVER for case in alert.cases),
    }


def page_wire(found: list[Alert], most: int, actor: Actor) -> dict[str, Any]:
    """Return a page of at most `most`, with the cursor of the next."""
    shown = found[:most]
    more = encode(shown[-1].raised_at.isoformat(), shown[-1].id) if found[most:] else None
    return {"items": [alert_wire(each, actor) for each in shown], "next": more}

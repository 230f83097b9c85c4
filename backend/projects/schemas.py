"""Projects on the wire; money in whole yuan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.cases.domain import Actor
from backend.http.fields import KEY, Between, Known, StrictInteger, Text, UtcDateTime
from backend.http.paging import encode
from backend.http.words import language, say
from backend.projects.domain import (
    BY_ID,
    CONGRESS,
    FLAGS,
    GOING,
    LABELS,
    LISTS,
    MAKERS,
    VERDICTS,
    VOICED,
    Draft,
    State,
    list_of,
    moves_from,
)
from backend.projects.queries import Head, Survey, View, Wanted, Wish

BOUNDS = validate.Range(date(1990, 1, 1), date(2200, 1, 1))
MOST_YUAN, MOST_CASES = 100_000_000_000, 200


def numbers_of_cases(**more: Any) -> fields.List[Any]:
    """Return the field of some matters' numbers."""
    return fields.List(Text(least=5, most=40), validate=Between(0, MOST_CASES, of="length"), **more)


class ProjectFiltersSchema(Schema):
    """Which projects; `list`: one of the four."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    area = Text(most=12, load_default=None)
    year = fields.Integer(load_default=None, validate=validate.Range(2000, 2200))
    list = Known(*LISTS, load_default=None)
    cursor = Text(most=400, load_default=None)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))


class NewProjectSchema(Schema):
    """A project of what people ask for; `cases`: numbers of the matters that did."""

    id = fields.UUID(required=True)
    area = Text(required=True, least=6, most=12)
    year = StrictInteger(required=True, validate=Between(2000, 2200))
    title = Text(required=True, least=2, most=100)
    text = Text(required=True, least=5)
    cases = numbers_of_cases(load_default=list)


class ProjectSourcesAskedSchema(Schema):
    """Further matters, by their numbers."""

    cases = numbers_of_cases(required=True)


class ProjectMoveAskedSchema(Schema):
    """A move. `body_id`, `planned_yuan`, `due_on`: where it plans."""

    move = Known(*BY_ID, required=True)
    words = Text(required=True, least=2, most=2000)
    body_id = fields.Integer(load_default=None, allow_none=True, validate=KEY)
    planned_yuan = StrictInteger(load_default=None, allow_none=True, validate=Between(0, MOST_YUAN))
    due_on = fields.Date(load_default=None, allow_none=True, validate=BOUNDS)


class ProjectReportSchema(Schema):
    """How it goes in a quarter (`2026Q3`): per cent done, yuan paid so far."""

    id = fields.UUID(required=True)
    quarter = fields.String(required=True, validate=validate.Regexp(r"^20[0-9]{2}Q[1-4]\Z"))
    percent = StrictInteger(required=True, validate=Between(0, 100))
    paid_yuan = StrictInteger(required=True, validate=Between(0, MOST_YUAN))
    words = Text(required=True, least=2, most=1000)


class ProjectFlagSchema(Schema):
    """A flag, or none."""

    flag = Known(*FLAGS, required=True)


class ProjectScoresSchema(Schema):
    """What a deputy gives, 0 to 100, in every dimension."""

    scores = fields.Dict(
        keys=Text(most=40),
        values=StrictInteger(validate=Between(0, 100)),
        required=True,
        validate=Between(1, 40, of="length"),
    )


class ProjectHeadSchema(Schema):
    """A project without its parts; `list`: in which of the four it stands, `percent` and `paid_yuan` as told last."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    year = fields.Integer(required=True)
    title = fields.String(required=True)
    area_code = fields.String(required=True)
    area_name = fields.String(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)
    list = fields.String(required=True)
    body_name = fields.String(required=True, allow_none=True)
    planned_yuan = fields.Integer(required=True, allow_none=True)
    paid_yuan = fields.Integer(required=True, allow_none=True)
    percent = fields.Integer(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    flag = fields.String(required=True)
    flag_label = fields.String(required=True)
    sources = fields.Integer(required=True)


class ProjectEventSchema(Schema):
    """A move that was made."""

    at = UtcDateTime(required=True)
    label = fields.String(required=True)
    actor_name = fields.String(required=True)
    words = fields.String(required=True)


class ProjectSourceSchema(Schema):
    """A matter that asked for it."""

    case_id = fields.UUID(required=True)
    case_number = fields.String(required=True)


class ProjectProgressSchema(Schema):
    """How it went in a quarter."""

    at = UtcDateTime(required=True)
    quarter = fields.String(required=True)
    percent = fields.Integer(required=True)
    paid_yuan = fields.Integer(required=True)
    words = fields.String(required=True)
    actor_name = fields.String(required=True)


class ProjectScoreSchema(Schema):
    """What deputies gave in one dimension at the last inspection."""

    dimension = fields.String(required=True)
    name = fields.String(required=True)
    n = fields.Integer(required=True)
    mean = fields.Float(required=True, allow_none=True)
    mine = fields.Integer(required=True, allow_none=True)


class ProjectVoiceSchema(Schema):
    """How many residents said so."""

    verdict = fields.String(required=True)
    label = fields.String(required=True)
    n = fields.Integer(required=True)


class ProjectNextSchema(Schema):
    """A move this person may make now; `words`: what they write, `tells`: everybody who asked reads it."""

    id = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True)
    tells = fields.Boolean(required=True)
    plans = fields.Boolean(required=True)


class ProjectSchema(ProjectHeadSchema):
    """A project. `asked_yuan`, `asked_due_on`: what an adjustment asks for."""

    text = fields.String(required=True)
    asked_yuan = fields.Integer(required=True, allow_none=True)
    asked_due_on = fields.Date(required=True, allow_none=True)
    round = fields.Integer(required=True)
    events = fields.List(fields.Nested(ProjectEventSchema), required=True)
    cases = fields.List(fields.Nested(ProjectSourceSchema), required=True)
    progress = fields.List(fields.Nested(ProjectProgressSchema), required=True)
    scores = fields.List(fields.Nested(ProjectScoreSchema), required=True)
    voices = fields.List(fields.Nested(ProjectVoiceSchema), required=True)
    moves = fields.List(fields.Nested(ProjectNextSchema), required=True)
    may_add = fields.Boolean(required=True)
    may_report = fields.Boolean(required=True)
    may_flag = fields.Boolean(required=True)
    may_score = fields.Boolean(required=True)
    may_sample = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class ProjectsSchema(Schema):
    """A page of projects; `next` is the cursor of the page after, null at the end."""

    items = fields.List(fields.Nested(ProjectHeadSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class ProjectWishSchema(Schema):
    """A matter that asks for a project and stands in none."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    area_name = fields.String(required=True)
    opened_at = UtcDateTime(required=True)


class ProjectWishesSchema(Schema):
    """The oldest two hundred."""

    items = fields.List(fields.Nested(ProjectWishSchema), required=True)


class SurveyAnswerAskedSchema(Schema):
    """What a household of the sample says; `household`: its number in the cell's list."""

    id = fields.UUID(required=True)
    cell_code = Text(least=1, most=40, required=True)
    household = StrictInteger(required=True, validate=Between(1, 1_000_000))
    verdict = Known(*VERDICTS, required=True)


class SurveyDrawSchema(Schema):
    """Nothing: how many are drawn is a setting."""


class SurveyCellSchema(Schema):
    """A cell of the sample: its households, those that are asked, those of them that have not answered yet, and what was said."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    households = fields.Integer(required=True)
    asked = fields.List(fields.Integer(), required=True)
    left = fields.List(fields.Integer(), required=True)
    voices = fields.List(fields.Nested(ProjectVoiceSchema), required=True)


class SurveySchema(Schema):
    """The sample of a project. `seed`: the same cells, size and seed give the same; `warning`: empty once enough have answered."""

    seed = fields.Integer(required=True)
    size = fields.Integer(required=True)
    least = fields.Integer(required=True)
    drawn_name = fields.String(required=True)
    drawn_at = UtcDateTime(required=True)
    asked = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    warning = fields.String(required=True)
    voices = fields.List(fields.Nested(ProjectVoiceSchema), required=True)
    cells = fields.List(fields.Nested(SurveyCellSchema), required=True)
    may_note = fields.Boolean(required=True)


def survey_wire(survey: Survey, may_note: bool) -> dict[str, Any]:
    """Return the sample of a project with what was answered, by cell."""
    n, few = (
        len(survey.answers),
        say("只收到{n}份回答，不足{least}份，样本太小，不能代表全部住户。", n=len(survey.answers), least=survey.least),
    )
    cells = []
    for each in survey.cells:
        here = [one for one in survey.answers if one.cell_code == each.code]
        done = {one.household for one in here}
        left = [number for number in each.asked if number not in done]
        cells.append(vars(each) | {"left": left, "voices": _voices([one.verdict for one in here])})
    return vars(survey) | {
        "asked": sum(len(each.asked) for each in survey.cells), "answered": n, "warning": few if n < survey.least else "",
        "voices": _voices([one.verdict for one in survey.answers]), "cells": cells, "may_note": may_note,
    }  # fmt: skip


def _voices(said: Sequence[str]) -> list[dict[str, Any]]:
    return [{"verdict": code, "label": say(words), "n": said.count(code)} for code, words in VERDICTS.items()]


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """Return what is asked for."""
    states = tuple(str(each) for each in LISTS[asked["list"]][1]) if asked["list"] else None
    return Wanted(asked["area"] or None, asked["year"], states)


def draft_of(asked: dict[str, Any]) -> Draft:
    """Return what is made."""
    return Draft(asked["id"], asked["area"], asked["year"], asked["title"], asked["text"], tuple(asked["cases"]))


def head_wire(head: Head) -> dict[str, Any]:
    """Return a project without its parts as the wire has it."""
    return vars(head) | {
        "label": say(LABELS[State(head.state)]),
        "list": list_of(head.state),
        "flag_label": say(FLAGS[head.flag]),
    }


def page_wire(found: Sequence[Head], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = found[most - 1] if len(found) > most else None
    return {
        "items": [head_wire(each) for each in found[:most]],
        "next": encode(last.made_at.isoformat(), last.id) if last else None,
    }


def wishes_wire(found: Sequence[Wish]) -> dict[str, Any]:
    """Return what asks for a project as the wire has it."""
    return {"items": [vars(each) for each in found]}


def project_wire(view: View, actor: Actor, *, reports: bool) -> dict[str, Any]:
    """Return a project as this person sees it; `reports`: they may say how it goes."""
    head, roles = view.head, actor.roles_at(view.head.area_code)
    return head_wire(head) | {
        "events": [vars(each) | {"label": say(BY_ID[each.move].label)} for each in view.events],
        "cases": [vars(each) for each in view.sources],
        "progress": [vars(each) for each in view.progress],
        "scores": [vars(each) | {"name": each.name_en if language() == "en" else each.name} for each in view.scores],
        "voices": [{"verdict": code, "label": say(words), "n": view.voices.get(code, 0)} for code, words in VERDICTS.items()],
        "moves": [vars(each) | {"label": say(each.label), "words": say(each.words)} for each in moves_from(head.state, roles)],
        "may_add": bool(MAKERS & roles),
        "may_report": reports and head.state in GOING,
        "may_flag": CONGRESS in roles and head.state in GOING,
        "may_sample": CONGRESS in roles and head.state in VOICED,
        "may_score": "deputy" in roles and head.state == State.INSPECTING,
    }  # fmt: skip

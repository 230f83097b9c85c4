"""Performance files on the wire."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from backend.clock import today
from backend.commitments.domain import LABELS as PROMISES
from backend.commitments.domain import State as Promise
from backend.deputies.domain import LEVEL_LABELS
from backend.errors import Invalid
from backend.http.words import language, say
from backend.initiatives.domain import LABELS as STEPS
from backend.initiatives.domain import MARKS
from backend.initiatives.domain import State as Step
from backend.performance.domain import SECTIONS, Entry, Performance, Span, figures, kinds

BOUNDS = validate.Range(date(2000, 1, 1), date(2199, 12, 31))


class PerformanceQuerySchema(Schema):
    """Which days: a `year`, or from a day to a day, both counted; without any, this year."""

    class Meta:
        """Unknown parameters (`lang`) are others' business."""

        unknown = EXCLUDE

    year = fields.Integer(load_default=None, validate=validate.Range(2000, 2199))
    first = fields.Date(load_default=None, data_key="from", validate=BOUNDS)
    last = fields.Date(load_default=None, data_key="to", validate=BOUNDS)


class PerformanceEntrySchema(Schema):
    """One deed; `note`: what it was or what became of it, in words; `title`: empty where its words are not for this viewer."""

    id = fields.UUID(required=True)
    day = fields.Date(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    note = fields.String(required=True)


class PerformancePartSchema(Schema):
    """A part: how many deeds, what else they come to, in words, and the deeds."""

    section = fields.String(required=True)
    label = fields.String(required=True)
    n = fields.Integer(required=True)
    more = fields.List(fields.String(), required=True)
    entries = fields.List(fields.Nested(PerformanceEntrySchema), required=True)


class PerformanceSchema(Schema):
    """A deputy's file of the days `from` to `to`; `whole`: no more was found than is read at once."""

    deputy_id = fields.Integer(required=True)
    name = fields.String(required=True)
    level_label = fields.String(required=True)
    area_name = fields.String(required=True)
    since = fields.Date(required=True, data_key="from")
    until = fields.Date(required=True, data_key="to")
    parts = fields.List(fields.Nested(PerformancePartSchema), required=True)
    whole = fields.Boolean(required=True)


def span_of(asked: dict[str, Any]) -> Span:
    """Return the days asked for.

    Raises Invalid (field `from`) when the first comes after the last, (field `year`) for a year beside days.
    """
    first, last, year = asked["first"], asked["last"], asked["year"]
    if year is not None and (first or last):
        raise Invalid("年份和起止日期只选一种", field="year")
    until = last or date(year or today().year, 12, 31)
    since = first or date(until.year, 1, 1)
    if since > until:
        raise Invalid("开始日期不能晚于结束日期，年份在2000到2199之间", field="from")
    return Span(since, until)


def performance_wire(file: Performance) -> dict[str, Any]:
    """Return a file as the wire has it."""
    return {
        "deputy_id": file.deputy.id, "name": file.deputy.name, "level_label": say(LEVEL_LABELS[file.deputy.level]),
        "area_name": file.area_name, "since": file.span.since, "until": file.span.until, "whole": file.whole,
        "parts": [
            {
                "section": each.section, "label": say(SECTIONS[each.section]), "n": each.n,
                "more": [*_kinds(file, each.section), *(say(words, n=n) for words, n in each.more.items())],
                "entries": [entry_wire(one) for one in file.of(each.section)],
            }
            for each in figures(file)
        ],
    }  # fmt: skip


def _kinds(file: Performance, section: str) -> list[str]:
    if section != "activity":
        return []
    return [
        say("{name}{n}次", name=name_en if language() == "en" else name, n=n)
        for (name, name_en), n in kinds(file.of(section)).items()
    ]


def entry_wire(one: Entry) -> dict[str, Any]:
    """Return one deed as the wire has it."""
    return vars(one) | {"note": "·".join(filter(None, _notes(one)))}


def _notes(one: Entry) -> list[str]:
    """Return what a deed was, or what became of it."""
    if one.section in {"activity", "training"}:
        return [one.name_en if language() == "en" else one.name, say("已签到") if one.mark == "signed" else ""]
    if one.section == "reception":
        return [one.name, say("接待{n}人次", n=one.n)]
    if one.section in {"suggestion", "signed"}:
        return [say(STEPS[Step(one.kind)]), *(say(MARKS[each]) for each in one.mark.split() if each in MARKS)]
    if one.section == "pairing":
        return [one.name_en if language() == "en" else one.name, one.mark]
    if one.section == "commitment":
        return [say(PROMISES[Promise(one.kind)])]
    return [say("平均{n}分", n=one.n)] if one.section == "score" else []

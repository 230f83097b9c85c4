"""The verbs of the room: look at what a period comes to, issue it, read what was issued. What was issued is never counted again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bulletins import queries
from backend.bulletins.domain import LEVELS, Figures, Kind, Tally, Times, running, sentences, times_of, whole
from backend.bulletins.domain.figures import Cells, Days, Hot, Work
from backend.bulletins.queries import Head, Named, Opened, Place, Shape
from backend.clock import now, today
from backend.db import current_context
from backend.errors import Conflict, Invalid, NotFound
from backend.grid import service as grid
from backend.grid.domain import Scope
from backend.hotspots import queries as maps
from backend.hotspots import service as hotspots
from backend.hotspots.domain import Counts, Edition, Period, Rules
from backend.jobs import service as jobs
from backend.jobs.service import Errand
from backend.settings import Settings

MAKE = "bulletins.make"
ISSUED: tuple[Kind, ...] = ("week", "month")


def places(session: Session) -> list[Place]:
    """Return the areas that the viewer may have bulletins of."""
    return queries.areas(session, current_context(session).areas)


def listed(
    session: Session, *, area: str | None, kind: str | None, last: tuple[date, UUID] | None, most: int
) -> list[Head]:
    """Return the bulletins that the viewer sees, newest first; see `queries.listed`."""
    return queries.listed(session, area=area, kind=kind, last=last, most=most)


def read(session: Session, bulletin_id: UUID) -> Opened:
    """Return a bulletin as it was issued. Raises NotFound."""
    found = queries.one(session, bulletin_id)
    if found is None:
        raise NotFound("没有找到")
    head, figures = found
    span = Period(head.first_day, head.last_day)
    kind: Kind = "week" if head.kind == "week" else "month"
    return Opened(head.id, kind, head.area_code, head.area_name, span, head.made_at, figures, _shapes(session, figures))


def look(session: Session, area: str, kind: Kind, span: Period | None, settings: Settings) -> Opened:
    """Return what a period comes to by now, without keeping it: the running week or month, or `span` of one's own choice.

    Raises NotFound (field `area`) for an area that is unknown or not the viewer's, Invalid for one that is neither county nor township.
    """
    scope, place = grid.scope_of(session, area), queries.place(session, area)
    if place is None or place.level not in LEVELS:
        raise Invalid("分析研判报告按县或乡镇来做", field="area", code="not_reported_on")
    day, bounds = today(), queries.most_days(session)
    if span and (span.last - span.first).days >= bounds:
        raise Invalid("期间最长{n}天", field="from", code="too_many_days", n=bounds)
    if span and span.last > day:
        raise Invalid("期间最晚到今天", field="to", code="not_come_yet")
    if span is None:
        span = Period(running(kind, day).first, day)
    figures = compose(session, scope, area, times_of(kind, span), hotspots.rules_of(settings))
    return Opened(None, kind, area, place.name, span, now(), figures, _shapes(session, figures))


def taken(session: Session, opened: Opened) -> Opened:
    """Note in the record that a bulletin was taken away as a file; return it."""
    fields = (opened.kind, f"from:{opened.span.first}", f"to:{opened.span.last}")
    audit.append(session, "bulletin.taken", "bulletin", opened.id or "-", area=opened.area_code, fields=fields)
    return opened


def due(session: Session, day: date) -> int:
    """Defer an errand for each bulletin of the last whole week and month that is missing on `day`; return how many."""
    firsts = {kind: whole(kind, day).first for kind in ISSUED}
    errands = [
        Errand(f"bulletin {area}", {"area": area, "kind": kind, "first": str(first)})
        for kind, first in firsts.items()
        for area in queries.due(session, kind, first, day)
    ]
    jobs.defer_each(session, MAKE, errands)
    return len(errands)


def issue(session: Session, area: str, kind: Kind, first: date, settings: Settings) -> UUID | None:
    """Issue the bulletin of the whole week or month that begins on `first` and tell the heads; None when there is one already.

    Raises Conflict for a period that does not begin so, or is not over.
    """
    span = running(kind, first)
    if span.first != first or span.last >= today():
        raise Conflict("期间还没结束", code="not_over")
    figures = compose(session, grid.scope_of(session, area), area, times_of(kind, span), hotspots.rules_of(settings))
    made = queries.issue(session, kind, area, span, figures)
    if made is not None:
        audit.append(session, "bulletin.issued", "bulletin", made, area=area, fields=("figures",))
        jobs.push_notices(session, queries.tell(session, made))
    return made


def compose(session: Session, scope: Scope, area: str, times: Times, rules: Rules) -> Figures:
    """Return the figures of a period and the sentences that they support.

    A period that is not over is held against none; others against those that the records of the area go back beyond.
    """
    is_open, bounds = times.span.last >= today(), queries.rules(session)
    past = [
        None if is_open or each is None or not queries.begun(session, scope, each) else each
        for each in (times.before, times.year)
    ]
    here = queries.tallies(session, scope, times.span)
    before, year = (queries.tallies(session, scope, each) if each else None for each in past)
    counts = hotspots.count(session, times.span, area=area, rules=rules)
    figures: Figures = {
        "span": _days(times.span), "open": is_open,
        "before": _days(past[0]) if past[0] else None, "year": _days(past[1]) if past[1] else None,
        "total": {"now": here.total, "before": before.total if before else None, "year": year.total if year else None},
        "days": [(str(day), here.days.get(day, 0)) for day in _each(times.span)],
        "categories": _tallies(queries.categories(session), here.categories, before.categories if before else None),
        "channels": _tallies(queries.channels(session), here.channels, before.channels if before else None),
        "cells": _cells(counts, maps.editions(session, scope, today())),
        "work": _work(queries.work(session, scope, times.span, today())),
        "voices": queries.voices(session, scope, times.span),
        "alerts": queries.warned(session, scope, times.span),
        "unplaced": counts.unplaced, "former": counts.former, "rules": bounds, "said": [],
    }  # fmt: skip
    return {**figures, "said": sentences(figures, bounds)}


def _cells(counts: Counts, editions: Sequence[Edition]) -> Cells:
    """Return what the map's statistics say of the cells of a period, those that stand out most first."""
    told = counts.significance
    found: list[Hot] = []
    drawn: list[tuple[int, str, int]] = []
    for nth, cell in enumerate(counts.cells):
        name, n = (told.classes[nth] if told else None) or "", counts.by_code[cell.code]
        drawn.append((cell.id, name, n))
        if told and name and name != "none":
            found.append({
                "id": cell.id, "code": cell.code, "name": cell.name, "n": n, "rate": counts.smoothed[nth], "z": told.z[nth], "p": told.p_sim[nth],
                "fdr": bool(told.fdr[nth]), "significance": name, "trend": told.trend[nth] or "none",
            })  # fmt: skip
    found.sort(key=lambda cell: (-(cell["z"] or 0), cell["code"]))
    reason = "no_cells" if not counts.cells else (told.reason or "") if told else "too_few_cells"
    return {
        "reason": reason, "n": len(counts.cells), "hot": found, "drawn": drawn, "synthetic": any(each.synthetic for each in editions),
        "attributions": sorted({each.attribution for each in editions if each.attribution}),
    }  # fmt: skip


def _work(found: dict[str, int]) -> Work:
    return {
        "opened": found["opened"], "answered": found["answered"], "dated": found["dated"],
        "in_time": found["dated"] - found["late"], "returned": found["returned"], "overdue": found["overdue"],
    }  # fmt: skip


def _tallies(named: Sequence[Named], now: dict[str, int], before: dict[str, int] | None) -> list[Tally]:
    """Return the kinds of which there is any in the period or the one before, most first."""
    rows: list[Tally] = [
        {
            "code": each.code, "name": each.name, "name_en": each.name_en, "now": now.get(each.code, 0),
            "before": None if before is None else before.get(each.code, 0),
        }
        for each in named
    ]  # fmt: skip
    return sorted((row for row in rows if row["now"] or row["before"]), key=lambda row: -row["now"])


def _days(span: Period) -> Days:
    return {"first": str(span.first), "last": str(span.last), "days": (span.last - span.first).days + 1}


def _each(span: Period) -> list[date]:
    return [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]


def _shapes(session: Session, figures: Figures) -> list[Shape]:
    return queries.shapes(session, [cell for cell, _, _ in figures["cells"]["drawn"]])

"""GET /api/hotspots and below it series, cells/{code}, frame; GET /api/tiles/{layer}/{z}/{x}/{y}.mvt."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import RAISE
from sqlalchemy.orm import Session

from backend.categories import service as categories
from backend.clock import today
from backend.errors import Invalid
from backend.hotspots import service
from backend.hotspots.domain import MEASURES, STEPS, About, Counts, Period, Rules, Series, Sheet, TileNumber
from backend.hotspots.schemas import (
    CellQuerySchema,
    CellSheetSchema,
    CellsSeriesSchema,
    FrameSchema,
    HotspotQuerySchema,
    HotspotSchema,
    SeriesQuerySchema,
    TileQuerySchema,
)
from backend.http.current import current_settings
from backend.http.fields import ProblemSchema
from backend.http.transaction import at_once, transact
from backend.http.viewer import READERS, require_viewer
from backend.reports.service import check_channel

blp = Blueprint("hotspots", __name__, url_prefix="/api", description="The map: counts and shapes")
PROBLEM = {"schema": ProblemSchema, "content_type": "application/problem+json"}
MVT = "application/vnd.mapbox-vector-tile"
# A new edition may come into force at midnight; until a tile is this old it is not asked for again.
KEEP_SECONDS = 300
# Seconds a statement of the map may take; a dear one gives way.
LONGEST = 5.0


@blp.route("/hotspots")
class Hotspots(MethodView):
    """Counts per cell."""

    @blp.arguments(HotspotQuerySchema, location="query")
    @blp.response(200, HotspotSchema)
    @blp.alt_response(404, description="no such area in your scope", **PROBLEM)
    def get(self, asked: dict[str, Any]) -> Response:
        """Count reports by cell over a period, those of closed cases too, and say which cells stand out. Hidden ones enter no figure."""
        require_viewer(*READERS)
        measure = asked["measure"]
        if measure not in MEASURES:
            raise Invalid("只能按件数、每千户件数或显著性看", field="measure")
        span = service.checked_period(asked["first"], asked["last"])
        own = service.rules_of(current_settings()) if measure == "gi_star" else None

        def work(session: Session) -> Counts:
            return service.count(session, span, area=asked["area"], about=about(session, asked), rules=own)

        return plain(wire(transact(work, seconds=LONGEST), measure, own))


@blp.route("/hotspots/series")
class HotspotSeries(MethodView):
    """Counts per cell and step of time."""

    @blp.arguments(SeriesQuerySchema, location="query")
    @blp.response(200, CellsSeriesSchema)
    @blp.alt_response(404, description="no such area in your scope", **PROBLEM)
    def get(self, asked: dict[str, Any]) -> Response:
        """Count reports by cell and day, week or month, at most sixty steps; cells without any are left out. Hidden ones enter no figure."""
        require_viewer(*READERS)
        step = asked["step"]
        if step not in STEPS:
            raise Invalid("步长只能是日、周或月", field="step")
        steps = service.checked_steps(service.checked_period(asked["first"], asked["last"]), step)

        def work(session: Session) -> Series:
            return service.series(session, steps, area=asked["area"], about=about(session, asked))

        found = transact(work, seconds=LONGEST)
        return plain(
            {
                "step": step,
                "steps": [days(each) for each in found.steps],
                "cells": [{"code": code, "counts": counts} for code, counts in found.by_code.items()],
                "total": found.total,
            }
        )


@blp.route("/hotspots/cells/<string:code>")
class CellSheet(MethodView):
    """One cell."""

    @blp.arguments(CellQuerySchema, location="query")
    @blp.response(200, CellSheetSchema)
    @blp.alt_response(404, description="no such cell in your scope", **PROBLEM)
    def get(self, asked: dict[str, Any], code: str) -> Response:
        """Tell of one cell of your scope: figures, trend, categories, open cases, who answers for it, the nearest stations."""
        require_viewer(*READERS)
        span, own = service.checked_period(asked["first"], asked["last"]), service.rules_of(current_settings())

        def work(session: Session) -> Sheet:
            return service.sheet(session, code, span, about=about(session, asked), area=asked["area"], rules=own)

        found = transact(work, seconds=LONGEST)
        return plain(
            {
                **found.figures,
                "village": found.village,
                "town": found.town,
                "series": [days(step) | {"count": n} for step, n in zip(found.steps, found.series, strict=True)],
                "categories": [{"code": c, "name": name, "name_en": en, "n": n} for c, name, en, n in found.categories],
                "open_cases": found.open_cases,
                "workers": [{"id": worker, "name": name} for worker, name in found.workers],
                "posts": [post._asdict() for post in found.posts],
                "walking_kmh": round(own.walking_m * 60 / 1000, 2),
            }
        )


@blp.route("/hotspots/frame")
class MapFrame(MethodView):
    """What a map needs before it draws."""

    @blp.response(200, FrameSchema)
    def get(self) -> dict[str, Any]:
        """Give bounds, labels, categories and attribution of the map of your scope."""
        require_viewer(*READERS)

        def work(session: Session) -> dict[str, Any]:
            known = [
                {"code": c.code, "name": c.name, "name_en": c.name_en} for c in categories.all_current(session, today())
            ]
            topics = [{"code": c.code, "name": c.name, "name_en": c.name_en} for c in categories.topics(session)]
            frame = service.frame(session)
            areas = [{"code": code, "name": name} for code, name in frame.areas]
            return asdict(frame) | {"areas": areas, "categories": known, "topics": topics}

        return transact(work)


@blp.route("/tiles/<string:layer>/<int:z>/<int:x>/<int:y>.mvt")
class Tiles(MethodView):
    """Vector tiles of our own."""

    @blp.arguments(TileQuerySchema, location="query", unknown=RAISE)
    @blp.response(200, {"type": "string", "format": "binary"}, content_type=MVT)
    @blp.alt_response(304, description="the tile you hold is still right")
    @blp.alt_response(404, description="no such layer or tile", **PROBLEM)
    def get(self, _asked: dict[str, Any], layer: str, z: int, x: int, y: int) -> Response:
        """Give the cells, areas or stations of your scope in one tile; an empty body when it holds none."""
        viewer = require_viewer(*READERS)
        held = frozenset(request.if_none_match.as_set(include_weak=True))
        tile = at_once(lambda trip: service.tile(trip, layer, TileNumber(z, x, y), held), viewer.context())
        answer = Response(tile.body or b"", 304 if tile.body is None else 200, content_type=MVT)
        answer.set_etag(tile.tag)
        answer.headers["Cache-Control"] = f"private, max-age={KEEP_SECONDS}"
        return answer


def about(session: Session, asked: dict[str, Any]) -> About:
    """Return what is to be counted; refuses a category, topic or channel that there is not, naming it."""
    found = About(asked["category"], asked["topic"], asked["channel"])
    categories.check(session, found.category)
    if found.topic is not None:
        categories.check_topics(session, [found.topic], "topic")
    check_channel(session, found.channel)
    return found


def plain(body: dict[str, Any]) -> Response:
    """Return a body written by hand, as a province has 100,000 cells; NaN would raise."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(text, content_type="application/json")


def days(span: Period) -> dict[str, Any]:
    """Return a period as the wire has it."""
    return {"from": span.first.isoformat(), "to": span.last.isoformat()}


def wire(counts: Counts, measure: str, own: Rules | None) -> dict[str, Any]:
    """Return the counts as `HotspotSchema` says."""
    said = counts.significance
    computed = said and own and {
        "cells": said.cells, "islands": said.islands, "permutations": own.permutations, "seed": own.seed, "q": own.q,
    }  # fmt: skip
    return {
        "measure": measure,
        **days(counts.period),
        "channel": counts.about.channel,
        "version": counts.version,
        "total": counts.total,
        "unplaced": counts.unplaced,
        "former": counts.former,
        "computed": computed,
        "reason": said.reason if said else None,
        "cells": list(service.rows(counts)),
        "hidden_by_village": [{"code": c, "name": name, "count": n} for c, name, n in counts.hidden_by_village],
    }

"""GET /api/hotspots, GET /api/coverage, GET /api/hotspots/frame, GET /api/tiles/{layer}/{z}/{x}/{y}.mvt."""

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
from backend.hotspots.domain import About, Counts, TileNumber
from backend.hotspots.schemas import (
    CoverageQuerySchema,
    CoverageSchema,
    FrameSchema,
    HotspotQuerySchema,
    HotspotSchema,
    TileQuerySchema,
)
from backend.http.fields import ProblemSchema
from backend.http.transaction import transact
from backend.http.viewer import READERS, require_viewer

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
        """Count reports by cell over a period, those of closed cases too. Hidden ones enter no cell's figure."""
        require_viewer(*READERS)
        if asked["measure"] != "count":
            raise Invalid("现在只能按件数看", field="measure")
        span = service.checked_period(asked["first"], asked["last"])

        def work(session: Session) -> Counts:
            if asked["category"] is not None and categories.get(session, asked["category"]) is None:
                raise Invalid("没有这个类别", field="category")
            if asked["topic"] is not None:
                categories.check_topics(session, [asked["topic"]], "topic")
            return service.count(session, span, area=asked["area"], about=About(asked["category"], asked["topic"]))

        text = json.dumps(wire(transact(work, seconds=LONGEST)), ensure_ascii=False, separators=(",", ":"))
        return Response(text, content_type="application/json")


@blp.route("/coverage")
class PostCoverage(MethodView):
    """Cells with and without a collection post."""

    @blp.arguments(CoverageQuerySchema, location="query")
    @blp.response(200, CoverageSchema)
    @blp.alt_response(404, description="no such area in your scope", **PROBLEM)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Say how many cells of your scope have a collection post today, and list those that have none (空白网格)."""
        require_viewer(*READERS)
        found = transact(lambda session: service.coverage(session, area=asked["area"]), seconds=LONGEST)
        return {"cells": len(found.cells), "covered": found.covered, "rate": found.rate, "blank": found.blank}


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
        require_viewer(*READERS)
        held = frozenset(request.if_none_match.as_set(include_weak=True))
        tile = transact(lambda session: service.tile(session, layer, TileNumber(z, x, y), held), seconds=LONGEST)
        answer = Response(tile.body or b"", 304 if tile.body is None else 200, content_type=MVT)
        answer.set_etag(tile.tag)
        answer.headers["Cache-Control"] = f"private, max-age={KEEP_SECONDS}"
        return answer


def wire(counts: Counts) -> dict[str, Any]:
    """Return the counts as `HotspotSchema` says; written by hand, as a province has 100,000 cells."""
    body: dict[str, Any] = {
        "measure": "count",
        "from": counts.period.first.isoformat(),
        "to": counts.period.last.isoformat(),
        "version": counts.version,
        "total": counts.total,
        "unplaced": counts.unplaced,
        "former": counts.former,
        "cells": [
            {"code": code, "name": name, "area_code": village, "households": households, "count": counts.by_code[code]}
            for _, code, name, village, households in counts.cells
        ],
    }
    body["hidden_by_village"] = [{"code": c, "name": name, "count": n} for c, name, n in counts.hidden_by_village]
    return body

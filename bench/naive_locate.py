"""The yardstick of P3: GET /api/locate as a competent team first writes it, a query a question, nearest by geography."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.views import MethodView
from flask_smorest import Api, Blueprint
from geoalchemy2 import Geography
from marshmallow import Schema, fields
from sqlalchemy import Float, cast, create_engine, func, or_, select
from sqlalchemy.orm import Session

from backend.grid.model import Area, GridCell
from backend.rooms import load_models
from backend.settings import Settings, driver_url
from backend.stations.model import Station

load_models()
engine = create_engine(driver_url(Settings.from_environment().database_url), pool_size=16)
app = Flask("naive")
app.config |= {"API_TITLE": "naive", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.0"}
blp = Blueprint("naive", __name__)


class Query(Schema):
    """A place and a day."""

    lon = fields.Float(required=True)
    lat = fields.Float(required=True)
    crs = fields.String(required=True)
    on = fields.Date(required=True)


class CellOut(Schema):
    """A cell."""

    code = fields.String()
    name = fields.String()
    area_code = fields.String()
    households = fields.Integer()


class AreaOut(Schema):
    """An area."""

    code = fields.String()
    name = fields.String()
    level = fields.String()


class StationOut(Schema):
    """A station."""

    id = fields.Integer()
    name = fields.String()
    kind = fields.String()
    distance_m = fields.Float()


class Located(Schema):
    """What is at a place."""

    cell = fields.Nested(CellOut, allow_none=True)
    areas = fields.List(fields.Nested(AreaOut))
    stations = fields.List(fields.Nested(StationOut))


@app.get("/healthz")
def healthz() -> str:
    """Answer."""
    return "ok"


@blp.route("/api/locate")
class Locate(MethodView):
    """Looking up."""

    @blp.arguments(Query, location="query")
    @blp.response(200, Located)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Say what is there."""
        on = asked["on"]
        point = func.ST_SetSRID(func.ST_MakePoint(asked["lon"], asked["lat"]), 4326)
        with Session(engine) as session:
            cell = session.scalars(
                select(GridCell)
                .where(func.ST_Covers(GridCell.geom, point), GridCell.in_force_from <= on)
                .where(or_(GridCell.in_force_to.is_(None), GridCell.in_force_to > on))
                .order_by(GridCell.id)
                .limit(1)
            ).first()
            areas = []
            code = cell.area_code if cell else None
            while code:
                area = session.get_one(Area, code)
                areas.append(area)
                code = area.parent_code
            far = cast(Station.geom, Geography).op("<->", return_type=Float())(cast(point, Geography))
            near = session.execute(
                select(Station.id, Station.name, Station.kind, far.label("distance_m"))
                .where(Station.opened_on <= on, or_(Station.closed_on.is_(None), Station.closed_on > on))
                .order_by(far)
                .limit(3)
            ).all()
            return {"cell": cell, "areas": areas, "stations": near}


Api(app).register_blueprint(blp)

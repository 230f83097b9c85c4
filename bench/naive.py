"""The yardstick: the same intake as a competent team first writes it, flask-smorest and the ORM, a query a question."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask, abort, request
from flask.views import MethodView
from flask_smorest import Api, Blueprint
from geoalchemy2 import Geography
from geoalchemy2.shape import from_shape
from marshmallow import Schema, fields
from shapely.geometry import shape
from sqlalchemy import cast, create_engine, func, select, text
from sqlalchemy.orm import Session

from backend.accounts.model import Account, AccountRole
from backend.accounts.service import Person, digest, hasher
from backend.audit.model import AuditEntry
from backend.cases.model import Case
from backend.categories.model import Category
from backend.grid.model import GridCell
from backend.reports.model import CaseReport, Report, ReportText
from backend.rooms import load_models
from backend.settings import Settings, driver_url
from backend.sightings.model import Sighting
from backend.stations.model import Station

settings = Settings.from_environment()
load_models()
engine = create_engine(driver_url(settings.database_url), pool_size=16)
app = Flask("naive")
app.config |= {"API_TITLE": "naive", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.0"}
blp = Blueprint("naive", __name__)
TOKENS: dict[bytes, int] = {}


class SightingIn(Schema):
    """One sighting."""

    id = fields.UUID(required=True)
    seen_at = fields.AwareDateTime(required=True)
    category = fields.String(required=True)
    noticed_by = fields.String(required=True)
    hidden = fields.Boolean(required=True)
    risk = fields.String(required=True)
    text = fields.String(required=True)
    place = fields.Dict(required=True)
    crs = fields.String(required=True)


class SightingOut(Schema):
    """Its answer."""

    id = fields.UUID()
    number = fields.String()
    cell = fields.Dict(allow_none=True)
    station = fields.Dict()
    received_at = fields.DateTime()


@app.get("/healthz")
def healthz() -> str:
    """Answer."""
    return "ok"


@app.post("/api/login")
def login() -> Any:
    """Log in; the token's digest is looked up by every request, as ours is."""
    body = request.get_json()
    with Session(engine) as session:
        account = session.scalars(select(Account).where(Account.login == body["account"])).one()
        hasher().verify(account.password_hash, body["password"])
        token = uuid.uuid4().hex
        session.execute(
            text("insert into session (token_hash, account_id, expires_at) values (:h, :a, now() + interval '1 day')"),
            {"h": digest(token), "a": account.id},
        )
        session.commit()
    return {"csrf": "-"}, 200, {"Set-Cookie": f"naive={token}; Path=/"}


def current(session: Session) -> Person:
    """Look up who asks."""
    row = session.execute(
        text("select account_id from session where token_hash = :h and expires_at > now()"),
        {"h": digest(request.cookies.get("naive", ""))},
    ).one_or_none()
    if row is None:
        abort(401)
    account = session.get_one(Account, row.account_id)
    roles = session.scalars(select(AccountRole).where(AccountRole.account_id == account.id)).all()
    held = tuple((r.role, r.area_code, r.until_day) for r in roles)
    return Person(account.id, account.login, account.name, held, UUID(int=0), once=False, factor=False)


@blp.route("/api/sightings")
class Sightings(MethodView):
    """Filing one."""

    @blp.arguments(SightingIn)
    @blp.response(201, SightingOut)
    def post(self, new: dict[str, Any]) -> Any:
        """Store a sighting."""
        with Session(engine) as session:
            person = current(session)
            known = session.get(Report, new["id"])
            if known:
                return known.answer
            if session.get(Category, new["category"]) is None:
                abort(422)
            point = from_shape(shape(new["place"]), srid=4326)
            cell = session.scalars(
                select(GridCell).where(func.ST_Covers(GridCell.geom, point)).order_by(GridCell.id).limit(1)
            ).first()
            station = session.scalars(
                select(Station).order_by(cast(Station.geom, Geography).op("<->")(cast(point, Geography))).limit(1)
            ).first()
            assert station
            area = cell.area_code if cell else station.area_code
            if not any(area.startswith(prefix) for _, prefix, _ in person.roles):
                abort(403)
            number = f"N{session.scalar(text('select nextval(:s)'), {'s': 'report_number'})}"
            received = datetime.now(UTC)
            answer = {
                "id": new["id"], "number": number, "station": {"id": station.id, "name": station.name},
                "cell": {"code": cell.code, "name": cell.name} if cell else None, "received_at": received,
            }  # fmt: skip
            shared = {"area_code": area, "author_id": person.id, "hidden": new["hidden"]}
            cell_id = cell.id if cell else None
            session.add(Report(
                id=new["id"], number=number, kind="sighting", cell_id=cell_id, station_id=station.id, category=new["category"],
                channel="door", seen_at=new["seen_at"], place=point, source_crs=new["crs"], digest=digest(str(new["id"])),
                answer={"number": number}, **shared,
            ))  # fmt: skip
            session.flush()
            session.add(ReportText(report_id=new["id"], body=new["text"], place_words="", **shared))
            session.add(
                Sighting(
                    report_id=new["id"], noticed_by=new["noticed_by"], risk=new["risk"], out_of_cell=False, **shared
                )
            )
            session.add(Case(
                id=new["id"], number=number, state="pending", category=new["category"], area_code=area, cell_id=cell_id,
                station_id=station.id, hidden=new["hidden"],
            ))  # fmt: skip
            session.flush()
            session.add(CaseReport(case_id=new["id"], report_id=new["id"], **shared))
            session.add(AuditEntry(
                actor_id=person.id, actor="grid_worker", action="sighting.recorded", subject_kind="report",
                subject_id=str(new["id"]), area_code=area, mac=b"-",
            ))  # fmt: skip
            session.commit()
            return answer


Api(app).register_blueprint(blp)

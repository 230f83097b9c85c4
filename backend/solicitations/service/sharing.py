"""Sharing what reconsiderations and trials say of normative documents; keeping the network of informants of a station."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.cases.domain import Actor
from backend.clock import today
from backend.db import one_at_a_time
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.grid.service import known_areas
from backend.plain import digest_of
from backend.solicitations import queries
from backend.solicitations.domain.sharing import KEEPERS, SHARERS, Collector, Hint
from backend.solicitations.model import Informant, ReviewHint
from backend.solicitations.queries import HintView, InformantView
from backend.stations import service as stations

MOST_INFORMANTS = 2000
REVIEW = "rule_review"


def share(session: Session, actor: Actor, given: Hint) -> HintView:
    """Share what a decision says of a document. May be repeated.

    Raises Forbidden for who neither reviews, reconsiders nor tries there, Conflict for an id that is taken, Invalid naming the field.
    """
    areas = queries.review_areas(session)
    own = [body.area_code for body in bodies.mine(session) if body.kind in SHARERS]
    given = replace(given, area_code=given.area_code or next(iter(own), ""))
    if actor.id is None or not (KEEPERS & actor.roles_at(given.area_code) or given.area_code.startswith(areas)):
        raise Forbidden("您的岗位不能做这一步")
    if given.area_code not in known_areas(session, [given.area_code]):
        raise Invalid("没有这个行政区划：{area}", field="area", area=given.area_code)
    if given.decided_on > today():
        raise Invalid("日期不能晚于今天", field="decided_on")
    if given.solicitation_id is not None:
        review = queries.one(session, given.solicitation_id)
        if review is None or review.kind != REVIEW:
            raise Invalid("没有这个备案审查项目，请从名单里选", field="solicitation_id", code="no_such_review")
    one_at_a_time(session, f"hint {given.id}")
    asked, known = digest_of(**vars(given)), queries.hints(session, one=given.id)
    if not known:
        row = vars(given) | {"number": queries.next_hint_number(session), "asked": asked}
        session.execute(insert(ReviewHint).values(**row, made_by=actor.id, made_name=actor.name).inline())
        audit.append(session, "hint.shared", "review_hint", given.id, area=given.area_code, fields=("document", "said"))
        known = queries.hints(session, one=given.id)
    if not known or (known[0].asked, known[0].made_by) != (asked, actor.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return known[0]


def hints(session: Session, *, last: tuple[datetime, UUID] | None, most: int) -> list[HintView]:
    """Return the hints one sees, newest first."""
    return queries.hints(session, last=last, most=most)


def enlist(session: Session, actor: Actor, given: Collector) -> InformantView:
    """Put somebody into the network of a station. May be repeated.

    Raises NotFound for no station, Forbidden for another station's people, Conflict for an id that is taken, Invalid (field `from_day`).
    """
    station = stations.get(session, given.station_id)
    if station is None:
        raise NotFound("没有找到")
    if actor.id is None or not KEEPERS & actor.roles_at(station.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if given.from_day > today():
        raise Invalid("日期不能晚于今天", field="from_day")
    one_at_a_time(session, f"informant {given.id}")
    asked, known = digest_of(**vars(given)), queries.informants(session, one=given.id)
    if not known:
        row = vars(given) | {"area_code": station.area_code, "made_by": actor.id, "asked": asked}
        session.execute(insert(Informant).values(**row).inline())
        audit.append(
            session, "informant.enlisted", "station", given.station_id, area=station.area_code, fields=("informants",)
        )
        known = queries.informants(session, one=given.id)
    if not known or (known[0].asked, known[0].made_by) != (asked, actor.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return known[0]


def discharge(session: Session, actor: Actor, informant_id: UUID) -> InformantView:
    """End somebody's time in a network today; they stay to be counted for what was. May be repeated. Raises NotFound, Forbidden."""
    found = next(iter(queries.informants(session, one=informant_id)), None)
    if found is None:
        raise NotFound("没有找到")
    if not KEEPERS & actor.roles_at(found.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if found.until_day is None:
        last = max(today(), found.from_day)
        session.execute(update(Informant).where(Informant.id == informant_id).values(until_day=last))
        audit.append(
            session, "informant.discharged", "station", found.station_id, area=found.area_code, fields=("informants",)
        )
    return queries.informants(session, one=informant_id)[0]


def network(session: Session, day: date) -> list[InformantView]:
    """Return who collects on a day for the stations one sees."""
    return queries.informants(session, day=day, most=MOST_INFORMANTS)

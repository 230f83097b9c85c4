"""Passing on what was issued from above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.bodies.domain import BodyRef
from backend.cases.domain import Actor
from backend.clock import today
from backend.errors import Conflict, Forbidden, Invalid
from backend.grid.service import areas_up, known_areas
from backend.plain import digest_of
from backend.solicitations import queries
from backend.solicitations.model import Solicitation, SolicitationLead
from backend.solicitations.queries import View
from backend.stations import service as stations

# In which roles a solicitation is passed on: of a body of the city or county, or of the area itself.
BODY_MAKERS = frozenset({"research_centre", "working_body"})
AREA_MAKERS = ("town_congress", "liaison")
MOST_LEADS = 8


@dataclass(frozen=True)
class Issue:
    """What is issued; `area`: whom it concerns; `leads`: stations that lead it, two in a joint round. Days in China, both counted."""

    id: UUID
    kind: str
    title: str
    about: str
    issuer: str
    issuer_number: str
    issued_on: date
    area: str
    opens_on: date
    closes_on: date
    leads: tuple[int, ...] = ()


def issue(session: Session, actor: Actor, given: Issue) -> View:
    """Store what was issued from above. May be repeated.

    Raises Forbidden for who issues nothing there, Invalid naming the field, Conflict for an id that is taken.
    """
    role, body = _role(session, actor, given.area)
    asked = digest_of(**vars(given))
    if queries.one(session, given.id) is None:
        _check(session, given)
        row = {name: value for name, value in vars(given).items() if name not in {"leads", "area"}}
        row |= {"area_code": given.area, "number": queries.next_number(session), "asked": asked}
        row |= {"made_by": actor.id, "made_as": role, "by_body_id": body.id if body else None}
        made = upsert(Solicitation).values(**row).on_conflict_do_nothing().returning(Solicitation.id)
        if session.execute(made).one_or_none():
            _lead(session, given)
            fields = ("kind", "title", "opens_on", "closes_on", "leads")
            audit.append(session, "solicitation.issued", "solicitation", given.id, area=given.area, fields=fields)
    found = queries.one(session, given.id)
    if found is None or (found.asked, found.made_by) != (asked, actor.id):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return found


def makes(session: Session, actor: Actor) -> list[str]:
    """Return the codes of the areas for which somebody issues: of their bodies, the counties below these, and where they hold such a role."""
    own = [body.area_code for body in bodies.mine(session) if body.role in BODY_MAKERS]
    own += queries.counties_of(session, own)
    return sorted({*own, *(prefix.ljust(6, "0") for role, prefix in actor.roles if role in AREA_MAKERS)})


def _role(session: Session, actor: Actor, area: str) -> tuple[str, BodyRef | None]:
    """Return the role in which somebody issues for an area, and the body by which they hold it."""
    if area not in known_areas(session, [area]):
        raise Invalid("没有这个区域", field="area")
    above = {each.code for each in areas_up(session, area, today())}
    for body in bodies.mine(session):
        if body.role in BODY_MAKERS and body.area_code in above:
            return str(body.role), body
    held = actor.roles_at(area)
    role = next((each for each in AREA_MAKERS if each in held), None)
    if role is None or actor.id is None:
        raise Forbidden("您的岗位不能在这里下达征询")
    return role, None


def _check(session: Session, given: Issue) -> None:
    if given.kind not in {each.kind for each in queries.kinds(session)}:
        raise Invalid("没有这一类征询", field="kind")
    if given.issued_on > today():
        raise Invalid("下达日期不能在今天以后", field="issued_on")
    if given.closes_on < given.opens_on:
        raise Invalid("截止日不能早于开始日", field="closes_on")
    if given.closes_on < today():
        raise Invalid("截止日不能在今天以前", field="closes_on")


def _lead(session: Session, given: Issue) -> None:
    for nth, station_id in enumerate(dict.fromkeys(given.leads)):
        station = stations.get(session, station_id)
        above = areas_up(session, station.area_code, today()) if station else []
        if station is None or given.area not in {each.code for each in above}:
            raise Invalid("这个站点不在征询的区域里，请从名单里选", field=f"leads.{nth}")
        row = {"solicitation_id": given.id, "station_id": station_id, "area_code": station.area_code}
        session.execute(insert(SolicitationLead).values(**row).inline())

"""The file of a station: written fact by fact by the congress staff of its area, version by version; read by everybody."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit.service import append
from backend.db import current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.stations import queries
from backend.stations.domain import Picture, StationRef, Stood
from backend.stations.domain.facts import KEEPERS, KINDS, Fact, File, Said, fault, overlap, shown

WIDTH = 600  # units of the drawing


def file_of(session: Session, station_id: int) -> File:
    """Return a station's file for who keeps it. Raises NotFound."""
    station = _station(session, station_id)
    return File(station, queries.facts(session, station_id), queries.terms(session), _keeps(session, station.area_code))


def versions(session: Session, station_id: int, fact_id: UUID) -> list[Fact]:
    """Return every version of a fact, the newest first. Raises NotFound when the station has no such fact."""
    found = queries.fact_versions(session, station_id, fact_id)
    if not found:
        raise NotFound("没有找到")
    return found


def write(session: Session, name: str, station_id: int, fact_id: UUID, said: Said, *, after: int) -> Fact:
    """Write the version of a fact that follows `after` (0: the first). May be repeated; what was said before stays.

    `name`: who writes it. Raises NotFound, Forbidden outside one's area, Invalid naming the field, Conflict when somebody else was first,
    when the id is taken, or when the station already has one of a kind there is one of at a time.
    """
    station = _station(session, station_id)
    if not _keeps(session, station.area_code):
        raise Forbidden("站点档案由本辖区的联络员和镇人大填写")
    known = queries.fact_versions(session, station_id, fact_id)
    for last in known[:1]:
        if (last.version, last.said, last.written_by) == (after + 1, said, current_context(session).viewer):
            return last
        if last.version == after and (last.said.kind, last.said.about) != (said.kind, said.about):
            raise Invalid("类别不能改，请删去这一条再加一条", field="kind")
    _check(session, station_id, fact_id, said)
    row = {"id": fact_id, "version": after + 1, "station": station_id, "area": station.area_code} | vars(said)
    row |= {"person": current_context(session).viewer, "name": name}
    if len(known) != after or not queries.write_fact(session, row):
        raise Conflict(
            "{name}刚改了这一项，请重新读取再改",
            field="after",
            code="stale",
            name=known[0].written_name if known else "",
        )
    append(session, "station.fact_written", "station", station_id, area=station.area_code, fields=(said.kind,))
    return queries.fact_versions(session, station_id, fact_id)[0]


def public_facts(session: Session, station_id: int, on: date) -> dict[str, list[Fact]]:
    """Return what everybody may read of a station on a day, by kind."""
    return shown(queries.facts(session, station_id), on)


def network(session: Session, prefix: str, on: date) -> list[Stood]:
    """Return the stations at work on a day in the areas whose codes begin with `prefix`, the highest kinds first."""
    return queries.network(session, prefix, on)


def grown(session: Session, prefix: str, on: date) -> list[tuple[int, int]]:
    """Return each year in which contact points or workstations opened or closed below `prefix`, and how many there were at its end."""
    return queries.grown(session, prefix, on)


def picture(session: Session, station_id: int, on: date) -> Picture | None:
    """Return a drawing of the cells around a station, None where there is nothing to draw."""
    return queries.picture(session, station_id, on, WIDTH)


def _station(session: Session, station_id: int) -> StationRef:
    found = queries.station(session, station_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def _keeps(session: Session, area: str) -> bool:
    return current_context(session).holds_at(area, *KEEPERS)


def _check(session: Session, station_id: int, fact_id: UUID, said: Said) -> None:
    if not any((term.kind, term.value) == (said.kind, said.value) for term in queries.terms(session)):
        raise Invalid("这一类没有这一项，请从名单里选", field="value", code="unknown_value")
    if wrong := fault(said):
        raise Invalid(wrong[1], field=wrong[0])
    others = [each for each in queries.facts(session, station_id) if each.id != fact_id and not each.said.removed]
    if KINDS[said.kind].single and not said.removed:
        for each in others:
            if each.said.kind == said.kind and overlap(each.said, said):
                raise Conflict("这一类同时只有一条，请改原来那一条", field="kind", code="single")
    if said.about is not None and not any(each.id == said.about and each.said.kind == "staff" for each in others):
        raise Invalid("请从本站工作人员里选", field="about", code="unknown_person")

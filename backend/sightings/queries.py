"""Typed callers of the room's named SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import NamedSql, Prepared, Trip, run
from backend.sightings.domain import State, Version

Q = NamedSql.beside(__file__)
RECORD = Prepared("zhitong_record", Q["record"], items="json", viewer="bigint", actor="text", scopes="text[]")
KNOWN = Prepared("zhitong_known", Q["known"], ids="uuid[]", spellings="text[]", viewer="bigint")
NEAR = text("select number, category, opened_at, lon, lat, cell_code, mine from near_the_field(:viewer, :on)")
OWN = text("select case_id, area_code from own_sighting(:first, :person)")
STORED = text("select author_id, digest, answer from stored(array[cast(:id as uuid)])")
MISSING = text("select found, missing from missing_of(:report, :viewer)")


@dataclass(frozen=True)
class Recorded:
    """What the intake statement says of one item; `status`: new, same or a word of `domain.REFUSALS`."""

    n: int
    id: UUID
    answer: str | None
    status: str


@dataclass(frozen=True)
class Own:
    """Where one's own sighting lies."""

    case_id: UUID
    area_code: str


@dataclass(frozen=True)
class Stored:
    """What is stored under an id, whoever stored it."""

    author_id: int | None
    digest: bytes
    answer: dict[str, Any]


def own_sighting(session: Session, first: UUID, person: int) -> Own | None:
    """Return where the sighting of this person lies, wherever they work now; None when it is not theirs."""
    row = session.execute(OWN, {"first": first, "person": person}).one_or_none()
    return Own(*row) if row else None


def stored(session: Session, report: UUID) -> Stored | None:
    """Return what is stored under an id, None when nothing is."""
    row = session.execute(STORED, {"id": report}).one_or_none()
    return Stored(row.author_id, bytes(row.digest), row.answer) if row else None


def versions(session: Session, first: UUID) -> list[Version]:
    """Return a sighting's versions in their order, each with what the sighting says from there on."""
    found: list[Version] = []
    for row in session.execute(Q["versions"], {"first": first}):
        said = State(row.body, row.category, row.noticed_by, row.risk, row.seen_at, row.place_words)
        state = said if row.fields or not found else found[-1].state
        found.append(Version(
            row.id, row.nth, row.number, row.received_at, row.made_at, row.author_id, row.actor_name, row.actor_role,
            tuple(row.fields), row.body, state, tuple(row.photos),
        ))  # fmt: skip
    return found


def record(
    where: Session | Trip, rows: Sequence[dict[str, Any]], *, viewer: int, actor: str, scopes: Sequence[str]
) -> list[Recorded]:
    """Store `rows` (see `NewSighting.row`) for the account `viewer`, who may file inside `scopes` (area prefixes)."""
    values = {"items": json.dumps(rows, ensure_ascii=False), "viewer": viewer, "actor": actor, "scopes": list(scopes)}
    return [Recorded(*row) for row in run(where, RECORD, values)]


def known(where: Session | Trip, spelt: Sequence[tuple[int, str, bytes]], *, viewer: int) -> list[Recorded]:
    """Return those of `spelt` (place, id, digest of the spelling) that `viewer` has stored before in the same spelling."""
    ids, spellings = ",".join(each[1] for each in spelt), ",".join(each[2].hex() for each in spelt)
    values = {"ids": f"{{{ids}}}", "spellings": f"{{{spellings}}}", "viewer": viewer}
    return [Recorded(spelt[n][0], report, answer, "same") for n, report, answer in run(where, KNOWN, values)]


def near(session: Session, viewer: int, on: date) -> list[dict[str, Any]]:
    """Return what a worker's phone holds to ask whether it is the same matter, newest first; see the look-up."""
    rows = session.execute(NEAR, {"viewer": viewer, "on": on})
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - the public way to a row's names


def missing(session: Session, report: UUID, viewer: int) -> list[str] | None:
    """Return the digests a report still lacks, in its order; None when it is not this person's."""
    row = session.execute(MISSING, {"report": report, "viewer": viewer}).one_or_none()
    return list(row.missing) if row else None

"""Being thanked by name for what was adopted: the wish of who spoke, by receipt, until they take it back; staff takes a name off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.codes.service import Held
from backend.errors import Conflict, Invalid, NotFound
from backend.opinions import queries
from backend.opinions.model import OpinionThanks
from backend.opinions.queries import Followed
from backend.opinions.service.own import follow

NAME = re.compile(r"[A-Za-z\u4e00-\u9fff·. ]{2,20}")


@dataclass(frozen=True)
class Points:
    """What somebody's own opinions came to: how many count, how many of these were adopted, and the points of both."""

    said: int
    adopted: int
    points: int


def thank(session: Session, held: Held, name: str) -> Followed:
    """Be thanked under `name`, or no more for the empty text, in the context of the opened receipt. May be repeated.

    Raises Conflict where nothing was adopted, Invalid for what is no name.
    """
    found = follow(session, held)
    if name and not found.may_be_thanked:
        raise Conflict("采纳以后才能署名", code="not_adopted")
    if name and not NAME.fullmatch(name):
        raise Invalid("称呼写2到20个字，只用汉字、字母和间隔号", field="name")
    if name == found.thanked:
        return found
    if name:
        opinion = found.row.opinion
        row = {"opinion_id": opinion.id, "solicitation_id": opinion.solicitation_id, "area_code": opinion.area_code}
        session.execute(
            insert(OpinionThanks)
            .values(**row, name=name)
            .on_conflict_do_update(index_elements=["opinion_id"], set_={"name": name})
        )
    else:
        session.execute(delete(OpinionThanks).where(OpinionThanks.opinion_id == held.report_id))
    audit.append(session, "opinion.thanks", "opinion", held.report_id, area=held.area_code, fields=["name"])
    return follow(session, held)


def thanked(session: Session, solicitation: UUID) -> list[str]:
    """Return the names that the results of a draft thank; open to everybody."""
    return queries.thanked(session, solicitation)


def points(session: Session, said: int, adopted: int) -> Points:
    """Return what the viewer's own opinions are worth at so many points each that counts and that was adopted; counted anew each time."""
    counted, taken = queries.own_counts(session)
    return Points(counted, taken, counted * said + taken * adopted)


def take_off(session: Session, opinion_id: UUID) -> None:
    """Take a name off the page, as the staff of the area. May be repeated. Raises NotFound for an opinion that is not to be seen."""
    row = queries.one(session, opinion_id)
    if row is None:
        raise NotFound("没有找到")
    gone = session.execute(
        delete(OpinionThanks).where(OpinionThanks.opinion_id == opinion_id).returning(OpinionThanks.name)
    )
    if gone.all():
        audit.append(session, "opinion.thanks_off", "opinion", opinion_id, area=row.opinion.area_code, fields=["name"])

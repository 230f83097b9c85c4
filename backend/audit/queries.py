"""Typed callers of the room's named SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.audit.domain import Sealed
from backend.db import NamedSql

Q = NamedSql.beside(__file__)
PIECE = 10_000  # entries that are in memory at once


@dataclass(frozen=True)
class Seal:
    """The end of the chain: the transaction id below which all is sealed, the last number, the last link."""

    horizon: str
    seq: int
    link: bytes


def seal_from(session: Session) -> tuple[Seal, str]:
    """Lock the seal and return it with the transaction id up to which it may go now."""
    row = session.execute(Q["seal_from"]).one()
    return Seal(row.horizon, row.seq, bytes(row.link)), row.until


def unsealed(session: Session, low: str, high: str) -> tuple[list[Sealed], str]:
    """Return committed entries between two transaction ids, in chain order, and the id below which these are all.

    About a piece at a time, cut between two transactions.
    """
    found = entries(session, low, high, PIECE)
    if len(found) < PIECE:
        return found, high
    last = found[-1].xid
    if found[0].xid == last:  # one transaction wrote them all
        return entries(session, str(last), str(last + 1), None), str(last + 1)
    return [each for each in found if each.xid < last], str(last)


def entries(session: Session, low: str, high: str, most: int | None) -> list[Sealed]:
    """Return at most `most` committed entries between two transaction ids, in chain order."""
    rows = session.execute(Q["unsealed"], {"low": low, "high": high, "most": most})
    return [Sealed(r.id, r.xid, r.at_micros, r.area_code, bytes(r.mac)) for r in rows]


def add_links(session: Session, links: Sequence[tuple[int, int, bytes]]) -> None:
    """Append links: number, entry id, link."""
    values = {"seqs": [n for n, _, _ in links], "entries": [e for _, e, _ in links], "links": [k for _, _, k in links]}
    session.execute(Q["add_links"], values)


def move_seal(session: Session, seal: Seal) -> None:
    """Set the end of the chain."""
    session.execute(Q["move_seal"], vars(seal))


def chain(session: Session, after: int) -> Iterator[Row[tuple[object, ...]]]:
    """Yield the chain after link number `after` with its entries, a piece at a time."""
    while piece := session.execute(Q["chain"], {"after": after, "most": PIECE}).all():
        yield from piece
        after = piece[-1].seq


def link_at(session: Session, seq: int) -> bytes | None:
    """Return one link of the chain, None when there is none of that number."""
    found = session.scalar(Q["link_at"], {"seq": seq})
    return bytes(found) if found is not None else None


def unchained(session: Session) -> list[int]:
    """Return ids of entries below the horizon that the chain does not hold (20 at most)."""
    return list(session.scalars(Q["unchained"]))


def seal(session: Session) -> Seal:
    """Return the end of the chain."""
    row = session.execute(Q["seal"]).one()
    return Seal(row.horizon, row.seq, bytes(row.link))

"""Typed callers of the room's named SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.audit.domain import Sealed
from backend.db import NamedSql

Q = NamedSql.beside(__file__)


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


def unsealed(session: Session, low: str, high: str) -> list[Sealed]:
    """Return committed entries between two transaction ids, in chain order."""
    rows = session.execute(Q["unsealed"], {"low": low, "high": high})
    return [Sealed(r.id, r.xid, r.at_micros, r.area_code, bytes(r.mac)) for r in rows]


def add_links(session: Session, links: Sequence[tuple[int, int, bytes]]) -> None:
    """Append links: number, entry id, link."""
    values = {"seqs": [n for n, _, _ in links], "entries": [e for _, e, _ in links], "links": [k for _, _, k in links]}
    session.execute(Q["add_links"], values)


def move_seal(session: Session, seal: Seal) -> None:
    """Set the end of the chain."""
    session.execute(Q["move_seal"], vars(seal))


def chain(session: Session) -> Iterator[Row[tuple[object, ...]]]:
    """Yield the chain with its entries, streaming."""
    yield from session.execute(Q["chain"], execution_options={"yield_per": 2000})


def unchained(session: Session) -> list[int]:
    """Return ids of entries below the horizon that the chain does not hold (20 at most)."""
    return list(session.scalars(Q["unchained"]))


def seal(session: Session) -> Seal:
    """Return the end of the chain."""
    row = session.execute(Q["seal"]).one()
    return Seal(row.horizon, row.seq, bytes(row.link))

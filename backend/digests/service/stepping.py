"""Letting an item go a step: the same for every act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.digests import queries
from backend.digests.domain import BY_ID, Move
from backend.digests.model import DigestEvent, DigestItem
from backend.digests.queries import ItemView
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale


def makers(session: Session, actor: Actor, area: str) -> frozenset[str]:
    """Return in which parts of the table somebody may act on what lies at `area`."""
    found = set(actor.roles_at(area) & {"liaison", "town_congress"})
    groups, offices = queries.body_areas(session)
    found |= {"group"} if area.startswith(groups) else set()
    found |= {"working_body"} if area.startswith(offices) else set()
    return frozenset(found)


def one(session: Session, item_id: UUID) -> ItemView:
    """Return an item. Raises NotFound when there is none for this viewer."""
    found = queries.item(session, item_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def held(session: Session, item_id: UUID) -> ItemView:
    """Return an item, held until the transaction ends. Raises NotFound."""
    queries.lock(session, item_id)
    return one(session, item_id)


def repeated(found: ItemView, actor: Actor, move: str, words: str, version: int) -> bool:
    """Return whether this very step is what happened last."""
    last = found.events[-1] if found.events else None
    return last is not None and (last.move_id, last.actor_id, last.words, last.version) == (
        move,
        actor.id,
        words,
        version + 1,
    )


def step(
    session: Session, found: ItemView, actor: Actor, move_id: str, words: str, *, version: int, maker: frozenset[str],
    values: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Let an item that is held go one step, with its event and its entry in the record.

    Raises Stale, Conflict (no such step now), Forbidden, Invalid (field `words`: why).
    """
    move = check(found, actor, move_id, version=version, maker=maker)
    if move.reason_required and not words:
        raise Invalid("请写明理由", field="words", code="reason_required")
    event = {
        "item_id": found.id,
        "version": found.version + 1,
        "move_id": move_id,
        "actor_id": actor.id,
        "actor_name": actor.name,
    }
    session.execute(insert(DigestEvent).values(**event, words=words).inline())
    changed = {"state": str(move.to), "version": found.version + 1} | dict(values or {})
    session.execute(update(DigestItem).where(DigestItem.id == found.id).values(**changed))
    audit.append(session, f"digest.{move.id}", "digest_item", found.id, area=found.area_code, fields=tuple(changed))
    session.expire_all()


def check(found: ItemView, actor: Actor, move_id: str, *, version: int, maker: frozenset[str]) -> Move:
    """Return the move that somebody may make of an item now. Raises Stale, Conflict, Forbidden."""
    move = BY_ID[move_id]
    if found.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    if move.source != found.state or (move.id == "settle-late" and found.outcome != "overdue"):
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if actor.id is None or move.maker not in maker:
        raise Forbidden("您的岗位不能做这一步")
    return move

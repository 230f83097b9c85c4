"""The verbs of the room: register, go a step, claim, look who it is. Who somebody is stays sealed but for who verifies and who claims."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.bodies import service as bodies
from backend.codes import service as codes
from backend.codes.domain import opens, receipt_of
from backend.db import Context, current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.feedback import service as feedback
from backend.feedback.domain import Recipient, Signer, Subject
from backend.plain import digest_of
from backend.sealing import seal, unseal
from backend.settings import Settings
from backend.stations import service as stations
from backend.wishes import queries
from backend.wishes.domain import MOVES, STAFF, Claimer, Identity, NewWish, OnTree, Role, State, moves_from, tells
from backend.wishes.model import Wish, WishClaim, WishEvent, WishHardship, WishPerson
from backend.wishes.queries import Paper, Told, WishView

__all__ = [
    "Paper",
    "Told",
    "behind",
    "claim",
    "claimer",
    "hanging",
    "hardships",
    "introduce",
    "listed",
    "move",
    "own",
    "read",
    "register",
    "reveal",
    "tree",
    "use_keys",
]
KEY_ID = 1
LEAST_REASON = 2
FIELDS = ("name", "phone", "address", "story")
KIND = "wish"
GONE = "这个心愿刚被别人认领，或已不在树上"
_keys: dict[str, bytes] = {}


def use_keys(settings: Settings) -> None:
    """Take the key of this process; called once at start."""
    _keys["now"] = settings.derive("wish person")


def register(session: Session, name: str, new: NewWish) -> tuple[WishView, Paper]:
    """Register a wish; `name`: who does. May be repeated.

    Raises Forbidden outside one's area, Invalid naming the field, Conflict for an id that is taken.
    """
    who = current_context(session)
    station = stations.get(session, new.station_id)
    if station is None or not _keeps(session, station.area_code):
        raise Invalid("请选本辖区的站点", field="station_id", code="another_place")
    if new.hardship not in {each.code for each in queries.hardships(session)}:
        raise Invalid("请从名单里选", field="hardship", code="unknown_value")
    _nameless(new.words, new.identity)
    asked, paper = digest_of(**vars(new)), receipt_of(new.id, codes.keys())
    if queries.one(session, new.id) is None:
        number = queries.next_number(session)
        row = {"id": new.id, "number": number, "receipt": paper.number, "area_code": station.area_code, "asked": asked}
        row |= {"station_id": new.station_id, "hardship": new.hardship, "words": new.words, "reply_way": new.reply_way}
        session.execute(insert(Wish).values(**row, registered_by=who.viewer, registered_name=name).inline())
        sealed = {f"{part}_sealed": _sealed(new.id, part, getattr(new.identity, part)) for part in FIELDS}
        session.execute(insert(WishPerson).values(wish_id=new.id, area_code=station.area_code, **sealed).inline())
        audit.append(session, "wish.registered", KIND, new.id, area=station.area_code, fields=("words", *FIELDS))
    found = queries.one(session, new.id)
    if found is None or (found.asked, found.registered_by) != (asked, who.viewer):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return found, Paper(found.number, paper.number, paper.query_code)


def read(session: Session, wish_id: UUID) -> Told:
    """Return a wish. Raises NotFound when there is none for this viewer."""
    return _told(session, _found(session, wish_id))


def listed(session: Session, state: str | None, *, last: tuple[object, UUID] | None, most: int) -> list[Told]:
    """Return the wishes of the viewer's area and those they have claimed, newest first."""
    return [_told(session, each) for each in queries.listed(session, state, last=last, most=most)]  # type: ignore[arg-type]


def hardships(session: Session) -> list[WishHardship]:
    """Return the kinds of hardship."""
    return queries.hardships(session)


def tree(session: Session, prefix: str, most: int) -> list[OnTree]:
    """Return the public tree below a prefix of area codes; needs no context."""
    return queries.tree(session, prefix, most)


def hanging(session: Session, number: str) -> OnTree:
    """Return a wish of the public tree by its number; needs no context. Raises NotFound when it hangs on none."""
    found = queries.hanging(session, number)
    if found is None:
        raise NotFound("没有找到")
    return found


def move(
    session: Session, wish_id: UUID, name: str, to: State, *, version: int, note: str = "", words: str | None = None
) -> Told:
    """Let a wish go a step; `words`: put right by who verifies. May be repeated.

    Raises NotFound, Conflict (no such step now), Forbidden, Stale, Invalid naming what is wrong.
    """
    queries.lock(session, wish_id)
    found = _found(session, wish_id)
    who = current_context(session)
    for last in found.events[-1:]:
        if (last.actor_id, last.to_state, last.note, last.version) == (who.viewer, to, note, version + 1):
            return _told(session, found)
    if found.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    if not any((each.source, each.to) == (found.state, to) for each in MOVES):
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    told = _told(session, found)
    step = next((each for each in told.moves if each.to == to), None)
    if step is None:
        raise Forbidden("登记和核实要由两个人做" if to == State.VERIFIED else "您的岗位不能做这一步")
    if step.reasoned and len(note) < LEAST_REASON:
        raise Invalid("写下理由或情况", field="note")
    changed: dict[str, object] = {"state": to.value, "version": version + 1}
    if to == State.VERIFIED:
        changed["verified_by"] = who.viewer
    if step.worded:
        changed["words"] = words or found.words
        _nameless(str(changed["words"]), _identity(session, wish_id))
    elif words is not None and words != found.words:
        raise Invalid("现在不能改心愿的内容", field="words")
    role = next(each for each in ("staff", "claimer", "person") if each in step.roles & _roles(session, found))
    event = {"wish_id": wish_id, "version": version + 1, "actor_id": who.viewer, "actor_name": name, "actor_role": role}
    event |= {"from_state": found.state, "to_state": to.value, "note": note}
    session.execute(insert(WishEvent).values(**event).inline())
    session.execute(update(Wish).where(Wish.id == wish_id).values(**changed))
    audit.append(session, f"wish.{to}", KIND, wish_id, area=found.area_code, fields=tuple(changed))
    if step.told and who.viewer is not None:
        _tell(session, found, step.told.format(note=note), Signer(who.viewer, name, _held(session, found.area_code)))
    again = queries.one(session, wish_id)
    if again is None:  # who gave a claim back reads it no more
        return Told(replace(found, state=to.value, version=version + 1, claim=None), [], opens=False)
    return _told(session, again)


def claim(
    session: Session, claim_id: UUID, number: str, who: str, *, body_id: int | None = None, phone: str | None = None
) -> tuple[UUID, Paper]:
    """Claim a wish from the tree; without an account by name (`who`) and phone, for a receipt. May be repeated.

    Raises NotFound for what hangs on no tree, as for what does not exist; Forbidden for a body that is not one's own;
    Conflict when somebody else was first.
    """
    citizen = current_context(session).viewer is None
    if body_id is not None and body_id not in {each.id for each in bodies.mine(session)}:
        raise Forbidden("您不在这个单位")
    paper = receipt_of(claim_id, codes.keys())
    sealed = {
        part: _sealed(claim_id, part, value) if citizen and value else None
        for part, value in (("name", who), ("phone", phone))
    }
    claimed = queries.claim(
        session,
        id=claim_id,
        number=number,
        receipt=paper.number,
        body=body_id,
        who="爱心人士" if citizen else who,
        **sealed,
    )
    if claimed is None:
        hanging(session, number)
        raise Conflict(GONE, field="number", code="taken")
    wish_id, area = claimed
    audit.append(session, "wish.claimed", KIND, wish_id, area=area, fields=("state",))
    return wish_id, Paper(number, paper.number, paper.query_code)


def reveal(session: Session, wish_id: UUID, reason: str) -> Identity:
    """Return who somebody is, and write that it was looked at. Raises NotFound for whom it does not open, Invalid without a reason."""
    if len(reason) < LEAST_REASON:
        raise Invalid("写下查看的理由", field="reason")
    found = _identity(session, wish_id)
    area = _found(session, wish_id).area_code
    audit.append(session, "wish.person_revealed", KIND, wish_id, area=area, fields=FIELDS)
    return found


def claimer(session: Session, wish_id: UUID, reason: str) -> Claimer:
    """Return the citizen who has claimed a wish, for the staff that calls them, and write that it was looked at.

    Raises NotFound when no citizen has claimed it, or for whom it does not open; Invalid without a reason.
    """
    if len(reason) < LEAST_REASON:
        raise Invalid("写下查看的理由", field="reason")
    found = _found(session, wish_id)
    held = found.claim
    if held is None or held.name_sealed is None or "staff" not in _roles(session, found):
        raise NotFound("没有找到")
    audit.append(session, "wish.claimer_revealed", KIND, wish_id, area=found.area_code, fields=("name", "phone"))
    return Claimer(_open(held.id, "name", held.name_sealed), _open(held.id, "phone", held.phone_sealed))


def introduce(session: Session, wish_id: UUID, checked: str) -> Told:
    """Let the citizen who claimed a wish know whose it is, as who verified it. May be repeated.

    `checked`: how they made sure of that citizen. Raises NotFound, Invalid without it, Forbidden for anybody else, Conflict when no citizen has claimed it.
    """
    if len(checked) < LEAST_REASON:
        raise Invalid("写下怎么核实的认领人", field="reason")
    queries.lock(session, wish_id)
    found = _found(session, wish_id)
    who = current_context(session)
    if found.verified_by != who.viewer:
        raise Forbidden("由核实的人来引见")
    if found.claim is None or found.claim.account_id is not None or found.state != State.CLAIMED:
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if found.claim.introduced_at is None:
        given = {"introduced_at": func.now(), "introduced_by": who.viewer, "introduced_why": checked}
        session.execute(update(WishClaim).where(WishClaim.id == found.claim.id).values(**given))
        audit.append(session, "wish.introduced", KIND, wish_id, area=found.area_code, fields=tuple(given))
    return _told(session, _found(session, wish_id))


def behind(session: Session, receipt: str, query_code: str) -> Context | None:
    """Return the context of who holds a receipt of a wish or of a claim and its query code, None when they do not fit."""
    found = queries.behind(session, receipt)
    good = opens(found[0] if found else UUID(int=0), query_code, codes.keys())
    return Context(receipt=found[0]) if found and good else None


def own(session: Session, receipt: UUID) -> tuple[Told, list[feedback.SheetView]]:
    """Return the wish behind a receipt, or behind a claim's, and the answers to its person; the context is bound to it. Raises NotFound."""
    wishes = queries.listed(session, None, last=None, most=1)
    if not wishes:
        raise NotFound("没有找到")
    sheets = feedback.open_by_receipt(session, receipt) if wishes[0].id == receipt else []
    return _told(session, wishes[0]), sheets


def _found(session: Session, wish_id: UUID) -> WishView:
    found = queries.one(session, wish_id)
    if found is None:
        raise NotFound("没有找到")
    return found


def _identity(session: Session, wish_id: UUID) -> Identity:
    row = session.scalars(select(WishPerson).where(WishPerson.wish_id == wish_id)).one_or_none()
    if row is None or row.erased_at is not None:
        raise NotFound("没有找到")
    return Identity(*(_open(wish_id, part, getattr(row, f"{part}_sealed")) for part in FIELDS))


def _told(session: Session, view: WishView) -> Told:
    viewer = current_context(session).viewer
    roles = _roles(session, view)
    registrar = viewer is not None and view.registered_by == viewer
    seen = select(WishPerson.wish_id).where(WishPerson.wish_id == view.id, WishPerson.erased_at.is_(None))
    return Told(view, moves_from(view.state, roles, registrar=registrar), session.scalar(seen) is not None)


def _roles(session: Session, view: WishView) -> frozenset[Role]:
    """Return as what the viewer has to do with a wish."""
    who = current_context(session)
    roles: set[Role] = {"staff"} if _keeps(session, view.area_code) else set()
    if view.claim is not None:
        by = {each.id for each in bodies.mine(session)} if who.viewer is not None and view.claim.body_id else set()
        mine = view.claim.account_id is not None and view.claim.account_id == who.viewer
        if mine or view.claim.id == who.receipt or view.claim.body_id in by:
            roles.add("claimer")
    if who.receipt == view.id:
        roles.add("person")
    return frozenset(roles)


def _keeps(session: Session, area: str) -> bool:
    return current_context(session).holds_at(area, *STAFF)


def _held(session: Session, area: str) -> str:
    return next(role for role, prefix in current_context(session).roles if role in STAFF and area.startswith(prefix))


def _nameless(words: str, who: Identity) -> None:
    if parts := tells(words, who):
        raise Invalid(
            "这几个字会让人知道是谁，请改掉：{parts}", field="words", code="tells_who", parts="、".join(parts)
        )


def _tell(session: Session, view: WishView, answer: str, signer: Signer) -> None:
    """Tell the person by the ladder; the words on the sheet are the nameless ones."""
    to = Recipient(
        view.id, view.number, view.area_code, hidden=False, said=view.words, said_at=view.registered_at, receipt=view.receipt,
        reply_way=view.reply_way,
    )  # fmt: skip
    feedback.issue(session, Subject(KIND, view.id, view.number, view.station), [to], answer, signer)


def _sealed(row: UUID, part: str, value: str) -> bytes | None:
    return seal(_keys["now"], KEY_ID, row, part, value) if value else None


def _open(row: UUID, part: str, sealed: bytes | None) -> str:
    return unseal(_keys["now"], row, part, sealed) if sealed else ""

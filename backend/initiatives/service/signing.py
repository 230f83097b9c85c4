"""联名: asking further deputies to sign a suggestion, signing it by the own account, and taking that back until it is handed over."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import today
from backend.deputies import service as deputies
from backend.deputies.domain import DeputyRef
from backend.errors import Conflict, Forbidden, Invalid
from backend.initiatives import queries
from backend.initiatives.domain import SUGGESTION, State
from backend.initiatives.model import InitiativeSigner
from backend.initiatives.queries import Told, View
from backend.initiatives.service.making import read

MOST_SIGNERS = 50


def ask_to_sign(session: Session, initiative_id: UUID, actor: Actor, deputy_id: int) -> Told:
    """Ask a deputy of the same congress to sign; they hear of it. May be repeated.

    Raises NotFound, Forbidden for who did not make the suggestion, Conflict once it is handed over, Invalid (field `deputy_id`) for who
    is no deputy of this congress, has no account, or made it.
    """
    found = _open(session, initiative_id, actor)
    if found.made_by != actor.id:
        raise Forbidden("只有领衔代表能邀请联名")
    if found.hidden:
        raise Conflict("内容不公开的建议不能邀请联名", code="hidden")
    one, lead = deputies.get(session, deputy_id), deputies.of_account(session, found.made_by, today())
    if (
        one is None
        or lead is None
        or one.area_code != lead.area_code
        or (one.term_to is not None and one.term_to < today())
    ):
        raise Invalid("请从本级人大的在任代表里选", field="deputy_id", code="unknown_deputy")
    if one.account_id is None:
        raise Invalid("这位代表还没有账号，不能在线联名", field="deputy_id", code="no_account")
    if one.account_id == actor.id:
        raise Invalid("领衔代表不用再联名", field="deputy_id", code="is_lead")
    if len(found.signers) >= MOST_SIGNERS:
        raise Conflict("联名的代表太多了", code="too_many")
    row = {"initiative_id": initiative_id, "account_id": one.account_id, "deputy_id": one.id, "name": one.name}
    if not any(each.account_id == one.account_id for each in found.signers):
        session.execute(insert(InitiativeSigner).values(**row).on_conflict_do_nothing())
        audit.append(
            session, "initiative.sign_asked", "initiative", initiative_id, area=found.area_code, fields=("signers",)
        )
    return read(session, initiative_id, actor)


def askable(session: Session, initiative_id: UUID, actor: Actor) -> list[DeputyRef]:
    """Return the deputies whom one may still ask to sign, by name; nobody for who did not make the suggestion. Raises NotFound."""
    found = read(session, initiative_id, actor).view
    lead = deputies.of_account(session, found.made_by, today())
    if lead is None or found.made_by != actor.id or found.kind != SUGGESTION or found.state != State.OPEN:
        return []
    asked = {each.account_id for each in found.signers}
    return [each for each in deputies.of_congress(session, lead, today()) if each.account_id not in asked]


def sign(session: Session, initiative_id: UUID, actor: Actor, *, signed: bool) -> Told:
    """Sign a suggestion, or do not any more, as who was asked to. May be repeated.

    Raises NotFound, Forbidden for who was not asked, Conflict once it is handed over.
    """
    queries.lock(session, initiative_id)
    told = read(session, initiative_id, actor)
    mine = next((each for each in told.view.signers if each.account_id == actor.id), None)
    if mine is None:
        raise Forbidden("领衔代表没有邀请您联名")
    wanted = "signed" if signed else "withdrawn"
    if mine.state == wanted:
        return told
    found = _open(session, initiative_id, actor)
    rule = (InitiativeSigner.initiative_id == initiative_id, InitiativeSigner.account_id == actor.id)
    session.execute(update(InitiativeSigner).where(*rule).values(state=wanted, settled_at=func.now()))
    audit.append(
        session, f"initiative.{wanted}", "initiative", initiative_id, area=found.area_code, fields=("signers",)
    )
    return read(session, initiative_id, actor)


def _open(session: Session, initiative_id: UUID, actor: Actor) -> View:
    """Return a suggestion that may still be signed. Raises NotFound, Conflict."""
    queries.lock(session, initiative_id)
    found = read(session, initiative_id, actor).view
    if found.kind != SUGGESTION or found.state != State.OPEN:
        raise Conflict("已经交办，不能再联名或撤回联名", code="over")
    return found

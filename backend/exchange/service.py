"""Keeping partners, and making, taking and settling what is sent to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import State
from backend.cases.model import Case
from backend.categories import service as categories
from backend.clock import today
from backend.db import current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.exchange import queries
from backend.exchange.domain import (
    EVENTS,
    FIELDS,
    TEST,
    Terms,
    granted,
    message_of,
    new_secret,
    read_endpoint,
    refused_endpoint,
)
from backend.exchange.domain.vocabulary import LEVELS, Known
from backend.exchange.domain.vocabulary import check as check_words
from backend.exchange.model import Partner, PartnerDelivery
from backend.exchange.queries import Claimed, Cursor, DeliveryView, NoteView, PartnerView, Waiting
from backend.grid.model import Area
from backend.http import outbound
from backend.http.outbound import Endpoint, LeadsInsideError, Resolver, system_resolver
from backend.jobs import service as jobs
from backend.jobs.service import Errand
from backend.sealing import seal, unseal
from backend.settings import Settings

__all__ = [
    "DeliveryView", "NoteView", "PartnerView", "change", "check_endpoint", "create", "deliveries", "disable", "listed", "notes", "number_assigned", "opened",
    "ping", "preview", "resend", "rotate", "send_off", "targets", "voice_of", "words_of",
]  # fmt: skip
KEY_ID = 1


@dataclass(frozen=True)
class Voice:
    """By which secrets a partner's messages are signed, and in which words it speaks."""

    secrets: list[str] = field(repr=False)
    vocabulary: Mapping[str, Any]


# How long the former secret signs beside the new one.
CHANGE_OVER = timedelta(hours=24)
FIELD = "secret"
MOST_NOTES = 200
SECRETS = text("select * from partner_secrets(:partner)")
KEPT = text("select digest from partner_note_kept(:partner, :message)")
ADD_NOTE = text("select * from partner_note_add(:partner, :message, :digest, :case_number, :their_number, :note)")


def check_endpoint(url: str, settings: Settings, resolve: Resolver = system_resolver) -> tuple[Endpoint, list[str]]:
    """Return where a partner is reached, and at which addresses now; none when the name is not known just now.

    Asks the name service, so it is called outside any transaction. Raises Invalid (field `endpoint`) for what is not
    https, not a name, or leads inside by any address.
    """
    endpoint = read_endpoint(url, settings.webhook_test_origin if settings.demo else "")
    try:
        return endpoint, outbound.addresses_of(endpoint, resolve)
    except LeadsInsideError as error:
        raise refused_endpoint() from error


def create(
    session: Session, settings: Settings, person: int, partner_id: UUID, terms: Terms
) -> tuple[PartnerView, str | None]:
    """Make a partner and return it with its secret, which is shown this once.

    The same again returns it without the secret. Raises Forbidden for an area that the person does not keep, Invalid
    (field `area`) for one that there is none of, Conflict when the id is taken.
    """
    if not terms.area.startswith(current_context(session).partner_areas):
        raise Forbidden("您的岗位不能做这一步", field="area")
    if session.scalar(select(Area.code).where(Area.code == terms.area)) is None:
        raise Invalid("没有这个行政区划：{area}", field="area", area=terms.area)
    secret = new_secret()
    row = _row(terms) | {"id": partner_id, "created_by": person, "secret_sealed": _sealed(settings, partner_id, secret)}
    made = session.execute(insert(Partner).values(row).on_conflict_do_nothing().returning(Partner.id)).scalar()
    kept = session.get(Partner, partner_id)
    if kept is None or (made is None and (kept.created_by != person or _terms(kept) != terms)):
        raise Conflict("这个编号已经用在别的内容上", field="id")
    if made is None:
        return _view(kept), None
    audit.append(session, "partner.created", "partner", partner_id, area=terms.area, fields=tuple(_row(terms)))
    return _view(kept), secret


def change(session: Session, partner_id: UUID, changes: Mapping[str, Any], *, enabled: bool | None) -> PartnerView:
    """Change what a partner is called, where it is reached or what it was granted; or let it be sent to again.

    Raises NotFound when there is none of this person's.
    """
    kept = _kept(session, partner_id)
    for name, value in changes.items():
        setattr(kept, name, list(value) if isinstance(value, tuple | list) else value)
    if enabled is not None:
        kept.disabled_at = None if enabled else kept.disabled_at or datetime.now(UTC)
    session.flush()
    names = [*changes, *(["disabled_at"] if enabled is not None else [])]
    audit.append(session, "partner.changed", "partner", partner_id, area=kept.area_code, fields=names)
    return _view(kept)


def disable(session: Session, partner_id: UUID) -> None:
    """Send nothing more to a partner. May be repeated. Raises NotFound when there is none of this person's."""
    change(session, partner_id, {}, enabled=False)


def rotate(session: Session, settings: Settings, partner_id: UUID) -> tuple[PartnerView, str]:
    """Give a partner a new secret; the one it had signs beside it for a day.

    Again within that day another one: the one from before the first is still the former, so an answer that was lost
    locks nobody out. Raises NotFound when there is none of this person's.
    """
    kept, now = _kept(session, partner_id), datetime.now(UTC)
    if kept.former_until is None or kept.former_until <= now:
        kept.former_sealed, kept.former_until = kept.secret_sealed, now + CHANGE_OVER
    secret = new_secret()
    kept.secret_sealed = _sealed(settings, partner_id, secret)
    session.flush()
    audit.append(session, "partner.rotated", "partner", partner_id, area=kept.area_code, fields=("secret",))
    return _view(kept), secret


def listed(session: Session, before: Cursor, most: int) -> Sequence[PartnerView]:
    """Return the partners of the person's areas, newest first."""
    return queries.partners(session, before, most)


def deliveries(
    session: Session, partner_id: UUID, *, status: str | None, before: Cursor, most: int
) -> Sequence[DeliveryView]:
    """Return what was or is to be sent to a partner, newest first.

    Raises NotFound when there is none of this person's.
    """
    _kept(session, partner_id)
    return queries.deliveries(session, partner_id, status=status, before=before, most=most)


def resend(session: Session, partner_id: UUID, delivery_id: UUID) -> None:
    """Let a message be tried anew under its own id, within the minute; its receiver still acts on it once. May be repeated.

    Raises NotFound when there is none of this person's.
    """
    row = (
        update(PartnerDelivery)
        .where(PartnerDelivery.id == delivery_id, PartnerDelivery.partner_id == partner_id)
        .values(status="waiting", attempts=0, next_at=func.now(), queued_until=func.now(), settled_at=None)
        .returning(PartnerDelivery.area_code)
    )
    area = session.scalar(row)
    if area is None:
        raise NotFound("没有找到")
    audit.append(session, "partner.resent", "partner_delivery", delivery_id, area=area, fields=("status",))


def ping(session: Session, partner_id: UUID) -> UUID:
    """Send a partner a message that says nothing; return its id.

    Raises NotFound when there is none of this person's.
    """
    kept, made = _kept(session, partner_id), uuid4()
    row = {"id": made, "partner_id": partner_id, "area_code": kept.area_code, "event": TEST, "key": f"{TEST} {made}"}
    session.execute(insert(PartnerDelivery).values(row))
    send_off(session, [Waiting(made, partner_id)])
    audit.append(session, "partner.tested", "partner", partner_id, area=kept.area_code)
    return made


def send_off(session: Session, made: Sequence[Waiting]) -> None:
    """Defer an errand for the next try of each delivery: side by side for different partners, one by one for each."""
    if made:
        errands = [Errand(f"partner {of.partner_id}", {"delivery": str(of.id), "done": of.attempts}) for of in made]
        jobs.defer_each(session, "exchange.deliver", errands)


def opened(settings: Settings, claimed: Claimed) -> list[str]:
    """Return the secrets that sign a delivery now: the new one, and the former while it still counts."""
    return _unsealed(settings, claimed.partner_id, claimed.secret_sealed, claimed.former_sealed)


def voice_of(session: Session, settings: Settings, partner_id: UUID) -> Voice:
    """Return what verifies a partner's messages, and its words; nothing for an unknown or a disabled one, so that both look alike."""
    row = session.execute(SECRETS, {"partner": partner_id}).one_or_none()
    if row is None:
        return Voice([], {})
    return Voice(_unsealed(settings, partner_id, row.secret_sealed, row.former_sealed), row.vocabulary)


def words_of(session: Session, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a vocabulary as it is kept, empty for none. Raises Invalid naming what of it is wrong (`vocabulary.…`)."""
    codes = {
        "category": {each.code for each in categories.all_current(session, today())},
        "state": {each.value for each in State}, "area_level": LEVELS,
    }  # fmt: skip
    return check_words(said, Known(FIELDS, (*EVENTS, TEST), codes)) if said else {}


def preview(session: Session, partner_id: UUID, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the message this partner would get of a made-up matter: who keeps partners reads nobody's.

    Raises NotFound when there is none of this person's.
    """
    kept = _kept(session, partner_id)
    now = datetime.now(UTC)
    whole: dict[str, Any] = {
        "id": str(UUID(int=0)), "number": f"{now.year}-000000", "state": State.ACCEPTED.value, "former_state": State.PENDING.value,
        "version": 2, "category": "other", "area": kept.area_code, "area_level": "village", "station": "——", "opened_at": now,
        "opening": "——",
    }  # fmt: skip
    data = granted(whole | {name: value for name, value in facts.items() if value}, kept.fields, hidden=False)
    return message_of(EVENTS[0], now, data, kept.vocabulary)


def number_assigned(
    session: Session, partner_id: UUID, message_id: str, digest: bytes, said: Mapping[str, str]
) -> None:
    """Keep the number a partner gave a case, and its words. The same message again changes nothing.

    Raises Conflict when the id came before with other words, NotFound when there is no such case in the partner's reach.
    """
    asked = {"partner": partner_id, "message": message_id, "digest": digest, **said}
    row = session.execute(ADD_NOTE, asked).one_or_none()
    if row is None:
        kept = session.scalar(KEPT, {"partner": partner_id, "message": message_id})
        if kept is None:
            raise NotFound("没有找到")
        if bytes(kept) != digest:
            raise Conflict("这个编号已经用在别的内容上", field="webhook-id")
        return
    audit.append(session, "partner.noted", "case", row.case_id, area=row.area_code, fields=("their_number", "note"))


def notes(session: Session, case_id: UUID) -> list[NoteView]:
    """Return what partners said of a case, newest first.

    Raises NotFound when there is no such case for this person.
    """
    if session.scalar(select(Case.id).where(Case.id == case_id)) is None:
        raise NotFound("没有找到")
    return queries.notes(session, case_id, MOST_NOTES)


def targets(session: Session, event: str, key: str, subject: UUID, version: int | None) -> None:
    """Make and send off a delivery of an event for each partner it is granted to. May be repeated."""
    send_off(session, queries.publish(session, event, key, subject, version))


def _kept(session: Session, partner_id: UUID) -> Partner:
    kept = session.get(Partner, partner_id, with_for_update=True)
    if kept is None:
        raise NotFound("没有找到")
    return kept


def _key(settings: Settings) -> bytes:
    return settings.derive("partner secrets")


def _unsealed(settings: Settings, partner_id: UUID, secret: bytes, former: bytes | None) -> list[str]:
    return [unseal(_key(settings), partner_id, FIELD, bytes(each)) for each in (secret, former) if each]


def _sealed(settings: Settings, partner_id: UUID, secret: str) -> bytes:
    return seal(_key(settings), KEY_ID, partner_id, FIELD, secret)


def _row(terms: Terms) -> dict[str, Any]:
    return {
        "name": terms.name, "area_code": terms.area, "endpoint": terms.endpoint, "events": list(terms.events),
        "fields": list(terms.fields), "hidden": terms.hidden, "vocabulary": dict(terms.vocabulary),
    }  # fmt: skip


def _terms(kept: Partner) -> Terms:
    return Terms(
        kept.name, kept.area_code, kept.endpoint, tuple(kept.events), tuple(kept.fields), kept.hidden, kept.vocabulary
    )


def _view(kept: Partner) -> PartnerView:
    return PartnerView(
        kept.id, kept.name, kept.area_code, kept.endpoint, kept.events, kept.fields, kept.hidden, kept.vocabulary, kept.former_until,
        kept.created_at, kept.disabled_at,
    )  # fmt: skip

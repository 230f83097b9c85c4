"""Storing a contact sealed, showing it masked, revealing it with an entry in the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.contacts.domain import blind_index, mask_name, mask_phone
from backend.contacts.model import Contact
from backend.errors import Invalid, NotFound
from backend.sealing import SUITE, seal, unseal
from backend.settings import Settings

KEY_ID = 1
LEAST_REASON = 2


@dataclass(frozen=True)
class Keys:
    """The key that seals and the key of the blind index."""

    seal: bytes = field(repr=False)
    index: bytes = field(repr=False)


@dataclass(frozen=True)
class Person:
    """A name and a phone number, either may be missing; masked or not, as the function says."""

    name: str | None
    phone: str | None


@dataclass(frozen=True)
class Sealed:
    """The columns of a contact, ready to be stored."""

    suite: int
    key_id: int
    name_sealed: bytes | None
    phone_sealed: bytes | None
    phone_index: bytes | None


_keys: dict[str, Keys] = {}


def use_keys(settings: Settings) -> None:
    """Take the keys of this process; called once at start."""
    _keys["now"] = Keys(settings.contact_key, settings.derive("contact phone index"))


def sealed(contact_id: UUID, name: str | None, phone: str | None) -> Sealed:
    """Return `name` and `phone` (eleven digits) sealed for the row `contact_id`."""
    keys = _keys["now"]
    return Sealed(
        suite=SUITE,
        key_id=KEY_ID,
        name_sealed=seal(keys.seal, KEY_ID, contact_id, "name", name) if name else None,
        phone_sealed=seal(keys.seal, KEY_ID, contact_id, "phone", phone) if phone else None,
        phone_index=blind_index(keys.index, phone) if phone else None,
    )


def keep(
    session: Session, contact_id: UUID, area_code: str, name: str | None, phone: str | None, *, hidden: bool
) -> None:
    """Store a contact sealed; the policies say whose one may store."""
    row = vars(sealed(contact_id, name, phone)) | {"id": contact_id, "area_code": area_code, "hidden": hidden}
    session.add(Contact(**row))
    session.flush()


def holds(session: Session, contact_id: UUID, name: str | None, phone: str | None) -> bool:
    """Return whether a stored contact is just this name and phone; nothing is shown by it.

    Raises NotFound when there is none for this viewer.
    """
    return _open(session, contact_id) == Person(name, phone)


def masked(session: Session, contact_id: UUID) -> Person:
    """Return the contact as it may be shown: `王*`, `138****1234`.

    Raises NotFound when there is none for this viewer.
    """
    person = _open(session, contact_id)
    return Person(mask_name(person.name) if person.name else None, mask_phone(person.phone) if person.phone else None)


def masked_where_shown(session: Session, contact_id: UUID) -> Person | None:
    """Return the contact as it may be shown, None where this viewer may not reach the person (`asks_consent`)."""
    return masked(session, contact_id) if session.get(Contact, contact_id) else None


def reveal(session: Session, contact_id: UUID, reason: str) -> Person:
    """Return the contact itself and write that it was looked at.

    Raises NotFound when there is none for this viewer, Invalid when no reason is given.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写下查看的理由", field="reason")
    person = _open(session, contact_id)
    area = session.get_one(Contact, contact_id).area_code
    audit.append(session, "contact.revealed", "contact", contact_id, area=area, fields=["name", "phone"])
    return person


def _open(session: Session, contact_id: UUID) -> Person:
    row = session.get(Contact, contact_id)
    if row is None:
        raise NotFound("没有找到")
    key = _keys["now"].seal
    return Person(
        unseal(key, row.id, "name", row.name_sealed) if row.name_sealed else None,
        unseal(key, row.id, "phone", row.phone_sealed) if row.phone_sealed else None,
    )

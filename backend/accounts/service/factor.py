"""The second factor of a person: begun, confirmed by a first code, used once a code, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.accounts.domain.factor import (
    address_of,
    is_clock_code,
    new_recovery_codes,
    new_secret,
    recovery_digest,
    step_of,
)
from backend.accounts.model import LoginSession, RecoveryCode, SecondFactor
from backend.accounts.service.login import Found
from backend.audit.service import append
from backend.errors import Conflict, Forbidden, Invalid, Unauthorized
from backend.sealing import seal, unseal
from backend.settings import Settings

KEY_ID = 1
FIELD = "second factor"


@dataclass(frozen=True)
class Begun:
    """A secret on its way into an app: itself, for typing, and the address that a QR code holds."""

    secret: str
    address: str


@dataclass(frozen=True)
class Standing:
    """Whether codes are asked for, and how many recovery codes are left."""

    on: bool
    recovery_codes: int


def begin(session: Session, account_id: int, login: str, key: bytes) -> Begun:
    """Give a person a fresh secret; it counts once `confirm` has seen its first code. Begun again, the last one holds.

    `key`: seals the secret. Raises Conflict when there is a second factor already.
    """
    secret = new_secret()
    sealed = seal(key, KEY_ID, UUID(int=account_id), FIELD, secret)
    begun = session.execute(
        upsert(SecondFactor)
        .values(account_id=account_id, secret_sealed=sealed)
        .on_conflict_do_update(
            index_elements=["account_id"],
            set_={"secret_sealed": sealed, "begun_at": datetime.now(UTC)},
            where=SecondFactor.confirmed_at.is_(None),
        )
        .returning(SecondFactor.account_id)
    )
    if begun.first() is None:
        raise Conflict("已经绑定过了。要换手机，先解除再绑定")
    append(session, "second_factor.begun", "account", account_id)
    return Begun(secret, address_of(secret, login))


def confirm(session: Session, account_id: int, code: str, key: bytes, *, at: float, keep: UUID | None) -> list[str]:
    """Take the first code of the secret begun; from now on codes are asked for. Return the recovery codes, shown this once.

    Sessions other than `keep` end: they were opened by the password alone. Raises Conflict when nothing was begun or all
    is done already, Invalid (field `code`) for a wrong code.
    """
    row = session.scalar(select(SecondFactor).where(SecondFactor.account_id == account_id).with_for_update())
    if row is None or row.confirmed_at is not None:
        raise Conflict("没有等着确认的绑定，请重新开始")
    step = step_of(unseal(key, UUID(int=account_id), FIELD, row.secret_sealed), code, at, after=row.last_step)
    if step is None:
        raise Invalid("验证码不对。请核对手机时间，再输入新的一组", field="code")
    row.last_step, row.confirmed_at = step, datetime.now(UTC)
    codes = new_recovery_codes()
    values = [{"account_id": account_id, "digest": recovery_digest(key, each)} for each in codes]
    session.execute(insert(RecoveryCode), values)
    session.execute(delete(LoginSession).where(LoginSession.account_id == account_id, LoginSession.id != keep))
    append(session, "second_factor.confirmed", "account", account_id)
    return codes


def key_of(settings: Settings) -> bytes:
    """Return the key that seals the secrets of second factors."""
    return settings.derive(FIELD)


def has(session: Session, account_id: int) -> bool:
    """Return whether codes are asked of an account."""
    asked = select(SecondFactor.confirmed_at).where(SecondFactor.account_id == account_id)
    return session.scalar(asked) is not None


def prove(session: Session, account_id: int, code: str, key: bytes, *, at: float) -> None:
    """Take a fresh code by the clock of who is logged in already, once; recovery codes are for logging in only.

    Raises Forbidden (field `code`) when it is wrong or was used, or there is no second factor.
    """
    row = session.scalar(select(SecondFactor).where(SecondFactor.account_id == account_id))
    if (
        row is None
        or row.confirmed_at is None
        or not _taken(session, account_id, row.secret_sealed, row.last_step, code, key, at)
    ):
        raise Forbidden("验证码不对，或已经用过", field="code", code="wrong_code")


def fresh(session: Session, account_id: int, code: str, key: bytes, *, at: float) -> None:
    """Take a fresh code for a file that leaves the house, once.

    Raises Forbidden: `second_factor_missing` where none is bound; field `code` when it is wrong or was used.
    """
    if not has(session, account_id):
        raise Forbidden("导出要用两步验证，请先在“账号与安全”里绑定", code="second_factor_missing")
    prove(session, account_id, code, key, at=at)


def use(session: Session, found: Found, code: str, key: bytes, *, at: float) -> None:
    """Take a code by the clock or a recovery code of the account, each once; two at the same moment count as one.

    Raises Unauthorized (`wrong_code`) when it is wrong or was used.
    """
    if is_clock_code(code):
        taken = _taken(session, found.id, found.secret_sealed or b"", found.last_step, code, key, at)
    else:
        mark = update(RecoveryCode).where(
            RecoveryCode.account_id == found.id,
            RecoveryCode.digest == recovery_digest(key, code),
            RecoveryCode.used_at.is_(None),
        )
        used = session.execute(mark.values(used_at=datetime.now(UTC)).returning(RecoveryCode.account_id))
        taken = used.first() is not None
        if taken:
            append(session, "recovery_code.used", "account", found.id, area=found.home)
    if not taken:
        raise Unauthorized("验证码不对，或已经用过", code="wrong_code")


def _taken(session: Session, account_id: int, sealed: bytes, last_step: int, code: str, key: bytes, at: float) -> bool:
    """Take a code by the clock; of two at the same moment one is taken."""
    step = step_of(unseal(key, UUID(int=account_id), FIELD, sealed), code, at, after=last_step)
    if step is None:
        return False
    mark = update(SecondFactor).where(SecondFactor.account_id == account_id, SecondFactor.last_step < step)
    return session.execute(mark.values(last_step=step).returning(SecondFactor.account_id)).first() is not None


def end(session: Session, account_id: int, *, area: str | None = None) -> None:
    """Take the second factor of an account away, and its recovery codes; without one nothing happens."""
    gone = session.execute(
        delete(SecondFactor).where(SecondFactor.account_id == account_id).returning(SecondFactor.account_id)
    )
    if gone.first():
        append(session, "second_factor.ended", "account", account_id, area=area)


def standing(session: Session, account_id: int) -> Standing:
    """Return whether an account has a second factor, and how many of its recovery codes are left."""
    on = session.scalar(select(SecondFactor.confirmed_at).where(SecondFactor.account_id == account_id))
    left = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return Standing(on is not None, session.scalar(left) or 0)

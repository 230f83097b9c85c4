"""Accounts, roles with an area and a term, sessions, second factors."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from backend.accounts.domain import ROLES
from backend.accounts.domain.kinds import KINDS, MOST_SPECIALITY
from backend.db import Base
from backend.db.types import plain


class Account(Base):
    """A person who logs in."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("login ~ '^[a-z0-9][a-z0-9_.-]{1,39}$'", name="account_login_form"),
        CheckConstraint("length(name) between 1 and 40", name="account_name_form"),
        CheckConstraint("kinds <@ array[" + ",".join(f"'{kind}'" for kind in KINDS) + "]", name="account_kinds_known"),
        plain("account", "speciality", 0, MOST_SPECIALITY),
        CheckConstraint(
            "cardinality(languages) <= 5 and length(array_to_string(languages, '')) <= 100",
            name="account_languages_form",
        ),
        # Usage: who of an area is of a kind, for choosing a mediator.
        Index("account_kinds_idx", "kinds", postgresql_using="gin"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    disabled_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    password_once: Mapped[bool] = mapped_column(server_default="false")
    phone_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    speciality: Mapped[str] = mapped_column(Text, server_default=text("''"))
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")


class AccountRole(Base):
    """A role held in an area, from the first to the last day of a term; a privileged one once it is confirmed."""

    __tablename__ = "account_role"
    __table_args__ = (
        CheckConstraint(f"role in {tuple(ROLES)}", name="account_role_known"),
        CheckConstraint("area_code ~ '^[0-9]{6}([0-9]{3}){0,2}$'", name="account_role_area"),
        CheckConstraint("until_day >= from_day - 1", name="account_role_term"),
        # Usage: the roles of a person, at every request.
        Index("account_role_account_idx", "account_id"),
        # Usage: the people of an area, for its administrators; who is told of a new case.
        Index("account_role_area_idx", "area_code", "role"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    from_day: Mapped[date] = mapped_column(server_default=text("((now() at time zone 'Asia/Shanghai')::date)"))
    until_day: Mapped[date | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(server_default=text("now()"))


class LoginSession(Base):
    """A browser that is logged in; only the digest of its token is kept."""

    __tablename__ = "session"
    __table_args__ = (
        # Usage: all sessions of a person end when the account is disabled or its password changes.
        Index("session_account_idx", "account_id"),
        UniqueConstraint("id", name="session_id_key"),
    )
    token_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    id: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(Text, server_default="")


class SecondFactor(Base):
    """A shared secret for codes by the clock, sealed; it counts once its first code has come."""

    __tablename__ = "second_factor"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    secret_sealed: Mapped[bytes] = mapped_column(BYTEA)
    last_step: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    begun_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One code for when the phone is lost; only its digest is kept, and it is used once."""

    __tablename__ = "recovery_code"
    account_id: Mapped[int] = mapped_column(
        ForeignKey("second_factor.account_id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    used_at: Mapped[datetime | None]


class LoginLink(Base):
    """A way in by a short message, for one device and a day; token and device are stored as digests alone."""

    __tablename__ = "login_link"
    __table_args__ = (
        # Usage: the links of an account end when another is asked for, its password changes, or it is shut.
        Index("login_link_account_idx", "account_id"),
        CheckConstraint(
            "expires_at > created_at and expires_at <= created_at + interval '24 hours'", name="login_link_day"
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[bytes] = mapped_column(BYTEA, unique=True)
    device_hash: Mapped[bytes] = mapped_column(BYTEA)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

"""Accounts, roles with an area, sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from backend.accounts.domain import ROLES
from backend.db import Base


class Account(Base):
    """A person who logs in."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("login ~ '^[a-z0-9][a-z0-9_.-]{1,39}$'", name="account_login_form"),
        CheckConstraint("length(name) between 1 and 40", name="account_name_form"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    disabled_at: Mapped[datetime | None]


class AccountRole(Base):
    """A role held in an area."""

    __tablename__ = "account_role"
    __table_args__ = (
        CheckConstraint(f"role in {tuple(ROLES)}", name="account_role_known"),
        CheckConstraint("area_code ~ '^[0-9]{6}([0-9]{3}){0,2}$'", name="account_role_area"),
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Text, primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)


class LoginSession(Base):
    """A browser that is logged in; only the digest of its token is kept."""

    __tablename__ = "session"
    __table_args__ = (
        # Usage: all sessions of a person end when the account is disabled or its password changes.
        Index("session_account_idx", "account_id"),
    )
    token_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]

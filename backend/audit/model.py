"""Audit entries, their chain and its seal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, Boolean, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import Xid8


class AuditEntry(Base):
    """One act: ids and field names, never personal values. Rows are only added."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        # Usage: the sealing job takes committed entries in the order of their transactions.
        Index("audit_entry_xid_idx", "xid", "id"),
        # Usage: the entries of one subject, newest first.
        Index("audit_entry_subject_idx", "subject_kind", "subject_id", "id"),
        # Usage: the entries of an area, newest first, for its audit administrator.
        Index("audit_entry_area_idx", "area_code", "id", postgresql_where=text("area_code is not null")),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    xid: Mapped[str] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str | None] = mapped_column(Text(collation="C"))
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    mac: Mapped[bytes] = mapped_column(BYTEA)


class AuditLink(Base):
    """One link of the chain over committed entries."""

    __tablename__ = "audit_chain"
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), unique=True)
    link: Mapped[bytes] = mapped_column(BYTEA)


class AuditSeal(Base):
    """Where the chain ends; one row."""

    __tablename__ = "audit_seal"
    __table_args__ = (CheckConstraint("only_one"),)
    only_one: Mapped[bool] = mapped_column(Boolean, primary_key=True, server_default="true")
    horizon: Mapped[str] = mapped_column(Xid8, server_default="0")
    seq: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    link: Mapped[bytes] = mapped_column(BYTEA, server_default="")


class AuditCheck(Base):
    """What one verifying of the record has found: links, faults, the first of them in words."""

    __tablename__ = "audit_check"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    links: Mapped[int] = mapped_column(BigInteger)
    faults: Mapped[int]
    told: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")

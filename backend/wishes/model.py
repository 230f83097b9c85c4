"""Tables of wishes; the rules that hold them stand in the migration."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, Text, func, text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.wishes.domain import MOVES, State

STATES = ", ".join(f"'{state}'" for state in State)
STEPS = ", ".join(
    f"('{move.source}', '{move.to}', '{role}')"
    for move in MOVES
    for role in sorted(move.roles, key=["claimer", "staff", "person"].index)
)


class WishHardship(Base):
    """A kind of hardship; the office may add rows."""

    __tablename__ = "wish_hardship"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class Wish(Base):
    """A wish; `words` tell nobody who it is."""

    __tablename__ = "wish"
    __table_args__ = (
        CheckConstraint("length(btrim(words)) between 5 and 200", name="wish_words"),
        CheckConstraint(f"state in ({STATES})", name="wish_state_known"),
        CheckConstraint("reply_way in ('receipt', 'door')", name="wish_reply_way"),
        CheckConstraint("verified_by <> registered_by", name="wish_second_person"),
        CheckConstraint(
            "state in ('registered', 'not_verified', 'withdrawn') or verified_by is not null", name="wish_verified"
        ),
        # Usage: the wishes of a scope, newest first.
        Index("wish_area_idx", "area_code", "registered_at"),
        # Usage: the public tree.
        Index(
            "wish_tree_idx",
            "state",
            "registered_at",
            postgresql_where=text("state in ('on_tree', 'claimed', 'delivered', 'followed_up', 'archived')"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    receipt: Mapped[str] = mapped_column(Text, unique=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"))
    hardship: Mapped[str] = mapped_column(Text, ForeignKey("wish_hardship.code"))
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default="registered")
    reply_way: Mapped[str] = mapped_column(Text)
    registered_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    registered_name: Mapped[str] = mapped_column(Text)
    registered_at: Mapped[datetime] = mapped_column(server_default=func.now())
    verified_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    asked: Mapped[bytes] = mapped_column(BYTEA)
    version: Mapped[int] = mapped_column(server_default="1")


class WishPerson(Base):
    """Whose wish it is, sealed; nothing is left once it is over."""

    __tablename__ = "wish_person"
    wish_id: Mapped[UUID] = mapped_column(ForeignKey("wish.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    name_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    phone_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    address_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    story_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    erased_at: Mapped[datetime | None]


class WishClaim(Base):
    """Who has claimed a wish: somebody with an account, for a body or not, or a citizen with a receipt."""

    __tablename__ = "wish_claim"
    __table_args__ = (
        CheckConstraint(
            "(account_id is null) = (receipt is not null) and (body_id is null or account_id is not null)",
            name="wish_claim_who",
        ),
        CheckConstraint(
            "(introduced_at is null) = (introduced_by is null) and (introduced_at is null or receipt is not null and"
            " length(btrim(introduced_why)) between 2 and 200)",
            name="wish_claim_introduced",
        ),
        # Usage: two claim at once: one wins.
        Index("wish_claim_live_idx", "wish_id", unique=True, postgresql_where=text("released_at is null")),
        # Usage: whether the viewer has claimed a wish.
        Index("wish_claim_account_idx", "account_id", postgresql_where=text("account_id is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    wish_id: Mapped[UUID] = mapped_column(ForeignKey("wish.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    receipt: Mapped[str | None] = mapped_column(Text, unique=True)
    name_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    phone_sealed: Mapped[bytes | None] = mapped_column(BYTEA)
    claimed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    released_at: Mapped[datetime | None]
    introduced_at: Mapped[datetime | None]
    introduced_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    introduced_why: Mapped[str] = mapped_column(Text, server_default="")


class WishEvent(Base):
    """A step that was gone. Rows are only added."""

    __tablename__ = "wish_event"
    __table_args__ = (
        CheckConstraint("length(note) <= 500", name="wish_event_note"),
        CheckConstraint(f"(from_state, to_state, actor_role) in ({STEPS})", name="wish_event_move"),
    )
    wish_id: Mapped[UUID] = mapped_column(ForeignKey("wish.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default="")

"""Cases, what happened to them, and the tables of moves and limits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.accounts.domain import CONGRESS
from backend.cases.domain import OVER, URGES
from backend.cases.domain.moves import Seat
from backend.db import Base

SEATS = get_args(Seat)
RAISED = "('open', 'restricted'), ('open', 'hidden'), ('restricted', 'hidden')"
STILL_DUE = f"state not in ({', '.join(repr(each.value) for each in OVER)})"


class Case(Base):
    """The handling of one matter; it has the id and the number of the report that opened it, unless it was split off another."""

    __tablename__ = "cases"
    __table_args__ = (
        # Usage: the inbox: open cases of a scope by state.
        Index("cases_area_idx", "area_code", "state", "state_since"),
        # Usage: the cases of a cell.
        Index("cases_cell_idx", "cell_id", "opened_at"),
        # Usage: newest first, of a scope.
        Index("cases_opened_idx", "opened_at", "id"),
        # Usage: what waits for somebody or is overdue: open cases by deadline, those without one last.
        Index(
            "cases_due_idx", text("coalesce(due_on, 'infinity')"), "opened_at", "id", postgresql_where=text(STILL_DUE)
        ),
        # Usage: the sweep that tells the stations.
        Index("cases_pending_idx", "opened_at", postgresql_where=text("state = 'pending'")),
        # Usage: retention: what has been at an end for long.
        Index("cases_over_idx", "state_since", postgresql_where=text("state in ('closed', 'archived', 'withdrawn')")),
        # Usage: what moves by itself when its time has come.
        Index(
            "cases_lapsing_idx",
            "state",
            "state_since",
            postgresql_where=text("state in ('answered', 'closed', 'lacking')"),
        ),
        # Usage: the children of a case.
        Index("cases_parent_idx", "parent_id", postgresql_where=text("parent_id is not null")),
        # Usage: how many hidden matters a village has.
        Index("cases_hidden_idx", "area_code", postgresql_where=text(f"hidden and {STILL_DUE}")),
        CheckConstraint("not (hidden and restricted)", name="cases_level"),
        CheckConstraint("(parent_id is null) = (place_of is null)", name="cases_split"),
        CheckConstraint("(state = 'joined') = (joined_to is not null)", name="cases_joined"),
        CheckConstraint("channel in ('industry', 'congress')", name="cases_channel_known"),
        CheckConstraint("urged between 0 and 3", name="cases_urged_known"),
        CheckConstraint("elsewhere in ('litigation', 'arbitration', 'petition')", name="cases_elsewhere_known"),
        CheckConstraint("rated in ('satisfied', 'fair', 'dissatisfied')", name="cases_rated_known"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    state: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text, ForeignKey("category.code"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    cell_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("grid_cell.id"))
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"))
    hidden: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    state_since: Mapped[datetime] = mapped_column(server_default=text("now()"))
    due_on: Mapped[date | None]
    handler_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    channel: Mapped[str | None] = mapped_column(Text)
    promised_on: Mapped[date | None]
    redos: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    urged: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    joined_to: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    elsewhere: Mapped[str | None] = mapped_column(Text)
    rated: Mapped[str | None] = mapped_column(Text)
    talked: Mapped[bool] = mapped_column(server_default=text("false"))
    restricted: Mapped[bool] = mapped_column(server_default=text("false"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    place_of: Mapped[UUID | None] = mapped_column(ForeignKey("report.id"))
    origin_id: Mapped[UUID] = mapped_column(Computed("coalesce(place_of, id)", persisted=True))


class CaseMove(Base):
    """A row of the table of moves as the database holds it; see `domain.Move`."""

    __tablename__ = "case_move"
    __table_args__ = (
        CheckConstraint(
            f"to_state <> 'closed' or not (roles || holders) && '{{{','.join(sorted(CONGRESS))}}}'",
            name="case_move_congress_closes_nothing",
        ),
        CheckConstraint(f"seat in ({', '.join(map(repr, SEATS))})", name="case_move_seat_known"),
    )
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    holders: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    needs: Mapped[dict[str, int]] = mapped_column(JSONB, server_default=text("'{}'"))
    reason_required: Mapped[bool] = mapped_column(server_default=text("false"))
    only_skipping: Mapped[bool] = mapped_column(server_default=text("false"))
    not_handler: Mapped[bool] = mapped_column(server_default=text("false"))
    within: Mapped[str | None] = mapped_column(Text, ForeignKey("case_limit.name"))
    after: Mapped[str | None] = mapped_column(Text, ForeignKey("case_limit.name"))
    follows: Mapped[str | None] = mapped_column(Text, ForeignKey("case_move.id"))
    handles: Mapped[bool] = mapped_column(server_default=text("false"))
    joins: Mapped[bool] = mapped_column(server_default=text("false"))
    signs: Mapped[bool] = mapped_column(server_default=text("false"))
    tells: Mapped[bool] = mapped_column(server_default=text("false"))
    alone: Mapped[bool] = mapped_column(server_default=text("false"))
    resumes: Mapped[bool] = mapped_column(server_default=text("false"))
    proof: Mapped[str | None] = mapped_column(Text, ForeignKey("case_move.id"))
    seat: Mapped[str | None] = mapped_column(Text)
    bodies: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    ends: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(Text)
    gathers: Mapped[bool] = mapped_column(server_default=text("false"))


class CaseLimit(Base):
    """How many days a state may last; the office's own setting."""

    __tablename__ = "case_limit"
    __table_args__ = (CheckConstraint("days between 1 and 1000", name="case_limit_days"),)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    days: Mapped[int] = mapped_column(Integer)
    working: Mapped[bool]


class CaseThreshold(Base):
    """A count that sets something off; the office's own setting."""

    __tablename__ = "case_threshold"
    __table_args__ = (CheckConstraint("n between 1 and 100", name="case_threshold_n"),)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = mapped_column(Integer)


class CaseEvent(Base):
    """Something that happened to a case; rows are only added."""

    __tablename__ = "case_event"
    __table_args__ = (
        UniqueConstraint("case_id", "version", name="case_event_once"),
        # Usage: the reminder goes through the agreements.
        Index("case_event_agreed_idx", "case_id", "version", postgresql_where=text("move = 'A4'")),
        # Usage: which cases were answered or given back in a month (the release, bulletins).
        Index(
            "case_event_came_idx",
            "at",
            postgresql_include=["case_id", "to_state"],
            postgresql_where=text("to_state in ('answered', 'returned') and kind = 'move'"),
        ),
        CheckConstraint("kind in ('move', 'signed')", name="case_event_kind"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    move: Mapped[str] = mapped_column(Text, ForeignKey("case_move.id"))
    kind: Mapped[str] = mapped_column(Text, server_default=text("'move'"))
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    body_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("body.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class CaseSeat(Base):
    """A body at the table of a case: who handles it, and the steps of the congress."""

    __tablename__ = "case_seat"
    __table_args__ = (
        # Usage: the seats of a case; one body at a time on each.
        Index("case_seat_open_idx", "case_id", "seat", unique=True, postgresql_where=text("until is null")),
        # Usage: what is in a body's hands: every policy of its people asks.
        Index("case_seat_body_idx", "body_id", "case_id", postgresql_where=text("until is null")),
    )
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seat: Mapped[str] = mapped_column(Text, primary_key=True)
    body_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("body.id"))
    role: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[datetime | None]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class CaseUrge(Base):
    """催办, 督办 or 提级督办 (level 1 to 3) of a case; rows are only added."""

    __tablename__ = "case_urge"
    __table_args__ = (
        # Usage: what was urged of a case.
        Index("case_urge_case_idx", "case_id", "id"),
        CheckConstraint("level between 1 and 3", name="case_urge_level"),
        CheckConstraint("actor_role = 'system' or length(btrim(note)) >= 2", name="case_urge_note"),
        CheckConstraint(
            f"(actor_role, level) in ({', '.join(f'({role!r}, {n})' for role, most in URGES.items() for n in range(1, most + 1))})",
            name="case_urge_role",
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    level: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, server_default=text("''"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class CaseLevel(Base):
    """How sensitive a case is, judged anew; rows are only added."""

    __tablename__ = "case_level"
    __table_args__ = (
        # Usage: how the level of a case was changed.
        Index("case_level_case_idx", "case_id", "id"),
        CheckConstraint("actor_role in ('liaison', 'town_congress')", name="case_level_role"),
        CheckConstraint("length(btrim(reason)) >= 2", name="case_level_reason"),
        CheckConstraint("hidden", name="case_level_hidden"),
        CheckConstraint(
            f"(from_level, to_level) in ({RAISED}) or actor_role = 'town_congress' and (to_level, from_level) in ({RAISED})",
            name="case_level_raised",
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    actor_role: Mapped[str] = mapped_column(Text)
    from_level: Mapped[str] = mapped_column(Text)
    to_level: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool] = mapped_column(server_default=text("true"))


class CaseTopic(Base):
    """A topic that somebody gave a case by hand."""

    __tablename__ = "case_topic"
    __table_args__ = (
        # Usage: the cases of a topic, for lists and for the map.
        Index("case_topic_topic_idx", "topic", "case_id"),
    )
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(Text, ForeignKey("topic.code"), primary_key=True)
    tagged_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    tagged_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class CaseSplit(Base):
    """What was split off another case, by whom, and in which words when it was not a report."""

    __tablename__ = "case_split"
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class CaseEventText(Base):
    """The words of an event, apart because words may have to be erased."""

    __tablename__ = "case_event_text"
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("case_event.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, server_default=text("''"))
    evidence: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    report_id: Mapped[UUID | None] = mapped_column(
        server_default=text("(NULLIF(current_setting('app.receipt'::text, true), ''::text))::uuid")
    )


class CaseRemap(Base):
    """An open case that an edition of the grid brought into another cell; `former_id` is None when it lay in none."""

    __tablename__ = "case_remap"
    __table_args__ = (
        # Usage: what an edition moved.
        Index("case_remap_edition_idx", "edition_id"),
        # Usage: cells that are taken back with an edition.
        Index("case_remap_cell_idx", "cell_id"),
        # Usage: cells that are taken back with an edition.
        Index("case_remap_former_idx", "former_id", postgresql_where=text("former_id is not null")),
    )
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    edition_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("grid_edition.id"), primary_key=True)
    former_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("grid_cell.id"))
    cell_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("grid_cell.id"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]

"""Schemes of indicators, evaluations with their values, checks and sources, and what stations are honoured for."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import among, plain
from backend.evaluation.domain import MEASURES, RECORDS, State

PER = ("households", "standards", "activities", "opinions", "opinions_reported", "cases", "cases_answered", "ratings")
KINDS = ("contact_point", "liaison_point", "collection_post", "workstation", "deputy_home")


class EvaluationDimension(Base):
    """One of the seven dimensions."""

    __tablename__ = "evaluation_dimension"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class EvaluationScheme(Base):
    """A version of the weights of an area; never changed."""

    __tablename__ = "evaluation_scheme"
    __table_args__ = (
        CheckConstraint("version >= 1", name="evaluation_scheme_version"),
        plain("evaluation_scheme", "name", 2, 60),
        # Usage: the newest version of an area.
        UniqueConstraint("area_code", "version", name="evaluation_scheme_once", postgresql_nulls_not_distinct=True),
        CheckConstraint(
            "least(workload, population, effect) >= 0 and workload + population + effect = 100",
            name="evaluation_scheme_subsidy",
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str | None] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    workload: Mapped[int] = mapped_column(SmallInteger)
    population: Mapped[int] = mapped_column(SmallInteger)
    effect: Mapped[int] = mapped_column(SmallInteger)
    made_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    asked: Mapped[bytes | None]


class EvaluationIndicator(Base):
    """An indicator of a scheme."""

    __tablename__ = "evaluation_indicator"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z][a-z0-9_]{1,39}$'", name="evaluation_indicator_code"),
        plain("evaluation_indicator", "name", 2, 40),
        plain("evaluation_indicator", "name_en", 0, 80),
        CheckConstraint("direction in ('more', 'less')", name="evaluation_indicator_direction"),
        CheckConstraint("pace in ('month', 'year', 'whole')", name="evaluation_indicator_pace"),
        CheckConstraint("target > 0", name="evaluation_indicator_target"),
        CheckConstraint("weight > 0 and weight <= 100", name="evaluation_indicator_weight"),
        CheckConstraint(f"measure in ({among(MEASURES)})", name="evaluation_indicator_known"),
        CheckConstraint(f"per is null or (per <> measure and per in ({among(PER)}))", name="evaluation_indicator_per"),
    )
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("evaluation_scheme.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    dimension: Mapped[str] = mapped_column(Text, ForeignKey("evaluation_dimension.code"))
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text)
    per: Mapped[str | None] = mapped_column(Text)
    direction: Mapped[str] = mapped_column(Text)
    pace: Mapped[str] = mapped_column(Text)
    target: Mapped[Decimal] = mapped_column(Numeric(9, 2))
    weight: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    position: Mapped[int] = mapped_column(SmallInteger)


class EvaluationMove(Base):
    """A row of the table of moves."""

    __tablename__ = "evaluation_move"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    from_state: Mapped[str] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    reason_required: Mapped[bool]


class Evaluation(Base):
    """The stations of a kind in an area, over whole months."""

    __tablename__ = "evaluation"
    __table_args__ = (
        CheckConstraint(f"kind in ({among(KINDS)})", name="evaluation_kind_known"),
        CheckConstraint("months in (1, 3, 12)", name="evaluation_months"),
        CheckConstraint("extract(day from since) = 1", name="evaluation_since"),
        CheckConstraint(f"state in ({among(State)})", name="evaluation_state_known"),
        CheckConstraint(
            "(state = 'settled') = (settled_at is not null) and (state = 'settled') = (settled_name is not null)",
            name="evaluation_settled",
        ),
        CheckConstraint("(state = 'dropped') = (length(btrim(reason)) >= 2)", name="evaluation_dropped"),
        # Usage: the evaluations of an area, the newest period first.
        Index("evaluation_area_idx", "area_code", "since"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    kind: Mapped[str] = mapped_column(Text)
    months: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[date]
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("evaluation_scheme.id"))
    state: Mapped[str] = mapped_column(Text, server_default=sql("'draft'"))
    reason: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    settled_name: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None]
    asked: Mapped[bytes]
    version: Mapped[int] = mapped_column(server_default=sql("1"))


class EvaluationStation(Base):
    """A station of an evaluation; `score` and `rank` once it is settled."""

    __tablename__ = "evaluation_station"
    evaluation_id: Mapped[UUID] = mapped_column(ForeignKey("evaluation.id"), primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    name: Mapped[str] = mapped_column(Text)
    households: Mapped[int | None]
    score: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    rank: Mapped[int | None]


class EvaluationSource(Base):
    """A record that a measure counted."""

    __tablename__ = "evaluation_source"
    __table_args__ = (
        ForeignKeyConstraint(
            ["evaluation_id", "station_id"],
            ["evaluation_station.evaluation_id", "evaluation_station.station_id"],
            name="evaluation_source_of",
        ),
    )
    evaluation_id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    measure: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    ref: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date]
    label: Mapped[str] = mapped_column(Text)
    case_id: Mapped[UUID | None]
    area_code: Mapped[str] = mapped_column(Text(collation="C"))


class EvaluationValue(Base):
    """What an indicator came to for a station."""

    __tablename__ = "evaluation_value"
    __table_args__ = (
        ForeignKeyConstraint(
            ["evaluation_id", "station_id"],
            ["evaluation_station.evaluation_id", "evaluation_station.station_id"],
            name="evaluation_value_of",
        ),
        CheckConstraint("counted or value is null", name="evaluation_value_counted"),
    )
    evaluation_id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    n: Mapped[int]
    of_n: Mapped[int | None]
    value: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    counted: Mapped[bool]


class EvaluationCheck(Base):
    """A person's word on a value; rows are only added, the last counts."""

    __tablename__ = "evaluation_check"
    __table_args__ = (
        ForeignKeyConstraint(
            ["evaluation_id", "station_id", "indicator"],
            ["evaluation_value.evaluation_id", "evaluation_value.station_id", "evaluation_value.indicator"],
            name="evaluation_check_of",
        ),
        CheckConstraint("value >= 0", name="evaluation_check_value"),
        CheckConstraint("length(reason) <= 200", name="evaluation_check_reason_length"),
        CheckConstraint("value is null or length(btrim(reason)) >= 2", name="evaluation_check_reason"),
    )
    evaluation_id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    nth: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    value: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    reason: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    checked_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    checked_name: Mapped[str] = mapped_column(Text)
    checked_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class EvaluationClaim(Base):
    """What a station says of its own value; rows are only added, the last counts."""

    __tablename__ = "evaluation_claim"
    __table_args__ = (
        ForeignKeyConstraint(
            ["evaluation_id", "station_id", "indicator"],
            ["evaluation_value.evaluation_id", "evaluation_value.station_id", "evaluation_value.indicator"],
            name="evaluation_claim_of",
        ),
        CheckConstraint("value >= 0", name="evaluation_claim_value"),
        CheckConstraint("length(btrim(reason)) between 2 and 200", name="evaluation_claim_reason"),
    )
    evaluation_id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    nth: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    value: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    made_name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))


class EvaluationEvidence(Base):
    """A record that a station names for what it says of itself."""

    __tablename__ = "evaluation_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["evaluation_id", "station_id", "indicator", "nth"],
            [f"evaluation_claim.{each}" for each in ("evaluation_id", "station_id", "indicator", "nth")],
            name="evaluation_evidence_of",
        ),
        CheckConstraint(f"kind in ({among(RECORDS)})", name="evaluation_evidence_kind_known"),
    )
    evaluation_id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    nth: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    kind: Mapped[str] = mapped_column(Text)
    ref: Mapped[UUID]
    label: Mapped[str] = mapped_column(Text)


class HonourKind(Base):
    """What a station may be honoured as; the office may add rows."""

    __tablename__ = "honour_kind"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class StationHonour(Base):
    """What a station applied or was proposed for, and what was decided."""

    __tablename__ = "station_honour"
    __table_args__ = (
        CheckConstraint("way in ('applied', 'proposed')", name="station_honour_way_known"),
        CheckConstraint("length(btrim(words)) between 2 and 1000", name="station_honour_words"),
        CheckConstraint("state in ('asked', 'granted', 'declined', 'withdrawn')", name="station_honour_state_known"),
        CheckConstraint("length(reason) <= 500", name="station_honour_reason_length"),
        CheckConstraint(
            "(state = 'asked') = (decided_by is null) and (state = 'asked') = (decided_at is null)"
            " and (state = 'asked') = (decided_name is null) and (state = 'asked' or length(btrim(reason)) >= 2)",
            name="station_honour_decided",
        ),
        # Usage: what was asked for in an area, newest first.
        Index("station_honour_area_idx", "area_code", "asked_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, ForeignKey("honour_kind.code"))
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    way: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    evaluation_id: Mapped[UUID | None] = mapped_column(ForeignKey("evaluation.id"))
    state: Mapped[str] = mapped_column(Text, server_default=sql("'asked'"))
    asked_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    asked_name: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(server_default=sql("now()"))
    decided_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    decided_name: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, server_default=sql("''"))
    asked: Mapped[bytes]
    version: Mapped[int] = mapped_column(server_default=sql("1"))

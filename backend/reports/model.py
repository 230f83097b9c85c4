"""Reports: what was seen or said. Facts are only added; words, photos and the link to a case stand apart."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, REAL
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base

WHAT = ("words", "contacts", "photos", "recordings", "attempts")


class ReportChannel(Base):
    """How something came to the office. `registered`: staff write it down; `petition`: 人大信访; `numbered`: another's number comes once only."""

    __tablename__ = "report_channel"
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z]{2,20}$'", name="report_channel_form"),
        CheckConstraint("registered or not (petition or numbered)", name="report_channel_petition"),
    )
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    name_en: Mapped[str] = mapped_column(Text)
    sort: Mapped[int] = mapped_column(SmallInteger)
    registered: Mapped[bool]
    petition: Mapped[bool]
    numbered: Mapped[bool]


class Report(Base):
    """The common facts. `answer` is what the sender was told, kept as text so that a resend gets the same bytes."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("kind in ('sighting', 'submission')", name="report_kind_known"),
        CheckConstraint("octet_length(digest) = 32", name="report_digest_length"),
        CheckConstraint("octet_length(spelling) = 16", name="report_spelling_length"),
        CheckConstraint("(kind = 'sighting') = (author_id is not null)", name="report_author_kind"),
        CheckConstraint("(place is null) = (source_crs is null)", name="report_place_crs"),
        # Usage: counts per cell by category and time (hotspots), with all that the policies ask.
        Index(
            "report_count_idx",
            "category",
            "received_at",
            postgresql_include=["cell_id", "area_code", "hidden", "id", "corrects_id", "channel"],
        ),
        # Usage: newest reports of a scope; counts of all categories.
        Index(
            "report_area_idx",
            "area_code",
            "received_at",
            postgresql_include=["cell_id", "category", "hidden", "id", "corrects_id", "channel"],
        ),
        # Usage: the reports of one cell, newest first; where each of them counts when the grid is drawn anew, without the table.
        Index(
            "report_cell_idx",
            "cell_id",
            "received_at",
            postgresql_include=["place", "area_code", "hidden", "corrects_id"],
        ),
        # Usage: a station's unplaced list.
        Index("report_unplaced_idx", "station_id", "received_at", postgresql_where=text("cell_id is null")),
        # Usage: what its writer put right in a report.
        Index("report_corrects_idx", "corrects_id", postgresql_where=text("corrects_id is not null")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    cell_id: Mapped[int | None] = mapped_column(ForeignKey("grid_cell.id"))
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    category: Mapped[str] = mapped_column(ForeignKey("category.code"))
    channel: Mapped[str] = mapped_column(ForeignKey("report_channel.code"))
    hidden: Mapped[bool]
    seen_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    place: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    source_crs: Mapped[str | None] = mapped_column(Text)
    accuracy_m: Mapped[float | None] = mapped_column(REAL)
    fixed_at: Mapped[datetime | None]
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("report.id"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    spelling: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer: Mapped[object] = mapped_column(JSON)


class ReportText(Base):
    """The words, which may have to be erased."""

    __tablename__ = "report_text"
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    hidden: Mapped[bool]
    body: Mapped[str] = mapped_column(Text)
    place_words: Mapped[str] = mapped_column(Text, server_default="")


class ReportAttachment(Base):
    """A photo the report names, whether it has arrived or not."""

    __tablename__ = "report_attachment"
    __table_args__ = (
        # Usage: may this viewer see this photo (policy of attachment).
        Index("report_attachment_sent_idx", "sent_sha256"),
    )
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    nth: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    ticket: Mapped[bytes | None] = mapped_column(LargeBinary)
    hidden: Mapped[bool]
    sent_sha256: Mapped[bytes] = mapped_column(LargeBinary)


class CaseReport(Base):
    """Which case a report led to."""

    __tablename__ = "case_report"
    __table_args__ = (
        # Usage: the case of a report.
        Index("case_report_report_idx", "report_id", unique=True),
    )
    case_id: Mapped[UUID] = mapped_column(
        ForeignKey("cases.id", name="case_report_case_fkey", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    hidden: Mapped[bool]
    joined_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Registration(Base):
    """What staff wrote down of how a report came: who, at which station, the day it came, the other system's number. Rows are only added."""

    __tablename__ = "registration"
    __table_args__ = (
        CheckConstraint(
            "role in ('liaison', 'town_congress', 'deputy', 'grid_worker', 'collector')", name="registration_role"
        ),
        CheckConstraint("length(their_number) <= 60", name="registration_number"),
        # Usage: whether the number of another system was registered before, once for a channel and a city.
        Index(
            "registration_number_idx",
            "channel",
            "their_number",
            text('"left"(area_code, 4)'),
            unique=True,
            postgresql_where=text("their_number <> ''"),
        ),
    )
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    account_name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("station.id"))
    channel: Mapped[str] = mapped_column(ForeignKey("report_channel.code"))
    came_on: Mapped[date]
    their_number: Mapped[str] = mapped_column(Text, server_default=text("''"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]


class Erasure(Base):
    """What of a report was erased, why and when; adding the row erases it (trigger `erases`), and `gone` says how many rows of which table."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint(f"what in {WHAT}", name="erasure_what_known"),
        CheckConstraint("cause in ('citizen', 'retention')", name="erasure_cause_known"),
        # Usage: what of a report is gone, since when.
        Index("erasure_report_idx", "report_id", "what", "at"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    what: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    gone: Mapped[dict[str, int]] = mapped_column(JSONB, server_default=text("'{}'"))
    area_code: Mapped[str] = mapped_column(Text(collation="C"))
    hidden: Mapped[bool]

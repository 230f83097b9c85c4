"""Links of screens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain


class WallLink(Base):
    """A link that opens a station's screen; the token is stored as its digest alone."""

    __tablename__ = "wall_link"
    __table_args__ = (
        plain("wall_link", "name", 1, 60),
        # Usage: the screens of a station.
        Index("wall_link_station_idx", "station_id", "issued_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("station.id"))
    name: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    area_code: Mapped[str] = mapped_column(Text(collation="C"), ForeignKey("area.code"))
    issued_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    issued_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    issued_name: Mapped[str] = mapped_column(Text)
    revoked_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]

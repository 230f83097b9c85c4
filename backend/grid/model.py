"""Areas, editions of the grid, cells, and who answers for a cell."""

from __future__ import annotations

from datetime import date, datetime

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base
from backend.db.types import plain

Code = Text(collation="C")


class Area(Base):
    """An administrative division (行政区划); with or without an outline."""

    __tablename__ = "area"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'", name="area_code_form"),
        CheckConstraint("level in ('province', 'city', 'county', 'town', 'village')", name="area_level_known"),
        CheckConstraint("(level = 'province') = (parent_code is null)", name="area_parent"),
        CheckConstraint(
            "length(code) = case level when 'town' then 9 when 'village' then 12 else 6 end", name="area_code_length"
        ),
        CheckConstraint("st_isvalid(geom)", name="area_geom_valid"),
        plain("area", "name", 1, 100),
        CheckConstraint("valid_to > valid_from", name="area_days"),
        CheckConstraint(
            "successor_code is null or (valid_to is not null and successor_code <> code)", name="area_succeeded"
        ),
        # Usage: children of an area.
        Index("area_parent_idx", "parent_code"),
        # Usage: the area whose outline covers a point outside every cell.
        Index("area_geom_idx", "geom", postgresql_using="gist"),
        # Usage: what was abolished, for the lists of whoever took over.
        Index("area_ended_idx", "valid_to", postgresql_where=text("valid_to is not null")),
    )
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[str | None] = mapped_column(Code, ForeignKey("area.code"))
    prefix: Mapped[str] = mapped_column(
        Code,
        Computed(
            "case level when 'province' then left(code, 2) when 'city' then left(code, 4) else code end", persisted=True
        ),
    )
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("MULTIPOLYGON", 4326, spatial_index=False))
    valid_from: Mapped[date] = mapped_column(server_default="2000-01-01")
    valid_to: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(Code, ForeignKey("area.code"))


class AreaFormer(Base):
    """A former generation (代际) of a code; the view `area_span` has these and the newest together."""

    __tablename__ = "area_former"
    __table_args__ = (
        CheckConstraint("level in ('province', 'city', 'county', 'town', 'village')", name="area_former_level_known"),
        CheckConstraint("st_isvalid(geom)", name="area_former_geom_valid"),
        plain("area_former", "name", 1, 100),
        CheckConstraint("valid_to > valid_from", name="area_former_days"),
    )
    code: Mapped[str] = mapped_column(Code, ForeignKey("area.code"), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[str | None] = mapped_column(Code, ForeignKey("area.code"))
    prefix: Mapped[str] = mapped_column(
        Code,
        Computed(
            "case level when 'province' then left(code, 2) when 'city' then left(code, 4) else code end", persisted=True
        ),
    )
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("MULTIPOLYGON", 4326, spatial_index=False))
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date]
    successor_code: Mapped[str | None] = mapped_column(Code, ForeignKey("area.code"))


class AreaAlias(Base):
    """A former code or name, or a short name, of an area: codes and names of villages change."""

    __tablename__ = "area_alias"
    __table_args__ = (
        CheckConstraint("kind in ('old_code', 'old_name', 'short_name')", name="area_alias_kind"),
        plain("area_alias", "alias", 1, 100),
    )
    alias: Mapped[str] = mapped_column(Text, primary_key=True)
    area_code: Mapped[str] = mapped_column(Code, ForeignKey("area.code"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)


class GridEdition(Base):
    """One drawing of the grid of an area. Cells are never edited, they are superseded by a new edition."""

    __tablename__ = "grid_edition"
    __table_args__ = (
        UniqueConstraint("area_code", "in_force_from", name="grid_edition_once"),
        CheckConstraint("in_force_to > in_force_from", name="grid_edition_days"),
        plain("grid_edition", "name", 1, 200),
        plain("grid_edition", "source", 0, 200),
        plain("grid_edition", "attribution", 0, 200),
        plain("grid_edition", "file_name", 0, 200),
        plain("grid_edition", "imported_by", 0, 200),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    area_code: Mapped[str] = mapped_column(Code, ForeignKey("area.code"))
    name: Mapped[str] = mapped_column(Text)
    in_force_from: Mapped[date]
    in_force_to: Mapped[date | None]
    synthetic: Mapped[bool]
    source: Mapped[str] = mapped_column(Text)
    source_crs: Mapped[str] = mapped_column(Text)
    attribution: Mapped[str] = mapped_column(Text, server_default="")
    imported_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    file_name: Mapped[str] = mapped_column(Text, server_default="")
    imported_by: Mapped[str] = mapped_column(Text, server_default="")
    # how often the neighbours of its cells were found anew
    refreshed: Mapped[int] = mapped_column(server_default="0")


class GridCell(Base):
    """A grid cell (网格): a polygon of 300-500 households inside one village."""

    __tablename__ = "grid_cell"
    __table_args__ = (
        UniqueConstraint("edition_id", "code", name="grid_cell_once"),
        CheckConstraint("length(code) between 1 and 40", name="grid_cell_code_form"),
        CheckConstraint("kind in ('base', 'dedicated')", name="grid_cell_kind"),
        CheckConstraint("households >= 0", name="grid_cell_households"),
        plain("grid_cell", "name", 1, 100),
        CheckConstraint("in_force_to > in_force_from", name="grid_cell_days"),
        CheckConstraint("st_isvalid(geom) and not st_isempty(geom)", name="grid_cell_valid"),
        # Usage: the cell that covers a point (locate, intake).
        Index("grid_cell_geom_idx", "geom", postgresql_using="gist"),
        # Usage: vector tiles.
        Index("grid_cell_geom_3857_idx", "geom_3857", postgresql_using="gist"),
        # Usage: cells of a scope, of a village; a code in force on a day.
        Index("grid_cell_area_idx", "area_code", "code"),
        Index("grid_cell_code_idx", "code"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("grid_edition.id"))
    code: Mapped[str] = mapped_column(Code)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text, server_default="base")
    area_code: Mapped[str] = mapped_column(Code, ForeignKey("area.code"))
    households: Mapped[int]
    in_force_from: Mapped[date]
    in_force_to: Mapped[date | None]
    geom: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", 4326, spatial_index=False))
    geom_3857: Mapped[WKBElement] = mapped_column(
        Geometry("MULTIPOLYGON", 3857, spatial_index=False), Computed("st_transform(geom, 3857)", persisted=True)
    )


class CellChange(Base):
    """What became of a cell that an edition ended: which new cell has how much of its ground."""

    __tablename__ = "cell_change"
    __table_args__ = (
        CheckConstraint("kind in ('kept', 'split', 'merged', 'redrawn')", name="cell_change_kind"),
        CheckConstraint("share_of_former > 0 and share_of_former <= 1", name="cell_change_share"),
        CheckConstraint("share_of_cell > 0 and share_of_cell <= 1", name="cell_change_share_of_cell"),
        # Usage: what an edition changed; the cases it moves.
        Index("cell_change_edition_idx", "edition_id", "former_code"),
        # Usage: the reports an edition moves, where it changed little of much.
        Index("cell_change_moved_idx", "edition_id", postgresql_where=text("kind <> 'kept'")),
        # Usage: which cells a cell's ground was before.
        Index("cell_change_cell_idx", "cell_id"),
    )
    edition_id: Mapped[int] = mapped_column(ForeignKey("grid_edition.id"))
    former_id: Mapped[int] = mapped_column(ForeignKey("grid_cell.id"), primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("grid_cell.id"), primary_key=True)
    former_code: Mapped[str] = mapped_column(Code)
    code: Mapped[str] = mapped_column(Code)
    kind: Mapped[str] = mapped_column(Text)
    share_of_former: Mapped[float]
    share_of_cell: Mapped[float]


class CellWorker(Base):
    """Which cells a grid worker answers for; by code, so that it outlives an edition."""

    __tablename__ = "cell_worker"
    __table_args__ = (
        # Usage: who answers for a cell.
        Index("cell_worker_cell_idx", "cell_code"),
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    cell_code: Mapped[str] = mapped_column(Code, primary_key=True)
    since: Mapped[date] = mapped_column(server_default=text("current_date"))


class CellNeighbour(Base):
    """Two cells that touch, along an edge or in a corner, while both are in force (邻接); the lower id first."""

    __tablename__ = "cell_neighbour"
    __table_args__ = (
        CheckConstraint("cell_id < neighbour_id", name="cell_neighbour_order"),
        # Usage: the pairs of a cell that an edition takes over, from their other end.
        Index("cell_neighbour_other_idx", "neighbour_id"),
    )
    cell_id: Mapped[int] = mapped_column(ForeignKey("grid_cell.id"), primary_key=True)
    neighbour_id: Mapped[int] = mapped_column(ForeignKey("grid_cell.id"), primary_key=True)


class AreaOutline(Base):
    """What a map draws of a township or village while it has cells (网格外廓): its own outline, else what its cells cover together."""

    __tablename__ = "area_outline"
    __table_args__ = (
        CheckConstraint("in_force_to > in_force_from", name="area_outline_days"),
        # Usage: vector tiles.
        Index("area_outline_geom_idx", "geom", postgresql_using="gist"),
    )
    area_code: Mapped[str] = mapped_column(Code, ForeignKey("area.code"), primary_key=True)
    in_force_from: Mapped[date] = mapped_column(primary_key=True)
    in_force_to: Mapped[date | None]
    geom: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", 3857, spatial_index=False))
    geom_far: Mapped[WKBElement] = mapped_column(
        Geometry("MULTIPOLYGON", 3857, spatial_index=False), Computed("st_simplify(geom, 10, true)", persisted=True)
    )

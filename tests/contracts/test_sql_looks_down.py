"""SQL keeps the order of the rooms too: a room's statements name tables of its own and of rooms below, as its imports do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from backend import rooms
from backend.db import Base

ROOT = Path(__file__).parents[2]
BACKEND = ROOT / "backend"
TABLE = re.compile(r"\b(?:from|join|update|into)\s+(?:only\s+)?(\w+)")
STATEMENT = re.compile(r"\"(with|select|insert into|update|delete from) ")
# Statements that look up, each with its reason.
ALLOWED = {
    ("reports", "sighting"): "a case file shows each report with what its kind adds, in one statement for all of them",
    ("reports", "submission"): "likewise",
    ("reports", "sighting_amendment"): "likewise: what was said of a sighting later",
}


def ranks() -> dict[str, int]:
    """The height of each room, as import-linter holds it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [each["layers"] for each in contracts if each["id"] == "rooms"]
    return {name.strip(" ()"): -n for n, layer in enumerate(layers) for name in layer.split("|")}


def homes() -> dict[str, str]:
    """The room of each table."""
    rooms.load_models()
    return {mapper.local_table.name: mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


def named() -> Iterator[tuple[str, str, str]]:
    """Yield room, place and table of each name that follows from, join, update or into in SQL or in a text of a module."""
    for path in sorted(BACKEND.glob("*/**/*")):
        room = path.relative_to(BACKEND).parts[0]
        if path.suffix not in {".sql", ".py"} or room == "db":
            continue
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if path.suffix == ".sql" or STATEMENT.search(line):
                code = line.split("--")[0] if path.suffix == ".sql" else line
                for table in TABLE.findall(code):
                    yield room, f"{path.relative_to(ROOT)}:{n}", table


def test_statements_name_no_table_of_a_room_above() -> None:
    height, home, used = ranks(), homes(), set()
    wrong = []
    for room, where, table in named():
        if height[home.get(table, room)] > height[room]:
            used.add((room, table))
            if (room, table) not in ALLOWED:
                wrong.append(f"{where}: {room} names {table} of {home[table]}")
    assert not wrong, wrong
    assert used == set(ALLOWED), "a reason without a statement"


def test_the_search_finds_what_it_should() -> None:
    found = {(room, table) for room, _, table in named()}
    assert {("cases", "cases"), ("hotspots", "report"), ("codes", "station"), ("cases", "grid_edition")} <= found
    assert set(homes().values()) <= set(ranks())

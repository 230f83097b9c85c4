"""Rooms' files of one kind are found, also where one has become a package."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend import rooms
from backend.db import Base


@pytest.mark.parametrize("kind", ["model", "views", "pages", "tasks", "commands"])
def test_every_file_of_a_kind_is_found_once_in_the_order_of_names(kind: str) -> None:
    home = Path(rooms.__file__).parent
    there = {path.parent.name for path in home.glob(f"*/{kind}.py")} | {
        path.parent.name for path in home.glob(f"*/{kind}")
    }
    found = [module.__name__ for module in rooms.load(kind)]
    assert found == [f"backend.{room}.{kind}" for room in sorted(there)]
    assert found


def test_a_kind_that_no_room_has_is_nothing() -> None:
    assert list(rooms.load("nothing")) == []


def test_every_foreign_key_finds_its_table() -> None:
    rooms.load_models()
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            assert key.column.table.name in Base.metadata.tables

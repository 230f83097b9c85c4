"""The next item is made while the last one is used, in order, one at a time; an error comes in its place."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from backend.db import ahead


def test_the_next_is_made_while_the_last_is_used() -> None:
    second = threading.Event()

    def made() -> Iterator[int]:
        yield 1
        second.set()
        yield 2

    items = ahead(made())
    assert next(items) == 1
    assert second.wait(10), "nothing was made while the first was held"
    assert list(items) == [2]


def test_an_error_comes_where_its_item_would_have() -> None:
    def made() -> Iterator[int]:
        yield 1
        raise ValueError("the second")

    items = ahead(made())
    assert next(items) == 1
    with pytest.raises(ValueError, match="the second"):
        next(items)


def test_nobody_makes_anything_after_the_end_of_who_stops_early() -> None:
    made: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            made.append(len(made))
            yield made[-1] + 1

    items = ahead(endless())
    assert next(items) == 1
    items.close()
    assert len(made) <= 2
    assert not any(each.name.startswith("ahead") for each in threading.enumerate())

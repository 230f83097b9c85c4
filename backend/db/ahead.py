"""Reading the next while the last is being used: the database works while this process does."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(source: Iterator[T]) -> Generator[T, None, None]:
    """Yield what `source` yields, each made in a thread while the one before it is used; an error comes where its item would have.

    What `source` reads with, a session say, must not be used elsewhere before the last item or the end of this iterator.
    """
    with ThreadPoolExecutor(1, "ahead") as one:
        coming = one.submit(next, source, None)
        while (item := coming.result()) is not None:
            coming = one.submit(next, source, None)
            yield item

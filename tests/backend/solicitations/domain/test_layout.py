"""Numbers and headings as laws write them."""

from __future__ import annotations

import pytest

from backend.solicitations.domain.layout import division_of, number_of


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("第一条", 1),
        ("第十条", 10),
        ("第十二条", 12),
        ("第一百零五条", 105),
        ("第二百一十条", 210),
        ("第37条", 37),
        ("总则", 0),
    ],
)
def test_numbers_are_read(label: str, number: int) -> None:
    assert number_of(label) == number


@pytest.mark.parametrize(
    ("line", "rank"),
    [
        ("第二章　职责", "章"),
        ("第一节 政府", "节"),
        ("第一编", "编"),
        ("附　则", "章"),
        ("第二章规定的职责，由政府履行。", ""),
        ("第一条 好", ""),
    ],
)
def test_headings_are_known_from_sentences(line: str, rank: str) -> None:
    assert division_of(line) == rank

"""Which months are told of, and that nobody can work out of a map that a place or a kind had 1 to 4 in a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import product
from random import Random

import numpy as np
import pytest

from backend.releases.domain import MONTHS, Counted, Figures, figures, told, whole_months


def test_the_last_twelve_months_that_are_over() -> None:
    found = whole_months(date(2026, 3, 31))
    assert (len(found), found[0], found[2], found[-1]) == (
        MONTHS,
        date(2026, 2, 1),
        date(2025, 12, 1),
        date(2025, 3, 1),
    )
    assert whole_months(date(2026, 3, 1)) == found, "the month that runs is never told of"


def splits(parts: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which `parts` numbers come to at most `most`."""
    for found in product(range(most + 1), repeat=parts):
        if sum(found) <= most:
            yield found


@pytest.mark.parametrize(("parts", "least", "most"), [(1, 5, 60), (2, 5, 60), (3, 5, 40), (4, 3, 20), (5, 2, 10)])
def test_who_knows_the_rule_cannot_tell_that_a_part_is_small(parts: int, least: int, most: int) -> None:
    """Every table there can be: of those that look alike, no part that is not told is small in all of them."""
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for numbers in splits(parts, most):
        shown = told({str(n): number for n, number in enumerate(numbers)}, least)
        assert all(number >= least for number in shown.values())
        total = sum(numbers) if sum(numbers) >= least else None
        alike[total, tuple(sorted(shown.items()))].append(numbers)
    small = set(range(1, least))
    for (whole, shown_), tables in alike.items():
        for part in range(parts):
            if str(part) not in dict(shown_):  # type: ignore[call-overload]
                assert not {numbers[part] for numbers in tables} <= small, (whole, shown_, part)


TOWNS = ["100", "101", "102"]
CELLS = {town: [f"{town}-{n}" for n in range(5)] for town in TOWNS}
KINDS = ["land", "family", "labour", "other"]


def county(seed: int) -> list[Counted]:
    """Return a month of a county: many cells with few reports, some with many."""
    dice, found = Random(seed), []
    for cell in (cell for town in TOWNS for cell in CELLS[town]):
        for kind in KINDS:
            n = dice.choice((0, 0, 0, 1, 1, 2, 3, 4, 5, 9, 14)) if dice.random() < 0.7 else 0
            found += [Counted(cell, kind, n)] if n else []
    return found


def bounds(shown: Figures, of: list[tuple[str, str, str]], unit: object) -> tuple[float, float]:
    """Return the least and the most that a unit may hold, by linear programming over everything that is told."""
    from scipy.optimize import linprog

    def row(wanted: object) -> list[float]:
        return [float(wanted in (town, (town, cell), kind)) for town, cell, kind in of]

    known: list[tuple[list[float], float]] = [([1.0] * len(of), float(shown.total or 0))]
    known += [(row(town), n) for town, n in shown.towns.items()]
    known += [(row((town, cell)), n) for town, cells in shown.cells.items() for cell, n in cells.items()]
    known += [(row(kind), n) for kind, n in shown.categories.items()]
    asked, left, right = np.array(row(unit)), np.array([each for each, _ in known]), [n for _, n in known]
    ends = [linprog(sign * asked, A_eq=left, b_eq=right, method="highs").fun * sign for sign in (1, -1)]
    return round(ends[0], 6), round(ends[1], 6)


def test_no_difference_of_months_kinds_or_nested_areas_pins_a_small_number() -> None:
    """All that is told of a month, taken together, leaves every number that is not told free: it may be nothing, and it may be much, or it is nothing."""
    cells = [(town, cell) for town in TOWNS for cell in CELLS[town]]
    of = [(town, cell, kind) for town, cell in cells for kind in KINDS]
    told_of = kept_back = 0
    for seed in (1, 2):
        counted = county(seed)
        shown = figures(counted, CELLS, KINDS, 5)
        assert shown.total == sum(each.n for each in counted)
        hidden: list[object] = [each for each in TOWNS if each not in shown.towns]
        hidden += [(town, cell) for town, cell in cells if cell not in shown.cells.get(town, {})]
        hidden += [each for each in KINDS if each not in shown.categories]
        told_of += len(shown.towns) + sum(map(len, shown.cells.values())) + len(shown.categories)
        kept_back += len(hidden)
        for unit in hidden:
            least, most = bounds(shown, of, unit)
            assert least == 0 and (most == 0 or most >= 5), (seed, unit, least, most)
        # No unit of a month is told in another one, no sum of months is, and a month is released once: two months share no number, so
        # what is known of both is what is known of each.
    assert told_of > 10 and kept_back > 10


def test_a_map_of_little_and_of_nothing() -> None:
    assert figures([], CELLS, KINDS, 5) == Figures(None)
    assert figures([Counted("100-0", "land", 4)], CELLS, KINDS, 5) == Figures(None)
    assert figures([Counted("100-0", "land", 9)], CELLS, KINDS, 5) == Figures(9)
    one = Figures(40, {"100": 40}, {"100": {"100-0": 40}}, {"land": 40})
    assert figures([Counted("100-0", "land", 40)], CELLS, KINDS, 5) == one, (
        "that the others hold nothing tells of nobody"
    )
    assert figures([Counted("100-0", "land", 40), Counted("gone", "family", 7)], CELLS, KINDS, 5) == one, (
        "what is no cell any more is left out"
    )


def test_a_county_as_they_are_has_its_townships_on_the_map() -> None:
    """Twenty townships of which all but one have something, and cells of which most have little: all that is no less than five is told."""
    cells = {f"1{town:02}": [f"1{town:02}-{n}" for n in range(20)] for town in range(20)}
    dice = Random(7)
    counted = [
        Counted(cell, dice.choice(KINDS), dice.choice((0, 1, 1, 2, 3, 6, 12)))
        for town, each in cells.items()
        if town != "119"
        for cell in each
    ]
    shown = figures(counted, cells, KINDS, 5)
    assert set(shown.towns) == set(cells) - {"119"} and set(shown.categories) == set(KINDS)
    assert {cell: n for each in shown.cells.values() for cell, n in each.items()} == {
        each.cell: each.n for each in counted if each.n >= 5
    }

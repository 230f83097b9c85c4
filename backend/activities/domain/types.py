"""Kinds of activities: their steps with what shows that each was done, and what is counted of one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from backend.errors import Invalid

PHASES = {"before": "事前", "during": "事中", "after": "事后"}
MOST_COUNT, MOST_MONEY, MOST_WORDS = 1_000_000, Decimal(10) ** 10, 200
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Step:
    """A step of the record. `takes`: words, photos, people, agenda, minutes, promises or scores."""

    key: str
    phase: str
    takes: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Counted:
    """Something that is counted of an activity; `kind`: count, money (yuan) or text."""

    key: str
    kind: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Kind:
    """A kind of activity; see the table `activity_type`."""

    type: str
    name: str
    name_en: str
    minutes: int
    numbered: bool
    scored: bool
    a_year: int | None
    open: bool
    needs: Sequence[str]
    steps: Sequence[Step]
    fields: Sequence[Counted]

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Kind:
        """Return the kind of a row of the table."""
        steps = tuple(Step(**each) for each in row["steps"])
        known = tuple(Counted(**each) for each in row["fields"])
        rest = {
            key: row[key]
            for key in ("type", "name", "name_en", "minutes", "numbered", "scored", "a_year", "open", "needs")
        }
        return cls(**rest, steps=steps, fields=known)

    def step(self, key: str) -> Step:
        """Return a step by its key. Raises Invalid (field `step`)."""
        found = next((each for each in self.steps if each.key == key), None)
        if found is None:
            raise Invalid("这类活动没有这一步", field="step")
        return found


def lacking(kind: Kind, done: Iterable[str], parts: Iterable[str]) -> str | None:
    """Return what a kind needs and has not: the key of the first step that is not done, or a part nobody has; None for nothing."""
    there = {*done, *parts}
    return next((key for key in kind.needs if key not in there), None)


def checked_numbers(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is counted of an activity as it is kept; what is null or empty is left out.

    Raises Invalid (field `numbers`, dotted) for what the kind does not count, or counts otherwise.
    """
    known = {each.key: each for each in kind.fields}
    if strange := sorted(set(given) - known.keys()):
        raise Invalid("这类活动不记这一项", field=f"numbers.{strange[0][:40]}")
    kept = {key: value for key, value in given.items() if value not in (None, "")}
    out = {key: _checked(known[key], value) for key, value in kept.items()}
    found, solved = out.get("problems", 0), out.get("solved", 0)
    if {"problems", "solved"} <= known.keys() and isinstance(found, int) and isinstance(solved, int) and solved > found:
        raise Invalid("解决的不能多于发现的", field="numbers.solved", code="too_many")
    return out


def _checked(field: Counted, value: object) -> object:
    at = f"numbers.{field.key}"
    if field.kind == "text":
        if not isinstance(value, str) or len(value) > MOST_WORDS or not value.isprintable():
            raise Invalid("最多写{n}个字", field=at, n=MOST_WORDS)
        return value.strip()
    if field.kind == "count":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_COUNT:
            raise Invalid("要写0到{n}的整数", field=at, n=MOST_COUNT)
        return value
    return _money(value, at)


def _money(value: object, at: str) -> str:
    # Kept as text: a sum of yuan is no binary fraction.
    try:
        amount = Decimal(str(value)) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
        if amount is not None and 0 <= amount <= MOST_MONEY:
            return str(amount.quantize(CENT))
    except InvalidOperation:
        pass
    raise Invalid("金额写成元，最多两位小数", field=at)


def done_steps(kind: Kind, noted: Iterable[str], there: Mapping[str, bool]) -> frozenset[str]:
    """Return the keys of the steps that are done: somebody noted it, or what the step takes is `there`."""
    written = set(noted)
    return frozenset(each.key for each in kind.steps if each.key in written or there.get(each.takes, False))

"""Counting ballots: pure. A ballot is one letter for each candidate: f for, a against, o abstaining; x all through: spoilt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.ballots.domain.meeting import QUORUMS, RULES, Rule

FOR, AGAINST, ABSTAIN, SPOILT = "faox"


@dataclass(frozen=True)
class Row:
    """What one candidate got, and what came of it."""

    in_favour: int
    against: int
    abstained: int
    outcome: str


@dataclass(frozen=True)
class Count:
    """The count: ballots received, how many of them count for nothing, whether the ballot holds, and each candidate's row."""

    received: int
    invalid: int
    holds: bool
    rows: tuple[Row, ...]


def is_valid(marks: str, seats: int, way: str) -> bool:
    """Return whether a ballot counts: not spoilt, no more in favour than there are seats, and only the marks that its way knows."""
    known = {FOR, AGAINST, ABSTAIN} if way == "each" else {FOR, ABSTAIN}
    return set(marks) <= known and marks.count(FOR) <= seats


def reaches(rule: Rule, votes: int, members: int, received: int) -> bool:
    """Return whether `votes` are enough by `rule`."""
    base = members if rule.of_all else received
    needed, held = rule.part * base, rule.whole * votes
    return held > needed if rule.over else held >= needed


def count(
    papers: Mapping[str, int], *, candidates: int, seats: int, way: str, rule: str, quorum: str, members: int, issued: int
) -> Count:  # fmt: skip
    """Count `papers` (how many ballots have which marks); the same papers always come to the same.

    It holds when no more came back than were issued and the quorum of the roll is there. Of those that pass by `rule` the `seats`
    with most votes are elected; who ties for the last seat is not, and is voted on again.
    """
    received = sum(papers.values())
    good = {marks: n for marks, n in papers.items() if is_valid(marks, seats, way)}
    votes = [tuple(_with(good, at, mark) for mark in (FOR, AGAINST, ABSTAIN)) for at in range(candidates)]
    holds = received <= issued and reaches(QUORUMS[quorum], received, members, received)
    passing = [each[0] for each in votes if holds and each[0] and reaches(RULES[rule], each[0], members, received)]
    outcomes = [
        _outcome(each[0], passing, seats) if holds and each[0] and reaches(RULES[rule], each[0], members, received)
        else "not_elected"
        for each in votes
    ]  # fmt: skip
    rows = tuple(Row(each[0], each[1], each[2], outcome) for each, outcome in zip(votes, outcomes, strict=True))
    return Count(received, received - sum(good.values()), holds, rows)


def _with(papers: Mapping[str, int], at: int, mark: str) -> int:
    return sum(n for marks, n in papers.items() if marks[at] == mark)


def _outcome(votes: int, passing: list[int], seats: int) -> str:
    ahead, level = sum(other > votes for other in passing), passing.count(votes)
    if ahead + level <= seats:
        return "elected"
    return "tied" if ahead < seats else "not_elected"


def could_turn(found: Count, contested: int) -> bool:
    """Return whether as many `contested` votes could have changed who is elected."""
    elected = [each.in_favour for each in found.rows if each.outcome == "elected"]
    others = [each.in_favour for each in found.rows if each.outcome != "elected"]
    return bool(contested and elected and min(elected) - max(others, default=0) <= 2 * contested)

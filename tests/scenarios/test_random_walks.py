"""Random walks over the whole table: legal and illegal moves, right and wrong evidence, by everybody, over the real API.

A few in every run; `ZHITONG_TEST_WALKS=1000` walks that many times, each time another way.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, ClassVar

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backend.cases.domain import BY_ID, CITIZEN, LAPSES, Move, State, moves_from
from backend.cases.tasks import lapse
from backend.db import Database
from tests.make import Maker
from tests.walk import EVERYBODY, FLAWS, World, all_moves, spoiled, unproven

WALKS = int(os.environ.get("ZHITONG_TEST_WALKS", "0"))
REFUSED = {403, 404, 409, 422}
REASON = "讲清楚的理由"
SKIPS = {"land": False, "environment": True}


class Walk(RuleBasedStateMachine):
    """One case, led about by everybody at once."""

    world: ClassVar[World]
    worker: ClassVar[Database]
    made: ClassVar[set[str]]

    @initialize(category=some.sampled_from(sorted(SKIPS)), by_code=some.booleans())
    def begin(self, category: str, by_code: bool) -> None:
        self.skips = SKIPS[category]
        self.world.begin(category, by_code=by_code)

    @rule(steps=some.lists(some.integers(0, 200), min_size=1, max_size=8))
    def goes_on(self, steps: Sequence[int]) -> None:
        """Somebody whose role fits makes a move of the present state, more often one that the case waits for; and so on."""
        for nth in steps:
            able = [move for move in moves_from(self.world.standing().state) if move.roles]
            able += [move for move in able if not move.rests] * 3
            if not able:
                self.begin("land", by_code=False)
                continue
            move = able[nth % len(able)]
            people = self.world.able(move)
            self.tries(people[nth % len(people)], move, nth)
            if self.world.standing().state == State.MEDIATING and nth % 4:
                self.world.sit()
            self.every_step_is_proven()

    @rule(login=some.sampled_from(EVERYBODY), move=some.sampled_from(all_moves()), nth=some.integers(0, 9))
    def tries(self, login: str, move: Move, nth: int) -> None:
        """Whoever tries whatever: it is done if and only if it was offered."""
        before, offer = self.world.standing(), self.world.offered(login).get(move.id)
        open_now = offer is not None and offer["waiting_for"] is None
        answer = self.world.attempt(login, move, before.version, REASON, self.world.right(move, offer, nth))
        assert (answer.status_code == 200) == open_now, (login, move.id, offer, answer.get_data(as_text=True))
        self.done(before, move) if open_now else self.nothing_done(before, answer)

    @rule(nth=some.integers(0, 30), who=some.integers(0, 3), flaw=some.sampled_from(FLAWS))
    def brings_wrong_words(self, nth: int, who: int, flaw: str) -> None:
        """What the move needs lacks, is too short, is of another kind or was not asked for."""
        before = self.world.standing()
        able = [move for move in moves_from(before.state) if move.roles]
        if not able:
            return
        move = able[nth % len(able)]
        people = self.world.able(move)
        login = people[who % len(people)]
        offer = self.world.offered(login).get(move.id)
        given = spoiled(self.world.right(move, offer), move, flaw)
        if given:
            answer = self.world.attempt(login, move, before.version, *given)
            self.nothing_done(before, answer)
            assert answer.status_code == 422 or offer is None or offer["waiting_for"], answer.get_data(as_text=True)

    @rule(login=some.sampled_from(EVERYBODY), nth=some.integers(0, 30), off=some.sampled_from([-1, 1, 7]))
    def has_read_another_version(self, login: str, nth: int, off: int) -> None:
        """Whoever read an older file, or one that never was, is told so and changes nothing."""
        before = self.world.standing()
        moves = moves_from(before.state) or all_moves()
        offered = self.world.offered(login)
        answer = self.world.attempt(login, moves[nth % len(moves)], before.version + off, REASON, {})
        unchanged = answer.status_code == 200 and off == -1
        assert unchanged or answer.status_code == (412 if offered else answer.status_code)
        self.nothing_done(before, answer, also={200, 412})

    @rule(to=some.sampled_from([State.WITHDRAWN, State.PENDING, State.REOPENED, State.CLOSED, State.ACCEPTED]))
    def the_citizen_tries(self, to: State) -> None:
        """Who spoke moves the case by the receipt: what the receipt lists, and nothing else."""
        before = self.world.standing()
        if before.state == State.PENDING and to == State.WITHDRAWN and before.version % 3:
            return None  # a walk that ends at once shows little
        offer = next((each for each in self.world.own_moves() if each["to"] == to), None)
        answer = self.world.by_receipt(to, REASON, dict.fromkeys(offer["needs"], "字字字字字") if offer else {})
        if offer is None:
            return self.nothing_done(before, answer, also={204})
        assert answer.status_code == 204, answer.get_data(as_text=True)
        able = [move for move in moves_from(before.state) if CITIZEN in move.holders and move.to == to]
        return self.done(before, able[0])

    @rule(days=some.sampled_from([1, 8, 16, 40]))
    def time_goes_by(self, days: int) -> None:
        """What only waits for time to pass is made by the system."""
        before = self.world.standing()
        if before.state in {State.PENDING, State.CLOSED}:
            return
        self.world.wait(days)
        before = self.world.standing()
        lapse(self.worker)
        if self.world.standing().version != before.version:
            self.done(before, next(each for each in LAPSES if each.source == before.state))

    @invariant()
    def every_step_is_proven(self) -> None:
        """No case stands anywhere without what leads there: read back from the rows."""
        if self.world.case:
            assert unproven(self.world.events(), self.world.standing().state, skips=self.skips) == []

    def done(self, before: Any, move: Move) -> None:
        """Hold what a move that was made left behind: one event, one entry; signing that arrives at once, two of each."""
        after = self.world.standing()
        new: Sequence[Any] = self.world.events()[before.events :]
        arrived = move.signs and len(new) == 2 and new[1].move == "11-2"
        assert [event.move for event in new] == [move.id, *(["11-2"] if arrived else [])], (move.id, new)
        assert after.version == before.version + len(new)
        assert after.entries == before.entries + len(new) + (after.levels - before.levels)
        assert after.state == (State.ANSWERED if arrived else move.lands)
        self.made.update(event.move for event in new)

    def nothing_done(self, before: Any, answer: Any, also: frozenset[int] | set[int] = frozenset()) -> None:
        """Hold that a refusal is one, in words, and left everything as it was."""
        assert answer.status_code in REFUSED | also, answer.get_data(as_text=True)
        if answer.status_code >= 400:
            assert answer.content_type == "application/problem+json"
            assert answer.get_json()["title"]
        assert self.world.standing() == before, answer.get_data(as_text=True)


def test_no_walk_brings_a_case_anywhere_without_its_evidence(
    app: Flask, make: Maker, worker_database: Database
) -> None:
    Walk.world, Walk.worker, Walk.made = World(app, make), worker_database, set()
    run_state_machine_as_test(Walk, settings=settings(
        max_examples=WALKS or 6, stateful_step_count=40 if WALKS else 30, deadline=None, derandomize=not WALKS, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, *([Phase.shrink] if WALKS else [])], print_blob=True,
    ))  # fmt: skip
    left = sorted(set(BY_ID) - Walk.made)
    assert len(Walk.made) >= (60 if WALKS >= 300 else 12), f"never made: {left}"

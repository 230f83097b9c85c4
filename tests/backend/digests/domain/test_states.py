"""The table of moves, here and in the database."""

from __future__ import annotations

from backend.digests.domain import BY_ID, MOVES, State, move_by, moves_from
from tests.make import Maker


def test_the_database_has_the_same_table(make: Maker) -> None:
    there = {
        tuple(row) for row in make.rows("select id, from_state, to_state, maker, reason_required from digest_move")
    }
    assert there == {(each.id, each.source.value, each.to.value, each.maker, each.reason_required) for each in MOVES}
    assert len(BY_ID) == len(MOVES)


def test_from_the_first_state_every_other_is_reached_and_the_last_ones_end() -> None:
    reached, before = {State.DRAFTED}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {move.to for move in MOVES if move.source in reached}
    assert reached == set(State)
    assert {state for state in State if all(move.source != state for move in MOVES)} == {State.DROPPED, State.MERGED}


def test_who_may_is_asked_and_a_late_result_only_replaces_none() -> None:
    assert [each.id for each in moves_from("passed", frozenset({"town_congress"}))] == ["propose", "drop"]
    assert moves_from("passed", frozenset({"liaison"})) == []
    assert [each.id for each in moves_from("settled", frozenset({"working_body"}), "overdue")] == ["settle-late"]
    assert moves_from("settled", frozenset({"working_body"}), "adopted") == []
    assert move_by("reviewing", "verdict", "send_back") == BY_ID["send-back"] and move_by("dropped", "edit") is None

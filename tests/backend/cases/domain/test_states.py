"""States: which are open, in the code and in every statement that names them, and what is read of each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.accounts.domain import ROLES
from backend.cases.domain import AT_WORK, CITIZEN_WORDS, LABELS, MOVES, OPEN, OVER, ROLE_LABELS, State
from backend.mediation.domain import STANDS

BACKEND = Path(__file__).parents[4] / "backend"
LISTED = re.compile(r"\bstate (not )?in \(([^)]*)\)")
# Where nothing is due, and of these where nothing more is to be done but by opening it again.
ENDED = {*OVER} - {State.ANSWERED}
# What came to nothing by itself: no matter of a pattern.
NO_MATTER = {State.JOINED, State.WITHDRAWN, State.REFUSED}
# What came to an end with an answer.
ANSWERED = {*OVER} - NO_MATTER
# Where the system goes on by itself when a limit has passed.
LAPSING = {move.source for move in MOVES if move.unasked and move.after}


def ahead(state: State) -> set[State]:
    """Return the states a case may still come to before it is opened again."""
    found, new = set[State](), {state}
    while new:
        found |= new
        new = {move.to for move in MOVES if move.source in new and move.to is not State.REOPENED} - found
    return found - {state}


def test_open_are_those_whose_answer_is_to_come_unless_they_wait_for_their_writer_or_were_refused() -> None:
    coming = {state for state in State if State.ANSWERED in ahead(state)}
    assert coming == {*OPEN, State.LACKING, State.REFUSED}
    assert coming == set(State) - set(OVER)


def test_nothing_is_ahead_where_a_case_has_ended() -> None:
    assert {state for state in State if ahead(state) <= {State.ARCHIVED}} == ENDED


def lists() -> list[tuple[str, bool, frozenset[str]]]:
    """Return file, whether it is what is left out, and the words of every list of states of a case in a statement of ours.

    The demo's statements tell a tale of their own.
    """
    found = []
    for path in sorted(BACKEND.rglob("*.sql")):
        for no, words in LISTED.findall(path.read_text("utf-8")):
            said = frozenset(re.findall(r"'(\w+)'", words))
            # Promises, initiatives and meetings have states of their own; those of a mediation stand in its domain.
            if said <= set(State) and path.parent.name != "demo" and said != STANDS:
                found.append((str(path.relative_to(BACKEND)), bool(no), said))
    return found


def test_lists_of_states_are_found_where_they_are_known_to_stand() -> None:
    assert {name for name, _, _ in lists()} >= {"db/migrations/sql/0001_07_cases.sql", "cases/queries.sql"}


@pytest.mark.parametrize(
    ("name", "left_out", "said"), lists(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_list_of_states_in_a_statement_is_one_of_the_codes(
    name: str, left_out: bool, said: frozenset[str]
) -> None:
    """A further state that belongs to one of them has to be put into the statements too."""
    gone = ENDED - {State.JOINED}  # what was joined goes on elsewhere: its days of keeping are the other's
    assert said in ((set(OVER), ENDED, set(State) - set(OPEN), NO_MATTER) if left_out else (LAPSING, ANSWERED, gone)), (
        name
    )


def test_each_state_is_read_as_one_thing_by_staff_and_by_citizens() -> None:
    for words in (LABELS, CITIZEN_WORDS):
        assert set(words) == set(State)
    assert len(set(LABELS.values())) == len(State), "citizens are told less of the steps between offices"
    assert set(ROLE_LABELS) >= set(ROLES)
    assert len(set(ROLE_LABELS.values())) == len(ROLE_LABELS)


def test_where_work_stands_is_the_same_list_in_the_trigger() -> None:
    trigger = (BACKEND / "db/migrations/sql/0001_07_cases.sql").read_text("utf-8")
    (words,) = re.findall(r"e\.to_state in \(([^)]*)\)", trigger)
    assert tuple(re.findall(r"'(\w+)'", words)) == AT_WORK

"""The demo's people and words fit the house they are put into."""

from __future__ import annotations

import re

from backend.accounts.domain import ROLES, check_role
from backend.bodies.domain import BODY_ROLES
from backend.cases.domain import BY_ID, moves_to
from backend.categories import service as categories
from backend.clock import today
from backend.db import Database
from backend.demo.domain import FUQUAN, LINTAO, PEOPLE, STORIES, WORDS


def test_every_person_holds_a_role_that_is_and_a_login_of_their_own() -> None:
    for person in PEOPLE:
        if not person.body:
            check_role(person.role, person.area)
    assert len({person.login for person in PEOPLE}) == len({person.name for person in PEOPLE}) == len(PEOPLE)
    assert {person.role for person in PEOPLE if not person.body} == set(ROLES), "one of each"
    assert {person.role for person in PEOPLE if person.body} <= set(BODY_ROLES)
    for county in (LINTAO, FUQUAN):
        assert {person.role for person in PEOPLE if person.area.startswith(county)} >= {
            "liaison",
            "verifier",
            "grid_worker",
        }


def test_cells_are_given_to_those_who_walk_them_and_in_their_own_village() -> None:
    walkers = {person.login for person in PEOPLE if person.cells}
    assert walkers == {person.login for person in PEOPLE if person.role in {"grid_worker", "collector"}}
    assert all(person.cells == person.area and len(person.area) == 12 for person in PEOPLE if person.cells)


def test_every_category_has_its_words_and_they_would_be_taken_from_anybody(owner: Database) -> None:
    with owner.transaction() as session:
        asked_for = {"livelihood"}  # wishes of the demo's year of projects, backend/demo/service/projects.py
        assert set(WORDS) | asked_for == {each.code for each in categories.all_current(session, today())}
    answer = next(need.least for need in BY_ID["11-1"].needs)
    for texts, said in WORDS.values():
        assert texts and len(said) >= answer
        assert not [text for text in (*texts, said) if re.search(r"\d{7}|\d{4}-\d", text)], (
            "invented people have no phone"
        )


def test_each_story_goes_along_the_table_by_people_of_the_roles() -> None:
    role = {person.login: person.role for person in PEOPLE}
    for name, steps in STORIES.items():
        state = "pending"
        for step in steps:
            able = [move for move in moves_to(state, step.to, step.row) if role[step.login] in move.roles]
            assert len(able) == 1, (name, state, step)
            given = {**step.evidence} | {"reason": step.reason}
            assert all(need.key in given for need in able[0].needs if need.least), (name, step)
            assert step.reason or not able[0].reason_required, (name, step)
            state = able[0].lands
    last = {steps[-1].to for steps in STORIES.values()}
    assert {"dispatched", "handling", "mediating", "offered", "sent_up", "studying", "tabled", "forwarded"} == last

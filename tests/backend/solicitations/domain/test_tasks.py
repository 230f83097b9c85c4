"""The steps of a task: who has it and who gave it each have their own, and an end."""

from __future__ import annotations

import pytest

from backend.db import Database
from backend.solicitations.domain import OPEN_TASKS, TASK_LABELS, TASK_STEPS, TaskState


@pytest.mark.parametrize("state", TaskState)
def test_what_is_open_goes_on_and_what_is_over_stays(state: TaskState) -> None:
    assert any(step.source == state for step in TASK_STEPS) == (state in OPEN_TASKS)
    assert TASK_LABELS[state]


def test_the_database_knows_the_same_steps(owner: Database) -> None:
    with owner.engine.connect() as connection:
        rule = connection.exec_driver_sql(
            "select prosrc from pg_proc where proname = 'check_solicitation_task'"
        ).scalar()
    arrows = {f"('{step.source.value}', '{step.to.value}')" for step in TASK_STEPS}
    assert all(arrow in str(rule) for arrow in arrows)
    assert str(rule).count("', '") - str(rule).count("('returned', 'recalled', 'done')") * 2 == len(arrows)

"""An answer and an ask climb the same ladder, each under its own name; the story of each stands in test_tasks and test_asks."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import uuid4

from backend.feedback.queries import AskView, SheetView
from backend.feedback.service.ladder import ASKS, SHEETS, kind_of
from backend.jobs.events import EVENTS
from backend.jobs.registry import TASKS


def any_of(kind: type[Any]) -> Any:
    """A row of which only the id is looked at."""
    return kind(**{each.name: uuid4() if each.name == "id" else None for each in fields(kind)})


def test_each_has_its_own_errands_and_its_own_name_in_the_record() -> None:
    import backend.feedback.tasks  # noqa: F401 - registers the errands

    assert {SHEETS.errand, ASKS.errand} <= TASKS.keys()
    assert {*EVENTS["feedback.asked"], *EVENTS["feedback.issued"]} <= TASKS.keys()
    assert (kind_of(any_of(SheetView)), kind_of(any_of(AskView))) == ("feedback_sheet", "ask")
    assert (SHEETS.template, ASKS.template) == ("feedback.issued", "feedback.asked")

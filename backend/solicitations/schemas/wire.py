"""From what is known to the wire, in the caller's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.cases.domain import ROLE_LABELS, STAFF
from backend.clock import today
from backend.http.paging import encode
from backend.http.words import language, say
from backend.solicitations.domain import (
    BY_ID,
    LABELS,
    NEEDS,
    OPEN_TASKS,
    PHASE_LABELS,
    TASK_LABELS,
    State,
    TaskState,
    TaskStep,
    phase_of,
)
from backend.solicitations.domain.drafts import Former, Reading
from backend.solicitations.model import SolicitationKind
from backend.solicitations.queries import ArticleView, Event, File, TaskView, VersionView, View


def named(name: str, name_en: str) -> str:
    """Return the office's own name of something in the caller's language."""
    return name_en if language() == "en" else name


def head_wire(view: View) -> dict[str, Any]:
    """Return a line of the list as the wire has it."""
    phase = phase_of(view.state, view.held_state)
    return vars(view) | {
        "kind": {"code": view.kind, "name": named(view.kind_name, view.kind_name_en)},
        "label": say(LABELS[view.state]),
        "phase": phase,
        "phase_label": say(PHASE_LABELS[phase]),
        "area": {"code": view.area_code, "name": view.area_name},
        "days_left": (view.closes_on - today()).days,
    }


def page_wire(views: Sequence[View], most: int) -> dict[str, Any]:
    """Return a page of at most `most`, of one more that were read, with the cursor of the next."""
    last = views[most - 1] if len(views) > most else None
    items = [head_wire(each) for each in views[:most]]
    return {"items": items, "next": encode(last.made_at.isoformat(), last.id) if last else None}


def file_wire(file: File) -> dict[str, Any]:
    """Return the file as the wire has it."""
    view = file.view
    return head_wire(view) | {
        "held_label": say(LABELS[view.held_state]) if view.held_state else None,
        "by": view.by_body_name or say(ROLE_LABELS.get(view.made_as, STAFF)),
        "goes_to": named(view.goes_to, view.goes_to_en),
        "leads": [vars(each) for each in file.leads],
        "versions": [vars(each) for each in file.versions],
        "tasks": [task_wire(each, steps) for each, steps in file.tasks],
        "events": [event_wire(each) for each in file.events],
        "moves": [
            {
                "move": each.id, "label": say(each.label), "reason_required": each.reason_required,
                "aside": each.to in {State.PAUSED, State.CANCELLED} or each.id.startswith("extend"),
                "needs": [{"code": need, "name": say(NEEDS[need])} for need in each.needs],
            }
            for each in file.moves
        ],
        "outcomes": [{"code": each.outcome, "name": named(each.name, each.name_en)} for each in file.outcomes],
        "may_draft": file.may_draft,
        "runs": file.runs,
        "following": file.following,
    }  # fmt: skip


def task_wire(task: TaskView, steps: Sequence[TaskStep]) -> dict[str, Any]:
    """Return a task as the wire has it, with the steps that this person may make."""
    return vars(task) | {
        "label": say(TASK_LABELS[TaskState(task.state)]),
        "days_left": (task.due_on - today()).days,
        "late": task.state in OPEN_TASKS and task.due_on < today(),
        "steps": [{"to": each.to.value, "label": say(each.label), "why": each.why} for each in steps],
    }


def in_hand_wire(found: Sequence[tuple[TaskView, str, str]]) -> dict[str, Any]:
    """Return the tasks in hand as the wire has them."""
    return {"items": [task_wire(task, []) | {"title": title, "number": number} for task, title, number in found]}


def event_wire(event: Event) -> dict[str, Any]:
    """Return what happened as the wire has it."""
    label = TASK_LABELS[TaskState(event.to_state)] if event.task_id else BY_ID[event.move].label
    return vars(event) | {
        "label": say(label),
        "given": [{"label": say(NEEDS[key]), "text": str(text)} for key, text in event.evidence.items()],
    }


def version_wire(version: VersionView, articles: Sequence[ArticleView]) -> dict[str, Any]:
    """Return a version with its articles as the wire has it."""
    return vars(version) | {"items": [vars(each) for each in articles]}


def preview_wire(read: Reading, formers: Sequence[Former], after: int) -> dict[str, Any]:
    """Return what a text holds as the wire has it."""
    return {
        "title": read.title, "after": after, "articles": [vars(each) for each in read.articles],
        "formers": [vars(each) for each in formers],
    }  # fmt: skip


def frame_wire(kinds: Sequence[SolicitationKind], areas: dict[str, str]) -> dict[str, Any]:
    """Return what one needs to issue as the wire has it."""
    return {
        "kinds": [{"code": each.kind, "name": named(each.name, each.name_en)} for each in kinds],
        "areas": [{"code": code, "name": name} for code, name in areas.items()],
    }

"""The verbs of the room: list, add, change, fill in for a case. A person chooses, changes and signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import service as cases
from backend.cases.domain import Actor
from backend.cases.queries import CaseFile, limits
from backend.clock import CHINA, today
from backend.db import current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.grid.service import known_areas
from backend.replies import queries
from backend.replies.domain import AGREED, CAME_BY, WRITERS, Filled, Template, Wording, check, fill


def listed(session: Session) -> Sequence[Template]:
    """Return the templates the viewer may read, those shipped first, disabled ones too."""
    return queries.templates(session)


def add(session: Session, template_id: UUID, says: Wording, actor: int) -> Template:
    """Add a template of one's own area. The same again answers as the first time.

    Raises Invalid and Forbidden naming the field that is wrong, Conflict for an id that is taken.
    """
    _check(session, says)
    if not queries.add(session, template_id, 1, says, actor):
        there = queries.one(session, template_id)
        if there is None or (there.says, there.version) != (says, 1):
            raise Conflict("这个编号已经用过，内容不同", field="id", code="id_taken")
        return there
    audit.append(session, "reply_template.added", "reply_template", template_id, area=says.area_code)
    return Template(template_id, 1, says)


def change(session: Session, template_id: UUID, says: Wording, actor: int, version: int) -> Template:
    """Store the version after `version`, which was read; earlier ones are kept. The same again answers as the first time.

    Raises NotFound, Stale, Forbidden for one that was shipped or another area's, Invalid naming the field.
    """
    there = queries.one(session, template_id)
    if there is None:
        raise NotFound("没有找到")
    if there.says.area_code is None:
        raise Forbidden("自带的模板不能改，另存为本地的再改", field="id")
    if (there.says, there.version) == (says, version + 1):
        return there
    _check(session, there.says)
    _check(session, says)
    if there.version != version or not queries.add(session, template_id, version + 1, says, actor):
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    fields = [name for name in Wording.__dataclass_fields__ if getattr(says, name) != getattr(there.says, name)]
    audit.append(session, "reply_template.changed", "reply_template", template_id, area=says.area_code, fields=fields)
    return Template(template_id, version + 1, says)


def of_case(session: Session, case_id: UUID, actor: Actor, lacking: Mapping[str, str]) -> list[Filled]:
    """Return the templates filled in for a case, those that fit how it came to its answer first.

    `lacking`: what stands for a field that the case has nothing for. Raises NotFound when there is no such case for this viewer.
    """
    file = cases.read(session, case_id, actor)
    values = values_of(file) | {"objection_days": str(limits(session)["objection"].days)}
    fitting = kinds_of(file)
    able = [
        each for each in queries.templates(session)
        if not each.says.disabled and file.head.area_code.startswith(each.says.area_code or "")
    ]  # fmt: skip
    filled = [Filled(each, fill(each.says.body, values, lacking), each.says.kind in fitting) for each in able]
    # The office's own stand before the shipped ones.
    return sorted(filled, key=lambda each: (not each.fits, -len(each.template.says.area_code or "")))


def kinds_of(file: CaseFile) -> set[str]:
    """Return the kinds of answers that fit how a case came to where it is: by its last moves."""
    moves = [event.move for event in file.timeline if event.kind == "move"]
    came = next((CAME_BY[move] for move in moves if move in CAME_BY), None)
    if came is None:
        came = "organ" if file.head.channel == "congress" else "agreed" if AGREED in moves else "done"
    return {came, "merged"} if len(file.reports) > 1 else {came}


def values_of(file: CaseFile) -> dict[str, str]:
    """Return what a case has for each field, empty for nothing; nothing of it says who spoke."""
    said: dict[str, str] = {}
    for event in reversed(file.timeline):
        said |= {key: str(text) for key, text in event.evidence.items()}
    handler = next((seat.body_name for seat in reversed(file.seats) if seat.seat in {"receiver", "handler"}), "")
    head = file.head
    return {
        "number": head.number, "category": head.category_name, "area": head.area_name, "station": head.station_name or "",
        "received_on": str(head.opened_at.astimezone(CHINA).date()), "today": str(today()),
        "body": handler or said.get("outside", "") or head.station_name or "",
        "handling": (said.get("result") or said.get("handling", "")).rstrip("。；"),
        "ways": said.get("ways", "").rstrip("。；"), "their_number": said.get("their_number", ""),
        "minutes": said.get("minutes", ""),
    }  # fmt: skip


def _check(session: Session, says: Wording) -> None:
    check(says)
    area = says.area_code or ""
    if area not in known_areas(session, [area]):
        raise Invalid("没有这个区域", field="area_code")
    if not current_context(session).holds_at(area, *WRITERS):
        raise Forbidden("这个地方的模板不归您定", field="area_code")

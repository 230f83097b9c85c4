"""Writing down what somebody came to say, rang, wrote, or what another system sent: taken in like what people send themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases import queries as cases
from backend.cases.domain import Actor
from backend.cases.service import head_of, meet
from backend.categories import service as categories
from backend.clock import today
from backend.contacts.service import consents
from backend.contacts.service.consents import How
from backend.db import Context, apply_context, current_context
from backend.deputies import service as deputies
from backend.errors import Conflict, Forbidden, Invalid
from backend.grid import service as grid
from backend.petitions import service as petitions
from backend.petitions.domain import NOTERS, PROCEDURES
from backend.reports import service as reports
from backend.reports.model import CaseReport, Registration, Report, ReportChannel
from backend.reports.service import Came
from backend.stations import service as stations
from backend.submissions.domain import Accepted, NewSubmission, Register
from backend.submissions.queries import Desk
from backend.submissions.service.intake import record, repeated

# Who may write down what somebody else says; of several roles the first counts.
REGISTRARS = ("liaison", "town_congress", "deputy")
# Who hears people at the door, and files at once what was said of a draft and is no matter of the law; anywhere in their county.
HEARERS = ("grid_worker", "collector")
OLDEST_DAYS = 3650
COUNTY = 6  # digits of a county's code
# How consent is given where it is not by word of mouth.
CONSENTED: Mapping[str, How] = {"phone": "phone", "hotline": "phone", "letter": "paper", "box": "paper"}
MOST_VILLAGES = 2000
LEAST_ABOUT = 2


def desk(session: Session, actor: Actor, village: str | None) -> Desk:
    """Return what may be chosen when a matter is written down, within the areas of who asks."""
    prefixes = _prefixes(actor)
    found = [each for prefix in prefixes for each in stations.stations_of(session, prefix, on=today())]
    cells = grid.cells_in(session, village, today()) if village and village.startswith(prefixes) else []
    return Desk(
        [each for each in reports.channels(session) if each.registered],
        categories.all_current(session, today()),
        list({each.id: each for each in found}.values()),
        [pair for prefix in prefixes for pair in grid.villages_in(session, prefix, today(), MOST_VILLAGES)],
        cells,
    )


def register(session: Session, actor: Actor, new: NewSubmission) -> Accepted:
    """Write down a matter once, in the scope of who writes; it gets a receipt and waits to be taken on like any other.

    The same for every resend by the same person. Raises Invalid naming the field, Forbidden for other roles, Conflict when the number
    of the other system, or the id, is taken.
    """
    scope, by = current_context(session), new.written
    if by is None or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    prefixes = _prefixes(actor, heard=by.from_opinion)
    before = repeated(session, new)
    if before:
        return before  # what became of the station or the channel since changes nothing of what was received
    channel = _channel(session, by)
    new = replace(new, written=_deputy(session, actor, replace(by, petition=channel.petition)))
    _check(session, new, by, prefixes)
    apply_context(session, Context(receipt=new.id))
    accepted = record(session, new)
    area = session.get_one(Report, new.id).area_code
    apply_context(session, replace(scope, receipt=new.id))
    if not area.startswith(prefixes):
        raise Invalid("这个地方不在您的辖区，请重新选地点或站点", field="place", code="another_place")
    if not accepted.again:
        known = reports.number_known(session, by.channel, by.their_number, area) if by.their_number else None
        if known:
            raise _double(session, known, by.their_number)
        _note(session, actor, new, by, area)
    return accepted


def registrations(session: Session, case_id: UUID, actor: Actor) -> list[Came]:
    """Return how those reports of a case came that staff wrote down.

    Raises NotFound when there is no such case for this viewer.
    """
    meet(session, case_id, actor)
    head_of(session, case_id)
    return reports.registrations(session, case_id)


def _note(session: Session, actor: Actor, new: NewSubmission, by: Register, area: str) -> None:
    """Keep who wrote it down, beside the report; note the procedure it is in already."""
    heard = (role for role in HEARERS if by.from_opinion and actor.has(role))
    role = next((role for role in REGISTRARS if role in actor.roles_at(area)), None) or next(heard)
    row: dict[str, Any] = {
        "report_id": new.id,
        "account_id": actor.id,
        "account_name": actor.name,
        "role": role,
        "channel": by.channel,
    }
    row |= {"station_id": new.station_id, "came_on": by.came_on, "their_number": by.their_number, "area_code": area}
    consents.noted(
        session, new.id, area, by.told, CONSENTED.get(by.channel, "door"), noted_by=by.by, language=new.language, hidden=by.kept
    )  # fmt: skip
    session.execute(insert(Registration).values(**row, hidden=by.kept).inline())
    audit.append(session, "submission.registered", "report", new.id, area=area, fields=("channel", "came_on"))
    if by.elsewhere:
        petitions.note(session, new.id, actor, by.elsewhere, by.about_it)


def _channel(session: Session, by: Register) -> ReportChannel:
    found = next(
        (
            each
            for each in reports.channels(session)
            if each.code == by.channel and (each.registered or by.from_opinion)
        ),
        None,
    )
    if found is None:
        raise Invalid("选一个来源", field="channel", code="unknown_channel")
    if by.their_number and not found.numbered:
        raise Invalid("这个来源没有对方编号，请留空", field="their_number", code="no_number")
    return found


def _check(session: Session, new: NewSubmission, by: Register, prefixes: tuple[str, ...]) -> None:
    """Refuse a day to come, a station or place of elsewhere, a contact without consent, a procedure noted by who may not."""
    if by.came_on > today():
        raise Invalid("日期不能在今天以后", field="came_on", code="day_to_come")
    if (today() - by.came_on).days > OLDEST_DAYS:
        raise Invalid("日期离今天超过十年，请核对", field="came_on", code="wrong_day")
    station = stations.get(session, new.station_id) if new.station_id else None
    if new.written and new.written.deputy is None and (station is None or not station.area_code.startswith(prefixes)):
        raise Invalid("选一个您辖区里的站点", field="station_id", code="another_place")
    if by.village and (not by.village.startswith(prefixes) or not grid.areas_up(session, by.village, today())):
        raise Invalid("选一个您辖区里的村（社区）", field="village", code="another_place")
    if new.cell_code and grid.cell_by_code(session, new.cell_code, today()) is None:
        raise Invalid("没有这个网格，请从名单里选", field="cell_code", code="unknown_cell")
    if (new.reply.name or new.reply.phone) and not by.told:
        raise Invalid("先告诉反映人怎么用这些内容，同意了再登记姓名和手机号", field="told", code="consent_needed")
    if by.elsewhere and (by.elsewhere not in PROCEDURES or len(by.about_it) < LEAST_ABOUT):
        raise Invalid("写明案号或受理单位，至少2个字", field="about_it", code="about_it_needed")


def _deputy(session: Session, actor: Actor, by: Register) -> Register:
    """Return it as told to the deputy who writes, or as it is when somebody of a station writes.

    Raises Forbidden when no deputy in office has this account, Invalid for what only a station notes.
    """
    if actor.has("liaison") or actor.has("town_congress"):
        return by
    if by.from_opinion and any(actor.has(role) for role in HEARERS):
        return by
    found = deputies.of_account(session, actor.id or 0, today())
    if found is None:
        raise Forbidden("没有您的代表信息，请找管理员")
    if by.elsewhere and not {*NOTERS} & {role for role, _ in actor.roles}:
        raise Invalid("是否已在其他程序，由站点登记", field="elsewhere", code="not_yours")
    return replace(by, deputy=(found.id, found.name, found.area_code, found.station_id))


def _prefixes(actor: Actor, *, heard: bool = False) -> tuple[str, ...]:
    """Return the areas in which somebody may write matters down; `heard`: in the field, of a draft.

    Raises Forbidden when there are none.
    """
    seats = {prefix for role, prefix in actor.roles if role in REGISTRARS}
    rounds = {prefix[:COUNTY] for role, prefix in actor.roles if heard and role in HEARERS}
    found = tuple(sorted(seats | rounds))
    if not found:
        raise Forbidden("您的岗位不能做这一步")
    return found


def _double(session: Session, known: UUID, number: str) -> Conflict:
    """Return the refusal of a number that was registered before; it names the matter where the viewer may see it."""
    case_id = session.scalar(select(CaseReport.case_id).where(CaseReport.report_id == known))
    head = cases.head(session, case_id) if case_id else None
    if head is None:
        return Conflict("{number}已经登记过，不重复登记", field="their_number", code="registered_before", number=number)
    return Conflict(
        "{number}已经登记为{case}，不重复登记。有新情况写进那一件。",
        field="their_number", code="registered_before", number=number, case=head.number,
    )  # fmt: skip

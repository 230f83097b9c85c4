"""Taking in an opinion exactly once: from a person without an account, or as somebody writes it down."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import CHINA, today
from backend.codes import service as codes
from backend.codes.domain import CodeTarget, receipt_of
from backend.contacts import service as contacts
from backend.contacts.service import consents
from backend.contacts.service.consents import How
from backend.db import Context, apply_context, current_context
from backend.errors import Conflict, Forbidden, Invalid
from backend.opinions import queries
from backend.opinions.domain import Accepted, NewOpinion, Noted
from backend.opinions.model import Opinion, OpinionText
from backend.opinions.queries import DraftNow, Stored, WayIn
from backend.opinions.service.moving import heard_as_case

TAKEN = "这个编号已经用在别的内容上"
# Whose clock runs ahead by more has not heard it yet.
AHEAD = timedelta(minutes=10)
# How consent is given where it is not by word of mouth.
CONSENTED: dict[str, How] = {"phone": "phone", "letter": "paper", "box": "paper"}
# Who writes down by the day it was said, also when the draft has closed meanwhile.
STILL_TAKES = frozenset({"collecting", "ended"})


def context_of(new: NewOpinion) -> Context:
    """Return the context to store `new` in: nobody's, bound to this one opinion."""
    return Context(receipt=new.id)


def way_in(new: NewOpinion) -> str:
    """Return by what an opinion comes in, for the limits: its code in the one spelling, its station, or the draft alone."""
    if new.code is not None:
        return codes.one_spelling(new.code) or "no code of ours"
    return f"station {new.station_id}" if new.station_id is not None else f"draft {new.solicitation_id}"


def foretell(session: Session, new: NewOpinion) -> str:
    """Return the name of the station that would get it. Raises as `record`."""
    return _way(session, new, _draft(session, new, today()), _target(session, new.code)).name


def record(session: Session, new: NewOpinion) -> Accepted:
    """Store what a person without an account says, once. The session's context must be `context_of(new)`.

    Returns the same for every resend. Raises Invalid naming the field, Conflict when the id holds something else, the draft is closed,
    or the article was dropped.
    """
    digest = new.digest(codes.keys()("opinion digest"))
    known = queries.stored(session, new.id)
    return _as_before(new, known, digest, None) if known else _store(session, new, digest)


def received_before(session: Session, new: NewOpinion) -> Accepted | None:
    """Return what was stored when this very opinion came before; None when nothing or something else is stored."""
    known = queries.stored(session, new.id)
    try:
        return _as_before(new, known, new.digest(codes.keys()("opinion digest")), None) if known else None
    except Conflict:
        return None


def record_noted(session: Session, who: Actor, new: NewOpinion) -> Accepted:
    """Store what somebody with an account writes down, of themselves or of somebody else, once. As `record`; in the writer's own context.

    What they mark as no matter of the law becomes a case in the same breath. Raises Forbidden for who writes nothing down.
    """
    scope, noted = current_context(session), new.noted
    if scope.viewer is None or noted is None:
        raise Forbidden("您的岗位不能做这一步")
    digest = new.digest(codes.keys()("opinion digest"))
    known = queries.stored(session, new.id)
    before = _as_before(new, known, digest, scope.viewer) if known else None
    if before and not noted.concern:
        return before
    if not before:
        _check_noted(new, noted)
    try:
        with session.begin_nested():
            apply_context(session, replace(scope, receipt=new.id))
            accepted = before or _store(session, new, digest)
            if noted.concern:
                accepted = replace(accepted, case=heard_as_case(session, who, new, noted.concern).number)
            apply_context(session, scope)
    except Exception:
        session.info["context"] = scope  # the savepoint has put the settings back
        raise
    return accepted


def _check_noted(new: NewOpinion, noted: Noted) -> None:
    if noted.said_at > datetime.now(UTC) + AHEAD:
        raise Invalid("时间不能在现在以后", field="said_at", code="day_to_come")
    if (new.reply.name or new.reply.phone) and noted.speaker == "other" and not noted.told:
        raise Invalid("先告诉提意见的人怎么用这些内容，同意了再登记姓名和手机号", field="told", code="consent_needed")
    if noted.concern and noted.speaker == "self":
        raise Invalid("您自己看到的事请登记线索，不从草案转", field="concern", code="own_concern")


def _store(session: Session, new: NewOpinion, digest: bytes) -> Accepted:
    day = new.noted.said_at.astimezone(CHINA).date() if new.noted else today()
    draft = _draft(session, new, day)
    target = _target(session, new.code)
    way = _way(session, new, draft, target)
    receipt = receipt_of(new.id, codes.keys())
    answer = {
        "solicitation": {"id": str(draft.id), "number": draft.number, "title": draft.title},
        "article": draft.label, "station": {"id": way.station_id, "name": way.name},
        "received_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    }  # fmt: skip
    facts = {
        "version_id": draft.version_id, "article_id": draft.article_id, "seen_article_id": new.article_id,
        "area_code": way.area_code, "cell_id": way.cell_id, "station_id": way.station_id, "code_id": target.code_id if target else None,
        "receipt": receipt.number, "digest": digest, "answer": answer,
    }  # fmt: skip
    if _insert(session, new, facts):
        return Accepted(new.id, receipt.number, receipt.query_code, answer, again=False)
    known = queries.stored(session, new.id)  # another request stored it meanwhile
    if known is None:
        raise Conflict(TAKEN, field="id", code="id_taken")
    return _as_before(new, known, digest, current_context(session).viewer)


def _draft(session: Session, new: NewOpinion, day: date) -> DraftNow:
    """Return the draft when it takes this opinion.

    Raises Invalid when there is none, Conflict when it is not open (it says until when it was) or the article was dropped (it says where the text is).
    """
    found = queries.draft_now(session, new.solicitation_id, new.article_id, today())
    if found is None or found.version_id is None:
        raise Invalid("没有这个草案", field="solicitation_id", code="unknown_draft")
    if new.article_id and not found.known:
        raise Invalid("这个草案里没有这一条", field="article_id", code="unknown_article")
    if day < found.opens_on:
        raise Conflict("这个草案{day}起征求意见", field="solicitation_id", code="not_open_yet", day=found.opens_on)
    in_time = new.noted is not None and found.state in STILL_TAKES and day <= found.closes_on
    if not (found.takes or in_time):
        raise Conflict(
            "这个草案的意见征集到{day}，现在不收了", field="solicitation_id", code="closed", day=found.closes_on
        )
    if new.article_id and found.article_id is None:
        raise Conflict(
            "新的一稿里没有{label}了。现在的草案在{where}，可以对别的条或整部草案提。",
            field="article_id", code="article_dropped", label=found.seen_label, where=f"/drafts/{found.id}",
        )  # fmt: skip
    return found


def _target(session: Session, code: str | None) -> CodeTarget | None:
    if code is None:
        return None
    target = codes.resolve(session, code)
    if target is None:
        raise Invalid("没有这个码。对照海报检查最后4位，或找最近的站点。", field="code")
    if target.state == "revoked":
        raise Invalid("这个码已停用。请扫新海报，或找最近的站点。", field="code")
    return target


def _way(session: Session, new: NewOpinion, draft: DraftNow, target: CodeTarget | None) -> WayIn:
    """Return the station that gets it. Raises Invalid where none does, or one of a place that the draft does not ask."""
    deputy = target if target and target.kind == "deputy" else None
    scanned = target.station.id if target and target.station and not deputy else None
    found = queries.way_in(session, {
        "solicitation": draft.id, "day": today(), "cell_code": new.noted.cell_code if new.noted else None,
        "station_id": scanned or new.station_id, "scope_area": deputy.area_code if deputy else None,
        "home_id": deputy.station.id if deputy and deputy.station else None,
    })  # fmt: skip
    if found is None:
        raise Invalid("选一个站点，意见从那里上报", field="station_id", code="no_station")
    if not found.area_code.startswith(draft.prefix):
        raise Invalid("这个草案不向这个地方征求意见", field="station_id", code="another_place")
    scope = current_context(session)
    if new.noted and new.noted.speaker == "other" and not found.area_code.startswith((*scope.areas, *scope.file_areas)):
        raise Invalid("选一个您辖区里的站点", field="station_id", code="another_place")
    return found


def nowhere(error: IntegrityError) -> Exception:
    """Return the refusal of an activity or a sitting that there is none of; the fault itself where it is another."""
    named = str(getattr(getattr(error.orig, "diag", None), "constraint_name", ""))
    for field in ("activity_id", "sitting_id"):
        if field in named:
            return Invalid("没有找到所写的活动或记录", field=field, code="no_such_source")
    return error


def _insert(session: Session, new: NewOpinion, facts: dict[str, Any]) -> bool:
    """Store the opinion with all that hangs on it; returns False when another request stored the id meanwhile."""
    noted, viewer, area = new.noted, current_context(session).viewer, facts["area_code"]
    row = facts | {
        "id": new.id, "solicitation_id": new.solicitation_id, "unit_name": new.unit_name, "language": new.language,
        "channel": noted.channel if noted else "scan" if new.code else "web", "reply_way": new.reply.way,
        "contact_id": new.id if new.reply.name or new.reply.phone else None,
        "said_at": noted.said_at if noted else datetime.now(UTC),
        "author_id": viewer if noted and noted.speaker == "self" else None,
        "noted_by": viewer if noted and noted.speaker == "other" else None,
    }  # fmt: skip
    if noted:
        row |= {"visit_id": noted.visit_id, "activity_id": noted.activity_id, "sitting_id": noted.sitting_id}
    try:
        made = session.execute(insert(Opinion).values(**row).on_conflict_do_nothing(index_elements=["id"]))
    except IntegrityError as error:
        raise nowhere(error) from error
    if not made.rowcount:  # type: ignore[attr-defined]
        return False
    if row["contact_id"]:
        contacts.keep(session, new.id, area, new.reply.name, new.reply.phone, hidden=False)
    session.add(OpinionText(opinion_id=new.id, area_code=area, said=new.text))
    session.flush()
    _agreed(session, new, noted, area)
    audit.append(session, "opinion.received", "opinion", new.id, area=area, fields=["text", "reply", "unit_name"])
    return True


def _agreed(session: Session, new: NewOpinion, noted: Noted | None, area: str) -> None:
    """Keep what the person agreed to: by sending, by a tick, or as they told who wrote it down."""
    if noted is None:
        ticked = ("handling",) if new.ticked else ()
        consents.record(session, new.id, area, needed=("handling",), ticked=ticked, language=new.language)
    elif noted.told and noted.speaker == "other":
        viewer = current_context(session).viewer or 0
        how = CONSENTED.get(noted.channel, "door")
        consents.noted(session, new.id, area, ("handling",), how, noted_by=viewer, language=new.language, hidden=False)


def _as_before(new: NewOpinion, known: Stored, digest: bytes, viewer: int | None) -> Accepted:
    same = known.digest is not None and hmac.compare_digest(known.digest, digest)
    if known.answer is None or not same or (known.author_id or known.noted_by) != viewer:
        raise Conflict(TAKEN, field="id", code="id_taken")
    receipt = receipt_of(new.id, codes.keys())
    return Accepted(new.id, receipt.number, receipt.query_code, known.answer, again=True)

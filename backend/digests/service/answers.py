"""The answer to everybody who spoke: a sheet for each author or unit, a public notice, or both; and what everybody may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import today
from backend.digests import queries
from backend.digests.domain import DUE, NewNotice
from backend.digests.model import AnswerNotice, AnswerNoticeOpinion, DigestItem, DigestOpinion
from backend.digests.queries import Answered, Count, ItemView, NoticeView, Result, Told
from backend.digests.service.items import TAKEN, read
from backend.digests.service.stepping import held, makers
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.feedback import service as feedback
from backend.feedback.domain import Recipient, Signer, Subject
from backend.plain import digest_of

Words = Callable[[ItemView], str]
# Sheets of one request; the next answers those that remain.
MOST_SHEETS = 300


def answer(session: Session, item_id: UUID, actor: Actor, body_name: str, words: Words) -> tuple[Told, int]:
    """Issue a sheet to each author or unit of an item that has its result, or was dropped, and has none yet. May be repeated.

    `words`: the answer, made of the item. What one account or one unit said of it is answered by one sheet. Returns the item and how
    many sheets were issued. Raises NotFound, Forbidden, Conflict while there is nothing to answer.
    """
    found = held(session, item_id)
    role = _answers(session, found, actor)
    issued = 0
    said = words(found)
    for group in _people(queries.to_answer(session, item_id, MOST_SHEETS)):
        first = group[0]
        to = Recipient(
            report_id=first.id, report_number=first.number, area_code=first.area_code, hidden=False,
            said="\n".join(each.said for each in group), said_at=first.said_at, author_id=first.author_id,
            receipt=None if first.author_id else first.receipt,
            reply_way="inbox" if first.author_id else first.reply_way, language=first.language,
        )  # fmt: skip
        about = Subject("opinion", found.id, found.number, body_name)
        sheet = feedback.issue(session, about, [to], said, Signer(actor.id or 0, actor.name, role))[0]
        told = update(DigestOpinion).where(DigestOpinion.opinion_id.in_([each.id for each in group]))
        session.execute(
            told.values(sheet_id=sheet.id, answered_at=func.coalesce(DigestOpinion.answered_at, func.now()))
        )
        issued += 1
    if issued:
        _mark(session, [found])
        audit.append(
            session, "digest.answered", "digest_item", item_id, area=found.area_code, fields=(f"sheets:{issued}",)
        )
    return read(session, item_id, actor), issued


def _answers(session: Session, found: ItemView, actor: Actor) -> str:
    if actor.id is None or "liaison" not in makers(session, actor, found.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if found.state not in DUE:
        raise Conflict("还没有结果，不能反馈", code="not_due")
    return "liaison"


def _people(rows: Sequence[Answered]) -> list[list[Answered]]:
    """Return what one account or one unit said together, everybody else's by itself; in the order in which it came."""
    found: dict[object, list[Answered]] = defaultdict(list)
    for each in rows:
        found[each.author_id or each.unit_name or each.id].append(each)
    return list(found.values())


def _mark(session: Session, items: Sequence[ItemView]) -> None:
    ids = [each.id for each in items if each.answered_at is None]
    session.execute(update(DigestItem).where(DigestItem.id.in_(ids)).values(answered_at=func.now()))
    session.expire_all()


def publish(session: Session, actor: Actor, given: NewNotice) -> NoticeView:
    """Note a public notice: where it hung or was published, and that it answers whoever spoke in these items. May be repeated.

    Raises NotFound, Forbidden, Conflict for an id that is taken or items without a result, Invalid naming the field.
    """
    if given.published_on > today():
        raise Invalid("日期不能晚于今天", field="published_on")
    asked = digest_of(**vars(given))
    queries.lock(session, given.id)
    if not queries.notices(session, notice=given.id):
        items = [held(session, each) for each in sorted(dict.fromkeys(given.items), key=str)]
        for each in items:
            _answers(session, each, actor)
        if any(each.solicitation_id != given.solicitation_id for each in items):
            raise Invalid("有的条目不在这部草案里", field="items", code="no_such_item")
        row = {"id": given.id, "solicitation_id": given.solicitation_id, "title": given.title, "text": given.text}
        row |= {"place": given.place, "published_on": given.published_on, "made_by": actor.id, "made_name": actor.name}
        area = min((each.area_code for each in items), key=len)
        made = upsert(AnswerNotice).values(**row, area_code=area, asked=asked).on_conflict_do_nothing()
        if session.execute(made.returning(AnswerNotice.id)).one_or_none():
            _tell_all(session, given.id, items)
            audit.append(
                session, "notice.published", "answer_notice", given.id, area=area, fields=("title", "text", "items")
            )
    found = queries.notices(session, notice=given.id)
    if not found or (found[0].asked, found[0].made_by) != (asked, actor.id):
        raise Conflict(TAKEN, field="id", code="id_taken")
    return found[0]


def _tell_all(session: Session, notice: UUID, items: Sequence[ItemView]) -> None:
    mine = DigestOpinion.item_id.in_([each.id for each in items])
    rows = select(literal(notice, Uuid), DigestOpinion.opinion_id).where(mine)
    session.execute(insert(AnswerNoticeOpinion).from_select(["notice_id", "opinion_id"], rows))
    when = func.coalesce(DigestOpinion.answered_at, func.now())
    session.execute(update(DigestOpinion).where(mine).values(by_notice=True, answered_at=when))
    _mark(session, items)


def notices(session: Session, solicitation_id: UUID) -> list[NoticeView]:
    """Return the notices of a draft that the viewer sees, newest first."""
    return queries.notices(session, solicitation=solicitation_id)


def results(session: Session, solicitation_id: UUID) -> tuple[str, str, datetime, list[Count], list[Result]]:
    """Return what everybody may read of a draft: title, issuer, when it was made, figures, and what became of what was said.

    Raises NotFound where there is none.
    """
    draft = queries.draft(session, solicitation_id)
    if draft is None:
        raise NotFound("没有找到")
    found = queries.results(session, solicitation_id)
    return draft.title, draft.issuer, draft.made_at, queries.results_counts(session, solicitation_id), found

"""How what was read becomes what is told, and the words of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from backend.cases.domain import Actor
from backend.clock import today
from backend.digests.domain import BY_ID, DUE, LABELS, OPEN, TOLD, Funnel, State
from backend.digests.domain.likeness import Group
from backend.digests.model import SpecialityRow
from backend.digests.queries import (
    ArticleRow,
    BatchView,
    DraftRow,
    ExpertView,
    FunnelRow,
    ItemView,
    NoticeView,
    OpinionRow,
    OutcomeRow,
    Review,
    Told,
    Wording,
)
from backend.http.paging import encode
from backend.http.words import language, say
from backend.opinions.domain.moves import LABELS as OPINION_LABELS
from backend.opinions.domain.moves import State as OpinionState
from backend.solicitations.model import Solicitation

Wire = dict[str, Any]


def _named(name: str | None, name_en: str | None) -> str:
    return (name_en if language() == "en" else name) or ""


def drafts_wire(found: Sequence[DraftRow], most: int) -> Wire:
    """Return a page of drafts."""
    last = found[most - 1] if len(found) > most else None
    more = encode(last.made_at.isoformat(), last.id) if last else None
    return {"items": [vars(each) for each in found[:most]], "next": more}


def frame_wire(
    draft: Solicitation, articles: Sequence[ArticleRow], outcomes: Sequence[OutcomeRow], *, may_write: bool
) -> Wire:
    """Return a draft as it is digested."""
    return {
        "id": draft.id, "number": draft.number, "title": draft.title, "articles": [vars(each) for each in articles],
        "outcomes": [vars(each) | {"name": _named(each.name, each.name_en)} for each in outcomes],
        "may_write": may_write,
    }  # fmt: skip


def opinions_wire(found: Sequence[OpinionRow], most: int) -> Wire:
    """Return a page of opinions."""
    last = found[most - 1] if len(found) > most else None
    more = encode(last.received_at.isoformat(), last.id) if last else None
    items = [vars(each) | {"label": say(OPINION_LABELS[OpinionState(each.state)])} for each in found[:most]]
    return {"items": items, "next": more}


def groups_wire(free: Sequence[Wording], groups: Sequence[Group], known: Sequence[UUID | None]) -> Wire:
    """Return groups of opinions, of each the first `TOLD`."""
    items = [
        {
            "opinions": [
                {"id": free[at].id, "likeness": how, "said": free[at].said}
                for at, how in islice(zip(group.members, group.likeness, strict=True), TOLD)
            ],
            "size": len(group.members), "words": group.words, "item_id": item,
        }
        for group, item in zip(groups, known, strict=True)
    ]  # fmt: skip
    return {"items": items, "compared": len(free)}


def item_wire(told: Told) -> Wire:
    """Return an item as the wire has it."""
    view = told.view
    settled = _named(view.outcome_name, view.outcome_name_en)
    able = {move.maker for move in told.moves}
    return vars(view) | {
        "label": settled or say(LABELS[State(view.state)]),
        "why": view.dropped_for or view.outcome_reason,
        "events": [vars(each) | {"label": say(BY_ID[each.move_id].label)} for each in view.events],
        "reviews": [_review(each) for each in view.reviews],
        "moves": [
            {"id": move.id, "label": say(move.label), "by": move.by, "reason_required": move.reason_required}
            for move in told.moves
        ],
        "asks_me": told.asks is not None,
        "may_answer": view.state in DUE and told.answers and view.unanswered > 0,
        "may_sort": view.state in OPEN and "liaison" in able,
    }


def _review(each: Review) -> Wire:
    late = each.ended_at is None and each.due_on < today()
    ended = each.ended_at is not None and each.verdict is None
    return vars(each) | {"has_account": each.account_id is not None, "ended": ended, "late": late}


def items_wire(found: Sequence[Told], most: int) -> Wire:
    """Return a page of items."""
    last = found[most - 1].view if len(found) > most else None
    more = encode(last.made_at.isoformat(), last.id) if last else None
    return {"items": [item_wire(each) for each in found[:most]], "next": more}


def expert_wire(view: ExpertView, known: Sequence[SpecialityRow], actor: Actor) -> Wire:
    """Return an expert as the wire has them."""
    return vars(view) | {
        "specialities": specialities_wire([each for each in known if each.code in view.specialities]),
        "has_account": view.account_id is not None, "area": view.area_code,
        "conflicts": [{"solicitation_id": which, "reason": why} for which, why in view.conflicts],
        "mine": actor.id is not None and view.account_id == actor.id,
    }  # fmt: skip


def specialities_wire(known: Sequence[SpecialityRow]) -> list[Wire]:
    """Return what one can be good at, in the caller's language."""
    return [{"code": each.code, "name": _named(each.name, each.name_en)} for each in known]


def batches_wire(found: Sequence[BatchView], most: int) -> Wire:
    """Return a page of batches."""
    last = found[most - 1] if len(found) > most else None
    more = encode(last.made_at.isoformat(), last.id) if last else None
    return {"items": [vars(each) for each in found[:most]], "next": more}


def notices_wire(found: Sequence[NoticeView]) -> Wire:
    """Return notices."""
    return {"items": [vars(each) for each in found]}


def funnel_wire(rows: Sequence[FunnelRow]) -> Wire:
    """Return the figures, and all together."""
    names = ("raised", "reported", "adopted", "due", "answered", "reached")
    whole = Funnel(*(sum(getattr(each.funnel, name) for each in rows) for name in names))
    return {
        "items": [_figures(each.funnel) | {"name": each.name, "station_id": each.station_id, "solicitation_id": each.solicitation_id} for each in rows],
        "total": _figures(whole) | {"name": None, "station_id": None, "solicitation_id": None},
    }  # fmt: skip


def _figures(funnel: Funnel) -> Wire:
    rates = ("report_rate", "adoption_of_reported", "adoption_of_raised", "delivery_rate")
    return vars(funnel) | {name: getattr(funnel, name) for name in rates}


def answer_words(view: ItemView) -> str:
    """Return the answer to who spoke: what became of it, why, and where it stands now."""
    head = say(
        "您对《{title}》{article}提的意见，整理为“{item}”。",
        title=view.solicitation_title,
        article=view.article_label or "",
        item=view.title,
    )
    if view.state == State.DROPPED:
        return head + say("经研究没有上报，理由：{why}", why=view.dropped_for)
    parts = [
        head,
        say(
            "已上报，批次号{number}。结果：{outcome}。",
            number=view.batch_number or "",
            outcome=_named(view.outcome_name, view.outcome_name_en),
        ),
    ]
    if view.outcome_reason:
        parts.append(say("说明：{why}", why=view.outcome_reason))
    if view.final_label:
        parts.append(say("最终文本{label}：{text}", label=view.final_label, text=view.final_text or ""))
    return "".join(parts[:2]) + "".join(f"\n{each}" for each in parts[2:])

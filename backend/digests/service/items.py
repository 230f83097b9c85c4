"""Items: written beside the originals, sorted, merged, moved; what came back from above."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.clock import today
from backend.digests import queries
from backend.digests.domain import (
    BY_ID,
    CHARACTERS,
    COMPARED,
    GROUPS,
    LATE,
    MOST,
    OPEN,
    Draft,
    Outcome,
    State,
    move_by,
    moves_from,
)
from backend.digests.domain.likeness import Group, groups, nearest
from backend.digests.model import DigestItem, DigestOpinion
from backend.digests.queries import ArticleRow, ItemView, Moment, Told, Wanted, Wording
from backend.digests.service.stepping import held, makers, one, repeated, step
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.plain import digest_of

# What waits for somebody; what one only may do waits for nobody.
WAITED = frozenset({"consult", "consult-again", "propose", "approve", "report", "settle"})
TAKEN = "这个编号已经用在别的内容上"


def told(session: Session, view: ItemView, actor: Actor) -> Told:
    """Return an item as the viewer may handle it."""
    able = set(makers(session, actor, view.area_code))
    open_ = [each for each in view.reviews if each.ended_at is None]
    mine = next((each.id for each in open_ if each.account_id == actor.id and actor.id is not None), None)
    if mine or ("liaison" in able and any(each.account_id is None for each in open_)):
        able.add("expert")
    return Told(view, moves_from(view.state, frozenset(able), view.outcome), mine, "liaison" in able)


def read(session: Session, item_id: UUID, actor: Actor) -> Told:
    """Return one item. Raises NotFound when there is none for this viewer."""
    return told(session, one(session, item_id), actor)


def listed(
    session: Session, wanted: Wanted, actor: Actor, *, waiting: bool, after: Moment | None, most: int
) -> list[Told]:
    """Return the items `wanted` that the viewer sees, newest first; `waiting`: those that wait for a move or an opinion of theirs."""
    if waiting:
        there = {(str(state), prefix) for state in State for prefix in _prefixes(session, actor, state)}
        wanted = Wanted(**vars(wanted) | {"waits": tuple(sorted(there)), "reviewer": actor.id})
    return [told(session, each, actor) for each in queries.items(session, wanted, after=after, most=most)]


def _prefixes(session: Session, actor: Actor, state: State) -> set[str]:
    """Return where items in `state` wait for somebody: what one only may do waits for nobody."""
    wait = {
        move.maker
        for move in moves_from(state, frozenset({"liaison", "town_congress", "group", "working_body"}))
        if move.id in WAITED
    }
    return {prefix for prefix in _areas(session, actor) if makers(session, actor, prefix) & wait}


def _areas(session: Session, actor: Actor) -> set[str]:
    from_roles = {prefix for role, prefix in actor.roles if role in {"liaison", "town_congress"}}
    groups, offices = queries.body_areas(session)
    return from_roles | set(groups) | set(offices)


def articles(session: Session, solicitation_id: UUID) -> list[ArticleRow]:
    """Return the articles of a draft's newest version with how far their opinions are. Raises NotFound."""
    if queries.draft(session, solicitation_id) is None:
        raise NotFound("没有找到")
    return queries.articles(session, solicitation_id)


def suggestions(
    session: Session, solicitation_id: UUID, article: UUID | None
) -> tuple[list[Wording], list[Group], list[UUID | None]]:
    """Return the opinions of an article (None: of the draft as a whole) that stand in no item, and which say nearly the same.

    Beside them, for each group the item that says it already.
    At most `COMPARED` of them are compared, the oldest first, and `CHARACTERS` together; the largest `GROUPS` are told. Raises NotFound.
    """
    if queries.draft(session, solicitation_id) is None:
        raise NotFound("没有找到")
    free = queries.free(session, solicitation_id, article, most=COMPARED, characters=CHARACTERS)
    found = groups([each.said for each in free], most=GROUPS)
    there = queries.items(
        session,
        Wanted(solicitation=solicitation_id, article=article, whole=article is None, states=tuple(map(str, OPEN))),
    )
    like = nearest([free[group.centre].said for group in found], [f"{each.title} {each.text}" for each in there])
    return free, found, [None if at is None else there[at].id for at in like]


def make(session: Session, actor: Actor, given: Draft) -> Told:
    """Write an item, with the opinions that it holds from the start; those of another open item go over (split). May be repeated.

    Raises NotFound, Forbidden, Conflict for an id that is taken, Invalid naming what is wrong.
    """
    draft = queries.draft(session, given.solicitation_id)
    if draft is None:
        raise NotFound("没有找到")
    if given.article_id and not queries.article_of(session, given.solicitation_id, given.article_id):
        raise Invalid("这部草案没有这一条", field="article_id", code="no_such_article")
    area = _area(session, actor, given.opinions)
    asked = digest_of(**vars(given))
    queries.lock(session, given.id)
    if queries.item(session, given.id) is None:
        row = {
            "id": given.id,
            "solicitation_id": given.solicitation_id,
            "kind": draft.kind,
            "article_id": given.article_id,
        }
        row |= {"title": given.title, "text": given.text, "area_code": area, "made_by": actor.id, "asked": asked}
        row |= {"number": queries.next_number(session, "ZL", today())}
        made = upsert(DigestItem).values(**row).on_conflict_do_nothing().returning(DigestItem.id)
        if session.execute(made).one_or_none() is not None:
            audit.append(session, "digest.made", "digest_item", given.id, area=area, fields=("title", "text"))
            _join(session, actor, one(session, given.id), given.opinions)
    found = queries.item(session, given.id)
    if found is None or (found.asked, found.made_by) != (asked, actor.id):
        raise Conflict(TAKEN, field="id", code="id_taken")
    return told(session, found, actor)


def _area(session: Session, actor: Actor, opinions: Collection[UUID]) -> str:
    """Return where an item lies: in the narrowest area of this liaison's that holds all its opinions. Raises Forbidden."""
    own = sorted({prefix for role, prefix in actor.roles if role == "liaison"}, key=len, reverse=True)
    if not own or actor.id is None:
        raise Forbidden("您的岗位不能做这一步")
    at = [area for _, _, area, _, _ in queries.opinions_by_id(session, opinions)]
    return next((prefix for prefix in own if all(area.startswith(prefix) for area in at)), own[-1])


def edit(session: Session, item_id: UUID, actor: Actor, title: str, text: str, *, version: int) -> Told:
    """Word an item anew while it is being worked on. May be repeated. Raises NotFound, Stale, Conflict, Forbidden."""
    found = held(session, item_id)
    move = move_by(found.state, "edit")
    if repeated(found, actor, move.id if move else "", "", version) and (found.title, found.text) == (title, text):
        return told(session, found, actor)
    able = makers(session, actor, found.area_code)
    step(
        session, found, actor, move.id if move else "edit", "", version=version, maker=able,
        values={"title": title, "text": text},
    )  # fmt: skip
    return read(session, item_id, actor)


def sort(session: Session, item_id: UUID, actor: Actor, *, put: Collection[UUID], take: Collection[UUID]) -> Told:
    """Put opinions into an item, also out of another that is open, and take others out. May be repeated.

    Raises NotFound, Forbidden, Conflict once an item is with the experts, Invalid naming the field.
    """
    found = held(session, item_id)
    if actor.id is None or "liaison" not in makers(session, actor, found.area_code):
        raise Forbidden("您的岗位不能做这一步")
    if found.state not in OPEN:
        raise Conflict("已经送出，不能再改，请先收回", code="no_such_move")
    _join(session, actor, found, put)
    gone = delete(DigestOpinion).where(DigestOpinion.item_id == item_id, DigestOpinion.opinion_id.in_(take))
    if take and session.execute(gone.returning(DigestOpinion.opinion_id)).all():
        audit.append(session, "digest.parted", "digest_item", item_id, area=found.area_code, fields=("opinions",))
    return read(session, item_id, actor)


def _join(session: Session, actor: Actor, found: ItemView, ids: Collection[UUID]) -> None:
    if not ids:
        return
    rows = queries.opinions_by_id(session, ids)
    if {row[0] for row in rows} != set(ids) or any(row[1] != found.solicitation_id for row in rows):
        raise Invalid("有的意见不在这部草案里，请重新读取", field="opinions", code="no_such_opinion")
    items = {row[4] for row in rows} - {None, found.id}
    for other in sorted(items, key=str):
        left = queries.item(session, other) if other else None
        if left is None or left.state not in OPEN:
            raise Invalid("有的意见已经归入送出的条目，不能再动", field="opinions", code="opinion_sent")
    if any(row[3] not in {"registered", "merged"} for row in rows):
        raise Invalid("有的意见还没有入库，或已经有了结果", field="opinions", code="opinion_state")
    new = [row for row in rows if row[4] is None]
    moved = [row[0] for row in rows if row[4] not in {None, found.id}]
    if new:
        session.execute(insert(DigestOpinion), [
            {"opinion_id": row[0], "item_id": found.id, "area_code": row[2], "joined_by": actor.id} for row in new
        ])  # fmt: skip
    if moved:
        session.execute(
            update(DigestOpinion).where(DigestOpinion.opinion_id.in_(moved))
            .values(item_id=found.id, joined_by=actor.id, joined_at=func.now())
        )  # fmt: skip
    if new or moved:
        audit.append(session, "digest.joined", "digest_item", found.id, area=found.area_code, fields=("opinions",))


def merge(session: Session, item_id: UUID, actor: Actor, into: UUID, words: str, *, version: int) -> Told:
    """Put all opinions of an item into another of the same draft; the empty one ends and names it. May be repeated.

    Raises NotFound, Stale, Conflict, Forbidden, Invalid (field `into`).
    """
    for each in sorted({item_id, into}, key=str):
        queries.lock(session, each)
    found, other = one(session, item_id), one(session, into)
    if found.merged_into == into and repeated(found, actor, found.events[-1].move_id, words, version):
        return told(session, found, actor)
    if into == item_id or other.solicitation_id != found.solicitation_id or other.state not in OPEN:
        raise Invalid("只能并入同一部草案里还在起草的另一条", field="into", code="no_such_item")
    move = move_by(found.state, "merge")
    able = makers(session, actor, found.area_code) & makers(session, actor, other.area_code)
    ids = [each.id for each in queries.opinions(session, found.solicitation_id, item=item_id, most=MOST)]
    if move and "liaison" in able:
        _join(session, actor, other, ids)
    step(
        session,
        found,
        actor,
        move.id if move else "merge",
        words,
        version=version,
        maker=able,
        values={"merged_into": into},
    )
    return read(session, item_id, actor)


def move(session: Session, item_id: UUID, actor: Actor, move_id: str, words: str, *, version: int) -> Told:
    """Make a move of the table that needs nothing but words. May be repeated.

    Raises NotFound, Stale, Conflict, Forbidden, Invalid (field `words`: why).
    """
    found = held(session, item_id)
    if not repeated(found, actor, move_id, words, version):
        if BY_ID[move_id].by != "hand":
            raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
        able = makers(session, actor, found.area_code)
        if move_id == "recall" and "liaison" in able and found.state == State.REVIEWING:
            queries.end_reviews(session, item_id)
        step(session, found, actor, move_id, words, version=version, maker=able)
    return read(session, item_id, actor)


def settle(session: Session, item_id: UUID, actor: Actor, given: Outcome, *, version: int) -> Told:
    """Note what came back from above: the outcome, why, and where it stands in the final text. May be repeated.

    A result that comes after the item was noted as unanswered makes its authors due for an answer again.
    Raises NotFound, Stale, Conflict, Forbidden, Invalid naming the field.
    """
    found = held(session, item_id)
    move = move_by(found.state, "outcome")
    if (found.outcome, found.outcome_reason, found.final_article_id) == (
        given.outcome,
        given.reason,
        given.article_id,
    ) and (found.events[-1].actor_id == actor.id and found.version == version + 1):
        return told(session, found, actor)
    known = {each.outcome: each for each in queries.outcomes(session, found.kind)}.get(given.outcome)
    if known is None:
        raise Invalid("没有这种结果，请从名单里选", field="outcome", code="no_such_outcome")
    if known.reason_required and not given.reason:
        raise Invalid("请写明理由", field="reason", code="reason_required")
    newest = {each.id for each in queries.articles(session, found.solicitation_id) if each.id}
    if known.article_required != (given.article_id is not None) or (
        given.article_id and given.article_id not in newest
    ):
        raise Invalid("采纳的要指到最终文本的一条，其他结果不指", field="article_id", code="final_article")
    values = {"outcome": given.outcome, "outcome_reason": given.reason, "final_article_id": given.article_id}
    able = makers(session, actor, found.area_code) | queries.running(session, found.solicitation_id)
    late = found.outcome == LATE
    step(session, found, actor, move.id if move else "settle", given.reason, version=version, maker=able, values=values)
    if late:
        again = update(DigestOpinion).where(DigestOpinion.item_id == item_id)
        session.execute(again.values(sheet_id=None, by_notice=False, answered_at=None))
    return read(session, item_id, actor)

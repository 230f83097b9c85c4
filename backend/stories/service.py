"""The verbs of the room: write, look what may tell whose it was, let a second person make it public, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, insert, select, text, true, tuple_, update
from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.audit.service import append
from backend.cases import service as cases
from backend.cases.model import Case
from backend.categories import service as categories
from backend.categories.model import Category
from backend.clock import midnight, now, today
from backend.db import current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from backend.grid.model import GridCell
from backend.grid.service import known_areas
from backend.stories.domain import KEEPERS, Fitting, ForWhom, Mark, NewStory, PublicStory, Share, Topic, marks
from backend.stories.model import Story, StoryKind

PUBLIC = text("select * from public_stories(:id, :kind, :topic, :tag, :county, :most)")
COUNTS = text("select kind, category, name, name_en, n from public_story_counts()")
# What the viewer reads of the reports of a case, by its number.
ORIGINALS = text(
    "select t.body from cases c join case_report k on k.case_id = c.id join report_text t on t.report_id = k.report_id"
    " where c.number = any(:numbers) and t.body is not null"
)
AUDIENCES = text("select name, axis, name_en, stories, activities from public_audiences(:place)")
LEAST_REASON = 2
COUNTY, MOST_TOPICS, MOST_TOLD = 6, 5, 3


def write(session: Session, name: str, new: NewStory) -> Story:
    """Write a story, as a draft. May be repeated.

    Raises Forbidden outside one's area, Invalid naming the field, Conflict for an id that is taken.
    """
    if not _keeps(session, new.area):
        raise Forbidden("案例和故事由本辖区的联络员和镇人大来写")
    if new.area not in known_areas(session, [new.area]):
        raise Invalid("没有这个行政区划：{area}", field="area", area=new.area)
    _check(session, new.kind, new.category, new.cases, new.audiences)
    who = current_context(session).viewer
    found = session.get(Story, new.id)
    if found is None:
        row = {"id": new.id, "kind": new.kind, "category": new.category, "title": new.title, "body": new.body}
        row |= {
            "area_code": new.area,
            "cases": list(new.cases),
            "audiences": list(new.audiences),
            "written_by": who,
            "written_name": name,
        }
        session.execute(insert(Story).values(**row).inline())
        append(session, "story.written", "story", new.id, area=new.area, fields=("title", "body"))
        found = session.get_one(Story, new.id)
    same = (
        found.kind,
        found.category,
        found.title,
        found.body,
        found.area_code,
        tuple(found.cases),
        tuple(found.audiences),
        found.written_by,
    )
    if same != (new.kind, new.category, new.title, new.body, new.area, new.cases, new.audiences, who):
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    return found


def change(
    session: Session,
    story_id: UUID,
    *,
    version: int,
    title: str,
    body: str,
    category: str | None,
    audiences: Sequence[str],
) -> Story:
    """Put a draft's words right, by who wrote it. Raises NotFound, Forbidden, Conflict, Stale, Invalid."""
    found = _locked(session, story_id)
    present = (found.title, found.body, found.category, found.audiences, found.version)
    if present == (title, body, category, list(audiences), version + 1):
        return found
    _stale(found, version)
    if found.state != "draft":
        raise Conflict("已经公开或撤下的不能再改，请撤下后另写一篇", code="no_such_move")
    if found.written_by != current_context(session).viewer:
        raise Forbidden("草稿由写的人自己改")
    _check(session, found.kind, category, (), audiences)
    changed = {"title": title, "body": body, "category": category, "audiences": list(audiences)}
    return _put(session, found, "story.changed", **changed)


def move(session: Session, story_id: UUID, name: str, to: str, *, version: int, reason: str) -> Story:
    """Make a draft public as its second person, or take a story back at once, for a reason. May be repeated.

    Raises NotFound, Forbidden for who wrote it, Conflict, Stale, Invalid (field `reason`).
    """
    found = _locked(session, story_id)
    who = current_context(session).viewer
    if (found.state, found.version) == (to, version + 1):
        return found
    _stale(found, version)
    if found.state == "withdrawn" or (found.state, to) == ("public", "public"):
        raise Conflict("现在不能走这一步，请重新读取", code="no_such_move")
    if to == "withdrawn":
        if len(reason) < LEAST_REASON:
            raise Invalid("写下理由或情况", field="reason")
        return _put(session, found, "story.withdrawn", state=to, withdrawn_reason=reason)
    if found.written_by == who:
        raise Forbidden("要由写的人以外的第二个人审核")
    return _put(session, found, "story.public", state=to, checked_by=who, checked_name=name, checked_at=now())


def hints(session: Session, numbers: Sequence[str], words: str) -> list[Mark]:
    """Return what in `words` may tell whose it was, beside what the reports of these cases say, as far as the viewer reads them."""
    return marks(words, list(session.scalars(ORIGINALS, {"numbers": list(numbers)})))


def listed(session: Session, state: str | None, *, last: tuple[datetime, UUID] | None, most: int) -> list[Story]:
    """Return the stories of the viewer's areas, newest first, at most `most`."""
    rules = (
        true() if state is None else Story.state == state,
        true() if last is None else tuple_(Story.written_at, Story.id) < tuple_(*last),
    )
    return list(
        session.scalars(select(Story).where(*rules).order_by(Story.written_at.desc(), Story.id.desc()).limit(most))
    )


def kinds(session: Session) -> list[StoryKind]:
    """Return the kinds of stories, in the office's order."""
    return list(session.scalars(select(StoryKind).order_by(StoryKind.position)))


def public(
    session: Session,
    kind: str | None = None,
    *,
    topic: str | None = None,
    tag: str | None = None,
    county: str | None = None,
    story_id: UUID | None = None,
    most: int = 100,
) -> list[PublicStory]:
    """Return what everybody reads, newest first, of a kind, a topic (a category) or a county (six digits); needs no context.

    `tag`: an audience, a subject, or a category's name. Not of a smaller place: where a story comes from is left out of it.
    """
    asked = {"id": story_id, "kind": kind, "topic": topic, "tag": tag, "county": county, "most": most}
    return [PublicStory(*row) for row in session.execute(PUBLIC, asked)]


def shares(session: Session) -> list[Share]:
    """Return how many public stories there are of each kind about each topic; needs no context."""
    return [Share(*row) for row in session.execute(COUNTS)]


def told_for(session: Session, place: str) -> list[ForWhom]:
    """Return for whom, and on which subjects, there are public stories and activities in a county, in the office's order."""
    return [ForWhom(*row) for row in session.execute(AUDIENCES, {"place": place})]


def fitting(session: Session, area: str, cell_id: int | None, *, days: int, fewest: int) -> Fitting:
    """Return what people of a cell ask about, else those of the area, with the stories and lectures on it; for who reads its cases.

    Counts the cases of the last `days` that are not hidden; what has fewer than `fewest` is left out, so that nobody is singled out.
    """
    cell = session.get(GridCell, cell_id) if cell_id is not None else None
    counted = _asked(session, area, cell.id, days, fewest) if cell else []
    used = cell.name if cell and counted else None
    rows = counted or _asked(session, area, None, days, fewest)
    return Fitting(used, tuple(_topic(session, row, area) for row in rows))


def _asked(session: Session, area: str, cell: int | None, days: int, fewest: int) -> list[tuple[str, str, str, int]]:
    n = func.count().label("n")
    rules = (
        Case.area_code.op("^@")(area) if cell is None else Case.cell_id == cell,
        Case.hidden.is_(False),
        Case.opened_at >= midnight(today() - timedelta(days=days)),
    )
    found = select(Category.code, Category.name, Category.name_en, n).join(Case, Case.category == Category.code)
    grouped = found.where(*rules).group_by(Category.code).having(n >= fewest).order_by(n.desc(), Category.code)
    return [(row.code, row.name, row.name_en, int(row.n)) for row in session.execute(grouped.limit(MOST_TOPICS))]


def _topic(session: Session, row: tuple[str, str, str, int], area: str) -> Topic:
    stories = public(session, tag=row[1], most=MOST_TOLD)
    wanted = activities.Wanted(type="law_lecture", area=area[:COUNTY], tag=row[1])
    lectures = activities.listed(session, wanted, last=None, most=MOST_TOLD)
    return Topic(*row, tuple((it.id, it.title) for it in stories), tuple((it.id, it.title) for it in lectures))


def _check(session: Session, kind: str, category: str | None, numbers: Sequence[str], audiences: Sequence[str]) -> None:
    known = {each.name for each in activities.audiences(session)} if audiences else set()
    for n, each in enumerate(audiences):
        if each not in known:
            raise Invalid("请从名单里选", field=f"audiences.{n}", code="unknown_value")
    if kind not in {each.code for each in kinds(session)}:
        raise Invalid("请从名单里选", field="kind", code="unknown_value")
    if category is not None and category not in {each.code for each in categories.all_current(session, today())}:
        raise Invalid("请从名单里选", field="category", code="unknown_value")
    for number in numbers:
        if cases.by_number(session, number) is None:
            raise Invalid("没有这个编号的事项，请核对编号", field="cases", code="no_such_case")


def _locked(session: Session, story_id: UUID) -> Story:
    found = session.scalars(select(Story).where(Story.id == story_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound("没有找到")
    return found


def _stale(found: Story, version: int) -> None:
    if found.version != version:
        raise Stale("别人刚改过，请重新读取", field="If-Match")


def _put(session: Session, found: Story, action: str, **changed: object) -> Story:
    session.execute(update(Story).where(Story.id == found.id).values(**changed, version=found.version + 1))
    append(session, action, "story", found.id, area=found.area_code, fields=tuple(changed))
    session.refresh(found)
    return found


def _keeps(session: Session, area: str) -> bool:
    return current_context(session).holds_at(area, *KEEPERS)

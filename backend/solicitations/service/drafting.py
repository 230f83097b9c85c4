"""Drafts in versions: what a text holds, and storing it as a person left it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.cases.domain import Actor
from backend.errors import Conflict, Forbidden, NotFound, Stale
from backend.jobs import service as jobs
from backend.plain import digest_of
from backend.solicitations import queries
from backend.solicitations.domain import OVER
from backend.solicitations.domain.drafts import Article, Former, Reading, check_articles, matched, read_draft
from backend.solicitations.model import DraftArticle, DraftVersion
from backend.solicitations.queries import ArticleView, VersionView, View


def preview(session: Session, solicitation_id: UUID, text: str) -> tuple[Reading, list[Former], int]:
    """Return what a text holds, the articles of the version before, and how many versions there are; stores nothing.

    Raises NotFound, Forbidden for who puts no drafts here, Invalid (field `text`).
    """
    _mine(session, solicitation_id)
    count, formers = queries.formers(session, solicitation_id)
    read = read_draft(text)
    return Reading(read.title, matched(read.articles, formers)), formers, count


def add_version(
    session: Session, solicitation_id: UUID, actor: Actor, version_id: UUID, title: str, note: str,
    articles: Sequence[Article], *, after: int,
) -> VersionView:  # fmt: skip
    """Store the version that comes `after` so many, as a person left its articles. May be repeated.

    Raises NotFound, Forbidden, Conflict (over, or the id is taken), Stale when there is a newer one, Invalid naming the field.
    """
    queries.lock(session, solicitation_id)
    found = _mine(session, solicitation_id)
    asked = digest_of(of=solicitation_id, title=title, note=note, after=after, articles=[vars(a) for a in articles])
    known = {each.id: each for each in queries.versions(session, solicitation_id)}
    if version_id in known:
        if (known[version_id].asked, known[version_id].made_by) == (asked, actor.id):
            return known[version_id]
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    if found.state in OVER:
        raise Conflict("已经结束，不能再改", code="over")
    count, formers = queries.formers(session, solicitation_id)
    if count != after:
        raise Stale("别人刚放上新的一稿，请重新读取", field="after")
    check_articles(articles, frozenset(each.id for each in formers))
    if session.get(DraftVersion, version_id) is not None:
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    row = {"id": version_id, "solicitation_id": solicitation_id, "nth": count + 1, "title": title, "note": note}
    session.execute(insert(DraftVersion).values(**row, made_by=actor.id, asked=asked).inline())
    session.execute(
        insert(DraftArticle),
        [
            vars(each) | {
                "id": uuid5(version_id, f"article {nth}"), "version_id": version_id, "solicitation_id": solicitation_id,
                "position": nth,
            }
            for nth, each in enumerate(articles, 1)
        ],
    )  # fmt: skip
    fields = ("title", "note", "articles")
    if count:
        jobs.emit(session, "draft.changed", draft=str(solicitation_id), turn=f"version {count + 1}")
    audit.append(session, "draft.added", "solicitation", solicitation_id, area=found.area_code, fields=fields)
    return next(each for each in queries.versions(session, solicitation_id) if each.id == version_id)


def version_of(session: Session, solicitation_id: UUID, nth: int) -> tuple[VersionView, list[ArticleView]]:
    """Return a version with its articles; what none of the next version continues has no `next_id`. Raises NotFound."""
    found = next((each for each in queries.versions(session, solicitation_id) if each.nth == nth), None)
    if found is None:
        raise NotFound("没有找到")
    return found, queries.articles(session, found.id)


def _mine(session: Session, solicitation_id: UUID) -> View:
    found = queries.one(session, solicitation_id)
    if found is None:
        raise NotFound("没有找到")
    if not queries.makers(session, solicitation_id):
        raise Forbidden("您的岗位不能做这一步")
    return found

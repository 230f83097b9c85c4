"""/stories/: what was told from cases and of taking part, for everybody; nobody's name, no case's number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, request

from backend.errors import NotFound
from backend.front.pages.frame import page, pages
from backend.http.transaction import transact
from backend.http.words import language
from backend.stories import service
from backend.stories.domain import Share
from backend.stories.model import StoryKind

SHORT = 60


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: the words, how many stories it leaves, where it leads, whether it is chosen."""

    name: str
    n: int
    href: str
    here: bool


@pages.get("/stories/")
def stories() -> Response:
    """List the stories, of one kind or topic or of all."""
    kind, topic = (request.args.get(name, "")[:40] or None for name in ("kind", "topic"))
    if not all(each is None or each.isidentifier() for each in (kind, topic)):
        raise NotFound("没有找到")
    found, kinds, shares = transact(
        lambda session: (service.public(session, kind, topic=topic), service.kinds(session), service.shares(session))
    )
    return page(
        "stories", stories=found, english=language() != "zh-CN", short=SHORT, narrowed=bool(kind or topic),
        kinds=of_kinds(kinds, shares, kind, topic), topics=of_topics(shares, kind, topic),
    )  # fmt: skip


@pages.get("/stories/<uuid:story_id>")
def story(story_id: UUID) -> Response:
    """Show one story."""
    found = transact(lambda session: service.public(session, story_id=story_id))
    if not found:
        raise NotFound("没有找到")
    return page("story", story=found[0], english=language() != "zh-CN")


def of_kinds(kinds: Sequence[StoryKind], shares: Sequence[Share], kind: str | None, topic: str | None) -> list[Choice]:
    """Return the kinds of which there are stories, with their counts beside the chosen topic."""
    counts = dict.fromkeys((each.code for each in kinds), 0)
    for each in shares:
        if topic is None or each.topic == topic:
            counts[each.kind] += each.n
    return [
        Choice(called(each.name, each.name_en), counts[each.code], address(each.code, topic), each.code == kind)
        for each in kinds
        if counts[each.code] or each.code == kind
    ]


def of_topics(shares: Sequence[Share], kind: str | None, topic: str | None) -> list[Choice]:
    """Return the topics of which there are stories, the most first, with their counts beside the chosen kind."""
    counts: dict[str, int] = {}
    names = {each.topic: called(each.name or "", each.name_en or "") for each in shares if each.topic}
    for each in shares:
        if each.topic and (kind is None or each.kind == kind):
            counts[each.topic] = counts.get(each.topic, 0) + each.n
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    return [Choice(names[code], n, address(kind, code), code == topic) for code, n in ranked]


def address(kind: str | None, topic: str | None) -> str:
    """Return the list's address for a kind and a topic."""
    asked = urlencode([(name, value) for name, value in (("kind", kind), ("topic", topic)) if value])
    return f"/stories/?{asked}" if asked else "/stories/"


def called(name: str, name_en: str) -> str:
    """Return what something is called in the reader's language."""
    return name if language() == "zh-CN" else name_en

"""/stories/: what was told from cases and of taking part, for everybody; nobody's name, no case's number."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from backend.errors import NotFound
from backend.front.pages.frame import page, pages
from backend.http.transaction import transact
from backend.http.words import language
from backend.stories import service

SHORT = 60


@pages.get("/stories/")
def stories() -> Response:
    """List the stories, of one kind or of all."""
    kind = request.args.get("kind", "")[:40] or None
    found, kinds = transact(lambda session: (service.public(session, kind), service.kinds(session)))
    return page("stories", stories=found, kinds=kinds, kind=kind, english=language() != "zh-CN", short=SHORT)


@pages.get("/stories/<uuid:story_id>")
def story(story_id: UUID) -> Response:
    """Show one story."""
    found = transact(lambda session: service.public(session, story_id=story_id))
    if not found:
        raise NotFound("没有找到")
    return page("story", story=found[0], english=language() != "zh-CN")

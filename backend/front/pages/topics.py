"""/topics/: for whom and on which subjects there are lectures and stories; of each a page: what is on, what was told, what came of it."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.activities.queries.public import Asked
from backend.clock import now
from backend.errors import NotFound
from backend.front.pages.activities import AHEAD, BACK, folded, row, scope
from backend.front.pages.frame import page, pages
from backend.http.transaction import transact
from backend.http.words import language, say
from backend.stories import service as stories

AXES = {"trade": "分业", "people": "分众", "subject": "专题"}
MOST_TAG, MOST = 20, 100


@pages.get("/topics/")
def topics() -> Response:
    """List for whom there are stories and activities, and on which subjects; of a county, or everywhere."""
    place = scope()["place"]
    found = transact(lambda session: stories.told_for(session, place))
    english = language() == "en"
    groups = [
        (
            say(label),
            [vars(each) | {"label": each.name_en if english else each.name} for each in found if each.axis == axis],
        )
        for axis, label in AXES.items()
    ]
    return page("topics", groups=groups, area=request.args.get("area", ""))


@pages.get("/topics/<tag>")
def topic(tag: str) -> Response:
    """Show the activities, the stories and the results of one subject or audience. Raises NotFound where there is nothing of it."""
    if not tag.isprintable() or len(tag) > MOST_TAG:
        raise NotFound("没有找到")
    asked = scope()

    def work(session: Session) -> tuple[Any, ...]:
        known = next((each for each in activities.audiences(session) if each.name == tag), None)
        met = activities.public(session, Asked(now() - BACK, now() + AHEAD, **asked, tag=tag), MOST)
        return known, met, stories.public(session, tag=tag, most=MOST)

    known, met, told = transact(work)
    if known is None and not met and not told:
        raise NotFound("没有找到")
    english = language() == "en"
    rows = [row(each) for each in met]
    coming, over = ([each for each in rows if each["over"] == past] for past in (False, True))
    return page(
        "topic", name=known.name_en if known and english else tag, intro=(known.intro_en if english else known.intro) if known else "",
        coming=folded(coming), over=folded(over[::-1]), english=english,
        stories=[each for each in told if each.kind_code != "result"], results=[each for each in told if each.kind_code == "result"],
    )  # fmt: skip

"""/projects/: the livelihood projects of a place, with progress and money; what residents say of a finished one. No script needed."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from backend.ballots import service as ballots
from backend.ballots.service import Head as BallotHead
from backend.errors import NotFound, Refusal
from backend.front import service
from backend.front.pages.frame import choose, page, pages
from backend.front.service import Listing
from backend.http import crowd
from backend.http.current import current_settings
from backend.http.limits import client, throttle
from backend.http.transaction import transact
from backend.http.words import say
from backend.projects import service as projects
from backend.projects.domain import CATEGORY, FLAGS, LABELS, LISTS, VERDICTS, VOICED, State, list_of
from backend.projects.service import Head, View, Wanted

TOWN, LENGTHS, MOST, WAN = 9, {6, 9, 12}, 200, 10_000


@pages.get("/projects/")
def project_list() -> Response:
    """Show the projects of a place by list and state, and where to ask for one; without a place the counties."""
    area = request.args.get("area", "")
    if area and not (area.isascii() and area.isdigit() and len(area) in LENGTHS):
        raise NotFound("没有找到")

    def work(session: Session) -> tuple[Listing, list[Head]]:
        wanted = Wanted(area=area[:TOWN], public=True)
        rows = projects.listed(session, wanted, last=None, most=MOST) if area else []
        return service.listing(session, area[:TOWN]), rows

    found, rows = transact(work)
    lists = [
        (say(name), [labelled(each) for each in rows if list_of(each.state) == code])
        for code, (name, _) in LISTS.items()
    ]
    return page("projects", area=area, listing=found, lists=lists, n=len(rows), category=CATEGORY)


@pages.get("/projects/<uuid:project_id>")
def one_project(project_id: UUID) -> Response:
    """Show one project."""
    return shown(project_id)


@pages.post("/projects/<uuid:project_id>")
def say_of_project(project_id: UUID) -> Response:
    """Keep what a resident says of a finished project, once a device."""
    choose(*request.form.get("go", ":").partition(":")[::2])
    if request.form.get("go"):
        return shown(project_id)
    throttle("project voice", client(), limit=300, seconds=600)
    verdict, device = request.form.get("verdict", ""), crowd.device()
    if verdict not in VERDICTS:
        return shown(project_id, 422, {"verdict": say("选一项")})
    if device is None:
        return shown(project_id, 422, {"verdict": say("这台设备还认不出来，请再点一次")})
    key = current_settings().derive("project voice")
    mac = hmac.digest(key, f"{project_id} {device}".encode(), hashlib.sha256)
    try:
        transact(lambda session: projects.voice(session, project_id, mac, verdict))
    except NotFound:
        raise
    except Refusal as refusal:
        return shown(project_id, refusal.status, {"verdict": say(refusal.title, **refusal.params)})
    return shown(project_id, said=True)


def shown(project_id: UUID, status: int = 200, errors: dict[str, str] | None = None, *, said: bool = False) -> Response:
    """Return the page of a project that everybody may see. Raises NotFound."""

    def work(session: Session) -> tuple[View, list[BallotHead]]:
        found = projects.read(session, project_id)
        return found, ballots.of_subject(session, project_id)

    found, decided = transact(work)
    voices = [(code, say(words), found.voices.get(code, 0)) for code, words in VERDICTS.items()]
    return page(
        "project", status, form_id="f", errors=errors or {}, view=found, one=labelled(found.head), decided=decided, voices=voices,
        may_say=found.head.state in VOICED, said=said, wan=wan, scores=[each for each in found.scores if each.n],
    )  # fmt: skip


def labelled(head: Head) -> dict[str, object]:
    """Return a project with what its state and flag are called, and its money in words."""
    return vars(head) | {
        "label": say(LABELS[State(head.state)]), "flag_label": say(FLAGS[head.flag]) if head.flag else "",
        "planned": wan(head.planned_yuan), "paid": wan(head.paid_yuan),
    }  # fmt: skip


def wan(yuan: int | None) -> str:
    """Return money as people say it: in ten thousands of yuan, with what is left of them; empty for none."""
    return "" if yuan is None else say("{n}万元", n=f"{yuan / WAN:.2f}".rstrip("0").rstrip("."))

"""/law/: the directory of public legal services (公共法律服务), open to everybody; and the sheet that refers a person there."""

from __future__ import annotations

from flask import Response, request
from sqlalchemy.orm import Session

from backend.bodies import service as bodies
from backend.bodies.domain import KINDS, SERVICES, BodyRef
from backend.cases import service as cases
from backend.codes.service import Held
from backend.errors import NotFound
from backend.front import service
from backend.front.pages.frame import page, pages
from backend.front.service import Listing
from backend.http.transaction import transact
from backend.http.words import say
from backend.submissions import service as submissions
from backend.submissions.domain import Progress
from backend.submissions.schemas import progress_wire

LENGTHS = {6, 9, 12}
TOWN = 9


@pages.get("/law/")
def services() -> Response:
    """Show who helps at a place: law firms, notaries, legal aid and the like, by kind; without a place the counties."""
    area, kind = request.args.get("area", ""), request.args.get("kind", "")
    if area and not (area.isascii() and area.isdigit() and len(area) in LENGTHS):
        raise NotFound("没有找到")
    if kind and kind not in SERVICES:
        raise NotFound("没有找到")

    def work(session: Session) -> tuple[Listing, list[BodyRef]]:
        return service.listing(session, area[:TOWN]), serving(session, area) if area else []

    found, known = transact(work)
    kinds = [(each, say(KINDS[each][0])) for each in KINDS if each in {body.kind for body in known}]
    shown = [body for body in known if kind in {"", body.kind}]
    return page("law", area=area, kind=kind, kinds=kinds, listing=found, rows=labelled(shown))


def refer(held: Held, body_id: str) -> Response:
    """Return the sheet that a person takes along to one of these services: what they said, and nothing that they did not choose.

    Nothing is sent to anybody. Raises NotFound for what is none of the services of the place.
    """

    def work(session: Session) -> tuple[BodyRef | None, Progress]:
        body = next((each for each in serving(session, held.area_code) if str(each.id) == body_id), None)
        return body, submissions.progress(session, held)

    body, found = transact(work, cases.context_of_held(held))
    if body is None:
        raise NotFound("没有找到")
    shown = progress_wire(found, [], [])
    answer = page("refer", body=labelled([body])[0], progress=found, shown=shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def serving(session: Session, area: str) -> list[BodyRef]:
    """Return the public legal services of a place, the nearest level first."""
    return bodies.serving(session, area, None, SERVICES)


def labelled(found: list[BodyRef]) -> list[dict[str, object]]:
    """Return bodies with what their kind is called."""
    return [vars(each) | {"kind_label": say(KINDS[each.kind][0])} for each in found]

"""/vote: a member of a roll votes with the code they were issued, without an account and without script; and the published result.

The code comes by form (a script may carry it there from behind the #) and stands in no address.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from flask import Response, redirect, request
from sqlalchemy.orm import Session

from backend.ballots import service as ballots
from backend.ballots.domain import KINDS, LABELS, OUTCOMES, QUORUMS, RULES, State
from backend.ballots.domain import digest_of_code as digest_of
from backend.ballots.domain import digest_of_device as device_of
from backend.ballots.service import Booth
from backend.codes.domain import spaced
from backend.errors import Conflict, Forbidden, NotFound, Refusal
from backend.front.pages.frame import choose, page, pages
from backend.http.current import current_settings
from backend.http.devices import held_device, keep_device
from backend.http.limits import client, throttle
from backend.http.transaction import transact
from backend.http.words import say

TRIES, TEN_MINUTES = 300, 600
LONGEST = 40  # characters of a code


def key() -> bytes:
    """Return the key under which boxes are sealed and receipts are made."""
    return current_settings().derive("ballot box")


@pages.get("/vote")
@pages.get("/vote/")
def voting_code() -> Response:
    """Ask for the code; the device gets its secret here, so that a trade whose answer was lost can be made again."""
    if not held_device():
        keep_device(secrets.token_urlsafe(32))
    return page("vote_code")


@pages.post("/vote")
def open_booth() -> Response:
    """Trade the code for this device's hold of one line of the roll."""
    choose(*request.form.get("go", ":").partition(":")[::2])
    throttle("vote code", client(), limit=TRIES, seconds=TEN_MINUTES)
    code, device = request.form.get("code", "")[:LONGEST], held_device() or secrets.token_urlsafe(32)
    try:
        member = transact(lambda session: ballots.trade(session, code, device), ballots.context_of(digest_of(code)))
    except (NotFound, Conflict, Forbidden) as refusal:
        return page("vote_code", refusal.status, errors={"code": say(refusal.title, **refusal.params)})
    keep_device(device)
    answer = redirect(f"/vote/{member}", 303)
    answer.headers["Cache-Control"] = "no-store"
    return answer  # type: ignore[return-value]


@pages.get("/vote/<uuid:member_id>")
def booth(member_id: UUID) -> Response:
    """Show the ballot, or the receipt to who has voted."""
    return shown(looked(member_id))


@pages.post("/vote/<uuid:member_id>")
def cast(member_id: UUID) -> Response:
    """Show what was marked, then put it into the box."""
    choose(*request.form.get("go", ":").partition(":")[::2])
    found = looked(member_id)
    marks = marks_of(found)
    if request.form.get("step") != "submit" or request.form.get("go"):
        lacking = "" if marks else say("每一项都要选：赞成、反对或弃权")
        more = marks.count("f") > found.seats
        wrong = lacking or (say("最多赞成{n}项，请改少一些", n=found.seats) if more else "")
        check = not wrong and request.form.get("step") == "check" and not request.form.get("go")
        return shown(found, 422 if wrong else 200, wrong={"marks": wrong} if wrong else {}, marks=marks, check=check)
    device = held_device()
    try:
        done = transact(
            lambda s: ballots.cast(s, member_id, device, marks, key()), ballots.context_of(device_of(device, member_id))
        )
    except Refusal as refusal:
        return shown(
            looked(member_id), refusal.status, wrong={"marks": say(refusal.title, **refusal.params)}, marks=marks
        )
    return shown(done)


def looked(member_id: UUID) -> Booth:
    """Return what this device's voter sees. Raises NotFound."""
    device = held_device()
    context = ballots.context_of(device_of(device, member_id))
    return transact(lambda session: ballots.booth(session, member_id, device, key()), context)


def marks_of(found: Booth) -> str:
    """Return the marks of the form; empty where a line that needs one has none."""
    if found.way == "choose":
        return "".join("f" if f"c{each.position}" in request.form else "o" for each in found.candidates)
    marks = "".join(request.form.get(f"c{each.position}", "")[:1] for each in found.candidates)
    return marks if len(marks) == len(found.candidates) and set(marks) <= set("fao") else ""


def shown(
    found: Booth, status: int = 200, *, wrong: dict[str, str] | None = None, marks: str = "", check: bool = False
) -> Response:
    """Return the page of the booth."""
    answer = page(
        "vote", status, form_id="f", found=found, errors=wrong or {}, marks=marks, check=check, open=found.state == State.OPEN,
        tracker=spaced(found.tracker), words={"f": say("赞成"), "a": say("反对"), "o": say("弃权")},
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.get("/ballots/<uuid:ballot_id>")
def result(ballot_id: UUID) -> Response:
    """Show a published result, with the list in which each voter finds their receipt."""

    def work(session: Session) -> Response:
        found = ballots.published(session, ballot_id)
        head = found.view.head
        return page(
            "ballot", head=head, view=found.view, kind=say(KINDS[head.kind]), rule=say(RULES[head.rule].label),
            quorum=say(QUORUMS[head.quorum].label), label=say(LABELS[State(head.state)]), outcomes=OUTCOMES,
            not_cast=(head.issued or 0) - (head.received or 0), trackers=[spaced(each) for each in found.trackers],
        )  # fmt: skip

    return transact(work)

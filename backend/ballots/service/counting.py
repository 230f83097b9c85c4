"""Counting: papers read by two tellers each for themselves, the box unsealed by both, a recount, their signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.ballots import queries
from backend.ballots.domain import ARROWS, Count, State, Urn, count
from backend.ballots.model import BallotCandidate, BallotPaper, BallotTeller, BallotTracker
from backend.ballots.queries import View
from backend.ballots.service.reading import as_teller, read
from backend.ballots.service.running import step
from backend.cases.domain import Actor
from backend.errors import Conflict, Invalid
from backend.sealing import SealBrokenError
from backend.sealing import unseal as open_seal

COUNTING = next(each for each in ARROWS if each.to == State.COUNTED)


def enter_papers(session: Session, ballot_id: UUID, actor: Actor, papers: Sequence[str]) -> View:
    """Keep what a teller read off the papers in the box, one text of marks a paper. May be repeated, until it is unsealed.

    Raises NotFound, Forbidden, Conflict: voting goes on, or the box was unsealed; Invalid (field `papers`): marks for other than
    the candidates, or more papers than were handed out.
    """
    found = as_teller(session, ballot_id, actor)
    mine = next(each for each in found.tellers if each.account_id == actor.id)
    given = sorted(papers)
    if mine.papers is not None and list(mine.papers) == given:
        return found
    if found.head.state != State.CLOSED or mine.unsealed:
        raise Conflict("投票结束后、开箱前才能录入纸质票", code="not_closed")
    if any(len(each) != len(found.candidates) for each in given):
        raise Invalid("每张票的标记要和候选项目一样多", field="papers")
    if len(given) > _handed_out(found):
        raise Invalid("录入的纸质票比发出的多", field="papers", code="too_many_papers")
    _teller(session, found, actor, papers=given)
    audit.append(session, "ballot.papers_read", "ballot", ballot_id, area=found.head.area_code, fields=("papers",))
    return read(session, ballot_id)


def unseal(session: Session, ballot_id: UUID, actor: Actor, key: bytes) -> View:
    """Turn this teller's key; when all have, the box is opened, mixed with the papers and counted. May be repeated.

    Raises NotFound, Forbidden, Conflict: voting goes on, papers were not read or read differently.
    """
    found = as_teller(session, ballot_id, actor)
    mine = next(each for each in found.tellers if each.account_id == actor.id)
    if mine.unsealed:
        return found
    if found.head.state != State.CLOSED:
        raise Conflict("投票结束后才能开箱", code="not_closed")
    read_off = [each.papers for each in found.tellers]
    if _handed_out(found) and (None in read_off or len({tuple(each or ()) for each in read_off}) > 1):
        raise Conflict("两位计票人录入的纸质票不一致，或还没有录完，请核对后再开箱", code="papers_differ")
    _teller(session, found, actor, unsealed=True)
    audit.append(session, "ballot.unsealed", "ballot", ballot_id, area=found.head.area_code)
    found = read(session, ballot_id)
    if all(each.unsealed for each in found.tellers):
        _count(session, found, actor, key)
    return read(session, ballot_id)


def _count(session: Session, found: View, actor: Actor, key: bytes) -> None:
    box = _box(session, found, key)
    papers = Counter((*box.papers, *(found.tellers[0].papers or ())))
    result = _counted(found, papers)
    ballot = found.head.id
    if papers:
        rows = [{"ballot_id": ballot, "marks": marks, "n": n} for marks, n in sorted(papers.items())]
        session.execute(insert(BallotPaper), rows)
    if box.trackers:
        session.execute(insert(BallotTracker), [{"ballot_id": ballot, "tracker": each} for each in box.trackers])
    for candidate, row in zip(found.candidates, result.rows, strict=True):
        which = (BallotCandidate.ballot_id == ballot, BallotCandidate.position == candidate.position)
        session.execute(update(BallotCandidate).where(*which).values(**vars(row)))
    sums: dict[str, object] = {
        "issued": found.issued,
        "received": result.received,
        "invalid": result.invalid,
        "passed": result.holds,
    }
    step(session, found, actor, COUNTING, "", sums)


def recount(session: Session, ballot_id: UUID, actor: Actor, key: bytes) -> tuple[View, bool]:
    """Count what came out once more, and open the sealed box once more beside it; return whether all is as it was told.

    Raises NotFound, Forbidden, Conflict before the first count.
    """
    found = as_teller(session, ballot_id, actor)
    if found.head.state not in {State.COUNTED, State.PUBLISHED}:
        raise Conflict("还没有计票", code="not_counted")
    stored = queries.papers(session, ballot_id)
    result = _counted(found, stored)
    told = [(each.in_favour, each.against, each.abstained, each.outcome) for each in found.candidates]
    try:
        box = _box(session, found, key)
    except SealBrokenError:
        box = Urn()
    same = (
        told == [(row.in_favour, row.against, row.abstained, row.outcome) for row in result.rows]
        and (found.head.received, found.head.invalid) == (result.received, result.invalid)
        and Counter((*box.papers, *(found.tellers[0].papers or ()))) == Counter(stored)
        and list(box.trackers) == queries.trackers(session, ballot_id)
    )
    audit.append(session, "ballot.recounted", "ballot", ballot_id, area=found.head.area_code)
    return found, same


def sign(session: Session, ballot_id: UUID, actor: Actor) -> View:
    """Let a teller sign the result. May be repeated. Raises NotFound, Forbidden, Conflict before the count."""
    found = as_teller(session, ballot_id, actor)
    mine = next(each for each in found.tellers if each.account_id == actor.id)
    if mine.signed:
        return found
    if found.head.state != State.COUNTED:
        raise Conflict("还没有计票", code="not_counted")
    _teller(session, found, actor, signed=True)
    audit.append(session, "ballot.signed", "ballot", ballot_id, area=found.head.area_code)
    return read(session, ballot_id)


def _handed_out(found: View) -> int:
    return sum(each.way == "paper" for each in found.members)


def _counted(found: View, papers: Counter[str] | dict[str, int]) -> Count:
    head = found.head
    return count(
        papers, candidates=len(found.candidates), seats=head.seats, way=head.way, rule=head.rule, quorum=head.quorum,
        members=len(found.members), issued=found.issued,
    )  # fmt: skip


def _box(session: Session, found: View, key: bytes) -> Urn:
    box = queries.urn(session, found.head.id)
    if box is None:
        return Urn()
    n, sealed = box
    return Urn.read(open_seal(key, found.head.id, f"urn {n}", sealed))


def _teller(session: Session, found: View, actor: Actor, **changed: object) -> None:
    which = (BallotTeller.ballot_id == found.head.id, BallotTeller.account_id == actor.id)
    session.execute(update(BallotTeller).where(*which).values(**changed))

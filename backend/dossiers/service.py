"""The dossier of a case: all that its rooms hold of it, as this viewer may see it, at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from backend.activities import queries as activities
from backend.activities.domain import Head as Meeting
from backend.activities.domain import Item
from backend.attachments import service as attachments
from backend.attachments.store import Store
from backend.audit import service as audit
from backend.cases import service as cases
from backend.cases.domain import Actor
from backend.cases.queries import CaseFile
from backend.commitments import service as commitments
from backend.commitments.queries import CommitmentView
from backend.commitments.queries import Wanted as WantedPromises
from backend.errors import NotFound
from backend.initiatives import service as initiatives
from backend.initiatives.queries import Told
from backend.initiatives.queries import Wanted as WantedInitiatives
from backend.mediation import service as mediation
from backend.mediation.queries import Mediation
from backend.petitions import service as petitions
from backend.petitions.queries import Standing
from backend.ratings import service as ratings
from backend.ratings.domain import OfCase
from backend.reports.service import Came
from backend.submissions import service as submissions

# More photos than this make a file nobody can open on the office's machines; the rest is named by its digest.
MOST_PHOTOS = 40
MOST = 200


@dataclass(frozen=True)
class Dossier:
    """What goes into a dossier; `photos`: by digest, those that have come and are kept. `meetings`: with the point about this case."""

    file: CaseFile
    photos: dict[str, bytes]
    mediation: Mediation
    meetings: Sequence[tuple[Meeting, Item]]
    promises: Sequence[CommitmentView]
    initiatives: Sequence[Told]
    came: Sequence[Came]
    standing: Standing
    ratings: OfCase


def compose(session: Session, store: Store, case_id: UUID, actor: Actor) -> Dossier:
    """Return the dossier of a case for a viewer of its file; that it was taken out goes into the record.

    Names and phones stay masked. Raises NotFound when there is no such case for this viewer.
    """
    file = cases.read(session, case_id, actor)
    audit.append(session, "case.dossier", "case", case_id, area=file.head.area_code)
    return Dossier(
        file=file,
        photos=_photos(session, store, file),
        mediation=mediation.read(session, case_id, actor),
        meetings=_meetings(session, case_id),
        promises=commitments.listed(session, WantedPromises(subject=case_id), last=None, most=MOST),
        initiatives=initiatives.listed(session, WantedInitiatives(case=case_id), actor, last=None, most=MOST),
        came=submissions.registrations(session, case_id, actor),
        standing=petitions.standing(session, case_id, actor),
        ratings=ratings.of_case(session, case_id, actor),
    )


def _photos(session: Session, store: Store, file: CaseFile) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    named = (digest for report in file.reports for digest in report.photos)
    for digest in islice(dict.fromkeys(named), MOST_PHOTOS):
        try:
            found[digest] = attachments.find(session, store, digest)[1]
        except NotFound:  # not come yet, or erased: the dossier says so
            continue
    return found


def _meetings(session: Session, case_id: UUID) -> list[tuple[Meeting, Item]]:
    heads = activities.listed(session, activities.Wanted(case=case_id), last=None, most=MOST)
    return [(head, item) for head in heads for item in activities.agenda(session, head.id) if item.case_id == case_id]

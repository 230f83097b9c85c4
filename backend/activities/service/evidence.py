"""What shows that a step of an activity was done: words and photos."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.activities.domain import ActivityFile, State
from backend.activities.model import ActivityEvidence, ActivityPhoto
from backend.activities.queries import kinds, record
from backend.activities.service.reading import file_of, taken_up
from backend.attachments import queries as attachments
from backend.attachments.queries import Owner
from backend.audit import service as audit
from backend.commitments.domain import Keeper
from backend.errors import Conflict, Invalid

LEAST = 2


def note(
    session: Session, activity_id: UUID, keeper: Keeper, new_id: UUID, step: str, words: str, photos: Sequence[str]
) -> ActivityFile:
    """Note that a step was done. `photos`: digests in hex of one's own attachments. May be repeated.

    Raises NotFound, Forbidden, Conflict (cancelled, or the id is taken), Invalid naming what is wrong.
    """
    head = taken_up(session, activity_id, keeper)
    kind = kinds.kind(session, head.type)
    assert kind is not None  # noqa: S101 - a foreign key holds it
    takes = kind.step(step).takes
    there = next((each for each in record.evidence(session, activity_id) if each.id == new_id), None)
    if there is not None:
        if (there.step, there.words, there.photos, there.noted_by) != (step, words, tuple(photos), keeper.id):
            raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
        return file_of(session, activity_id, keeper)
    if head.state == State.CANCELLED:
        raise Conflict("会议的状态已经变了，请重新读取", code="another_state")
    if takes == "photos" and not photos:
        raise Invalid("这一步要有照片", field="photos")
    if takes != "photos" and len(words) < LEAST:
        raise Invalid("写下这一步怎么做的", field="words")
    _store(session, activity_id, head.area_code, keeper, new_id, step, words, photos)
    audit.append(session, "activity.step_noted", "activity", activity_id, area=head.area_code, fields=("step", "words"))
    return file_of(session, activity_id, keeper)


def _store(
    session: Session,
    activity_id: UUID,
    area: str,
    keeper: Keeper,
    new_id: UUID,
    step: str,
    words: str,
    photos: Sequence[str],
) -> None:
    owner = Owner(author_id=keeper.id)
    for n, digest in enumerate(photos):
        if attachments.own(session, owner, bytes.fromhex(digest)) is None:
            raise Invalid("没有收到这张照片，请重新添加", field=f"photos.{n}")
    marks = {"activity_id": activity_id, "area_code": area}
    row = marks | {"id": new_id, "step": step, "words": words, "noted_by": keeper.id, "noted_name": keeper.name}
    made = upsert(ActivityEvidence).values(**row).on_conflict_do_nothing().returning(ActivityEvidence.id)
    if session.execute(made).one_or_none() is None:
        raise Conflict("这个编号已经用在别的内容上", field="id", code="id_taken")
    for nth, digest in enumerate(photos, 1):
        photo = marks | {
            "evidence_id": new_id,
            "nth": nth,
            "author_id": keeper.id,
            "sent_sha256": bytes.fromhex(digest),
        }
        session.execute(insert(ActivityPhoto).values(**photo).inline())

"""A person's messages: newest first, one's own only, read once."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from backend.db import Context, Database
from backend.errors import NotFound
from backend.feedback import service
from tests.make import Maker


def test_messages_are_paged_and_nobody_elses_are_read(make: Maker, app_database: Database) -> None:
    ma, li = (make.account(login, ("grid_worker", "621124100001")) for login in ("ma", "li"))
    for n, person in enumerate((ma, ma, ma, li)):
        make.run(
            "insert into notice (account_id, kind, subject_id, number, created_at)"
            " values (:person, 'case.opened', gen_random_uuid(), :number, now() - make_interval(mins => :n))",
            person=person, number=f"N{n}", n=n,
        )  # fmt: skip

    def page(before=None, *, unread: bool = False, person: int = ma) -> list[tuple[str, object]]:
        with app_database.transaction(Context(viewer=person)) as session:
            found = service.inbox(session, person, before=before, unread=unread, most=2)
            return [(each.number, (each.created_at, each.id)) for each in found]

    first = page()
    assert [number for number, _ in first] == ["N0", "N1"]
    assert [number for number, _ in page(first[-1][1])] == ["N2"]
    assert [number for number, _ in page(person=li)] == ["N3"]
    read: UUID = first[0][1][1]  # type: ignore[index]
    for stranger, which in ((li, read), (ma, uuid4())):
        with pytest.raises(NotFound), app_database.transaction(Context(viewer=stranger)) as session:
            service.mark_read(session, which, stranger)
    for _ in range(2):
        with app_database.transaction(Context(viewer=ma)) as session:
            service.mark_read(session, read, ma)
    assert [number for number, _ in page(unread=True)] == ["N1", "N2"]
    assert make.run("select count(*) from procrastinate_jobs") == 0, "no sheet waits for this one"

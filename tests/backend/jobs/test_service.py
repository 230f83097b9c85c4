"""Jobs are deferred in the caller's transaction, with ids only, and not before their time."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from backend.db import Database
from backend.jobs import service
from backend.jobs.events import EVENTS

JOBS = text(
    "select task_name, args, status::text, coalesce(round(extract(epoch from scheduled_at - now())), 0)::integer"
    " from procrastinate_jobs order by id"
)


@pytest.mark.parametrize("role", ["app_database", "worker_database"])
def test_a_job_stands_with_its_act_or_not_at_all(request: pytest.FixtureRequest, role: str, owner: Database) -> None:
    database: Database = request.getfixturevalue(role)
    with pytest.raises(RuntimeError), database.transaction() as session:
        service.emit(session, "feedback.issued", sheet="1", area="62")
        raise RuntimeError
    with database.transaction() as session:
        service.emit(session, "feedback.issued", sheet="1", area="621124")
        service.defer(session, "test.now", edition=7, name='"; drop')
        service.defer_for(session, 120, "test.later", task="named like the parameter")
        with pytest.raises(KeyError):
            service.emit(session, "nobody.listens")
    with owner.transaction() as session:
        assert [tuple(row) for row in session.execute(JOBS)] == [
            *((task, {"sheet": "1", "area": "621124"}, "todo", 0) for task in EVENTS["feedback.issued"]),
            ("test.now", {"edition": 7, "name": '"; drop'}, "todo", 0),
            ("test.later", {"task": "named like the parameter"}, "todo", 120),
        ]

"""A worker killed in the middle of many deliveries: every message arrives, and its receiver acts on each once (T10)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from backend.db import Database
from backend.exchange.tasks import due
from backend.jobs import service as jobs
from backend.settings import Settings
from tests.backend.exchange.partners import terms
from tests.errands import run_errands
from tests.eventually import eventually
from tests.live import Live
from tests.make import Maker
from tests.partner_system import PartnerSystem, partner_system

PARTNERS = 10
# A thousand takes half a minute on a quiet machine: ZHITONG_TEST_DELIVERIES=1000.
EACH = int(os.environ.get("ZHITONG_TEST_DELIVERIES", "100")) // PARTNERS
FILL = (
    "insert into partner_delivery (partner_id, area_code, event, key, queued_until)"
    " select p.id, p.area_code, 'partner.test', n::text, now() from partner p cross join generate_series(1, :each) n"
)
STALL = "update procrastinate_workers set last_heartbeat = now() - interval '1 hour'"


@pytest.fixture
def system() -> Iterator[PartnerSystem]:
    """Ten receivers in one."""
    with partner_system() as running:
        yield running


def test_each_message_is_acted_on_once(
    make: Maker, app: Flask, settings: Settings, worker_database: Database, system: PartnerSystem
) -> None:
    make.counties()
    app.extensions["zhitong.settings"] = replace(settings, webhook_test_origin=system.origin)
    guan = make.administrator("guan", "system_administrator", "621124")
    for n in range(PARTNERS):
        made = guan.post("/api/partners", json=terms(f"{system.origin}/{n}"))
        system.secrets[f"/{n}"] = made.get_json()["secret"]
    make.run(FILL, each=EACH)
    due(worker_database)
    worker = Live(settings, ZHITONG_WEBHOOK_TEST_ORIGIN=system.origin)
    worker.start("worker")
    try:
        eventually(lambda: len(system.acted) > PARTNERS * EACH / 3, seconds=60, what="a third of the messages")
        worker.kill("worker")
        assert len(system.acted) < PARTNERS * EACH, "it was killed in the middle"
        make.run(STALL)
        make.run(
            "update partner_delivery set next_at = now(), queued_until = now() where status = 'waiting' and attempts > 0"
        )
        due(worker_database)
        with worker_database.transaction() as session:
            jobs.defer(session, "jobs.rescue", timestamp=0)
    finally:
        worker.stop()
    run_errands(replace(settings, webhook_test_origin=system.origin))
    assert make.run("select count(*) from partner_delivery where status <> 'delivered'") == 0
    sent = {str(row[0]) for row in make.rows("select id from partner_delivery")}
    assert len(sent) == PARTNERS * EACH
    assert set(system.acted) == sent
    assert set(system.acted.values()) == {1}
    assert system.hits <= PARTNERS * EACH + 4, "no more than the killed worker had in its hands came twice"

"""Handing a matter to another body is asked about anew, body by body (T42)."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from backend.cases.service import context_of_held
from backend.codes.service import Held
from backend.contacts.domain import CONSENT_TEXTS, consent_digest
from backend.contacts.service.consents import agree_to_hand_over, consents_of, may_hand_over
from backend.db import Database
from tests.make import Maker
from tests.story import people, submit

AREA = "621124100001"


def test_each_body_is_asked_about_by_itself(make: Maker, app: Flask, app_database: Database) -> None:
    people(make)
    report = UUID(submit(app)["id"])
    held = context_of_held(Held(report, report, AREA))
    for _ in range(2):
        with app_database.transaction(held) as session:
            agree_to_hand_over(session, report, "water", area=AREA, hidden=False, how="ticked")
    with app_database.transaction(held) as session:
        assert (may_hand_over(session, report, "water"), may_hand_over(session, report, "labour")) == (True, False)
        (given,) = [each for each in consents_of(session, report) if each.purpose == "handover"]
    assert (given.whom, given.given, given.text) == ("water", "ticked", CONSENT_TEXTS["handover"])
    assert make.run("select count(*) from audit_entry where action = 'consent.given'") == 1
    digest = make.run("select text_digest from consent where purpose = 'handover'")
    assert bytes(digest) == consent_digest("handover")

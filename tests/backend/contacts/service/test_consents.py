"""Handing a matter to another body is asked about anew, body by body; what was said last counts (T42)."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from backend.cases.service import context_of_held
from backend.codes.service import Held
from backend.contacts.domain import CONSENT_TEXTS, consent_digest
from backend.contacts.service.consents import How, consents_of, may_hand_over, say_of_handover
from backend.db import Database
from tests.make import Maker
from tests.story import people, submit

AREA = "621124100001"


def test_each_body_is_asked_about_by_itself_and_the_last_word_counts(
    make: Maker, app: Flask, app_database: Database
) -> None:
    people(make)
    report = UUID(submit(app)["id"])
    held = context_of_held(Held(report, report, AREA))
    words: list[tuple[How, bool]] = [("withdrawn", False), ("ticked", True), ("ticked", False), ("withdrawn", True)]
    for how, news in [*words, ("ticked", True)]:
        with app_database.transaction(held) as session:
            assert say_of_handover(session, report, "water", area=AREA, hidden=False, how=how) is news
    with app_database.transaction(held) as session:
        assert (may_hand_over(session, report, "water"), may_hand_over(session, report, "labour")) == (True, False)
        given = [each for each in consents_of(session, report) if each.purpose == "handover"]
    assert [(each.whom, each.given, each.text) for each in given] == [
        ("water", how, CONSENT_TEXTS["handover"]) for how in ("ticked", "withdrawn", "ticked")
    ]
    assert make.run("select count(*) from audit_entry where action like 'consent.%'") == 3
    digest = make.run("select distinct text_digest from consent where purpose = 'handover'")
    assert bytes(digest) == consent_digest("handover")

"""Codes that count, codes that do not, and receipts that only their own query code opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from backend.clock import today
from backend.codes import service
from backend.codes.domain import Code, read, spaced, write
from backend.db import Database
from backend.errors import Conflict, NotFound
from tests.make import Maker
from tests.story import people, submit


@pytest.fixture
def posts(make: Maker) -> dict[str, int]:
    """Ids of stations by their codes."""
    make.counties()
    return dict(make.rows("select code, id from station"))  # type: ignore[arg-type]


def test_a_code_stands_for_one_thing_until_it_is_ended(make: Maker, posts: dict[str, int], owner: Database) -> None:
    with owner.transaction() as session:
        one = service.issue(session, "post", posts["LT-WF"])
        asks = service.issue(session, "post", posts["LT-WF"], "land")
        other = service.issue(session, "station", posts["LT"])
        assert len({one, asks, other}) == 3
        assert [service.issue(session, "post", posts["LT-WF"], each) for each in (None, "land")] == [one, asks]
        assert list(service.good_codes(session, station_id=posts["LT-WF"])) == [one, asks]
        service.revoke(session, spaced(one).lower(), "海报被贴住")
        assert list(service.good_codes(session)) == [asks, other]
        target = service.resolve(session, one)
        assert target and (target.state, target.name) == ("revoked", "文峰社区信息采集点")
        new = service.issue(session, "post", posts["LT-WF"])
        assert new not in {one, asks}
        with pytest.raises(Conflict):
            service.revoke(session, one, "again")
        with pytest.raises(NotFound):
            service.revoke(session, "P1" + "0" * 20, "no such code")
    assert make.run("select count(*) from audit_entry where action = 'code.revoked'") == 1


def test_only_what_was_issued_here_and_as_what_it_was_leads_somewhere(posts: dict[str, int], owner: Database) -> None:
    with owner.transaction() as session:
        text = service.issue(session, "post", posts["LT-WF"])
        said = read(text, service.keys())
        assert said and said.kind == "post"
        signed = [
            write(Code("station", said.key_id, said.serial), service.keys()),
            write(Code("post", said.key_id, said.serial + 1), service.keys()),
            write(Code("post", said.key_id + 1, said.serial), service.keys()),
        ]
        for forged in (*signed, text[:-1], text[:-1] + ("0" if text[-1] != "0" else "1"), "", "x" * 500):
            assert service.resolve(session, forged) is None, forged
        assert service.one_spelling(f" {spaced(text).lower()} ") in {text, ""}
        assert {service.one_spelling(each) for each in (spaced(text), text.lower(), text)} == {text}
        assert {service.one_spelling(each) for each in (text[:-1], "", "公告")} == {""}


def test_a_category_out_of_use_is_not_chosen_any_more(make: Maker, posts: dict[str, int], owner: Database) -> None:
    with owner.transaction() as session:
        target = service.resolve(session, service.issue(session, "post", posts["LT-WF"], "land"))
        assert target
        chosen = service.preset(session, target).category
        assert chosen and chosen.code == "land"
    for day, still in ((today() + timedelta(days=1), True), (today(), False)):
        make.run("update category set retired_on = :day where code = 'land'", day=day)
        with owner.transaction() as session:
            assert (service.preset(session, target).category is not None) == still


def test_a_receipt_opens_by_its_own_code_however_it_is_typed_and_by_no_other(make: Maker, app: Flask) -> None:
    people(make)
    one, other = submit(app), submit(app)
    receipt, code = one["receipt"], one["query_code"]
    with make.owner.transaction() as session:
        held = service.held(session, receipt, code)
        assert held and (str(held.report_id), str(held.case_id)) == (one["id"], one["id"])
        assert service.receipt_number(held.report_id) in {receipt, receipt.replace("-", "").replace(" ", "")}
        assert service.held(session, receipt.lower(), code.lower()) == held
        for number, key in (
            (receipt, other["query_code"]),
            (receipt, ""),
            ("", code),
            (receipt[:-1], code),
            ("\0" * 90, "\0"),
            ("回执", "码"),
        ):
            assert service.held(session, number, key) is None

"""What is altered in the record is found."""

from __future__ import annotations

import pytest

from backend.audit.service import Anchors, verify
from backend.db import Database
from tests.backend.audit.record import faults, tamper


@pytest.mark.usefixtures("filled")
def test_a_whole_record_has_no_faults(owner: Database, anchors: Anchors) -> None:
    assert faults(owner, anchors) == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "statements",
    [
        ["update audit_entry set action = 'case.seen' where id = 3"],
        ["update audit_entry set at = at + interval '1 day' where id = 3"],
        ["update audit_entry set actor_id = 7 where id = 3"],
        ["update audit_entry set fields = '{}' where id = 3"],
        ["update audit_entry set area_code = '522702' where id = 3"],
        ["delete from audit_entry where id = 3"],
        [
            "delete from audit_entry where subject_id = 'c1'",
            "delete from audit_chain where entry_id not in (select id from audit_entry)",
        ],
        [
            "insert into audit_entry (xid, actor, action, subject_kind, subject_id, mac) select '3', actor, action, subject_kind, subject_id, mac from audit_entry where id = 1"
        ],
        [
            "delete from audit_chain where seq > 9",
            "delete from audit_entry where id > 9",
            "update audit_seal set seq = 9, link = (select link from audit_chain where seq = 9)",
        ],
        ["delete from audit_chain", "delete from audit_entry", "update audit_seal set seq = 0, link = ''"],
        [
            "update audit_chain set entry_id = -entry_id where seq in (4, 5)",
            "update audit_chain set entry_id = case seq when 4 then 5 else 4 end where seq in (4, 5)",
        ],
    ],
)
def test_whatever_is_altered_is_found(owner: Database, anchors: Anchors, statements: list[str]) -> None:
    tamper(owner, *statements)
    assert faults(owner, anchors)


@pytest.mark.usefixtures("filled")
def test_an_anchor_that_was_edited_is_found(owner: Database, anchors: Anchors) -> None:
    lines = anchors.path.read_text().splitlines()
    anchors.path.write_text("\n".join([lines[0].replace(" 5 ", " 4 "), *lines[1:]]) + "\n")
    assert any("anchor" in fault for fault in faults(owner, anchors))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("spoilt", ["", "torn", "x" * 4000, "2026-11-21T00:00:00Z 5", "a b c d", "城中 1 00 00"])
def test_an_anchor_that_is_no_line_of_ours_is_found_and_hides_no_other(
    owner: Database, anchors: Anchors, spoilt: str
) -> None:
    lines = anchors.path.read_text().splitlines()
    anchors.path.write_text("\n".join([lines[0], spoilt, *lines[2:]]) + "\n", "utf-8")
    (found,) = faults(owner, anchors)
    assert found.startswith("anchor of ") and found.endswith(": edited")
    tamper(owner, "delete from audit_chain where seq > 9", "delete from audit_entry where id > 9",
           "update audit_seal set seq = 9, link = (select link from audit_chain where seq = 9)")  # fmt: skip
    assert [fault for fault in faults(owner, anchors) if fault.startswith("chain: cut")]


@pytest.mark.usefixtures("filled")
def test_it_goes_on_from_the_last_anchor_up_to_which_the_record_was_whole(owner: Database, anchors: Anchors) -> None:
    assert anchors.last_verified() is None
    assert faults(owner, anchors) == []
    reached = anchors.last_verified()
    assert reached is not None and reached.seq == 12
    earlier = next(each for each in anchors.read() if each.seq == 5)
    tamper(owner, "update audit_entry set action = 'case.seen' where id = 9")
    with owner.transaction() as session:
        assert len(list(verify(session, anchors, since=earlier))) == 1
        assert list(verify(session, anchors, since=reached)) == [], "what was looked at before is not looked at again"
    tamper(owner, "update audit_chain set link = '\\x00' where seq = 12")
    with owner.transaction() as session:
        assert list(verify(session, anchors, since=reached)), "where it goes on from is held against the anchor"
    anchors.verified.write_text("2026-11-21T00:00:00+00:00 12 00 00\n")
    assert anchors.last_verified() is None, "who writes it without the key makes nothing verified"

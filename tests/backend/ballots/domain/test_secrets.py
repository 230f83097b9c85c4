"""The box tells nothing by its order or its length, and the receipt nothing of the marks."""

from __future__ import annotations

from uuid import UUID

from backend.ballots.domain import Urn, code_of, digest_of_code, digest_of_device, tracker_of

KEY, ONE, OTHER = b"k" * 32, UUID(int=1), UUID(int=2)


def test_whoever_votes_first_or_how_the_box_is_the_same() -> None:
    first = Urn().having("fa", "T2").having("af", "T1")
    second = Urn().having("af", "T1").having("fa", "T2")
    assert first == second == Urn.read(first.text())
    assert len(Urn().having("fa", "T2").having("fa", "T1").text()) == len(first.text())


def test_a_receipt_is_made_of_the_voter_and_never_of_the_marks() -> None:
    assert tracker_of(KEY, ONE) == tracker_of(KEY, ONE) != tracker_of(KEY, OTHER)
    assert len(tracker_of(KEY, ONE)) == 12


def test_each_link_of_a_member_has_its_own_code_however_it_is_typed() -> None:
    code = code_of(KEY, ONE, 1)
    assert code != code_of(KEY, ONE, 2)
    assert digest_of_code(f" {code[:4].lower()} {code[4:]}") == digest_of_code(code)
    assert digest_of_device("d", ONE) != digest_of_device("d", OTHER)

"""Evidence is read as its kind, or refused with the field that is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from backend.cases.domain import BODY, DUE, TOGETHER, complete
from backend.cases.domain.evidence import BASIS, CHECK, MET_ON
from backend.errors import Invalid

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("need", "given", "read"),
    [
        (CHECK, "  看过 ", "看过"), (DUE, "2026-11-22", "2026-11-22"), (DUE, "20261123", "2026-11-23"),
        (MET_ON, "2026-11-22", "2026-11-22"), (BASIS, "system, wide,wide", "wide,system"), (BODY, "12", "12"),
    ],
)  # fmt: skip
def test_what_is_given_is_read_as_its_kind(need, given: str, read: str) -> None:
    assert complete((need,), {need.key: given}, TODAY) == {need.key: read}


@pytest.mark.parametrize(
    ("need", "given", "code"),
    [
        (CHECK, " 看 ", "evidence_needed"), (DUE, "2026-11-21", "past_day"), (DUE, "soon", "wrong_evidence"),
        (DUE, "2099-01-01", "wrong_evidence"), (MET_ON, "2026-11-23", "day_to_come"), (MET_ON, "1999-01-01", "wrong_evidence"),
        (BASIS, "", "evidence_needed"), (BASIS, " , ", "evidence_needed"), (BASIS, "wide,big", "wrong_evidence"),
        (BODY, "十二", "wrong_evidence"), (BODY, "１２", "wrong_evidence"), (BODY, "9" * 19, "wrong_evidence"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(need, given: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        complete((need,), {need.key: given}, TODAY)
    assert (refused.value.field, refused.value.word) == (f"evidence.{need.key}", code)


def test_what_may_be_left_out_is_and_what_nobody_asked_for_is_refused() -> None:
    assert complete((TOGETHER,), {}, TODAY) == complete((TOGETHER,), {"together": "  "}, TODAY) == {}
    with pytest.raises(Invalid) as refused:
        complete((CHECK,), {"check": "看过", "cheque": "1"}, TODAY)
    assert refused.value.field == "evidence.cheque"

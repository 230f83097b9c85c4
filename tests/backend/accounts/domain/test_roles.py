"""Where and when a role may be held, and by whom not together."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.accounts import service
from backend.accounts.domain import Term, check_known, check_term, check_together, role_label
from backend.db import Database
from backend.errors import Conflict, Invalid
from backend.settings import SettingError

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("area", ["", "6", "62112", "6211241", "621124100001001", "62112a", "６２１１２４", "621124\n"])
def test_a_role_is_held_at_a_whole_code_and_nowhere_else(owner: Database, area: str) -> None:
    with pytest.raises(Invalid, match="行政区划代码") as refused, owner.transaction() as session:
        service.create(session, "half", "半个", "Shan-Shui-2026-xing", [("liaison", area)])
    assert refused.value.field == "role"
    with pytest.raises(IntegrityError, match="account_role_area"), owner.transaction() as session:
        session.execute(text("insert into account (login, name, password_hash) values ('half', '半个', '-')"))
        session.execute(
            text(
                "insert into account_role (account_id, role, area_code) select id, 'liaison', :area from account where login = 'half'"
            ),
            {"area": area},
        )


def test_a_term_does_not_end_before_it_begins() -> None:
    for good in (Term(), Term(until=DAY), Term(DAY, DAY), Term(date(2027, 1, 1), date(2027, 1, 1))):
        check_term(good, DAY)
    for bad in (Term(until=date(2026, 11, 21)), Term(date(2027, 1, 2), date(2027, 1, 1))):
        with pytest.raises(Invalid) as refused:
            check_term(bad, DAY)
        assert refused.value.field == "until"


def test_the_three_administrators_are_three_people() -> None:
    check_together(["system_administrator", "liaison", "system_administrator"])
    with pytest.raises(Conflict):
        check_together(["system_administrator", "audit_administrator"])


def test_a_setting_that_names_no_role_is_told() -> None:
    check_known("ZHITONG_PRIVILEGED_ROLES", {"verifier"})
    with pytest.raises(SettingError, match="emperor"):
        check_known("ZHITONG_PRIVILEGED_ROLES", {"verifier", "emperor"})


def test_a_head_is_called_by_the_level() -> None:
    assert [role_label("town_head", prefix) for prefix in ("621124100", "621124", "62")] == [
        "乡镇长",
        "县（市、区）长",
        "政府负责人",
    ]
    assert role_label("liaison", "62") == "联络员"

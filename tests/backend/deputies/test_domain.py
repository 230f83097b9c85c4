"""Deputies' levels: one list in the code and in the table."""

from __future__ import annotations

import re

from sqlalchemy import CheckConstraint

from backend.deputies.domain import LEVELS
from backend.deputies.model import Deputy


def test_the_table_takes_the_levels_of_the_list_and_no_other() -> None:
    (rule,) = (each for each in Deputy.__table__.constraints if each.name == "deputy_level_known")  # type: ignore[attr-defined]
    assert isinstance(rule, CheckConstraint)
    assert re.findall(r"'(\w+)'", str(rule.sqltext)) == list(LEVELS)
    assert len(set(LEVELS)) == len(LEVELS)

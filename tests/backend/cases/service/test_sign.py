"""An answer is signed by a person."""

from __future__ import annotations

import pytest

from backend.cases.domain import THE_SYSTEM
from backend.cases.service.sign import issue_sheets
from backend.errors import Forbidden


def test_a_signature_of_nobody_is_refused_before_the_database_is_asked() -> None:
    with pytest.raises(Forbidden):
        issue_sheets(None, None, [], THE_SYSTEM, "system", "已经修好")  # type: ignore[arg-type]

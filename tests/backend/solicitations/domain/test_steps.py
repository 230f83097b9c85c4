"""Nine steps, each with a name of its own."""

from __future__ import annotations

import pytest

from backend.errors import Invalid
from backend.solicitations.domain.steps import FIRST_NAMES, LONGEST, check_names


@pytest.mark.parametrize(
    "names", [FIRST_NAMES[:8], [*FIRST_NAMES[:8], "第一步"], [*FIRST_NAMES[:8], "长" * (LONGEST + 1)]]
)
def test_nine_names_that_differ(names: list[str]) -> None:
    check_names(FIRST_NAMES)
    with pytest.raises(Invalid) as told:
        check_names(names)
    assert told.value.field == "names"

"""`If-Match`, as it is read."""

from __future__ import annotations

import pytest
from flask import Flask

from backend.errors import PreconditionNeeded, Refusal, Stale
from backend.http.versions import version_read


@pytest.mark.parametrize("given", ['"7"', 'W/"7"', "7", ' "7" '])
def test_a_version_is_read_however_its_etag_is_written(given: str) -> None:
    with Flask("x").test_request_context(headers={"If-Match": given}):
        assert version_read() == 7


@pytest.mark.parametrize(
    ("given", "refusal"), [("", PreconditionNeeded), ("*", Stale), ('"٣"', Stale), ('"1234567890"', Stale)]
)
def test_what_is_no_version_of_ours_is_refused(given: str, refusal: type[Refusal]) -> None:
    with Flask("x").test_request_context(headers={"If-Match": given}), pytest.raises(refusal):
        version_read()

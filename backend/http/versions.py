"""Which version of a thing a change is made to: `If-Match` names the ETag that was read."""

from __future__ import annotations

from flask import request

from backend.errors import PreconditionNeeded, Stale

MOST_DIGITS = 9


def if_match(what: str) -> dict[str, object]:
    """Return the header as the API's description has it; `what`: whose ETag."""
    return {
        "name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"},
        "description": f"The {what}'s ETag as it was read",
    }  # fmt: skip


def version_read() -> int:
    """Return the version that `If-Match` names.

    Raises PreconditionNeeded without the header, Stale when it is no version of ours.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionNeeded("先读取这件事，再改它", field="If-Match")
    digits = given.removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    return int(digits)

"""What a form had read before it changes something: the version that `If-Match` names."""

from __future__ import annotations

from flask import request

from backend.errors import PreconditionNeeded, Stale

IF_MATCH = {
    "name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"},
    "description": "The ETag of what is changed as it was read",
}  # fmt: skip
LONGEST = 9  # digits


def version_read() -> int:
    """Return the version that `If-Match` names.

    Raises PreconditionNeeded without the header, Stale when it is no version of ours.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionNeeded("先读取这件事，再改它", field="If-Match")
    digits = given.removeprefix("W/").strip('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST):
        raise Stale("别人刚改过，请重新读取", field="If-Match")
    return int(digits)

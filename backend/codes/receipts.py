"""How a request opens a receipt: one way for the views of every room that a receipt reaches."""

from __future__ import annotations

from typing import Literal

from flask import request

from backend.codes import service
from backend.codes.domain import normal
from backend.codes.service import Held
from backend.db import Context
from backend.http import crowd
from backend.http.transaction import transact

HEADER = "Query-Code"
QUERY_CODE = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "The query code that came with the receipt",
}


def open_receipt(
    receipt: str, code: str | None = None, *, of: Literal["submission", "opinion", "any"] = "submission"
) -> Held:
    """Return what a receipt and its query code open; `code`: None for the one in the request's header; `of`: what is asked for behind it.

    Refused alike when either is wrong, and slowed: raises NotFound, TooMany.
    """
    given = request.headers.get(HEADER, "") if code is None else code
    held = transact(lambda session: service.held(session, receipt, given), Context())
    there = held and (of == "any" or (held.submitted if of == "submission" else held.spoken))
    return crowd.opened(held if there else None, normal(receipt))

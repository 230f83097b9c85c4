"""A written table as it is sent."""

from __future__ import annotations

from functools import partial

from flask import Response

from backend.clock import today
from backend.exports.domain import KINDS, TYPES, Paper
from backend.exports.service import Written

# Bytes that are sent at a time.
PIECE = 65_536
# What the description says of a file, of whichever kind.
FILE = {"type": "string", "format": "binary"}
FILES = {"200": {"description": "OK", "content": {TYPES[each]: {"schema": FILE} for each in KINDS}}}
PAPERS = {"200": {"description": "OK", "content": {each: {"schema": FILE} for each in TYPES.values()}}}


def download(written: Written, kind: Paper, name: str) -> Response:
    """Return a file as it is sent, called by `name` and the day: a few kilobytes at a time, and gone afterwards."""
    answer = Response(iter(partial(written.file.read, PIECE), b""), content_type=TYPES[kind])
    answer.call_on_close(written.file.close)
    answer.headers["Content-Disposition"] = f"attachment; filename=zhitong-{name}-{today():%Y%m%d}.{kind}"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Zhitong-Rows"] = str(written.rows)
    return answer

"""What is told of cases is told whole: a schema leaves out without a word what its source lacks."""

from __future__ import annotations

from typing import Any

from flask import Flask
from marshmallow import Schema, fields

from backend.cases.schemas import CaseFileSchema, CasesSchema
from tests.make import Maker
from tests.story import handle, people, sign, submit


def lacking(schema: Schema, body: dict[str, Any], seen: set[str], at: str = "") -> list[str]:
    """Return the fields that `schema` declares and `body` has not, however deep; notes in `seen` whose insides it saw."""
    found = []
    for name, field in schema.fields.items():
        key = field.data_key or name
        if key not in body:
            found.append(f"{at}{key}")
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested) and body.get(key):
            seen.add(f"{at}{key}")
            for value in body[key] if isinstance(field, fields.List) else [body[key]]:
                found += lacking(inner.schema, value, seen, f"{at}{key}.")
    return found


def test_a_file_and_a_list_hold_every_field_they_promise(make: Maker, app: Flask) -> None:
    people(make)
    case = submit(app, way="phone", name="赵钱孙", phone="13912345678")["id"]
    lian = make.login("lian")
    moves = lian.get(f"/api/cases/{case}").get_json()["moves"]
    handle(make, case)
    sheet = sign(lian, case).get_json()["sheets"][0]["id"]
    assert lian.post(f"/api/feedback/{sheet}/deliveries", json={"rung": "channel"}).status_code == 200
    file = lian.get(f"/api/cases/{case}").get_json()
    file["moves"] = moves
    seen: set[str] = set()
    assert lacking(CaseFileSchema(), file, seen) == []
    assert seen >= {"category", "station", "reports.contact", "timeline", "sheets.attempts", "moves.fields"}
    assert lacking(CasesSchema(), lian.get("/api/cases").get_json(), seen) == []
    assert "items.cell" in seen

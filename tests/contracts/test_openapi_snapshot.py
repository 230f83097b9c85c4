"""The API is what docs/openapi.json says: a change of it is seen in a review, and never happens by accident.

`python -m tests.contracts.test_openapi_snapshot` writes the file anew; needs no database.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path

from flask import Flask

from backend.app import create_app
from backend.settings import Settings
from tests.conftest import KEYS

SNAPSHOT = Path(__file__).parents[2] / "docs/openapi.json"
# Other systems are tested against these from the first day: fields are added, never renamed.
FIXED = {
    "/api/locate": {"get"},
    "/api/login": {"post"},
    "/api/logout": {"post"},
    "/api/me": {"get"},
    "/api/field-area": {"get"},
    "/api/sightings": {"post"},
    "/api/sightings/batch": {"post"},
    "/api/sightings/{id}/missing": {"get"},
    "/api/attachments/{sha256}": {"put"},
    "/api/codes/{code}": {"get"},
    "/api/submissions": {"post"},
    "/api/submissions/{receipt}": {"get"},
    "/api/cases": {"get"},
    "/api/cases/{id}": {"get"},
    "/api/cases/{id}/transitions": {"post"},
    "/api/hotspots": {"get"},
    "/api/hotspots/series": {"get"},
    "/api/hotspots/cells/{code}": {"get"},
    "/api/tiles/{layer}/{z}/{x}/{y}.mvt": {"get"},
    "/api/push/subscriptions": {"post"},
    "/api/push/subscriptions/{id}": {"delete"},
}


def described(app: Flask) -> str:
    """Return the description of the API as text that always comes out the same."""
    answer = app.test_client().get("/api/openapi.json")
    assert answer.status_code == 200
    return json.dumps(answer.get_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def nameless(path: str) -> str:
    """Return a path whose parameters have no names."""
    return re.sub(r"\{\w+\}", "{}", path)


def application() -> Flask:
    """Return the application on a database that nobody opens."""
    env = KEYS | {"DATABASE_URL": "postgresql://nobody@nowhere/none", "ZHITONG_VAR": tempfile.gettempdir()}
    return create_app(Settings.from_environment(env))


def test_snapshot_is_what_the_application_says() -> None:
    renew = "the API changed: look at it, then run `python -m tests.contracts.test_openapi_snapshot`"
    assert SNAPSHOT.read_text("utf-8") == described(application()), renew


def test_the_fixed_calls_stand() -> None:
    paths = json.loads(SNAPSHOT.read_text("utf-8"))["paths"]
    # what stands for a value in a path is named inside the house only
    verbs_of = {nameless(path): set(item) for path, item in paths.items()}
    assert [path for path, verbs in FIXED.items() if not verbs <= verbs_of.get(nameless(path), set())] == []


def test_every_call_says_what_it_does() -> None:
    paths = json.loads(SNAPSHOT.read_text("utf-8"))["paths"]
    calls = {
        f"{verb} {path}": call
        for path, item in paths.items()
        for verb, call in item.items()
        if verb in {"get", "put", "post", "patch", "delete"}
    }
    assert len(calls) > 20
    assert [name for name, call in calls.items() if not call.get("summary")] == []


if __name__ == "__main__":
    SNAPSHOT.write_text(described(application()), "utf-8")
    sys.stdout.write(f"wrote {SNAPSHOT.name}\n")

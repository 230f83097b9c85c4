"""What the apps read and send is what the API has: the hand-written types of pwa/ beside docs/openapi.json.

The types are written by hand because they say more than the description does (which texts are possible, what a number
counts); this test keeps their fields from drifting away.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from backend.opinions.schemas import NotedOpinionSchema

ROOT = Path(__file__).parents[2]
WIRES = tuple(str(path.relative_to(ROOT)) for path in sorted((ROOT / "pwa/src").rglob("wire.ts")))
# Interface → schema, where the names differ.
NAMES = {
    "CaseHead": "CaseRow", "Need": "CaseNeed", "Seat": "CaseSeat", "Urge": "CaseUrge", "Report": "CaseReport", "Happening": "CaseEvent", "Move": "CaseMove", "SheetRow": "CaseSheet", "ListedSheet": "UnreachedSheet",
    "Entry": "AuditEntry", "Check": "AuditCheck", "Given": "GivenPassword",
    "Party": "MediationParty", "Sitting": "MediationRecord", "Agreement": "MediationAgreement", "FollowUp": "MediationFollowUp", "Confirmation": "RuledConfirmation",
    "Hotspots": "Hotspot", "HotspotSeries": "CellsSeries", "MapFrame": "Frame", "Message": "Notice", "Term": "CaseTerm", "SightingBody": "Sighting",
    "SightingAnswer": "SightingStored", "NearCase": "CaseNearItem", "NearMatter": "SightingNearItem",
    "AskedMatter": "SightingAskedItem", "CorrectionBody": "SightingCorrection", "AdditionBody": "SightingAddition", "FieldClash": "SightingFieldClash",
    "ClashProblem": "SightingClash", "MyVisits": "MyVisitTasks", "VisitGoal": "VisitGoalOf",
    "Sentence": "BulletinSentence", "Tally": "BulletinTally", "HotCell": "BulletinHot", "Figure": "BulletinFigure",
    "Drawing": "BulletinMap",
}  # fmt: skip
# In wire.ts of the app a station is one of the phone's area.
COVERAGE = "pwa/src/desk/coverage/wire.ts"
PER_FILE = {
    ("pwa/src/api/wire.ts", "Station"): "FieldStation", (COVERAGE, "Rules"): "CoverageRules", (COVERAGE, "Sum"): "CoverageSum",
    (COVERAGE, "Nearest"): "NearestPost", (COVERAGE, "Survey"): "CoverageSurvey", (COVERAGE, "Site"): "PostSite",
    (COVERAGE, "Plan"): "SitingPlan", (COVERAGE, "Advice"): "SitingAdvice",
}  # fmt: skip
# No object of the API's own, each with its reason.
NOT_SCHEMAS = {
    "Page": "generic: a list and its cursor",
    "Point": "GeoJSON",
    "CellFeature": "GeoJSON",
    "OpinionBody": "an item of a batch, each of which is read by itself: see below",
    "CellProperties": "the properties of a GeoJSON feature",
}
SCHEMAS: dict[str, Any] = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))["components"]["schemas"]


def interfaces(name: str) -> dict[str, tuple[str, set[str]]]:
    """Return, by interface of a file, what it extends and the names of its own fields."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)
    found = re.findall(r"export interface (\w+)(?:<\w+>)?(?: extends (\w+))? \{\n(.*?)\n\}", text, re.DOTALL)
    return {each: (parent, set(re.findall(r"^  (\w+)\??:", body, re.MULTILINE))) for each, parent, body in found}


def cases() -> list[tuple[str, str, set[str]]]:
    """Every interface with the file it stands in and its fields, inherited ones too."""
    found = []
    for name in WIRES:
        known = interfaces(name)
        for each, (parent, fields) in known.items():
            if each in NOT_SCHEMAS:
                continue
            found.append((name, each, fields | (known[parent][1] if parent in known else set())))
    return found


@pytest.mark.parametrize(
    ("name", "interface", "fields"), cases(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_apps_know_only_fields_that_the_api_has(name: str, interface: str, fields: set[str]) -> None:
    schema = PER_FILE.get((name, interface)) or NAMES.get(interface, interface)
    assert schema in SCHEMAS, f"{interface} of {name} stands for no schema: name it above"
    assert fields
    assert fields - set(SCHEMAS[schema]["properties"]) == set()


def test_what_a_phone_sends_of_an_opinion_is_read() -> None:
    _, sent = interfaces("pwa/src/api/wire.ts")["OpinionBody"]
    read = NotedOpinionSchema().fields
    assert sent - set(read) == set()
    assert {name for name, field in read.items() if field.required} - sent == set()


def test_what_a_sighting_needs_is_sent() -> None:
    _, sent = interfaces("pwa/src/api/wire.ts")["SightingBody"]
    assert set(SCHEMAS["Sighting"]["required"]) <= sent

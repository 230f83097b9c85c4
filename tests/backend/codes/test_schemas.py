"""A code on the wire says whom it stands for and nothing that it does not have."""

from __future__ import annotations

from dataclasses import replace

from backend.codes.domain import CodeCategory, CodeTarget, Preset
from backend.codes.schemas import CodeSchema, code_wire
from backend.stations.domain import PostCell, StationRef

TARGET = CodeTarget("deputy", 7, "马代表", 3, None, "621124100", "good", None)


def test_what_a_code_lacks_is_null_and_its_insides_are_not_told() -> None:
    told = CodeSchema().dump(code_wire(TARGET, Preset(None, None)))
    assert told == {
        "kind": "deputy",
        "name": "马代表",
        "station": None,
        "category": None,
        "cell": None,
        "open_drafts": [],
    }


def test_what_was_chosen_beforehand_is_told_whole(make, owner) -> None:
    from backend.stations import service as stations

    make.counties()
    with owner.transaction() as session:
        station = stations.get(session, int(make.run("select id from station where code = 'LT-WF'")))
    assert isinstance(station, StationRef)
    preset = Preset(CodeCategory("land", "土地边界", "Land"), PostCell("621124100001001", "文峰社区1格"))
    told = CodeSchema().dump(code_wire(replace(TARGET, station=station), preset))
    assert told["category"] == {"code": "land", "name": "土地边界", "name_en": "Land"}
    assert told["cell"] == {"code": "621124100001001", "name": "文峰社区1格"}
    assert set(told["station"]) == {"id", "code", "name", "kind", "area_code", "phone", "hours"}
    assert (told["station"]["code"], told["station"]["phone"]) == ("LT-WF", "0932-000-0000")

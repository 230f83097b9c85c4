"""The directory: for staff, by place, role and service; and for whom one acts."""

from __future__ import annotations

from flask import Flask

from tests.make import Maker
from tests.story import offices


def test_the_directory_is_narrowed_and_says_for_whom_one_acts(app: Flask, make: Maker) -> None:
    make.counties()
    offices(make)
    assert app.test_client().get("/api/bodies").status_code == 401
    water = make.login("shui")

    def names(query: str) -> set[str]:
        return {each["code"] for each in water.get(f"/api/bodies?{query}").get_json()["items"]}

    assert names("mine=1") == {"SW"}
    assert names("area=621124100001&role=mediator") == {"TJ"}
    assert names("services=1") == {"TJ", "BTJ"}
    assert names("kind=court&area=522702100001") == set()
    (one,) = water.get("/api/bodies?mine=1", headers={"Accept-Language": "en"}).get_json()["items"]
    assert (one["kind_label"], one["role"], one["phone"]) == ("Department", "department", "0932-0000000")
    assert water.get("/api/bodies?role=emperor").status_code == 422

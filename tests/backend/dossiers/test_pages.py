"""The dossier: what is in it, who gets it, and that taking it out is in the record."""

from __future__ import annotations

import hashlib

from flask import Flask

from tests.backend.attachments import pictures
from tests.make import Browser, Maker, new_id
from tests.pdf import pictures_of, words_of
from tests.story import WATER, handle, people, sign, submit

PHOTO = pictures.photo("JPEG", (120, 90))
DIGEST, ABSENT = hashlib.sha256(PHOTO).hexdigest(), "0" * 64


def dossier(who: Browser, case: str, language: str = "zh-CN") -> bytes:
    """Take the dossier of a case out."""
    answer = who.get(f"/api/cases/{case}/dossier.pdf?lang={language}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf"), answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "private, no-store"
    return bytes(answer.data)


def test_all_of_a_case_is_in_it_and_names_stay_masked(make: Maker, app: Flask) -> None:
    people(make)
    sent = submit(app)
    handle(make, sent["id"])
    assert sign(make.login("lian"), sent["id"], "水渠已经挖开。").status_code == 200
    before = make.run("select count(*) from audit_entry where action = 'case.dossier'")
    words = words_of(dossier(make.login("lian"), sent["id"]))
    for said in ("卷宗", sent["number"], WATER, "水渠已经挖开。", "经过", "受理", "李联络", "反馈单"):
        assert said in words, said
    assert sent["query_code"] not in words
    assert make.run("select count(*) from audit_entry where action = 'case.dossier'") == before + 1
    english = words_of(dossier(make.login("lian"), sent["id"], "en"))
    assert "Dossier" in english and WATER in english


def test_photos_that_have_come_are_in_it_and_the_others_are_named(make: Maker) -> None:
    people(make)
    wang, case = make.login("wang"), new_id()
    wang.put(f"/api/attachments/{DIGEST}", data=PHOTO)
    told = {
        "id": case, "seen_at": "2026-11-20T08:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": True,
        "risk": "high", "text": "两家为地界争吵", "cell_code": "621124100001001", "attachments": [DIGEST, ABSENT],
    }  # fmt: skip
    assert wang.post("/api/sightings", json=told).status_code == 201
    taken = dossier(make.login("lian"), case)
    assert pictures_of(taken) == 1
    assert "另有1张照片没有收入" in words_of(taken)


def test_strangers_neighbours_and_unknown_cases(make: Maker, app: Flask) -> None:
    people(make)
    case = submit(app)["id"]
    assert app.test_client().get(f"/api/cases/{case}/dossier.pdf").status_code == 401
    for who in ("bali", "fuquan"):
        assert make.login(who).get(f"/api/cases/{case}/dossier.pdf").status_code == 404
    assert make.login("lian").get(f"/api/cases/{new_id()}/dossier.pdf").status_code == 404
    assert make.run("select count(*) from audit_entry where action = 'case.dossier'") == 0

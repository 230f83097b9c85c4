"""`zhitong retention`: what would go, what went, and a register that tells when it was changed."""

from __future__ import annotations

import hashlib

from click.testing import CliRunner, Result
from flask import Flask

from backend.retention.commands import retention
from backend.settings import Settings
from tests.backend.attachments import pictures
from tests.errands import run_errands
from tests.make import Browser, Maker
from tests.story import handle, move, people, sign, submit

SHOWN = (
    "with a as (insert into activity (id, type, title, area_code) values (gen_random_uuid(), 'joint_meeting', '会', '621124100') returning id, area_code),"
    " e as (insert into activity_evidence (id, activity_id, area_code, step, noted_by, noted_name, words) select gen_random_uuid(), a.id, a.area_code, 'photos', t.author_id, '李', '照片'"
    " from a, attachment t where t.sent_sha256 = :sent returning id, activity_id, area_code, noted_by)"
    " insert into activity_photo (evidence_id, nth, activity_id, area_code, author_id, sent_sha256) select id, 1, activity_id, area_code, noted_by, :sent from e"
)


def shell(settings: Settings, *words: str) -> Result:
    """Run a command of the room."""
    return CliRunner().invoke(retention, words, obj=settings)


def test_a_dry_run_says_what_a_run_then_does(make: Maker, app: Flask, settings: Settings) -> None:
    people(make)
    sent = submit(app, way="phone", name="王大", phone="13800138000")
    code = {"Query-Code": sent["query_code"]}
    own = f"/api/submissions/{sent['receipt']}/transitions"
    assert app.test_client().post(own, json={"to": "withdrawn"}, headers=code).status_code == 204
    make.run("update cases set state_since = now() - interval '181 days'")
    dry = shell(settings, "run", "--dry-run").stdout
    assert "contacts: 1 reports, 180 days after their end, the first at its end since 20" in dry
    assert "words: 0 reports, 1095 days after their end\n" in dry
    assert make.run("select count(*) from erasure") == 0
    assert "contacts: 1 subjects; contact 1\n" in shell(settings, "run").stdout
    assert "contacts" not in shell(settings, "run").stdout
    assert make.run("select body from report_text") != ""
    told = shell(settings, "register")
    assert (told.exit_code, "contacts (180 days): 1 subjects; contact 1; in backups until 20" in told.stdout) == (
        0,
        True,
    )
    make.run("alter table deletion_record disable trigger append_only")
    make.run("update deletion_record set counts = '{\"contact\": 2}'")
    told = shell(settings, "register")
    assert (told.exit_code, told.stdout.rstrip().endswith("ALTERED")) == (1, True)


def test_a_signatures_photo_and_an_activitys_stay_as_long_as_they_are_named(
    make: Maker, app: Flask, settings: Settings
) -> None:
    people(make)
    lian, sent = make.login("lian"), submit(app, way="phone", name="王大", phone="13800138000")
    handle(make, sent["id"])
    sheet = sign(lian, sent["id"]).get_json()["sheets"][0]["id"]
    signed, shown, lost = (stored(lian, size) for size in (20, 30, 40))
    assert lian.post(f"/api/feedback/{sheet}/deliveries", json={"rung": "door", "photo": signed}).status_code == 200
    make.run(SHOWN, sent=bytes.fromhex(shown))
    make.run("update attachment set created_at = now() - interval '41 days'")
    assert "orphans: 1 subjects" in shell(settings, "run").stdout
    assert [lian.get(f"/api/attachments/{each}").status_code for each in (signed, shown, lost)] == [200, 200, 404]
    run_errands(settings)
    assert move(lian, sent["id"], "closed", evidence={"consent": "群众说好"}).status_code == 200
    make.run("update cases set state_since = now() - interval '366 days'")
    assert "orphans: 1 subjects" in shell(settings, "run").stdout, "with the report's photos the signature's goes"
    assert [lian.get(f"/api/attachments/{each}").status_code for each in (signed, shown)] == [404, 200]


def stored(browser: Browser, size: int) -> str:
    """Send a photo; return its digest."""
    photo = pictures.photo("PNG", (size, 60))
    digest = hashlib.sha256(photo).hexdigest()
    assert browser.put(f"/api/attachments/{digest}", data=photo, content_type="image/png").status_code == 201
    return digest

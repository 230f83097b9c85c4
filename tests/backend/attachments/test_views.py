"""PUT and GET /api/attachments/{sha256} as a phone and a desk use them."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import text
from werkzeug.test import TestResponse

from backend.attachments.service import Owner, store
from backend.attachments.store import Store
from backend.codes.service import issue
from backend.db import Context, Database
from backend.errors import Refusal
from backend.settings import Settings
from tests.backend.attachments import pictures as p
from tests.backend.attachments import sounds as s
from tests.make import Browser, Maker, new_id

VILLAGE = "621124100001"


@pytest.fixture
def worker(make: Maker) -> Browser:
    """A grid worker, logged in."""
    make.counties()
    make.account("wang", ("grid_worker", VILLAGE))
    return make.login("wang")


def digest(data: bytes) -> str:
    """Name of what is sent."""
    return hashlib.sha256(data).hexdigest()


def put(browser: Browser, data: bytes, name: str = "", **more: object) -> TestResponse:
    """Send a photo."""
    answer: TestResponse = browser.put(
        f"/api/attachments/{name or digest(data)}", data=data, content_type="image/jpeg", **more
    )
    return answer


def report_with(make: Maker, author: int, sent: bytes, *, area: str, hidden: bool = False) -> None:
    """Make a report of `author` in `area` that names the digest of `sent`."""
    with make.owner.transaction() as session:
        session.execute(
            text(
                "with r as (insert into report (id, number, kind, author_id, area_code, station_id, category, channel,"
                " hidden, seen_at, digest, answer) values (gen_random_uuid(), gen_random_uuid()::text, 'sighting', :author,"
                " :area, (select min(id) from station), 'other', 'door', :hidden, now(), sha256(''), '{}') returning id)"
                " insert into report_attachment (report_id, nth, area_code, author_id, hidden, sent_sha256)"
                " select id, 1, :area, :author, :hidden, :sent from r"
            ),
            {"author": author, "area": area, "hidden": hidden, "sent": bytes.fromhex(digest(sent))},
        )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_once_and_a_resend_gets_the_same_answer(worker: Browser, make: Maker, kind: str) -> None:
    sent = p.talkative(kind)
    first, again = put(worker, sent), put(worker, sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data == again.data
    told = first.get_json()
    assert told["sha256"] == digest(sent)
    assert (told["media_type"], told["width"], told["height"]) == ("image/jpeg", 320, 240)
    assert set(told) == {"sha256", "media_type", "bytes", "width", "height", "duration_ms"}
    assert told["duration_ms"] is None
    assert make.run("select count(*) from attachment") == 1
    assert make.run("select count(*) from audit_entry where action = 'attachment.stored'") == 1


def test_what_is_kept_and_served_holds_nothing_of_the_original(worker: Browser, settings: Settings) -> None:
    sent = p.talkative("JPEG")
    put(worker, sent)
    files = [f for f in settings.var.rglob("*") if f.is_file()]
    assert len(files) == 1
    assert p.CANARY not in files[0].read_bytes()
    assert files[0].name == digest(files[0].read_bytes()) != digest(sent)
    served = worker.get(f"/api/attachments/{digest(sent)}")
    assert served.data == files[0].read_bytes()
    assert Image.open(BytesIO(served.data)).size == (320, 240)


def test_it_is_served_so_that_a_browser_runs_nothing_and_keeps_nothing(worker: Browser) -> None:
    sent = p.photo()
    put(worker, sent)
    headers = worker.get(f"/api/attachments/{digest(sent)}").headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("name", [*p.FAKES, *s.FAKES])
def test_a_fake_is_415_and_leaves_nothing(worker: Browser, settings: Settings, name: str) -> None:
    answer = put(worker, (p.FAKES | s.FAKES)[name])
    assert answer.status_code == 415
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["field"] == "body"
    assert not [f for f in settings.var.rglob("*") if f.is_file()]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (p.photo()[:300], 422),
        (b"", 422),
        (p.png(10_000, 6_000), 413),
        (p.png(1, 1, p.chunk(b"zTXt", b"a\0\0" + p.packed_zeros(200)), pixels=b"\0\0"), 422),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), 413),
    ],
    ids=["cut", "empty", "60 megapixels", "bomb", "over 10 MB"],
)
def test_a_bad_photo_is_refused_with_its_field(worker: Browser, data: bytes, status: int) -> None:
    answer = put(worker, data)
    assert answer.status_code == status
    assert answer.get_json()["field"] == "body"


@pytest.mark.parametrize("media", s.KINDS)
def test_a_recording_is_kept_once_and_served_so_that_it_plays(
    worker: Browser, make: Maker, settings: Settings, media: str
) -> None:
    sent = s.recording(media, 1.5)
    first, again = put(worker, sent), put(worker, sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data == again.data
    told = first.get_json()
    assert told["media_type"] == "audio/mp4"
    assert told["width"] is told["height"] is None
    assert 1450 <= told["duration_ms"] <= 1600
    assert make.run("select count(*) from attachment") == 1
    (file,) = [f for f in settings.var.rglob("*") if f.is_file()]
    served = worker.get(f"/api/attachments/{digest(sent)}")
    assert served.data == file.read_bytes()
    assert s.CANARY not in served.data
    assert s.pitch(served.data) == pytest.approx(s.PITCH, rel=0.03)
    assert served.headers["Content-Type"] == "audio/mp4"
    assert served.headers["Content-Disposition"].endswith('.m4a"')
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert served.headers["Cache-Control"] == "private, no-store"


def test_a_part_of_a_recording_may_be_asked_for(worker: Browser) -> None:
    sent = s.recording("audio/ogg")
    put(worker, sent)
    path = f"/api/attachments/{digest(sent)}"
    whole = worker.get(path)
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = worker.get(path, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, whole.data[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.data)}"
    assert part.headers["Content-Type"] == "audio/mp4"
    beyond = worker.get(path, headers={"Range": f"bytes={len(whole.data)}-"})
    assert beyond.status_code == 416
    assert beyond.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("data", "status", "chinese", "english"),
    [
        (s.recording("audio/webm")[:-9], 422, "录音打不开，请重录", "The recording cannot be opened"),
        (s.recording("audio/ogg") + b"PK\x05\x06", 422, "录音打不开，请重录", "The recording cannot be opened"),
        (s.video(), 422, "录音打不开，请重录", "The recording cannot be opened"),
        (s.hours_of_silence(), 413, "录音超过5分钟，请分几段录", "The recording is longer than 5 minutes"),
        (s.FAKES["mp3"], 415, "只收JPEG、PNG、WebP照片和WebM、Ogg、MP4录音", "Only JPEG, PNG and WebP photos and WebM"),
    ],
    ids=["cut", "with an archive behind", "video", "hours", "mp3"],
)
def test_a_bad_recording_is_refused_in_the_callers_language_and_leaves_nothing(
    worker: Browser, settings: Settings, data: bytes, status: int, chinese: str, english: str
) -> None:
    for language, said in (("zh-CN", chinese), ("en", english)):
        answer = put(worker, data, headers={"Accept-Language": language})
        assert answer.status_code == status
        assert answer.content_type == "application/problem+json"
        told = answer.get_json()
        assert told["field"] == "body"
        assert told["title"].startswith(said)
    assert not [f for f in settings.var.rglob("*") if f.is_file()]


def test_a_recording_is_heard_with_the_report_it_belongs_to(worker: Browser, make: Maker) -> None:
    sent, secret = s.recording("audio/webm"), s.recording("audio/mp4")
    put(worker, sent)
    put(worker, secret)
    author = int(str(make.run("select id from account where login = 'wang'")))
    report_with(make, author, sent, area=VILLAGE)
    report_with(make, author, secret, area=VILLAGE, hidden=True)
    make.account("here", ("liaison", "621124100"))
    make.account("head", ("town_head", "621124100"))
    make.account("next", ("liaison", "621124101"))
    seen = {
        login: tuple(make.login(login).get(f"/api/attachments/{digest(each)}").status_code for each in (sent, secret))
        for login in ("here", "head", "next")
    }
    assert seen == {"here": (200, 200), "head": (200, 404), "next": (404, 404)}


def test_too_large_a_body_is_refused_before_it_is_read(worker: Browser) -> None:
    answer = worker.put(
        f"/api/attachments/{'a' * 64}", data=b"x", environ_overrides={"CONTENT_LENGTH": str(11 * 1024 * 1024)},
        content_type="image/jpeg", headers={"Accept-Language": "en"},
    )  # fmt: skip
    assert answer.status_code == 413
    assert answer.headers["Connection"] == "close"
    assert "10 MB" in answer.get_json()["detail"]


@pytest.mark.parametrize("name", ["a" * 64, "A" * 64, "short", "g" * 64, "%00" * 64])
def test_bytes_must_be_those_the_address_names(worker: Browser, make: Maker, name: str) -> None:
    answer = put(worker, p.photo(), name)
    assert answer.status_code == 422
    assert answer.get_json()["field"] == "sha256"
    assert make.run("select count(*) from attachment") == 0


def test_nobody_sends_or_sees_without_login(worker: Browser, app: Flask) -> None:
    sent = p.photo()
    put(worker, sent)
    stranger = app.test_client()
    path = f"/api/attachments/{digest(sent)}"
    assert stranger.put(path, data=sent).status_code == 401
    assert stranger.get(path).status_code == 401
    assert worker.client.put(path, data=sent).status_code == 403, "a write needs the session's token"


def test_naming_a_digest_grants_nothing(worker: Browser, make: Maker) -> None:
    sent = p.photo()
    put(worker, sent)
    thief = make.account("li", ("grid_worker", VILLAGE))
    report_with(make, thief, sent, area=VILLAGE)
    path = f"/api/attachments/{digest(sent)}"
    other = make.login("li")
    unknown = other.get(f"/api/attachments/{'0' * 64}")
    assert other.get(path).status_code == 404
    assert other.get(path).data == unknown.data
    assert dict(other.get(path).headers).keys() == dict(unknown.headers).keys()
    assert put(other, sent).status_code == 201, "what I hold myself I may send, and am not told that it is there"
    assert other.get(path).status_code == 200


def test_a_photo_is_seen_with_the_report_it_belongs_to(worker: Browser, make: Maker) -> None:
    sent, secret = p.photo(), p.photo("PNG")
    put(worker, sent)
    put(worker, secret)
    author = make.run("select id from account where login = 'wang'")
    report_with(make, author, sent, area=VILLAGE)  # type: ignore[arg-type]
    report_with(make, author, secret, area=VILLAGE, hidden=True)  # type: ignore[arg-type]
    make.account("here", ("liaison", "621124100"))
    make.account("head", ("town_head", "621124100"))
    make.account("next", ("liaison", "621124101"))
    make.account("far", ("liaison", "522702100"))
    seen = {
        login: tuple(make.login(login).get(f"/api/attachments/{digest(d)}").status_code for d in (sent, secret))
        for login in ("here", "head", "next", "far")
    }
    assert seen == {"here": (200, 200), "head": (200, 404), "next": (404, 404), "far": (404, 404)}


def test_a_deputy_sees_the_photos_that_came_by_the_own_code_and_no_others(
    worker: Browser, make: Maker, app: Flask, app_database: Database, settings: Settings
) -> None:
    ticket, sent, foreign = "a-draft-ticket-0123456789", p.photo("WEBP"), p.photo("PNG")
    held = hashlib.sha256(ticket.encode()).digest()
    for photo in (sent, foreign):
        with app_database.transaction(Context(ticket=held)) as session:
            store(session, Store(settings.var), Owner(ticket=held), digest(photo), photo)
    codes = {}
    for login in ("ma", "hu"):
        account = make.account(login, ("deputy", "621124100"))
        deputy = make.run(
            "insert into deputy (code, name, level, area_code, account_id)"
            " values (:login, :login, 'county', '621124100', :account) returning id",
            login=login, account=account,
        )  # fmt: skip
        with make.owner.transaction() as session:
            codes[login] = issue(session, "deputy", int(deputy))
    for code, photo in ((codes["ma"], sent), (codes["hu"], foreign)):
        body = {
            "id": new_id(), "code": code, "category": "land", "text": "门前的水渠堵了三个月", "reply": {"way": "receipt"},
            "place_words": "水渠东头", "attachments": [digest(photo)], "ticket": ticket,
        }  # fmt: skip
        assert app.test_client().post("/api/submissions", json=body).status_code == 201
    seen = {
        login: [make.login(login).get(f"/api/attachments/{digest(each)}").status_code for each in (sent, foreign)]
        for login in ("ma", "hu")
    }
    assert seen == {"ma": [200, 404], "hu": [404, 200]}


def test_a_lost_file_comes_back_with_the_next_resend(worker: Browser, settings: Settings) -> None:
    sent = p.photo()
    put(worker, sent)
    for file in settings.var.rglob("*"):
        if file.is_file():
            file.unlink()
    assert worker.get(f"/api/attachments/{digest(sent)}").status_code == 404
    assert put(worker, sent).status_code == 200
    assert worker.get(f"/api/attachments/{digest(sent)}").status_code == 200


def test_a_draft_ticket_owns_its_photos_and_no_other_ticket_does(
    make: Maker, app_database: Database, settings: Settings
) -> None:
    files, sent = Store(settings.var), p.photo()
    mine, yours = b"m" * 32, b"y" * 32
    for fresh in (True, False):
        with app_database.transaction(Context(ticket=mine)) as session:
            assert store(session, files, Owner(ticket=mine), digest(sent), sent).fresh is fresh
    with app_database.transaction(Context(ticket=yours)) as session:
        assert store(session, files, Owner(ticket=yours), digest(sent), sent).fresh
    assert make.run("select count(*) from attachment") == 2


def test_nobody_stores_in_anothers_name(app_database: Database, settings: Settings) -> None:
    sent = p.photo()
    for context, owner in (
        (Context(viewer=1), Owner(author_id=2)),
        (Context(), Owner(ticket=b"t" * 32)),
        (Context(ticket=b"a" * 32), Owner(ticket=b"t" * 32)),
    ):
        with pytest.raises((Refusal, Exception), match="row-level security"):  # noqa: SIM117
            with app_database.transaction(context) as session:
                store(session, Store(settings.var), owner, digest(sent), sent)
    with pytest.raises(ValueError, match="belongs"):
        Owner()

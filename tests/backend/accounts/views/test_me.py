"""The own second factor, sessions and password, over HTTP."""

from __future__ import annotations

import io

import pyotp
import zxingcpp
from PIL import Image

from tests.make import PASSWORD, Browser, Maker

LIAISON = ("liaison", "621124100")
NEW = "another-good-one-5"


def bound(make: Maker, login: str) -> tuple[Browser, pyotp.TOTP, list[str]]:
    """Bind a second factor as a person does; return the browser, the app on the phone, and the recovery codes."""
    browser = make.login(login)
    begun = browser.post("/api/me/second-factor", json={"password": PASSWORD}).get_json()
    totp = pyotp.parse_uri(begun["address"])
    assert isinstance(totp, pyotp.TOTP) and totp.secret == begun["secret"]
    answer = browser.post("/api/me/second-factor/confirm", json={"code": totp.now()})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return browser, totp, answer.get_json()["recovery_codes"]


def enter(make: Maker, code: str, login: str = "ma") -> int:
    """Log in from a fresh browser with a code; return the status."""
    body = {"account": login, "password": PASSWORD, "code": code}
    return make.app.test_client().post("/api/login", json=body).status_code


def test_binding_takes_the_password_and_a_first_code_and_ends_other_sessions(make: Maker) -> None:
    make.account("ma", LIAISON)
    elsewhere = make.login("ma")
    browser = make.login("ma")
    wrong = browser.post("/api/me/second-factor", json={"password": "not-mine-123"})
    assert (wrong.status_code, wrong.get_json()["field"]) == (403, "password")
    assert browser.post("/api/me/second-factor/confirm", json={"code": "123456"}).status_code == 409
    first = browser.post("/api/me/second-factor", json={"password": PASSWORD}).get_json()
    last = browser.post("/api/me/second-factor", json={"password": PASSWORD}).get_json()
    old = browser.post("/api/me/second-factor/confirm", json={"code": pyotp.TOTP(first["secret"]).now()})
    assert (old.status_code, old.get_json()["field"]) == (422, "code"), "begun again, only the last one holds"
    assert make.login("ma"), "until the first code, the password alone"
    assert (
        browser.post("/api/me/second-factor/confirm", json={"code": pyotp.TOTP(last["secret"]).now()}).status_code
        == 200
    )
    assert browser.get("/api/me/second-factor").get_json() == {"on": True, "required": False, "recovery_codes": 10}
    assert elsewhere.get("/api/me").status_code == 401
    assert browser.get("/api/me").status_code == 200
    assert browser.post("/api/me/second-factor", json={"password": PASSWORD}).status_code == 409
    stored = bytes(make.run("select secret_sealed from second_factor"))
    assert last["secret"].encode() not in stored


def test_the_picture_says_what_the_address_says(make: Maker) -> None:
    make.account("ma", LIAISON)
    begun = make.login("ma").post("/api/me/second-factor", json={"password": PASSWORD}).get_json()
    assert begun["qr"].startswith("<svg") and "<script" not in begun["qr"]
    # the same modules as a bitmap: an SVG needs a browser to be read
    import segno

    png = io.BytesIO()
    segno.make(begun["address"], error="m").save(png, kind="png", scale=5, border=4)
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(png))] == [begun["address"]]


def test_the_same_code_is_refused_the_next_one_is_taken(make: Maker) -> None:
    make.account("ma", LIAISON)
    _, totp, _ = bound(make, "ma")
    used = make.run("select last_step from second_factor")
    assert enter(make, totp.generate_otp(used)) == 401, "the code that confirmed it"
    assert enter(make, totp.generate_otp(used + 1)) == 200
    assert enter(make, totp.generate_otp(used + 1)) == 401
    assert enter(make, totp.generate_otp(used)) == 401, "nor any before it"


def test_a_recovery_code_opens_once(make: Maker) -> None:
    make.account("ma", LIAISON)
    browser, _, codes = bound(make, "ma")
    assert len(set(codes)) == 10
    assert [enter(make, codes[0].lower()), enter(make, codes[0])] == [200, 401]
    assert browser.get("/api/me/second-factor").get_json()["recovery_codes"] == 9
    stored = b"".join(bytes(row[0]) for row in make.rows("select digest from recovery_code"))
    assert not [code for code in codes if code.replace("-", "").encode() in stored]
    assert make.run("select count(*) from audit_entry where action = 'recovery_code.used'") == 1


def test_it_ends_by_password_and_code_and_an_administrator_binds_another_first(make: Maker) -> None:
    make.account("boss", ("system_administrator", "621124"))
    browser, _, codes = bound(make, "boss")
    assert browser.get("/api/me").get_json()["needs"] is None
    wrong = browser.post("/api/me/second-factor/end", json={"password": PASSWORD, "code": "000000"})
    assert (wrong.status_code, wrong.get_json()["field"]) == (403, "code")
    ended = browser.post("/api/me/second-factor/end", json={"password": PASSWORD, "code": codes[3]})
    assert ended.status_code == 204
    assert browser.get("/api/me").get_json()["needs"] == "second_factor"
    assert browser.get("/api/accounts").status_code == 403
    assert make.run("select count(*) from recovery_code") == 0


def test_sessions_are_listed_and_ended_by_names_that_say_nothing(make: Maker) -> None:
    make.account("ma", LIAISON)
    make.account("hu", LIAISON)
    phone = make.app.test_client()
    body = {"account": "ma", "password": PASSWORD}
    phone.post("/api/login", json=body, headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8"})
    desk, third, stranger = make.login("ma"), make.login("ma"), make.login("hu")
    items = desk.get("/api/me/sessions").get_json()["items"]
    assert {each["device"] for each in items} == {"安卓手机·微信", "未知设备"}
    assert [each["this"] for each in items].count(True) == 1
    cookie = phone.get_cookie("zhitong")
    assert cookie and cookie.value not in str(items)
    of_phone = next(each["id"] for each in items if each["device"] != "未知设备")
    assert stranger.delete(f"/api/me/sessions/{of_phone}").status_code == 404
    assert desk.delete(f"/api/me/sessions/{of_phone}").status_code == 204
    assert desk.delete(f"/api/me/sessions/{of_phone}").status_code == 404
    assert phone.get("/api/me").status_code == 401
    assert third.delete("/api/me/sessions").status_code == 204
    assert (desk.get("/api/me").status_code, third.get("/api/me").status_code) == (401, 200)
    (mine,) = third.get("/api/me/sessions").get_json()["items"]
    assert third.delete(f"/api/me/sessions/{mine['id']}").status_code == 204
    assert third.get("/api/me").status_code == 401
    assert stranger.get("/api/me").status_code == 200


def test_a_new_password_takes_the_old_one_and_ends_the_other_sessions(make: Maker) -> None:
    make.account("ma", LIAISON)
    browser, other = make.login("ma"), make.login("ma")
    for body, status, field in (
        ({"old": "not-mine-123", "new": NEW}, 403, "old"), ({"old": PASSWORD, "new": "short"}, 422, "new"),
        ({"old": PASSWORD, "new": PASSWORD}, 422, "new"),
    ):  # fmt: skip
        refused = browser.put("/api/me/password", json=body)
        assert (refused.status_code, refused.get_json()["field"]) == (status, field)
    assert other.get("/api/me").status_code == 200
    assert browser.put("/api/me/password", json={"old": PASSWORD, "new": NEW}).status_code == 204
    assert (browser.get("/api/me").status_code, other.get("/api/me").status_code) == (200, 401)
    assert make.login("ma", NEW)

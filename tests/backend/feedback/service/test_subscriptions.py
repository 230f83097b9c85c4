"""Browsers that follow: a key in any of its spellings, as many as may, and nobody else's to end."""

from __future__ import annotations

import base64
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from backend.db import Context, Database
from backend.errors import Conflict, Invalid, NotFound
from backend.feedback import service
from backend.feedback.service.subscriptions import MOST_BROWSERS
from backend.settings import Settings
from tests.conftest import settings_for
from tests.make import Maker
from tests.push_service import PushService, b64


def test_the_signing_key_is_one_however_it_is_spelled(tmp_path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    raw = key.private_numbers().private_value.to_bytes(32, "big")
    der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    settings = settings_for("nowhere", tmp_path)
    told = {service.vapid_public_key(replace(settings, vapid_private_key=each)) for each in (b64(raw), b64(der), pem)}
    assert told == {base64.urlsafe_b64encode(point).decode().rstrip("=")}


@pytest.fixture
def ma(make: Maker, ours: Settings) -> int:
    return make.account("ma", ("grid_worker", "621124100001"))


def test_ten_browsers_may_follow_a_person_and_each_ends_its_own(
    make: Maker, ours: Settings, pushes: PushService, ma: int, app_database: Database
) -> None:
    def follow(sent: dict, person: int = ma) -> UUID:
        with app_database.transaction(Context(viewer=person)) as session:
            return service.follow(session, ours, endpoint=sent["endpoint"], **sent["keys"], person=person)

    def end(follow_id: UUID, person: int) -> None:
        with app_database.transaction(Context(viewer=person)) as session:
            service.unfollow(session, follow_id, person=person)

    browsers = [pushes.subscription(f"b{n}") for n in range(MOST_BROWSERS + 1)]
    ids = [follow(each) for each in browsers[:-1]]
    assert len(set(ids)) == MOST_BROWSERS
    with pytest.raises(Conflict):
        follow(browsers[-1])
    assert follow(browsers[0]) == ids[0], "who follows already is not one too many"
    li = make.account("li", ("grid_worker", "621124100001"))
    assert follow(browsers[0], li) != ids[0], "two people share a browser"
    for stranger, which in ((li, ids[0]), (ma, uuid4())):
        with pytest.raises(NotFound):
            end(which, stranger)
    end(ids[0], ma)
    with pytest.raises(NotFound):
        end(ids[0], ma)
    assert follow(browsers[-1])
    assert make.run("select count(*) from audit_entry where action = 'push.unfollowed'") == 1


def test_keys_and_endpoints_are_checked_before_anything_is_stored(
    make: Maker, ours: Settings, pushes: PushService, ma: int, app_database: Database
) -> None:
    sent = pushes.subscription("x")
    wrong = [
        {"endpoint": "https://push.example/x"} | sent["keys"], {"endpoint": sent["endpoint"], "p256dh": sent["keys"]["auth"], "auth": sent["keys"]["auth"]},
    ]  # fmt: skip
    for each in wrong:
        with pytest.raises(Invalid), app_database.transaction(Context(viewer=ma)) as session:
            service.follow(session, ours, **each, person=ma)
    assert make.run("select count(*) from push_subscription") == 0

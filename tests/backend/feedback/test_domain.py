"""Which endpoints may be pushed to: named services by their public addresses, nothing else (T47)."""

from __future__ import annotations

import pytest

from backend.errors import Invalid
from backend.feedback.domain import check_keys, read_endpoint
from backend.feedback.service.endpoint import addresses_of
from backend.settings import PUSH_HOSTS

LOOPBACK = "http://127.0.0.1:8899"
GOOD = (
    "https://fcm.googleapis.com/fcm/send/abc:def_-.~",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2b",
    "https://web.push.apple.com:443/QGuQyavXutnMH",
)
BAD = (
    "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com", "https://example.org/x",
    "https://fcm.googleapis.com.evil.org/x", "https://evilfcm.googleapis.com/x", "https://notify.windows.com.evil/x",
    "https://fcm.googleapis.com@127.0.0.1/x", "https://u:p@fcm.googleapis.com/x", "https://127.0.0.1/x", "https://[::1]/x",
    "https://2130706433/x", "https://0x7f000001/x", "https://017700000001/x", "https://127.1/x", "https://localhost/x",
    "https://169.254.169.254/latest/meta-data", "https://10.0.0.1/x", "https://[::ffff:127.0.0.1]/x",
    "https://fcm.googleapis.com\\@127.0.0.1/x", "https://fcm.googleapis.com#@127.0.0.1/x", "https://fcm.googleapis.com/x#y",
    "https://FCM.googleapis.com/x", "https://fcm.googleapis.com./x", "https://fcm.googleapis.com%2f.evil.org/x",
    "https://fcm。googleapis.com/x", "https://fcm.googleapis.com/a b", "https://fcm.googleapis.com/\r\nHost: x",
    "https://fcm.googleapis.com/x\n", " https://fcm.googleapis.com/x", "//fcm.googleapis.com/x", "file:///etc/passwd",
    "gopher://fcm.googleapis.com/x", "javascript:alert(1)", "", "https://", "https://fcm.googleapis.com/" + "x" * 2000,
    LOOPBACK + "/push/1", "http://localhost:8899/push/1",
)  # fmt: skip


@pytest.mark.parametrize("url", GOOD)
def test_named_push_services_are_taken(url: str) -> None:
    endpoint = read_endpoint(url, PUSH_HOSTS)
    assert (endpoint.port, endpoint.loopback) == (443, False)
    assert url.replace(":443", "") == endpoint.origin + endpoint.path


@pytest.mark.parametrize("url", BAD)
def test_everything_else_is_refused(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_endpoint(url, PUSH_HOSTS)
    assert refused.value.field == "endpoint"


def test_the_test_peer_counts_only_by_its_exact_loopback_origin() -> None:
    assert read_endpoint(LOOPBACK + "/push/1", PUSH_HOSTS, LOOPBACK).loopback
    for url in (LOOPBACK + "0/x", LOOPBACK + "@evil.org/x", "http://127.0.0.1:9999/x", LOOPBACK):
        with pytest.raises(Invalid):
            read_endpoint(url, PUSH_HOSTS, LOOPBACK)
    for origin in ("http://10.0.0.1:80", "http://evil.org:80", "https://127.0.0.1:80", "http://127.0.0.1:80/x"):
        with pytest.raises(Invalid):
            read_endpoint(origin + "/x", PUSH_HOSTS, origin)


def test_one_inside_address_among_open_ones_spoils_the_name() -> None:
    endpoint = read_endpoint(GOOD[0], PUSH_HOSTS)
    assert addresses_of(endpoint, lambda *_: ["142.250.74.42"]) == ["142.250.74.42"]
    for found in (["127.0.0.1"], ["142.250.74.42", "10.0.0.1"], ["::1", "142.250.74.42"]):
        with pytest.raises(Invalid):
            addresses_of(endpoint, lambda *_, found=found: found)


@pytest.mark.parametrize(
    ("p256dh", "auth"), [("", ""), ("AAAA", "AAAA"), ("=", "x"), ("汉字", "汉字"), ("B" + "A" * 86, "short")]
)
def test_keys_no_browser_made_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(Invalid):
        check_keys(p256dh, auth)

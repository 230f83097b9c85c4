"""What may be granted, where a partner may be reached, when it is tried again (T49)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from backend.errors import Invalid
from backend.exchange.domain import FIELDS, body_of, granted, new_secret, read_endpoint, wait_after

PEER = "http://127.0.0.1:8899"
BAD = (
    "http://a.example.cn/x", "https://127.0.0.1/x", "https://[::1]/x", "https://2130706433/x", "https://0x7f000001/x",
    "https://127.1/x", "https://0x7f.1/x", "https://localhost/x", "https://a.example.cn:0/x", "https://a.example.cn:65536/x",
    "https://a.example.cn:/x", "https://u:p@a.example.cn/x", "https://a.example.cn@127.0.0.1/x", "https://a.example.cn#x",
    "https://a.example.cn/x#y", "https://a.example.cn\\@b.cn/x", "https://A.example.cn/x", "https://a.example.cn./x",
    "https://-a.example.cn/x", "https://a..cn/x", "https://例子.中国/x", "https://a.example.cn/a b", "https://a.example.cn/\r\nX: y",
    "https://a.example.cn/x\n", " https://a.example.cn/x", "//a.example.cn/x", "file:///etc/passwd", "", "https://",
    "https://a.example.cn/" + "x" * 2000, PEER + "/x",
)  # fmt: skip


@pytest.mark.parametrize(
    ("url", "origin", "port", "path"),
    [
        ("https://a.example.cn/hook?x=1", "https://a.example.cn", 443, "/hook?x=1"),
        ("https://a.example.cn:443", "https://a.example.cn", 443, "/"),
        ("https://a-b.example.cn:8443/", "https://a-b.example.cn:8443", 8443, "/"),
    ],
)
def test_a_name_over_https_is_taken(url: str, origin: str, port: int, path: str) -> None:
    found = read_endpoint(url)
    assert (found.origin, found.port, found.path, found.plain, found.loopback) == (origin, port, path, False, False)


@pytest.mark.parametrize("url", BAD)
def test_everything_else_is_refused(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_endpoint(url)
    assert refused.value.field == "endpoint"


def test_the_test_peer_counts_only_by_its_exact_loopback_origin() -> None:
    assert read_endpoint(PEER + "/x", PEER).loopback
    for url, origin in ((PEER + "0/x", PEER), ("http://10.0.0.1:80/x", "http://10.0.0.1:80"), (PEER, PEER)):
        with pytest.raises(Invalid):
            read_endpoint(url, origin)


def test_of_facts_only_what_was_granted_goes_out_in_one_order() -> None:
    facts = dict.fromkeys(FIELDS, "x") | {"hidden": False, "phone": "1", "opening": None}
    assert list(granted(facts, ["number", "id", "opening", "phone", "hidden"], hidden=False)) == ["id", "number"]
    assert set(granted(facts, FIELDS, hidden=True)) == {"state", "former_state", "category", "area", "area_level"}
    assert granted(facts, ["id", "number", "station", "version", "opened_at"], hidden=True) == {}


def test_a_message_says_what_and_when() -> None:
    body = body_of("case.moved", datetime(2026, 11, 22, 8, tzinfo=UTC), {"number": "2026-000001"})
    said = {"type": "case.moved", "timestamp": "2026-11-22T08:00:00Z", "data": {"number": "2026-000001"}}
    assert json.loads(body) == said


def test_waits_grow_are_never_the_same_and_end() -> None:
    first = {wait_after(1, (1000, 9000), 0) for _ in range(50)}
    assert len(first) > 10
    assert all(each and 800 <= each <= 1200 for each in first)
    assert 7200 <= (wait_after(2, (1000, 9000), 0) or 0) <= 10800
    assert wait_after(3, (1000, 9000), 0) is None
    assert wait_after(1, (1000,), 5000) == 5000
    assert wait_after(1, (1000,), 10**9) == 86400


def test_secrets_are_long_and_differ() -> None:
    assert len({new_secret() for _ in range(20)}) == 20
    assert new_secret().startswith("whsec_")
    assert len(new_secret()) >= len("whsec_") + 43

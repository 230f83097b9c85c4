"""What `zhitong serve` refuses to put on a network (T24, T26)."""

from __future__ import annotations

import os

from backend.settings import Settings
from tests.live import environment, free_port
from tests.make import Maker
from tests.nursery import told

ANYWHERE, HTTPS = "0.0.0.0", "https://zhitong.example"


def serve(settings: Settings, **more: str) -> str:
    """Start the server as a person does; return why it did not, or fail when it did."""
    code, said = told(["serve", "--workers", "1"], os.environ | environment(settings, free_port()) | more)
    assert code == 1, said
    assert "Traceback" not in said
    return said


def test_the_demo_s_data_are_not_served_as_if_they_were_people_s(settings: Settings, make: Maker) -> None:
    make.run("update installation set demo = true")
    said = serve(settings, ZHITONG_DEMO="0", ZHITONG_HOST="127.0.0.1", ZHITONG_PUBLIC_URL=HTTPS)
    assert "this database holds the demo" in said


def test_check_names_the_demo_s_data_too(settings: Settings, make: Maker) -> None:
    make.run("update installation set demo = true")
    code, said = told(["check"], os.environ | environment(settings, free_port()) | {"ZHITONG_DEMO": "0"})
    assert code == 1
    assert "refused: this database holds the demo" in said


def test_the_demo_stays_on_loopback_without_tls(settings: Settings) -> None:
    said = serve(settings, ZHITONG_HOST=ANYWHERE, ZHITONG_PUBLIC_URL=HTTPS)
    assert "the demo has public passwords" in said


def test_people_s_data_are_served_under_https_only(settings: Settings) -> None:
    said = serve(settings, ZHITONG_DEMO="0", ZHITONG_HOST="127.0.0.1")
    assert "ZHITONG_PUBLIC_URL" in said
    assert said.count("\n") == 1, "one clear text"

"""What `zhitong serve` refuses to put on a network (T24, T26)."""

from __future__ import annotations

import os
import subprocess
import sys

from backend.settings import Settings
from tests.live import ROOT, environment, free_port
from tests.make import Maker

ANYWHERE, HTTPS = "0.0.0.0", "https://zhitong.example"


def serve(settings: Settings, **more: str) -> str:
    """Start the server as a person does; return why it did not, or fail when it did."""
    env = os.environ | environment(settings, free_port()) | more
    command = [sys.executable, "-m", "backend.cli", "serve", "--workers", "1"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_the_demo_s_data_are_not_served_as_if_they_were_people_s(settings: Settings, make: Maker) -> None:
    make.run("update installation set demo = true")
    said = serve(settings, ZHITONG_DEMO="0", ZHITONG_HOST="127.0.0.1", ZHITONG_PUBLIC_URL=HTTPS)
    assert "this database holds the demo" in said


def test_check_names_the_demo_s_data_too(settings: Settings, make: Maker) -> None:
    make.run("update installation set demo = true")
    env = os.environ | environment(settings, free_port()) | {"ZHITONG_DEMO": "0"}
    command = [sys.executable, "-m", "backend.cli", "check"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "refused: this database holds the demo" in done.stdout


def test_the_demo_stays_on_loopback_without_tls(settings: Settings) -> None:
    said = serve(settings, ZHITONG_HOST=ANYWHERE, ZHITONG_PUBLIC_URL=HTTPS)
    assert "the demo has public passwords" in said


def test_people_s_data_are_served_under_https_only(settings: Settings) -> None:
    said = serve(settings, ZHITONG_DEMO="0", ZHITONG_HOST="127.0.0.1")
    assert "ZHITONG_PUBLIC_URL" in said
    assert said.count("\n") == 1, "one clear text"

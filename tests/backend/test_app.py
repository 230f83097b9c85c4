"""How the built apps are served."""

from __future__ import annotations

import gzip
import re

from flask.testing import FlaskClient


def test_the_apps_go_out_zipped_to_whoever_takes_it_and_plain_to_others(client: FlaskClient) -> None:
    page = client.get("/app/anything/below", headers={"Accept-Encoding": "gzip"})
    assert (page.headers["Content-Encoding"], page.mimetype) == ("gzip", "text/html")
    script = re.search(r'src="(/assets/[^"]+\.js)"', gzip.decompress(page.data).decode())
    assert script
    zipped = client.get(script[1], headers={"Accept-Encoding": "gzip, br"})
    plain = client.get(script[1])
    assert (zipped.mimetype, plain.mimetype) == ("text/javascript", "text/javascript")
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(zipped.data) == plain.data
    assert "immutable" in zipped.headers["Cache-Control"]
    assert {page.headers["Vary"], plain.headers["Vary"]} == {"Accept-Encoding"}


def test_the_service_worker_is_never_kept_and_holds_for_the_whole_site(client: FlaskClient) -> None:
    answer = client.get("/sw.js", headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["Cache-Control"], answer.headers["Service-Worker-Allowed"]) == ("no-cache", "/")
    assert answer.mimetype == "text/javascript"


def test_the_description_of_the_api_is_sent_once_to_who_has_it(client: FlaskClient) -> None:
    whole = client.get("/api/openapi.json")
    assert whole.get_json()["openapi"] == "3.1.0" and "/api/sightings" in whole.get_json()["paths"]
    again = client.get("/api/openapi.json", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")

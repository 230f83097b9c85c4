"""The secret of a device without an account."""

from __future__ import annotations

from flask import Flask

from backend.http.devices import held_device, keep_device


def test_a_device_keeps_what_it_was_given_and_nothing_else_is_believed(app: Flask) -> None:
    secret = "s" * 43
    with app.test_request_context():
        keep_device(secret)
        cookies = app.process_response(app.make_response("")).headers.getlist("Set-Cookie")
        (kept,) = [each for each in cookies if each.startswith("zt_handler=")]
    assert kept.startswith(f"zt_handler={secret};") and {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(kept.split("; "))
    for given, held in ((secret, secret), (secret + "x", ""), ("é" * 43, "")):
        with app.test_request_context(headers={"Cookie": f"zt_handler={given}"}):
            assert held_device() == held

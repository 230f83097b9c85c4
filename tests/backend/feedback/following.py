"""Following a receipt with a browser, and what became of each attempt."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.make import Maker

NAME, PHONE, ANSWER = "赵钱孙", "13912345678", "水渠已经挖开，今天下午通水。"


def follow(client: FlaskClient, subscription: dict, told: dict[str, str], **headers: str):
    return client.post(
        "/api/push/subscriptions", json=subscription | {"receipt": told["receipt"]},
        headers={"Query-Code": told["query_code"], **headers},
    )  # fmt: skip


def attempts(make: Maker) -> list[tuple[int, str, int | None]]:
    rows = make.rows("select attempt, state, status from delivery where rung = 'push' order by attempt")
    return [tuple(row) for row in rows]

"""The news of an answer, from the signature to the notice on the phone.

It goes through a push service that is none of ours (npm web-push-testing: it checks the VAPID signature
and decrypts) into the real service worker. Chromium has no push service here, so the browser's own
subscribe is answered with that service's subscription, and what that service decrypted is handed to the
service worker over the debugging port.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from backend.feedback.service import vapid_public_key
from backend.settings import Settings
from tests.conftest import ROOT
from tests.e2e.conftest import Live
from tests.e2e.phone import Phone
from tests.errands import run_errands
from tests.eventually import eventually
from tests.make import PASSWORD, Maker
from tests.story import WATER, handle, people, sight, sign, submit

pytestmark = pytest.mark.browser
START = """
const { PushApiModel } = require("web-push-testing/src/PushApiModel");
const Server = require("web-push-testing/src/server");
new Server(new PushApiModel(), %d).startServer();
"""
ANSWER = "水渠已经挖开，今天下午通水。"
# What a browser with a push service would do by itself.
SUBSCRIBED = """(given) => {
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async () => ({ toJSON: () => given });
}"""


class Peer:
    """The independent push service."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.origin = f"http://localhost:{self.port}"
        node = shutil.which("node") or os.environ["ZHITONG_NODE"]
        self.process = subprocess.Popen(
            [node, "-e", START % self.port], cwd=ROOT / "pwa", stdout=subprocess.DEVNULL, start_new_session=True
        )
        eventually(self.is_up, what="the push service's start")

    def is_up(self) -> bool:
        """Say whether it answers."""
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, path: str, **body: str) -> Any:
        """Ask it something by form and return its data."""
        data = urllib.parse.urlencode(body).encode()
        with urllib.request.urlopen(f"{self.origin}/{path}", data=data, timeout=10) as answer:
            said = answer.read()
        return json.loads(said)["data"] if said.startswith(b"{") else None

    def stop(self) -> None:
        """Stop it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    yield made
    made.stop()


@pytest.fixture
def ours(settings: Settings, peer: Peer) -> Settings:
    return replace(settings, push_test_origin=peer.origin)


@pytest.fixture
def office(ours: Settings, make: Maker) -> Iterator[Live]:
    """The server, which may push to the peer."""
    server = Live(ours, make)
    server.start()
    yield server
    server.stop()


NOTICES = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map((notice) => ({ title: notice.title, body: notice.body, url: notice.data.url }))"""


def test_a_citizen_is_told_and_reads_the_answer(
    phone: Phone, office: Live, ours: Settings, peer: Peer, make: Maker
) -> None:
    people(make)
    sent = submit(make.app)
    subscription = peer.ask("subscribe", userVisibleOnly="true", applicationServerKey=vapid_public_key(ours))
    browser = subscription.pop("clientHash")
    # the citizen opens the receipt and switches the reminder on
    page = phone.page
    phone.context.grant_permissions(["notifications"], origin=office.url)
    page.add_init_script(f"({SUBSCRIBED})({json.dumps(subscription)})")
    page.goto(f"{office.url}/t/{sent['receipt']}")
    page.locator("[name=query_code]").fill(sent["query_code"])
    page.locator("[name=query_code]").press("Enter")
    page.get_by_role("button", name="有进展时提醒我").click()
    expect(page.get_by_text("已打开提醒")).to_be_visible()
    # the station answers; the worker pushes; the peer checks and decrypts
    handle(make, sent["id"])
    assert sign(make.login("lian"), sent["id"], ANSWER).status_code == 200
    run_errands(ours)
    (message,) = peer.ask("get-notifications", clientHash=browser)["messages"]
    news = json.loads(message)
    assert news["url"] == f"/t/{sent['receipt']}"
    assert WATER not in message
    assert ANSWER not in message
    # the real service worker shows it
    cdp = phone.context.new_cdp_session(page)
    registrations: list[str] = []
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(each["registrationId"] for each in event["registrations"]),
    )
    cdp.send("ServiceWorker.enable")
    eventually(lambda: page.evaluate("1") and registrations, what="the service worker's registration")
    # a message that comes before the worker is active is lost on the way
    active = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
    eventually(lambda: page.evaluate(active), what="the service worker's start")
    # the browser drops one now and then on a busy machine; the server's part is done by here
    for last in (False, False, True):
        cdp.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": office.url, "registrationId": registrations[0], "data": message},
        )
        try:
            shown = eventually(lambda: page.evaluate(NOTICES), seconds=10, what="the notice")
            break
        except AssertionError:
            if last:
                raise
    assert shown == [{"title": "有进展了", "body": "点开查看", "url": f"/t/{sent['receipt']}"}]
    # and what it opens has the answer
    page.goto(office.url + shown[0]["url"])
    page.locator("[name=query_code]").fill(sent["query_code"])
    page.locator("[name=query_code]").press("Enter")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("已答复，请看反馈单")


def test_a_browser_the_service_calls_expired_is_let_go(ours: Settings, app: Any, make: Maker, peer: Peer) -> None:
    app.extensions["zhitong.settings"] = ours
    people(make)
    sent = submit(app)
    subscription = peer.ask("subscribe", userVisibleOnly="true", applicationServerKey=vapid_public_key(ours))
    browser = subscription.pop("clientHash")
    followed = app.test_client().post(
        "/api/push/subscriptions", json=subscription | {"receipt": sent["receipt"]},
        headers={"Query-Code": sent["query_code"]},
    )  # fmt: skip
    assert followed.status_code == 201, followed.get_data(as_text=True)
    peer.ask(f"expire-subscription/{browser}")
    handle(make, sent["id"])
    sign(make.login("lian"), sent["id"])
    run_errands(ours)
    rows = make.rows("select state, status from delivery where rung = 'push'")
    assert [tuple(row) for row in rows] == [("gone", 410)]
    assert make.run("select gone_status from push_subscription") == 410


def test_a_worker_finds_the_answer_on_the_first_page(
    phone: Phone, office: Live, ours: Settings, peer: Peer, make: Maker
) -> None:
    people(make)
    subscription = peer.ask("subscribe", userVisibleOnly="true", applicationServerKey=vapid_public_key(ours))
    browser = subscription.pop("clientHash")
    phone.context.grant_permissions(["notifications"], origin=office.url)
    phone.page.add_init_script(f"({SUBSCRIBED})({json.dumps(subscription)})")
    case = sight(make.login("wang"))
    handle(make, case)
    page = phone.page
    page.goto(f"{office.url}/app/login")
    page.fill("[name=account]", "wang")
    page.fill("[name=password]", PASSWORD)
    page.click("form button")
    # the phone asks to be told, too
    page.get_by_role("button", name="设置").click()
    page.get_by_role("button", name="有答复时提醒我").click()
    expect(page.get_by_text("已打开提醒")).to_be_visible()
    page.keyboard.press("Escape")
    assert make.run("select a.login from push_follow f join account a on a.id = f.account_id") == "wang"
    assert sign(make.login("lian"), case, ANSWER).get_json()["state"] == "answering"
    run_errands(ours)
    (message,) = peer.ask("get-notifications", clientHash=browser)["messages"]
    assert json.loads(message)["url"] == "/app/"
    page.goto(f"{office.url}/app/")
    news = page.get_by_role("link", name="您上报的事情有答复了")
    with phone.context.expect_page() as opened:
        news.click()
    expect(opened.value.get_by_text(ANSWER)).to_be_visible()
    expect(news).to_have_count(0)
    read = "select count(*) from delivery where rung = 'inbox' and state = 'confirmed'"
    eventually(lambda: make.run(read), what="the note that it was read")
    assert make.login("lian").get(f"/api/cases/{case}").get_json()["state"] == "answered"
